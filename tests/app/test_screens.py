"""The screens without a browser: Streamlit's AppTest draws them and presses their buttons."""

import json
import re
import shutil
import socket
import sys
from dataclasses import dataclass
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import get_args

import pytest
import yaml
from streamlit.testing.v1 import AppTest

from app import documents_screen, pipeline, uploads
from app.ask_screen import STEPS
from app.labels import LANGUAGES, Labels, Language
from app.launch import OPTIONS, PortTaken, free_port
from app.library import Library
from corpus.errors import DutygraphError
from queries.types import Step
from tests.app.page import Seen

APP = Path(__file__).parents[2] / "app"
HEADLINE = "乡镇一级扶贫项目资产谁是第一责任人？"
HOSTILE = '<script>alert(1)</script><img src=x onerror="alert(2)">'


def screen_over(store: str, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("DUTYGRAPH_STORE", store)
    return AppTest.from_file(str(APP / "screen.py"), default_timeout=60)


@pytest.fixture
def screen(shipped: str, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    return screen_over(shipped, monkeypatch)


def seen(screen: AppTest) -> Seen:
    assert not screen.exception
    return Seen(
        "\n".join(block.proto.body for block in screen.get("html") if not block.proto.body.startswith("<style>"))
    )


def asked(screen: AppTest, question: str) -> Seen:
    screen.run()
    screen.text_input(key="q").set_value(question).run()
    return seen(screen)


def test_the_first_screen_waits_for_a_question(screen: AppTest) -> None:
    screen.run()
    assert "责任图谱" in seen(screen).text
    assert "依据条文" not in seen(screen).text
    assert {component.key for component in screen.get("bidi_component")} == {"completions"}


def test_the_headline_is_answered_with_both_articles_and_their_words(screen: AppTest) -> None:
    page = asked(screen, HEADLINE)
    for words in ("第十八条", "第十六条", "监管责任", "第一责任人", "依据条文 2", "已放宽"):
        assert words in page.text
    assert "负监管责任" in page.marked
    assert "主要负责人是第一责任人" in page.marked
    assert {component.key for component in screen.get("bidi_component")} == {"completions", "graph"}
    assert "SELECT" in screen.code[0].value
    assert list(screen.dataframe[0].value.columns) == ["文件", "条文", "规范", "主体", "事项"]


@pytest.mark.parametrize(
    ("language", "question", "told"),
    [
        ("zh", "宿州办法规定驻村第一书记一届干几年？", "没有写明时间"),
        ("en", "宿州办法规定驻村第一书记一届干几年？", "no time is stated"),
        ("zh", "到2024年，白银区要达到什么目标", "按意思最近的规定"),
        ("zh", "包村单位在宿州要履行什么定点帮扶责任？", "事项已放宽"),  # no matter was named
        ("zh", "驻村工作对有哪些职责", "“工作对”读作“工作队”"),
    ],
)
def test_what_was_widened_or_mended_is_told_where_no_slot_shows_it(
    screen: AppTest, language: str, question: str, told: str
) -> None:
    screen.query_params["lang"] = language
    assert told in asked(screen, question).text


def test_every_step_of_widening_has_a_label() -> None:
    assert set(STEPS) == set(get_args(Step))
    assert len(set(STEPS.values())) == len(STEPS)


def test_english_is_a_switch(screen: AppTest) -> None:
    screen.query_params["lang"] = "en"
    page = asked(screen, "Who is first responsible for project assets at township level?")
    for words in ("DutyGraph", "Provisions 2", "widened", "supervisory responsibility", "Article 18"):
        assert words in page.text
    assert "依据" not in page.text


def test_another_language_in_the_address_is_chinese(screen: AppTest) -> None:
    screen.query_params["lang"] = "<script>"
    screen.run()
    assert "责任图谱" in seen(screen).text


def test_an_example_asks_itself(screen: AppTest) -> None:
    screen.run()
    next(button for button in screen.button if button.label == HEADLINE).click().run()
    assert screen.text_input(key="q").value == HEADLINE
    assert "第十八条" in seen(screen).text


def test_a_refusal_says_so_and_marks_nothing_as_proof(screen: AppTest) -> None:
    page = asked(screen, "深圳市乡村振兴的第一责任人是谁？")
    assert "未作答" in page.text
    assert "相近条文" in page.text
    assert "依据条文" not in page.text


def test_a_digest_is_shown_as_a_digest(screen: AppTest) -> None:
    page = asked(screen, "脱贫攻坚责任制实施办法规定县级的第一责任人是谁？")
    assert "要点" in page.text


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("frame:suzhou-2022/suzhou-2022/art_18/responsibility-1", "抽取规则 responsibility."),
        ("provision:suzhou-2022/第十八条", "第十八条"),
        ("actor:suzhou-2022/乡镇党委", "乡镇党委在这份文件中的规范"),
        ("actor:suzhou-2022/nobody", "点击节点看细节"),
        ("nonsense", "点击节点看细节"),
    ],
)
def test_a_clicked_node_tells_its_details(screen: AppTest, key: str, words: str) -> None:
    screen.session_state["selected"] = key
    assert words in asked(screen, HEADLINE).text


