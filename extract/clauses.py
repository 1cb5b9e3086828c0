"""Cut a sentence into clauses: the stretches between commas outside brackets and quotation marks."""

from __future__ import annotations

import re
from dataclasses import dataclass

_OPEN, _CLOSE = "（(“《〈「", "）)”》〉」"
_MARKS = re.compile(f"[{_OPEN}{_CLOSE}，,]")
_BEFORE, _AFTER = " \u3000\n\u00a0—", " \u3000\n\u00a0。；;：:！!"


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch between commas, in text offsets."""

    start: int
    end: int


def split(text: str, start: int, end: int) -> list[Clause]:
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
    return clauses


def _trimmed(text: str, start: int, end: int) -> list[Clause]:
    """Return the clause in a range, none where it holds only blanks and closing marks."""
    words = text[start:end].lstrip(_BEFORE)
    start = end - len(words)
    end = start + len(words.rstrip(_AFTER))
    return [Clause(start, end)] if start < end else []
