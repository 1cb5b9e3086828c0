"""Reads requests of the SPARQL 1.1 Protocol: the query, the graphs that it is put to, and the forms of its result."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl

from corpus.errors import DutygraphError
from ontology.errors import ExportError, SparqlError
from ontology.results import ROWS, TRIPLES
from ontology.sparql import is_update

LONGEST: Final = 20_000
"""So many characters a query may have."""
FORM: Final = "application/x-www-form-urlencoded"
QUERY: Final = "application/sparql-query"
_UPDATE: Final = "application/sparql-update"
_MOST_FIELDS: Final = 100
# Clients that ask for plain JSON or XML mean the results in it.
_ALIASES: Final = {
    "application/json": "application/sparql-results+json",
    "application/xml": "application/sparql-results+xml",
}
_READS_ONLY: Final = "This endpoint only reads: updates are refused."


class UnknownMediaType(DutygraphError):
    """A body of a kind that is no SPARQL query."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A query, empty where there is none, and the names of the graphs that are its dataset instead of all."""

    query: str
    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


def read_request(method: str, content_type: str, address: bytes, body: bytes) -> Asked:
    """Return what a request asks by its method, the type of its body, the query string of its address and its body.

    Raises SparqlError for what is no query, and UnknownMediaType.
    """
    fields = _fields(address)
    kind = content_type.partition(";")[0].strip().lower()
    if method == "POST":
        if kind == FORM:
            fields += _fields(body)
        elif kind == QUERY:
            fields.append(("query", _text(body)))
        elif kind == _UPDATE:
            raise SparqlError(_READS_ONLY)
        else:
            raise UnknownMediaType(f"A query is sent as {FORM} or {QUERY}.")
    values = {name: [value for field, value in fields if field == name] for name, _ in fields}
    if "update" in values:
        raise SparqlError(_READS_ONLY)
    queries = values.get("query", [])
    if len(queries) > 1 or (method == "POST" and not queries):
        raise SparqlError(f"One query is wanted, and there are {len(queries)}.")
    query = queries[0] if queries else ""
    if queries and not query.strip():
        raise SparqlError("The query is empty.")
    if len(query) > LONGEST:
        raise SparqlError(f"The query has {len(query)} characters; {LONGEST} are allowed.")
    if is_update(query):
        raise SparqlError(_READS_ONLY)
    return Asked(query, tuple(values.get("default-graph-uri", ())), tuple(values.get("named-graph-uri", ())))


def forms(accept: str) -> tuple[str, ...]:
    """Return the media types that an Accept header allows for results, the most wanted first.

    Raises ExportError where it allows none.

    >>> forms("text/csv;q=0.5, application/json"), forms("text/turtle, text/*;q=0.1")
    (('application/sparql-results+json', 'text/csv'), ('text/turtle', 'text/csv', 'text/tab-separated-values'))
    """
    known = (*ROWS, *TRIPLES)
    wanted = {form: _weight(form, list(_accepted(accept or "*/*"))) for form in known}
    found = tuple(sorted((form for form in known if wanted[form] > 0), key=lambda form: -wanted[form]))
    if not found:
        raise ExportError(f"Results can be written as {', '.join(known)}; Accept names none of them.")
    return found


def first_of(accept: str, known: Sequence[str]) -> str:
    """Return which of these media types an Accept header wants most, the first where it allows none.

    >>> first_of("text/html", ("text/turtle", "application/n-triples"))
    'text/turtle'
    """
    try:
        return next(form for form in forms(accept) if form in known)
    except (ExportError, StopIteration):
        return known[0]


def _accepted(accept: str) -> Iterable[tuple[str, float]]:
    """Yield the ranges of an Accept header with their weights; what cannot be read does not count."""
    for part in accept.split(","):
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        weights = [text[2:] for text in parameters if text.startswith("q=")]
        try:
            weight = float(weights[0]) if weights else 1.0
        except ValueError:
            continue
        yield _ALIASES.get(name, name), weight


def _weight(form: str, accepted: Sequence[tuple[str, float]]) -> float:
    """Return how much a media type is wanted: the range that names it most exactly decides."""
    for name in (form, f"{form.partition('/')[0]}/*", "*/*"):
        for given, weight in accepted:
            if given == name:
                return weight
    return 0.0


def _fields(text: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(_text(text), keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS)
    except UnicodeDecodeError as error:
        raise SparqlError("The request is not UTF-8 text.") from error
    except ValueError as error:
        raise SparqlError(f"A request may have {_MOST_FIELDS} fields.") from error


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise SparqlError("The request is not UTF-8 text.") from error
