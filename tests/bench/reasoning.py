"""Measures what a build, its rules and its shapes take, as shares of the build of one run."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from app import pipeline
from ontology.check import checks
from ontology.rules import Derived, infer
from ontology.store import open_store


@dataclass(frozen=True, slots=True)
class Reasoned:
    """Seconds that a build took, those of its rules, and those of each check by name."""

    build: float
    rules: tuple[Derived, ...]
    checks: Mapping[str, float]


def measure(location: str, corpus: Path | None = None) -> Reasoned:
    """Build a folder, by default the shipped texts, derive anew what follows, and check everything."""
    began = time.perf_counter()
    pipeline.build(location, corpus)
    build = time.perf_counter() - began
    with open_store(location, read_only=False) as store:
        derived = infer(store)
    took: dict[str, float] = {}
    with open_store(location) as store:
        began = time.perf_counter()
        for outcome in checks(store):
            took[outcome.name] = (now := time.perf_counter()) - began
            began = now
    return Reasoned(build, derived, took)


def table(measured: Sequence[tuple[str, Reasoned]]) -> str:
    """Return the figures as Markdown: inferences and seconds of each rule, and what share of the build they are."""
    lines = [
        "",
        "## Build, rules and checks",
        "",
        "Rules are derived anew over a graph that is there. The check of shapes is that of pySHACL on shipped texts",
        "and of the fast engine on statutes; that of consistency is HermiT, with a sample of the data.",
        "",
        "| graph | step | inferences | seconds | build = 1 |",
        "|---|---|--:|--:|--:|",
    ]
    for name, one in measured:
        steps = [("build, with rules and shapes", "–", one.build)]
        steps += [(f"`{rule.rule}`", f"{rule.inferences:,}", rule.seconds) for rule in one.rules]
        steps += [(f"check: {check}", "–", seconds) for check, seconds in one.checks.items()]
        steps += [("`check`", "–", sum(one.checks.values()))]
        lines += [
            f"| {name} | {step} | {made} | {seconds:.2f} | {seconds / one.build:.2f} |" for step, made, seconds in steps
        ]
    return "\n".join(lines) + "\n"


def statutes(scratch: Path) -> Path:
    """Return where `report` leaves the graph of the statutes."""
    return scratch / "reasoned-laws"


def report(laws: Path | None, scratch: Path) -> str:
    """Measure the shipped texts and, where there are some, the statutes of a folder; return the figures as Markdown."""
    measured = [("shipped texts", measure(str(scratch / "reasoned")))]
    if laws is not None:
        measured.append(("statutes", measure(str(statutes(scratch)), laws)))
    return table(measured)
