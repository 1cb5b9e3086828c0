"""Reads a question: what is asked, of which documents, levels, actors, roles and matters, and in which other words.

Accepted forms are the cues of `intents.yaml`, the vocabulary's terms, the names of the loaded documents and of the
actors in their norms, and the words of `words.yaml`; what remains is looked for in the texts as it stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from extract.types import Lexicon
from queries import asking
from queries.amend import amend
from queries.catalogue import Catalogue
from queries.content import read_words, with_alike
from queries.known import Known
from queries.parties import Mention, read_mentions, read_parties
from queries.question import Question
from queries.reading import Reading
from queries.scope import read_scope
from queries.spelling import Spelling
from queries.types import Slots

_TELLING: Final = 0.6
_OF_DOCUMENTS_ONLY: Final = {"interpreter", "count", "title", "number", "missing"}


class Understanding:
    """Question understanding over one vocabulary and one loaded graph."""

    def __init__(self, lexicon: Lexicon, catalogue: Catalogue) -> None:
        """Compile the vocabulary and the names that the graph brings."""
        self._known: Final = Known(lexicon, catalogue)
        self._spelling: Final = Spelling(self._known)
        self._titles: Final = tuple(name for name, _ in self._known.titles if not name.isascii())
        self._document_intents: Final = {cue.intent for cue in self._known.cues.document}

    def read(self, asked: str) -> Reading:
        """Read a question. Raises QuestionError for an empty or overlong one."""
        reading = self._read(asked, about_document=True)
        if reading.intent in self._document_intents and self._is_of_something_else(reading):
            return self._read(asked, about_document=False)
        return reading

    def _is_of_something_else(self, reading: Reading) -> bool:
        """Return whether what seems to be asked of a document is asked of another thing: 谁制定考核方案.

        Words of a named document's own title name nothing else.
        """
        titles = [name for document in reading.slots.document for name in self._known.catalogue.by_id[document].names]
        telling = [
            word
            for word in reading.words
            if word.known
            and word.share >= _TELLING
            and not any(form in title for form in word.forms for title in titles)
        ]
        return bool(telling) and not (titles and reading.intent in _OF_DOCUMENTS_ONLY)

    def amend(self, reading: Reading, changes: Mapping[str, tuple[str, ...]]) -> Reading:
        """Return a reading with other values in some slots; see `queries.amend`."""
        return amend(reading, changes, self._known)

    def in_other_words(self, reading: Reading) -> Reading:
        """Return the reading with words of the texts that a dictionary gives a meaning in common with its words."""
        return replace(reading, words=with_alike(reading.words, self._known))

    def _read(self, asked: str, about_document: bool) -> Reading:
        question, known = Question(asked, self._spelling, self._titles), self._known
        scope = read_scope(question, known)
        times = asking.read_times(question, known)
        off_topic = asking.off_topic(question, known)
        roles = asking.read_roles(question, known)
        document_intent = asking.read_document_intent(question, known) if about_document and not roles else ""
        asks = asking.read_asks(question, known)
        kinds = asking.read_kinds(question, known)
        mentions = read_mentions(question, known)
        bearer, objects = read_parties(question, known, mentions, asks, roles)
        said = [mention for mention in mentions if not _inside(mention, kinds.open_spans)]
        after = question.text[bearer.end :] if bearer else ""
        kinds = asking.settle_kinds(question, kinds, roles, asks, after, bool(_concepts(said, "measure")))
        party = bearer.party if bearer else None
        slots = Slots(
            document=scope.documents,
            region=scope.regions,
            level=party.levels if party else (),
            actor=party.types if party else (),
            position=party.positions if party else (),
            role=roles,
            kind=kinds.kinds,
            matter=_concepts(said, "matter"),
            measure=_concepts(said, "measure"),
            time=times,
            provision=scope.provisions,
        )
        return Reading(
            question=asked,
            text=question.text,
            language=question.language,
            intent=document_intent or _intent(frozenset(asks), kinds.intents, slots),
            slots=slots,
            asks=frozenset(asks),
            bearer=party,
            words=read_words(question, known, said, bearer, objects, kinds.spans),
            unknown_documents=scope.unknown,
            off_topic=off_topic,
            corrections=question.corrections,
        )


def _inside(mention: Mention, spans: tuple[tuple[int, int], ...]) -> bool:
    """Return whether a matter or measure stands inside a cue that asks for it (有什么奖励)."""
    return mention.scheme in ("matter", "measure") and any(
        start <= mention.start and mention.end <= end for start, end in spans
    )


def _concepts(mentions: list[Mention], scheme: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(c for mention in mentions if mention.scheme == scheme for c in mention.concepts))


def _intent(asks: frozenset[str], kinds: tuple[str, ...], slots: Slots) -> str:
    """Return the name of what is asked, the most telling part first."""
    if "compare" in asks:
        return "compare"
    if slots.provision and not (asks & {"quantity", "time"} or slots.role):
        return "provision"
    if "whether" in asks:
        return "gap"
    if asks & {"which", "where"}:
        return "which"
    for name in ("quantity", "time"):
        if name in asks:
            return name
    if kinds:
        return kinds[0]
    return "responsibility" if "who" in asks else "duty"
