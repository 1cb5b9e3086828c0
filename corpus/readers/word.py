"""Reads Word files: paragraphs with their generated numbers, tables row by row, each paragraph on a line."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

from corpus import limits
from corpus.errors import ReadError
from corpus.readers.numbering import Numbering
from corpus.readers.types import Reading
from corpus.readers.zipped import check_sizes, open_zip, unpacked

_OTHER_KINDS = {
    "xl/": "a spreadsheet (.xlsx)",
    "ppt/": "a presentation (.pptx)",
    "OFD.xml": "an OFD file",
    "content.xml": "an OpenDocument file",
    "EncryptedPackage": "encrypted",
}
_DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.I)
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SKIPPED = {qn("w:del"), qn("w:moveFrom"), qn("w:instrText"), qn("w:delText"), qn("w:rPr"), qn("w:pPr"),
            qn("w:sectPr"), qn("w:tblPr"), qn("w:tcPr"), qn("w:trPr"), qn("w:sdtPr"), f"{_MC}Fallback"}  # fmt: skip
_BREAKS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_PARAGRAPH, _TABLE, _ROW, _CELL, _TEXT, _BOX, _SYMBOL = (
    qn(name) for name in ("w:p", "w:tbl", "w:tr", "w:tc", "w:t", "w:txbxContent", "w:sym")
)


def read_word(data: bytes, path: Path) -> Reading:
    """Return the text of a .docx file.

    One line for each paragraph, and for each row of a table whose cells hold one paragraph each, with tabs between
    the cells; a cell of several paragraphs gives them one by one. Generated numbers stand where Word shows them.
    Headers, footers, notes and comments are left out, and so is what a tracked change deletes. The file must have
    passed `check_word`. Raises ReadError.
    """
    try:
        document = docx.Document(io.BytesIO(data))
        numbering = Numbering(_part(document, RELATIONSHIP_TYPE.NUMBERING), _part(document, RELATIONSHIP_TYPE.STYLES))
        lines = list(_blocks(document.element.body, numbering))
    except Exception as error:  # the library checks little, so that a damaged file raises whatever comes first
        reason = " ".join(str(error).split())[:200]
        raise ReadError(f"{path}: it is a damaged Word file ({type(error).__name__}: {reason}).") from None
    return Reading("\n".join([*lines, ""]))


def check_word(data: bytes, path: Path) -> int:
    """Return how many bytes of XML a Word file has.

    Raises ReadError where it is no Word file, would unfold beyond bounds, or has XML that defines entities.
    """
    with open_zip(io.BytesIO(data), path) as container:
        names = container.namelist()
        if not any(name.startswith("word/") for name in names):
            kind = next((kind for start, kind in _OTHER_KINDS.items() if any(n.startswith(start) for n in names)), "")
            hint = f"it is {kind}" if kind else "it is an archive, but no Word file"
            raise ReadError(f"{path}: {hint}; save the text as .docx.")
        check_sizes(container.infolist(), limits.WORD_BYTES * 2, path)
        written = [info for info in container.infolist() if info.filename.lower().endswith((".xml", ".rels"))]
        check_sizes(written, limits.WORD_XML_BYTES, path)
        for info in written:
            _check_part(container, info, path)
        return sum(info.file_size for info in written)


def _check_part(container: zipfile.ZipFile, info: zipfile.ZipInfo, path: Path) -> None:
    content = unpacked(container, info, path)
    if content[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in content[:8]:
        content = content.replace(b"\0", b"")  # UTF-16
    if _DOCTYPE.search(content):
        raise ReadError(f"{path}: “{info.filename}” in it defines XML entities, as no Word file does; it is refused.")
    if content.count(b"<") > 2 * limits.WORD_TAGS:
        raise ReadError(f"{path}: “{info.filename}” in it has too many elements.")


def _part(document: Any, kind: str) -> Any:
    """Return the root element of a part that belongs to the document, None where it has none."""
    try:
        return document.part.part_related_by(kind).element
    except KeyError:
        return None


def _blocks(parent: Any, numbering: Numbering) -> Iterator[str]:
    """Yield the lines of the paragraphs and tables below an element, also of those in content controls."""
    for child in parent.iterchildren():
        if child.tag == _PARAGRAPH:
            yield from _paragraph(child, numbering)
        elif child.tag == _TABLE:
            yield from _table(child, numbering)
        elif child.tag not in _SKIPPED and isinstance(child.tag, str):
            yield from _blocks(child, numbering)


def _paragraph(paragraph: Any, numbering: Numbering) -> Iterator[str]:
    """Yield the line of a paragraph, more where it has line breaks, and those of the text boxes anchored in it."""
    boxes: list[Any] = []
    words = "".join(_words(paragraph, boxes))
    label = numbering.label(paragraph.find(qn("w:pPr"))) if words.strip() else ""
    yield from f"{label}{words}".split("\n")
    for box in boxes:
        yield from _blocks(box, numbering)


def _words(element: Any, boxes: list[Any]) -> Iterator[str]:
    """Yield the text in an element, and collect the text boxes in it."""
    for child in element.iterchildren():
        if child.tag == _TEXT:
            yield child.text or ""
        elif child.tag in _BREAKS:
            yield _BREAKS[child.tag]
        elif child.tag == _SYMBOL:
            yield _symbol(child)
        elif child.tag == _BOX:
            boxes.append(child)
        elif child.tag not in _SKIPPED and isinstance(child.tag, str):
            yield from _words(child, boxes)


def _symbol(symbol: Any) -> str:
    """Return the character of a symbol, nothing for the private ones of symbol fonts."""
    code = symbol.get(qn("w:char"), "")
    value = int(code, 16) if re.fullmatch(r"[0-9A-Fa-f]{4}", code) else 0
    return chr(value) if value and not 0xD800 <= value <= 0xF8FF else ""


def _table(table: Any, numbering: Numbering) -> Iterator[str]:
    """Yield the lines of a table in reading order."""
    for row in _rows(table):
        cells = [list(_blocks(cell, numbering)) for cell in _cells(row)]
        cells = [[line for line in cell if line.strip()] for cell in cells]
        if all(len(cell) <= 1 for cell in cells):
            line = "\t".join(cell[0] if cell else "" for cell in cells)
            if line.strip():
                yield line
        else:
            for cell in cells:
                yield from cell


def _rows(table: Any) -> Iterator[Any]:
    """Yield the rows of a table, also of those in content controls, not of tables inside its cells."""
    for child in table.iterchildren():
        if child.tag == _ROW:
            yield child
        elif child.tag not in _SKIPPED and isinstance(child.tag, str):
            yield from _rows(child)


def _cells(row: Any) -> Iterator[Any]:
    """Yield the cells of a row; a cell that only carries on the one above it is empty."""
    for child in row.iterchildren():
        if child.tag == _CELL:
            yield child
        elif child.tag not in _SKIPPED and isinstance(child.tag, str):
            yield from _cells(child)
