"""Counts what a store holds, for the screen of data: frames by kind and document, coverage, confidence."""

from dataclasses import dataclass

from ontology.namespace import local_name
from ontology.store import Store
from queries.named import named


@dataclass(frozen=True, slots=True)
class Figures:
    """What a store holds; documents are named by their ids.

    `actors` counts the names of actors, `kinds` the frames of each (document, kind), `covered` the articles of a
    document that have a frame, and `rules` the frames of each (rule, kind, confidence) without digests, which no rule
    made.
    """

    provisions: int
    actors: int
    kinds: dict[tuple[str, str], int]
    covered: dict[str, int]
    rules: dict[tuple[str, str, float], int]


def figures(store: Store) -> Figures:
    """Count; takes seconds for some hundred documents. Raises StoreError."""
    kinds = store.kept(named("kinds-of-documents").text)
    covered = store.kept(
        "SELECT ?document (COUNT(DISTINCT ?article) AS ?count) "
        "{ ?frame dg:kind ?kind ; dg:article ?article ; dg:document ?document } GROUP BY ?document"
    )
    rules = store.kept(
        "SELECT ?rule ?kind ?confidence (COUNT(?frame) AS ?count) "
        "{ ?frame dg:rule ?rule ; dg:status ?status ; dg:kind ?kind ; dg:confidence ?confidence "
        'FILTER(?status != "digest") } '
        "GROUP BY ?rule ?kind ?confidence"
    )
    return Figures(
        _count(store, "COUNT(?node)", "?node dg:provisionKind ?kind"),
        _count(store, "COUNT(DISTINCT ?name)", "?node a dg:Actor ; dg:name ?name"),
        {(local_name(row["document"]), local_name(row["kind"])): int(row["norms"]) for row in kinds},
        {local_name(row["document"]): int(row["count"]) for row in covered},
        {(row["rule"], local_name(row["kind"]), float(row["confidence"])): int(row["count"]) for row in rules},
    )


def _count(store: Store, counted: str, pattern: str) -> int:
    return int(store.kept(f"SELECT ({counted} AS ?count) {{ {pattern} }}")[0]["count"])
