"""Finds where words stand in a few texts, by looking through them: what `queries.places` does for many."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final


class Lines:
    """A few texts, which are numbered in their order.

    >>> lines = Lines(["扶贫项目资产", "项目资金", ""])
    >>> lines.stands("项目资产"), lines.stands("资产项目"), lines.texts("项目"), lines.texts("资")
    (True, False, frozenset({0, 1}), frozenset({0, 1}))
    """

    def __init__(self, texts: Sequence[str]) -> None:
        """Keep the texts."""
        self._texts: Final = tuple(texts)
        self._whole: Final = "\n".join(texts)

    @lru_cache(maxsize=65536)  # noqa: B019  (lives as long as its texts)
    def stands(self, word: str) -> bool:
        """Return whether a word stands in any text; an empty one does not, nor one of several lines."""
        return bool(word) and "\n" not in word and word in self._whole

    @lru_cache(maxsize=4096)  # noqa: B019
    def texts(self, word: str) -> frozenset[int]:
        """Return the numbers of the texts that a word stands in."""
        if not self.stands(word):
            return frozenset()
        return frozenset(number for number, text in enumerate(self._texts) if word in text)
