"""Offers the questions that the graph answers in the text box, while one is typed."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import streamlit as st


@st.cache_resource
def _component() -> Any:
    """Return the component, registered once for the whole server."""
    return st.components.v2.component(
        "dutygraph_completions",
        html="<span hidden></span>",
        js=Path(__file__).with_name("completions.js").read_text(encoding="utf-8"),
    )


def complete(label: str, questions: Sequence[str]) -> None:
    """Offer questions in the text box with this label."""
    _component()(key="completions", data={"label": label, "questions": list(questions)}, height=0)
