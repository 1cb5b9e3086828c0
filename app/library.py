"""The store as the screens need it: a session for questions, titles, frames and the words of provisions."""

from __future__ import annotations

from functools import cached_property, lru_cache
from threading import Lock, Thread
from time import sleep
from typing import Final

from app.cards import Words
from app.derived import Derived, derived_from
from app.figures import Figures, figures
from app.labels import Language
from app.naming import reading_units
from app.reports.words import Words as ReportWords
from corpus.library import shipped_texts
from corpus.types import Metadata, Provision
from extract.types import Frame
from ontology import frames as graph
from ontology.inferences import inferences
from ontology.lexicon import read_lexicon
from ontology.namespace import document_iri, local_name
from ontology.provisions import places
from ontology.store import open_store, version
from queries.answer import Session
from queries.comparison.compare import columns, compare
from queries.comparison.types import Comparison
from queries.completion import Completion
from queries.duties import Duties
from queries.types import Citation

OFFERED: Final = 60
EXAMPLES: Final = 4
LATER: Final = 2
"""Seconds that the first page has for itself before anything is read ahead beside it."""
PAUSE: Final = 0.1
"""Seconds between two questions that are tried beside the page."""
_OPENING: Final = Lock()


def current(location: str) -> Library:
    """Return the library of the live state of a store, the same one to all who ask. Raises StoreError."""
    with _OPENING:
        return _library(location, version(location))


@lru_cache(maxsize=2)
def _library(location: str, version: str) -> Library:  # noqa: ARG001  (another version is another library)
    return Library(location)


