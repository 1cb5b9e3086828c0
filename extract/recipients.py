"""Find towards whom a norm is done: the party that is reported to, supervised, guided or helped.

Accepted forms: 向P报告; 对P进行考核; 加强对P的监督; 为P提供服务; 给予P补助; 督促P履行职责; 移交P办理; and the rules of
`patterns/recipients.jsonl` (报P批准).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from extract.actors import is_actor, parse
from extract.drafts import Found
from extract.particulars import matches
from extract.parties import is_work, party
from extract.patterns import word_classes
from extract.pipeline import Analysis
from extract.tokens import Token

_TAKES: Final = word_classes("parties")["towards"] | word_classes("parties")["govern"]


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
        for found in matches("recipients", text, start, end)
        if is_actor(found.value, strict=False) and not is_work(found.value)
    ]
    for low, high in _taken(text, analysis.words(start, end)):
        if not any(low < other_high and other_low < high for other_low, other_high in phrases):
            phrases.append((low, high))
    found = {
        name.name: Found(name.name, low + name.start, low + name.end)
        for low, high in sorted(phrases)
        for name in parse(text[low:high])
    }
    return tuple(found.values())


def _taken(text: str, tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Give the ranges of the parties after prepositions and verbs that take one."""
    index = 0
    while index < len(tokens) - 1:
        # 指导、督促各成员单位: the party follows the last of the verbs
        if tokens[index].text in _TAKES and tokens[index + 1].text not in "、和及":
            last = party(text, tokens, index + 1, strict=tokens[index].text != "向")
            if last is not None:
                yield tokens[index + 1].start, tokens[last].end
                index = last
        index += 1
