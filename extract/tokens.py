"""The words of a text with their classes, as values."""

from __future__ import annotations

from dataclasses import dataclass

# Classes whose words end a subject whatever stands before them, and those that only may.
STRONG = frozenset({"duty", "ban", "may", "charge", "copula", "relation", "adverb", "act"})
MODAL = frozenset({"duty", "ban", "may"})


@dataclass(slots=True)
class Token:
    """A word with its place in the text and its class.

    A value like all others, but not frozen: a text has one for every word, and a frozen one takes four times as long
    to make.

    The class is one of `words.jsonl`; else `verb`, `adverb` or `relation` by its part of speech; `name` for what the
    document calls those whom it binds; or empty.
    """

    text: str
    start: int
    end: int
    kind: str
