"""Writes the references and definitions of a document into its graph."""

from __future__ import annotations

from collections.abc import Iterable

from extract.types import Definition, Reference
from ontology.namespace import DG, ELI, OA, definition_iri, document_iri, provision_iri, reference_iri
from ontology.quads import Quads

LABEL_SEPARATOR = "、"
"""Between the labels of one reference; no label holds it."""


def write_references(quads: Quads, document: str, references: Iterable[Reference]) -> None:
    """Write the references of a document; those that are resolved cite provisions of it."""
    for number, reference in enumerate(references, 1):
        node = reference_iri(document, number)
        quads.type(node, DG.Reference)
        quads.text(node, DG.citedTitle, reference.title)
        quads.text(node, DG.citedLabel, LABEL_SEPARATOR.join(reference.labels))
        quads.text(node, DG.citedKey, " ".join(reference.targets))
        if reference.resolved:
            quads.true(node, DG.resolved)
            quads.links(node, ELI.cites, (provision_iri(document, key) for key in reference.targets))
        _place(quads, document, node, reference, number)


def write_definitions(quads: Quads, document: str, definitions: Iterable[Definition]) -> None:
    """Write the definitions of a document."""
    for number, definition in enumerate(definitions, 1):
        node = definition_iri(document, number)
        quads.type(node, DG.Definition)
        quads.text(node, DG.term, definition.term)
        quads.text(node, DG.meaning, definition.meaning)
        _place(quads, document, node, definition, number)


def _place(quads: Quads, document: str, node: str, found: Reference | Definition, number: int) -> None:
    quads.link(node, DG.document, document_iri(document))
    quads.link(node, DG.provision, provision_iri(document, found.provision))
    quads.integer(node, OA.start, found.start)
    quads.integer(node, OA.end, found.end)
    quads.text(node, OA.exact, found.quote)
    quads.integer(node, DG.order, number)
