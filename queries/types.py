"""What a question becomes, as values: slots, interpretation, citation, answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Reason = Literal[
    "not_stated", "document_not_loaded", "no_such_provision", "out_of_scope", "not_understood", "ambiguous"
]

Step = Literal["role", "matter", "level", "kind", "words", "time", "quantity", "text"]
"""What was widened: the slot that gave way; `words` by what comes nearest in sense; a `time` or `quantity` that the
provision lacks; `text` by the letters alone, which never answers."""


@dataclass(frozen=True, slots=True)
class Slots:
    """What was read from a question; every field is a tuple of notations or ids, empty where unsaid."""

    document: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    level: tuple[str, ...] = ()
    actor: tuple[str, ...] = ()
    position: tuple[str, ...] = ()
    role: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    matter: tuple[str, ...] = ()
    measure: tuple[str, ...] = ()
    time: tuple[str, ...] = ()
    provision: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Interpretation:
    """How a question was read: one readable line, the intent, the slots, what was widened, and what was mended.

    `corrected` are slips of the pen as (what was asked, what it was read as).
    """

    text: str
    intent: str
    slots: Slots
    relaxed: tuple[Step, ...] = ()
    corrected: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """The exact words that prove an answer: `text[start:end] == quote` of the document."""

    document: str
    provision: str
    item: str
    quote: str
    start: int
    end: int
    frame: str
    primary: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer with its proof, or a refusal with a typed reason; `to_json` gives docs/contract.md's form."""

    question: str
    language: Literal["zh", "en"]
    status: Literal["answered", "refused"]
    reason: Reason | None
    interpretation: Interpretation
    answer: str
    actors: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    sparql: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    milliseconds: int = 0

    def to_json(self) -> dict[str, Any]:
        """Return the answer as the dictionary that `ask --json` prints."""
        slots = {name: list(getattr(self.interpretation.slots, name)) for name in Slots.__slots__}
        return {
            "question": self.question,
            "language": self.language,
            "status": self.status,
            "reason": self.reason,
            "interpretation": {
                "text": self.interpretation.text,
                "intent": self.interpretation.intent,
                "slots": {
                    name: value
                    for name, value in slots.items()
                    if value or name in ("level", "matter", "role", "document")
                },
                "relaxed": list(self.interpretation.relaxed),
                "corrected": [list(pair) for pair in self.interpretation.corrected],
            },
            "answer": self.answer,
            "actors": list(self.actors),
            "citations": [
                {name: getattr(citation, name) for name in Citation.__slots__} for citation in self.citations
            ],
            "sparql": list(self.sparql),
            "suggestions": list(self.suggestions),
            "milliseconds": self.milliseconds,
        }
