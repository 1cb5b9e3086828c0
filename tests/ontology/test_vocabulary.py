"""The Turtle of the room: vocabularies, the lexicon read from them, the ontology's terms, and the shapes."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import get_args

import pyoxigraph
import pyshacl
import pytest
import rdflib
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SH, SKOS

import ontology
from corpus.errors import VocabularyError
from corpus.types import LEVELS, ProvisionKind
from extract.types import KINDS, ROLES, Status
from ontology.lexicon import FOLDER, read_lexicon
from ontology.namespace import DG, PREFIXES

ROOM = Path(ontology.__file__).parent
FILES = sorted([*ROOM.glob("*.ttl"), *FOLDER.glob("*.ttl"), *(ROOM / "shapes").glob("*.ttl")])
NAMES = [path.relative_to(ROOM).as_posix() for path in FILES]

COUNTS = {"actor": 96, "kind": 8, "level": 8, "matter": 157, "measure": 46, "position": 22, "region": 3214, "role": 12}
"""How many concepts each scheme has: a lost one must not pass unseen."""

GLOSSED = [scheme for scheme in COUNTS if scheme != "region"]
"""The schemes whose concepts have definitions; a region needs none."""


@cache
def graph(name: str) -> rdflib.Graph:
    """Return one Turtle file of the room."""
    return rdflib.Graph().parse(ROOM / name)


def concepts(scheme: str) -> list[rdflib.URIRef]:
    """Return the concepts of a scheme."""
    return sorted(graph(f"vocabulary/{scheme}.ttl").subjects(RDF.type, SKOS.Concept))


def languages(node: rdflib.URIRef, predicate: rdflib.URIRef, file: str) -> list[str]:
    """Return the languages of a node's values, sorted."""
    return sorted(value.language for value in graph(file).objects(node, predicate))


def folded(text: str) -> str:
    """Fold width, case, quotation marks and blanks, by which two forms are one to a reader."""
    narrow = unicodedata.normalize("NFKC", text).casefold()
    return "".join(char for char in narrow if char not in "“”\"'‘’ ")


def test_all_files_are_there() -> None:
    assert len(FILES) == 8 + 8 + 6
    assert {Path(name).stem for name in NAMES if name.startswith("vocabulary/")} == set(COUNTS)


@pytest.mark.parametrize("name", NAMES)
def test_two_parsers_agree(name: str) -> None:
    quads = list(pyoxigraph.parse(path=ROOM / name, format=pyoxigraph.RdfFormat.TURTLE))
    assert len({str(quad) for quad in quads}) == len(quads) == len(graph(name)) > 20


@pytest.mark.parametrize("scheme", COUNTS)
def test_concepts(scheme: str) -> None:
    file, base = f"vocabulary/{scheme}.ttl", f"https://w3id.org/dutygraph/vocabulary/{scheme}"
    found = concepts(scheme)
    assert len(found) == COUNTS[scheme]
    assert languages(rdflib.URIRef(base), DCTERMS.title, file) == ["en", "zh"]
    for concept in found:
        values = list(graph(file).objects(concept, SKOS.notation))
        assert [f"{base}/{value}" for value in values] == [str(concept)]
        assert list(graph(file).objects(concept, SKOS.inScheme)) == [rdflib.URIRef(base)]
        assert languages(concept, SKOS.prefLabel, file) == ["en", "zh"], concept
        if scheme in GLOSSED:
            assert languages(concept, SKOS.definition, file) == ["en", "zh"], concept


@pytest.mark.parametrize("scheme", COUNTS)
def test_hierarchy(scheme: str) -> None:
    known, lexicon = graph(f"vocabulary/{scheme}.ttl"), read_lexicon([scheme])
    members = set(concepts(scheme))
    for concept in sorted(members):
        above = list(known.objects(concept, SKOS.broader))
        assert bool(above) != bool(list(known.objects(concept, SKOS.topConceptOf))), concept
        assert set(above) <= members, concept
        over, seen = set(above), set(above)
        while over:
            over = {wide for node in over for wide in known.objects(node, SKOS.broader)} - seen
            seen |= over
        assert concept not in seen, f"{concept} is broader than itself"
        assert not seen & set(known.objects(concept, SKOS.related)), "SKOS: what is broader is not related as well"
        notation = str(concept).rpartition("/")[2]
        assert set(lexicon.ancestors(scheme, notation)) == {str(node).rpartition("/")[2] for node in seen}


