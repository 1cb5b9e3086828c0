"""Find the subject that a clause names.

Accepted forms: an actor phrase before a modal, an adverb, a preposition or a verb (市委、市政府加强对县区的管理;
县级以上人民政府应当…; 省纪委对全省脱贫攻坚进行监督); alone before a comma (公安、交通运输等部门,依法负责…); in a
case that a modal closes (特许人从事特许经营活动应当…); after 由 (see `extract.agents`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extract.actors import is_actor
from extract.agents import IN_CHARGE_OF, agent
from extract.clauses import Clause
from extract.pipeline import Analysis
from extract.tags import tags
from extract.tokens import MODAL, STRONG, Token

_OPEN, _CLOSE = "（(“《〈「", "）)”》〉」"
_OPENERS = frozenset({"其中", "同时", "建议", "并", "并且", "且", "请", "希望", "特别是", "尤其是"})
_NO_START = frozenset({"以及", "及", "和", "与", "或者", "或", "等", "、", "特别是", "尤其是"})
_IMPERATIVE = frozenset({"copula", "duty", "ban", "may", "charge", "relation", "adverb", "act", "invite", "verb"})
_BODY_ALONE = re.compile(
    r"(?:部门|机关|政府|党委|委员会|机构|单位|企业|公司|办事处|办公室|法院|检察院|[局厅办]|者|人)$"
)
_PREDICATES = frozenset({"copula", "duty", "ban", "may", "charge", "relation", "invite"})
_BARRED = frozenset({"duty", "ban", "may", "copula", "relation", "adverb", "invite"})
_PUBLIC_START = re.compile(r"国家|国务院|中央|中共|省|市|县|区|乡|镇|村|上级|下级|本级|地方|各级")
_OTHER_AGENT = re.compile(r"由|经(?![营济纪费办])|将|报(?![告社])|提议|期间")
_BY = re.compile(r"(?<![自理缘事来])由")
_AND = re.compile("[、和]")
_CERTAIN = frozenset({"负责", "负", "承担", "履行", "牵头", "负总责"})
_NOUN_TOO = frozenset({"组织", "领导", "代表", "指导", "监督", "管理", "主管"})
_GROUNDS = frozenset({"依据", "根据", "按照", "依照", "按"})
_GROUND_END = frozenset({"规定", "要求", "授权", "需要"})
_PUBLIC = re.compile(r"(?:政府|部门|机关|财政|党委|委员会|局|厅)$")
# 5年内培训农民达到…: a number is not who acts, unless people are counted (三分之一以上的村民)
_COUNTED = re.compile(r"\d(?!.*以上)")
# 从事经营活动的单位和个人: what follows the last 的 is who
_WHOSE = re.compile(
    r"的(?:其他|任何)?(?:单位|个人|企业|机构|人员|公民|组织|经营者|部门|机关|公司|学校|者|人|部队|居民|村民|农民|户)(?:(?:和|或者|以及|、)(?:其他)?[^的，,]{2,8})?$"
)
_NAMES_ALSO = frozenset({"在", "凡", "已", "已经", "未", "拟"})
_NAMES_NOT = frozenset({"涉及", "包括", "属于", "委托", "组织", "支持", "指导", "督促", "协调", "经"})
_DOERS = frozenset({"员", "者", "人"})
_UNDER = re.compile(r"(?:领导|指导|监督|管理|考核|约束|保护)$")
_FRONTS = frozenset({"对", "将", "把", "向", "在", "从", "为", "就", "应当", "不得", "可以", "必须", "有权"})


@dataclass(frozen=True, slots=True)
class Subject:
    """The words of a subject and where its predicate begins; `passive` for 由…."""

    start: int
    end: int
    predicate: int
    passive: bool = False


def subject(analysis: Analysis, clause: Clause) -> Subject | None:
    """Return the subject that a clause names, or None where it names none."""
    tokens = analysis.between(clause.start, clause.end)
    if not tokens:
        return None
    found = agent(analysis, clause)
    passive = Subject(*found, found[1], passive=True) if found else None
    leading = _leading(analysis.text, tokens)
    if leading and passive and _is_act(tokens, leading):
        return passive  # 政府购买服务所需资金由财政部门承担: the words before 由 are what it does
    return (
        leading
        or _acting(analysis.text, tokens)
        or _alone(analysis, clause, tokens)
        or _in_case(analysis, clause, tokens)
        or passive
    )


def _is_act(tokens: Sequence[Token], found: Subject) -> bool:
    """Say whether the predicate of a subject begins with 由 or a verb rather than a modal or a preposition."""
    first = next((token for token in tokens if token.start == found.predicate), None)
    return first is not None and (first.kind in ("act", "verb") or first.text == "由")


def _acting(text: str, tokens: Sequence[Token]) -> Subject | None:
    """Return who acts in a case that the same clause orders for (特许人从事特许经营活动应当…)."""
    modal = next((index for index, token in enumerate(tokens) if token.kind in MODAL), 0)
    if tokens[0].kind in _IMPERATIVE or tokens[0].text in _NO_START:
        return None
    for index in range(1, modal):
        phrase = text[tokens[0].start : tokens[index].start]
        if not tags().get(tokens[index].text, "").startswith("v") or tokens[index].kind == "link":
            continue
        if not (is_actor(phrase) or tokens[index - 1].kind == "name"):
            continue
        if "的" in text[tokens[index].start : tokens[modal].start] or _is_noun(tokens, index):
            return None
        return Subject(tokens[0].start, tokens[index].start, tokens[modal].start)
    return None


def _in_case(analysis: Analysis, clause: Clause, tokens: Sequence[Token]) -> Subject | None:
    """Return who acts in a case that the next clause orders for (企业取得许可证,应当…)."""
    following = analysis.words(clause.end + 1, clause.end + 4)
    if not following or following[0].kind not in MODAL or any(token.kind in MODAL for token in tokens):
        return None
    if tokens[0].text in _NO_START or (tokens[0].kind in _IMPERATIVE and not _is_doer(tokens)):
        return None
    for token in tokens[1:]:
        phrase = analysis.text[tokens[0].start : token.start]
        if token.kind not in ("verb", "inside", "relation", "act", "plain") or not is_actor(phrase):
            continue
        if _OTHER_AGENT.search(phrase) or "的" in analysis.text[token.start : clause.end].rstrip("的"):
            return None
        return Subject(tokens[0].start, token.start, token.start)
    return None


def _alone(analysis: Analysis, clause: Clause, tokens: Sequence[Token]) -> Subject | None:
    """Return a subject that a comma parts from its modal (进入林区的人员,应当遵守…)."""
    following = [token for token in analysis.between(clause.end + 1, clause.end + 4) if token.text.strip()]
    phrase = analysis.text[clause.start : clause.end]
    if not following or not (is_actor(phrase) or tokens[-1].kind == "name"):
        return None
    soon = analysis.between(clause.end + 1, clause.end + 12)
    later = "的" in phrase and not _leading(analysis.text, soon)
    later = later and (any(token.kind in MODAL for token in soon) or bool(_WHOSE.search(phrase)))
    later = later and tokens[0].kind not in ("act", "invite", "adverb", "relation", "charge")
    if not (following[0].kind in MODAL or following[0].text in ("主管", "负责") or later):
        # 公安、交通运输等部门,依法在各自职责范围内负责…: names and nothing else before the comma
        goes_on = (following[0].kind in STRONG or following[0].kind == "verb") and _BODY_ALONE.search(phrase)
        if not goes_on or any(token.kind in _PREDICATES for token in tokens):
            return None
    if (
        "的" not in phrase
        and not _is_named(tokens, phrase)
        and (
            tokens[0].kind in _IMPERATIVE
            or _is_verb(tokens[0])
            or (
                tokens[-1].kind != "name"
                and any(token.kind == "verb" for token in tokens[1:])
                and not _BODY_ALONE.search(phrase)
            )
        )
    ):
        return None
    if tokens[0].text in _NO_START or (tokens[0].kind == "relation" and not _is_named(tokens, phrase)):
        return None
    return Subject(clause.start, clause.end, clause.end)


def _is_doer(tokens: Sequence[Token]) -> bool:
    """Say whether the first words make the name of somebody by what they do (巡护员, 养犬人)."""
    return len(tokens) > 1 and tokens[1].text in _DOERS and tokens[0].kind in ("verb", "inside")


def _is_verb(token: Token) -> bool:
    return token.kind == "inside" and tags().get(token.text, "").startswith("v")


def _leading(text: str, tokens: Sequence[Token]) -> Subject | None:
    first = tokens[0]
    # words before the subject that say nothing about it
    if first.text in _OPENERS and len(tokens) > 2:
        tokens = tokens[1:]
        first = tokens[0]
    if first.text in _NO_START:
        return None
    # 依据《…办法》规定承储企业不得…: the ground stands before the subject without a comma
    if first.text in _GROUNDS:
        ground = next((index for index, token in enumerate(tokens) if token.text in _GROUND_END), 0)
        if 0 < ground < len(tokens) - 2:
            return _leading(text, tokens[ground + 1 :])
    opens = (first.kind in _IMPERATIVE or _is_verb(first)) and not _is_doer(tokens)
    depth = 0
    barred = busy = False
    for index in range(1, len(tokens)):
        token, before = tokens[index], tokens[index - 1]
        if before.text in _OPEN:
            depth += 1
        elif before.text in _CLOSE:
            depth = max(0, depth - 1)
        barred = barred or (index > 1 and before.kind in _BARRED and before.text != "直")  # 县直各部门
        busy = busy or (index > 1 and before.kind == "verb" and tags().get(before.text) == "v")
        if depth or not _may_begin_predicate(text, tokens, index):
            continue
        certain = token.kind in MODAL or token.kind == "copula" or token.text in _CERTAIN
        end = index
        while certain and end > 1 and tokens[end - 1].kind == "adverb":
            end -= 1  # 各级综治委每年应当…
        phrase = text[first.start : tokens[end].start].rstrip()
        before = tokens[end - 1]
        if _COUNTED.match(phrase) or IN_CHARGE_OF.match(text, token.start):
            continue
        if "由" in phrase and _BY.search(phrase[1:]):
            return None
        if token.kind == "verb" and index == len(tokens) - 1:
            continue
        if not (is_actor(phrase, strict=opens or not certain) or before.kind == "name") or phrase == "人员":
            continue
        if phrase.endswith(("及其", "及", "和", "与", "或者")):
            continue
        if not certain and all(part in _NOUN_TOO for part in _AND.split(phrase)):
            continue  # 领导、组织并支持…: verbs that are names elsewhere
        if _qualifies(tokens[index:]):
            return None
        if busy and not certain and not _PUBLIC_START.match(phrase):
            return None
        if barred and not (certain and "的" in phrase):
            return None
        governed = token.kind in MODAL or token.kind == "copula"
        if (
            opens
            and not (governed and (first.kind in ("verb", "inside") or "的" in phrase))
            and not _is_named(tokens, phrase)
        ):
            return None
        return Subject(first.start, first.start + len(phrase), tokens[end].start)
    return None


def _is_named(tokens: Sequence[Token], phrase: str) -> bool:
    """Say whether a phrase that begins like an order is a name all the same.

    Accepted forms: 发展和改革、公安等部门; 从事经营活动的单位和个人; 在本省从事经营活动的企业.
    """
    first = tokens[0]
    if first.text in _NAMES_NOT or (first.kind not in ("verb", "inside") and first.text not in _NAMES_ALSO):
        return False
    listed = "、" in phrase and phrase.endswith("部门")
    return listed or bool(_WHOSE.search(phrase))


def _may_begin_predicate(text: str, tokens: Sequence[Token], index: int) -> bool:
    token = tokens[index]
    if token.text == "受":  # 受…领导, but not 受…委托的组织
        return bool(_UNDER.search(text[token.start : tokens[-1].end].rstrip("。；")))
    if token.kind == "inside":
        return _acts(text, tokens, index)
    return (token.kind in STRONG or token.kind in ("verb", "invite")) and not _is_noun(tokens, index)


def _acts(text: str, tokens: Sequence[Token], index: int) -> bool:
    """Say whether a word that names often hold is the verb of a public body (市人民政府领导本市停车工作)."""
    start = tokens[0].start
    if not tags().get(tokens[index].text, "").startswith("v") or index + 2 >= len(tokens):
        return False
    if not _PUBLIC.search(text[start : tokens[index].start]) or tokens[index + 1].text[0] in "、和及与或的等（(":
        return False
    rest = text[tokens[index].start : tokens[-1].end]
    return "的" not in rest.rstrip("的")[-12:] and not any(
        is_actor(text[start : token.end]) for token in tokens[index:]
    )


def _qualifies(predicate: Sequence[Token]) -> bool:
    """Say whether what follows an actor only qualifies the thing before the modal (政府给予的补贴不得减少)."""
    if predicate[0].text in _FRONTS:
        return False
    verb = next((index for index, token in enumerate(predicate) if token.kind not in ("adverb", "relation")), 0)
    if (
        len(predicate) < verb + 2
        or predicate[verb].kind not in ("act", "verb", "charge")
        or predicate[verb + 1].text != "的"
    ):
        return False
    # 各部门制定的行业标准,不得… or …的补贴不得减少: only the thing follows, or the thing and its modal
    rest = predicate[verb + 2 :]
    modal = next((index for index, token in enumerate(rest) if token.kind in MODAL), len(rest))
    return not any(token.kind in _IMPERATIVE - {"verb"} for token in rest[:modal])


def _is_noun(tokens: Sequence[Token], index: int) -> bool:
    """Say whether a verb-like word ends a name here (村级组织要…, 社会组织、…)."""
    token = tokens[index]
    if token.text not in _NOUN_TOO:
        return False
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    return (
        following is None
        or following.kind in MODAL
        or following.text[0] in "、和及或等，,（(的"
        or following.kind in ("adverb", "relation")
    )
