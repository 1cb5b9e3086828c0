"""Reads the text layer of a PDF in a process of its own, whose memory and time are bounded."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from corpus import limits
from corpus.errors import ReadError
from corpus.readers.page_lines import PageLine, text_of
from corpus.readers.types import Reading

_REASONS = {
    "password": "it is encrypted; open it with its password and print it to a PDF without",
    "pages": f"it has more than {limits.PDF_PAGES:,} pages; split it",
    "script": "it carries a script, as no policy text does; print it to a new PDF",
    "damaged": "it is a damaged PDF",
    "images": "its pages are pictures without a text layer; have their text recognised (OCR) first",
    "garbled": "the characters of its text layer cannot be told; export it again, or save it as .docx",
}
_COSTLY = f"reading it takes more than {limits.PDF_MEMORY // limits.MB} MB or {limits.PDF_SECONDS} s; it is refused"
# A name may be written with any of its letters as #xx.
_SCRIPT = re.compile(
    "|".join(
        "/" + "".join(f"(?:{letter}|#{ord(letter):02x})" for letter in name) + "(?![A-Za-z0-9#])"
        for name in ("JavaScript", "JS", "Launch")
    ).encode(),
    re.IGNORECASE,
)
_STREAM = re.compile(rb"stream\r?\n.*?endstream", re.DOTALL)
_BEGIN = re.compile(rb"stream\r?\n")
_UNREADABLE = re.compile("[\ue000-\uf8ff\ufffd\x00-\x08\x0e-\x1f]")


def read_pdf(data: bytes, path: Path) -> Reading:
    """Return the text of a PDF with its lines rejoined, without page headers, footers and page numbers.

    Pages that are pictures, where others have text, make the document partial; `missing` names them. Raises
    ReadError where the PDF is encrypted, damaged, carries a script, has no text layer, or costs too much to read.
    """
    if _has_script(data):
        raise ReadError(f"{path}: {_REASONS['script']}.")
    child = [sys.executable, "-m", "corpus.readers.pdf_pages"]
    try:
        done = subprocess.run(child, input=data, capture_output=True, timeout=limits.PDF_SECONDS + 1, check=False)
    except subprocess.TimeoutExpired:
        raise ReadError(f"{path}: {_COSTLY}.") from None
    if done.returncode:
        raise ReadError(f"{path}: {_COSTLY}.")
    answer = json.loads(done.stdout)
    if reason := answer.get("reason"):
        raise ReadError(f"{path}: {_REASONS[reason]}.")
    pages = [[PageLine(*line) for line in page] for page in answer["pages"]]
    text = text_of(pages)
    words = re.sub(r"\s", "", text)
    pictures = [number for number, page in enumerate(answer["pictures"], 1) if page]
    if not words or len(pictures) > len(pages) / 2:
        raise ReadError(f"{path}: {_REASONS['images']}.")
    if len(_UNREADABLE.findall(words)) > len(words) / 10:
        raise ReadError(f"{path}: {_REASONS['garbled']}.")
    if not pictures:
        return Reading(text)
    return Reading(text, {"completeness": "partial", "missing": tuple(f"第{number}页" for number in pictures)})


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
