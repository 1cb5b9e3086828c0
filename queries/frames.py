"""Fetches norms by composed queries, with what they say, and weighs them against the words of a question."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from math import log
from typing import Final

from extract.types import Lexicon
from ontology.namespace import document_id
from queries import compose
from queries.catalogue import Catalogue
from queries.graph import Graph, notation
from queries.reading import Word

_CONTEXT: Final = 0.5  # a word in the rest of the article counts half
_SYNONYM: Final = 0.85  # other words for the same count less where the words themselves stand somewhere
_SYNONYM_OF_LONG: Final = 0.65  # long words are said on purpose (考核工作方案)
_SAME: Final = 0.95  # the same matter in words that the vocabulary knows
_NARROWER: Final = 0.7  # a narrower matter
_LIKE: Final = 0.75  # and where they stand nowhere, more the liker they are (整改不到位, 不能整改到位)
_UNKNOWN: Final = 4  # a word that stands nowhere tells as much as one of so many provisions
_STRANGE: Final = 0.7  # … and less the less a word of its kind tells: people add much that no text says
_ALIKE: Final = 0.6  # words that a dictionary gives a meaning in common
_SHORT_FOR: Final = 0.7  # 禁放 where the text has 禁止燃放
_SHORT: Final = re.compile(r"[\u3400-\u9fff]{2,4}")
_PARTIAL: Final = 0.6  # from this share of its character pairs on, a longer word counts in part


@dataclass(frozen=True, slots=True)
class Norm:
    """One norm as the graph gives it; `actors` are (name, level) in the order of the text."""

    iri: str
    id: str
    document: str
    label: str
    item: str
    kind: str
    role: str
    status: str
    order: int
    start: int
    end: int
    quote: str
    gist: str
    actors: tuple[tuple[str, str], ...] = ()
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    said: str = field(init=False, repr=False, compare=False)
    """All words of the norm: its quote, or what we say for it, and its fields."""

    def __post_init__(self) -> None:
        """Join what the norm says, in which a question looks for its words again and again."""
        values = (value for values in self.fields.values() for value in values)
        object.__setattr__(self, "said", "\n".join((self.quote or self.gist, *values)))

    @property
    def digest(self) -> bool:
        """Whether only our own words stand for the provision."""
        return not self.quote

    def of(self, name: str) -> tuple[str, ...]:
        """Return the values of a field: matter, recipient, time, quantity, conduct, target, measure, enforcer."""
        return self.fields.get(name, ())


class Norms:
    """Finds norms in a graph and keeps the queries that ran."""

    def __init__(self, graph: Graph, lexicon: Lexicon, catalogue: Catalogue) -> None:
        """Keep the graph, the vocabulary and what is known of the graph."""
        self._graph: Final = graph
        self._lexicon: Final = lexicon
        self._catalogue: Final = catalogue
        # A session reads one state of the graph: what was fetched once stays as it is.
        self._known: Final[dict[str, Norm]] = {}
        self._complete: Final[dict[str, Norm]] = {}

    def find(self, wanted: compose.Norms, ran: list[str]) -> list[Norm]:
        """Return the norms that a composed query finds, without their fields; the query is added to `ran`.

        Where provisions are given, the norms of digests, which have none, are looked at besides.
        """
        frames = self._matching(wanted, ran)
        digests = tuple(entry.id for entry in self._catalogue.documents if entry.digest)
        if wanted.provisions and digests:
            frames += self._matching(replace(wanted, provisions=(), documents=digests), ran)
        if not frames:
            return []
        ran.append(compose.properties(frames))
        unknown = [frame for frame in frames if frame not in self._known]
        found: dict[str, dict[str, str]] = {}
        for row in self._graph.select(compose.properties(unknown)) if unknown else ():
            found.setdefault(row["frame"], {})[re.split("[#/]", row["property"])[-1]] = row["value"]
        self._known.update({iri: _norm(iri, of) for iri, of in found.items()})
        return sorted((self._known[frame] for frame in frames), key=lambda norm: (norm.document, norm.order))

    def _matching(self, wanted: compose.Norms, ran: list[str]) -> tuple[str, ...]:
        ran.append(compose.norms(wanted))
        return self._frames(ran[-1])

    @lru_cache(maxsize=4096)  # noqa: B019  (a session reads one state of the graph)
    def _frames(self, query: str) -> tuple[str, ...]:
        return tuple(sorted(row["frame"] for row in self._graph.select(query)))

    def complete(self, norms: Sequence[Norm], ran: list[str] | None = None) -> list[Norm]:
        """Return the norms with their actors and fields."""
        if not norms:
            return []
        if ran is not None:
            ran.extend((compose.details(norm.iri for norm in norms), compose.bearers(norm.iri for norm in norms)))
        unknown = [norm for norm in norms if norm.iri and norm.iri not in self._complete]
        if unknown:
            self._complete.update({norm.iri: norm for norm in self._completed(unknown)})
        return [self._complete.get(norm.iri, norm) for norm in norms]

    def _completed(self, norms: Sequence[Norm]) -> Iterator[Norm]:
        frames = [norm.iri for norm in norms]
        evidence: dict[tuple[str, str], dict[str, str]] = {}
        for row in self._graph.select(compose.details(frames)):
            of = evidence.setdefault((row["frame"], row["evidence"]), {})
            of[row["property"].rpartition("#")[2]] = row["value"]
        said: dict[str, dict[str, list[tuple[int, str]]]] = {}
        for (frame, _), of in evidence.items():
            if "value" in of:
                said.setdefault(frame, {}).setdefault(of["field"], []).append((int(of["order"]), of["value"]))
        levels = {
            (row["frame"], row["name"]): notation(row["level"]) for row in self._graph.select(compose.bearers(frames))
        }
        for norm in norms:
            fields = {
                field: tuple(value for _, value in sorted(found)) for field, found in said.get(norm.iri, {}).items()
            }
            actors = tuple((name, levels.get((norm.iri, name), "")) for name in fields.pop("actor", ()))
            yield replace(norm, actors=actors, fields=fields)

    @lru_cache(maxsize=512)  # noqa: B019  (lives as long as its session)
    def about(self, matter: str, exactly: bool = False) -> frozenset[str]:
        """Return the IRIs of all norms about a matter or what is narrower, or `exactly` about it."""
        return frozenset(row["frame"] for row in self._graph.select(compose.frames_about(matter, exactly)))

    def speaks_of(self, norm: Norm, matters: Sequence[str]) -> bool:
        """Return whether a norm is about one of the matters itself, or names it in its own words."""
        forms = [form for concept, form in self._matters if concept in matters]
        return (
            not matters
            or any(norm.iri in self.about(matter, exactly=True) for matter in matters)
            or _holds(norm.quote + norm.gist, forms)
        )

    @cached_property
    def _matters(self) -> tuple[tuple[str, str], ...]:
        """The Chinese terms of all matters, with their concepts."""
        return tuple((term.concept, term.text) for term in self._lexicon.of("matter") if term.language == "zh")

    @lru_cache(maxsize=512)  # noqa: B019
    def _longer(self, matter: str, forms: tuple[str, ...]) -> tuple[str, ...]:
        """Return terms of other matters that hold one of the forms (同乡村振兴有效衔接 is not about 乡村振兴)."""
        return tuple(term for concept, term in self._matters if concept != matter and _holds(term, forms))

    def weigh(self, norms: Iterable[Norm], words: Sequence[Word]) -> list[tuple[float, Norm]]:
        """Return the norms with the share of the question's words that each covers, best first."""
        weights = [self.weight(word) for word in words]
        total = sum(weights)
        scored = [
            (
                sum(weight * self.match(norm, word) for weight, word in zip(weights, words, strict=True)) / total
                if total
                else 1.0,
                norm,
            )
            for norm in norms
        ]
        return sorted(scored, key=lambda pair: (-pair[0], pair[1].document, pair[1].order))

    def touches(self, norm: Norm, words: Sequence[Word]) -> bool:
        """Return whether a norm, or the provision around it, names any of the words."""
        return any(self.match(norm, word) > 0 for word in words)

    def weight(self, word: Word) -> float:
        """Return how much a word tells: rare words more than common ones."""
        total = len(self._catalogue.provisions) + 1
        forms = (*word.forms, *word.alike)
        if not word.known and not word.alike:
            return _STRANGE * word.share**2 * log(1 + total / _UNKNOWN)
        return word.share * log(1 + total / (self._catalogue.spread(forms) + 0.5))

    def match(self, norm: Norm, word: Word) -> float:
        """Return how well a norm says a word of the question, from 0 to 1."""
        known = self._matches(word)
        key = (norm.iri, norm.said, norm.document, norm.label)
        if key not in known:
            known[key] = self._match(norm, word)
        return known[key]

    @lru_cache(maxsize=16)  # noqa: B019  (as many words as a question has: its steps weigh the same norms again)
    def _matches(self, word: Word) -> dict[tuple[str, ...], float]:  # noqa: ARG002  (another word, other matches)
        """Return the matches of a word that are known."""
        return {}

    def _match(self, norm: Norm, word: Word) -> float:
        said = norm.said
        if word.matter and _holds(said, word.forms):
            for longer in self._longer(word.matter, word.forms):
                said = said.replace(longer, "")
        if word.asked in said:
            return 1.0
        if word.matter and norm.iri in self.about(word.matter, exactly=True):
            return _SAME
        if _holds(said, word.forms):
            if self._catalogue.stands(word.asked):
                return _SYNONYM if len(word.asked) < 5 else _SYNONYM_OF_LONG
            return 1.0 if word.asked.isascii() else _LIKE + (1 - _LIKE) * _share(word.asked, said)
        if word.matter and norm.iri in self.about(word.matter):
            return _NARROWER
        if _holds(said, word.alike):
            return _ALIKE
        if not word.known and _shortened(word.asked, said):
            return _SHORT_FOR
        partial = _overlap(word.asked, said) if word.forms[:1] == (word.asked,) and len(word.asked) > 3 else 0.0
        context = self._catalogue.words_of.get((norm.document, norm.label), "")
        if _holds(context, word.forms):
            return max(partial, _CONTEXT)
        if _holds(context, word.alike):
            return max(partial, _CONTEXT * _ALIKE)
        return partial


