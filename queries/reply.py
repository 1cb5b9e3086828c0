"""What one way of answering yields, before it becomes an Answer."""

from __future__ import annotations

from dataclasses import dataclass

from queries.types import Citation, Reason, Step


@dataclass(frozen=True, slots=True)
class Reply:
    """The text with its proof; with a reason it is a refusal."""

    text: str
    reason: Reason | None = None
    actors: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    sparql: tuple[str, ...] = ()
    relaxed: tuple[Step, ...] = ()
    suggestions: tuple[str, ...] = ()
