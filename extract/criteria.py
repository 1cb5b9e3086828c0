"""Read inspection items: 是否M; …情况; and the items under 重点检查下列内容."""

from __future__ import annotations

import re

from extract.actors import is_actor
from extract.clauses import split
from extract.drafts import Draft, Found, Mention, Sentence
from extract.matters import first_object
from extract.particulars import times
from extract.pipeline import Analysis
from extract.reading import Reading, inherited
from extract.sentences import is_check

_SUBJECT = re.compile(r"(?P<subject>[^，,。；]*?)是否")
_REFORM = re.compile(r"^(?:建立|健全|改革|完善|创新|加强)")
_STATE_OF = re.compile(r"(?:落实)?情况$")
_ASSESSED = re.compile(
    r"(?:检查|关注|考核|督查|督察|巡查|审查|审核|评价|评估|核查)[^，,。]{0,10}(?:下列|以下)[^，,。]{0,6}(?:内容|事项|情况)"
    r"|(?:内容|指标)(?:主要)?包括|(?:检查|审计|监督|考核|评估)[^，,。]{0,6}的?(?:主要)?内容[：:]"
    r"|(?:下列|以下)(?:内容|事项|情况)[^。]{0,30}(?:检查|审计|监督|考核|评估|督察)[^。]{0,4}[：:]"
)


def announces(words: str) -> bool:
    """Say whether a list lead-in announces what is inspected.

    >>> announces("县级河长巡查责任河湖应当重点关注下列内容:"), announces("履行下列职责：")
    (True, False)
    """
    return bool(_ASSESSED.search(words))


def is_criterion(words: str) -> bool:
    """Say whether a sentence of an article with checks is a check or the heading of some (…情况。)."""
    bare = words.rstrip("。；; ")
    return is_check(bare) or bare.endswith(("情况", "事项", "情形"))


def read(analysis: Analysis, sentence: Sentence, reading: Reading) -> Draft:
    """Return the criterion of a sentence that `is_criterion`."""
    text = analysis.text
    words = text[sentence.start : sentence.end]
    actors: tuple[Mention, ...] = ()
    matter: Found | None = None
    whether = _SUBJECT.search(words)
    if whether:
        named = whether["subject"]
        low = sentence.start + whether.start("subject")
        if named and is_actor(named):
            actors = reading.mentions(low, low + len(named))
        elif named.startswith("对") and len(named) > 3:
            matter = Found(named[1:], low + 1, low + len(named))
        matter = matter or first_object(analysis, split(text, sentence.start + whether.end(), sentence.end))
    else:
        bare = _STATE_OF.sub("", words.rstrip("。；; "))
        reform = _REFORM.match(bare)
        skip = reform.end() if reform else 0
        matter = Found(bare[skip:], sentence.start + skip, sentence.start + len(bare)) if bare[skip:] else None
    return Draft(
        "criterion",
        actors=actors,
        matter=matter,
        time=times(text, sentence.start, sentence.end),
        rule="criterion.whether",
    )


def listed(analysis: Analysis, sentence: Sentence, reading: Reading) -> Draft:
    """Return the criterion of an item under a lead-in that `announces` some."""
    words = analysis.text[sentence.start : sentence.end].rstrip("。；; ")
    matter = Found(words, sentence.start, sentence.start + len(words))
    return Draft("criterion", actors=inherited(reading.lead_actors), matter=matter, rule="criterion.listed")
