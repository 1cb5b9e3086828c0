"""Find sanctions and rewards: the conduct, who suffers or gains, the measures and who applies them.

Accepted forms: C的,[由E]M; 对C的T,M; 对T给予M; 追究T责任; T予以表彰.
The measures are the rules of `patterns/consequences.jsonl`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extract.actors import is_actor, parse
from extract.clauses import Clause
from extract.drafts import Found
from extract.patterns import Rule, possible
from extract.pipeline import Analysis
from extract.subjects import subject

_CONDUCT_END = ("的", "的行为", "情形", "情形的", "之一", "之一的", "等行为")
_NOUN_USE = re.compile(
    r"(?:受到|监督执纪|会同[^，,]{2,12}实施|建立|健全|完善|实行|组织|制定|规范|加强|加大|受)[^，,]{0,12}(?:约谈|通报批评|问责|责任追究|表彰|奖励|追责)|责任追究(?:的主要)?形式。?$|责任追究在|(?:约谈|追究|表彰|奖励)(?:等)?(?:机制|制度|工作|办法|情况)"
)
_NEEDED = re.compile(r"(?:需要|应当|应|依法应当|需)(?P<measure>.+)的$")
_OFFENCE = re.compile(
    r"违反|造成|未依法|未履行|未落实|不落实|违法|违规|违纪|犯罪|擅自|拒不|逾期|未按|未经|不履行|不按|伪造|骗取|虚报|截留|挪用|侵占|情节|隐瞒|泄露|滥用|玩忽"
)
# a clause that orders is a norm of its own, not the way into the conduct
_ORDERS = re.compile(r"应当|不得|必须|可以")
# 由新闻出版行政部门会同有关部门共同查处
_WITH = re.compile(r"会同(?P<partners>[^，,。；]{2,40}?)(?=共同|联合|依法|责令|查处|处(?!理)|给予|予以|对|$)")
_HANDLED = re.compile(r"(?:办理|处理|处置|实施|执行)$")
_DESERVING = re.compile(
    r"(?:^|对|(?<=[，,。]))(?P<conduct>(?:(?!对)[^，,。；;])*(?:到位|显著|突出|贡献|成绩|成效|事迹|积极|有功|违纪|违法行为|违规))的"
    r"(?P<target>[^，,。；;的]{2,24}?)(?=$|[，,]|依法|按照|由|给予|予以|进行|以)"
)
# 对C的 begins its own condition; C的 may run over several clauses (因决策失误,引发事故的)
_OPENS_CONDUCT = re.compile(r"对(?!上级|发现|下级)|有下列|违反")
_TARGET = re.compile(
    r"(?:^|(?<=[，,、法当以处])|(?<=要)|(?<=对))对(?P<target>[^，,。；;]+?)(?=依法|依照|依规|按照|进行|给予|予以|处以?(?!理)|实施|作出|追究|严肃|以适当)"
)
# 对落实不力的要督促整改; 对违反规定的人员给予处分
_INLINE_CONDUCT = re.compile(
    r"对(?P<conduct>[^，,]{2,}?的)(?=(?:[^，,的]{0,12}(?:单位|个人|人员|干部|部门|村|行为|问题))?(?:要|应当|可以|进行|给予|予以|严肃|依法))"
)
_ALONE = re.compile(
    r"(?:并)?对(?P<target>(?:其|负有责任的|直接)?[^，,。；;]{2,40}(?:人员|单位|负责人|责任人|个人|领导|干部))$"
)
_GIVEN_TO = re.compile(r"^(?P<target>[^，,。；;]+?)(?:，|,)?(?:按照|给予|予以)")
_BASIS_OF = re.compile(r"^作为(?:对)?(?P<target>.*?)(?:综合|年度|选拔|评价|考核|评先|的)")


@dataclass(frozen=True, slots=True)
class Consequence:
    """A sanction or reward as found in one sentence; offsets in the text."""

    kind: str
    rule: str
    conduct: tuple[Found, ...] = ()
    targets: tuple[Found, ...] = ()
    measures: tuple[Found, ...] = ()
    enforcers: tuple[Found, ...] = ()
    quantity: tuple[Found, ...] = ()
    clauses: tuple[Clause, ...] = ()


def is_conduct(text: str) -> bool:
    """Say whether a sentence or clause only describes conduct (…的; …的行为).

    >>> is_conduct("虚报、冒领、截留、挤占、挪用财政专项扶贫资金的"), is_conduct("依法追究责任")
    (True, False)
    """
    return text.rstrip("。；;，,：: \u3000").endswith(_CONDUCT_END)


def find(analysis: Analysis, clauses: Sequence[Clause]) -> list[Consequence]:
    """Return the consequences that a sentence states, one for each enforcer and kind."""
    text = analysis.text
    found: list[Consequence] = []
    conduct: list[Clause] = []
    for clause in clauses:
        words = text[clause.start : clause.end]
        if is_conduct(words):
            conduct.append(clause)
            continue
        if delegated := _delegated(analysis, clause, conduct):
            found.append(delegated)
            continue
        matched = _matches(words) or _dealt_with(text, clause, conduct)
        if not matched:
            if conduct and found and found[-1].clauses[-1].end < clause.start:
                conduct = []
            if not found:
                conduct.append(clause)
            continue
        for kind in ("sanction", "reward"):
            group = [(rule, match) for rule, match in matched if rule.value == kind]
            if group:
                found.append(_consequence(analysis, kind, clause, group, conduct))
    return _merge(found)


def _delegated(analysis: Analysis, clause: Clause, conduct: list[Clause]) -> Consequence | None:
    """Return the consequence of 需要追究党纪政务责任的,由纪检监察机关按照有关规定办理."""
    text = analysis.text
    if not conduct or not _HANDLED.search(text[clause.start : clause.end]):
        return None
    owner = subject(analysis, clause)
    if not owner or not owner.passive:
        return None
    need = _NEEDED.match(text[conduct[-1].start : conduct[-1].end])
    matched = _matches(need["measure"]) if need else []
    if not need or not matched:
        return None
    offset = conduct[-1].start + need.start("measure")
    measures = tuple(measure for _, match in matched for measure in _measures(match, offset))
    enforcers = tuple(_people(text, owner.start, owner.end))
    return Consequence("sanction", "sanction.delegated", (), (), measures, enforcers, (), (conduct[-1], clause))


def _dealt_with(text: str, clause: Clause, conduct: list[Clause]) -> list[tuple[Rule, re.Match[str]]]:
    """Return the measure of 违反治安管理规定的,由公安机关依法处理: to deal with an offence is a sanction."""
    offence = any(is_conduct(text[part.start : part.end]) for part in conduct)
    if not offence or not any(_OFFENCE.search(text, part.start, part.end) for part in conduct):
        return []
    words = text[clause.start : clause.end]
    rule = next((rule for rule in possible("consequences", words) if rule.id == "sanction.deal_with"), None)
    match = rule.regex.search(words) if rule else None
    return [(rule, match)] if rule and match else []


def _matches(words: str) -> list[tuple[Rule, re.Match[str]]]:
    if _NOUN_USE.search(words):
        return []
    taken: list[tuple[Rule, re.Match[str]]] = []
    for rule in possible("consequences", words):
        for match in rule.regex.finditer(words) if rule.id != "sanction.deal_with" else ():
            if words[match.end() :].startswith(("的党", "的机", "的部", "的单", "应当", "要")):
                continue  # 实施问责的党委, 责任追究应当…: named, not imposed
            if not any(match.start() < other.end() and other.start() < match.end() for _, other in taken):
                taken.append((rule, match))
    return sorted(taken, key=lambda pair: pair[1].start())


def _consequence(
    analysis: Analysis, kind: str, clause: Clause, group: list[tuple[Rule, re.Match[str]]], before: list[Clause]
) -> Consequence:
    text = analysis.text
    words = text[clause.start : clause.end]
    measures: list[Found] = []
    targets: list[Found] = []
    quantity: list[Found] = []
    conduct_words: list[Found] = []
    for rule, match in group:
        measures += _measures(match, clause.start)
        named = match.groupdict()
        if named.get("target"):
            targets += _people(text, clause.start + match.start("target"), clause.start + match.end("target"))
        if named.get("quantity"):
            low, high = match.span("quantity")
            quantity.append(Found(words[low:high], clause.start + low, clause.start + high))
        if rule.id == "reward.basis" and (person := _BASIS_OF.match(match.group())) and person["target"]:
            start = clause.start + match.start() + person.start("target")
            if is_actor(person["target"]):
                targets += _people(text, start, start + len(person["target"]))
    if not targets and (person := _TARGET.search(words)):
        targets += _people(text, clause.start + person.start("target"), clause.start + person.end("target"))
    if not targets and (deserving := _deserving(analysis, clause, before)):
        conduct_words, people = deserving
        targets += people
    if not targets and before and (person := _ALONE.match(text, before[-1].start, before[-1].end)):
        targets += _people(text, person.start("target"), person.end("target"))
    # 对形式主义等问题严肃追责: what is punished, not who
    deeds = [found for found in targets if found.value.endswith(("问题", "行为", "现象"))]
    targets = [found for found in targets if found not in deeds]
    owner = subject(analysis, clause)
    enforcers: list[Found] = []
    if owner and not (kind == "reward" and not owner.passive and _GIVEN_TO.match(words)):
        enforcers = _people(text, owner.start, owner.end)
        if partners := _WITH.match(text, owner.predicate, clause.end):
            enforcers += _people(text, partners.start("partners"), partners.end("partners"))
    causes = [c for c in before if is_conduct(text[c.start : c.end])]
    if not causes and (prefix := _INLINE_CONDUCT.match(words)):
        causes = [Clause(clause.start + prefix.start("conduct"), clause.start + prefix.end("conduct"))]
    return Consequence(
        kind,
        group[0][0].id,
        tuple(_conduct(text, causes, before) or conduct_words + deeds),
        tuple(targets or offenders(analysis, _case(causes, before))),
        tuple(measures),
        tuple(enforcers),
        tuple(quantity),
        (clause,),
    )


def _deserving(analysis: Analysis, clause: Clause, before: list[Clause]) -> tuple[list[Found], list[Found]] | None:
    """Return conduct and people of 对C的T, before the measures (对成效显著、作出贡献的单位和个人,予以表彰)."""
    text = analysis.text
    last = before[-1] if before and not is_conduct(text[before[-1].start : before[-1].end]) else None
    places = [(clause.start, clause.end)] + [(c.start, c.end) for c in [last] if c]
    for start, end in places:
        match = _DESERVING.search(text, start, end)
        if match and is_actor(match["target"]):
            people = _people(text, match.start("target"), match.end("target"))
            conduct: list[Found] = []
            place = match.start("conduct")
            for part in match["conduct"].split("、"):
                conduct.append(Found(part, place, place + len(part)))
                place += len(part) + 1
            return conduct, people
    return None


def _measures(match: re.Match[str], offset: int) -> list[Found]:
    """Return the measures of one match; 追究相关人员责任 is closed up to 追究责任."""
    named = match.groupdict()
    if "measure" not in named:
        verb = match.group()[:2] if match.group().startswith("追究") else "承担"
        kind = named.get("kind") or ""
        return [Found(f"{verb}{kind}责任", offset + match.start(), offset + match.end())]
    found: list[Found] = []
    place = match.start("measure")
    for part in re.split(r"(、|或者|以及|和|及|或)", named["measure"]):
        clean = re.sub(r"^(?:予以|给予)", "", part)
        if len(clean) > 1 and part not in {"或者", "以及"}:
            start = place + len(part) - len(clean)
            value = re.sub(r"(?<=取消)(?:其|当年)", "", clean)
            found.append(Found(value, offset + start, offset + place + len(part)))
        place += len(part)
    if named["measure"].startswith(("取消", "作为", "移送", "提交", "移交", "向")):
        low, high = match.span("measure")
        return [Found(re.sub(r"^取消(?:其|当年)", "取消", named["measure"]), offset + low, offset + high)]
    return found


def _people(text: str, start: int, end: int) -> list[Found]:
    phrase = text[start:end].strip("的 ")
    start = text.index(phrase, start) if phrase else start
    return [Found(name.name, start + name.start, start + name.end) for name in parse(phrase)] if phrase else []


def _conduct(text: str, causes: Sequence[Clause], before: Sequence[Clause]) -> list[Found]:
    """Return each condition, with the clauses that lead into it (在…工作中,对…,造成…的)."""
    found: list[Found] = []
    for cause in causes:
        start = cause.start
        earlier = [] if _OPENS_CONDUCT.match(text, cause.start) else [c for c in before if c.end <= cause.start]
        for clause in reversed(earlier):
            if is_conduct(text[clause.start : clause.end]) or (found and clause.end <= found[-1].end):
                break
            if _ORDERS.search(text, clause.start, clause.end):
                break
            start = clause.start
        words = text[start : cause.end]
        lead = re.match(r"(?:在[^，,]*工作中[，,])?(?:对(?!上级|发现|下级)|对于|或者?|以及)?", words)
        low = start + (lead.end() if lead else 0)
        value = re.sub(r"(?:等情形的|情形的|的)$", "", text[low : cause.end])
        if value:
            found.append(Found(value, low, low + len(value)))
    return found


def _case(causes: list[Clause], before: list[Clause]) -> list[Clause]:
    """Return the clauses that make up the conduct: the conditions and what leads into the first."""
    return [*(clause for clause in before if causes and clause.end <= causes[0].start), *causes]


def offenders(analysis: Analysis, causes: Sequence[Clause]) -> list[Found]:
    """Return who acts in the conduct (生产经营单位有下列行为之一的)."""
    for cause in causes:
        owner = subject(analysis, cause)
        if owner and not owner.passive:
            return _people(analysis.text, owner.start, owner.end)
    return []


def conduct_of(analysis: Analysis, clauses: Sequence[Clause]) -> tuple[Found, ...]:
    """Return the conduct that a sentence without measures describes (an item of 下列情形)."""
    text = analysis.text
    causes = [clause for clause in clauses if is_conduct(text[clause.start : clause.end])]
    return tuple(_conduct(text, causes or clauses[-1:], clauses))


def _merge(found: list[Consequence]) -> list[Consequence]:
    """Join consequences of one kind and the same enforcers; a later one without an enforcer keeps the former's."""
    merged: list[Consequence] = []
    for item in found:
        last = next((other for other in reversed(merged) if other.kind == item.kind), None)
        same = last is not None and (not item.enforcers or item.enforcers == last.enforcers)
        if last is not None and same and (not item.conduct or item.conduct == last.conduct):
            merged[merged.index(last)] = replace(
                last,
                targets=last.targets or item.targets,
                measures=last.measures
                + tuple(m for m in item.measures if m.value not in {o.value for o in last.measures}),
                quantity=last.quantity + item.quantity,
                clauses=last.clauses + item.clauses,
            )
        else:
            merged.append(item)
    return merged
