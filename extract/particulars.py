"""Find when and how much: the time and quantity of a norm.

The accepted forms are the rules of `patterns/times.jsonl` and `quantities.jsonl`.
"""

from __future__ import annotations

from extract.drafts import Found
from extract.patterns import possible


def times(text: str, start: int, end: int) -> tuple[Found, ...]:
    """Return frequencies and deadlines in a range, in text order.

    >>> [f.value for f in times("每月20日前向区领导小组报送工作进展情况", 0, 19)]
    ['每月20日前']
    """
    return matches("times", text, start, end)


def quantities(text: str, start: int, end: int) -> tuple[Found, ...]:
    """Return amounts and bounds in a range, in text order.

    >>> [f.value for f in quantities("带头定点联系1个以上涉农县", 0, 13)]
    ['1个以上']
    """
    return matches("quantities", text, start, end)


def matches(name: str, text: str, start: int, end: int) -> tuple[Found, ...]:
    """Return the matches of all rules of a file; where two overlap the rule that stands first in it wins."""
    taken: list[Found] = []
    for rule in possible(name, text, start, end):
        for match in rule.regex.finditer(text, start, end):
            low, high = match.span("value" if "value" in rule.regex.groupindex else 0)
            if low < high and not any(low < other.end and other.start < high for other in taken):
                taken.append(Found(text[low:high], low, high))
    return tuple(sorted(taken, key=lambda found: found.start))
