"""The screen that compares documents: what to compare, the report, and its files."""

from functools import partial
from html import escape
from typing import Final, Literal

import streamlit as st

from app.heat_map import height_of_columns, roles_of_columns, roles_table
from app.labels import Labels
from app.library import Library
from app.plain import plain
from app.reports import write
from app.reports.write import Form
from corpus.errors import DutygraphError
from queries.comparison.types import Comparison

HEIGHT: Final = 900
DEFAULT: Final = 3
"""How many documents are compared at first: those that give the most roles."""
FILES: Final[tuple[tuple[Form, str], ...]] = (
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("html", "text/html"),
    ("csv", "text/csv"),
)
# A page inside a frame has the address of the page around it, to which its own links would lead.
_BASE: Final = '<base href="about:srcdoc">'

Scheme = Literal["level", "matter", "role"]


def compare_screen(library: Library, say: Labels) -> None:
    """Draw the screen."""
    documents = st.multiselect(
        say("compare_documents"),
        list(library.columns),
        default=_first(library),
        format_func=library.columns.__getitem__,
        key="compared",
    )
    level, matter, role = st.columns(3)
    with level:
        chosen_level = _choice(library, "level", say)
    with matter:
        chosen_matter = _choice(library, "matter", say)
    with role:
        chosen_role = _choice(library, "role", say)
    if len(documents) < 2:
        st.html(f'<div class="dg"><p class="note">{escape(say("compare_two"))}</p></div>')
        return
    try:
        with st.spinner(say("comparing")):
            compared = library.compared(tuple(documents), chosen_level, chosen_matter, chosen_role)
            page = _file(library, compared, "html", say).decode()
    except DutygraphError as error:
        st.warning(plain(str(error)))
        return
    with st.container(horizontal=True, gap="small"):
        for form, kind in FILES:
            st.download_button(
                say("download", form=form),
                partial(_file, library, compared, form, say),
                file_name=f"comparison.{form}",
                mime=kind,
                key=f"download_{form}",
                on_click="ignore",
            )
    _heat_map(library, compared, say)
    st.iframe(page.replace("<head>", f"<head>{_BASE}", 1), height=HEIGHT, alt=say("compare"))


def _heat_map(library: Library, compared: Comparison, say: Labels) -> None:
    """Draw the roles of the matrix as a heat map, and the same as a table to unfold."""
    matrix = next(one for one in compared.matrices if one.rows_are == "role")
    if not matrix.rows:
        return
    head, note = say("compared_roles"), say("compared_roles_note")
    st.html(f'<div class="dg"><h2>{escape(head)} <small>{escape(note)}</small></h2></div>')
    st.html(f"<style>.st-key-compared_roles {{ min-height: {height_of_columns(matrix)}px }}</style>")
    with st.container(key="compared_roles"):
        st.altair_chart(roles_of_columns(library, matrix, say), width="content", alt=head)
    with st.expander(say("table")):
        st.dataframe(roles_table(library, matrix, say), hide_index=True, alt=head)


def _first(library: Library) -> list[str]:
    """Return the columns that are compared at first; a document that implements one of the store stands with it."""
    chosen = library.by_roles[:DEFAULT]
    for name in library.columns:
        basis, _, document = name.partition("+")
        if document in chosen and basis not in chosen:
            chosen[chosen.index(document)] = name
    return chosen


def _choice(library: Library, scheme: Scheme, say: Labels) -> str:
    """Draw a box with the concepts of a scheme that norms have, in the order of the vocabulary; empty for any."""
    used = library.occurring(scheme)
    concepts = dict.fromkeys(term.concept for term in library.lexicon.of(scheme) if term.concept in used)
    chosen = st.selectbox(
        say(f"slot_{scheme}"),
        ["", *concepts],
        format_func=lambda concept: library.label(scheme, concept, say.language) if concept else say("any"),
        key=f"compared_{scheme}",
    )
    return chosen or ""


def _file(library: Library, compared: Comparison, form: Form, say: Labels) -> bytes:
    documents = {name: record.metadata for name, record in library.records.items()}
    return write(compared, form, documents, library.lexicon, say.language)
