"""What queries, and the checks and rules of this room find, as values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Row = dict[str, str]
"""A solution: variable names to lexical forms; what is unbound is absent."""

Severity = Literal["violation", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("violation", "warning", "info")
"""How grave a break of a shape is, the gravest first."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What breaks an invariant: where (a document's id or a node's IRI), and why, in two languages."""

    place: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Consistency:
    """What the reasoner found; `findings` name classes and individuals as far as they could be told apart.

    `individuals` is the size of the sample; `axioms` are the axioms and facts that contradict each other, in words.
    """

    outcome: Literal["consistent", "inconsistent", "no-java"]
    findings: tuple[Finding, ...] = ()
    individuals: int = 0
    axioms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Violation:
    """A node that is not as a SHACL shape wants it.

    `focus` is the node's IRI, `path` the property's, empty for the node itself; `document` its document's id, with the
    words in it that the node stands for where it has some: `text[start:end] == quote`, else `start == end == 0`.
    A `warning` asks to look at the words; only a `violation` makes the graph wrong.
    """

    severity: Severity
    focus: str
    path: str
    value: str
    message_zh: str
    message_en: str
    document: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Check:
    """An invariant by name, what came of it, and how many things were looked at.

    Findings of a check that passed are warnings.
    """

    name: str
    outcome: Literal["passed", "failed", "skipped"]
    counted: int
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """What a query of any form found: rows of lexical forms, empty where unbound, and whether there were more."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    more: bool = False


@dataclass(frozen=True, slots=True)
class GraphNames:
    """The dataset of a query by the SPARQL protocol: graphs that are its default graph, and its named graphs."""

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Results:
    """What a query of any form found, written in a standard format, and whether there was more than was written."""

    media_type: str
    content: bytes
    more: bool


@dataclass(frozen=True, slots=True)
class Named:
    """A node of the graph with what it is called: a norm by its provision, an actor, a document, a term."""

    iri: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Inference:
    """A statement that a rule derived, with the norms and documents that it was derived from."""

    iri: str
    rule: str
    subject: Named
    predicate: Named
    object: Named
    premises: tuple[Named, ...]
