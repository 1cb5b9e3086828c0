"""What questions must know of a graph: documents, names of actors, concepts in use, words of provisions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from ontology.namespace import document_id
from queries.graph import PREFIXES, Graph, notation
from queries.lines import Lines

if TYPE_CHECKING:
    from queries.places import Places

_DOCUMENTS: Final = (
    PREFIXES
    + """\
SELECT ?document ?property ?value WHERE {
  ?document a dg:Document ; ?property ?value .
  FILTER(?property IN (dcterms:title, dg:shortTitle, skos:altLabel, dg:regionName, dg:jurisdiction, dg:completeness,
    dg:missing, dg:articleCount, eli:date_document))
}
"""
)
_ACTORS: Final = (
    PREFIXES
    + """\
SELECT DISTINCT ?name ?property ?concept WHERE {
  ?actor dg:name ?name ; ?property ?concept .
  FILTER(?property IN (dg:name, dg:level, dg:actorType, dg:position))
}
"""
)
_CONCEPTS: Final = (
    PREFIXES + "SELECT DISTINCT ?concept WHERE { VALUES ?property { dg:about dg:measure } ?frame ?property ?concept }\n"
)
_PROVISIONS: Final = (
    PREFIXES
    + """\
SELECT ?provision ?document ?label ?item ?start ?end ?order ?words ?heading WHERE {
  ?provision dg:words ?words .
  { SELECT ?provision ?document WHERE { ?provision dg:document ?document } }
  { SELECT ?provision ?label WHERE { ?provision dg:label ?label } }
  { SELECT ?provision ?start WHERE { ?provision dg:start ?start } }
  { SELECT ?provision ?end WHERE { ?provision dg:end ?end } }
  { SELECT ?provision ?order WHERE { ?provision dg:order ?order } }
  OPTIONAL { SELECT ?provision ?item WHERE { ?provision dg:item ?item } }
  OPTIONAL { SELECT ?provision ?heading WHERE { ?parent dg:heading ?heading . ?provision eli:is_part_of ?parent } }
}
"""
)

_FEW_CHARACTERS: Final = 200_000
"""Texts of so many are looked through faster than an index of them is made, and nearly as fast as it finds."""
_KINDS_OF_REGION: Final = ("", "省", "市", "县", "区", "旗", "盟", "自治区", "自治州", "自治县", "特别行政区", "地区")
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_DIGITS: Final = {**{digit: value for value, digit in enumerate("零一二三四五六七八九")}, "两": 2}
_UNITS: Final = {"十": 10, "百": 100, "千": 1000}
_GENERIC_PREFIX = re.compile(r"^(?:各级|各有关|各地|各|本级|有关|相关|全体|省|市|区|县|乡镇|乡|村|中央)")


@dataclass(frozen=True, slots=True)
class DocumentEntry:
    """What is known of a document that is loaded; `names` are its title, short title and aliases."""

    id: str
    iri: str
    title: str = ""
    short: str = ""
    names: tuple[str, ...] = ()
    region: str = ""
    level: str = ""
    completeness: str = "complete"
    missing: tuple[str, ...] = ()
    articles: int = 0
    year: str = ""

    @property
    def years(self) -> frozenset[str]:
        """The years that the document goes by: of its date, and what its id says."""
        return frozenset([*filter(None, [self.year]), *_YEAR.findall(self.id)])

    @property
    def digest(self) -> bool:
        """Whether only facts about the document are there, not its words."""
        return self.completeness == "digest"


@dataclass(frozen=True, slots=True)
class ActorEntry:
    """An actor's name with the concepts of all actors of that name; types with all that is broader."""

    name: str
    levels: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()
    positions: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ProvisionText:
    """The words of one provision with their place in the stored text of its document, and its chapter's heading."""

    document: str
    label: str
    item: str
    start: int
    end: int
    words: str
    heading: str = ""
    iri: str = ""


