"""Cut a sentence into clauses: the stretches between commas outside brackets and quotation marks."""

from __future__ import annotations

from dataclasses import dataclass

_OPEN, _CLOSE = "（(“《〈「", "）)”》〉」"
_COMMA = "，,"


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
    for place in range(start, end):
        char = text[place]
        if char in _OPEN:
            depth += 1
        elif char in _CLOSE:
            depth = max(0, depth - 1)
        elif char in _COMMA and depth == 0:
            clauses.append(Clause(begin, place))
            begin = place + 1
    clauses.append(Clause(begin, end))
    return [trimmed for clause in clauses if (trimmed := _trim(text, clause)).start < trimmed.end]


def _trim(text: str, clause: Clause) -> Clause:
    start, end = clause.start, clause.end
    while start < end and text[start] in " \u3000\n\u00a0—":
        start += 1
    while end > start and text[end - 1] in " \u3000\n\u00a0。；;：:！!":
        end -= 1
    return Clause(start, end)
