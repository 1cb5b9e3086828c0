"""What goes into the graph comes out again, and stands there once."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pyoxigraph
import pytest

from corpus.digest import load_digests
from corpus.errors import StoreError, UnknownDocument
from corpus.library import shipped_facts, shipped_texts
from corpus.read import read_folder
from corpus.segments import segments
from corpus.types import Digest, Document, Fact, Metadata
from extract.extract import Extractor
from extract.references import references as references_in
from extract.types import Actor, Amount, Definition, Evidence, Extraction, Frame, Lexicon, Matter, Reference
from ontology.build import Builder
from ontology.export import export
from ontology.frames import definitions, documents, frames, provisions, references, text
from ontology.lexicon import read_lexicon
from ontology.links import links
from ontology.namespace import LINKS_GRAPH, concept_iri, digest_iri, document_iri
from ontology.provisions import places
from ontology.store import EmbeddedStore
from ontology.write import write_all

Make = Callable[[str, Metadata], Document]
Golden = Callable[[str], tuple[Document, Extraction]]
GOLD_FRAMES = {"suzhou-2022": 78, "hunan-2017": 67, "baiyin-2021": 142, "panjin-2015": 76, "central-2022": 120}


@pytest.mark.parametrize("name", GOLD_FRAMES)
def test_gold_frames_come_back_equal(name: str, golden: Golden, golden_store: EmbeddedStore) -> None:
    document, extraction = golden(name)
    assert len(extraction.frames) == GOLD_FRAMES[name]
    assert frames(golden_store, name) == extraction.frames
    assert provisions(golden_store, name) == document.root
    assert text(golden_store, name) == document.text
    [record] = [record for record in documents(golden_store) if record.metadata.id == name]
    assert record.metadata == document.metadata
    assert record.frames == GOLD_FRAMES[name]


def test_extracted_frames_come_back_equal() -> None:
    lexicon = read_lexicon()
    extractor, builder = Extractor(lexicon), Builder(lexicon)
    lead_ins = {digest.metadata.id: digest.lead_in_actors for digest in load_digests(shipped_facts())}
    shipped = read_folder(shipped_texts())
    assert len(shipped) == 5
    counted = 0
    for document in shipped:
        extraction = extractor.extract(document, lead_ins.get(document.id, ()))
        store = EmbeddedStore(pyoxigraph.Store())
        store.load([builder.document(document, extraction)])
        assert len(extraction.frames) > 50
        assert frames(store, document.id) == tuple(map(_placed, extraction.frames))
        assert references(store, document.id) == extraction.references
        assert definitions(store, document.id) == extraction.definitions
        assert documents(store)[0].metadata == document.metadata
        counted += len(extraction.references) + len(extraction.definitions)
    assert counted >= 18


def _placed(frame: Frame) -> Frame:
    """Return the frame without places for actors whose words the document lacks: the graph keeps none."""
    actors = (actor if actor.quote else dataclasses.replace(actor, start=0, end=0) for actor in frame.actors)
    return dataclasses.replace(frame, actors=tuple(actors))


def _hostile(make: Make) -> tuple[Document, Extraction]:
    """A document whose every string is trouble, with frames that differ in what a name alone does not say."""
    words = '第一条 甲"\\乙\r\n丙> <x> .\u2028\U0001f600应当。'
    document = make(words, Metadata('a/b "c"', title='"> .\n<', aliases=("二", "一"), effective="自印发之日起"))
    proof = Evidence('甲"\\乙', words[4:8], 4, 8)
    actors = tuple(
        Actor("甲/..", level, words[4:5], 4, 5, types=types, position=position)
        for level in ("city", "county")
        for types in (("b", "a"), ("a", "b"), ())
        for position in ("", "principal-leader")
    )
    frame = Frame(
        f"{document.id}/art_1/duty-1", document.id, "第一条", "", "art_1", "art_1", "duty", "", 0, len(words), words,
        ((0, 4), (5, len(words))), actors, Matter("", words[:1], 0, 1, ("z", "a"), inherited=True),
        conditions=(proof, proof), exceptions=(proof,),
        amounts=(Amount(0.1 + 0.2, None, "倍", '"\\', words[:2], 0, 2), Amount(None, 2e20, "元", "", words[1:2], 1, 2)),
        mentions=("z", "b"), confidence=0.1 + 0.2, status="corrected",
    )  # fmt: skip
    again = dataclasses.replace(frame, id=f"{document.id}/art_1/duty-2")
    references = (
        Reference("art_1", '"《\\', ("第一条", "第二条"), ("art_1", "b"), False, words[:3], 0, 3),
        Reference("art_1", "", ("前款",), ("art_1",), True, words[:2], 0, 2),
        Reference("art_1", "", ("上述规定",), (), False, words[:2], 0, 2),
    )
    meaning = Definition("art_1", '"\n', "> .\\", words[2:4], 2, 4)
    return document, Extraction(document.id, (frame, again), references, (meaning, meaning))


def test_strange_strings_come_back_equal(make: Make, lexicon: Lexicon) -> None:
    document, extraction = _hostile(make)
    store = EmbeddedStore(pyoxigraph.Store())
    store.load([Builder(lexicon).document(document, extraction)])
    assert frames(store, document.id) == extraction.frames
    assert references(store, document.id) == extraction.references
    assert definitions(store, document.id) == extraction.definitions
    assert documents(store)[0].metadata == document.metadata
    assert store.graphs() == (document_iri(document.id),)


def test_half_a_character_is_an_error(make: Make, lexicon: Lexicon) -> None:
    document = make("第一条 甲应当。", Metadata("a", title="\ud800"))
    with pytest.raises(StoreError, match="no character"):
        EmbeddedStore(pyoxigraph.Store()).load([Builder(lexicon).document(document, Extraction("a", ()))])


def test_unknown_documents_are_errors(golden_store: EmbeddedStore) -> None:
    for read in (frames, provisions, references, definitions, text):
        with pytest.raises(UnknownDocument, match="nowhere"):
            read(golden_store, "nowhere")


def test_statements_are_written_once_and_in_the_same_order(golden: Golden, lexicon: Lexicon) -> None:
    lines = [line for name in GOLD_FRAMES for line in Builder(lexicon).document(*golden(name)).splitlines()]
    assert len(lines) == len(set(lines))
    assert lines == [line for name in GOLD_FRAMES for line in Builder(lexicon).document(*golden(name)).splitlines()]


def test_broader_concepts_are_materialised(golden_store: EmbeddedStore) -> None:
    def frames_with(predicate: str, scheme: str, concept: str) -> set[str]:
        rows = golden_store.select(f"SELECT ?frame {{ ?frame dg:{predicate} <{concept_iri(scheme, concept)}> }}")
        return {row["frame"] for row in rows}

    assert frames_with("matter", "matter", "project-assets")
    assert frames_with("about", "matter", "bridging") > frames_with("about", "matter", "project-assets")
    assert frames_with("about", "matter", "project-assets") == frames_with("matter", "matter", "project-assets")
    assert frames_with("measure", "measure", "accountability") > frames_with("measure", "measure", "discipline")
    assert frames_with("actorType", "actor", "body") > frames_with("actorType", "actor", "government")
    assert not frames_with("directType", "actor", "body") & frames_with("directType", "actor", "government")


@pytest.mark.parametrize("name", GOLD_FRAMES)
def test_provisions_are_named_as_segments_are(name: str, golden: Golden) -> None:
    document, _ = golden(name)
    named = places(document.root)
    checked = 0
    for segment in segments(document):
        if segment.role == "text" and segment.label:
            place = named[segment.key]
            assert (place.label, place.item, place.article) == (segment.label, segment.item, segment.article)
            checked += 1
    assert checked > 40


DIGEST = Digest(
    Metadata("central-2016", title="脱贫攻坚责任制实施办法", completeness="digest"),
    (
        Fact("goal", "第三条", gist="中央统筹"),
        Fact("responsibility", "", "first", ("县级党委主要负责人",), "county", "扶贫项目资产管理", gist="第一责任人"),
        Fact("sanction", "", "", ("各级党委",), "any", conduct=("不负责任",), measures=("给予处分",), gist="追究"),
    ),
    sources=("新华社",),
)


@pytest.mark.parametrize("alone", [True, False])
def test_digests_are_frames_without_words(alone: bool, make: Make, lexicon: Lexicon) -> None:
    store = EmbeddedStore(pyoxigraph.Store())
    if not alone:
        document = make("第一条 甲应当。", DIGEST.metadata)
        store.load([Builder(lexicon).document(document, Extraction(document.id, ()))])
    store.load([Builder(lexicon).digest(DIGEST, alone)])
    first, sanction = frames(store, "central-2016")
    assert (first.id, first.status, first.quote, first.spans) == (
        "central-2016/digest/responsibility-1", "digest", "", (),
    )  # fmt: skip
    assert first.actors[0].types == ("party-committee",)
    assert first.actors[0].position == "principal-leader"
    assert first.matter == Matter("扶贫项目资产管理", "", 0, 0, ("project-assets",))
    assert [evidence.value for evidence in sanction.enforcers] == ["各级党委"]
    assert not store.ask(f"ASK {{ GRAPH <{digest_iri('central-2016')}> {{ ?s oa:exact ?words }} }}")
    assert store.ask(f'ASK {{ <{digest_iri("central-2016")}/statement-1> a dg:Statement ; dg:gist "中央统筹" }}')
    [record] = documents(store)
    assert (record.metadata, record.frames, record.digested) == (DIGEST.metadata, 2, 2)
    assert len(store.select("SELECT ?d { ?d a dg:Document }")) == 1


LINKS = [
    ((Metadata("a", based_on=("《乙 办法》",)), Metadata("b", title="乙办法")), ["a based_on b"]),
    ((Metadata("a", implements=("b",)), Metadata("b")), ["a implements b"]),
    ((Metadata("a", based_on=("中华人民共和国丙法",)), Metadata("b", title="丙法")), ["a based_on b"]),
    ((Metadata("a", based_on=("《短名》",)), Metadata("b", short_title="短名")), ["a based_on b"]),
    ((Metadata("a", based_on=("《别名》",)), Metadata("b", aliases=("别名",))), ["a based_on b"]),
    ((Metadata("a", title="甲", based_on=("甲", "不在")),), []),
    ((Metadata("a", implements=("关于印发〈戊办法〉的通知",)), Metadata("b", title="戊办法")), ["a implements b"]),
    ((Metadata("a", based_on=("某省实施〈己法〉办法",)), Metadata("b", title="己法")), []),
    (
        (
            Metadata("a", date="2022-01-01", based_on=("丁",)),
            Metadata("d3", title="丁", date="2023-01-01"),
            Metadata("d2", title="丁", date="2021-01-01"),
            Metadata("d1", title="丁", date="2019-01-01"),
        ),
        ["a based_on d2"],
    ),
    (
        (Metadata("a", date="2018-01-01", based_on=("丁",)), Metadata("d", title="丁", date="2019-01-01")),
        ["a based_on d"],
    ),
]


def test_references_cite_provisions_of_other_documents(make: Make, lexicon: Lexicon) -> None:
    law = make(
        "第一条 甲应当：\n（一）报告；\n（二）登记。\n", Metadata("law", title="中华人民共和国甲法", date="2020-01-01")
    )
    plan = make(
        "第一条 依照《甲法》第一条第二项、第九条和《甲法》《乙法》办理。\n", Metadata("plan", date="2021-01-01")
    )
    store, builder = EmbeddedStore(pyoxigraph.Store()), Builder(lexicon)
    graphs = [(one.metadata, builder.document(one, Extraction(one.id, (), references_in(one)))) for one in (law, plan)]
    write_all(store, graphs, [], builder)
    rows = store.select(f"SELECT ?a ?b {{ GRAPH <{LINKS_GRAPH}> {{ ?a eli:cites ?b }} }} ORDER BY ?a ?b")
    names = [(row["a"].rpartition("/")[2], row["b"].removeprefix(document_iri("law"))) for row in rows]
    assert names == [("reference-1", ""), ("reference-1", "/art_1__item_2"), ("reference-2", "")]
    assert [one.title for one in references(store, "plan")] == ["甲法", "甲法", "乙法"]
    assert any(b"reference-1" in line and b"graph/links" in line for line in export(store, "nquads", "plan"))


@pytest.mark.parametrize(("records", "expected"), LINKS)
def test_links_find_documents_by_title_or_id(records: tuple[Metadata, ...], expected: list[str]) -> None:
    store = EmbeddedStore(pyoxigraph.Store())
    store.replace_graph(LINKS_GRAPH, links(records))
    rows = store.select("SELECT ?a ?p ?b { ?a ?p ?b } ORDER BY ?a ?b")
    found = [" ".join(row[name].rpartition("/")[2].rpartition("#")[2] for name in "apb") for row in rows]
    assert found == expected
    assert links(reversed(records)) == links(records)
