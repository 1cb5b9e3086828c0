"""Wires the rooms: texts in, graph out; a build, documents added, a document removed."""

from __future__ import annotations

import os
import signal
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from multiprocessing import get_context, parent_process
from pathlib import Path
from typing import Any

from corpus.digest import load_digests
from corpus.errors import DutygraphError, ReadError
from corpus.library import shipped_facts, shipped_texts
from corpus.read import read, read_archive, read_folder
from corpus.readers.file import ARCHIVE_SUFFIX
from corpus.types import Digest, Document, Metadata
from extract.types import Lexicon
from ontology import versions, write
from ontology.build import Builder
from ontology.frames import documents as records
from ontology.guard import Guard
from ontology.lexicon import read_lexicon
from ontology.store import open_store
from ontology.types import Violation
from queries import prepared

# A process needs about two seconds to load jieba and spaCy, in which it could read this many documents.
DOCUMENTS_PER_JOB = 40

Progress = Callable[[str, int, int], None]
"""Called with a document's id when it is done, how many are done, and how many there are."""


_Task = tuple[Document, tuple[tuple[str, tuple[str, ...]], ...]]
"""A document, and the actors of lead-ins that its copy lacks, as a digest knows them."""


_Graph = tuple[Metadata, int, str]
"""What is known about a document, the number of its frames, and its graph as N-Quads."""


class WorkerDied(DutygraphError):
    """A process of the build was ended from outside, mostly for want of memory."""


@dataclass(frozen=True, slots=True)
class Written:
    """A document that was written, or found unchanged, with the number of its frames and of its texts so far.

    `warnings` counts where the shapes ask to look at its words.
    """

    document: str
    frames: int
    versions: int = 1
    unchanged: bool = False
    warnings: int = 0


def quiet(_document: str, _done: int, _total: int) -> None:
    """Report nothing."""


def build(
    location: str | None = None, corpus: Path | None = None, jobs: int | None = None, progress: Progress = quiet
) -> tuple[Written, ...]:
    """Build the graph anew from a folder or archive, by default the shipped texts, in the place of the old one.

    The digests of a folder stand in its folder `facts`. The result does not depend on `jobs`, the number of
    processes. Raises ReadError, ShapeError, StoreError and WorkerDied; the graph that was there stays until the new one
    is whole.
    """
    folder, facts = (corpus, corpus / "facts") if corpus else (shipped_texts(), shipped_facts())
    documents = read_archive(folder) if folder.suffix.lower() == ARCHIVE_SUFFIX else read_folder(folder)
    digests = load_digests(facts)
    lexicon = read_lexicon()
    report = _Report(len(documents), progress)
    with open_store(location, read_only=False, fresh=True) as store:
        graphs = report(_graphs(documents, digests, lexicon, jobs))
        report.warned(write.write_all(store, graphs, digests, Builder(lexicon), Guard()))
    prepared.entries()  # so that the first question need not wait for it
    return tuple(report.written)


def add(
    paths: Sequence[Path],
    location: str | None = None,
    given: Mapping[str, Any] | None = None,
    progress: Progress = quiet,
) -> tuple[Written, ...]:
    """Add documents from files, folders and archives; a changed one is a new version, and a digest gives way.

    What the store holds already, the same text with the same metadata, is left alone; where that is all, nothing is
    written. `given` is metadata that overrides what the files say. Raises ReadError, ShapeError and StoreError.
    """
    documents = _read_all(paths, given or {})
    with open_store(location) as store:
        held = versions.present(store)
    changed = [one for one in documents if not _is_held(one, held)]
    report = _Report(len(changed), progress)
    if changed:
        with open_store(location, read_only=False) as store:
            for one in changed:
                if one.id in held and held[one.id].checksum not in ("", one.checksum):
                    versions.keep(store, one.id)
            graphs = report(_graphs(changed, load_digests(shipped_facts()), read_lexicon(), None))
            report.warned(write.add(store, graphs, Guard()))
            counts = {record.metadata.id: record.versions for record in records(store)}
        report.written = [replace(one, versions=counts[one.document]) for one in report.written]
    written = {one.document: one for one in report.written}
    return tuple(written.get(one.id) or Written(one.id, held[one.id].frames, unchanged=True) for one in documents)


