"""Runs the rules of `rules/*.rq` over a store and keeps what they derive, with its premises, in a graph of its own."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Final

from corpus.errors import VocabularyError
from ontology.namespace import DG, INFERRED_GRAPH, RDF
from ontology.store import Store

FOLDER: Final = Path(__file__).parent / "rules"
ROUNDS: Final = 12
"""A rule that builds on itself runs so many times at most; no hierarchy or chain of supervision is that long."""
_HEADER: Final = re.compile(
    r"# purpose: (?P<purpose>.+)\n# premises: (?P<premises>.+)\n# example: (?P<example>.+)\n# after: (?P<after>.+)\n"
)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of `rules/`: its header and its CONSTRUCT query; `after` are the rules on whose conclusions it builds."""

    name: str
    purpose: str
    premises: str
    example: str
    after: tuple[str, ...]
    query: str


@dataclass(frozen=True, slots=True)
class Derived:
    """How many inferences a rule made, and how many seconds it took."""

    rule: str
    inferences: int
    seconds: float


@cache
def rules(folder: Path = FOLDER) -> tuple[Rule, ...]:
    """Return the rules of a folder, each after those it builds on. Raises VocabularyError."""
    found = {path.stem: _rule(path) for path in sorted(folder.glob("*.rq"))}
    order = TopologicalSorter({name: sorted({*rule.after} - {name}) for name, rule in found.items()})
    try:
        return tuple(found[name] for name in order.static_order())
    except KeyError as error:
        raise VocabularyError(f"The rules in {folder} build on {error.args[0]}, which is no rule there.") from error
    except CycleError as error:
        raise VocabularyError(f"The rules {', '.join(error.args[1])} build on each other.") from error


def _rule(path: Path) -> Rule:
    text = path.read_text("utf-8")
    header = _HEADER.match(text)
    if header is None:
        raise VocabularyError(f"The rule {path} does not begin with its purpose, premises, example and after.")
    after = () if header["after"] == "none" else tuple(header["after"].split(", "))
    return Rule(path.stem, header["purpose"], header["premises"], header["example"], after, text)


def infer(store: Store, look: Callable[[str], object] = len) -> tuple[Derived, ...]:
    """Derive everything anew in the place of what was derived before.

    Only the graph of inferences is written; `look` is given its N-Quads, and what it raises stops the work. Raises
    StoreError, SparqlError and VocabularyError.
    """
    store.replace_graph(INFERRED_GRAPH, "")
    return tuple(_derive(store, rule, look) for rule in rules())


def _derive(store: Store, rule: Rule, look: Callable[[str], object]) -> Derived:
    began, made = time.perf_counter(), 0
    for _ in range(ROUNDS if rule.name in rule.after else 1):
        lines = sorted({f"{triple} <{INFERRED_GRAPH}> .\n" for triple in store.construct(rule.query)})
        if not lines:
            break
        made += sum(f"<{RDF.type}> <{DG.Inference}>" in line for line in lines)
        quads = "".join(lines)
        look(quads)
        store.load([quads])
    return Derived(rule.name, made, time.perf_counter() - began)
