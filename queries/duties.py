"""The duty network of a graph, to walk through: who is bound how often, by which norms, and towards whom."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from corpus.types import LEVELS
from queries import compose
from queries.catalogue import Catalogue
from queries.graph import Graph, notation
from queries.named import named

_PIECES: Final = re.compile(r"(\D*)(\d*)")

What = tuple[str, str]
"""What an actor has: ("role", notation) of a responsibility, else ("kind", notation)."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What to look at; what is empty does not restrict. Documents are ids, all others notations."""

    documents: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Binding:
    """How many norms of one kind or role bind an actor at a level in a document."""

    document: str
    actor: str
    level: str
    what: What
    norms: int


@dataclass(frozen=True, slots=True)
class Relation:
    """A norm by which one actor acts towards another; `frame` is its id, empty where an office belongs to its body."""

    actor: str
    other: str
    frame: str = ""


class Duties:
    """The duty network of one state of a graph; what is read is kept."""

    def __init__(self, graph: Graph, catalogue: Catalogue) -> None:
        """Keep the graph and what is known of it."""
        self._graph: Final = graph
        self._catalogue: Final = catalogue

    def counts(self, selection: Selection) -> Counter[tuple[str, What]]:
        """Return how many bindings there are by level and by role or kind."""
        found: Counter[tuple[str, What]] = Counter()
        for binding in self._of(selection):
            found[binding.level, binding.what] += binding.norms
        return found

    def actors(self, selection: Selection, *, level: str = "", what: What | None = None) -> list[tuple[str, int]]:
        """Return the actors of a level, or of a role or kind, with how often they are bound, most often first."""
        found: Counter[str] = Counter()
        for binding in self._of(selection):
            if (not level or binding.level == level) and (what is None or binding.what == what):
                found[binding.actor] += binding.norms
        return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))

    def norms(self, selection: Selection, *, actor: str = "", matter: str = "") -> list[str]:
        """Return the ids of the norms that bind an actor, or are about a matter or what is narrower."""
        wanted = compose.Norms(
            documents=selection.documents,
            bearers=(actor,) if actor else (),
            about=(matter,) if matter else (),
            levels=selection.levels,
            kinds=selection.kinds,
            roles=selection.roles,
        )
        return sorted((frame.partition("/document/")[2] for frame in self._frames(wanted)), key=_in_order)

    def levels(self, actor: str) -> tuple[str, ...]:
        """Return the levels that actors of a name have, from the centre to the village."""
        known = self._catalogue.actors.get(actor)
        return tuple(level for level in LEVELS if known and level in known.levels)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of all who are bound, sorted."""
        return tuple(sorted({binding.actor for binding in self._bindings}))

    def path(self, start: str, end: str, selection: Selection) -> tuple[Relation, ...]:
        """Return the shortest way from one actor to another along relations, in either direction; empty where none is.

        Between ways of one length the one whose actors come first in the order of characters is taken.
        """
        within = set(selection.documents)
        ways: dict[str, list[Relation]] = defaultdict(list)
        for relation in self._relations:
            if not within or not relation.frame or relation.frame.partition("/")[0] in within:
                ways[relation.actor].append(relation)
                ways[relation.other].append(relation)
        reached: dict[str, tuple[Relation, ...]] = {start: ()}
        ring = [start]
        while ring and end not in reached:
            following = []
            for actor in ring:
                for relation in ways[actor]:
                    other = relation.other if relation.actor == actor else relation.actor
                    if other not in reached:
                        reached[other] = (*reached[actor], relation)
                        following.append(other)
            ring = sorted(following)
        return reached.get(end, ())

    @cached_property
    def related(self) -> tuple[str, ...]:
        """The names of all who act towards somebody or are acted towards, sorted."""
        return tuple(sorted({name for relation in self._relations for name in (relation.actor, relation.other)}))

    def _frames(self, wanted: compose.Norms) -> Iterable[str]:
        return (row["frame"] for row in self._graph.select(compose.norms(wanted)))

    def _of(self, selection: Selection) -> Iterable[Binding]:
        for binding in self._bindings:
            scheme, concept = binding.what
            kind = "responsibility" if scheme == "role" else concept
            if (
                (not selection.documents or binding.document in selection.documents)
                and (not selection.levels or binding.level in selection.levels)
                and (not selection.kinds or kind in selection.kinds)
                and (not selection.roles or (scheme == "role" and concept in selection.roles))
            ):
                yield binding

    @cached_property
    def _documents(self) -> dict[str, str]:
        return {entry.iri: entry.id for entry in self._catalogue.documents}

    @cached_property
    def _bindings(self) -> tuple[Binding, ...]:
        named_ = self._rows("names-of-bearers")
        bearers = {row["bearer"]: (row["name"], notation(row["level"])) for row in named_}
        found = []
        for name, scheme in (("norms-by-bearer", "kind"), ("roles-by-bearer", "role")):
            for row in self._rows(name):
                what = (scheme, notation(row[scheme]))
                if what != ("kind", "responsibility"):  # these have roles
                    actor, level = bearers[row["bearer"]]
                    found.append(Binding(self._documents[row["document"]], actor, level, what, int(row["norms"])))
        return tuple(found)

    @cached_property
    def _relations(self) -> tuple[Relation, ...]:
        acting = [
            Relation(row["name"], row["other"], row["frame"].partition("/document/")[2])
            for row in self._rows("relations")
        ]
        names = {*self.names, *(name for relation in acting for name in (relation.actor, relation.other))}
        known = self._catalogue.actors
        offices = [
            Relation(name, body)
            for name in sorted(names)
            if name in known and known[name].positions
            for body in _body(name, names)
        ]
        return tuple(sorted({*acting, *offices}, key=lambda one: (one.actor, one.other, one.frame)))

    def _rows(self, query: str) -> Iterable[Mapping[str, str]]:
        return self._graph.kept(named(query).text)


def _in_order(frame: str) -> tuple[tuple[str, int], ...]:
    """Return a key that sorts ids by the numbers in them: art_2 before art_10."""
    return tuple((letters, int(digits or 0)) for letters, digits in _PIECES.findall(frame))


def _body(office: str, names: Collection[str]) -> list[str]:
    """Return the longest body that an office names at its beginning, none where there is none.

    >>> _body("县级党委主要负责人", ["县级党委", "县级"])
    ['县级党委']
    """
    beginnings = (office[:length] for length in range(len(office) - 1, 1, -1))
    return next(([body] for body in beginnings if body in names), [])
