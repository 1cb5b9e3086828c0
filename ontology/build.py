"""Turns documents, frames and digests into the statements of their named graphs (docs/model.md)."""

from __future__ import annotations

import json
from collections.abc import Container, Iterable
from dataclasses import asdict
from itertools import count

from corpus.types import Digest, Document, Metadata, Provision
from extract.types import Actor, Amount, Evidence, Extraction, Frame, Lexicon, Matter
from ontology.citations import write_definitions, write_references
from ontology.concepts import Concepts
from ontology.digest import frames_of, is_norm
from ontology.namespace import (
    DCTERMS,
    DG,
    ELI,
    OA,
    PROV,
    RDF,
    SKOS,
    activity_iri,
    actor_iri,
    amount_iri,
    concept_iri,
    digest_iri,
    document_iri,
    evidence_iri,
    frame_iri,
    provision_iri,
    rule_iri,
)
from ontology.program import PROGRAM
from ontology.provisions import places
from ontology.quads import Quads, is_day

CLASSES = {
    "responsibility": DG.Responsibility,
    "duty": DG.Duty,
    "prohibition": DG.Prohibition,
    "permission": DG.Permission,
    "encouragement": DG.Encouragement,
    "sanction": DG.Sanction,
    "reward": DG.Reward,
    "criterion": DG.Criterion,
}
"""The class of each kind of frame."""

EVIDENCE = {
    "recipient": ("recipients", DG.recipientText),
    "time": ("time", DG.timeText),
    "quantity": ("quantity", DG.quantityText),
    "conduct": ("conduct", DG.conductText),
    "target": ("targets", DG.targetText),
    "measure": ("measures", DG.measureText),
    "enforcer": ("enforcers", DG.enforcerText),
    "condition": ("conditions", ""),
    "exception": ("exceptions", ""),
}
"""Evidence fields: the attribute of a frame that holds the values, and the property that repeats them on the frame."""


