"""Keeps the graph on a SPARQL 1.1 server: queries and updates by its protocol, graphs by the Graph Store protocol.

A server holds what others put there as well. Only graphs under `ontology.namespace.BASE` are ever replaced or removed.
Each graph is replaced in one request, so it is whole at any time; the graphs of one build are not replaced together.
"""

from __future__ import annotations

import os
import re
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self

import httpx
import pyoxigraph

from corpus.errors import StoreError
from ontology.errors import SparqlError
from ontology.namespace import BASE, DG, PREFIXES, VOCABULARY_GRAPH
from ontology.sparql import Found, Queried, names_graphs
from ontology.types import GraphNames

if TYPE_CHECKING:
    import rdflib

_TIMEOUT: Final = httpx.Timeout(120, connect=5)
# An answer is held in memory, so it has a bound: a million rows of some columns stay below it.
_MOST_BYTES: Final = 1 << 30
# Servers bound the size of an update; Virtuoso's is about ten thousand triples.
_TRIPLES_OF_UPDATE: Final = 2000
_ROWS: Final = "application/sparql-results+json"
_TRIPLES: Final = "application/n-triples"
_MAKES_TRIPLES: Final = re.compile(
    r"(?:\s|#[^\r\n]*[\r\n]|PREFIX\s*[^\s<]*\s*<[^>]*>|BASE\s*<[^>]*>)*(?:CONSTRUCT|DESCRIBE)\b", re.IGNORECASE
)
_DECLARED: Final = "".join(f"PREFIX {prefix}: <{iri}> " for prefix, iri in PREFIXES.items())
_HEAD: Final = 200
"""So many characters of what a server says about an error are shown."""


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Where a server answers queries, takes updates, and keeps graphs; `graphs` may be empty, then updates do it."""

    query: str
    update: str
    graphs: str = ""


def endpoints(address: str, environment: Mapping[str, str] = os.environ) -> Endpoints:
    """Return the endpoints of a server by the address of its query endpoint, or of the server alone.

    Those of updates and graphs are named by DUTYGRAPH_UPDATE and DUTYGRAPH_GRAPHS, else they stand beside `query`
    as Oxigraph has them; a query endpoint of another name takes updates as well.

    >>> endpoints("http://localhost:7878", {})
    Endpoints(query='http://localhost:7878/query', update='http://localhost:7878/update', \
graphs='http://localhost:7878/store')
    >>> endpoints("http://localhost:8890/sparql", {})
    Endpoints(query='http://localhost:8890/sparql', update='http://localhost:8890/sparql', graphs='')
    """
    query = f"{address.rstrip('/')}/query" if re.fullmatch(r"https?://[^/]+/?", address) else address
    place, beside, name = query.rpartition("/")
    siblings = {name: place + beside + name for name in ("update", "store")} if name == "query" else {}
    update = environment.get("DUTYGRAPH_UPDATE") or siblings.get("update", query)
    return Endpoints(query, update, environment.get("DUTYGRAPH_GRAPHS") or siblings.get("store", ""))


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a server sent back: the media type and the body."""

    kind: str
    content: bytes


class _Login(httpx.Auth):
    """Name and password by the Basic scheme, or by Digest where the server wants that."""

    def __init__(self, user: str, password: str) -> None:
        self._basic = httpx.BasicAuth(user, password)
        self._digest = httpx.DigestAuth(user, password)
        self._wants_digest = False

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        if not self._wants_digest:
            answer = yield next(self._basic.auth_flow(request))
            challenge = answer.headers.get("www-authenticate", "")
            self._wants_digest = answer.status_code == 401 and challenge.lower().startswith("digest")
        if self._wants_digest:
            request.headers.pop("Authorization", None)
            yield from self._digest.auth_flow(request)


