"""Read invitations: 鼓励和支持A做M; 国家鼓励A做M; 大力倡导A,通过…做M."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from extract.actors import is_actor
from extract.clauses import Clause
from extract.drafts import Draft, Found, Mention
from extract.matters import first_object
from extract.parties import party
from extract.pipeline import Analysis
from extract.reading import Reading, all_private
from extract.tags import tags
from extract.tokens import STRONG, Token

_INVITERS = ("国家", "本省", "本市", "本县", "本区", "本自治区", "本州", "全社会")
_BY_THE_STATE = re.compile(rf"^(?:{'|'.join(_INVITERS)})(?:积极|大力|依法)*(?=鼓励|支持|引导|提倡|倡导)")


def allows(tokens: Sequence[Token]) -> bool:
    """Say whether a clause without a subject allows somebody something (允许高等学校科研人员到企业兼职)."""
    return tokens[0].text == "允许" and len(tokens) > 1


def invites(
    reading: Reading, tokens: Sequence[Token], leading: bool, actors: tuple[Mention, ...], named: bool = False
) -> bool:
    """Say whether a clause without a subject invites rather than orders.

    `leading` says that it begins its sentence, `actors` are those it would inherit: 鼓励 done by a named actor
    as its own task is that actor's duty. `named` says that its sentence names a subject, who may 引导 as part of it.
    """
    words = reading.text[tokens[0].start : tokens[-1].end]
    if _BY_THE_STATE.match(words):
        return True
    head = next((token for token in tokens if token.kind != "adverb"), tokens[0])
    if head.kind != "invite" or reading.setting.aims or (reading.in_list and actors):
        return False
    if reading.continues and actors and not all_private(actors):
        return False  # 县级以上人民政府应当…；支持…: the same sentence goes on
    if (head.text == "支持" and not leading) or (named and head.text in ("引导", "动员", "支持")):
        return False
    return leading or not actors or reading.setting.plan or all_private(actors)


def read(analysis: Analysis, reading: Reading, clause: Clause, later: Sequence[Clause]) -> Draft:
    """Return the encouragement of a clause that `invites`; `later` are the clauses after it."""
    text = analysis.text
    tokens = analysis.words(clause.start, clause.end)
    place = 0
    while place < len(tokens) - 1 and (
        tokens[place].kind in ("invite", "adverb") or tokens[place].text in ("和", "、", "扶持", "允许", *_INVITERS)
    ):
        place += 1
    begin = tokens[place].start
    end = _invited_end(text, tokens[place:], clause)
    invited = reading.mentions(begin, end) if end else ()
    begin = max(begin, end)
    own = [Clause(begin, clause.end)] if begin < clause.end else []
    matter = first_object(analysis, [*own, *later])
    if matter is None and own:
        matter = Found(text[begin : clause.end], begin, clause.end)
    return Draft("encouragement", actors=invited, matter=matter, rule="encouragement.invite")


def _invited_end(text: str, tokens: Sequence[Token], clause: Clause) -> int:
    """Return where the invited party ends: before the invited act, or at the comma before it; 0 for a thing."""
    begin = tokens[0].start
    named = len(tokens) > 1 and is_actor(text[begin : tokens[1].end])  # 采购单位
    if tokens[0].kind == "verb" and not named:
        last = party(text, tokens, 0)  # 有条件的农户
        return tokens[last].end if last is not None else 0
    if tokens[0].kind in ("relation", "act"):
        return 0
    stops = [
        token
        for before, token in pairwise(tokens[:-1])
        if (token.kind in STRONG or token.kind in ("verb", "invite")) and before.text != "、"
    ]
    # 企业、行业组织等建设平台: what follows 等 is what they do
    stops = [
        token
        for before, token in pairwise(tokens[:-1])
        if before.text == "等" and tags().get(token.text, "").startswith("v") and is_actor(text[begin : before.start])
    ] + stops
    for token in stops:
        if is_actor(text[begin : token.start]) and token.text != "组织":
            return token.start
    if is_actor(text[begin : clause.end]):
        return clause.end
    last = party(text, tokens, 0)
    if last is not None:
        return tokens[last].end
    # 其他组织设立基金: 组织 is a body where a verb follows
    for token, after in pairwise(tokens):
        if token.text == "组织" and tags().get(after.text, "").startswith("v") and is_actor(text[begin : token.end]):
            return token.end
    if tokens[0].kind == "verb" or tags().get(tokens[0].text, "").startswith("v"):
        return 0
    return next((token.start for token in stops if token.kind in STRONG), 0)
