"""Ranks what the texts say against a whole question, where no norm has all that was asked.

Units are norms, and the sentences of provisions that no norm covers (definitions, goals, conditions). Each part of the
question (bearer, role, kind, what is asked for, every word) has a weight, and a unit covers a share of their sum.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from queries import compose
from queries.catalogue import Catalogue, ProvisionText
from queries.frames import Norm, Norms
from queries.reading import Reading
from queries.search import Search

ENOUGH: Final = 0.66
"""The share of a question that a unit must cover to be told as what comes nearest to it."""
_ENOUGH_IN_NAMED: Final = 0.36  # … where the question names the document
_WORDS_ENOUGH: Final = 0.34
"""The share of the question's words alone that it must cover besides."""
_WITHOUT_WORDS: Final = 0.6  # … unless it binds whom the question is about, and the score is this
_BEARER: Final = 2.0
_STRANGER: Final = 0.8  # a bearer that no norm of the graph has
_ROLE: Final = 3.0
_KIND: Final = 1.0
_FIELD: Final = 1.2
_TEXT: Final = 1.5  # how near the provision's words are to the whole question, letter by letter
_DEFINED: Final = 3.0
_DEFINES: Final = re.compile(r"所称|是指|指的是|所指")
_CANDIDATES: Final = 25
_NO_MEASURES: Final = {"责任追究", "追究责任", "问责", "追责", "处理", "追究"}
_FORMS: Final = re.compile(r"(?:形式|方式|种类)(?:为|是|有|包括|如下)")
_BESIDE: Final = 5
_ITEMS: Final = 20  # … where a list is led in
_PLACES_BESIDE: Final = 3
_CONSEQUENCES: Final = ("sanction", "reward")
_PROVISIONS: Final = 3
_PROVISIONS_IN_LISTS: Final = 8
_NEAR: Final = 0.92
_NEAR_IN_LISTS: Final = 0.75
_NAMED_ONLY: Final = 0.6  # the actor is spoken of, but not bound
_OTHER_LEVEL: Final = 0.4
_SENTENCE: Final = re.compile(r"[^。；;\n]+[。；;]?")
_SHORTEST: Final = 6
STATEMENT: Final = "statement"
"""The kind of a unit that is a sentence of a provision and no norm."""
_FILLED: Final = {
    "time": re.compile(
        r"每(?:年|月|季|周|两年|半年)|定期|任期|之日|届"
        r"|[\d一二三四五六七八九十两]+(?:个)?(?:工作日|日|天|年|月|小时)"
    ),
    "quantity": re.compile(
        r"[\d一二两三四五六七八九十百千]+\s*"
        r"(?:%|个|名|家|户|次|条|万|倍|人|亩|元|日|天|年|吨|千克|分之|以上|以下)|百分之"
    ),
}  # fmt: skip


class Ranked(NamedTuple):
    """A unit with the share of the question that it covers, and the share of its words."""

    score: float
    words: float
    norm: Norm


@dataclass(frozen=True, slots=True)
class _Facet:
    weight: float
    grade: Callable[[Norm], float]


