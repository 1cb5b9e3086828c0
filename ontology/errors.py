"""The errors of this room that are not in `corpus.errors`."""

from corpus.errors import DutygraphError


class SparqlError(DutygraphError):
    """A SPARQL query that cannot be run; the message is the parser's."""
