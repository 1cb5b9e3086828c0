"""Finds the nearest provisions by their words, with BM25 on characters and pairs of characters; it never answers."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Final

from queries.catalogue import Catalogue, ProvisionText

if TYPE_CHECKING:
    from queries.bm25 import BM25

Place = tuple[str, str]
"""A provision by its document's id and its label."""


class Search:
    """Text search over the words of all provisions; the index is made when it is first needed."""

    def __init__(self, catalogue: Catalogue) -> None:
        """Keep the provisions to search."""
        self._catalogue: Final = catalogue

    def nearest(self, words: str, documents: Iterable[str] = (), count: int = 3) -> tuple[ProvisionText, ...]:
        """Return the provisions nearest to the words, best first, of these documents where any are named."""
        provisions = self._catalogue.provisions
        within = set(documents)
        found = self._index.nearest(words, len(provisions) if within else count)
        ranked = [provisions[number] for number, _ in found]
        return tuple(p for p in ranked if not within or p.document in within)[:count]

    def scores(self, words: str, places: Iterable[Place]) -> dict[Place, float]:
        """Return how near the words of provisions are, by document and label, the nearest of these being 1."""
        scores = self._index.scores(words)
        found = {place: max(float(scores[at]) for at in self._at[place]) for place in places if place in self._at}
        best = max(found.values(), default=0.0) or 1.0
        return {place: score / best for place, score in found.items()}

    @cached_property
    def _at(self) -> dict[Place, list[int]]:
        """The numbers of the provisions in the index by document and label."""
        found: dict[Place, list[int]] = {}
        for number, provision in enumerate(self._catalogue.provisions):
            found.setdefault((provision.document, provision.label), []).append(number)
        return found

    @cached_property
    def _index(self) -> BM25:
        from queries.bm25 import BM25  # numpy takes a while to load

        return BM25([provision.words for provision in self._catalogue.provisions])