class RemoteStore(Queried):
    """A SPARQL 1.1 server. Opened `fresh`, it loses at the end of a `with` block the graphs that were not written."""

    def __init__(self, address: str, read_only: bool = True, fresh: bool = False) -> None:
        """Open a server by the address of its query endpoint; `user:password@` before the host is not shown.

        Raises StoreError where no server answers, and for reading, where it holds no graph of ours.
        """
        self.location = address
        self._fresh = fresh
        self._written: set[str] = set()
        try:
            url = httpx.URL(address)
            user, password = url.username, url.password
            bare = str(url.copy_with(username=None, password=None))
        except (httpx.InvalidURL, UnicodeError) as error:
            raise StoreError(f"{address!r} is no address of a SPARQL server ({error}).") from error
        self._shown = bare
        self._at = endpoints(bare)
        self._client = httpx.Client(timeout=_TIMEOUT, auth=_Login(user, password) if user else None)
        self._union: dict[str, str | list[str]] = {"union-default-graph": "true"}
        try:
            self._find_union(read_only or not fresh)
        except BaseException:
            self.close()
            raise

    def ask(self, query: str) -> bool:
        """Return the answer of an ASK query. Raises SparqlError and StoreError."""
        answer = self.table(query, 1)
        if answer.columns not in (("ASK",), ("__ASK_RETVAL",)):  # Virtuoso: a row where it is true
            raise SparqlError("An ASK query is needed here.")
        return any(value not in ("false", "0") for row in answer.rows for value in row)

    def graphs(self) -> tuple[str, ...]:
        """Return the names of the named graphs, sorted. Raises StoreError."""
        return tuple(
            sorted(row["graph"] for row in self.select("SELECT DISTINCT ?graph { GRAPH ?graph { ?s ?p ?o } }"))
        )

    def replace_graph(self, graph: str, quads: str) -> None:
        """Put N-Quads, all of this graph, in the place of what the graph holds; nothing removes it.

        Raises StoreError.
        """
        self._put(graph, [quad.triple for quad in _quads(quads)])

    def load(self, chunks: Iterable[str]) -> None:
        """Add N-Quads, given as texts of whole lines; a fresh store forgets what their graphs held before it.

        Raises StoreError.
        """
        for chunk in chunks:
            for graph, quads in groupby(_quads(chunk), key=lambda quad: quad.graph_name):
                if not isinstance(graph, pyoxigraph.NamedNode):
                    raise StoreError("A statement stands in no named graph.")
                triples = [quad.triple for quad in quads]
                if self._fresh and graph.value not in self._written:
                    self._put(graph.value, triples)
                else:
                    self._insert(graph.value, triples)

    def dataset(self) -> rdflib.Dataset:
        """Return the same data for rdflib, which asks the server: all graphs as one, the prefixes bound."""
        import rdflib
        from rdflib.plugins.stores.sparqlstore import SPARQLStore

        # rdflib's own connector knows no option for the union; the server must be set up for it.
        dataset = rdflib.Dataset(store=SPARQLStore(self._at.query), default_union=True)
        for prefix, iri in PREFIXES.items():
            dataset.bind(prefix, iri)
        return dataset

    def version(self) -> str:
        """Return a name of what the server holds that changes when a document does. Raises StoreError."""
        rows = self.select("SELECT ?id ?checksum ?record { ?d dg:id ?id ; dg:record ?record "
                           "OPTIONAL { ?d dg:checksum ?checksum } }")  # fmt: skip
        return sha256(repr(sorted(sorted(row.items()) for row in rows)).encode()).hexdigest()

    def commit(self) -> None:
        """Remove our graphs that this fresh store did not write. Raises StoreError."""
        if self._fresh:
            for graph in self.graphs():
                if graph.startswith(BASE) and graph not in self._written:
                    self._put(graph, [])

    def close(self) -> None:
        """Let the connection go."""
        self._client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self.commit()
        finally:
            self.close()

    def _find_union(self, needed: bool) -> None:
        """Find how this server is asked for all graphs as one, and, where `needed`, that it holds our graph."""
        ours = f"<{DG.Document}> a ?class"
        if self.ask(f"ASK {{ {ours} }}"):
            return
        if self.ask(f"ASK {{ GRAPH <{VOCABULARY_GRAPH}> {{ {ours} }} }}"):
            names = list(self.graphs())
            self._union = {"default-graph-uri": names, "named-graph-uri": names}
        elif needed:
            raise StoreError(f"There is no graph yet in {self._shown}: run `dutygraph build --store {self._shown}`.")

    def _run(self, query: str, graphs: GraphNames | None = None) -> Found:
        dataset: dict[str, str | list[str]] = {} if names_graphs(query) else self._union
        if graphs is not None:
            dataset = {"default-graph-uri": list(graphs.default), "named-graph-uri": list(graphs.named)}
        # One kind alone: some servers turn triples into rows where they may.
        accepted = {"Accept": _TRIPLES if _MAKES_TRIPLES.match(query) else _ROWS}
        answer = self._send("POST", self._at.query, data={"query": _DECLARED + query, **dataset}, headers=accepted)
        if answer.kind in ("application/sparql-results+json", "application/json"):
            return pyoxigraph.parse_query_results(answer.content, pyoxigraph.QueryResultsFormat.JSON)
        form = pyoxigraph.RdfFormat.from_media_type(answer.kind)
        if form is None:
            said = answer.kind or "something unnamed"
            raise StoreError(f"The server {self._shown} answers with {said}, not with SPARQL results.")
        return [quad.triple for quad in pyoxigraph.parse(answer.content, form)]

    @contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            yield
        except (SyntaxError, ValueError) as error:
            raise StoreError(f"What the server {self._shown} answers cannot be read ({_plain(error)}).") from error

    def _put(self, graph: str, triples: list[pyoxigraph.Triple]) -> None:
        """Replace a graph in one request, or where the server has no Graph Store protocol, by updates."""
        if not self._at.graphs:
            self._update(f"DROP SILENT GRAPH <{graph}>")
            self._insert(graph, triples)
        elif triples:
            headers = {"Content-Type": _TRIPLES}
            self._send("PUT", self._at.graphs, params={"graph": graph}, content=_serialized(triples), headers=headers)
        else:
            self._send("DELETE", self._at.graphs, params={"graph": graph}, allowed=(404,))
        self._written |= {graph} if triples else set()

    def _insert(self, graph: str, triples: list[pyoxigraph.Triple]) -> None:
        for some in _batches(triples):
            self._update(f"INSERT DATA {{ GRAPH <{graph}> {{ {_serialized(some).decode()} }} }}")

    def _update(self, update: str) -> None:
        self._send("POST", self._at.update, data={"update": update})

    def _send(self, method: str, url: str, allowed: tuple[int, ...] = (), **request: Any) -> _Answer:
        """Send a request and return what comes back, if that is good news. Raises SparqlError and StoreError."""
        try:
            with self._client.stream(method, url, **request) as answer:
                parts, size = [], 0
                for part in answer.iter_bytes():
                    size += len(part)
                    if size > _MOST_BYTES:
                        raise StoreError(f"The answer of {self._shown} is longer than a gigabyte; ask for less.")
                    parts.append(part)
                content = b"".join(parts)
        except httpx.TimeoutException as error:
            raise StoreError(f"The server {self._shown} did not answer in time.") from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise StoreError(f"The server {self._shown} cannot be reached ({_plain(error)}).") from error
        if answer.is_success or answer.status_code in allowed:
            return _Answer(answer.headers.get("content-type", "").partition(";")[0].strip().lower(), content)
        said = " ".join(content.decode("utf-8", "replace").split())[:_HEAD]
        if answer.status_code == 400 and url == self._at.query:
            raise SparqlError(f"The server {self._shown} cannot run the query: {said}")
        if answer.status_code in (401, 403):
            raise StoreError(
                f"The server {self._shown} wants another name or password: put user:password@ before the host."
            )
        raise StoreError(f"The server {self._shown} answers {answer.status_code} to {method} {url}: {said}")


def _quads(text: str) -> Iterator[pyoxigraph.Quad]:
    try:
        return pyoxigraph.parse(text.encode(), pyoxigraph.RdfFormat.N_QUADS)
    except UnicodeEncodeError as error:
        raise StoreError(f"The text holds {text[error.start]!a}, which is no character.") from error


def _serialized(triples: Iterable[pyoxigraph.Triple]) -> bytes:
    return pyoxigraph.serialize(triples, format=pyoxigraph.RdfFormat.N_TRIPLES) or b""


def _batches(triples: list[pyoxigraph.Triple]) -> Iterator[list[pyoxigraph.Triple]]:
    """Yield lists short enough for one update; triples with blank nodes, which have no lasting name, stay together."""
    blank = [triple for triple in triples if _has_blank(triple)]
    if blank:
        yield blank
    named = [triple for triple in triples if not _has_blank(triple)] if blank else triples
    for start in range(0, len(named), _TRIPLES_OF_UPDATE):
        yield named[start : start + _TRIPLES_OF_UPDATE]


def _has_blank(triple: pyoxigraph.Triple) -> bool:
    return isinstance(triple.subject, pyoxigraph.BlankNode) or isinstance(triple.object, pyoxigraph.BlankNode)


def _plain(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__
