"""Opens the graph: the one place that knows where it lies and how it is replaced.

A store is a directory::

    current            the number of the live generation, replaced as a whole
    lock               held by the one process that writes
    generations/7/     an Oxigraph database; never changed once it is live
    generations/7/kept/  rows of queries over all of it, made anew where they are missing (`ontology.kept`)

Every write makes the next generation beside the live one and swaps at the end, so a write that is killed leaves the
old graph whole. A reader locks its generation, which is why one that is still being read is not removed.
"""

from __future__ import annotations

import fcntl
import io
import os
import re
import shutil
import weakref
from collections.abc import Container, Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Protocol, Self

import platformdirs
import pyoxigraph

from corpus.errors import StoreError
from ontology.errors import SparqlError
from ontology.kept import Kept
from ontology.namespace import PREFIXES
from ontology.types import Table

if TYPE_CHECKING:
    import rdflib

Row = dict[str, str]
"""A solution: variable names to lexical forms; what is unbound is absent."""

# A call of another server, in any place where the parser could read one, even in a string or comment: what the parser
# takes for a string is its own affair. Only what goes on a variable or a local name is none.
_BLANKS = r"(?:\s|#[^\r\n]*[\r\n])*"
_SERVICE = re.compile(
    rf"[?$]\w+|:[\w.-]*|(?P<call>service{_BLANKS}(?:silent{_BLANKS})?(?:<|[?$]\w|[^\s<>{{}}()\"'?$]*:))"
    r"|service[^\s<>{}()\"'?$:]*+",
    re.IGNORECASE,
)


class Store(Protocol):
    """What the rooms need of a store. Queries see the union of all named graphs as their default graph."""

    location: str

    def select(self, query: str) -> list[Row]:
        """Return the solutions of a SELECT query."""
        ...

    def kept(self, query: str) -> list[Row]:
        """Return the same as `select` of a query over the whole graph, from beside it where it was asked before."""
        ...

    def ask(self, query: str) -> bool:
        """Return the answer of an ASK query."""
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


class EmbeddedStore:
    """An Oxigraph database in this process."""

    def __init__(self, inner: pyoxigraph.Store, location: str = "") -> None:
        self._inner = inner
        self.location = location

    def select(self, query: str) -> list[Row]:
        """Return the solutions of a SELECT query. Raises SparqlError and StoreError."""
        with self._reading(query):
            solutions = self._query(query)
            if not isinstance(solutions, pyoxigraph.QuerySolutions):
                raise SparqlError("A SELECT query is needed here.")
            names = [variable.value for variable in solutions.variables]
            return [
                {name: _lexical(term) for name, term in zip(names, solution, strict=True) if term is not None}
                for solution in solutions
            ]

    def kept(self, query: str) -> list[Row]:
        """Return the solutions of a SELECT query over the whole graph. Raises SparqlError and StoreError."""
        return self.select(query)

    def ask(self, query: str) -> bool:
        """Return the answer of an ASK query. Raises SparqlError and StoreError."""
        with self._reading(query):
            answer = self._query(query)
            if not isinstance(answer, pyoxigraph.QueryBoolean):
                raise SparqlError("An ASK query is needed here.")
            return bool(answer)

    def construct(self, query: str) -> list[pyoxigraph.Triple]:
        """Return the triples of a CONSTRUCT or DESCRIBE query. Raises SparqlError and StoreError."""
        with self._reading(query):
            triples = self._query(query)
            if not isinstance(triples, pyoxigraph.QueryTriples):
                raise SparqlError("A CONSTRUCT query is needed here.")
            return list(triples)

    def table(self, query: str, most: int) -> Table:
        """Return the first rows, `most` of them, that a query of any form finds. Raises SparqlError and StoreError."""
        with self._reading(query):
            found = self._query(query)
            if isinstance(found, pyoxigraph.QueryBoolean):
                return Table(("ASK",), ((str(bool(found)).lower(),),))
            if isinstance(found, pyoxigraph.QueryTriples):
                columns: tuple[str, ...] = ("subject", "predicate", "object")
            else:
                columns = tuple(variable.value for variable in found.variables)
            rows = [tuple(map(_lexical, terms)) for terms in islice(found, most + 1)]
            return Table(columns, tuple(rows[:most]), more=len(rows) > most)

    def graphs(self) -> tuple[str, ...]:
        """Return the names of the named graphs, sorted. Raises StoreError."""
        with self._reading():
            return tuple(
                sorted(graph.value for graph in self._inner.named_graphs() if isinstance(graph, pyoxigraph.NamedNode))
            )

    def replace_graph(self, graph: str, quads: str) -> None:
        """Put N-Quads, all of this graph, in the place of what the graph holds; nothing removes it.

        Raises StoreError.
        """
        with self._writing():
            self._inner.remove_graph(pyoxigraph.NamedNode(graph))
            self._inner.load(_encoded(quads), pyoxigraph.RdfFormat.N_QUADS)

    def load(self, chunks: Iterable[str]) -> None:
        """Add N-Quads, given as texts of whole lines, in bulk. Raises StoreError."""
        texts = _Chunks(chunks)
        try:
            with self._writing():
                # Lenient: the IRIs are made by `ontology.namespace`; checking them again takes a fifth of the time.
                self._inner.bulk_load(io.BufferedReader(texts), pyoxigraph.RdfFormat.N_QUADS, lenient=True)
        except StoreError:
            if texts.failure is not None:  # what makes the texts is at fault, not the store
                raise texts.failure from None
            raise

    def dataset(self) -> rdflib.Dataset:
        """Return the same data for rdflib: all graphs as one, the prefixes bound."""
        import oxrdflib  # rdflib is slow to load, and only some callers need it
        import rdflib

        dataset = rdflib.Dataset(store=oxrdflib.OxigraphStore(store=self._inner), default_union=True)
        for prefix, iri in PREFIXES.items():
            dataset.bind(prefix, iri)
        return dataset

    def close(self) -> None:
        """Let the database go."""
        with suppress(AttributeError):  # closed before
            del self._inner

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _query(self, query: str) -> pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean | pyoxigraph.QueryTriples:
        return self._inner.query(query, prefixes=PREFIXES, use_default_graph_as_union=True)

    @contextmanager
    def _reading(self, query: str = "") -> Iterator[None]:
        if any(match["call"] for match in _SERVICE.finditer(query)):
            raise SparqlError("SERVICE is not allowed: queries do not reach the network.")
        try:
            yield
        except SyntaxError as error:
            raise SparqlError(f"The query is not SPARQL: {' '.join(str(error).split())}") from error
        except (OSError, RuntimeError, ValueError) as error:
            raise StoreError(f"The store {self.location} cannot be read ({_reason(error)}).") from error

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except (OSError, RuntimeError, ValueError, SyntaxError) as error:
            raise StoreError(f"The store {self.location} cannot be written ({_reason(error)}).") from error


