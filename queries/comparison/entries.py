"""Reads the norms of documents from the graph and tells what each says to a level: the entries of cells."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Final

from corpus.read import load_yaml
from corpus.types import LEVELS
from extract.types import Lexicon
from ontology.concepts import Concepts
from ontology.namespace import document_id, document_iri, local_name
from queries.comparison.types import Entry, Place
from queries.graph import Graph, iri, notation
from queries.named import named

GOVERNMENT: Final = tuple(level for level in LEVELS if level not in ("any", "none"))
"""The levels from the centre to the village, highest first."""

CONFIDENT: Final = 0.6
"""A norm of less confidence does not fill a cell (docs/comparison.md)."""

BINDING: Final = ("responsibility", "duty", "prohibition", "permission")
"""The kinds of norm whose words say what their bearers have to do or may do."""

_DATA: Final = Path(__file__).with_name("reach.yaml")

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Source:
    """A document as the comparison knows it; `level` is its jurisdiction, empty where that is not known."""

    id: str
    title: str = ""
    level: str = ""
    region: str = ""
    completeness: str = "complete"

    @property
    def levels(self) -> tuple[str, ...]:
        """The levels that it can bind, highest first: its own and those below; a municipality has no cities."""
        first = GOVERNMENT.index(self.level) if self.level in GOVERNMENT else 0
        return tuple(level for level in GOVERNMENT[first:] if level != "city" or not self.municipality)

    @property
    def municipality(self) -> bool:
        """Whether it is of a municipality directly under the centre, such as 北京市."""
        return self.level == "province" and self.region.endswith("市")


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who is bound; `reach` are the levels of government that `level` and name stand for."""

    name: str
    level: str
    position: str
    types: frozenset[str]
    reach: frozenset[str]


@dataclass(frozen=True, slots=True)
class Norm:
    """A norm that gives a role or names a matter; `about` are its matters and all that is broader.

    Where the matter of a norm of BINDING names no concept, those that the rest of the words name are its matters.
    `beside` are concepts that the words name beside the matter, and all that is broader. `entry` is what the norm says
    to all its bearers; `at` narrows that to a level.
    """

    entry: Entry
    bearers: tuple[Bearer, ...]
    about: frozenset[str]
    beside: frozenset[str]
    order: int

    @property
    def document(self) -> str:
        """The id of its document."""
        return self.entry.place.document

    @property
    def confident(self) -> bool:
        """Whether it may fill a cell."""
        return self.entry.confidence >= CONFIDENT

    @property
    def reach(self) -> frozenset[str]:
        """The levels that it binds, by name or as one of several."""
        return frozenset().union(*(bearer.reach for bearer in self.bearers))

    def at(self, level: str) -> Entry:
        """Return what it says to the bearers of a level in its reach; general where none is of that level by name."""
        bound = [bearer for bearer in self.bearers if level in bearer.reach]
        return replace(
            self.entry,
            actors=tuple(bearer.name for bearer in bound),
            general=all(bearer.level == "any" for bearer in bound),
        )


@dataclass(frozen=True, slots=True)
class Sanction:
    """A consequence: the words, whom it strikes, the matters that it names and the provisions that it cites."""

    place: Place
    order: int
    targets: tuple[str, ...]
    matters: frozenset[str]
    provisions: frozenset[str]

    def follows(self, norm: Norm) -> bool:
        """Return whether it strikes a bearer of the norm, or names its matter or its provision."""
        if self.matters.intersection(norm.entry.concepts):
            return True
        key = norm.entry.place.key
        if any(key == cited or key.startswith(f"{cited}__") for cited in self.provisions):
            return True
        targets = [target for target in map(_specific, self.targets) if len(target) > 1]
        return any(name.endswith(target) or target.endswith(name) for target in targets for name in norm.entry.actors)


@dataclass(frozen=True, slots=True)
class Passage:
    """A provision's words; `article` is its IRI."""

    article: str
    place: Place


