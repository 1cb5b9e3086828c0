"""What extraction yields, as values: frames with actors, matters and evidence; and the lexicon it reads.

All offsets are source offsets (code points in `Document.text`): `text[start:end] == quote`, always.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal[
    "responsibility", "duty", "prohibition", "permission", "encouragement", "sanction", "reward", "criterion"
]
KINDS: tuple[Kind, ...] = (
    "responsibility",
    "duty",
    "prohibition",
    "permission",
    "encouragement",
    "sanction",
    "reward",
    "criterion",
)
Role = Literal[
    "overall", "first", "direct_person", "principal", "primary", "supervisory",
    "direct", "specific", "lead", "assist", "unit", "other",
]  # fmt: skip
ROLES: tuple[Role, ...] = (
    "overall", "first", "direct_person", "principal", "primary", "supervisory",
    "direct", "specific", "lead", "assist", "unit", "other",
)  # fmt: skip
Status = Literal["extracted", "digest", "confirmed", "corrected", "rejected"]


@dataclass(frozen=True, slots=True)
class Term:
    """One surface form of a vocabulary concept.

    `scheme` names the SKOS scheme (`level`, `actor`, `position`, `role`, `kind`, `matter`, `measure`,
    `region`, `intent`); `concept` is the concept's notation, unique in its scheme (`project-assets`,
    `first`). `form` is `preferred`, `alternative` or `hidden` as in SKOS.
    """

    scheme: str
    concept: str
    text: str
    language: Literal["zh", "en"]
    form: Literal["preferred", "alternative", "hidden"]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The vocabulary as extraction and question understanding need it.

    `broader` maps (scheme, concept) to the notations of its direct broader concepts.
    """

    terms: tuple[Term, ...]
    broader: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)

    def of(self, scheme: str) -> tuple[Term, ...]:
        """Return the terms of one scheme, in vocabulary order."""
        return tuple(term for term in self.terms if term.scheme == scheme)

    def label(self, scheme: str, concept: str, language: str = "zh") -> str:
        """Return a concept's preferred label, or its notation where it has none in the language."""
        for term in self.terms:
            if (term.scheme, term.concept, term.language, term.form) == (scheme, concept, language, "preferred"):
                return term.text
        return concept

    def ancestors(self, scheme: str, concept: str) -> tuple[str, ...]:
        """Return all broader concepts, nearest first, without the concept itself."""
        found: list[str] = []
        queue = list(self.broader.get((scheme, concept), ()))
        while queue:
            head = queue.pop(0)
            if head not in found and head != concept:
                found.append(head)
                queue.extend(self.broader.get((scheme, head), ()))
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A value and the words that prove it.

    `value` is the canonical string (coordination expanded, discontinuous measures closed up);
    `quote` is verbatim. `inherited` says that the words stand outside the frame's own sentence.
    In a digest there is no text: `start == end == 0` and `quote` is empty.
    """

    value: str
    quote: str
    start: int
    end: int
    inherited: bool = False


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is bound, invited or entitled: a body, an office or a group.

    `name` is the canonical string of the gold guide. `types` are concepts of the actor scheme
    (`party-committee`, `government`, `department` …), `position` a concept of the position scheme
    (`principal-leader`, `leader-in-charge` …) or empty, `place` a place name where the words give one.
    """

    name: str
    level: str
    quote: str
    start: int
    end: int
    inherited: bool = False
    types: tuple[str, ...] = ()
    position: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Matter:
    """What the norm is about: the words and the matter concepts that they name."""

    text: str
    quote: str
    start: int
    end: int
    concepts: tuple[str, ...] = ()
    inherited: bool = False


@dataclass(frozen=True, slots=True)
class Amount:
    """A number or range that the words of a frame give: 二万元以上二十万元以下, 违法所得一倍以上五倍以下, 不超过30%.

    `low` and `high` are None where the words set no such bound; both are equal for a plain number. `unit` is one of
    the units of `patterns/units.jsonl` (`元`, `倍`, `%`, `个` …); 万元 and 亿元 are counted in 元. `base` is what a
    multiple or share is taken of (`违法所得`), or empty.
    """

    low: float | None
    high: float | None
    unit: str
    base: str
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reference:
    """A provision's mention of another provision or document: 依照第二十条, 前款, 《…条例》第五条.

    `provision` is the key of the deepest provision that holds the words. `title` is the cited document's title, empty
    for the document itself; `targets` are keys of the provisions meant (`art_20`, `art_3__para_1`), empty where
    a whole document is meant or the target cannot be told. `resolved` says that the targets exist in this document.
    """

    provision: str
    title: str
    labels: tuple[str, ...]
    targets: tuple[str, ...]
    resolved: bool
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Definition:
    """What a document says a word means: 本条例所称河长制,是指…; 以下统称河长."""

    provision: str
    term: str
    meaning: str
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Frame:
    """One norm of a provision.

    `provision` and `item` name the place as docs/contract.md does (`第十六条`, `二(五)`; `一`); `key` is the
    key of the deepest provision that holds the frame, `article` the key of its article. `spans` are the
    source spans without the gaps that cleaning left; `start`, `end` and `quote` cover them all.
    `mentions` are matter concepts that the frame's words name beside its matter. `rule` names the
    pattern that made the frame, `confidence` is between 0 and 1.
    """

    id: str
    document: str
    provision: str
    item: str
    key: str
    article: str
    kind: Kind
    role: Role | Literal[""]
    start: int
    end: int
    quote: str
    spans: tuple[tuple[int, int], ...]
    actors: tuple[Actor, ...] = ()
    matter: Matter | None = None
    recipients: tuple[Evidence, ...] = ()
    time: tuple[Evidence, ...] = ()
    quantity: tuple[Evidence, ...] = ()
    conduct: tuple[Evidence, ...] = ()
    targets: tuple[Evidence, ...] = ()
    measures: tuple[Evidence, ...] = ()
    enforcers: tuple[Evidence, ...] = ()
    conditions: tuple[Evidence, ...] = ()
    exceptions: tuple[Evidence, ...] = ()
    amounts: tuple[Amount, ...] = ()
    mentions: tuple[str, ...] = ()
    gist: str = ""
    rule: str = ""
    confidence: float = 1.0
    status: Status = "extracted"


@dataclass(frozen=True, slots=True)
class Extraction:
    """All frames of one document in reading order, its references and its definitions."""

    document: str
    frames: tuple[Frame, ...]
    references: tuple[Reference, ...] = ()
    definitions: tuple[Definition, ...] = ()