class _LiveStore(EmbeddedStore):
    """The live generation, for reading; holds the lock of its generation."""

    def __init__(self, root: Path) -> None:
        path, handle = _claim(root)
        self._release = weakref.finalize(self, os.close, handle)
        with _opening(root):
            super().__init__(pyoxigraph.Store.read_only(str(path)), str(root))
        self._kept = Kept(path)

    def kept(self, query: str) -> list[Row]:
        """Return the solutions of a SELECT query over the whole graph, which are kept beside it.

        Raises SparqlError and StoreError.
        """
        rows = self._kept.read(query)
        if rows is None:
            rows = self.select(query)
            self._kept.write(query, rows)
        return rows

    def close(self) -> None:
        super().close()
        self._release()


class _NextStore(EmbeddedStore):
    """The next generation, for writing; `with` commits it at the end, unless an error leaves the block."""

    def __init__(self, root: Path, fresh: bool) -> None:
        self._root = root
        self._release = weakref.finalize(self, os.close, _lock(root))
        try:
            self._before = _before(root, fresh)
            self._number = _prepare(root, self._before)
            path = _generation(root, self._number)
            with _opening(root):
                if self._before is not None and not fresh:
                    pyoxigraph.Store.read_only(str(_generation(root, self._before))).backup(path)
                super().__init__(pyoxigraph.Store(path), str(root))
        except BaseException:
            self._release()
            raise

    def commit(self) -> None:
        """Make what was written the live generation and close. Raises StoreError."""
        with self._writing():
            self._inner.flush()
            super().close()
            _point(self._root, self._number)
            _clean(self._root, keep=(self._before, self._number))
        self._release()

    def close(self) -> None:
        super().close()
        if self._release.alive:  # not committed
            shutil.rmtree(_generation(self._root, self._number), ignore_errors=True)
            self._release()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self.commit()
        finally:
            self.close()


def default_location() -> str:
    """Return what DUTYGRAPH_STORE names, else the folder `dutygraph` in the user's data directory."""
    return os.environ.get("DUTYGRAPH_STORE") or platformdirs.user_data_dir("dutygraph", appauthor=False)


def version(location: str | Path | None = None) -> str:
    """Return a name of the live graph that changes with every write, so that a reader knows when to open it again.

    Raises StoreError where there is no graph.
    """
    root = Path(location or default_location()).expanduser()
    number = _current(root)
    if number is None:
        raise _missing(root)
    return str(number)


def open_store(location: str | Path | None = None, read_only: bool = True, fresh: bool = False) -> EmbeddedStore:
    """Open the store at a directory, by default `default_location()`.

    With `read_only`, the live graph as it is now; later writes do not show. Otherwise the next generation, a copy of
    the live graph or, with `fresh`, empty: use it in a `with` block, which makes it live at its end and drops it when
    an error leaves the block. Raises StoreError where the store is missing, damaged, being written by another process
    or cannot be made, and for addresses of servers.
    """
    location = str(location or default_location())
    if re.match(r"[a-zA-Z][a-zA-Z0-9+.-]+://", location):
        raise StoreError(f"The store {location} is on a server; this version opens directories only.")
    root = Path(location).expanduser()
    if root.exists() and not root.is_dir():
        raise StoreError(f"The store {root} is not a directory.")
    return _LiveStore(root) if read_only else _NextStore(root, fresh)