@pytest.mark.parametrize("scheme", COUNTS)
def test_no_form_of_two_concepts(scheme: str) -> None:
    owners: dict[str, set[str]] = {}
    for term in read_lexicon([scheme]).terms:
        assert term.text == term.text.strip() != ""
        assert any("\u4e00" <= char <= "\u9fff" for char in term.text) == (term.language == "zh"), term
        if (scheme, term.language) != ("region", "en"):  # Suzhou is 苏州 and 宿州
            owners.setdefault(folded(term.text), set()).add(term.concept)
    assert {form: names for form, names in owners.items() if len(names) > 1} == {}


@pytest.mark.parametrize("scheme", GLOSSED)
def test_no_form_twice_in_a_concept(scheme: str) -> None:
    terms = Counter((term.concept, term.language, term.text) for term in read_lexicon([scheme]).terms)
    assert [term for term, count in terms.items() if count > 1] == []


@pytest.mark.parametrize(("scheme", "values"), [("level", LEVELS), ("role", ROLES), ("kind", KINDS)])
def test_schemes_have_the_values_of_frames(scheme: str, values: Iterable[str]) -> None:
    assert list(dict.fromkeys(term.concept for term in read_lexicon([scheme]).terms)) == list(values)


# What people and texts say, and the concept that it names.
MEANINGS = [
    ("level", "乡镇一级", "township"),
    ("level", "县市区", "county"),
    ("level", "市州", "city"),
    ("level", "township level", "township"),
    ("role", "第一责任人", "first"),
    ("role", "first responsible", "first"),
    ("role", "负总责", "overall"),
    ("role", "责任主体", "principal"),
    ("role", "行业监管职责", "supervisory"),
    ("role", "牵头抓总", "lead"),
    ("kind", "会怎样", "sanction"),
    ("kind", "考核内容", "criterion"),
    ("actor", "教育局", "education"),
    ("actor", "扶贫办", "rural-revitalization"),
    ("actor", "村“两委”", "village-two-committees"),
    ("actor", "驻村工作队", "resident-work-team"),
    ("position", "一把手", "principal-leader"),
    ("position", "top leader", "principal-leader"),
    ("position", "分管负责人", "leader-in-charge"),
    ("position", "村支书", "village-party-secretary"),
    ("measure", "通报批评", "public-criticism"),
    ("measure", "书面检查", "written-statement"),
    ("measure", "追究刑事责任", "criminal"),
    ("measure", "作为干部选拔使用的重要依据", "selection-basis"),
    ("matter", "扶贫资产", "project-assets"),
    ("matter", "project assets", "project-assets"),
    ("matter", "巩固拓展脱贫攻坚成果同乡村振兴有效衔接", "bridging"),
    ("matter", "项目库", "project-database"),
    ("matter", "低保", "subsistence-allowance"),
    ("matter", "annual report", "reporting"),
    ("matter", "河长制", "water-environment"),
    ("region", "宿州", "341300"),
    ("region", "白银区", "620402"),
    ("region", "宁乡县", "430182"),
    ("region", "湘西州", "433100"),
    ("region", "南京市鼓楼区", "320106"),
]


@pytest.mark.parametrize(("scheme", "text", "concept"), MEANINGS)
def test_meaning(scheme: str, text: str, concept: str) -> None:
    assert [term.concept for term in read_lexicon([scheme]).of(scheme) if term.text == text] == [concept]


