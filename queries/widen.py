"""Looks for norms from exact to wide, one named step at a time: exact, matter, role, kind, level, words.

What is found only by widening is told apart from what was asked. Text search alone is no step: it never answers.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from extract.types import Lexicon
from ontology.namespace import document_iri
from queries import compose
from queries.asking import SPECIFIC
from queries.catalogue import Catalogue
from queries.frames import Norm, Norms
from queries.graph import iri, literal
from queries.named import named
from queries.ranking import Ranking, has
from queries.reading import Party, Reading, Word
from queries.search import Search
from queries.surroundings import Surroundings
from queries.types import Step
from queries.units import STATEMENT, Units

_ENOUGH: Final = 0.5  # the share of the question's words, by weight, that a norm must cover to answer it
_ENOUGH_ALONE: Final = 0.6  # the same where nothing but words and the kind of norm restricts
_NEAR: Final = 0.87  # norms this near to the best one answer as well
_NEAR_IN_LISTS: Final = 0.55  # … where all that fit are asked for
_HEAD_OF_BODY: Final = "principal-leader"
_GOVERNING: Final = {"party-committee", "government"}
_ROLES_OF_ITEMS: Final = {"unit", "lead", "cooperate"}
_FIELDS: Final = {"quantity": "quantity", "time": "time", "conduct": "conduct", "recipient": "recipient"}
_LISTED: Final = ("sanction", "reward", "criterion")
_TOLD_OR_NOT: Final[tuple[Step, ...]] = ("time", "quantity")
_FEW: Final = 4  # provisions that fit alike, from which on the wording of the whole question decides
_ALL: Final = 0.75  # of the words of a question whether something is so
_MANY: Final = 2000  # provisions, from which on only those nearest by their words are looked at
_NEARBY: Final = 60
_NEARBY_IN_LISTS: Final = 200
_WITHOUT: Final = 0.6  # the share of its weight that a norm keeps without the asked time, quantity or conduct
_WEIGHED_TWICE: Final = 150
_QUOTED: Final = 4  # a matter of so many characters is taken as a quotation where a norm has it word for word


@dataclass(frozen=True, slots=True)
class Finding:
    """What one step found: norms that answer, and which steps widened the question to get there.

    `matters` are the broader matters through which norms reach the matter that was asked about: an inference.
    """

    norms: tuple[Norm, ...]
    relaxed: tuple[Step, ...] = ()
    matters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was found: the answer, or the parts of a widened answer in order, or the nearest norms.

    `beside` is what the provisions of the answer say besides.
    """

    exact: tuple[Norm, ...] = ()
    parts: tuple[Finding, ...] = ()
    nearest: tuple[Norm, ...] = ()
    beside: tuple[Norm, ...] = ()
    ran: tuple[str, ...] = ()

    @property
    def relaxed(self) -> tuple[Step, ...]:
        """The names of all steps that widened, each once."""
        return tuple(dict.fromkeys(step for part in self.parts for step in part.relaxed))


