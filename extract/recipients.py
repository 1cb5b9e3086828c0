"""Find towards whom a norm is done: the party that is reported to, supervised, guided or helped.

Accepted forms: 向P报告; 对P进行考核; 加强对P的监督; 为P提供服务; 给予P补助; 督促P履行职责; 移交P办理; and the rules of
`patterns/recipients.jsonl` (报P批准).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from extract.actors import is_actor, parse
from extract.drafts import Found
from extract.particulars import matches
from extract.patterns import rules, word_classes
from extract.pipeline import Analysis
from extract.tokenizer import tags
from extract.tokens import STRONG, Token

_WORDS: Final = word_classes("parties")
_TOWARDS: Final = _WORDS["towards"]
_GOVERN: Final = _WORDS["govern"]
_GROUPS: Final = _WORDS["group"]
_WORK: Final = re.compile(
    r"(?:工作|情况|问题|任务|建设)(?![队组机单人者小领])|的(?:组织)?领导$|(?<![党级会织团济部])组织$|(?<![任位各县市省级])领导$|^(?:或者|变相)|或者$|^(?:机构|[省市县乡村]级)$"
)
_JOINS: Final = frozenset({"、", "和", "与", "及", "以及", "或", "或者", "及其"})
_CLOSED: Final = frozenset({"，", ",", "。", "；", ";", "：", ":"})


def recipients(analysis: Analysis, start: int, end: int) -> tuple[Found, ...]:
    """Return the parties in a range, coordination expanded, in text order.

    >>> from ontology.lexicon import read_lexicon
    >>> from extract.pipeline import Analyser
    >>> text = "每年向省委、省人民政府报告扶贫脱贫进展情况,督促有关部门履行职责"
    >>> [found.value for found in recipients(Analyser(read_lexicon())(text), 0, len(text))]
    ['省委', '省人民政府', '有关部门']
    """
    text = analysis.text
    phrases = [
        (found.start, found.end)
        for found in matches(rules("recipients"), text, start, end)
        if is_actor(found.value, strict=False) and not _WORK.search(found.value)
    ]
    for low, high in _governed(text, analysis.words(start, end)):
        if not any(low < other_high and other_low < high for other_low, other_high in phrases):
            phrases.append((low, high))
    found = {
        name.name: Found(name.name, low + name.start, low + name.end)
        for low, high in sorted(phrases)
        for name in parse(text[low:high])
    }
    return tuple(found.values())


def _governed(text: str, tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Give the ranges of the phrases after a preposition or a verb that takes a party."""
    index = 0
    while index < len(tokens) - 1:
        if tokens[index].text in _TOWARDS or tokens[index].text in _GOVERN:
            first = index + 1
            last = _party(text, tokens, first, strict=tokens[index].text != "向")
            if last is not None:
                yield tokens[first].start, tokens[last].end
                index = last
        index += 1


def _party(text: str, tokens: Sequence[Token], first: int, strict: bool) -> int | None:
    """Return the index of the last word of the party that begins at a word, or None where no party does."""
    found = None
    for index in range(first, len(tokens)):
        token = tokens[index]
        if token.text in _CLOSED:
            break
        if found is not None and index == found + 1 and token.text not in _JOINS and not _is_more(token):
            break
        words = text[tokens[first].start : token.end]
        if is_actor(words, strict=strict) or words.endswith(tuple(_GROUPS)):
            found = index
    if found is None or _is_thing(text[tokens[first].start : tokens[found].end], tokens[first : found + 1]):
        return None
    return found


def _is_thing(words: str, tokens: Sequence[Token]) -> bool:
    """Say whether the words are no party: work to be led (对…工作的领导), or a verb with its object (吸引人才)."""
    if tokens[0].text in _JOINS or _WORK.search(words):
        return True
    acts = [index for index, token in enumerate(tokens[:-1]) if token.kind in ("act", "verb", "duty", "charge")]
    return bool(acts) and not any(token.text == "的" for token in tokens[acts[-1] :]) and len(tokens) > 2


def _is_more(token: Token) -> bool:
    """Say whether a word may go on with a name (县级人民政府 + 主管部门)."""
    if token.kind in STRONG or token.kind in ("verb", "invite") or token.text in ("的", "等"):
        return token.kind == "charge" and token.text == "主管"
    return not tags().get(token.text, "n").startswith(("v", "p", "d", "r", "m"))
