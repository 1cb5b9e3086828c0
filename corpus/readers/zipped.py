"""Opens zip containers (.zip, .docx) and refuses those that would unfold beyond all bounds."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import IO

from corpus import limits
from corpus.errors import ReadError

_END = b"PK\x05\x06"
_END_64 = b"PK\x06\x06"
_LOCATOR_64 = b"PK\x06\x07"
_END_SIZE = 22
_COMMENT_SIZE = 65_535


def open_zip(file: IO[bytes], path: Path) -> zipfile.ZipFile:
    """Return a container, its list of files read, nothing unpacked.

    Raises ReadError where it is damaged, encrypted or has more files than any archive of documents.
    """
    if _directory_size(file) > limits.ARCHIVE_DIRECTORY_BYTES:
        raise _too_many(path)
    try:
        container = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, struct.error, OverflowError):
        raise ReadError(f"{path}: it is a damaged archive.") from None
    if len(container.infolist()) > limits.ARCHIVE_FILES:
        raise _too_many(path)
    if any(info.flag_bits & 1 for info in container.infolist()):
        raise ReadError(f"{path}: it is encrypted; unpack it with its password and give the files.")
    return container


def check_sizes(members: Iterable[zipfile.ZipInfo], limit: int, path: Path) -> None:
    """Refuse members that unfold to more than a limit in bytes, or out of nearly nothing.

    What they declare counts: the library unpacks no more than that. Raises ReadError.
    """
    total = 0
    for info in members:
        total += info.file_size
        swollen = info.file_size > limits.MB and info.file_size > limits.ARCHIVE_RATIO * max(info.compress_size, 1)
        if swollen or total > limit:
            raise ReadError(
                f"{path}: it is refused as a decompression bomb; “{info.filename}” unfolds to "
                f"{info.file_size / limits.MB:,.0f} MB, all files up to it to {total / limits.MB:,.0f} MB."
            )


def unpacked(container: zipfile.ZipFile, info: zipfile.ZipInfo, path: Path) -> bytes:
    """Return the bytes of a member whose size has been checked. Raises ReadError where it is damaged."""
    try:
        with container.open(info) as member:  # read() without a size would unfold what a false size hides
            return member.read(info.file_size + 1)
    except Exception as error:  # zlib, bz2 and lzma each have an error of their own
        raise ReadError(f"{path}: “{info.filename}” in it is damaged ({' '.join(str(error).split())}).") from None


def _too_many(path: Path) -> ReadError:
    return ReadError(f"{path}: it holds more than {limits.ARCHIVE_FILES:,} files; give a part of them.")


def _directory_size(file: IO[bytes]) -> int:
    """Return how many bytes the list of the files has, as the end of a container says; 0 where it has no end."""
    size = file.seek(0, 2)
    start = max(0, size - _END_SIZE - _COMMENT_SIZE - 20)
    file.seek(start)
    tail = file.read()
    file.seek(0)
    end = tail.rfind(_END)
    if end < 0 or end + _END_SIZE > len(tail):
        return 0
    found = int(struct.unpack_from("<L", tail, end + 12)[0])
    locator = end - 20
    if locator >= 0 and tail[locator : locator + 4] == _LOCATOR_64:
        offset = struct.unpack_from("<Q", tail, locator + 8)[0]
        if offset + 56 <= size:
            file.seek(offset)
            record = file.read(56)
            file.seek(0)
            if record[:4] == _END_64:
                found = max(found if found != 0xFFFFFFFF else 0, struct.unpack_from("<Q", record, 40)[0])
    return found