class Library:
    """One state of a store, open for reading; what is read is kept."""

    def __init__(self, location: str) -> None:
        """Open the store. Raises StoreError."""
        self.store = open_store(location)
        self.lexicon = read_lexicon()
        self.session = Session(self.store, self.lexicon)
        self._offered: dict[Language, tuple[str, ...]] = {}
        self._finding = Lock()
        self.records = {record.metadata.id: record for record in graph.documents(self.store)}

    @cached_property
    def titles(self) -> dict[str, str]:
        """Short titles by document id."""
        return {name: title(record.metadata) for name, record in self.records.items()}

    def named(self, document: str) -> str:
        """Return the short title of a document of the store; what names none as it is."""
        return self.titles.get(document, document)

    def label(self, scheme: str, concept: str, language: Language) -> str:
        """Return the label of a concept."""
        return self._label(scheme, concept, language)

    @lru_cache(maxsize=4096)  # noqa: B019  (a library lives as long as the state of the store that it shows)
    def _label(self, scheme: str, concept: str, language: Language) -> str:
        return self.lexicon.label(scheme, concept, language)

    @lru_cache(maxsize=64)  # noqa: B019
    def frames(self, document: str) -> dict[str, Frame]:
        """Return the frames of a document by id, in reading order."""
        return {frame.id: frame for frame in graph.frames(self.store, document)}

    @lru_cache(maxsize=8192)  # noqa: B019
    def found_frame(self, name: str) -> Frame | None:
        """Return a frame by its id, None where there is no such frame."""
        return graph.frame(self.store, name.partition("/")[0], name)

    def frame(self, name: str) -> Frame:
        """Return a frame that is known to be there by its id."""
        found = self.found_frame(name)
        if found is None:
            raise KeyError(name)
        return found

    @lru_cache(maxsize=64)  # noqa: B019
    def derived(self, document: str) -> dict[str, tuple[Derived, ...]]:
        """Return what rules derive from the frames of a document, by their ids."""
        return derived_from(self.frames(document).values(), inferences(self.store, document))

    @cached_property
    def duties(self) -> Duties:
        """The duty network, to walk through."""
        return Duties(self.store, self.session.catalogue)

    @lru_cache(maxsize=8)  # noqa: B019
    def concepts(self, scheme: str) -> list[str]:
        """Return the notations of a scheme, in the vocabulary's order."""
        return list(dict.fromkeys(term.concept for term in self.lexicon.of(scheme)))

    def questions(self, language: Language) -> tuple[str, ...]:
        """Return questions that the graph answers, to be offered while one is typed; none until they are found.

        Each is asked before it is offered, which takes a second or more, so that it is done beside the page.
        """
        with self._finding:
            if language not in self._offered:
                self._offered[language] = ()
                Thread(target=self._find_questions, args=(language,), daemon=True).start()
            return self._offered[language]

    def _find_questions(self, language: Language) -> None:
        sleep(LATER)
        self.session.warm()
        found: list[str] = []
        for question in self._completion(language).each_example(OFFERED):
            found.append(question)
            sleep(PAUSE)  # what a reader asks comes first
        self._offered[language] = tuple(found)

    @lru_cache(maxsize=2)  # noqa: B019
    def _completion(self, language: Language) -> Completion:
        return Completion(self.session, self.store, self.lexicon, language)

    @lru_cache(maxsize=2)  # noqa: B019
    def examples(self, language: Language) -> tuple[str, ...]:
        """Return questions of the graph to begin with, for stores without the shipped texts."""
        return self._completion(language).examples(EXAMPLES)

    @cached_property
    def ships(self) -> bool:
        """Whether all shipped texts are in the store."""
        return {path.stem for path in shipped_texts().glob("*.txt")} <= set(self.records)

    @lru_cache(maxsize=64)  # noqa: B019
    def text(self, document: str) -> str:
        """Return the text of a document, empty for a digest."""
        return graph.text(self.store, document)

    @lru_cache(maxsize=64)  # noqa: B019
    def checksum(self, document: str) -> str:
        """Return the checksum of a document's text, empty for a digest."""
        rows = self.store.select(f"SELECT ?checksum {{ <{document_iri(document)}> dg:checksum ?checksum }}")
        return rows[0]["checksum"] if rows else ""

    @lru_cache(maxsize=64)  # noqa: B019
    def units(self, document: str) -> tuple[Provision, ...]:
        """Return what is read as one, in reading order; nothing for a digest."""
        root = graph.provisions(self.store, document)
        return () if root is None else tuple(reading_units(root, places(root)))

    @lru_cache(maxsize=64)  # noqa: B019
    def _provisions(self, document: str) -> dict[str, tuple[int, int]]:
        """Return the spans of articles, and of the items of plans, by their names."""
        root = graph.provisions(self.store, document)
        if root is None:
            return {}
        named = places(root)
        return {
            named[node.key].label: (node.start, node.end) for node in root.walk() if named[node.key].article == node.key
        }

    def provision(self, document: str, name: str) -> Words:
        """Return the words of a provision by its name (第十六条, 二(五)); empty where it has none."""
        start, end = self._provisions(document).get(name, (0, 0))
        return Words(self.text(document)[start:end], start)

    @cached_property
    def responsibilities(self) -> dict[tuple[str, str], int]:
        """How many responsibilities there are of each (role, level)."""
        rows = self.store.kept(
            "SELECT ?role ?level (COUNT(?frame) AS ?count) { ?frame dg:role ?role ; dg:level ?level } "
            "GROUP BY ?role ?level"
        )
        return {(local_name(row["role"]), local_name(row["level"])): int(row["count"]) for row in rows}

    @cached_property
    def figures(self) -> Figures:
        """What the store holds, counted."""
        return figures(self.store)

    @lru_cache(maxsize=8)  # noqa: B019
    def occurring(self, scheme: str) -> frozenset[str]:
        """Return the concepts of a scheme (level, role, matter) that norms have; of matters broader ones, too."""
        property_ = {"level": "level", "role": "role", "matter": "about"}[scheme]
        rows = self.store.kept(f"SELECT DISTINCT ?concept {{ ?frame dg:{property_} ?concept ; dg:kind ?kind }}")
        return frozenset(local_name(row["concept"]) for row in rows)

    @cached_property
    def by_roles(self) -> list[str]:
        """The ids of documents, those that give the most different roles first."""
        rows = self.store.kept(
            "SELECT ?document (COUNT(DISTINCT ?role) AS ?roles) "
            "{ ?frame dg:role ?role ; dg:document ?node . ?node dg:id ?document } GROUP BY ?document"
        )
        roles = {row["document"]: int(row["roles"]) for row in rows}
        return sorted(self.records, key=lambda name: (-roles.get(name, 0), name))

    @cached_property
    def columns(self) -> dict[str, str]:
        """What can stand in a column of a comparison, with its title: documents, and documents read with their basis.

        The name of the latter is `basis+document`, as `dutygraph compare` takes it.
        """
        rows = self.store.kept(
            "SELECT DISTINCT ?basis ?document { VALUES ?link { eli:based_on dg:implements } "
            "?implementing ?link ?implemented ; dg:id ?document . ?implemented dg:id ?basis } ORDER BY ?basis ?document"
        )
        named = ReportWords("zh", self.lexicon, {name: record.metadata for name, record in self.records.items()})
        columns = [*((name,) for name in self.records), *((row["basis"], row["document"]) for row in rows)]
        return {"+".join(documents): named.titles(documents) for documents in columns}

    @lru_cache(maxsize=4)  # noqa: B019
    def compared(self, documents: tuple[str, ...], level: str, matter: str, role: str) -> Comparison:
        """Return the comparison of columns, kept for all who look at the same. Raises DutygraphError."""
        found = columns(",".join(documents))
        return compare(self.store, self.lexicon, found, level=level, matter=matter, role=role)

    def words(self, citation: Citation) -> Words:
        """Return the words that a citation stands in: its provision's, or its own where it names none."""
        words = self.provision(citation.document, citation.provision)
        inside = words.start <= citation.start and citation.end <= words.start + len(words.text)
        return words if words.text and inside else Words(citation.quote, citation.start)


def title(metadata: Metadata) -> str:
    """Return the shortest name that a document goes by on the screen."""
    return metadata.short_title or metadata.title or metadata.id
