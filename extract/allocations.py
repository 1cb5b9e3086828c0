"""Turn the responsibilities that a predicate names into drafts: who bears them, for which matter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extract import responsibilities
from extract.actors import is_actor
from extract.clauses import Clause
from extract.drafts import Draft, Found, Mention
from extract.pipeline import Analysis
from extract.reading import Reading, all_private
from extract.responsibilities import Responsibility

# 各级党委主要承担的意识形态工作责任是：
_BEARS = re.compile(r"(?:主要|应当)*(?:承担|履行|负有)的")


def allocate(
    analysis: Analysis,
    reading: Reading,
    clause: Clause,
    begin: int,
    actors: tuple[Mention, ...],
    drafts: Sequence[Draft],
    scene: Found | None,
) -> list[Draft] | None:
    """Return the drafts of the responsibilities in the predicate that begins at `begin`, or None where it names none.

    `drafts` are those of the sentence so far, `scene` is the matter that the words before its subject name. An empty
    list says that the predicate is one, but adds nothing (责任主要包括： after the role).
    """
    found = responsibilities.find(analysis.text, begin, clause.end)
    if not found:
        return None
    if found[0].matter and found[0].matter.value == "社会责任" and not all_private(actors):
        return None
    if found[0].rule == "responsibility.includes":
        if any(draft.kind == "responsibility" for draft in drafts):
            return []
        if begin == clause.start:
            return _includes(analysis, reading, found[0], scene)
    allocated = []
    for item in found:
        bound = _named(reading, item) if item.actors else actors
        # without anyone to bear it, 属地管理责任 is not allocated
        if bound:
            allocated.append(_draft(reading, item, bound, item.matter or scene, remember=item.actors is None))
    return allocated or None


def fill_matters(drafts: Sequence[Draft], reading: Reading) -> list[Draft]:
    """Give a responsibility without words for its matter that of the first duty, the heading or the document."""
    duty = next((draft.matter for draft in drafts if draft.kind == "duty" and draft.matter), None)
    matter = duty or reading.setting.heading or reading.setting.general
    return [
        replace(draft, matter=matter, matter_inherited=True)
        if matter is not None and draft.kind == "responsibility" and draft.matter is None
        else draft
        for draft in drafts
    ]


def _named(reading: Reading, item: Responsibility) -> tuple[Mention, ...]:
    """Return the actors that the rule itself names (发挥A牵头抓总作用)."""
    if item.actors is None or not is_actor(item.actors.value, strict=False):
        return ()
    return reading.mentions(item.actors.start, item.actors.end)


def _includes(analysis: Analysis, reading: Reading, item: Responsibility, scene: Found | None) -> list[Draft] | None:
    """Read 地方党委和政府乡村振兴责任主要包括: the actors run up to the last head, the matter follows."""
    if item.matter is None:
        return None
    words = item.matter
    ends = [token.start for token in analysis.between(words.start + 1, words.end)]
    cut = next((end for end in reversed(ends) if is_actor(analysis.text[words.start : end])), 0)
    if not cut:
        return None
    reading.subject = reading.mentions(words.start, cut)
    if bears := _BEARS.match(analysis.text, cut, words.end):
        cut = bears.end()
    matter = Found(analysis.text[cut : words.end], cut, words.end)
    return [_draft(reading, item, reading.subject, matter or scene, remember=True)]


def _draft(
    reading: Reading, item: Responsibility, actors: tuple[Mention, ...], matter: Found | None, remember: bool
) -> Draft:
    borrowed = matter is None and reading.matter is not None
    if matter is not None and remember:
        reading.matter = matter
    recipient = (item.recipient,) if item.recipient and is_actor(item.recipient.value, strict=False) else ()
    return Draft(
        "responsibility",
        item.role,
        actors,
        reading.matter if borrowed else matter,
        borrowed,
        recipients=recipient,
        rule=item.rule,
    )
