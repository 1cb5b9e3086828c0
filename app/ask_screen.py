"""The screen that answers a question: how it was read, the answer, its provisions, and the graph around it."""

from functools import partial
from html import escape
from urllib.parse import urlencode

import streamlit as st

from app.canvas import canvas
from app.cards import badge
from app.completions import complete
from app.labels import Labels
from app.library import Library
from app.network import Drawing, Node, draw, frame_scheme, palette
from app.norm_card import norm_card, provision_card
from app.overview import overview
from app.plain import plain
from corpus.errors import DutygraphError
from extract.types import Frame
from queries.amend import SLOTS
from queries.asking import goes_on
from queries.conversation import Conversation
from queries.reading import Reading
from queries.text import MAXIMUM_LENGTH
from queries.types import Answer, Citation, Slots, Step

SCHEMES = ("level", "actor", "position", "role", "kind", "matter", "measure", "region")
SHOWN_FRAMES = 6
REMEMBERED = 20
WAITING = 2.0
"""Seconds after which it is looked again whether there are questions to offer."""
LOWEST, HIGHEST = 260, 1200
STEPS: dict[Step, str] = {
    "role": "relaxed_role",
    "matter": "relaxed_matter",
    "level": "relaxed_level",
    "kind": "relaxed_kind",
    "words": "relaxed_words",
    "time": "relaxed_time",
    "quantity": "relaxed_quantity",
    "text": "relaxed_text",
}
"""The label of each step of widening, for where no slot is shown that it could be told beside."""


def ask_screen(library: Library, say: Labels) -> None:
    """Draw the screen."""
    question = _question(library, say)
    if not question.strip():
        st.html(overview(library, say))
        _history(say)
        return
    try:
        reading = _read(library, question)
        answer = library.session.reply(_changed(library, reading, say), say.language)
    except DutygraphError as error:
        st.warning(plain(str(error)))
        return
    drawing = draw(answer, _cited(library, answer), library.titles, lambda s, c: library.label(s, c, say.language))
    left, right = st.columns([1.12, 1], gap="medium")
    with left:
        _answer(library, answer, say)
        _citations(library, answer, say, primary=True)
        if drawing.rows:
            _citations(library, answer, say, primary=False)
        _suggestions(answer, say)
        _sparql(answer, say)
        _history(say)
    with right:
        if drawing.rows:
            _graph(library, answer, drawing, say)
        else:
            _citations(library, answer, say, primary=False)


def _question(library: Library, say: Labels) -> str:
    """Draw the question's box with examples and return the question, which the address carries too."""
    box, button = st.columns([1, 0.09], vertical_alignment="bottom")
    question = box.text_input(
        say("question"),
        key="q",
        bind="query-params",
        max_chars=MAXIMUM_LENGTH,
        placeholder=say("placeholder"),
        label_visibility="collapsed",
        autocomplete="off",
    )
    button.button(say("submit"), type="primary", width="stretch")
    st.fragment(_offer, run_every=None if library.questions(say.language) else WAITING)(library, say)
    with st.container(horizontal=True, gap="small"):
        for example in say.examples if library.ships else library.examples(say.language):
            st.button(plain(example), key=f"example {example}", type="tertiary", on_click=_ask, args=(example,))
    return question or ""


def _offer(library: Library, say: Labels) -> None:
    complete(say("question"), library.questions(say.language))


def _ask(question: str) -> None:
    st.session_state.q = question
    st.session_state.pop("selected", None)


def _read(library: Library, question: str) -> Reading:
    """Return how the question is read, in the light of the one before where it goes on from it (那县级呢？).

    The address carries the one before as `after`, so that the answer can be found again.
    """
    asked = st.session_state.setdefault("asked", [])
    if not asked or asked[-1] != question:
        own = library.session.read(question)
        before = asked[-1] if asked else st.query_params.get("after", "")
        if goes_on(own) and before:
            st.query_params["after"] = before
        elif "after" in st.query_params:
            del st.query_params["after"]
        if asked and "slots" in st.query_params:
            del st.query_params["slots"]  # they were of the question before
        asked.append(question)
    conversation = Conversation(library.session)
    if st.query_params.get("after"):
        conversation.read(st.query_params["after"])
    return conversation.read(question)


