"""Turns a matrix of many columns into a list for paper: who says what for a row, and who says nothing, and why."""

from __future__ import annotations

from dataclasses import replace

from app.reports.content import BLANKS, View, say
from app.reports.words import Words

MOST_COLUMNS = 5
"""A page that lies across holds a matrix of so many columns of documents."""


def listed(view: View, words: Words) -> View:
    """Return a matrix with a line for each column that states something in a row, and one for each kind of empty.

    The lines have the columns that name the row, then the documents, then what they say.
    """
    lines = []
    for line in view.lines:
        named = line.cells[: view.fixed]
        empty: dict[str, list[str]] = {kind: [] for kind in BLANKS}
        for title, cell in zip(view.headers[view.fixed :], line.cells[view.fixed :], strict=True):
            if cell and cell[0].tone in BLANKS:
                for kind in dict.fromkeys(one.tone for one in cell):
                    empty[kind].append(title)
            elif cell:
                lines.append(replace(line, cells=(*named, (say(title),), cell)))
        for kind, titles in empty.items():
            if titles:
                said = (say(words.list(titles), tone=kind),), (say(words(f"blank_{kind}"), tone=kind),)
                lines.append(replace(line, cells=(*named, *said)))
    headers = (*view.headers[: view.fixed], words("column_document"), words("column_says"))
    return replace(view, headers=headers, weights=(8, 14, 28, 50), lines=tuple(lines), listed=True)
