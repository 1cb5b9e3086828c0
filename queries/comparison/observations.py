"""Finds gaps and conflicts: nobody responsible, levels skipped, other roles, stricter numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from extract.types import Lexicon
from ontology.concepts import Concepts
from ontology.namespace import document_id
from queries.comparison import numbers
from queries.comparison.entries import GOVERNMENT, Bearer, Norm, Reader, Row, place_of, reach_of
from queries.comparison.numbers import Number
from queries.comparison.types import Column, Observation, Place
from queries.graph import notation

GOVERNING: Final = frozenset({"party-committee", "government", "party-and-government", "place"})
"""Types of bodies that stand for a level as a whole; 县级 alone is such a name too."""

NAMELESS: Final = "other"
"""The role that gathers what is none of the others: that a level has no such role is no gap."""

PROOFS: Final = 3
"""The most places of a document that prove one observation."""


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A norm with numbers: its words, what they count, whom it binds and on what."""

    place: Place
    numbers: tuple[Number, ...]
    levels: frozenset[str]
    matters: frozenset[str]


@dataclass(frozen=True, slots=True, order=True)
class _Sort:
    """Bearers whose roles can be compared: of one level, position and kind of body, for one matter.

    An empty matter stands for what the document as a whole is about; `rank` is the place in GOVERNMENT.
    """

    matter: str
    rank: int
    kind: tuple[str, ...]