@pytest.mark.parametrize(
    ("scheme", "text"),
    [
        ("actor", "市委市政府"),  # two bodies
        ("actor", "县级"),  # a level
        ("matter", "工作"),
        ("matter", "监督"),
        ("matter", "管理"),
        ("region", "城区"),  # an ordinary word
        ("region", "合作"),
        ("region", "鼓楼区"),  # of several cities
    ],
)
def test_no_term(scheme: str, text: str) -> None:
    assert [term for term in read_lexicon([scheme]).of(scheme) if term.text == text] == []


@pytest.mark.parametrize(
    ("concept", "above"),
    [
        ("project-assets", ["bridging", "poverty-alleviation", "rural-work"]),
        ("asset-income", ["asset-management", "project-assets", "bridging", "poverty-alleviation", "rural-work"]),
        ("bridging", ["rural-work"]),
        ("rural-revitalization", ["rural-work"]),
        ("work-safety", ["public-administration"]),
    ],
)
def test_broader_matters(concept: str, above: list[str]) -> None:
    assert list(read_lexicon(["matter"]).ancestors("matter", concept)) == above


def test_level_of_regions() -> None:
    found = Counter(
        str(level).rpartition("/")[2] for level in graph("vocabulary/region.ttl").objects(None, rdflib.URIRef(DG.level))
    )
    assert found == {"county": 2847, "city": 333, "province": 34}


def test_lexicon_is_the_same_again() -> None:
    whole = read_lexicon()
    assert whole == read_lexicon(reversed(COUNTS))
    assert list(dict.fromkeys(term.scheme for term in whole.terms)) == sorted(COUNTS)
    assert whole.of("role") == read_lexicon(["role", "role"]).terms
    forms = [term.form for term in whole.of("role") if term.concept == "first"]
    assert forms == sorted(forms, key=["preferred", "alternative", "hidden"].index)


HEAD = "@prefix : <https://e.example/> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
BROKEN = [
    (':a skos:notation "a" ; skos:prefLabel "甲"@zh', "no Turtle"),
    ('[] skos:notation "a" .', "blank node"),
    (':a skos:notation "a" ; skos:prefLabel "甲" .', "no language"),
    (':a skos:notation "a" ; skos:altLabel "甲"@de .', "no language"),
    (':a skos:notation "a" ; skos:prefLabel :b .', "no language"),
    (':a skos:prefLabel "甲"@zh .', "no skos:notation"),
    (':a skos:notation "a" ; skos:broader :b .', "no skos:notation"),
    (':a skos:notation "a" , "b" .', "two notations"),
    (':a skos:notation "a" . :b skos:notation "a" .', "share a notation"),
]


@pytest.mark.parametrize(("turtle", "reason"), BROKEN)
def test_broken_vocabulary(tmp_path: Path, turtle: str, reason: str) -> None:
    (tmp_path / "x.ttl").write_text(HEAD + turtle, "utf-8")
    with pytest.raises(VocabularyError, match=rf"x\.ttl.*{reason}") as error:
        read_lexicon(folder=tmp_path)
    assert "\n" not in str(error.value)


def test_missing_vocabulary(tmp_path: Path) -> None:
    with pytest.raises(VocabularyError, match=r"colour\.ttl: there is no"):
        read_lexicon(["colour"])
    with pytest.raises(VocabularyError, match="no vocabulary file"):
        read_lexicon(folder=tmp_path)


# --- the ontology

OWL_VOCABULARIES = ("1999/02/22-rdf-syntax-ns", "2000/01/rdf-schema", "2002/07/owl", "2001/XMLSchema")


def test_ontology_states_the_terms_of_the_namespace() -> None:
    stated = sum((graph(name) for name in NAMES if "/" not in name), rdflib.Graph())
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
    terms = [node for kind in kinds for node in stated.subjects(RDF.type, kind) if str(node).startswith(DG.iri)]
    assert sorted(str(term)[len(DG.iri) :] for term in terms) == sorted(DG.terms), "each once, so nothing is punned"
    for term in terms:
        for predicate in (RDFS.label, RDFS.comment):
            assert sorted(value.language for value in stated.objects(term, predicate)) == ["en", "zh"], term


