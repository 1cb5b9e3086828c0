"""Writes a report as an Excel workbook: a sheet for each view, whose cells lead to the rows of their quotes."""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.functions import tostring

from app.reports.content import Proof, Quote, Report, Statement, View, rows_of
from app.reports.package import repacked
from app.reports.table import wrap
from app.reports.words import Words
from queries.comparison.types import Piece

_WIDTH: Final = 150  # characters that the columns of a sheet share, at least
_PRINTED: Final = 200  # characters that a page still prints readably; what is wider takes several pages
_LINKS: Final = 5  # the weight of a column of links
_LONGEST: Final = 500  # characters of a cell; a row can show about 25 lines, and the quotes have all words
_QUOTE: Final = 900  # characters of a row of quotes, for the same reason; a longer quote goes on in the next row
_LINE: Final = 13.2  # points of a line of 10 points
_TALLEST: Final = 409  # points; Excel shows no higher row
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_FONT: Final = "宋体"
_PLAIN: Final = Font(_FONT, 10)
_TOP: Final = Alignment(vertical="top", wrap_text=True)
_THIN: Final = Side("thin", "BFBFBF")
_GRID: Final = Border(_THIN, _THIN, _THIN, _THIN)
_HEAD: Final = PatternFill("solid", "E7E3DA")
_COLOURS: Final = {
    "uncertain": "7A5200", "missing_text": "7A5200", "delegated": "7A5200", "elsewhere": "6A6F76",
    "not_stated": "6A6F76", "general": "6A6F76", "nested": "6A6F76", "same": "1C6B3A", "only_left": "9B2C1F",
    "only_right": "9B2C1F",
    "stricter": "9B2C1F", "looser": "9B2C1F", "no_responsible": "9B2C1F", "level_skipped": "9B2C1F",
    "roles_differ": "9B2C1F",
}  # fmt: skip
_LINK: Final = "1F3F77"


def excel(report: Report) -> bytes:
    """Return the workbook: 说明, a sheet for each matrix and each pair, 空白与冲突, 条文, and the queries.

    All text is text, also where it begins as a formula does. A statement has a row of its own, and the cell behind it
    leads to its first quote; the numbers in it are those of the sheet of quotes.
    """
    words = report.say
    book = Workbook()
    book.properties.title = report.title
    book.properties.creator = "dutygraph"
    names = _names(report)
    first = book.active
    first.title = words("method")
    rows = _rows_of_quotes(report.quotes)
    for view, name in zip(report.findings, names, strict=True):
        _sheet(book.create_sheet(name), view, words, rows)
    _method(first, report, [*zip(names, (view.title for view in report.findings), strict=True)])
    _quotes(book.create_sheet(words("quotes")), report)
    if report.sparql:
        _queries(book.create_sheet("SPARQL"), report)
    out = io.BytesIO()
    book.save(out)
    return repacked(out.getvalue(), {"docProps/core.xml": _core_properties(book)})


def _core_properties(book: Workbook) -> bytes:
    """Return docProps/core.xml without the dates that openpyxl puts in, which differ from run to run."""
    tree = book.properties.to_tree()
    for element in list(tree):
        if element.tag.rpartition("}")[2] in ("created", "modified"):
            tree.remove(element)
    properties: bytes = tostring(tree)
    return properties


def _names(report: Report) -> list[str]:
    """Return the names of the sheets of findings; Excel takes up to 31 characters."""
    numbered = [f"{report.say('correlations')}{number}" for number, _ in enumerate(report.correlations, 1)]
    names = [*(view.title for view in report.matrices), *numbered, report.observations.title]
    return [name[:31] for name in names]


def _sheet(sheet: Worksheet, view: View, words: Words, rows: Mapping[int, int]) -> None:
    """Write a view: its title, what leads to it, the header, and its lines."""
    cited = [any(one.proofs for line in view.lines for one in line.cells[place]) for place in range(len(view.headers))]
    headers: list[str] = []
    weights: list[int] = []
    for header, weight, links in zip(view.headers, view.weights, cited, strict=True):
        headers += [header, words("column_quote")] if links else [header]
        weights += [weight, _LINKS] if links else [weight]
    widths = _prepare(sheet, weights)
    first = _head(sheet, (view.title, *view.lead), headers, widths) + 1
    sheet.freeze_panes = sheet.cell(first, view.fixed + 1)
    if view.fixed:
        sheet.print_title_cols = f"A:{get_column_letter(view.fixed)}"
    sheet.sheet_properties.outlinePr.summaryBelow = False
    row = first
    for line in view.lines:
        for number, cells in enumerate(rows_of(line, view.fixed)):
            column = 1
            for place, statements in enumerate(cells):
                cell = _put(sheet, row, column, "\n".join(map(_words, statements)))
                _dress(cell, statements, repeated=number > 0 and place < view.fixed)
                if cited[place]:
                    _link(_put(sheet, row, column + 1, ""), statements, words("quotes"), rows)
                column += 1 + cited[place]
            _fit(sheet, row, widths)
            sheet.row_dimensions[row].outlineLevel = min(line.depth, 7)
            row += 1
    if view.lines:
        sheet.auto_filter.ref = f"A{first - 1}:{get_column_letter(len(headers))}{row - 1}"


