"""Links documents of a store to those that they are based on or implement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from corpus.types import Metadata
from ontology.namespace import DG, ELI, LINKS_GRAPH, document_iri
from ontology.quads import Quads


def links(records: Iterable[Metadata]) -> str:
    """Return the graph of links as N-Quads, resolved by id, title, short title or alias.

    Titles are compared without 《》, blanks and the 中华人民共和国 of national laws. Of several versions under one
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
            versions = [other for other in titles.get(_title(name), ()) if other.id != record.id]
            if versions:
                earlier = [other for other in versions if other.date <= record.date]
                yield document_iri((earlier or versions[:1])[-1].id)

    quads = Quads(LINKS_GRAPH)
    for record in sorted(known, key=lambda record: record.id):
        quads.links(document_iri(record.id), ELI.based_on, targets(record, record.based_on))
        quads.links(document_iri(record.id), DG.implements, targets(record, record.implements))
    return str(quads)


def _title(name: str) -> str:
    return "".join(name.split()).strip("《》〈〉").removeprefix("中华人民共和国")
