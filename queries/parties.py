"""Reads from a question whom it is about: terms and actor names, joined to parties, and who of them is the bearer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from queries.known import Known
from queries.question import BLANK, Question
from queries.reading import Party

_CONNECTOR: Final = re.compile(
    r"\s*(?:,?\s*\b(?:and|or|as well as)\b|[、,和与及或/&+]|以及|还有)?\s*(?:各|其|the|its|their|of|'s|的)?\s*",
    re.IGNORECASE,
)
_ASKED_WHO: Final = re.compile(r"(?:谁|哪个|哪些|什么)[^,、]*$")
_DOES_TO: Final = re.compile(
    r"(?:负责|监督|考核|约谈|管理|督查|指导|检查|培训|选派|追究|评估|支持|帮扶|对|向|给)[^,、]{0,12}$"
)
_WHAT_IS_REQUIRED: Final = re.compile(
    r"的?[^,、]{0,12}(?:要求|责任|职责|任务)|有(?:什么|哪些|何)(?:要求|规定)|(?:是)?(?:怎么|如何|怎样)(?:规定|要求)"
)
_COUNTED: Final = re.compile(r"\bhow (?:many|much)(?:\s+[\w-]+){1,2}\s*$", re.IGNORECASE)
_ANYBODY: Final = {"body", "responsible-person", "place"}  # 单位, 责任人, 贫困县 tell no bearer from another
_GENERAL: Final = {"party-committee", "government", "department"}  # whose names differ from place to place
_AT: Final = re.compile(r"\b(?:at|of|in|within)\s+(?:(?:the|a|an|each|every|any)\s+)?$", re.IGNORECASE)
_PEOPLE: Final = {"citizen", "household", "private-party", "member"}
_WHO_THEN: Final = re.compile(
    r"(?:由|归|被|[,，、].{0,12}|去|到|找|向)(?:谁|哪(?:个|些|家|几|一|级|里)|什么(?:部门|单位|机关))"
)
_BY_WHOM: Final = re.compile(r"^.{2,30}由(?:谁|哪)")
_FIELD: Final = re.compile(r"[a-z]+")
_BODY_NOUN: Final = re.compile(
    r"\s*(?:and\s+\w+\s+)?(?:departments?|bureaus?|authorit|commission|office|administration|agenc|ministr|bod(?:y|ies)|organs?|station)",
    re.IGNORECASE,
)
_NO_LEVEL: Final = ("any", "none")


@dataclass(frozen=True, slots=True)
class Mention:
    """A term or the name of an actor at `text[start:end]`; `concepts` are notations, or names for the scheme `name`."""

    start: int
    end: int
    scheme: str
    concepts: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Placed:
    """A party and where it stands."""

    start: int
    end: int
    party: Party


def read_mentions(question: Question, known: Known) -> tuple[Mention, ...]:
    """Return terms and names of actors, the longest first choice, none inside another."""
    found = [
        Mention(f.start, f.end, f.term.scheme, (f.term.concept,), question.rest[f.start : f.end])
        for f in known.terms.find_terms(question.rest)
        if f.term.scheme != "role"
    ]
    found = [part for mention in found for part in _apart(mention, known)]
    found.extend(
        Mention(start, end, "name", known.catalogue.actor_forms[question.rest[start:end]], question.rest[start:end])
        for start, end in known.actor_names.find(question.rest)
        if not known.composed(question.rest[start:end])
    )
    rank = {"level": 0, "position": 1, "actor": 2, "matter": 3, "measure": 4, "name": 5}
    if question.language == "en":
        rank["matter"] = 1  # English labels of departments are their fields (rural revitalisation)
    found.sort(key=lambda m: (m.start, -(m.end - m.start), rank[m.scheme], m.concepts))
    chosen: list[Mention] = []
    for mention in found:
        if not chosen or mention.start >= chosen[-1].end:
            same = [m for m in found if (m.start, m.end, m.scheme) == (mention.start, mention.end, mention.scheme)]
            chosen.append(replace(mention, concepts=tuple(dict.fromkeys(c for m in same for c in m.concepts))))
    return tuple(chosen)


def read_parties(
    question: Question, known: Known, mentions: tuple[Mention, ...], asks: tuple[str, ...], roles: tuple[str, ...]
) -> tuple[Placed | None, tuple[Placed, ...]]:
    """Return the bearer, if any, and the other parties, which are words that a provision has to say.

    The first party is the bearer unless what stands before makes it an object (向上级报告, assess the townships).
    """
    bearer: Placed | None = None
    objects: list[Placed] = []
    for placed in _joined(question, known, mentions):
        party = placed.party
        bare = bool(party.levels) and not (party.types or party.names or party.positions)
        if not (bare or party.types or party.names or party.positions):
            before = question.text[: placed.start]
            if not before or known.before_object[question.language].search(before):
                objects.append(placed)  # 对有关责任人…
        elif (
            bearer is None
            and not _is_object(question, known, placed, roles)
            and not ("who" in asks and _is_done_to(question, placed))
            and not (roles and party.types and set(party.types) <= _PEOPLE)  # 脱贫人口稳岗就业的牵头单位
            and party.types != ("household",)  # 多久排查一次监测对象: households are helped, hardly ever bound
        ):
            bearer = placed
        elif bearer is not None and party.levels and set(bearer.party.types) & _PEOPLE and not bearer.party.levels:
            objects.append(bearer)  # 老百姓上访，镇里该怎么办
            bearer = placed
        elif bearer is not None and not bearer.party.levels and bare and re.search("级|level", party.text):
            bearer = replace(bearer, party=replace(bearer.party, levels=party.levels))  # 党委主要负责人在县级…
        elif bearer is not None and "compare" in asks and bare:
            levels = tuple(dict.fromkeys((*bearer.party.levels, *party.levels)))
            bearer = replace(bearer, party=replace(bearer.party, levels=levels))
        else:
            objects.append(placed)
    return bearer, tuple(objects)


def _apart(mention: Mention, known: Known) -> Iterator[Mention]:
    """Take a position apart that names its body (政府|主要负责人): 党委、政府主要负责人 are two offices of one kind."""
    if mention.scheme == "position":
        for body in known.terms.find_terms(mention.text):
            tail = mention.text[body.end :]
            ends = [
                f.term.concept for f in known.terms.find_terms(tail) if f.term.scheme == "position" and f.start == 0
            ]
            if body.term.scheme == "actor" and body.start == 0 and ends:
                middle = mention.start + body.end
                yield Mention(mention.start, middle, "actor", (body.term.concept,), mention.text[: body.end])
                concepts = tuple(dict.fromkeys((*ends, *mention.concepts)))
                yield Mention(middle, mention.end, "position", concepts, tail)
                return
    yield mention


def _joined(question: Question, known: Known, mentions: tuple[Mention, ...]) -> list[Placed]:
    """Return the parties, those joined by 、 or 和 or by nothing as one."""
    groups: list[Placed] = []
    for mention in mentions:
        party = _party(mention, known)
        if party is None or _is_field(mention, question, known):
            continue
        between = question.text[groups[-1].end : mention.start] if groups else ""
        if groups and _CONNECTOR.fullmatch(between):
            before = groups.pop()
            text = question.text[before.start : mention.end]
            joined = _together(before.party, party, text)
            if (
                not between
                and party.types
                and not (before.party.levels or before.party.positions or before.party.types)
            ):
                # 东西部协作双方|党委: the first says which
                names = tuple(name for name in known.catalogue.actors if before.party.text in name)
                joined = Party(text, joined.levels, party.types, joined.positions, names)
                if not names:
                    groups.append(before)  # a word that a provision has to say
                    joined, before = party, Placed(mention.start, mention.end, party)
            groups.append(Placed(before.start, mention.end, joined))
        else:
            groups.append(Placed(mention.start, mention.end, party))
    return groups


def _is_field(mention: Mention, question: Question, known: Known) -> bool:
    """Return whether an English word for a department is only the name of a field (mental health counselling)."""
    return (
        mention.scheme == "actor"
        and bool(_FIELD.fullmatch(mention.text))
        and any("department" in known.lexicon.ancestors("actor", concept) for concept in mention.concepts)
        and not _BODY_NOUN.match(question.text, mention.end)
    )


def _party(mention: Mention, known: Known) -> Party | None:
    if mention.scheme == "level":
        levels = tuple(level for level in mention.concepts if level not in _NO_LEVEL)
        return Party(mention.text, levels=levels) if levels else None
    if mention.scheme == "position":
        if set(mention.concepts) <= _ANYBODY:
            return Party(mention.text)
        return Party(mention.text, levels=_levels_in(mention.text, known), positions=mention.concepts)
    if mention.scheme == "name":
        return Party(mention.text, names=mention.concepts)
    if mention.scheme != "actor":
        return None
    if set(mention.concepts) <= _ANYBODY:
        return Party(mention.text)
    types = tuple(kind for concept in mention.concepts for kind in known.lists.together.get(concept, (concept,)))
    names = () if set(types) & _GENERAL else tuple(name for name in known.catalogue.actors if mention.text in name)
    return Party(mention.text, levels=_levels_in(mention.text, known), types=types, names=names)


def _levels_in(form: str, known: Known) -> tuple[str, ...]:
    """Return the level that a body's name tells: 县委, provincial government."""
    if form.isascii():
        levels = [f.term.concept for f in known.terms.find_terms(form) if f.term.scheme == "level"]
        return tuple(dict.fromkeys(level for level in levels if level not in _NO_LEVEL))
    prefixes = [prefix for prefix in known.lists.level_of_prefix if form.startswith(prefix)]
    return (known.lists.level_of_prefix[max(prefixes, key=len)],) if prefixes else ()


