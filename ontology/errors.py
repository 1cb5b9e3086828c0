"""The errors of this room that are not in `corpus.errors`."""

from collections.abc import Sequence

from corpus.errors import DutygraphError
from ontology.types import Violation


class SparqlError(DutygraphError):
    """A SPARQL query that cannot be run; the message is the parser's."""


class ExportError(DutygraphError):
    """Something that cannot be written in the format asked for."""


class UnknownFrame(DutygraphError):
    """A frame id that the store does not hold."""


class ShapeError(DutygraphError):
    """What was to be written breaks SHACL shapes; `violations` says where."""

    def __init__(self, violations: Sequence[Violation]) -> None:
        first = violations[0]
        place = f"{first.document}: “{' '.join(first.quote.split())}”" if first.quote else first.document or first.focus
        more = f", and {len(violations) - 1} more" if len(violations) > 1 else ""
        super().__init__(
            f"{place}: {first.message_zh} {first.message_en} ({first.focus}{more}). The graph stays as it was."
        )
        self.violations = tuple(violations)
