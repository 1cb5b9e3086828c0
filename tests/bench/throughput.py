"""Measures how fast texts become frames and a graph, against jieba alone on the same text, and writes BENCHMARKS.md.

Run by `make bench`. It reads the statutes of ../shared/laws (LAWS=folder names others, SAMPLE=n takes every n-th) and,
where there are none, the shipped texts many times over. Loading dictionaries is not part of any figure but its own.
"""

from __future__ import annotations

import os
import platform
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

import jieba

import dutygraph
from corpus.library import shipped_texts
from corpus.read import read_document
from extract.extract import Extractor
from ontology.build import Builder
from ontology.lexicon import read_lexicon
from ontology.store import open_store
from tests.bench import asking, building, drawing, engines, reasoning, serving, users
from tests.diff.extraction import LAWS, ROOT, every_nth, texts

PROCESSES = 2
REPEATS = 20
"""How many times the shipped texts are read where there are no statutes."""
PATIENCE = 300
"""Seconds that a process may take to load its dictionaries."""


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds on the clock, and seconds of processor time of all processes together."""

    clock: float
    processor: float

    def __add__(self, other: Took) -> Took:
        return Took(self.clock + other.clock, self.processor + other.processor)


@dataclass(frozen=True, slots=True)
class Measured:
    """What one run saw: how much it read and made, and how long each stage took."""

    documents: int
    characters: int
    frames: int
    triples: int
    jieba: Took
    loading: Took
    one: Took
    several: Took
    building: Took
    storing: Took


def measure(files: Sequence[Path], scratch: Path) -> Measured:
    """Measure all stages over the files, one stage after the other; `scratch` is an empty folder for the graph."""
    words = [read_document(file).text for file in files]
    jieba.setLogLevel(60)
    jieba.initialize()
    _, alone = _timed(lambda: [jieba.lcut(text) for text in words])
    lexicon = read_lexicon()
    extractor, loading = _timed(lambda: Extractor(lexicon))
    builder = Builder(lexicon)
    one = building = Took(0, 0)
    frames = triples = 0
    quads = scratch / "graph.nq"
    with quads.open("w", encoding="utf-8", newline="") as out:
        for file in files:
            (document, extraction), took = _timed(partial(_frames, extractor, file))
            one += took
            graph, took = _timed(partial(builder.document, document, extraction))
            building += took
            frames += len(extraction.frames)
            triples += graph.count("\n")
            out.write(graph)
    several = _in_processes(files, frames)
    with open_store(scratch / "store", read_only=False, fresh=True) as store, quads.open(encoding="utf-8") as lines:
        _, storing = _timed(lambda: store.load(lines))
    total = sum(map(len, words))
    return Measured(len(files), total, frames, triples, alone, loading, one, several, building, storing)


def _frames(extractor: Extractor, file: Path) -> Any:
    document = read_document(file)
    return document, extractor.extract(document)


def copies(files: Sequence[Path], folder: Path) -> list[Path]:
    """Copy each file `REPEATS` times into a new folder, each copy under a name of its own."""
    folder.mkdir()
    made = [folder / f"{file.stem}-{number}{file.suffix}" for number in range(1, REPEATS + 1) for file in files]
    for copy, file in zip(made, files * REPEATS, strict=True):
        copy.write_bytes(file.read_bytes())
    return made


def _timed(work: Callable[[], Any]) -> tuple[Any, Took]:
    clock, processor = time.perf_counter(), time.process_time()
    result = work()
    return result, Took(time.perf_counter() - clock, time.process_time() - processor)


_extractor: Extractor
_ready: Barrier


def _start(ready: Barrier) -> None:
    global _extractor, _ready
    _extractor, _ready = Extractor(read_lexicon()), ready


def _wait(_number: int) -> None:
    _ready.wait(PATIENCE)


def _count(file: Path) -> tuple[int, float]:
    """Return the number of frames of a file and the processor time that they took."""
    (_, extraction), took = _timed(partial(_frames, _extractor, file))
    return len(extraction.frames), took.processor


def _in_processes(files: Sequence[Path], frames: int) -> Took:
    """Return how long several processes take together once all have loaded their dictionaries."""
    context = get_context("spawn")
    with ProcessPoolExecutor(PROCESSES, context, _start, (context.Barrier(PROCESSES),)) as pool:
        list(pool.map(_wait, range(PROCESSES)))
        counted, took = _timed(lambda: list(pool.map(_count, files)))
    if sum(number for number, _ in counted) != frames:
        raise SystemExit("bench: several processes find other frames than one")
    return Took(took.clock, took.processor + sum(seconds for _, seconds in counted))


def table(seen: Measured, source: str) -> str:
    """Return the figures as Markdown, with the machine."""
    rows = [
        ("`jieba.lcut` alone", 1, seen.jieba),
        ("read, structure, segment, extract", 1, seen.one),
        ("the same", PROCESSES, seen.several),
        ("triples from frames", 1, seen.building),
        ("load into the store", 1, seen.storing),
        ("dictionaries, once in each process", 1, seen.loading),
    ]
    lines = [
        "# Benchmarks",
        "",
        "Written by `make bench`. Seconds on the clock depend on what else the machine does; seconds of processor",
        "time, of all processes together, less so.",
        "",
        f"- Texts: {source}: {seen.documents} documents, {seen.characters:,} characters.",
        f"- Found: {seen.frames:,} frames; {seen.triples:,} triples.",
        f"- Machine: {machine()}.",
        "",
        "| stage | processes | seconds | of processor | characters a second | time, jieba = 1 |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    for name, processes, took in rows:
        speed, ratio = seen.characters / took.clock, took.clock / seen.jieba.clock
        figures = (processes, f"{took.clock:.1f}", f"{took.processor:.1f}", f"{speed:,.0f}", f"{ratio:.2f}")
        lines.append(f"| {name} | {' | '.join(map(str, figures))} |")
    # The dictionaries are loaded once, however much is read.
    lines[-1] = f"| {rows[-1][0]} | 1 | {seen.loading.clock:.1f} | {seen.loading.processor:.1f} | – | – |"
    return "\n".join(lines) + "\n"


def machine() -> str:
    """Return processor, number of cores, system, and the versions that matter."""
    model = platform.processor() or platform.machine()
    known = Path("/proc/cpuinfo")
    if known.is_file():
        fields = (line.partition(":") for line in known.read_text("utf-8").splitlines())
        model = next((value.strip() for name, _, value in fields if name.strip() == "model name"), model)
    packages = ", ".join(f"{name} {version(name)}" for name in ("jieba", "spacy", "pyoxigraph"))
    system = f"{platform.system()} {platform.machine()}"
    return f"{model}, {os.cpu_count()} cores, {system}, Python {platform.python_version()}, {packages}"


def main() -> None:
    """Measure, print the figures and write them to BENCHMARKS.md."""
    folder = Path(os.environ.get("LAWS") or LAWS)
    with tempfile.TemporaryDirectory(prefix="dutygraph-bench-") as scratch:
        if folder.is_dir():
            files, source = texts(folder, every_nth()), "statutes and local regulations"
        else:
            print(f"bench: no statutes in {folder}; the shipped texts are read {REPEATS} times", file=sys.stderr)
            files, source = copies(texts(shipped_texts()), Path(scratch, "texts")), f"the shipped ones, {REPEATS} times"
        laws = folder if folder.is_dir() else None
        text = ""
        for section in _sections(files, source, laws, Path(scratch)):
            print(section, flush=True)
            text += section
    (ROOT / "BENCHMARKS.md").write_text(text, "utf-8")


def _sections(files: Sequence[Path], source: str, laws: Path | None, scratch: Path) -> Iterator[str]:
    """Yield one section of the report after the other; together they take some twenty minutes."""
    yield table(measure(files, scratch), source)
    yield building.report(files, scratch)
    yield asking.report(files if laws else [], scratch)
    yield engines.report(laws, scratch)
    shipped = scratch / "shipped"
    dutygraph.build(store=shipped).close()
    yield serving.report(shipped)
    yield users.report(shipped)
    yield reasoning.report(laws, scratch)
    if laws and shutil.which("chromium"):
        yield drawing.report(reasoning.statutes(scratch))


if __name__ == "__main__":
    main()
