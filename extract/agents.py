"""Find who acts in a clause where 由 names the agent (由纪检监察机关按照有关规定办理)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from extract.actors import is_actor
from extract.clauses import Clause
from extract.pipeline import Analysis
from extract.tags import tags
from extract.tokens import STRONG, Token

_BY: Final = re.compile(r"(?<![自理缘事来])由(?=[^，,。；由于])")
_VERB: Final = re.compile(
    r"(?:按照|依照|依法|根据|具体|会同|共同|分别|统一|牵头|集体|直接)?"
    r"(?:负责|进行|办理|组织(?=[^(（、部])|牵头|承担|实施|给予|予以|责令|处|没收|吊销|依法|处理|制定|规定|确定|决定|组成|按照|依照|会同|商(?![务业品标贸])|审查|讨论"
    r"|批准|核准|审批|追究|取消|提请|约谈|对)"
)
_BODY: Final = re.compile(r"(?:部门|机关|政府|委员会|机构)$")
_GOES_ON: Final = re.compile(r"[的、和及与或，,。；]|主要|负责人|工作人员|所属|以及")
# 县级以上人民政府负责中医药管理的部门 is one name
IN_CHARGE_OF: Final = re.compile(
    r"负责[^，,。；]{2,24}?的(?:部门|机构|机关)(?=应当|不得|可以|必须|依法|按照|依照|负责|对|责令|给予|处|和|或者)"
)
# how many words after a verb-like one could still make a longer name (乡镇包村干部)
_AHEAD: Final = 3


def agent(analysis: Analysis, clause: Clause) -> tuple[int, int] | None:
    """Return where the words of the agent after 由 begin and end, or None where 由 names nobody.

    A verb right before 的 ends no agent: 由市人民政府批准的项目 qualifies a thing, 由原注册的主管部门注销 does not.

    >>> from ontology.lexicon import read_lexicon
    >>> from extract.pipeline import Analyser
    >>> text = "由原注册的主管部门注销执业注册"
    >>> start, end = agent(Analyser(read_lexicon())(text), Clause(0, len(text)))
    >>> text[start:end]
    '原注册的主管部门'
    """
    text = analysis.text
    if text.find("由", clause.start, clause.end) < 0:  # most clauses; to look is faster than to search
        return None
    by = _BY.search(text, clause.start, clause.end)
    if not by:
        return None
    tokens = analysis.words(by.end(), clause.end)
    starts = {token.start: index for index, token in enumerate(tokens)}
    ends = [m.start() for m in _VERB.finditer(text, by.end() + 2, clause.end) if is_actor(text[by.end() : m.start()])]
    ends += _at_verbs(text, by.end(), tokens)
    ends = [end for end in ends if not (_qualifies(tokens, starts.get(end)) or IN_CHARGE_OF.match(text, end))]
    if not ends:
        # 由财政部门专项储存: a public body followed by words that dictionaries do not know as verbs
        ends = [
            token.start
            for token in tokens[1:]
            if _BODY.search(text, by.end(), token.start) and not _GOES_ON.match(text, token.start)
        ]
    return (by.end(), min(ends)) if ends else None


def _at_verbs(text: str, start: int, tokens: Sequence[Token]) -> Iterator[int]:
    """Give the starts of words that may begin the predicate after an actor."""
    for index, (before, token) in enumerate(pairwise(tokens), 1):
        begins = token.kind in STRONG or token.kind in ("verb", "invite") or before.kind == "name"
        begins = begins or (token.kind == "inside" and index == len(tokens) - 1)
        begins = begins or (token.kind == "inside" and _is_verb(text, start, tokens, index))
        if before.kind == "name" and is_actor(text[start : token.end]):
            continue  # 仲裁委员会 + 主任
        if begins and (before.kind == "name" or is_actor(text[start : token.start])):
            yield token.start


def _is_verb(text: str, start: int, tokens: Sequence[Token], index: int) -> bool:
    """Say whether a word that names often hold is a verb here: no longer name follows from it (建设单位委托…机构)."""
    if not tags().get(tokens[index].text, "").startswith("v"):
        return False
    return not any(is_actor(text[start : token.end]) for token in tokens[index : index + _AHEAD])


def _qualifies(tokens: Sequence[Token], index: int | None) -> bool:
    """Say whether the verb at a word qualifies a thing behind 的 (由社会组织共同参与的机制)."""
    if index is None:
        return False
    while index < len(tokens) - 1 and tokens[index].kind == "adverb":
        index += 1
    return index + 1 < len(tokens) and tokens[index + 1].text == "的"