def test_a_question_without_words_is_told_in_a_sentence(screen: AppTest) -> None:
    asked(screen, "\u200b")
    assert "empty" in screen.warning[0].value


def test_a_missing_store_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    screen = screen_over(str(tmp_path / "none"), monkeypatch)
    screen.run()
    assert not screen.exception
    assert "dutygraph build" in screen.error[0].value


def test_a_hostile_document_is_shown_as_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = str(tmp_path / "store")
    folder = tmp_path / "corpus"
    folder.mkdir()
    text = f"某县办法\n第一条 县政府对{HOSTILE}扶贫项目资产负主体责任。\n第二条 乡镇政府应当{HOSTILE}报告项目资产。\n"
    (folder / "a.txt").write_text(text, encoding="utf-8")
    (folder / "a.yaml").write_text(yaml.safe_dump({"title": HOSTILE, "region": HOSTILE}), encoding="utf-8")
    pipeline.build(store, folder)
    screen = screen_over(store, monkeypatch)
    page = asked(screen, "扶贫项目资产谁负责？")
    assert HOSTILE in page.text
    assert {"script", "img"}.isdisjoint(page.tags)
    assert page.attributes <= {"class", "style"}
    reading = Seen(documents_screen.reading(Library(store), "a", Labels("zh")))
    assert HOSTILE in reading.text
    assert {"script", "img"}.isdisjoint(reading.tags)
    assert reading.attributes <= {"class", "style"}


def test_a_new_state_of_the_store_is_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = str(tmp_path / "store")
    pipeline.build(store)
    screen = screen_over(store, monkeypatch)
    question = "某某县县政府对水库负什么责任？"
    assert "某某县办法" not in asked(screen, question).text
    (tmp_path / "某某县办法.txt").write_text("某某县办法\n第一条 县政府对水库安全负主体责任。\n", encoding="utf-8")
    pipeline.add([tmp_path / "某某县办法.txt"], store)
    assert "某某县办法" in asked(screen, question).text


def test_a_document_is_read_with_its_norms(shipped: str) -> None:
    library = Library(shipped)
    for document, record in library.records.items():
        page = Seen(documents_screen.reading(library, document, Labels("zh")))
        assert "".join(library.text(document).split()) in "".join(page.outside_lists.split())
        assert page.items == record.frames


def test_the_documents_are_listed(shipped: str) -> None:
    def script(store: str) -> None:
        from app.documents_screen import documents_screen
        from app.labels import Labels
        from app.library import Library

        documents_screen(Library(store), Labels("zh"))

    screen = AppTest.from_function(script, kwargs={"store": shipped}, default_timeout=60).run()
    assert not screen.exception
    assert list(screen.dataframe[0].value["id"]) == sorted(Library(shipped).records)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_examples_are_answered(shipped: str, language: Language) -> None:
    session = Library(shipped).session
    examples = Labels(language).examples
    assert len(examples) >= 3
    for question in examples:
        answer = session.ask(question)
        assert (answer.status, answer.language) == ("answered", language)


def test_every_label_is_in_both_languages_with_the_same_values() -> None:
    labels = yaml.safe_load((APP / "labels.yaml").read_text(encoding="utf-8"))
    assert len(labels) > 50
    for name, both in labels.items():
        assert set(both) == set(LANGUAGES), name
        if isinstance(both["zh"], str):
            chinese, english = (sorted(re.findall(r"{(\w+)}", both[language])) for language in LANGUAGES)
            assert chinese == english, name