class Widening:
    """The steps over one graph and one vocabulary."""

    def __init__(self, lexicon: Lexicon, catalogue: Catalogue, norms: Norms, search: Search) -> None:
        """Keep what the steps need."""
        units = Units(catalogue, norms)
        self._ranking: Final = Ranking(catalogue, norms, search, units)
        self._around: Final = Surroundings(norms, units)
        self._search: Final = search
        self._lexicon: Final = lexicon
        self._catalogue: Final = catalogue
        self._norms: Final = norms
        self._levels: Final = frozenset(term.text for term in lexicon.of("level") if term.language == "zh")

    def find(self, reading: Reading, documents: Sequence[str] | None = None) -> Outcome:
        """Return the norms for a reading, or for one of its documents when `documents` says so."""
        ran: list[str] = []
        wanted = self._wanted(reading, tuple(documents if documents is not None else reading.slots.document))
        wanted = self._nearby(reading, wanted)
        exact: tuple[Norm, ...] = ()
        if reading.bearer and reading.bearer.names and not (reading.bearer.levels or reading.bearer.positions):
            named = replace(wanted, bearers=reading.bearer.names, levels=())
            exact = self._pick(reading, named, ran, bound_matter=bool(reading.slots.role))
        exact = exact or self._pick(reading, wanted, ran, bound_matter=bool(reading.slots.role))
        exact = exact or self._said(reading, wanted, ran) or self._spoken_of(reading, wanted, ran)
        exact = exact or self._of_same_item(reading, wanted, ran)
        if exact:
            return self._answered(reading, self._complete(exact, ran), ran)
        parts = self._wider(reading, wanted, ran)
        if parts:
            whole = tuple(replace(part, norms=self._complete(part.norms, ran)) for part in parts)
            beside = self._around.beside([norm for part in whole for norm in part.norms])
            return Outcome(parts=whole, beside=beside, ran=tuple(ran))
        return Outcome(nearest=self._nearest(reading, wanted, ran), ran=tuple(ran))

    def _answered(self, reading: Reading, norms: tuple[Norm, ...], ran: list[str]) -> Outcome:
        """Return the norms as the answer; without the time or amount that is asked for they only come near to one."""
        if "who" in reading.asks:
            norms = self._around.with_bearers(norms)
        if "sanction" in reading.slots.kind and not reading.asks & {"which", "where"}:
            norms = self._around.with_measures(self._around.with_consequences(norms))
        beside = self._around.beside(norms)
        missing = tuple(
            ask for ask in _TOLD_OR_NOT if ask in reading.asks and not any(has(norm, ask) for norm in (*norms, *beside))
        )
        if missing and not reading.slots.role:
            return Outcome(parts=(Finding(norms, missing),), beside=beside, ran=tuple(ran))
        return Outcome(exact=norms, beside=beside, ran=tuple(ran))

    def says_all(self, norms: Sequence[Norm], reading: Reading) -> bool:
        """Return whether one of the norms says all that a question does."""
        weighed = self._norms.weigh(norms, reading.words)
        return not reading.words or (bool(weighed) and weighed[0][0] >= _ALL)

    def tells(self, outcome: Outcome, asks: Collection[str]) -> bool:
        """Return whether an outcome has a time or an amount that is asked for."""
        norms = [norm for part in outcome.parts for norm in part.norms]
        return any(has(norm, ask) for norm in norms for ask in _TOLD_OR_NOT if ask in asks)

    def near(self, reading: Reading) -> Outcome:
        """Return what comes nearest to a question in sense, where nothing has all that it asks for."""
        ran: list[str] = []
        bearers = self.bearers(reading.bearer) if reading.bearer else ()
        found = self._ranking.nearest(reading, bearers, ran)
        if found and "who" in reading.asks:
            found = self._around.with_bearers(found)
        if "sanction" in reading.slots.kind:
            found = self._around.with_consequences(found)
        parts = (Finding(found, ("words",)),) if found else ()
        said = [norm for norm in found if norm.kind == STATEMENT]
        if said:
            documents = dict.fromkeys(iri(document_iri(norm.document)) for norm in said)
            labels = dict.fromkeys(literal(norm.label) for norm in said)
            ran.append(named("provision").bind(document=documents, label=labels))
        return Outcome(parts=parts, beside=self._around.beside(found), ran=tuple(ran))

    def consequences(self, document: str, label: str) -> tuple[Norm, ...]:
        """Return the sanctions of a document for breaking one of its provisions."""
        return self._around.consequences(document, label)

    @lru_cache(maxsize=256)  # noqa: B019  (each step of one question asks for the same)
    def bearers(self, party: Party) -> tuple[str, ...]:
        """Return the names in the graph that a party of the question stands for; no restriction gives none."""
        if not (party.types or party.positions or party.names):
            return ()
        positions = set(party.positions)
        for position in party.positions:
            positions.update(self._narrower("position", position))
            # what binds the principal leader of a body binds its secretary or head, by whichever name one asks
            positions.update({_HEAD_OF_BODY}.intersection(self._lexicon.ancestors("position", position)))
        found = set(party.names)
        bodies = bool(party.types) and set(party.types) <= _GOVERNING
        for name, actor in self._catalogue.actors.items():
            if bodies and actor.levels & set(party.levels) and name.removeprefix("各") in self._levels:
                found.add(name)  # 县级, 各乡镇: the Party committee and government of that level
            if party.levels and actor.levels and not actor.levels & {*party.levels, "any"}:
                continue
            if party.types and not actor.types & set(party.types):
                continue
            if positions and not (actor.positions & positions):
                continue
            if party.types or party.positions:
                found.add(name)
        return tuple(sorted(found)) or ("",)

    def _wanted(self, reading: Reading, documents: tuple[str, ...]) -> compose.Norms:
        slots, party = reading.slots, reading.bearer
        matters = tuple(matter for matter in slots.matter if matter in self._catalogue.concepts)
        return compose.Norms(
            bearers=self.bearers(party)
            if party and "sanction" not in slots.kind and "reward" not in slots.kind
            else (),
            about=matters if slots.role else (),
            roles=slots.role,
            times=slots.time,
            levels=party.levels if party and "sanction" not in slots.kind and "reward" not in slots.kind else (),
            documents=documents,
            kinds=slots.kind,
        )

    def _nearby(self, reading: Reading, wanted: compose.Norms) -> compose.Norms:
        """Restrict a question about any of many documents to the provisions that are nearest by their words."""
        words = [form for word in reading.words for form in (*word.forms, *word.alike)]
        if wanted.documents or not words or len(self._catalogue.provisions) < _MANY:
            return wanted
        count = _NEARBY_IN_LISTS if reading.asks & {"which", "where"} else _NEARBY
        party = [reading.bearer.text] if reading.bearer else []
        near = self._search.nearest(" ".join([reading.text, *party, *words]), (), count)
        return replace(wanted, provisions=tuple(p.iri for p in near))

    def _said(self, reading: Reading, wanted: compose.Norms, ran: list[str]) -> tuple[Norm, ...]:
        """Return duties whose own words name the role that is asked for (…牵头具体负责)."""
        if not reading.slots.role:
            return ()
        forms = [t.text for t in self._lexicon.of("role") if t.concept in reading.slots.role and t.language == "zh"]
        duties = self._pick(reading, replace(wanted, roles=(), kinds=("duty",)), ran, bound_matter=True)
        return tuple(norm for norm in duties if any(form in norm.quote for form in forms))

    def _spoken_of(self, reading: Reading, wanted: compose.Norms, ran: list[str]) -> tuple[Norm, ...]:
        """Return norms whose own words name the actor that is asked about, though it is not their bearer."""
        party = reading.bearer
        if reading.slots.role or not party or not wanted.bearers or party.text.isascii() or not reading.words:
            return ()
        found = self._pick(reading, replace(wanted, bearers=(), levels=()), ran)
        return tuple(norm for norm in found if party.text in norm.quote)

    def _of_same_item(self, reading: Reading, wanted: compose.Norms, ran: list[str]) -> tuple[Norm, ...]:
        """Return who has the asked role in the items of plans that speak of the matter (……。责任单位：……)."""
        if not set(reading.slots.role) & _ROLES_OF_ITEMS or not reading.words or wanted.bearers or wanted.levels:
            return ()
        spoken = self._pick(reading, replace(wanted, roles=(), kinds=()), ran)
        places = dict.fromkeys((norm.document, norm.label) for norm in spoken)
        own = [norm for document, label in places for norm in self._around.norms(document, label)]
        return tuple(norm for norm in own if norm.role in reading.slots.role)

    def _pick(
        self, reading: Reading, wanted: compose.Norms, ran: list[str], bound_matter: bool = False
    ) -> tuple[Norm, ...]:
        """Return the norms of a query that cover enough of the question's words; digests only where no text does."""
        bound = self._catalogue.concepts if bound_matter else ()
        words = [word for word in reading.words if word.matter not in bound]
        party = reading.bearer
        if (
            party
            and not wanted.bearers
            and not wanted.levels
            and reading.slots.kind[:1] in (("sanction",), ("reward",))
        ):
            words.append(Word(party.text, tuple(dict.fromkeys((party.text, *self.bearers(party))))))
        restricted = any((wanted.bearers, wanted.about, wanted.matters, wanted.roles, wanted.times, wanted.levels))
        if not words and not restricted and not wanted.documents:
            return ()
        if not restricted and words and not wanted.documents and not set(wanted.kinds) & set(SPECIFIC):
            wanted = replace(wanted, words=tuple(dict.fromkeys(f for word in words for f in _parts(word))))
            if not wanted.words:
                return ()
        found = self._norms.find(wanted, ran)
        if reading.slots.role and not words and not restricted:
            return ()
        weighed = self._norms.weigh(found, words)
        if words or reading.asks & _FIELDS.keys():
            # What is inherited stands in the fields only: weigh the best again with all that they say.
            best_first = self._norms.complete([norm for _, norm in weighed[:_WEIGHED_TWICE]])
            weighed = self._prefer(reading, self._norms.weigh(best_first, words))
        best_share = weighed[0][0] * _NEAR if weighed else 0.0
        scattered = (
            words and len({(norm.document, norm.label) for score, norm in weighed if score >= best_share}) > _FEW
        )
        if (
            "where" in reading.asks
            or (scattered and not reading.asks & {"which"})
            or (reading.named_documents and _is_quoted(words, weighed))
        ):
            weighed = _likest(reading.text, weighed)
        matters = [word for word in words if word.matter]
        # a norm that shares only the verb with the question is about something else
        weighed = [(score, norm) for score, norm in weighed if not matters or self._norms.touches(norm, matters)]
        if not weighed:
            return ()
        best = weighed[0][0]
        enough = _ENOUGH if restricted else _ENOUGH_ALONE
        if words and best < enough:
            return ()
        near = _NEAR_IN_LISTS if "which" in reading.asks else _NEAR
        kept = [norm for score, norm in weighed if not words or score >= max(enough, best * near)]
        whole = {(norm.document, norm.label, norm.item) for norm in kept if norm.item and norm.kind in _LISTED}
        chosen = {norm.iri for norm in kept}
        # The sentences of one list entry belong together (（二）……主要形式为：……；建议……).
        kept += [n for _, n in weighed if n.iri not in chosen and (n.document, n.label, n.item) in whole]
        told = [norm for norm in kept if not norm.digest]
        named = set(wanted.documents)
        kept = [norm for norm in kept if not norm.digest or not told or norm.document in named]
        return tuple(sorted(kept, key=lambda norm: (norm.document, norm.order)))

    def _prefer(self, reading: Reading, weighed: list[tuple[float, Norm]]) -> list[tuple[float, Norm]]:
        """Put norms with the asked time, quantity, conduct or recipient before those without."""
        fields = [field for ask, field in _FIELDS.items() if ask in reading.asks]
        if not set(reading.slots.kind) & {"sanction", "reward"}:
            fields = [field for field in fields if field != "conduct"]
        if not fields:
            return weighed
        scored = [
            (score if any(has(norm, field) for field in fields) else score * _WITHOUT, norm) for score, norm in weighed
        ]
        return sorted(scored, key=lambda pair: (-pair[0], pair[1].document, pair[1].order))

    def _wider(self, reading: Reading, wanted: compose.Norms, ran: list[str]) -> list[Finding]:
        slots = reading.slots
        if slots.role:
            return self._wider_role(reading, wanted, ran)
        steps: list[tuple[compose.Norms, tuple[Step, ...]]] = []
        if wanted.levels:
            steps.append((replace(wanted, levels=(*wanted.levels, "any")), ("level",)))
        if slots.kind and slots.kind != ("responsibility", "duty"):
            steps.append((replace(wanted, kinds=()), ("kind",)))
            if wanted.levels:
                steps.append((replace(wanted, kinds=(), levels=(*wanted.levels, "any")), ("level", "kind")))
        elif slots.kind:
            steps.append((replace(wanted, kinds=()), ("kind",)))
        if any(word.known and not word.matter for word in reading.words) or slots.matter:
            for step, relaxed in steps:
                norms = self._pick(reading, step, ran)
                if norms:
                    return [Finding(norms, relaxed)]
        elif steps:
            norms = self._pick(reading, steps[0][0], ran)
            if norms:
                return [Finding(norms, steps[0][1])]
        return []

    def _wider_role(self, reading: Reading, wanted: compose.Norms, ran: list[str]) -> list[Finding]:
        """Widen a question for a role: the same matter in other roles, and the same role for a broader matter."""
        words = [word for word in reading.words if not word.matter]
        if any(not word.known for word in words) and not (reading.slots.matter and reading.language == "en"):
            return []
        if not (reading.slots.matter or words):
            if wanted.bearers:
                norms = self._pick(reading, replace(wanted, roles=(), kinds=("responsibility", "duty")), ran)
                return [Finding(norms, ("role",))] if norms else []
            return []
        other = self._pick(reading, replace(wanted, roles=()), ran, bound_matter=True)
        if not other:
            other = self._pick(
                reading, replace(wanted, roles=(), kinds=("responsibility", "duty")), ran, bound_matter=True
            )
        other = tuple(norm for norm in other if self._norms.speaks_of(norm, reading.slots.matter))
        general: tuple[Norm, ...] = ()
        through: tuple[str, ...] = ()
        bare = replace(reading, words=())
        # A general provision need not have the words by which the provisions to look at were chosen.
        anywhere = replace(wanted, about=(), provisions=())
        for ring in self._rings(reading.slots.matter):
            general = self._pick(bare, replace(anywhere, matters=ring), ran, bound_matter=True)
            if general:
                through = tuple(m for m in ring if self._norms.about(m, True) & {norm.iri for norm in general})
                break
        if not general and (not reading.slots.matter or (wanted.documents and wanted.levels and not other)):
            general = self._pick(bare, anywhere, ran)
        both = {norm.document for norm in other} & {norm.document for norm in general}
        if both:
            other = tuple(norm for norm in other if norm.document in both)
            general = tuple(norm for norm in general if norm.document in both)
        return [
            finding for finding in (Finding(other, ("role",)), Finding(general, ("matter",), through)) if finding.norms
        ]

    def _nearest(self, reading: Reading, wanted: compose.Norms, ran: list[str]) -> tuple[Norm, ...]:
        """Return what stands nearest by structure: the same documents and level, whatever the role and kind."""
        if not wanted.levels and not wanted.bearers:
            return ()
        found = self._norms.find(replace(wanted, roles=(), about=(), kinds=(), times=()), ran)
        weighed = self._norms.weigh(found, reading.words)
        return self._complete([norm for _, norm in weighed[:5]], ran)

    def _rings(self, matters: Sequence[str]) -> Iterator[tuple[str, ...]]:
        """Yield the broader matters of the matters, nearest first, ring by ring."""
        ring, seen = tuple(matters), set(matters)
        while True:
            ring = tuple(
                dict.fromkeys(
                    broader
                    for matter in ring
                    for broader in self._lexicon.broader.get(("matter", matter), ())
                    if broader not in seen
                )
            )
            if not ring:
                return
            seen.update(ring)
            yield ring

    @lru_cache(maxsize=256)  # noqa: B019  (lives as long as its session)
    def _narrower(self, scheme: str, concept: str) -> frozenset[str]:
        return frozenset(
            narrow
            for (of, narrow), _ in self._lexicon.broader.items()
            if of == scheme and concept in self._lexicon.ancestors(scheme, narrow)
        )

    def _complete(self, norms: Sequence[Norm], ran: list[str]) -> tuple[Norm, ...]:
        return tuple(self._norms.complete(norms, ran))


