"""Answers a question from the graph: reads it, looks from exact to wide, and says what was found, or refuses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from time import perf_counter
from typing import Final, Literal

from extract.types import Lexicon
from queries.asking import is_elliptic
from queries.catalogue import Catalogue, ProvisionText
from queries.facts import Facts
from queries.frames import Norm, Norms
from queries.graph import Graph
from queries.provisions import Provisions
from queries.reading import Party, Reading, Word
from queries.reply import Reply
from queries.search import Search
from queries.types import Answer, Citation, Interpretation, Reason, Step
from queries.understand import Understanding
from queries.widen import Finding, Outcome, Widening
from queries.wording import Wording

_SUGGESTIONS: Final = 3
_COUNTS: Final = re.compile(
    r"(?:有|共)(?:多少|几)(?:个|名|家|户|位|人|所|座|条)(?!章|条)"
    r"|\bhow many .{1,40}\b(?:(?:are|is|were) (?:there|in)|live in)\b",
    re.IGNORECASE,
)
_IN_OFFICE: Final = re.compile(
    r"现任|(?:书记|长|主任|主席|负责人)(?:现在)?(?:的?名字)?(?:叫什么|姓什么|叫啥|姓啥)"
    r"|\b(?:who (?:is|was)|names? of) (?:the|its) (?:current|present|incumbent|new|former)\b",
    re.IGNORECASE,
)
_STATISTICS: Final = re.compile(
    r"(?:去年|前年|上个月|上半年|今年以来|截至|迄今).*(?:多少|几)|\bhow many\b.*\b(?:last year|so far)\b", re.IGNORECASE
)
_ORDERED: Final = re.compile(
    r"应|要|须|必须|需|不得|可以|至少|最多|不少于|不超过|规定|安排|\b(?:must|shall|should|may|required)\b"
)


def answer(question: str, graph: Graph, lexicon: Lexicon, lang: Literal["zh", "en"] | None = None) -> Answer:
    """Answer one question; use a Session for more than one.

    Takes the question in Chinese or English, a store (see `queries.graph.Graph`), the vocabulary, and the language of
    the answer, by default the question's. Raises QuestionError for a question that is empty or too long; everything
    else that cannot be answered is a refusal with a reason.
    """
    return Session(graph, lexicon).ask(question, lang)


class Session:
    """A graph and a vocabulary, loaded once for any number of questions."""

    def __init__(self, graph: Graph, lexicon: Lexicon) -> None:
        """Read from the graph what understanding needs: documents, names of actors, concepts in use."""
        self.catalogue: Final = Catalogue(graph)
        self._understanding: Final = Understanding(lexicon, self.catalogue)
        norms = Norms(graph, lexicon, self.catalogue)
        self._search: Final = Search(self.catalogue, graph)
        self._widening: Final = Widening(lexicon, self.catalogue, norms, self._search)
        self._lexicon: Final = lexicon
        self._facts: Final = Facts(graph, self.catalogue)
        self._provisions: Final = Provisions(graph, self.catalogue, norms)

    @lru_cache(maxsize=2)  # noqa: B019  (the two languages)
    def _wording(self, language: Literal["zh", "en"]) -> Wording:
        return Wording(language, self._lexicon, self.catalogue)

    def warm(self) -> None:
        """Load the dictionaries and make the indexes that the first question would else wait for."""
        self.read("责任")
        self.catalogue.stands("")
        self._search.nearest("责任", count=1)

    def read(self, question: str) -> Reading:
        """Return how a question is read, without answering it. Raises QuestionError."""
        return self._understanding.read(question)

    def amend(self, reading: Reading, changes: Mapping[str, tuple[str, ...]]) -> Reading:
        """Return a reading with other values in some slots (see `queries.amend.SLOTS`), to be answered by `reply`."""
        return self._understanding.amend(reading, changes)

    def ask(self, question: str, lang: Literal["zh", "en"] | None = None) -> Answer:
        """Answer a question; see `answer`."""
        return self.reply(self.read(question), lang)

    def title(self, document: str, lang: Literal["zh", "en"]) -> str:
        """Return the short title of a document, in English where it has one."""
        return self._wording(lang).title(document)

    def reply(self, reading: Reading, lang: Literal["zh", "en"] | None = None) -> Answer:
        """Answer a question that was read, as it stands or changed."""
        began = perf_counter()
        language = lang or reading.language
        reply = _Answering(self, reading, self._wording(language)).reply()
        return Answer(
            question=reading.question,
            language=language,
            status="refused" if reply.reason else "answered",
            reason=reply.reason,
            interpretation=Interpretation(
                self._wording(language).interpretation(reading),
                reading.intent,
                reading.slots,
                reply.relaxed,
                reading.corrections,
            ),
            answer=reply.text.strip(),
            actors=reply.actors,
            citations=reply.citations,
            sparql=reply.sparql,
            suggestions=reply.suggestions,
            milliseconds=round((perf_counter() - began) * 1000),
        )


class _Answering:
    """The answer to one reading in one language."""

    def __init__(self, session: Session, reading: Reading, wording: Wording) -> None:
        self.catalogue = session.catalogue
        self.widening = session._widening
        self.other_words = session._understanding.in_other_words
        self.search = session._search
        self.facts = session._facts
        self.provisions = session._provisions
        self.reading = reading
        self.wording = wording
        self.say = wording.say

    def reply(self) -> Reply:
        reading = self.reading
        if is_elliptic(reading):
            return self._which_question()
        if _IN_OFFICE.search(reading.text):
            return self._refuse("out_of_scope", self.say["refused"]["out_of_scope"])
        if reading.unknown_documents and not (reading.named_documents and "compare" in reading.asks):
            return self._not_loaded()
        if reading.off_topic and not (reading.named_documents and any(_tells(word) for word in reading.words)):
            return self._refuse("out_of_scope", self.say["refused"]["out_of_scope"])
        if reading.intent in self.facts.intents:
            return self._document_facts()
        if reading.slots.provision:
            return self._provision()
        if self._asks_for_a_person():
            return self._refuse("out_of_scope", self.say["refused"]["out_of_scope"])
        if reading.words and not any(word.known for word in reading.words) and self._nothing_else():
            if not any(word.forms for word in reading.words):
                return self._not_understood()
            return self._refuse("out_of_scope", self.say["refused"]["out_of_scope"])
        if reading.empty and not (reading.named_documents and reading.slots.kind):
            return self._not_understood()
        if reading.intent == "compare" and (len(reading.slots.document) != 1 or len(reading.slots.level) > 1):
            return self._compare()
        return self._norms(self._found(reading))

    def _found(self, reading: Reading) -> Outcome:
        """Return what is found by the question's words, else by words with a like meaning."""
        if "definition" in reading.asks:
            defined = self.widening.near(reading)
            if defined.parts:
                return replace(defined, exact=defined.parts[0].norms, parts=())
        plain = self.widening.find(reading)
        if self._counts_things():
            return replace(plain, exact=(), parts=())
        if plain.exact or (plain.parts and reading.slots.role):
            return self._true(plain, reading)
        other_words = self.other_words(reading)
        other = self.widening.find(other_words)
        if other.exact:
            return self._true(other, other_words)
        near = self.widening.near(other_words)
        if set(plain.relaxed) & {"time", "quantity"} and not self.widening.tells(near, reading.asks):
            return plain
        return near if near.parts else plain if plain.parts else other

    def _true(self, outcome: Outcome, reading: Reading) -> Outcome:
        """Return what was found; of what is asked to be true or not, only what has all of it is said to be so."""
        if "whether" not in reading.asks or not outcome.exact or self.widening.says_all(outcome.exact, reading):
            return outcome
        return replace(outcome, exact=(), parts=(Finding(outcome.exact, ("words",)),))

    def _asks_for_a_person(self) -> bool:
        """Return whether somebody's name is asked for (宿州市委书记是谁), which no provision tells."""
        reading = self.reading
        return (
            "who" in reading.asks
            and bool(reading.slots.position)
            and not (reading.slots.role or reading.slots.kind or reading.slots.matter or reading.words)
        )

    def _counts_things(self) -> bool:
        """Return whether the question counts things in the world (有多少个贫困县), which no norm tells."""
        reading = self.reading
        return (
            "quantity" in reading.asks
            and not reading.bearer
            and bool(_COUNTS.search(reading.text) or _STATISTICS.search(reading.text))
            and not _ORDERED.search(reading.text)
        )

    def _nothing_else(self) -> bool:
        slots = self.reading.slots
        return not (slots.document or slots.role or slots.matter or slots.measure or slots.time or self.reading.bearer)

    def _norms(self, outcome: Outcome) -> Reply:
        reading, say = self.reading, self.say
        if outcome.exact:
            return self._told(outcome)
        if outcome.parts:
            return self._widened(outcome)
        asked = self.wording.asked(reading)
        named = reading.slots.document
        # Terms of the vocabulary have more forms than one; that no text has any of them is an answer in itself.
        unknown = [word.asked for word in reading.words if not word.known and len(word.forms) < 2]
        if unknown and not reading.slots.role:
            key = "not_stated_words_in" if named else "not_stated_words"
            text = say["refused"][key].format(documents=self.wording.titles(named), words=say["list"].join(unknown))
        else:
            text = (say["gap"] if named else say["gap_any"]).format(documents=self.wording.titles(named), asked=asked)
        actors = self._actors(outcome.nearest)
        if outcome.nearest:
            text += say["provided"].format(sentences=self.wording.norms(outcome.nearest, actors, reading.asks))
        slots = reading.slots
        if (
            "whether" in reading.asks
            and not unknown
            and (slots.role or reading.bearer or slots.matter or slots.measure)
        ):
            return Reply(
                text + self._partial(named),
                citations=self._citations(outcome.nearest, primary=False),
                sparql=outcome.ran,
                suggestions=self._suggestions(outcome.nearest),
            )
        return self._refuse("not_stated", text + self._partial(named), outcome.nearest, outcome.ran)

    def _told(self, outcome: Outcome) -> Reply:
        norms = outcome.exact
        actors = self._actors(norms)
        sentences = self.wording.norms(norms, actors, self.reading.asks)
        if self.reading.asks & {"which", "where"}:
            count = len({(norm.document, norm.label) for norm in norms})
            text = self.say["which"].format(count=count, sentences=sentences)
        else:
            text = (self.say["yes"] if "whether" in self.reading.asks else "") + sentences + self.say["stop"]
        return Reply(
            text,
            actors=_names(norms, actors),
            citations=self._citations(norms, primary=True) + self._citations(outcome.beside, primary=False),
            sparql=outcome.ran,
        )

    def _widened(self, outcome: Outcome) -> Reply:
        """Say that the literal question has no answer, then what was found, part by part, each named for what it is."""
        reading, say = self.reading, self.say
        named = reading.slots.document
        template = say["literal_none_in"] if named else say["literal_none"]
        text = template.format(documents=self.wording.titles(named), asked=self.wording.asked(reading))
        if outcome.relaxed == ("words",):
            text = say["nearest_none_in" if named else "nearest_none"].format(documents=self.wording.titles(named))
        whether = "whether" in reading.asks and bool(reading.slots.role)
        norms: list[Norm] = []
        actors: dict[str, tuple[str, ...]] = {}
        for part in outcome.parts:
            own = self._actors(part.norms)
            actors.update(own)
            norms.extend(part.norms)
            if part.relaxed == ("role",):
                lead = "same_matter" if reading.slots.matter or reading.words else "same_actor"
            elif part.relaxed == ("matter",):
                lead = "inferred" if part.matters else "broader_matter"
            else:
                lead = "nearest" if part.relaxed == ("words",) else "wider"
            narrow = say["list"].join(self.wording.label("matter", matter) for matter in reading.slots.matter)
            broad = say["list"].join(self.wording.label("matter", matter) for matter in part.matters)
            sentences = self.wording.norms(part.norms, own, reading.asks)
            text += say[lead].format(sentences=sentences, narrow=narrow, broad=broad)
        return Reply(
            text + self._partial(named),
            actors=_names(norms, actors),
            citations=self._citations(norms, primary=not whether) + self._citations(outcome.beside, primary=False),
            sparql=outcome.ran,
            relaxed=outcome.relaxed,
        )

    def _compare(self) -> Reply:
        reading, say = self.reading, self.say
        documents = reading.slots.document or tuple(entry.id for entry in self.catalogue.documents if not entry.digest)
        levels: list[str] = list(reading.slots.level) if len(reading.slots.level) > 1 else [""]
        lines: list[str] = []
        norms: list[Norm] = []
        actors: dict[str, tuple[str, ...]] = {}
        ran: list[str] = []
        relaxed: list[Step] = []
        for document in documents:
            for level in levels:
                single = replace(reading, slots=replace(reading.slots, level=(level,))) if level else reading
                if level:
                    single = replace(single, bearer=replace(reading.bearer or Party(""), levels=(level,)))
                outcome = self.widening.find(single, (document,))
                found = list(outcome.exact)
                if reading.slots.document:
                    found += [norm for part in outcome.parts for norm in part.norms]
                    relaxed.extend(outcome.relaxed)
                ran.extend(outcome.ran)
                name = f"《{self.wording.title(document)}》" + (self.wording.label("level", level) if level else "")
                if found:
                    own = self._actors(found, single.bearer)
                    actors.update(own)
                    norms.extend(found)
                    lines.append(self.wording.norms(found, own, reading.asks))
                elif reading.slots.document or level:
                    lines.append(say["compare_none"].format(document=name, asked=self.wording.asked(single)))
        if not norms:
            return self._norms(Outcome(ran=tuple(ran)))
        text = say["clause"].join(lines) + say["stop"] + self._partial(documents if reading.slots.document else ())
        if reading.unknown_documents:
            text += " " + self._not_loaded().text
        return Reply(
            text,
            actors=_names(norms, actors),
            citations=self._citations(norms, primary=True),
            sparql=tuple(dict.fromkeys(ran)),
            relaxed=tuple(dict.fromkeys(relaxed)),
        )

    def _document_facts(self) -> Reply:
        documents = self.reading.slots.document
        if not documents:
            documents = tuple(entry.id for entry in self.catalogue.documents if not entry.digest)
            if len(documents) > 6:
                return self._which_document()
        return self.facts.reply(self.reading, documents, self.wording)

    def _provision(self) -> Reply:
        documents = self.reading.slots.document
        if not documents:
            documents = self.provisions.holding(self.reading.slots.provision)
            if len(documents) > 1:
                return self._which_document(documents)
            if not documents:
                documents = tuple(entry.id for entry in self.catalogue.documents)
        reply = self.provisions.reply(self.reading, documents, self.wording)
        if reply.reason is not None:
            return replace(reply, suggestions=self._overview(documents))
        norms = self._consequences(reply) if "sanction" in self.reading.slots.kind else []
        if norms:
            return self._with_consequences(reply, norms)
        missing = self._not_in(reply) if "whether" in self.reading.asks else []
        if missing:
            text = self.say["not_in_provision"].format(words=self.say["list"].join(missing))
            return replace(reply, text=text + reply.text)
        return reply

    def _consequences(self, reply: Reply) -> list[Norm]:
        """Return the sanctions for breaking the provisions of a reply (违反第三十四条怎么处罚)."""
        places = dict.fromkeys((citation.document, citation.provision) for citation in reply.citations)
        return [norm for place in places for norm in self.widening.consequences(*place)]

    def _with_consequences(self, reply: Reply, norms: list[Norm]) -> Reply:
        actors = self._actors(norms)
        return replace(
            reply,
            text=self.wording.norms(norms, actors, self.reading.asks) + self.say["stop"] + reply.text,
            actors=_names(norms, actors),
            citations=self._citations(norms, primary=True) + reply.citations,
        )

    def _not_in(self, reply: Reply) -> list[str]:
        """Return what a question says of a provision that its words do not have (第三十二条是不是说由公安局负责)."""
        said = "".join(citation.quote for citation in reply.citations)
        party = self.reading.bearer
        asked = [(word.asked, word.forms) for word in self.reading.words if word.share == 1]
        asked += [(party.text, (party.text, *party.names))] if party else []
        return [words for words, forms in asked if not any(form in said for form in forms)]

    def _which_question(self) -> Reply:
        """Refuse a question that goes on from none, with questions about what it names."""
        found = self.widening.find(self.reading)
        suggestions = self._suggestions(found.exact) or self._overview(self.reading.slots.document)
        return Reply(self.say["refused"]["elliptic"], reason="ambiguous", suggestions=suggestions)

    def _which_document(self, documents: Iterable[str] = ()) -> Reply:
        reading, say = self.reading, self.say
        shown = tuple(documents) or tuple(entry.id for entry in self.catalogue.documents)
        label = say["list"].join(reading.slots.provision) or say["wanted"].get(reading.intent, "")
        joint = "" if self.wording.language == "zh" else ": "
        return Reply(
            say["refused"]["ambiguous"].format(label=label),
            reason="ambiguous",
            suggestions=tuple(f"《{self.wording.title(d)}》{joint}{reading.text}" for d in shown[:8]),
        )

    def _not_loaded(self) -> Reply:
        text = self.say["refused"]["document_not_loaded"].format(
            unknown=self.say["list"].join(self.reading.unknown_documents),
            documents=self.wording.titles(entry.id for entry in self.catalogue.documents[:12]),
        )
        return self._refuse("document_not_loaded", text)

    def _not_understood(self) -> Reply:
        return self._refuse("not_understood", self.say["refused"]["not_understood"])

    def _refuse(self, reason: Reason, text: str, nearest: Sequence[Norm] = (), ran: tuple[str, ...] = ()) -> Reply:
        """Refuse with the nearest provisions: by structure where there are any, else by their words."""
        citations = self._citations(nearest, primary=False)
        relaxed: tuple[Step, ...] = ()
        if not citations and reason in ("not_stated", "document_not_loaded", "out_of_scope"):
            forms = [form for word in self.reading.words for form in word.forms]
            found = self.search.nearest(" ".join([self.reading.text, *forms]), self.reading.slots.document)
            citations = tuple(_cited(provision) for provision in found)
            if found and reason == "not_stated":
                relaxed = ("text",)
                places = self.say["list"].join(self.wording.place(p.document, p.label) for p in found)
                text += self.say["nearby"].format(places=places)
        return Reply(
            text,
            reason=reason,
            citations=citations,
            sparql=ran,
            relaxed=relaxed,
            suggestions=self._suggestions(nearest) or self._overview(self.reading.slots.document),
        )

    def _actors(self, norms: Sequence[Norm], party: Party | None = None) -> dict[str, tuple[str, ...]]:
        """Return the actors of each norm that the question asks for: those at its level, where it names one."""
        party = party or self.reading.bearer
        chosen = {}
        for norm in norms:
            levels = {*(party.levels if party else ()), "any"}
            at_level = tuple(name for name, level in norm.actors if level in levels)
            chosen[norm.iri] = (
                at_level if party and party.levels and at_level else tuple(name for name, _ in norm.actors)
            )
        return chosen

    def _citations(self, norms: Sequence[Norm], primary: bool) -> tuple[Citation, ...]:
        """Return one citation a norm; a digest of a whole document proves nothing beside a text."""
        told = any(not norm.digest for norm in norms)
        return tuple(
            Citation(
                norm.document,
                norm.label,
                norm.item,
                norm.quote,
                norm.start,
                norm.end,
                norm.id,
                primary and not (norm.digest and told and self.catalogue.by_id[norm.document].digest),
            )
            for norm in norms
        )

    def _partial(self, documents: Iterable[str]) -> str:
        text = ""
        for document in documents:
            entry = self.catalogue.by_id[document]
            if entry.completeness == "partial":
                text += self.say["partial"].format(
                    title=self.wording.title(document), missing=self.wording.missing(entry.missing)
                )
        return text

    def _suggestions(self, nearest: Sequence[Norm]) -> tuple[str, ...]:
        """Return questions that the nearest norms answer."""
        suggest = self.say["suggest"]
        found = []
        for norm in nearest:
            if norm.role and norm.role not in ("other", "unit") and norm.actors:
                level = self.wording.label("level", norm.actors[0][1])
                role = self.wording.label("role", norm.role)
                found.append(suggest["role"].format(document=self.wording.title(norm.document), level=level, role=role))
            elif norm.actors:
                name = norm.actors[0][0]
                found.append(suggest["duty"].format(document=self.wording.title(norm.document), actor=name))
        return tuple(dict.fromkeys(found))[:_SUGGESTIONS]

    def _overview(self, documents: Iterable[str]) -> tuple[str, ...]:
        chosen = list(documents) or [entry.id for entry in self.catalogue.documents if entry.completeness == "complete"]
        return tuple(
            self.say["suggest"]["overview"].format(document=self.wording.title(document))
            for document in chosen[:_SUGGESTIONS]
        )


def _tells(word: Word) -> bool:
    """Return whether a word names something that the texts speak of."""
    return word.known and word.share == 1


def _names(norms: Sequence[Norm], actors: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for norm in norms for name in actors.get(norm.iri, ())))


def _cited(provision: ProvisionText) -> Citation:
    return Citation(
        provision.document, provision.label, provision.item, provision.words, provision.start, provision.end, "", False
    )
