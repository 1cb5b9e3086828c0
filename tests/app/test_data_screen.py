"""The screen of data without a browser: figures and their tables, checks, queries, files."""

import csv
import io
import json

import pytest
from lxml.html import fromstring
from streamlit.testing.v1 import AppTest

from app import apart, charts, checks_section, exports_section, heat_map, sparql_section
from app.labels import LANGUAGES, Labels, Language
from app.library import Library
from app.lint_report import lint_csv
from ontology.check import CHECKS
from ontology.export import FORMATS
from ontology.store import open_store
from queries.lint.lint import lint
from queries.lint.rules import rules
from queries.named import names
from tests.app.page import Seen


def screen_over(store: str, section: str = "figures", language: Language = "zh") -> AppTest:
    def script(store: str, language: str) -> None:
        import streamlit as st

        from app.data_screen import data_screen
        from app.labels import Labels
        from app.library import Library

        if "library" not in st.session_state:
            st.session_state.library = Library(store)
        data_screen(st.session_state.library, Labels(language))

    screen = AppTest.from_function(script, kwargs={"store": store, "language": language}, default_timeout=120)
    screen.query_params["section"] = section
    screen.run()
    assert not screen.exception
    return screen


def seen(screen: AppTest) -> str:
    assert not screen.exception
    return Seen("\n".join(block.proto.body for block in screen.get("html"))).text


def asked(screen: AppTest, query: str) -> AppTest:
    screen.text_area(key="query").set_value(query)
    screen.button[0].click()
    screen.run()
    assert not screen.exception
    return screen


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_chart_has_a_table_that_says_the_same(shipped: str, language: Language) -> None:
    library = Library(shipped)
    screen = screen_over(shipped, language=language)
    assert len(screen.get("vega_lite_chart")) == 4
    kinds, roles, covered, rules = (frame.value for frame in screen.dataframe)
    frames = sum(record.frames for record in library.records.values())
    assert list(kinds["id"]) == list(covered["id"]) == list(library.records)
    assert kinds.iloc[:, 2:-1].to_numpy().sum() == kinds.iloc[:, -1].sum() == frames
    assert roles.iloc[:, 1:].to_numpy().sum() == sum(library.responsibilities.values())
    extracted = frames - sum(record.digested for record in library.records.values())
    assert rules[Labels(language)("column_frames")].sum() == extracted
    for number in (frames, len(library.records), library.figures.provisions):
        assert f"{number:,}" in seen(screen)


def test_the_charts_draw_what_the_tables_say(shipped: str) -> None:
    library, say = Library(shipped), Labels("zh")
    drawn = [
        charts.kinds_of_documents(library, say, dark=False),
        heat_map.roles_of_levels(library, say),
        charts.coverage(library, say),
        charts.confidence(library, say, dark=True),
    ]
    sums = [
        sum(record.frames for record in library.records.values()),
        sum(library.responsibilities.values()),
        None,
        sum(library.figures.rules.values()),
    ]
    for chart, wanted in zip(drawn, sums, strict=True):
        spec = json.loads(chart.to_json())
        values = spec.get("data", {}).get("values") or spec["layer"][0]["data"]["values"]
        assert wanted is None or sum(value["n"] for value in values) == wanted
    for name, share in charts.covered_shares(library).items():
        articles = {frame.article for frame in library.frames(name).values() if frame.article}
        assert library.figures.covered.get(name, 0) == len(articles), name
        assert (share is None) == (library.records[name].articles == 0)
    assert any(0 < share < 1 for share in charts.covered_shares(library).values() if share is not None)


def test_many_documents_make_a_histogram(shipped: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(charts, "SHOWN_DOCUMENTS", 2)
    library, say = Library(shipped), Labels("zh")
    values = json.loads(charts.coverage(library, say).to_json())["data"]["values"]
    assert sum(value["n"] for value in values) == 4
    assert "另有 4 份文件" in seen(screen_over(shipped))


def test_a_strange_section_is_the_first(shipped: str) -> None:
    assert screen_over(shipped, "<script>").query_params["section"] == "figures"


def test_every_named_query_runs(shipped: str) -> None:
    screen = screen_over(shipped, "sparql")
    assert len(names()) > 20
    for name in names():
        screen.selectbox(key="named").set_value(name).run()
        assert f"# purpose: {sparql_section.named(name).purpose}" in screen.text_area(key="query").value
        screen.button[0].click()
        screen.run()
        assert not screen.exception
        assert not screen.warning, name
        assert len(screen.dataframe) == 1


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("INSERT DATA { <a:a> <a:b> <a:c> }", "只能读取"),
        ("PREFIX a: <a:>\n# why\ndelete where { ?s ?p ?o }", "只能读取"),
        ("BASE <a:> PREFIX : <b:> CLEAR ALL", "只能读取"),
        ("LOAD <http://example.org/a.ttl>", "只能读取"),
        ("ASK {} ; DROP ALL", "查询没有运行"),
        ("SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }", "SERVICE is not allowed"),
        ("SELECT", "查询没有运行"),
        ("  ", "先写一个查询"),
        ("![x](http://example.org/x.png)", "查询没有运行"),
    ],
)
def test_what_is_no_query_is_told_in_a_sentence(shipped: str, query: str, told: str) -> None:
    screen = asked(screen_over(shipped, "sparql"), query)
    assert told in screen.warning[0].value
    assert "![" not in screen.warning[0].value
    assert not screen.dataframe


