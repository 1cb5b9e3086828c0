"""Writes a comparison as JSON: every field of queries.comparison.types.Comparison under its own name."""

import json
from dataclasses import asdict

from queries.comparison.types import Comparison


def json_file(comparison: Comparison) -> bytes:
    """Return the comparison as one object, `titles` as a mapping of ids, keys in the order of the types."""
    value = asdict(comparison) | {"titles": dict(comparison.titles)}
    # Half pairs, which no UTF-8 file can hold, become replacement characters.
    text = json.dumps(value, ensure_ascii=False, indent=2).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return f"{text}\n".encode()
