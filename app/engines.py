"""Turns documents into graphs, in their order: in this process, in several, or on the machines of a Dask cluster.

What comes out does not depend on where: a graph is made of one document and the vocabulary alone.
"""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import get_context, parent_process
from typing import TypeVar

from corpus.errors import DutygraphError
from corpus.types import Document, Metadata
from extract.types import Lexicon
from ontology.build import Builder
from ontology.lexicon import read_lexicon

# A process needs about two seconds to load jieba and spaCy, in which it could read this many documents.
DOCUMENTS_PER_JOB = 40

_AHEAD = 6
"""So many documents for each thread are under way at once."""

Handle = TypeVar("Handle")

Task = tuple[Document, tuple[tuple[str, tuple[str, ...]], ...]]
"""A document, and the actors of lead-ins that its copy lacks, as a digest knows them."""

Graph = tuple[Metadata, int, str]
"""What is known about a document, the number of its frames, and its graph as N-Quads."""

Engine = Callable[[Iterable[Task]], Iterator[Graph]]
"""Yields the graph of each document, in their order."""


class WorkerDied(DutygraphError):
    """A process of the build was ended from outside, mostly for want of memory."""


class EngineError(DutygraphError):
    """Where texts were to be read cannot be used: no cluster, or one with another version."""


class Writer:
    """Turns documents into graphs; costs about two seconds to make. Not for several threads at once."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Take the vocabulary (see `ontology.lexicon.read_lexicon`)."""
        from extract.extract import Extractor  # brings spaCy, which a file that is refused need not wait for

        self._extractor = Extractor(lexicon)
        self._builder = Builder(lexicon)

    def __call__(self, task: Task) -> Graph:
        """Return the graph of a document."""
        document, lead_ins = task
        extraction = self._extractor.extract(document, lead_ins)
        return document.metadata, len(extraction.frames), self._builder.document(document, extraction)


def find(name: str | None, jobs: int | None, count: int) -> Engine:
    """Return the engine of an address `dask://HOST:PORT`, else one of so many processes.

    By default as many as pay for so many documents (`count`). Raises EngineError for other addresses.
    """
    if name is None:
        return lambda tasks: _locally(tasks, count, jobs)
    if not name.startswith("dask://"):
        raise EngineError(f"{name} is no engine; there is dask://HOST:PORT, the scheduler of a Dask cluster.")
    from app import cluster  # distributed is slow to load, and only clusters need it

    return lambda tasks: cluster.graphs(name, tasks)


def _locally(tasks: Iterable[Task], count: int, jobs: int | None) -> Iterator[Graph]:
    jobs = min(jobs or max(1, min(os.cpu_count() or 1, count // DOCUMENTS_PER_JOB)), count)
    if jobs == 1:
        yield from map(Writer(read_lexicon()), tasks)
        return
    # Spawned, not forked: an open store has threads, which a fork would not copy.
    pool = ProcessPoolExecutor(jobs, get_context("spawn"), _start)
    try:
        yield from in_order(tasks, lambda task: pool.submit(_write, task), Future.result, jobs)
    except BrokenProcessPool as error:
        raise WorkerDied("A process of the build ended early, perhaps for want of memory; try one job.") from error
    finally:
        pool.shutdown(cancel_futures=True)


def in_order(
    tasks: Iterable[Task], submit: Callable[[Task], Handle], result: Callable[[Handle], Graph], threads: int
) -> Iterator[Graph]:
    """Yield the graphs of tasks that so many threads do at once, in the order of the tasks.

    Only some are under way at a time: graphs that nobody has stored yet would fill the memory.
    """
    waiting = iter(tasks)
    running = deque(map(submit, islice(waiting, _AHEAD * threads)))
    while running:
        graph = result(running.popleft())
        running.extend(map(submit, islice(waiting, 1)))
        yield graph


_writer: Writer
"""The writer of a worker process."""


def _start() -> None:
    """Prepare a worker process: Ctrl-C is for the process that started it, and it does not outlive that one.

    It reads the vocabulary itself: more than a pipe holds would block the start of a process that dies at once.
    """
    global _writer
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _writer = Writer(read_lexicon())


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _write(task: Task) -> Graph:
    return _writer(task)
