"""Find lists of responsible units and what a semicolon cut off them.

Accepted forms: （责任单位:A、B）; (牵头单位：A，配合单位：B); （责任部门：A等；各区政府）.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, cast

from extract.drafts import Found
from extract.patterns import alternation, read_lines
from extract.types import Role

_ROLES: Final = {row["name"]: cast(Role, row["role"]) for row in read_lines("unit_roles")}
_TITLE: Final = rf"(?:{alternation(list(_ROLES))})(?:单位|部门)[:：]"
_LIST: Final = re.compile(
    rf"[（(]?(?P<role>{alternation(list(_ROLES))})(?:单位|部门)[:：]"
    rf"(?P<actors>(?:(?!{_TITLE})(?:（[^）]*）|\([^)]*\)|[^）)。]))+)[）)]?"
)
_MORE: Final = re.compile(r"(?P<actors>[^（(，,。:：]{2,60})[）)]$")
_NEXT_HEADING: Final = re.compile(r"\s*(?:[一二三四五六七八九十]+、\S{2,20}(?:\s+|$))?")


@dataclass(frozen=True, slots=True)
class UnitLists:
    """The lists of a sentence: each with its role and the words of its actors.

    `rest` is where the sentence goes on behind them; `open_role` is the role of a list that its bracket does not close.
    """

    lists: tuple[tuple[Role, Found], ...]
    rest: int
    open_role: Role | None


def find(text: str, start: int, end: int, open_role: Role | None = None) -> UnitLists:
    """Return the lists of responsible units in a sentence; `open_role` is that of a list begun in the one before.

    >>> text = "（牵头单位：市委组织部，配合单位：市国资委、市财政局）"
    >>> [(role, found.value) for role, found in find(text, 0, len(text)).lists]
    [('lead', '市委组织部'), ('assist', '市国资委、市财政局')]
    """
    if open_role is None and text.find("：", start, end) < 0 and text.find(":", start, end) < 0:
        return UnitLists((), start, None)  # most sentences have no colon
    more = _MORE.match(text, start, end) if open_role else None
    matches = [more] if more else list(_LIST.finditer(text, start, end))
    if not matches:
        return UnitLists((), start, None)
    lists: list[tuple[Role, Found]] = []
    for match in matches:
        role = open_role if more and open_role else _ROLES[match["role"]]
        low = match.start("actors")
        words = match["actors"].rstrip("，,；; ")
        lists.append((role, Found(words, low, low + len(words))))
    last = matches[-1]
    rest = _NEXT_HEADING.match(text, last.end(), end)
    closed = last.group().endswith(("）", ")")) or not last.group().startswith(("（", "("))
    return UnitLists(tuple(lists), rest.end() if rest else last.end(), None if closed else lists[-1][0])
