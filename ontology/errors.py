"""The errors of this room that are not in `corpus.errors`."""

from corpus.errors import DutygraphError


class SparqlError(DutygraphError):
    """A SPARQL query that cannot be run; the message is the parser's."""


class ExportError(DutygraphError):
    """Something that cannot be written in the format asked for."""


class UnknownFrame(DutygraphError):
    """A frame id that the store does not hold."""