def test_a_query_has_its_limits(shipped: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sparql_section, "SECONDS", (1,) * 2)
    screen = screen_over(shipped, "sparql")
    asked(screen, "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
    assert "超过 1 秒" in screen.warning[0].value
    asked(screen, "SELECT * { ?s ?p ?o }")
    assert "只列前 1000 行" in seen(screen)
    assert screen.dataframe[0].value.shape == (1000, 3)


def test_a_result_is_shown_with_short_names_and_downloaded_whole(shipped: str) -> None:
    screen = asked(screen_over(shipped, "sparql"), 'SELECT ?d ?p { ?d ?p "suzhou-2022" }')
    assert screen.dataframe[0].value.to_numpy().tolist() == [["…/document/suzhou-2022", "dg:id"]]
    assert screen.get("download_button")


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_every_format_can_be_made(shipped: str, form: str) -> None:
    screen = screen_over(shipped, "files")
    screen.selectbox[0].set_value(form).run()
    screen.selectbox[1].set_value("suzhou-2022").run()
    assert not screen.get("download_button")
    screen.button[0].click()
    screen.run()
    assert not screen.exception
    assert len(screen.get("download_button")) == 1
    assert set(exports_section.FORMATS) == set(FORMATS)


def test_what_a_format_cannot_hold_is_told(shipped: str) -> None:
    screen = screen_over(shipped, "files")
    screen.selectbox[0].set_value(exports_section.ONE_DOCUMENT).run()
    assert "" not in screen.selectbox[1].options
    screen.selectbox[1].set_value("central-2016").run()
    screen.button[0].click()
    screen.run()
    assert "没有完成" in screen.error[0].value


def test_the_checks_run_when_asked_to(shipped: str, monkeypatch: pytest.MonkeyPatch) -> None:
    finding = {"place": "a", "zh": "<b>引文</b>不符", "en": "wrong words"}
    outcomes = [
        {"name": name, "outcome": "passed", "counted": number, "findings": []} for number, name in enumerate(CHECKS)
    ]
    outcomes[0] |= {"outcome": "failed", "findings": [finding]}

    def run(*_: object) -> object:
        yield None
        yield from outcomes

    monkeypatch.setattr(apart, "run", run)
    screen = screen_over(shipped, "checks")
    assert not screen.dataframe
    screen.button[0].click()
    screen.run()
    assert not screen.exception
    table, found = (frame.value for frame in screen.dataframe)
    assert list(table["结果"]) == ["不通过", *["通过"] * (len(CHECKS) - 1)]
    assert found.to_numpy().tolist() == [["a", "<b>引文</b>不符"]]
    assert set(checks_section.LABELS) == set(CHECKS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_findings_of_the_linter_are_listed(shipped: str, language: Language) -> None:
    screen = screen_over(shipped, "lint", language)
    with open_store(shipped) as store:
        found = lint(store)
    table = next(block.proto.body for block in screen.get("html") if "<table>" in block.proto.body)
    counts = [int(cell.text) for cell in fromstring(table).iterfind(".//tbody/tr/td[1]")]
    assert counts == [sum(one.rule == rule for one in found) for rule in rules()]
    shown = seen(screen)
    for one in found:
        assert getattr(one.message, language) in shown
        assert one.place.provision in shown
    assert len(screen.get("download_button")) == 1


def test_findings_are_filtered_by_document_and_rule(shipped: str) -> None:
    screen = screen_over(shipped, "lint")
    screen.selectbox(key="lint_document").set_value("panjin-2015").run()
    screen.selectbox(key="lint_rule").set_value("no-enforcer").run()
    shown = seen(screen)
    assert "第十九条的“责任追究”没有写明由谁作出。" in shown
    assert "白银" not in shown
    page = "".join(block.proto.body for block in screen.get("html"))
    assert page.count("用语不明确") == 1  # in the table of rules, on no card
    assert 'href="documents?document=panjin-2015&amp;lang=zh&amp;frame=panjin-2015%2Fart_19%2Fsanction-1"' in page
    screen.selectbox(key="lint_rule").set_value("no-bearer").run()
    assert "没有发现" in seen(screen)
    assert not screen.get("download_button")


def test_the_file_of_findings_has_a_line_for_each_place(shipped: str) -> None:
    with open_store(shipped) as store:
        found = lint(store)
    rows = list(csv.DictReader(io.StringIO(lint_csv(found, "en"))))
    assert len(rows) == sum(1 + len(one.also) for one in found)
    assert [row["quote"] for row in rows] == [place.quote for one in found for place in (one.place, *one.also)]
