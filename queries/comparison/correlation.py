"""The correlation table of two documents: each provision with its counterparts, how they compare, and how sure."""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

from rapidfuzz import fuzz

from corpus.read import load_yaml
from extract.types import Lexicon
from ontology.concepts import Concepts
from queries.comparison.alignment import LEAST, Matrix, align, likeness
from queries.comparison.changes import Comparing
from queries.comparison.passages import Equal, Passage, Source, read_passages, read_source
from queries.comparison.types import Change, Correlation, LabelKind, Pair
from queries.graph import Graph

_DATA: Final = Path(__file__).with_name("basis.yaml")
_SURE: Final = 0.6  # the likeness from which a counterpart is certain
_DIGEST: Final = 0.5  # what is left of confidence where one side is known only by a digest
_PARTIAL: Final = 0.7  # the same where a provision has no counterpart in a copy that lacks a part


def correlate(graph: Graph, left: str, right: str, lexicon: Lexicon) -> Correlation:
    """Return the correlation table of two documents (docs/comparison.md): 甲 is `left`, 乙 `right`, by their ids.

    Every provision of 甲 comes once, in the order of its text, with its counterparts, best first, or alone; then every
    provision of 乙 that is no counterpart. `similarity` is RapidFuzz's ratio of the words made comparable, with the
    best counterpart. `confidence` says how far the pairing and its label can be relied on, from 0 to 1. Of a pair it
    is the likeness found in alignment (full from 0.6 on) times what the comparison says of its label
    (`Comparing.compare`); of a provision without counterpart it falls from 1 to 0.5 as the best candidate comes near
    to being one. It is halved where a side is known only by a digest, and lowered where the copy of the other document
    lacks a part. Of a fact of a digest a change of words shows what the digest says, since the place has no quote.

    Raises UnknownDocument and StoreError. The same graph gives the same table.
    """
    sources = read_source(graph, left), read_source(graph, right)
    concepts = Concepts(lexicon)
    subjects = [concepts.named("matter", source.title)[:1] for source in sources]
    forms = [_forms(lexicon, subject) if subjects[0] != subjects[1] else () for subject in subjects]
    equals = [Equal(lexicon, source, words) for source, words in zip(sources, forms, strict=True)]
    ours, theirs = (
        read_passages(graph, source, concepts, equal) for source, equal in zip(sources, equals, strict=True)
    )
    about = frozenset(matter for subject in subjects for matter in subject)
    alike = likeness(ours, theirs, lexicon, about, (sources[0].level, sources[1].level))
    comparing = Comparing(lexicon, concepts, equals[0], equals[1], about)
    implements = _implements(sources[0], sources[1])
    return Correlation(
        left=left,
        right=right,
        related="implements" if implements else "neutral",
        basis_zh=_basis(sources[0], sources[1], "zh"),
        basis_en=_basis(sources[0], sources[1], "en"),
        pairs=_pairs(ours, theirs, alike, comparing, sources),
    )


def _pairs(
    ours: tuple[Passage, ...],
    theirs: tuple[Passage, ...],
    alike: Matrix,
    comparing: Comparing,
    sources: tuple[Source, Source],
) -> tuple[Pair, ...]:
    links = align(alike)
    serves = Counter(j for _, j in links)
    pairs = []
    for i, passage in enumerate(ours):
        found = sorted((j for a, j in links if a == i), key=lambda j: (-alike[i, j], j))
        if not found:
            best = float(alike[i].max(initial=0))
            pairs.append(_alone(passage, "only_left", best, sources[1]))
            continue
        counterparts = [theirs[j] for j in found]
        verdicts = [comparing.compare(passage, theirs[j], serves=serves[j] > 1) for j in found]
        verdict = next((one for one in verdicts if one.label in ("stricter", "looser")), verdicts[0])
        confidence = min(1.0, float(alike[i, found[0]]) / _SURE) * verdict.sure
        digest = passage.digest or counterparts[0].digest
        pairs.append(
            Pair(
                left=(passage.place,),
                right=tuple(one.place for one in counterparts),
                label=verdict.label,
                side=verdict.side,
                changes=verdict.changes,
                similarity=round(fuzz.ratio(passage.plain, counterparts[0].plain) / 100, 3),
                confidence=round(confidence * (_DIGEST if digest else 1), 3),
            )
        )
    for j, passage in enumerate(theirs):
        if j not in serves:
            pairs.append(_alone(passage, "only_right", float(alike[:, j].max(initial=0)), sources[0]))
    return tuple(pairs)


def _alone(passage: Passage, label: LabelKind, best: float, other: Source) -> Pair:
    """Return a provision without counterpart; of one known only by a digest what is known stands as its words."""
    confidence = 1 - 0.5 * min(1.0, best / LEAST)
    if passage.digest or other.completeness == "digest":
        confidence *= _DIGEST
    elif other.completeness == "partial":
        confidence *= _PARTIAL
    places, confidence = (passage.place,), round(confidence, 3)
    if label == "only_left":
        changes = (Change("words", passage.said, ""),) if passage.digest else ()
        return Pair(places, (), label, "", changes, 0.0, confidence)
    changes = (Change("words", "", passage.said),) if passage.digest else ()
    return Pair((), places, label, "", changes, 0.0, confidence)


def _forms(lexicon: Lexicon, subject: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words for what a document as a whole is about."""
    return tuple(
        term.text
        for term in lexicon.of("matter")
        if term.concept in subject and term.language == "zh" and term.form != "hidden"
    )


def _implements(left: Source, right: Source) -> bool:
    """Return whether the left document names the right one as its basis, and is not older."""
    return right.id in left.links and not _older(left, right)


def _older(left: Source, right: Source) -> bool:
    return bool(left.date and right.date) and left.date < right.date


def _basis(left: Source, right: Source, language: Literal["zh", "en"]) -> str:
    """Return the sentence that says which labels are used and why, with what the copies lack."""
    data = _sentences()
    titles = {"left": _dated(left, language), "right": _dated(right, language)}
    if _implements(left, right):
        reason = "implements"
    elif _older(left, right):
        reason = "older"
    else:
        reason = "unnamed" if left.basis else "no_basis"
    parts = [data[reason][language].format(**titles)]
    if _implements(right, left):
        parts.append(data["reverse"][language].format(**titles))
    for name, source in zip(titles, (left, right), strict=True):
        if source.completeness in ("digest", "partial"):
            missing = data["list"][language].join(source.missing)
            parts.append(data[source.completeness][language].format(title=titles[name], missing=missing))
    return str(data["between"][language]).join(parts)


def _dated(source: Source, language: str) -> str:
    if not source.date:
        return str(_sentences()["undated"][language].format(title=source.title))
    day = date.fromisoformat(source.date)
    shown = f"{day.year}年{day.month}月{day.day}日" if language == "zh" else day.isoformat()
    return str(_sentences()["dated"][language].format(title=source.title, date=shown))


@cache
def _sentences() -> dict[str, Any]:
    return load_yaml(_DATA)
