"""Keeps the graph in an Oxigraph database of a directory of its own and replaces it as a whole.

Such a store is a directory::

    current            the number of the live generation, replaced as a whole
    lock               held by the one process that writes
    generations/7/     an Oxigraph database; never changed once it is live
    generations/7/kept/  what was found out about all of it, made anew where it is missing (`ontology.kept`)

Every write makes the next generation beside the live one and swaps at the end, so a write that is killed leaves the
old graph whole. A reader locks its generation, which is why one that is still being read is not removed.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import weakref
from collections import deque
from collections.abc import Callable, Container, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self

import pyoxigraph

from corpus.errors import StoreError
from ontology.errors import SparqlError
from ontology.kept import Kept
from ontology.namespace import PREFIXES
from ontology.sparql import Found, Queried, names_graphs
from ontology.types import GraphNames, Row

if TYPE_CHECKING:
    import rdflib


_PORTION: Final = 50_000_000
"""Bytes of N-Quads that are loaded at once, about 180,000 statements; the store sorts smaller ones together later."""

_LOADERS: Final = 2
"""So many portions are loaded at a time, each in a thread; their number and size bound the memory."""


class EmbeddedStore(Queried):
    """An Oxigraph database in this process."""

    def __init__(self, inner: pyoxigraph.Store, location: str = "") -> None:
        self._inner = inner
        self.location = location

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
        with ThreadPoolExecutor(_LOADERS) as pool:
            loading: deque[Future[None]] = deque()
            for portion in _portions(chunks):  # the next is made ready while others are loaded
                if len(loading) == _LOADERS:
                    loading.popleft().result()
                loading.append(pool.submit(self._add, portion))
            for one in loading:
                one.result()

    def _add(self, portion: bytes) -> None:
        with self._writing():
            # Lenient: the IRIs are made by `ontology.namespace`; checking them again takes a fifth of the time.
            self._inner.bulk_load(portion, pyoxigraph.RdfFormat.N_QUADS, lenient=True)

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

    def _run(self, query: str, graphs: GraphNames | None = None) -> Found:
        if graphs is None:
            # The union would hide the graphs that a query names itself.
            return self._inner.query(query, prefixes=PREFIXES, use_default_graph_as_union=not names_graphs(query))
        return self._inner.query(
            query,
            prefixes=PREFIXES,
            default_graph=[pyoxigraph.NamedNode(name) for name in graphs.default],
            named_graphs=[pyoxigraph.NamedNode(name) for name in graphs.named],
        )

    @contextmanager
    def _reading(self) -> Iterator[None]:
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

    def folder(self, name: str, make: Callable[[Path], object]) -> Path | None:
        """Return the folder of files about the whole graph, which `make` writes where they are not there yet."""
        return self._kept.folder(name, make)

    def close(self) -> None:
        super().close()
        self._release()


class _NextStore(EmbeddedStore):
    """The next generation, for writing; `with` commits it at the end, unless an error leaves the block."""

    def __init__(self, root: Path, fresh: bool) -> None:
        self._root = root
        self._fresh = fresh
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
            if self._fresh:  # a look-up in one sorted file takes less than half the time of one in many
                self._inner.optimize()
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


def version(root: Path) -> str:
    """Return the number of the live generation. Raises StoreError where there is none."""
    number = _current(root)
    if number is None:
        raise _missing(root)
    return str(number)


def open_directory(root: Path, read_only: bool = True, fresh: bool = False) -> EmbeddedStore:
    """Open the store of a directory.

    With `read_only`, the live graph as it is now; later writes do not show. Otherwise the next generation, a copy of
    the live graph or, with `fresh`, empty: use it in a `with` block, which makes it live at its end and drops it when
    an error leaves the block. Raises StoreError where the store is missing, damaged, being written by another process
    or cannot be made.
    """
    if root.exists() and not root.is_dir():
        raise StoreError(f"The store {root} is not a directory.")
    return _LiveStore(root) if read_only else _NextStore(root, fresh)


def _portions(chunks: Iterable[str]) -> Iterator[bytes]:
    """Join texts to portions for the loader: it is slow at many small ones and takes much memory for a large one."""
    held, size = [], 0
    for chunk in map(_encoded, chunks):
        held.append(chunk)
        size += len(chunk)
        if size > _PORTION:
            portion = b"".join(held)
            held, size = [], 0  # not in memory twice while it is loaded
            yield portion
    if held:
        yield b"".join(held)


def _encoded(quads: str) -> bytes:
    try:
        return quads.encode()
    except UnicodeEncodeError as error:
        raise StoreError(f"The text holds {quads[error.start]!a}, which is no character.") from error


def _reason(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__


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
