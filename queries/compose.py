"""Composes SPARQL from slots: most selective pattern first, values escaped, one hop at a time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from ontology.namespace import document_iri
from queries.graph import PREFIXES, concept, iri, literal, values

# One pattern each: Oxigraph scans the whole graph for an OPTIONAL of several.
_OPTIONAL: Final = (
    "dg:label ?label",
    "dg:item ?item",
    "dg:role ?role",
    "dg:gist ?gist",
    "oa:exact ?quote",
    "oa:start ?start",
    "oa:end ?end",
)


@dataclass(frozen=True, slots=True)
class Norms:
    """Which norms to find; every field that is not empty restricts, the values inside one field are alternatives.

    `about` are matters with all that is narrower, `matters` exactly these matters. `bearers` are names of actors in
    the graph. `times` are words in the time of the norm. `documents` are ids, `labels` name provisions (第十六条).
    `words` are words of the quote or gist, of which one at least must stand there.
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


def norms(wanted: Norms) -> str:
    """Return the query for norms: one solution a norm, in the order of documents and text.

    >>> print(norms(Norms(roles=("first",), levels=("township",))).split("WHERE ", 2)[2].split("?frame dg:id")[0])
    {
        VALUES ?role_ { <https://w3id.org/dutygraph/vocabulary/role/first> }
        ?frame dg:role ?role_ .
        VALUES ?level_ { <https://w3id.org/dutygraph/vocabulary/level/township> }
        ?frame dg:level ?level_ .
      } }
    <BLANKLINE>
    """
    lines: list[str] = []
    if wanted.bearers and wanted.levels:
        lines += [
            values("name", map(literal, wanted.bearers)),
            values("level_", (concept("level", level) for level in wanted.levels)),
            "?bearer dg:name ?name ; dg:level ?level_ .",
            "?frame dg:bearer ?bearer .",
        ]
    elif wanted.bearers:
        lines += [values("name", map(literal, wanted.bearers)), "?bearer dg:name ?name .", "?frame dg:bearer ?bearer ."]
    for scheme, field, notations in (
        ("matter", "matter", wanted.matters),
        ("matter", "about", wanted.about),
        ("role", "role", wanted.roles),
        ("measure", "measure", wanted.measures),
        ("level", "level", () if wanted.bearers else wanted.levels),
        ("kind", "kind", wanted.kinds),
    ):
        if notations:
            variable = f"{field}_"
            lines.append(values(variable, (concept(scheme, notation) for notation in notations)))
            lines.append(f"?frame dg:{field} ?{variable} .")
    if wanted.times:
        lines += ["?frame dg:timeText ?time .", _contains("?time", wanted.times)]
    if wanted.labels:
        lines += [values("label", map(literal, wanted.labels)), "?frame dg:label ?label ."]
    if wanted.documents:
        lines += [
            values("document", (iri(document_iri(id_)) for id_ in wanted.documents)),
            "?frame dg:document ?document .",
        ]
    # First which norms, each once; then what they say. Oxigraph plans the two badly when they are one pattern.
    inner = "".join(f"    {line}\n" for line in lines or ["?frame dg:kind ?kind ."])
    outer = [
        f"{{ SELECT DISTINCT ?frame WHERE {{\n{inner}  }} }}",
        "?frame dg:id ?id ; dg:document ?document ; dg:kind ?kind ; dg:status ?status ; dg:order ?order .",
        *(f"OPTIONAL {{ ?frame {pattern} }}" for pattern in _OPTIONAL),
    ]
    if wanted.words:
        outer.append(_contains('CONCAT(COALESCE(?quote, ""), COALESCE(?gist, ""))', wanted.words))
    return _query(
        "SELECT ?frame ?id ?document ?label ?item ?kind ?role ?status ?order ?start ?end ?quote ?gist",
        outer,
        "ORDER BY ?document ?order\n",
    )


def details(frames: Iterable[str]) -> str:
    """Return the query for what norms say, given their IRIs: actors with their levels, matters, times and the rest."""
    return _query(
        "SELECT ?frame ?field ?value ?order ?level",
        [
            values("frame", map(iri, frames)),
            "?frame dg:evidence ?evidence .",
            "?evidence dg:field ?field ; dg:value ?value ; dg:order ?order .",
            "OPTIONAL { ?evidence dg:bearer ?bearer . ?bearer dg:level ?level }",
        ],
        "ORDER BY ?frame ?field ?order\n",
    )


def frames_about(matter: str, exactly: bool = False) -> str:
    """Return the query for all norms about a matter or what is narrower, or `exactly` about it."""
    field = "matter" if exactly else "about"
    return _query("SELECT DISTINCT ?frame", [f"?frame dg:{field} {concept('matter', matter)} ."], "")


def _contains(variable: str, words: Iterable[str]) -> str:
    return "FILTER(" + " || ".join(f"CONTAINS({variable}, {literal(word)})" for word in words) + ")"


def _query(head: str, lines: Iterable[str], tail: str) -> str:
    body = "".join(f"  {line}\n" for line in lines)
    return f"{PREFIXES}{head} WHERE {{\n{body}}}\n{tail}"
