"""Composes SPARQL from slots: most selective pattern first, values escaped, one hop at a time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from ontology.namespace import document_iri
from queries.graph import PREFIXES, concept, iri, literal, values

_OF_NORMS: Final = (
    "dg:id dg:document dg:label dg:item dg:kind dg:role dg:status dg:order dg:gist oa:exact oa:start oa:end"
)
_OF_EVIDENCE: Final = "dg:field dg:value dg:order"


_LONG_LIST: Final = 20
"""A filter goes through its list for each solution, a join does not."""


@dataclass(frozen=True, slots=True)
class Norms:
    """Which norms to find; every field that is not empty restricts, the values inside one field are alternatives.

    `about` are matters with all that is narrower, `matters` exactly these matters. `bearers` are names of actors in
    the graph. `times` are words in the time of the norm. `documents` are ids, `labels` name provisions (第十六条).
    `words` are words of the quote, of which one at least must stand there. `provisions` are IRIs.
    """

    bearers: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    matters: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    times: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    provisions: tuple[str, ...] = ()


def norms(wanted: Norms) -> str:
    """Return the query for the IRIs of norms.

    >>> print(norms(Norms(roles=("first",), levels=("township",))).partition("SELECT")[2])
     DISTINCT ?frame WHERE {
      VALUES ?role_ { <https://w3id.org/dutygraph/vocabulary/role/first> }
      ?frame dg:role ?role_ .
      ?frame dg:level ?level_ .
      FILTER(?level_ IN (<https://w3id.org/dutygraph/vocabulary/level/township>))
      ?frame dg:kind ?kind .
    }
    <BLANKLINE>
    """
    lines: list[str] = []
    if wanted.provisions:
        lines += [values("article", map(iri, wanted.provisions)), "?frame dg:article ?article ."]
    if wanted.documents:
        documents = [iri(document_iri(document)) for document in wanted.documents]
        lines += _restricted(lines, "document", "?frame dg:document ?document .", documents)
    if wanted.bearers:
        named = _restricted(lines, "name", "?bearer dg:name ?name .", map(literal, wanted.bearers))
        if wanted.levels:
            levels = _concepts("level", wanted.levels)
            named += _restricted(["name"], "level_", "?bearer dg:level ?level_ .", levels)
        lines += ["?frame dg:bearer ?bearer .", *named] if lines else [*named, "?frame dg:bearer ?bearer ."]
    for scheme, field, notations in (
        ("matter", "matter", wanted.matters),
        ("matter", "about", wanted.about),
        ("role", "role", wanted.roles),
        ("measure", "measure", wanted.measures),
        ("level", "level", () if wanted.bearers else wanted.levels),
        ("kind", "kind", wanted.kinds),
    ):
        if notations:
            pattern = f"?frame dg:{field} ?{field}_ ."
            lines += _restricted(lines, f"{field}_", pattern, _concepts(scheme, notations))
    if not wanted.kinds:
        lines.append("?frame dg:kind ?kind .")  # documents, levels and labels are not of norms alone
    if wanted.labels:
        lines += _restricted(lines, "label", "?frame dg:label ?label .", map(literal, wanted.labels))
    if wanted.times:
        lines += ["?frame dg:timeText ?time .", _contains("?time", wanted.times)]
    if wanted.words:
        lines += ["?frame oa:exact ?quote .", _contains("?quote", wanted.words)]
    return _query("SELECT DISTINCT ?frame", lines, "")


def properties(frames: Iterable[str]) -> str:
    """Return the query for the properties of norms, given their IRIs: one solution for each."""
    return _query(
        "SELECT ?frame ?property ?value",
        [values("frame", map(iri, frames)), "?frame ?property ?value .", _one_of(_OF_NORMS)],
        "",
    )


def details(frames: Iterable[str]) -> str:
    """Return the query for what norms say, given their IRIs: the values of all their evidence."""
    return _query(
        "SELECT ?frame ?evidence ?property ?value",
        [
            values("frame", map(iri, frames)),
            "?frame dg:evidence ?evidence .",
            "?evidence ?property ?value .",
            _one_of(_OF_EVIDENCE),
        ],
        "",
    )


def bearers(frames: Iterable[str]) -> str:
    """Return the query for the levels of the actors of norms, given the norms' IRIs."""
    return _query(
        "SELECT ?frame ?name ?level",
        [values("frame", map(iri, frames)), "?frame dg:bearer ?bearer .", "?bearer dg:name ?name ; dg:level ?level ."],
        "",
    )


def frames_about(matter: str, exactly: bool = False) -> str:
    """Return the query for all norms about a matter or what is narrower, or `exactly` about it."""
    field = "matter" if exactly else "about"
    return _query("SELECT DISTINCT ?frame", [f"?frame dg:{field} {concept('matter', matter)} ."], "")


def _restricted(lines: Iterable[str], variable: str, pattern: str, terms: Iterable[str]) -> list[str]:
    """Return a pattern with the terms that a variable may be.

    The first restriction of a query leads with VALUES; those after it filter what it found, for Oxigraph joins several
    VALUES by looking at all that the last one has: sixty times slower over the statutes.
    """
    given = list(terms)
    if not list(lines):
        return [values(variable, given), pattern]
    if len(given) > _LONG_LIST:
        return [pattern, values(variable, given)]
    return [pattern, f"FILTER(?{variable} IN ({', '.join(given)}))"]


def _concepts(scheme: str, notations: Iterable[str]) -> list[str]:
    return [concept(scheme, notation) for notation in notations]


def _one_of(properties: str) -> str:
    """Return a filter on ?property; Oxigraph scans the whole graph for OPTIONALs after a sub-select."""
    return f"FILTER(?property IN ({properties.replace(' ', ', ')}))"


def _contains(variable: str, words: Iterable[str]) -> str:
    return "FILTER(" + " || ".join(f"CONTAINS({variable}, {literal(word)})" for word in words) + ")"


def _query(head: str, lines: Iterable[str], tail: str) -> str:
    body = "".join(f"  {line}\n" for line in lines)
    return f"{PREFIXES}{head} WHERE {{\n{body}}}\n{tail}"
