"""Read the numbers of a quantity: bounds, ranges and what a multiple is taken of.

Accepted forms: 二万元以上二十万元以下; 不超过30%; 1个以上; 不少于两次; 违法所得一倍以上五倍以下; 百分之五十;
3至5名. Units are the rows of `patterns/units.jsonl`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import cn2an

from extract.patterns import alternation, read_lines

_DIGITS = r"\d[\d,]*(?:\.\d+)?"
_CHINESE = r"[零〇一二两三四五六七八九十百千]+"
_SHARE = rf"百分之(?P<share>{_CHINESE}|{_DIGITS})"
# 不低于衔接资金总额的60%: what the bound is taken of may stand before the number
_OF = r"(?:[^，,。；、]{2,20}的)?"
_LOW = re.compile(rf"(?:不少于|不低于|不得少于|不得低于|至少){_OF}$")
_HIGH = re.compile(rf"(?:不超过|不高于|不得超过|不得高于|最高|最多|不多于|不大于){_OF}$")
_OVER = re.compile(rf"(?<![不得])(?:超过|高于){_OF}$")
_BASE = re.compile(
    r"(?P<base>(?:违法|非法)所得|货值金额|合同金额|工程(?:造价|合同价款)|[^，,。；、以处]{2,12}(?:价值|价款|金额|税款|费用|损失))的?$"
)


@dataclass(frozen=True, slots=True)
class Parsed:
    """The bounds of one quantity with its unit; a plain number has equal bounds."""

    low: float | None
    high: float | None
    unit: str
    base: str


@cache
def _units() -> dict[str, tuple[str, int]]:
    return {word: (row["unit"], factor) for row in read_lines("units") for word, factor in row["words"].items()}


@cache
def _number() -> re.Pattern[str]:
    units = alternation(frozenset(_units()))
    return re.compile(rf"(?:{_SHARE}|(?P<number>{_DIGITS}|{_CHINESE})(?P<unit>{units}))(?P<side>以上|以下|以内|之内)?")


@cache
def _range() -> re.Pattern[str]:
    units = alternation(frozenset(_units()))
    return re.compile(rf"(?P<low>{_DIGITS}|{_CHINESE})(?:-|—|~|至|到)(?P<high>{_DIGITS}|{_CHINESE})(?P<unit>{units})")


def parse(words: str, before: str = "") -> Parsed | None:
    """Return the bounds in the words of a quantity, or None where they hold no number with a unit.

    `before` are the words in front of it, where the bound and the base of a multiple may stand.

    >>> parse("二万元以上二十万元以下")
    Parsed(low=20000.0, high=200000.0, unit='元', base='')
    >>> parse("不超过30%"), parse("1个以上")
    (Parsed(low=None, high=30.0, unit='%', base=''), Parsed(low=1.0, high=None, unit='个', base=''))
    >>> parse("60%", "不得低于衔接资金总额的").low
    60.0
    >>> parse("一倍以上五倍以下", "并处违法所得")
    Parsed(low=1.0, high=5.0, unit='倍', base='违法所得')
    >>> parse("百分之五十"), parse("3至5名")
    (Parsed(low=50.0, high=50.0, unit='%', base=''), Parsed(low=3.0, high=5.0, unit='名', base=''))
    >>> parse("若干"), parse("百年")
    (None, None)
    """
    if match := _range().search(words):
        unit, factor = _units()[match["unit"]]
        least, most = _value(match["low"]), _value(match["high"])
        if least is not None and most is not None:
            return Parsed(least * factor, most * factor, unit, _base(before + words[: match.start()]))
    low: float | None = None
    high: float | None = None
    unit = base = ""
    for match in _number().finditer(words):
        found, factor = ("%", 1) if match["share"] else _units()[match["unit"]]
        if unit and found != unit:
            break
        number = _value(match["share"] or match["number"])
        if number is None:
            continue
        value = number * factor
        ahead = words[: match.start()] or before
        unit = found
        if _LOW.search(ahead) or _OVER.search(ahead) or match["side"] == "以上":
            low = value
        elif _HIGH.search(ahead) or match["side"]:
            high = value
        elif low is None and high is None:
            low = high = value
        base = base or _base(before + words[: match.start()])
    return Parsed(low, high, unit, base) if unit else None


def _base(ahead: str) -> str:
    match = _BASE.search(ahead)
    return match["base"] if match else ""


def _value(number: str) -> float | None:
    """Return the value of an Arabic or Chinese number, or None for characters that are none (百 alone)."""
    if number[0].isascii():
        return float(number.replace(",", ""))
    try:
        return float(cn2an.cn2an(number.replace("〇", "零"), "smart"))
    except ValueError:
        return None
