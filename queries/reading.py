"""What was read from a question, as values: parties, words, and the whole reading."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from queries.spelling import Correction
from queries.types import Slots


@dataclass(frozen=True, slots=True)
class Party:
    """A body or office that a question names, or several together (县区党委、政府主要负责人).

    `levels`, `types` and `positions` are notations; `names` are names of actors in the graph that the words are.
    """

    text: str
    levels: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    positions: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Word:
    """Words of the question that are to be found in a provision, in any of these forms of the texts.

    `matter` is the concept that the words name, if any; `known` says whether any form stands in the texts.
    `share` is how much a word of its kind tells, 1 for a noun; `alike` are words of the texts with a like meaning.
    """

    asked: str
    forms: tuple[str, ...]
    matter: str = ""
    known: bool = True
    share: float = 1.0
    alike: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """How a question is read.

    `asks` are the parts of a norm that are asked for (the names of `ask` in intents.yaml). `bearer` is who is bound,
    `words` all else that a provision has to say. `unknown_documents` are documents and regions that are not loaded.
    `corrections` are slips of the pen, with what they were read as.
    """

    question: str
    text: str
    language: Literal["zh", "en"]
    intent: str
    slots: Slots
    asks: frozenset[str] = frozenset()
    bearer: Party | None = None
    words: tuple[Word, ...] = ()
    unknown_documents: tuple[str, ...] = ()
    off_topic: bool = False
    corrections: tuple[Correction, ...] = ()

    @property
    def named_documents(self) -> bool:
        """Whether the question names documents or regions that are loaded."""
        return bool(self.slots.document)

    @property
    def empty(self) -> bool:
        """Whether nothing was read that a provision could be found by."""
        slots = self.slots
        found = (self.words, self.bearer, slots.role, slots.matter, slots.measure, slots.provision, slots.time)
        return not any(found)
