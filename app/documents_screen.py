"""The screen that lists the documents and shows one with its norms."""

from html import escape

import streamlit as st

from app.cards import Words, badge, highlight
from app.labels import Labels
from app.library import Library
from app.network import colour, frame_scheme, palette
from app.uploads import ACCEPTED, add_uploads
from corpus.errors import DutygraphError
from corpus.types import Metadata
from extract.types import Frame


def documents_screen(library: Library, say: Labels) -> None:
    """Draw the screen."""
    _upload(library, say)
    names = list(library.records)
    table = st.dataframe(
        [_row(library, name, say) for name in names],
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        key="documents",
        alt=say("documents"),
    )
    chosen = table.selection.rows
    if not chosen or chosen[0] >= len(names):
        st.html(f'<div class="dg"><p class="note">{escape(say("choose"))}</p></div>')
        return
    document = names[chosen[0]]
    head = f"<h1>{escape(library.records[document].metadata.title or document)}</h1>"
    st.html(f'<div class="dg reader">{head}{reading(library, document, say)}</div>')


def _upload(library: Library, say: Labels) -> None:
    """Draw the place to put new documents; what came of it is told once, over the new list."""
    if told := st.session_state.pop("told", ""):
        st.success(told)
    with st.expander(say("upload")), st.form("uploads", clear_on_submit=True, border=False):
        files = st.file_uploader(say("upload_kinds"), ACCEPTED, accept_multiple_files=True)
        if st.form_submit_button(say("upload")) and files:
            try:
                st.session_state["told"] = add_uploads(files, library.store.location, say)
            except DutygraphError as error:
                st.error(str(error))
            else:
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
        say("column_completeness"): _completeness(known, say),
    }


def _completeness(known: Metadata, say: Labels) -> str:
    if known.completeness == "partial" and known.missing:
        return say("partial", missing="、".join(known.missing))
    return say({"complete": "complete", "partial": "partial_text", "digest": "digest_text"}[known.completeness])


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
