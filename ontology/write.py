"""Writes whole graphs into a store that is open for writing: all of them, some more, or one less."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from corpus.errors import UnknownDocument
from corpus.types import Digest, Metadata
from ontology import versions
from ontology.build import Builder
from ontology.files import vocabulary
from ontology.frames import documents
from ontology.guard import Guard
from ontology.links import Cited, links
from ontology.namespace import LINKS_GRAPH, digest_iri, document_iri, version_iri
from ontology.program import program
from ontology.rules import infer
from ontology.store import Store
from ontology.types import Violation

DocumentGraph = tuple[Metadata, str]
"""What is known about a document, and its graph as `Builder.document` returns it."""


def write_all(
    store: Store,
    graphs: Iterable[DocumentGraph],
    digests: Iterable[Digest],
    builder: Builder,
    guard: Guard | None = None,
) -> tuple[Violation, ...]:
    """Fill an empty store: the vocabulary, the documents, the digests, the links and what follows from all of them.

    A digest of completeness "digest" gives way to the document of its id; others describe the missing part of it.
    What is written passes by the guard, where there is one, whose warnings are returned. Raises ShapeError, StoreError
    and VocabularyError.
    """
    guard, digests = guard or Guard(shapes=()), tuple(digests)
    partial = {digest.metadata.id for digest in digests}

    def chunks() -> Iterator[str]:
        yield vocabulary()
        yield program()
        known: set[str] = set()
        for metadata, quads in graphs:
            known.add(metadata.id)
            yield guard.look(quads, hold=metadata.id in partial)
        for digest in digests:
            alone = digest.metadata.id not in known
            if alone or digest.metadata.completeness != "digest":
                yield guard.look(builder.digest(digest, alone), hold=True)
            known.add(digest.metadata.id)

    store.load(chunks())
    return _conclude(store, guard)


def add(store: Store, graphs: Iterable[DocumentGraph], guard: Guard | None = None) -> tuple[Violation, ...]:
    """Put documents into a store, each in the place of the one with its id or of the digest that stood for it.

    A digest of a missing part stays until the text is complete. What is written passes by the guard, where there is
    one, whose warnings are returned. Raises ShapeError and StoreError.
    """
    guard = guard or Guard(shapes=())
    for metadata, quads in graphs:
        digest = digest_iri(metadata.id)
        whole = store.ask(f"ASK {{ GRAPH <{digest}> {{ ?document a dg:Document }} }}")
        if whole or (metadata.completeness == "complete" and digest in store.graphs()):
            store.replace_graph(digest, "")
        store.replace_graph(document_iri(metadata.id), guard.look(quads))
    return _conclude(store, guard)


def remove(store: Store, document: str) -> None:
    """Take a document, its versions and its digest out of a store. Raises UnknownDocument and StoreError."""
    graphs = [graph for graph in (document_iri(document), digest_iri(document)) if graph in store.graphs()]
    graphs += [version_iri(document, number) for number in versions.numbers(store, document)]
    if not graphs:
        raise UnknownDocument(f"The store holds no document {document}.")
    for graph in graphs:
        store.replace_graph(graph, "")
    _conclude(store, Guard(shapes=()))


def _conclude(store: Store, guard: Guard) -> tuple[Violation, ...]:
    """Make anew what depends on all documents together: their links, and what the rules derive."""
    _link(store)
    infer(store, guard.look)
    return guard.finish()


def _link(store: Store) -> None:
    references = store.select(
        "SELECT ?node ?id ?title ?keys { ?node dg:citedTitle ?title ; dg:document ?document . ?document dg:id ?id "
        "OPTIONAL { ?node dg:citedKey ?keys } }"
    )
    cited = (Cited(row["node"], row["id"], row["title"], tuple(row.get("keys", "").split())) for row in references)
    provisions = {row["node"] for row in store.select("SELECT ?node { ?node dg:eid ?eid }")}
    records = [record.metadata for record in documents(store)]
    store.replace_graph(LINKS_GRAPH, links(records, cited, provisions))
