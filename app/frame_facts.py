"""Writes what a frame says and why it was extracted, and what is known about a document, as HTML lists."""

from collections.abc import Iterable
from functools import cache
from html import escape

from app.cards import badge
from app.labels import Labels
from app.library import Library
from app.network import colour, frame_scheme, palette
from corpus.types import Metadata
from extract.patterns import read_lines
from extract.types import Actor, Evidence, Frame

Fact = tuple[str, str]
"""What is told, and its words as HTML."""


def frame_facts(library: Library, frame: Frame, say: Labels) -> str:
    """Return a frame as HTML: its kind, words, actors and particulars, and why it was extracted."""
    colours = palette()
    kinds = badge(library.label("kind", frame.kind, say.language), colour("kind", frame.kind), colours["paper"])
    if frame.role:
        kinds += " " + badge(
            library.label("role", frame.role, say.language), colour(*frame_scheme(frame)), colours["paper"]
        )
    nested = frame.item and not frame.provision.endswith(f"({frame.item})")
    place = f"{frame.provision}({frame.item})" if nested else frame.provision
    head = f"<header>{kinds} <b>{escape(place)}</b></header>"
    words = f"<blockquote>{escape(frame.quote)}</blockquote>" if frame.quote else ""
    return f"{head}{words}{_listed([*_said(library, frame, say), *_why(frame, say)])}"


def document_facts(library: Library, document: str, completeness: str, say: Labels) -> str:
    """Return what is known about a document as HTML; `completeness` is its completeness in words."""
    known = library.records[document].metadata
    checksum = library.checksum(document)
    facts = [
        *_metadata(library, known, completeness, say),
        (say("field_checksum"), f"<code>{escape(checksum)}</code>" if checksum else ""),
    ]
    return f"<p><b>{escape(known.title or document)}</b></p>{_listed(fact for fact in facts if fact[1])}"


def _metadata(library: Library, known: Metadata, completeness: str, say: Labels) -> list[Fact]:
    level = library.label("level", known.level, say.language) if known.level else ""
    told = [
        ("id", known.id),
        (say("field_issuers"), "、".join(known.issuers)),
        (say("field_number"), known.number),
        (say("field_date"), known.date),
        (say("field_published"), known.published),
        (say("field_effective"), known.effective),
        (say("column_region"), known.region),
        (say("column_level"), level),
        (say("field_applies_to"), known.applies_to),
        (say("field_based_on"), "、".join(map(library.named, known.based_on))),
        (say("field_implements"), "、".join(map(library.named, known.implements))),
        (say("field_interpreter"), known.interpreter),
        (say("field_aliases"), "、".join(known.aliases)),
        (say("column_completeness"), completeness),
        (say("field_missing"), "、".join(known.missing)),
        (say("field_note"), known.note),
        (say("field_source"), known.source),
    ]
    return [(name, escape(value)) for name, value in told]


def _said(library: Library, frame: Frame, say: Labels) -> list[Fact]:
    matter = ""
    if frame.matter:
        matter = escape(frame.matter.text) + _concepts(library, frame.matter.concepts, say)
        matter += _inherited(say) if frame.matter.inherited else ""
    evidence = (
        (say("frame_recipients"), frame.recipients),
        (say("frame_time"), frame.time),
        (say("frame_quantity"), frame.quantity),
        (say("frame_conduct"), frame.conduct),
        (say("frame_targets"), frame.targets),
        (say("frame_measures"), frame.measures),
        (say("frame_enforcers"), frame.enforcers),
        (say("frame_conditions"), frame.conditions),
        (say("frame_exceptions"), frame.exceptions),
    )
    facts = [
        (say("frame_actors"), "<br>".join(_actor(library, actor, say) for actor in frame.actors)),
        (say("frame_matter"), matter),
        *((name, "<br>".join(_value(value, say) for value in values)) for name, values in evidence),
        (say("frame_amounts"), "<br>".join(escape(amount.quote) for amount in frame.amounts)),
        (say("frame_mentions"), _concepts(library, frame.mentions, say)),
        (say("frame_gist"), escape(frame.gist) if not frame.quote else ""),
    ]
    return [fact for fact in facts if fact[1]]


def _actor(library: Library, actor: Actor, say: Labels) -> str:
    shown = escape(actor.name)
    if actor.level:
        label = library.label("level", actor.level, say.language)
        shown += " " + badge(label, colour("level", actor.level), palette()["ink"])
    return shown + (_inherited(say) if actor.inherited else "")


def _value(value: Evidence, say: Labels) -> str:
    return escape(value.value) + (_inherited(say) if value.inherited else "")


def _inherited(say: Labels) -> str:
    return f' <em class="inherited">{escape(say("mark_inherited"))}</em>'


def _concepts(library: Library, concepts: Iterable[str], say: Labels) -> str:
    return "".join(
        f' <span class="concept">{escape(library.label("matter", concept, say.language))}</span>'
        for concept in concepts
    )


def _why(frame: Frame, say: Labels) -> list[Fact]:
    """Return the rule, how often it was right, a sentence that it accepts, and what was understood from the context."""
    lines = [f"{say('rule')} <code>{escape(frame.rule)}</code> · {say('confidence')} {frame.confidence:.2f}"]
    if seen := _seen().get(frame.rule):
        lines.append(escape(say("why_seen", seen=seen[0], right=seen[1])))
    if example := _examples().get(frame.rule):
        lines.append(escape(say("why_like", example=example)))
    if inherited := dict.fromkeys(actor.name for actor in frame.actors if actor.inherited):
        lines.append(escape(say("why_inherited", actors="、".join(inherited))))
    if frame.status == "digest":
        lines = [escape(say("digest"))]
    elif frame.status != "extracted":
        lines.append(f"{escape(say('frame_status'))} {escape(frame.status)}")
    return [(say("frame_why"), "<br>".join(lines))]


@cache
def _seen() -> dict[str, tuple[int, int]]:
    """Return how many frames each rule made in annotated texts, and how many of them were right."""
    return {row["rule"]: (row["seen"], row["right"]) for row in read_lines("confidences")}


@cache
def _examples() -> dict[str, str]:
    """Return a sentence that each rule accepts."""
    rows = [row for name in ("responsibilities", "consequences") for row in read_lines(name)]
    return {row["id"]: row["examples"][0] for row in rows if row.get("examples")}


def _listed(facts: Iterable[Fact]) -> str:
    rows = "".join(f"<dt>{escape(name)}</dt><dd>{value}</dd>" for name, value in facts)
    return f'<dl class="facts">{rows}</dl>'
