"""Condenses the rows of a named query to what a person can read against the text.

`python -m tests.queries.rows [NAME…]` writes them. Whoever does reads the difference against the texts: `git diff
tests/queries/rows` shows what a change made of every question.
"""

from __future__ import annotations

import hashlib
import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import dutygraph
from ontology.namespace import BASE
from ontology.store import open_store
from queries.named import named, names

FOLDER: Final = Path(__file__).parent / "rows"
_ALL, _FIRST, _LAST, _LONG = 64, 12, 4, 160


def condensed(rows: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """Return the number of rows, a digest of all that they say, and the rows, of many only the first and the last."""
    written = json.dumps([sorted(row.items()) for row in rows], ensure_ascii=False)
    shown = rows if len(rows) <= _ALL else [*rows[:_FIRST], *rows[-_LAST:]]
    return {
        "count": len(rows),
        "digest": hashlib.sha256(written.encode()).hexdigest()[:16],
        "rows": [{name: _short(value) for name, value in row.items()} for row in shown],
    }


def _short(value: str) -> str:
    value = value.removeprefix(BASE)
    return value if len(value) <= _LONG else f"{value[:_LONG]}… ({len(value)})"


def write(wanted: Sequence[str]) -> None:
    """Write the rows of these queries, or of all, from a graph built for it."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        dutygraph.build(store=Path(folder) / "store").close()
        with open_store(Path(folder) / "store") as store:
            for name in wanted or names():
                found = condensed(store.select(named(name).text))
                rows = ",\n".join(f"  {json.dumps(row, ensure_ascii=False)}" for row in found.pop("rows"))
                head = json.dumps(found)[1:-1]
                (FOLDER / f"{name}.json").write_text(f'{{{head}, "rows": [\n{rows}\n]}}\n', "utf-8")


if __name__ == "__main__":
    write(sys.argv[1:])
