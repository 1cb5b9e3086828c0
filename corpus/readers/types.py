"""What a reader returns: the plain text of a file and the metadata that the file gives beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Reading:
    """The text of a file as it is stored, and what the file says of the document outside that text.

    `metadata` has names and values of `corpus.types.Metadata`.
    """

    text: str
    metadata: Mapping[str, Any] = field(default_factory=dict)