def _changed(library: Library, reading: Reading, say: Labels) -> Reading:
    """Draw the slots for changing and return the reading with what was changed; the address carries the changes."""
    options = {
        "document": list(library.records),
        "kind": list(palette()["kind"]),
        **{scheme: library.concepts(scheme) for scheme in ("level", "role", "actor", "position", "matter")},
    }
    asked = dict(part.partition(":")[::2] for part in st.query_params.get("slots", "").split(";") if ":" in part)
    changes: dict[str, tuple[str, ...]] = {}
    with st.expander(say("change_reading"), expanded=bool(asked)):
        columns = st.columns(3) + st.columns(4)
        for column, name in zip(columns, SLOTS, strict=True):
            read = [value for value in getattr(reading.slots, name) if value in options[name]]
            given = asked[name].split(",") if name in asked else read
            chosen = column.multiselect(
                say(f"slot_{name}"),
                options[name],
                default=[value for value in given if value in options[name]],
                format_func=partial(_readable, library, say, name),
                key=f"slot {name} {reading.question}",
                placeholder=say("any"),
            )
            if set(chosen) != set(read):
                changes[name] = tuple(chosen)
    if changes:
        st.query_params["slots"] = ";".join(f"{name}:{','.join(values)}" for name, values in changes.items())
    elif "slots" in st.query_params:
        del st.query_params["slots"]
    return library.session.amend(reading, changes)


def _readable(library: Library, say: Labels, name: str, value: str) -> str:
    return library.titles[value] if name == "document" else library.label(name, value, say.language)


def _history(say: Labels) -> None:
    """Draw the questions of this visit, each with its address."""
    asked = list(dict.fromkeys(reversed(st.session_state.get("asked", []))))
    if len(asked) > 1:
        links = "".join(
            f'<li><a href="?{urlencode({"q": one, "lang": say.language})}" target="_self">{escape(one)}</a></li>'
            for one in asked[:REMEMBERED]
        )
        st.html(f'<div class="dg"><h2>{escape(say("history"))}</h2><ul>{links}</ul></div>')


def _answer(library: Library, answer: Answer, say: Labels) -> None:
    relaxed = answer.interpretation.relaxed
    slots = _slots(library, answer.interpretation.slots, say)
    chips = "".join(
        f'<span class="slot{" relaxed" if name in relaxed else ""}"><i>{escape(say("slot_" + name))}</i>{escape(value)}'
        f"{'<em>' + escape(say('relaxed')) + '</em>' if name in relaxed else ''}</span>"
        for name, value in slots
    )
    beside = {name for name, _ in slots}
    told = (say(STEPS[step]) for step in relaxed if step not in beside)
    chips += "".join(f'<span class="slot relaxed">{escape(step)}</span>' for step in told)
    for asked, read in answer.interpretation.corrected:
        chips += f'<span class="slot relaxed">{escape(say("corrected", asked=asked, read=read))}</span>'
    refused = answer.status == "refused"
    st.html(
        f'<div class="dg"><p class="reading"><b>{escape(say("read_as"))}</b> {chips or "—"}'
        f'<span class="note">{escape(say("milliseconds", count=answer.milliseconds))}</span></p>'
        f'<p class="answer{" refused" if refused else ""}">'
        f"{'<b>' + escape(say('refused')) + '</b> ' if refused else ''}{escape(answer.answer)}</p></div>"
    )


def _slots(library: Library, slots: Slots, say: Labels) -> list[tuple[str, str]]:
    """Return the slots that were read, as (name, readable value)."""
    found = []
    for name in Slots.__slots__:
        for value in getattr(slots, name):
            if name == "document":
                value = library.titles.get(value, value)
            elif name in SCHEMES:
                value = library.label(name, value, say.language)
            found.append((name, value))
    return found


def _citations(library: Library, answer: Answer, say: Labels, *, primary: bool) -> None:
    """Draw the citations, those of the same words on one card."""
    cited: dict[tuple[str, str, str, int, int], list[Citation]] = {}
    for citation in answer.citations:
        if citation.primary is primary:
            # What a digest says has no words, and every fact its own card.
            alone = "" if citation.quote else citation.frame
            place = (citation.document, citation.provision, alone, citation.start, citation.end)
            cited.setdefault(place, []).append(citation)
    if cited:
        heading = say("evidence" if primary else "beside" if answer.status == "answered" else "nearest")
        cards = "".join(_citation(library, same, say) for same in cited.values())
        st.html(f'<div class="dg"><h2>{escape(heading)} <small>{len(cited)}</small></h2>{cards}</div>')


