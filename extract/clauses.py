"""Cut a sentence into clauses and find the subject that each one names.

Accepted forms: an actor phrase before a modal, an adverb, a preposition or a verb (市委、市政府加强对县区的管理;
县级以上人民政府应当…; 省纪委对全省脱贫攻坚进行监督); an actor after 由 (由纪检监察机关按照有关规定办理).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extract.actors import is_actor
from extract.pipeline import Analysis
from extract.tokenizer import tags
from extract.tokens import MODAL, STRONG, Token

_OPEN, _CLOSE = "（(“《〈「", "）)”》〉」"
_COMMA = "，,"
_OPENERS = frozenset({"其中", "同时", "建议", "并", "并且", "且"})
_NO_START = frozenset({"以及", "及", "和", "与", "或者", "或", "等", "、"})
_IMPERATIVE = frozenset({"copula", "duty", "ban", "may", "charge", "relation", "adverb", "act", "invite", "verb"})
_BODY_ALONE = re.compile(
    r"(?:部门|机关|政府|党委|委员会|机构|单位|企业|公司|办事处|办公室|法院|检察院|[局厅办]|者|人)$"
)
_PREDICATES = frozenset({"copula", "duty", "ban", "may", "charge", "relation", "invite"})
_BARRED = frozenset({"duty", "ban", "may", "copula", "relation", "adverb", "invite"})
_PUBLIC_START = re.compile(r"国家|国务院|中央|中共|省|市|县|区|乡|镇|村|上级|下级|本级|地方|各级")
_OTHER_AGENT = re.compile(r"由|经(?![营济纪费办])|将|报(?![告社])|提议|期间")
_CERTAIN = frozenset({"负责", "负", "承担", "履行", "牵头", "负总责"})
_NOUN_TOO = frozenset({"组织", "领导", "代表", "指导", "监督", "管理", "主管"})
_GROUNDS = frozenset({"依据", "根据", "按照", "依照", "按"})
_GROUND_END = frozenset({"规定", "要求", "授权", "需要"})
# 5年内培训农民达到…: a number is not who acts, unless people are counted (三分之一以上的村民)
_COUNTED = re.compile(r"\d(?!.*以上)")
_UNDER = re.compile(r"(?:领导|指导|监督|管理|考核|约束|保护)$")
_FRONTS = frozenset({"对", "将", "把", "向", "在", "从", "为", "就", "应当", "不得", "可以", "必须", "有权"})
_BY = re.compile(r"(?<![自理缘事来])由(?=[^，,。；由])")
_BODY_END = re.compile(r"(?:部门|机关|政府|委员会|机构)$")
_GOES_ON = re.compile(r"[的、和及与或，,。；]|主要|负责人|工作人员|所属|以及")
_BY_VERB = re.compile(
    r"(?:按照|依照|依法|根据|具体|会同|共同|分别|统一|牵头)?"
    r"(?:负责|进行|办理|组织(?=[^(（、部])|牵头|承担|实施|给予|予以|责令|处|没收|吊销|依法|处理|制定|规定|确定|决定|组成|按照|依照|会同|商(?![务业品标贸])|审查"
    r"|批准|核准|审批|追究|取消|提请|约谈|对)"
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
    leading = _leading(analysis.text, tokens)
    if leading and (by := _passive(analysis, clause)) and _is_act(tokens, leading):
        return by  # 政府购买服务所需资金由财政部门承担: the words before 由 are what it does
    return (
        leading
        or _acting(analysis.text, tokens)
        or _alone(analysis, clause, tokens)
        or _in_case(analysis, clause, tokens)
        or _passive(analysis, clause)
    )


def _is_act(tokens: Sequence[Token], found: Subject) -> bool:
    """Say whether the predicate of a subject begins with a verb rather than a modal or a preposition."""
    first = next((token for token in tokens if token.start == found.predicate), None)
    return first is not None and first.kind in ("act", "verb")


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
    if tokens[0].kind in _IMPERATIVE or tokens[0].text in _NO_START:
        return None
    for token in tokens[1:]:
        phrase = analysis.text[tokens[0].start : token.start]
        if token.kind not in ("verb", "inside", "relation", "act") or not is_actor(phrase):
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
    later = any(token.kind in MODAL for token in soon) and "的" in phrase and not _leading(analysis.text, soon)
    if not (following[0].kind in MODAL or following[0].text in ("主管", "负责") or later):
        # 公安、交通运输等部门,依法在各自职责范围内负责…: names and nothing else before the comma
        goes_on = (following[0].kind in STRONG or following[0].kind == "verb") and _BODY_ALONE.search(phrase)
        if not goes_on or any(token.kind in _PREDICATES for token in tokens):
            return None
    if "的" not in phrase and (
        tokens[0].kind in _IMPERATIVE
        or _is_verb(tokens[0])
        or (
            tokens[-1].kind != "name"
            and any(token.kind == "verb" for token in tokens[1:])
            and not _BODY_ALONE.search(phrase)
        )
    ):
        return None
    if tokens[0].kind == "relation" or tokens[0].text in _NO_START:
        return None
    return Subject(clause.start, clause.end, clause.end)


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
    ground = next((index for index, token in enumerate(tokens) if token.text in _GROUND_END), 0)
    if first.text in _GROUNDS and 0 < ground < len(tokens) - 2:
        return _leading(text, tokens[ground + 1 :])
    opens = first.kind in _IMPERATIVE or _is_verb(first)
    depth = 0
    barred = busy = False
    for index in range(1, len(tokens)):
        token, before = tokens[index], tokens[index - 1]
        if before.text in _OPEN:
            depth += 1
        elif before.text in _CLOSE:
            depth = max(0, depth - 1)
        barred = barred or (index > 1 and before.kind in _BARRED)
        busy = busy or (index > 1 and before.kind == "verb" and tags().get(before.text) == "v")
        if depth or not _may_begin_predicate(text, tokens, index):
            continue
        phrase = text[first.start : token.start].rstrip()
        certain = token.kind in MODAL or token.kind == "copula" or token.text in _CERTAIN
        end = index
        while certain and end > 1 and tokens[end - 1].kind == "adverb":
            end -= 1  # 各级综治委每年应当…
        phrase = text[first.start : tokens[end].start].rstrip()
        before = tokens[end - 1]
        if _COUNTED.match(phrase):
            continue
        if re.search(r"(?<![自理缘事来])由", phrase[1:]):
            return None
        if token.kind == "verb" and index == len(tokens) - 1:
            continue
        if not (is_actor(phrase, strict=not certain) or before.kind == "name"):
            continue
        if not certain and all(part in _NOUN_TOO for part in re.split("[、和]", phrase)):
            continue  # 领导、组织并支持…: verbs that are names elsewhere
        if _qualifies(tokens[index:]):
            return None
        if busy and not certain and not _PUBLIC_START.match(phrase):
            return None
        if barred and not (certain and "的" in phrase):
            return None
        governed = token.kind in MODAL or token.kind == "copula"
        if opens and not (governed and (first.kind in ("verb", "inside") or "的" in phrase)):
            return None
        return Subject(first.start, first.start + len(phrase), tokens[end].start)
    return None


def _may_begin_predicate(text: str, tokens: Sequence[Token], index: int) -> bool:
    token = tokens[index]
    if token.text == "受":  # 受…领导, but not 受…委托的组织
        return bool(_UNDER.search(text[token.start : tokens[-1].end].rstrip("。；")))
    return (token.kind in STRONG or token.kind in ("verb", "invite")) and not _is_noun(tokens, index)


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


def _passive(analysis: Analysis, clause: Clause) -> Subject | None:
    text = analysis.text
    by = _BY.search(text, clause.start, clause.end)
    if not by:
        return None
    tokens = analysis.words(by.end(), clause.end)
    if by.start() == clause.start and any(
        token.text == "的" and before.kind in ("act", "verb", "charge") for before, token in pairwise(tokens[:-1])
    ):
        return None  # 由市人民政府批准的项目: the words qualify a thing
    ends = [
        m.start() for m in _BY_VERB.finditer(text, by.end() + 2, clause.end) if is_actor(text[by.end() : m.start()])
    ]
    for before, token in pairwise(tokens):
        certain = token.kind in STRONG or token.kind in ("verb", "invite") or before.kind == "name"
        certain = certain or (token is tokens[-1] and token.kind == "inside")
        if certain and (is_actor(text[by.end() : token.start]) or before.kind == "name"):
            ends.append(token.start)
            break
    if not ends:
        # 由财政部门专项储存: a public body followed by words that dictionaries do not know as verbs
        ends = [
            token.start
            for token in tokens[1:]
            if _BODY_END.search(text, by.end(), token.start) and not _GOES_ON.match(text, token.start)
        ]
    return Subject(by.end(), min(ends), min(ends), passive=True) if ends else None
