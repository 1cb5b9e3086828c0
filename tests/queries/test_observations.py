"""Gaps and conflicts: what is found in the shipped documents and in two made for it, and what is not."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from ontology.frames import text
from ontology.lexicon import read_lexicon
from queries.comparison.entries import Reader, read_sources
from queries.comparison.numbers import Number, comparable, is_time, sets_standards, stricter, times
from queries.comparison.observations import Observations
from queries.comparison.types import Column, Observation
from queries.graph import Graph

LEXICON = read_lexicon()
RIVERS = ("jia-2020", "yi-2021")
SHIPPED = ("central-2016", "hunan-2017", "suzhou-2022", "central-2022")


def observe(
    graph: Graph, documents: Iterable[str], matter: str = "", role: str = "", levels: Iterable[str] = ()
) -> list[Observation]:
    sources = read_sources(graph)
    columns = [Column(document, (document,)) for document in documents]
    reader = Reader(graph, LEXICON, [sources[column.name] for column in columns])
    return list(Observations(reader, LEXICON, matter, role).find(columns, tuple(levels)))


@pytest.fixture(scope="module")
def rivers_found(rivers) -> list[Observation]:
    return observe(rivers, RIVERS)


@pytest.fixture(scope="module")
def shipped_found(graph) -> list[Observation]:
    return observe(graph, SHIPPED)


def of_kind(found: list[Observation], kind: str) -> list[Observation]:
    return [one for one in found if one.kind == kind]


def test_matters_that_nobody_answers_for(rivers_found):
    found = {(one.documents, one.matter): one for one in of_kind(rivers_found, "no_responsible")}
    assert {matter for documents, matter in found if documents == ("jia-2020",)} == {
        "fiscal-input", "publicity", "reporting", "emergency-management"}  # fmt: skip
    assert {matter for documents, matter in found if documents == ("yi-2021",)} == {
        "fire-safety", "reporting", "village-planning"}  # fmt: skip
    one = found[("jia-2020",), "fiscal-input"]
    assert one.zh == "《甲市河湖管理保护办法》就“财政投入”规定了义务，未规定由谁负责。"
    assert one.en == "《甲市河湖管理保护办法》 sets duties on fiscal input and names nobody responsible."
    assert [place.label for place in one.places] == ["第六条"]


@pytest.mark.parametrize("matter", ["bridging", "asset-management", "project-assets", "monitoring", "funds"])
def test_a_responsibility_reaches_what_is_narrower(shipped_found, matter):
    """宿州 gives 总责 for 衔接, of which these are parts."""
    found = of_kind(shipped_found, "no_responsible")
    assert not [one for one in found if one.documents == ("suzhou-2022",) and one.matter == matter]


def test_a_digest_shows_no_gaps(shipped_found):
    gaps = of_kind(shipped_found, "no_responsible") + of_kind(shipped_found, "level_skipped")
    assert gaps
    assert not [one for one in gaps if "central-2016" in one.documents]


@pytest.mark.parametrize(
    ("document", "matter", "role", "level", "labels"),
    [
        ("suzhou-2022", "", "principal", "township", ["第八条", "第十三条", "第二十二条"]),
        ("suzhou-2022", "planning", "", "township", ["第五条", "第十三条", "第二十三条"]),
        ("hunan-2017", "planning", "", "township", ["第九条", "第十条", "第二十条"]),
    ],
)
def test_levels_that_are_skipped(shipped_found, document, matter, role, level, labels):
    found = of_kind(shipped_found, "level_skipped")
    (one,) = [o for o in found if (o.documents, o.matter, o.role, o.level) == ((document,), matter, role, level)]
    assert [place.label for place in one.places] == labels


@pytest.mark.parametrize(
    ("document", "matter", "level"),
    [
        ("suzhou-2022", "bridging", "township"),  # 第十六条
        ("central-2022", "research-visits", "city"),  # 第十条(三), beside another matter
        ("central-2022", "reporting", "city"),  # 第二十条, 各级
        ("hunan-2017", "assistance", "city"),  # 第九条
        ("suzhou-2022", "bridging", "province"),  # a city's measure does not bind its province
    ],
)
def test_levels_that_are_not_skipped(shipped_found, document, matter, level):
    found = of_kind(shipped_found, "level_skipped")
    assert not [one for one in found if (one.documents, one.matter, one.level) == ((document,), matter, level)]


def test_a_role_that_is_none_of_the_others_is_no_gap(shipped_found):
    assert "other" not in {one.role for one in of_kind(shipped_found, "level_skipped")}


@pytest.mark.parametrize(
    ("level", "said"),
    [
        ("county", ["县级党委、县级政府：主体责任", "县区党委、县区政府：总责"]),
        ("city", ["市州党委、市州政府：牵头", "市委、市政府：总责", "市级党委、市级政府：其他责任"]),
        ("village", ["驻村工作队：配合", "驻村工作队：主体责任"]),
    ],
)
def test_roles_that_differ(shipped_found, level, said):
    """The matters of the documents as a whole correspond, though their concepts differ."""
    (one,) = [one for one in of_kind(shipped_found, "roles_differ") if one.level == level and not one.matter]
    for words in said:
        assert words in one.zh
    assert set(one.documents) == {place.document for place in one.places}


def test_roles_that_are_the_same_are_no_conflict(shipped_found, rivers_found):
    """第一责任人 are the principal leaders everywhere; in the measures on rivers only the counties differ."""
    assert not [one for one in of_kind(shipped_found, "roles_differ") if "主要负责人" in one.zh]
    (one,) = of_kind(rivers_found, "roles_differ")
    assert (one.level, one.documents) == ("county", RIVERS)
    assert one.zh == (
        "县级就各文件的主题事项的责任角色不同。《甲市河湖管理保护办法》县（区）人民政府：主体责任；"
        "《乙市河湖管理保护办法》县（区）人民政府：总责。"
    )


def test_documents_of_one_column_do_not_conflict(graph, rivers):
    for store, documents in ((graph, SHIPPED), (rivers, RIVERS)):
        sources = read_sources(store)
        reader = Reader(store, LEXICON, [sources[document] for document in documents])
        found = Observations(reader, LEXICON).find([Column("all", documents)])
        assert {one.kind for one in found} <= {"no_responsible", "level_skipped"}


def test_stricter_numbers(rivers_found):
    found = of_kind(rivers_found, "stricter")
    assert {one.documents for one in found} == {("yi-2021", "jia-2020")}
    yi, jia = "《乙市河湖管理保护办法》", "《甲市河湖管理保护办法》"
    assert [one.zh for one in found] == [
        f"就“报告制度”，{yi}第二条“每月”严于{jia}第二条“每季度”。",
        f"{yi}第五条“每周”严于{jia}第四条“每月”。",
        f"{yi}第五条“一日内”严于{jia}第四条“三日内”。",
    ]


@pytest.mark.parametrize(
    ("restricted", "kinds", "matters"),
    [
        ({"matter": "fiscal-input"}, {"no_responsible"}, {"fiscal-input"}),
        ({"role": "principal"}, set(), set()),
        ({"role": "overall", "levels": ("county",)}, set(), set()),
        ({"matter": "water-environment"}, {"roles_differ", "stricter"}, {"", "reporting"}),
    ],
)
def test_only_what_is_asked_for(rivers, restricted, kinds, matters):
    found = observe(rivers, RIVERS, **restricted)
    assert {one.kind for one in found} == kinds
    assert {one.matter for one in found} == matters


def test_every_place_stands_in_its_text(graph, rivers, shipped_found, rivers_found):
    texts = {document: text(graph, document) for document in SHIPPED}
    texts |= {document: text(rivers, document) for document in RIVERS}
    places = [place for one in (*shipped_found, *rivers_found) for place in one.places]
    assert len(places) > 50
    for place in places:
        assert texts[place.document][place.start : place.end] == place.quote


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("每月报告", [("period", None, 30)]),
        ("每季度", [("period", None, 91)]),
        ("每半年", [("period", None, 182.5)]),
        ("每两年", [("period", None, 730)]),
        ("每年至少一次", [("period", None, 365)]),
        ("每月20日前报送", [("period", None, 30)]),
        ("在三十日内", [("limit", None, 30)]),
        ("自受理之日起5个工作日内", [("limit in working days", None, 5)]),
        ("六个月以内", [("limit", None, 180)]),
        ("不得超过十五个工作日", [("limit in working days", None, 15)]),
        ("二十四小时内", [("limit", None, 1)]),
        ("不少于三十日", [("minimum", 30, None)]),
        ("至少7个工作日", [("minimum in working days", 7, None)]),
        ("定期研究，过渡期内", []),
        ("2021年底", []),
        ("不超过30%", []),
    ],
)
def test_times_are_read(words, wanted):
    found = list(times(words))
    assert [(one.measure, one.low, one.high and round(one.high, 1)) for one in found] == wanted
    for one in found:
        assert words[one.start : one.end] == one.words


def number(measure: str, low: float | None, high: float | None) -> Number:
    return Number(measure, low, high, "", 0, 0)


@pytest.mark.parametrize(
    ("left", "right", "sign"),
    [
        (number("%", 50, None), number("%", 30, None), 1),
        (number("%", None, 30), number("%", None, 50), 1),
        (number("元", 100, 500), number("元", 100, 500), 0),
        (number("元", 100, 500), number("元", 200, 400), -1),
        (number("元", 100, 500), number("元", 100, 400), -1),
        (number("元", 100, 400), number("元", 200, 500), 0),  # a higher floor and a higher ceiling
        (number("%", 50, None), number("%", None, 30), 0),
        (number("个", 2, 2), number("个", 1, 1), 0),
        (number("limit", None, 5), number("limit in working days", None, 3), 0),
        (number("period", None, 30), number("period", None, 91), 1),
        (number("minimum", 30, None), number("minimum", 20, None), 1),
    ],
)
def test_which_number_is_stricter(left, right, sign):
    assert stricter(left, right) == sign
    assert stricter(right, left) == -sign


@pytest.mark.parametrize(
    ("left", "right", "one_matter", "several", "wanted"),
    [
        ("市政府应当在三十日内答复申请人。", "县政府应当在六十日内答复申请人。", False, False, True),
        ("市政府应当在三十日内答复申请人。", "企业于每批货物到港后六十日内缴清税款。", False, False, False),
        (
            "供水五个工作日内办结，供热八个工作日内办结。",
            "供水三个工作日内办结，供气四个工作日内办结。",
            False,
            True,
            True,
        ),
        ("供水应当在五个工作日内办结，其他十日。", "投诉举报的答复期限为三个工作日内，供热另定。", True, True, False),
    ],
)
def test_numbers_of_the_same_thing(left, right, one_matter, several, wanted):
    one, other = next(times(left)), next(times(right))
    assert comparable(left, one, right, other, one_matter=one_matter, several=several) is wanted


def test_amounts_that_are_times():
    assert is_time("日", "内")
    assert is_time("个", "工作日内办结")
    assert not is_time("个", "以上涉农县")
    assert sets_standards("duty")
    assert not sets_standards("sanction")
