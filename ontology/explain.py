"""Explains a contradiction: the axioms of the ontology and the facts that suffice for it, few and readable."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Final

import pyoxigraph

from ontology.namespace import OWL, PREFIXES, RDF, RDFS, local_name

Triple = Any
"""A pyoxigraph.Triple; its parts are of several types, of which only some have a value, a language or a datatype."""

Contradicts = Callable[[list[Triple]], bool]
"""Whether statements cannot be true together."""

_DECLARATIONS: Final = frozenset(
    (
        OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, OWL.NamedIndividual, OWL.Ontology,
        OWL.AllDisjointClasses, OWL.AllDifferent, OWL.Restriction,
    )
)  # fmt: skip
_LOGICAL: Final = {
    RDFS.subClassOf: "SubClassOf",
    RDFS.subPropertyOf: "SubPropertyOf",
    RDFS.domain: "Domain",
    RDFS.range: "Range",
    OWL.disjointWith: "DisjointWith",
    OWL.differentFrom: "DifferentFrom",
    OWL.equivalentClass: "EquivalentTo",
    OWL.inverseOf: "InverseOf",
}
"""The properties of axioms, with the words of the Manchester syntax."""


@dataclass(frozen=True, slots=True)
class Axiom:
    """An axiom or fact: its triples, itself in words, and the terms without which it says nothing of interest."""

    triples: tuple[Triple, ...]
    text: str
    about: frozenset[str]
    mentions: frozenset[str]


def explain(schema: Sequence[Triple], facts: Sequence[Triple], contradicts: Contradicts, calls: int) -> tuple[str, ...]:
    """Return the axioms and facts of a contradiction in words, as few as `calls` questions to the reasoner find.

    What is left contradicts itself, always; where the calls suffice, nothing of it can be spared.
    """
    labels = _labels(schema)
    declared = [triple for triple in (*schema, *facts) if _declares(triple)]
    axioms = [*_axioms(facts, labels), *_axioms(schema, labels)]
    asked = 0

    def contradict(chosen: Iterable[Axiom]) -> bool:
        nonlocal asked
        asked += 1
        return contradicts([*declared, *(triple for axiom in chosen for triple in axiom.triples)])

    suspects = _suspects(axioms)
    near = _near(axioms, {term for axiom in _axioms(facts, labels) for term in axiom.mentions})
    left = next((some for some in (suspects, near) if some and contradict(some)), axioms)
    size = len(left) if left is not suspects else 1  # of few, one after the other
    while True:
        size = (size + 1) // 2
        start = 0
        while start < len(left) and len(left) > 1 and asked < calls:
            rest = [*left[:start], *left[start + size :]]
            if contradict(rest):
                left = rest
            else:
                start += size
        if size == 1:
            break
    return tuple(sorted({axiom.text for axiom in left}))


def _declares(triple: Triple) -> bool:
    return (
        triple.predicate.value == RDF.type
        and isinstance(triple.subject, pyoxigraph.NamedNode)
        and isinstance(triple.object, pyoxigraph.NamedNode)
        and triple.object.value in _DECLARATIONS
    )


def _suspects(axioms: Sequence[Axiom]) -> list[Axiom]:
    """Return the axioms and facts of the shortest clash that following classes and properties upwards finds, if any.

    Clashes are two disjoint classes of one node, and two different values of a functional property. It only guesses
    where to look: the reasoner has the last word.
    """
    rules: dict[tuple[str, str], list[tuple[str, Any, Axiom]]] = defaultdict(list)
    clashes: dict[tuple[str, str], Axiom] = {}
    known: dict[tuple[str, str, str], tuple[Axiom, ...]] = {}
    for axiom in axioms:
        head = axiom.triples[0]
        subject, property_, target = head.subject.value, head.predicate.value, head.object
        if property_ in (OWL.disjointWith, OWL.differentFrom):
            clashes[subject, target.value] = clashes[target.value, subject] = axiom
        elif property_ == RDF.type and target.value == OWL.FunctionalProperty:
            rules["functional", subject].append(("", None, axiom))
        elif property_ == RDFS.subClassOf and isinstance(target, pyoxigraph.BlankNode):
            said = {triple.predicate.value: triple.object for triple in axiom.triples[1:] if triple.subject == target}
            if OWL.hasValue in said:
                rules["value", subject].append((said[OWL.onProperty].value, said[OWL.hasValue].value, axiom))
        elif property_ in _LOGICAL:
            rules[property_, subject].append((target.value, None, axiom))
        elif isinstance(target, pyoxigraph.NamedNode):
            known[subject, property_, target.value] = (axiom,)
    waiting = list(known)
    for subject, property_, target in waiting:
        reasons = known[subject, property_, target]
        if property_ == RDF.type:
            found = [((subject, RDF.type, wide), axiom) for wide, _, axiom in rules[RDFS.subClassOf, target]]
            found += [((subject, by, value), axiom) for by, value, axiom in rules["value", target]]
        else:
            found = [((subject, wide, target), axiom) for wide, _, axiom in rules[RDFS.subPropertyOf, property_]]
            found += [((subject, RDF.type, kind), axiom) for kind, _, axiom in rules[RDFS.domain, property_]]
            found += [((target, RDF.type, kind), axiom) for kind, _, axiom in rules[RDFS.range, property_]]
        for statement, axiom in found:
            if statement not in known:
                known[statement] = (*reasons, axiom)
                waiting.append(statement)
    values: dict[tuple[str, str], list[str]] = defaultdict(list)
    for subject, property_, target in known:
        values[subject, property_].append(target)
    candidates = [
        list(dict.fromkeys((*known[subject, property_, one], *known[subject, property_, other], clash, *why)))
        for (subject, property_), targets in values.items()
        for why in ([()] if property_ == RDF.type else [(rule[2],) for rule in rules["functional", property_]])
        for one, other in combinations(targets, 2)
        if (clash := clashes.get((one, other)))
    ]
    return min(candidates, key=len, default=[])


def _near(axioms: Sequence[Axiom], terms: set[str]) -> list[Axiom]:
    """Return the axioms that a chain of others joins to these terms."""
    known, left, found = set(terms), list(axioms), True
    while found:
        found = False
        for axiom in left:
            if axiom.about <= known and not axiom.mentions <= known:
                known |= axiom.mentions
                found = True
    return [axiom for axiom in axioms if axiom.about <= known]


def _labels(schema: Iterable[Triple]) -> dict[str, str]:
    return {
        triple.subject.value: triple.object.value
        for triple in schema
        if triple.predicate.value == RDFS.label
        and isinstance(triple.subject, pyoxigraph.NamedNode)
        and isinstance(triple.object, pyoxigraph.Literal)
        and triple.object.language == "zh"
    }


def _axioms(triples: Iterable[Triple], labels: dict[str, str]) -> list[Axiom]:
    """Return the axioms of triples, one each, with the blank nodes that belong to them; no annotations."""
    triples = list(dict.fromkeys(triples))
    described: dict[Any, list[Triple]] = defaultdict(list)
    for triple in triples:
        if isinstance(triple.subject, pyoxigraph.BlankNode):
            described[triple.subject].append(triple)
    inner = {triple.object for triple in triples}
    found: list[Axiom] = []
    for node, said in described.items():
        if node not in inner:
            found += _pairs(said, described, labels)
    for triple in triples:
        if isinstance(triple.subject, pyoxigraph.NamedNode) and _says(triple):
            closure = tuple(_closure(triple.object, described))
            found.append(_axiom(triple, closure, labels))
    return found


def _says(triple: Triple) -> bool:
    if _declares(triple):
        return False
    property_ = triple.predicate.value
    return property_ in _LOGICAL or not property_.startswith((RDFS.iri, PREFIXES["skos"], PREFIXES["dcterms"]))


def _closure(node: Any, described: dict[Any, list[Triple]]) -> Iterator[Triple]:
    for triple in described.get(node, ()):
        yield triple
        yield from _closure(triple.object, described)


def _axiom(triple: Triple, closure: tuple[Triple, ...], labels: dict[str, str]) -> Axiom:
    subject, property_, target = triple.subject.value, triple.predicate.value, triple.object
    nodes = [node for one in (triple, *closure) for node in (one.subject, one.predicate, one.object)]
    mentions = frozenset(node.value for node in nodes if isinstance(node, pyoxigraph.NamedNode))
    about = frozenset((subject,)) if property_ != OWL.disjointWith else frozenset((subject, target.value))
    if property_ in _LOGICAL:
        words = f"{_name(subject, labels)} {_LOGICAL[property_]} {_object(target, closure, labels)}"
    elif property_ == RDF.type and target.value.startswith(OWL.iri):
        words = f"{_name(subject, labels)} Characteristics {local_name(target.value).rpartition('#')[2]}"
    elif property_ == RDF.type:
        words = f"{_name(subject, labels)} Types {_object(target, closure, labels)}"
    else:
        words = f"{_name(subject, labels)} {_name(property_, labels)} {_object(target, closure, labels)}"
    return Axiom((triple, *closure), words, about, mentions)


def _object(node: Any, closure: Iterable[Triple], labels: dict[str, str]) -> str:
    if isinstance(node, pyoxigraph.NamedNode):
        return _name(node.value, labels)
    if isinstance(node, pyoxigraph.Literal):
        return str(node)
    said = {triple.predicate.value: triple.object for triple in closure if triple.subject == node}
    parts = [
        f"{local_name(property_).rpartition('#')[2]} {_object(target, closure, labels)}"
        for property_, target in sorted(said.items(), reverse=True)
        if property_ != RDF.type
    ]
    return f"({', '.join(parts)})"


def _pairs(said: Sequence[Triple], described: dict[Any, list[Triple]], labels: dict[str, str]) -> list[Axiom]:
    """Return owl:AllDisjointClasses and owl:AllDifferent as one axiom for each two of their members."""
    kinds = {triple.object.value for triple in said if triple.predicate.value == RDF.type}
    property_ = OWL.disjointWith if OWL.AllDisjointClasses in kinds else OWL.differentFrom
    members = [
        triple.object
        for head in said
        for triple in _closure(head.object, described)
        if triple.predicate.value == RDF.first
    ]
    predicate = pyoxigraph.NamedNode(property_)
    return [
        Axiom(
            (pyoxigraph.Triple(one, predicate, other),),
            f"{_name(one.value, labels)} {_LOGICAL[property_]} {_name(other.value, labels)}",
            frozenset((one.value, other.value)),
            frozenset((one.value, other.value)),
        )
        for one, other in combinations(members, 2)
    ]


def _name(iri: str, labels: dict[str, str]) -> str:
    """Return a term by its prefix, any other node by its IRI, with its label in Chinese where it has one."""
    known = ((prefix, namespace) for prefix, namespace in PREFIXES.items() if iri.startswith(namespace))
    prefix, namespace = next(known, ("", ""))
    shown = f"{prefix}:{iri.removeprefix(namespace)}" if prefix else f"<{iri}>"
    return f"{shown}“{labels[iri]}”" if iri in labels else shown
