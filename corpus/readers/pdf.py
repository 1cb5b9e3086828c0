"""Reads the text layer of a PDF: lines with their places, from which paragraphs are made."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pypdfium2
from pypdfium2 import raw

from corpus import limits
from corpus.errors import ReadError
from corpus.readers.guarded import allow_page
from corpus.readers.page_lines import PageLine, text_of
from corpus.readers.types import Reading

_ENCRYPTED = "it is encrypted; open it with its password and print it to a PDF without"
_LONG = f"it has more than {limits.PDF_PAGES:,} pages; split it"
_SCRIPTED = "it carries a script, as no policy text does; print it to a new PDF"
_DAMAGED = "it is a damaged PDF"
_IMAGES = "its pages are pictures without a text layer; have their text recognised (OCR) first"
_GARBLED = "the characters of its text layer cannot be told; export it again, or save it as .docx"
# A name may be written with any of its letters as #xx.
_SCRIPT = re.compile(
    "|".join(
        "/" + "".join(f"(?:{letter}|#{ord(letter):02x})" for letter in name) + "(?![A-Za-z0-9#])"
        for name in ("JavaScript", "JS", "Launch")
    ).encode(),
    re.IGNORECASE,
)
_STREAM = re.compile(rb"stream\r?\n.*?endstream", re.DOTALL)
_HYPHEN = "\ufffe"  # what the library puts where a word was broken
_BEGIN = re.compile(rb"stream\r?\n")
_UNREADABLE = re.compile("[\ue000-\uf8ff\ufffd\x00-\x08\x0e-\x1f]")


def read_pdf(data: bytes, path: Path) -> Reading:
    """Return the text of a PDF with its lines rejoined, without page headers, footers and page numbers.

    Pages that are pictures, where others have text, make the document partial; `missing` names them. Raises
    ReadError where the PDF is encrypted, damaged, carries a script or has no text layer.
    """
    if _has_script(data):
        raise ReadError(f"{path}: {_SCRIPTED}.")
    pages, pictures = [], []
    document = _opened(data, path)
    try:
        for number in range(len(document)):
            allow_page(number)
            page = document[number]
            lines = _lines(page)
            images = list(page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3))
            if images and not lines:
                pictures.append(number + 1)
            pages.append(lines)
            page.close()
    except pypdfium2.PdfiumError:
        raise ReadError(f"{path}: {_DAMAGED}.") from None
    text = text_of(pages)
    words = re.sub(r"\s", "", text)
    if not words or len(pictures) > len(pages) / 2:
        raise ReadError(f"{path}: {_IMAGES}.")
    if len(_UNREADABLE.findall(words)) > len(words) / 10:
        raise ReadError(f"{path}: {_GARBLED}.")
    if not pictures:
        return Reading(text)
    return Reading(text, {"completeness": "partial", "missing": tuple(f"第{number}页" for number in pictures)})


def _opened(data: bytes, path: Path) -> Any:
    """Return a PDF that can be read. Raises ReadError."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        locked = raw.FPDF_GetLastError() in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
        raise ReadError(f"{path}: {_ENCRYPTED if locked else _DAMAGED}.") from None
    if len(document) > limits.PDF_PAGES:
        raise ReadError(f"{path}: {_LONG}.")
    if raw.FPDFDoc_GetJavaScriptActionCount(document) > 0:
        raise ReadError(f"{path}: {_SCRIPTED}.")
    return document


def _lines(page: Any) -> list[PageLine]:
    """Return the lines of a page in the order of its text layer."""
    words = page.get_textpage()
    found: list[PageLine] = []
    place = 0
    for line in words.get_text_range().splitlines(keepends=True):
        shown = line.replace(_HYPHEN, "").strip()
        if shown:
            first = _character(words, place + len(line) - len(line.lstrip()))
            last = _character(words, place + len(line.rstrip()) - 1)
            left, bottom, _, top = words.get_charbox(first, loose=True)
            right = words.get_charbox(last, loose=True)[2]
            size = max(raw.FPDFText_GetFontSize(words, first), top - bottom)
            found.append(PageLine(shown, left, right, bottom, size))
        place += len(line)
    return found


def _character(words: Any, place: int) -> int:
    """Return the number that the library gives to the character at a place of its text, which leaves some out."""
    number = raw.FPDFText_GetCharIndexFromTextIndex(words, place)
    return int(max(0, min(place if number < 0 else number, words.count_chars() - 1)))


def _has_script(data: bytes) -> bool:
    """Tell whether a PDF names a script or a program to start, plainly or in its compressed objects.

    What stands in other streams is not looked at: the same bytes come up there by chance.
    """
    return any(_SCRIPT.search(part) for part in (_STREAM.sub(b"", data), *_objects(data)))


def _objects(data: bytes) -> Iterator[bytes]:
    """Yield the unfolded object streams of a PDF, each up to the bound."""
    for match in re.finditer(rb"/ObjStm\b", data):
        begin = _BEGIN.search(data, match.end(), match.end() + 1000)
        if begin:
            with suppress(zlib.error):
                yield zlib.decompressobj().decompress(data[begin.end() :], limits.PDF_STREAM_BYTES)