class _Chunks(io.RawIOBase):
    """Texts as a file to read from."""

    def __init__(self, chunks: Iterable[str]) -> None:
        super().__init__()
        self._chunks = map(_encoded, chunks)
        self._rest = memoryview(b"")
        self.failure: Exception | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not self._rest:
            try:
                chunk = next(self._chunks, None)
            except Exception as error:
                self.failure = error
                raise
            if chunk is None:
                return 0
            self._rest = memoryview(chunk)
        size = min(len(buffer), len(self._rest))
        buffer[:size], self._rest = self._rest[:size], self._rest[size:]
        return size


def _encoded(quads: str) -> bytes:
    try:
        return quads.encode()
    except UnicodeEncodeError as error:
        raise StoreError(f"The text holds {quads[error.start]!a}, which is no character.") from error


def _reason(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__


def _lexical(term: Any) -> str:
    """Return the lexical form of a term, empty where there is none."""
    if term is None:
        return ""
    return str(term) if isinstance(term, pyoxigraph.Triple) else str(term.value)


def _missing(root: Path) -> StoreError:
    return StoreError(f"There is no graph yet in {root}: run `dutygraph build`.")


@contextmanager
def _opening(root: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, RuntimeError, ValueError) as error:
        raise StoreError(f"The store {root} is damaged ({_reason(error)}): run `dutygraph build` again.") from error


def _generation(root: Path, number: int) -> Path:
    return root / "generations" / str(number)


def _current(root: Path) -> int | None:
    """Return the number of the live generation, or None where there is none yet."""
    try:
        return int((root / "current").read_text("ascii"))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError) as error:
        raise StoreError(f"The store {root} is damaged: its file `current` cannot be read.") from error


def _claim(root: Path) -> tuple[Path, int]:
    """Return the live generation and the handle whose lock keeps it from being removed."""
    while True:
        number = _current(root)
        if number is None:
            raise _missing(root)
        path = _generation(root, number)
        try:
            handle = os.open(path, os.O_RDONLY)
        except OSError as error:
            if number != _current(root):  # a writer was faster
                continue
            raise StoreError(f"The store {root} is damaged ({_reason(error)}): run `dutygraph build` again.") from error
        with suppress(OSError):  # a file system without locks
            fcntl.flock(handle, fcntl.LOCK_SH)
        if path.exists():
            return path, handle
        os.close(handle)


def _lock(root: Path) -> int:
    """Make the directory where needed and return the handle that holds the writer's lock."""
    try:
        root.mkdir(parents=True, exist_ok=True)
        if any(root.iterdir()) and not (root / "lock").exists():
            raise StoreError(f"The directory {root} holds something else; name an empty or a new one.")
        handle = os.open(root / "lock", os.O_RDWR | os.O_CREAT)
    except OSError as error:
        raise StoreError(f"The store {root} cannot be written ({_reason(error)}).") from error
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(handle)
        raise StoreError(f"Another process is writing the store {root}; try again when it is done.") from error
    return handle


def _before(root: Path, fresh: bool) -> int | None:
    """Return the live generation, which a fresh build can do without, whole or damaged."""
    try:
        number = _current(root)
    except StoreError:
        if fresh:
            return None
        raise
    if number is None and not fresh:
        raise _missing(root)
    return number


def _prepare(root: Path, before: int | None) -> int:
    """Remove what killed writes left and return the number of the next generation."""
    try:
        (root / "generations").mkdir(exist_ok=True)
        if before is not None:
            _clean(root, keep=range(before + 1))
        return max((number for number, _ in _generations(root)), default=0) + 1
    except OSError as error:
        raise StoreError(f"The store {root} cannot be written ({_reason(error)}).") from error


def _point(root: Path, number: int) -> None:
    """Name the live generation, on disk before anything else follows."""
    beside = root / "current.new"
    with beside.open("w", encoding="ascii") as file:
        file.write(f"{number}\n")
        file.flush()
        os.fsync(file.fileno())
    beside.replace(root / "current")


def _generations(root: Path) -> list[tuple[int, Path]]:
    return [(int(path.name), path) for path in (root / "generations").iterdir() if path.name.isdecimal()]


def _clean(root: Path, keep: Container[int | None]) -> None:
    """Remove all generations but these and those that someone reads."""
    for number, path in _generations(root):
        if number not in keep:
            handle = os.open(path, os.O_RDONLY)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(path)
            except OSError:
                continue  # someone reads it; a later write removes it
            finally:
                os.close(handle)
