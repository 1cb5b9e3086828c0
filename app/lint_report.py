"""Renders the findings of the linter for the terminal and as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

import click

from app.terminal import QUOTE
from queries.lint.rules import rules
from queries.lint.types import LintFinding, Place

PLACES = 3
"""How many places of a finding a list shows."""
_COLOURS = {"error": "red", "warning": "yellow", "info": "cyan"}
_NOTHING = {"zh": "没有发现。", "en": "Nothing found."}
COLUMNS = (
    "rule",
    "severity",
    "sure",
    "document",
    "provision",
    "item",
    "start",
    "end",
    "quote",
    "count",
    "message",
    "why",
)


def lint_text(findings: Sequence[LintFinding], titles: Mapping[str, str], language: str) -> str:
    """Return findings by rule, each rule with their number, each finding with its first places."""
    lines = []
    for rule in rules().values():
        of_rule = [finding for finding in findings if finding.rule == rule.id]
        if of_rule:
            head = f"{getattr(rule.title, language)} {rule.id}  {len(of_rule)}"
            lines += ["", click.style(head, bold=True), f"  {getattr(rule.explanation, language)}"]
        for finding in of_rule:
            lines += _finding(finding, titles, language)
    return "\n".join(lines[1:]) or _NOTHING[language]


def lint_csv(findings: Iterable[LintFinding], language: str) -> str:
    """Return findings as CSV, one line for each of their places."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in findings:
        said = (getattr(one.message, language), getattr(one.why, language))
        for place in (one.place, *one.also):
            where = (place.document, place.provision, place.item, place.start, place.end, place.quote)
            writer.writerow((one.rule, one.severity, f"{one.sure:.2f}", *where, one.count, *said))
    return file.getvalue()


def _finding(finding: LintFinding, titles: Mapping[str, str], language: str) -> list[str]:
    mark = click.style("●", fg=_COLOURS[finding.severity])
    title = titles.get(finding.place.document, finding.place.document)
    sure = click.style(f"{finding.sure:.2f}", dim=True)
    lines = [f"  {mark} 《{title}》{getattr(finding.message, language)} {sure}"]
    lines += [f"      {_cited(place)}" for place in (finding.place, *finding.also)[:PLACES]]
    if finding.count > PLACES:
        lines.append(click.style(f"      … +{finding.count - PLACES}", dim=True))
    return lines


def _cited(place: Place) -> str:
    item = f"({place.item})" if place.item and not place.provision.endswith(f"({place.item})") else ""
    quote = " ".join(place.quote.split())
    shown = quote if len(quote) <= QUOTE else f"{quote[: QUOTE - 1]}…"
    return f"{place.provision}{item}: {shown} " + click.style(f"{place.document} [{place.start}–{place.end}]", dim=True)
