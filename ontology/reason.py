"""Asks the reasoner HermiT, through owlready2, whether the ontology and a sample of the data can be true together."""

from __future__ import annotations

import io
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import pyoxigraph

from ontology.explain import explain
from ontology.files import quads_of, schema_files
from ontology.namespace import BASE, DG, OWL, RDF
from ontology.store import Store
from ontology.types import Consistency, Finding

_SAMPLE = 6
_CLASSES = (
    DG.Document, DG.Provision, DG.Responsibility, DG.Duty, DG.Prohibition, DG.Permission, DG.Encouragement, DG.Sanction,
    DG.Reward, DG.Criterion, DG.Statement, DG.Actor, DG.Office, DG.Evidence, DG.Inference,
)  # fmt: skip
# Long strings, about which OWL has nothing to say; HermiT does not know rdf:JSON. OWL 2 reserves the terms of RDF.
_LEFT_OUT = (DG.text, DG.words, DG.record, RDF.subject, RDF.predicate, RDF.object)

_WITNESS = BASE + "witness"
"""An individual of a class to which nothing can belong, so that there is a contradiction to explain."""
_CALLS = 24
"""So often the reasoner is asked for the sake of an explanation, each time for about a second."""

Triples = list[pyoxigraph.Triple]


def check_consistency(store: Store, sample: int = _SAMPLE) -> Consistency:
    """Check the ontology with the first `sample` individuals of every class and what they point at.

    Takes some seconds, and with a contradiction to explain up to a minute. Raises StoreError and VocabularyError.
    """
    if shutil.which("java") is None:
        return Consistency("no-java")
    schema = [quad.triple for file in schema_files() for quad in quads_of(file) if quad.predicate.value != OWL.imports]
    groups = _sample(store, sample)
    facts = [triple for group in groups.values() for triple in group]
    classes = _contradictions([*schema, *facts])
    if classes == []:
        return Consistency("consistent", individuals=len(groups))
    if classes:
        places, zh, en = classes, "不可能有实例", "nothing can belong to this class"
        wrong = [_triple(_WITNESS, RDF.type, classes[0]), _triple(_WITNESS, RDF.type, OWL.NamedIndividual)]
    elif places := _narrow(schema, groups):
        zh, en = "与本体矛盾", "contradicts the ontology"
        wrong = [triple for name in places for triple in groups[name]]
    else:
        places, zh, en, wrong = [DG.iri], "本体自相矛盾", "the ontology contradicts itself", []
    axioms = explain(schema, wrong, lambda triples: _contradictions(triples) is None, _CALLS)
    why = "; ".join(axioms)
    findings = tuple(Finding(place, f"{zh}：{why}", f"{en}: {why}") for place in places)
    return Consistency("inconsistent", findings, len(groups), axioms)


def _sample(store: Store, size: int) -> dict[str, Triples]:
    """Return the statements about some individuals by individual, types of what they point at included."""
    groups: dict[str, Triples] = {}
    for kind in _CLASSES:
        for row in store.select(f"SELECT ?s {{ ?s a <{kind}> }} ORDER BY ?s LIMIT {size}"):
            subject = row["s"]
            groups[subject] = [
                *(
                    triple
                    for triple in store.construct(f"CONSTRUCT {{ <{subject}> ?p ?o }} WHERE {{ <{subject}> ?p ?o }}")
                    if triple.predicate.value not in _LEFT_OUT
                ),
                *store.construct(f"CONSTRUCT {{ ?o a ?type }} WHERE {{ <{subject}> ?p ?o . ?o a ?type }}"),
            ]
    for triples in groups.values():
        nodes = {node for triple in triples for node in (triple.subject, triple.object)}
        named = sorted(node.value for node in nodes if isinstance(node, pyoxigraph.NamedNode) and _is_datum(node.value))
        triples += [_triple(name, RDF.type, OWL.NamedIndividual) for name in named]
    return groups


def _is_datum(iri: str) -> bool:
    return iri.startswith(BASE) and not iri.startswith(DG.iri)


def _triple(subject: str, predicate: str, target: str) -> pyoxigraph.Triple:
    return pyoxigraph.Triple(*map(pyoxigraph.NamedNode, (subject, predicate, target)))


def _narrow(schema: Triples, groups: dict[str, Triples]) -> list[str]:
    """Return as few individuals as halving finds whose statements alone contradict the ontology."""
    names = sorted(groups)
    while len(names) > 1:
        middle = len(names) // 2
        for half in (names[:middle], names[middle:]):
            if _contradictions([*schema, *(triple for name in half for triple in groups[name])]) is None:
                names = half
                break
        else:
            break  # it takes individuals of both halves
    return names if _contradictions(schema) is not None else []


def _contradictions(triples: Iterable[pyoxigraph.Triple]) -> list[str] | None:
    """Return the classes that nothing can belong to, sorted; None if the statements contradict each other."""
    import owlready2  # slow to load, and only this check needs it

    world = owlready2.World()
    data = pyoxigraph.serialize(triples, format=pyoxigraph.RdfFormat.N_TRIPLES)
    try:
        with _own_folder(), world.get_ontology(DG.iri).load(fileobj=io.BytesIO(data or b""), only_local=True):
            # xsd:date is no datatype of OWL 2; HermiT would refuse it.
            owlready2.sync_reasoner_hermit(world, debug=0, ignore_unsupported_datatypes=True)
        return sorted(entity.iri for entity in world.inconsistent_classes() if entity is not owlready2.Nothing)
    except owlready2.OwlReadyInconsistentOntologyError:
        return None
    finally:
        world.close()


@contextmanager
def _own_folder() -> Iterator[None]:
    """Keep the file that owlready2 leaves behind for an inconsistent ontology in a folder that goes away."""
    before = tempfile.tempdir
    with tempfile.TemporaryDirectory() as folder:
        tempfile.tempdir = folder
        try:
            yield
        finally:
            tempfile.tempdir = before
