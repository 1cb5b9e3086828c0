"""The fast engine finds what pySHACL finds, and what breaks a shape is never stored."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph
import pytest

from app import pipeline
from corpus.errors import DutygraphError
from ontology import check, guard
from ontology.build import Builder
from ontology.errors import ShapeError
from ontology.export import export
from ontology.guard import Guard, stored, violations_of
from ontology.lexicon import read_lexicon
from ontology.namespace import DG, VOCABULARY_GRAPH, concept_iri, document_iri
from ontology.store import EmbeddedStore, open_store
from ontology.types import Violation
from ontology.validate import violations
from ontology.write import add
from tests.ontology.test_check import METADATA, TEXT, Make, norms, quad

ARTICLE = f"{document_iri('a')}/art_1"
DUTY, FIRST, PROOF = f"{ARTICLE}/duty-1", f"{ARTICLE}/responsibility-1", f"{ARTICLE}/duty-1/recipient-1"
GRAPH = document_iri("a")
INTEGER = "<http://www.w3.org/2001/XMLSchema#integer>"
BREAKS = {
    "a role of a duty": lambda quads: quads + quad(DUTY, DG.role, concept_iri("role", "first"), GRAPH),
    "no role": lambda quads: without(quads, f"<{FIRST}> <{DG.role}>"),
    "no bearer, a warning": lambda quads: without(quads, f"<{FIRST}> <{DG.bearer}>"),
    "no matter, a warning": lambda quads: without(quads, f"<{FIRST}> <{DG.matterText}>"),
    "no evidence for a citation": lambda quads: without(quads, f"<{DUTY}> <http://www.w3.org/ns/oa#exact>"),
    "a span that ends before it starts": lambda quads: (
        without(quads, f"<{PROOF}> <http://www.w3.org/ns/oa#end>")
        + f'<{PROOF}> <http://www.w3.org/ns/oa#end> "1"^^{INTEGER} <{GRAPH}> .\n'
    ),
    "two levels of an actor": lambda quads: (
        quads + quad(f"{GRAPH}/actor/县委", DG.level, concept_iri("level", "city"), GRAPH)
    ),
    "an amount without a unit": lambda quads: (
        quads + quad(DUTY, DG.amount, f"{DUTY}/amount-1", GRAPH)
        + quad(f"{DUTY}/amount-1", "http://www.w3.org/1999/02/22-rdf-syntax-ns#type", DG.Amount, GRAPH)
    ),
    "nothing": lambda quads: quads,
}  # fmt: skip
"""What is done to the graph of a sound document."""


def without(quads: str, beginning: str) -> str:
    kept = [line for line in quads.splitlines(keepends=True) if not line.startswith(beginning)]
    assert len(kept) < quads.count("\n")
    return "".join(kept)


def brief(found: tuple[Violation, ...]) -> set[tuple[str, ...]]:
    return {
        (one.severity, one.focus, one.path, one.message_zh, one.message_en, one.document, one.quote, str(one.start))
        for one in found
    }


@pytest.mark.parametrize("name", BREAKS)
def test_the_fast_engine_finds_what_the_reference_finds(name: str, make: Make) -> None:
    quads = BREAKS[name](Builder(read_lexicon(["role"])).document(make(TEXT, METADATA), norms()))
    store = EmbeddedStore(pyoxigraph.Store())
    store.load([quads])
    found = violations_of([quads])
    assert brief(found) == brief(violations(store)) == brief(stored(store))
    assert (name == "nothing") == (not found)
    if name not in ("no evidence for a citation", "a span that ends before it starts"):
        assert all(TEXT[one.start : one.end] == one.quote for one in found)


@pytest.mark.slow
def test_both_agree_on_the_shipped_texts(shipped_store: Path) -> None:
    with open_store(shipped_store) as store:
        lines = [
            f"{quad} .\n"
            for quad in store._inner
            if isinstance(quad.graph_name, pyoxigraph.NamedNode) and quad.graph_name.value != VOCABULARY_GRAPH
        ]
        assert brief(violations_of(lines)) == brief(violations(store)) == brief(stored(store)) == set()
    assert len(lines) > 40_000
    broken = [line for line in lines if f"> <{DG.role}> <" not in line]
    assert len(violations_of(broken)) == len(lines) - len(broken) > 50


def test_a_store_is_looked_at_portion_by_portion(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    builder, store = Builder(read_lexicon(["role"])), EmbeddedStore(pyoxigraph.Store())
    names = [f"d{number}" for number in range(5)]
    for name in names:
        quads = builder.document(make(TEXT, METADATA), norms())
        store.load([BREAKS["no bearer, a warning"](quads).replace(GRAPH, document_iri(name))])
    whole = stored(store)
    assert [one.document for one in whole] == names
    monkeypatch.setattr(guard, "_BATCH", 10)  # each document fills a portion
    assert stored(store) == whole


@pytest.mark.parametrize(("most", "used"), [(0, "fast"), (10_000, "reference")])
def test_the_check_takes_the_fast_engine_for_many_frames(
    most: int, used: str, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = EmbeddedStore(pyoxigraph.Store())
    quads = Builder(read_lexicon(["role"])).document(make(TEXT, METADATA), norms())
    store.load([BREAKS["no role"](quads)])
    monkeypatch.setattr(check, "_MOST_FRAMES", most)
    asked = []
    for name, module, function in (("fast", guard, stored), ("reference", check, violations)):
        monkeypatch.setattr(module, function.__name__, lambda store, n=name, f=function: (asked.append(n), f(store))[1])
    outcome = next(one for one in check.checks(store) if one.name == "shapes")
    assert (asked, outcome.outcome) == ([used], "failed")


def test_a_violation_names_document_and_words_on_one_line(make: Make) -> None:
    quads = Builder(read_lexicon(["role"])).document(make(TEXT, METADATA), norms())
    store = EmbeddedStore(pyoxigraph.Store())
    with pytest.raises(ShapeError) as caught:
        add(store, [(METADATA, without(quads, f"<{FIRST}> <{DG.role}>"))], Guard())
    (violation,) = caught.value.violations
    assert (violation.document, violation.quote) == ("a", "县委书记是第一责任人")
    assert str(caught.value).startswith("a: “县委书记是第一责任人”: 责任须有且只有一个取自词表的角色。")
    assert "\n" not in str(caught.value)
    assert isinstance(caught.value, DutygraphError)


def test_warnings_are_counted_and_stop_nothing(make: Make) -> None:
    quads = Builder(read_lexicon(["role"])).document(make(TEXT, METADATA), norms())
    store = EmbeddedStore(pyoxigraph.Store())
    (warning,) = add(store, [(METADATA, without(quads, f"<{FIRST}> <{DG.matterText}>"))], Guard())
    assert (warning.severity, warning.document, warning.quote) == ("warning", "a", "县委书记是第一责任人")
    assert document_iri("a") in store.graphs()


def test_what_says_more_about_the_same_nodes_waits(make: Make) -> None:
    quads = Builder(read_lexicon(["role"])).document(make(TEXT, METADATA), norms())
    lines = quads.splitlines(keepends=True)
    halves = ["".join(line for line in lines if line.startswith(f"<{GRAPH}> ") == own) for own in (False, True)]
    watching = Guard()
    for half in halves:
        watching.look(half, hold=True)
    assert watching.finish() == ()
    alone = Guard()
    alone.look(halves[0])
    with pytest.raises(ShapeError, match="belongs to one known document"):
        alone.finish()


STRICTER = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix dg: <https://w3id.org/dutygraph/ontology#> .
<https://e.example/s> a sh:NodeShape ; sh:targetClass dg:Duty ; sh:property [ sh:path dg:gist ; sh:minCount 1 ;
    sh:message "义务须有要旨。"@zh, "A duty has a gist."@en ] .
"""


