"""Measures the named queries on the default store against rdflib's own memory store, and against maplib."""

from __future__ import annotations

import math
import multiprocessing
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pyoxigraph
import rdflib

from app import pipeline
from corpus.library import shipped_texts
from ontology.export import export
from ontology.store import Store, open_store
from queries.named import named, names
from tests.diff.extraction import texts

Rows = list[dict[str, str]]
REPEATS = 3
EVERY = 6
"""Every sixth statute, with the shipped texts, makes half a million triples."""
PATIENCE = 30.0
"""Seconds that rdflib has for a query; one that takes longer counts as this long."""
SHOWN = 8
"""How many queries the table shows: those with the greatest and those with the least ratios."""


@dataclass(frozen=True, slots=True)
class Compared:
    """The milliseconds that a query took on each engine, and whether rdflib gave the same rows in the same order.

    `same` is None, and `memory` the bound, where rdflib took too long; `other` is None without maplib, or where it
    refuses the query.
    """

    name: str
    default: float
    memory: float
    same: bool | None
    other: float | None = None

    @property
    def ratio(self) -> float:
        """How many times as long rdflib took, at least."""
        return self.memory / self.default


def in_memory(store: Store) -> rdflib.Dataset:
    """Return what a store holds in rdflib's memory store."""
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data=b"".join(export(store, "nquads")).decode(), format="nquads")
    return dataset


def in_maplib(store: Store, scratch: Path) -> Any:
    """Return what a store holds in a model of maplib, all graphs as one; None where maplib is not installed."""
    if find_spec("maplib") is None:
        return None
    with tempfile.NamedTemporaryFile(dir=scratch, suffix=".nt") as file:
        triples = store.construct("CONSTRUCT WHERE { ?s ?p ?o }")
        pyoxigraph.serialize(triples, file.name, format=pyoxigraph.RdfFormat.N_TRIPLES)
        model = import_module("maplib").Model()
        model.read(file.name)
    return model


def in_default(store: Store, name: str, repeats: int = REPEATS) -> tuple[Rows, float]:
    """Run a named query with its example on the default store; return its rows and the quickest milliseconds."""
    text = named(name).text
    return _quickest(lambda: store.select(text), repeats)


def compare(
    ours: tuple[Rows, float],
    memory: rdflib.Dataset,
    name: str,
    repeats: int = REPEATS,
    patience: float = PATIENCE,
    model: Any = None,
) -> Compared:
    """Run a named query with its example on the other engines; the quickest of the runs counts."""
    text = named(name).text
    rows, default = ours
    theirs = _bounded(lambda: _quickest(lambda: _select(memory, text), repeats, patience / 10), patience)
    slow = patience * 1000 if theirs is None else theirs[1]
    return Compared(name, default, slow, None if theirs is None else rows == theirs[0], _maplib(model, text, repeats))


def _select(memory: rdflib.Dataset, text: str) -> Rows:
    return [{str(key): str(value) for key, value in row.asdict().items()} for row in memory.query(text)]


def _maplib(model: Any, text: str, repeats: int) -> float | None:
    if model is None:
        return None
    try:
        return _quickest(lambda: model.query(text), repeats)[1]
    except Exception:  # its errors are of no common kind
        return None


def _quickest(work: Callable[[], Any], repeats: int, most: float = math.inf) -> tuple[Any, float]:
    """Return what work gives and its quickest run in milliseconds; no run begins when `most` seconds have gone."""
    took: list[float] = []
    result = None
    while not took or (len(took) < repeats and sum(took) < most * 1000):
        began = time.perf_counter()
        result = work()
        took.append((time.perf_counter() - began) * 1000)
    return result, min(took)


def _bounded(work: Callable[[], Any], patience: float) -> Any:
    """Return what work gives in a copy of this process, which is ended when it takes too long; then None."""
    context = multiprocessing.get_context("fork")  # the memory store is shared, not loaded again
    receiving, sending = context.Pipe(duplex=False)
    process = context.Process(target=_send, args=(work, sending))
    process.start()
    sending.close()
    try:
        return receiving.recv() if receiving.poll(patience) else None
    finally:
        process.kill()
        process.join()


def _send(work: Callable[[], Any], sending: Connection) -> None:
    sending.send(work())


def table(seen: Sequence[Compared], triples: int) -> str:
    """Return the figures as Markdown: of all queries together, and those that differ most."""
    ratios = sorted(one.ratio for one in seen)
    others = [one.other / one.default for one in seen if one.other is not None]
    late = sum(one.same is None for one in seen)
    lines = [
        "",
        "## Named queries: rdflib's memory store against the default one",
        "",
        f"The {len(seen)} queries of `queries/rq` with their examples over {triples:,} triples, the quickest of",
        f"{REPEATS} runs. rdflib takes {_mean(ratios):.1f} times as long (geometric mean), from {ratios[0]:.1f} to "
        f"{ratios[-1]:,.0f} times; it is faster for {sum(ratio < 1 for ratio in ratios)}.",
        f"{late} took it more than {PATIENCE:.0f} s, which is what they count for; without them it takes "
        f"{_mean([one.ratio for one in seen if one.same is not None]):.1f} times as long. Both give the same rows for "
        f"{sum(one.same is True for one in seen)} of the other {len(seen) - late}.",
    ]
    if others:
        lines.append(
            f"maplib, which keeps all in memory, takes {_mean(others):.2f} times as long for the {len(others)} that it "
            "runs."
        )
    lines += ["", "| query | default store ms | rdflib in memory ms | ratio | maplib ms |", "|---|--:|--:|--:|--:|"]
    farthest = sorted(seen, key=lambda one: (-one.ratio, one.name))
    shown = farthest if len(farthest) <= SHOWN else [*farthest[: SHOWN // 2], *farthest[-SHOWN // 2 :]]
    lines += [
        f"| `{one.name}` | {one.default:.1f} | {'> ' * (one.same is None)}{one.memory:,.1f} | {one.ratio:,.1f} | "
        f"{'–' if one.other is None else f'{one.other:.1f}'} |"
        for one in shown
    ]
    return "\n".join(lines) + "\n"


def _mean(ratios: Sequence[float]) -> float:
    return math.exp(sum(map(math.log, ratios)) / len(ratios))


def report(laws: Path | None, scratch: Path) -> str:
    """Build shipped texts and some statutes below an empty folder, compare all named queries, return the figures."""
    corpus = scratch / "half"
    corpus.mkdir()
    for file in (*texts(shipped_texts()), *(texts(laws, EVERY) if laws else ())):
        (corpus / file.name).write_bytes(file.read_bytes())
    pipeline.build(str(scratch / "engines"), corpus)
    with open_store(scratch / "engines") as store:
        triples = int(store.select("SELECT (COUNT(*) AS ?count) { ?s ?p ?o }")[0]["count"])
        # Each engine alone: millions of objects of another in the same process make all its steps slower.
        ours = {name: in_default(store, name) for name in names()}
        memory, model = in_memory(store), in_maplib(store, scratch)
        return table([compare(ours[name], memory, name, model=model) for name in names()], triples)
