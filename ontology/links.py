"""Links documents of a store to those that they are based on or implement, and references to what they cite."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from corpus.types import Metadata
from ontology.namespace import DG, ELI, LINKS_GRAPH, document_iri, segment
from ontology.quads import Quads

_ISSUED: Final = re.compile(r"(?:印发|转发|发布|公布)[〈<《]([^〈〉<>《》]+)[〉>》]")


@dataclass(frozen=True, slots=True)
class Cited:
    """A reference to another document: its node, the id of its own document, and the title and keys that it cites."""

    node: str
    document: str
    title: str
    keys: tuple[str, ...]


def links(records: Iterable[Metadata], cited: Iterable[Cited] = (), provisions: Container[str] = ()) -> str:
    """Return the graph of links as N-Quads, resolved by id, title, short title or alias.

    `provisions` are the IRIs of the provisions of the store. A reference cites the provision if it is among them, else
    its article, else the document.

    Titles are compared without 《》, blanks and the 中华人民共和国 of national laws. An unknown title that issues
    another document stands for that one (关于印发〈脱贫攻坚责任制实施办法〉的通知). Of several versions under one
    title the latest counts that is not younger than the document that names it, else the earliest.
    """
    known = sorted(records, key=lambda record: (record.date, record.id))
    titles: dict[str, list[Metadata]] = {}
    for record in known:
        names = (record.id, record.title, record.short_title, *record.aliases)
        for name in dict.fromkeys(_title(name) for name in names if name):
            titles.setdefault(name, []).append(record)

    def targets(record: Metadata, names: tuple[str, ...]) -> Iterator[str]:
        for name in names:
            known_as = (_title(title) for title in (name, *_ISSUED.findall(name)))
            versions = [
                other for other in next((titles[one] for one in known_as if one in titles), ()) if other.id != record.id
            ]
            if versions:
                earlier = [other for other in versions if other.date <= record.date]
                yield document_iri((earlier or versions[:1])[-1].id)

    quads = Quads(LINKS_GRAPH)
    for record in sorted(known, key=lambda record: record.id):
        quads.links(document_iri(record.id), ELI.based_on, targets(record, record.based_on))
        quads.links(document_iri(record.id), DG.implements, targets(record, record.implements))
    by_id = {record.id: record for record in known}
    for reference in sorted(cited, key=lambda reference: reference.node):
        for document in targets(by_id[reference.document], (reference.title,)):
            nodes = (_nearest(document, key, provisions) for key in reference.keys or ("",))
            quads.links(reference.node, ELI.cites, nodes)
    return str(quads)


def _nearest(document: str, key: str, provisions: Container[str]) -> str:
    """Return a provision of the document with this IRI, its article where there is none, else the document."""
    nodes = (f"{document}/{segment(name)}" for name in (key, key.partition("__")[0]))
    return next((node for node in nodes if node in provisions), document)


def _title(name: str) -> str:
    return "".join(name.split()).strip("《》〈〉<>").removeprefix("中华人民共和国")
