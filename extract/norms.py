"""Read the sentences of one article into drafts of frames: who is bound, how, and to what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extract import criteria, encouragements, founding, kinds, listed, unit_lists
from extract.actors import is_actor, level_of
from extract.allocations import allocate, fill_matters
from extract.clause_tests import is_conduct, orders
from extract.clauses import Clause, follows_semicolon, split
from extract.consequences import Consequence
from extract.drafts import Draft, Found, Mention, Sentence, Setting
from extract.groups import Group, joined, to_draft
from extract.impositions import Before, impose
from extract.matters import object_of
from extract.parties import party
from extract.pipeline import Analysis
from extract.reading import Agents, Reading
from extract.sentences import is_adverbial, is_check, is_meta
from extract.subjects import Subject, subject
from extract.tokens import MODAL
from extract.types import Kind

_WITHOUT_MODAL = frozenset({"duty.listed", "duty.plan", "duty.inherited"})
_BY_RULE = re.compile(r"(?:要|应当|应|可以|可)?(?:按照|依照|依据|根据)")
_PARTNERS = re.compile(
    r"(?:会同|联合|协同|协调|和|与)(?P<actors>[^，,。；]{2,50}?)(?=每|负责|采取|制定|组织|开展|建立|编制|实施|对|进行|做好"
    r"|加强|确定|拟订|研究|提出|依法|应当|定期|按照|根据|及时|审核|共同|在|$)"
)
_BY_YEAR = re.compile(r"到(?:“[^”]+”末|\d{4}年)")
_CHARGED = re.compile(r"(?:具体|主要|统一|共同)?(?:负责(?!人)|承担)")
_JOINS = re.compile(r"会同|联合")
_EACH = re.compile(r"(?:各|县级以上|乡镇以上)[^，,的]{1,40}")
# 海塘建设,由专用单位负责: a whole field is given to somebody
_IN_CHARGE = re.compile(r"(?:统一|具体|分级|全面|归口|共同|按照[^，,]{2,12})*负责$")
_FOCUS = re.compile(r"重点考核(?P<actors>.+?)(?:落实|推进|履行|完成|贯彻)(?P<matter>.+)$")
_TOPIC = re.compile(r"(?:对于?|涉及|关于)(?P<matter>[^，,]{2,60})$")
_DUTIES_OF = re.compile(
    r"(?P<actors>[^，,。；：:]{2,40}?)的?(?P<matter>(?:主要|工作|具体|基本)*(?:职责|任务|义务))(?:是|为|如下|包括|有)?[：:]\s*$"
)


def read_article(
    analysis: Analysis, sentences: Sequence[Sentence], setting: Setting, agents: Agents | None = None
) -> list[list[Draft]]:
    """Return the drafts of each sentence of an article, in order.

    `agents` are the activities of the chapter with those who carry them out; the article adds its own.
    """
    reading = Reading(analysis.text, setting, {} if agents is None else agents)
    if setting.lead_in:
        place = sentences[0].start
        reading.lead_actors = reading.subject = tuple(
            Mention(name, level_of(name, setting.level, setting.municipality), place, place, True)
            for name in setting.lead_in
        )
        reading.lead_kind, reading.in_list = "duty", True
    checks = any(is_check(analysis.text[sentence.start : sentence.end]) for sentence in sentences)
    before = Before()
    drafts: list[list[Draft]] = []
    item = ""
    for sentence, stated in zip(sentences, listed.of_article(analysis, sentences), strict=True):
        offenders = before.offenders if sentence.item == item else ()
        if sentence.item and sentence.item != item:
            reading.matter = reading.lead_matter  # the matter of one item is not that of the next
        item = sentence.item
        reader = _SentenceReader(analysis, sentence, reading, stated, Before(offenders, before.enforcers))
        drafts.append(reader.read(checks))
        before = Before(
            next((stating.targets for stating in reversed(stated) if stating.targets), offenders),
            next((d.actors for d in reversed(drafts[-1]) if d.kind in ("sanction", "reward")), ()),
        )
    return drafts


class _SentenceReader:
    """Reads one sentence; `reading` is carried on to the next."""

    def __init__(
        self,
        analysis: Analysis,
        sentence: Sentence,
        reading: Reading,
        stated: list[Consequence],
        before: Before,
    ) -> None:
        self.analysis, self.sentence, self.reading = analysis, sentence, reading
        self.stated, self.before = stated, before
        self.text = analysis.text
        self.words = self.text[sentence.start : sentence.end]
        self.drafts: list[Draft] = []
        self.groups: list[Group] = []
        self.scene: list[Clause] = []

    def read(self, checks: bool) -> list[Draft]:
        """Return the drafts; `checks` says that the article is a list of inspection items."""
        reading = self.reading
        if self.sentence.item and (reading.lead_actors or reading.lead_kind is not None):
            reading.in_list = True
        elif not self.sentence.item and reading.in_list:
            reading.in_list, reading.lead_kind = False, None
        reading.in_cases = reading.in_cases and bool(self.sentence.item)
        reading.continues = follows_semicolon(self.text, self.sentence.start)
        if not is_meta(self.words):
            start = self._unit_lists()
            if checks and criteria.is_criterion(self.words):
                self.drafts.append(criteria.read(self.analysis, self.sentence, reading))
            elif reading.in_list and reading.lead_kind == "criterion" and self.sentence.item:
                self.drafts.append(criteria.listed(self.analysis, self.sentence, reading))
            elif reading.in_list and reading.lead_kind == "prohibition" and self.sentence.item and not self.stated:
                self._listed_prohibition()
            elif start < self.sentence.end and not (self._is_case() or self._is_principle() or self._is_aim()):
                self._norms(start)
        if listed.opens_list(self.words) and (reading.in_list or not self.sentence.item):
            self._open_list()
        return self.drafts

    def _is_case(self) -> bool:
        """Say whether an item of 有下列情形之一的,可以…： only describes a case and orders nothing by itself."""
        return self.reading.in_cases and not self.stated

    def _is_aim(self) -> bool:
        """Say whether a sentence of a plan states what is to be reached (到2027年,农民收入明显提高)."""
        plan = self.reading.setting.plan
        return plan and bool(_BY_YEAR.match(self.words)) and not self._orders()

    def _is_principle(self) -> bool:
        """Say whether an article opens with a principle that binds nobody (坚持党的领导,…四级书记抓乡村振兴)."""
        reading = self.reading
        if reading.setting.plan or reading.in_list or reading.subject or not self.words.startswith("坚持"):
            return False
        return not self._orders()

    def _orders(self) -> bool:
        return self.analysis.orders(self.sentence.start, self.sentence.end)

    def _listed_prohibition(self) -> None:
        """Read an item of 不得有下列行为: the whole item is what is prohibited."""
        words = re.sub(r"的?[。；; ]*$", "", self.words)
        end = self.sentence.start + len(words)
        matter = object_of(self.analysis, self.sentence.start, end) or Found(words, self.sentence.start, end)
        self.drafts.append(
            Draft("prohibition", actors=self.reading.carried(), matter=matter, rule="prohibition.listed")
        )

    def _open_list(self) -> None:
        plain = [draft.kind for draft in self.drafts if draft.kind not in ("sanction", "reward")]
        self.reading.in_cases = listed.opens_cases(self.words)
        self.reading.lead_actors = self.drafts[-1].actors if self.drafts else self.reading.subject
        self.reading.lead_matter = self.reading.matter
        if criteria.announces(self.words):
            self.reading.lead_kind = "criterion"
        else:
            main = plain[0] if plain and "但" in self.words else plain[-1] if plain else ""
            kind: Kind = main if main in ("prohibition", "permission") else "duty"
            # a lead-in that binds nobody leaves its items open, unless actors are inherited
            self.reading.lead_kind = kind if plain or self.reading.lead_actors else None

    def _unit_lists(self) -> int:
        """Read 责任单位: A、B; return where the rest of the sentence begins."""
        found = unit_lists.find(self.text, self.sentence.start, self.sentence.end, self.reading.units)
        heading = self.reading.setting.heading
        for role, words in found.lists:
            actors = self.reading.mentions(words.start, words.end)
            self.drafts.append(Draft("responsibility", role, actors, heading, rule="responsibility.unit_list"))
        self.reading.units = found.open_role
        return found.rest

    def _duties_of(self) -> bool:
        """Read the lead-in 驻村工作队主要职责：, which names whose the listed duties are."""
        match = _DUTIES_OF.match(self.words)
        if not match or not is_actor(match["actors"]):
            return False
        start = self.sentence.start
        actors = self.reading.subject = self.reading.mentions(start, start + match.end("actors"))
        matter = Found(match["matter"], start + match.start("matter"), start + match.end("matter"))
        self.drafts.append(Draft("duty", actors=actors, matter=matter, rule="duty.lead_in"))
        return True

    def _norms(self, start: int) -> None:
        if listed.opens_list(self.words) and self._duties_of():
            return
        cut = split(self.text, start, self.sentence.end)
        consumed = {clause for item in self.stated for clause in item.clauses}
        subjects = {clause: None if clause in consumed else subject(self.analysis, clause) for clause in cut}
        clauses = self._joined(cut, consumed, subjects)
        first = self._first(clauses, consumed, subjects)
        actors = (
            () if self._opens_with_thing(clauses, subjects) else self.reading.carried(bool(_CHARGED.match(self.words)))
        )
        self.drafts += impose(self.analysis, self.reading, self.sentence, self.stated, actors, subjects, self.before)
        if consumed and any(self._is_conduct(clause) for clause in clauses):
            # conduct and what leads from it to the measures
            opening = next(index for index, clause in enumerate(clauses) if clause in consumed)
            case = next(index for index, clause in enumerate(clauses) if self._is_conduct(clause))
            if not any(orders(self.analysis, clause) for clause in clauses[:case]):
                first = max(first, opening)
        current: Group | None = None
        named = invited = False
        founded: Found | None = None
        consumed |= self._excepted(clauses)
        for index in range(first, len(clauses)):
            clause = clauses[index]
            if clause in consumed:
                continue
            if founded:
                if index and founding.body(self.text, clauses[index - 1]):
                    actors = self.reading.subject = (self.reading.mention(founded),)
                    current, named = None, True
                if founding.fills(self.text, clause):
                    continue
            after = clauses[index + 1] if index + 1 < len(clauses) else None
            if self.reading.setting.plan:
                office = subjects[clause]
                if office and founding.is_seat(self.text, clause):
                    actors, current, named = self.reading.resolve(office), None, True
                    continue
                founded = founding.body(self.text, clause) or founded
            found, begin = subjects[clause], clause.start
            if found is not None:
                if self._is_conduct(clause):
                    # X接到举报的,应当…: X must act; in a sanction the conduct names offenders instead
                    if not self.stated and not found.passive and after:
                        actors, named = self.reading.resolve(found), True
                    continue
                actors, begin, named = self.reading.resolve(found), found.predicate, True
                # who praises or punishes is bound by the consequence alone
                if self.stated and after and kinds.addresses(self.text, begin, clause.end):
                    continue
                if partners := self._partners(begin, clause.end):
                    actors = self.reading.subject = actors + partners[0]
                    begin = partners[1]
                elif partners := self._ordered_partners(begin, clause.end):
                    actors = self.reading.subject = actors + partners[0]
                if self._opens_case(clauses[index:], begin, subjects) or (
                    after
                    and (
                        self._leads_in(begin, clause.end, after)
                        or kinds.sets_scene(self.analysis, begin, clause.end, after, subjects)
                    )
                ):
                    continue
            elif self._passes_over(clause, after):
                continue
            elif actors and (partners := self._partners(begin, clause.end)):
                group = Group("duty", actors + partners[0], "duty.partners", [Clause(partners[1], clause.end)])
                self.groups.append(group)
                continue
            tokens = self.analysis.words(begin, clause.end)
            if not tokens:
                continue
            if found is None:
                if encouragements.invites(self.reading, tokens, index == first or invited, actors, named):
                    draft = encouragements.read(self.analysis, self.reading, clause, clauses[index + 1 :])
                    if draft.actors or not invited:
                        self.drafts.append(draft)
                    current, invited = None, True
                    continue
                if invited:
                    continue
                if encouragements.allows(tokens):
                    draft = encouragements.read(self.analysis, self.reading, clause, clauses[index + 1 :])
                    self.drafts.append(replace(draft, kind="permission", rule="permission.allowed"))
                    current, invited = None, True
                    continue
                actors = actors or self.reading.agents_of(self.text[begin : clause.end])
            if found is not None and found.passive and _IN_CHARGE.match(self.text, begin, clause.end):
                topic = self._passive_topic(clauses[: index + 1], found, subjects)
                if topic is not None:
                    self.drafts.append(Draft("responsibility", "other", actors, topic, rule="responsibility.by"))
                    current = None
                    continue
            allocated = allocate(self.analysis, self.reading, clause, begin, actors, self.drafts, self._topic())
            if allocated is not None:
                self.drafts += allocated
                current = None
                continue
            self._focus(clause)
            stated = kinds.kind_of(self.reading, tokens, actors, found is not None, named)
            if stated == ("duty", "duty.subject") and found is not None and found.passive:
                stated = self._before_passive(clause, found) or stated
            if stated is None and found is None and current is not None:
                stated = (current.kind, current.rule)
            elif stated is None and found is None and actors and self.reading.agents_of(self.text[begin : clause.end]):
                stated = ("duty", "duty.agent")
            elif stated is not None and current is not None and found is None and stated[1] in _WITHOUT_MODAL:
                stated = (current.kind, current.rule)
            # 严禁使用不合格的设备: addressed to everybody
            if (
                stated
                and found is None
                and index == 0
                and tokens[0].text in ("禁止", "严禁")
                and not self.reading.in_list
            ):
                actors = ()
            # 禁止任何单位侵占…: the actor stands after the verb
            inner = subject(self.analysis, Clause(tokens[0].end, clause.end)) if tokens[0].kind == "ban" else None
            if inner and not inner.passive and found is None and stated and stated[0] == "prohibition":
                actors, begin = self.reading.resolve(inner), inner.predicate
            if stated is None or (stated[0] == "permission" and self.stated):
                continue
            if stated[1].endswith(".thing"):
                actors = ()  # nor does what follows bind whoever was bound before
            # where a thing is the expressed subject nobody is named
            nobody = stated[1].endswith(".thing") or (
                stated[0] == "prohibition" and found is not None and found.passive
            )
            bound = () if nobody else actors
            if current is None or current.key != (stated[0], tuple(mention.name for mention in bound)):
                current = Group(stated[0], bound, stated[1])
                if found is not None and found.passive:
                    current.topic = self._passive_topic(clauses[: index + 1], found, subjects)
                self.groups.append(current)
            current.clauses.append(Clause(begin, clause.end))
            self.reading.learn(self.text[begin : clause.end], bound)
        for group in joined(self.groups):
            draft = to_draft(self.analysis, self.sentence, group, self._topic())
            self.reading.matter = self.reading.matter or draft.matter
            self.drafts.append(draft)
        self.drafts = fill_matters(self.drafts, self.reading)

    def _excepted(self, clauses: Sequence[Clause]) -> set[Clause]:
        """Return the clauses of an exception that commas divide (除涉及生命安全,并报经批准外,…)."""
        if "除" not in self.words:
            return set()
        words = [self.text[clause.start : clause.end] for clause in clauses]
        for first, opening in enumerate(words):
            last = next((place for place in range(first, len(words)) if words[place].endswith("外")), None)
            if opening.startswith("除") and last is not None:
                return set(clauses[first : last + 1]) if last > first else set()
        return set()

    def _joined(
        self, clauses: Sequence[Clause], consumed: set[Clause], subjects: dict[Clause, Subject | None]
    ) -> list[Clause]:
        """Join clauses where a comma parts actors from the rest of their subject (各级党委和政府,各有关部门要…)."""
        joined: list[Clause] = []
        for clause in clauses:
            found, before = subjects[clause], joined[-1] if joined else None
            if before and found and not found.passive and before not in consumed and subjects[before] is None:
                words = self.text[before.start : before.end]
                if _EACH.fullmatch(words) and is_actor(words, strict=False):
                    whole = Clause(before.start, clause.end)
                    subjects[whole] = replace(found, start=before.start)
                    joined[-1] = whole
                    continue
            joined.append(clause)
        return joined

    def _passive_topic(
        self, clauses: Sequence[Clause], found: Subject, subjects: dict[Clause, Subject | None]
    ) -> Found | None:
        """Return the thing that the agent after 由 deals with: the words before 由, else the clause before them."""
        clause = clauses[-1]
        words = self.text[clause.start : found.start - 1]
        tokens = self.analysis.words(clause.start, found.start - 1)
        while tokens and tokens[-1].kind in (*MODAL, "adverb"):
            tokens = tokens[:-1]
        if tokens and not is_adverbial(words) and tokens[0].kind not in ("relation", *MODAL):
            return Found(self.text[clause.start : tokens[-1].end], clause.start, tokens[-1].end)
        before = clauses[-2] if len(clauses) > 1 and not tokens else None
        if before and subjects[before] is None and not self._is_conduct(before):
            named = self.analysis.words(before.start, before.end)
            if kinds.is_thing(named):
                return Found(self.text[before.start : before.end], before.start, before.end)
        return None

    def _before_passive(self, clause: Clause, found: Subject) -> tuple[Kind, str] | None:
        """Return the kind of a modal right before 由 (可以由省水利厅负责)."""
        ahead = self.analysis.words(clause.start, found.start - 1)
        if ahead and ahead[-1].kind == "may":
            return "permission", "permission.modal"
        if ahead and ahead[-1].kind == "ban":
            return "prohibition", "prohibition.modal"
        return None

    def _first(self, clauses: list[Clause], consumed: set[Clause], subjects: dict[Clause, Subject | None]) -> int:
        """Return where the norms begin: words before the first subject set the scene (对发现的问题,县级河长应当…)."""
        first = next((index for index, clause in enumerate(clauses) if subjects[clause]), 0)
        scene = [clause for clause in clauses[:first] if clause not in consumed]
        if scene and self._stands_alone(scene, all(subjects[clause] for clause in clauses[first:])):
            return 0
        self.scene = scene
        return first

    def _opens_with_thing(self, clauses: list[Clause], subjects: dict[Clause, Subject | None]) -> bool:
        """Say whether a sentence is about a thing (建设项目的设计,应当…), so that it binds nobody by inheritance."""
        if len(clauses) < 2 or self.reading.in_list or subjects[clauses[0]] or self.reading.setting.plan:
            return False
        topic = clauses[0]
        tokens = self.analysis.words(topic.start, topic.end)
        after = self.analysis.words(clauses[1].start, clauses[1].end)
        if not after or not any(orders(self.analysis, clause) for clause in clauses[1:3]):
            return False
        words = self.text[topic.start : topic.end]
        if self._is_conduct(topic) or is_adverbial(words) or any(token.kind in MODAL for token in tokens):
            return False
        return kinds.is_thing(tokens)

    def _stands_alone(self, scene: list[Clause], all_named: bool) -> bool:
        """Say whether the clauses before the first subject are norms of the inherited subject themselves."""
        reading = self.reading
        # （二）开展河湖巡查工作,市河长每季度…,县河长每月…: the first clause only names the work
        if reading.in_list and len(scene) == 1 and all_named:
            return False
        if not (reading.subject or reading.in_list or reading.setting.plan):
            return False
        words = self.text[scene[0].start : scene[0].end]
        return not (is_adverbial(words) or words.startswith(("对", "在", "涉及")) or self._is_conduct(scene[0]))

    def _leads_in(self, begin: int, end: int, after: Clause) -> bool:
        """Say whether a predicate belongs to the case that follows (纳税人改变用途,不再属于…的,应当…) or is a time."""
        if any(token.kind in MODAL or token.kind == "copula" for token in self.analysis.between(begin, end)):
            return False
        if self.text[begin:end].endswith(("时", "时候", "后", "前", "过程中", "期间")):
            return True
        return self._is_conduct(after) and subject(self.analysis, after) is None

    def _opens_case(self, clauses: Sequence[Clause], begin: int, subjects: dict[Clause, Subject | None]) -> bool:
        """Say whether the first clause begins a case that a later one ends and somebody else is bound in.

        建设单位因施工需要,向档案机构查询资料时,有关部门应当提供: the unit is not bound.
        """
        if self.analysis.orders(begin, clauses[0].end):
            return False
        for place, clause in enumerate(clauses[1:-1], 1):
            if subjects[clause] is not None or orders(self.analysis, clause):
                return False
            if self.text[clause.start : clause.end].endswith(("时", "的时候")):
                return subjects[clauses[place + 1]] is not None
        return False

    def _is_conduct(self, clause: Clause) -> bool:
        return is_conduct(self.analysis, clause, listed.opens_list(self.words))

    def _passes_over(self, clause: Clause, after: Clause | None) -> bool:
        """Say whether a clause without a subject states nothing: conduct, an adverbial, the way to the measures."""
        words = self.text[clause.start : clause.end]
        if self._is_conduct(clause):
            return True
        if after and is_adverbial(words):
            return not orders(self.analysis, clause)
        return bool(self.stated) and (words.startswith("对") or bool(_BY_RULE.match(words)))

    def _partners(self, begin: int, end: int) -> tuple[tuple[Mention, ...], int] | None:
        """Return the partners of 会同A、B and where the predicate goes on."""
        match = _PARTNERS.match(self.text, begin, end)
        if match and is_actor(match["actors"]):
            return self.reading.mentions(match.start("actors"), match.end("actors")), match.end()
        joins = _JOINS.match(self.text, begin, end)
        tokens = self.analysis.words(joins.end(), end) if joins else []
        last = party(self.text, tokens, 0) if tokens else None
        if last is None:
            return None
        return self.reading.mentions(tokens[0].start, tokens[last].end), tokens[last].end

    def _ordered_partners(self, begin: int, end: int) -> tuple[tuple[Mention, ...], int] | None:
        """Return the partners of 应当会同A、B, where the modal stands first."""
        tokens = self.analysis.words(begin, end)
        place = next((index for index, token in enumerate(tokens[:3]) if token.kind in MODAL), None)
        return None if place is None else self._partners(tokens[place].end, end)

    def _focus(self, clause: Clause) -> None:
        """Read 重点考核A落实M: a criterion for A beside the duty of the assessor."""
        match = _FOCUS.search(self.text, clause.start, clause.end)
        if match and is_actor(match["actors"]):
            actors = self.reading.mentions(match.start("actors"), match.end("actors"))
            matter = Found(match["matter"], match.start("matter"), match.end("matter"))
            self.drafts.append(Draft("criterion", actors=actors, matter=matter, rule="criterion.focus"))

    def _topic(self) -> Found | None:
        """Return M where the scene before the subject is 对M."""
        for clause in self.scene:
            if match := _TOPIC.match(self.text, clause.start, clause.end):
                return Found(match["matter"], match.start("matter"), match.end("matter"))
        return None