def test_every_label_is_used() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in sorted(APP.glob("*.py")))
    labels = yaml.safe_load((APP / "labels.yaml").read_text(encoding="utf-8"))
    made = ("slot_", "column_", "partial", "complete", "digest_text")
    assert [name for name in labels if not re.search(f"['\"]{name}['\"]", source) and not name.startswith(made)] == []


def test_no_file_of_the_room_hides_a_package() -> None:
    """Streamlit puts the folder of its script on the path, where a `types.py` would hide the module of that name."""
    taken = {*sys.stdlib_module_names, *packages_distributions()} - {"app"}
    assert {path.stem for path in APP.glob("*.py")} & taken == set()


def test_a_taken_port_is_told() -> None:
    with socket.socket() as taken:
        taken.bind(("localhost", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(PortTaken, match=str(port)):
            free_port(port)
    assert free_port(port) == port


def test_the_settings_keep_everything_on_this_machine() -> None:
    assert OPTIONS["server.address"] == "localhost"
    assert OPTIONS["browser.gatherUsageStats"] is False
    assert "http" not in json.dumps(OPTIONS)


@dataclass(frozen=True)
class Given:
    """A file as a browser sends it."""

    name: str
    content: bytes

    @property
    def size(self) -> int:
        return len(self.content)

    def getvalue(self) -> bytes:
        return self.content


def test_documents_can_be_added(shipped: str, tmp_path: Path) -> None:
    store = str(shutil.copytree(shipped, tmp_path / "store"))

    def added(language: Language, *files: Given) -> str:
        say = Labels(language)
        return uploads.told(uploads.add_uploads(files, store, {}, pipeline.quiet, say), say)

    file = Given("../某县办法.txt", "某县办法\n第一条 县政府应当制定规划。\n".encode())
    assert added("zh", file) == "已加入：某县办法（1 条规范，第 1 版）。"
    assert added("en", file) == "Added: 某县办法 (unchanged)."
    for name, content, reason in (
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "save it as .docx"),
        ("a.pdf", b"%PDF-1.4", "damaged"),
        ("a.exe", b"MZ", "not supported"),
    ):
        with pytest.raises(DutygraphError) as caught:
            added("zh", Given(name, content))
        assert str(caught.value).startswith(f"{name}: ")
        assert reason in str(caught.value)
    with pytest.raises(DutygraphError, match="有两份文件叫"):
        added("zh", file, file)
    assert {"docx", "pdf", "html", "htm", "zip", "txt", "md", "doc"} <= set(uploads.ACCEPTED)


def test_a_changed_slot_asks_again_and_stands_in_the_address(screen: AppTest) -> None:
    asked(screen, HEADLINE)
    level = next(box for box in screen.multiselect if box.label == "层级")
    assert level.value == ["township"]
    level.set_value(["county"]).run()
    assert "第十三条" in seen(screen).text
    assert screen.query_params["slots"] == "level:county"
    asked(screen, "湖南省教育厅负责什么")
    assert "slots" not in screen.query_params


def test_slots_of_the_address_that_are_none_are_left_out(screen: AppTest) -> None:
    screen.query_params["q"] = HEADLINE
    screen.query_params["slots"] = "level:moon,county;nonsense:x;<script>"
    screen.run()
    assert "第十三条" in seen(screen).text


def test_a_question_goes_on_from_the_one_before(screen: AppTest) -> None:
    asked(screen, "宿州乡镇一级谁是第一责任人？")
    page = asked(screen, "那县级呢？")
    assert "第九条" in page.text
    assert "问过的问题" in page.text
    assert "宿州乡镇一级谁是第一责任人？" in page.text


def test_titles_are_never_markdown_in_labels(shipped: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = str(shutil.copytree(shipped, tmp_path / "store"))
    (tmp_path / "hostile.txt").write_text("山塘办法\n第一条 县政府对山塘安全负主体责任。\n", "utf-8")
    title = "![x](http://example.org/x.png)山塘办法"
    pipeline.add([tmp_path / "hostile.txt"], store, {"title": title, "region": "山塘县"})
    screen = screen_over(store, monkeypatch)
    asked(screen, "山塘县的办法里县级政府负监管责任吗，首要责任呢，第九十九条怎么说")
    labels = [button.label for button in screen.button]
    assert any("example" in label for label in labels), "the title is in no label: the test tests nothing"
    assert not [label for label in labels if "](" in label]
