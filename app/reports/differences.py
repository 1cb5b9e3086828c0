"""Writes the difference of two texts for the terminal and for HTML, clause by clause."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

import click

from app.reports.content import printable
from queries.comparison.types import ClauseDifference, Piece

_MARKS = {"equal": ("", ""), "delete": ("[-", "-]"), "insert": ("{+", "+}")}
_COLOURS = {"delete": "red", "insert": "green"}
_TAGS = {"delete": "del", "insert": "ins"}


def difference_text(clauses: Iterable[ClauseDifference]) -> str:
    """Return a difference for the terminal, a clause a line: what only 甲 has in [-…-], what only 乙 has in {+…+}.

    The marks stay where there is no colour. A line begins with - or + where only one side has the clause, which then
    has no marks inside, with ~ where both have it otherwise, with a blank where it is the same.

    >>> print(click.unstyle(difference_text([
    ...     ClauseDifference("每年报告。", "每季度报告。", (
    ...         Piece("equal", "每"), Piece("delete", "年"), Piece("insert", "季度"), Piece("equal", "报告。"))),
    ...     ClauseDifference("", "随时约谈。", (Piece("insert", "随时约谈。"),))])))
    ~ 每[-年-]{+季度+}报告。
    + 随时约谈。
    """
    return "\n".join(map(_line, clauses))


def _line(clause: ClauseDifference) -> str:
    if not (clause.left and clause.right):
        sign, colour, words = ("-", "red", clause.left) if clause.left else ("+", "green", clause.right)
        return click.style(f"{sign} {_shown(words).strip()}", fg=colour)
    sign = " " if clause.left == clause.right else "~"
    return f"{sign} {''.join(map(_styled, clause.pieces))}".rstrip()


def _styled(piece: Piece) -> str:
    before, after = _MARKS[piece.change]
    if not before or not piece.text.strip():
        return _shown(piece.text)
    return click.style(f"{before}{_shown(piece.text)}{after}", fg=_COLOURS[piece.change])


def _shown(text: str) -> str:
    return printable(text).replace("\n", " ")


def difference_html(clauses: Iterable[ClauseDifference]) -> str:
    """Return a difference as escaped HTML: `del` for what only 甲 has, `ins` for what only 乙 has.

    >>> difference_html([ClauseDifference("甲", "<乙>", (Piece("delete", "甲"), Piece("insert", "<乙>")))])
    '<p class="clause"><del>甲</del><ins>&lt;乙&gt;</ins></p>'
    """
    return "".join(f'<p class="clause">{"".join(map(_tagged, clause.pieces))}</p>' for clause in clauses)


def _tagged(piece: Piece) -> str:
    text = escape(printable(piece.text))
    tag = _TAGS.get(piece.change)
    return f"<{tag}>{text}</{tag}>" if tag else text
