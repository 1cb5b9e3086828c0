"""Writes a report for the terminal: tables that stay straight with Chinese characters, which take two columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Final
from unicodedata import combining, east_asian_width

import click

from app.reports.content import Line, Proof, Report, Statement, View
from queries.comparison.types import Piece

NARROWEST: Final = 16
"""Columns of a table that would be narrower than this stand below each other instead."""
QUOTE: Final = 60
"""How many characters of a quote the list at the end shows."""

_COLOURS: Final = {
    "uncertain": "yellow", "missing_text": "yellow", "elsewhere": "blue", "delegated": "cyan", "not_stated": "red",
    "same": "green", "finer": "cyan", "stricter": "magenta", "looser": "yellow", "only_left": "blue",
    "only_right": "red", "no_responsible": "red", "level_skipped": "yellow", "roles_differ": "magenta",
}  # fmt: skip
# Words that no line break may split: a run of letters or digits, or one character, with the punctuation around it.
_UNIT: Final = re.compile(r"[（《“‘【〔(]*(?:[!-~]+|\s|.)[，。、；：！？）》”’】〕…)\]]*", re.DOTALL)

Styled = tuple[str, str]
"""Words and the tone that colours them."""


def table(report: Report, width: int) -> str:
    """Return a report in lines of at most `width` columns, each table followed by the next, the quotes last."""
    blocks = [_bold(report.title, width), *(_prose(text, width) for text in report.method)]
    blocks += [_view(view, width) for view in (report.documents, report.words, *report.findings)]
    blocks.append(_quotes(report, width))
    return "\n\n".join(block for block in blocks if block)


def columns_of(text: str) -> int:
    """Return how many columns of a terminal a text takes.

    >>> columns_of("县级 a")
    6
    """
    return sum(map(_columns_of, text))


@cache
def _columns_of(mark: str) -> int:
    return 2 if east_asian_width(mark) in "WF" else 0 if combining(mark) else 1


def wrap(text: str, width: int) -> list[str]:
    """Return a text in lines of at most `width` columns; no line begins with a mark that closes.

    >>> wrap("县区党委、县区政府：每年", 10)
    ['县区党委、', '县区政府：', '每年']
    """
    lines: list[str] = []
    line, used = "", 0
    for unit in _UNIT.findall(text):
        for piece in [unit] if columns_of(unit) <= width else unit:
            if line and (piece == "\n" or used + columns_of(piece.rstrip()) > width):
                lines.append(line.rstrip())
                line, used = "", 0
            shown = piece if line else piece.lstrip()
            line, used = line + shown, used + columns_of(shown)
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def _prose(text: str, width: int) -> str:
    return "\n".join(wrap(text, width))


def _bold(text: str, width: int) -> str:
    return click.style(_prose(text, width), bold=True)


def _view(view: View, width: int) -> str:
    head = [_bold(view.title, width), *(_prose(text, width) for text in view.lead)]
    if view.lines:
        free = width - 3 * (len(view.headers) - 1)
        widths = _shares(view.weights, free)
        wide = [width for width, weight in zip(widths, view.weights, strict=True) if weight == max(view.weights)]
        head.append(_grid(view, widths) if min(wide) >= NARROWEST else _stacked(view, width))
    return "\n".join(head)


def _shares(weights: Sequence[int], free: int) -> list[int]:
    """Return widths that share the free columns by weight; the last takes what is left over."""
    widths = [max(4, free * weight // sum(weights)) for weight in weights]
    widths[-1] += free - sum(widths)
    return widths


def _grid(view: View, widths: Sequence[int]) -> str:
    rule = "─┼─".join("─" * width for width in widths)
    rows = [_row([[(header, "")] for header in view.headers], widths)]
    before: tuple[tuple[Statement, ...], ...] = ()
    for line in view.lines:
        cells = [[(_words(one), one.tone) for one in cell] for cell in line.cells]
        if view.fixed > 1 and before and before[0] == line.cells[0]:
            cells[0] = []  # the level stands once for all its rows
        before = line.cells
        if line.depth and view.fixed > 1:
            cells[1] = [("  " * line.depth + words, tone) for words, tone in cells[1]]
        rows.append(_row(cells, widths))
    return f"\n{rule}\n".join(rows)


def _row(cells: Sequence[Iterable[Styled]], widths: Sequence[int]) -> str:
    columns = [
        [(line, tone) for words, tone in cell for line in wrap(words, width)]
        for cell, width in zip(cells, widths, strict=True)
    ]
    height = max(map(len, columns), default=0)
    lines = []
    for place in range(height):
        line = (
            _padded(*(column[place] if place < len(column) else ("", "")), width)
            for column, width in zip(columns, widths, strict=True)
        )
        lines.append(" │ ".join(line).rstrip())
    return "\n".join(lines)


def _padded(words: str, tone: str, width: int) -> str:
    blank = " " * (width - columns_of(words))
    return (click.style(words, fg=_COLOURS[tone]) if tone in _COLOURS and words else words) + blank


def _stacked(view: View, width: int) -> str:
    """Return a view with too many columns for a table: each row as a heading, its cells below each other."""
    return "\n\n".join(_block(view, line, width) for line in view.lines)


def _block(view: View, line: Line, width: int) -> str:
    named = (statement.plain for cell in line.cells[: view.fixed] for statement in cell)
    lines = [_bold(" · ".join(filter(None, named)), width)] if view.fixed else []
    for header, cell in zip(view.headers[view.fixed :], line.cells[view.fixed :], strict=True):
        if cell:
            lines += [f"  {part}" for part in wrap(header, width - 2)]
        for one in cell:
            colour = _COLOURS.get(one.tone)
            lines += [f"    {click.style(part, fg=colour)}" for part in wrap(_words(one), width - 4)]
    return "\n".join(lines)


def _words(statement: Statement) -> str:
    """Return a statement with the numbers of its quotes, of a whole provision its beginning."""
    return "".join(map(_part, statement.parts))


def _part(part: str | Proof | Piece) -> str:
    if isinstance(part, Proof):
        cited = f"{part.name}[{part.quote.number}]"
        return f"{cited} {_shortened(part.quote.unmarked)}" if part.spelled else cited
    return part if isinstance(part, str) else part.text


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= QUOTE else f"{text[: QUOTE - 1]}…"


def _quotes(report: Report, width: int) -> str:
    lines = [_bold(report.say("quotes"), width)] if report.quotes else []
    for quote in report.quotes:
        mark = report.say("open") + report.say("digest_mark") + report.say("close") if quote.digest else ""
        words = f"{report.say('colon')}{_shortened(quote.words)}" if quote.words else ""
        first, *rest = wrap(f"[{quote.number}] {quote.title}{quote.place}{mark}{words}", width)
        lines += [first, *(f"    {line}" for line in (wrap("".join(rest), width - 4) if rest else []))]
    return "\n".join(lines)
