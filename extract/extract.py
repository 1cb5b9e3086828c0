"""Document to frames: segments grouped by article, read, and put back into source offsets."""

from __future__ import annotations

import gc
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from typing import cast

from corpus.segments import segments
from corpus.types import Document, Segment
from extract import amounts
from extract.actor_types import ActorTypes
from extract.calibrate import confidence_of
from extract.definitions import definitions
from extract.drafts import Draft, Found, Mention, Sentence, Setting
from extract.norms import read_article
from extract.pipeline import Analyser, Analysis
from extract.reading import Agents
from extract.references import references
from extract.types import Actor, Amount, Evidence, Extraction, Frame, Lexicon, Matter, Role

# 市级责任, 县级责任: the level that a chapter heading gives to what stands in it
_CHAPTER_LEVEL = re.compile(r"(?P<level>省|市|县|乡|镇|村)级")
_LEVELS = {"省": "province", "市": "city", "县": "county", "乡": "township", "镇": "township", "村": "village"}
# In a plan of a city or below, a department without a level of its own is its government's.
_NEAR = ("city", "county", "township")
_TITLE_LENGTH, _LINE_LENGTH = 40, 16
_NUMBERED = re.compile(r"\d+\s*[.．、]")
_AIMS = re.compile(
    r"总体要求|指导思想|基本原则|主要原则|总体思路|基本思路|工作目标|目标任务|总体目标|主要目标|发展目标|指导原则"
)
_MUNICIPALITY = re.compile(r"^(?:北京|上海|天津|重庆)")
# how far before a quantity the base of a multiple may stand: 违法所得, 合同价款
_BASE_REACH = 16
_CHAPTER = re.compile(r"第[一二三四五六七八九十百]+[编章节]")
_PLAN_PART = re.compile(r"^[一二三四五六七八九十]+、")


class Extractor:
    """Reads documents with one vocabulary; building it takes about a second, most of it jieba's dictionary."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Take the vocabulary to recognise matters, actor types and positions by."""
        self._analyse = Analyser(lexicon)
        self._actor_types = ActorTypes(lexicon)

    def extract(self, document: Document, lead_ins: Sequence[tuple[str, tuple[str, ...]]] = ()) -> Extraction:
        """Return the frames, references and definitions of a document in reading order.

        `lead_ins` are (article label, actors) known from a digest, for items whose lead-in the copy lacks.
        """
        with _no_collection():
            return self._extract(document, lead_ins)

    def _extract(self, document: Document, lead_ins: Sequence[tuple[str, tuple[str, ...]]]) -> Extraction:
        analysis = self._analyse(document.clean.text)
        known = dict(lead_ins)
        found = segments(document)
        plan = not any(segment.label.startswith("第") for segment in found)
        municipality = bool(_MUNICIPALITY.match(document.metadata.region))
        frames: list[Frame] = []
        numbers: Counter[tuple[str, str]] = Counter()
        level, aims = "", False
        agents: Agents = {}
        general: Found | None = None
        for _, group in groupby(found, key=lambda segment: (segment.article, segment.role in ("text", "heading"))):
            article = list(group)
            body: list[Segment] = []
            heading: Found | None = None
            for segment in article:
                words = document.clean.text[segment.start : segment.end]
                if segment.role == "heading" and not segment.item:
                    level, aims = _surroundings(words, level, aims)
                    agents = {}
                elif segment.role == "heading" or (plan and _is_heading(document.clean.text, segment, article)):
                    low = segment.start + segment.mark
                    value = words[segment.mark :].rstrip("。 ")
                    heading = Found(value, low, low + len(value))
                    aims = (aims and bool(segment.item)) or bool(_AIMS.search(value))
                elif segment.role == "text":
                    body.append(segment)
            if not body:
                continue
            first = body[0]
            setting = Setting(
                level=level or (document.metadata.level if plan and document.metadata.level in _NEAR else ""),
                municipality=municipality,
                plan=plan,
                aims=aims and plan,
                heading=heading,
                general=general,
                lead_in=known.get(first.label, ()) if first.item else (),
            )
            sentences = [Sentence(s.start + s.mark, s.end, s.item) for s in body]
            for segment, drafts in zip(body, read_article(analysis, sentences, setting, agents), strict=True):
                for draft in drafts:
                    if draft.role == "overall" and draft.matter and not draft.matter_inherited:
                        general = draft.matter
                    numbers[segment.article, draft.kind] += 1
                    number = numbers[segment.article, draft.kind]
                    frames.append(self._frame(document, analysis, segment, draft, number))
        return Extraction(document.id, tuple(frames), references(document), definitions(document))

    def _frame(self, document: Document, analysis: Analysis, segment: Segment, draft: Draft, number: int) -> Frame:
        start, end = segment.start + segment.mark, segment.end
        span = document.clean.source_span(start, end)
        matter = self._matter(document, analysis, draft)
        main = matter.concepts if matter else ()
        mentioned = tuple(c for c in analysis.matters(start, end) if c not in main)

        def evidence(found: Sequence[Found]) -> tuple[Evidence, ...]:
            return tuple([_evidence(document, item, start, end) for item in found]) if found else ()

        return Frame(
            id=f"{document.id}/{segment.article or 'preface'}/{draft.kind}-{number}",
            document=document.id,
            provision=segment.label,
            item=segment.item,
            key=segment.key,
            article=segment.article,
            kind=draft.kind,
            role=cast("Role", draft.role),
            start=span.start,
            end=span.end,
            quote=document.text[span.start : span.end],
            spans=tuple((s.start, s.end) for s in document.clean.source_spans(start, end)),
            actors=tuple(self._actor(document, mention) for mention in draft.actors),
            matter=matter,
            recipients=evidence(draft.recipients),
            time=evidence(draft.time),
            quantity=evidence(draft.quantity),
            conduct=evidence(draft.conduct),
            targets=evidence(draft.targets),
            measures=evidence(draft.measures),
            enforcers=evidence(draft.enforcers),
            conditions=evidence(draft.conditions),
            exceptions=evidence(draft.exceptions),
            amounts=_amounts(document, draft.quantity),
            mentions=mentioned,
            rule=draft.rule,
            confidence=confidence_of(draft.rule),
        )

    def _matter(self, document: Document, analysis: Analysis, draft: Draft) -> Matter | None:
        if draft.matter is None:
            return None
        found = draft.matter
        span = document.clean.source_span(found.start, found.end)
        return Matter(
            text=found.value,
            quote=document.text[span.start : span.end],
            start=span.start,
            end=span.end,
            concepts=analysis.matters(found.start, found.end),
            inherited=draft.matter_inherited,
        )

    def _actor(self, document: Document, mention: Mention) -> Actor:
        start = end = 0  # an actor known only from a digest has no words here
        if mention.start < mention.end:
            span = document.clean.source_span(mention.start, mention.end)
            start, end = span.start, span.end
        types, position = self._actor_types.read(mention.name)
        return Actor(
            mention.name, mention.level, document.text[start:end], start, end, mention.inherited, types, position
        )


