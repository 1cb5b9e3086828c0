"""Finds vocabulary terms in a question: leftmost, longest, on characters; the one place that a linguistic pipeline may replace."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final, NamedTuple

from extract.types import Lexicon, Term

_PUNCTUATION: Final = re.compile(r"[“”\"'‘’]")


class Found(NamedTuple):
    """A term at `text[start:end]`."""

    start: int
    end: int
    term: Term


class TermFinder:
    """Looks for the terms of some schemes; one that stands inside a longer term of the same scheme is not found."""

    def __init__(self, lexicon: Lexicon, schemes: Iterable[str]) -> None:
        """Compile the terms of the schemes."""
        self._tables: Final = [_Table(lexicon.of(scheme)) for scheme in schemes]

    def find_terms(self, text: str) -> list[Found]:
        """Return the terms in a normalised text, in order; terms of different schemes may overlap.

        >>> lexicon = Lexicon((Term("role", "first", "第一责任人", "zh", "preferred"),))
        >>> [(found.start, found.end, found.term.concept) for found in TermFinder(lexicon, ["role"]).find_terms("谁是第一责任人")]
        [(2, 7, 'first')]
        """
        return sorted(
            (found for table in self._tables for found in table.find(text)), key=lambda found: (found.start, found.end)
        )


class _Table:
    def __init__(self, terms: Iterable[Term]) -> None:
        self._terms: dict[str, list[Term]] = {}
        for term in terms:
            same = self._terms.setdefault(_fold(term.text), [])
            if all(other.concept != term.concept for other in same):
                same.append(term)
        forms = sorted(self._terms, key=lambda form: (-len(form), form))
        # A letter or digit before or after an English form would make it part of another word.
        self._pattern = re.compile(
            "|".join(rf"(?<![a-z0-9]){re.escape(form)}(?![a-z0-9])" if form.isascii() else re.escape(form) for form in forms)
            or "(?!)"
        )

    def find(self, text: str) -> Iterable[Found]:
        for match in self._pattern.finditer(_fold(text)):
            for term in self._terms[match.group()]:
                yield Found(match.start(), match.end(), term)


def _fold(text: str) -> str:
    """Fold width, case and quotation marks, one character for one."""
    narrow = "".join(unicodedata.normalize("NFKC", character)[:1] or character for character in text)
    return _PUNCTUATION.sub('"', narrow.lower()) if len(narrow.lower()) == len(text) else _PUNCTUATION.sub('"', narrow)
