"""The one family of errors that the command line and the screen show as a sentence."""


class DutygraphError(Exception):
    """Something the user can mend; the message is one sentence that names the thing and the reason.

    Every error that the rooms raise on purpose derives from this class. The command line prints
    its message on one line of standard error and ends with exit status 1.
    """


class ReadError(DutygraphError):
    """A file or folder cannot be read as a policy document."""


class StoreError(DutygraphError):
    """The store cannot be opened, read or written."""


class UnknownDocument(DutygraphError):
    """A document id that the store does not hold."""


class UnknownProvision(DutygraphError):
    """A provision that the document does not have."""


class VocabularyError(DutygraphError):
    """A vocabulary, pattern, shape or rule file is not as it should be."""
