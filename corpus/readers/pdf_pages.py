"""The process that opens a PDF: bytes on standard input, lines with their places as JSON on standard output.

The library is native code that was made for trusted files; here a file that breaks it, or unfolds without end, ends
this process only.
"""

from __future__ import annotations

import json
import resource
import sys
from typing import Any

from corpus import limits

LineValues = tuple[str, float, float, float, float]
"""Words, left, right, height above the page's lower edge, and size of a line, in points."""


def main() -> None:
    """Read a PDF from standard input; print its pages, or the reason why there are none."""
    resource.setrlimit(resource.RLIMIT_AS, (limits.PDF_MEMORY, limits.PDF_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.PDF_SECONDS, limits.PDF_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    data = sys.stdin.buffer.read()
    print(json.dumps(_answer(data)))


def _answer(data: bytes) -> dict[str, Any]:
    import pypdfium2
    from pypdfium2 import raw

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        locked = raw.FPDF_GetLastError() in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
        return {"reason": "password" if locked else "damaged"}
    if len(document) > limits.PDF_PAGES:
        return {"reason": "pages"}
    if raw.FPDFDoc_GetJavaScriptActionCount(document) > 0:
        return {"reason": "script"}
    pages, pictures = [], []
    try:
        for number in range(len(document)):
            page = document[number]
            lines = _lines(page, raw)
            pages.append(lines)
            kinds = {one.type for one in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3)}
            pictures.append(not any(line[0].strip() for line in lines) and bool(kinds))
            page.close()
    except pypdfium2.PdfiumError:
        return {"reason": "damaged"}
    return {"pages": pages, "pictures": pictures}


def _lines(page: Any, raw: Any) -> list[LineValues]:
    """Return the lines of a page from top to bottom as its text layer has them."""
    words = page.get_textpage()
    text = words.get_text_range()
    found: list[LineValues] = []
    place = 0
    for line in text.splitlines(keepends=True):
        shown = line.strip()
        if shown:
            first = place + len(line) - len(line.lstrip())
            last = place + len(line.rstrip()) - 1
            left, bottom, _, top = words.get_charbox(first, loose=True)
            right = words.get_charbox(last, loose=True)[2]
            size = raw.FPDFText_GetFontSize(words, first)
            found.append((shown, left, right, bottom, max(size, top - bottom)))
        place += len(line)
    return found


if __name__ == "__main__":
    main()
