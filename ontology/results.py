"""Writes what a SPARQL query found in the standard formats, cut after so many rows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

import pyoxigraph

from ontology.errors import ExportError
from ontology.namespace import PREFIXES
from ontology.types import Results

ROWS: Final[dict[str, pyoxigraph.QueryResultsFormat]] = {
    "application/sparql-results+json": pyoxigraph.QueryResultsFormat.JSON,
    "application/sparql-results+xml": pyoxigraph.QueryResultsFormat.XML,
    "text/csv": pyoxigraph.QueryResultsFormat.CSV,
    "text/tab-separated-values": pyoxigraph.QueryResultsFormat.TSV,
}
"""The media types of solutions and of yes or no."""

TRIPLES: Final[dict[str, pyoxigraph.RdfFormat]] = {
    "text/turtle": pyoxigraph.RdfFormat.TURTLE,
    "application/n-triples": pyoxigraph.RdfFormat.N_TRIPLES,
    "application/rdf+xml": pyoxigraph.RdfFormat.RDF_XML,
    "application/ld+json": pyoxigraph.RdfFormat.JSON_LD,
}
"""The media types of triples."""

_MOST_CHARACTERS: Final = 1 << 25
"""A result is cut here as well: a few rows may hold whole texts many times over."""

_Cell = Any
"""A term of pyoxigraph, or None where a variable is unbound."""


def write(
    found: pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean | Iterable[pyoxigraph.Triple],
    forms: Sequence[str],
    most: int,
) -> Results:
    """Return what was found, at most so many rows of it, in the first of these media types that fits.

    Raises ExportError where none does.
    """
    if isinstance(found, pyoxigraph.QueryBoolean):
        return _rows({"head": {}, "boolean": bool(found)}, forms, more=False)
    rows = _Cut(most)
    if isinstance(found, pyoxigraph.QuerySolutions):
        names = [variable.value for variable in found.variables]
        bindings = [
            {name: _term(cell) for name, cell in zip(names, cells, strict=True) if cell is not None}
            for cells in rows.of(found)
        ]
        return _rows({"head": {"vars": names}, "results": {"bindings": bindings}}, forms, rows.more)
    form = _first(forms, TRIPLES)
    triples = [pyoxigraph.Triple(*terms) for terms in rows.of(found)]
    return Results(form, serialized(triples, TRIPLES[form]), rows.more)


def serialized(
    statements: Iterable[pyoxigraph.Triple] | Iterable[pyoxigraph.Quad], form: pyoxigraph.RdfFormat
) -> bytes:
    """Return statements in a format; Turtle and TriG declare the prefixes of the house, in their alphabetical order."""
    if form not in (pyoxigraph.RdfFormat.TURTLE, pyoxigraph.RdfFormat.TRIG):
        return pyoxigraph.serialize(statements, format=form) or b""
    written = pyoxigraph.serialize(statements, format=form, prefixes=PREFIXES) or b""
    # pyoxigraph declares prefixes in another order each time.
    *declared, rest = written.split(b"\n", len(PREFIXES))
    return b"\n".join([*sorted(declared), rest])


class _Cut:
    """Takes rows until there are too many, and tells whether there were more."""

    def __init__(self, most: int) -> None:
        self._rows = most
        self._characters = _MOST_CHARACTERS
        self.more = False

    def of(self, found: Iterable[Iterable[_Cell]]) -> Iterator[Sequence[_Cell]]:
        for row in found:
            if self._rows <= 0 or self._characters <= 0:
                self.more = True
                return
            cells = tuple(row)
            self._rows -= 1
            self._characters -= sum(len(getattr(cell, "value", "")) for cell in cells)
            yield cells


def _rows(document: dict[str, Any], forms: Sequence[str], more: bool) -> Results:
    """Return SPARQL results, given as their JSON, in the first media type that fits."""
    form = _first(forms, ROWS)
    content = json.dumps(document, ensure_ascii=False).encode()
    if ROWS[form] != pyoxigraph.QueryResultsFormat.JSON:
        parsed = pyoxigraph.parse_query_results(content, pyoxigraph.QueryResultsFormat.JSON)
        content = parsed.serialize(format=ROWS[form]) or b""
    return Results(form, content, more)


def _first(forms: Sequence[str], known: Iterable[str]) -> str:
    known = list(known)
    for form in forms:
        if form in known:
            return form
    raise ExportError(f"What this query finds can be written as {', '.join(known)}; Accept names none of them.")


def _term(term: _Cell) -> dict[str, Any]:
    """Return a term as SPARQL 1.1 Query Results JSON has it, triples as its draft for version 1.2."""
    if isinstance(term, pyoxigraph.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, pyoxigraph.BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, pyoxigraph.Triple):
        parts = zip(("subject", "predicate", "object"), term, strict=True)
        return {"type": "triple", "value": {name: _term(part) for name, part in parts}}
    literal = {"type": "literal", "value": term.value}
    if term.language:
        return literal | {"xml:lang": term.language}
    if term.datatype.value == "http://www.w3.org/2001/XMLSchema#string":
        return literal
    return literal | {"datatype": term.datatype.value}
