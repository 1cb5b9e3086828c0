"""Keeps what is found out about a whole graph in files beside it, so that the next process need not find it again.

A generation of a store never changes, and neither do the rows of a query over it, nor an index of its words. What is
kept has a checksum; what is damaged, or of another query, counts as missing.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

Rows = list[dict[str, str]]

_FOLDER: Final = "kept"
_FORM: Final = 1
"""The form of the files of rows; those of another form count as missing."""
_CHECKSUM: Final = "checksum"


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

    def folder(self, name: str, make: Callable[[Path], object]) -> Path | None:
        """Return the folder of files that `make` writes into an empty one, made once for all processes.

        None where nothing can be written.
        """
        folder = self._folder / name
        if _is_whole(folder):
            return folder
        try:
            self._folder.mkdir(exist_ok=True)
            with tempfile.TemporaryDirectory(dir=self._folder) as beside:
                new = Path(beside, "files")
                new.mkdir()
                make(new)
                (new / _CHECKSUM).write_text(_digest_of(new), "ascii")
                if folder.exists():  # damaged
                    folder.rename(Path(beside, "damaged"))
                new.rename(folder)
        except OSError:  # a read-only place, or another process was faster
            return folder if _is_whole(folder) else None
        return folder

    def _path(self, query: str) -> Path:
        return self._folder / f"{_digest(query.encode())}.json"


def _is_whole(folder: Path) -> bool:
    try:
        return (folder / _CHECKSUM).read_text("ascii") == _digest_of(folder)
    except (OSError, ValueError):
        return False


def _digest_of(folder: Path) -> str:
    """Return a checksum of the files of a folder, their names included."""
    files = sorted(path for path in folder.iterdir() if path.name != _CHECKSUM)
    return _digest("".join(f"{path.name} {_digest(path.read_bytes())}\n" for path in files).encode())


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
