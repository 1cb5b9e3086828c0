"""Measures the named queries on the default store against rdflib's own memory store, over the shipped texts."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import rdflib

import dutygraph
from ontology.export import export
from ontology.store import Store, open_store
from queries.named import named, names

Rows = list[dict[str, str]]
REPEATS = 3


@dataclass(frozen=True, slots=True)
class Compared:
    """The milliseconds that a query took on either store, and whether both gave the same rows in the same order."""

    name: str
    default: float
    memory: float
    same: bool

    @property
    def ratio(self) -> float:
        """How many times as long rdflib took."""
        return self.memory / self.default


def in_memory(store: Store) -> rdflib.Dataset:
    """Return what a store holds in rdflib's memory store."""
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data=b"".join(export(store, "nquads")).decode(), format="nquads")
    return dataset


def compare(store: Store, memory: rdflib.Dataset, name: str, repeats: int = REPEATS) -> Compared:
    """Run a named query with its example on both stores; the quickest of the runs counts."""
    text = named(name).text
    ours, default = _quickest(lambda: store.select(text), repeats)
    theirs, slow = _quickest(lambda: _select(memory, text), repeats)
    return Compared(name, default, slow, ours == theirs)


def _select(memory: rdflib.Dataset, text: str) -> Rows:
    return [{str(key): str(value) for key, value in row.asdict().items()} for row in memory.query(text)]


def _quickest(work: Callable[[], Any], repeats: int) -> tuple[Any, float]:
    took = []
    for _ in range(repeats):
        began = time.perf_counter()
        result = work()
        took.append((time.perf_counter() - began) * 1000)
    return result, min(took)


def table(seen: Sequence[Compared]) -> str:
    """Return the figures as Markdown: of all queries together, and those that differ most."""
    ratios = sorted(one.ratio for one in seen)
    default, memory = (sum(times) for times in zip(*((one.default, one.memory) for one in seen), strict=True))
    lines = [
        "",
        "## Named queries: rdflib's memory store against the default one",
        "",
        f"The {len(seen)} queries of `queries/rq` with their examples, over the shipped texts, the quickest of",
        f"{REPEATS} runs. rdflib takes {statistics.median(ratios):.0f} times as long in the middle of them, from "
        f"{ratios[0]:.1f} to {ratios[-1]:,.0f} times,",
        f"and {memory / default:.0f} times as long for all; both give the same rows for "
        f"{sum(one.same for one in seen)}.",
        "",
        "| query | default store ms | rdflib in memory ms | ratio |",
        "|---|--:|--:|--:|",
        f"| all | {default:,.0f} | {memory:,.0f} | {memory / default:.1f} |",
    ]
    farthest = sorted(seen, key=lambda one: (-one.ratio, one.name))
    lines += [
        f"| `{one.name}` | {one.default:.1f} | {one.memory:,.1f} | {one.ratio:.1f} |"
        for one in [*farthest[:5], *farthest[-3:]]
    ]
    return "\n".join(lines) + "\n"


def report(scratch: Path) -> str:
    """Build the shipped texts below an empty folder, compare all named queries and return the figures as Markdown."""
    place = scratch / "engines"
    dutygraph.build(store=place).close()
    with open_store(place) as store:
        memory = in_memory(store)
        return table([compare(store, memory, name) for name in names()])
