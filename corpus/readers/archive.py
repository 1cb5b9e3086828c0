"""Unpacks the documents of a .zip archive into a folder, none of them outside of it."""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Container
from pathlib import Path, PurePosixPath

from corpus import limits
from corpus.errors import ReadError
from corpus.readers.zipped import check_sizes, open_zip, unpacked

_UTF_8_NAME = 0x800


def unpack(path: Path, folder: Path, suffixes: Container[str]) -> None:
    """Write the members of an archive that have one of these suffixes below a folder, in the folders they name.

    Raises ReadError where a member leads out of the folder, is a link or another archive, where the archive is
    damaged or encrypted, or would unfold beyond bounds. Then what is in the folder is of no use.
    """
    with path.open("rb") as file, open_zip(file, path) as container:
        members = [(info, _name(info)) for info in container.infolist() if not info.is_dir()]
        for info, name in members:
            _check(info, name, path)
        wanted = [
            (info, name)
            for info, name in members
            if PurePosixPath(name).suffix.lower() in suffixes and "__MACOSX" not in PurePosixPath(name).parts
        ]
        check_sizes((info for info, _ in wanted), limits.ARCHIVE_UNPACKED_BYTES, path)
        for info, name in wanted:
            target = folder / name
            try:
                target.parent.mkdir(parents=True, exist_ok=True)
                if target.exists():
                    raise ReadError(f"{path}: it holds “{name}” twice.")
                target.write_bytes(unpacked(container, info, path))
            except OSError as error:
                raise ReadError(f"{path}: “{name}” in it cannot be unpacked ({error.strerror}).") from None


def _name(info: zipfile.ZipInfo) -> str:
    """Return the name of a member; what is not marked as UTF-8 is what Chinese Windows writes, or UTF-8 after all."""
    if info.flag_bits & _UTF_8_NAME:
        return info.filename
    try:
        raw = info.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def _check(info: zipfile.ZipInfo, name: str, path: Path) -> None:
    """Refuse a member that is not a plain file below the folder."""
    parts = name.replace("\\", "/").split("/")
    drive = len(parts[0]) == 2 and parts[0].endswith(":")
    if name.startswith(("/", "\\")) or ".." in parts or drive or "\0" in name:
        raise ReadError(f"{path}: “{name}” in it leads out of the archive; it is refused.")
    mode = info.external_attr >> 16
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        raise ReadError(f"{path}: “{name}” in it is a link or a device, not a file; it is refused.")
    if name.lower().endswith((".zip", ".rar", ".7z", ".gz", ".tar", ".bz2", ".xz")):
        raise ReadError(f"{path}: “{name}” in it is an archive in an archive; unpack it first.")
