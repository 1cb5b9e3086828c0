"""Measures how long answers take: cold from the command line, and warm over hundreds of different questions."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import dutygraph
from app import pipeline
from queries.evaluate import read_questions
from tests.diff.extraction import ROOT

COLD = (
    "乡镇一级扶贫项目资产谁是第一责任人？",  # the vocabulary knows all of it
    "白银区娃娃不念书了归哪几家局管",  # needs jieba's dictionary
    "What happens in Suzhou if money is not disbursed on schedule?",  # needs CC-CEDICT
)
WARMING = 5
"""Questions that are asked before the clock runs, which load dictionaries and the index of words."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Milliseconds that answers took, sorted."""

    milliseconds: tuple[float, ...]

    @property
    def median(self) -> float:
        """The middle of them."""
        return statistics.median(self.milliseconds)

    @property
    def p95(self) -> float:
        """What 19 of 20 stay below."""
        return self.milliseconds[int(0.95 * (len(self.milliseconds) - 1))]


def questions() -> tuple[str, ...]:
    """Return the questions over the shipped texts that others wrote, each different."""
    asked = read_questions([ROOT / "tests" / "asked" / "questions-shipped.jsonl", ROOT / "tests" / "gold"])
    return tuple(dict.fromkeys(one.question for one in asked))


def warm(store: Path, asked: Sequence[str]) -> Asked:
    """Return how long each of these took, once some others have been asked."""
    took = []
    with dutygraph.open(store) as graph:
        for question in asked[:WARMING]:
            graph.ask(question)
        for question in asked[WARMING:]:
            began = time.perf_counter()
            graph.ask(question)
            took.append((time.perf_counter() - began) * 1000)
    return Asked(tuple(sorted(took)))


def cold(store: Path, question: str) -> float:
    """Return the seconds on the clock that `dutygraph ask` takes from start to end."""
    program = "import sys; from app.cli import main; main()"
    began = time.perf_counter()
    command = [sys.executable, "-c", program, "ask", question, "--store", str(store)]
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - began


def report(statutes: Sequence[Path], scratch: Path) -> str:
    """Measure over the shipped texts, then with the statutes added, and return the figures as Markdown."""
    store = scratch / "asked"
    dutygraph.build(store=store).close()
    asked = questions()
    starts = [cold(store, question) for question in COLD]
    rows = [("shipped texts", warm(store, asked))]
    if statutes:
        pipeline.add(statutes, str(store))
        rows.append((f"and {len(statutes)} statutes", warm(store, asked)))
    lines = [
        "",
        "## Answers",
        "",
        f"{len(asked) - WARMING} different questions, each asked once in one session, after {WARMING} others.",
        "",
        "| graph | median ms | p95 ms | slowest ms |",
        "|---|--:|--:|--:|",
    ]
    lines += [f"| {name} | {one.median:.0f} | {one.p95:.0f} | {one.milliseconds[-1]:.0f} |" for name, one in rows]
    told = ", ".join(f"{seconds:.2f} s" for seconds in starts)
    lines += ["", f"Cold, the whole command from start to end: {told} (vocabulary only, with jieba, in English)."]
    return "\n".join(lines) + "\n"
