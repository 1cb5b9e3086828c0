"""Measures whole builds, from files to a store, against jieba and plain spaCy alone: time, memory, and their growth."""

from __future__ import annotations

import math
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jieba
import psutil
import spacy
from spacy.matcher import PhraseMatcher

from corpus.read import read_document
from ontology.lexicon import read_lexicon

PROCESSES = (1, 2)
TIMES = (1, 2, 4, 8)
"""How many copies of the documents the builds that show growth read."""
GROWING = 40
"""About so many documents are copied."""
LOOK = 0.05
"""Seconds between two looks at the memory."""
BUILD = (
    "import sys; from pathlib import Path; from app import pipeline; pipeline.build(sys.argv[1], Path(sys.argv[2]), {})"
)


@dataclass(frozen=True, slots=True)
class Built:
    """What a build took: seconds on the clock, of processors, and the most memory of all its processes, in MB."""

    clock: float
    processor: float
    memory: float


@dataclass(frozen=True, slots=True)
class Seen:
    """The figures of one run: seconds of jieba and of spaCy alone, builds by processes and by copies."""

    documents: int
    jieba: float
    spacy: float
    builds: dict[int, Built]
    start: Built
    growing: int
    grown: dict[int, Built]

    @property
    def exponent(self) -> float:
        """How time grows with documents: 1 where twice as many take twice as long. The start-up is left out."""
        sizes = [math.log(times) for times in self.grown]
        seconds = [math.log(max(built.processor - self.start.processor, 0.01)) for built in self.grown.values()]
        return statistics.linear_regression(sizes, seconds).slope


def measure(files: Sequence[Path], scratch: Path) -> Seen:
    """Measure builds of files, each in a new process; `scratch` is an empty folder."""
    words = [read_document(file).text for file in files]
    jieba.setLogLevel(60)
    jieba.initialize()
    alone = _clock(lambda: [jieba.lcut(text) for text in words])
    plain = _matching()
    matched = _clock(lambda: [plain(text) for text in words])
    builds = {jobs: build(files, 1, jobs, scratch) for jobs in PROCESSES}
    some = files[:: max(1, len(files) // GROWING)]
    start = build(files[:1], 1, PROCESSES[-1], scratch)
    grown = {times: build(some, times, PROCESSES[-1], scratch) for times in TIMES}
    return Seen(len(files), alone, matched, builds, start, len(some), grown)


def _clock(work: Callable[[], Any]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _matching() -> Callable[[str], Any]:
    """Return spaCy with jieba and a matcher of all words of the vocabulary, as anybody would set it up."""
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": "jieba"}}})
    matcher = PhraseMatcher(nlp.vocab)
    terms = sorted({term.text for term in read_lexicon().terms if term.language == "zh"})
    matcher.add("term", [nlp.make_doc(term) for term in terms])
    matcher(nlp(terms[0]))
    return lambda text: matcher(nlp(text))


def build(files: Sequence[Path], times: int, jobs: int, scratch: Path) -> Built:
    """Build from so many copies of files, each under a name of its own, and say what it took."""
    corpus, store = scratch / "corpus", scratch / "store"
    corpus.mkdir()
    for number in range(times):
        for file in files:
            shutil.copy(file, corpus / f"{file.stem}-{number}{file.suffix}")
    began = time.perf_counter()
    command = [sys.executable, "-c", BUILD.format(jobs), str(store), str(corpus)]
    with subprocess.Popen(command) as running:
        seconds, most = _watched(psutil.Process(running.pid), running)
    took = time.perf_counter() - began
    if running.returncode:
        raise SystemExit("bench: the build failed")
    for folder in (corpus, store):
        shutil.rmtree(folder)
    return Built(took, seconds, most)


def _watched(process: psutil.Process, running: subprocess.Popen[bytes]) -> tuple[float, float]:
    """Return the processor seconds of a process and its children until it ends, and the most memory in MB."""
    most, seconds = 0.0, {}
    while running.poll() is None:
        memory = 0
        for one in _family(process):
            try:
                with one.oneshot():
                    memory += one.memory_info().rss
                    times = one.cpu_times()
                    seconds[one.pid] = times.user + times.system
            except psutil.NoSuchProcess:
                continue
        most = max(most, memory / 1e6)
        time.sleep(LOOK)
    return sum(seconds.values()), most


def _family(process: psutil.Process) -> list[psutil.Process]:
    try:
        return [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def report(files: Sequence[Path], scratch: Path) -> str:
    """Measure and return the figures as Markdown."""
    seen = measure(files, scratch)
    lines = [
        "",
        "## Whole builds",
        "",
        f"From {seen.documents} files to a store that answers, start-up included, each in a new process.",
        "",
        "| what | processes | seconds | of processor | memory, MB | time, jieba = 1 |",
        "|---|--:|--:|--:|--:|--:|",
        f"| `jieba.lcut` alone | 1 | {seen.jieba:.1f} | {seen.jieba:.1f} | – | 1.00 |",
        f"| spaCy with jieba and a PhraseMatcher | 1 | {seen.spacy:.1f} | {seen.spacy:.1f} | – | "
        f"{seen.spacy / seen.jieba:.2f} |",
    ]
    lines += [
        f"| build | {jobs} | {built.clock:.1f} | {built.processor:.1f} | {built.memory:.0f} | "
        f"{built.clock / seen.jieba:.2f} |"
        for jobs, built in seen.builds.items()
    ]
    lines += [
        "",
        f"Growth, {PROCESSES[-1]} processes: time grows with the number of documents to the power of "
        f"{seen.exponent:.2f} (processor time without the start-up).",
        "",
        "| documents | seconds | of processor | memory, MB |",
        "|--:|--:|--:|--:|",
    ]
    lines += [
        f"| {times * seen.growing} | {built.clock:.1f} | {built.processor:.1f} | {built.memory:.0f} |"
        for times, built in seen.grown.items()
    ]
    return "\n".join(lines) + "\n"
