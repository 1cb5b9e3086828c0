"""Questions that the graph answers: examples to begin with, and completions of what is being typed.

Every question is made from what is in the graph and was asked before it is offered, so that none leads nowhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import zip_longest
from typing import Any, Final, Literal

from extract.types import Lexicon
from ontology.namespace import document_iri
from queries import phrasebook, text
from queries.answer import Session
from queries.errors import QuestionError
from queries.graph import Graph, iri, notation
from queries.named import named

_PERSONS: Final = {"first", "direct_person"}
_ACTS: Final = {"lead", "assist"}
_UNNAMED: Final = {"other", "unit"}
_NO_LEVEL: Final = {"any", "none"}
_FACTS: Final = ("effective", "basis", "interpreter", "scope")
_LONGEST_NAME: Final = 14
_TRIED: Final = 40
"""How many questions are asked at most beside those that are wanted, to find those that are answered."""


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
        return self._that_are_answered((question for *_, question in sorted(ranked)), count)

    def _that_are_answered(self, questions: Iterable[str], count: int) -> tuple[str, ...]:
        found: list[str] = []
        for tried, question in enumerate(questions):
            if len(found) == count or tried == _TRIED + count:
                break
            if question not in self._answered:
                self._answered[question] = self._session.ask(question, self._language).status == "answered"
            if self._answered[question] and question not in found:
                found.append(question)
        return tuple(found)

    @cached_property
    def _all(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(question for questions in self._questions.values() for question in questions))

    @cached_property
    def _questions(self) -> dict[str, tuple[str, ...]]:
        """All questions by kind, those of most norms first."""
        counted: dict[str, Counter[str]] = {kind: Counter() for kind in ("role", "duty", "matter", "sanction")}
        for norm in self._norms():
            for kind, question in self._of_norm(norm):
                counted[kind][question] += 1
        found = {
            kind: tuple(question for question, _ in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
            for kind, counts in counted.items()
        }
        return {**found, "facts": tuple(self._of_documents())}

    def _of_norm(self, norm: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
        kind = norm["kind"][0]
        title = self._title(norm["document"][0])
        levels = [level for level in norm.get("level", ()) if level not in _NO_LEVEL]
        for role in norm.get("role", ()):
            for level in levels if role not in _UNNAMED else ():
                values = {"document": title, "level": self._label("level", level), "role": self._label("role", role)}
                form = "role" if role in _PERSONS else "does" if role in _ACTS else "bears"
                yield "role", self._suggest[form].format(**values)
        for name in norm.get("bearer", ()) if kind == "duty" and self._language == "zh" else ():
            if len(name) <= _LONGEST_NAME:
                yield "duty", self._suggest["duty"].format(document=title, actor=name)
        for matter in norm.get("matter", ()):
            values = {"document": title, "matter": self._label("matter", matter)}
            yield "matter", self._suggest["responsible" if kind == "responsibility" else "required"].format(**values)
        if kind == "sanction":
            yield "sanction", self._suggest["sanctions"].format(document=title)

    def _of_documents(self) -> Iterator[str]:
        for entry in self._session.catalogue.documents:
            for intent in _FACTS:
                yield self._suggest[intent].format(document=self._title(entry.id))

    def _norms(self) -> Iterable[dict[str, list[str]]]:
        documents = [entry.id for entry in self._session.catalogue.documents]
        query = named("askable").bind(document=(iri(document_iri(document)) for document in documents))
        norms: dict[str, dict[str, list[str]]] = {}
        names = {entry.iri: entry.id for entry in self._session.catalogue.documents}
        for row in self._graph.select(query):
            norm = norms.setdefault(row["frame"], {"document": [names[row["document"]]]})
            norm.setdefault(row["property"].rpartition("#")[2], []).append(notation(row["value"]))
        return norms.values()

    def _title(self, document: str) -> str:
        return self._session.title(document, self._language)

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
