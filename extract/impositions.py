"""Turn the consequences that a sentence states into drafts: who applies them, and to whom."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extract.clause_tests import is_conduct
from extract.clauses import Clause, follows_semicolon
from extract.consequences import Consequence
from extract.drafts import Draft, Found, Mention, Sentence
from extract.listed import opens_list
from extract.pipeline import Analysis
from extract.reading import Reading, all_private, inherited
from extract.subjects import Subject

# whoever ordered the correction also punishes its refusal
_AGAIN = re.compile(
    r"^(?:拒不|逾期|仍不|情节(?:较重|严重|特别严重|较轻)|造成(?:严重|重大)?后果|(?:再次|两次|多次)违反)"
)
_BY_COURT = re.compile(r"刑事|赔偿|民事|追究|处分")
# what somebody else decides even where the sentence before names an authority
_BY_OTHERS = re.compile(r"刑事|赔偿|民事|处分")
# a result that leaves the offenders of the sentence before in place
_FURTHER = re.compile(r"^(?:构成犯罪|造成|情节|后果|逾期|拒不)")


@dataclass(frozen=True, slots=True)
class Before:
    """What the sentence before leaves behind: the offenders, and those who applied its last consequence."""

    offenders: tuple[Found, ...] = ()
    enforcers: tuple[Mention, ...] = ()


def impose(
    analysis: Analysis,
    reading: Reading,
    sentence: Sentence,
    stated: Sequence[Consequence],
    actors: tuple[Mention, ...],
    subjects: Mapping[Clause, Subject | None],
    before: Before,
) -> list[Draft]:
    """Return the drafts of sanctions and rewards.

    `actors` are those that the sentence inherits, `subjects` those that its clauses name.
    """
    drafts: list[Draft] = []
    for item in stated:
        enforcers = _enforcers(analysis, reading, sentence, item, actors, subjects, before, drafts)
        targets = item.targets
        if not targets and (not item.conduct or _FURTHER.match(item.conduct[0].value)):
            targets = before.offenders
        drafts.append(
            Draft(
                "sanction" if item.kind == "sanction" else "reward",
                actors=enforcers,
                conduct=item.conduct,
                targets=targets,
                measures=item.measures,
                enforcers=tuple(Found(mention.name, mention.start, mention.end) for mention in enforcers),
                quantity=item.quantity,
                rule=item.rule,
            )
        )
    return drafts


def _enforcers(
    analysis: Analysis,
    reading: Reading,
    sentence: Sentence,
    item: Consequence,
    actors: tuple[Mention, ...],
    subjects: Mapping[Clause, Subject | None],
    before: Before,
    drafts: Sequence[Draft],
) -> tuple[Mention, ...]:
    """Return who applies a consequence: named with it, named before it, or carried on from the one before."""
    if item.enforcers:
        return tuple(reading.mention(found) for found in item.enforcers)
    listed_conduct = item.rule.endswith(".listed_conduct")
    if not listed_conduct and (speaker := _speaker(analysis, reading, sentence, item, subjects)):
        return speaker
    last = next((draft.actors for draft in reversed(drafts) if draft.kind == "sanction"), ())
    if last and any(not _BY_COURT.search(measure.value) for measure in item.measures):
        return inherited(last)
    if listed_conduct or _goes_further(analysis, sentence, item):
        return inherited(before.enforcers)
    by_court = bool(item.measures) and all(_BY_OTHERS.search(measure.value) for measure in item.measures)
    return () if item.kind != "sanction" or all_private(actors) or (by_court and item.conduct) else actors


def _goes_further(analysis: Analysis, sentence: Sentence, item: Consequence) -> bool:
    """Say whether a sanction goes on from the one before, by the same authority (；情节严重的,吊销许可证)."""
    if not item.conduct or all(_BY_COURT.search(measure.value) for measure in item.measures):
        return False
    return follows_semicolon(analysis.text, sentence.start) or bool(_AGAIN.match(item.conduct[0].value))


def _speaker(
    analysis: Analysis,
    reading: Reading,
    sentence: Sentence,
    item: Consequence,
    subjects: Mapping[Clause, Subject | None],
) -> tuple[Mention, ...]:
    """Return the subject that the sentence names before the consequence, outside the conduct."""
    colon = opens_list(analysis.text[sentence.start : sentence.end])
    named = [
        found
        for clause, found in subjects.items()
        if found
        and clause.end <= item.clauses[0].start
        and not any(part.start <= found.start < part.end for part in item.conduct)
        and not is_conduct(analysis, clause, colon)
    ]
    if not named or (item.kind == "reward" and named[-1].passive):
        return ()
    return reading.mentions(named[-1].start, named[-1].end)
