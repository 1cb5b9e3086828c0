"""Reads from a question what it asks for: a fact about a document, parts of a norm, kinds of norm, roles, times."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from queries import phrasebook
from queries.known import Known
from queries.question import Question
from queries.reading import Reading

SPECIFIC: Final = ("sanction", "reward", "criterion", "prohibition", "permission", "encouragement")

_DAY: Final = re.compile(
    r"(?:每(?:年|月|季度|周))?(?:\d{1,2}月)?(?<!\d)(?:[12]\d|3[01]|\d)(?:日(?:之?前|以前)?|号(?:之?前|以前))"
    r"|(?:before|by) the (\d{1,2})(?:st|nd|rd|th)\b",
    re.IGNORECASE,
)
_INSTEAD_OF: Final = re.compile(
    r"(?:而不是|不是指|而非|除了)[^,，。]{0,6}$|(?:as opposed to|rather than|instead of|other than)[\w\s]{0,20}$"
)
_OPEN: Final = re.compile(r"什么|哪些|怎么|如何|何种|形式|\bwhat\b|\bhow\b", re.IGNORECASE)
_DEALS_WITH: Final = re.compile(r"(?:应当|应该|应|要|该|需要)?(?:怎么|如何|怎样)处理")
_CARRIES_OUT: Final = re.compile(r"负责|开展|实施|办理|执行|responsible|in charge|carried out", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Kinds:
    """The kinds of norm that are asked for, and where the cues for them stand.

    `open_spans` are cues that ask openly (有什么奖励): terms inside them are no words to be found.
    """

    intents: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()
    open_spans: tuple[tuple[int, int], ...] = ()


def read_times(question: Question, known: Known) -> tuple[str, ...]:
    """Return words of time that a norm must have: 每年, 每月20日前, annually."""
    found: list[str] = []
    for match in _DAY.finditer(question.rest):
        said = f"{match.group(1)}日前" if match.group(1) else match.group()
        found.append(re.sub("之前|以前", "前", said.replace("号", "日")))
        question.take(*match.span())
    for pattern, words in known.times:
        said_so = pattern.search(question.rest)
        if said_so:
            found.extend(words)
            question.take(*said_so.span())
    return tuple(dict.fromkeys(found))


def read_roles(question: Question, known: Known) -> tuple[str, ...]:
    """Return the roles that are asked for: 第一责任人, 牵头, primary responsibility."""
    if known.cues.kind[0].pattern(question.language).search(question.rest):
        return ()  # 对直接责任人怎么处理: who bears the sanction, not a role
    terms = known.terms.find_terms(question.rest)
    others = [(found.start, found.end) for found in terms if found.term.scheme != "role"]
    roles = [
        found
        for found in terms
        if found.term.scheme == "role"
        # A longer term of another scheme wins: 直接责任人员 are those who are punished.
        and not any(
            start <= found.start and end >= found.end and end - start > found.end - found.start for start, end in others
        )
    ]
    meant = [found for found in roles if not _INSTEAD_OF.search(question.rest[: found.start])]
    for found in roles:
        question.take(found.start, found.end)
    roles = meant or roles
    return tuple(dict.fromkeys(found.term.concept for found in roles))


def off_topic(question: Question, known: Known) -> bool:
    """Return whether the question is on a topic that no provision of the loaded texts mentions."""
    matches = known.cues.out_of_scope.pattern(question.language).finditer(question.rest)
    return any(not known.catalogue.frequency(match.group()) for match in matches)


def read_document_intent(question: Question, known: Known) -> str:
    """Return what is asked about a document itself, or an empty string."""
    for cue in known.cues.document:
        matches = list(cue.pattern(question.language).finditer(question.rest))
        for match in matches:
            question.take(*match.span())
        if matches:
            return cue.intent
    return ""


def read_asks(question: Question, known: Known) -> tuple[str, ...]:
    """Return the parts of a norm that are asked for, in the order of intents.yaml."""
    asks: list[str] = []
    for cue in known.cues.ask:
        for match in cue.pattern(question.language).finditer(question.rest):
            if match.group():
                asks.append(cue.intent)
                if cue.intent != "whether":  # its words may be cues of a kind as well (may the counties …)
                    question.take(*match.span())
    return tuple(dict.fromkeys(asks))


def read_kinds(question: Question, known: Known) -> Kinds:
    """Return the kinds of norm that are asked for; the cues stay in the rest, for terms may stand in them."""
    intents: list[str] = []
    kinds: list[str] = []
    spans: list[tuple[int, int]] = []
    for cue in known.cues.kind:
        matches = [match for match in cue.pattern(question.language).finditer(question.rest) if match.group()]
        if matches:
            intents.append(cue.intent)
            kinds.extend(cue.kinds)
            spans.extend(match.span() for match in matches)
    specific = [intent for intent in intents if intent in SPECIFIC]
    if specific:
        intents, kinds = specific, specific
    elif "responsibility" in intents:
        intents, kinds = ["responsibility"], ["responsibility"]
    open_spans = [span for span in spans if _OPEN.search(question.rest[span[0] : span[1]])]
    return Kinds(tuple(intents), tuple(dict.fromkeys(kinds)), tuple(spans), tuple(open_spans))


def settle_kinds(
    question: Question, kinds: Kinds, roles: tuple[str, ...], asks: tuple[str, ...], after: str, measures: bool
) -> Kinds:
    """Return the kinds in the light of the rest of the reading.

    A role makes it a responsibility. `after` are the words after the bearer: 乡镇怎么处理信访 asks for a duty, and
    追究责任由谁负责 for who carries the sanction out. `measures` says that one is named (组织处理由谁办理).
    """
    if roles:
        return Kinds(("responsibility",), ("responsibility",), kinds.spans, kinds.open_spans)
    if kinds.kinds == ("sanction",) and _DEALS_WITH.match(after):
        return Kinds(("duty",), ("responsibility", "duty"), kinds.spans, kinds.open_spans)
    if kinds.kinds == ("sanction",) and "who" in asks and _CARRIES_OUT.search(question.text):
        return Kinds(kinds.intents, ("responsibility", "duty", "sanction"), kinds.spans, kinds.open_spans)
    if measures and kinds.kinds in (("responsibility",), ("responsibility", "duty")):
        return Kinds(kinds.intents, ("responsibility", "duty", "sanction", "reward"), kinds.spans, kinds.open_spans)
    return kinds


def goes_on(own: Reading) -> bool:
    """Return whether a question says itself that it goes on from another (那……呢, what about …, 它……)."""
    return bool(phrasebook.cues().follow_up.pattern(own.language).search(own.text))


def is_elliptic(own: Reading) -> bool:
    """Return whether a question names something, but neither what is asked of it nor what about."""
    slots = own.slots
    asked = own.asks or own.words or slots.kind or slots.role or slots.provision or slots.time or slots.measure
    of_document = own.intent in {cue.intent for cue in phrasebook.cues().document}
    return goes_on(own) and not asked and not of_document