def test_ontology_declares_what_it_uses() -> None:
    stated = sum((graph(name) for name in NAMES if "/" not in name), rdflib.Graph())
    used = {node for triple in stated for node in triple if isinstance(node, rdflib.URIRef)}
    declared = set(stated.subjects(RDF.type, None)) | set(stated.objects(None, RDFS.seeAlso))
    of_the_language = tuple(f"http://www.w3.org/{name}#" for name in OWL_VOCABULARIES)
    individuals = "https://w3id.org/dutygraph/vocabulary/"
    licences = set(stated.objects(None, DCTERMS.license))
    assert {
        node for node in used - declared - licences if not str(node).startswith((*of_the_language, individuals))
    } == set()


# --- the shapes


def values(name: str, path: str) -> set[str]:
    """Return what the first list of `sh:in` for a path in a shapes file allows, as local names."""
    shapes = graph(f"shapes/{name}.ttl")
    lists = [shapes.value(shape, SH["in"]) for shape in shapes.subjects(SH.path, rdflib.URIRef(path))]
    allowed = [{str(node).rpartition("/")[2] for node in shapes.items(found)} for found in lists if found]
    assert allowed
    return set.union(*allowed)


@pytest.mark.parametrize(
    ("name", "path", "expected"),
    [
        ("norm", DG.kind, KINDS),
        ("norm", DG.role, ROLES),
        ("norm", DG.level, LEVELS),
        ("actor", DG.level, LEVELS),
        ("norm", DG.status, get_args(Status)),
        ("document", DG.provisionKind, get_args(ProvisionKind)),
    ],
)
def test_shapes_allow_the_values_of_the_types(name: str, path: str, expected: Iterable[str]) -> None:
    assert values(name, path) == set(expected)


def test_every_message_is_in_two_languages() -> None:
    shapes = sum((graph(name) for name in NAMES if name.startswith("shapes/")), rdflib.Graph())
    told = set(shapes.subjects(SH.message, None))
    assert len(told) == 77
    for shape in told:
        assert sorted(message.language for message in shapes.objects(shape, SH.message)) == ["en", "zh"]
    constrained = set(shapes.subjects(SH.targetClass, None))
    assert all(shape in told or list(shapes.objects(shape, SH.property)) for shape in constrained)


