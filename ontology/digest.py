"""Reads the facts of a digest as frames without words."""

from __future__ import annotations

from typing import cast

from corpus.types import Digest, Fact
from extract.types import KINDS, Actor, Evidence, Frame, Kind, Matter, Role
from ontology.concepts import Concepts


def is_norm(fact: Fact) -> bool:
    """Say whether a fact is of a kind that frames have; goal and meta are not."""
    return fact.kind in KINDS


def frames_of(digest: Digest, concepts: Concepts) -> tuple[Frame, ...]:
    """Return the norms of a digest as frames `{document}/digest/{kind}-{n}` of status "digest"."""
    numbers: dict[str, int] = {}
    frames = []
    for fact in digest.facts:
        if is_norm(fact):
            numbers[fact.kind] = numbers.get(fact.kind, 0) + 1
            frames.append(_frame(digest.metadata.id, fact, numbers[fact.kind], concepts))
    return tuple(frames)


def _frame(document: str, fact: Fact, number: int, concepts: Concepts) -> Frame:
    return Frame(
        id=f"{document}/digest/{fact.kind}-{number}",
        document=document,
        provision=fact.article,
        item="",
        key="digest",
        article="",
        kind=cast(Kind, fact.kind),
        role=cast(Role, fact.role),
        start=0,
        end=0,
        quote="",
        spans=(),
        actors=tuple(_actor(name, fact.level, concepts) for name in fact.actors),
        matter=Matter(fact.matter, "", 0, 0, concepts.named("matter", fact.matter)) if fact.matter else None,
        recipients=_unproved(fact.recipients),
        time=_unproved((fact.time,) if fact.time else ()),
        conduct=_unproved(fact.conduct),
        targets=_unproved(fact.targets),
        measures=_unproved(fact.measures),
        enforcers=_unproved(fact.actors if fact.kind in ("sanction", "reward") else ()),
        gist=fact.gist,
        rule="digest",
        status="digest",
    )


def _actor(name: str, level: str, concepts: Concepts) -> Actor:
    """Type an actor by how its name ends: a position last, before it the kind of body."""
    body, positions = concepts.at_end("position", name)
    _, types = concepts.at_end("actor", body)
    return Actor(name, level, "", 0, 0, types=types, position=positions[0] if positions else "")


def _unproved(values: tuple[str, ...]) -> tuple[Evidence, ...]:
    return tuple(Evidence(value, "", 0, 0) for value in values)
