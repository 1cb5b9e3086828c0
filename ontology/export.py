"""Writes a store, or one document of it, in the formats of `dutygraph export`; the same store gives the same bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import pyoxigraph

from corpus.errors import UnknownDocument
from extract.types import Frame
from ontology.akn import akoma_ntoso
from ontology.errors import ExportError
from ontology.frame_json import COLUMNS, csv_line, json_line, table_row
from ontology.frames import Record, documents, frames, provisions, text
from ontology.namespace import INFERRED_GRAPH, LINKS_GRAPH, digest_iri, document_iri, local_name
from ontology.results import serialized
from ontology.store import Store


def export(store: Store, form: str, document: str | None = None) -> Iterator[bytes]:
    """Yield the store, or one document of it, in one of `FORMATS`.

    Raises UnknownDocument, ExportError for what the format cannot hold, and StoreError.
    """
    if form not in FORMATS:
        raise ExportError(f"There is no format {form}; choose one of {', '.join(FORMATS)}.")
    records = [record for record in documents(store) if document in (None, record.metadata.id)]
    if document is not None and not records:
        raise UnknownDocument(f"The store holds no document {document}.")
    return FORMATS[form](_Selection(store, tuple(records), whole=document is None))


@dataclass(frozen=True, slots=True)
class _Selection:
    """The documents to write, and whether they are the whole store."""

    store: Store
    records: tuple[Record, ...]
    whole: bool

    def frames(self) -> Iterator[Frame]:
        for record in self.records:
            yield from frames(self.store, record.metadata.id)

    def quads(self) -> Iterator[pyoxigraph.Quad]:
        """Yield the statements in order, those of one document with its links and what is derived about its nodes."""
        nodes = [document_iri(record.metadata.id) for record in self.records]
        graphs = {*nodes, *(digest_iri(record.metadata.id) for record in self.records)}
        for graph in self.store.graphs():
            if self.whole or graph in graphs:
                condition = ""
            elif graph in (LINKS_GRAPH, INFERRED_GRAPH):
                condition = f'FILTER(?s = <{nodes[0]}> || STRSTARTS(STR(?s), "{nodes[0]}/"))'
            else:
                continue
            query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {condition} GRAPH <{graph}> {{ ?s ?p ?o }} }}"
            name = pyoxigraph.NamedNode(graph)
            for triple in sorted(self.store.construct(query), key=str):
                yield pyoxigraph.Quad(triple.subject, triple.predicate, triple.object, name)


def _frames(selected: _Selection) -> Iterator[bytes]:
    return (json_line(frame).encode() for frame in selected.frames())


def _csv(selected: _Selection) -> Iterator[bytes]:
    yield f"\ufeff{csv_line(COLUMNS)}".encode()  # without the mark, spreadsheets do not take it for UTF-8
    yield from (table_row(frame).encode() for frame in selected.frames())


def _turtle(selected: _Selection) -> Iterator[bytes]:
    triples = sorted((quad.triple for quad in selected.quads()), key=str)
    yield serialized(triples, pyoxigraph.RdfFormat.TURTLE)


def _nquads(selected: _Selection) -> Iterator[bytes]:
    return (f"{quad} .\n".encode() for quad in selected.quads())


def _trig(selected: _Selection) -> Iterator[bytes]:
    yield serialized(selected.quads(), pyoxigraph.RdfFormat.TRIG)


def _jsonld(selected: _Selection) -> Iterator[bytes]:
    yield serialized(selected.quads(), pyoxigraph.RdfFormat.JSON_LD)


def _graphml(selected: _Selection) -> Iterator[bytes]:
    from ontology.graphml import graphml  # igraph is slow to load, and only this format needs it

    rows = selected.store.select(
        f"SELECT ?a ?p ?b {{ VALUES ?p {{ eli:based_on dg:implements }} GRAPH <{LINKS_GRAPH}> {{ ?a ?p ?b }} }} "
        "ORDER BY ?a ?p ?b"
    )
    links = ((local_name(row["a"]), local_name(row["b"]), row["p"].rpartition("#")[2]) for row in rows)
    yield graphml((record.metadata for record in selected.records), selected.frames(), links)


def _akn(selected: _Selection) -> Iterator[bytes]:
    if len(selected.records) != 1:
        raise ExportError("Akoma Ntoso holds one document: name it with --document.")
    metadata = selected.records[0].metadata
    root = provisions(selected.store, metadata.id)
    if root is None:
        raise ExportError(f"Of {metadata.id} only a digest is known, and Akoma Ntoso holds texts.")
    yield akoma_ntoso(metadata, root, text(selected.store, metadata.id))


FORMATS: Final[dict[str, Callable[[_Selection], Iterator[bytes]]]] = {
    "frames": _frames,
    "turtle": _turtle,
    "trig": _trig,
    "jsonld": _jsonld,
    "nquads": _nquads,
    "csv": _csv,
    "graphml": _graphml,
    "akn": _akn,
}
"""The formats by name."""