class Observations:
    """Looks for gaps and conflicts in the documents that a reader reads."""

    def __init__(self, reader: Reader, lexicon: Lexicon, matter: str = "", role: str = "") -> None:
        """Keep what is looked at: norms about `matter` or what is narrower, and those that give `role`, where given."""
        self._reader: Final = reader
        self._lexicon: Final = lexicon
        self._matter: Final = matter
        self._role: Final = role
        self._norms: Final = [norm for norm in reader.norms if norm.confident and (not matter or matter in norm.about)]
        self._by_document: Final = {
            document: [norm for norm in self._norms if norm.document == document] for document in reader.sources
        }
        self._labels: Final = {
            (term.scheme, term.concept, term.language): term.text for term in lexicon.terms if term.form == "preferred"
        }
        self._concepts: Final = Concepts(lexicon)

    def find(self, columns: Sequence[Column], levels: Sequence[str] = ()) -> tuple[Observation, ...]:
        """Return the observations, gaps first; conflicts are looked for between documents of different columns.

        `levels` restricts those that name a level.
        """
        found = [
            *self._nobody_responsible(),
            *self._levels_skipped(),
            *self._roles_differ(columns),
            *self._stricter(columns),
        ]
        return tuple(one for one in found if not levels or one.level in ("", *levels))

    def _nobody_responsible(self) -> Iterator[Observation]:
        """Yield matters with a duty, and no responsibility for them or what is broader, in documents with a text."""
        if self._role:
            return
        covered: dict[str, set[str]] = defaultdict(set)
        for norm in self._reader.norms:
            if norm.entry.kind == "responsibility":
                covered[norm.document].update(norm.entry.concepts)
        for row in self._reader.on_documents("duties-without-responsibility"):
            document, matter = document_id(row["document"]) or "", notation(row["matter"])
            above = {matter, *self._lexicon.ancestors("matter", matter)}
            if above & covered[document] or self._is_digest(document) or (self._matter and self._matter not in above):
                continue
            duties = [n for n in self._by_document[document] if n.entry.kind == "duty" and matter in n.entry.concepts]
            if duties:
                title, about = self._title(document), self._en("matter", matter)
                yield Observation(
                    kind="no_responsible",
                    documents=(document,),
                    matter=matter,
                    role="",
                    level="",
                    zh=f"{title}就“{self._zh('matter', matter)}”规定了义务，未规定由谁负责。",
                    en=f"{title} sets duties on {about} and names nobody responsible.",
                    places=_first(duties),
                )

    def _levels_skipped(self) -> Iterator[Observation]:
        """Yield roles and matters that a document gives to levels above and below a level, and not to it.

        Levels above and below count where a norm's own matter names the concept; a level is skipped where no words of
        its norms do. A gap of a matter is not told again of what is narrower. An incomplete copy tells nothing of
        levels that what is there does not bind.
        """
        for document, source in self._reader.sources.items():
            norms = self._by_document[document] if not self._is_digest(document) else []
            touched = {(level, about) for norm in norms for level in norm.reach for about in norm.about | norm.beside}
            for scheme, stated in (("role", self._by_role(norms)), ("matter", self._by_matter(norms))):
                gaps = {
                    concept: [
                        level
                        for level in _gaps(found, source.levels)
                        if (level, concept) not in touched and not self._may_be_missing(document, level)
                    ]
                    for concept, found in stated.items()
                }
                for concept in sorted(gaps):
                    broader = self._lexicon.ancestors(scheme, concept)
                    told = {level for above in broader for level in gaps.get(above, ())}
                    for level in gaps[concept]:
                        if level not in told:
                            yield self._skipped(document, scheme, concept, level, stated[concept])

    def _by_role(self, norms: Iterable[Norm]) -> Mapping[str, Mapping[str, Sequence[Norm]]]:
        """Return the norms by role and level."""
        named = (norm for norm in norms if norm.entry.role not in ("", NAMELESS))
        return _by_level((norm, [norm.entry.role]) for norm in named if self._role in ("", norm.entry.role))

    def _by_matter(self, norms: Iterable[Norm]) -> Mapping[str, Mapping[str, Sequence[Norm]]]:
        """Return the norms whose own matter names a concept by matter and level; none where a role is asked for."""
        found = _by_level((norm, norm.about) for norm in norms if norm.entry.concepts and not self._role)
        return {
            matter: norms for matter, norms in found.items() if not self._matter or self._matter in self._above(matter)
        }

    def _skipped(
        self, document: str, scheme: str, concept: str, level: str, stated: Mapping[str, Sequence[Norm]]
    ) -> Observation:
        others = [other for other in GOVERNMENT if stated.get(other)]
        zh = "、".join(self._zh("level", other) for other in others)
        en = ", ".join(self._en("level", other) for other in others)
        return Observation(
            kind="level_skipped",
            documents=(document,),
            matter=concept if scheme == "matter" else "",
            role=concept if scheme == "role" else "",
            level=level,
            zh=f"{self._title(document)}就“{self._zh(scheme, concept)}”规定了{zh}，跳过了{self._zh('level', level)}。",
            en=f"{self._title(document)} provides on {self._en(scheme, concept)} for {en}, "
            f"and skips the {self._en('level', level)}.",
            places=tuple(place for other in others for place in _first(stated[other])[:1]),
        )

    def _roles_differ(self, columns: Sequence[Column]) -> Iterator[Observation]:
        """Yield matters for which documents give bearers of one sort and level other roles.

        A sort is the Party committee and government of a level, their principal leaders, a kind of department. The
        matter that a document as a whole is about corresponds to that of the other.
        """
        subjects = {document: self._subject(document) for document in self._reader.sources}
        given: dict[_Sort, dict[str, list[Norm]]] = defaultdict(lambda: defaultdict(list))
        for norm in self._norms:
            if norm.entry.role and norm.entry.role == (self._role or norm.entry.role):
                named = {(bearer.level, _kind(bearer)) for bearer in norm.bearers if bearer.level in GOVERNMENT}
                for matter in norm.entry.concepts:
                    about = "" if matter == subjects[norm.document] else matter
                    for level, kind in named:
                        given[_Sort(about, GOVERNMENT.index(level), kind)][norm.document].append(norm)
        for sort, norms in sorted(given.items()):
            sides = [[document for document in column.documents if document in norms] for column in columns]
            roles = {frozenset(n.entry.role for document in side for n in norms[document]) for side in sides if side}
            if len(roles) > 1:
                documents = dict.fromkeys(document for side in sides for document in side)
                yield self._differing(sort, {document: norms[document] for document in documents})

    def _differing(self, sort: _Sort, norms: Mapping[str, Sequence[Norm]]) -> Observation:
        level = GOVERNMENT[sort.rank]

        def said(document: str, label: Callable[[str, str], str]) -> str:
            bearers = (bearer for norm in norms[document] for bearer in norm.bearers)
            names = dict.fromkeys(b.name for b in bearers if (b.level, _kind(b)) == (level, sort.kind))
            roles = _ordered(self._lexicon, {norm.entry.role for norm in norms[document]})
            return f"{self._title(document)}{'、'.join(names)}：{'、'.join(label('role', role) for role in roles)}"

        zh = f"“{self._zh('matter', sort.matter)}”" if sort.matter else "各文件的主题事项"
        en = self._en("matter", sort.matter) if sort.matter else "what each document as a whole is about"
        return Observation(
            kind="roles_differ",
            documents=tuple(norms),
            matter=sort.matter,
            role="",
            level=level,
            zh=f"{self._zh('level', level)}就{zh}的责任角色不同。{'；'.join(said(one, self._zh) for one in norms)}。",
            en=f"Other roles at {self._en('level', level)} for {en}. "
            f"{'; '.join(said(one, self._en) for one in norms)}.",
            places=tuple(place for found in norms.values() for place in _first(found)),
        )

    def _stricter(self, columns: Sequence[Column]) -> Iterator[Observation]:
        sentences = self._sentences() if not self._role else {}
        for one, other in combinations(columns, 2):
            for left, right in ((a, b) for a in one.documents for b in other.documents if a != b):
                for ours in sentences.get(left, ()):
                    for theirs in sentences.get(right, ()):
                        yield from self._stricter_numbers(ours, theirs)

    def _stricter_numbers(self, left: _Sentence, right: _Sentence) -> Iterator[Observation]:
        if left.levels and right.levels and not left.levels & right.levels:
            return
        shared = sorted(left.matters & right.matters)
        for one in left.numbers:
            for other in right.numbers:
                sign = numbers.stricter(one, other)
                several = any(
                    sum(number.measure == one.measure for number in side.numbers) > 1 for side in (left, right)
                )
                if sign and numbers.comparable(
                    left.place.quote, one, right.place.quote, other, one_matter=bool(shared), several=several
                ):
                    pair = ((left.place, one), (right.place, other))
                    yield self._stricter_than(*(pair if sign > 0 else pair[::-1]), "".join(shared[:1]))

    def _stricter_than(self, strict: tuple[Place, Number], loose: tuple[Place, Number], matter: str) -> Observation:
        def said(side: tuple[Place, Number]) -> str:
            place, number = side
            return f"{self._title(place.document)}{place.label}“{number.words}”"

        about = f"就“{self._zh('matter', matter)}”，" if matter else ""
        return Observation(
            kind="stricter",
            documents=(strict[0].document, loose[0].document),
            matter=matter,
            role="",
            level="",
            zh=f"{about}{said(strict)}严于{said(loose)}。",
            en=f"{said(strict)} is stricter than {said(loose)}.",
            places=(strict[0], loose[0]),
        )

    def _sentences(self) -> Mapping[str, Sequence[_Sentence]]:
        """Return the sentences with numbers of each document, each once."""
        amounts: dict[str, list[Row]] = defaultdict(list)
        for row in self._reader.on_documents("amounts-of-norms"):
            amounts[row["frame"]].append(row)
        rows: dict[str, list[Row]] = defaultdict(list)
        for row in self._reader.on_documents("numbers-of-norms"):
            if numbers.sets_standards(notation(row["kind"])):
                rows[row["frame"]].append(row)
        found: dict[tuple[str, int, int], _Sentence] = {}
        for frame, of in rows.items():
            sentence = self._sentence(of, amounts[frame])
            key = (sentence.place.document, sentence.place.start, sentence.place.end)
            if not self._matter or any(self._matter in self._above(matter) for matter in sentence.matters):
                before = found.get(key, sentence)
                found[key] = _Sentence(
                    sentence.place,
                    tuple(dict.fromkeys(before.numbers + sentence.numbers)),
                    before.levels | sentence.levels,
                    before.matters | sentence.matters,
                )
        by_document: dict[str, list[_Sentence]] = defaultdict(list)
        for sentence in found.values():
            by_document[sentence.place.document].append(sentence)
        return by_document

    def _sentence(self, rows: Sequence[Row], amounts: Iterable[Row]) -> _Sentence:
        place = place_of(rows[0])
        source = self._reader.sources[place.document]
        counted = [
            Number(
                row["unit"] + row.get("base", ""),
                float(row["low"]) if "low" in row else None,
                float(row["high"]) if "high" in row else None,
                row["quote"],
                int(row["start"]) - place.start,
                int(row["end"]) - place.start,
            )
            for row in amounts
            if not numbers.is_time(row["unit"], place.quote[int(row["end"]) - place.start :])
        ]
        levels = {notation(row["level"]) for row in rows if "level" in row}
        return _Sentence(
            place,
            (*numbers.times(place.quote), *counted),
            frozenset(one for level in levels for one in reach_of("", level, source) or {level}),
            frozenset(notation(row["matter"]) for row in rows if "matter" in row),
        )

    def _subject(self, document: str) -> str:
        """Return the matter that a document as a whole is about: one that its title names and somebody answers for."""
        answered = {c for norm in self._by_document[document] if norm.entry.role for c in norm.entry.concepts}
        named = self._concepts.named("matter", self._reader.sources[document].title)
        return next((matter for matter in named if matter in answered), "")

    def _above(self, matter: str) -> tuple[str, ...]:
        return (matter, *self._lexicon.ancestors("matter", matter))

    def _is_digest(self, document: str) -> bool:
        return self._reader.sources[document].completeness == "digest"

    def _may_be_missing(self, document: str, level: str) -> bool:
        partial = self._reader.sources[document].completeness == "partial"
        return partial and level not in self._reader.levels_bound.get(document, ())

    def _title(self, document: str) -> str:
        """Return a document's title, with its id where another one has the same."""
        title = self._reader.sources[document].title
        same = sum(source.title == title for source in self._reader.sources.values()) > 1
        return f"《{title}》" + (f"（{document}）" if same else "")

    def _zh(self, scheme: str, concept: str) -> str:
        return self._labels.get((scheme, concept, "zh"), concept).replace("“", "‘").replace("”", "’")

    def _en(self, scheme: str, concept: str) -> str:
        return self._labels.get((scheme, concept, "en"), concept)