@contextmanager
def _no_collection() -> Iterator[None]:
    """Hold the collector of cyclic garbage back: a tenth of the time it would go over the words of the document.

    They are no garbage before the end, and none of them refers back to what holds it.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def extract(document: Document, lexicon: Lexicon, lead_ins: Sequence[tuple[str, tuple[str, ...]]] = ()) -> Extraction:
    """Return the frames of one document; use `Extractor` for more than one."""
    return Extractor(lexicon).extract(document, lead_ins)


def _surroundings(words: str, level: str, aims: bool) -> tuple[str, bool]:
    """Return level and aims after a heading."""
    if _CHAPTER.match(words.strip(" #")):
        found = {match["level"] for match in _CHAPTER_LEVEL.finditer(words)}
        level = _LEVELS[found.pop()] if len(found) == 1 else ""
    if _PLAN_PART.match(words):
        aims = bool(_AIMS.search(words))
    return level, aims


def _is_heading(text: str, segment: Segment, article: list[Segment]) -> bool:
    """Say whether a sentence of a plan is a title.

    Accepted forms: the first sentence of an item (（一）加强扶贫项目资产管理和监督。), a numbered sentence that others
    follow on its line (1.加快产业园建设。…), a short line without a full stop (工作要求).
    """
    words = text[segment.start : segment.end]
    if len(words) >= _TITLE_LENGTH or "," in words or "，" in words:
        return False
    place = article.index(segment)
    following = article[place + 1] if place + 1 < len(article) else None
    if segment.mark > 0 and place == 0:
        return following is not None
    if _NUMBERED.match(words):
        return following is not None and "\n" not in text[segment.end : following.start]
    ends_line = segment.end >= len(text) or "\n" in text[segment.end : segment.end + 2]
    return ends_line and words[-1] not in "。；;：:！？）)" and len(words) < _LINE_LENGTH


def _amounts(document: Document, quantities: Sequence[Found]) -> tuple[Amount, ...]:
    """Return the numbers of quantities; one without a number and a unit has none."""
    found: list[Amount] = []
    for quantity in quantities:
        before = document.clean.text[max(0, quantity.start - _BASE_REACH) : quantity.start]
        parsed = amounts.parse(quantity.value, before)
        if parsed:
            span = document.clean.source_span(quantity.start, quantity.end)
            quote = document.text[span.start : span.end]
            found.append(Amount(parsed.low, parsed.high, parsed.unit, parsed.base, quote, span.start, span.end))
    return tuple(found)


def _evidence(document: Document, found: Found, start: int, end: int) -> Evidence:
    if found.start == found.end:
        return Evidence(found.value, "", 0, 0, True)
    span = document.clean.source_span(found.start, found.end)
    return Evidence(
        found.value, document.text[span.start : span.end], span.start, span.end, not start <= found.start < end
    )
