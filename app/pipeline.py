"""Wires the rooms: texts in, graph out; a build, documents added, a document removed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from app import engines
from app.engines import Graph, Task
from corpus.digest import load_digests
from corpus.errors import ReadError
from corpus.library import shipped_facts, shipped_texts
from corpus.read import folder_of, read, sources
from corpus.types import Digest, Document
from ontology import versions, write
from ontology.build import Builder
from ontology.frames import documents as records
from ontology.guard import Guard
from ontology.lexicon import read_lexicon
from ontology.store import open_store
from ontology.types import Violation
from queries import prepared
from queries.catalogue import Catalogue

Progress = Callable[[str, int, int], None]
"""Called with a document's id when it is done, how many are done, and how many there are."""


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
    location: str | None = None,
    corpus: Path | None = None,
    jobs: int | None = None,
    progress: Progress = quiet,
    engine: str | None = None,
) -> tuple[Written, ...]:
    """Build the graph anew from a folder or archive, by default the shipped texts, in the place of the old one.

    The digests of a folder stand in its folder `facts`. The result does not depend on `jobs`, the number of
    processes, nor on `engine`, the address of a Dask cluster (see `app.engines`). Raises ReadError, ShapeError,
    StoreError, EngineError and WorkerDied; the graph that was there stays until the new one is whole.
    """
    texts, facts = (corpus, corpus / "facts") if corpus else (shipped_texts(), shipped_facts())
    digests = load_digests(facts)
    with folder_of(texts) as folder:
        files = sources(folder)
        report = _Report(len(files), progress)
        # Each text is read when it is its turn: a whole corpus would fill the memory.
        tasks = _tasks((file.read() for file in files), digests)
        graphs = engines.find(engine, jobs, len(files))(tasks)
        with open_store(location, read_only=False, fresh=True) as store:
            report.warned(write.write_all(store, report(graphs), digests, Builder(read_lexicon()), Guard()))
    prepared.entries()  # so that the first question need not wait for it
    _read_once(location)
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
            graphs = engines.find(None, None, len(changed))(_tasks(changed, load_digests(shipped_facts())))
            report.warned(write.add(store, report(graphs), Guard()))
            counts = {record.metadata.id: record.versions for record in records(store)}
        report.written = [replace(one, versions=counts[one.document]) for one in report.written]
        _read_once(location)
    written = {one.document: one for one in report.written}
    return tuple(written.get(one.id) or Written(one.id, held[one.id].frames, unchanged=True) for one in documents)


def _is_held(document: Document, held: Mapping[str, versions.Present]) -> bool:
    known = held.get(document.id)
    return known is not None and (known.checksum, known.metadata) == (document.checksum, document.metadata)


def remove(document: str, location: str | None = None) -> None:
    """Remove a document and what a digest says about it. Raises UnknownDocument and StoreError."""
    with open_store(location, read_only=False) as store:
        write.remove(store, document)
    _read_once(location)


def _read_once(location: str | None) -> None:
    """Read what questions must know of the graph, which the store keeps, so that no question waits for it."""
    with open_store(location) as store:
        Catalogue(store).provisions  # noqa: B018  (a property that reads)


class _Report:
    """Counts the graphs that pass by and tells the progress."""

    def __init__(self, total: int, progress: Progress) -> None:
        self.written: list[Written] = []
        self._total = total
        self._progress = progress

    def __call__(self, graphs: Iterable[Graph]) -> Iterator[write.DocumentGraph]:
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


def _tasks(documents: Iterable[Document], digests: Iterable[Digest]) -> Iterator[Task]:
    lead_ins = {digest.metadata.id: digest.lead_in_actors for digest in digests}
    return ((document, lead_ins.get(document.id, ())) for document in documents)
