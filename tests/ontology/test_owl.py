"""The Turtle is OWL 2 DL, and three tools that share no code load all of it: rdflib, owlready2 and the Java OWL API.

The OWL API is the one that HermiT's jar brings along, so that it needs no package of its own.
"""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import owlready2
import pyoxigraph
import pytest
import rdflib
from rdflib.namespace import OWL, RDF, RDFS, SKOS

from ontology.files import ontology_files, quads_of, schema_files

HERE = Path(__file__).parent
JAR = Path(owlready2.__file__).parent / "hermit" / "HermiT.jar"
CLASSES = 20
"""The classes of this ontology."""


def turtle(tmp_path: Path, *more: str) -> Path:
    """Return one file with all Turtle of the ontology and the vocabularies, and what a test adds."""
    whole = tmp_path / "whole.ttl"
    whole.write_text("\n".join([*(file.read_text("utf-8") for file in ontology_files()), *more]), "utf-8")
    return whole


def profile(file: Path) -> tuple[int, list[str]]:
    """Return the number of logical axioms that the OWL API reads, and what is not OWL 2 DL."""
    java = shutil.which("java")
    modules = subprocess.run([java, "--list-modules"], capture_output=True, text=True) if java else None
    if modules is None or "jdk.compiler" not in modules.stdout:
        pytest.skip("no Java, or one that cannot run a source file")
    command = [java, "-Dfile.encoding=UTF-8", "-cp", JAR, HERE / "java" / "Profile.java", file]
    run = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=120)
    assert run.returncode == 0, run.stderr
    axioms, *violations = run.stdout.splitlines()
    return int(axioms), violations


@pytest.mark.java
@pytest.mark.slow
def test_the_owl_api_finds_owl_2_dl(tmp_path: Path) -> None:
    axioms, violations = profile(turtle(tmp_path))
    assert axioms > 17_000
    assert violations == []


NOT_DL = {
    "a property that is not declared": "dg:Duty rdfs:subClassOf [ a owl:Restriction ; owl:onProperty dg:none ; "
    "owl:someValuesFrom dg:Actor ] .",
    "a class that is not declared": "dg:Duty rdfs:subClassOf dg:Nothing .",
    "a property of things and of values": "dg:bearer a owl:DatatypeProperty .",
    "a name that OWL keeps for itself": "owl:Own a owl:Class .",
    "a count of what a chain reaches": "dg:narrow a owl:ObjectProperty, owl:TransitiveProperty . dg:Rest a owl:Class ; "
    "rdfs:subClassOf [ a owl:Restriction ; owl:onProperty dg:narrow ; owl:maxCardinality "
    '"1"^^xsd:nonNegativeInteger ] .',
}


@pytest.mark.java
@pytest.mark.slow
@pytest.mark.parametrize("fault", NOT_DL)
def test_the_owl_api_finds_what_is_not(fault: str, tmp_path: Path) -> None:
    _, violations = profile(turtle(tmp_path, NOT_DL[fault]))
    assert violations, fault


def test_ranges_are_datatypes_of_owl() -> None:
    """The OWL API of this age takes xsd:date, which OWL 2 lacks."""
    graph = rdflib.Graph()
    for file in schema_files():
        graph.parse(file)
    ranges = {
        str(kind) for node in graph.subjects(RDF.type, OWL.DatatypeProperty) for kind in graph.objects(node, RDFS.range)
    }
    assert {kind.rpartition("#")[2] for kind in ranges} == {"string", "integer", "decimal", "double", "boolean"}


def test_rdflib_and_owlready2_read_the_same() -> None:
    graph = rdflib.Graph()
    for file in schema_files():
        graph.parse(file)
    stated = {str(node) for node in graph.subjects(RDF.type, OWL.Class) if "dutygraph" in str(node)}
    properties = {
        str(node)
        for kind in (OWL.ObjectProperty, OWL.DatatypeProperty)
        for node in graph.subjects(RDF.type, kind)
        if "dutygraph" in str(node)
    }
    assert len(stated) == CLASSES
    world = owlready2.World()
    triples = (quad.triple for file in ontology_files() for quad in quads_of(file))
    data = pyoxigraph.serialize(triples, format=pyoxigraph.RdfFormat.N_TRIPLES) or b""
    try:
        world.get_ontology("https://w3id.org/dutygraph/ontology#").load(fileobj=io.BytesIO(data), only_local=True)
        assert {entity.iri for entity in world.classes() if "dutygraph" in entity.iri} == stated
        assert {entity.iri for entity in world.properties() if "dutygraph" in entity.iri} >= properties
        [concept] = world.search(iri=str(SKOS.Concept))
        assert len(list(concept.instances())) > 3000
    finally:
        world.close()
