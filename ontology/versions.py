"""Versions of a document: what the store knows of the present one, and the words of those before it.

A predecessor keeps its text and metadata in a graph of its own, under properties that no query asks for: what it
provided is in force no longer, so it has no provisions and frames in the graph. They can be made from its text again.
"""

from __future__ import annotations

from dataclasses import dataclass

from corpus.errors import UnknownDocument
from corpus.types import Metadata
from ontology.frames import documents, metadata_of
from ontology.namespace import DG, RDF, document_iri, version_iri
from ontology.quads import Quads
from ontology.store import Store


@dataclass(frozen=True, slots=True)
class Present:
    """What tells whether a document has changed: its metadata and the checksum of its text; and its frames."""

    metadata: Metadata
    checksum: str
    frames: int


def present(store: Store) -> dict[str, Present]:
    """Return the documents of a store by id, those that are known by a digest with an empty checksum.

    Raises StoreError.
    """
    rows = store.select("SELECT ?id ?checksum { ?document dg:checksum ?checksum ; dg:id ?id }")
    checksums = {row["id"]: row["checksum"] for row in rows}
    return {
        record.metadata.id: Present(record.metadata, checksums.get(record.metadata.id, ""), record.frames)
        for record in documents(store)
    }


def numbers(store: Store, document: str) -> tuple[int, ...]:
    """Return the numbers of the kept predecessors of a document, from 1. Raises StoreError."""
    rows = store.select(
        f"SELECT ?number {{ ?version dg:versionOf <{document_iri(document)}> ; dg:versionNumber ?number }}"
    )
    return tuple(sorted(int(row["number"]) for row in rows))


def keep(store: Store, document: str) -> None:
    """Keep the present text of a document, which is about to be replaced, as its next predecessor.

    A document that is not there, or known by a digest only, has nothing to keep. Raises StoreError.
    """
    node = document_iri(document)
    rows = store.select(f"SELECT ?text ?record {{ <{node}> dg:text ?text ; dg:record ?record }}")
    if rows:
        number = len(numbers(store, document)) + 1
        quads = Quads(version_iri(document, number))
        quads.type(quads.graph, DG.Version)
        quads.link(quads.graph, DG.versionOf, node)
        quads.integer(quads.graph, DG.versionNumber, number)
        quads.text(quads.graph, DG.versionText, rows[0]["text"])
        quads.text(quads.graph, DG.versionRecord, rows[0]["record"], RDF.JSON)
        store.replace_graph(quads.graph, str(quads))


def text_of(store: Store, document: str, number: int) -> tuple[str, Metadata]:
    """Return the text and the metadata of a predecessor. Raises UnknownDocument and StoreError."""
    node = version_iri(document, number)
    rows = store.select(f"SELECT ?text ?record {{ <{node}> dg:versionText ?text ; dg:versionRecord ?record }}")
    if not rows:
        held = numbers(store, document)
        had = f"the predecessors that it holds are {', '.join(map(str, held))}" if held else "it holds no predecessor"
        raise UnknownDocument(f"The store holds no version {number} of {document}; {had}.")
    return rows[0]["text"], metadata_of(rows[0]["record"])
