"""Cut a sentence into clauses and find the subject that each one names.

Accepted forms: an actor phrase before a modal, an adverb, a preposition or a verb (市委、市政府加强对县区的管理;
县级以上人民政府应当…; 省纪委对全省脱贫攻坚进行监督); an actor after 由 (由纪检监察机关按照有关规定办理).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extract.actors import is_actor
from extract.pipeline import MODAL, STRONG, Analysis, Token

_OPEN, _CLOSE = "（(“《〈「", "）)”》〉」"
_COMMA = "，,"
_BY = re.compile(
    r"由(?P<actor>[^，,。；由]{2,60}?)(?=(?:按照|依照|依法|根据|具体|会同|共同|分别|统一|牵头)?"
    r"(?:负责|进行|办理|组织|牵头|承担|实施|给予|予以|责令|处|没收|吊销|依法|处理|制定|规定|确定|决定|组成|按照|依照|会同|商|审查|批准|核准|审批|追究|取消|提请|约谈|对))"
)


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch between commas, in text offsets."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Subject:
    """The words of a subject and where its predicate begins; `passive` for 由…."""

    start: int
    end: int
    predicate: int
    passive: bool = False


def split(text: str, start: int, end: int) -> list[Clause]:
    """Cut a range at commas that stand outside brackets and quotation marks.

    >>> text = "市委负总责,主要负责人(含书记,下同)是第一责任人"
    >>> [text[c.start:c.end] for c in split(text, 0, len(text))]
    ['市委负总责', '主要负责人(含书记,下同)是第一责任人']
    """
    clauses: list[Clause] = []
    depth, begin = 0, start
    for place in range(start, end):
        char = text[place]
        if char in _OPEN:
            depth += 1
        elif char in _CLOSE:
            depth = max(0, depth - 1)
        elif char in _COMMA and depth == 0:
            clauses.append(Clause(begin, place))
            begin = place + 1
    clauses.append(Clause(begin, end))
    return [trimmed for clause in clauses if (trimmed := _trim(text, clause)).start < trimmed.end]


def _trim(text: str, clause: Clause) -> Clause:
    start, end = clause.start, clause.end
    while start < end and text[start] in " \u3000\n\u00a0—":
        start += 1
    while end > start and text[end - 1] in " \u3000\n\u00a0。；;：:！!":
        end -= 1
    return Clause(start, end)


def subject(analysis: Analysis, clause: Clause) -> Subject | None:
    """Return the subject that a clause names, or None where it names none."""
    tokens = analysis.between(clause.start, clause.end)
    if not tokens:
        return None
    return _leading(analysis.text, tokens) or _passive(analysis.text, clause)


def _leading(text: str, tokens: Sequence[Token]) -> Subject | None:
    first = tokens[0]
    # 同时/其中 before the subject say nothing about it
    if first.text in {"其中", "同时", "必要时"} and len(tokens) > 2:
        tokens = tokens[1:]
        first = tokens[0]
    imperative = first.kind in {"duty", "ban", "may", "charge", "relation", "adverb", "act", "invite", "verb"}
    depth = 0
    for index in range(1, len(tokens)):
        token = tokens[index]
        if tokens[index - 1].text[-1] in _OPEN:
            depth += 1
        if tokens[index - 1].text[0] in _CLOSE:
            depth = max(0, depth - 1)
        strong = token.kind in STRONG or token.kind == "invite"
        if depth or not (strong or token.kind == "verb"):
            continue
        phrase = text[first.start : token.start].rstrip()
        certain = token.kind in MODAL or token.kind == "copula" or token.text in {"负责", "负"}
        if not is_actor(phrase, strict=not certain):
            continue
        if imperative and not (certain and first.kind in {"verb", "act", "charge", "invite"} and "的" in phrase):
            if not (certain and first.kind == "verb" and token.kind != "copula"):
                return None
        return Subject(first.start, first.start + len(phrase), token.start)
    return None


def _passive(text: str, clause: Clause) -> Subject | None:
    match = _BY.search(text, clause.start, clause.end)
    if not match or not is_actor(match["actor"]):
        return None
    return Subject(match.start("actor"), match.end("actor"), match.end("actor"), passive=True)
