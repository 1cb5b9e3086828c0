"""Compares documents: puts matrices, correlation tables, gaps and conflicts, notes and queries together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Final

from corpus.errors import UnknownDocument
from extract.types import Lexicon
from ontology.namespace import document_id
from queries.catalogue import place
from queries.comparison.entries import GOVERNMENT, Reader, read_sources
from queries.comparison.matrix import Matrices
from queries.comparison.observations import Observations
from queries.comparison.types import Column, Comparison, Correlation, Note
from queries.errors import QuestionError
from queries.graph import Graph

LEVELS: Final = GOVERNMENT[1:]
"""The levels of the rows unless one is asked for: from the province to the village."""

MOST_DOCUMENTS: Final = 40
"""How many documents are compared where none are named."""

MOST_PAIRS: Final = 6
"""How many correlation tables are made at most: all, else those of the first column, else none."""


_OF_FIRST: Final = Note(
    "文件较多，只列出第一栏与其余各栏的条文对照表。",
    "There are many documents: correlation tables are of the first column with each of the others only.",
)
_NO_PAIRS: Final = Note(
    "文件较多，未列条文对照表；分别比较其中几份即可列出。",
    "There are too many documents for correlation tables; compare a few of them to see these.",
)


def compare(
    graph: Graph,
    lexicon: Lexicon,
    columns: Sequence[Column] = (),
    *,
    level: str = "",
    matter: str = "",
    role: str = "",
) -> Comparison:
    """Return all views of a comparison of the columns, by default of all documents of the graph, each a column.

    `level`, `matter` and `role` restrict it; they are notations or labels of the vocabulary (township, 乡镇级). A
    matter stands for all that is narrower too. Raises UnknownDocument, StoreError, and QuestionError for a level,
    matter or role that the vocabulary does not have.
    """
    level = _concept(lexicon, "level", level)
    if level and level not in GOVERNMENT:
        raise QuestionError(f"{lexicon.label('level', level)} is no level of government; choose one of {_choices()}.")
    matter, role = _concept(lexicon, "matter", matter), _concept(lexicon, "role", role)
    graph = recorder = _Recorder(graph)
    sources = read_sources(graph)
    notes: list[Note] = []
    if not columns:
        columns = [Column(document, (document,)) for document in sources][:MOST_DOCUMENTS]
        if len(sources) > len(columns):
            notes.append(
                Note(
                    f"图谱中有{len(sources)}份文件，未指定时只比较前{len(columns)}份（按编号）。",
                    f"The graph holds {len(sources)} documents; the first {len(columns)} are compared.",
                )
            )
    compared = dict.fromkeys(document for column in columns for document in column.documents)
    for document in compared:
        if document not in sources:
            raise UnknownDocument(f"The store holds no document {document}.")
    reader = Reader(graph, lexicon, [sources[document] for document in compared])
    levels = (level,) if level else LEVELS
    matrices = Matrices(reader, lexicon)
    roles = (role,) if role else ()
    found = (
        matrices.by_role(columns, levels, roles, matter),
        matrices.by_matter(columns, levels, matter, role),
    )
    observations = Observations(reader, lexicon, matter, role).find(columns, (level,) if level else ())
    pairs = list(_pairs(columns, reader))
    if len(pairs) > MOST_PAIRS:
        of_first = [pair for pair in pairs if pair[0] in columns[0].documents]
        pairs = of_first if len(of_first) <= MOST_PAIRS else []
        notes.append(_OF_FIRST if pairs else _NO_PAIRS)
    correlations = tuple(_correlation(graph, lexicon, left, right) for left, right in pairs)
    notes.extend(_completeness(reader))
    return Comparison(
        columns=tuple(columns),
        titles=tuple((source.id, source.title) for source in reader.sources.values()),
        matrices=found,
        correlations=correlations,
        observations=observations,
        notes=tuple(notes),
        sparql=tuple(recorder.ran),
    )


def columns(text: str) -> tuple[Column, ...]:
    """Return the columns that a list of documents names: commas separate columns, + joins documents of one.

    Raises QuestionError for a column without documents and for a document in two columns.

    >>> columns("hunan-2017, a+b")
    (Column(name='hunan-2017', documents=('hunan-2017',)), Column(name='a+b', documents=('a', 'b')))
    """
    found = []
    for part in text.replace("，", ",").split(","):
        documents = tuple(document.strip() for document in part.split("+"))
        if not all(documents):
            raise QuestionError(f"“{text}” names no documents; write ids as in a+b,c.")
        found.append(Column("+".join(documents), documents))
    named = [document for column in found for document in column.documents]
    twice = sorted({document for document in named if named.count(document) > 1})
    if twice:
        raise QuestionError(f"{twice[0]} is named twice; name each document once.")
    return tuple(found)


def by_region(graph: Graph, lexicon: Lexicon, documents: Sequence[str] = ()) -> tuple[Column, ...]:
    """Return columns that join the documents of one region, by default of all documents, regions in order.

    Documents of the centre come first, under the label of that level; those without a region are columns of their
    own. Raises UnknownDocument.
    """
    sources = read_sources(graph)
    groups: dict[tuple[int, str], list[str]] = {}
    for document in documents or sources:
        if document not in sources:
            raise UnknownDocument(f"The store holds no document {document}.")
        source = sources[document]
        central = not source.region and source.level == GOVERNMENT[0]
        name = source.region or (lexicon.label("level", source.level) if central else document)
        groups.setdefault((0 if central else 1, name), []).append(document)
    return tuple(Column(name, tuple(found)) for (_, name), found in sorted(groups.items()))


class _Recorder:
    """A graph that keeps the queries that it answers, in order, with their rows: each runs once."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self.ran: dict[str, list[Mapping[str, str]]] = {}

    def select(self, query: str) -> Iterable[Mapping[str, str]]:
        if query not in self.ran:
            self.ran[query] = list(self._graph.select(query))
        return self.ran[query]

    def kept(self, query: str) -> Iterable[Mapping[str, str]]:
        return self.select(query)

    def folder(self, name: str, make: Callable[[Path], object]) -> Path | None:
        return self._graph.folder(name, make)


