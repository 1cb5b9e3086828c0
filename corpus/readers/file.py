"""The one seam of the readers: a path in, a reading out, by what the file holds and by its suffix."""

from __future__ import annotations

import re
import stat
from collections.abc import Callable
from pathlib import Path

from corpus import limits
from corpus.errors import ReadError
from corpus.readers.guarded import read_guarded
from corpus.readers.plain import read_plain
from corpus.readers.types import Reading

SUFFIXES = (".txt", ".md", ".docx", ".pdf", ".html", ".htm")
"""Suffixes of files that hold one document."""

ARCHIVE_SUFFIX = ".zip"

OLD_SUFFIXES = {
    ".doc": "Word",
    ".wps": "WPS",
    ".wpt": "WPS",
    ".rtf": "Word",
    ".odt": "LibreOffice",
    ".ofd": "an OFD reader",
}
"""Suffixes of documents that are not read, and the program that saves them as .docx."""

_LIMITS = {
    ".txt": limits.TEXT_BYTES,
    ".md": limits.TEXT_BYTES,
    ".docx": limits.WORD_BYTES,
    ".pdf": limits.PDF_BYTES,
    ".html": limits.PAGE_BYTES,
    ".htm": limits.PAGE_BYTES,
    ARCHIVE_SUFFIX: limits.ARCHIVE_BYTES,
}
_MARKUP = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html[\s>])", re.I | re.S
)
_HEAD = 4096


def read_file(path: Path) -> Reading:
    """Return what one file holds.

    Its content decides how it is read, for a web page is often named .doc. Raises ReadError where it holds no
    text, is too large, damaged, encrypted or of a kind that is not read; the message says what to do.
    """
    suffix = path.suffix.lower()
    data = load(path)
    reader = _reader(data[:_HEAD], suffix, path)
    reading = reader(data, path)
    if not re.search(r"\w", reading.text):
        raise ReadError(f"{path}: the file is empty.")
    return reading


def load(path: Path) -> bytes:
    """Return the bytes of a file, which must be a plain file of a known suffix and not too large.

    Raises ReadError.
    """
    check(path)
    try:
        return path.read_bytes()
    except OSError as error:
        raise ReadError(f"{path}: it cannot be read ({error.strerror}).") from None


def check(path: Path) -> None:
    """Refuse what is not a plain file of a known suffix, or too large. Raises ReadError."""
    suffix = path.suffix.lower()
    if suffix not in _LIMITS and suffix not in OLD_SUFFIXES:
        supported = ", ".join((*SUFFIXES, ARCHIVE_SUFFIX))
        raise ReadError(
            f"{path}: files of type {suffix or 'without suffix'} are not supported; save it as one of {supported}."
        )
    limit = _LIMITS.get(suffix, limits.WORD_BYTES)
    try:
        status = path.stat()
    except FileNotFoundError:
        raise ReadError(f"{path}: no such file.") from None
    except OSError as error:
        raise ReadError(f"{path}: it cannot be read ({error.strerror}).") from None
    if not stat.S_ISREG(status.st_mode):
        raise ReadError(f"{path}: it is not a file.")
    if status.st_size > limit:
        raise ReadError(
            f"{path}: it is too large ({status.st_size / limits.MB:,.0f} MB); "
            f"a {suffix} file may have {limit // limits.MB} MB."
        )


def _reader(head: bytes, suffix: str, path: Path) -> Callable[[bytes, Path], Reading]:
    """Return the reader for a file that begins with some bytes; heavy libraries come with it."""
    if b"%PDF-" in head[:1024]:
        return lambda data, path: read_guarded("pdf", data, path)
    if head.startswith(b"PK\x03\x04"):
        return _read_word
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _old_office
    if head.startswith(b"{\\rtf"):
        raise _save_as(path, "rich text (.rtf)", "Word")
    if suffix in (".html", ".htm") or _MARKUP.match(head.removeprefix(b"\xef\xbb\xbf")):
        return _read_web
    if suffix in OLD_SUFFIXES:
        raise _save_as(path, f"of type {suffix}", OLD_SUFFIXES[suffix])
    if suffix in (".docx", ".pdf"):
        kind = {".docx": "Word", ".pdf": "PDF"}[suffix]
        raise ReadError(f"{path}: it is no {kind} file in spite of its name; it may be damaged.")
    return read_plain


def _read_word(data: bytes, path: Path) -> Reading:
    """Read a Word file, a large one guarded."""
    from corpus.readers.word import check_word, read_word

    written = check_word(data, path)
    return read_guarded("word", data, path) if written > limits.TRUSTED_BYTES else read_word(data, path)


def _read_web(data: bytes, path: Path) -> Reading:
    """Read a page, guarded where it is large or has attributes enough to slow its parser down."""
    if len(data) > limits.TRUSTED_BYTES or data.count(b"=") > limits.TRUSTED_ATTRIBUTES:
        return read_guarded("web", data, path)
    from corpus.readers.web import read_web

    return read_web(data, path)


def _old_office(data: bytes, path: Path) -> Reading:
    """Refuse a file in the old format of Office, in which encrypted Word files are kept as well."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise ReadError(f"{path}: it is encrypted; open it with its password and save it without.")
    raise _save_as(path, "an old Office file (.doc, .wps, .xls)", "Word or WPS")


def _save_as(path: Path, kind: str, program: str) -> ReadError:
    return ReadError(f"{path}: it is {kind}, which is not read; open it in {program} and save it as .docx.")