@pytest.fixture
def stricter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Shapes that no shipped text satisfies."""
    (tmp_path / "stricter.ttl").write_text(STRICTER, "utf-8")
    monkeypatch.setattr(guard, "shape_files", lambda: (tmp_path / "stricter.ttl",))


@pytest.mark.usefixtures("stricter")
def test_a_build_that_breaks_a_shape_leaves_the_old_graph(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "texts").mkdir()
    path = tmp_path / "texts" / "plan.txt"
    location = str(tmp_path / "store")
    path.write_text("某县办法\n第一条 县政府对规划负总责。\n", "utf-8")
    pipeline.build(location, tmp_path / "texts")
    with open_store(location) as store:
        before = b"".join(export(store, "nquads"))
    path.write_text("某县办法\n第一条 县政府应当制定规划。\n", "utf-8")
    for work in (lambda: pipeline.build(location, tmp_path / "texts"), lambda: pipeline.add([path], location)):
        with pytest.raises(ShapeError, match=r"^plan: “县政府应当制定规划。”: 义务须有要旨。 A duty has a gist\."):
            work()
        with open_store(location) as store:
            assert b"".join(export(store, "nquads")) == before
    monkeypatch.setattr(guard, "is_available", lambda: False)  # nothing is looked at without the engine
    pipeline.build(location, tmp_path / "texts")
