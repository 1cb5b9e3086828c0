"""Tell what kind of norm a clause states: from its modal, its subject, its list and its document."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.clauses import Clause
from extract.drafts import Mention
from extract.pipeline import Analysis
from extract.reading import Reading, all_private
from extract.subjects import Subject
from extract.tokens import MODAL, STRONG, Token
from extract.types import Kind

# a statement about a thing, not an act: 公示期为三十日; 自…起计算; 不受追究
_NO_ACT = re.compile(
    r"^[^，,对将把]{2,20}(?:为|是|不受|由|视为|属于|包括)|日起计算|视为|^(?:自|在|以|按照|依照|根据)[^，,]*$"
)
# 仲裁协议无效: what holds, not what anybody does
_EFFECT = re.compile(r"(?:无效|有效|生效|失效|终止)$")
_RIGHT = re.compile(r"^(?:依法|平等|同等|同样)*(?:享有|享受|行使|有)[^，,]*(?:权利|职权|权力|权|自由|待遇)$")
# 按照国家有关规定给予扶持
_BENEFIT = re.compile(
    r"(?:给予|予以)(?:适当|相应|必要|一定|优先|重点)*的?(?:扶持|补助|补贴|补偿|支持|帮助|照顾|救助|资助)$"
)
# 保存期不少于5年
_BOUND = re.compile(r"^[^，,]{2,16}(?:一般)?(?:不少于|不低于|不超过|不多于|不高于|不短于)[\d一二三四五六七八九十百]")
# 羊城企业家培养项目: a title, not a task; 农民收入水平明显提高: a state that is aimed at; 治税工作是一项系统工程
_STATE = re.compile(
    r"^[^，,；]{2,24}(?:项目|工程|计划|行动|机制|制度|体系|原则)$|^[^，,；]{2,16}是(?!否)|^[^，,；]{2,16}(?:分为|共有)"
    r"|(?:更加[^，,]{2,6}|(?:明显|显著|持续|稳步|大幅|不断)(?:提[高升]|增强|改善|优化|增加|增长|完善)|达到[^，,]*)$"
)
# 依法治税原则
_LABEL = re.compile(r"^[^，,；、]{2,12}(?<!坚持)(?<!遵循)原则$")
_COMPOSED = re.compile(r"^(?:由[^，,]+|共[^，,]{1,8})?(?:组成|构成)")
_CONSISTS = re.compile(r"^[^，,]{2,24}由[^，,]+(?:组成|构成)$")
_AIM = re.compile(r"^(?:力争|争取|到\d{4}年|努力实现|实现)")
_SCENE_WORDS = frozenset({"根据", "按照", "依照", "依据", "在", "经", "通过", "围绕", "结合", "按", "参照"})
_FRONTING = _SCENE_WORDS | {"对", "将", "把", "向", "就"}
_ADDRESS = re.compile(r"(?:可以|应当|要|可)?(?:(?:按照|依照|依据)[^，,对]*)?(?:对[^，,]+)?$")
# How far into a predicate its modal may stand, in words: 根据有关规定和职责分工,… can be long
_REACH = 24


def kind_of(
    reading: Reading, tokens: Sequence[Token], actors: tuple[Mention, ...], explicit: bool, named: bool
) -> tuple[Kind, str] | None:
    """Return kind and rule of a predicate, or None where it binds nobody.

    `explicit` says that the clause names its subject, `named` that its sentence has named one before.
    """
    if found := _by_modal(reading, tokens, explicit, named):
        return found
    if reading.in_list and reading.lead_kind in ("prohibition", "permission") and not explicit:
        return reading.lead_kind, f"{reading.lead_kind}.listed"
    if not explicit and _BENEFIT.search(reading.text[tokens[0].start : tokens[-1].end]) and not reading.setting.aims:
        return "duty", "duty.benefit"
    if explicit:
        words = reading.text[tokens[0].start : tokens[-1].end]
        if _RIGHT.match(words):
            return "permission", "permission.right"
        return None if tokens[0].kind == "copula" or _COMPOSED.match(words) else ("duty", "duty.subject")
    if reading.in_list and (actors or reading.lead_kind == "duty"):
        return "duty", "duty.listed"
    if not explicit and _BOUND.search(reading.text[tokens[0].start : tokens[-1].end]) and not reading.in_list:
        return "duty", "duty.quantity.thing"
    if reading.setting.plan:
        words = reading.text[tokens[0].start : tokens[-1].end]
        nominal = tokens[0].kind in ("", "inside", "name", "verb", "charge") and bool(_STATE.search(words))
        nominal = nominal or bool(_LABEL.match(words) or _CONSISTS.search(words))
        return None if reading.setting.aims or _AIM.match(words) or nominal else ("duty", "duty.plan")
    if actors and _RIGHT.match(reading.text[tokens[0].start : tokens[-1].end]):
        return "permission", "permission.right"
    begins = tokens[0].kind in STRONG or tokens[0].kind in ("verb", "invite")
    words = reading.text[tokens[0].start : tokens[-1].end]
    begins = begins and (named or not _NO_ACT.search(words)) and not _EFFECT.search(words)
    if actors and begins and (named or not all_private(actors)):
        return "duty", "duty.inherited"
    return None


def _by_modal(reading: Reading, tokens: Sequence[Token], explicit: bool, named: bool) -> tuple[Kind, str] | None:
    place = next((index for index, token in enumerate(tokens[:_REACH]) if _governs(tokens, index)), None)
    if place is None:
        return None
    modal, before = tokens[place], tokens[:place]
    # a modal deep inside an object clause does not govern the clause
    fronted = bool(before) and before[0].kind == "relation" and before[0].text in _FRONTING
    if modal.kind != "ban" and explicit and before and not fronted and not _is_phrase(before):
        return None
    kind: Kind = {"ban": "prohibition", "may": "permission"}.get(modal.kind, "duty")  # type: ignore[assignment]
    expressed = bool(not explicit and before and before[-1].text != "的" and not _is_phrase(before))
    expressed = expressed and before[0].text not in ("对", "将", "把", "向", "就")
    expressed = expressed and not before[-1].text.endswith(("时", "后", "前", "中", "期间"))
    # 其他应当履行的职责 closes a list of the lead-in's duties
    expressed = expressed and not (reading.in_list and tokens[0].text == "其他")
    if expressed and not named and not reading.setting.plan and modal.text not in ("禁止", "严禁"):
        return kind, f"{kind}.thing"
    return kind, f"{kind}.modal"


def _governs(tokens: Sequence[Token], index: int) -> bool:
    """Say whether a word is a modal; 禁止 and 严禁 only before all but adverbs (not 提供禁止燃放区域的标志)."""
    if tokens[index].kind not in MODAL:
        return False
    before = tokens[:index]
    if tokens[index].text not in ("禁止", "严禁") or all(token.kind in ("adverb", "", "link") for token in before):
        return True
    return before[-1].text.endswith(("期间", "时", "内", "前", "后"))


def is_thing(tokens: Sequence[Token]) -> bool:
    """Say whether the words of a clause name a thing: a noun phrase that orders nothing (依照前款调用的物资)."""
    words = [token for token in tokens if token.text not in "、等"]
    if len(words) < 2 or words[0].kind in ("act", "invite", "adverb"):
        return False
    if words[-1].kind not in ("", "inside", "plain") and words[-2].text != "的":
        return False
    if any(token.text == "的" for token in words):
        return words[0].kind not in ("relation", "verb") or words[0].text in ("依照", "按照", "根据")
    return all(token.kind in ("", "inside", "plain", "link") for token in words) and words[0].text not in ("对", "在")


def _is_phrase(tokens: Sequence[Token]) -> bool:
    """Say whether words before a modal are adverbs and prepositional phrases only."""
    if all(token.kind == "adverb" for token in tokens):
        return True
    return any(token.kind == "relation" for token in tokens[:2]) and all(
        token.kind in ("adverb", "relation", "inside", "link", "plain", "") for token in tokens
    )


def sets_scene(analysis: Analysis, begin: int, end: int, after: Clause, subjects: dict[Clause, Subject | None]) -> bool:
    """Say whether a predicate is only a phrase (河长根据省有关规定,可以…) or a case (当事人认为…,可以…)."""
    tokens = analysis.words(begin, end)
    following = analysis.words(after.start, after.end)
    leads_on = bool(following) and following[0].kind in MODAL and subjects.get(after) is None
    if leads_on and not any(token.kind in MODAL or token.kind in ("charge", "copula") for token in tokens):
        return True
    if not tokens or tokens[0].text not in _SCENE_WORDS:
        return False
    return not any(token.kind in MODAL or token.kind in ("act", "charge") for token in tokens[1:])


def addresses(text: str, begin: int, end: int) -> bool:
    """Say whether a predicate only names the target of what follows ((可以)对作出贡献的单位,予以表彰)."""
    return bool(_ADDRESS.match(text[begin:end]))
