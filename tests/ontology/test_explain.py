"""A contradiction is explained by axioms and facts that suffice for it, and none of them can be spared."""

from __future__ import annotations

from collections.abc import Callable

import pyoxigraph
import pytest

from corpus.types import Document
from ontology.explain import explain
from ontology.namespace import DG, OWL, RDF, RDFS, concept_iri
from ontology.reason import check_consistency
from ontology.store import EmbeddedStore
from tests.ontology.test_check import DUTY, GRAPH, METADATA, TEXT, Make, filled, quad

__all__ = ["filled"]
FIRST = f"{GRAPH}/art_1/responsibility-1"
CONTRADICTIONS = {
    "a duty that is an actor": (
        quad(DUTY, RDF.type, DG.Actor, GRAPH),
        ["dg:Norm“规范” DisjointWith dg:Actor“主体”", "Types dg:Actor“主体”"],
    ),
    "a duty with a role": (
        quad(DUTY, DG.role, concept_iri("role", "first"), GRAPH),
        ["dg:Responsibility“责任” DisjointWith dg:Duty“义务”", "dg:role“责任角色” Domain dg:Responsibility“责任”"],
    ),
    "a responsibility with two roles": (
        quad(FIRST, DG.role, concept_iri("role", "overall"), GRAPH),
        ["dg:role“责任角色” Characteristics FunctionalProperty", "DifferentFrom"],
    ),
}


@pytest.mark.java
@pytest.mark.slow
@pytest.mark.parametrize("name", CONTRADICTIONS)
def test_the_axioms_are_named(name: str, filled: Callable[[Document], EmbeddedStore], make: Make) -> None:
    lines, wanted = CONTRADICTIONS[name]
    store = filled(make(TEXT, METADATA))
    store.load([lines])
    found = check_consistency(store, sample=2)
    assert found.outcome == "inconsistent"
    assert len(found.axioms) <= 8, found.axioms
    for words in wanted:
        assert any(words in axiom for axiom in found.axioms), found.axioms
    assert all(found.axioms[0] in finding.zh and found.axioms[0] in finding.en for finding in found.findings)


EXAMPLE = "https://e.example/"
SCHEMA = f"""
@prefix : <{EXAMPLE}> . @prefix owl: <{OWL.iri}> . @prefix rdfs: <{RDFS.iri}> .
:A a owl:Class ; rdfs:label "甲"@zh . :B a owl:Class . :C a owl:Class . :D a owl:Class .
:A rdfs:subClassOf :B . :C rdfs:subClassOf :D . :p a owl:ObjectProperty ; rdfs:domain :C .
:q a owl:ObjectProperty ; rdfs:domain :D ; rdfs:range :D .
[] a owl:AllDisjointClasses ; owl:members ( :B :D :Z ) .
"""
FACTS = f"@prefix : <{EXAMPLE}> . :x a :A ; :p :y ; :q :y . :y a :Z . :z a :B ."


def triples(turtle: str) -> list[pyoxigraph.Triple]:
    return [quad.triple for quad in pyoxigraph.parse(turtle, pyoxigraph.RdfFormat.TURTLE)]


def needed(*texts: str) -> tuple[Callable[[list[pyoxigraph.Triple]], bool], list[int]]:
    """Return a reasoner to which statements contradict each other if they hold all of these, and the sizes it saw."""
    seen: list[int] = []

    def contradicts(given: list[pyoxigraph.Triple]) -> bool:
        said = "\n".join(str(triple).replace(EXAMPLE, ":") for triple in given)
        seen.append(len(given))
        return all(text in said for text in texts)

    return contradicts, seen


def test_what_is_not_needed_is_left_out() -> None:
    contradicts, seen = needed(
        "<:x> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <:A>",
        "subClassOf> <:B>",
        "<:B> <http://www.w3.org/2002/07/owl#disjointWith> <:D>",
        "#domain> <:D>",
        "<:q> <:y>",
    )
    assert explain(triples(SCHEMA), triples(FACTS), contradicts, 40) == (
        "<https://e.example/A>“甲” SubClassOf <https://e.example/B>",
        "<https://e.example/B> DisjointWith <https://e.example/D>",
        "<https://e.example/q> Domain <https://e.example/D>",
        "<https://e.example/x> <https://e.example/q> <https://e.example/y>",
        "<https://e.example/x> Types <https://e.example/A>“甲”",
    )
    assert len(seen) <= 40


def test_the_reasoner_is_not_asked_more_often_than_allowed() -> None:
    contradicts, seen = needed("<:A>", "<:q> <:y>")
    few = explain(triples(SCHEMA), triples(FACTS), contradicts, 3)
    assert len(seen) <= 4
    assert "<https://e.example/x> <https://e.example/q> <https://e.example/y>" in few
