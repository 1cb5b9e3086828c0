"""Reads numbers of norms (每季度, 30日内, 不低于50%) as values that can be told stricter or looser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from rapidfuzz import fuzz

from corpus.marks import arabic
from corpus.read import load_yaml

_DATA: Final = Path(__file__).with_name("numbers.yaml")
_MASK: Final = "#"


@dataclass(frozen=True, slots=True)
class Number:
    """A number with its place in a sentence; `start` and `end` count the characters of that sentence.

    `measure` says what is counted (period, limit, minimum, each apart in working days; % or 元 with what they are taken
    of); `low` and `high` are None where the words set no such bound, times are in days.
    """

    measure: str
    low: float | None
    high: float | None
    words: str
    start: int
    end: int


def times(words: str) -> Iterator[Number]:
    """Yield the periods, limits and minimum terms in the words of a norm, in their order.

    >>> [(one.measure, one.low, one.high, one.words) for one in times("每季度通报一次，在三十日内答复，公示不少于7日")]
    [('period', None, 91.0, '每季度'), ('limit', None, 30.0, '三十日内'), ('minimum', 7.0, None, '不少于7日')]
    >>> [(one.measure, one.high) for one in times("不超过五个工作日，每两年")]
    [('limit in working days', 5.0), ('period', 730.0)]
    """
    found = []
    for measure, pattern in _patterns().items():
        for match in pattern.finditer(words):
            groups = match.groupdict()
            count = _value(groups["number"] or groups.get("number2") or "一")
            unit = groups["unit"] or groups["unit2"]
            working = unit in _data()["working_days"]
            days = count * float(1 if working else _data()["days"][unit])
            low, high = (days, None) if _data()["stricter"][measure] == "low" else (None, days)
            name = f"{measure} in working days" if working else measure
            found.append(Number(name, low, high, match.group(), match.start(), match.end()))
    yield from sorted(found, key=lambda one: one.start)


def is_time(unit: str, after: str) -> bool:
    """Return whether an amount of this unit, with these words after it, is one that `times` reads."""
    return unit in _data()["times"] or after.startswith(tuple(_data()["working_days"]))


def sets_standards(kind: str) -> bool:
    """Return whether the numbers of such a norm say how something is to be done."""
    return kind not in _data()["left_out"]


def stricter(left: Number, right: Number) -> int:
    """Return 1 where the left number is the stricter one, -1 where it is the looser one, 0 where neither can be said.

    A higher floor and a lower ceiling are stricter. A number that is both (两次) says nothing of it.

    >>> (month,), (quarter,) = times("每月"), times("每季度")
    >>> stricter(month, quarter), stricter(quarter, month), stricter(month, month)
    (1, -1, 0)
    >>> stricter(Number("%", 50, None, "", 0, 0), Number("%", 30, None, "", 0, 0))
    1
    """
    if left.measure != right.measure or left.low == left.high or right.low == right.high:
        return 0
    signs = set()
    if left.low is not None and right.low is not None and left.low != right.low:
        signs.add(1 if left.low > right.low else -1)
    if left.high is not None and right.high is not None and left.high != right.high:
        signs.add(1 if left.high < right.high else -1)
    return signs.pop() if len(signs) == 1 else 0


def comparable(left: str, one: Number, right: str, other: Number, *, one_matter: bool, several: bool) -> bool:
    """Return whether the sentences around two numbers speak of the same thing.

    `one_matter` says that their norms share a matter, `several` that one of the sentences sets several such numbers.
    """
    data = _data()
    if several and fuzz.ratio(_clause(left, one), _clause(right, other)) < 100 * data["clause_alike"]:
        return False
    least = 100 * (data["alike_on_one_matter"] if one_matter else data["alike"])
    return bool(fuzz.ratio(_masked(left, one), _masked(right, other)) >= least)


def _masked(sentence: str, one: Number) -> str:
    return sentence[: one.start] + _MASK + sentence[one.end :]


def _clause(sentence: str, one: Number) -> str:
    return (
        re.split(r"[，,；;。：:]", sentence[: one.start])[-1]
        + _MASK
        + re.split(r"[，,；;。：:]", sentence[one.end :])[0]
    )


def _value(words: str) -> float:
    if words == "半":
        return 0.5
    try:
        return float(words)
    except ValueError:
        return float(arabic(words))


@cache
def _data() -> dict[str, Any]:
    return load_yaml(_DATA)


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    data = _data()
    units = sorted([*data["days"], *data["working_days"]], key=lambda unit: (-len(unit), unit))
    words = {"number": data["number"], "unit": f"(?:{'|'.join(units)})"}
    return {
        measure: re.compile(re.sub(r"\{(\w+)\}", lambda match: words[match[1]], pattern))
        for measure, pattern in data["patterns"].items()
    }
