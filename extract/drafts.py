"""What passes between the steps of extraction, as values in text offsets of the clean view."""

from __future__ import annotations

from dataclasses import dataclass

from extract.types import Kind, Role


@dataclass(frozen=True, slots=True)
class Found:
    """A value with the place of its words."""

    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mention:
    """An actor in a sentence; `inherited` when its name or its words come from elsewhere."""

    name: str
    level: str
    start: int
    end: int
    inherited: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """A frame before it is put into source offsets."""

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


@dataclass(frozen=True, slots=True)
class Sentence:
    """A segment's words without its mark; `item` is empty outside lists."""

    start: int
    end: int
    item: str


@dataclass(frozen=True, slots=True)
class Setting:
    """What an article inherits from its surroundings.

    `level` is that of the chapter (县级责任) or empty; `municipality` says that 市 means a province;
    `plan` that the document has no articles, so that sentences without a subject are tasks;
    `aims` that the section states aims and principles; `heading` is the matter of a 责任单位 list;
    `general` is the matter of the document's overall responsibility so far, for those that name none;
    `lead_in` are actors known from elsewhere for items whose lead-in the copy lacks.
    """

    level: str = ""
    municipality: bool = False
    plan: bool = False
    aims: bool = False
    heading: Found | None = None
    general: Found | None = None
    lead_in: tuple[str, ...] = ()
