"""Aligns the provisions of two documents: which regulate the same thing, for the same or the corresponding level."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
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
LEAST_TAKEN: Final = 0.4
"""The likeness from which a provision of 乙 that is still alone is joined to one that has a counterpart already."""

# Likeness is made of three kinds of evidence, each from 0 to 1, any of which may be enough: words, matters, bearers.
# Cosines become evidence by c² / (c² + half²), where `half` is the cosine at which the two are half sure.
_HALF_WORDS: Final = (0.08, 0.2)  # between these: the median of what the provisions of 甲 reach with their best
_HALF_MATTERS: Final = 0.3
_HALF_BEARERS: Final = 0.5
# Matters and bearers count in full where words attest them with this share of `half`; where none do, the less the
# more wording the documents have in common.
_ATTESTED: Final = 0.7
_UNATTESTED: Final = 0.05
# What a bag of few features lacks to be sure.
_FEW_MATTERS: Final = 10.0
_FEW_BEARERS: Final = 4.0
_FEW_WORDS: Final = 10.0
_ONE_SIDED: Final = 0.2  # the share of the cosine of matters in which only the provision with fewer must be covered
_CLAUSES: Final = 0.5  # the weight of the best likeness of single clauses beside that of the whole words
_SETTING: Final = 0.3  # the weight of the heading or lead-in that a provision stands under
_NAMED, _BROADER = 0.6, 0.3  # of matters, beside those of norms, which weigh 1
_ROLE, _LEVEL, _TYPE, _MEASURE, _CONSEQUENCE = 0.8, 0.8, 0.6, 0.5, 0.4
_SOLE_SANCTION: Final = 0.4  # the evidence that two provisions are the only ones with sanctions
_GRAMS: Final = (2, 3)

# What remains of likeness where provisions do not go together.
_GENERAL: Final = 0.9  # a level against 各级, or against none that is named
_VILLAGE: Final = 0.7  # villages against 各级 or 地方, which binds levels of government
_OWN: Final = 0.8  # what each document binds at its own level: 市直单位 there, 中央和国家机关 here
_OTHER: Final = 0.4  # different levels
_SANCTION: Final = 0.5  # sanctions against tasks
_LISTS: Final = 0.6  # items of lists whose lead-ins have nothing in common, where others have
_FAINT: Final = 0.02  # a cosine that may be chance
_FORMAL: Final = 0.6  # the least likeness of two provisions that are formal in the same way
_NEAR: Final = 0.75  # a counterpart this near to the best one is as good

_CONSEQUENCES: Final = frozenset({"sanction", "reward", "criterion"})


def likeness(
    left: Sequence[Passage], right: Sequence[Passage], lexicon: Lexicon, subjects: frozenset[str], own: tuple[str, str]
) -> Matrix:
    """Return how alike the provisions of two documents are, `matrix[i, j]` from 0 to 1.

    Words are compared by pairs and triples of characters, rare ones counting more (TF-IDF over both documents), of the
    whole provision and clause by clause; matters with their hierarchy, measures, roles and bearers by how rare they
    are. `subjects` are what the documents as a whole are about and tell nothing; `own` are their jurisdictions.
    Provisions about the document itself are alike only where they are so in the same way.
    """
    if not left or not right:
        return np.zeros((len(left), len(right)))
    bags = [[_words(passage) for passage in side] for side in (left, right)]
    words = (1 - _CLAUSES) * _cosine(*bags) + _CLAUSES * _covered(left, right)
    half = float(np.clip(np.median(words.max(axis=1)), *_HALF_WORDS))
    attested = np.minimum(1, words / (_ATTESTED * half))
    unattested = min(1.0, (_UNATTESTED / half) ** 2)
    bags = [[_matters(passage, lexicon, subjects) for passage in side] for side in (left, right)]
    matters = _evidence(_cosine(*bags, few=_FEW_MATTERS, one_sided=_ONE_SIDED), _HALF_MATTERS)
    bags = [[_bearers(passage) for passage in side] for side in (left, right)]
    bearers = _evidence(_cosine(*bags, few=_FEW_BEARERS), _HALF_BEARERS)
    doubt = (1 - _evidence(words, half)) * (1 - matters * (unattested + (1 - unattested) * attested))
    doubt *= (1 - bearers * attested) * (1 - _sole_sanctions(left, right))
    doubt = 1 - (1 - doubt) * _same_list(left, right)
    fit = np.array([[_fit(one, other, own) for other in right] for one in left])
    formal = np.array([[one.formal == other.formal for other in right] for one in left])
    both_formal = np.array([[bool(one.formal and other.formal) for other in right] for one in left])
    whole = np.where(both_formal, _FORMAL + (1 - _FORMAL) * _evidence(words, half), (1 - doubt) * fit)
    return np.asarray(np.where(formal, whole, 0))


def align(alike: Matrix) -> list[tuple[int, int]]:
    """Return the counterparts, pairs of numbers of provisions in their order.

    First the assignment of the greatest total of squared likeness, one to one, among pairs of at least LEAST that are
    near the best choice of either. Then one provision may serve several: each of 甲 is given its best counterpart,
    beside the assigned one only where that is near it, and each of 乙 that is still without is joined to its best
    from LEAST_TAKEN on.
    """
    if not alike.size:
        return []
    best, best_right = alike.max(axis=1), alike.max(axis=0)
    near = (alike >= _NEAR * best[:, None]) | (alike >= _NEAR * best_right[None, :])
    score = np.where((alike >= LEAST) & near, alike**2, 0)
    chosen = {
        (int(i), int(j)) for i, j in zip(*linear_sum_assignment(score, maximize=True), strict=True) if score[i, j]
    }
    for i, j in enumerate(map(int, alike.argmax(axis=1))):
        if best[i] >= LEAST:
            chosen = {(a, b) for a, b in chosen if a != i or alike[a, b] >= min(_NEAR * best[i], best_right[b])}
            chosen.add((i, j))
    taken = {j for _, j in chosen}
    for j, i in enumerate(map(int, alike.argmax(axis=0))):
        if j not in taken and best_right[j] >= LEAST_TAKEN:
            chosen.add((i, j))
    return sorted(chosen)


def _evidence(cosine: Matrix, half: float) -> Matrix:
    return np.asarray(cosine**2 / (cosine**2 + half**2))


def _words(passage: Passage) -> Bag:
    found = dict(_counted(passage.plain))
    for gram in _grams(passage.setting):
        found[gram] = found.get(gram, 0) + _SETTING
    return found


def _counted(text: str) -> Bag:
    return {gram: 1 + log(count) for gram, count in Counter(_grams(text)).items()}


def _grams(text: str) -> Iterable[str]:
    return (text[place : place + size] for size in _GRAMS for place in range(len(text) - size + 1))


def _matters(passage: Passage, lexicon: Lexicon, subjects: frozenset[str]) -> Bag:
    found = dict.fromkeys(passage.matters, _NAMED)
    for matter in passage.matters - subjects:
        for broader in lexicon.ancestors("matter", matter):
            found.setdefault(broader, _BROADER)
    found.update((matter, 1.0) for norm in passage.norms for matter in norm.matters | norm.mentions)
    return {matter: weight for matter, weight in found.items() if matter not in subjects}


def _bearers(passage: Passage) -> Bag:
    """Return who bears what: levels, types of actors, roles at their levels, and kinds of consequences."""
    found = {f"level {level}": _LEVEL for level in passage.levels}
    for norm in passage.norms:
        if norm.role not in ("", "other"):
            found.update((f"role {norm.role} {party.level}", _ROLE) for party in norm.parties)
        if norm.kind in _CONSEQUENCES:
            found[f"kind {norm.kind}"] = _CONSEQUENCE
        found.update((f"type {name}", _TYPE) for party in norm.parties for name in party.types)
        found.update((f"measure {measure}", _MEASURE) for measure in norm.measures)
    return found


def _cosine(left: Sequence[Bag], right: Sequence[Bag], *, few: float = 0.0, one_sided: float = 0.0) -> Matrix:
    """Return the cosines of bags, each feature weighed by how few bags of both sides have it.

    `few` makes bags of few features less sure; of the share `one_sided` only the smaller bag must be covered.
    """
    bags = [*left, *right]
    spread = Counter(name for bag in bags for name in bag)
    column = {name: place for place, name in enumerate(spread)}
    rare = np.array([log(1 + len(bags) / count) - log(2) for count in spread.values()])
    rows = np.array([row for row, bag in enumerate(bags) for _ in bag], dtype=int)
    columns = np.array([column[name] for bag in bags for name in bag], dtype=int)
    values = np.array([weight for bag in bags for weight in bag.values()]) * rare[columns]
    matrix = csr_matrix((values, (rows, columns)), shape=(len(bags), max(1, len(column))))
    squares = np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel() + few
    squares[squares == 0] = 1
    ours, theirs = squares[: len(left)], squares[len(left) :]
    products = (matrix[: len(left)] @ matrix[len(left) :].T).toarray()
    mutual = products / np.sqrt(np.outer(ours, theirs))
    return np.asarray((1 - one_sided) * mutual + one_sided * products / np.minimum.outer(ours, theirs))


def _covered(left: Sequence[Passage], right: Sequence[Passage]) -> Matrix:
    """Return how well the clauses of one provision find their like in the other, of the two ways the better one."""
    ours, theirs = ([clause for passage in side for clause in passage.clauses] for side in (left, right))
    alike = _cosine([_counted(clause) for clause in ours], [_counted(clause) for clause in theirs], few=_FEW_WORDS)
    starts, ends = (np.cumsum([0, *(len(passage.clauses) for passage in side[:-1])]) for side in (left, right))
    mine, yours = (np.array([len(clause) for clause in side], dtype=float) for side in (ours, theirs))
    best = np.maximum.reduceat(alike, ends, axis=1) * mine[:, None]
    there = np.add.reduceat(best, starts, axis=0) / np.add.reduceat(mine, starts)[:, None]
    best = np.maximum.reduceat(alike, starts, axis=0) * yours[None, :]
    back = np.add.reduceat(best, ends, axis=1) / np.add.reduceat(yours, ends)[None, :]
    return np.asarray(np.maximum(there, back))


def _same_list(left: Sequence[Passage], right: Sequence[Passage]) -> Matrix:
    """Return what remains of the likeness of two items where their lead-ins are liker to other lead-ins, else 1."""
    leads = _cosine(*([_counted(passage.setting) for passage in side] for side in (left, right)))
    items = np.outer(*(np.array([passage.listed for passage in side]) for side in (left, right)))
    leads = np.where(items, leads, 0)
    best = np.minimum(leads.max(axis=1)[:, None], leads.max(axis=0)[None, :])
    return np.where(items, _LISTS + (1 - _LISTS) * np.minimum(1, leads / np.maximum(best, _FAINT)), 1.0)


def _sole_sanctions(left: Sequence[Passage], right: Sequence[Passage]) -> Matrix:
    """Return how much it tells that two provisions are sanctions: the more, the fewer the documents have."""
    sides = [np.array([passage.sanctions == 1 for passage in side], dtype=float) for side in (left, right)]
    return np.asarray(np.outer(*sides) * _SOLE_SANCTION / max(1.0, min(side.sum() for side in sides)))


def _fit(left: Passage, right: Passage, own: tuple[str, str]) -> float:
    """Return how well the levels and the kinds of norm of two provisions go together, from 0 to 1."""
    apart = abs(left.sanctions - right.sanctions) if left.norms and right.norms else 0.0
    kind = 1 - (1 - _SANCTION) * apart if not (left.sanctions and right.sanctions) else 1.0
    mine, yours = left.levels, right.levels
    if mine & yours or not (mine or yours):
        return kind
    if {"any"} in (mine, yours) and {"village"} in (mine, yours):
        return kind * _VILLAGE
    if not mine or not yours or ("any" in mine | yours and {"none"} not in (mine, yours)):
        return kind * _GENERAL
    return kind * (_OWN if own[0] in mine and own[1] in yours else _OTHER)