DATA = """
@base <https://w3id.org/dutygraph/document/> .
@prefix kind: <https://w3id.org/dutygraph/vocabulary/kind/> .
@prefix role: <https://w3id.org/dutygraph/vocabulary/role/> .
@prefix level: <https://w3id.org/dutygraph/vocabulary/level/> .
@prefix position: <https://w3id.org/dutygraph/vocabulary/position/> .
<d> a dg:Document ; dg:id "d" ; dcterms:title "办法" ; dg:completeness "complete" ; dg:jurisdiction level:city ;
    dg:text "市委负总责。" ; dg:checksum "0" ; eli:date_document "2022-03-23"^^xsd:date ; dg:articleCount 1 .
<d/root> a dg:Provision ; dg:document <d> ; dg:eid "root" ; dg:provisionKind "document" ; dg:start 0 ; dg:end 6 .
<d/art_1> a dg:Provision ; dg:document <d> ; dg:eid "art_1" ; dg:provisionKind "article" ; dg:start 0 ; dg:end 6 ;
    eli:is_part_of <d/root> ; dg:article <d/art_1> .
<d/art_1/responsibility-1> a dg:Norm, dg:Responsibility ; dg:id "d/art_1/responsibility-1" ; dg:document <d> ;
    dg:provision <d/art_1> ; dg:kind kind:responsibility ; dg:role role:overall ;
    dg:level level:city ; dg:bearer <d/actor/a> ;
    dg:matterText "工作" ; dg:rule "r" ; prov:wasGeneratedBy <d/activity/r> ;
    dg:confidence "0.9"^^xsd:double ; dg:status "extracted" ;
    oa:start 0 ; oa:end 6 ; oa:exact "市委负总责。" ; dg:evidence <d/e> .
<d/activity/r> a prov:Activity ; prov:used <d> ; dg:plan <../rule/r> .
<d/e> a dg:Evidence ; dg:field "actor" ; dg:value "市委" ; dg:bearer <d/actor/a> ;
    oa:start 0 ; oa:end 2 ; oa:exact "市委" .
<d/art_1/responsibility-1> dg:amount <d/m> .
<d/m> a dg:Amount ; dg:low 1.5 ; dg:high 2.0 ; dg:unit "倍" ; dg:order 1 ; oa:start 2 ; oa:end 4 ; oa:exact "负总" .
<d/reference-1> a dg:Reference ; dg:document <d> ; dg:provision <d/art_1> ; dg:citedLabel "第一条" ; dg:resolved true ;
    eli:cites <d/art_1> ; oa:start 3 ; oa:end 5 ; oa:exact "总责" .
<d/definition-1> a dg:Definition ; dg:document <d> ; dg:provision <d/art_1> ; dg:term "市委" ; dg:meaning "市的委员会" ;
    oa:start 1 ; oa:end 5 ; oa:exact "委负总责" .
<d/actor/a> a dg:Actor, dg:Office ; dg:name "市委" ; dg:document <d> ;
    dg:level level:city ; dg:position position:leader .
<d/i> a dg:Inference ; dg:rule "answers-for" ; prov:wasDerivedFrom <d/art_1/responsibility-1> ;
    rdf:subject <d/actor/a> ; rdf:predicate dg:answersFor ; rdf:object <d/art_1/responsibility-1> .
"""
FRAME, PROOF, ACTOR = "d/art_1/responsibility-1", "d/e", "d/actor/a"
MISTAKES = [
    ('dcterms:title "办法" ; ', "", "d", "A document has a title."),
    ('"complete"', '"whole"', "d", "The completeness of a document"),
    ('dg:text "市委负总责。" ; ', "", "d", "A document that is no digest has its text"),
    ("jurisdiction level:city", "jurisdiction level:town", "d", "The jurisdiction"),
    ('"article" ; dg:start 0', '"articles" ; dg:start 0', "d/art_1", "A provision is of one known kind."),
    ("eli:is_part_of <d/root> ;", "", "d/art_1", "Every provision but the root"),
    ("dg:start 0 ; dg:end 6 ;", "dg:start 7 ; dg:end 6 ;", "d/art_1", "A provision starts at zero"),
    ("dg:role role:overall ;", "", FRAME, "exactly one role"),
    ("dg:role role:overall ;", "dg:role role:chief ;", FRAME, "exactly one role"),
    ("dg:role role:overall ;", "dg:role role:overall, role:first ;", FRAME, "exactly one role"),
    ("a dg:Norm, dg:Responsibility", "a dg:Norm, dg:Duty", FRAME, "Only a responsibility has a role."),
    ("dg:kind kind:responsibility ;", "", FRAME, "exactly one kind"),
    ("dg:level level:city ; dg:bearer", "dg:level level:town ; dg:bearer", FRAME, "The levels of a norm"),
    ("level:city ; dg:bearer <d/actor/a>", "level:city ; dg:bearer <d/actor/b>", FRAME, "The bearers of a norm"),
    ("level:city ; dg:bearer <d/actor/a>", "level:city", FRAME, "A responsibility has no bearer"),
    ('dg:matterText "工作" ; ', "", FRAME, "A responsibility has no matter"),
    ('dg:rule "r" ; ', "", FRAME, "names the one rule"),
    ("prov:wasGeneratedBy <d/activity/r> ;", "", FRAME, "generated by one known activity"),
    (
        "prov:wasGeneratedBy <d/activity/r>",
        "prov:wasGeneratedBy <d/activity/s>",
        FRAME,
        "generated by one known activity",
    ),
    ('"0.9"', '"1.2"', FRAME, "between 0 and 1"),
    ('"extracted"', '"guessed"', FRAME, "The status of a norm"),
    ("oa:start 0 ; oa:end 6 ;", "oa:start 6 ; oa:end 6 ;", FRAME, "A norm starts"),
    (' ; oa:exact "市委负总责。"', "", FRAME, "not from a digest"),
    ("dg:provision <d/art_1> ; dg:kind", "dg:kind", FRAME, "not from a digest"),
    ('dg:field "actor"', 'dg:field "person"', PROOF, "one known field"),
    ("oa:start 0 ; oa:end 2", "oa:start 2 ; oa:end 2", PROOF, "Evidence starts"),
    ('oa:exact "市委" .', "dg:order 1 .", PROOF, "Evidence has a quote"),
    ('dg:value "市委" ; ', "", PROOF, "Evidence has one value"),
    ('"市委" ; dg:bearer <d/actor/a> ;', '"市委" ;', PROOF, "names one actor"),
    ("; dg:evidence <d/e> .", ".", PROOF, "belongs to one norm"),
    ('dg:name "市委" ; ', "", ACTOR, "exactly one name"),
    (
        "dg:level level:city ; dg:position",
        "dg:level level:city, level:county ; dg:position",
        ACTOR,
        "exactly one level",
    ),
    ("; dg:position position:leader .", ".", ACTOR, "An office has a position."),
    ("dg:low 1.5", "dg:low 2.5", "d/m", "not above the upper one"),
    ('dg:unit "倍" ; ', "", "d/m", "one unit"),
    ("dg:amount <d/m>", "dg:mention <d/m>", "d/m", "belongs to one norm"),
    (' ; oa:exact "负总"', "", "d/m", "An amount has a quote"),
    ('dg:citedLabel "第一条" ; ', "", "d/reference-1", "names a document or a provision"),
    ("eli:cites <d/art_1>", "eli:cites <d/art_2>", "d/reference-1", "cites known provisions"),
    ("oa:start 3", "oa:start 5", "d/reference-1", "A reference starts"),
    ('dg:term "市委" ; ', "", "d/definition-1", "one term"),
    ('dg:meaning "市的委员会" ;', "", "d/definition-1", "one meaning"),
    ("position:leader", "level:city", ACTOR, "at most one position"),
    ('dg:rule "answers-for" ; ', "", "d/i", "names its one rule"),
    ("; prov:wasDerivedFrom <d/art_1/responsibility-1>", "", "d/i", "has a premise"),
    ("rdf:subject <d/actor/a> ;", "", "d/i", "one subject"),
    ("rdf:predicate dg:answersFor", "rdf:predicate dg:bearer", "d/i", "only derived"),
    ("; rdf:object <d/art_1/responsibility-1>", "", "d/i", "one object"),
]


