"""Finds sanctions of which the document does not say who imposes them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from queries.lint.rules import rules
from queries.lint.source import part_at
from queries.lint.types import Draft, LintFinding, Norm


def find(draft: Draft) -> Iterator[LintFinding]:
    """Yield articles whose sanctions have no enforcer, in a document without a clause that names one for all.

    Who imposes what a statute provides (依法给予处分) follows from that statute: one remark for the whole document.
    What only courts can impose (刑事责任, 民事责任, 赔偿) is left out.
    """
    rule = rules()["no-enforcer"]
    if any(rule.pattern("general").search(part.words) for part in draft.parts):
        return
    named, courts, statute = rule.pattern("named"), rule.pattern("courts"), rule.pattern("statute")
    imposed, elsewhere = rule.pattern("measures"), rule.pattern("elsewhere")
    articles: dict[str, list[Norm]] = defaultdict(list)
    for norm in draft.norms:
        if norm.kind == "sanction":
            articles[norm.article].append(norm)
    by_statute: list[Norm] = []
    for norms in articles.values():
        part = part_at(draft, norms[0].place.start)
        loose = [
            norm
            for norm in norms
            if any(imposed.search(m) and not courts.search(m) for m in norm.measures)
            and not (part and any(elsewhere.search(before) for before in _before(part.words, norm.measures)))
        ]
        if part is None or not loose or any(norm.enforcers for norm in norms) or named.search(part.words):
            continue
        if statute.search(part.words):
            by_statute += loose
        else:
            yield _finding("plain", draft, loose, courts)
    if by_statute:
        yield _finding("statute", draft, by_statute, courts)


def _before(words: str, measures: Iterable[str]) -> Iterator[str]:
    """Yield what stands before each mention of the measures."""
    for measure in measures:
        for match in re.finditer(re.escape(measure[:2]), words):
            yield words[: match.start()]


def _finding(variant: str, draft: Draft, norms: list[Norm], courts: re.Pattern[str]) -> LintFinding:
    measures = list(dict.fromkeys(m for norm in norms for m in norm.measures if not courts.search(m)))
    return rules()["no-enforcer"].finding(
        variant,
        draft,
        [norm.place for norm in norms],
        confidence=min(norm.confidence for norm in norms),
        frame=norms[0].frame,
        label=norms[0].place.provision,
        measures="、".join(measures[:3]),
    )
