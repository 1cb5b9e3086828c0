"""The screen of documents: the list, files to add, one to read with its frames and why they are there, removal."""

from html import escape

import streamlit as st

from app.cards import Words, badge, highlight
from app.frame_facts import document_facts, frame_facts
from app.labels import Labels
from app.library import Library
from app.network import colour, frame_scheme, palette
from app.plain import plain
from app.reader import content, reader
from app.uploads import ACCEPTED, MEGABYTES, MOST, READ, add_uploads, told
from corpus.errors import DutygraphError
from corpus.types import LEVELS, Metadata
from extract.types import Frame

ROW, ROWS = 33, 9
"""The height of a row of the list in pixels, and how many show at once with the head."""
SHOWN_BESIDE = 12
VIEWS = {"text": "view_text", "norms": "view_norms"}


def documents_screen(library: Library, say: Labels) -> None:
    """Draw the screen. The address says what is read: `document`, and in it `frame`."""
    if message := st.session_state.pop("told", ""):
        st.toast(plain(message))
    names = list(library.records)
    asked = st.query_params.get("document", "")
    chosen = asked if asked in library.records else ""
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        _upload(library, say)
        if chosen:
            _remove(library, chosen, say)
    # The rows of another state of the store are other rows: a choice among them holds no longer.
    key = f"documents {len(names)} {hash(tuple(names))}"
    st.dataframe(
        [_row(library, name, say) for name in names],
        hide_index=True,
        height=ROW * min(ROWS, len(names) + 1) + 2,
        on_select=lambda: _choose(names, key),
        selection_mode="single-row",
        selection_default={"selection": {"rows": [names.index(chosen)]}} if chosen else None,
        key=key,
        alt=say("documents"),
    )
    if asked and not chosen:
        st.warning(plain(say("no_such_document", name=asked)))
    elif chosen:
        _read(library, chosen, say)
    else:
        st.html(f'<div class="dg"><p class="note">{escape(say("choose"))}</p></div>')


def _choose(names: list[str], key: str) -> None:
    """Put the row that was chosen into the address."""
    rows = st.session_state[key].selection.rows
    st.query_params.pop("frame", None)
    st.query_params.pop("document", None)
    if rows and rows[0] < len(names):
        st.query_params["document"] = names[rows[0]]


def _upload(library: Library, say: Labels) -> None:
    """Draw the form for new documents."""
    with st.popover(say("add_documents")), st.form("upload", clear_on_submit=True, border=False):
        files = st.file_uploader(
            say("upload_kinds", suffixes=" ".join(READ), megabytes=MEGABYTES, count=MOST),
            ACCEPTED,
            accept_multiple_files=True,
            max_upload_size=MEGABYTES,
            key="files",
        )
        st.html(f'<div class="dg"><p class="note">{escape(say("upload_given"))}</p></div>')
        title = st.text_input(say("field_title"), key="upload_title", max_chars=200)
        region, level = st.columns(2)
        given = {
            "title": title.strip(),
            "region": region.text_input(say("field_region"), key="upload_region", max_chars=100).strip(),
            "level": level.selectbox(
                say("column_level"),
                ["", *LEVELS[: LEVELS.index("any")]],
                format_func=lambda one: library.label("level", one, say.language) if one else say("from_text"),
                key="upload_level",
            )
            or "",
        }
        if st.form_submit_button(say("upload_now"), type="primary"):
            bar = st.progress(0.0, say("reading_files"))

            def progress(document: str, done: int, total: int) -> None:
                bar.progress(done / total, plain(document))

            try:
                written = add_uploads(
                    files or [],
                    library.store.location,
                    {name: value for name, value in given.items() if value},
                    progress,
                    say,
                )
            except DutygraphError as error:
                bar.empty()
                st.error(plain(say("not_added", reason=str(error))))
                return
            st.session_state.told = told(written, say)
            st.query_params["document"] = written[0].document
            st.query_params.pop("frame", None)
            st.rerun()


def _remove(library: Library, document: str, say: Labels) -> None:
    """Draw the removal of a document, which asks once more."""
    record, name = library.records[document], library.titles[document]
    with st.popover(say("remove")):
        st.html(f'<div class="dg"><p>{escape(say("remove_sure", title=name, frames=record.frames))}</p></div>')
        if st.button(say("remove_now"), key=f"remove {document}", type="primary"):
            from app import pipeline  # brings spaCy, which the screens do not need

            try:
                pipeline.remove(document, library.store.location)
            except DutygraphError as error:
                st.error(plain(say("not_removed", reason=str(error))))
                return
            st.session_state.told = say("removed", title=name)
            st.query_params.pop("document", None)
            st.query_params.pop("frame", None)
            st.rerun()


def _row(library: Library, name: str, say: Labels) -> dict[str, object]:
    record = library.records[name]
    known = record.metadata
    return {
        say("column_document"): library.titles[name],
        "id": name,
        say("column_level"): library.label("level", known.level, say.language) if known.level else "",
        say("column_region"): known.region,
        say("column_date"): known.date or known.published,
        say("column_articles"): record.articles,
        say("column_frames"): record.frames,
        say("column_completeness"): completeness(known, say),
    }


