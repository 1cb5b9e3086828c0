"""Finds the concepts that Chinese words name, and all that is broader than a concept."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property

from extract.types import Lexicon


class Concepts:
    """A lexicon with what the graph's build asks of it again and again."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._finders: dict[str, _Finder] = {}
        self._broader: dict[tuple[str, str], tuple[str, ...]] = {}

    def named(self, scheme: str, text: str) -> tuple[str, ...]:
        """Return the concepts of a scheme that the words name, longest terms first choice, in order of the words.

        >>> from extract.types import Lexicon, Term
        >>> terms = [("fine", "罚款"), ("warning", "警告"), ("serious-warning", "严重警告")]
        >>> lexicon = Lexicon(tuple(Term("measure", concept, text, "zh", "preferred") for concept, text in terms))
        >>> Concepts(lexicon).named("measure", "给予严重警告，并处罚款")
        ('serious-warning', 'fine')
        """
        return tuple(dict.fromkeys(concept for _, concepts in self._finder(scheme).find(text) for concept in concepts))

    def at_end(self, scheme: str, text: str) -> tuple[str, tuple[str, ...]]:
        """Return the text before the longest term that ends it, and the concepts of that term."""
        return self._finder(scheme).at_end(text)

    def closed(self, scheme: str, concepts: Iterable[str]) -> tuple[str, ...]:
        """Return the concepts and all that is broader, sorted."""
        found: set[str] = set()
        for concept in concepts:
            if (scheme, concept) not in self._broader:
                self._broader[scheme, concept] = self._lexicon.ancestors(scheme, concept)
            found.update((concept, *self._broader[scheme, concept]))
        return tuple(sorted(found))

    def _finder(self, scheme: str) -> _Finder:
        if scheme not in self._finders:
            self._finders[scheme] = _Finder(self._lexicon, scheme)
        return self._finders[scheme]


class _Finder:
    def __init__(self, lexicon: Lexicon, scheme: str) -> None:
        self._concepts: dict[str, dict[str, None]] = {}
        for term in lexicon.of(scheme):
            if term.language == "zh":
                self._concepts.setdefault(term.text, {})[term.concept] = None

    @cached_property
    def _words(self) -> re.Pattern[str]:
        longest_first = sorted(self._concepts, key=lambda word: (-len(word), word))
        return re.compile("|".join(map(re.escape, longest_first)) or "(?!)")

    def find(self, text: str) -> Iterable[tuple[str, dict[str, None]]]:
        return ((word, self._concepts[word]) for word in self._words.findall(text))

    def at_end(self, text: str) -> tuple[str, tuple[str, ...]]:
        for start in range(len(text)):
            if text[start:] in self._concepts:
                return text[:start], tuple(self._concepts[text[start:]])
        return text, ()
