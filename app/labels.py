"""What the screens say, in the language that the reader has chosen."""

from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")


@cache
def _labels() -> dict[str, Any]:
    return yaml.safe_load((Path(__file__).parent / "labels.yaml").read_text(encoding="utf-8"))


class Labels:
    """The labels of one language."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def __call__(self, name: str, /, **values: object) -> str:
        """Return a label with its values put in.

        >>> Labels("zh")("milliseconds", count=3)
        '3 毫秒'
        """
        return str(_labels()[name][self.language]).format(**values)

    @property
    def examples(self) -> list[str]:
        """Questions that the shipped texts answer."""
        return list(_labels()["example_questions"][self.language])