def completeness(known: Metadata, say: Labels) -> str:
    """Return how much of a document the store holds, in words."""
    if known.completeness == "partial" and known.missing:
        return say("partial", missing="、".join(known.missing))
    return say({"complete": "complete", "partial": "partial_text", "digest": "digest_text"}[known.completeness])


def _read(library: Library, document: str, say: Labels) -> None:
    """Draw a document: its text beside the frame that was chosen in it and what is known about it."""
    frames = library.frames(document)
    asked = st.query_params.get("frame", "")
    frame = frames.get(asked)
    left, right = st.columns([1.75, 1], gap="medium")
    with left:
        if library.text(document):
            view = st.segmented_control(
                say("view"),
                list(VIEWS),
                default="text",
                required=True,
                format_func=lambda name: say(VIEWS[name]),
                key="view",
                label_visibility="collapsed",
            )
        else:
            view = "norms"
        if view == "text":
            reader(_content(library, document, say), frame.id if frame else "", "reader", _clicked)
        else:
            with st.container(height=760):
                st.html(f'<div class="dg reader">{reading(library, document, say)}</div>')
    with right:
        if asked and not frame:
            st.warning(say("no_such_frame"))
        _facts(library, document, frame, say)


def _clicked() -> None:
    """Put the frame that was clicked into the address."""
    st.query_params["frame"] = st.session_state.reader.clicked


def _content(library: Library, document: str, say: Labels) -> dict[str, object]:
    """Return what the reader shows; the last one is kept, since every click draws the screen anew."""
    asked = (library, document, say.language)
    kept = st.session_state.get("read")
    if kept is None or kept[0] != asked:
        kept = (asked, content(library, document, say))
        st.session_state.read = kept
    return dict(kept[1])


def _facts(library: Library, document: str, frame: Frame | None, say: Labels) -> None:
    """Draw the frame that was chosen, those of the same words, and what is known about the document."""
    if frame:
        st.html(f'<div class="dg"><article class="card primary">{frame_facts(library, frame, say)}</article></div>')
        beside = _beside(library, frame)
        if beside:
            st.html(f'<div class="dg"><h2>{escape(say("also_here"))} <small>{len(beside)}</small></h2></div>')
            for other in beside[:SHOWN_BESIDE]:
                st.button(
                    plain(f"{library.label(*frame_scheme(other), say.language)} · {_summary(other)}"),
                    key=f"beside {other.id}",
                    type="tertiary",
                    on_click=_show,
                    args=(other.id,),
                )
        st.button(say("close_frame"), key="close", type="tertiary", on_click=_show, args=("",))
    elif library.text(document):
        st.html(f'<div class="dg"><p class="note">{escape(say("reader_help"))}</p></div>')
    known = document_facts(library, document, completeness(library.records[document].metadata, say), say)
    st.html(f'<div class="dg"><h2>{escape(say("about_document"))}</h2>{known}</div>')


def _show(frame: str) -> None:
    """Put a frame into the address, or none."""
    if frame:
        st.query_params["frame"] = frame
    else:
        st.query_params.pop("frame", None)


def _beside(library: Library, frame: Frame) -> list[Frame]:
    """Return the other frames whose words overlap with those of a frame."""
    return [
        other
        for other in library.frames(frame.document).values()
        if other.id != frame.id
        and any(left < end and start < right for left, right in other.spans for start, end in frame.spans)
    ]


def reading(library: Library, document: str, say: Labels) -> str:
    """Return a document as HTML: every article followed by its norms; a digest has norms only."""
    text, frames = library.text(document), list(library.frames(document).values())
    parts = []
    for unit in library.units(document):
        words = text[unit.start : unit.end].strip()
        if words:
            parts.append(f"<p>{highlight(Words(words, unit.start), ())}</p>")
            parts.append(_norms(library, [f for f in frames if f.quote and unit.start <= f.start < unit.end], say))
    digested = [frame for frame in frames if not frame.quote]
    if digested:
        parts.append(f'<p class="note">{escape(say("digest"))}</p>{_norms(library, digested, say)}')
    return "".join(parts)


def _norms(library: Library, frames: list[Frame], say: Labels) -> str:
    rows = []
    for frame in frames:
        scheme, concept = frame_scheme(frame)
        name = badge(library.label(scheme, concept, say.language), colour(scheme, concept), palette()["paper"])
        rows.append(f"<li>{name} {escape(_summary(frame))}</li>")
    return f"<ul>{''.join(rows)}</ul>" if rows else ""


def _summary(frame: Frame) -> str:
    who = "、".join(actor.name for actor in frame.actors)
    what = frame.matter.text if frame.matter else "；".join(value.value for value in (*frame.conduct, *frame.measures))
    return " · ".join(part for part in (who, what or frame.gist) if part)
