"""Aligns the provisions of two documents: who regulates the same thing, for the same or the corresponding level."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_matrix

from extract.types import Lexicon
from queries.comparison.passages import Passage

Matrix = NDArray[np.float64]
Bag = Mapping[str, float]

LEAST: Final = 0.28
"""The likeness below which two provisions are no counterparts."""
LEAST_SHARED: Final = 0.28
LEAST_TAKEN = 0.4
"""The same for a provision that already is the counterpart of another."""

_GRAMS: Final = (2, 3)
_SETTING: Final = 0.3
_HALF_TEXT: Final = (
    0.08,
    0.2,
)  # the cosine of two texts at which they are half sure to say the same: the usual best one
_HALF_MATTER: Final = 0.3  # the same of what they are about
_PARTY: Final = 0.1  # what is lost where bearers and kinds of norm have nothing in common
_GENERAL: Final = 0.9  # a level against 各级
_OWN: Final = 0.8  # what each document binds at its own level: 市直单位 there, 中央和国家机关 here
_OTHER: Final = 0.4  # different levels
_KIND: Final = 0.5  # consequences against tasks
_FORMAL: Final = 0.6
_NEAR: Final = 0.75
_NAMED: Final = 0.6  # a matter that the words name beside the matter of a norm
_BROADER: Final = 0.3
_ROLE: Final = 0.8
_MEASURE: Final = 0.5
_FEW: Final = 10.0
_FEWWHO = 6.0
_HALF_WHO = 0.5
_ONLY = 0.4
_UNHEARD = 0.05
_HEARD = 0.7
_POWER = 2.5
_TYPE = 0.6
_KINDW = 0.4
_PART = 0.2
_CLAUSE = 0.5
_CONSEQUENCES: Final = frozenset({"sanction", "reward", "criterion"})


@dataclass(frozen=True, slots=True)
class Link:
    """Two provisions by their numbers, how alike they are, and the likeness of the next best choice of either."""

    left: int
    right: int
    likeness: float
    next: float
    text: float


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike the provisions of two documents are, each from 0 to 1: as a whole, and their texts alone."""

    whole: Matrix
    text: Matrix


def likeness(
    left: Sequence[Passage], right: Sequence[Passage], lexicon: Lexicon, subjects: frozenset[str], own: tuple[str, str]
) -> Likeness:
    text = _cosine([_words(p) for p in left], [_words(p) for p in right])
    matter = _cosine(
        [_about(p, lexicon, subjects) for p in left],
        [_about(p, lexicon, subjects) for p in right],
        few=_FEW,
        part=_PART,
    )
    party = _cosine([_parties(p) for p in left], [_parties(p) for p in right])
    text = (1 - _CLAUSE) * text + _CLAUSE * _covered(left, right)
    half = float(np.clip(np.median(text.max(axis=1)), *_HALF_TEXT)) if text.size else 1
    said = text**2 / (text**2 + half**2)
    near = np.minimum(1, text / (_HEARD * half))
    unheard = min(1.0, (_UNHEARD / half) ** 2)
    heard = matter**2 / (matter**2 + _HALF_MATTER**2) * (unheard + (1 - unheard) * near)
    who = _cosine([_who(p) for p in left], [_who(p) for p in right], few=_FEWWHO)
    whom = who**2 / (who**2 + _HALF_WHO**2) * near
    both = 1 - (1 - said) * (1 - heard) * (1 - whom)
    both = 1 - (1 - both) * (1 - _rest(left, right))
    fits = np.array([[_fit(a, b, own) for b in right] for a in left]).reshape(text.shape)
    formal = np.array([[bool(a.formal) and a.formal == b.formal for b in right] for a in left]).reshape(text.shape)
    mixed = np.array([[a.formal != b.formal for b in right] for a in left]).reshape(text.shape)
    whole = np.where(formal, _FORMAL + (1 - _FORMAL) * said, both * fits * (1 - _PARTY + _PARTY * party))
    return Likeness(np.where(mixed, 0, whole), text)


def _covered(left, right):
    """Return how well the clauses of the provision with fewer find their like among those of the other."""
    ours = [clause for passage in left for clause in passage.clauses]
    theirs = [clause for passage in right for clause in passage.clauses]
    alike = _cosine([_counted(clause) for clause in ours], [_counted(clause) for clause in theirs], few=10)
    starts = [np.cumsum([0, *(len(p.clauses) for p in side)])[:-1] for side in (left, right)]
    wl = np.array([len(c) for c in ours])
    wr = np.array([len(c) for c in theirs])
    by_right = np.maximum.reduceat(alike, starts[1], axis=1)  # ours x right
    cl = np.add.reduceat(by_right * wl[:, None], starts[0], axis=0) / np.add.reduceat(wl, starts[0])[:, None]
    by_left = np.maximum.reduceat(alike, starts[0], axis=0)  # left x theirs
    cr = np.add.reduceat(by_left * wr[None, :], starts[1], axis=1) / np.add.reduceat(wr, starts[1])[None, :]
    return np.maximum(cl, cr)


def _counted(text):
    return {gram: 1 + log(count) for gram, count in Counter(_grams(text)).items()}


