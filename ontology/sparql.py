"""Reads what SPARQL queries find, wherever they ran, and refuses those that would call another server."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from itertools import islice
from pathlib import Path
from typing import Any

import pyoxigraph

from ontology import results
from ontology.errors import SparqlError
from ontology.types import GraphNames, Results, Row, Table

Found = pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean | Iterable[pyoxigraph.Triple]
"""What a query of any form finds."""

# A call of another server, in any place where the parser could read one, even in a string or comment: what the parser
# takes for a string is its own affair. Only what goes on a variable or a local name is none.
_BLANKS = r"(?:\s|#[^\r\n]*[\r\n])*"
_SERVICE = re.compile(
    rf"[?$]\w+|:[\w.-]*|(?P<call>service{_BLANKS}(?:silent{_BLANKS})?(?:<|[?$]\w|[^\s<>{{}}()\"'?$]*:))"
    r"|service[^\s<>{}()\"'?$:]*+",
    re.IGNORECASE,
)
# What stands before the verb of a query or update: comments and declarations.
_PROLOGUE = r"(?:\s+|#[^\n]*\n|(?:prefix\s+\S*\s*|base\s*)<[^>]*>)*"
_UPDATE = re.compile(_PROLOGUE + r"(?:insert|delete|load|clear|drop|create|add|move|copy|with)\b", re.IGNORECASE)
# Strings, IRIs and comments, whichever begins first.
_TEXTS = re.compile(
    r"""\"{3}(?:[^"\\]|\\.|"(?!""))*"{3}|'{3}(?:[^'\\]|\\.|'(?!''))*'{3}|"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*'"""
    r"""|<[^<>"{}|^`\\\x00-\x20]*>|\#[^\r\n]*""",
    re.DOTALL,
)
_FROM = re.compile(r"(?<![?$:\w.-])FROM\s*(?:NAMED\b\s*)?(?:<>|[\w.-]*:)", re.IGNORECASE)


class Queried(ABC):
    """A store that can be asked by SPARQL; queries see the union of all named graphs as their default graph."""

    @abstractmethod
    def _run(self, query: str, graphs: GraphNames | None = None) -> Found:
        """Run a query, the prefixes of `ontology.namespace` declared.

        `graphs` come before those that the query names by FROM; where there are neither, all graphs are one.
        """

    @abstractmethod
    def _reading(self) -> AbstractContextManager[None]:
        """Turn what goes wrong while a result is read into SparqlError and StoreError."""

    def select(self, query: str) -> list[Row]:
        """Return the solutions of a SELECT query. Raises SparqlError and StoreError."""
        refuse_service(query)
        with self._reading():
            found = self._run(query)
            if not isinstance(found, pyoxigraph.QuerySolutions):
                raise SparqlError("A SELECT query is needed here.")
            names = [variable.value for variable in found.variables]
            return [
                {name: _lexical(term) for name, term in zip(names, solution, strict=True) if term is not None}
                for solution in found
            ]

    def kept(self, query: str) -> list[Row]:
        """Return the solutions of a SELECT query over the whole graph. Raises SparqlError and StoreError."""
        return self.select(query)

    def folder(self, name: str, make: Callable[[Path], object]) -> Path | None:  # noqa: ARG002
        """Return the folder of files about the whole graph that `make` writes into an empty one.

        None for stores that have no place for files; the embedded one keeps them as long as the graph stays as it is.
        """
        return None

    def ask(self, query: str) -> bool:
        """Return the answer of an ASK query. Raises SparqlError and StoreError."""
        refuse_service(query)
        with self._reading():
            found = self._run(query)
            if not isinstance(found, pyoxigraph.QueryBoolean):
                raise SparqlError("An ASK query is needed here.")
            return bool(found)

    def construct(self, query: str) -> list[pyoxigraph.Triple]:
        """Return the triples of a CONSTRUCT or DESCRIBE query. Raises SparqlError and StoreError."""
        refuse_service(query)
        with self._reading():
            found = self._run(query)
            if isinstance(found, pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean):
                raise SparqlError("A CONSTRUCT query is needed here.")
            return list(found)

    def table(self, query: str, most: int) -> Table:
        """Return the first rows, `most` of them, that a query of any form finds. Raises SparqlError and StoreError."""
        refuse_service(query)
        with self._reading():
            found = self._run(query)
            if isinstance(found, pyoxigraph.QueryBoolean):
                return Table(("ASK",), ((str(bool(found)).lower(),),))
            if isinstance(found, pyoxigraph.QuerySolutions):
                columns = tuple(variable.value for variable in found.variables)
            else:
                columns = ("subject", "predicate", "object")
            rows = [tuple(map(_lexical, terms)) for terms in islice(found, most + 1)]
            return Table(columns, tuple(rows[:most]), more=len(rows) > most)

    def results(self, query: str, forms: Sequence[str], most: int, graphs: GraphNames | None = None) -> Results:
        """Return what a query of any form finds, its first `most` rows, in the first media type of `forms` that fits.

        `graphs` are its dataset instead of all graphs. Raises SparqlError, StoreError, and ExportError where no
        media type fits what it finds.
        """
        refuse_service(query)
        for name in (*graphs.default, *graphs.named) if graphs else ():
            try:
                pyoxigraph.NamedNode(name)
            except ValueError as error:
                raise SparqlError(f"{name!r} is no IRI of a graph ({error}).") from error
        with self._reading():
            return results.write(self._run(query, graphs), forms, most)


def is_update(query: str) -> bool:
    """Whether a text is a SPARQL update, as far as its first word tells.

    >>> is_update("PREFIX a: <a:> DELETE WHERE { ?s ?p ?o }"), is_update("ASK { ?s a:delete ?o }")
    (True, False)
    """
    return _UPDATE.match(query) is not None


def names_graphs(query: str) -> bool:
    """Whether a query names the graphs that it reads by FROM; words in strings, IRIs and comments do not count.

    >>> [names_graphs(text) for text in ("SELECT * FROM <a:g> { ?s ?p ?o }", 'ASK { ?from ?p "FROM <a:g>" }')]
    [True, False]
    """
    return _FROM.search(_TEXTS.sub("<>", query)) is not None


def refuse_service(query: str) -> None:
    """Raise SparqlError where a query calls another server.

    >>> refuse_service("SELECT ?s { SERVICE <http://e.example/> { ?s ?p ?o } }")
    Traceback (most recent call last):
    ontology.errors.SparqlError: SERVICE is not allowed: queries do not reach the network.
    """
    if any(match["call"] for match in _SERVICE.finditer(query)):
        raise SparqlError("SERVICE is not allowed: queries do not reach the network.")


def _lexical(term: Any) -> str:
    """Return the lexical form of a term, empty where there is none."""
    if term is None:
        return ""
    return str(term) if isinstance(term, pyoxigraph.Triple) else str(term.value)
