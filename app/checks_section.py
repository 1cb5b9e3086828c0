"""Runs the checks of the store when asked to, in a process of its own, and lists what they find."""

from contextlib import closing
from html import escape
from time import monotonic
from typing import Any

import streamlit as st

from app import apart
from app.labels import Labels
from app.library import Library
from app.plain import plain
from corpus.errors import DutygraphError
from ontology.check import CHECKS

MARKS = {"passed": "✓", "failed": "✗", "skipped": "–"}
SHOWN = 2000
"""So many findings of one check are listed."""
LABELS = {
    "spans": "check_spans",
    "structure": "check_structure",
    "shapes": "check_shapes",
    "consistency": "check_consistency",
    "labels": "check_labels",
    "collisions": "check_collisions",
    "hierarchy": "check_hierarchy",
}
OUTCOMES = {"passed": "check_passed", "failed": "check_failed", "skipped": "check_skipped"}


def checks_section(library: Library, say: Labels) -> None:
    """Draw the section."""
    st.html(f'<div class="dg"><p class="note">{escape(say("checks_note"))}</p></div>')
    asked = st.button(say("run_checks"), type="primary")
    if asked:
        # Kept while it grows: a click elsewhere stops the work and leaves what was found by then.
        st.session_state.checked = (library, [])
        try:
            _run(library, st.session_state.checked[1], say)
        except DutygraphError as error:
            st.error(plain(say("work_failed", reason=str(error))))
    kept = st.session_state.get("checked")
    if kept is not None and kept[0] is library and kept[1]:
        _outcomes(kept[1], say)


def _run(library: Library, done: list[dict[str, Any]], say: Labels) -> None:
    """Add the outcomes to `done`, telling how far it is and for how long it has run."""
    began = monotonic()
    bar = st.progress(0.0)
    with closing(apart.run("check", library.store.location)) as told:
        for outcome in told:
            done += [outcome] if outcome else []
            at = list(CHECKS)[min(len(done), len(CHECKS) - 1)]
            seconds = round(monotonic() - began)
            bar.progress(len(done) / len(CHECKS), say("checking", check=say(LABELS[at]), seconds=seconds))
    bar.empty()


def _outcomes(outcomes: list[dict[str, Any]], say: Labels) -> None:
    rows = [
        {
            "": MARKS[outcome["outcome"]],
            say("column_check"): say(LABELS[outcome["name"]]),
            say("column_outcome"): say(OUTCOMES[outcome["outcome"]]),
            say("column_looked_at"): outcome["counted"],
            say("column_findings"): len(outcome["findings"]),
        }
        for outcome in outcomes
    ]
    st.dataframe(rows, hide_index=True, alt=say("checks"))
    for outcome in outcomes:
        if found := outcome["findings"]:
            st.html(
                f'<div class="dg"><h2>{escape(say(LABELS[outcome["name"]]))} <small>{len(found)}</small></h2></div>'
            )
            if len(found) > SHOWN:
                st.html(f'<div class="dg"><p class="note">{escape(say("first_rows", count=SHOWN))}</p></div>')
            st.dataframe(
                [
                    {say("column_place"): finding["place"], say("column_finding"): finding[say.language]}
                    for finding in found[:SHOWN]
                ],
                hide_index=True,
                alt=say(LABELS[outcome["name"]]),
            )