class Catalogue:
    """The loaded state of a graph, read once and kept for all questions of a session."""

    def __init__(self, graph: Graph) -> None:
        """Read documents, actor names and concepts; words of provisions are read when first needed."""
        self._graph = graph
        self.documents: Final = _read_documents(graph.kept(_DOCUMENTS))
        self.actors: Final = _read_actors(graph.kept(_ACTORS))
        self.concepts: Final = frozenset(notation(row["concept"]) for row in graph.kept(_CONCEPTS))

    @cached_property
    def by_id(self) -> dict[str, DocumentEntry]:
        """The documents by id."""
        return {entry.id: entry for entry in self.documents}

    @cached_property
    def actor_forms(self) -> dict[str, tuple[str, ...]]:
        """Names of actors by the forms that people use: the name itself, and without 各, 省, 有关 and the like."""
        forms: dict[str, set[str]] = {}
        for name in self.actors:
            short = _GENERIC_PREFIX.sub("", name)
            for form in {name, short} if len(short) > 2 else {name}:
                forms.setdefault(form, set()).add(name)
        return {form: tuple(sorted(names)) for form, names in forms.items()}

    @cached_property
    def words_of(self) -> dict[tuple[str, str], str]:
        """The words of provisions with the headings that they stand under, by document and label."""
        return {(p.document, p.label): f"{p.heading}\n{p.words}" for p in self.provisions}

    @cached_property
    def provisions(self) -> tuple[ProvisionText, ...]:
        """The words of all articles and items of plans, in the order of documents and text."""
        rows = sorted(
            self._graph.kept(_PROVISIONS), key=lambda row: (row["document"], int(row["order"]), int(row["start"]))
        )
        return tuple(
            ProvisionText(
                document=document_id(row["document"]) or "",
                label=row["label"],
                item=row.get("item", ""),
                start=int(row["start"]),
                end=int(row["end"]),
                words=row["words"],
                heading=row.get("heading", ""),
                iri=row["provision"],
            )
            for row in rows
        )

    @cached_property
    def leaves(self) -> tuple[ProvisionText, ...]:
        """The provisions that hold no other: articles and items of plans, not the sections of a plan."""
        holders = set()
        for one, following in pairwise(sorted(self.provisions, key=lambda p: (p.document, p.start, -p.end))):
            if one.document == following.document and following.end <= one.end:
                holders.add((one.document, one.start, one.end))
        return tuple(p for p in self.provisions if (p.document, p.start, p.end) not in holders)

    @cached_property
    def leaves_of(self) -> dict[tuple[str, str], tuple[ProvisionText, ...]]:
        """The leaves by document and label."""
        found: dict[tuple[str, str], list[ProvisionText]] = {}
        for leaf in self.leaves:
            found.setdefault((leaf.document, leaf.label), []).append(leaf)
        return {place: tuple(leaves) for place, leaves in found.items()}

    @cached_property
    def all_words(self) -> str:
        """The words of all provisions, one provision a line."""
        return "\n".join(provision.words for provision in self.provisions)

    def stands(self, word: str) -> bool:
        """Return whether a word stands in any provision."""
        return self._places.stands(word)

    def frequency(self, word: str) -> int:
        """Return in how many provisions a word stands."""
        return self.spread((word,))

    @lru_cache(maxsize=4096)  # noqa: B019  (a catalogue lives as long as its session)
    def spread(self, words: tuple[str, ...]) -> int:
        """Return in how many provisions any of the words stands."""
        return len(frozenset().union(*(self._places.texts(word) for word in words)))

    @cached_property
    def _places(self) -> Places | Lines:
        if len(self.all_words) < _FEW_CHARACTERS:
            return Lines([provision.words for provision in self.provisions])
        from queries.places import Places  # numpy takes a while to load

        return Places([provision.words for provision in self.provisions])

    def of_region(self, region: str) -> tuple[str, ...]:
        """Return the ids of documents of a region, else of places in it (安徽省宿州市 is in 安徽)."""
        within = [
            entry
            for entry in self.documents
            if region and (region in entry.region or any(name.startswith(region) for name in entry.names))
        ]
        own = [entry for entry in within if entry.region.rpartition(region)[2] in _KINDS_OF_REGION]
        return tuple(entry.id for entry in own or within)

    def of_level(self, level: str) -> tuple[str, ...]:
        """Return the ids of documents of this jurisdiction."""
        return tuple(entry.id for entry in self.documents if entry.level == level)


def place(label: str) -> tuple[int, str]:
    """Return a key that sorts labels of provisions by their first number.

    >>> sorted(["第十条", "第九条", "第二条"], key=place)
    ['第二条', '第九条', '第十条']
    """
    match = re.search(r"[零一二两三四五六七八九十百千]+", label)
    return (number(match.group()) if match else 0, label)


def number(chinese: str) -> int:
    """Return a Chinese numeral below ten thousand as a number.

    >>> number("二十"), number("一百零三")
    (20, 103)
    """
    total, digit = 0, 0
    for character in chinese:
        if character in _DIGITS:
            digit = _DIGITS[character]
        else:
            total += (digit or 1) * _UNITS[character]
            digit = 0
    return total + digit


def _read_actors(rows: Iterable[Mapping[str, str]]) -> dict[str, ActorEntry]:
    found: dict[str, dict[str, set[str]]] = {}
    for row in rows:
        concepts = found.setdefault(row["name"], {})
        concepts.setdefault(row["property"].rpartition("#")[2], set()).add(notation(row["concept"]))
    return {
        name: ActorEntry(name, *(frozenset(concepts.get(field, ())) for field in ("level", "actorType", "position")))
        for name, concepts in sorted(found.items())
    }


def _read_documents(rows: Iterable[Mapping[str, str]]) -> tuple[DocumentEntry, ...]:
    facts: dict[str, dict[str, list[str]]] = {}
    for row in rows:
        field = re.split("[#/]", row["property"])[-1]
        facts.setdefault(row["document"], {}).setdefault(field, []).append(row["value"])
    entries = (_entry(iri, fields) for iri, fields in facts.items())
    return tuple(sorted(entries, key=lambda entry: entry.id))


def _entry(iri: str, fields: Mapping[str, list[str]]) -> DocumentEntry:
    def one(field: str) -> str:
        return min(fields.get(field, [""]))

    names = {name for field in ("title", "shortTitle", "altLabel") for name in fields.get(field, ())}
    return DocumentEntry(
        id=document_id(iri) or iri,
        iri=iri,
        title=one("title"),
        short=one("shortTitle"),
        names=tuple(sorted(names, key=lambda name: (-len(name), name))),
        region=one("regionName"),
        level=notation(one("jurisdiction")),
        completeness=one("completeness") or "complete",
        missing=tuple(sorted(fields.get("missing", ()), key=place)),
        articles=int(one("articleCount") or 0),
        year=one("date_document")[:4],
    )
