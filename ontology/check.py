"""Checks every invariant of a store and says what breaks it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import astuple
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from typing import Final, Literal

from corpus.types import Provision
from ontology import guard
from ontology.frames import documents, provisions, text
from ontology.namespace import BASE, DCTERMS, DG, OA, OWL, RDFS, SKOS, VOCABULARY_GRAPH, document_iri
from ontology.reason import check_consistency
from ontology.store import Store
from ontology.types import Check, Finding, Violation
from ontology.validate import violations

_LANGUAGES: Final = {"zh": "中文", "en": "英文"}
# The names of a region say all that there is to define, and pinyin does not tell all regions apart.
_REGIONS: Final = BASE + "vocabulary/region"
# pySHACL takes a minute for so many frames, and memory with them; the fast engine finds the same (`ontology.guard`).
_MOST_FRAMES: Final = 10_000


def checks(store: Store) -> Iterator[Check]:
    """Yield the outcome of every one of `CHECKS`, each when it is done. Raises StoreError and VocabularyError."""
    for name, look in CHECKS.items():
        outcome, counted, findings = look(store)
        yield Check(name, outcome, counted, tuple(findings))


_Outcome = tuple[Literal["passed", "failed", "skipped"], int, Sequence[Finding]]
"""What came of a check, how many things were looked at, and what is wrong with them."""


def _judged(counted: int, findings: list[Finding]) -> _Outcome:
    return "failed" if findings else "passed", counted, sorted(findings, key=astuple)


def _spans(store: Store) -> _Outcome:
    names = {document_iri(record.metadata.id): record.metadata.id for record in documents(store)}
    findings, counted = [], 0
    for graph in store.graphs():  # one at a time, which bounds memory
        nodes: dict[str, dict[str, str]] = defaultdict(dict)
        for row in store.select(
            "SELECT ?node ?p ?o { VALUES ?p { oa:start oa:end oa:exact dg:start dg:end dg:words } "
            f"GRAPH <{graph}> {{ ?node ?p ?o }} }}"
        ):
            nodes[row["node"]][row["p"]] = row["o"]
        words = text(store, names[graph]) if graph in names else ""
        findings += [
            Finding(node, "引文与原文不符", "the words do not stand in the text where they should")
            for node, values in nodes.items()
            if not _stands(words, values)
        ]
        counted += len(nodes)
    rows = store.select(
        'SELECT ?f { ?f dg:kind ?k ; dg:status ?s FILTER(?s != "digest") MINUS { ?f oa:exact ?words } }'
    )
    findings += [Finding(row["f"], "没有引文", "there are no words to prove it") for row in rows]
    return _judged(counted, findings)


def _stands(text: str, values: dict[str, str]) -> bool:
    for start, end, words in ((OA.start, OA.end, OA.exact), (DG.start, DG.end, DG.words)):
        if start in values and end in values:
            left, right = int(values[start]), int(values[end])
            if not 0 <= left <= right <= len(text) or values.get(words, text[left:right]) != text[left:right]:
                return False
        elif not values.keys().isdisjoint((start, end, words)):
            return False
    return OA.start not in values or OA.exact in values


def _structure(store: Store) -> _Outcome:
    findings, counted = [], 0
    for record in documents(store):
        name = record.metadata.id
        root = provisions(store, name)
        if root is not None:
            counted += sum(1 for _ in root.walk())
            if (root.start, root.end) != (0, len(text(store, name))) or not all(map(_covered, root.walk())):
                findings.append(Finding(name, "条文没有覆盖全文", "the provisions do not cover the text"))
    return _judged(counted, findings)


def _covered(node: Provision) -> bool:
    if not node.children:
        return True
    meet = all(left.end == right.start for left, right in pairwise(node.children))
    return meet and (node.children[0].start, node.children[-1].end) == (node.start, node.end)


def _shapes(store: Store) -> _Outcome:
    counted = sum(record.frames for record in documents(store))
    found = guard.stored(store) if counted > _MOST_FRAMES and guard.is_available() else violations(store)
    wrong = any(violation.severity == "violation" for violation in found)
    findings = [
        Finding(
            violation.focus,
            f"{violation.message_zh}{_place(violation)}",
            f"{violation.message_en}{_place(violation)}",
        )
        for violation in found
    ]
    return "failed" if wrong else "passed", counted, findings


def _place(violation: Violation) -> str:
    return f" ({violation.document}: {violation.quote})" if violation.quote else ""


def _consistency(store: Store) -> _Outcome:
    found = check_consistency(store)
    if found.outcome == "no-java":
        return "skipped", 0, [Finding("", "没有 Java，未检查", "not checked: there is no Java")]
    return _judged(found.individuals, list(found.findings))


def _labels(store: Store) -> _Outcome:
    findings, counted = [], 0
    for types, predicates in (
        ((SKOS.Concept,), (SKOS.prefLabel, SKOS.definition)),
        ((SKOS.ConceptScheme,), (DCTERMS.title, DCTERMS.description)),
        ((OWL.AnnotationProperty, OWL.Class, OWL.DatatypeProperty, OWL.ObjectProperty), (RDFS.label, RDFS.comment)),
    ):
        kinds, wanted = (" ".join(f"<{iri}>" for iri in iris) for iris in (types, predicates))
        has: dict[str, set[tuple[str, str]]] = defaultdict(set)
        schemes: dict[str, str] = {}
        for row in store.select(
            f"SELECT ?node ?scheme ?p (LANG(?o) AS ?language) {{ GRAPH <{VOCABULARY_GRAPH}> {{ "
            f"VALUES ?type {{ {kinds} }} ?node a ?type OPTIONAL {{ ?node skos:inScheme ?scheme }} "
            f"OPTIONAL {{ VALUES ?p {{ {wanted} }} ?node ?p ?o }} }} }}"
        ):
            if row["node"].startswith(BASE):
                has[row["node"]].add((row.get("p", ""), row.get("language", "")))
                schemes[row["node"]] = row.get("scheme", "")
        counted += len(has)
        label, definition = predicates
        for node, values in has.items():
            for predicate, zh, en in ((label, "标签", "label"), (definition, "定义", "definition")):
                if predicate == label or schemes[node] != _REGIONS:
                    findings += [
                        Finding(node, f"没有{name}{zh}", f"has no {en} in {language}")
                        for language, name in _LANGUAGES.items()
                        if (predicate, language) not in values
                    ]
    return _judged(counted, findings)


def _collisions(store: Store) -> _Outcome:
    named: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in store.select(
        f"SELECT ?scheme ?concept ?label (LANG(?label) AS ?language) {{ GRAPH <{VOCABULARY_GRAPH}> {{ "
        "VALUES ?p { skos:prefLabel skos:altLabel skos:hiddenLabel } ?concept skos:inScheme ?scheme ; ?p ?label } }"
    ):
        if (row["scheme"], row["language"]) != (_REGIONS, "en"):
            named[row["scheme"], row["label"].casefold()].add(row["concept"])
    findings = [
        Finding(
            min(concepts), f"“{label}”指多个概念", f"the word {label!r} names also {', '.join(sorted(concepts)[1:])}"
        )
        for (_, label), concepts in named.items()
        if len(concepts) > 1
    ]
    return _judged(len(named), findings)


def _hierarchy(store: Store) -> _Outcome:
    broader: dict[str, set[str]] = defaultdict(set)
    for row in store.select(f"SELECT ?narrow ?wide {{ GRAPH <{VOCABULARY_GRAPH}> {{ ?narrow skos:broader ?wide }} }}"):
        broader[row["narrow"]].add(row["wide"])
    try:
        TopologicalSorter(broader).prepare()
    except CycleError as error:
        names = ", ".join(error.args[1])
        finding = Finding(error.args[1][0], f"上下位循环：{names}", f"is broader than itself: {names}")
        return _judged(len(broader), [finding])
    return _judged(len(broader), [])


CHECKS: Final[dict[str, Callable[[Store], _Outcome]]] = {
    "spans": _spans,  # the words of frames, evidence and provisions stand in the text where they say
    "structure": _structure,  # provisions cover the text without a gap
    "shapes": _shapes,  # SHACL; warnings do not fail
    "consistency": _consistency,  # OWL; skipped without Java
    "labels": _labels,  # classes, properties, schemes and concepts have labels and definitions in Chinese and English
    "collisions": _collisions,  # no word names two concepts of one scheme
    "hierarchy": _hierarchy,  # no concept is broader than itself
}
"""The checks by name."""
