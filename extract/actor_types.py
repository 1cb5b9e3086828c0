"""Tell what an actor is by its name: types of bodies (党委, 政府, 部门) and the position (主要负责人)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from extract.types import Lexicon


class ActorTypes:
    """Reads the types and the position of an actor, concepts of the vocabulary, from its canonical name."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Take the vocabulary of bodies, positions and levels."""

        def longest_first(scheme: str) -> list[tuple[str, str]]:
            terms = [(term.text, term.concept) for term in lexicon.of(scheme) if term.language == "zh"]
            return sorted(terms, key=lambda term: (-len(term[0]), term))

        self._actors = Terms(longest_first("actor"))
        self._positions = Terms(longest_first("position"))
        self._areas = {text for text, _ in longest_first("level")}
        # texts name the same bodies again and again
        self.read = lru_cache(maxsize=4096)(self._read)

    def _read(self, name: str) -> tuple[tuple[str, ...], str]:
        """Return the types and the position, or an empty string."""
        position = next((concept for text, concept in self._positions.within(name) if name.endswith(text)), "")
        types: list[str] = []
        rest = name
        for text, concept in self._actors.within(name):
            if text in rest:
                rest = rest.replace(text, "\n")
                types.append(concept)
        # 各县区 or 县级 as an actor is an area
        if not types and not position and name.removeprefix("各") in self._areas:
            types = ["place"]
        return tuple(dict.fromkeys(types)), position


class Terms:
    """Terms, longest first, of which a name holds only few: those are looked up by their first characters."""

    def __init__(self, terms: Sequence[tuple[str, str]]) -> None:
        """Take words with their concepts in the order in which they are to be found."""
        self._terms = terms
        self._by_first: dict[str, list[tuple[str, int]]] = {}
        for place, (text, _) in enumerate(terms):
            self._by_first.setdefault(text[0], []).append((text, place))

    def within(self, name: str) -> list[tuple[str, str]]:
        """Return the terms that stand in a name, in their order."""
        found = {
            place
            for start, first in enumerate(name)
            for text, place in self._by_first.get(first, ())
            if name.startswith(text, start)
        }
        return [self._terms[place] for place in sorted(found)]
