"""Shortens a matrix for paper: what binds all levels is said once, norms without role and number are counted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from app.reports.content import Cell, Line, Statement, View, say
from app.reports.words import Words


def condensed(view: View, words: Words) -> View:
    """Return a matrix by matter with the norms that give a role, set a deadline or a number; the others are counted.

    Norms that bind all levels stand in one row 各级. Left out are rows without such norms; the lead counts them.
    """
    lines: list[Line] = []
    kept = 0
    for _, group in groupby(view.lines, key=lambda line: (line.cells[1], line.depth)):
        rows = [line for line in group if _weighty(line.cells)]
        kept += len(rows)
        lines += _once(rows, view.fixed, words)
    left_out = len(view.lines) - kept
    lead = (*view.lead, words("left_out", count=left_out)) if left_out else view.lead
    return replace(view, lead=lead, lines=tuple(lines))


def _weighty(cells: Sequence[Cell]) -> bool:
    """Whether there is a norm with a role, a deadline or a number."""
    return any(_norm(one) and not one.minor for cell in cells for one in cell)


def _norm(statement: Statement) -> bool:
    return bool(statement.proofs) and statement.tone in ("", "general")


def _once(lines: Sequence[Line], fixed: int, words: Words) -> list[Line]:
    """Return the rows of one matter, the norms that bind all levels in a row before them."""
    if not lines:
        return []
    places = range(fixed, len(lines[0].cells))
    general = [
        _counted(dict.fromkeys(one for line in lines for one in line.cells[place] if one.tone == "general"), words)
        for place in places
    ]
    found = []
    if _weighty(general):
        head = ((say(words.concept("level", "any")),), *lines[0].cells[1:fixed])
        found.append(replace(lines[0], cells=(*head, *general)))
    for line in lines:
        own = [_counted((one for one in line.cells[place] if one.tone != "general"), words) for place in places]
        if _weighty(own):
            shown = (cell or (say(words("as_general"), tone="nested"),) for cell in own)
            found.append(replace(line, cells=(*line.cells[:fixed], *shown)))
    return found


def _counted(cell: Iterable[Statement], words: Words) -> Cell:
    """Return a cell with its minor norms counted in its last line."""
    statements = list(cell)
    minor = sum(_norm(one) and one.minor for one in statements)
    rest = tuple(one for one in statements if not (_norm(one) and one.minor))
    return (*rest, say(words("minor", count=minor), tone="nested")) if minor else rest
