"""Each rule derives what it should from a small document and nothing from one that lacks a condition."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pyoxigraph
import pytest

from corpus.errors import VocabularyError
from ontology.files import vocabulary
from ontology.inferences import inferences
from ontology.namespace import INFERRED_GRAPH, PREFIXES, document_iri
from ontology.rules import Derived, infer, rules
from ontology.store import EmbeddedStore, open_store
from ontology.write import remove

NAMES = ("answers-for", "broader", "inherits", "reaches", "supervises", "supervises-indirectly")
DERIVED = ("answersFor", "inherits", "reaches", "supervises", "supervisesIndirectly")
SHIPPED = {
    "answers-for": 18,
    "broader": 528,
    "inherits": 1,
    "reaches": 576,
    "supervises": 42,
    "supervises-indirectly": 14,
}
"""How many inferences each rule makes from the shipped texts."""
HEAD = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items()) + "".join(
    f"@prefix {scheme}: <https://w3id.org/dutygraph/vocabulary/{scheme}/> .\n"
    for scheme in ("kind", "role", "level", "matter", "position", "actor")
)
BASE = "https://w3id.org/dutygraph/document/"


def norm(name: str, role: str, said: str, document: str = "d") -> str:
    return (
        f"<{document}/{name}> dg:document <{document}> ; dg:kind kind:responsibility ; dg:role role:{role} ; {said} .\n"
    )


def actor(name: str, level: str, said: str = "", document: str = "d") -> str:
    return f'<{document}/actor/{name}> dg:name "{name}" ; dg:document <{document}> ; dg:level level:{level} {said} .\n'


def duty(words: str, bearer: str, *recipients: str, kind: str = "duty") -> str:
    """Return a norm with these words, its bearer and its recipients, each where its words stand first."""
    lines = (
        f"<d/n> dg:document <d> ; dg:kind kind:{kind} ; dg:bearer <d/actor/{bearer}> ; "
        f'oa:start 10 ; oa:exact "{words}" .\n'
    )
    for number, recipient in enumerate(recipients):
        start = 10 + words.index(recipient)
        lines += (
            f'<d/n> dg:evidence <d/n/{number}> . <d/n/{number}> dg:field "recipient" ; dg:value "{recipient}" ; '
            f"oa:start {start} ; oa:end {start + len(recipient)} .\n"
        )
    return lines


BRIDGING = "dg:matter matter:bridging ; dg:about matter:bridging"
ASSETS = "dg:matter matter:project-assets ; dg:about matter:project-assets, matter:bridging"
SPOKEN = norm("n2", "supervisory", ASSETS)
BODY = actor("县委", "county", "; dg:directType actor:party-committee")
HEAD_OF_BODY = actor("县委主要负责人", "county", "; dg:position position:principal-leader")
LINKED = '<d> dg:implements <a> ; dg:completeness "complete" .\n'
ABOVE = norm("n", "first", "dg:level level:county", "a")
COUNTY = actor("县政府", "county", "; dg:directType actor:government")
TOWNSHIP = actor("乡镇政府", "township", "; dg:directType actor:government")
MAYOR = actor("乡镇长", "township", "; dg:directType actor:government ; dg:position position:government-head")
CHAIN = (
    duty("市政府督促县政府落实。", "市政府", "县政府")
    + duty("县政府指导乡镇开展工作。", "县政府", "乡镇").replace("d/n", "d/m")
    + actor("市政府", "city")
    + COUNTY
    + TOWNSHIP
)

CASES = {
    "a general responsibility reaches what the document provides for": (
        "reaches", norm("n1", "first", BRIDGING) + SPOKEN, ["d/n1 reaches project-assets"],
    ),
    "an overall one does too": ("reaches", norm("n1", "overall", BRIDGING) + SPOKEN, ["d/n1 reaches project-assets"]),
    "a matter that the document does not provide for is not reached": ("reaches", norm("n1", "first", BRIDGING), []),
    "nor one of another document": ("reaches", norm("n1", "first", BRIDGING) + norm("n2", "other", ASSETS, "e"), []),
    "a role for a task reaches nothing": ("reaches", norm("n1", "lead", BRIDGING) + SPOKEN, []),
    "nothing is reached upwards": (
        "reaches", norm("n1", "first", ASSETS) + norm("n2", "other", BRIDGING), [],
    ),
    "what is asserted is not derived": (
        "reaches", norm("n1", "first", f"{BRIDGING}, matter:project-assets") + SPOKEN, [],
    ),
    "the leader of a body answers for it": (
        "answers-for", norm("n", "overall", "dg:bearer <d/actor/县委>") + BODY + HEAD_OF_BODY,
        ["d/actor/县委主要负责人 answersFor n"],
    ),
    "a secretary is a leader": (
        "answers-for",
        norm("n", "principal", "dg:bearer <d/actor/县委>") + BODY
        + actor("县委书记", "county", "; dg:position position:party-secretary"),
        ["d/actor/县委书记 answersFor n"],
    ),
    "a deputy is none": (
        "answers-for",
        norm("n", "overall", "dg:bearer <d/actor/县委>") + BODY
        + actor("县委副书记", "county", "; dg:position position:deputy"),
        [],
    ),
    "the leader of another body does not answer": (
        "answers-for", norm("n", "overall", "dg:bearer <d/actor/县政府>") + COUNTY + HEAD_OF_BODY, [],
    ),
    "nor one of another level": (
        "answers-for",
        norm("n", "overall", "dg:bearer <d/actor/县委>") + BODY + HEAD_OF_BODY.replace("level:county", "level:city"),
        [],
    ),
    "nor for a task": (
        "answers-for", norm("n", "specific", "dg:bearer <d/actor/县委>") + BODY + HEAD_OF_BODY, [],
    ),
    "nor a leader whom the document does not name": (
        "answers-for", norm("n", "overall", "dg:bearer <d/actor/县委>") + BODY, [],
    ),
    "who bears it need not be derived": (
        "answers-for",
        norm("n", "overall", "dg:bearer <d/actor/县委>, <d/actor/县委主要负责人>") + BODY + HEAD_OF_BODY,
        [],
    ),
    "a silent document inherits": ("inherits", LINKED + ABOVE, ["d inherits n"]),
    "and by what it is based on": (
        "inherits", LINKED.replace("dg:implements", "eli:based_on") + ABOVE, ["d inherits n"],
    ),
    "silent on another level": (
        "inherits", LINKED + ABOVE + norm("o", "first", "dg:level level:city"), ["d inherits n"],
    ),
    "not where it speaks": ("inherits", LINKED + ABOVE + norm("o", "first", "dg:level level:county"), []),
    "not where it speaks of all levels": ("inherits", LINKED + ABOVE + norm("o", "first", "dg:level level:any"), []),
    "not where it speaks of one of them": (
        "inherits",
        LINKED + ABOVE.replace("level:county", "level:county, level:city") + norm("o", "first", "dg:level level:city"),
        [],
    ),
    "not where it is incomplete": ("inherits", LINKED.replace("complete", "partial") + ABOVE, []),
    "not without a link": ("inherits", '<d> dg:completeness "complete" .\n' + ABOVE, []),
    "a verb before the recipient": (
        "supervises", duty("县政府督促指导乡镇政府落实。", "县政府", "乡镇政府") + COUNTY + TOWNSHIP,
        ["d/actor/县政府 supervises 乡镇政府"],
    ),
    "a level stands for its bodies, not for their heads": (
        "supervises", duty("县政府指导各乡镇落实。", "县政府", "各乡镇") + COUNTY + TOWNSHIP + MAYOR,
        ["d/actor/县政府 supervises 乡镇政府"],
    ),
    "a verb after 对 and the recipient": (
        "supervises", duty("县政府每年对乡镇政府开展督查。", "县政府", "乡镇政府") + COUNTY + TOWNSHIP,
        ["d/actor/县政府 supervises 乡镇政府"],
    ),
    "who is reported to is not supervised": (
        "supervises", duty("乡镇政府向县政府报告监督情况。", "乡镇政府", "县政府") + COUNTY + TOWNSHIP, [],
    ),
    "nor who is helped by a supervisor": (
        "supervises", duty("监督部门应当协助乡镇政府。", "县政府", "乡镇政府") + COUNTY + TOWNSHIP, [],
    ),
    "nor in another clause": (
        "supervises", duty("县政府加强监督，支持乡镇政府工作。", "县政府", "乡镇政府") + COUNTY + TOWNSHIP, [],
    ),
    "a sanction is no supervision": (
        "supervises", duty("县政府督促乡镇政府落实。", "县政府", "乡镇政府", kind="sanction") + COUNTY + TOWNSHIP, [],
    ),
    "who supervises a supervisor does so indirectly": (
        "supervises-indirectly", CHAIN, ["d/actor/市政府 supervisesIndirectly 乡镇政府"],
    ),
    "a chain needs both links": (
        "supervises-indirectly",
        duty("市政府督促县政府落实。", "市政府", "县政府") + actor("市政府", "city") + COUNTY,
        [],
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def words() -> EmbeddedStore:
    """A store with nothing but the vocabulary."""
    store = EmbeddedStore(pyoxigraph.Store())
    store.load([vocabulary()])
    return store


def quads(turtle: str) -> str:
    """Return Turtle of documents a, d, e as N-Quads, each statement in the graph of the document of its subject."""
    parsed = pyoxigraph.parse(HEAD + turtle, pyoxigraph.RdfFormat.TURTLE, base_iri=BASE)
    return "".join(f"{quad.triple} <{document_iri(quad.subject.value.removeprefix(BASE)[0])}> .\n" for quad in parsed)


def said(store: EmbeddedStore, rule: str) -> list[str]:
    """Return the statements of a rule in short."""
    rows = store.select(
        f'SELECT ?s ?p ?o {{ ?i dg:rule "{rule}" ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o . ?s ?p ?o }}'
    )
    return sorted(
        f"{row['s'].removeprefix(BASE)} {row['p'].rpartition('#')[2]} {row['o'].rpartition('/')[2]}" for row in rows
    )


def test_no_rule_and_no_case_got_lost() -> None:
    assert sorted(rule.name for rule in rules()) == sorted(NAMES)
    assert Counter(rule for rule, _, _ in CASES.values()) == {
        "reaches": 7, "answers-for": 8, "inherits": 8, "supervises": 7, "supervises-indirectly": 2,
    }  # fmt: skip
    assert all(rule.purpose and rule.premises and rule.example for rule in rules())


@pytest.mark.parametrize("case", CASES)
def test_a_rule_derives_what_it_should(case: str, words: EmbeddedStore) -> None:
    rule, turtle, wanted = CASES[case]
    for name in "ade":
        words.replace_graph(document_iri(name), "")
    words.load([quads(turtle)])
    infer(words)
    assert said(words, rule) == wanted


def test_broader_concepts_of_all_depths_are_found(words: EmbeddedStore) -> None:
    infer(words)
    up = {(row["a"], row["b"]) for row in words.select("SELECT ?a ?b { ?a skos:broader ?b ; skos:inScheme ?s }")}
    wanted = {pair for pair in up if "/matter/" in pair[0] or "/position/" in pair[0]}
    depth = wanted
    while depth := {(a, c) for a, b in depth for b2, c in up if b == b2} - wanted:
        wanted |= depth
    found = {(row["a"], row["b"]) for row in words.select("SELECT ?a ?b { ?a skos:broaderTransitive ?b }")}
    assert found == wanted
    assert len(found) > 300


@pytest.fixture(scope="module")
def shipped(shipped_store: Path) -> EmbeddedStore:
    """The graph of the shipped texts, in memory, that a test may change."""
    with open_store(shipped_store) as live:
        inner = pyoxigraph.Store()
        inner.bulk_extend(live._inner)
    return EmbeddedStore(inner)


GOLDEN = {
    "answers-for": [
        "suzhou-2022/actor/乡镇党委主要负责人 answersFor responsibility-1",
        "suzhou-2022/actor/县区政府主要负责人 answersFor responsibility-1",
        "hunan-2017/actor/省委主要负责人 answersFor responsibility-1",
        "central-2022/actor/省级政府主要负责人 answersFor responsibility-1",
    ],
    "inherits": ["hunan-2017 inherits responsibility-1"],
    "reaches": [
        "suzhou-2022/art_16/responsibility-2 reaches project-assets",
        "suzhou-2022/art_9/responsibility-2 reaches monitored-households",
        "central-2022/art_12/responsibility-1 reaches grain-security",
    ],
    "supervises": [
        "suzhou-2022/actor/市委 supervises 县区党委",
        "suzhou-2022/actor/县区党委 supervises 乡镇政府",
        "suzhou-2022/actor/乡镇党委 supervises 村“两委”",
        "hunan-2017/actor/市州政府 supervises 县级党委",
        "central-2022/actor/中央农村工作领导小组 supervises 省级党委",
    ],
    "supervises-indirectly": [
        "suzhou-2022/actor/市委 supervisesIndirectly 乡镇党委",
        "suzhou-2022/actor/市政府 supervisesIndirectly 村“两委”",
        "hunan-2017/actor/市州党委 supervisesIndirectly 村民委员会",
    ],
}


def test_what_follows_from_the_shipped_texts(shipped: EmbeddedStore) -> None:
    rows = shipped.select("SELECT ?rule ?i { ?i a dg:Inference ; dg:rule ?rule }")
    assert Counter(row["rule"] for row in rows) == SHIPPED
    for rule, wanted in GOLDEN.items():
        assert set(wanted) <= set(said(shipped, rule)), rule


def test_inferences_hold_nothing_that_is_asserted(shipped: EmbeddedStore) -> None:
    inferred = {row["p"] for row in shipped.select(f"SELECT DISTINCT ?p {{ GRAPH <{INFERRED_GRAPH}> {{ ?s ?p ?o }} }}")}
    asserted = {
        row["p"]
        for row in shipped.select(f"SELECT DISTINCT ?p {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(?g != <{INFERRED_GRAPH}>) }}")
    }
    names = {iri.rpartition("#")[2] for iri in inferred - asserted}
    assert names == {*DERIVED, "broaderTransitive", "subject", "predicate", "object", "wasDerivedFrom"}
    # What both hold says something about inferences in one and about norms in the other.
    assert {iri.rpartition("#")[2] for iri in inferred & asserted} == {"type", "rule"}
    both = f"ASK {{ GRAPH <{INFERRED_GRAPH}> {{ ?s dg:rule ?o }} GRAPH ?g {{ ?s dg:kind ?k }} }}"
    assert not shipped.ask(both)


def test_every_derived_statement_has_its_inference_with_premises_that_stand(shipped: EmbeddedStore) -> None:
    for name in (*(f"dg:{name}" for name in DERIVED), "skos:broaderTransitive"):
        stated = {(row["s"], row["o"]) for row in shipped.select(f"SELECT ?s ?o {{ ?s {name} ?o }}")}
        proved = shipped.select(f"SELECT ?s ?o {{ ?i rdf:predicate {name} ; rdf:subject ?s ; rdf:object ?o }}")
        assert stated == {(row["s"], row["o"]) for row in proved}
        assert stated
    loose = shipped.select(
        "SELECT ?premise { ?i a dg:Inference ; prov:wasDerivedFrom ?premise "
        "MINUS { SELECT DISTINCT ?premise { ?premise a ?c } } }"
    )
    assert loose == []


def test_the_same_graph_is_derived_again(shipped: EmbeddedStore) -> None:
    query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{INFERRED_GRAPH}> {{ ?s ?p ?o }} }}"
    before = set(map(str, shipped.construct(query)))
    made = infer(shipped)
    assert set(map(str, shipped.construct(query))) == before
    assert {one.rule: one.inferences for one in made} == SHIPPED
    assert all(isinstance(one, Derived) and one.seconds >= 0 for one in made)


def test_a_conclusion_goes_with_its_premises(shipped_store: Path) -> None:
    with open_store(shipped_store) as live:
        store = EmbeddedStore(pyoxigraph.Store())
        store._inner.bulk_extend(live._inner)
    remove(store, "central-2016")
    assert said(store, "inherits") == []
    assert said(store, "supervises")
    remove(store, "suzhou-2022")
    left = store.select(f"SELECT DISTINCT ?s {{ GRAPH <{INFERRED_GRAPH}> {{ ?s ?p ?o }} }}")
    assert not any("suzhou" in row["s"] or "central-2016" in row["s"] for row in left)


def test_inferences_of_a_document_are_named(shipped: EmbeddedStore) -> None:
    found = inferences(shipped, "suzhou-2022")
    (one,) = (
        inference
        for inference in found
        if inference.subject.iri.endswith("art_16/responsibility-2") and inference.object.iri.endswith("project-assets")
    )
    assert (one.rule, one.subject.zh, one.predicate.zh, one.predicate.en) == ("reaches", "第十六条", "及于", "reaches")
    assert (one.object.zh, one.object.en) == ("扶贫项目资产", "poverty-alleviation project assets")
    assert [premise.zh for premise in one.premises] == ["第十六条", "第十八条"]
    assert [
        inference.subject.zh for inference in inferences(shipped, "central-2016") if inference.rule == "inherits"
    ] == ["湖南省实施细则"]


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"a.rq": "CONSTRUCT WHERE { ?s ?p ?o }"}, "does not begin with its purpose"),
        ({"a.rq": "# purpose: p\n# premises: q\n# example: e\n# after: b\n"}, "build on b"),
        (
            {
                "a.rq": "# purpose: p\n# premises: q\n# example: e\n# after: b\n",
                "b.rq": "# purpose: p\n# premises: q\n# example: e\n# after: a\n",
            },
            "build on each other",
        ),
    ],
)
def test_a_rule_that_cannot_be_used_is_told(files: dict[str, str], message: str, tmp_path: Path) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(VocabularyError, match=message):
        rules(tmp_path)
