"""Gathers what rules derive from each frame into few lines: one for what is said of the same thing by the same rule."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from extract.types import Frame
from ontology.namespace import frame_iri
from ontology.types import Inference, Named

_NUMBER: Final = re.compile(r"[0-9]+")


@dataclass(frozen=True, slots=True)
class Derived:
    """Statements that a rule derived from one frame, joined where they share subject or object.

    `premises` are the norms and documents of all of them.
    """

    rule: str
    subjects: tuple[Named, ...]
    predicate: Named
    objects: tuple[Named, ...]
    premises: tuple[Named, ...]


def derived_from(frames: Iterable[Frame], inferences: Iterable[Inference]) -> dict[str, tuple[Derived, ...]]:
    """Return by frame id what follows from the frame, that is, has it among its premises."""
    by_premise: dict[str, list[Inference]] = {}
    for one in inferences:
        for premise in one.premises:
            by_premise.setdefault(premise.iri, []).append(one)
    return {frame.id: tuple(_joined(_node(frame), by_premise.get(_node(frame), ()))) for frame in frames}


def _node(frame: Frame) -> str:
    return frame_iri(frame.document, frame.id)


def _joined(node: str, inferences: Iterable[Inference]) -> Iterable[Derived]:
    """Join what is said of the frame itself by its objects, and all else by its subjects."""

    def key(one: Inference) -> tuple[str, str, str]:
        return one.rule, one.predicate.iri, one.subject.iri if one.subject.iri == node else one.object.iri

    for (rule, _, _), group in groupby(sorted(inferences, key=lambda one: (key(one), one.iri)), key):
        joined = list(group)
        yield Derived(
            rule,
            _each(one.subject for one in joined),
            joined[0].predicate,
            _each(one.object for one in joined),
            _each(premise for one in joined for premise in one.premises),
        )


def _each(named: Iterable[Named]) -> tuple[Named, ...]:
    """Return nodes once each, numbers in their IRIs in the order of numbers: art_4 before art_16."""
    nodes = {one.iri: one for one in named}
    return tuple(nodes[iri] for iri in sorted(nodes, key=_order))


def _order(iri: str) -> tuple[str, list[int], str]:
    return _NUMBER.sub("#", iri), [int(number) for number in _NUMBER.findall(iri)], iri
