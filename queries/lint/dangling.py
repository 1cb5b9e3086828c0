"""Finds references to provisions of the document that it does not have."""

from __future__ import annotations

from collections.abc import Iterator

from ontology.citations import LABEL_SEPARATOR
from queries.lint.rules import rules
from queries.lint.source import part_at, place_at
from queries.lint.types import Cross, Draft, LintFinding


def find(draft: Draft) -> Iterator[LintFinding]:
    """Yield references to an article, paragraph or item that is not there.

    In an incomplete copy the provision may stand in the part that is missing, which is told apart. Of plans without
    articles nothing is said. Where it cannot be told what is meant (上述规定) there is no finding.
    """
    rule = rules()["dangling-reference"]
    whose = rule.pattern("foreign")
    articles = {key for key in draft.keys if key.startswith("art_") and "__" not in key}
    if not articles:
        return
    for reference in draft.references:
        gone = [key for key in reference.keys if key.startswith("art_") and key not in draft.keys]
        place = place_at(draft, reference.start, reference.end)
        if reference.resolved or not gone or place is None or not rule.pattern("explicit").search(reference.quote):
            continue
        part = part_at(draft, place.start)
        if part is None or whose.search(part.words[: place.start - part.start]):
            continue
        yield rule.finding(_variant(draft, gone, articles), draft, [place], cited=_cited(reference, gone))


def _variant(draft: Draft, gone: list[str], articles: set[str]) -> str:
    lost = [key for key in gone if key.partition("__")[0] not in articles]
    if draft.partial and lost:
        return "missing"
    return "article" if lost else "part"


def _cited(reference: Cross, gone: list[str]) -> str:
    """Return how those of the provisions that are not there are named."""
    labels = reference.cited.split(LABEL_SEPARATOR)
    if len(labels) != len(reference.keys):
        return reference.cited
    return LABEL_SEPARATOR.join(label for label, key in zip(labels, reference.keys, strict=True) if key in gone)
