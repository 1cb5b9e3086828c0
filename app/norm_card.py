"""Writes norms as cards: the words that say so, who is bound to what, and why it was read so."""

from collections.abc import Sequence
from html import escape

from app.cards import Spans, Words, badge, card
from app.derived import Derived
from app.labels import Labels
from app.library import Library
from app.network import colour, frame_scheme, palette
from extract.types import Frame


def norm_card(library: Library, frame: Frame, say: Labels) -> str:
    """Return a norm with its provision and why it was read so: rule, confidence, and whether actors are inherited.

    What rules derive from it follows, marked as derived, with rule and premises.
    """
    why = f"{say('rule')} {frame.rule} · {say('confidence')} {frame.confidence:.2f}"
    if any(actor.inherited for actor in frame.actors):
        why += f" · {say('inherited')}"
    words = library.provision(frame.document, frame.provision)
    shown = provision_card(library, frame.document, frame.provision, [frame], words, frame.spans, say, primary=True)
    follows = "".join(
        f'<p class="note">∴ {escape(derived_line(one, say))}</p>'
        for one in library.derived(frame.document).get(frame.id, ())
    )
    return f'{shown}<p class="note">{escape(why)}</p>{follows}'


def derived_line(derived: Derived, say: Labels) -> str:
    """Return what follows from a norm in one line: that it is derived, the statement, the rule and the premises."""
    subjects, objects, premises = (
        "、".join(dict.fromkeys(getattr(one, say.language) for one in named))
        for named in (derived.subjects, derived.objects, derived.premises)
    )
    said = f"{subjects} {getattr(derived.predicate, say.language)} {objects}"
    return f"{say('derived')}: {said} · {say('derived_rule')} {derived.rule} · {say('premises')} {premises}"


def provision_card(
    library: Library,
    document: str,
    place: str,
    frames: Sequence[Frame],
    words: Words,
    spans: Spans,
    say: Labels,
    *,
    primary: bool,
) -> str:
    """Return words as a card, with what the frames in them say: role or kind, levels, who, and what about."""
    head = f"<b>{escape(place)}</b><cite>《{escape(library.titles[document])}》</cite>"
    lines = "".join(f"<p class=who>{norm_line(library, frame, say)}</p>" for frame in frames)
    gists = "；".join(frame.gist for frame in frames if frame.gist)
    note = f"{gists}（{say('digest')}）" if gists else say("digest")
    return card(head, lines, words, spans, primary=primary, whole=say("whole"), note=note)


def norm_line(library: Library, frame: Frame, say: Labels) -> str:
    """Return a norm in one line: role or kind, levels, who, and what about, as HTML."""
    colours = palette()
    scheme, concept = frame_scheme(frame)
    badges = badge(library.label(scheme, concept, say.language), colour(scheme, concept), colours["paper"])
    for level in dict.fromkeys(actor.level for actor in frame.actors if actor.level):
        badges += badge(library.label("level", level, say.language), colour("level", level), colours["ink"])
    who = "、".join(actor.name for actor in frame.actors)
    parts = [part for part in (who, frame.matter.text if frame.matter else "") if part]
    return f"{badges} {escape(' · '.join(parts))}"
