"""A console for SPARQL over the store: the named queries to start from, limits of time and rows, and the result."""

from contextlib import closing
from html import escape
from time import monotonic
from typing import Any, Final

import streamlit as st

from app import apart
from app.labels import Labels
from app.library import Library
from app.plain import plain
from corpus.errors import DutygraphError
from ontology.frame_json import csv_line
from ontology.namespace import BASE, PREFIXES
from ontology.sparql import is_update
from queries.named import named, names

FIRST: Final = "documents"
ROWS: Final = (100, 1000, 10000)
SECONDS: Final = (5, 15, 60)
LONGEST: Final = 20000
"""So many characters a query may have."""


def sparql_section(library: Library, say: Labels) -> None:
    """Draw the section."""
    left, right = st.columns([1, 1.35], gap="medium")
    with left:
        query, seconds, most = _form(say)
    with right:
        if query is not None:
            st.session_state.pop("found", None)
            if found := _found(library, query, seconds, most, say):
                st.session_state.found = (library, *found)
        kept = st.session_state.get("found")
        if kept is not None and kept[0] is library:
            _result(kept[1], kept[2], say)
        elif query is None:
            st.html(f'<div class="dg"><p class="note">{escape(say("sparql_note"))}</p></div>')


def _form(say: Labels) -> tuple[str | None, int, int]:
    """Draw the box and return the query that is to run now, if any, and its limits."""
    st.session_state.setdefault("query", named(FIRST).text)
    st.selectbox(
        say("named_query"),
        names(),
        index=names().index(FIRST),
        format_func=lambda name: f"{name} — {named(name).purpose}",
        key="named",
        on_change=_take,
    )
    with st.container(key="console"):
        query = st.text_area("SPARQL", key="query", height=380, max_chars=LONGEST)
    run, rows, time = st.columns([0.8, 1, 1], vertical_alignment="bottom")
    most = rows.selectbox(say("most_rows"), ROWS, index=1)
    seconds = time.selectbox(say("most_seconds"), SECONDS, index=1)
    asked = run.button(say("run_query"), type="primary", width="stretch")
    return (query or "") if asked else None, seconds, most


def _take() -> None:
    """Put the named query that was chosen into the box."""
    st.session_state.query = named(st.session_state.named).text


def _found(library: Library, query: str, seconds: int, most: int, say: Labels) -> tuple[dict[str, Any], float] | None:
    """Return what a query finds and how many seconds it took; what is wrong with it is told on the screen."""
    if is_update(query):
        st.warning(say("only_reading"))
        return None
    if not query.strip():
        st.warning(say("no_query"))
        return None
    began = monotonic()
    place = st.empty()
    try:
        with closing(apart.run("query", library.store.location, seconds, query=query, most=most)) as told:
            for table in told:
                if table is not None:
                    return table, monotonic() - began
                place.caption(say("running", seconds=round(monotonic() - began)))
    except apart.OutOfTime:
        st.warning(say("out_of_time", seconds=seconds))
    except apart.Died:
        st.warning(say("out_of_memory"))
    except DutygraphError as error:
        st.warning(plain(say("query_failed", reason=str(error))))
    finally:
        place.empty()
    return None


def _result(table: dict[str, Any], seconds: float, say: Labels) -> None:
    columns, rows = table["columns"], table["rows"]
    head, button = st.columns([1, 0.32], vertical_alignment="center")
    told = say("rows_found", count=len(rows), milliseconds=round(seconds * 1000))
    if table["more"]:
        told += " " + say("first_rows", count=len(rows))
    head.html(f'<div class="dg"><p class="note">{escape(told)}</p></div>')
    button.download_button(
        say("download", form="csv"),
        "\ufeff" + csv_line(columns) + "".join(map(csv_line, rows)),
        file_name="result.csv",
        mime="text/csv",
        on_click="ignore",
        width="stretch",
    )
    cells = {column: [shorter(row[place]) for row in rows] for place, column in enumerate(columns)}
    st.dataframe(cells, hide_index=True, alt=say("result"))


def shorter(term: str) -> str:
    """Return an IRI with its prefix, or without the place where all of this graph lies, and what is none as it is.

    >>> shorter("https://w3id.org/dutygraph/ontology#kind"), shorter("https://w3id.org/dutygraph/document/a")
    ('dg:kind', '…/document/a')
    """
    for prefix, iri in PREFIXES.items():
        if term.startswith(iri):
            return f"{prefix}:{term[len(iri) :]}"
    return f"…/{term[len(BASE) :]}" if term.startswith(BASE) else term