def _citation(library: Library, citations: list[Citation], say: Labels) -> str:
    first = citations[0]
    known = library.frames(first.document)
    frames = [known[citation.frame] for citation in citations if citation.frame in known]
    nested = first.item and not first.provision.endswith(f"({first.item})")
    place = f"{first.provision}({first.item})" if nested else first.provision
    spans = frames[0].spans if frames else ((first.start, first.end),) if first.quote else ()
    return provision_card(
        library, first.document, place, frames, library.words(first), spans, say, primary=first.primary
    )


def _cited(library: Library, answer: Answer) -> dict[str, Frame]:
    """Return the frames that an answer cites, by id."""
    found = {}
    for citation in answer.citations:
        frame = library.frames(citation.document).get(citation.frame)
        if frame is not None:
            found[frame.id] = frame
    return found


def _suggestions(answer: Answer, say: Labels) -> None:
    if answer.suggestions:
        st.html(f'<div class="dg"><h2>{escape(say("suggestions"))}</h2></div>')
        for suggestion in answer.suggestions:
            st.button(
                plain(suggestion), key=f"suggestion {suggestion}", type="tertiary", on_click=_ask, args=(suggestion,)
            )


def _sparql(answer: Answer, say: Labels) -> None:
    if answer.sparql:
        with st.expander(say("sparql", count=len(answer.sparql))):
            for query in answer.sparql:
                st.code(query.strip(), language="sparql")


def _graph(library: Library, answer: Answer, drawing: Drawing, say: Labels) -> None:
    colours = palette()
    legend = "".join(
        badge(entry.label, entry.colour, colours["ink" if entry.scheme == "level" else "paper"])
        for entry in drawing.legend
    )
    st.html(
        f'<div class="dg"><h2>{escape(say("graph"))}</h2><div class="legend">{legend}</div></div>',
    )
    height = round(min(max(drawing.height, LOWEST), HIGHEST))
    clicked = canvas(drawing.network, f"{say('graph')}: {answer.answer}", key="graph", height=height)
    if clicked:
        st.session_state.selected = clicked
    chosen = next((node for node in drawing.nodes if node.key == st.session_state.get("selected")), None)
    selected = _selected(library, chosen, say) if chosen else ""
    st.html(f'<div class="dg">{selected or "<p class=note>" + escape(say("graph_help")) + "</p>"}</div>')
    if drawing.hidden:
        st.html(f'<div class="dg"><p class="note">{escape(say("hidden", count=drawing.hidden))}</p></div>')
    with st.expander(say("table")):
        names = [say(f"column_{name}") for name in ("document", "provision", "norm", "actor", "matter")]
        st.dataframe([dict(zip(names, row, strict=True)) for row in drawing.rows], hide_index=True)


def _selected(library: Library, node: Node, say: Labels) -> str:
    """Return what is known of the node that was clicked, as HTML; empty for nodes that say all themselves."""
    frames = library.frames(node.document)
    if node.type == "frame":
        return norm_card(library, frames[node.name], say)
    if node.type == "provision":
        words = library.provision(node.document, node.name)
        whole = ((words.start, words.start + len(words.text)),)
        return provision_card(library, node.document, node.name, [], words, whole, say, primary=False)
    if node.type != "actor":
        return ""
    own = [frame for frame in frames.values() if node.name in (actor.name for actor in frame.actors)]
    rows = "".join(
        f"<li><b>{escape(frame.provision)}</b> {escape(library.label(*frame_scheme(frame), say.language))}"
        f" {escape(frame.matter.text if frame.matter else frame.gist)}</li>"
        for frame in own[:SHOWN_FRAMES]
    )
    more = f"<li>{escape(say('more', count=len(own) - SHOWN_FRAMES))}</li>" if len(own) > SHOWN_FRAMES else ""
    return f"<h2>{escape(say('elsewhere', actor=node.name))}</h2><ul>{rows}{more}</ul>"
