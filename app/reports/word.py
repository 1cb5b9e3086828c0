"""Writes a report as a Word document in the layout of a Chinese official report, its quotes as footnotes."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from itertools import count, groupby
from typing import Final

from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.table import CT_Tc
from docx.shared import Length, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from app.reports.condensed import condensed
from app.reports.content import Line, Proof, Quote, Report, Statement, View, rows_of, say
from app.reports.footnotes import Footnotes
from app.reports.listed import MOST_COLUMNS, listed
from app.reports.official import CELL, LIST, core_properties, font_table, footnote_style, official_document, turn
from app.reports.package import repacked
from corpus.marks import chinese
from queries.comparison.types import Piece

_WIDE: Final = 100  # a view of more weight than this wants a page that lies across
_SPLIT: Final = 120  # characters of a row that may run over two pages
_SHADE: Final = "EFECE5"
_GREY: Final = RGBColor(0x59, 0x5F, 0x66)
_COLOURS: Final = {"delete": RGBColor(0xB3, 0x26, 0x1E), "insert": RGBColor(0x1C, 0x6B, 0x3A)}
_FAINT: Final = ("uncertain", "missing_text", "elsewhere", "delegated", "not_stated")


def word(report: Report) -> bytes:
    """Return the document: object and method, matrices, correlation of provisions, gaps and conflicts.

    Every statement leads to its quote in a footnote; a quote that is cited again is referred to by its number. Of a
    pair of provisions the words stand in the table.
    """
    return _Writer(report).written()


class _Writer:
    """Writes one report, part by part."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.document: Document = official_document(report.title)
        self.footnotes = Footnotes(self.document)
        footnote_style(self.document)
        # By its id, since python-docx goes through all styles whenever it is given one by its name.
        self.cell_style = self.document.styles[CELL].style_id
        self.noted: dict[int, int] = {}
        self.parts = count(1)

    def written(self) -> bytes:
        report, words = self.report, self.report.say
        self.document.add_paragraph(report.title, style="Title")
        self.document.add_paragraph()
        self.part(words("method"), ())
        for text in report.method:
            self.document.add_paragraph(text)
        self.views((report.documents, report.words), across=False)
        for title, views in (
            (words("matrices"), tuple(self.fitted(view) for view in report.matrices)),
            (words("correlations"), report.correlations),
            (words("observations"), (report.observations,)),
        ):
            self.part(title, views)
            self.views(views, across=any(map(_wide, views)))
        out = io.BytesIO()
        self.document.save(out)
        parts = {"word/fontTable.xml": font_table(), "docProps/core.xml": core_properties(self.document)}
        return repacked(out.getvalue(), parts)

    def fitted(self, view: View) -> View:
        """Return a matrix as paper can hold it."""
        view = condensed(view, self.report.say) if view.id == "matter" else view
        return listed(view, self.report.say) if len(view.headers) > view.fixed + MOST_COLUMNS else view

    def part(self, title: str, views: Sequence[View]) -> None:
        """Begin a part: 一、比较对象与方法, on a page that suits its tables."""
        turn(self.document, across=any(map(_wide, views)))
        number = next(self.parts)
        mark = f"{chinese(number)}、" if self.report.say.language == "zh" else f"{number}. "
        self.document.add_paragraph(mark + title, style="Heading 1")

    def views(self, views: Sequence[View], *, across: bool) -> None:
        """Write the views of a part, each under its own heading where there are several."""
        zh = self.report.say.language == "zh"
        for number, view in enumerate(views, 1):
            if len(views) > 1:
                mark = f"（{chinese(number)}）" if zh else f"({number}) "
                self.document.add_paragraph(mark + view.title, style="Heading 2")
            for text in view.lead:
                self.document.add_paragraph(text)
            if view.lines:
                self.tables(view, turn(self.document, across=across))

    def tables(self, view: View, width: Length) -> None:
        """Write a view as a table, or as several under headings of what names several rows."""
        named = _grouped(view)
        if named is None:
            self.table(view, view.lines, range(len(view.headers)), width)
            return
        shown = [place for place in range(len(view.headers)) if place != named]
        write = self.paragraphs if view.listed else self.table
        groups = groupby(view.lines, key=lambda line: line.cells[named])
        for number, (name, lines) in enumerate(groups, 1):
            title = "".join(one.plain for one in name)
            self.document.add_paragraph(f"{number}.{title}", style="Heading 3")
            write(view, lines, shown, width)

    def paragraphs(self, _view: View, lines: Iterable[Line], shown: Sequence[int], _width: Length) -> None:
        """Write lines as paragraphs: what they are about, then who says what about it."""
        about, who, what = shown
        for name, same in groupby(lines, key=lambda line: line.cells[about]):
            head = self.document.add_paragraph(style=LIST)
            head.add_run("".join(one.plain for one in name)).bold = True
            head.paragraph_format.keep_with_next = True
            for line in same:
                for statement in line.cells[what]:
                    paragraph = self.document.add_paragraph(style=LIST)
                    title = "".join(one.plain for one in line.cells[who])
                    self.statement(paragraph, say(title + self.report.say("colon"), tone=statement.tone))
                    self.statement(paragraph, statement)

    def table(self, view: View, lines: Iterable[Line], shown: Sequence[int], width: Length) -> None:
        """Write lines as a table as wide as the text, of the columns that are to be shown."""
        total = sum(view.weights[place] for place in shown)
        widths = [Length(width * view.weights[place] // total) for place in shown]
        table = self.document.add_table(0, len(shown), style="Table Grid")
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        for column, size in zip(table.columns, widths, strict=True):
            column.width = size
        self.row(table, [(Statement((view.headers[place],), _BOLD),) for place in shown], widths, header=True)
        for line in lines:
            # A row for each statement, since LibreOffice cannot break a row with many footnotes over pages.
            rows = rows_of(line, view.fixed) if view.fixed > 1 else [line.cells]
            for number, cells in enumerate(rows):
                row = [() if number and place < view.fixed else cells[place] for place in shown]
                self.row(table, row, widths, goes_on=number > 0, ends=number == len(rows) - 1)

    def row(
        self,
        table: Table,
        cells: Sequence[Sequence[Statement]],
        widths: Sequence[Length],
        *,
        header: bool = False,
        goes_on: bool = False,
        ends: bool = True,
    ) -> None:
        """Add a row, without lines between those that belong together.

        A header repeats on every page; a row runs over two pages only where it is long.
        """
        row = table._tbl.add_tr()
        properties = row.get_or_add_trPr()
        if header:
            properties.append(OxmlElement("w:tblHeader"))
        if sum(map(_length, cells)) < _SPLIT:
            properties.insert(0, OxmlElement("w:cantSplit"))
        for statements, width in zip(cells, widths, strict=True):
            row.append(CT_Tc.new())
            cell = _Cell(row.tc_lst[-1], table)
            cell.width = width
            _open(cell, *(side for side, wide in (("top", goes_on), ("bottom", not ends)) if wide))
            if header:
                _shade(cell)
            paragraph = cell.paragraphs[0]
            for number, statement in enumerate(statements):
                paragraph = cell.add_paragraph() if number else paragraph
                paragraph._p.style = self.cell_style
                self.statement(paragraph, statement)
            paragraph._p.style = self.cell_style

    def statement(self, paragraph: Paragraph, statement: Statement) -> None:
        for part in statement.parts:
            if isinstance(part, Proof):
                self.proof(paragraph, part, faint=statement.tone in _FAINT)
                continue
            run = paragraph.add_run(part if isinstance(part, str) else part.text)
            if isinstance(part, Piece):
                run.font.color.rgb = _COLOURS[part.change]
            elif statement.tone in _FAINT:
                run.font.color.rgb = _GREY
            run.bold = statement.tone == _BOLD or None

    def proof(self, paragraph: Paragraph, proof: Proof, *, faint: bool) -> None:
        """Write the name of a provision, with its words in place or in a footnote."""
        run = paragraph.add_run(proof.name)
        if faint:
            run.font.color.rgb = _GREY
        if proof.spelled:
            run.bold = True
            paragraph.add_run(f" {proof.quote.unmarked}")
        elif number := self.noted.get(proof.quote.number):
            self.footnotes.again(paragraph, number)
        elif proof.quote.words:
            self.noted[proof.quote.number] = self.footnotes.add(paragraph, self.note(proof.quote))

    def note(self, quote: Quote) -> str:
        """Return the text of a footnote: 《宿州办法》第九条：“…”."""
        words = self.report.say
        mark = f"{words('open')}{words('digest')}{words('close')}" if quote.digest else ""
        said = quote.words if quote.digest else words("quote", words=quote.words)
        return f"{quote.title}{quote.place}{mark}{words('colon')}{said}"


_BOLD: Final = "bold"


def _length(cell: Sequence[Statement]) -> int:
    """Return how many characters a cell shows."""
    spelled = (len(proof.quote.words) for one in cell for proof in one.proofs if proof.spelled)
    return sum(len(one.plain) for one in cell) + sum(spelled)


def _wide(view: View) -> bool:
    return sum(view.weights) > _WIDE and not view.listed


def _grouped(view: View) -> int | None:
    """Return which of two columns that name a row goes into headings: the one that changes less often."""
    if view.fixed < 2:
        return None
    changes = [len(list(groupby(line.cells[place] for line in view.lines))) for place in (0, 1)]
    return 0 if changes[0] <= changes[1] else 1


def _open(cell: _Cell, *sides: str) -> None:
    """Take the lines off these sides of a cell."""
    if sides:
        borders = OxmlElement("w:tcBorders")
        for side in sides:
            line = OxmlElement(f"w:{side}")
            line.set(qn("w:val"), "nil")
            borders.append(line)
        cell._tc.get_or_add_tcPr().append(borders)


def _shade(cell: _Cell) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", _SHADE)):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)


__all__ = ["word"]
