"""Proposes matters that the vocabulary does not know: words of the texts, for a domain expert to judge.

A candidate is a proposal and never becomes a statement of the graph: the expert who accepts one writes its concept into
`ontology/vocabulary/matter.ttl`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from corpus.read import load_yaml
from extract.tags import tags
from extract.types import Lexicon
from queries.graph import Graph, iri, notation
from queries.named import named

_FILE: Final = Path(__file__).with_name("candidates.yaml")
PLACES: Final = 3
"""How many places of a candidate are shown."""
SIMILAR: Final = 0.5
"""The least similarity at which an existing concept is worth a look."""
_LENGTHS: Final = range(2, 31)
_Stands = tuple[str, str]
"""Where a matter stands: the IRIs of document and frame."""
_SHORT: Final = 2
_PAIRS: Final = ("（）", "()", "《》", "“”", "〔〕")
_NO_MATTER: Final = re.compile(r"\d|[，。；：？！,;:?!\s]")
"""Figures are quantities, and a break inside says that a clause was cut badly."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a candidate stands: the sentence of its frame, with `text[start:end] == quote` of the document."""

    document: str
    provision: str
    item: str
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A matter that no concept names.

    `count` is the number of frames about it. `places` are its first ones, each in another document as far as there
    are so many. `nearest` is the notation of the most similar matter concept or empty, `similarity` between 0 and 1.
    """

    text: str
    count: int
    documents: tuple[str, ...]
    places: tuple[Place, ...]
    nearest: str = ""
    similarity: float = 0.0

    def to_json(self) -> dict[str, Any]:
        """Return the candidate as the object that `vocabulary candidates --json` prints."""
        return {
            "text": self.text,
            "count": self.count,
            "documents": list(self.documents),
            "places": [{name: getattr(place, name) for name in Place.__slots__} for place in self.places],
            "nearest": self.nearest or None,
            "similarity": self.similarity,
        }


def candidates(graph: Graph, lexicon: Lexicon, limit: int | None = None) -> tuple[Candidate, ...]:
    """Return the matters of a store that name no concept, those of most frames first, then by their words.

    `lexicon` holds the scheme `matter`; `limit` is the most to return. Raises StoreError.
    """
    found: dict[str, list[_Stands]] = defaultdict(list)
    for row in graph.select(named("matters-without-concept").text):
        if text := normalised(row["matter"]):
            found[text].append((row["document"], row["frame"]))
    ranked = sorted(found.items(), key=lambda entry: (-len(entry[1]), entry[0]))
    known = {term.text: term.concept for term in lexicon.of("matter") if term.language == "zh"}
    # A store may be older than the vocabulary: what a term names by now is no candidate.
    fresh = [(text, stands) for text, stands in ranked if text not in known][:limit]
    shown = [_shown(stands) for _, stands in fresh]
    places = _places(graph, {frame for frames in shown for frame in frames})
    return tuple(
        Candidate(
            text,
            len(stands),
            tuple(sorted({notation(document) for document, _ in stands})),
            tuple(places[frame] for frame in frames),
            *nearest(text, known),
        )
        for (text, stands), frames in zip(fresh, shown, strict=True)
    )


def normalised(matter: str) -> str:
    """Return the words of a matter without whose field it is and what any matter may end with.

    Empty where nothing is left that could name a field: a word that stands for any work, a quantity, a fragment.
    The words to drop are in `candidates.yaml`.

    >>> normalised("本行政区域内的河道采砂管理等工作"), normalised("相关工作"), normalised("意见》的部署")
    ('河道采砂管理', '', '')
    """
    leading, trailing, generic = _words()
    text, before = matter.strip(), ""
    while text != before:
        before = text
        text = trailing.sub("", leading.sub("", text))
    broken = any(text.count(pair[0]) != text.count(pair[1]) for pair in _PAIRS)
    if broken or len(text) not in _LENGTHS or text in generic or _NO_MATTER.search(text) or _is_bare(text):
        return ""
    return text


def _is_bare(text: str) -> bool:
    """Say whether a text is one short word and by the dictionary no noun: 批准 names an act, not a field."""
    return len(text) == _SHORT and not tags().get(text, "n").startswith(("n", "vn"))


def nearest(text: str, known: Mapping[str, str]) -> tuple[str, float]:
    """Return the concept with the term most similar to a text, and how similar.

    Similarity is the Dice coefficient of characters and pairs of neighbours.

    `known` maps terms to notations. Of equals the first wins; under `SIMILAR` there is none.

    >>> nearest("扶贫资产", {"扶贫项目资产": "project-assets", "河长制": "river"})
    ('project-assets', 0.67)
    """
    parts = _parts(text)
    best, concept = 0.0, ""
    for term, name in known.items():
        others = _parts(term)
        likeness = 2 * len(parts & others) / (len(parts) + len(others))
        if likeness > best:
            best, concept = likeness, name
    return (concept, round(best, 2)) if best >= SIMILAR else ("", 0.0)


@lru_cache(maxsize=8192)
def _parts(text: str) -> frozenset[str]:
    return frozenset([*text, *map("".join, pairwise(text))])


def _shown(stands: Sequence[_Stands]) -> list[str]:
    """Return the frames to show: the first of each document, then others, in reading order."""
    firsts = set(dict(reversed(stands)).values())
    frames = [frame for _, frame in stands]
    return sorted(frames, key=lambda frame: frame not in firsts)[:PLACES]


def _places(graph: Graph, frames: Iterable[str]) -> dict[str, Place]:
    rows = graph.select(named("words-of-frames").bind(frame=map(iri, sorted(frames))))
    return {row["frame"]: _place(row) for row in rows}


def _place(row: Mapping[str, str]) -> Place:
    start, end = int(row["start"]), int(row["end"])
    return Place(row["id"], row.get("label", ""), row.get("item", ""), row["quote"], start, end)


@cache
def _words() -> tuple[re.Pattern[str], re.Pattern[str], frozenset[str]]:
    """Return what to drop at the beginning and at the end, and what alone is no matter."""
    data = load_yaml(_FILE)

    def either(words: Iterable[str]) -> str:
        return "|".join(sorted(map(re.escape, words), key=lambda word: (-len(word), word)))

    leading = re.compile(rf"^(?:(?:{either([*data['leading'], *data['carrying']])})的?(?=..))+")
    trailing = re.compile(rf"(?<=.[^和与及、的项类])的?(?:{either(data['trailing'])})$")
    return leading, trailing, frozenset(data["generic"])