class Ranking:
    """Ranking over one graph; sentences are cut from the provisions when first needed."""

    def __init__(self, catalogue: Catalogue, norms: Norms, search: Search) -> None:
        """Keep what ranking needs."""
        self._catalogue: Final = catalogue
        self._norms: Final = norms
        self._search: Final = search

    def rank(self, reading: Reading, bearers: Sequence[str], ran: list[str]) -> list[Ranked]:
        """Return the units of the documents asked about, or of the provisions nearest by text, best first.

        `bearers` are the names that the question's party has in the graph; queries are added to `ran`.
        """
        units = self._units(reading, ran)
        words = reading.words
        weights = [self._norms.weight(word) for word in words]
        facets = self._facets(reading, bearers, units)
        total = sum(weights) + sum(facet.weight for facet in facets)
        if not total:
            return []
        found = []
        for norm in units:
            covered = sum(weight * self._norms.match(norm, word) for weight, word in zip(weights, words, strict=True))
            structure = sum(facet.weight * facet.grade(norm) for facet in facets)
            share = covered / sum(weights) if words else 1.0
            found.append(Ranked((covered + structure) / total, share, norm))
        return sorted(found, key=lambda one: (-one.score, one.norm.document, one.norm.order, one.norm.start))

    def nearest(self, reading: Reading, bearers: Sequence[str], ran: list[str]) -> tuple[Norm, ...]:
        """Return the units that come near enough to a question to be told, or nothing."""
        ranked = self.rank(reading, bearers, ran)
        if "definition" in reading.asks:
            ranked = [one for one in ranked if _DEFINES.search(one.norm.quote)]
        if not ranked or ranked[0].score < (_ENOUGH_IN_NAMED if reading.slots.document else ENOUGH):
            return ()
        best = ranked[0]
        if reading.slots.role and not self._has_role(reading, bearers, best.norm):
            return self._with_role(reading, bearers, ranked)
        if not reading.slots.document and not all(facet.grade(best.norm) for facet in self._bound(reading, bearers)):
            return ()
        lists = bool(reading.asks & {"which", "where"})
        near = best.score * (_NEAR_IN_LISTS if lists else _NEAR)
        asked = [ask for ask in _FILLED if ask in reading.asks]
        structural = bool(asked) and any(bearers)
        if reading.slots.document:
            asked = []  # people ask for amounts on the way (我们想招几个人，有什么规定)
        chosen: dict[tuple[str, str], list[Norm]] = {}
        for one in ranked:
            place = (one.norm.document, one.norm.label)
            full = len(chosen) == (_PROVISIONS_IN_LISTS if lists else _PROVISIONS)
            whose = [facet.grade(one.norm) for facet in self._bound(reading, bearers)]
            told_whose = bool(whose) and min(whose) == 1 and one.score >= _WITHOUT_WORDS
            silent = one.words < _WORDS_ENOUGH and not structural and not told_whose
            if one.score < near or silent or (full and place not in chosen):
                continue
            if asked and not any(has(one.norm, ask) for ask in asked):
                continue
            chosen.setdefault(place, []).append(one.norm)
        return tuple(norm for norms in chosen.values() for norm in norms)

    def _with_role(self, reading: Reading, bearers: Sequence[str], ranked: Sequence[Ranked]) -> tuple[Norm, ...]:
        """Return who has the role in the provision that speaks of the matter best: 牵头单位 at the end of an item."""
        best = ranked[0]
        if not reading.words or best.words < ENOUGH:
            return ()
        own = self._of(best.norm.document, (best.norm.label,))
        return tuple(norm for norm in own if self._has_role(reading, bearers, norm))

    def _has_role(self, reading: Reading, bearers: Sequence[str], norm: Norm) -> bool:
        """Return whether a norm gives the role that is asked for to whom it is asked about; else there is a gap."""
        return norm.role in reading.slots.role and all(
            facet.grade(norm) > _OTHER_LEVEL for facet in self._bound(reading, bearers)
        )

    def beside(self, chosen: Sequence[Norm]) -> tuple[Norm, ...]:
        """Return what else the provisions of the chosen units say, in order: items of a list, conditions, amounts."""
        places = dict.fromkeys((norm.document, norm.label) for norm in chosen)
        taken = {(norm.document, norm.start, norm.end) for norm in chosen}
        found = []
        for document, label in list(places)[:_PLACES_BESIDE]:
            norms = self._of(document, (label,))
            units = [*norms, *self._statements(document, label, norms)]
            own = [unit for unit in units if (unit.document, unit.start, unit.end) not in taken and unit.quote]
            unique = {(unit.start, unit.end): unit for unit in own}
            lead_in = any(norm.quote.rstrip().endswith(("：", ":")) for norm in chosen if norm.label == label)
            near = min(norm.start for norm in chosen if (norm.document, norm.label) == (document, label))
            after = sorted(unique.values(), key=lambda unit: (unit.start < near, unit.start))
            found.extend(after[: _ITEMS if lead_in else _BESIDE])
        return tuple(found)

    def with_bearers(self, norms: Sequence[Norm]) -> tuple[Norm, ...]:
        """Return norms that bind nobody with those of the same provisions that say who is responsible (责任单位：…)."""
        if any(norm.actors for norm in norms):
            return tuple(norms)
        places = dict.fromkeys((norm.document, norm.label) for norm in norms)
        bound = [norm for document, label in places for norm in self._of(document, (label,)) if norm.actors]
        return (*norms, *([norm for norm in bound if norm.kind == "responsibility"] or bound))

    def with_measures(self, norms: Sequence[Norm]) -> tuple[Norm, ...]:
        """Return sanctions with what their documents have as the measures for any conduct, where they name none."""
        told = {norm.document for norm in norms if set(norm.of("measure")) - _NO_MEASURES}
        bare = {norm.document for norm in norms if norm.kind in _CONSEQUENCES}
        return (*norms, *(form for document in sorted(bare - told) for form in self._forms(document)))

    @lru_cache(maxsize=1024)  # noqa: B019  (lives as long as its session)
    def _forms(self, document: str) -> tuple[Norm, ...]:
        """Return the sanctions of a document that list the measures for any conduct (责任追究的主要形式为……)."""
        found = self._norms.complete(self._norms.find(compose.Norms(documents=(document,), kinds=_CONSEQUENCES), []))
        return tuple(norm for norm in found if not norm.of("conduct") and _FORMS.search(norm.quote))

    def _units(self, reading: Reading, ran: list[str]) -> list[Norm]:
        documents = reading.slots.document
        if documents:
            norms = self._norms.find(compose.Norms(documents=tuple(documents)), ran)
            places = [(p.document, p.label) for p in self._catalogue.leaves if p.document in documents]
        else:
            forms = [form for word in reading.words for form in (*word.forms, *word.alike)]
            party = [reading.bearer.text] if reading.bearer else []
            near = self._search.nearest(" ".join([reading.text, *party, *forms]), (), _CANDIDATES)
            places = list(dict.fromkeys((p.document, p.label) for p in near))
            norms = self._norms.find(compose.Norms(provisions=tuple(p.iri for p in near)), ran) if near else []
        norms = self._norms.complete(norms)
        by_place: dict[tuple[str, str], list[Norm]] = {}
        for norm in norms:
            by_place.setdefault((norm.document, norm.label), []).append(norm)
        statements = [
            unit for place in dict.fromkeys(places) for unit in self._statements(*place, by_place.get(place, ()))
        ]
        return [*norms, *statements]

    @staticmethod
    def _bound(reading: Reading, bearers: Sequence[str]) -> list[_Facet]:
        """Return the facet of whom a question is about, if anybody."""
        party = reading.bearer
        if party is None or not (party.types or party.positions or party.names or party.levels):
            return []
        names, levels = set(bearers), set(party.levels)

        def bound(norm: Norm) -> float:
            own = {name for name, _ in norm.actors}
            at = {level for _, level in norm.actors}
            if party.text in own:
                return 1.0
            if names and own & names:
                return 1.0 if not levels or at & (levels | {"any"}) else _OTHER_LEVEL
            if not names and levels and at & levels:
                return 1.0
            if party.text in norm.quote or any(name and name in norm.quote for name in names):
                return _NAMED_ONLY
            return _OTHER_LEVEL if levels and at & levels else 0.0

        return [_Facet(_BEARER if any(names) or levels else _STRANGER, bound)]

    def _facets(self, reading: Reading, bearers: Sequence[str], units: Iterable[Norm]) -> list[_Facet]:
        slots = reading.slots
        said = " ".join([reading.text, *(form for word in reading.words for form in word.forms)])
        near = self._search.scores(said, {(unit.document, unit.label) for unit in units})
        facets = self._bound(reading, bearers)
        facets.append(_Facet(_TEXT, lambda norm: near.get((norm.document, norm.label), 0.0)))
        if slots.role:
            facets.append(_Facet(_ROLE, lambda norm: 1.0 if norm.role in slots.role else 0.0))
        elif slots.kind:
            facets.append(_Facet(_KIND, lambda norm: 1.0 if norm.kind in slots.kind else 0.0))
        for ask in ("time", "quantity", "recipient"):
            if ask in reading.asks:
                facets.append(_Facet(_FIELD, lambda norm, ask=ask: float(has(norm, ask))))  # type: ignore[misc]
        if "definition" in reading.asks:
            facets.append(_Facet(_DEFINED, lambda norm: float(bool(_DEFINES.search(norm.quote)))))
        if slots.time:
            facets.append(_Facet(_FIELD, lambda norm: float(any(words in norm.quote for words in slots.time))))
        return facets

    @lru_cache(maxsize=4096)  # noqa: B019  (lives as long as its session)
    def _of(self, document: str, labels: tuple[str, ...]) -> tuple[Norm, ...]:
        return tuple(self._norms.complete(self._norms.find(compose.Norms(documents=(document,), labels=labels), [])))

    def _statements(self, document: str, label: str, norms: Iterable[Norm]) -> list[Norm]:
        """Return the sentences of a provision that lie in none of its norms."""
        taken = [(norm.start, norm.end) for norm in norms]
        return [
            statement
            for provision in self._catalogue.leaves_of.get((document, label), ())
            for statement in _sentences(provision)
            if not any(start < statement.end and statement.start < end for start, end in taken)
        ]


def has(norm: Norm, field: str) -> bool:
    """Return whether a norm has a field, or words that would fill it."""
    return bool(norm.of(field)) or bool(field in _FILLED and _FILLED[field].search(norm.quote))


@lru_cache(maxsize=8192)
def _sentences(provision: ProvisionText) -> tuple[Norm, ...]:
    return tuple(_cut(provision))


def _cut(provision: ProvisionText) -> Iterator[Norm]:
    for match in _SENTENCE.finditer(provision.words):
        words = match.group()
        lead = len(words) - len(words.lstrip())
        quote = words.strip()
        if len(quote) >= _SHORTEST:
            start = provision.start + match.start() + lead
            yield Norm(
                iri="", id="", document=provision.document, label=provision.label, item=provision.item, kind=STATEMENT,
                role="", status="extracted", order=0, start=start, end=start + len(quote), quote=quote, gist="",
            )  # fmt: skip