def _concept(lexicon: Lexicon, scheme: str, name: str) -> str:
    """Return the notation of a concept that is named by it or by one of its labels, empty for an empty name."""
    if not name:
        return ""
    terms = lexicon.of(scheme)
    found = [term.concept for term in terms if term.concept == name] or [
        term.concept for term in terms if term.text.casefold() == name.casefold()
    ]
    if not found:
        raise QuestionError(f"The vocabulary has no {scheme} “{name}”.")
    return found[0]


def _choices() -> str:
    return ", ".join(GOVERNMENT)


def _pairs(columns: Sequence[Column], reader: Reader) -> Iterator[tuple[str, str]]:
    """Yield the documents of different columns in pairs, those with a text."""
    for one, other in combinations(columns, 2):
        for left in one.documents:
            for right in other.documents:
                if "digest" not in (reader.sources[left].completeness, reader.sources[right].completeness):
                    yield left, right


def _correlation(graph: Graph, lexicon: Lexicon, left: str, right: str) -> Correlation:
    from queries.comparison.correlation import correlate  # scipy is slow to load

    return correlate(graph, left, right, lexicon)


def _completeness(reader: Reader) -> Iterator[Note]:
    """Yield what is known to be missing of the documents."""
    missing: dict[str, list[str]] = defaultdict(list)
    if any(source.completeness == "partial" for source in reader.sources.values()):
        for row in reader.on_documents("document-facts"):
            if row["field"] == "missing":
                missing[document_id(row["document"]) or ""].append(row["value"])
    for source in reader.sources.values():
        if source.completeness == "digest":
            yield Note(
                f"《{source.title}》本库没有原文，只有事实摘要；摘要所列没有条文原文可引。",
                f"Of 《{source.title}》 the store has a digest of facts and no text, so there are no words to quote.",
            )
        elif source.completeness == "partial":
            labels = "、".join(sorted(missing[source.id], key=place))
            yield Note(
                f"《{source.title}》本库文本不全" + (f"，缺{labels}。" if labels else "。"),
                f"The copy of 《{source.title}》 is incomplete" + (f"; it lacks {labels}." if labels else "."),
            )
