"""Says why a document leaves a cell empty: the kinds of docs/comparison.md, each with the places that prove it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Final

from corpus.read import load_yaml
from extract.types import Lexicon
from queries.comparison.entries import GOVERNMENT, Reader, Row, place_of, reach_of
from queries.comparison.types import Blank, Entry, Place
from queries.comparison.unread import Unread
from queries.graph import iri, notation

PROOFS: Final = 3
"""The most places that prove one level of a blank."""

_DATA: Final = Path(__file__).with_name("blanks.yaml")

Stated = Mapping[str, Sequence[Entry]]
"""What a document states on one role or matter: entries by level."""


@dataclass(frozen=True, slots=True)
class Delegation:
    """A provision that lets these levels make rules: on all that its document is about, or on these matters."""

    levels: frozenset[str]
    whole: bool
    matters: frozenset[str]
    place: Place


class Blanks:
    """Gives the reasons of the documents that a reader reads."""

    def __init__(self, reader: Reader, lexicon: Lexicon) -> None:
        """Keep what the reasons are read from; each is read when it is first needed."""
        self._reader: Final = reader
        self._lexicon: Final = lexicon

    def of_role(
        self, document: str, level: str, role: str, stated: Stated, weak: Iterable[Entry], matter: str = ""
    ) -> Blank:
        """Return why a document gives a level no such role; `weak` would fill the cell with more confidence.

        `matter` is the one that the comparison is about, if any: only sentences that name it then count as unread.
        """
        unread = self._unread[document].get((role, level), ())
        named = [place for place in unread if not matter or self._names(place, matter)]
        return self._blank(document, level, stated, [*(entry.place for entry in weak), *named], "")

    def of_matter(self, document: str, level: str, matter: str, stated: Stated, weak: Iterable[Entry]) -> Blank:
        """Return why a document gives a level nothing on a matter or what is narrower; `weak` as in `of_role`.

        Words of the level's norms that name the matter beside another one count as unread.
        """
        named = self._reader.mentions.get((document, level, matter), ())
        return self._blank(document, level, stated, [*(entry.place for entry in weak), *named], matter)

    def _blank(self, document: str, level: str, stated: Stated, uncertain: Sequence[Place], matter: str) -> Blank:
        if uncertain:
            return Blank(document, "uncertain", places=_first(uncertain))
        if self._is_missing(document, level):
            return Blank(document, "missing_text")
        elsewhere = tuple(other for other in GOVERNMENT if other != level and stated.get(other))
        if elsewhere:
            proofs = (place for other in elsewhere for place in _first(entry.place for entry in stated[other]))
            return Blank(document, "elsewhere", elsewhere, tuple(dict.fromkeys(proofs)))
        delegations = [
            delegation.place
            for delegation in self._delegations[document]
            if level in delegation.levels and (delegation.whole or matter in delegation.matters)
        ]
        return Blank(document, "delegated" if delegations else "not_stated", places=_first(delegations))

    def _is_missing(self, document: str, level: str) -> bool:
        completeness = self._reader.sources[document].completeness
        return completeness == "digest" or (
            completeness == "partial" and level not in self._reader.levels_bound.get(document, ())
        )

    @cached_property
    def _delegations(self) -> Mapping[str, Sequence[Delegation]]:
        whole, part = _patterns()
        articles = [
            passage.article
            for passage in self._reader.passages
            if whole.search(passage.place.quote) or part.search(passage.place.quote)
        ]
        norms: dict[str, list[Row]] = defaultdict(list)
        for row in self._reader.select("delegations", article=map(iri, articles)) if articles else ():
            norms[row["frame"]].append(row)
        found: dict[str, list[Delegation]] = defaultdict(list)
        for rows in norms.values():
            place, kind = place_of(rows[0]), notation(rows[0]["kind"])
            if kind in ("duty", "permission") and (whole.search(place.quote) or part.search(place.quote)):
                source = self._reader.sources[place.document]
                named = (reach_of("", notation(row["level"]), source) for row in rows)
                highest = min((GOVERNMENT.index(level) for levels in named for level in levels), default=None)
                levels = frozenset(GOVERNMENT[highest:] if highest is not None else ())
                matters = frozenset(notation(row["matter"]) for row in rows if "matter" in row)
                delegation = Delegation(levels, bool(whole.search(place.quote)), matters, place)
                found[place.document].append(delegation)
        return found

    @cached_property
    def _unread(self) -> Mapping[str, Mapping[tuple[str, str], Sequence[Place]]]:
        reader = self._reader
        return {
            document: Unread(
                source,
                self._lexicon,
                [(bearer.name, bearer.level) for bearer in reader.actors.get(document, ())],
                [norm for norm in reader.norms if norm.document == document],
                [sanction for sanction in reader.sanctions if sanction.place.document == document],
            ).find([passage.place for passage in reader.passages if passage.place.document == document])
            for document, source in reader.sources.items()
        }

    def _names(self, place: Place, matter: str) -> bool:
        """Return whether words name a matter or what is narrower."""
        return any(
            term.text in place.quote
            for term in self._lexicon.of("matter")
            if matter in (term.concept, *self._lexicon.ancestors("matter", term.concept))
        )


def _first(places: Iterable[Place]) -> tuple[Place, ...]:
    """Return the first places, one of each provision."""
    found: dict[tuple[str, str], Place] = {}
    for place in places:
        found.setdefault((place.label, place.item), place)
    return tuple(found.values())[:PROOFS]


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the words that delegate on the whole document, and those that do on one matter."""
    data = load_yaml(_DATA)
    return re.compile("|".join(data["whole"])), re.compile("|".join(data["part"]))
