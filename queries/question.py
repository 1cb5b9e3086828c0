"""A question while it is being read: its normalised text, and the same text with what has been read blanked out."""

from __future__ import annotations

from typing import Final, Literal

from queries import text

BLANK: Final = "\ue000"


class Question:
    """`text` stays as it is; `rest` has BLANK in the places of what has been read, so that it is read once."""

    def __init__(self, asked: str) -> None:
        """Normalise the question. Raises QuestionError."""
        self.asked: Final = asked
        self.text: Final = text.normalise(asked)
        self.language: Final[Literal["zh", "en"]] = text.language(self.text)
        self.rest = self.text

    def take(self, start: int, end: int) -> None:
        """Blank out a range that has been read."""
        self.rest = self.rest[:start] + BLANK * (end - start) + self.rest[end:]