def _is_object(question: Question, known: Known, placed: Placed, roles: tuple[str, ...]) -> bool:
    before, after = question.text[: placed.start], question.text[placed.end :]
    if question.language == "en":
        party = placed.party
        bare = party.levels and not (party.types or party.names or party.positions)
        if _AT.search(before) and ("level" in party.text + after[:8] or bare):
            return False  # at township level, in a village
        if _COUNTED.search(before):
            return True
    elif not roles and _ASKED_WHO.search(before) and _DOES_TO.search(before):
        return not after.startswith(("的", "有", "应", "要"))  # 谁负责考核省级党委
    if question.language == "zh" and before.endswith(("对", "对于")) and _WHAT_IS_REQUIRED.match(after):
        return False  # 对县级党政主要负责人的联系点要求
    if before.endswith("落到"):
        return False  # 落到区残联头上的任务
    asked_of = bool(roles) and question.rest[placed.end :].lstrip("的").startswith(BLANK)
    return not asked_of and bool(known.before_object[question.language].search(before))


def _is_done_to(question: Question, placed: Placed) -> bool:
    """Return whether it is asked who does something to a party: 驻村工作队由谁管理, 合作社去哪个部门登记."""
    party = placed.party
    after = question.text[placed.end :]
    own = party.names or party.positions or set(party.types) - _GENERAL
    return bool((own and _WHO_THEN.search(after)) or (party.types and _BY_WHOM.search(after)))


def _together(left: Party, right: Party, text: str) -> Party:
    return Party(
        text,
        levels=tuple(dict.fromkeys((*left.levels, *right.levels))),
        types=tuple(dict.fromkeys((*left.types, *right.types))),
        positions=tuple(dict.fromkeys((*left.positions, *right.positions))),
        names=tuple(dict.fromkeys((*left.names, *right.names))),
    )
