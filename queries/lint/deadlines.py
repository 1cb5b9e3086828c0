"""Finds duties of one bearer for which a document sets two different times."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from corpus.marks import arabic
from queries.comparison import numbers
from queries.comparison.numbers import Number
from queries.lint.rules import Rule, rules
from queries.lint.types import Draft, LintFinding, Norm


def find(draft: Draft) -> Iterator[LintFinding]:
    """Yield pairs of norms of the same bearers that differ in nothing but the time.

    The times are of one sort (how often, within how long, by which day of the year) and not the same.
    """
    rule = rules()["contradictory-deadlines"]
    days = rule.pattern("day")
    bound: dict[tuple[str, ...], list[tuple[Norm, list[Number]]]] = defaultdict(list)
    for norm in draft.norms:
        if norm.kind in rule.data["kinds"] and norm.bearers:
            found = [*numbers.times(norm.place.quote), *_days(days, norm.place.quote)]
            if found:
                bound[tuple(sorted({bearer.name for bearer in norm.bearers}))].append((norm, found))
    for norms in bound.values():
        told: set[tuple[int, int]] = set()
        for (one, left), (other, right) in combinations(norms, 2):
            if one.place.start == other.place.start:
                continue
            for a in left:
                for b in right:
                    pair = (one.place.start + a.start, other.place.start + b.start)
                    if pair not in told and pair[0] != pair[1] and _contradict(rule, one, a, other, b):
                        told.add(pair)
                        yield rule.finding(
                            "pair",
                            draft,
                            [one.place, other.place],
                            confidence=min(one.confidence, other.confidence),
                            frame=one.frame,
                            left=a.words,
                            right=b.words,
                            bearer="、".join(dict.fromkeys(bearer.name for bearer in one.bearers)),
                        )


def _days(pattern: re.Pattern[str], words: str) -> Iterator[Number]:
    """Yield the days of the year by which something is due, counted as month and day."""
    for match in pattern.finditer(words):
        day = 31 if match["end"] else int(arabic(match["day"] or "1")) if match["day"] else 0
        value = 100.0 * float(arabic(match["month"])) + day
        yield Number("day", None, value, match.group(), match.start(), match.end())


def _contradict(rule: Rule, one: Norm, a: Number, other: Norm, b: Number) -> bool:
    if a.measure != b.measure or (a.low, a.high) == (b.low, b.high):
        return False
    left, right = _rest(one, a), _rest(other, b)
    counted = rule.pattern("counted").search(left)
    shortest = rule.data["shortest_counted" if counted else "shortest"]
    return left == right and len(left) >= int(shortest)


def _rest(norm: Norm, number: Number) -> str:
    """Return the words of a norm without the number and without its bearers."""
    words = norm.place.quote[: number.start] + norm.place.quote[number.end :]
    for bearer in norm.bearers:
        words = words.replace(bearer.name, "")
    return re.sub(r"^第\S{1,6}条|[\s，,。；;：:]", "", words)
