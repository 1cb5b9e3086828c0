"""Reads plain text and Markdown in the encodings that Chinese texts have, every character as it is."""

from __future__ import annotations

import re
from pathlib import Path

from corpus.errors import ReadError
from corpus.readers.types import Reading

# The encodings of Chinese texts, besides UTF-8; the judge may not guess others.
_ENCODINGS = ["gb18030", "gbk", "gb2312", "big5", "utf_16", "utf_16_le", "utf_16_be"]
_CONTROLS = re.compile(r"[\x01-\x08]")


def read_plain(data: bytes, path: Path) -> Reading:
    """Return the text of a .txt or .md file, newlines as they are and without a byte order mark.

    Raises ReadError where the encoding cannot be told or the bytes are no text.
    """
    text = decode(data)
    if text is None:
        raise ReadError(f"{path}: its encoding is not known; save it as UTF-8.")
    if "\0" in text or len(_CONTROLS.findall(text)) > len(text) // 100:
        raise ReadError(f"{path}: it is a binary file, not a text.")
    return Reading(text)


def decode(data: bytes) -> str | None:
    """Return the text of bytes: UTF-8 where they are, else what the judge finds, else None."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        from charset_normalizer import from_bytes

        best = from_bytes(data, cp_isolation=_ENCODINGS).best()
    if best is None:
        return None
    encoding = "gb18030" if best.encoding.startswith("gb") else best.encoding
    try:
        return data.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError:
        return None