def _words(passage: Passage) -> Bag:
    """Return the pairs and triples of characters of a provision's words; what it stands under counts less."""
    found = {gram: 1 + log(count) for gram, count in Counter(_grams(passage.plain)).items()}
    for gram in _grams(passage.setting):
        found[gram] = found.get(gram, 0) + _SETTING
    return found


def _grams(text: str) -> Iterable[str]:
    return (text[place : place + size] for size in _GRAMS for place in range(len(text) - size + 1))


def _about(passage: Passage, lexicon: Lexicon, subjects: frozenset[str]) -> Bag:
    """Return the matters, roles and measures of a provision with weights; `subjects` tell nothing."""
    found = {matter: _NAMED for matter in passage.matters - subjects}
    for matter in passage.matters - subjects:
        for broader in lexicon.ancestors("matter", matter):
            if broader not in subjects:
                found.setdefault(broader, _BROADER)
    for norm in passage.norms:
        found.update({matter: 1 for matter in (norm.matters | norm.mentions) - subjects})
    return found


def _rest(left, right):
    sides = [np.array([p.sanctions == 1 for p in side]) for side in (left, right)]
    count = max(1, min(side.sum() for side in sides))
    return np.outer(*sides) * _ONLY / count


def _who(passage):
    found = {}
    for norm in passage.norms:
        if norm.role not in ("", "other"):
            found.update({f"role {norm.role} {level}": _ROLE for level in {p.level for p in norm.parties}})
        if norm.kind in _CONSEQUENCES:
            found[f"kind {norm.kind}"] = _KINDW
        for party in norm.parties:
            found.update({f"type {name}": _TYPE for name in party.types})
        found.update({f"measure {measure}": _MEASURE for measure in norm.measures})
    return found


def _parties(passage: Passage) -> Bag:
    found = {}
    for norm in passage.norms:
        found[f"kind {norm.kind}"] = 1.0
        for party in norm.parties:
            found.update({f"type {name}": 1.0 for name in party.types})
            if party.position:
                found[f"position {party.position}"] = 1.0
    return found


def _cosine(left: Sequence[Bag], right: Sequence[Bag], *, few: float = 0.0, part: float = 0.0) -> Matrix:
    """Return the cosines of bags, each feature weighed by how few bags of both sides have it.

    `few` makes bags of few features less sure; `part` is the share in which not both bags but only the smaller one
    must be covered.
    """
    bags = [*left, *right]
    spread = Counter(name for bag in bags for name in bag)
    column = {name: place for place, name in enumerate(spread)}
    rare = np.array([log(1 + len(bags) / count) - log(2) for count in spread.values()])
    rows = [row for row, bag in enumerate(bags) for _ in bag]
    columns = [column[name] for bag in bags for name in bag]
    values = np.array([weight for bag in bags for weight in bag.values()]) * (rare[columns] if columns else 1)
    matrix = csr_matrix((values, (rows, columns)), shape=(len(bags), len(column)))
    squares = np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel() + few
    squares[squares == 0] = 1
    ours, theirs = squares[: len(left)], squares[len(left) :]
    products = (matrix[: len(left)] @ matrix[len(left) :].T).toarray()
    both = products / np.sqrt(np.outer(ours, theirs))
    return np.asarray((1 - part) * both + part * products / np.minimum.outer(ours, theirs))


def _fit(left: Passage, right: Passage, own: tuple[str, str]) -> float:
    """Return how well the levels and the kinds of norm of two provisions go together, from 0 to 1."""
    kind = 1 - (1 - _KIND) * abs(left.sanctions - right.sanctions) if left.norms and right.norms else 1.0
    mine, yours = left.levels, right.levels
    if mine & yours or not (mine or yours):
        return kind
    if not mine or not yours or ("any" in mine | yours and {"none"} not in (mine, yours)):
        return kind * _GENERAL
    return kind * (_OWN if own[0] in mine and own[1] in yours else _OTHER)


def align(found: Likeness) -> list[Link]:
    whole = found.whole
    if not whole.size:
        return []
    best_left, best_right = whole.max(axis=1), whole.max(axis=0)
    plausible = (whole >= LEAST) & ((whole >= _NEAR * best_left[:, None]) | (whole >= _NEAR * best_right[None, :]))
    score = np.where(plausible, whole**2, 0)
    chosen = {
        (int(i), int(j)) for i, j in zip(*linear_sum_assignment(score, maximize=True), strict=True) if score[i, j]
    }
    for i, j in enumerate(whole.argmax(axis=1)):
        if best_left[i] >= LEAST_SHARED:
            chosen = {
                (a, b)
                for a, b in chosen
                if a != i or whole[a, b] >= _NEAR * best_left[i] or whole[a, b] == best_right[b]
            }
            chosen.add((i, int(j)))
    taken = {j for _, j in chosen}
    for j, i in enumerate(whole.argmax(axis=0)):
        if j not in taken and best_right[j] >= LEAST_TAKEN:
            chosen.add((int(i), j))
    return [Link(i, j, float(whole[i, j]), 0.0, float(found.text[i, j])) for i, j in sorted(chosen)]
