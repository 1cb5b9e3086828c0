"""A sound store passes every check, and each check reports the fault that is its own."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pyoxigraph
import pytest

from corpus.errors import VocabularyError
from corpus.types import Digest, Document, Fact, Metadata
from extract.types import Actor, Evidence, Extraction, Frame, Matter
from ontology import reason
from ontology.build import Builder
from ontology.check import CHECKS, checks
from ontology.lexicon import read_lexicon
from ontology.namespace import BASE, DG, OWL, RDF, RDFS, SKOS, VOCABULARY_GRAPH, concept_iri, digest_iri, document_iri
from ontology.reason import check_consistency
from ontology.store import EmbeddedStore
from ontology.validate import violations
from ontology.write import write_all

Make = Callable[[str, Metadata], Document]
TEXT = "第一条 县委应当每年向市委报告扶贫项目资产，县委书记是第一责任人。\n第二条 本办法自印发之日起施行。\n"
METADATA = Metadata("a", title="甲办法", level="county", date="2022-01-01", issuers=("县委",), region="某县")
GRAPH = document_iri("a")
DUTY = f"{GRAPH}/art_1/duty-1"


def found(words: str) -> tuple[str, int, int]:
    start = TEXT.index(words)
    return words, start, start + len(words)


def norms() -> Extraction:
    sentence, start, end = found("县委应当每年向市委报告扶贫项目资产")
    duty = Frame(
        "a/art_1/duty-1", "a", "第一条", "", "art_1", "art_1", "duty", "", start, end, sentence, ((start, end),),
        (Actor("县委", "county", *found("县委"), types=("party-committee",)),),
        Matter("扶贫项目资产", *found("扶贫项目资产"), ("project-assets",)),
        recipients=(Evidence("市委", *found("市委")),), time=(Evidence("每年", *found("每年")),), rule="test",
    )  # fmt: skip
    sentence, start, end = found("县委书记是第一责任人")
    first = replace(
        duty, id="a/art_1/responsibility-1", kind="responsibility", role="first", start=start, end=end, quote=sentence,
        spans=((start, end),), recipients=(), time=(),
        actors=(Actor("县委书记", "county", *found("县委书记"), position="party-secretary"),),
    )  # fmt: skip
    return Extraction("a", (duty, first))


def without_matter() -> Extraction:
    return Extraction("a", tuple(replace(frame, matter=None) for frame in norms().frames))


@pytest.fixture(scope="module")
def filled() -> Callable[[Document], EmbeddedStore]:
    """Return a store with the document, a digest and the real vocabulary."""
    builder = Builder(read_lexicon())
    digest = Digest(
        Metadata("b", title="乙办法", completeness="digest"), (Fact("duty", actors=("省委",), level="province"),)
    )

    def fill(document: Document) -> EmbeddedStore:
        store = EmbeddedStore(pyoxigraph.Store())
        write_all(store, [(document.metadata, builder.document(document, norms()))], [digest], builder)
        return store

    return fill


@pytest.fixture
def sound(filled: Callable[[Document], EmbeddedStore], make: Make) -> EmbeddedStore:
    return filled(make(TEXT, METADATA))


@pytest.mark.java
@pytest.mark.slow
def test_a_sound_store_passes_every_check(sound: EmbeddedStore) -> None:
    results = list(checks(sound))
    assert [(check.name, check.outcome, check.findings) for check in results] == [
        (name, "passed", ())
        for name in ("spans", "structure", "shapes", "consistency", "labels", "collisions", "hierarchy")
    ]
    assert all(check.counted > 1 for check in results)


def quad(subject: str, predicate: str, value: str, graph: str) -> str:
    written = f"<{value}>" if value.startswith("http") else value
    return f"<{subject}> <{predicate}> {written} <{graph}> .\n"


OA_ = "http://www.w3.org/ns/oa#"
INTEGER = "^^<http://www.w3.org/2001/XMLSchema#integer>"
ASSETS = concept_iri("matter", "project-assets")
ROLE = concept_iri("role", "first")


def spanning(node: str, start: int, end: int, words: str, graph: str = GRAPH) -> str:
    numbers = {OA_ + "start": f'"{start}"{INTEGER}', OA_ + "end": f'"{end}"{INTEGER}', OA_ + "exact": f'"{words}"'}
    return "".join(quad(node, predicate, value, graph) for predicate, value in numbers.items())


FAULTS = {
    "words that are not there": ("spans", spanning("https://e.example/x", 4, 6, "省委"), "https://e.example/x"),
    "words past the end": ("spans", spanning("https://e.example/x", 0, 999, TEXT[:3]), "https://e.example/x"),
    "a place without words": ("spans", quad("https://e.example/x", OA_ + "start", f'"1"{INTEGER}', GRAPH), "x"),
    "words of a digest": ("spans", spanning(digest_iri("b"), 0, 2, "做", digest_iri("b")), "digest"),
    "words of a provision": ("spans", quad(f"{GRAPH}/chp_1", DG.words, '"别的"', GRAPH), "chp_1"),
    "a norm without words": (
        "spans",
        quad("https://e.example/n", DG.kind, concept_iri("kind", "duty"), GRAPH)
        + quad("https://e.example/n", DG.status, '"extracted"', GRAPH),
        "https://e.example/n",
    ),
    "a role that is none": ("shapes", quad(f"{GRAPH}/art_1/responsibility-1", DG.role, ASSETS, GRAPH), "responsib"),
    "a duty that is an actor": ("consistency", quad(DUTY, RDF.type, DG.Actor, GRAPH), DUTY),
    "no English label": ("labels", quad(concept_iri("role", "new"), RDF.type, SKOS.Concept, VOCABULARY_GRAPH), "new"),
    "no comment": ("labels", quad(DG.iri + "New", RDF.type, OWL.Class, VOCABULARY_GRAPH), "New"),
    "no Chinese definition": (
        "labels",
        quad(concept_iri("kind", "new"), RDF.type, SKOS.Concept, VOCABULARY_GRAPH)
        + "".join(
            quad(concept_iri("kind", "new"), predicate, '"new"@en', VOCABULARY_GRAPH)
            for predicate in (SKOS.prefLabel, SKOS.definition)
        ),
        "kind/new",
    ),
    "an annotation without a label": (
        "labels",
        quad(DG.iri + "aside", RDF.type, OWL.AnnotationProperty, VOCABULARY_GRAPH),
        "aside",
    ),
    "a scheme without a title": (
        "labels",
        quad(BASE + "vocabulary/new", RDF.type, SKOS.ConceptScheme, VOCABULARY_GRAPH),
        "new",
    ),
    "a word of two concepts": (
        "collisions",
        quad(concept_iri("role", "other"), SKOS.altLabel, '"第一责任人"@zh', VOCABULARY_GRAPH),
        "role",
    ),
    "a circle": (
        "hierarchy",
        quad(concept_iri("matter", "rural-work"), SKOS.broader, ASSETS, VOCABULARY_GRAPH),
        "matter",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_found_where_it_is(fault: str, sound: EmbeddedStore) -> None:
    name, lines, place = FAULTS[fault]
    if name == "consistency" and shutil.which("java") is None:
        pytest.skip("no Java")
    sound.load([lines])
    outcome, _, findings = CHECKS[name](sound)
    assert outcome == "failed"
    assert any(place in finding.place for finding in findings), findings
    assert all(finding.zh and finding.en for finding in findings)


def test_provisions_with_a_gap_are_found(filled: Callable[[Document], EmbeddedStore], make: Make) -> None:
    document = make(TEXT, METADATA)
    first, *others = document.root.children
    for children in ((replace(first, end=first.end - 1), *others), (first,)):
        outcome, _, findings = CHECKS["structure"](
            filled(replace(document, root=replace(document.root, children=children)))
        )
        assert (outcome, [finding.place for finding in findings]) == ("failed", ["a"])


def test_violations_say_what_and_where(sound: EmbeddedStore, tmp_path: Path) -> None:
    sound.load([quad(DUTY, DG.role, concept_iri("role", "first"), GRAPH)])
    [violation] = violations(sound)
    assert (violation.focus, violation.severity, violation.document) == (DUTY, "violation", "a")
    assert TEXT[violation.start : violation.end] == violation.quote == "县委应当每年向市委报告扶贫项目资产"
    assert violation.message_en == "Only a responsibility has a role."
    assert violation.message_zh == "只有责任才有责任角色。"
    (tmp_path / "x.ttl").write_text("shape:")
    with pytest.raises(VocabularyError, match="not Turtle"):
        violations(sound, [tmp_path / "x.ttl"])


def test_warnings_do_not_fail(filled: Callable[[Document], EmbeddedStore], make: Make) -> None:
    store = filled(make(TEXT, METADATA))
    store.replace_graph(GRAPH, Builder(read_lexicon(["role"])).document(make(TEXT, METADATA), without_matter()))
    outcome, _, [finding] = CHECKS["shapes"](store)
    assert (outcome, finding.en.partition(";")[0]) == ("passed", "A responsibility has no matter")


@pytest.mark.java
def test_a_class_that_nothing_can_belong_to_is_found(
    sound: EmbeddedStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "x.ttl").write_text(
        f"@prefix : <{DG.iri}> . @prefix owl: <{OWL.iri}> . @prefix rdfs: <{RDFS.iri}> .\n"
        ":Duty a owl:Class ; owl:disjointWith :Norm . :Norm a owl:Class .\n"
        ":Both a owl:Class ; rdfs:subClassOf :Duty, :Norm ."
    )
    monkeypatch.setattr(reason, "schema_files", lambda: (tmp_path / "x.ttl",))
    found = check_consistency(sound, sample=0)
    assert (found.outcome, [finding.place for finding in found.findings]) == ("inconsistent", [DG.iri + "Both"])


def test_without_java_consistency_is_skipped(sound: EmbeddedStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert check_consistency(sound).outcome == "no-java"
    assert CHECKS["consistency"](sound)[0] == "skipped"
