"""Reads from the graph what the linter looks at, by named queries, document by document."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from corpus.errors import UnknownDocument
from ontology.namespace import DG, document_iri
from queries.graph import Graph, iri, notation
from queries.lint.types import Bearer, Cross, Draft, Norm, Part, Place, Term
from queries.named import named

Row = Mapping[str, str]

_TOGETHER: Final = 40
"""So many documents are read at once: few queries, and not all rows of a large store in memory."""


def drafts(graph: Graph, documents: Sequence[str] = ()) -> Iterator[Draft]:
    """Yield the documents with these ids, or all, that have a text, sorted by id; raise UnknownDocument and StoreError.

    A document known only by a digest has no words to look at and is left out.
    """
    known = {row["id"]: row for row in graph.select(named("documents").text)}
    for document in documents:
        if document not in known:
            raise UnknownDocument(f"The store holds no document {document}.")
    chosen = [name for name in sorted(documents or known) if known[name]["completeness"] != "digest"]
    for first in range(0, len(chosen), _TOGETHER):
        yield from _read(graph, known, chosen[first : first + _TOGETHER])


def _read(graph: Graph, known: Mapping[str, Row], documents: Sequence[str]) -> Iterator[Draft]:
    terms = [iri(document_iri(document)) for document in documents]

    def rows(query: str, of: Iterable[str] = terms) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = defaultdict(list)
        for row in graph.select(named(query).bind(document=of)):
            found[row["document"]].append(row)
        return found

    provisions, crosses = rows("words-of-provisions"), rows("references-inside")
    unresolved = [node for node, found in crosses.items() if any("resolved" not in row for row in found)]
    keys = rows("keys-of-provisions", map(iri, unresolved)) if unresolved else {}
    defined, norms = rows("definitions-of-document"), rows("norms-with-words")
    bearers: dict[str, list[Bearer]] = defaultdict(list)
    for row in graph.select(named("bearers-of-norms").bind(document=terms)):
        bearers[row["frame"]].append(Bearer(row["name"], notation(row["level"])))
    texts: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in graph.select(named("texts-of-sanctions").bind(document=terms)):
        texts[row["frame"]][row["property"]].append(row["value"])
    for document in documents:
        node = document_iri(document)
        yield Draft(
            document,
            known[document]["title"],
            known[document]["completeness"],
            frozenset(notation(row["provision"]) for row in keys.get(node, ())),
            tuple(_norm(document, row, bearers[row["frame"]], texts[row["frame"]]) for row in norms[node]),
            tuple(
                Part(row["provision"], row["label"], row.get("item", ""), int(row["start"]), row["words"])
                for row in provisions[node]
            ),
            tuple(
                Cross(
                    row["quote"],
                    int(row["start"]),
                    int(row["end"]),
                    row["cited"],
                    tuple(row.get("keys", "").split()),
                    row.get("resolved") == "true",
                )
                for row in crosses[node]
            ),
            tuple(
                Term(row["term"], row.get("meaning", ""), row["quote"], int(row["start"]), int(row["end"]))
                for row in defined[node]
            ),
        )


def _norm(document: str, row: Row, bearers: Iterable[Bearer], texts: Mapping[str, Sequence[str]]) -> Norm:
    return Norm(
        frame=row["frame"].partition("/document/")[2],
        kind=notation(row["kind"]),
        role=notation(row.get("role", "")),
        rule=row["rule"],
        confidence=float(row["confidence"]),
        article=row["article"],
        matter=row.get("matter", ""),
        place=Place(document, row["label"], row.get("item", ""), row["quote"], int(row["start"]), int(row["end"])),
        bearers=tuple(bearers),
        targets=tuple(texts.get(DG.targetText, ())),
        measures=tuple(texts.get(DG.measureText, ())),
        enforcers=tuple(texts.get(DG.enforcerText, ())),
    )


def part_at(draft: Draft, start: int) -> Part | None:
    """Return the article or item of a plan whose words hold a place, or None."""
    number = bisect_right(draft.parts, start, key=lambda part: part.start) - 1
    for part in draft.parts[max(number - 1, 0) : number + 1][::-1]:
        if part.start <= start < part.start + len(part.words):
            return part
    return None


def place_at(draft: Draft, start: int, end: int) -> Place | None:
    """Return the words of a document from `start` to `end` as a place, None where they stand in no provision."""
    part = part_at(draft, start)
    if part is None or end > part.start + len(part.words):
        return None
    quote = part.words[start - part.start : end - part.start]
    return Place(draft.document, part.label, part.item, quote, start, end)
