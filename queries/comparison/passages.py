"""Reads the provisions of a document that a correlation table compares, with their norms, from the graph."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Final

from corpus.errors import UnknownDocument
from corpus.marks import arabic
from corpus.read import load_yaml
from extract.types import Lexicon
from ontology.concepts import Concepts
from ontology.namespace import document_id, document_iri, local_name
from queries.comparison.difference import clauses
from queries.comparison.types import Place
from queries.graph import Graph, iri, notation
from queries.named import named

TASKS: Final = frozenset({"duty", "responsibility", "permission", "encouragement"})
"""The kinds of norm whose lists are several tasks; a list of conduct or of criteria is one provision."""

_DATA: Final = Path(__file__).with_name("equal.yaml")
_ENTRIES: Final = ("item", "point")
_UNIT: Final = ("article", "section", "item")
_MARK: Final = re.compile(
    r"\s*(?:第[^\s条]{1,9}条(?:之[一二三四五六七八九十]+)?|[（(][^）)]{1,4}[)）]|[0-9]{1,2}[.．、]|[一二三四五六七八九十]+、)\s*"
)
_NOISE: Final = re.compile(r"[^\w]|_")

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Party:
    """A bearer of a norm; `types` are its concepts of the actor scheme with all that is broader."""

    name: str
    level: str
    types: frozenset[str]
    position: str


@dataclass(frozen=True, slots=True)
class Words:
    """A time or quantity of a norm: the words and where they stand in the document."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Bounds:
    """An amount of a norm (extract.types.Amount): `low` and `high` are None where the words set no such bound."""

    low: float | None
    high: float | None
    unit: str
    words: Words