class Reader:
    """Reads documents of a graph, each thing once."""

    def __init__(self, graph: Graph, lexicon: Lexicon, sources: Sequence[Source]) -> None:
        """Keep the graph, the vocabulary and the documents to read."""
        self._graph: Final = graph
        self.sources: Final = {source.id: source for source in sources}
        self._concepts: Final = Concepts(lexicon)
        self._places: Final = {term.concept: n for n, term in enumerate(lexicon.of("matter"))}

    @cached_property
    def norms(self) -> tuple[Norm, ...]:
        """The norms in the order of documents and texts, facts of digests last; none that a reviewer has rejected."""
        named: dict[str, dict[int, Bearer]] = defaultdict(dict)
        for row in self.on_documents("bearers"):
            named[row["frame"]][int(row["order"])] = self._bearers[row["bearer"]]
        words: dict[tuple[str, str], list[str]] = defaultdict(list)
        for row in self.on_documents("times-and-quantities"):
            words[row["frame"], row["field"]].append(row["value"])
        rows: dict[str, list[Row]] = defaultdict(list)
        for row in self.on_documents("norms"):
            if row["status"] != "rejected":
                rows[row["frame"]].append(row)
        norms = [
            self._norm(frame, found, tuple(bearer for _, bearer in sorted(named[frame].items())), words)
            for frame, found in rows.items()
        ]
        placed = {document: n for n, document in enumerate(self.sources)}
        norms.sort(
            key=lambda norm: (placed[norm.document], norm.entry.status == "digest", norm.order, norm.entry.frame)
        )
        consequences: dict[str, list[Sanction]] = defaultdict(list)
        for sanction in self.sanctions:
            consequences[sanction.place.document].append(sanction)
        return tuple(
            replace(norm, entry=replace(norm.entry, sanctions=_following(norm, consequences[norm.document])))
            for norm in norms
        )

    @cached_property
    def sanctions(self) -> tuple[Sanction, ...]:
        """The sanctions whose words the documents hold, in the order of the text."""
        rows: dict[str, list[Row]] = defaultdict(list)
        for row in self.on_documents("sanctions"):
            rows[row["frame"]].append(row)
        found = [
            Sanction(
                place=place_of(of[0]),
                order=int(of[0]["order"]),
                targets=tuple(sorted({row["value"] for row in of if row["property"].endswith("targetText")})),
                matters=frozenset(notation(row["value"]) for row in of if row["property"].endswith("mention")),
                provisions=frozenset(local_name(row["cited"]) for row in of if "cited" in row),
            )
            for of in rows.values()
        ]
        return tuple(sorted(found, key=lambda sanction: (sanction.place.document, sanction.order)))

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """The provisions with their words, in the order of the text."""
        return tuple(
            Passage(row["provision"], place_of({**row, "quote": row["words"]}))
            for row in self.on_documents("words-of-provisions")
        )

    @cached_property
    def mentions(self) -> Mapping[tuple[str, str, str], Sequence[Place]]:
        """The words of norms that name a matter, or a narrower one, beside their own, by document, level and matter.

        Only norms of BINDING count.
        """
        found: dict[tuple[str, str, str], list[Place]] = defaultdict(list)
        for norm in self.norms:
            for level in norm.reach if norm.entry.kind in BINDING else ():
                for matter in norm.beside:
                    found[norm.document, level, matter].append(norm.entry.place)
        return found

    @cached_property
    def actors(self) -> Mapping[str, Sequence[Bearer]]:
        """The actors of each document."""
        found: dict[str, list[Bearer]] = defaultdict(list)
        for actor, bearer in self._bearers.items():
            found[document_id(actor) or ""].append(bearer)
        return found

    @cached_property
    def _bearers(self) -> Mapping[str, Bearer]:
        rows: dict[str, list[Row]] = defaultdict(list)
        for row in self.on_documents("actors"):
            rows[row["bearer"]].append(row)
        return {actor: self._bearer(found) for actor, found in rows.items()}

    @cached_property
    def levels_bound(self) -> Mapping[str, frozenset[str]]:
        """The levels that each document binds by name in a responsibility or duty."""
        found: dict[str, set[str]] = defaultdict(set)
        for row in self.on_documents("levels-bound"):
            found[document_id(row["document"]) or ""].add(notation(row["level"]))
        return {document: frozenset(levels) for document, levels in found.items()}

    def select(self, name: str, **terms: Iterable[str]) -> list[Row]:
        """Return the solutions of a named query."""
        return list(self._graph.select(named(name).bind(**terms)))

    def on_documents(self, name: str) -> list[Row]:
        """Return the solutions of a named query for the documents that are read."""
        return self.select(name, document=[iri(document_iri(document)) for document in self.sources])

    def _bearer(self, rows: Sequence[Row]) -> Bearer:
        row = rows[0]
        level = notation(row["level"])
        types = frozenset(notation(of["type"]) for of in rows if "type" in of)
        reach = reach_of(row["name"], level, self.sources[document_id(row["bearer"]) or ""])
        return Bearer(row["name"], level, notation(row.get("position", "")), types, reach)

    def _norm(
        self, frame: str, rows: list[Row], bearers: tuple[Bearer, ...], words: Mapping[tuple[str, str], list[str]]
    ) -> Norm:
        row = rows[0]
        roles = sorted(notation(of["value"]) for of in rows if of["property"].endswith("role"))
        concepts = sorted(
            {notation(of["value"]) for of in rows if of["property"].endswith("matter")},
            key=lambda concept: (self._places.get(concept, len(self._places)), concept),
        )
        levels = {bearer.level for bearer in bearers}
        entry = Entry(
            frame=_frame_id(frame),
            kind=notation(row["kind"]),
            role="".join(roles[:1]),
            actors=tuple(dict.fromkeys(bearer.name for bearer in bearers)),
            levels=tuple(level for level in LEVELS if level in levels),
            matter=row.get("matter", ""),
            concepts=tuple(concepts),
            time=tuple(words.get((frame, "time"), ())),
            quantity=tuple(words.get((frame, "quantity"), ())),
            sanctions=(),
            place=place_of(row),
            gist=row.get("gist", ""),
            confidence=float(row["confidence"]),
            status=row["status"],
        )
        mentioned = {notation(of["value"]) for of in rows if of["property"].endswith("mention")}
        about = concepts if concepts or entry.kind not in BINDING else mentioned
        closed = self._concepts.closed
        return Norm(
            entry,
            bearers,
            about=frozenset(closed("matter", about)),
            beside=frozenset(closed("matter", mentioned.difference(about))),
            order=int(row["order"]),
        )


