"""Opens the graph, wherever it lies: the one place that knows which kinds of stores there are."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import platformdirs
import pyoxigraph

from ontology import embedded
from ontology.embedded import EmbeddedStore
from ontology.types import GraphNames, Results, Row, Table

if TYPE_CHECKING:
    import rdflib

    from ontology.remote import RemoteStore


class Store(Protocol):
    """What the rooms need of a store. Queries see the union of all named graphs as their default graph."""

    location: str

    def select(self, query: str) -> list[Row]:
        """Return the solutions of a SELECT query."""
        ...

    def kept(self, query: str) -> list[Row]:
        """Return the same as `select` of a query over the whole graph, from beside it where it was asked before."""
        ...

    def folder(self, name: str, make: Callable[[Path], object]) -> Path | None:
        """Return a folder with the files that `make` writes, kept while the graph stays as it is, None for nowhere."""
        ...

    def ask(self, query: str) -> bool:
        """Return the answer of an ASK query."""
        ...

    def table(self, query: str, most: int) -> Table:
        """Return the first rows, `most` of them, that a query of any form finds."""
        ...

    def results(self, query: str, forms: Sequence[str], most: int, graphs: GraphNames | None = None) -> Results:
        """Return what a query of any form finds, in the first media type that fits, cut after `most` rows."""
        ...

    def construct(self, query: str) -> list[pyoxigraph.Triple]:
        """Return the triples of a CONSTRUCT or DESCRIBE query."""
        ...

    def graphs(self) -> tuple[str, ...]:
        """Return the names of the named graphs, sorted."""
        ...

    def replace_graph(self, graph: str, quads: str) -> None:
        """Put N-Quads, all of this graph, in the place of what the graph holds; nothing removes it."""
        ...

    def load(self, chunks: Iterable[str]) -> None:
        """Add N-Quads, given as texts of whole lines."""
        ...

    def dataset(self) -> rdflib.Dataset:
        """Return the same data for rdflib."""
        ...

    def close(self) -> None:
        """Let the store go; what was written and not committed is lost."""
        ...


def default_location() -> str:
    """Return what DUTYGRAPH_STORE names, else the folder `dutygraph` in the user's data directory."""
    return os.environ.get("DUTYGRAPH_STORE") or platformdirs.user_data_dir("dutygraph", appauthor=False)


def version(location: str | Path | None = None) -> str:
    """Return a name of the live graph that changes with every write, so that a reader knows when to open it again.

    Raises StoreError where there is no graph.
    """
    location = str(location or default_location())
    if not is_address(location):
        return embedded.version(Path(location).expanduser())
    with _remote(location) as store:
        return store.version()


def open_store(
    location: str | Path | None = None, read_only: bool = True, fresh: bool = False
) -> EmbeddedStore | RemoteStore:
    """Open the store at a directory or at the address of a SPARQL 1.1 server, by default `default_location()`.

    With `read_only`, the live graph; in a directory as it is now, so that later writes do not show. Otherwise a store
    to write to in a `with` block, with `fresh` in the place of all that there is. A directory changes at the end of
    the block, and not at all when an error leaves it; on a server each graph changes when it is written. Raises
    StoreError where the store is missing, damaged, being written by another process or cannot be made.
    """
    location = str(location or default_location())
    if is_address(location):
        return _remote(location, read_only, fresh)
    return embedded.open_directory(Path(location).expanduser(), read_only, fresh)


def is_address(location: str) -> bool:
    """Whether a location is the address of a server, not a directory."""
    return re.match(r"[a-zA-Z][a-zA-Z0-9+.-]+://", location) is not None


def _remote(location: str, read_only: bool = True, fresh: bool = False) -> RemoteStore:
    from ontology.remote import RemoteStore  # httpx is slow to load, and only servers need it

    return RemoteStore(location, read_only, fresh)
