"""The page that Streamlit runs: language, navigation, and the screen that was chosen."""

import os
from functools import partial
from html import escape
from importlib import import_module
from pathlib import Path

import streamlit as st

from app.labels import LANGUAGES, Labels
from app.library import Library, current
from app.plain import plain
from corpus.errors import DutygraphError
from ontology.store import default_location

NAMES = {"zh": "中文", "en": "English"}
SCREENS = ("ask", "compare", "explore", "documents", "data")
CSS = (Path(__file__).parent / "screen.css").read_text(encoding="utf-8")


def _draw(name: str, library: Library, say: Labels) -> None:
    """Draw a screen; its module is loaded when it is first needed, since some bring slow packages."""
    getattr(import_module(f"app.{name}_screen"), f"{name}_screen")(library, say)


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
        library = current(location)
    except DutygraphError as error:
        st.error(plain(str(error)))
        return
    pages = [
        st.Page(partial(_draw, name, library, say), title=say(name), url_path=name, default=name == SCREENS[0])
        for name in SCREENS
    ]
    st.navigation(pages, position="top").run()


main()