def _is_quoted(words: Sequence[Word], weighed: list[tuple[float, Norm]]) -> bool:
    """Return whether the question quotes a matter at length, as a norm words it (防范返贫动态监测帮扶机制)."""
    long = [word.asked for word in words if word.matter and len(word.asked) >= _QUOTED and not word.asked.isascii()]
    return any(asked in norm.quote for asked in long for _, norm in weighed)


def _likest(text: str, weighed: list[tuple[float, Norm]]) -> list[tuple[float, Norm]]:
    """Where one place is asked for, let the wording of the whole question decide among norms that cover its words."""
    pairs = {text[place : place + 2] for place in range(len(text) - 1)}
    shares = {norm.iri: sum(pair in norm.quote for pair in pairs) for _, norm in weighed}
    most = max(shares.values(), default=0) or 1
    liked = [(score * (0.7 + 0.3 * shares[norm.iri] / most), norm) for score, norm in weighed]
    return sorted(liked, key=lambda pair: (-pair[0], pair[1].document, pair[1].order))


def _parts(word: Word) -> tuple[str, ...]:
    """Return what of a word to filter by in a query: its forms, and character pairs of longer ones."""
    return tuple(
        part
        for form in word.forms
        for part in ([form[i : i + 2] for i in range(len(form) - 1)] if len(form) > 3 else [form])
    )
