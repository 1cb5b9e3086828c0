"""The screen of comparisons without a browser: what it offers, what it shows, what it refuses."""

from __future__ import annotations

import json
from io import BytesIO

import pytest
from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest

from app import compare_screen
from app.heat_map import roles_of_columns
from app.labels import Labels
from app.library import Library
from app.plain import plain
from queries.comparison.compare import columns, compare
from queries.comparison.types import Column


@pytest.fixture
def screen(shipped: str) -> AppTest:
    def script(store: str) -> None:
        import streamlit as st

        from app.compare_screen import compare_screen
        from app.labels import Labels
        from app.library import Library

        if "library" not in st.session_state:
            st.session_state.library = Library(store)
        compare_screen(st.session_state.library, Labels("zh"))

    return AppTest.from_function(script, kwargs={"store": shipped}, default_timeout=60)


def page(screen: AppTest) -> str:
    assert not screen.exception
    return str(screen.get("iframe")[0].proto.srcdoc)


def test_the_documents_with_most_roles_are_compared_at_first(screen: AppTest) -> None:
    screen.run()
    assert screen.multiselect[0].value == ["suzhou-2022", "central-2022", "central-2016+hunan-2017"]
    for words in ("责任矩阵（按角色）", "条文对照", "空白与冲突", "规定在其他层级", "第十六条"):
        assert words in page(screen)
    assert '<base href="about:srcdoc">' in page(screen)


def test_a_level_and_a_role_narrow_it(screen: AppTest) -> None:
    screen.run()
    screen.selectbox(key="compared_level").set_value("township")
    screen.selectbox(key="compared_role").set_value("first").run()
    matrix = page(screen).partition('id="role"')[2].partition("</section>")[0]
    assert "乡镇党委主要负责人" in matrix
    assert "共 1 行、3 格" in matrix


@pytest.mark.parametrize("documents", [[], ["suzhou-2022"]])
def test_one_document_is_not_compared(screen: AppTest, documents: list[str]) -> None:
    screen.run()
    screen.multiselect[0].set_value(documents).run()
    assert not screen.exception
    assert not screen.get("iframe")
    assert "选两份以上的文件" in screen.get("html")[-1].proto.body


def test_every_file_can_be_written(shipped: str) -> None:
    library = Library(shipped)
    columns = (Column("hunan-2017", ("hunan-2017",)), Column("suzhou-2022", ("suzhou-2022",)))
    compared = compare(library.store, library.lexicon, columns)
    files = {form: compare_screen._file(library, compared, form, Labels("zh")) for form, _ in compare_screen.FILES}
    assert len(files) == 4
    assert all(files.values())
    assert len(load_workbook(BytesIO(files["xlsx"])).sheetnames) >= 5


def test_a_document_can_be_read_with_its_basis(screen: AppTest) -> None:
    screen.run()
    assert "《脱贫攻坚责任制实施办法》＋《湖南省实施细则》" in page(screen)
    screen.multiselect[0].set_value(["hunan-2017", "central-2016+hunan-2017"]).run()
    assert not screen.exception
    assert plain("hunan-2017 is named twice") in screen.warning[0].value


def test_the_heat_map_says_what_the_matrix_says(shipped: str) -> None:
    library = Library(shipped)
    compared = compare(library.store, library.lexicon, columns("suzhou-2022,central-2016+hunan-2017"))
    matrix = next(one for one in compared.matrices if one.rows_are == "role")
    values = json.loads(roles_of_columns(library, matrix, Labels("zh")).to_json())["data"]["values"]
    assert len(values) == len(matrix.rows) * len(matrix.columns) > 50
    assert sum(value["n"] for value in values) == sum(len(cell.entries) for row in matrix.cells for cell in row) > 20
    place = ("《宿州市衔接责任制实施办法》", "第一责任人", "乡镇级")
    (township,) = (value for value in values if (value["document"], value["role"], value["level"]) == place)
    assert "乡镇党委主要负责人" in township["said"]
    assert "第十六条" in township["said"]
    assert "规定在其他层级" in {value["said"] for value in values if not value["n"]}


def test_the_heat_map_has_a_table_of_the_same(screen: AppTest) -> None:
    screen.run()
    assert screen.get("vega_lite_chart")[0].proto.alt == "各级角色一览"
    table = screen.dataframe[0].value
    assert list(table.columns)[:2] == ["角色", "层级"]
    row = table[(table["角色"] == "第一责任人") & (table["层级"] == "乡镇级")].iloc[0]
    assert "第十六条" in row["《宿州市衔接责任制实施办法》"]
    assert not table.isna().any(axis=None)
