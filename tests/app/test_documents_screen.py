"""The screen of documents without a browser: what it lists, shows, adds, removes and refuses."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import pytest
import yaml
from streamlit.testing.v1 import AppTest

from app import documents_screen, frame_facts, pipeline, reader, uploads
from app.labels import LANGUAGES, Labels, Language
from app.library import Library
from corpus.errors import DutygraphError
from corpus.read import SUFFIXES
from extract.types import KINDS
from tests.app.page import Seen

HOSTILE = '<script>alert(1)</script><img src=x onerror="alert(2)">![x](http://example.org/x.png)'
FRAME = "suzhou-2022/art_18/responsibility-1"
TEXT = "某县水库办法\n第一条 县政府对水库安全负主体责任。\n第二条 乡镇政府应当每年报告。\n"


@pytest.fixture
def store(shipped: str, tmp_path: Path) -> str:
    """A store of the shipped texts that a test may change."""
    return str(shutil.copytree(shipped, tmp_path / "store"))


def screen_over(store: str, language: Language = "zh", **address: str) -> AppTest:
    def script(store: str, language: str) -> None:
        import streamlit as st

        from app.documents_screen import documents_screen
        from app.labels import Labels
        from app.library import Library
        from ontology.store import version

        state = version(store)
        if st.session_state.get("state") != state:
            st.session_state.state, st.session_state.library = state, Library(store)
        documents_screen(st.session_state.library, Labels(language))

    screen = AppTest.from_function(script, kwargs={"store": store, "language": language}, default_timeout=60)
    for name, value in address.items():
        screen.query_params[name] = value
    return screen.run()


def seen(screen: AppTest) -> Seen:
    assert not screen.exception
    return Seen("\n".join(block.proto.body for block in screen.get("html")))


def button(screen: AppTest, label: str) -> None:
    next(one for one in screen.button if one.label == label).click()
    screen.run()


@dataclass(frozen=True)
class Given:
    """A file as a browser sends it."""

    name: str
    content: bytes = TEXT.encode()
    size: int = 0

    def getvalue(self) -> bytes:
        return self.content


def test_all_documents_are_listed_and_none_is_open(shipped: str) -> None:
    screen = screen_over(shipped)
    assert list(screen.dataframe[0].value["id"]) == sorted(Library(shipped).records)
    assert "选一份文件" in seen(screen).text
    assert not screen.get("bidi_component")
    assert "移除" not in [popover.proto.popover.label for popover in screen.get("popover")]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh", ("宿州市", "发文机关", "依据", "校验和", "为什么", "监管责任", "置信度", "乡镇党委", "乡镇级", "标注")),
        ("en", ("Issuer", "Based on", "Checksum", "Why", "supervisory", "confidence", "township", "annotated")),
    ],
)
def test_a_link_opens_a_document_at_a_frame(shipped: str, language: Language, words: tuple[str, ...]) -> None:
    screen = screen_over(shipped, language, document="suzhou-2022", frame=FRAME)
    page = seen(screen)
    assert [word for word in words if word not in page.text] == []
    assert screen.get("bidi_component")
    assert Library(shipped).frames("suzhou-2022")[FRAME].quote in page.text


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ({"document": "nowhere"}, "库中没有“nowhere”"),
        ({"document": "![a](http://example.org/a.png)"}, "\\!\\[a\\]\\(http\\:"),
        ({"document": "suzhou-2022", "frame": "suzhou-2022/none"}, "没有链接所指的规范"),
        ({"document": "suzhou-2022", "frame": "hunan-2017/art_3/duty-1"}, "没有链接所指的规范"),
    ],
)
def test_a_link_to_nothing_is_told(shipped: str, address: dict[str, str], told: str) -> None:
    screen = screen_over(shipped, **address)
    assert not screen.exception
    assert told in screen.warning[0].value


def test_frames_of_the_same_words_are_one_click_away(shipped: str) -> None:
    screen = screen_over(shipped, document="suzhou-2022", frame=FRAME)
    other = next(one for one in screen.button if one.key and one.key.startswith("beside "))
    other.click()
    screen.run()
    assert screen.query_params["frame"] == other.key.removeprefix("beside ")
    button(screen, "关闭")
    assert "frame" not in screen.query_params
    assert "抽取规则" not in seen(screen).text


def test_the_norms_can_be_read_under_their_provisions(shipped: str) -> None:
    screen = screen_over(shipped, document="suzhou-2022")
    screen.segmented_control(key="view").set_value("norms").run()
    assert seen(screen).items == Library(shipped).records["suzhou-2022"].frames


def test_a_digest_says_that_it_is_one(shipped: str) -> None:
    page = seen(screen_over(shipped, document="central-2016"))
    assert "这是用自己的话写的要点" in page.text
    assert "校验和" not in page.text
    assert page.items == 18


@pytest.mark.parametrize("language", get_args(Language))
def test_every_frame_tells_what_and_why(shipped: str, language: Language) -> None:
    library = Library(shipped)
    told = 0
    for document in library.records:
        for frame in library.frames(document).values():
            page = Seen(frame_facts.frame_facts(library, frame, Labels(language)))
            wanted = [actor.name for actor in frame.actors]
            wanted += [value.value for value in (*frame.conduct, *frame.measures, *frame.time)]
            wanted += [frame.matter.text] if frame.matter else []
            wanted += [frame.rule] if frame.status == "extracted" else [frame.gist]
            assert [words for words in wanted if " ".join(words.split()) not in " ".join(page.text.split())] == []
            told += 1
    assert told > 450


def test_what_the_reader_draws_counts_every_frame(shipped: str) -> None:
    library = Library(shipped)
    drawn = reader.content(library, "suzhou-2022", Labels("zh"))
    kinds = {one["key"]: one["count"] for one in drawn["filters"] if one["key"].startswith("kind:")}
    assert sum(kinds.values()) == len(drawn["frames"]) == library.records["suzhou-2022"].frames
    assert set(kinds) <= {f"kind:{kind}" for kind in KINDS}
    assert drawn["signature"] != reader.content(library, "suzhou-2022", Labels("en"))["signature"]


def test_a_hostile_document_is_text_in_all_that_python_writes(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "a.txt").write_text(f"某县办法\n第一条 县政府对{HOSTILE}水库负主体责任。\n", encoding="utf-8")
    known = dict.fromkeys(("title", "region", "note", "source", "interpreter", "number"), HOSTILE)
    (folder / "a.yaml").write_text(yaml.safe_dump({**known, "issuers": [HOSTILE], "based_on": [HOSTILE]}), "utf-8")
    store = str(tmp_path / "store")
    pipeline.build(store, folder)
    frame = next(iter(Library(store).frames("a")))
    screen = screen_over(store, document="a", frame=frame)
    page = seen(screen)
    assert page.text.count(HOSTILE) >= 8
    assert {"script", "img"}.isdisjoint(page.tags)
    assert page.attributes <= {"class", "style"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_files_are_added_and_said_to_be(store: str, language: Language) -> None:
    ticks: list[tuple[str, int, int]] = []
    given = {"title": "某县水库安全办法", "region": "某省某县", "level": "county"}
    files = [Given("../某县水库.txt"), Given("b.md", TEXT.replace("水库", "道路").encode())]
    written = uploads.add_uploads(files, store, given, lambda *tick: ticks.append(tick), Labels(language))
    assert [one.document for one in written] == ["某县水库", "b"]
    assert [done for _, done, _ in ticks] == [1, 2]
    known = Library(store).records["某县水库"].metadata
    assert (known.title, known.region, known.level) == tuple(given.values())


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ([], "先选"),
        ([Given(f"{number}.txt") for number in range(uploads.MOST + 1)], "一次最多"),
        ([Given("a.txt"), Given("x/a.txt")], "两份文件叫"),
        ([Given("a.txt", size=uploads.MEGABYTES * 2**20 + 1)], "超过"),
        ([Given("a.txt", b"")], "a.txt: the file is empty."),
        ([Given("a.txt", b"\x00\x01" * 50)], "a.txt: it is a binary file"),
        ([Given("good.txt"), Given("a.exe", b"MZ")], "a.exe: files of type .exe are not supported"),
        ([Given("a.yaml", b"id: b")], "a.yaml: "),
    ],
)
def test_what_cannot_be_added_is_told_and_changes_nothing(store: str, files: list[Given], told: str) -> None:
    before = sorted(Library(store).records)
    with pytest.raises(DutygraphError, match=told) as caught:
        uploads.add_uploads(files, store, {}, pipeline.quiet, Labels("zh"))
    assert "dutygraph-" not in str(caught.value)
    assert sorted(Library(store).records) == before


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("某县办法(2023-01-11).txt", "某县办法(2023-01-11).txt"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\a.MD", "a.md"),
        (f"{HOSTILE}.txt", "x.png).txt"),
        ("a\n\x00b.txt", "a__b.txt"),
        (".txt", "document.txt"),
        ("..", "document"),
        ("", "document"),
        (f"{'长' * 300}.txt", f"{'长' * 80}.txt"),
        ("a.t<x>t", "a.txt"),
    ],
)
def test_the_name_of_a_file_is_made_safe(name: str, safe: str) -> None:
    assert uploads.file_name(name) == safe


def test_the_screen_adds_a_file_and_opens_it(store: str) -> None:
    screen = screen_over(store)
    assert all(suffix in screen.file_uploader[0].label for suffix in SUFFIXES)
    screen.file_uploader[0].set_value([("某县水库.txt", TEXT.encode(), "text/plain")])
    button(screen, "读取并加入")
    assert not screen.exception
    assert "某县水库" in screen.toast[0].value
    assert "某县水库" in list(screen.dataframe[0].value["id"])
    assert "水库办法" in seen(screen).text
    assert screen.query_params["document"] == "某县水库"


def test_the_screen_says_why_a_file_is_not_added(store: str) -> None:
    screen = screen_over(store)
    button(screen, "读取并加入")
    assert "先选要加入的文件" in screen.error[0].value


def test_a_document_is_removed_after_a_second_click(store: str) -> None:
    screen = screen_over(store, document="hunan-2017")
    assert "62 条规范移出图谱" in seen(screen).text
    button(screen, "确认移除")
    assert "已移除" in screen.toast[0].value
    assert "hunan-2017" not in list(screen.dataframe[0].value["id"])
    assert "document" not in screen.query_params
    assert "选一份文件" in seen(screen).text


def test_what_is_gone_already_is_told(store: str) -> None:
    screen = screen_over(store, document="hunan-2017")
    library = screen.session_state["library"]
    pipeline.remove("hunan-2017", store)

    def script() -> None:
        import streamlit as st

        from app.documents_screen import documents_screen
        from app.labels import Labels

        documents_screen(st.session_state.library, Labels("zh"))

    late = AppTest.from_function(script, default_timeout=60)
    late.session_state["library"] = library
    late.query_params["document"] = "hunan-2017"
    late.run()
    button(late, "确认移除")
    assert "没有移除" in late.error[0].value


def test_the_summary_of_completeness_has_a_label_for_each(shipped: str) -> None:
    told = {documents_screen.completeness(one.metadata, Labels("zh")) for one in Library(shipped).records.values()}
    assert {"完整", "要点，无原文"} < told
