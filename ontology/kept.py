"""Keeps the rows of queries over a whole graph in files beside it, so that the next process need not ask again.

A generation of a store never changes, and neither do the rows of a query over it. A file begins with the checksum of
what follows; one that is damaged, or of another query, counts as missing.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

Rows = list[dict[str, str]]

_FOLDER: Final = "kept"
_FORM: Final = 1
"""The form of the files; those of another form count as missing."""


class Kept:
    """The rows that are kept beside one generation."""

    def __init__(self, generation: Path) -> None:
        """Take the folder of the generation; the folder of the rows is made when the first are kept."""
        self._folder: Final = generation / _FOLDER

    def read(self, query: str) -> Rows | None:
        """Return the rows of a query, None where they are not kept or cannot be trusted."""
        try:
            checksum, _, body = self._path(query).read_bytes().partition(b"\n")
            if checksum.decode("ascii") != _digest(body):
                return None
            held = json.loads(body)
            if (held["form"], held["query"]) != (_FORM, query):
                return None
            columns = held["columns"]
            return [
                {name: value for name, value in zip(columns, row, strict=True) if value is not None}
                for row in zip(*held["values"], strict=True)
            ]
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def write(self, query: str, rows: Sequence[dict[str, str]]) -> None:
        """Keep the rows of a query; where nothing can be written, nothing is kept."""
        columns = sorted({name for row in rows for name in row})
        values = [[row.get(name) for row in rows] for name in columns]
        held = {"form": _FORM, "query": query, "columns": columns, "values": values}
        body = json.dumps(held, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
        with suppress(OSError):
            self._folder.mkdir(exist_ok=True)
            # Under another name until it is whole, since others may be reading and writing.
            with tempfile.TemporaryDirectory(dir=self._folder) as folder:
                beside = Path(folder, "rows")
                beside.write_bytes(_digest(body).encode("ascii") + b"\n" + body)
                beside.replace(self._path(query))

    def _path(self, query: str) -> Path:
        return self._folder / f"{_digest(query.encode())}.json"


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
