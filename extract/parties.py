"""Find where the party ends that a preposition or a verb takes: 向省委、省人民政府报告; 支持有条件的农户发展…."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from extract.actors import is_actor
from extract.patterns import word_classes
from extract.tags import tags
from extract.tokens import STRONG, Token

_GROUPS: Final = tuple(sorted(word_classes("parties")["group"]))
_JOINS: Final = frozenset({"、", "和", "与", "及", "以及", "或", "或者", "及其"})
_CLOSED: Final = frozenset({"，", ",", "。", "；", ";", "：", ":"})
# work to be led (对…工作的领导), and what only looks like an actor
_WORK: Final = re.compile(
    r"(?:工作|情况|问题|任务|建设)(?![队组机单人者小领])|的(?:组织)?领导$|(?<![党级会织团济部])组织$|(?<![任位各县市省级])领导$"
    r"|^(?:或者|变相)|或者$|^(?:机构|[省市县乡村]级)$"
)


def is_work(words: str) -> bool:
    """Say whether words are work or a problem rather than a party.

    >>> is_work("安全生产工作的领导"), is_work("河长制工作机构")
    (True, False)
    """
    return bool(_WORK.search(words))


def party(text: str, tokens: Sequence[Token], first: int, strict: bool = True) -> int | None:
    """Return the index of the last word of the party that begins at a word, or None where no party does.

    `tokens` are the words of a clause; `strict` leaves out heads of one ambiguous character.
    """
    found = None
    for index in range(first, len(tokens)):
        token = tokens[index]
        if token.text in _CLOSED:
            break
        if found is not None and index == found + 1 and token.text not in _JOINS and not _goes_on(token):
            break
        words = text[tokens[first].start : token.end]
        if is_actor(words, strict=strict) or words.endswith(_GROUPS):
            found = index
    if found is None or _is_thing(text[tokens[first].start : tokens[found].end], tokens[first : found + 1]):
        return None
    return found


def _is_thing(words: str, tokens: Sequence[Token]) -> bool:
    """Say whether the words are no party: work to be led, or a verb with its object (吸引人才)."""
    if tokens[0].text in _JOINS or is_work(words):
        return True
    acts = [index for index, token in enumerate(tokens[:-1]) if token.kind in ("act", "verb", "duty", "charge")]
    return bool(acts) and not any(token.text == "的" for token in tokens[acts[-1] :]) and len(tokens) > 2


def _goes_on(token: Token) -> bool:
    """Say whether a word may go on with a name (县级人民政府 + 主管部门)."""
    if token.kind in STRONG or token.kind in ("verb", "invite") or token.text in ("的", "等"):
        return token.kind == "charge" and token.text == "主管"
    return not tags().get(token.text, "n").startswith(("v", "p", "d", "r", "m"))
