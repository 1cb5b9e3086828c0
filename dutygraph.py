"""The front door for notebooks and scripts: open the graph, ask it, look into it, or build another.

    import dutygraph as dg

    graph = dg.open()
    graph.ask("乡镇一级扶贫项目资产谁是第一责任人？").answer
    graph.frames("suzhou-2022")
    graph.query("SELECT ?title { ?document dcterms:title ?title }")
    Path("比较.docx").write_bytes(graph.report(graph.compare("suzhou-2022,central-2022"), "docx"))

Every error that bad input can cause is a `DutygraphError` whose message is one sentence.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Self

from corpus.errors import DutygraphError

if TYPE_CHECKING:
    from app.reports import Form
    from extract.types import Frame, Lexicon
    from ontology.frames import Record
    from ontology.store import Store
    from queries.answer import Session
    from queries.comparison.types import ClauseDifference, Comparison
    from queries.conversation import Conversation
    from queries.types import Answer

__all__ = ["DutygraphError", "Graph", "build", "open"]


def open(store: str | Path | None = None) -> Graph:  # noqa: A001  (read as dutygraph.open)
    """Return the graph of a store directory, by default the one that the command line uses.

    Raises StoreError where there is no graph yet or it cannot be read.
    """
    from ontology.store import open_store

    return Graph(open_store(store))


def build(corpus: str | Path | None = None, store: str | Path | None = None, jobs: int | None = None) -> Graph:
    """Build the graph anew from a folder of texts, by default the shipped ones, and return it.

    `store` is the directory to write to, by default the one that the command line uses; `jobs` is the number of
    processes, which does not change the result. Raises ReadError and StoreError; the graph that was there stays
    whole until the new one is.
    """
    from app.pipeline import build as build_store

    build_store(str(store) if store else None, Path(corpus) if corpus else None, jobs)
    return open(store)


class Graph:
    """A graph as it was when it was opened; use it in a `with` block, or close it."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def ask(self, question: str, language: Literal["zh", "en"] | None = None) -> Answer:
        """Answer a question in Chinese or English, in the language of the question unless another is named.

        What cannot be answered is a refusal with a reason; raises QuestionError for an empty or overlong question.
        """
        return self._session.ask(question, language)

    def conversation(self) -> Conversation:
        """Return a conversation, in which a question may go on from the one before (那县级呢？)."""
        from queries.conversation import Conversation

        return Conversation(self._session)

    def questions(self, begun: str = "", language: Literal["zh", "en"] = "zh", count: int = 10) -> tuple[str, ...]:
        """Return questions that the graph answers, or those that begin with what is begun, then those that hold it."""
        from queries.completion import Completion

        completion = Completion(self._session, self._store, self._lexicon, language)
        return completion.complete(begun, count) if begun else completion.examples(count)

    def documents(self) -> tuple[Record, ...]:
        """Return the documents with their metadata and counts, sorted by id."""
        from ontology.frames import documents

        return documents(self._store)

    def text(self, document: str) -> str:
        """Return a document's text, empty where only a digest is known; raises UnknownDocument.

        The offsets of frames and citations count its code points.
        """
        from ontology.frames import text

        return text(self._store, document)

    def frames(self, document: str | None = None) -> tuple[Frame, ...]:
        """Return the frames of one document in reading order, or of all documents; raises UnknownDocument."""
        from ontology.frames import frames

        ids = [document] if document else [record.metadata.id for record in self.documents()]
        return tuple(frame for name in ids for frame in frames(self._store, name))

    def compare(self, documents: str = "", *, level: str = "", matter: str = "", role: str = "") -> Comparison:
        """Compare documents: who is responsible, which provisions correspond, what is missing or in conflict.

        `documents` are ids, separated by commas; a + joins those that are read as one (central-2016+hunan-2017); by
        default all. `level`, `matter` and `role`, as notations or labels of the vocabulary, narrow the comparison.
        Raises UnknownDocument, and QuestionError for what the vocabulary does not know.
        """
        from queries.comparison.compare import columns, compare

        chosen = columns(documents) if documents else ()
        return compare(self._store, self._lexicon, chosen, level=level, matter=matter, role=role)

    def report(self, comparison: Comparison, form: Form = "html", language: Literal["zh", "en"] = "zh") -> bytes:
        """Return a comparison as a file: html, docx, xlsx, csv, json, or table for the terminal."""
        from app.reports import write

        known = {record.metadata.id: record.metadata for record in self.documents()}
        return write(comparison, form, known, self._lexicon, language)

    def difference(self, left: tuple[str, str], right: tuple[str, str]) -> tuple[ClauseDifference, ...]:
        """Return how the words of two provisions differ, clause by clause.

        Each is a document's id and a provision's name, as in ("suzhou-2022", "第十六条"). Raises UnknownDocument and
        UnknownProvision.
        """
        from app.reports.provisions import provision_difference

        return provision_difference(self._store, left, right).clauses

    def query(self, sparql: str) -> list[dict[str, str]]:
        """Return the solutions of a SPARQL SELECT query over all named graphs, as variable names to values.

        The prefixes of docs/model.md are known. Raises SparqlError where the query is not one.
        """
        return self._store.select(sparql)

    def close(self) -> None:
        """Let the store go."""
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @cached_property
    def _session(self) -> Session:
        from queries.answer import Session

        return Session(self._store, self._lexicon)

    @cached_property
    def _lexicon(self) -> Lexicon:
        from ontology.lexicon import read_lexicon

        return read_lexicon()