def _prepare(sheet: Worksheet, weights: Sequence[int]) -> list[float]:
    """Set the columns and the page: A4 across, as wide as the page, numbered."""
    total = max(_WIDTH, 1.3 * sum(weights))
    widths = [total * weight / sum(weights) for weight in weights]
    for number, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = round(width, 1)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth = math.ceil(total / _PRINTED)
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_options.horizontalCentered = True
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    sheet.page_margins.top = sheet.page_margins.bottom = 0.7
    sheet.oddFooter.center.text = "&P / &N"
    return widths


def _head(sheet: Worksheet, lead: Iterable[str], headers: Sequence[str], widths: Sequence[float]) -> int:
    """Write the title, sentences and the header, which repeats on every page; return the row of the header."""
    row = 0
    for row, text in enumerate(lead, 1):
        _across(sheet, row, text, widths, Font(_FONT, 14, bold=True) if row == 1 else _PLAIN)
    row += 1
    _header(sheet, row, headers)
    _fit(sheet, row, widths)
    sheet.print_title_rows = f"{row}:{row}"
    return row


def _header(sheet: Worksheet, row: int, headers: Iterable[str]) -> None:
    for column, text in enumerate(headers, 1):
        cell = _put(sheet, row, column, text)
        cell.font = Font(_FONT, 10, bold=True)
        cell.fill = _HEAD
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)


def _across(sheet: Worksheet, row: int, text: str, widths: Sequence[float], font: Font, column: int = 1) -> Cell:
    """Write a text over all columns from `column` on."""
    cell = _put(sheet, row, column, text)
    cell.font = font
    cell.border = Border()
    if column < len(widths):
        sheet.merge_cells(start_row=row, start_column=column, end_row=row, end_column=len(widths))
    size = (font.sz or 10) / 10
    height = _height(text, sum(widths[column - 1 :]) / size) * size
    sheet.row_dimensions[row].height = min(_TALLEST, max(height, sheet.row_dimensions[row].height or 0))
    return cell


def _fit(sheet: Worksheet, row: int, widths: Sequence[float]) -> None:
    """Make a row as high as its fullest cell; not every program does so by itself when it opens a file."""
    cells = (sheet.cell(row, column) for column in range(1, len(widths) + 1))
    heights = (_height(str(cell.value or ""), width) for cell, width in zip(cells, widths, strict=True))
    sheet.row_dimensions[row].height = min(_TALLEST, max(heights))


def _height(text: str, width: float) -> float:
    """Return how many points a text needs in a column; widths count digits, which take half a Chinese character."""
    return _LINE * sum(len(wrap(line, int(width * 0.92))) for line in text.split("\n")) + 3


def _put(sheet: Worksheet, row: int, column: int, text: str) -> Cell:
    """Write a text that stays text, whatever it begins with, also after it has been edited."""
    cell = sheet.cell(row, column)
    cell.value = text
    cell.data_type = "s"
    cell.quotePrefix = text.startswith(_FORMULA)
    cell.font = _PLAIN
    cell.border = _GRID
    cell.alignment = _TOP
    return cell


def _dress(cell: Cell, statements: Sequence[Statement], *, repeated: bool) -> None:
    tone = statements[0].tone if statements else ""
    colour = "A6A6A6" if repeated else _COLOURS.get(tone)
    if colour:
        cell.font = Font(_FONT, 10, color=colour)


def _link(cell: Cell, statements: Sequence[Statement], sheet: str, rows: Mapping[int, int]) -> None:
    """Make a cell lead to the first quote that the cell before it cites.

    The link has a cell of its own because LibreOffice does not break the lines of a cell that is one.
    """
    proofs = [proof for one in statements for proof in one.proofs]
    if proofs:
        quote = proofs[0].quote
        cell.value = f"[{quote.number}]"
        cell.font = Font(_FONT, 10, color=_LINK, underline="single")
        tip = _cut(f"{quote.title}{quote.place}", 200)
        cell.hyperlink = Hyperlink(
            ref=cell.coordinate, location=f"'{sheet}'!A{rows[quote.number]}", tooltip=tip, display=None
        )


