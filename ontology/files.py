"""Finds the Turtle files of this room: the ontology, the vocabularies and the shapes."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph

from corpus.errors import VocabularyError
from ontology.namespace import VOCABULARY_GRAPH

_ROOM = Path(__file__).parent


def schema_files() -> tuple[Path, ...]:
    """Return the files of the ontology: classes and properties, sorted."""
    return tuple(sorted(_ROOM.glob("*.ttl")))


def ontology_files() -> tuple[Path, ...]:
    """Return the files of the ontology and the vocabularies, sorted."""
    return (*schema_files(), *sorted((_ROOM / "vocabulary").glob("*.ttl")))


def shape_files() -> tuple[Path, ...]:
    """Return the SHACL files, sorted."""
    return tuple(sorted((_ROOM / "shapes").glob("*.ttl")))


def quads_of(file: Path, graph: str = VOCABULARY_GRAPH) -> list[pyoxigraph.Quad]:
    """Return the statements of a Turtle file as those of a named graph. Raises VocabularyError."""
    try:
        parsed = list(pyoxigraph.parse(path=file, format=pyoxigraph.RdfFormat.TURTLE))
    except (SyntaxError, OSError) as error:
        raise VocabularyError(f"The file {file} is not Turtle: {' '.join(str(error).split())}") from error
    name = pyoxigraph.NamedNode(graph)
    return [pyoxigraph.Quad(quad.subject, quad.predicate, quad.object, name) for quad in parsed]


@cache
def vocabulary() -> str:
    """Return the vocabulary graph as N-Quads, sorted. Raises VocabularyError.

    Blank nodes (of OWL) become IRIs that the canonical naming of RDFC 1.0 gives, so that every build is the same.
    """
    dataset = pyoxigraph.Dataset(quad for file in ontology_files() for quad in quads_of(file))
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    named = (pyoxigraph.Quad(*(_named(term) for term in quad)) for quad in dataset)
    return "".join(sorted(f"{quad} .\n" for quad in named))


def _named(term: Any) -> Any:
    return pyoxigraph.NamedNode(f"{VOCABULARY_GRAPH}#{term.value}") if isinstance(term, pyoxigraph.BlankNode) else term
