"""Writes frames as JSON Lines and as a table, with the fields of docs/contract.md."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from typing import Any, Final, cast

from extract.types import Evidence, Frame, Matter

_LISTS: Final = ("recipients", "time", "quantity", "conduct", "targets", "measures", "enforcers")
_ACTOR: Final = ("name", "level", "start", "end", "quote", "inherited")
_AMOUNT: Final = ("low", "high", "unit", "base", "start", "end")
COLUMNS: Final = (
    "id", "document", "provision", "item", "kind", "role", "actors", "levels", "matter", "concepts", *_LISTS,
    "quote", "start", "end", "gist", "rule", "confidence", "status",
)  # fmt: skip
"""The columns of the table."""


def frame_json(frame: Frame) -> dict[str, Any]:
    """Return a frame as the object that docs/contract.md defines, with the places of its values under `evidence`."""
    evidence: dict[str, Any] = {
        name: [_proof(proof.value, proof) for proof in getattr(frame, name)]
        for name in (*_LISTS, "conditions", "exceptions")
        if getattr(frame, name)
    }
    if frame.matter:
        evidence["matter"] = [_proof(frame.matter.text, frame.matter)]
    return {
        "id": frame.id,
        "document": frame.document,
        "provision": frame.provision,
        "item": frame.item,
        "kind": frame.kind,
        "role": frame.role,
        "start": frame.start,
        "end": frame.end,
        "quote": frame.quote,
        "actors": [{name: getattr(actor, name) for name in _ACTOR} for actor in frame.actors],
        "matter": {"text": frame.matter.text, "concepts": list(frame.matter.concepts)} if frame.matter else None,
        **{name: [proof.value for proof in getattr(frame, name)] for name in _LISTS},
        "amounts": [{name: getattr(amount, name) for name in _AMOUNT} for amount in frame.amounts],
        "rule": frame.rule,
        "confidence": frame.confidence,
        "status": frame.status,
        "gist": frame.gist,
        "evidence": evidence | {"spans": [list(span) for span in frame.spans]},
    }


def json_line(frame: Frame) -> str:
    """Return a frame as one line of JSON."""
    return json.dumps(frame_json(frame), ensure_ascii=False) + "\n"


def table_row(frame: Frame) -> str:
    """Return a frame as a line of CSV under `COLUMNS`, several values joined by ；."""
    values = frame_json(frame) | {
        "actors": [actor.name for actor in frame.actors],
        "levels": dict.fromkeys(actor.level for actor in frame.actors),
        "matter": frame.matter.text if frame.matter else "",
        "concepts": frame.matter.concepts if frame.matter else (),
    }
    return csv_line(values[column] for column in COLUMNS)


def csv_line(values: Iterable[object]) -> str:
    r"""Return values as a line of CSV. Text that a spreadsheet would run as a formula begins with ' there.

    >>> csv_line(["=1+1", ("甲", "乙"), 0.5])
    "'=1+1,甲；乙,0.5\n"
    """
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(map(_cell, values))
    return out.getvalue()


def _cell(value: object) -> str:
    if isinstance(value, int | float):
        return str(value)
    text = value if isinstance(value, str) else "；".join(cast(Iterable[str], value))
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _proof(value: str, proof: Evidence | Matter) -> dict[str, Any]:
    return {"value": value, "quote": proof.quote, "start": proof.start, "end": proof.end, "inherited": proof.inherited}
