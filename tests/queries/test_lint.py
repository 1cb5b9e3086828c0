"""The linter finds what made texts lack and nothing where they lack nothing; its findings quote the shipped texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

import dutygraph
from corpus.errors import UnknownDocument
from ontology.frames import documents, text
from ontology.store import EmbeddedStore, open_store
from queries.errors import UnknownRule
from queries.lint.lint import RULES, lint
from queries.lint.rules import SHOWN, rules
from queries.lint.vague import vague_terms

CASES = {
    f"{rule}-{number}": (rule, case)
    for rule, cases in yaml.safe_load((Path(__file__).parent / "lint_cases.yaml").read_text("utf-8")).items()
    for number, case in enumerate(cases, 1)
}
COUNTS = Counter(rule for rule, _ in CASES.values())
GOLDEN = yaml.safe_load((Path(__file__).parent / "lint_golden.yaml").read_text("utf-8"))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedStore]:
    """The graph of the made texts, one document for each case."""
    folder = tmp_path_factory.mktemp("lint")
    manifest = {}
    for name, (_, case) in CASES.items():
        title = "甲县河湖保护工作方案" if case.get("plan") else "甲县河湖保护办法"
        (folder / f"{name}.txt").write_text(f"{title}\n{case['text']}\n", "utf-8")
        manifest[name] = {"title": title, "level": "county"}
        if "missing" in case:
            manifest[name] |= {"completeness": "partial", "missing": case["missing"]}
    (folder / "manifest.yaml").write_text(yaml.safe_dump(manifest, allow_unicode=True), "utf-8")
    (folder / "facts").mkdir()
    dutygraph.build(folder, folder / "store").close()
    store = open_store(folder / "store")
    yield store
    store.close()


def test_nothing_got_lost():
    assert len(CASES) == 68
    assert set(COUNTS) == set(RULES) == set(rules())
    assert min(COUNTS.values()) >= 6
    for rule in RULES:
        wanted = [bool(case["expect"]) for of, case in CASES.values() if of == rule]
        assert min(wanted.count(True), wanted.count(False)) >= 2, f"{rule} needs texts with and without a finding"


@pytest.mark.parametrize("name", CASES)
def test_case(made, name):
    rule, case = CASES[name]
    found = lint(made, [name], [rule])
    assert [f"{one.variant} {one.place.provision}" for one in found] == case["expect"]
    if "sure" in case:
        assert {one.sure for one in found} == {case["sure"]}


def test_every_variant_has_a_case():
    seen = {(rule, line.split()[0]) for rule, case in CASES.values() for line in case["expect"]}
    assert seen == {(rule.id, variant) for rule in rules().values() for variant in rule.variants}


@pytest.mark.parametrize("document", GOLDEN)
def test_golden(graph, document):
    found = lint(graph, [document])
    lines = [f"{one.rule} {one.variant} {one.place.provision} {one.message.zh}" for one in found]
    assert lines == GOLDEN[document]


def test_golden_has_all_texts_and_the_store_no_more(graph):
    assert set(GOLDEN) == {record.metadata.id for record in documents(graph)} - {"central-2016"}
    every = lint(graph)
    assert len(every) == sum(map(len, GOLDEN.values())) > 30
    assert every == lint(graph)
    assert lint(graph, ["central-2016"]) == ()


@pytest.mark.parametrize("store", ["graph", "made"])
def test_findings_quote_the_text_and_say_how_sure_they_are(request, store):
    store = request.getfixturevalue(store)
    found = lint(store)
    texts = {document: text(store, document) for document in {one.place.document for one in found}}
    assert len(found) > 30
    for one in found:
        for place in (one.place, *one.also):
            assert place.quote
            assert texts[place.document][place.start : place.end] == place.quote
            assert place.document == one.place.document
            assert place.provision
        assert 0 < one.sure <= 1
        assert len(one.also) == min(one.count - 1, SHOWN)
        for said in (one.message, one.why):
            assert said.zh
            assert said.en
            assert "{" not in said.zh + said.en
        assert one.severity in ("error", "warning", "info")


def test_a_rule_or_document_that_is_not_there(made):
    with pytest.raises(UnknownDocument, match="nowhere"):
        lint(made, ["nowhere"])
    with pytest.raises(UnknownRule, match="no-bearer"):
        lint(made, [], ["nothing"])


def test_rules_and_words_are_said_in_both_languages():
    for rule in rules().values():
        for said in (rule.title, rule.explanation, *(case.message for case in rule.variants.values())):
            assert said.zh
            assert said.en
    words = vague_terms()
    assert len(words) == 15
    assert len({word.term for word in words}) == len(words)
    for word in words:
        assert list(word.places(word.example)) == [(0, len(word.example))]
        assert word.en
        assert word.why_zh
        assert word.why_en