def _norm(iri: str, of: Mapping[str, str]) -> Norm:
    """Return a norm from the values of its properties."""
    return Norm(
        iri=iri,
        id=of["id"],
        document=document_id(of["document"]) or "",
        label=of.get("label", ""),
        item=of.get("item", ""),
        kind=notation(of["kind"]),
        role=notation(of.get("role", "")),
        status=of["status"],
        order=int(of["order"]),
        start=int(of.get("start", 0)),
        end=int(of.get("end", 0)),
        quote=of.get("exact", ""),
        gist=of.get("gist", ""),
    )


@lru_cache(maxsize=4096)
def _long_for(word: str) -> re.Pattern[str] | None:
    """Return a pattern for what a short form stands for (禁放: 禁止燃放), None where it is none."""
    if not _SHORT.fullmatch(word):
        return None
    return re.compile(".{0,2}".join(map(re.escape, word)))


def _holds(text: str, forms: Iterable[str]) -> bool:
    """Return whether any of the forms stands in a text; a loop, for it is asked a hundred times a norm."""
    for form in forms:  # noqa: SIM110
        if form in text:
            return True
    return False


def _shortened(word: str, said: str) -> bool:
    pattern = _long_for(word)
    return bool(pattern and pattern.search(said))


def _overlap(form: str, said: str) -> float:
    share = _share(form, said)
    return share * 0.8 if share >= _PARTIAL else 0.0


def _share(form: str, said: str) -> float:
    """Return which share of a form's pairs of characters stands in a text."""
    pairs = [form[place : place + 2] for place in range(len(form) - 1)]
    return sum(pair in said for pair in pairs) / len(pairs) if pairs else 0.0
