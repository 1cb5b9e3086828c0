"""Read the sentences of one article into drafts of frames: who is bound, how, and to what.

A draft is a frame in text offsets of the clean view. The reader walks an article in order and carries the
subject, the list lead-in and the last matter from sentence to sentence, as the drafting conventions do:
items inherit the actors and the kind of their lead-in, sentences without a subject inherit the article's,
and a bare 主要负责人 belongs to the body named before it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from extract import consequences, responsibilities
from extract.actors import is_actor, level_of, parse
from extract.clauses import Clause, Subject, split, subject
from extract.consequences import Consequence
from extract.matters import first_object
from extract.particulars import Found, quantities, recipients, times
from extract.patterns import rules
from extract.pipeline import MODAL, STRONG, Analysis, Token
from extract.types import Kind, Role

_BARE_OFFICE = re.compile(
    r"(?:(?:党政|领导班子|单位)?主要(?:负责人|负责同志|领导)|分管(?:负责人|负责同志|领导|领导同志)|领导班子主要负责人|负责人|领导班子成员)$"
)
_LIST = re.compile(r"[：:]\s*$")
_WHETHER = re.compile(r"^[^，,。；]{0,30}是否")
_ASSESSED = re.compile(
    r"(?:检查|关注|考核|督查|督察|巡查|审查|评价|评估|核查)[^，,。]{0,10}(?:下列|以下)[^，,。]{0,6}(?:内容|事项|情况)|(?:内容|指标)(?:主要)?包括"
)
_FOCUS = re.compile(r"^重点考核(?P<body>.+?)(?=落实|推进|履行|完成|贯彻)(?:落实|推进|履行)?(?P<matter>.+)$")
_ADVERBIAL = re.compile(
    r"^(?:按照|根据|依照|依据|依法|围绕|依托|结合|通过|因地制宜|以[^，,]+为|在[^，,]*(?:基础上|中|下|上|时|期间|范围内|方面)$|[^，,]*(?:后|时|的同时|前提下|过程中)$|同时$|必要时$|因|经[^，,]+(?:后|同意|批准)$|采取[^，,]+(?:方式|形式)$|除[^，,]+外$|自[^，,]+(?:之日起|内)$|必要时$)"
)
_STATE = re.compile(
    r"^(?:国家|本省|本市|本县|本区|本自治区|本州|全社会)(?:积极|大力|依法)*(?=鼓励|支持|引导|提倡|倡导)"
)
_UNIT_LIST = re.compile(r"[（(]?(?:责任|牵头|配合|实施|负责)单位[:：](?P<actors>[^）)]+)[）)]?")
_GOAL = re.compile(r"^(?:力争|争取|到\d{4}年|努力实现|实现)")
_EFFORT = re.compile(r"^(?:确保|做到|实现|力争|保证|避免|防止|杜绝)")
_SCENE_WORDS = frozenset({"根据", "按照", "依照", "依据", "在", "经", "通过", "围绕", "结合", "按", "参照"})
_BY_RULE = re.compile(r"(?:要|应当|应|可以|可)?(?:按照|依照|依据|根据)")
_PARTNERS = re.compile(
    r"(?:会同|商|联合|协同|协调|和|与)(?P<actors>[^，,。；]{2,50}?)(?=负责|采取|制定|组织|开展|建立|编制|实施|对|进行|做好|加强|确定|拟订|研究|提出|依法|应当|定期|按照|根据|及时|审核|共同|在|$)"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """An actor in a sentence, in text offsets; `inherited` when its words stand elsewhere."""

    name: str
    level: str
    start: int
    end: int
    inherited: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """A frame in text offsets of the clean view."""

    kind: Kind
    role: Role | str = ""
    actors: tuple[Mention, ...] = ()
    matter: Found | None = None
    matter_inherited: bool = False
    recipients: tuple[Found, ...] = ()
    time: tuple[Found, ...] = ()
    quantity: tuple[Found, ...] = ()
    conduct: tuple[Found, ...] = ()
    targets: tuple[Found, ...] = ()
    measures: tuple[Found, ...] = ()
    enforcers: tuple[Found, ...] = ()
    conditions: tuple[Found, ...] = ()
    exceptions: tuple[Found, ...] = ()
    rule: str = ""
    confidence: float = 0.9


@dataclass(frozen=True, slots=True)
class Sentence:
    """A segment's words without its mark, in text offsets; `item` is empty outside lists."""

    start: int
    end: int
    item: str


