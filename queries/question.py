"""A question while it is being read: its normalised text, and the same text with what has been read blanked out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal

from queries import text
from queries.spelling import Spelling

BLANK: Final = "\ue000"


class Question:
    """`text` stays as it is; `rest` has BLANK in the places of what has been read, so that it is read once."""

    def __init__(self, asked: str, spelling: Spelling | None = None, titles: Iterable[str] = ()) -> None:
        """Normalise and mend a question, which Chinese titles do not make Chinese. Raises QuestionError."""
        self.asked: Final = asked
        normal = text.normalise(asked)
        self.text, self.corrections = spelling.mend(normal) if spelling else (normal, ())
        named = next((title for title in titles if title in self.text), "\0")
        self.language: Final[Literal["zh", "en"]] = text.language(self.text.replace(named, "") or self.text)
        self.rest = self.text

    def take(self, start: int, end: int) -> None:
        """Blank out a range that has been read."""
        self.rest = self.rest[:start] + BLANK * (end - start) + self.rest[end:]
