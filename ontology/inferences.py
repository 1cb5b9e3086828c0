"""Reads what the rules derived from the norms of a document, with names that a reader knows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from ontology.namespace import INFERRED_GRAPH, document_id, document_iri
from ontology.store import Store
from ontology.types import Inference, Named, Row

_AT_A_TIME: Final = 500


def inferences(store: Store, document: str) -> tuple[Inference, ...]:
    """Return the inferences that have a norm of this document among their premises, sorted.

    A norm of another document is named with the id of that document. Raises StoreError.
    """
    rows = store.select(
        "SELECT ?node ?rule ?subject ?predicate ?object ?premise WHERE { "
        f"{{ SELECT DISTINCT ?node WHERE {{ ?norm dg:document <{document_iri(document)}> ; dg:kind ?kind . "
        f"GRAPH <{INFERRED_GRAPH}> {{ ?node prov:wasDerivedFrom ?norm }} }} }} "
        f"GRAPH <{INFERRED_GRAPH}> {{ ?node dg:rule ?rule ; rdf:subject ?subject ; rdf:predicate ?predicate ; "
        "rdf:object ?object ; prov:wasDerivedFrom ?premise } }"
    )
    premises: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        premises[row["node"]].add(row["premise"])
    steps = {row["premise"] for row in rows if "/inferred/" in row["premise"]}
    named = _names(
        store, {row[key] for row in rows for key in ("subject", "predicate", "object", "premise")} - steps, document
    )
    found = {
        row["node"]: Inference(
            row["node"],
            row["rule"],
            named[row["subject"]],
            named[row["predicate"]],
            named[row["object"]],
            tuple(named[premise] for premise in sorted(premises[row["node"]] - steps)),
        )
        for row in rows
    }
    return tuple(found[node] for node in sorted(found))


def _names(store: Store, nodes: Iterable[str], document: str) -> dict[str, Named]:
    wanted = sorted(nodes)
    known: dict[str, list[Row]] = defaultdict(list)
    for start in range(0, len(wanted), _AT_A_TIME):
        values = " ".join(f"<{node}>" for node in wanted[start : start + _AT_A_TIME])
        for row in store.select(
            f"SELECT ?node ?p ?name (LANG(?name) AS ?language) {{ VALUES ?node {{ {values} }} "
            "VALUES ?p { dg:name dg:label dg:item dg:shortTitle dcterms:title skos:prefLabel rdfs:label } "
            "?node ?p ?name }"
        ):
            known[row["node"]].append(row)
    return {node: _named(node, known[node], document) for node in wanted}


def _named(node: str, rows: Iterable[Row], document: str) -> Named:
    said = {(row["p"].rpartition("#")[2].rpartition("/")[2], row.get("language", "")): row["name"] for row in rows}
    plain = {name: value for (name, language), value in said.items() if not language}
    place, item = plain.get("label", ""), plain.get("item", "")
    if place and item and not place.endswith(f"({item})"):
        place += f"({item})"
    other = document_id(node)
    if place and other not in (None, document):
        place = f"{other} {place}"
    name = place or plain.get("name") or plain.get("shortTitle") or plain.get("title") or other or node

    def label(language: str) -> str:
        return said.get(("prefLabel", language)) or said.get(("label", language)) or name

    return Named(node, label("zh"), label("en"))