def _by_level(norms: Iterable[tuple[Norm, Iterable[str]]]) -> dict[str, dict[str, list[Norm]]]:
    """Return norms, given with their keys, by key and level."""
    found: dict[str, dict[str, list[Norm]]] = defaultdict(lambda: defaultdict(list))
    for norm, keys in norms:
        for key in keys:
            for level in norm.reach:
                found[key][level].append(norm)
    return found


def _gaps(stated: Mapping[str, Sequence[Norm]], levels: Sequence[str]) -> list[str]:
    """Return those of the levels, highest first, that have no norm though one above and one below have."""
    places = [place for place, level in enumerate(levels) if stated.get(level)]
    return [levels[place] for place in range(places[0], places[-1]) if place not in places] if places else []


def _kind(bearer: Bearer) -> tuple[str, ...]:
    """Return position and kind of body: the leading bodies of a level are of one kind, each other type is its own."""
    return (
        bearer.position,
        *(["governing"] if bearer.types and bearer.types <= GOVERNING else sorted(bearer.types) or [bearer.name]),
    )


def _first(norms: Iterable[Norm]) -> tuple[Place, ...]:
    """Return the places of the first norms, each once."""
    return tuple(dict.fromkeys(norm.entry.place for norm in norms))[:PROOFS]


def _ordered(lexicon: Lexicon, roles: Iterable[str]) -> list[str]:
    """Return roles in the order of the vocabulary."""
    order = list(dict.fromkeys(term.concept for term in lexicon.of("role")))
    return sorted(roles, key=order.index)
