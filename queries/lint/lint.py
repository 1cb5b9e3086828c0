"""Runs the rules of the linter over documents of a store."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from queries.errors import UnknownRule
from queries.graph import Graph
from queries.lint import bearers, dangling, deadlines, enforcers, first, supervision, terms, vague
from queries.lint.rules import rules, sets_no_tasks
from queries.lint.source import drafts
from queries.lint.types import Draft, LintFinding

RULES: Final[dict[str, Callable[[Draft], Iterator[LintFinding]]]] = {
    "no-bearer": bearers.find,
    "two-first-responsible": first.find,
    "unsupervised-duty": supervision.find,
    "no-enforcer": enforcers.find,
    "dangling-reference": dangling.find,
    "contradictory-deadlines": deadlines.find,
    "vague-term": vague.find,
    "unused-term": terms.find,
}
"""What finds each rule's findings, in the order of `rules.yaml`."""


def lint(graph: Graph, documents: Sequence[str] = (), chosen: Sequence[str] = ()) -> tuple[LintFinding, ...]:
    """Return the findings of these rules, or all, on these documents, or all, in the order of rules and places.

    Raises UnknownDocument, UnknownRule and StoreError.
    """
    for rule in chosen:
        if rule not in RULES:
            raise UnknownRule(f"There is no rule {rule}; there are: {', '.join(RULES)}.")
    wanted = [rule for rule in rules() if rule in (chosen or RULES)]
    found: dict[str, list[LintFinding]] = {rule: [] for rule in wanted}
    for draft in drafts(graph, documents):
        for rule in wanted:
            if rules()[rule].tasks and sets_no_tasks(draft):
                continue
            found[rule] += sorted(RULES[rule](draft), key=lambda one: (one.place.start, one.place.end))
    return tuple(finding for rule in wanted for finding in found[rule])
