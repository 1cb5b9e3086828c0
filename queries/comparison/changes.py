"""Says how two provisions that regulate the same thing differ, and which of the labels that makes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

from extract.types import Lexicon
from ontology.concepts import Concepts
from queries.comparison import numbers
from queries.comparison.difference import align, clauses
from queries.comparison.numbers import Number
from queries.comparison.passages import Equal, Norm, Passage
from queries.comparison.types import Change, LabelKind, Side

_ALIKE: Final = 0.5  # clauses of which so much is the same say the same thing, perhaps otherwise
_MODAL: Final = 0.6  # the same where a duty is held against a permission
_DETAIL: Final = 6  # characters that a side must have more to say more
_SHARE: Final = 0.01  # … or, of long provisions, this share
_SHOWN: Final = 60  # characters of each side that a change of words shows
_NAMES: Final = 4  # names of each side that a change shows
_BINDING: Final = frozenset({"duty", "responsibility", "prohibition"})
_FREE: Final = frozenset({"permission", "encouragement"})
_FREELY: Final = re.compile(r"可(?!持|靠|行|能|见)|鼓励|支持|倡导|引导")  # words that leave free
_ANYBODY: Final = frozenset({"body"})
_NO_ROLE: Final = frozenset({"", "other", "assist"})
_MOST: Final = 0.3  # a provision that shares a smaller part of its norms is mostly about other things
_SEVERAL: Final = 4  # norms of a provision that says more than one thing, beside one of a single norm
_WORKING: Final = " in working days"
_NUMBERS: Final = ("time", "quantity")
_TITLE: Final = re.compile(r"《[^》]+》")


@dataclass(frozen=True, slots=True)
class Verdict:
    """How two provisions compare; `sure` is between 0 and 1, see `Comparing.compare`."""

    label: LabelKind
    side: Side
    changes: tuple[Change, ...]
    sure: float


@dataclass(frozen=True, slots=True)
class _Clause:
    """A clause with its comparable form, its numbers, and the norms whose words it is part of."""

    words: str
    plain: str
    norms: tuple[Norm, ...]
    numbers: tuple[Number, ...]
    matters: frozenset[str]


class Comparing:
    """Compares provisions of two documents; `subjects` are the matters that the documents as a whole are about."""

    def __init__(
        self, lexicon: Lexicon, concepts: Concepts, left: Equal, right: Equal, subjects: frozenset[str]
    ) -> None:
        """Keep the vocabulary and how the words of each document are made comparable."""
        self._lexicon, self._concepts, self._subjects = lexicon, concepts, subjects
        self._left, self._right = left, right
        # A subject, what is broader and what stands beside it cover nearly everything and so join nothing.
        parents = {name for subject in subjects for name in lexicon.broader.get(("matter", subject), ())}
        beside = {matter for (_, matter), above in lexicon.broader.items() if parents & set(above)}
        self._general = frozenset(subjects | parents | beside)

    def compare(self, left: Passage, right: Passage, *, serves: bool) -> Verdict:
        """Return how a provision compares with its best counterpart (docs/comparison.md defines the labels).

        A counterpart that also serves other provisions (`serves`) is compared only with what it shares: norms about a
        matter of the other, and clauses that say what a clause of the other says; so is a provision most of which is
        about other things. Named roles of corresponding bearers, numbers and modality decide together; where they
        cancel or there are none, detail does: of sanctions the side with more conduct and measures, else the one with
        more words of its own is finer, and where neither has more they are the same. `sure` is 0.9 where roles,
        numbers and modality agree and for `same`, 0.6 where they contradict each other, and for `finer` from 0.5 to
        0.8 as one side says more. A digest says little, so what it lacks is held against neither side.
        """
        ours, theirs = self._cut(left, self._left), self._cut(right, self._right)
        if left.formal:
            return _formal(left, right, ours, theirs)
        whole = ours, theirs
        if serves or self._foreign(right, left):
            theirs = self._shared(theirs, ours, left)
        if self._foreign(left, right):
            ours = self._shared(ours, whole[1], right) or ours
        pairs = dict(align([clause.plain for clause in ours], [clause.plain for clause in theirs], least=_ALIKE))
        found = [*_roles(ours, theirs), *self._numbers(ours, theirs, pairs), *_modality(ours, theirs, pairs)]
        if left.digest or right.digest:
            found = [(sign * bool(one.field in _NUMBERS and one.left and one.right), one) for sign, one in found]
            words = [Change("words", *(one.said if one.digest else _short(one.said) for one in (left, right)))]
        else:
            words = [*_words(ours, theirs or whole[1], pairs)]
        changes = (*(change for _, change in found), *_parties(left, right, self), *words)
        signs = [sign for sign, _ in found if sign]
        if sum(signs):
            sure = 0.9 if len(set(signs)) == 1 else 0.6
            return Verdict("stricter" if sum(signs) > 0 else "looser", "left", changes, sure)
        more, less = _own(ours, theirs, pairs)
        cut = [_length(all_of) - _length(kept) for all_of, kept in zip(whole, (ours, theirs), strict=True)]
        if not any(cut):  # a clause that is only divided otherwise is nothing more
            common = LCSseq.similarity(left.plain, right.plain)
            more, less = min(more, len(left.plain) - common), min(less, len(right.plain) - common)
        longest = max(len(left.plain), len(right.plain))
        if not found and max(more, less) <= max(_DETAIL, _SHARE * longest):
            if not any(cut):
                return Verdict("same", "", changes, 0.9)
            more, less = cut  # what they share is the same, so what was left aside is what the one has more
        elif left.sanctions == right.sanctions == 1:
            more, less = (_consequences(side) * longest + own for side, own in ((left, more), (right, less)))
        sure = 0.5 + 0.3 * abs(more - less) / max(more, less, 1)
        return Verdict("finer", "left" if more >= less else "right", changes, sure)

    def plain(self, words: str, *, left: bool) -> str:
        """Return words of one side made comparable."""
        return (self._left if left else self._right).plain(words)

    def _cut(self, passage: Passage, equal: Equal) -> list[_Clause]:
        """Return the clauses of a provision that have words."""
        found = []
        place = passage.place.start
        for words in clauses(passage.said):
            start, end = place, place + len(words)
            place = end
            norms = tuple(n for n in passage.norms if passage.digest or (n.start < end and start < n.end))
            amounts = (
                Number(bound.unit, bound.low, bound.high, bound.words.text, bound.words.start, bound.words.end)
                for norm in norms
                for bound in norm.bounds
                if start <= bound.words.start < end
                and not numbers.is_time(bound.unit, words[bound.words.end - start :])
            )
            matters = frozenset(self._concepts.named("matter", words)) - self._subjects
            if plain := equal.plain(words):
                found.append(_Clause(words, plain, norms, (*numbers.times(words), *dict.fromkeys(amounts)), matters))
        return found

    def own(self, norms: Sequence[Norm]) -> frozenset[str]:
        """Return what norms are about, without the subjects of the documents."""
        return frozenset(matter for norm in norms for matter in norm.matters) - self._subjects

    def _named(self, norm: Norm) -> frozenset[str]:
        return (norm.matters | norm.mentions) - self._subjects

    def _one_task(self, left: Norm, right: Norm) -> bool:
        """Return whether the matter of one norm is named by the other or next broader, and their levels fit."""
        mine, yours = self.own([left]), self.own([right])
        wide = [
            {name for matter in own for name in self._lexicon.broader.get(("matter", matter), ())}
            for own in (mine, yours)
        ]
        shared = mine & self._named(right) or yours & self._named(left) or wide[0] & yours or wide[1] & mine
        levels = [{party.level for party in norm.parties} for norm in (left, right)]
        return bool(shared) and (not all(levels) or bool(levels[0] & levels[1]) or "any" in levels[0] | levels[1])

    def _related(self, norm: Norm, other: Passage) -> bool:
        """Return whether a norm names something that the other provision is about, or what is next broader."""
        named = self._named(norm)
        return bool(self._reach(named) & (other.matters - self._subjects) or named & self._reach(self.own(other.norms)))

    def _reach(self, matters: frozenset[str]) -> frozenset[str]:
        broader = {name for matter in matters for name in self._lexicon.broader.get(("matter", matter), ())}
        return (matters | broader) - self._general

    def _foreign(self, passage: Passage, other: Passage) -> bool:
        """Return whether most norms of a provision are about other things than the other provision."""
        shared = sum(self._related(norm, other) for norm in passage.norms)
        several = len(other.norms) == 1 and len(passage.norms) >= _SEVERAL
        return bool(shared) and (several or shared < _MOST * len(passage.norms))

    def _shared(self, found: list[_Clause], others: list[_Clause], other: Passage) -> list[_Clause]:
        """Return the clauses that share something with the other provision."""
        said = dict(align([c.plain for c in found], [c.plain for c in others], least=_ALIKE))
        kept = []
        for place, clause in enumerate(found):
            related = [self._related(norm, other) for norm in clause.norms]
            if place in said:
                roles = any(norm.role not in _NO_ROLE for norm in others[said[place]].norms)
                related = [
                    one or roles or norm.role in _NO_ROLE for one, norm in zip(related, clause.norms, strict=True)
                ]
            elsewhere = clause.matters and not self._reach(clause.matters) & other.matters
            if place in said or (any(related) and not elsewhere):
                norms = tuple(norm for norm, one in zip(clause.norms, related, strict=True) if one)
                kept.append(replace(clause, norms=norms))
        return kept

    def _numbers(
        self, ours: list[_Clause], theirs: list[_Clause], pairs: dict[int, int]
    ) -> Iterator[tuple[int, Change]]:
        """Yield the numbers of tasks that both have: by which side they are stricter, 1 for the left."""
        held: set[tuple[int, Number]] = set()
        back = {j: i for i, j in pairs.items()}
        for place, clause in enumerate(ours):
            for one in clause.numbers:
                others = self._same_task(clause, theirs, pairs.get(place))
                match = next(
                    ((j, other) for j in others for other in theirs[j].numbers if _base(other) == _base(one)), None
                )
                if match:
                    held.add(match)
                    sign = _stricter(one, match[1]) * (-1 if _punishes(clause) else 1)
                    if sign or one.words != match[1].words:
                        yield sign, Change(_field(one), one.words, match[1].words)
                elif others and not _punishes(clause) and one.low != one.high:
                    yield 1, Change(_field(one), one.words, _times(theirs[others[0]]))
        for place, clause in enumerate(theirs):
            for one in clause.numbers:
                others = self._same_task(clause, ours, back.get(place))
                if others and (place, one) not in held and not _punishes(clause) and one.low != one.high:
                    yield -1, Change(_field(one), _times(ours[others[0]]), one.words)

    def _same_task(self, clause: _Clause, others: list[_Clause], paired: int | None) -> list[int]:
        """Return the clauses that speak of the same task for a fitting level, the one that says the same first."""
        found = [
            place
            for place, other in enumerate(others)
            if place != paired and any(self._one_task(one, another) for one in clause.norms for another in other.norms)
        ]
        return [paired, *found] if paired is not None else found


def _consequences(passage: Passage) -> int:
    """Return how many conducts and measures sanctions name; that crimes are prosecuted holds without being said."""
    return sum(len(norm.conduct) + len(norm.consequences) for norm in passage.norms if "criminal" not in norm.measures)


def _formal(left: Passage, right: Passage, ours: list[_Clause], theirs: list[_Clause]) -> Verdict:
    """Return how provisions about the documents themselves compare: by their clauses and the titles they name."""
    more, less = (len(side) + len(_TITLE.findall(p.said)) for side, p in ((ours, left), (theirs, right)))
    changes = tuple(_words(ours, theirs, {} if left.plain != right.plain else {0: 0}))
    if more == less:
        return Verdict("same", "", changes, 0.8)
    return Verdict("finer", "left" if more > less else "right", changes, 0.7)


def _roles(ours: list[_Clause], theirs: list[_Clause]) -> Iterator[tuple[int, Change]]:
    """Yield named roles that one side alone has; where each has one that the other lacks, they cancel."""
    norms = [[norm for clause in side for norm in clause.norms] for side in (ours, theirs)]
    left, right = (
        {norm.role: None for norm in side if norm.role not in _NO_ROLE and _borne(norm, others)}
        for side, others in (norms, norms[::-1])
    )
    mine, yours = ([role for role in one if role not in other] for one, other in ((left, right), (right, left)))
    if mine or yours:
        yield bool(mine) - bool(yours), Change("role", "、".join(mine or left), "、".join(yours or right))


def _borne(norm: Norm, others: Sequence[Norm]) -> bool:
    """Return whether those who bear a norm correspond to a bearer on the other side, by type and level."""
    parties = [party for other in others for party in other.parties]
    return not parties or any(
        (party.types & other.types) - _ANYBODY and ("any" in (party.level, other.level) or party.level == other.level)
        for party in norm.parties
        for other in parties
    )


def _modality(ours: list[_Clause], theirs: list[_Clause], pairs: dict[int, int]) -> Iterator[tuple[int, Change]]:
    """Yield clauses that both have, where one side binds and the other leaves free."""
    for i, j in pairs.items():
        if fuzz.ratio(ours[i].plain, theirs[j].plain) < 100 * _MODAL:
            continue
        for sign, one, other in ((1, ours[i], theirs[j]), (-1, theirs[j], ours[i])):
            binding, free = ({norm.kind for norm in clause.norms} for clause in (one, other))
            said = _FREELY.search(other.words) and not _FREELY.search(one.words)
            if said and binding and free and binding <= _BINDING and free <= _FREE:
                kinds = ["、".join(sorted({norm.kind for norm in clause.norms})) for clause in (ours[i], theirs[j])]
                yield sign, Change("modality", *kinds)


def _parties(left: Passage, right: Passage, comparing: Comparing) -> Iterator[Change]:
    if left.levels != right.levels and left.levels and right.levels:
        yield Change("level", "、".join(sorted(left.levels)), "、".join(sorted(right.levels)))
    mine, yours = (
        {comparing.plain(party.name, left=side): party.name for norm in passage.norms for party in norm.parties}
        for side, passage in ((True, left), (False, right))
    )
    only = [
        [name for plain, name in one.items() if plain not in other] for one, other in ((mine, yours), (yours, mine))
    ]
    if any(only):
        yield Change("actor", *("、".join(names[:_NAMES]) for names in only))
    own = [comparing.own(passage.norms) for passage in (left, right)]
    if own[0] - right.matters or own[1] - left.matters:
        lists = ["、".join(sorted(one)[:_NAMES]) for one in (own[0] - right.matters, own[1] - left.matters)]
        yield Change("matter", *lists)


def _words(ours: list[_Clause], theirs: list[_Clause], pairs: dict[int, int]) -> Iterator[Change]:
    """Yield the clauses that stand on one side only, or else the first that differ."""
    left = "".join(clause.words for place, clause in enumerate(ours) if place not in pairs)
    right = "".join(clause.words for place, clause in enumerate(theirs) if place not in pairs.values())
    if not (left or right):
        left, right = next(
            ((ours[i].words, theirs[j].words) for i, j in pairs.items() if ours[i].plain != theirs[j].plain), ("", "")
        )
    if left or right:
        yield Change("words", _short(left), _short(right))


def _own(ours: list[_Clause], theirs: list[_Clause], pairs: dict[int, int]) -> tuple[int, int]:
    """Return how many characters each side has that the other lacks: whole clauses, and what a clause has more."""
    left = sum(len(clause.plain) for place, clause in enumerate(ours) if place not in pairs)
    right = sum(len(clause.plain) for place, clause in enumerate(theirs) if place not in pairs.values())
    for i, j in pairs.items():
        surplus = len(ours[i].plain) - len(theirs[j].plain)
        left, right = left + max(0, surplus), right + max(0, -surplus)
    return left, right


def _length(found: Sequence[_Clause]) -> int:
    return sum(len(clause.plain) for clause in found)


def _short(words: str) -> str:
    words = words.strip()
    return words if len(words) <= _SHOWN else words[:_SHOWN] + "…"


def _base(one: Number) -> str:
    return one.measure.removesuffix(_WORKING)


def _stricter(left: Number, right: Number) -> int:
    """Return 1 where the left number is the stricter one, -1 where the right one is, 0 where neither can be said.

    A working day is at least a day, so fifteen days are stricter than fifteen working days.
    """
    if left.measure == right.measure:
        return numbers.stricter(left, right)
    sign, days, working = (1, left, right) if right.measure.endswith(_WORKING) else (-1, right, left)
    return sign if days.high is not None and working.high is not None and days.high <= working.high else 0


def _field(one: Number) -> Literal["time", "quantity"]:
    return "time" if one.measure.startswith(("period", "limit", "minimum")) else "quantity"


def _times(clause: _Clause) -> str:
    return "、".join(
        dict.fromkeys(time.text for norm in clause.norms for time in norm.times if time.text in clause.words)
    )


def _punishes(clause: _Clause) -> bool:
    return bool(clause.norms) and all(not numbers.sets_standards(norm.kind) for norm in clause.norms)
