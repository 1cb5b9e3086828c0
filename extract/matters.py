"""Find what a clause is about: the object of its first substantive verb, or what 对 / 将 / 把 brings forward.

Accepted forms: 对M进行监督检查; 将M纳入规划; 把M作为中心任务; 制定M; 负责组织实施M; 加强对M的监管.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.clauses import Clause
from extract.drafts import Found
from extract.particulars import quantities, times
from extract.parties import party
from extract.pipeline import Analysis
from extract.sentences import is_adverbial
from extract.tags import tags
from extract.tokens import MODAL, Token

# 对M进行检查: what a preposition brings forward, up to a verb that says only that something is done with it
_FRONTED = re.compile(
    r"(?:^|(?<=[^面针]))(?:对(?![外口象])|将|把|就(?=[^业近地]))(?P<matter>[^，,。；;]{2,60}?)(?:的情况)?"
    r"(?=进行|予以|实施(?:监督|检查|考核|管理|监管))"
)
_FRONTED_BEFORE_VERB = re.compile(
    r"(?:^|(?<=[^面针]))(?:对(?![外口象])|将|把)(?P<matter>[^，,。；;]{2,60}?)(?:的情况)?"
    r"(?=实施|作为|纳入|放在|摆在|落实|制定|列为|列入|给予(?:支持|帮助|扶持|补助|补贴)$|做到|履行|适时|依法|承担|负|如实|及时|转化|提供|全面|加强|交由|移交|向)"
)
_OBJECT_KINDS = frozenset({"act", "verb", "charge", "invite", "duty", "adverb", "may", "ban"})
_VERBS = frozenset({"act", "verb", "charge", "invite"})
_LEAD = re.compile(r"^(?:应当|可以|必须|不得|要|应|可)")
# a modal before an adverbial: 应当根据实际需要,建立…
_VERB_AFTER = re.compile(
    r"(?:制定|建立|开展|组织|编制|做好|提供|办理|提出|进行|设立|设置|加强|实施|确定|采取|报|负责|履行)"
)
# 不得少于220天 has an amount, not an object
_NUMBER = re.compile(r"(?:少于|低于|超过|高于)?(?:\d|[一二两三四五六七八九十百千万]+(?:个|名|次|天|日|元|倍|年))")
_TRIM = re.compile(r"^(?:好|了|起|对(?![外口象])|的|其(?!他)|并|和|、|各项|相应的?|有关)+")
_LIGHT = ("坚持", "认真贯彻", "全面贯彻", "学习", "深入学习", "采取措施", "采取有效措施", "遵循")
# where a prepositional phrase ends: 按照…规定, 在…范围内
_GROUND = frozenset({"按照", "根据", "依照", "依据", "按", "参照", "结合", "围绕", "通过", "以"})
_GROUND_END = frozenset(
    {
        "规定",
        "要求",
        "原则",
        "需要",
        "职责",
        "分工",
        "程序",
        "标准",
        "情况",
        "实际",
        "意见",
        "计划",
        "方案",
        "方式",
        "形式",
        "特点",
        "约定",
        "规范",
        "权限",
    }
)
_PLACE_END = frozenset({"内", "中", "下", "上", "时", "前", "后", "期间", "基础上", "范围内", "过程中"})
_WITH = frozenset({"会同", "向", "为", "给", "与", "同"})
# 要求市场主体提交…: what somebody else is made to do
_MAKES = frozenset({"督促", "要求", "指导", "组织", "引导", "帮助", "协助", "支持", "动员", "委托", "强制", "监督"})


def object_of(analysis: Analysis, start: int, end: int) -> Found | None:
    """Return the object in a predicate, in text offsets, or None where it has none.

    The words between a verb and the end of the clause, without leading verbs and particles.
    """
    text = analysis.text
    fronted = _FRONTED.search(text, start, end)
    if fronted is None and (inner := _inner_modal(analysis, start, end)):
        return object_of(analysis, inner, end)
    fronted = fronted or _FRONTED_BEFORE_VERB.search(text, start, end)
    if fronted:
        value = fronted["matter"].removesuffix("的")
        return Found(value, fronted.start("matter"), fronted.start("matter") + len(value))
    when = [*times(text, start, end), *quantities(text, start, end)]
    tokens = [
        token
        for token in analysis.words(start, end)
        if not any(found.start <= token.start < found.end for found in when)
    ]
    index = _object_start(text, tokens)
    if index is None:
        return None
    low = tokens[index].start
    words = text[low:end]
    trimmed = _TRIM.sub("", words)
    low += len(words) - len(trimmed)
    value = trimmed.rstrip("。；;：: ")
    return Found(value, low, low + len(value)) if len(value) > 1 and not _NUMBER.match(value) else None


def _object_start(text: str, tokens: list[Token]) -> int | None:
    """Return the index of the first word of the object, or None where there are only verbs."""
    index = verbs = 0
    while index < len(tokens):
        token = tokens[index]
        if token.text in _MAKES and index + 2 < len(tokens) and (last := party(text, tokens, index + 1)) is not None:
            index, verbs = last + 1, 0
        elif verbs and token.kind == "verb" and _names(tokens, index):
            break
        elif token.kind in _OBJECT_KINDS or (token.kind == "inside" and not verbs and _is_verb(token)):
            verbs += token.kind in _VERBS or token.kind == "inside"
            index += 1
        elif token.text in "、好了起和并对其" or (token.text in ("或者", "或", "以及") and verbs):
            index += 1
        elif token.kind == "relation" and not verbs:
            index = _after_phrase(text, tokens, index)
        else:
            break
    if index < len(tokens):
        return index
    # 提出复查意见, 申请复审: of verbs alone the last names what is done
    return len(tokens) - 1 if verbs > 1 and len(tokens[-1].text) > 1 else None


def _names(tokens: list[Token], index: int) -> bool:
    """Say whether a verb after a verb names a thing with the noun behind it (终止奖励程序)."""
    alone = index + 2 == len(tokens) or (index + 2 < len(tokens) and tokens[index + 2].text in "、和")
    return alone and tokens[index - 1].kind in _VERBS and tokens[index + 1].kind == ""


def _is_verb(token: Token) -> bool:
    return tags().get(token.text, "").startswith("v")


def _inner_modal(analysis: Analysis, start: int, end: int) -> int | None:
    """Return where the words after a modal begin that has its subject or condition inside the clause."""
    tokens = analysis.words(start, end)
    for index in range(len(tokens) - 2, 1, -1):
        if tokens[index].kind in MODAL and tokens[index].text not in ("要", "可", "应"):
            before = tokens[index - 1]
            return None if before.kind in _VERBS or before.text == "的" else tokens[index].end
    return None


def _after_phrase(text: str, tokens: list[Token], index: int) -> int:
    """Skip a prepositional phrase: to what follows its end, else to the next verb after it."""
    first = tokens[index].text
    if first in _WITH and (last := party(text, tokens, index + 1)) is not None:
        return last + 1
    ends = _GROUND_END if first in _GROUND else _PLACE_END if first == "在" else frozenset()
    for place in range(index + 1, len(tokens) - 1):
        following = tokens[place + 1].text
        if tokens[place].text.endswith(tuple(ends)) and ends and following not in ("的", "、", "和", "或者", "以及"):
            return place + 1
    index += 1
    while index < len(tokens) - 1 and tokens[index].kind not in {"act", "charge", "adverb", "duty", "verb"}:
        index += 1
    return index


def first_object(analysis: Analysis, clauses: Sequence[Clause]) -> Found | None:
    """Return the object of the first clause that names the work rather than a principle."""
    fallback: Found | None = None
    for clause in clauses:
        words = _LEAD.sub("", analysis.text[clause.start : clause.end])
        if clause is not clauses[-1] and is_adverbial(words) and not _VERB_AFTER.search(words):
            continue
        found = object_of(analysis, clause.start, clause.end)
        if found is None:
            continue
        light = words.startswith(_LIGHT)
        if not light:
            return found
        fallback = fallback or found
    return fallback
