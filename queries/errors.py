"""The errors of asking: a question that cannot be taken at all."""

from corpus.errors import DutygraphError


class QuestionError(DutygraphError):
    """A question that is empty or too long to be one."""


class QueryFileError(DutygraphError):
    """A data file of this room (`.rq`, `.yaml`) is not as it should be."""


class UnknownRule(DutygraphError):
    """A rule that the linter does not have."""