@dataclass(slots=True)
class Reading:
    """What the reader carries from sentence to sentence of one article."""

    subject: tuple[Mention, ...] = ()
    bodies: tuple[Mention, ...] = ()
    matter: Found | None = None
    lead_kind: Kind | None = None
    lead_actors: tuple[Mention, ...] = ()
    lead_consequence: Consequence | None = None
    in_list: bool = False


@dataclass(frozen=True, slots=True)
class Setting:
    """What an article inherits from its surroundings.

    `level` is that of the chapter (县级责任) or empty; `municipality` says that 市 means a province;
    `plan` that the document has no articles, so that sentences without a subject are tasks;
    `aims` that the section states aims and principles; `heading` is the matter of a 责任单位 list;
    `lead_in` are actors known from elsewhere for items whose lead-in the copy lacks.
    """

    level: str = ""
    municipality: bool = False
    plan: bool = False
    aims: bool = False
    heading: Found | None = None
    lead_in: tuple[str, ...] = ()


def read_article(analysis: Analysis, sentences: Sequence[Sentence], setting: Setting) -> list[list[Draft]]:
    """Return the drafts of each sentence of an article, in order."""
    reading = Reading()
    if setting.lead_in:
        place = sentences[0].start
        reading.lead_actors = reading.subject = tuple(
            Mention(name, level_of(name, setting.level, setting.municipality), place, place, True)
            for name in setting.lead_in
        )
        reading.lead_kind, reading.in_list = "duty", True
    found = [_consequences(analysis, sentence) for sentence in sentences]
    _inherit_consequences(analysis, sentences, found)
    checks = any(_is_check(analysis.text[s.start : s.end]) for s in sentences)
    drafts = []
    for sentence, stated in zip(sentences, found, strict=True):
        drafts.append(_Reader(analysis, sentence, setting, reading, stated, checks).read())
    return drafts


def _consequences(analysis: Analysis, sentence: Sentence) -> list[Consequence]:
    words = analysis.text[sentence.start : sentence.end]
    if is_meta(words) or _is_check(words):
        return []
    return consequences.find(analysis, split(analysis.text, sentence.start, sentence.end))


def _inherit_consequences(analysis: Analysis, sentences: Sequence[Sentence], found: list[list[Consequence]]) -> None:
    """Give conduct that stands alone (…的；) the measures of its list's lead-in, else of the next sentence that has some."""
    text = analysis.text
    lead: list[Consequence] = []
    for index, sentence in enumerate(sentences):
        words = text[sentence.start : sentence.end]
        if found[index]:
            if _LIST.search(words) or (index + 1 < len(sentences) and sentences[index + 1].item and not sentence.item):
                lead = [c for c in found[index] if c.kind == "sanction"]
                # 有下列情形之一的,由E约谈；造成后果的,追究责任：— the sentence before belongs to the lead-in
                if index and found[index - 1] and not sentences[index - 1].item:
                    lead = [c for c in found[index - 1] if c.kind == "sanction"] + lead
            continue
        alone = consequences.is_conduct(words) or bool(re.search(r"行为[。；]?$", words.strip()))
        if not alone:
            continue
        source: list[Consequence] = lead if sentence.item else []
        if not source:
            source = next((later for later in found[index + 1 :] if later), [])
            source = [c for c in source if c.kind == "sanction"][:1]
        if source:
            clauses = split(text, sentence.start, sentence.end)
            first = source[0]
            measures = tuple(dict.fromkeys(m for c in source for m in c.measures))
            own = consequences.conduct_of(analysis, clauses)
            found[index] = [
                replace(
                    first,
                    rule="sanction.listed_conduct",
                    conduct=own,
                    measures=measures,
                    targets=consequences.offenders(analysis, clauses) or first.targets,
                    quantity=tuple(q for c in source for q in c.quantity),
                    clauses=tuple(clauses),
                )
            ]


