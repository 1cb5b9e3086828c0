"""Writes the statements of one named graph as N-Quads text, in the order in which they are given."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from ontology.namespace import RDF, XSD

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"})
_ESCAPED = re.compile("[" + re.escape("".join(map(chr, _ESCAPES))) + "]")
_INTEGER = f'"^^<{XSD.integer}>'


class Quads:
    r"""The statements of one graph so far. Empty strings and missing values make no statement.

    >>> quads = Quads("https://example.org/g")
    >>> quads.text("https://example.org/s", "https://example.org/p", '说"')
    >>> str(quads)
    '<https://example.org/s> <https://example.org/p> "说\\"" <https://example.org/g> .\n'
    """

    def __init__(self, graph: str) -> None:
        self.graph = graph
        self._end = f" <{graph}> .\n"
        self._lines: list[str] = []

    def __str__(self) -> str:
        return "".join(self._lines)

    def type(self, subject: str, kind: str) -> None:
        """State the class of a node."""
        self.link(subject, RDF.type, kind)

    def link(self, subject: str, predicate: str, target: str | None) -> None:
        """State a relation to the node with this IRI."""
        if target:
            self._lines.append(f"<{subject}> <{predicate}> <{target}>{self._end}")

    def links(self, subject: str, predicate: str, targets: Iterable[str]) -> None:
        """State a relation to each of these nodes, once."""
        for target in dict.fromkeys(targets):
            self.link(subject, predicate, target)

    def text(self, subject: str, predicate: str, value: str, datatype: str = "") -> None:
        """State a string."""
        if value:
            kind = f"^^<{datatype}>" if datatype else ""
            # few values have anything to escape, and to look takes a tenth of the time of a translation
            words = value.translate(_ESCAPES) if _ESCAPED.search(value) else value
            self._lines.append(f'<{subject}> <{predicate}> "{words}"{kind}{self._end}')

    def texts(self, subject: str, predicate: str, values: Iterable[str]) -> None:
        """State each of these strings, once."""
        for value in dict.fromkeys(values):
            self.text(subject, predicate, value)

    def integer(self, subject: str, predicate: str, value: int) -> None:
        """State a whole number."""
        self._lines.append(f'<{subject}> <{predicate}> "{value}{_INTEGER}{self._end}')

    def double(self, subject: str, predicate: str, value: float) -> None:
        """State a number; every Python float comes back as it was."""
        self._lines.append(f'<{subject}> <{predicate}> "{value!r}"^^<{XSD.double}>{self._end}')

    def decimal(self, subject: str, predicate: str, value: float | None) -> None:
        """State a number without an exponent; nothing where there is none."""
        if value is not None:
            self._lines.append(f'<{subject}> <{predicate}> "{Decimal(repr(value)):f}"^^<{XSD.decimal}>{self._end}')

    def true(self, subject: str, predicate: str) -> None:
        """State that something is so; nothing is stated where it is not."""
        self._lines.append(f'<{subject}> <{predicate}> "true"^^<{XSD.boolean}>{self._end}')

    def day(self, subject: str, predicate: str, value: str) -> None:
        """State an ISO 8601 day, or plain text where the value is none."""
        self.text(subject, predicate, value, XSD.date if is_day(value) else "")


def is_day(value: str) -> bool:
    """Say whether a value is written like an ISO 8601 day."""
    return _DAY.fullmatch(value) is not None
