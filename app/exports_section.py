"""Makes a file of the graph when asked to, in a process of its own, and offers it for download."""

from contextlib import closing
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Final

import streamlit as st

from app import apart
from app.labels import Labels
from app.library import Library
from app.plain import plain
from corpus.errors import DutygraphError

FORMATS: Final = {
    "frames": ("jsonl", "application/jsonl"),
    "csv": ("csv", "text/csv"),
    "turtle": ("ttl", "text/turtle"),
    "trig": ("trig", "application/trig"),
    "nquads": ("nq", "application/n-quads"),
    "jsonld": ("jsonld", "application/ld+json"),
    "graphml": ("graphml", "application/xml"),
    "akn": ("xml", "application/akn+xml"),
}
"""The suffix and media type of each format of `dutygraph export`."""
ONE_DOCUMENT: Final = "akn"
"""The format that holds one document."""


def exports_section(library: Library, say: Labels) -> None:
    """Draw the section."""
    st.html(f'<div class="dg"><p class="note">{escape(say("files_note"))}</p></div>')
    left, middle, right = st.columns([1, 1.6, 0.6], vertical_alignment="bottom")
    form = left.selectbox(say("format"), list(FORMATS), format_func=lambda name: f"{name} (.{FORMATS[name][0]})")
    documents = ([] if form == ONE_DOCUMENT else [""]) + list(library.records)
    document = middle.selectbox(
        say("column_document"), documents, format_func=lambda name: library.titles[name] if name else say("whole_store")
    )
    asked = (library, form, document or "")
    if right.button(say("make_file"), type="primary", width="stretch"):
        st.session_state.pop("file", None)
        try:
            st.session_state.file = (asked, _made(library, form, document or "", say))
        except DutygraphError as error:
            st.error(plain(say("work_failed", reason=str(error))))
            return
    kept = st.session_state.get("file")
    if kept is not None and kept[0] == asked:
        suffix, kind = FORMATS[form]
        name = f"{document or 'dutygraph'}.{suffix}"
        st.download_button(
            plain(say("download_file", name=name, size=_size(len(kept[1])))),
            kept[1],
            file_name=name,
            mime=kind,
            on_click="ignore",
        )


def _made(library: Library, form: str, document: str, say: Labels) -> bytes:
    """Return the file, telling for how long it is in the making."""
    began = monotonic()
    place = st.empty()
    with TemporaryDirectory(prefix="dutygraph-") as folder:
        output = Path(folder) / "export"
        work = apart.run("export", library.store.location, form=form, document=document or None, output=str(output))
        with closing(work) as told:
            for _ in told:
                place.caption(say("running", seconds=round(monotonic() - began)))
        place.empty()
        return output.read_bytes()


def _size(count: int) -> str:
    """Return a number of bytes as people say it.

    >>> _size(2_345_678)
    '2.3 MB'
    """
    return f"{count / 1e6:.1f} MB" if count >= 1e5 else f"{count / 1e3:.1f} kB"
