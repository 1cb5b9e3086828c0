"""Reads documents, provisions, frames, references and definitions back from the graph, as they were written."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from corpus.errors import UnknownDocument
from corpus.types import Metadata, Provision, ProvisionKind
from extract.types import Actor, Amount, Definition, Evidence, Frame, Kind, Matter, Reference, Role, Status
from ontology.build import EVIDENCE
from ontology.citations import LABEL_SEPARATOR
from ontology.namespace import DG, ELI, OA, RDF, digest_iri, document_iri, local_name
from ontology.store import Store


@dataclass(frozen=True, slots=True)
class Record:
    """A document of a store, with how much the graph holds of it.

    `articles` counts 条 and is 0 for digests, `frames` counts all frames, `digested` those of a digest, `versions` the
    texts that the document has had here.
    """

    metadata: Metadata
    articles: int
    frames: int
    digested: int
    versions: int = 1


def documents(store: Store) -> tuple[Record, ...]:
    """Return the documents of a store, sorted by id. Raises StoreError."""
    frames: dict[str, int] = defaultdict(int)
    digested: dict[str, int] = {}
    for row in store.kept(
        "SELECT ?document ?status (COUNT(?frame) AS ?frames) "
        "{ ?frame dg:status ?status { SELECT ?frame ?document { ?frame dg:document ?document } } } "
        "GROUP BY ?document ?status"
    ):
        frames[row["document"]] += int(row["frames"])
        if row["status"] == "digest":
            digested[row["document"]] = int(row["frames"])
    rows = store.kept(
        "SELECT ?document ?record ?articles "
        "{ ?document dg:record ?record OPTIONAL { ?document dg:articleCount ?articles } }"
    )
    kept = store.kept(
        "SELECT ?document (COUNT(?version) AS ?count) { ?version dg:versionOf ?document } GROUP BY ?document"
    )
    before = {row["document"]: int(row["count"]) for row in kept}
    found = (
        Record(
            metadata_of(row["record"]),
            int(row.get("articles", 0)),
            frames[row["document"]],
            digested.get(row["document"], 0),
            before.get(row["document"], 0) + 1,
        )
        for row in rows
    )
    return tuple(sorted(found, key=lambda record: record.metadata.id))


def text(store: Store, document: str) -> str:
    """Return the text of a document, empty for one known only by a digest. Raises UnknownDocument and StoreError."""
    node = document_iri(document)
    rows = store.select(f"SELECT ?text {{ <{node}> dg:id ?id OPTIONAL {{ <{node}> dg:text ?text }} }}")
    if not rows:
        raise UnknownDocument(f"The store holds no document {document}.")
    return rows[0].get("text", "")


def provisions(store: Store, document: str) -> Provision | None:
    """Return the structure tree of a document, None for one known only by a digest.

    Raises UnknownDocument and StoreError.
    """
    nodes: dict[str, _Node] = defaultdict(_Node)
    _take(nodes, store.select(f"SELECT ?s ?p ?o {{ GRAPH <{document_iri(document)}> {{ ?s dg:eid ?eid ; ?p ?o }} }}"))
    if not nodes:
        text(store, document)  # raises for an unknown one
        return None
    children: dict[str, list[str]] = defaultdict(list)
    for iri in sorted(nodes, key=lambda iri: nodes[iri].integer(DG.order)):
        children[nodes[iri].one(ELI.is_part_of)].append(iri)

    def tree(iri: str) -> Provision:
        node = nodes[iri]
        return Provision(
            eid=node.one(DG.eid),
            key=local_name(iri),
            kind=cast(ProvisionKind, node.one(DG.provisionKind)),
            label=node.one(DG.mark),
            number=node.one(ELI.number),
            heading=node.one(DG.heading),
            start=node.integer(DG.start),
            end=node.integer(DG.end),
            children=tuple(tree(child) for child in children[iri]),
        )

    return tree(children[""][0])


def frames(store: Store, document: str) -> tuple[Frame, ...]:
    """Return the frames of a document in reading order, those of its digest last.

    Raises UnknownDocument and StoreError.
    """
    found = []
    for graph in (document_iri(document), digest_iri(document)):
        nodes = _nodes(store, graph)
        kinds = sorted((node for node in nodes.values() if DG.kind in node), key=lambda node: node.integer(DG.order))
        found += [_frame(document, node, nodes) for node in kinds]
    if not found:
        text(store, document)  # raises for an unknown one
    return tuple(found)


def frame(store: Store, document: str, name: str) -> Frame | None:
    """Return one frame of a document by its id, None where there is no such frame. Raises StoreError."""
    nodes: dict[str, _Node] = defaultdict(_Node)
    found = f"VALUES ?id {{ {_literal(name)} }} ?frame dg:id ?id ; dg:kind ?kind"
    linked = f"SELECT ?s ?p ?o {{ {found} ; ?link ?s . VALUES ?link {{ dg:evidence dg:amount dg:bearer }} ?s ?p ?o }}"
    _take(nodes, store.select(f"SELECT ?s ?p ?o {{ {found} ; ?p ?o BIND(?frame AS ?s) }}"))
    if not nodes:
        return None
    (node,) = nodes.values()
    _take(nodes, store.select(linked))
    return _frame(document, node, nodes)


def references(store: Store, document: str) -> tuple[Reference, ...]:
    """Return the references of a document in reading order. Raises UnknownDocument and StoreError."""
    return tuple(
        Reference(
            provision=node.name(DG.provision),
            title=node.one(DG.citedTitle),
            labels=tuple(filter(None, node.one(DG.citedLabel).split(LABEL_SEPARATOR))),
            targets=tuple(node.one(DG.citedKey).split()),
            resolved=bool(node.one(DG.resolved)),
            quote=node.one(OA.exact),
            start=node.integer(OA.start),
            end=node.integer(OA.end),
        )
        for node in _found(store, document, DG.Reference)
    )


def definitions(store: Store, document: str) -> tuple[Definition, ...]:
    """Return the definitions of a document in reading order. Raises UnknownDocument and StoreError."""
    return tuple(
        Definition(
            provision=node.name(DG.provision),
            term=node.one(DG.term),
            meaning=node.one(DG.meaning),
            quote=node.one(OA.exact),
            start=node.integer(OA.start),
            end=node.integer(OA.end),
        )
        for node in _found(store, document, DG.Definition)
    )


class _Node(dict[str, list[str]]):
    """The values of a node's properties by the property's IRI."""

    def one(self, predicate: str) -> str:
        """Return the first value, or an empty string."""
        return self[predicate][0] if predicate in self else ""

    def integer(self, predicate: str) -> int:
        """Return the first value as a whole number, or 0."""
        return int(self.one(predicate) or 0)

    def name(self, predicate: str) -> str:
        """Return the last part of the first node, or an empty string."""
        return local_name(self.one(predicate)) if predicate in self else ""

    def names(self, predicate: str, sequence: str) -> tuple[str, ...]:
        """Return the notations of concepts in the order that a sequence gives, where there are several."""
        return tuple(sequence.split()) or tuple(map(local_name, self.get(predicate, ())))


def _nodes(store: Store, graph: str) -> dict[str, _Node]:
    nodes: dict[str, _Node] = defaultdict(_Node)
    _take(nodes, store.select(f"SELECT ?s ?p ?o {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"))
    return nodes


def _take(nodes: dict[str, _Node], rows: Iterable[dict[str, str]]) -> None:
    for row in rows:
        nodes[row["s"]].setdefault(row["p"], []).append(row["o"])


def _literal(value: str) -> str:
    """Return a string as a term of SPARQL, which has the escapes of JSON."""
    return json.dumps(value, ensure_ascii=False)


def _found(store: Store, document: str, kind: str) -> list[_Node]:
    nodes = _nodes(store, document_iri(document)).values()
    found = [node for node in nodes if kind in node.get(RDF.type, ())]
    if not found:
        text(store, document)  # raises for an unknown one
    return sorted(found, key=lambda node: node.integer(DG.order))


def metadata_of(record: str) -> Metadata:
    """Return the metadata that the graph keeps as JSON."""
    values: dict[str, Any] = json.loads(record)
    values.update((name, tuple(value)) for name, value in values.items() if isinstance(value, list))
    return Metadata(**values)


def _frame(document: str, node: _Node, nodes: dict[str, _Node]) -> Frame:
    proofs: dict[str, list[_Node]] = defaultdict(list)
    for proof in sorted((nodes[iri] for iri in node.get(DG.evidence, ())), key=lambda proof: proof.integer(DG.order)):
        proofs[proof.one(DG.field)].append(proof)
    name, start, end = node.one(DG.id), node.integer(OA.start), node.integer(OA.end)
    whole = ((start, end),) if OA.exact in node else ()
    evidence: dict[str, Any] = {
        attribute: tuple(Evidence(proof.one(DG.value), *_words(proof)) for proof in proofs[field])
        for field, (attribute, _) in EVIDENCE.items()
    }
    return Frame(
        id=name,
        document=document,
        provision=node.one(DG.label),
        item=node.one(DG.item),
        key=node.name(DG.provision) or name[len(document) + 1 :].rpartition("/")[0],
        article=node.name(DG.article),
        kind=cast(Kind, node.name(DG.kind)),
        role=cast(Role, node.name(DG.role)),
        start=start,
        end=end,
        quote=node.one(OA.exact),
        spans=tuple((proof.integer(OA.start), proof.integer(OA.end)) for proof in proofs["span"]) or whole,
        actors=tuple(_actor(proof, nodes[proof.one(DG.bearer)]) for proof in proofs["actor"]),
        matter=next((_matter(node, proof) for proof in proofs["matter"]), None),
        amounts=_amounts(node, nodes),
        mentions=node.names(DG.mention, node.one(DG.sequence)),
        gist=node.one(DG.gist),
        rule=node.one(DG.rule),
        confidence=float(node.one(DG.confidence)),
        status=cast(Status, node.one(DG.status)),
        **evidence,
    )


def _amounts(frame: _Node, nodes: dict[str, _Node]) -> tuple[Amount, ...]:
    found = sorted((nodes[iri] for iri in frame.get(DG.amount, ())), key=lambda amount: amount.integer(DG.order))
    return tuple(
        Amount(
            low=float(amount.one(DG.low)) if DG.low in amount else None,
            high=float(amount.one(DG.high)) if DG.high in amount else None,
            unit=amount.one(DG.unit),
            base=amount.one(DG.base),
            quote=amount.one(OA.exact),
            start=amount.integer(OA.start),
            end=amount.integer(OA.end),
        )
        for amount in found
    )


def _actor(proof: _Node, actor: _Node) -> Actor:
    return Actor(
        actor.one(DG.name),
        actor.name(DG.level),
        *_words(proof),
        types=actor.names(DG.directType, actor.one(DG.sequence)),
        position=actor.name(DG.position),
        place=actor.one(DG.place),
    )


def _matter(frame: _Node, proof: _Node) -> Matter:
    quote, start, end, inherited = _words(proof)
    concepts = frame.names(DG.matter, proof.one(DG.sequence))
    return Matter(proof.one(DG.value), quote, start, end, concepts, inherited)


def _words(proof: _Node) -> tuple[str, int, int, bool]:
    return proof.one(OA.exact), proof.integer(OA.start), proof.integer(OA.end), bool(proof.one(DG.inherited))
