"""Checks the graph against the SHACL shapes, with pySHACL as the reference implementation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple
from pathlib import Path
from typing import Final

import pyoxigraph
import rdflib
from rdflib.namespace import SH

from corpus.errors import VocabularyError
from ontology.files import shape_files
from ontology.namespace import DG, OA, document_id
from ontology.store import Store
from ontology.types import SEVERITIES, Severity, Violation

_SEVERITIES: Final[dict[object, Severity]] = {SH.Warning: "warning", SH.Info: "info"}


def violations(store: Store, shapes: Iterable[Path] | None = None) -> tuple[Violation, ...]:
    """Return what breaks the shapes, violations first; `shapes` are SHACL files, by default those of this room.

    Takes seconds for ten thousand frames. Raises StoreError and VocabularyError.
    """
    data, wanted = rdflib.Graph(), rdflib.Graph()
    # By way of N-Triples: oxrdflib gives strings the datatype xsd:string, which rdflib does not take for plain ones.
    triples = pyoxigraph.serialize(
        store.construct("CONSTRUCT WHERE { ?s ?p ?o }"), format=pyoxigraph.RdfFormat.N_TRIPLES
    )
    data.parse(data=triples or b"", format="nt")
    for path in shape_files() if shapes is None else shapes:
        try:
            wanted.parse(path, format="turtle")
        except (SyntaxError, OSError) as error:
            raise VocabularyError(f"The file {path} is not Turtle: {' '.join(str(error).split())}") from error
    from pyshacl import validate  # slow to load, and the screens need no more of this module than names

    _, report, reason = validate(data, shacl_graph=wanted, inplace=True)
    if not isinstance(report, rdflib.Graph):
        raise VocabularyError(f"The shapes cannot be used: {reason}")
    found = {_violation(result, report, data) for result in report.objects(None, SH.result)}
    return tuple(sorted(found, key=lambda violation: (SEVERITIES.index(violation.severity), astuple(violation))))


def _violation(result: rdflib.term.Node, report: rdflib.Graph, data: rdflib.Graph) -> Violation:
    def of_result(predicate: rdflib.URIRef) -> str:
        value = report.value(result, predicate)
        return str(value) if isinstance(value, rdflib.URIRef | rdflib.Literal) else ""

    def of_focus(*predicates: str) -> str:
        values = (data.value(rdflib.URIRef(focus), rdflib.URIRef(predicate)) for predicate in predicates)
        return next((str(value) for value in values if value is not None), "")

    focus = of_result(SH.focusNode)
    messages: dict[str, str] = {}
    for message in report.objects(result, SH.resultMessage):
        language = getattr(message, "language", None) or ""
        messages[language] = min(str(message), messages.get(language, str(message)))
    plain = messages.get("", "")
    start, end = (of_focus(*predicates) for predicates in ((OA.start, DG.start), (OA.end, DG.end)))
    return Violation(
        _SEVERITIES.get(report.value(result, SH.resultSeverity), "violation"),
        focus,
        of_result(SH.resultPath),
        of_result(SH.value),
        messages.get("zh", plain),
        messages.get("en", plain),
        document_id(focus) or "",
        int(start) if start.isdecimal() else 0,
        int(end) if end.isdecimal() else 0,
        of_focus(OA.exact, DG.words),
    )