def read_sources(graph: Graph) -> dict[str, Source]:
    """Return the documents of a graph by id, in the order of ids. Raises StoreError."""
    return {
        row["id"]: Source(
            row["id"], row["title"], notation(row.get("jurisdiction", "")), row.get("region", ""), row["completeness"]
        )
        for row in graph.select(named("documents").text)
    }


def place_of(row: Row) -> Place:
    """Return the place in a solution; of a digest it has no words and no key."""
    node = row.get("provision", "")
    return Place(
        document=document_id(row.get("document", node)) or "",
        label=row.get("label", ""),
        item=row.get("item", ""),
        key=local_name(node) if node else "",
        quote=row.get("quote", ""),
        start=int(row.get("start", 0)),
        end=int(row.get("end", int(row.get("start", 0)) + len(row.get("quote", "")))),
    )


def reach_of(name: str, level: str, source: Source) -> frozenset[str]:
    """Return the levels of government that a bearer stands for, given its level and its document.

    A bearer of level any stands for all levels that the document can bind, as far as its name reaches (`reach.yaml`).

    >>> sorted(reach_of("县级以上地方党委", "any", Source("a", level="central")))
    ['city', 'county', 'province']
    >>> county = Source("b", level="county")
    >>> sorted(reach_of("各级政府", "any", county)), sorted(reach_of("村委会", "village", county))
    (['county', 'township'], ['village'])
    """
    if level != "any":
        return frozenset({level}.intersection(GOVERNMENT))
    lowest, highest = _reaches()
    first = max([0, *(GOVERNMENT.index(level) for level, words in highest if words.search(name))])
    last = next((GOVERNMENT.index(level) for level, words in lowest if words.search(name)), len(GOVERNMENT) - 1)
    return frozenset(GOVERNMENT[first : last + 1]).intersection(source.levels)


def _following(norm: Norm, sanctions: Iterable[Sanction]) -> tuple[Place, ...]:
    found = {(s.place.start, s.place.end): s.place for s in sanctions if norm.entry.place.quote and s.follows(norm)}
    own = norm.entry.place
    return tuple(place for place in found.values() if (place.start, place.end) != (own.start, own.end))


def _frame_id(node: str) -> str:
    """Return the id of a norm, given its IRI."""
    document = document_id(node) or ""
    rest = node[len(document_iri(document)) :].split("/")[1:]
    return "/".join((document, *map(local_name, rest)))


@cache
def _reaches() -> tuple[list[tuple[str, re.Pattern[str]]], list[tuple[str, re.Pattern[str]]]]:
    data = load_yaml(_DATA)
    lowest, highest = (
        [(level, re.compile(words)) for level, words in data[side].items()] for side in ("lowest", "highest")
    )
    return lowest, highest


@cache
def _generic() -> re.Pattern[str]:
    return re.compile(load_yaml(_DATA)["generic"])


def _specific(target: str) -> str:
    """Return whom a sanction strikes, without words that only point."""
    return _generic().sub("", target)
