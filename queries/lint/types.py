"""What the linter reads and what it finds, as values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Severity = Literal["error", "warning", "info"]
"""What it means for a drafter: the text contradicts itself, leaves a gap, or could be said more exactly."""


@dataclass(frozen=True, slots=True)
class Place:
    """Words of a document: `text[start:end] == quote`; `provision` is 第十六条 or 二(五), `item` 一 or empty."""

    document: str
    provision: str
    item: str
    quote: str
    start: int
    end: int

    def to_json(self) -> dict[str, Any]:
        """Return the place as an object of `lint --json`."""
        return {name: getattr(self, name) for name in Place.__slots__}


@dataclass(frozen=True, slots=True)
class Said:
    """The same in both languages."""

    zh: str
    en: str

    def to_json(self) -> dict[str, str]:
        """Return both."""
        return {"zh": self.zh, "en": self.en}


@dataclass(frozen=True, slots=True)
class LintFinding:
    """One remark on a document, with the words that it is about.

    `variant` is the case of the rule, `sure` between 0 and 1 and `why` says where that figure comes from. `count` is
    how many places of the document the remark is about, of which `place` is the first and `also` are more. `frame` is
    the id of the norm at `place`, or empty.
    """

    rule: str
    variant: str
    severity: Severity
    message: Said
    sure: float
    why: Said
    place: Place
    also: tuple[Place, ...] = ()
    count: int = 1
    frame: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the finding as docs/contract.md has it."""
        return {
            "rule": self.rule,
            "variant": self.variant,
            "severity": self.severity,
            "message": self.message.to_json(),
            "sure": self.sure,
            "why": self.why.to_json(),
            **self.place.to_json(),
            "frame": self.frame,
            "count": self.count,
            "also": [place.to_json() for place in self.also],
        }


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who is bound by a norm; `level` is a concept, `none` where it is no body of government."""

    name: str
    level: str


@dataclass(frozen=True, slots=True)
class Norm:
    """A duty, responsibility or sanction; `article` is the IRI of its article, or of its item in a plan."""

    frame: str
    kind: str
    role: str
    rule: str
    confidence: float
    article: str
    matter: str
    place: Place
    bearers: tuple[Bearer, ...] = ()
    targets: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    enforcers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """An article, or an item of a plan, with its words from `start` on; `provision` is its IRI."""

    provision: str
    label: str
    item: str
    start: int
    words: str


@dataclass(frozen=True, slots=True)
class Cross:
    """Words that name another provision of the same document, which is there if it is `resolved`.

    `cited` is how it is named (第二条第一款), `keys` are the keys that it would have.
    """

    quote: str
    start: int
    end: int
    cited: str
    keys: tuple[str, ...]
    resolved: bool


@dataclass(frozen=True, slots=True)
class Term:
    """A word that a document defines, or an abbreviation; `meaning` is what it stands for."""

    term: str
    meaning: str
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Draft:
    """All that the linter knows of one document; norms and parts are in reading order.

    `keys` are those of its provisions, empty where all its references lead to provisions that are there.
    """

    document: str
    title: str
    completeness: str
    keys: frozenset[str]
    norms: tuple[Norm, ...]
    parts: tuple[Part, ...]
    references: tuple[Cross, ...]
    terms: tuple[Term, ...]

    @property
    def partial(self) -> bool:
        """Whether the copy lacks some of the text."""
        return self.completeness == "partial"
