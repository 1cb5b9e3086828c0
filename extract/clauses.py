"""Cut a sentence into clauses: the stretches between commas outside brackets and quotation marks."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

_OPEN, _CLOSE = "（(“《〈「", "）)”》〉」"
_MARKS = re.compile(f"[{_OPEN}{_CLOSE}，,]")
_BEFORE, _AFTER = " \u3000\n\u00a0—", " \u3000\n\u00a0。；;：:！!"


class Clause(NamedTuple):
    """A stretch between commas, in text offsets; a tuple, for what is known of clauses is looked up by them."""

    start: int
    end: int


# The readers of an article, one after the other, ask for the clauses of the same sentences.
@lru_cache(maxsize=64)
def split(text: str, start: int, end: int) -> tuple[Clause, ...]:
    """Cut a range at commas that stand outside brackets and quotation marks.

    >>> text = "市委负总责,主要负责人(含书记,下同)是第一责任人"
    >>> [text[c.start:c.end] for c in split(text, 0, len(text))]
    ['市委负总责', '主要负责人(含书记,下同)是第一责任人']
    """
    clauses: list[Clause] = []
    depth, begin = 0, start
    for match in _MARKS.finditer(text, start, end):
        mark = match.group()
        if mark in _OPEN:
            depth += 1
        elif mark in _CLOSE:
            depth = max(0, depth - 1)
        elif depth == 0:
            clauses += _trimmed(text, begin, match.start())
            begin = match.end()
    clauses += _trimmed(text, begin, end)
    return tuple(clauses)


def follows_semicolon(text: str, place: int) -> bool:
    r"""Say whether a semicolon stands before a place, with nothing but blanks between.

    >>> follows_semicolon("责令改正；\n情节严重的", 6), follows_semicolon("责令改正。", 5)
    (True, False)
    """
    while place > 0 and text[place - 1].isspace():
        place -= 1
    return text[place - 1 : place] in ("；", ";")


def _trimmed(text: str, start: int, end: int) -> list[Clause]:
    """Return the clause in a range, none where it holds only blanks and closing marks."""
    words = text[start:end].lstrip(_BEFORE)
    start = end - len(words)
    end = start + len(words.rstrip(_AFTER))
    return [Clause(start, end)] if start < end else []
