"""Writes what a store knows of a document as the object that `dutygraph documents --json` prints."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Final

from ontology.frames import Record

_COUNTS: Final = ("articles", "frames", "digested", "versions")


def record_json(record: Record) -> dict[str, Any]:
    """Return the metadata of a document and how much the graph holds of it."""
    return asdict(record.metadata) | {name: getattr(record, name) for name in _COUNTS}
