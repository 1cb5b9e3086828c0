"""The shipped library: where the texts and digests that come with the program lie."""

from __future__ import annotations

from pathlib import Path

_ROOM = Path(__file__).parent


def shipped_texts() -> Path:
    """Return the folder of the shipped texts and their manifest."""
    return _ROOM / "texts"


def shipped_facts() -> Path:
    """Return the folder of the shipped digests."""
    return _ROOM / "facts"