class Builder:
    """Writes the graphs of documents and digests as N-Quads text, the same for the same input."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._concepts = Concepts(lexicon)

    def document(self, document: Document, extraction: Extraction) -> str:
        """Return the graph of a document: metadata, text, provisions, frames, actors, references and definitions."""
        node = document_iri(document.id)
        quads = Quads(node)
        _metadata(quads, document.metadata)
        quads.text(node, DG.text, document.text)
        quads.text(node, DG.checksum, document.checksum)
        provisions = list(document.root.walk())
        for predicate, kind in ((DG.chapterCount, "chapter"), (DG.articleCount, "article")):
            quads.integer(node, predicate, sum(provision.kind == kind for provision in provisions))
        _provisions(quads, document)
        frames = _Frames(quads, document.id, self._concepts, {provision.key for provision in provisions})
        for frame in extraction.frames:
            frames.add(frame)
        write_references(quads, document.id, extraction.references)
        write_definitions(quads, document.id, extraction.definitions)
        return str(quads)

    def digest(self, digest: Digest, alone: bool) -> str:
        """Return the digest graph of a document.

        `alone` says that the store does not hold the document itself, so that its metadata belongs here.
        """
        document = digest.metadata.id
        quads = Quads(digest_iri(document))
        if alone:
            _metadata(quads, digest.metadata)
            quads.texts(document_iri(document), DCTERMS.source, digest.sources)
        frames = _Frames(quads, document, self._concepts, ())
        for frame in frames_of(digest, self._concepts):
            frames.add(frame)
        for order, fact in enumerate(fact for fact in digest.facts if not is_norm(fact)):
            node = f"{quads.graph}/statement-{order + 1}"
            quads.type(node, DG.Statement)
            quads.link(node, DG.document, document_iri(document))
            quads.text(node, DG.label, fact.article)
            quads.text(node, DG.gist, fact.gist)
            quads.integer(node, DG.order, order)
        return str(quads)


def _metadata(quads: Quads, metadata: Metadata) -> None:
    node = document_iri(metadata.id)
    quads.type(node, DG.Document)
    for predicate, value in (
        (DG.id, metadata.id),
        (DCTERMS.title, metadata.title),
        (DG.shortTitle, metadata.short_title),
        (DG.number, metadata.number),
        (DG.regionName, metadata.region),
        (DG.completeness, metadata.completeness),
        (DG.appliesTo, metadata.applies_to),
        (DG.interpreter, metadata.interpreter),
        (DG.note, metadata.note),
        (DCTERMS.source, metadata.source),
        (DG.index, metadata.index),
        (DG.subject, metadata.subject),
    ):
        quads.text(node, predicate, value)
    for predicate, values in (
        (SKOS.altLabel, metadata.aliases),
        (DCTERMS.publisher, metadata.issuers),
        (DG.basedOnTitle, metadata.based_on),
        (DG.implementsTitle, metadata.implements),
        (DG.repealsTitle, metadata.repeals),
        (DG.missing, metadata.missing),
    ):
        quads.texts(node, predicate, values)
    quads.day(node, ELI.date_document, metadata.date)
    quads.day(node, ELI.date_publication, metadata.published)
    if is_day(metadata.effective):
        quads.day(node, ELI.first_date_entry_in_force, metadata.effective)
    else:
        quads.text(node, DG.effectiveText, metadata.effective)
    quads.link(node, DG.jurisdiction, concept_iri("level", metadata.level) if metadata.level else "")
    quads.text(node, DG.record, json.dumps(asdict(metadata), ensure_ascii=False, separators=(",", ":")), RDF.JSON)


def _provisions(quads: Quads, document: Document) -> None:
    named = places(document.root)
    order = count()

    def add(node: Provision, parent: str) -> None:
        iri, place = provision_iri(document.id, node.key), named[node.key]
        quads.type(iri, DG.Provision)
        quads.link(iri, DG.document, quads.graph)
        quads.link(iri, ELI.is_part_of, parent)
        quads.text(iri, DG.eid, node.eid)
        quads.text(iri, DG.provisionKind, node.kind)
        quads.text(iri, DG.label, place.label)
        quads.text(iri, DG.item, place.item)
        quads.text(iri, DG.mark, node.label)
        quads.text(iri, ELI.number, node.number)
        quads.text(iri, DG.heading, node.heading)
        quads.integer(iri, DG.start, node.start)
        quads.integer(iri, DG.end, node.end)
        quads.integer(iri, DG.order, next(order))
        quads.link(iri, DG.article, provision_iri(document.id, place.article) if place.article else "")
        if place.article == node.key:
            quads.text(iri, DG.words, document.text[node.start : node.end])
        for child in node.children:
            add(child, iri)

    add(document.root, "")


class _Frames:
    """Writes the frames of one graph, and each actor once."""

    def __init__(self, quads: Quads, document: str, concepts: Concepts, keys: Container[str]) -> None:
        self._quads = quads
        self._document = document
        self._concepts = concepts
        self._keys = keys
        self._order = count()
        self._actors: dict[tuple[object, ...], str] = {}
        self._names: dict[str, int] = {}
        self._activities: dict[str, str] = {}

    def add(self, frame: Frame) -> None:
        """Write a frame after those before it."""
        quads, node = self._quads, frame_iri(self._document, frame.id)
        quads.type(node, DG.Norm)
        quads.type(node, CLASSES[frame.kind])
        quads.text(node, DG.id, frame.id)
        quads.link(node, DG.document, document_iri(self._document))
        for predicate, key in ((DG.provision, frame.key), (DG.article, frame.article)):
            quads.link(node, predicate, provision_iri(self._document, key) if key in self._keys else "")
        quads.text(node, DG.label, frame.provision)
        quads.text(node, DG.item, frame.item)
        self._link(node, DG.kind, "kind", (frame.kind,))
        self._link(node, DG.role, "role", (frame.role,))
        self._link(node, DG.level, "level", (actor.level for actor in frame.actors))
        quads.links(node, DG.bearer, map(self._actor, frame.actors))
        self._about(node, frame)
        quads.text(node, DG.gist, frame.gist)
        self._span(node, frame.start, frame.end, frame.quote)
        quads.text(node, DG.rule, frame.rule)
        quads.link(node, PROV.wasGeneratedBy, self._activity(frame.rule))
        quads.double(node, DG.confidence, frame.confidence)
        quads.text(node, DG.status, frame.status)
        quads.integer(node, DG.order, next(self._order))
        self._evidence(node, frame)
        self._amounts(node, frame.amounts)

    def _activity(self, rule: str) -> str:
        """Return the node of the rule's work on this document, written when its first frame is."""
        if rule not in self._activities:
            quads = self._quads
            node = self._activities[rule] = activity_iri(quads.graph, rule)
            quads.type(node, PROV.Activity)
            quads.link(node, PROV.used, document_iri(self._document))
            quads.link(node, DG.plan, rule_iri(rule))
            quads.link(node, PROV.wasAssociatedWith, PROGRAM)
        return self._activities[rule]

    def _about(self, node: str, frame: Frame) -> None:
        quads, concepts = self._quads, self._concepts
        if frame.matter:
            quads.text(node, DG.matterText, frame.matter.text)
            self._link(node, DG.matter, "matter", frame.matter.concepts)
            self._link(node, DG.about, "matter", concepts.closed("matter", frame.matter.concepts))
        self._link(node, DG.mention, "matter", frame.mentions)
        self._sequence(node, frame.mentions)
        for attribute, predicate in EVIDENCE.values():
            found = getattr(frame, attribute)
            if predicate and found:
                quads.texts(node, predicate, (evidence.value for evidence in found))
        named = (concept for measure in frame.measures for concept in concepts.named("measure", measure.value))
        quads.links(
            node, DG.measure, (concept_iri("measure", concept) for concept in concepts.closed("measure", named))
        )

    def _evidence(self, node: str, frame: Frame) -> None:
        for number, actor in enumerate(frame.actors, 1):
            proof = self._proof(node, "actor", number, Evidence(actor.name, *_words(actor)))
            self._quads.link(proof, DG.bearer, self._actor(actor))
        if frame.matter:
            proof = self._proof(node, "matter", 1, Evidence(frame.matter.text, *_words(frame.matter)))
            self._sequence(proof, frame.matter.concepts)
        for field, (attribute, _) in EVIDENCE.items():
            for number, evidence in enumerate(getattr(frame, attribute), 1):
                self._proof(node, field, number, evidence)
        if frame.spans not in ((), ((frame.start, frame.end),)):
            for number, (start, end) in enumerate(frame.spans, 1):
                quote = frame.quote[start - frame.start : end - frame.start]
                self._proof(node, "span", number, Evidence("", quote, start, end))

    def _amounts(self, node: str, amounts: Iterable[Amount]) -> None:
        quads = self._quads
        for number, amount in enumerate(amounts, 1):
            place = amount_iri(node, number)
            quads.link(node, DG.amount, place)
            quads.type(place, DG.Amount)
            quads.decimal(place, DG.low, amount.low)
            quads.decimal(place, DG.high, amount.high)
            quads.text(place, DG.unit, amount.unit)
            quads.text(place, DG.base, amount.base)
            self._span(place, amount.start, amount.end, amount.quote)
            quads.integer(place, DG.order, number)

    def _proof(self, frame: str, field: str, number: int, evidence: Evidence) -> str:
        quads, node = self._quads, evidence_iri(frame, field, number)
        quads.link(frame, DG.evidence, node)
        quads.type(node, DG.Evidence)
        quads.text(node, DG.field, field)
        quads.text(node, DG.value, evidence.value)
        self._span(node, evidence.start, evidence.end, evidence.quote)
        if evidence.inherited:
            quads.true(node, DG.inherited)
        quads.integer(node, DG.order, number)
        return node

    def _span(self, node: str, start: int, end: int, quote: str) -> None:
        if quote:  # what a digest says has no words
            self._quads.integer(node, OA.start, start)
            self._quads.integer(node, OA.end, end)
            self._quads.text(node, OA.exact, quote)

    def _actor(self, actor: Actor) -> str:
        """Return the node of an actor, written when it is first met."""
        identity = (actor.name, actor.level, actor.types, actor.position, actor.place)
        if identity not in self._actors:
            self._names[actor.name] = self._names.get(actor.name, 0) + 1
            node = actor_iri(self._quads.graph, actor.name, self._names[actor.name])
            self._actors[identity] = node
            quads = self._quads
            quads.type(node, DG.Actor)
            if actor.position:
                quads.type(node, DG.Office)
            quads.text(node, DG.name, actor.name)
            quads.link(node, DG.document, document_iri(self._document))
            self._link(node, DG.level, "level", (actor.level,))
            self._link(node, DG.directType, "actor", actor.types)
            self._link(node, DG.actorType, "actor", self._concepts.closed("actor", actor.types))
            self._sequence(node, actor.types)
            self._link(node, DG.position, "position", (actor.position,))
            quads.text(node, DG.place, actor.place)
        return self._actors[identity]

    def _link(self, node: str, predicate: str, scheme: str, concepts: Iterable[str]) -> None:
        self._quads.links(node, predicate, [concept_iri(scheme, concept) for concept in concepts if concept])

    def _sequence(self, node: str, concepts: tuple[str, ...]) -> None:
        if len(concepts) > 1:
            self._quads.text(node, DG.sequence, " ".join(concepts))


def _words(proof: Actor | Matter) -> tuple[str, int, int, bool]:
    return proof.quote, proof.start, proof.end, proof.inherited
