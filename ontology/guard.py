"""Checks graphs against the SHACL shapes while they are written, so that nothing that breaks one is ever stored.

The engine is the package `shacl`, which is fast enough to look at every graph that passes by, and at stores of many
documents; pySHACL, which `dutygraph check` uses for smaller ones (`ontology.validate`), is the reference, and tests
hold that both find the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import astuple
from functools import cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph

from ontology.errors import ShapeError
from ontology.files import quads_of, schema_files, shape_files
from ontology.namespace import DG, OA, SH, VOCABULARY_GRAPH, document_id
from ontology.store import Store
from ontology.types import SEVERITIES, Violation

if TYPE_CHECKING:
    import shacl

_BATCH: Final = 8_000_000
"""So many characters of N-Quads are checked at a time, which bounds memory."""


def is_available() -> bool:
    """Whether the fast engine is installed; without it, `dutygraph check` is the first to look at shapes."""
    try:
        import shacl  # noqa: F401
    except ImportError:
        return False
    return True


class Guard:
    """Looks at graphs as they pass by; does nothing without shapes, or where the engine is not installed."""

    def __init__(self, shapes: Iterable[Path] | None = None) -> None:
        """Read the shapes, by default those of this room. Raises VocabularyError."""
        files = tuple(shape_files() if shapes is None else shapes)
        self.warnings: list[Violation] = []
        self._shapes = _shapes(files) if files and is_available() else None
        self._waiting: list[str] = []
        self._held: list[str] = []
        self._size = 0

    def look(self, quads: str, hold: bool = False) -> str:
        """Check N-Quads, those of one document together, now or with the next ones, and return them.

        With `hold`, they wait for `finish`, since other graphs say more about the same nodes. Raises ShapeError.
        """
        if self._shapes is not None:
            (self._held if hold else self._waiting).append(quads)
            self._size += 0 if hold else len(quads)
            if self._size > _BATCH:
                self._check(self._waiting)
        return quads

    def finish(self) -> tuple[Violation, ...]:
        """Check what still waits and return the warnings so far, sorted. Raises ShapeError."""
        if self._shapes is not None:
            self._check([*self._waiting, *self._held])
            self._held = []
        return tuple(sorted(self.warnings, key=lambda one: (one.document, one.start, one.focus, one.path)))

    def _check(self, quads: list[str]) -> None:
        found = violations_of(quads, self._shapes)
        self._waiting, self._size = [], 0
        wrong = [one for one in found if one.severity == "violation"]
        if wrong:
            raise ShapeError(wrong)
        self.warnings += found


def stored(store: Store) -> tuple[Violation, ...]:
    """Return what in a store breaks the shapes, violations first; memory does not grow with the documents.

    Looks at all that is known about one document together, and at each other graph alone. Raises StoreError.
    """
    together: dict[str, list[str]] = defaultdict(list)
    for graph in store.graphs():
        if graph != VOCABULARY_GRAPH:
            together[document_id(graph) or graph].append(graph)
    found: set[Violation] = set()
    batch, size = [], 0
    for place, graphs in enumerate(together.values(), 1):
        for graph in graphs:
            triples = store.construct(f"CONSTRUCT {{ ?s ?p ?o }} {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")
            quads = (pyoxigraph.serialize(triples, format=pyoxigraph.RdfFormat.N_TRIPLES) or b"").decode()
            batch.append(quads)
            size += len(quads)
        if size > _BATCH or place == len(together):
            found.update(violations_of(batch))
            batch, size = [], 0
    return tuple(sorted(found, key=_rank))


def violations_of(quads: Iterable[str], shapes: shacl.Shapes | None = None) -> tuple[Violation, ...]:
    """Return what in these N-Quads breaks the shapes, by default those of this room, violations first."""
    quads = list(quads)
    report = (shapes or _shapes(shape_files())).validate_text("".join([_schema(), *quads]), format="nquads")
    if not report.results:
        return ()
    said: dict[Any, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for quad in pyoxigraph.parse(report.serialize("ntriples"), pyoxigraph.RdfFormat.N_TRIPLES):
        said[quad.subject][quad.predicate.value].append(quad.object)
    results = [said[node] for one in said.values() for node in one.get(SH.result, ())]
    places = _places({str(result[SH.focusNode][0]) for result in results}, quads)
    found = {_violation(result, places.get(str(result[SH.focusNode][0]), {})) for result in results}
    return tuple(sorted(found, key=_rank))


def _rank(found: Violation) -> tuple[int, tuple[object, ...]]:
    return SEVERITIES.index(found.severity), astuple(found)


@cache
def _shapes(files: tuple[Path, ...]) -> shacl.Shapes:
    import shacl

    quads = chain.from_iterable(quads_of(file) for file in files)
    turtle = pyoxigraph.serialize((quad.triple for quad in quads), format=pyoxigraph.RdfFormat.TURTLE) or b""
    return shacl.Shapes.from_turtle(turtle.decode())


@cache
def _schema() -> str:
    """Return the classes and properties, by which nodes of a narrower class are of the wider one as well."""
    return "".join(f"{quad} .\n" for file in schema_files() for quad in quads_of(file))


def _places(nodes: set[str], quads: Iterable[str]) -> dict[str, dict[str, str]]:
    """Return where nodes stand in their text and with which words, by N-Triples term and property."""
    wanted = (OA.start, OA.end, OA.exact, DG.start, DG.end, DG.words)
    places: dict[str, dict[str, str]] = {}
    for line in chain.from_iterable(text.split("\n") for text in quads):
        subject, _, rest = line.partition(" ")
        if subject in nodes and rest.partition(" ")[0][1:-1] in wanted:
            (quad,) = pyoxigraph.parse(line, pyoxigraph.RdfFormat.N_QUADS)
            places.setdefault(subject, {})[quad.predicate.value] = quad.object.value
    return places


def _violation(result: Mapping[str, list[Any]], place: Mapping[str, str]) -> Violation:
    def of(predicate: str) -> str:
        terms = (term.value for term in result.get(predicate, ()) if not isinstance(term, pyoxigraph.BlankNode))
        return min(terms, default="")

    def stands(*predicates: str) -> str:
        return next((place[predicate] for predicate in predicates if predicate in place), "")

    def message(language: str) -> str:
        terms = result.get(SH.resultMessage, ())
        return min((term.value for term in terms if term.language == language), default="") or of(SH.resultMessage)

    start, end = stands(OA.start, DG.start), stands(OA.end, DG.end)
    named = of(SH.resultSeverity).rpartition("#")[2].lower()
    return Violation(
        next((severity for severity in SEVERITIES if severity == named), "violation"),
        of(SH.focusNode),
        of(SH.resultPath),
        of(SH.value),
        message("zh"),
        message("en"),
        document_id(of(SH.focusNode)) or "",
        int(start) if start.isdecimal() else 0,
        int(end) if end.isdecimal() else 0,
        stands(OA.exact, DG.words),
    )
