"""Ranks what the texts say against a whole question, where no norm has all that was asked.

Units are norms, and the sentences of provisions that no norm covers (definitions, goals, conditions). Each part of the
question (bearer, role, kind, what is asked for, every word) has a weight, and a unit covers a share of their sum.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from queries import compose
from queries.catalogue import Catalogue
from queries.frames import Norm, Norms
from queries.reading import Reading
from queries.search import Search
from queries.units import Units

ENOUGH: Final = 0.52
"""The share of a question that a unit must cover to be told as what comes nearest to it."""
_ENOUGH_IN_NAMED: Final = 0.36  # … where the question names the document
_WORDS_ENOUGH: Final = 0.34
"""The share of the question's words alone that it must cover besides."""
_WORDS_ALONE: Final = 0.5
"""… and where it binds somebody else than the question is about."""
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
_PROVISIONS: Final = 2
_PROVISIONS_IN_LISTS: Final = 8
_NEAR: Final = 0.92
_NEAR_IN_LISTS: Final = 0.75
_NAMED_ONLY: Final = 0.6  # the actor is spoken of, but not bound
_OTHER_LEVEL: Final = 0.4
_FILLED: Final = {
    "time": re.compile(
        r"每(?:年|月|季|周|两年|半年)|定期|任期|之日|届"
        r"|[\d一二三四五六七八九十两]+(?:个)?(?:工作日|日|天|年|月|小时)"
    ),
    "quantity": re.compile(
        r"[\d一二两三四五六七八九十百千]+\s*"
        r"(?:%|个|名|家|户|次|条|万|倍|人|亩|元|日|天|年|吨|千克|分之|以上|以下)|百分之|半数"
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

    def __init__(self, catalogue: Catalogue, norms: Norms, search: Search, units: Units) -> None:
        """Keep what ranking needs."""
        self._catalogue: Final = catalogue
        self._norms: Final = norms
        self._search: Final = search
        self._units: Final = units

    def rank(self, reading: Reading, bearers: Sequence[str], ran: list[str]) -> list[Ranked]:
        """Return the units of the documents asked about, or of the provisions nearest by text, best first.

        `bearers` are the names that the question's party has in the graph; queries are added to `ran`.
        """
        units = self._candidates(reading, ran)
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
        strangers = any(facet.grade(best.norm) == 0 for facet in self._bound(reading, bearers))
        # 村里, 乡镇: a level alone may only say where.
        if not reading.slots.document and strangers and (bearers or best.words < _WORDS_ALONE):
            return ()
        return self._chosen(reading, bearers, ranked)

    def _chosen(self, reading: Reading, bearers: Sequence[str], ranked: Sequence[Ranked]) -> tuple[Norm, ...]:
        """Return those that come about as near as the first, of a few provisions."""
        lists = bool(reading.asks & {"which", "where"})
        near = ranked[0].score * (_NEAR_IN_LISTS if lists else _NEAR)
        most = _PROVISIONS_IN_LISTS if lists else _PROVISIONS
        asked = [ask for ask in _FILLED if ask in reading.asks]
        whose = self._bound(reading, bearers)
        without_words = _ENOUGH_IN_NAMED if reading.slots.document else _WITHOUT_WORDS
        chosen: dict[tuple[str, str], list[Norm]] = {}
        for one in ranked:
            place = (one.norm.document, one.norm.label)
            told_whose = bool(whose) and one.score >= without_words and all(f.grade(one.norm) == 1 for f in whose)
            speaks = one.words >= _WORDS_ENOUGH or told_whose or (asked and any(bearers))
            # Where no document is named, what is asked for has to be there; else people ask for amounts on the way.
            # What a fine amounts to may stand in its lead-in, or in the provision that punishes.
            punished = "sanction" in reading.slots.kind
            tells = reading.slots.document or punished or not asked or any(has(one.norm, ask) for ask in asked)
            if one.score >= near and speaks and tells and (len(chosen) < most or place in chosen):
                chosen.setdefault(place, []).append(one.norm)
        return tuple(norm for norms in chosen.values() for norm in norms)

    def _with_role(self, reading: Reading, bearers: Sequence[str], ranked: Sequence[Ranked]) -> tuple[Norm, ...]:
        """Return who has the role in the provision that speaks of the matter best: 牵头单位 at the end of an item."""
        best = ranked[0]
        if not reading.words or best.words < ENOUGH:
            return ()
        own = self._units.norms(best.norm.document, best.norm.label)
        return tuple(norm for norm in own if self._has_role(reading, bearers, norm))

    def _has_role(self, reading: Reading, bearers: Sequence[str], norm: Norm) -> bool:
        """Return whether a norm gives the role that is asked for to whom it is asked about; else there is a gap."""
        return norm.role in reading.slots.role and all(
            facet.grade(norm) > _OTHER_LEVEL for facet in self._bound(reading, bearers)
        )

    def _candidates(self, reading: Reading, ran: list[str]) -> list[Norm]:
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
            unit for place in dict.fromkeys(places) for unit in self._units.statements(*place, by_place.get(place, ()))
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


def has(norm: Norm, field: str) -> bool:
    """Return whether a norm has a field, or words that would fill it."""
    return bool(norm.of(field)) or bool(field in _FILLED and _FILLED[field].search(norm.quote))
