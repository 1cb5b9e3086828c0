"""Finds the nearest provisions by their words, with BM25 on characters and pairs of characters; it never answers."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Final

from queries.catalogue import Catalogue, ProvisionText
from queries.graph import Graph

if TYPE_CHECKING:
    import bm25s

_FOLDER: Final = "words-1"
"""Where the index is kept; the number goes up when `_grams` changes."""

Place = tuple[str, str]
"""A provision by its document's id and its label."""


class Search:
    """Text search over the words of all provisions; the index is made when first needed, and kept by the store."""

    def __init__(self, catalogue: Catalogue, graph: Graph) -> None:
        """Keep the provisions to search, and the graph that they are of."""
        self._catalogue: Final = catalogue
        self._graph: Final = graph

    def nearest(self, words: str, documents: Iterable[str] = (), count: int = 3) -> tuple[ProvisionText, ...]:
        """Return the provisions nearest to the words, best first, of these documents where any are named."""
        provisions = self._catalogue.provisions
        within = set(documents)
        if not provisions or not any(_grams(words)):
            return ()
        most = len(provisions) if within else min(count, len(provisions))
        found, scores = self._index.retrieve([_grams(words)], k=most, show_progress=False, n_threads=1)
        ranked = [provisions[int(number)] for number, score in zip(found[0], scores[0], strict=True) if score > 0]
        return tuple(p for p in ranked if not within or p.document in within)[:count]

    def scores(self, words: str, places: Iterable[Place]) -> dict[Place, float]:
        """Return how near the words of provisions are, by document and label, the nearest of these being 1."""
        if not self._catalogue.provisions or not any(_grams(words)):
            return {}
        scores = self._index.get_scores(_grams(words))
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
    def _index(self) -> bm25s.BM25:
        import bm25s

        # To make it takes seconds for hundreds of documents, to read it a fraction of one.
        place = self._graph.folder(_FOLDER, lambda folder: self._made().save(folder, show_progress=False))
        if place is None:
            return self._made()
        return bm25s.BM25.load(place, show_progress=False)

    def _made(self) -> bm25s.BM25:
        import bm25s

        index = bm25s.BM25()
        index.index([_grams(provision.words) for provision in self._catalogue.provisions], show_progress=False)
        return index


def _grams(words: str) -> list[str]:
    """Return the characters and pairs of characters of a text without its white space and punctuation.

    >>> _grams("责任, 人")
    ['责', '任', '人', '责任', '任人']
    """
    kept = "".join(character for character in words if character.isalnum())
    return [*kept, *(kept[place : place + 2] for place in range(len(kept) - 1))]
