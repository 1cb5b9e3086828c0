"""Find named responsibilities in a clause: the role and the matter that the words give it.

The accepted forms are the rules of `patterns/responsibilities.jsonl`, each with examples; the names of roles
(主体责任, 监管责任 …) are in `patterns/role_names.jsonl`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import cast

from extract.actors import is_actor
from extract.drafts import Found
from extract.patterns import possible, read_lines
from extract.types import Role

# 承担法律责任 and the like are consequences, not roles
_LEGAL = re.compile(r"(?:法律|刑事|民事|赔偿|连带|侵权|违约)责任")
_CAUSES = re.compile(
    r"(?:督促|协助|支持|配合|指导|要求|敦促|推动|监督|保障|帮助|引导|协调)(?P<who>[^，,]{2,30}?)(?:依法|依规|认真|严格|全面|切实|正确|按照[^，,]*)*$"
)
_MORE_NAMES = re.compile(r"(?:和|、|及)(?P<name>主体|首要|监督管理|监管|监督|直接|具体|管理|领导)责任")


@dataclass(frozen=True, slots=True)
class Responsibility:
    """A role with its matter; `actors` and `recipient` are set where the rule itself names them."""

    rule: str
    role: Role
    matter: Found | None
    actors: Found | None = None
    recipient: Found | None = None


@cache
def _role_names() -> dict[str, Role]:
    return {row["name"]: cast(Role, row["role"]) for row in read_lines("role_names")}


def find(text: str, start: int, end: int) -> list[Responsibility]:
    """Return the responsibilities that the predicate of a clause states.

    >>> text = "对扶贫项目资产后续管护运营负监管责任"
    >>> [(r.role, r.matter.value) for r in find(text, 0, len(text))]
    [('supervisory', '扶贫项目资产后续管护运营')]
    """
    words = text[start:end]
    for rule in possible("responsibilities", words):
        match = rule.regex.search(words)
        if not match or (rule.id == "responsibility.bears" and _LEGAL.search(match.group())):
            continue
        if _is_of_another(words[: match.start()]) or words[: match.start()].endswith(("不", "不再", "未", "免予")):
            continue
        groups = {name: _found(match, name, start) for name in rule.regex.groupindex}
        if rule.value:
            role = cast(Role, rule.value)
            return [Responsibility(rule.id, role, groups.get("matter"), groups.get("actors"), groups.get("recipient"))]
        names = [match["name"] or "", *(m["name"] for m in _MORE_NAMES.finditer(words, match.end()))]
        matter = groups.get("matter")
        inner = groups.get("inner")
        roles = list(dict.fromkeys(_role_names()[name] for name in names))
        # 履行行业监管职责 names no matter of its own; 落实信访工作责任 names it inside
        if matter is None and inner is not None and roles[0] == "other":
            matter = _inner(inner, text, start + match.end())
        elif matter is None and inner is not None and len(inner.value) > 3 and not inner.value.endswith("行业"):
            matter = inner
        return [Responsibility(rule.id, role, matter) for role in roles]
    return []


def _is_of_another(before: str) -> bool:
    """Say whether the words before a role bring in somebody else to bear it (督促有关部门依法履行监管职责)."""
    match = _CAUSES.search(before)
    return match is not None and is_actor(match["who"], strict=False)


def _found(match: re.Match[str], name: str, offset: int) -> Found | None:
    if not match[name]:
        return None
    value = match[name].strip()
    value = re.sub(r"的$", "", value)
    if not value:
        return None
    low = offset + match.start(name) + match[name].index(value)
    return Found(value, low, low + len(value))


def _inner(inner: Found, text: str, end: int) -> Found:
    """Return the matter inside 履行…责任: without a quoted motto, and 社会责任 whole."""
    value = re.sub(r"^[“\"][^”\"]+[”\"](?=.)", "", inner.value)
    low = inner.end - len(value)
    if value in {"社会", "法定", "相应", "相关"}:
        return Found(text[low:end], low, end)
    return Found(value, low, inner.end)