def _words(statement: Statement) -> str:
    """Return a statement with the numbers of its quotes."""
    return _cut("".join(map(_part, statement.parts)), _LONGEST)


def _part(part: str | Proof | Piece) -> str:
    if isinstance(part, Proof):
        cited = f"{part.name}[{part.quote.number}]"
        return f"{cited}\n{part.quote.unmarked}" if part.spelled else cited
    return part if isinstance(part, str) else part.text


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1]}…"


def _pieces(words: str) -> list[str]:
    """Return the words of a quote in pieces that a row can show."""
    return [words[start : start + _QUOTE] for start in range(0, len(words), _QUOTE)] or [""]


_QUOTES_HEADER: Final = 2


def _rows_of_quotes(quotes: Iterable[Quote]) -> dict[int, int]:
    """Return the row of the sheet of quotes where each quote begins, by its number."""
    rows, row = {}, _QUOTES_HEADER + 1
    for quote in quotes:
        rows[quote.number] = row
        row += len(_pieces(quote.words))
    return rows


def _quotes(sheet: Worksheet, report: Report) -> None:
    words = report.say
    widths = _prepare(sheet, (6, 24, 16, 84, 7, 7))
    names = ("number", "document", "provision", "words", "start", "end")
    header = _head(sheet, (words("quotes"),), [words(f"column_{name}") for name in names], widths)
    assert header == _QUOTES_HEADER
    sheet.freeze_panes = sheet.cell(header + 1, 1)
    row = header + 1
    for quote in report.quotes:
        for number, piece in enumerate(_pieces(quote.words)):
            mark = words("continued") if number else words("digest_mark") if quote.digest else ""
            place = quote.place + (f"{words('open')}{mark}{words('close')}" if mark else "")
            for column, text in enumerate((quote.title, place, piece), 2):
                _put(sheet, row, column, text)
            _number(sheet, row, 1, quote.number)
            for column, offset in ((5, quote.start), (6, quote.end)):
                _number(sheet, row, column, None if quote.digest else offset)
            _fit(sheet, row, widths)
            row += 1


def _number(sheet: Worksheet, row: int, column: int, value: int | None) -> None:
    cell = _put(sheet, row, column, "")
    cell.value = value


def _queries(sheet: Worksheet, report: Report) -> None:
    widths = _prepare(sheet, (8, 92))
    title = report.say("queries", count=len(report.sparql))
    row = _head(sheet, (title,), (report.say("column_number"), "SPARQL"), widths) + 1
    for number, query in enumerate(report.sparql, 1):
        lines = query.strip().split("\n")
        for start in range(0, len(lines), 20):
            _number(sheet, row, 1, number)
            _put(sheet, row, 2, _cut("\n".join(lines[start : start + 20]), 32_000))
            _fit(sheet, row, widths)
            row += 1


def _method(sheet: Worksheet, report: Report, sheets: Iterable[tuple[str, str]]) -> None:
    """Write the first sheet: what was compared and how, what the words mean, and where everything is."""
    words = report.say
    widths = _prepare(sheet, report.documents.weights)
    row = 1
    _across(sheet, row, report.title, widths, Font(_FONT, 16, bold=True))
    for text in report.method:
        row += 1
        _across(sheet, row, text, widths, _PLAIN)
    for view in (report.documents, report.words):
        row += 2
        _across(sheet, row, view.title, widths, Font(_FONT, 12, bold=True))
        row += 1
        _header(sheet, row, view.headers)
        for line in view.lines:
            row += 1
            *others, last = ["".join(one.plain for one in cell) for cell in line.cells]
            for column, text in enumerate(others, 1):
                _put(sheet, row, column, text)
            if len(line.cells) < len(widths):
                _across(sheet, row, last, widths, _PLAIN, len(line.cells)).border = _GRID
            else:
                _put(sheet, row, len(line.cells), last)
                _fit(sheet, row, widths)
    row += 2
    _across(sheet, row, words("contents"), widths, Font(_FONT, 12, bold=True))
    for name, title in (*sheets, (words("quotes"), words("quotes"))):
        row += 1
        cell = _across(sheet, row, title, widths, Font(_FONT, 10, color=_LINK, underline="single"))
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{name}'!A1", display=None)
