"""Lists what the linter finds, by rule and document, as cards that lead to the provision, and as a file."""

from collections import Counter
from collections.abc import Sequence
from html import escape
from typing import Final
from urllib.parse import urlencode

import streamlit as st

from app.cards import badge, card
from app.labels import Labels
from app.library import Library
from app.lint_report import PLACES, lint_csv
from app.network import palette
from app.plain import plain
from corpus.errors import DutygraphError
from queries.lint.lint import lint
from queries.lint.rules import rules
from queries.lint.types import LintFinding, Place
from queries.types import Citation

SHOWN: Final = 50
"""So many findings are drawn; the file has all."""
_MARKS: Final = {"error": "✗", "warning": "!", "info": "·"}


def lint_section(library: Library, say: Labels) -> None:
    """Draw the section: choices, counts, findings."""
    st.html(f'<div class="dg"><p class="note">{escape(say("lint_note"))}</p></div>')
    left, right = st.columns(2)
    document = left.selectbox(
        say("column_document"),
        ["", *library.titles],
        index=int(len(library.titles) > SHOWN),  # of a large store not all at once
        format_func=lambda name: plain(library.titles[name]) if name else say("whole_store"),
        key="lint_document",
    )
    rule = right.selectbox(
        say("lint_rule"),
        ["", *rules()],
        format_func=lambda name: getattr(rules()[name].title, say.language) if name else say("any"),
        key="lint_rule",
    )
    try:
        with st.spinner(say("linting")):
            found = _found(library, document or "")
    except DutygraphError as error:
        st.error(plain(say("work_failed", reason=str(error))))
        return
    chosen = [finding for finding in found if finding.rule == (rule or finding.rule)]
    _counts(found, say)
    if not chosen:
        st.html(f'<div class="dg"><p class="note">{escape(say("lint_nothing"))}</p></div>')
        return
    st.download_button(
        say("download", form="csv"),
        lint_csv(chosen, say.language).encode("utf-8-sig"),
        file_name=f"lint-{document or 'dutygraph'}.csv",
        mime="text/csv",
        on_click="ignore",
    )
    if len(chosen) > SHOWN:
        st.html(f'<div class="dg"><p class="note">{escape(say("first_rows", count=SHOWN))}</p></div>')
    cards = "".join(_card(library, finding, say) for finding in chosen[:SHOWN])
    st.html(f'<div class="dg">{cards}</div>')


def _found(library: Library, document: str) -> tuple[LintFinding, ...]:
    """Return the findings on a document, or all, kept as long as the state of the store that they are of."""
    kept = st.session_state.get("linted")
    if kept is None or kept[0] is not library:
        kept = st.session_state["linted"] = (library, {})
    found: dict[str, tuple[LintFinding, ...]] = kept[1]
    if document not in found:
        found[document] = lint(library.store, [document] if document else [])
    return found[document]


def _counts(found: Sequence[LintFinding], say: Labels) -> None:
    """Draw what each rule looks for and how much it found; lines wrap, since all of the words are wanted."""
    counts = Counter(finding.rule for finding in found)
    rule_head, found_head, words_head = (
        escape(say(name)) for name in ("lint_rule", "column_findings", "lint_looks_for")
    )
    head = f"<th scope=col class=words>{rule_head}</th><th scope=col>{found_head}</th>"
    head += f"<th scope=col class=words>{words_head}</th>"
    rows = []
    for name, rule in rules().items():
        mark = _MARKS[min((case.severity for case in rule.variants.values()), key=list(_MARKS).index)]
        title, looks_for = (escape(getattr(said, say.language)) for said in (rule.title, rule.explanation))
        rows.append(
            f"<tr><th scope=row>{mark} {title}</th><td>{counts[name]}</td><td class=words>{looks_for}</td></tr>"
        )
    caption = f"<caption>{escape(say('lint'))}</caption>"
    table = f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    st.html(f'<div class="dg">{table}</div>')


def _card(library: Library, finding: LintFinding, say: Labels) -> str:
    """Return a finding as a card: rule, message, how sure it is and why, the words in their provision, more places."""
    colours = palette()
    place = finding.place
    title = getattr(rules()[finding.rule].title, say.language)
    head = badge(title, colours["paper"], colours["ink"]) + _link(library, place, say, finding.frame)
    message = getattr(finding.message, say.language)
    sure = say("lint_sure", sure=f"{finding.sure:.2f}", why=getattr(finding.why, say.language))
    more = "".join(f"<li>{_link(library, one, say)} {escape(one.quote)}</li>" for one in finding.also[:PLACES])
    lines = f'<p class="who">{escape(message)}</p><p class="note">{escape(sure)}</p>'
    lines += f"<ul>{more}</ul>" if more else ""
    citation = Citation(place.document, place.provision, place.item, place.quote, place.start, place.end, "", True)
    words = library.words(citation)
    return card(head, lines, words, [(place.start, place.end)], primary=finding.severity == "error", whole=say("whole"))


def _link(library: Library, place: Place, say: Labels, frame: str = "") -> str:
    """Return a provision as a link to its document on the screen of documents, at the norm where there is one."""
    asked = {"document": place.document, "lang": say.language} | ({"frame": frame} if frame else {})
    item = f"({place.item})" if place.item and not place.provision.endswith(f"({place.item})") else ""
    return (
        f'<a href="documents?{escape(urlencode(asked))}" target="_self"><b>{escape(place.provision + item)}</b>'
        f"<cite>《{escape(library.named(place.document))}》</cite></a>"
    )
