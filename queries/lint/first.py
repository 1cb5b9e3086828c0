"""Finds matters for which a document names two first-responsible persons at one level."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from queries.lint.rules import rules
from queries.lint.types import Bearer, Draft, LintFinding, Norm


def find(draft: Draft) -> Iterator[LintFinding]:
    """Yield pairs of provisions that allot one matter, in the same words, to different bearers of one level.

    Bearers of one norm share an allocation (党委、政府主要负责人), and so do the Party and the government side of one
    level. A matter in other words may be narrower or wider and is left alone.
    """
    rule = rules()["two-first-responsible"]
    governing, around = rule.pattern("governing"), rule.pattern("around")
    given: dict[tuple[str, str], list[tuple[Norm, frozenset[Bearer]]]] = defaultdict(list)
    for norm in draft.norms:
        about = around.sub("", norm.matter) if norm.role == "first" else ""
        if about:
            for level in sorted({bearer.level for bearer in norm.bearers} - set(rule.data["levels_left_out"])):
                here = frozenset(bearer for bearer in norm.bearers if bearer.level == level)
                given[about, level].append((norm, here))
    for (about, _), allotted in given.items():
        for (one, left), (other, right) in combinations(allotted, 2):
            names, others = ({bearer.name for bearer in side} for side in (left, right))
            joint = all(governing.search(name) for name in names | others)
            if names & others or joint:
                continue
            yield rule.finding(
                "pair",
                draft,
                [one.place, other.place],
                confidence=min(one.confidence, other.confidence),
                frame=one.frame,
                matter=about,
                left="、".join(sorted(names)),
                right="、".join(sorted(others)),
            )
