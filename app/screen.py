"""The page that Streamlit runs: language, navigation, and the screen that was chosen."""

import os
from functools import partial
from html import escape
from pathlib import Path

import streamlit as st

from app.ask_screen import ask_screen
from app.compare_screen import compare_screen
from app.data_screen import data_screen
from app.documents_screen import documents_screen
from app.explore_screen import explore_screen
from app.labels import LANGUAGES, Labels
from app.library import Library
from app.plain import plain
from corpus.errors import DutygraphError
from ontology.store import default_location, version

NAMES = {"zh": "中文", "en": "English"}
CSS = (Path(__file__).parent / "screen.css").read_text(encoding="utf-8")


@st.cache_resource(max_entries=2, show_spinner=False)
def _library(location: str, version: str) -> Library:  # noqa: ARG001  (another version is another library)
    return Library(location)


def main() -> None:
    """Draw the page over the store that DUTYGRAPH_STORE names."""
    st.set_page_config(page_title="责任图谱 DutyGraph", page_icon="⚖️", layout="wide")
    st.html(f"<style>{CSS}</style>")
    head, switch = st.columns([1, 0.16], vertical_alignment="center")
    asked = st.query_params.get("lang")
    language = switch.segmented_control(
        "语言 Language",
        LANGUAGES,
        default=asked if asked in LANGUAGES else "zh",
        required=True,
        format_func=NAMES.__getitem__,
        key="language",
        label_visibility="collapsed",
    )
    st.query_params["lang"] = language or "zh"
    say = Labels(language or "zh")
    head.html(f'<div class="dg"><h1>{escape(say("title"))}<small>{escape(say("subtitle"))}</small></h1></div>')
    location = os.environ.get("DUTYGRAPH_STORE") or default_location()
    try:
        library = _library(location, version(location))
    except DutygraphError as error:
        st.error(plain(str(error)))
        return
    pages = [
        st.Page(partial(ask_screen, library, say), title=say("ask"), url_path="ask", default=True),
        st.Page(partial(compare_screen, library, say), title=say("compare"), url_path="compare"),
        st.Page(partial(explore_screen, library, say), title=say("explore"), url_path="explore"),
        st.Page(partial(documents_screen, library, say), title=say("documents"), url_path="documents"),
        st.Page(partial(data_screen, library, say), title=say("data"), url_path="data"),
    ]
    st.navigation(pages, position="top").run()


main()
