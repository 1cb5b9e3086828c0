"""Questions that the graph answers: examples to begin with, and completions of what is being typed.

Every question is made from what is in the graph and was asked before it is offered, so that none leads nowhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import chain, islice, zip_longest
from typing import Any, Final, Literal

from extract.types import Lexicon
from queries import phrasebook, text
from queries.answer import Session
from queries.errors import QuestionError
from queries.graph import Graph, notation
from queries.named import named

_PERSONS: Final = {"first", "direct_person"}
_ACTS: Final = {"lead", "assist"}
_UNNAMED: Final = {"other", "unit"}
_NO_LEVEL: Final = {"any", "none"}
_FACTS: Final = ("effective", "basis", "interpreter", "scope")
_LONGEST_NAME: Final = 14
_TRIED: Final = 40
"""How many questions are asked at most beside those that are wanted, to find those that are answered."""

_Counted = tuple[str, str, int]
"""A kind of question, a question, and of how many norms it asks."""


class Completion:
    """What can be asked of one graph, in one language."""

    def __init__(self, session: Session, graph: Graph, lexicon: Lexicon, language: Literal["zh", "en"]) -> None:
        """Keep the session that answers; the questions are made when they are first needed."""
        self._session: Final = session
        self._graph: Final = graph
        self._language: Final = language
        self._suggest: Final[dict[str, Any]] = phrasebook.sentences(language)["suggest"]
        self._labels: Final = {
            (term.scheme, term.concept): term.text
            for term in lexicon.terms
            if term.language == language and term.form == "preferred"
        }
        self._answered: dict[str, bool] = {}

    def examples(self, count: int = 6) -> tuple[str, ...]:
        """Return questions of different kinds about different documents, each of them answered."""
        return tuple(self.each_example(count))

    def each_example(self, count: int) -> Iterator[str]:
        """Yield what `examples` returns one by one, for each of them has to be asked first."""
        kinds = [list(questions) for questions in self._questions.values()]
        turns = (question for turn in zip_longest(*kinds) for question in turn if question)
        return self._that_are_answered(turns, count)

    def complete(self, begun: str, count: int = 6) -> tuple[str, ...]:
        """Return answered questions that begin with what was typed, then those that hold it, then those like it.

        Nothing typed gives examples. What cannot be a question gives nothing.
        """
        try:
            typed = text.normalise(begun).lower().rstrip("?？。. ")
        except QuestionError:
            return self.examples(count) if not begun.strip() else ()
        ranked = []
        for order, question in enumerate(self._all):
            folded = text.normalise(question).lower()
            if folded.startswith(typed):
                ranked.append((0, order, question))
            elif typed in folded:
                ranked.append((1, order, question))
            elif _in_order(typed, folded):
                ranked.append((2, order, question))
        return tuple(self._that_are_answered((question for *_, question in sorted(ranked)), count))

    def _that_are_answered(self, questions: Iterable[str], count: int) -> Iterator[str]:
        found: set[str] = set()
        for question in islice(questions, _TRIED + count):
            if question not in self._answered:
                self._answered[question] = self._session.ask(question, self._language).status == "answered"
            if self._answered[question] and question not in found:
                found.add(question)
                yield question
            if len(found) == count:
                return

    @cached_property
    def _all(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(question for questions in self._questions.values() for question in questions))

    @cached_property
    def _questions(self) -> dict[str, tuple[str, ...]]:
        """All questions by kind, those of most norms first."""
        counted: dict[str, Counter[str]] = {kind: Counter() for kind in ("role", "duty", "matter", "sanction")}
        for kind, question, norms in chain(self._of_roles(), self._of_duties(), self._of_matters(), self._of_kinds()):
            counted[kind][question] += norms
        found = {
            kind: tuple(question for question, _ in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
            for kind, counts in counted.items()
        }
        return {**found, "facts": tuple(self._of_documents())}

    def _of_roles(self) -> Iterator[_Counted]:
        for row in self._rows("askable-roles"):
            role, level = notation(row["role"]), notation(row["level"])
            if role not in _UNNAMED and level not in _NO_LEVEL:
                form = "role" if role in _PERSONS else "does" if role in _ACTS else "bears"
                values = {"level": self._label("level", level), "role": self._label("role", role)}
                yield "role", self._suggest[form].format(document=self._title(row), **values), int(row["norms"])

    def _of_duties(self) -> Iterator[_Counted]:
        if self._language != "zh":
            return
        names = {row["bearer"]: row["name"] for row in self._rows("names-of-bearers")}
        for row in self._rows("norms-by-bearer"):
            name = names[row["bearer"]]
            if notation(row["kind"]) == "duty" and len(name) <= _LONGEST_NAME:
                yield "duty", self._suggest["duty"].format(document=self._title(row), actor=name), int(row["norms"])

    def _of_matters(self) -> Iterator[_Counted]:
        for row in self._rows("askable-matters"):
            form = "responsible" if notation(row["kind"]) == "responsibility" else "required"
            matter = self._label("matter", notation(row["matter"]))
            yield "matter", self._suggest[form].format(document=self._title(row), matter=matter), int(row["norms"])

    def _of_kinds(self) -> Iterator[_Counted]:
        for row in self._rows("kinds-of-documents"):
            if notation(row["kind"]) == "sanction":
                yield "sanction", self._suggest["sanctions"].format(document=self._title(row)), int(row["norms"])

    def _of_documents(self) -> Iterator[str]:
        for entry in self._session.catalogue.documents:
            for intent in _FACTS:
                yield self._suggest[intent].format(document=self._titles[entry.iri])

    def _rows(self, query: str) -> Iterable[Mapping[str, str]]:
        return self._graph.kept(named(query).text)

    def _title(self, row: Mapping[str, str]) -> str:
        return self._titles[row["document"]]

    @cached_property
    def _titles(self) -> dict[str, str]:
        """The titles of documents by IRI."""
        documents = self._session.catalogue.documents
        return {entry.iri: self._session.title(entry.id, self._language) for entry in documents}

    def _label(self, scheme: str, concept: str) -> str:
        return self._labels.get((scheme, concept), concept)


def _in_order(typed: str, question: str) -> bool:
    """Return whether a question has all that was typed in order, with more between: 宿州乡 in 宿州市……规定乡镇级…….

    >>> _in_order("宿州乡", "宿州市办法规定乡镇级谁是第一责任人"), _in_order("乡宿", "宿州市乡镇")
    (True, False)
    """
    pieces = typed.split() if typed.isascii() else typed
    place = 0
    for piece in pieces:
        found = question.find(piece, place)
        if found < 0:
            return False
        place = found + len(piece)
    return True
