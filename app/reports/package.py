"""Writes Office files so that the same report gives the same bytes: no dates, entries of the archive in order."""

from __future__ import annotations

import io
import zipfile
from typing import Final

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # the earliest moment that a ZIP archive knows
_FIRST: Final = "[Content_Types].xml"  # which readers expect to come first


def repacked(data: bytes, parts: dict[str, bytes]) -> bytes:
    """Return a ZIP archive with `parts` in the place of the entries of their names, sorted and without dates."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as read, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written:
        for name in sorted(read.namelist(), key=lambda name: (name != _FIRST, name)):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            written.writestr(entry, parts.get(name) or read.read(name))
    return out.getvalue()
