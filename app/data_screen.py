"""The screen of data: the store in numbers, what checks and linter find, SPARQL, and files to take away."""

from html import escape

import altair as alt
import streamlit as st

from app import charts, heat_map
from app.checks_section import checks_section
from app.exports_section import exports_section
from app.labels import Labels
from app.library import Library
from app.lint_section import lint_section
from app.sparql_section import sparql_section
from corpus.types import LEVELS
from extract.patterns import read_lines
from extract.types import KINDS, ROLES

SECTIONS = {"figures": "figures", "checks": "checks", "lint": "lint", "sparql": "sparql_console", "files": "files"}
"""The sections by the name that the address carries, with their labels."""


def data_screen(library: Library, say: Labels) -> None:
    """Draw the screen; of its sections only the chosen one is made."""
    section = st.segmented_control(
        say("data"),
        list(SECTIONS),
        default=_asked(),
        required=True,
        format_func=lambda name: say(SECTIONS[name]),
        key="section",
        label_visibility="collapsed",
    )
    st.query_params["section"] = section or "figures"
    match section:
        case "checks":
            checks_section(library, say)
        case "lint":
            lint_section(library, say)
        case "sparql":
            sparql_section(library, say)
        case "files":
            exports_section(library, say)
        case _:
            _figures(library, say)


def _asked() -> str:
    asked = st.query_params.get("section", "")
    return asked if asked in SECTIONS else "figures"


def _figures(library: Library, say: Labels) -> None:
    with st.spinner(say("counting")):
        figures = library.figures
    records = library.records.values()
    numbers = {
        say("documents"): len(library.records),
        say("column_articles"): sum(record.articles for record in records),
        say("provisions"): figures.provisions,
        say("column_frames"): sum(record.frames for record in records),
        say("actors"): figures.actors,
    }
    told = "".join(f"<div><dt>{escape(name)}</dt><dd>{number:,}</dd></div>" for name, number in numbers.items())
    st.html(f'<div class="dg"><dl class="numbers">{told}</dl></div>')
    dark = st.context.theme.type == "dark"
    left, right = st.columns(2, gap="medium")
    with left:
        _chart(
            charts.kinds_of_documents(library, say, dark),
            _kinds_table(library, say),
            say("kinds_of_documents"),
            _not_shown(len(library.records) - charts.SHOWN_DOCUMENTS, say),
            say,
        )
    with right:
        _chart(heat_map.roles_of_levels(library, say), _roles_table(library, say), say("overview"), "", say)
    left, right = st.columns(2, gap="medium")
    with left:
        _chart(
            charts.coverage(library, say), _coverage_table(library, say), say("coverage_of"), say("coverage_note"), say
        )
    with right:
        _chart(
            charts.confidence(library, say, dark),
            _rules_table(library, say),
            say("confidence_of"),
            say("confidence_note"),
            say,
        )


def _not_shown(count: int, say: Labels) -> str:
    return say("not_shown", count=count) if count > 0 else ""


def _chart(
    chart: alt.Chart | alt.LayerChart | alt.FacetChart, rows: list[dict[str, object]], head: str, note: str, say: Labels
) -> None:
    """Draw a chart under its heading, and the same as a table to unfold."""
    st.html(f'<div class="dg"><h2>{escape(head)} <small>{escape(note)}</small></h2></div>')
    st.altair_chart(chart, alt=head)
    with st.expander(say("table")):
        st.dataframe(rows, hide_index=True, alt=head)


def _kinds_table(library: Library, say: Labels) -> list[dict[str, object]]:
    counts = library.figures.kinds
    return [
        {
            say("column_document"): library.titles[name],
            "id": name,
            **{library.label("kind", kind, say.language): counts.get((name, kind), 0) for kind in KINDS},
            say("column_frames"): record.frames,
        }
        for name, record in library.records.items()
    ]


def _roles_table(library: Library, say: Labels) -> list[dict[str, object]]:
    counts = library.responsibilities
    return [
        {
            say("slot_role"): library.label("role", role, say.language),
            **{library.label("level", level, say.language): counts.get((role, level), 0) for level in LEVELS},
        }
        for role in ROLES
        if any(found == role for found, _ in counts)
    ]


def _coverage_table(library: Library, say: Labels) -> list[dict[str, object]]:
    return [
        {
            say("column_document"): library.titles[name],
            "id": name,
            say("column_articles"): library.records[name].articles,
            say("column_covered"): library.figures.covered.get(name, 0),
            say("coverage"): None if share is None else f"{share:.0%}",
        }
        for name, share in charts.covered_shares(library).items()
    ]


def _rules_table(library: Library, say: Labels) -> list[dict[str, object]]:
    judged = {row["rule"]: row for row in read_lines("confidences")}
    return [
        {
            say("rule"): rule,
            say("slot_kind"): library.label("kind", kind, say.language),
            say("confidence"): confidence,
            say("column_frames"): count,
            say("column_seen"): judged.get(rule, {}).get("seen"),
            say("column_right"): judged.get(rule, {}).get("right"),
        }
        for (rule, kind, confidence), count in sorted(library.figures.rules.items(), key=lambda one: -one[1])
    ]
