"""The responsibility matrix: what stands in cells, why cells are empty, and what holds for every matrix."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import permutations

import pytest

from ontology.frames import text
from ontology.lexicon import read_lexicon
from queries.comparison.entries import GOVERNMENT, Reader, Source, reach_of, read_sources
from queries.comparison.matrix import Matrices, tree
from queries.comparison.types import Cell, Column, Matrix, Place, Row
from queries.comparison.unread import Unread
from queries.graph import Graph

LEXICON = read_lexicon()
LEVELS = GOVERNMENT[1:]
ROLES = ("overall", "first", "direct_person", "principal", "primary", "supervisory", "direct", "specific", "lead")
SHIPPED = ("central-2016", "hunan-2017", "suzhou-2022", "central-2022")
RIVERS = ("jia-2020", "yi-2021")


@dataclass
class Doubting:
    """A graph in which no norm is certain."""

    graph: Graph
    asked: list[str] = field(default_factory=list)

    def select(self, query: str) -> Iterable[Mapping[str, str]]:
        self.asked.append(query)
        return [{**row, "confidence": "0.59"} if "confidence" in row else row for row in self.graph.select(query)]


def matrices(graph: Graph, documents: Iterable[str]) -> Matrices:
    sources = read_sources(graph)
    return Matrices(Reader(graph, LEXICON, [sources[document] for document in documents]), LEXICON)


def each(documents: Iterable[str]) -> list[Column]:
    return [Column(document, (document,)) for document in documents]


def cells(matrix: Matrix) -> dict[tuple[str, str, str], Cell]:
    """Return the cells by column, level and role or matter."""
    return {
        (column.name, row.level, row.role or row.matter): cell
        for row, found in zip(matrix.rows, matrix.cells, strict=True)
        for column, cell in zip(matrix.columns, found, strict=True)
    }


@pytest.fixture(scope="module")
def found(graph, rivers) -> dict[tuple[str, str, str], Cell]:
    """The cells of all matrices of the shipped documents and of those on rivers."""
    of: dict[tuple[str, str, str], Cell] = {}
    for store, documents in ((graph, SHIPPED), (rivers, RIVERS)):
        made = matrices(store, documents)
        of |= cells(made.by_matter(each(documents), GOVERNMENT)) | cells(
            made.by_role(each(documents), GOVERNMENT, ROLES)
        )
    return of


FILLED = [
    ("jia-2020", "city", "overall", [("第一条", "市人民政府", False)]),
    ("jia-2020", "city", "first", [("第一条", "市人民政府主要负责人", False)]),
    ("jia-2020", "county", "principal", [("第三条", "县（区）人民政府", False)]),
    ("jia-2020", "township", "publicity", [("第五条", "各级人民政府", True)]),
    ("jia-2020", "county", "fiscal-input", [("第六条", "县级以上地方人民政府", True)]),
    ("yi-2021", "city", "fire-safety", [("第六条", "消防救援机构", True)]),
    ("yi-2021", "township", "direct", [("第四条", "乡镇人民政府", False)]),
    ("suzhou-2022", "county", "asset-management", [
        ("第十三条", "县区党委 县区政府", False), ("第十三条", "行业主管部门", False),
        ("第十三条", "行业主管部门", False)]),
    ("jia-2020", "village", "reporting", [("第四条", "村民委员会", False)]),
    ("suzhou-2022", "township", "direct", [("第十七条", "乡镇党委 乡镇政府", False)]),
    ("central-2016", "county", "first", [("", "县级党委主要负责人 县级政府主要负责人", False)]),
]  # fmt: skip


@pytest.mark.parametrize(("document", "level", "key", "wanted"), FILLED)
def test_a_cell_says(found, document, level, key, wanted):
    entries = found[document, level, key].entries
    assert [(e.place.label, " ".join(e.actors), e.general) for e in entries] == wanted


EMPTY = [
    ("central-2016", "province", "first", "missing_text", [], []),
    ("central-2016", "village", "funds", "missing_text", [], []),
    ("yi-2021", "province", "overall", "missing_text", [], []),
    ("jia-2020", "county", "overall", "elsewhere", ["city"], ["第一条"]),
    ("jia-2020", "township", "fiscal-input", "elsewhere", ["city", "county"], ["第六条"]),
    ("jia-2020", "province", "publicity", "elsewhere", ["city", "county", "township"], ["第五条"]),
    ("jia-2020", "village", "publicity", "elsewhere", ["city", "county", "township"], ["第五条"]),
    ("yi-2021", "county", "first", "elsewhere", ["city"], ["第一条"]),
    ("suzhou-2022", "province", "first", "elsewhere", ["city", "county", "township", "village"],
     ["第四条", "第九条", "第十六条", "第二十二条"]),
    ("central-2022", "province", "principal", "elsewhere", ["central"], ["第七条"]),
    ("jia-2020", "township", "direct", "delegated", [], ["第七条"]),
    ("suzhou-2022", "township", "primary", "delegated", [], ["第三十五条"]),
    ("central-2022", "province", "supervisory", "delegated", [], ["第二十七条"]),
    ("suzhou-2022", "township", "grain-security", "delegated", [], ["第三十五条"]),
    ("jia-2020", "city", "direct", "not_stated", [], []),
    ("suzhou-2022", "city", "primary", "not_stated", [], []),
    ("hunan-2017", "province", "supervisory", "not_stated", [], []),
    ("suzhou-2022", "city", "grain-security", "not_stated", [], []),
    ("hunan-2017", "province", "specific", "uncertain", [], ["第六条"]),
    ("yi-2021", "township", "emergency-management", "uncertain", [], ["第七条"]),
    ("central-2022", "county", "monitoring", "uncertain", [], ["第八条"]),
]  # fmt: skip


@pytest.mark.parametrize(("document", "level", "key", "kind", "levels", "labels"), EMPTY)
def test_an_empty_cell_says_why(found, document, level, key, kind, levels, labels):
    cell = found[document, level, key]
    assert cell.entries == ()
    (blank,) = cell.blanks
    assert (blank.document, blank.kind, list(blank.levels)) == (document, kind, levels)
    assert [place.label for place in blank.places] == labels


def test_every_kind_of_empty_was_seen_twice():
    kinds = [case[3] for case in EMPTY]
    assert {kind: kinds.count(kind) >= 2 for kind in kinds} == dict.fromkeys(
        ("uncertain", "missing_text", "elsewhere", "delegated", "not_stated"), True
    )


@pytest.mark.parametrize(
    ("level", "key", "label"),
    [("city", "overall", "第一条"), ("county", "principal", "第三条"), ("city", "publicity", "第五条")],
)
def test_a_norm_in_doubt_fills_no_cell(rivers, level, key, label):
    made = matrices(Doubting(rivers), ["jia-2020"])
    of = cells(made.by_role(each(["jia-2020"]), LEVELS, ROLES)) | cells(made.by_matter(each(["jia-2020"]), LEVELS))
    cell = of["jia-2020", level, key]
    assert cell.entries == ()
    assert [(blank.kind, blank.places[0].label) for blank in cell.blanks] == [("uncertain", label)]


def test_an_entry_says_all_that_the_norm_says(found):
    (entry,) = found["jia-2020", "city", "reporting"].entries
    assert (entry.kind, entry.role, entry.time, entry.concepts) == (
        "duty",
        "",
        ("每季度",),
        ("reporting", "water-environment"),
    )
    assert (entry.matter, entry.status, entry.levels) == ("河湖管理保护工作汇报", "extracted", ("city",))
    (entry,) = found["suzhou-2022", "county", "planning"].entries
    assert (entry.kind, entry.quantity) == ("permission", ("不超过30%",))
    (entry,) = found["central-2016", "province", "overall"].entries
    assert entry.place == Place("central-2016", "", "", "", "", 0, 0)
    assert (entry.gist, entry.status) == ("负总责，并确保责任制层层落实", "digest")


@pytest.mark.parametrize(
    ("document", "level", "key", "labels"),
    [
        ("jia-2020", "county", "principal", ["第二条", "第八条"]),  # it is the target of one, the other cites 第三条
        ("jia-2020", "county", "fiscal-input", []),
        ("suzhou-2022", "city", "overall", ["第十五条", "第二十八条", "第二十八条", "第二十九条"]),
        ("suzhou-2022", "township", "petitions", ["第二十八条"]),
        ("central-2016", "province", "overall", []),  # a digest has no words to show
    ],
)
def test_sanctions_that_follow(found, document, level, key, labels):
    entry = found[document, level, key].entries[0]
    assert [place.label for place in entry.sanctions] == labels


@pytest.mark.parametrize("documents", [SHIPPED, RIVERS])
def test_every_cell_has_entries_or_a_blank_for_each_document(found, documents):
    cells = [(key, cell) for key, cell in found.items() if key[0] in documents]
    assert len(cells) > 200
    for (document, *_), cell in cells:
        assert [blank.document for blank in cell.blanks] == ([] if cell.entries else [document])
        assert all(entry.confidence >= 0.6 for entry in cell.entries)


def test_every_quote_stands_in_its_text(found, graph, rivers):
    texts = {document: text(graph, document) for document in SHIPPED}
    texts |= {document: text(rivers, document) for document in RIVERS}
    places = {
        place
        for cell in found.values()
        for place in (
            *(entry.place for entry in cell.entries),
            *(place for entry in cell.entries for place in entry.sanctions),
            *(place for blank in cell.blanks for place in blank.places),
        )
    }
    assert len(places) > 150
    for place in places:
        assert texts[place.document][place.start : place.end] == place.quote


def test_documents_of_one_column_are_read_as_one(graph):
    made = matrices(graph, SHIPPED)
    column = Column("national", ("central-2016", "hunan-2017"))
    (national,) = zip(*made.by_role([column], LEVELS, ["overall", "principal", "first", "primary"]).cells, strict=True)
    of = dict(
        zip(
            [(level, role) for level in LEVELS for role in ("overall", "principal", "first", "primary")],
            national,
            strict=True,
        )
    )
    assert [entry.place.document for entry in of["county", "principal"].entries] == ["central-2016", "hunan-2017"]
    assert [entry.place.document for entry in of["county", "primary"].entries] == ["hunan-2017"]
    assert of["county", "primary"].blanks == ()
    assert [(b.document, b.kind) for b in of["village", "overall"].blanks] == [
        ("central-2016", "missing_text"), ("hunan-2017", "elsewhere")]  # fmt: skip


@pytest.mark.parametrize("order", list(permutations(range(3)))[1:])
def test_columns_in_another_order_are_the_same_matrix_permuted(graph, order):
    columns = [Column("a", ("central-2016", "hunan-2017")), *each(["suzhou-2022", "central-2022"])]
    shuffled = [columns[place] for place in order]
    one = matrices(graph, [d for column in columns for d in column.documents])
    other = matrices(graph, [d for column in shuffled for d in column.documents])
    for left, right in (
        (one.by_role(columns, LEVELS), other.by_role(shuffled, LEVELS)),
        (one.by_matter(columns, LEVELS), other.by_matter(shuffled, LEVELS)),
    ):
        assert left.rows == right.rows
        assert [tuple(row[place] for place in order) for row in left.cells] == list(right.cells)


def test_rows_of_roles(rivers):
    made = matrices(rivers, RIVERS)
    rows = made.by_role(each(RIVERS), LEVELS).rows
    assert rows[:4] == tuple(Row("province", role) for role in ("overall", "first", "principal", "direct"))
    assert len(rows) == 4 * len(LEVELS)
    assert made.by_role(each(RIVERS), ["county"], ["lead"]).rows == (Row("county", "lead"),)
    about = made.by_role(each(RIVERS), ["city", "township"], matter="public-administration")
    assert [row.role for row in about.rows[:3]] == ["overall", "first", "principal"]  # 河道保洁 names no concept


def test_rows_of_matters(rivers):
    made = matrices(rivers, RIVERS)
    rows = made.by_matter(each(RIVERS), ["city", "county"]).rows
    assert rows[0] == Row("city", matter="rural-work", depth=0)
    assert Row("county", matter="water-environment", depth=2) in rows
    shown = {row.matter for row in rows}
    assert {"reporting", "fire-safety", "fiscal-input", "funds"} <= shown
    assert "asset-management" not in shown
    rows = made.by_matter(each(RIVERS), ["city"], "environment").rows
    assert rows == (Row("city", matter="environment", depth=0), Row("city", matter="water-environment", depth=1))
    assert made.by_matter(each(RIVERS), ["city"], "grain-security").rows == (Row("city", matter="grain-security"),)
    of = cells(made.by_matter(each(["jia-2020"]), ["city"], "water-environment", "first"))
    assert [entry.role for entry in of["jia-2020", "city", "water-environment"].entries] == ["first"]


def test_each_matter_stands_once_below_one_that_is_broader():
    concepts = list(dict.fromkeys(term.concept for term in LEXICON.of("matter")))
    rows = tree(LEXICON, concepts)
    assert sorted(concept for concept, _ in rows) == sorted(concepts)
    above: list[str] = []
    for concept, depth in rows:
        above = above[:depth]
        assert len(above) == depth
        assert not above or above[-1] in LEXICON.broader["matter", concept]
        above.append(concept)


@pytest.mark.parametrize(
    ("name", "level", "jurisdiction", "wanted"),
    [
        ("各级组织", "any", "central", GOVERNMENT),
        ("各级组织", "any", "", GOVERNMENT),
        ("各级党委", "any", "central", GOVERNMENT[:-1]),
        ("地方各级党委", "any", "central", GOVERNMENT[1:-1]),
        ("各级政府", "any", "city", GOVERNMENT[2:-1]),
        ("帮扶单位", "any", "county", GOVERNMENT[3:]),
        ("县级以上地方人民政府", "any", "central", ("province", "city", "county")),
        ("县以上人民政府", "any", "city", ("city", "county")),
        ("设区的市以上人民政府", "any", "province", ("province", "city")),
        ("乡镇以上人民政府", "any", "county", ("county", "township")),
        ("省级以上人民政府", "any", "central", ("central", "province")),
        ("省级以上人民政府", "any", "city", ()),
        ("各级政府", "any", "municipality", ("province", "county", "township")),
        ("村民委员会", "village", "central", ("village",)),
        ("企业", "none", "central", ()),
    ],
)
def test_how_far_a_bearer_reaches(name, level, jurisdiction, wanted):
    source = Source("a", level=jurisdiction)
    if jurisdiction == "municipality":
        source = Source("a", level="province", region="上海市")
    assert reach_of(name, level, source) == set(wanted)


ACTORS = [("县区党委", "county"), ("乡镇党委", "township"), ("有关部门", "any"), ("市委", "city")]


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("县区党委在工作中承担好总责。", {("overall", "county")}),
        ("由县区党委牵头，乡镇党委负总责。", {("lead", "county"), ("overall", "township")}),
        ("第一责任人为乡镇党委书记。", {("first", "township")}),
        ("省负总责。", {("overall", "province")}),
        ("县、乡负总责。", {("overall", "township")}),
        ("市县负总责。", {("overall", "city"), ("overall", "county")}),
        ("坚持省负总责、市县抓落实的工作机制。", set()),
        ("坚持省负总责的工作机制，县级党委负总责。", {("overall", "county")}),
        ("有关部门负监管责任。", set()),
        ("县区党委加强指导。", set()),
        ("县区党委加强指导。企业负主体责任。", set()),
        ("县区党委负有其他责任。", set()),
    ],
)
def test_roles_that_were_not_read(words, wanted):
    place = Place("a", "第一条", "", "art_1", words, 100, 100 + len(words))
    unread = Unread(Source("a", level="city"), LEXICON, ACTORS, (), ()).find([place])
    assert set(unread) == wanted
    for places in unread.values():
        for found in places:
            assert words[found.start - 100 : found.end - 100] == found.quote


def test_a_municipality_is_a_province():
    place = Place("a", "第一条", "", "art_1", "市级负总责。", 0, 6)
    beijing = Source("a", level="province", region="北京市")
    assert set(Unread(beijing, LEXICON, (), (), ()).find([place])) == {("overall", "province")}
