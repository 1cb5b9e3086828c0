"""Questions that go on from the one before: 那县级呢？, what about the counties, 它什么时候施行."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, Literal

from queries import phrasebook
from queries.answer import Session
from queries.asking import goes_on
from queries.reading import Party, Reading
from queries.types import Answer

_GOVERNING: Final = {"party-committee", "government"}


class Conversation:
    """A session that remembers how the last question was read, so that the next one may leave out what is the same."""

    def __init__(self, session: Session) -> None:
        """Begin without any question."""
        self._session: Final = session
        self._last: Reading | None = None

    def ask(self, question: str, lang: Literal["zh", "en"] | None = None) -> Answer:
        """Answer a question, in the light of the one before where it goes on from it. Raises QuestionError."""
        return self._session.reply(self.read(question), lang)

    def read(self, question: str) -> Reading:
        """Return how a question is read in the light of the one before, and remember it. Raises QuestionError."""
        own = self._session.read(question)
        self._last = follow(self._last, own) if self._last and goes_on(own) else own
        return self._last


def follow(before: Reading, own: Reading) -> Reading:
    """Return how a question is read that goes on from another: what it names replaces, the rest stays.

    A question that asks for something of its own (它什么时候施行) keeps only documents, bearer and matter.
    """
    old, new = before.slots, own.slots
    asks_itself = bool(own.asks or new.provision or (new.kind and not new.role)) or own.intent in _document_intents()
    bearer = _bearer(before.bearer, own.bearer)
    keeps_words = not own.words and own.intent not in _document_intents()
    slots = replace(
        new,
        document=new.document or (() if own.unknown_documents else old.document),
        region=new.region or old.region,
        level=bearer.levels if bearer else (),
        actor=bearer.types if bearer else (),
        position=bearer.positions if bearer else (),
        role=new.role or (() if asks_itself else old.role),
        kind=new.kind or (() if asks_itself else old.kind),
        matter=new.matter or (old.matter if keeps_words else ()),
        measure=new.measure or (old.measure if keeps_words else ()),
        time=new.time or (() if asks_itself else old.time),
    )
    return replace(
        own,
        text=own.text if asks_itself else f"{own.text} {before.text}",
        slots=slots,
        intent=own.intent if asks_itself or new.role else before.intent,
        asks=own.asks or (frozenset() if asks_itself else before.asks),
        bearer=bearer,
        words=before.words if keeps_words and not new.provision else own.words,
    )


def _bearer(before: Party | None, own: Party | None) -> Party | None:
    """Return who is asked about: what is named anew, and of the party before what fits it."""
    if own is None or before is None:
        return own or before
    if own.names or (set(own.types) - _GOVERNING):
        return own  # another body: neither level nor office of the one before is meant
    return Party(
        own.text,
        levels=own.levels or before.levels,
        types=own.types or before.types,
        positions=own.positions or before.positions,
    )


def _document_intents() -> frozenset[str]:
    return frozenset(cue.intent for cue in phrasebook.cues().document)