def _is_check(words: str) -> bool:
    """Say whether a sentence asks whether something was done, rather than ordering it."""
    return bool(_WHETHER.search(words)) and not re.search(r"应当|不得|可以|责令|审查|决定是否", words)


def is_meta(words: str) -> bool:
    """Say whether a sentence is the document about itself (scope, effect, interpretation, definition).

    >>> is_meta("本办法自印发之日起施行。"), is_meta("各级人民政府应当加强宣传。")
    (True, False)
    """
    return any(rule.regex.search(words) for rule in rules("sentences"))


class _Reader:
    """Reads one sentence; `reading` is carried on to the next."""

    def __init__(
        self,
        analysis: Analysis,
        sentence: Sentence,
        setting: Setting,
        reading: Reading,
        stated: list[Consequence],
        checks: bool,
    ) -> None:
        self.analysis, self.sentence, self.setting = analysis, sentence, setting
        self.reading, self.stated, self.checks = reading, stated, checks
        self.text = analysis.text
        self.words = self.text[sentence.start : sentence.end]
        self.drafts: list[Draft] = []

    def read(self) -> list[Draft]:
        self._enter()
        if not is_meta(self.words):
            start = self._unit_list()
            if self.checks and self._is_criterion():
                self._criteria()
            elif self.reading.in_list and self.reading.lead_kind == "criterion" and self.sentence.item:
                self._listed_criterion()
            else:
                self._norms(start)
        self._leave()
        return self.drafts

    def _enter(self) -> None:
        reading = self.reading
        if self.sentence.item and reading.lead_actors:
            reading.in_list = True
        elif not self.sentence.item and reading.in_list:
            reading.in_list = False
            reading.lead_kind = None

    def _leave(self) -> None:
        if not _LIST.search(self.words) or self.sentence.item and not self.reading.in_list:
            return
        kinds = [draft.kind for draft in self.drafts if draft.kind not in ("sanction", "reward")]
        reading = self.reading
        reading.lead_actors = self.drafts[-1].actors if self.drafts else reading.subject
        reading.lead_kind = "criterion" if _ASSESSED.search(self.words) else _listed_kind(kinds)

    # 责任单位: A、B ------------------------------------------------------------------------------

    def _unit_list(self) -> int:
        """Read a list of responsible units; return where the rest of the sentence begins."""
        match = _UNIT_LIST.search(self.text, self.sentence.start, self.sentence.end)
        if not match:
            return self.sentence.start
        actors = self._mentions(match.start("actors"), match.end("actors"))
        self.drafts.append(
            Draft(
                "responsibility", "unit", actors, self.setting.heading, rule="responsibility.unit_list", confidence=0.99
            )
        )
        rest = re.compile(r"\s*(?:[一二三四五六七八九十]+、\S{2,20}(?:\s+|$))?").match(
            self.text, match.end(), self.sentence.end
        )
        return rest.end() if rest else match.end()

    # 是否… ---------------------------------------------------------------------------------------

    def _is_criterion(self) -> bool:
        """Say whether the sentence is 是否…, or the heading of such a list (…情况。)."""
        words = self.words.rstrip("。；; ")
        return _is_check(words) or words.endswith(("情况", "问题或事项", "事项", "情形"))

    def _criteria(self) -> None:
        whether = re.search(r"(?P<subject>[^，,。；]*?)是否", self.words)
        actors: tuple[Mention, ...] = ()
        matter: Found | None = None
        if whether:
            begin = self.sentence.start + whether.end()
            named = whether["subject"]
            if named and is_actor(named):
                actors = self._mentions(
                    self.sentence.start + whether.start("subject"), self.sentence.start + whether.end("subject")
                )
            elif named.startswith("对") and len(named) > 3:
                low = self.sentence.start + 1
                matter = Found(named[1:], low, low + len(named) - 1)
            matter = matter or first_object(self.analysis, split(self.text, begin, self.sentence.end))
        else:
            words = re.sub(r"(?:落实)?情况。?$|。$", "", self.words)
            words = re.sub(r"^(?:建立|健全|改革|完善|创新|加强)", "", words)
            low = self.text.index(words, self.sentence.start) if words else self.sentence.start
            matter = Found(words, low, low + len(words)) if words else None
        self._add(Draft("criterion", "", actors, matter, rule="criterion.whether", confidence=0.95))

    def _listed_criterion(self) -> None:
        words = self.words.rstrip("。；; ")
        matter = Found(words, self.sentence.start, self.sentence.start + len(words))
        self._add(
            Draft(
                "criterion",
                "",
                self._inherited(self.reading.lead_actors),
                matter,
                rule="criterion.listed",
                confidence=0.9,
            )
        )

    # the rest ------------------------------------------------------------------------------------

    def _norms(self, start: int) -> None:
        clauses = split(self.text, start, self.sentence.end)
        consumed = {clause for item in self.stated for clause in item.clauses}
        subjects = {clause: None if clause in consumed else subject(self.analysis, clause) for clause in clauses}
        # words before the first subject set the scene (对巡查中发现的问题,县级河长应当…)
        first = next((index for index, clause in enumerate(clauses) if subjects[clause]), 0)
        causes = [
            i for i, clause in enumerate(clauses) if consequences.is_conduct(self.text[clause.start : clause.end])
        ]
        ends = [i for i, clause in enumerate(clauses) if clause in consumed]
        scene = [clause for clause in clauses[:first] if clause not in consumed]
        if first and self._stands_alone(scene, [subjects[clause] for clause in clauses[first:]]):
            first, scene = 0, []
        carried = self.reading.lead_actors if self.reading.in_list else self.reading.subject
        # tasks of a plan stand alone: each sentence names its own actors or none
        inherited = () if self.setting.plan and not self.reading.in_list else self._inherited(carried)
        groups: list[_Group] = []
        current: _Group | None = None
        invited = named_here = False
        if self.stated:
            self._state_consequences(inherited, subjects)
        for index, clause in enumerate(clauses):
            if index < first or clause in consumed:
                continue
            # conduct and what leads from it to the measures
            if causes and ends and index < ends[0]:
                continue
            words = self.text[clause.start : clause.end]
            found = subjects[clause]
            begin = clause.start
            explicit = False
            if found is not None:
                if consequences.is_conduct(words):
                    # X接到举报的,应当…: X must act; in a sanction the conduct names offenders instead
                    if not self.stated and not found.passive and index + 1 < len(clauses):
                        inherited = self._resolve(found)
                        named_here = True
                    continue
                inherited = self._resolve(found)
                explicit, begin, named_here = True, found.predicate, True
                # who praises or punishes is bound by the consequence alone
                if self.stated and index + 1 < len(clauses) and self._addresses(begin, clause.end):
                    continue
                partners = _PARTNERS.match(self.text, begin, clause.end)
                if partners and is_actor(partners["actors"]):
                    inherited += self._mentions(partners.start("actors"), partners.end("actors"))
                    begin = partners.end()
                    self.reading.subject = inherited
                if index + 1 < len(clauses) and self._sets_scene(begin, clause.end, clauses[index + 1], subjects):
                    named_here = True
                    continue
            elif consequences.is_conduct(words) or (
                _ADVERBIAL.match(words) and index + 1 < len(clauses) and not self._has_modal(clause)
            ):
                continue
            elif self.stated and (words.startswith("对") or _BY_RULE.match(words)):
                continue
            elif inherited and (partners := _PARTNERS.match(self.text, begin, clause.end)):
                named = self._mentions(partners.start("actors"), partners.end("actors"))
                if named and is_actor(partners["actors"]):
                    group = _Group("duty", (*inherited, *named), "duty.partners")
                    group.clauses.append(Clause(partners.end(), clause.end))
                    groups.append(group)
                    continue
            tokens = [t for t in self.analysis.between(begin, clause.end) if t.text.strip()]
            if tokens and self._invites(tokens, explicit, index == first, inherited):
                self._encourage(clause, begin, ())
                current, invited = None, True
                continue
            if invited and not explicit:
                continue
            if self._roles(clause, begin, inherited, scene):
                current = None
                continue
            kind, rule = self._kind(clause, begin, inherited, explicit, named_here, current)
            if kind is None or (kind == "permission" and self.stated):
                continue
            # a thing is the expressed subject: nobody is named
            bound = () if rule.endswith(".thing") else inherited
            key = (kind, tuple(m.name for m in bound))
            if current is None or current.key != key:
                current = _Group(kind, bound, rule)
                groups.append(current)
            current.clauses.append(Clause(begin, clause.end))
        for group in _joined(groups):
            self._add_group(group, scene)

    def _addresses(self, begin: int, end: int) -> bool:
        """Say whether a predicate only names the target of what follows ((可以)对作出贡献的单位,予以表彰)."""
        return bool(
            re.match(r"(?:可以|应当|要|可)?(?:(?:按照|依照|依据)[^，,对]*)?(?:对[^，,]+)?$", self.text[begin:end])
        )

    def _has_modal(self, clause: Clause) -> bool:
        return any(token.kind in MODAL for token in self.analysis.between(clause.start, clause.end))

    def _sets_scene(self, begin: int, end: int, after: Clause, subjects: dict[Clause, Subject | None]) -> bool:
        """Say whether a predicate is only a phrase (河长根据省有关规定,可以…) or a case (当事人认为…,可以…)."""
        tokens = [t for t in self.analysis.between(begin, end) if t.text.strip()]
        following = [t for t in self.analysis.between(after.start, after.end) if t.text.strip()]
        leads_on = bool(following) and following[0].kind in MODAL and subjects.get(after) is None
        if leads_on and not any(t.kind in MODAL or t.kind in ("charge", "copula") for t in tokens):
            return True
        if not tokens or tokens[0].text not in _SCENE_WORDS:
            return False
        return not any(t.kind in ("act", "charge", "duty", "ban", "may") for t in tokens[1:])

    def _stands_alone(self, scene: list[Clause], later: list[Subject | None]) -> bool:
        """Say whether the clauses before the first subject are norms of the inherited subject themselves."""
        # （二）开展河湖巡查工作,市河长每季度…,县河长每月…: the first clause only names the work
        if self.reading.in_list and len(scene) == 1 and all(later):
            return False
        if not scene or not (self.reading.subject or self.reading.in_list or self.setting.plan):
            return False
        first = self.text[scene[0].start : scene[0].end]
        return not (_ADVERBIAL.match(first) or first.startswith(("对", "在", "涉及")) or consequences.is_conduct(first))

    def _kind(
        self,
        clause: Clause,
        begin: int,
        actors: tuple[Mention, ...],
        explicit: bool,
        named: bool,
        current: _Group | None,
    ) -> tuple[Kind | None, str]:
        tokens = [t for t in self.analysis.between(begin, clause.end) if t.text.strip()]
        if not tokens:
            return None, ""
        words = self.text[begin : clause.end]
        modal = next((t for t in tokens[:24] if t.kind in ("duty", "ban", "may")), None)
        # a modal deep inside an object clause does not govern the clause
        if modal and modal.kind != "ban" and tokens.index(modal) > 0 and explicit:
            fronted = tokens[0].kind == "relation" and tokens[0].text in (
                "对",
                "将",
                "把",
                "向",
                "就",
                "在",
                *_SCENE_WORDS,
            )
            modal = modal if fronted or _only_phrase(tokens[: tokens.index(modal)]) else None
        if modal and modal.kind == "ban":
            return "prohibition", "prohibition.modal"
        if modal and modal.kind == "may":
            return "permission", "permission.modal"
        if modal and modal.kind == "duty":
            before = tokens[: tokens.index(modal)]
            named_thing = bool(not explicit and before and before[-1].text != "的" and not _only_phrase(before))
            if named_thing and not self.setting.plan and not named:
                return "duty", "duty.thing"
            return "duty", "duty.modal"
        if self.reading.in_list and self.reading.lead_kind in ("prohibition", "permission") and not explicit:
            return self.reading.lead_kind, f"{self.reading.lead_kind}.listed"
        if current is not None and not explicit:
            return current.kind, current.rule
        if explicit:
            if tokens[0].kind == "copula":
                return None, ""
            return "duty", "duty.subject"
        if self.reading.in_list and actors:
            return "duty", "duty.listed"
        if self.setting.plan:
            return (None, "") if self.setting.aims or _GOAL.match(words) else ("duty", "duty.plan")
        if (
            actors
            and (named or not _private(actors))
            and (tokens[0].kind in STRONG or tokens[0].kind in ("verb", "invite"))
        ):
            return "duty", "duty.inherited"
        return None, ""

    def _invites(self, tokens: list[Token], explicit: bool, leading: bool, actors: tuple[Mention, ...]) -> bool:
        if explicit:
            return False
        words = self.text[tokens[0].start : tokens[-1].end]
        if _STATE.match(words):
            return True
        head = next((t for t in tokens if t.kind != "adverb"), tokens[0])
        if head.kind != "invite" or self.setting.aims:
            return False
        if self.reading.in_list and actors:
            return False
        if head.text == "支持" and not leading:
            return False
        return leading or not actors or self.setting.plan or _private(actors)

    def _encourage(self, clause: Clause, begin: int, actors: tuple[Mention, ...]) -> None:
        tokens = [t for t in self.analysis.between(begin, clause.end) if t.text.strip()]
        place = 0
        while place < len(tokens) - 1 and (
            tokens[place].kind in ("invite", "adverb")
            or tokens[place].text in "和、"
            or tokens[place].text in ("国家", "本省", "本市", "本县", "本区")
        ):
            place += 1
        invited: tuple[Mention, ...] = ()
        begin = tokens[place].start
        end = self._invited_end(tokens[place:], clause)
        if end:
            invited = self._mentions(begin, end)
            begin = end
        clauses = [Clause(begin, clause.end)] if begin < clause.end else []
        later = [c for c in split(self.text, self.sentence.start, self.sentence.end) if c.start > clause.end]
        matter = first_object(self.analysis, clauses + later)
        if matter is None and begin < clause.end:
            matter = Found(self.text[begin : clause.end], begin, clause.end)
        self._add(Draft("encouragement", "", invited, matter, rule="encouragement.invite"))

    def _invited_end(self, tokens: list[Token], clause: Clause) -> int:
        """Return where the invited party ends: before the invited act, or at the comma before it; 0 for a thing."""
        begin = tokens[0].start
        if tokens[0].kind in ("relation", "verb", "act"):
            return 0
        stops = [
            index
            for index, token in enumerate(tokens[:-1])
            if index and (token.kind in STRONG or token.kind in ("verb", "invite")) and tokens[index - 1].text != "、"
        ]
        for index in stops:
            if is_actor(self.text[begin : tokens[index].start]) and tokens[index].text != "组织":
                return tokens[index].start
        if is_actor(self.text[begin : clause.end]):
            return clause.end
        return next((tokens[index].start for index in stops if tokens[index].kind in STRONG), 0)

    # responsibilities ---------------------------------------------------------------------------

    def _roles(self, clause: Clause, begin: int, actors: tuple[Mention, ...], scene: list[Clause]) -> bool:
        found = responsibilities.find(self.text, begin, clause.end)
        if not found:
            return False
        first = found[0]
        if first.rule == "responsibility.includes" and self._has_role():
            return True
        if first.rule == "responsibility.assist" and not actors:
            return False
        plain = True
        for item in found:
            bound = actors
            matter, borrowed = item.matter, False
            if item.actors:
                named = self._mentions(item.actors.start, item.actors.end)
                if not named or not is_actor(item.actors.value, strict=False):
                    continue
                bound = named
            elif first.rule == "responsibility.includes" and item.matter and not self._explicit(clause, begin):
                cut = self._actor_prefix(item.matter)
                if cut:
                    bound = self.reading.subject = self._mentions(item.matter.start, cut)
                    matter = Found(self.text[cut : item.matter.end], cut, item.matter.end)
            # without anyone to bear it, 属地管理责任 is not allocated
            if not bound:
                continue
            if matter is None:
                matter = self._scene_matter(scene)
            if matter is None and self.reading.matter is not None:
                matter, borrowed = self.reading.matter, True
            if item.matter is not None and not item.actors:
                self.reading.matter = item.matter
            elif matter is not None and not borrowed:
                self.reading.matter = matter
            self._add(
                Draft("responsibility", item.role, bound, matter, borrowed, rule=item.rule, confidence=item.confidence)
            )
            plain = False
        return not plain

    def _explicit(self, clause: Clause, begin: int) -> bool:
        return begin > clause.start

    def _actor_prefix(self, words: Found) -> int:
        """Return where the actors end in 地方党委和政府乡村振兴(责任), or 0."""
        ends = [t.start for t in self.analysis.between(words.start + 1, words.end)]
        return next((end for end in reversed(ends) if is_actor(self.text[words.start : end])), 0)

    def _has_role(self) -> bool:
        return any(draft.kind == "responsibility" for draft in self.drafts)

    def _scene_matter(self, scene: list[Clause]) -> Found | None:
        """Return M of a scene 对M, before the subject, or the 按照M of the sentence."""
        for clause in scene:
            match = re.match(r"(?:对于?|涉及|关于)(?P<matter>[^，,]{2,60})$", self.text[clause.start : clause.end])
            if match:
                low = clause.start + match.start("matter")
                return Found(match["matter"], low, low + len(match["matter"]))
        return None

    # consequences -------------------------------------------------------------------------------

    def _state_consequences(self, inherited: tuple[Mention, ...], subjects: dict[Clause, Subject | None]) -> None:
        for item in self.stated:
            enforcers = tuple(self._mention(found) for found in item.enforcers)
            passed_on = item.rule == "sanction.listed_conduct"
            if not enforcers and not passed_on:
                before = [
                    found
                    for clause, found in subjects.items()
                    if found
                    and clause.end <= item.clauses[0].start
                    and not any(c.start < clause.end and clause.start < c.end for c in item.conduct)
                    and not consequences.is_conduct(self.text[clause.start : clause.end])
                ]
                if before and (item.kind == "sanction" or not before[-1].passive):
                    enforcers = self._mentions(before[-1].start, before[-1].end)
            if not enforcers and item.kind == "sanction" and not passed_on:
                enforcers = inherited
            self._add(
                Draft(
                    "sanction" if item.kind == "sanction" else "reward",
                    "",
                    enforcers,
                    None,
                    conduct=item.conduct,
                    targets=item.targets,
                    measures=item.measures,
                    enforcers=tuple(Found(m.name, m.start, m.end) for m in enforcers),
                    quantity=item.quantity,
                    rule=item.rule,
                    confidence=item.confidence,
                )
            )

    # actors -------------------------------------------------------------------------------------

    def _mention(self, found: Found) -> Mention:
        level = level_of(found.value, self.setting.level, self.setting.municipality)
        return Mention(found.value, level, found.start, found.end)

    def _mentions(self, start: int, end: int) -> tuple[Mention, ...]:
        return tuple(
            self._mention(Found(name.name, start + name.start, start + name.end))
            for name in parse(self.text[start:end])
        )

    def _inherited(self, mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
        return tuple(replace(mention, inherited=True) for mention in mentions)

    def _resolve(self, found: Subject) -> tuple[Mention, ...]:
        """Return the actors of a subject; a bare office belongs to the bodies named before it."""
        words = self.text[found.start : found.end]
        reading = self.reading
        if _BARE_OFFICE.match(words) and reading.bodies:
            return tuple(
                Mention(_owner(body.name) + words, body.level, found.start, found.end, True) for body in reading.bodies
            )
        mentions = self._mentions(found.start, found.end)
        reading.subject = mentions
        if not found.passive:
            if any(
                re.search(r"(?:党委|政府|委|部门|单位|机关|机构|组织|小组|企业|党组(?:\(党委\))?)$", m.name)
                for m in mentions
            ):
                reading.bodies = mentions
        return mentions

    def _add(self, draft: Draft) -> None:
        self.drafts.append(self._with_particulars(draft))

    def _with_particulars(self, draft: Draft) -> Draft:
        if draft.kind in ("sanction", "reward", "responsibility"):
            return draft
        start, end = self.sentence.start, self.sentence.end
        return replace(draft, time=draft.time or times(self.text, start, end)) if draft.kind == "criterion" else draft

    def _add_group(self, group: _Group, scene: list[Clause]) -> None:
        low = group.clauses[0].start
        spans = [(c.start, c.end) for c in group.clauses]
        found_times = tuple(t for a, b in spans for t in times(self.text, a, b))
        found_quantities = tuple(q for a, b in spans for q in quantities(self.text, a, b))
        found_recipients = tuple(r for a, b in spans for r in recipients(self.text, a, b))
        matter = self._thing(group) if group.rule.endswith(".thing") else None
        matter = matter or self._group_matter(group, found_times, found_quantities) or self._scene_matter(scene)
        if self.reading.matter is None:
            self.reading.matter = matter
        exceptions = tuple(
            Found(m["value"], m.start("value"), m.end("value"))
            for m in re.compile(r"除(?P<value>[^，,。；]{2,60})(?:以外|之外|外)").finditer(
                self.text, self.sentence.start, self.sentence.end
            )
        )
        conditions = tuple(
            Found(self.text[c.start : c.end], c.start, c.end)
            for c in split(self.text, self.sentence.start, self.sentence.end)
            if c.end <= low and consequences.is_conduct(self.text[c.start : c.end])
        )
        self.drafts.append(
            Draft(
                group.kind,
                "",
                group.actors,
                matter,
                recipients=_unique(found_recipients),
                time=found_times,
                quantity=found_quantities,
                conditions=conditions,
                exceptions=exceptions,
                rule=group.rule,
            )
        )

    def _thing(self, group: _Group) -> Found | None:
        """Return the thing before the modal (考核工作应当力戒形式主义)."""
        first = group.clauses[0]
        modal = next((t for t in self.analysis.between(first.start, first.end) if t.kind in MODAL), None)
        if modal is None or modal.start <= first.start:
            return None
        return Found(self.text[first.start : modal.start], first.start, modal.start)

    def _group_matter(
        self, group: _Group, found_times: tuple[Found, ...], found_quantities: tuple[Found, ...]
    ) -> Found | None:
        bearing = [
            c for c in group.clauses if any(c.start <= f.start < c.end for f in (*found_times, *found_quantities))
        ]
        return first_object(self.analysis, bearing) or first_object(self.analysis, group.clauses)


@dataclass(slots=True)
class _Group:
    """Clauses of one kind with the same actors."""

    kind: Kind
    actors: tuple[Mention, ...]
    rule: str
    clauses: list[Clause] = field(default_factory=list)

    @property
    def key(self) -> tuple[Kind, tuple[str, ...]]:
        return (self.kind, tuple(mention.name for mention in self.actors))


def _joined(groups: list[_Group]) -> list[_Group]:
    """Several verb phrases of the same actors and kind are one frame."""
    merged: dict[tuple[Kind, tuple[str, ...]], _Group] = {}
    for group in groups:
        if group.key in merged:
            merged[group.key].clauses += group.clauses
        else:
            merged[group.key] = group
    return list(merged.values())


def _listed_kind(kinds: list[Kind]) -> Kind:
    return kinds[-1] if kinds and kinds[-1] in ("prohibition", "permission", "criterion") else "duty"


def _only_phrase(tokens: list[Token]) -> bool:
    """Say whether the tokens before a modal are adverbs and prepositional phrases only."""
    return all(t.kind in ("adverb", "relation", "inside", "") for t in tokens) and tokens[0].kind in (
        "adverb",
        "relation",
    )


def _private(mentions: tuple[Mention, ...]) -> bool:
    """Say whether none of the actors is a public body: they do not carry out programmes unasked."""
    return bool(mentions) and all(mention.level == "none" for mention in mentions)


def _owner(name: str) -> str:
    """Return the body of an office: 县级党委主要负责人 → 县级党委; 有关部门党组(党委) → 有关部门."""
    name = re.sub(r"(?:主要负责人|分管负责人|分管领导|主要领导|负责人|领导班子)$", "", name)
    return re.sub(r"(?:党组|党委)?\(党委\)$", "", name)


def _unique(found: tuple[Found, ...]) -> tuple[Found, ...]:
    return tuple({f.value: f for f in reversed(found)}.values())[::-1]
