"""Metadata: what a text says about itself, completed and overridden by what is given."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from corpus.types import CleanText, Metadata, Provision


def describe(text: str, clean: CleanText, root: Provision, given: Mapping[str, Any]) -> Metadata:
    """Return a document's metadata."""
    return Metadata(**{"id": "", **given})
