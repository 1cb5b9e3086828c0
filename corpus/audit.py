"""Checks that reading and structuring lose nothing, over a folder of files, and how fast they are."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import ReadError
from corpus.marks import NUMERAL, REFERENCE
from corpus.read import documents_in, read_archive, read_document
from corpus.readers.file import ARCHIVE_SUFFIX
from corpus.structure import leaves
from corpus.types import Document

# A paragraph that begins with 第X条, unless it goes on as a reference does (第X条规定的…).
_ARTICLE = re.compile(
    rf"^[#\s]*第\s?{NUMERAL}+\s?条(?:之[一二三四五六七八九十]+)?(?:(?=[\s【])|(?!{REFERENCE.pattern}))", re.M
)


@dataclass(frozen=True, slots=True)
class Audit:
    """What was found out about one file.

    `refused` says why it was not read, `failed` what exception ended its reading; both are empty for a document.
    `written` counts the paragraphs that begin with 第X条, `articles` the articles of the tree. `size` is in bytes of
    UTF-8, `seconds` is processor time.
    """

    name: str
    refused: str = ""
    failed: str = ""
    lossless: bool = False
    written: int = 0
    articles: int = 0
    missing: tuple[str, ...] = ()
    partial: bool = False
    size: int = 0
    seconds: float = 0.0


def audit(path: Path) -> tuple[Audit, ...]:
    """Return what is found out about each document of a file, a folder or a .zip.

    Raises ReadError where there is none.
    """
    if not path.exists():
        raise ReadError(f"{path}: no such file or folder.")
    if path.is_dir():
        return tuple(_of_file(one) for one in documents_in(path))
    if path.suffix.lower() == ARCHIVE_SUFFIX:
        began = time.process_time()
        documents = read_archive(path)
        each = (time.process_time() - began) / len(documents)
        return tuple(_of_document(document, each) for document in documents)
    return (_of_file(path),)


def _of_file(path: Path) -> Audit:
    began = time.process_time()
    try:
        document = read_document(path)
    except ReadError as error:
        return Audit(path.name, refused=str(error))
    except Exception as error:  # what this is here to find
        return Audit(path.name, failed=f"{type(error).__name__}: {error}")
    return _of_document(document, time.process_time() - began)


def _of_document(document: Document, seconds: float) -> Audit:
    text = document.text
    return Audit(
        document.id,
        lossless="".join(text[leaf.start : leaf.end] for leaf in leaves(document.root)) == text,
        written=len(_ARTICLE.findall(text)),
        articles=sum(node.kind == "article" for node in document.root.walk()),
        missing=document.metadata.missing,
        partial=document.metadata.completeness == "partial",
        size=len(text.encode("utf-8", "surrogatepass")),
        seconds=seconds,
    )


def is_sound(audits: Iterable[Audit]) -> bool:
    """Tell whether every document was read, or refused with a reason, and none lost a character."""
    return all(not one.failed and (one.lossless or one.refused) for one in audits)
