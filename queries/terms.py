"""Finds vocabulary terms in a question, leftmost and longest, on characters.

This is the one place that a linguistic pipeline over the same lexicon may replace.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from extract.types import Lexicon, Term

_QUOTES: Final = str.maketrans(dict.fromkeys("“”‘’'", '"'))


class Found(NamedTuple):
    """A term at `text[start:end]`."""

    start: int
    end: int
    term: Term


class TermFinder:
    """Looks for the terms of some schemes; inside a term no other of the same scheme is found."""

    def __init__(self, lexicon: Lexicon, schemes: Iterable[str]) -> None:
        """Make one table of terms for each scheme."""
        self._tables: Final = [_Table(lexicon.of(scheme)) for scheme in schemes]

    @lru_cache(maxsize=256)  # noqa: B019  (a question is looked through several times while it is read)
    def find_terms(self, text: str) -> tuple[Found, ...]:
        """Return the terms in a normalised text, in order; terms of different schemes may overlap.

        >>> finder = TermFinder(Lexicon((Term("role", "first", "第一责任人", "zh", "preferred"),)), ["role"])
        >>> [(found.start, found.end, found.term.concept) for found in finder.find_terms("谁是第一责任人")]
        [(2, 7, 'first')]
        """
        folded = fold(text)
        found = [one for table in self._tables for one in table.find(folded)]
        return tuple(sorted(found, key=lambda one: (one.start, one.end)))


class NameFinder:
    """Looks for names as they stand, leftmost and longest: a pattern of ten thousand takes a second to compile."""

    def __init__(self, names: Iterable[str]) -> None:
        """Keep the names and their lengths by how they begin; all have two characters or more."""
        self._names: Final = frozenset(names)
        lengths: dict[str, set[int]] = {}
        for name in self._names:
            lengths.setdefault(name[:2], set()).add(len(name))
        self._lengths: Final = {beginning: sorted(found, reverse=True) for beginning, found in lengths.items()}

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield where names stand in a text, none inside another.

        >>> list(NameFinder(["县委", "县委书记", "书记员"]).find("找县委书记员"))
        [(1, 5)]
        """
        place = 0
        while place < len(text):
            end = self.end(text, place)
            if end:
                yield place, end
            place = end or place + 1

    def end(self, text: str, place: int = 0) -> int:
        """Return where the longest name ends that begins at a place, 0 where none does."""
        for length in self._lengths.get(text[place : place + 2], ()):
            name = text[place : place + length]
            if len(name) == length and name in self._names:
                return place + length
        return 0


class _Table:
    """The terms of one scheme by their folded forms, and the lengths of forms by how they begin."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._terms: dict[str, dict[str, Term]] = {}
        lengths: dict[str, set[int]] = {}
        for term in terms:
            for form in _forms(fold(term.text)):
                self._terms.setdefault(form, {}).setdefault(term.concept, term)
                lengths.setdefault(form[:2], set()).add(len(form))
        # Two characters tell most of a text from any term; a term of one may begin like a longer one.
        short = {form for form in lengths if len(form) == 1}
        for beginning in lengths.keys() - short:
            if beginning[0] in short:
                lengths[beginning].add(1)
        self._lengths = {beginning: sorted(found, reverse=True) for beginning, found in lengths.items()}

    def find(self, text: str) -> Iterator[Found]:
        place = 0
        while place < len(text):
            lengths = self._lengths.get(text[place : place + 2]) or self._lengths.get(text[place]) or []
            end = next((place + length for length in lengths if self._at(text, place, length)), 0)
            if end:
                for term in self._terms[text[place:end]].values():
                    yield Found(place, end, term)
            place = end or place + 1

    def _at(self, text: str, place: int, length: int) -> bool:
        form = text[place : place + length]
        if len(form) < length or form not in self._terms:
            return False
        # A letter or digit before or after an English form would make it part of another word.
        return not form.isascii() or not (_continues(text, place - 1) or _continues(text, place + length))


def _forms(form: str) -> tuple[str, ...]:
    """Return a form, and of an English one its plural."""
    if not form.isascii() or not form[-1].isalpha() or form.endswith("s"):
        return (form,)
    return (form, f"{form[:-1]}ies" if form.endswith("y") and form[-2:-1] not in "aeiou" else f"{form}s")


def fold(text: str) -> str:
    """Fold width, case and quotation marks, one character for one.

    >>> fold("村“两委”（Ａ）")
    '村"两委"(a)'
    """
    if text.isascii():
        return text.lower().translate(_QUOTES)
    return "".join(map(_folded, text)).translate(_QUOTES)


@lru_cache(maxsize=1 << 14)  # the characters of texts and questions
def _folded(character: str) -> str:
    narrow = unicodedata.normalize("NFKC", character).lower() if ord(character) > 0xFF00 else character.lower()
    return narrow if len(narrow) == 1 else character


def _continues(text: str, place: int) -> bool:
    return 0 <= place < len(text) and text[place].isascii() and text[place].isalnum()
