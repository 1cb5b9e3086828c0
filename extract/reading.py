"""What the reader of an article carries from sentence to sentence: subjects, bodies, lists, the last matter.

The drafting conventions behind it: items inherit the actors and the kind of their lead-in, sentences without a
subject inherit the article's, a bare 主要负责人 belongs to the body named before it, and an activity that a
chapter gave to someone (进行督促检查) keeps its agents when it is the subject later (督促检查采取下列方式进行).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from extract.actors import level_of, parse
from extract.drafts import Found, Mention, Setting
from extract.subjects import Subject
from extract.types import Kind, Role

_BARE_OFFICE = re.compile(
    r"(?:(?:党政|领导班子|单位)?主要(?:负责人|负责同志|领导)|党政正职|正职|一把手|党政一把手|分管(?:负责人|负责同志|领导|领导同志)|负责人|领导班子成员)$"
)
_BODY = re.compile(r"(?:党委|政府|委|部门|单位|机关|机构|组织|小组|企业|党组(?:\(党委\))?)$")
_ACTIVITY = re.compile(r"(?:进行|开展|实施)(?P<activity>[^，,。；;：:的、进]{2,8})$")

Agents = dict[str, tuple[Mention, ...]]


@dataclass(slots=True)
class Reading:
    """The state of reading one article; `agents` is shared by the articles of a chapter.

    `continues` says that a semicolon stands before the sentence being read.
    """

    text: str
    setting: Setting
    agents: Agents = field(default_factory=dict)
    subject: tuple[Mention, ...] = ()
    bodies: tuple[Mention, ...] = ()
    matter: Found | None = None
    lead_kind: Kind | None = None
    lead_actors: tuple[Mention, ...] = ()
    lead_matter: Found | None = None
    in_list: bool = False
    in_cases: bool = False
    continues: bool = False
    units: Role | None = None

    def mention(self, found: Found) -> Mention:
        """Return an actor with its level."""
        return Mention(
            found.value,
            level_of(found.value, self.setting.level, self.setting.municipality),
            found.start,
            found.end,
        )

    def mentions(self, start: int, end: int) -> tuple[Mention, ...]:
        """Return the actors of a phrase in the text, coordination expanded."""
        names = parse(self.text[start:end])
        return tuple(self.mention(Found(name.name, start + name.start, start + name.end)) for name in names)

    def resolve(self, found: Subject) -> tuple[Mention, ...]:
        """Return the actors of a subject and remember them; a bare office gets the bodies named before it."""
        words = self.text[found.start : found.end]
        if _BARE_OFFICE.match(words) and self.bodies:
            return tuple(
                Mention(_owner(body.name) + words.removeprefix("党政"), body.level, found.start, found.end, True)
                for body in self.bodies
            )
        mentions = self.mentions(found.start, found.end)
        self.subject = mentions
        if not found.passive and any(_BODY.search(mention.name) for mention in mentions):
            self.bodies = mentions
        return mentions

    def carried(self, in_charge: bool = False) -> tuple[Mention, ...]:
        """Return the actors that a sentence without a subject inherits.

        Tasks of a plan stand alone: each sentence names its own actors or none, unless it begins with 负责.
        """
        if self.in_list and not (in_charge and self.setting.plan and not self.lead_actors):
            return inherited(self.lead_actors)
        return () if self.setting.plan and not in_charge else inherited(self.subject)

    def learn(self, clause: str, actors: tuple[Mention, ...]) -> None:
        """Remember who carries out an activity (对本辖区扶贫工作进行督促检查)."""
        match = _ACTIVITY.search(clause)
        if match and actors:
            known = self.agents.get(match["activity"], ())
            names = {mention.name for mention in known}
            new = tuple(mention for mention in actors if mention.name not in names)
            self.agents[match["activity"]] = known + new

    def agents_of(self, words: str) -> tuple[Mention, ...]:
        """Return who carries out the activity that words begin with (督促检查结束时…), or nobody."""
        for activity, actors in self.agents.items():
            if len(activity) >= 4 and words.startswith(activity) and not words.startswith(activity + "的"):
                return inherited(actors)
        return ()


def inherited(mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Return the mentions marked as inherited."""
    return tuple(replace(mention, inherited=True) for mention in mentions)


def all_private(mentions: tuple[Mention, ...]) -> bool:
    """Say whether there are actors and none is a public body: they do not carry out programmes unasked."""
    return bool(mentions) and all(mention.level == "none" for mention in mentions)


def _owner(name: str) -> str:
    """Return the body of an office: 县级党委主要负责人 → 县级党委; 有关部门党组(党委) → 有关部门."""
    name = re.sub(r"(?:主要负责人|分管负责人|分管领导|主要领导|负责人|领导班子)$", "", name)
    return re.sub(r"(?:党组|党委)?\(党委\)$", "", name)
