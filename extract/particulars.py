"""Find when, how much and towards whom: the time, quantity and recipient of a norm.

The accepted forms are the rules of `patterns/times.jsonl`, `quantities.jsonl` and `recipients.jsonl`.
"""

from __future__ import annotations

from extract.actors import is_actor, parse
from extract.drafts import Found
from extract.patterns import Rule, rules


def times(text: str, start: int, end: int) -> tuple[Found, ...]:
    """Return frequencies and deadlines in a range, in text order.

    >>> [f.value for f in times("每月20日前向区领导小组报送工作进展情况", 0, 19)]
    ['每月20日前']
    """
    return _all(rules("times"), text, start, end)


def quantities(text: str, start: int, end: int) -> tuple[Found, ...]:
    """Return amounts and bounds in a range, in text order.

    >>> [f.value for f in quantities("带头定点联系1个以上涉农县", 0, 13)]
    ['1个以上']
    """
    return _all(rules("quantities"), text, start, end)


def recipients(text: str, start: int, end: int) -> tuple[Found, ...]:
    """Return the parties that are reported to, supervised or helped, coordination expanded.

    >>> [f.value for f in recipients("每年向省委、省人民政府报告扶贫脱贫进展情况", 0, 21)]
    ['省委', '省人民政府']
    """
    found: list[Found] = []
    for words in _all(rules("recipients"), text, start, end):
        # 报送工作进展情况 names a thing, 报区委批准 a party
        if is_actor(words.value, strict=False):
            names = parse(words.value)
            found += [Found(name.name, words.start + name.start, words.start + name.end) for name in names]
    return tuple(found)


def _all(group: tuple[Rule, ...], text: str, start: int, end: int) -> tuple[Found, ...]:
    """Return the matches of all rules; where two overlap the rule that stands first in its file wins."""
    taken: list[Found] = []
    for rule in group:
        for match in rule.regex.finditer(text, start, end):
            name = "value" if "value" in rule.regex.groupindex else 0
            low, high = match.span(name)
            if low < high and not any(low < other.end and other.start < high for other in taken):
                taken.append(Found(text[low:high], low, high))
    return tuple(sorted(taken, key=lambda found: found.start))
