"""Finds provisions that set duties or give responsibilities and bind nobody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from queries.lint.rules import rules
from queries.lint.source import part_at
from queries.lint.types import Draft, LintFinding, Norm


def find(draft: Draft) -> Iterator[LintFinding]:
    """Yield one finding for each article, or item of a plan, in which no norm has a bearer.

    A ban without a subject binds everybody and is left out (禁止在河道内倾倒垃圾). So are articles that speak of a body
    or person which the reading may have missed, and what states principles, contents or conditions.
    """
    rule = rules()["no-bearer"]
    kinds, plan = set(rule.data["kinds"]), rule.data["plan"]
    stating = rule.pattern("stating")
    somebody, allotted = rule.pattern("somebody"), rule.pattern("allotted")
    articles: dict[str, list[Norm]] = defaultdict(list)
    for norm in draft.norms:
        articles[norm.article].append(norm)
    for norms in articles.values():
        loose = [norm for norm in norms if norm.kind in kinds and not stating.search(norm.place.quote)]
        part = part_at(draft, loose[0].place.start) if loose else None
        if part is None or any(norm.bearers for norm in norms):
            continue
        planned = all(norm.rule == plan for norm in loose)
        head, colon, _ = part.words.partition("：")
        stated = bool(colon) and stating.search(head)
        if not (allotted if planned else somebody).search(part.words) and not stated:
            yield rule.finding(
                "plan" if planned else "thing",
                draft,
                [norm.place for norm in loose],
                confidence=min(norm.confidence for norm in loose),
                frame=loose[0].frame,
                label=loose[0].place.provision,
            )