def _is_held(document: Document, held: Mapping[str, versions.Present]) -> bool:
    known = held.get(document.id)
    return known is not None and (known.checksum, known.metadata) == (document.checksum, document.metadata)


def remove(document: str, location: str | None = None) -> None:
    """Remove a document and what a digest says about it. Raises UnknownDocument and StoreError."""
    with open_store(location, read_only=False) as store:
        write.remove(store, document)


class _Report:
    """Counts the graphs that pass by and tells the progress."""

    def __init__(self, total: int, progress: Progress) -> None:
        self.written: list[Written] = []
        self._total = total
        self._progress = progress

    def __call__(self, graphs: Iterable[_Graph]) -> Iterator[write.DocumentGraph]:
        for metadata, frames, quads in graphs:
            self.written.append(Written(metadata.id, frames))
            self._progress(metadata.id, len(self.written), self._total)
            yield metadata, quads

    def warned(self, warnings: Iterable[Violation]) -> None:
        """Count the warnings of each document."""
        counts = Counter(warning.document for warning in warnings)
        self.written = [replace(one, warnings=counts[one.document]) for one in self.written]


def _read_all(paths: Sequence[Path], given: Mapping[str, Any]) -> tuple[Document, ...]:
    """Return the documents of files and folders, each id once."""
    found: dict[str, Document] = {}
    for path in paths:
        for document in read(path, given):
            if document.id in found:
                raise ReadError(f"{path}: another of these files has the id {document.id} as well; give one an --id.")
            found[document.id] = document
    return tuple(found.values())


class _Writer:
    """Turns documents into graphs; costs about two seconds to make."""

    def __init__(self, lexicon: Lexicon) -> None:
        from extract.extract import Extractor  # brings spaCy, which a file that is refused need not wait for

        self._extractor = Extractor(lexicon)
        self._builder = Builder(lexicon)

    def __call__(self, task: _Task) -> _Graph:
        document, lead_ins = task
        extraction = self._extractor.extract(document, lead_ins)
        return document.metadata, len(extraction.frames), self._builder.document(document, extraction)


def _graphs(
    documents: Sequence[Document], digests: Iterable[Digest], lexicon: Lexicon, jobs: int | None
) -> Iterator[_Graph]:
    """Yield the graph of each document, in their order."""
    lead_ins = {digest.metadata.id: digest.lead_in_actors for digest in digests}
    tasks = [(document, lead_ins.get(document.id, ())) for document in documents]
    jobs = min(jobs or _default_jobs(len(tasks)), len(tasks))
    if jobs == 1:
        yield from map(_Writer(lexicon), tasks)
        return
    # Spawned, not forked: an open store has threads, which a fork would not copy.
    pool = ProcessPoolExecutor(jobs, get_context("spawn"), _start)
    try:
        yield from pool.map(_write, tasks)
    except BrokenProcessPool as error:
        raise WorkerDied("A process of the build ended early, perhaps for want of memory; try one job.") from error
    finally:
        pool.shutdown(cancel_futures=True)


def _default_jobs(documents: int) -> int:
    return max(1, min(os.cpu_count() or 1, documents // DOCUMENTS_PER_JOB))


_writer: _Writer
"""The writer of a worker process."""


def _start() -> None:
    """Prepare a worker process: Ctrl-C is for the process that started it, and it does not outlive that one.

    It reads the vocabulary itself: more than a pipe holds would block the start of a process that dies at once.
    """
    global _writer
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _writer = _Writer(read_lexicon())


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _write(task: _Task) -> _Graph:
    return _writer(task)
