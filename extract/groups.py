"""Put clauses of one kind with the same actors together: one frame with its matter, times, amounts and parties."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from extract.clause_tests import is_conduct
from extract.clauses import Clause, split
from extract.drafts import Draft, Found, Mention, Sentence
from extract.listed import opens_list
from extract.matters import first_object
from extract.particulars import quantities, times
from extract.pipeline import Analysis
from extract.recipients import recipients
from extract.tokens import MODAL
from extract.types import Kind

_EXCEPT = re.compile(r"除(?P<value>[^。；]{2,80}?)(?:以外|之外|(?<![意另国境内涉])外)(?=[，,。；]|$)")
# a result that is aimed at, not an act: 巩固率保持在99%以上
_RESULT = re.compile(r"(?:保持在|达到?|增加到|提高到|下降到)[\d一二三四五六七八九十百]")


@dataclass(slots=True)
class Group:
    """Clauses of one kind with the same actors; `topic` is the thing that the agent after 由 deals with."""

    kind: Kind
    actors: tuple[Mention, ...]
    rule: str
    clauses: list[Clause] = field(default_factory=list)
    topic: Found | None = None

    @property
    def key(self) -> tuple[Kind, tuple[str, ...]]:
        """What groups of one frame have in common."""
        return (self.kind, tuple(mention.name for mention in self.actors))


def joined(groups: Iterable[Group]) -> list[Group]:
    """Return the groups with those of the same key made one: several verb phrases of the same actors are one frame."""
    merged: dict[tuple[Kind, tuple[str, ...]], Group] = {}
    for group in groups:
        if group.key in merged:
            merged[group.key].clauses += group.clauses
        else:
            merged[group.key] = group
    return list(merged.values())


def to_draft(analysis: Analysis, sentence: Sentence, group: Group, scene: Found | None) -> Draft:
    """Return the draft of a group; `scene` is the matter that the words before the first subject name."""
    text, clauses = analysis.text, group.clauses
    time = tuple(found for clause in clauses for found in times(text, clause.start, clause.end))
    quantity = tuple(found for clause in clauses for found in quantities(text, clause.start, clause.end))
    towards = [found for clause in clauses for found in recipients(analysis, clause.start, clause.end)]
    colon = opens_list(text[sentence.start : sentence.end])
    return Draft(
        group.kind,
        actors=group.actors,
        matter=_matter(analysis, group, (*time, *quantity), scene),
        recipients=tuple({found.value: found for found in reversed(towards)}.values())[::-1],
        time=time,
        quantity=quantity,
        conditions=tuple(
            Found(text[clause.start : clause.end], clause.start, clause.end)
            for clause in split(text, sentence.start, sentence.end)
            if clause.end <= clauses[0].start and is_conduct(analysis, clause, colon)
        ),
        exceptions=tuple(
            Found(match["value"], match.start("value"), match.end("value"))
            for match in _EXCEPT.finditer(text, sentence.start, sentence.end)
        ),
        rule=group.rule,
    )


def _matter(analysis: Analysis, group: Group, bounds: Iterable[Found], scene: Found | None) -> Found | None:
    """Return the object of the verb that carries the time or amount, else of the first that names the work."""
    clauses = group.clauses
    matter = _thing(analysis, clauses[0]) if group.rule.endswith(".thing") else group.topic
    if matter is None:
        bearing = [
            clause
            for clause in clauses
            if any(clause.start <= found.start < clause.end for found in bounds)
            and not _RESULT.search(analysis.text, clause.start, clause.end)
        ]
        matter = first_object(analysis, bearing) or first_object(analysis, clauses) or scene
    return matter or _thing(analysis, clauses[0])


def _thing(analysis: Analysis, clause: Clause) -> Found | None:
    """Return the thing before the modal (考核工作应当力戒形式主义; 每年驻村时间不得少于220天)."""
    modal = next((token for token in analysis.between(clause.start, clause.end) if token.kind in MODAL), None)
    if modal is None or all(token.kind in ("adverb", "link") for token in analysis.between(clause.start, modal.start)):
        return None
    begin = max((found.end for found in times(analysis.text, clause.start, modal.start)), default=clause.start)
    return Found(analysis.text[begin : modal.start], begin, modal.start) if begin < modal.start else None
