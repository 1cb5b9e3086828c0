"""Finds the Turtle files of this room: the ontology, the vocabularies and the shapes."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pyoxigraph

from corpus.errors import VocabularyError
from ontology.namespace import VOCABULARY_GRAPH

_ROOM = Path(__file__).parent


def ontology_files() -> tuple[Path, ...]:
    """Return the files of the ontology and the vocabularies, sorted."""
    return (*sorted(_ROOM.glob("*.ttl")), *sorted((_ROOM / "vocabulary").glob("*.ttl")))


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
    """Return the vocabulary graph as N-Quads, blank nodes named by what they say, sorted. Raises VocabularyError."""
    dataset = pyoxigraph.Dataset(quad for file in ontology_files() for quad in quads_of(file))
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    return "".join(sorted(f"{quad} .\n" for quad in dataset))
