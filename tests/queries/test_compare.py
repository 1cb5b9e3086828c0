"""The comparison as a whole: its views, its columns, what it takes and refuses, and how long it takes."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

import dutygraph
from corpus.errors import UnknownDocument
from ontology.lexicon import read_lexicon
from ontology.store import open_store
from queries.comparison.compare import LEVELS, by_region, columns, compare
from queries.comparison.types import Column, Comparison
from queries.errors import QuestionError

LEXICON = read_lexicon()
THREE = "central-2016+hunan-2017,suzhou-2022,central-2022"
RIVERS = "jia-2020,yi-2021"


@pytest.fixture(scope="module")
def three(graph) -> Comparison:
    """The comparison that this was made for."""
    return compare(graph, LEXICON, columns(THREE))


def test_all_views_are_there(three):
    assert [column.name for column in three.columns] == ["central-2016+hunan-2017", "suzhou-2022", "central-2022"]
    assert [document for document, _ in three.titles] == ["central-2016", "hunan-2017", "suzhou-2022", "central-2022"]
    assert [matrix.rows_are for matrix in three.matrices] == ["role", "matter"]
    assert [(table.left, table.right) for table in three.correlations] == [
        ("hunan-2017", "suzhou-2022"), ("hunan-2017", "central-2022"), ("suzhou-2022", "central-2022")]  # fmt: skip
    assert {one.kind for one in three.observations} == {"no_responsible", "level_skipped", "roles_differ"}
    for matrix in three.matrices:
        assert {row.level for row in matrix.rows} == set(LEVELS)
        assert len(matrix.cells) == len(matrix.rows)
        assert {len(row) for row in matrix.cells} == {3}


def test_what_is_missing_is_told(three):
    assert all(note.en for note in three.notes)
    assert tuple(note.zh for note in three.notes) == (
        "《脱贫攻坚责任制实施办法》本库没有原文，只有事实摘要；摘要所列没有条文原文可引。",
        "《乡村振兴责任制实施办法》本库文本不全，缺第一条、第二条、第三条、第四条、第五条(一)–(三)。",
    )


def test_the_queries_that_ran_are_told_and_run(three, graph):
    assert len(three.sparql) == len(set(three.sparql)) > 10
    assert sum("dg:confidence" in query for query in three.sparql) >= 1
    rows = [sum(1 for _ in graph.select(query)) for query in three.sparql]
    assert sum(map(bool, rows)) > len(rows) / 2


def test_the_same_comparison_twice_is_the_same(three, graph):
    assert compare(graph, LEXICON, columns(THREE)) == three


@pytest.mark.parametrize(
    ("restricted", "rows"),
    [
        ({"level": "township"}, {"township"}),
        ({"level": "乡镇级"}, {"township"}),
        ({"level": "中央"}, {"central"}),
        ({}, set(LEVELS)),
    ],
)
def test_a_level(rivers, restricted, rows):
    found = compare(rivers, LEXICON, columns(RIVERS), **restricted)
    assert {row.level for matrix in found.matrices for row in matrix.rows} == rows
    assert {one.level for one in found.observations} <= {"", *rows}


@pytest.mark.parametrize("name", ["environment", "环境保护", "environmental protection", "Environmental Protection"])
def test_a_matter_with_what_is_narrower(rivers, name):
    roles, matters = compare(rivers, LEXICON, columns(RIVERS), matter=name).matrices
    assert [row.matter for row in matters.rows[:: len(LEVELS)]] == ["environment", "water-environment"]
    assert {row.role for row in roles.rows} == {"overall", "first", "principal"}


@pytest.mark.parametrize("name", ["first", "第一责任人", "第一责任"])
def test_a_role(rivers, name):
    roles, matters = compare(rivers, LEXICON, columns(RIVERS), role=name).matrices
    assert {row.role for row in roles.rows} == {"first"}
    entries = [entry for row in matters.cells for cell in row for entry in cell.entries]
    assert {entry.role for entry in entries} == {"first"}


@pytest.mark.parametrize(
    ("given", "error", "words"),
    [
        ({"level": "太空级"}, QuestionError, "The vocabulary has no level “太空级”."),
        ({"level": "none"}, QuestionError, "choose one of central, province"),
        ({"matter": "x> } #"}, QuestionError, "The vocabulary has no matter “x> } #”."),
        ({"role": "boss"}, QuestionError, "The vocabulary has no role “boss”."),
        ({"documents": "jia-2020,nowhere"}, UnknownDocument, "The store holds no document nowhere."),
        ({"documents": 'a> . ?s ?p "'}, UnknownDocument, "no document"),
    ],
)
def test_what_there_is_not_is_refused_with_a_sentence(rivers, given, error, words):
    documents = given.pop("documents", RIVERS)
    with pytest.raises(error, match=words.replace("}", r"\}").replace(".", r"\.")):
        compare(rivers, LEXICON, columns(documents), **given)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("a", [("a", ("a",))]),
        ("a+b,c", [("a+b", ("a", "b")), ("c", ("c",))]),
        (" a + b ， c ", [("a+b", ("a", "b")), ("c", ("c",))]),
        (
            "优化营商环境条例(2019-10-22),b",
            [("优化营商环境条例(2019-10-22)", ("优化营商环境条例(2019-10-22)",)), ("b", ("b",))],
        ),
    ],
)
def test_columns_are_read(text, wanted):
    assert [(column.name, column.documents) for column in columns(text)] == wanted


@pytest.mark.parametrize("text", ["", ",", "a,", "a++b", "+", "a,a", "a+b,b"])
def test_columns_that_are_none(text):
    with pytest.raises(QuestionError):
        columns(text)


def test_all_documents_unless_some_are_named(rivers):
    found = compare(rivers, LEXICON)
    assert [column.documents for column in found.columns] == [("jia-2020",), ("yi-2021",)]
    assert len(found.correlations) == 1


def test_columns_of_regions(graph, rivers):
    assert by_region(rivers, LEXICON) == (
        Column("安徽省乙市", ("yi-2021",)),
        Column("安徽省甲市", ("jia-2020",)),
    )
    found = by_region(graph, LEXICON, ["suzhou-2022", "central-2022", "hunan-2017", "central-2016"])
    assert [(column.name, column.documents) for column in found] == [
        ("中央级", ("central-2022", "central-2016")),
        ("安徽省宿州市", ("suzhou-2022",)),
        ("湖南省", ("hunan-2017",)),
    ]
    with pytest.raises(UnknownDocument, match="nowhere"):
        by_region(graph, LEXICON, ["nowhere"])


@pytest.mark.laws
@pytest.mark.slow
def test_twenty_statutes_on_one_subject(laws: Path, tmp_path: Path):
    """Twenty documents of sixteen places are compared in under 5 s once the graph is built."""
    paths = sorted(laws.glob("*优化营商环境条例*.md"))
    assert len(paths) >= 16
    store = tmp_path / "store"
    dutygraph.build(store=store).close()
    from app.pipeline import add

    add(paths, str(store))
    with open_store(store) as graph:
        began = time.process_time()
        found = compare(graph, LEXICON)
        took = time.process_time() - began
        assert len(found.columns) >= 20
        assert took < 5
        regions = compare(graph, LEXICON, by_region(graph, LEXICON), matter="business-environment")
    assert not found.correlations
    assert any("条文对照表" in note.zh for note in found.notes)
    assert {"no_responsible", "level_skipped", "roles_differ", "stricter"} == {one.kind for one in found.observations}
    assert "北京市" in [column.name for column in regions.columns]
    assert sum(bool(cell.entries) for row in regions.matrices[1].cells for cell in row) > 50
