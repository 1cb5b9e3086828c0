"""Ranks texts against words by BM25, in Lucene's form, on characters and pairs of characters.

The figures are those of the package bm25s to the last bit (a test compares them). That package counts the words of each
text in Python: three seconds for a few hundred statutes, which every new process would wait for.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log
from typing import Final

import numpy as np
from numpy.typing import NDArray

_K1: Final = 1.5
_B: Final = 0.75
_CHARACTER: Final = 1 << 21
"""More than there are code points: a pair of characters is the number of the first times this and of the second."""


class BM25:
    """An index over texts, which are numbered in their order.

    >>> index = BM25(["扶贫项目资产", "", "项目资金"])
    >>> [number for number, _ in index.nearest("资金", 2)], float(index.scores("资金")[1])
    ([2, 0], 0.0)
    """

    def __init__(self, texts: Sequence[str]) -> None:
        """Make the index, in about a third of a second for two million characters."""
        self._count: Final = len(texts)
        codes = _codes("".join(texts))
        of = np.repeat(np.arange(self._count), [len(text) for text in texts])
        word = _of_words(codes)
        codes, of = codes[word], of[word]
        joined = of[:-1] == of[1:]
        grams = np.concatenate((codes * _CHARACTER, codes[:-1][joined] * _CHARACTER + codes[1:][joined]))
        of = np.concatenate((of, of[:-1][joined]))
        lengths = np.bincount(of, minlength=self._count)
        # A gram and the text that it is in as one number, which numpy sorts many times as fast as two; there is room
        # for two million texts.
        found = np.sort(grams * self._count + of, kind="stable")
        first = np.flatnonzero(np.diff(found, prepend=-1))
        times = np.diff(first, append=len(found))
        grams, self._texts = np.divmod(found[first], max(self._count, 1))
        starts = np.flatnonzero(np.diff(grams, prepend=-1))
        self._grams: Final = grams[starts]
        self._bounds: Final = np.append(starts, len(grams))
        spread = np.diff(self._bounds)
        rarity = _rarity(spread, self._count)
        about = _K1 * ((1 - _B) + _B * lengths / (lengths.mean() if len(grams) else 1.0))
        weight = np.repeat(rarity, spread) * (times / (about[self._texts] + times))
        self._weight: Final = weight.astype(np.float32)

    def scores(self, words: str) -> NDArray[np.float32]:
        """Return how near each text is to the words, 0 where it shares none with them."""
        scores = np.zeros(self._count, np.float32)
        wanted = _grams(words)
        places = np.searchsorted(self._grams, wanted)
        for gram, place in zip(wanted.tolist(), places.tolist(), strict=True):
            if place < len(self._grams) and self._grams[place] == gram:
                of = slice(self._bounds[place], self._bounds[place + 1])
                scores[self._texts[of]] += self._weight[of]
        return scores

    def nearest(self, words: str, count: int) -> list[tuple[int, float]]:
        """Return the numbers and scores of the texts nearest to the words, so many at most, best first."""
        scores = self.scores(words)
        count = min(count, len(scores))
        if not count:
            return []
        best = np.argpartition(scores, -count)[-count:]
        best = best[np.flip(np.argsort(scores[best]))]
        return [(number, score) for number, score in zip(best.tolist(), scores[best].tolist(), strict=True) if score]


def _grams(words: str) -> NDArray[np.int64]:
    """Return the characters and pairs of characters of a text without its white space and punctuation."""
    codes = _codes("".join(filter(str.isalnum, words)))
    return np.concatenate((codes * _CHARACTER, codes[:-1] * _CHARACTER + codes[1:]))


def _codes(text: str) -> NDArray[np.int64]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.int64)


def _of_words(codes: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return which characters are no white space and punctuation; each different one is looked at once."""
    of_words = np.zeros(int(codes.max(initial=0)) + 1, np.bool_)
    present = np.flatnonzero(np.bincount(codes))
    of_words[present] = [chr(code).isalnum() for code in present.tolist()]
    return of_words[codes]


def _rarity(spread: NDArray[np.int64], texts: int) -> NDArray[np.float32]:
    """Return what a gram tells that stands in so many of the texts."""
    different, which = np.unique(spread, return_inverse=True)
    tells = [log(1 + (texts - count + 0.5) / (count + 0.5)) for count in different.tolist()]
    return np.array(tells, np.float32)[which]
