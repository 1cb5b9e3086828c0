"""Turns documents into graphs on the machines of a Dask cluster, whose workers have the same dutygraph installed."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Final

import corpus
import extract
import ontology
from app.engines import EngineError, Graph, Task, WorkerDied, Writer, in_order
from ontology.lexicon import read_lexicon

if TYPE_CHECKING:
    from distributed import Client, Future

_PATIENCE: Final = 30.0
"""So many seconds without a scheduler or without any worker are waited."""
_LOOK: Final = 1.0
_LIBRARIES: Final = ("jieba", "spacy", "opencc")


def graphs(address: str, tasks: Iterable[Task]) -> Iterator[Graph]:
    """Yield the graph of each document, in their order; `address` is `dask://HOST:PORT`, that of the scheduler.

    What a worker had in hand when it died is done again by another. Raises EngineError where there is no cluster, no
    worker, or one that would make other graphs, and WorkerDied where documents end one worker after the other.
    """
    try:
        import distributed
    except ImportError as error:
        raise EngineError("Clusters need the package distributed: pip install 'dutygraph[cluster]'.") from error
    try:
        client = distributed.Client("tcp://" + address.removeprefix("dask://"), timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise EngineError(f"No Dask scheduler answers at {address}.") from error
    with client:
        threads = _threads(client, address)
        try:
            yield from in_order(
                tasks,
                submit=lambda task: client.submit(_write, task, pure=False),
                result=lambda future: _result(client, address, future),
                threads=threads,
            )
        except distributed.KilledWorker as error:
            raise WorkerDied(f"A document ended several workers of {address}, perhaps for want of memory.") from error


def fingerprint() -> str:
    """Return a name of everything that graphs depend on: the code, the vocabulary, the patterns and the libraries."""
    names = sha256(" ".join(version(library) for library in _LIBRARIES).encode())
    for package in (corpus, extract, ontology):
        folder = Path(str(package.__file__)).parent
        for path in sorted(folder.rglob("*")):
            if path.suffix in {".py", ".ttl", ".jsonl", ".yaml"}:
                names.update(f"{path.relative_to(folder)} {sha256(path.read_bytes()).hexdigest()}\n".encode())
    return names.hexdigest()


def _threads(client: Client, address: str) -> int:
    """Return how many threads the workers have, once there are some that make the same graphs as this machine."""
    try:
        client.wait_for_workers(1, timeout=_PATIENCE)
        found = client.run(fingerprint, on_error="return")
    except TimeoutError as error:
        raise EngineError(f"The Dask scheduler {address} has no workers.") from error
    other = sorted(worker for worker, print_ in found.items() if print_ != fingerprint())
    if other:
        raise EngineError(f"The worker {other[0]} of {address} has not the same dutygraph installed as this machine.")
    return sum(client.nthreads().values())


def _result(client: Client, address: str, future: Future) -> Graph:
    """Return what a future holds, unless the cluster stays without workers."""
    without = monotonic()
    while True:
        try:
            graph: Graph = future.result(timeout=_LOOK)
        except TimeoutError as error:
            if client.nthreads():
                without = monotonic()
            elif monotonic() - without > _PATIENCE:
                raise EngineError(f"The Dask scheduler {address} has lost all its workers.") from error
        else:
            return graph


_one_at_a_time = threading.Lock()


@cache
def _writer() -> Writer:
    return Writer(read_lexicon())


def _write(task: Task) -> Graph:
    """Make a graph on a worker, whose threads share one writer."""
    with _one_at_a_time:
        return _writer()(task)