def complaints(turtle: str) -> set[tuple[str, str]]:
    """Return the nodes that the shapes find fault with, and the English messages."""
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    data = rdflib.Graph().parse(data=prefixes + turtle, format="turtle")
    shapes = sum((graph(name) for name in NAMES if name.startswith("shapes/")), rdflib.Graph())
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes)
    return {
        (str(node).removeprefix("https://w3id.org/dutygraph/document/"), str(message))
        for result, node in report.subject_objects(SH.focusNode)
        for message in report.objects(result, SH.resultMessage)
        if message.language == "en"
    }


def test_good_data_satisfies_the_shapes() -> None:
    assert complaints(DATA) == set()


@pytest.mark.parametrize(("words", "instead", "node", "message"), MISTAKES)
def test_shapes_find_a_mistake(words: str, instead: str, node: str, message: str) -> None:
    assert DATA.count(words) == 1
    found = complaints(DATA.replace(words, instead))
    assert [said for place, said in found if place == node and message in said], found


def test_shapes_are_shacl() -> None:
    shapes = sum((graph(name) for name in NAMES if name.startswith("shapes/")), rdflib.Graph())
    conforms, _, text = pyshacl.validate(rdflib.Graph(), shacl_graph=shapes, meta_shacl=True)
    assert conforms, text