@dataclass(frozen=True, slots=True)
class Norm:
    """A norm as the comparison needs it; of a digest `start == end == 0` and `gist` speaks for the words."""

    kind: str
    role: str
    start: int
    end: int
    label: str = ""
    gist: str = ""
    confidence: float = 1.0
    parties: tuple[Party, ...] = ()
    matters: frozenset[str] = frozenset()
    mentions: frozenset[str] = frozenset()
    measures: frozenset[str] = frozenset()
    times: tuple[Words, ...] = ()
    quantities: tuple[Words, ...] = ()
    conduct: tuple[Words, ...] = ()
    consequences: tuple[Words, ...] = ()
    bounds: tuple[Bounds, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """What the graph knows of a document; `links` are the documents that it implements or is based on."""

    id: str
    title: str
    date: str
    level: str
    region: str
    completeness: str
    missing: tuple[str, ...]
    basis: tuple[str, ...]
    links: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A provision as it is compared.

    `said` is its text, of a digest our own words; `plain` the same made comparable (see `Equal`), without punctuation.
    `clauses` are its clauses alike. `setting` is what it stands under: the heading of its chapter, of an item the
    words that lead in. `matters` are the concepts that its norms are about or its words name, the names of bearers
    aside. `formal` is empty or says which of the provisions about the document itself it is.
    """

    place: Place
    said: str
    plain: str
    clauses: tuple[str, ...]
    setting: str
    formal: str
    norms: tuple[Norm, ...]
    matters: frozenset[str]
    digest: bool = False

    @property
    def listed(self) -> bool:
        """Whether it is an item of an article."""
        return "__item" in self.place.key or "__point" in self.place.key

    @property
    def levels(self) -> frozenset[str]:
        """The levels of all that its norms bind."""
        return frozenset(party.level for norm in self.norms for party in norm.parties)

    @property
    def sanctions(self) -> float:
        """The share of sanctions among its norms."""
        return sum(norm.kind == "sanction" for norm in self.norms) / max(1, len(self.norms))


class Equal:
    """Makes the words of a document comparable with those of another.

    Names of its region, of the bodies of a level (县区党委, 县委, 县级党委) and of itself (本办法) become one word
    each; `subject` are words for what the whole document is about, where the other document's subject is another.
    """

    def __init__(self, lexicon: Lexicon, source: Source, subject: Iterable[str] = ()) -> None:
        """Prepare the patterns; `source` decides what 市 means (in 北京市 the province) and what the region is."""
        data = _data()
        municipality = source.level == "province" and source.region.endswith("市")
        self._levels = {
            char: "province" if municipality and char == "市" else level for char, level in data["levels_of"].items()
        }
        self._labels = {level: lexicon.label("level", level) for level in dict.fromkeys(data["levels_of"].values())}
        self._labels["village"] = lexicon.label("level", "village")
        self._bodies: dict[str, str] = data["body_names"]
        self._same: list[str] = list(data["same"])
        self._terms = {
            term.text: self._labels["province" if municipality and term.text.startswith("市") else term.concept]
            for term in lexicon.of("level")
            if term.language == "zh" and term.form != "hidden" and term.concept in self._labels
        }
        self._regions = _regions(source.region)
        groups = [
            *([f"(?P<subject>(?:{_either(subject)}){data['after_subject']})"] if subject else []),
            *(f"(?P<same{number}>{pattern})" for number, pattern in enumerate(data["same"].values())),
            f"(?P<bodies>{data['bodies']})",
            f"(?P<term>{_either(self._terms)})",
            *([f"(?P<region>{_either(self._regions)})"] if self._regions else []),
        ]
        self._pattern = re.compile("|".join(groups))

    def plain(self, words: str) -> str:
        """Return the words made comparable, without their mark, blanks and punctuation."""
        return _NOISE.sub("", self._pattern.sub(self._word, _unmarked(words)))

    def _word(self, match: re.Match[str]) -> str:
        name, found = match.lastgroup or "", match.group()
        if name == "subject":
            return "此事"
        if name.startswith("same"):
            return self._same[int(name[4:])]
        if name == "bodies":
            return self._labels[self._levels[match["char"]]] + self._bodies[match["body"]]
        return self._terms[found] if name == "term" else self._regions[found]


def read_source(graph: Graph, document: str) -> Source:
    """Return what the graph knows of a document. Raises UnknownDocument and StoreError."""
    facts: dict[str, list[str]] = defaultdict(list)
    for row in graph.select(named("document-basis").bind(document=[iri(document_iri(document))])):
        facts[row["field"]].append(row["value"])
    if "id" not in facts:
        raise UnknownDocument(f"The store holds no document {document}.")
    return Source(
        id=document,
        title="".join(facts["title"][:1]) or document,
        date=min(facts["date"] or facts["published"] or facts["effective"] or [""]),
        level=notation("".join(facts["level"][:1])),
        region="".join(facts["region"][:1]),
        completeness="".join(facts["completeness"][:1]),
        missing=tuple(sorted(facts["missing"], key=_order)),
        basis=tuple(facts["basis"]),
        links=tuple(sorted({document_id(link) or link for link in facts["link"]})),
        text="".join(facts["text"][:1]),
    )


def read_passages(graph: Graph, source: Source, concepts: Concepts, equal: Equal) -> tuple[Passage, ...]:
    """Return the provisions of a document in the order of its text, those known only by a digest last.

    A provision is an article, or an item of an article whose items are several tasks (two or more of them, and most,
    have a norm of TASKS); its lead-in and what follows the items are provisions of their own, but not a lead-in that
    only announces them (责任主要包括：). In plans without articles
    the items of sections are provisions, and sections without items. Raises StoreError.
    """
    bound = {"document": [iri(document_iri(source.id))]}
    norms = _norms(graph, bound)
    rows = list(graph.select(named("provisions-of-document").bind(**bound)))
    found = [
        _passage(
            place,
            setting,
            [norm for norm in norms if place.start <= norm.start < norm.end <= place.end],
            concepts,
            equal,
        )
        for place, setting in _places(source, rows, norms)
    ]
    printed = {passage.place.label for passage in found}
    facts = [(norm.label, _told(norm), [norm]) for norm in norms if not norm.end]
    for row in graph.select(named("statements-of-digest").bind(**bound)):
        facts.append((row.get("label", ""), row["gist"], []))
    if source.basis and source.completeness != "complete" and not any(p.formal == "purpose" for p in found):
        # Legislation states its purpose and basis in its first article.
        label = next((label for label in source.missing if _order(label)[0] == 1), "")
        facts.append((label, "依据" + "".join(f"《{title}》" for title in source.basis) + "制定本文。", []))
    for number, (label, told, of) in enumerate(sorted(facts, key=lambda fact: _order(fact[0])), 1):
        if label not in printed:  # the words themselves are better than what is told of them
            place = Place(source.id, label, "", f"digest-{number}", "", 0, 0)
            found.append(replace(_passage(place, "", of, concepts, equal, told), digest=True))
    return tuple(found)


def _told(norm: Norm) -> str:
    """Return what a digest says of a norm, with those whom it binds."""
    names = "、".join(party.name for party in norm.parties)
    return f"{names}：{norm.gist}" if names else norm.gist


def _passage(
    place: Place, setting: str, norms: Sequence[Norm], concepts: Concepts, equal: Equal, gist: str = ""
) -> Passage:
    said = gist or place.quote
    plain = equal.plain(said)
    names = {matter for norm in norms for party in norm.parties for matter in concepts.named("matter", party.name)}
    norms = [replace(norm, mentions=norm.mentions - names) for norm in norms]  # who is bound is not what it is about
    matters = {matter for norm in norms for matter in norm.matters | norm.mentions}
    return Passage(
        place=place,
        said=said,
        plain=plain,
        clauses=tuple(filter(None, map(equal.plain, clauses(said)))) or (plain,),
        setting=equal.plain(setting),
        formal=next((name for name, pattern in _formal() if pattern.search("".join(said.split()))), ""),
        norms=tuple(norms),
        matters=frozenset(matters | set(concepts.named("matter", said)) - names),
    )


def _unmarked(words: str) -> str:
    """Return words without blanks and without the mark that numbers them."""
    words = "".join(words.split())
    mark = _MARK.match(words)
    return words[mark.end() :] if mark else words


class _Node:
    """A provision as the graph gives it, with what stands below it."""

    def __init__(self, row: Row) -> None:
        self.key = local_name(row["provision"])
        self.kind, self.label, self.item = row["kind"], row.get("label", ""), row.get("item", "")
        self.heading = row.get("heading", "")
        self.start, self.end = int(row["start"]), int(row["end"])
        self.parent: _Node | None = None
        self.children: list[_Node] = []

    def below(self, kinds: Sequence[str]) -> list[_Node]:
        """Return the nearest nodes of these kinds below this one, in the order of the text."""
        return [found for child in self.children for found in ([child] if child.kind in kinds else child.below(kinds))]


def _places(source: Source, rows: Iterable[Row], norms: Sequence[Norm]) -> list[tuple[Place, str]]:
    """Return the places of the provisions that are compared, each with what it stands under."""
    nodes = {row["provision"]: (_Node(row), row.get("parent", "")) for row in rows}
    for node, parent in nodes.values():
        if parent in nodes:
            node.parent = nodes[parent][0]
            node.parent.children.append(node)
    root = next((node for node, parent in nodes.values() if parent not in nodes), None)
    if root is None:
        return []
    found: list[tuple[_Node, int, int]] = []
    for node in root.below(["article"]) or root.below(["section"]) or root.below(["paragraph"]) or [root]:
        entries = node.below(_ENTRIES)
        if node.kind == "article" and not _several_tasks(entries, norms):
            entries = []
        found += _cut(node, entries)
    placed, lead, leading = [], "", ""
    for node, start, end in found:
        words = source.text[start:end].rstrip()
        if end < node.end and _announces(words, [norm for norm in norms if start <= norm.start < end]):
            lead, leading = words, node.label
            continue
        own = _NOISE.sub("", _unmarked(words))
        if own and own != _NOISE.sub("", node.heading):
            setting = lead if node.kind in _ENTRIES and node.label == leading else _heading(node)
            placed.append(
                (Place(source.id, node.label, node.item, node.key, words, start, start + len(words)), setting)
            )
            if node.kind == "article":
                lead, leading = words, node.label
    return placed


def _announces(words: str, norms: Sequence[Norm]) -> bool:
    """Return whether words before a list are one sentence that only announces it: no named role, time or number."""
    one = words.endswith(("：", ":")) and not re.search(r"[。；;]", words)
    return one and all(norm.role in ("", "other") and not norm.times and not norm.bounds for norm in norms)


def _several_tasks(entries: Sequence[_Node], norms: Sequence[Norm]) -> bool:
    tasks = [norm.start for norm in norms if norm.kind in TASKS and norm.end]
    with_task = sum(any(entry.start <= start < entry.end for start in tasks) for entry in entries)
    return with_task >= 2 and with_task * 2 > len(entries)


def _cut(node: _Node, entries: Sequence[_Node]) -> list[tuple[_Node, int, int]]:
    """Return the entries of a node and the text around them, which is known by the paragraph that it is part of."""
    found, place = [], node.start
    for entry in entries:
        found += [(_around(node, place), place, entry.start), (entry, entry.start, entry.end)]
        place = entry.end
    return [*found, (_around(node, place), place, node.end)]


def _around(node: _Node, place: int) -> _Node:
    if place == node.start:
        return node
    return next((child for child in node.children if child.start <= place < child.end), node)


def _heading(node: _Node) -> str:
    above = node.parent
    while above is not None and not above.heading:
        above = above.parent
    return above.heading if above is not None else ""


def _norms(graph: Graph, bound: Mapping[str, Sequence[str]]) -> list[Norm]:
    """Return the norms of a document that no reviewer has rejected, in the order of the text."""
    values: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in graph.select(named("norms-of-document").bind(**bound)):
        values[row["frame"]][row["field"]].append(row["value"])
    parties: dict[str, dict[int, Party]] = defaultdict(dict)
    words: dict[tuple[str, str], list[Words]] = defaultdict(list)
    for row in graph.select(named("evidence-of-document").bind(**bound)):
        order, types = int(row["order"]), {notation(row["type"])} if "type" in row else set()
        if row["field"] == "actor":
            before = parties[row["frame"]].get(order)
            parties[row["frame"]][order] = Party(
                row["value"],
                notation(row.get("level", "")),
                before.types | types if before else frozenset(types),
                notation(row.get("position", "")),
            )
        else:
            words[row["frame"], row["field"]].append(_words(row, "value"))
    bounds: dict[str, list[Bounds]] = defaultdict(list)
    for row in graph.select(named("amounts-of-document").bind(**bound)):
        low, high = (float(row[name]) if name in row else None for name in ("low", "high"))
        bounds[row["frame"]].append(Bounds(low, high, row["unit"] + row.get("base", ""), _words(row, "exact")))
    norms = []
    for frame, of in values.items():
        one = {name: found[0] for name, found in of.items()}
        if one["status"] == "rejected":
            continue
        norms.append(
            Norm(
                kind=notation(one["kind"]),
                role=notation(one.get("role", "")),
                start=int(one.get("start", 0)),
                end=int(one.get("end", 0)),
                label=one.get("label", ""),
                gist=one.get("gist", ""),
                confidence=float(one["confidence"]),
                parties=tuple(party for _, party in sorted(parties[frame].items())),
                matters=frozenset(map(notation, of["matter"])),
                mentions=frozenset(map(notation, of["mention"])),
                measures=frozenset(map(notation, of["measure"])),
                times=tuple(words[frame, "time"]),
                quantities=tuple(words[frame, "quantity"]),
                conduct=tuple(words[frame, "conduct"]),
                consequences=tuple(words[frame, "measure"]),
                bounds=tuple(bounds[frame]),
            )
        )
    return sorted(norms, key=lambda norm: (norm.start, norm.end, norm.kind, norm.role, norm.gist))


def _words(row: Row, name: str) -> Words:
    return Words(row[name], int(row.get("start", 0)), int(row.get("end", 0)))


def _order(label: str) -> tuple[int, str]:
    match = re.search(r"第(.+)条", label)
    return (arabic(match[1]) if match else 10**6, label)


def _regions(region: str) -> dict[str, str]:
    """Return the names of a region and of those that it is part of, with what they become: 宿州市 → 市, 宿州 → ."""
    parts = re.findall(r".+?(?:自治区|自治州|自治县|特别行政区|省|市|州|盟|县|区|旗|乡|镇)", region)
    kinds = [re.sub(r".*?(自治区|特别行政区|.)$", r"\1", part) for part in parts]
    names = dict(zip(parts, kinds, strict=True))
    names.update((part[: -len(kind)], "") for part, kind in zip(parts, kinds, strict=True) if len(part) - len(kind) > 1)
    return names


def _either(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))


@cache
def _data() -> dict[str, Any]:
    return load_yaml(_DATA)


@cache
def _formal() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile(pattern)) for name, pattern in _data()["formal"].items())
