"""Draws responsibilities by role and level as heat maps: of a whole store, and side by side for compared documents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, Literal

import altair as alt

from app.labels import Labels
from app.library import Library
from app.network import palette
from app.reports.words import Words
from corpus.types import LEVELS
from extract.types import ROLES
from queries.comparison.types import Cell, Matrix

HEIGHT: Final = 440
ABREAST: Final = 4
"""So many columns of a comparison stand side by side; more go below."""
_LABEL: Final = 190
_ROW: Final = 28
_CELL: Final = (30, 60)
"""The breadth of a cell in pixels, at least and at most."""
_ROOM: Final = 1000
"""What the panels of a comparison share on a screen of 1280 pixels."""
_GAP: Final = 18
_AROUND: Final = 65
"""The pixels above and below the cells of a panel: its title and its levels."""
_BETWEEN: Final = 0.05
# One colour, lighter where there is less: it reads on light and dark screens alike, with its own ink.
_RANGE: Final = ("#f0d9d4", "#8f2f23")
_EMPTY: Final = "#80808018"
_DARK: Final = 0.45
"""From this place between the two on, a cell is so dark that its number is light."""

Row = dict[str, Any]


def roles_of_levels(library: Library, say: Labels) -> alt.LayerChart:
    """Return the responsibilities of a store by role and level."""
    values = [
        {
            "role": library.label("role", role, say.language),
            "level": library.label("level", level, say.language),
            "n": n,
        }
        for (role, level), n in library.responsibilities.items()
    ]
    roles = [library.label("role", role, say.language) for role in ROLES]
    levels = [library.label("level", level, say.language) for level in LEVELS]
    most = max(library.responsibilities.values(), default=1)
    chart = _heat(roles, levels, most, ["role:N", "level:N", "n:Q"], "top")
    return chart.properties(data=alt.Data(values=values), height=HEIGHT)


def roles_of_columns(library: Library, matrix: Matrix, say: Labels) -> alt.FacetChart:
    """Return a matrix of roles with a panel for each of its columns: how many norms give a role at a level."""
    titles = _titles(library, matrix)
    values: list[Row] = [
        {
            "document": title,
            "role": library.label("role", row.role, say.language),
            "level": library.label("level", row.level, say.language),
            "n": len(cell.entries),
            "said": said,
        }
        for row, cells, told in zip(matrix.rows, matrix.cells, _told(library, matrix, say), strict=True)
        for title, cell, said in zip(titles, cells, told, strict=True)
    ]
    roles, levels = (list(dict.fromkeys(value[name] for value in values)) for name in ("role", "level"))
    tooltip = [
        alt.Tooltip(f"{field}:N", title=say(label))
        for field, label in (
            ("document", "column_document"), ("role", "slot_role"), ("level", "slot_level"), ("said", "column_norm"),
        )
    ]  # fmt: skip
    room = _ROOM / min(len(titles), ABREAST) - _GAP
    breadth = round(min(max(room / max(len(levels), 1), _CELL[0]), _CELL[1]))
    # The titles of the panels stand above them, so that the levels stand below.
    chart = _heat(roles, levels, max((value["n"] for value in values), default=1), tooltip, "bottom")
    header = alt.Header(title=None, labelLimit=breadth * len(levels), labelFontWeight=600, labelPadding=6)
    return (
        chart.properties(width=alt.Step(breadth), height=alt.Step(_ROW))
        .facet(data=alt.Data(values=values), facet=alt.Facet("document:N", sort=titles, header=header), columns=ABREAST)
        .properties(spacing=_GAP)
        .configure_view(strokeOpacity=0)
    )


def height_of_columns(matrix: Matrix) -> int:
    """Return the pixels that `roles_of_columns` is high, so that nothing below it moves when it comes."""
    roles = len({row.role for row in matrix.rows})
    panels = -(-len(matrix.columns) // ABREAST)
    return panels * (roles * _ROW + _AROUND) + (panels - 1) * _GAP


def roles_table(library: Library, matrix: Matrix, say: Labels) -> list[Row]:
    """Return the same as the rows of a table: who bears a role at a level in each column, or why nobody does."""
    titles = _titles(library, matrix)
    return [
        {
            say("slot_role"): library.label("role", row.role, say.language),
            say("slot_level"): library.label("level", row.level, say.language),
            **dict(zip(titles, told, strict=True)),
        }
        for row, told in zip(matrix.rows, _told(library, matrix, say), strict=True)
    ]


def _heat(
    roles: Sequence[str], levels: Sequence[str], most: int, tooltip: list[Any], orient: Literal["top", "bottom"]
) -> alt.LayerChart:
    """Return cells by role and level in these orders, coloured by their number `n`, which stands in them."""
    base = alt.Chart().encode(
        x=alt.X(
            "level:N",
            title=None,
            sort=list(levels),
            scale=alt.Scale(paddingInner=_BETWEEN),
            axis=alt.Axis(orient=orient, labelAngle=0, labelLimit=90, labelFlush=False),
        ),
        y=alt.Y(
            "role:N",
            title=None,
            sort=list(roles),
            scale=alt.Scale(paddingInner=_BETWEEN),
            axis=alt.Axis(labelLimit=_LABEL, labelFlush=False),
        ),
        tooltip=tooltip,
    )
    scale = alt.Scale(type="sqrt", domain=[1, max(most, 2)], range=list(_RANGE))
    cells = base.mark_rect(cornerRadius=2).encode(
        color=alt.condition(alt.datum.n > 0, alt.Color("n:Q", legend=None, scale=scale), alt.value(_EMPTY))
    )
    dark = (1 + _DARK * (max(most, 2) ** 0.5 - 1)) ** 2
    ink = alt.condition(alt.datum.n > dark, alt.value(palette()["paper"]), alt.value(palette()["ink"]))
    numbers = base.transform_filter(alt.datum.n > 0).mark_text(fontSize=12).encode(text="n:Q", color=ink)
    return alt.LayerChart(layer=[cells, numbers])


def _titles(library: Library, matrix: Matrix) -> list[str]:
    return [library.columns.get(column.name, column.name) for column in matrix.columns]


def _told(library: Library, matrix: Matrix, say: Labels) -> list[list[str]]:
    """Return who stands in each cell, by row and column, or why nobody does."""
    words = Words(say.language, library.lexicon, {})
    return [[_said(cell, words) for cell in cells] for cells in matrix.cells]


def _said(cell: Cell, words: Words) -> str:
    if not cell.entries:
        return words.list(dict.fromkeys(words(f"blank_{blank.kind}") for blank in cell.blanks))
    return "；".join(f"{words.list(entry.actors)} {words.place(entry.place)}".strip() for entry in cell.entries)
