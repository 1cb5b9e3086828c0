"""Documents come and go, digests give way to texts, links follow, and two builds are one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pyoxigraph
import pytest

from corpus.errors import UnknownDocument, VocabularyError
from corpus.types import Digest, Document, Fact, Metadata
from extract.types import Extraction, Lexicon
from ontology.build import Builder
from ontology.files import ontology_files, quads_of, vocabulary
from ontology.frames import documents, frames
from ontology.store import EmbeddedStore
from ontology.write import DocumentGraph, add, remove, write_all

Make = Callable[[str, Metadata], Document]

LAW = Metadata("law", title="甲法", date="2020-01-01")
PLAN = Metadata("plan", title="甲方案", date="2021-01-01", based_on=("《甲法》",), implements=("measure",))
FACTS = (Fact("duty", "第一条", actors=("省委",), level="province", gist="做"),)
WHOLE = Digest(Metadata("measure", completeness="digest"), FACTS)
PART = Digest(Metadata("law", completeness="partial"), FACTS)


@pytest.fixture
def graph(make: Make, lexicon: Lexicon) -> Callable[[Metadata], DocumentGraph]:
    builder = Builder(lexicon)
    return lambda metadata: (
        metadata,
        builder.document(make("第一条 甲应当。", metadata), Extraction(metadata.id, ())),
    )


def facts_and_links(store: EmbeddedStore) -> tuple[dict[str, int], list[str]]:
    rows = store.select("SELECT ?a ?b { ?a eli:based_on|dg:implements ?b } ORDER BY ?a ?b")
    counts = {record.metadata.id: record.frames for record in documents(store)}
    return counts, [f"{row['a'].rpartition('/')[2]} {row['b'].rpartition('/')[2]}" for row in rows]


def test_documents_come_and_go(graph: Callable[[Metadata], DocumentGraph], lexicon: Lexicon) -> None:
    store = EmbeddedStore(pyoxigraph.Store())
    write_all(store, [graph(PLAN)], [WHOLE], Builder(lexicon))
    assert facts_and_links(store) == ({"measure": 1, "plan": 0}, ["plan measure"])
    add(store, [graph(LAW)])
    assert facts_and_links(store) == ({"law": 0, "measure": 1, "plan": 0}, ["plan law", "plan measure"])
    add(store, [graph(Metadata("measure", title="办法"))])
    assert facts_and_links(store) == ({"law": 0, "measure": 0, "plan": 0}, ["plan law", "plan measure"])
    remove(store, "law")
    assert facts_and_links(store) == ({"measure": 0, "plan": 0}, ["plan measure"])
    remove(store, "measure")
    assert facts_and_links(store) == ({"plan": 0}, [])
    with pytest.raises(UnknownDocument, match="measure"):
        remove(store, "measure")


def test_a_digest_of_the_whole_gives_way_and_one_of_a_part_stays(
    graph: Callable[[Metadata], DocumentGraph], lexicon: Lexicon
) -> None:
    store = EmbeddedStore(pyoxigraph.Store())
    write_all(store, [graph(LAW), graph(Metadata("measure"))], [WHOLE, PART], Builder(lexicon))
    assert facts_and_links(store)[0] == {"law": 1, "measure": 0}
    add(store, [graph(replace(LAW, completeness="partial"))])
    assert frames(store, "law")[0].gist == "做"
    add(store, [graph(LAW)])
    assert all(frame.gist != "做" for frame in frames(store, "law"))


def test_two_builds_are_the_same(graph: Callable[[Metadata], DocumentGraph], lexicon: Lexicon) -> None:
    stores = []
    for order in (1, -1):
        store = EmbeddedStore(pyoxigraph.Store())
        write_all(store, [graph(LAW), graph(PLAN)][::order], [WHOLE, PART], Builder(lexicon))
        vocabulary.cache_clear()
        stores.append(sorted(str(triple) for triple in store.construct("CONSTRUCT WHERE { ?s ?p ?o }")))
    assert stores[0] == stores[1]
    assert len(stores[0]) > 1000


def test_every_file_of_the_ontology_is_in_the_vocabulary_graph() -> None:
    assert len(ontology_files()) > 6
    subjects = {quad.subject for quad in pyoxigraph.parse(vocabulary(), pyoxigraph.RdfFormat.N_QUADS)}
    for file in ontology_files():
        named = {quad.subject for quad in quads_of(file) if isinstance(quad.subject, pyoxigraph.NamedNode)}
        assert named
        assert named <= subjects


def test_a_broken_vocabulary_file_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "x.ttl").write_text("@prefix : <https://e.example/> .\n:a :b")
    with pytest.raises(VocabularyError, match=r"x\.ttl is not Turtle.*2"):
        quads_of(tmp_path / "x.ttl")
