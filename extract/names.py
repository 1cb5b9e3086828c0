"""Learn from a document what it calls those whom it binds: words that stand before a modal and end like an actor.

Accepted forms: a clause that opens with a name and goes on with a modal (特许人应当…; 燃气经营者不得…;
安全生产许可证颁发管理机关、审批机关可以…). A name of one ambiguous last character (人, 者, 户 …) must occur so twice.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence

from extract.actors import is_actor
from extract.patterns import alternation, word_classes
from extract.tokens import MODAL, Token

_PLACES = re.compile(
    rf"(?:^|[。；;，,：:\s])(?P<names>[^。；;，,：:\s的（）()《》“”]{{2,60}}?)(?={alternation(word_classes('names')['modal'])})"
)
_PARTS = re.compile(r"、|以及|及其|及|和|与|或者|或")
_SPOILS = MODAL | {"relation", "charge", "copula", "invite", "link"}
_CREATES = word_classes("names")["creates"]
_POINTS = re.compile(rf"^(?:{alternation(word_classes('names')['points'])})")
_LONGEST = 18


def learn(text: str, tokens: Sequence[Token]) -> frozenset[str]:
    """Return the names that a text uses as subjects of modals.

    `tokens` are the words of the whole text, in order. A name has at least two words: one-word names need no help.
    """
    starts = [token.start for token in tokens]
    counts: Counter[str] = Counter()
    for match in _PLACES.finditer(text):
        place = match.start("names")
        for part in _PARTS.split(match["names"]):
            start = text.index(part, place) if part else place
            place = start + len(part)
            if part and _is_name(part, _words(tokens, starts, start, place)):
                counts[part] += 1
    return frozenset(name for name, count in counts.items() if count > 1 or is_actor(name))


def merge(text: str, tokens: Sequence[Token], names: Iterable[str]) -> list[Token]:
    """Return the tokens with those of each name made one, of class `name`, where its ends are ends of words."""
    known = alternation(list(names))
    if not known:
        return list(tokens)
    starts = [token.start for token in tokens]
    merged: list[Token] = []
    place = 0
    for match in re.finditer(known, text):
        first, words = bisect_left(starts, match.start()), _words(tokens, starts, *match.span())
        if first < place or not words:
            continue
        merged += tokens[place:first]
        merged.append(Token(match.group(), match.start(), match.end(), "name"))
        place = first + len(words)
    return merged + list(tokens[place:])


def _words(tokens: Sequence[Token], starts: Sequence[int], start: int, end: int) -> Sequence[Token]:
    """Return the tokens that make up a range, none where it cuts one."""
    words = tokens[bisect_left(starts, start) : bisect_left(starts, end)]
    return words if words and words[0].start == start and words[-1].end == end else ()


def _is_name(part: str, words: Sequence[Token]) -> bool:
    """Say whether words are a name rather than an order with its object (设立分支机构) or a pointer (其负责人)."""
    if len(words) < 2 or len(part) > _LONGEST or "等" in part or not is_actor(part, strict=False):
        return False
    if _POINTS.match(part) or any(token.kind in _SPOILS for token in words if token.text != "被"):
        return False
    return words[0].kind != "act" and words[0].text not in _CREATES
