"""Measures what a build, its rules and its shapes take, as shares of the build of one run."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app import pipeline
from ontology.check import checks
from ontology.rules import Derived, infer
from ontology.store import open_store


@dataclass(frozen=True, slots=True)
class Reasoned:
    """Seconds that a build took, those of its rules, and those of all checks; none where they were left out."""

    build: float
    rules: tuple[Derived, ...]
    check: float | None


def measure(location: str, corpus: Path | None = None, check: bool = True) -> Reasoned:
    """Build a folder, by default the shipped texts, derive anew what follows, and check everything."""
    began = time.perf_counter()
    pipeline.build(location, corpus)
    build = time.perf_counter() - began
    with open_store(location, read_only=False) as store:
        derived = infer(store)
    if not check:
        return Reasoned(build, derived, None)
    began = time.perf_counter()
    with open_store(location) as store:
        list(checks(store))
    return Reasoned(build, derived, time.perf_counter() - began)


def table(measured: Sequence[tuple[str, Reasoned]]) -> str:
    """Return the figures as Markdown: inferences and seconds of each rule, and what share of the build they are."""
    lines = [
        "",
        "## Rules",
        "",
        "Derived anew over a graph that is there. `check` runs pySHACL and HermiT, on the shipped texts only.",
        "",
        "| graph | step | inferences | seconds | build = 1 |",
        "|---|---|--:|--:|--:|",
    ]
    for name, one in measured:
        steps = [("build, with rules and shapes", "–", one.build)]
        steps += [(f"`{rule.rule}`", f"{rule.inferences:,}", rule.seconds) for rule in one.rules]
        steps += [("`check`", "–", one.check)] if one.check is not None else []
        lines += [
            f"| {name} | {step} | {made} | {seconds:.2f} | {seconds / one.build:.2f} |" for step, made, seconds in steps
        ]
    return "\n".join(lines) + "\n"


def report(laws: Path | None, scratch: Path) -> str:
    """Measure the shipped texts and, where there are some, the statutes of a folder; return the figures as Markdown."""
    measured = [("shipped texts", measure(str(scratch / "reasoned")))]
    if laws is not None:
        measured.append(("statutes", measure(str(scratch / "reasoned-laws"), laws, check=False)))
    return table(measured)
