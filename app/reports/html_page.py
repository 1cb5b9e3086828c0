"""Writes a report as one HTML file that asks no host for anything; every cell leads to its quotes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from app.reports.content import Line, Proof, Quote, Report, Statement, View
from app.reports.differences import difference_html
from app.reports.words import Words
from queries.comparison.types import ClauseDifference, Piece

_FIRST = 7  # rem that the first of two fixed columns takes, where the second one stops when it is scrolled


def html_page(report: Report) -> bytes:
    """Return the page: method, matrices, correlation tables with text differences, observations, quotes, queries."""
    words = report.say
    views = (report.documents, report.words, *report.findings)
    contents = [(view.id, view.title) for view in views] + [("quotes", words("quotes"))]
    body = [
        f"<h1>{escape(report.title)}</h1>",
        *(f"<p>{escape(text)}</p>" for text in report.method),
        f'<nav aria-label="{escape(words("contents"))}"><ul>',
        *(f'<li><a href="#{name}">{escape(title)}</a></li>' for name, title in contents),
        "</ul></nav>",
        *(_view(view, words) for view in views),
        f'<section id="quotes"><h2>{escape(words("quotes"))}</h2>',
        _quotes(report.quotes, words),
        "</section>",
    ]
    if report.sparql:
        queries = "".join(f"<pre>{escape(query)}</pre>" for query in report.sparql)
        named = escape(words("queries", count=len(report.sparql)))
        body.append(f'<details class="queries"><summary>{named}</summary>{queries}</details>')
    return _page(report.title, words.language, body)


def difference_page(left: str, right: str, clauses: Iterable[ClauseDifference], words: Words) -> bytes:
    """Return the difference of two provisions, given their names, as a page of its own."""
    title = words("difference", left=left, right=right)
    body = [f"<h1>{escape(title)}</h1>", f"<p>{escape(words('only_here'))}</p>", difference_html(clauses)]
    return _page(title, words.language, body)


def _page(title: str, language: str, body: Iterable[str]) -> bytes:
    style = (Path(__file__).parent / "page.css").read_text("utf-8")
    head = (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{escape(title)}</title><style>\n{style}</style>"
    )
    tag = "zh-CN" if language == "zh" else "en"
    lines = [f'<!doctype html>\n<html lang="{tag}"><head>{head}</head><body>', *body, "</body></html>\n"]
    return "\n".join(lines).encode()


def _view(view: View, words: Words) -> str:
    lead = "".join(f"<p>{escape(text)}</p>" for text in view.lead)
    table = _table(view, words) if view.lines else ""
    return f'<section id="{view.id}"><h2>{escape(view.title)}</h2>{lead}{table}</section>'


def _table(view: View, words: Words) -> str:
    first = f"{_FIRST}rem"
    widths = [f"{100 * weight / sum(view.weights):.1f}%" for weight in view.weights]
    columns = "".join(
        f'<col style="width:{first if place == 0 and view.fixed > 1 else width}">' for place, width in enumerate(widths)
    )
    heads = "".join(
        f'<th scope="col"{" class=fixed" if place < view.fixed else ""}>{escape(header)}</th>'
        for place, header in enumerate(view.headers)
    )
    # Below this width the table scrolls rather than squeezing its columns.
    least = f"min-width:{sum(view.weights) * 0.55:.0f}rem;--first:{first}"
    folds = _folds(view)
    rows = "\n".join(_row(line, fold, view, words) for line, fold in zip(view.lines, folds, strict=True))
    style = "".join(f"body:has(#{fold.id}:not(:checked)) .in-{fold.id}{{display:none}}" for fold in folds if fold.id)
    return (
        f"{f'<style>@media screen{{{style}}}</style>' if style else ''}"
        f'<div class="table" tabindex="0"><table style="{least}"><colgroup>{columns}</colgroup>'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


@dataclass(frozen=True, slots=True)
class _Fold:
    """How a row folds: by a box of its own where it has this id, and with the boxes of the rows that it is below."""

    id: str
    inside: tuple[str, ...]


def _folds(view: View) -> list[_Fold]:
    """Return how each row folds: the first row of a matter that has narrower ones below it has a box."""
    folds: list[_Fold] = []
    open_rows: list[tuple[int, str]] = []
    before: tuple[int, Sequence[Statement]] | None = None
    for number, line in enumerate(view.lines):
        subject = _subject(line, view)
        own = ""
        if subject != before:
            open_rows = [(depth, name) for depth, name in open_rows if depth < line.depth]
            nested = next((other.depth for other in view.lines[number + 1 :] if _subject(other, view) != subject), 0)
            if nested > line.depth:
                own = f"fold-{view.id}-{number}"
                open_rows.append((line.depth, own))
            before = subject
        inside = tuple(name for depth, name in open_rows if depth < line.depth)
        folds.append(_Fold(own, inside))
    return folds


def _subject(line: Line, view: View) -> tuple[int, Sequence[Statement]]:
    return line.depth, line.cells[max(0, view.fixed - 1)]


def _row(line: Line, fold: _Fold, view: View, words: Words) -> str:
    cells = [_cell(cell) for cell in line.cells]
    changes = _difference(line, words)
    if changes:
        cells[3] += changes
    if fold.id:
        cells[view.fixed - 1] = f'<label><input type="checkbox" id="{fold.id}" checked>{cells[view.fixed - 1]}</label>'
    marked = "".join(
        f'<th scope="row"{_indent(line, number, view)}>{cell}</th>' if number < view.fixed else f"<td>{cell}</td>"
        for number, cell in enumerate(cells)
    )
    classes = " ".join(f"in-{name}" for name in fold.inside)
    return f'<tr class="{classes}">{marked}</tr>' if classes else f"<tr>{marked}</tr>"


def _indent(line: Line, number: int, view: View) -> str:
    return f' style="padding-left:{0.6 + line.depth}rem"' if line.depth and number == view.fixed - 1 else ""


def _cell(cell: Sequence[Statement]) -> str:
    if len(cell) == 1 and not cell[0].tone and not cell[0].proofs:
        return _statement(cell[0])
    return "".join(f"<p{_class(one)}>{_statement(one)}</p>" for one in cell)


def _class(statement: Statement) -> str:
    names = [statement.tone, *(["spelled"] if any(proof.spelled for proof in statement.proofs) else [])]
    return f' class="{" ".join(filter(None, names))}"' if any(names) else ""


def _statement(statement: Statement) -> str:
    return "".join(map(_part, statement.parts))


def _part(part: str | Proof | Piece) -> str:
    if isinstance(part, str):
        return escape(part)
    if isinstance(part, Piece):
        return f'<span class="{"left" if part.change == "delete" else "right"}">{escape(part.text)}</span>'
    link = f'<a href="#q{part.quote.number}">{escape(part.name)}</a>'
    return f"{link} {escape(part.quote.unmarked)}" if part.spelled else link


def _difference(line: Line, words: Words) -> str:
    """Return how the words of the two sides of a pair differ, folded away, or nothing where it is no pair."""
    left, right = ("\n".join(_spelled(cell)) for cell in line.cells[:2])
    if not (left and right):
        return ""
    from queries.comparison.difference import difference  # brings numpy and scipy, which other views do not need

    summary = escape(words("difference_of_pair"))
    return f"<details><summary>{summary}</summary>{difference_html(difference(left, right))}</details>"


def _spelled(cell: Iterable[Statement]) -> list[str]:
    return [proof.quote.unmarked for statement in cell for proof in statement.proofs if proof.spelled]


def _quotes(quotes: Iterable[Quote], words: Words) -> str:
    rows = []
    for quote in quotes:
        digest = f"{words('open')}{words('digest_mark')}{words('close')}" if quote.digest else ""
        span = "" if quote.digest else f"[{quote.start}–{quote.end}]"
        rows.append(
            f'<tr id="q{quote.number}"><td>{quote.number}</td><td>{escape(quote.title + quote.place + digest)} '
            f'<span class="where">{escape(quote.document)} {span}</span></td>'
            f'<td class="quote">{escape(quote.words)}</td></tr>'
        )
    heads = "".join(
        f'<th scope="col">{escape(words(f"column_{name}"))}</th>' for name in ("number", "provision", "words")
    )
    columns = '<colgroup><col style="width:4rem"><col style="width:18rem"><col></colgroup>'
    return (
        f'<div class="table" tabindex="0"><table style="min-width:40rem">{columns}<thead><tr>{heads}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )
