"""Finds words that a document defines, or shortens, and never uses."""

from __future__ import annotations

from collections.abc import Iterator

from queries.lint.rules import rules
from queries.lint.source import place_at
from queries.lint.types import Draft, LintFinding


def find(draft: Draft) -> Iterator[LintFinding]:
    """Yield defined words and abbreviations that stand nowhere in the document but in their definition."""
    rule = rules()["unused-term"]
    marks, compound, foreign = (rule.pattern(name) for name in ("marks", "compound", "foreign"))
    for term in draft.terms:
        word = marks.sub("", term.term)
        place = place_at(draft, term.start, term.end)
        if place is None or not rule.data["shortest"] <= len(word) <= rule.data["longest"]:
            continue
        if compound.search(word) or foreign.search(place.quote):
            continue
        elsewhere = (
            words
            for part in draft.parts
            for words in _without(part.words, term.start - part.start, term.end - part.start)
        )
        if not any(word in marks.sub("", words) for words in (draft.title, *elsewhere)):
            yield rule.finding("unused", draft, [place], term=word)


def _without(words: str, start: int, end: int) -> tuple[str, str]:
    """Return the words before and after a range, which may lie outside them."""
    return words[: max(start, 0)], words[max(end, 0) :]
