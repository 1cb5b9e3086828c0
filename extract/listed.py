"""Give conduct that stands alone (…的；) the measures of its list's lead-in, else of the next sentence with some."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extract import consequences
from extract.clauses import split
from extract.consequences import Consequence
from extract.drafts import Sentence
from extract.pipeline import Analysis
from extract.sentences import is_check, is_meta

# 有下列情形之一的,由E处…：— each item is conduct, whatever it ends with
_CASES = re.compile(r"(?:下列|以下)[^，。]{0,12}之一")
_ORDER = re.compile(r"应当|不得|必须|要")
_ACT = re.compile(r"行为[。；]?$")


def opens_list(words: str) -> bool:
    """Say whether a sentence ends with a colon."""
    return words.rstrip().endswith(("：", ":"))


def opens_cases(words: str) -> bool:
    """Say whether a lead-in lists cases, not acts (有下列情形之一的,…：)."""
    return bool(_CASES.search(words))


def of_article(analysis: Analysis, sentences: Sequence[Sentence]) -> list[list[Consequence]]:
    """Return the sanctions and rewards of each sentence of an article, with those that lists pass on.

    Accepted forms: 有下列情形之一的,由E M: followed by items C的; sentences C的; that the last one closes with the
    measures.
    """
    found = [_stated(analysis, sentence) for sentence in sentences]
    lead: list[Consequence] = []
    cases = False
    for index, sentence in enumerate(sentences):
        words = analysis.text[sentence.start : sentence.end]
        if found[index]:
            before_items = index + 1 < len(sentences) and sentences[index + 1].item and not sentence.item
            if opens_list(words) or before_items:
                lead = found[index]
                cases = opens_cases(words)
                # 有下列情形之一的,由E约谈；造成后果的,追究责任：— the sentences before belong to the lead-in
                for earlier in range(index - 1, -1, -1):
                    before = analysis.text[sentences[earlier].start : sentences[earlier].end]
                    if sentences[earlier].item or not before.rstrip().endswith(("；", ";")):
                        break
                    lead = found[earlier] + lead
                    cases = cases or opens_cases(before)
                lead = _of_one_kind(lead)
        elif (
            consequences.is_conduct(words)
            or (_ACT.search(words.strip()) and not _ORDER.search(words))
            or (cases and sentence.item and lead)
        ):
            source = lead if sentence.item and lead else _of_one_kind(next(filter(None, found[index + 1 :]), []))[:1]
            if source:
                found[index] = [_passed_on(analysis, sentence, source)]
    return found


def _stated(analysis: Analysis, sentence: Sentence) -> list[Consequence]:
    words = analysis.text[sentence.start : sentence.end]
    if is_meta(words) or is_check(words):
        return []
    return consequences.find(analysis, split(analysis.text, sentence.start, sentence.end))


def _of_one_kind(found: Sequence[Consequence]) -> list[Consequence]:
    """Return the sanctions, or the rewards where there is no sanction."""
    return [item for item in found if item.kind == "sanction"] or list(found)


def _passed_on(analysis: Analysis, sentence: Sentence, source: Sequence[Consequence]) -> Consequence:
    clauses = split(analysis.text, sentence.start, sentence.end)
    return replace(
        source[0],
        rule=f"{source[0].kind}.listed_conduct",
        enforcers=tuple({found.value: found for item in source for found in item.enforcers}.values()),
        conduct=consequences.conduct_of(analysis, clauses),
        measures=tuple(
            {measure.value: measure for item in reversed(source) for measure in reversed(item.measures)}.values()
        )[::-1],
        targets=tuple(consequences.offenders(analysis, clauses)) or source[0].targets,
        quantity=tuple(quantity for item in source for quantity in item.quantity),
        clauses=tuple(clauses),
    )
