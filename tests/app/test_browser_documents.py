"""The screens of documents and data in Chromium: upload, highlights, queries, hostile texts, and nothing outside."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import docx
import pytest
from playwright.sync_api import Page, expect

from app import pipeline
from tests.app.test_browser import HOSTILE, Watched, open_page, pytestmark, served, watched  # noqa: F401

FRAME = "suzhou-2022/art_18/responsibility-1"
TEXT = "某县水库安全办法\n第一条 县水利局对水库安全负主体责任。\n第二条 乡镇政府应当每年向县政府报告水库安全情况。\n"
DEEP_LINK_MISSES = 2
"""How often Streamlit looks for itself below a screen's address, in vain, before it looks at the root."""


@pytest.fixture(scope="module")
def store(shipped: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store of the shipped texts and a hostile document, which the tests add to."""
    folder = tmp_path_factory.mktemp("documents")
    store = str(shutil.copytree(shipped, folder / "store"))
    (folder / "hostile.txt").write_text(f"某县办法\n第一条 县政府对{HOSTILE}山塘负主体责任。\n", encoding="utf-8")
    known = dict.fromkeys(("title", "note", "source", "region"), f"{HOSTILE}![x](http://example.org/x.png)山塘办法")
    pipeline.add([folder / "hostile.txt"], store, known)
    return store


@pytest.fixture(scope="module")
def address(store: str) -> Iterator[str]:
    """The address of a running screen."""
    with served(store) as url:
        yield url


def open_link(watched: Watched, url: str) -> Page:  # noqa: F811
    """Open a link into a screen, and forget that Streamlit looked for itself in the wrong place."""
    open_page(watched.page, url)
    expect(watched.page.get_by_test_id("stApp")).to_be_visible()
    watched.page.wait_for_timeout(1000)
    missed = [complaint for complaint in watched.complaints if "404" in complaint]
    assert len(missed) <= DEEP_LINK_MISSES
    watched.complaints = [complaint for complaint in watched.complaints if complaint not in missed]
    return watched.page


def test_a_word_file_is_uploaded_and_asked_about(watched: Watched, address: str, tmp_path: Path) -> None:  # noqa: F811
    page = watched.page
    written = docx.Document()
    for line in TEXT.splitlines():
        written.add_paragraph(line)
    written.save(str(tmp_path / "某县水库.docx"))
    open_page(page, address)
    page.get_by_role("link", name="文献").click()
    page.get_by_role("button", name="加入文件").click()
    page.get_by_role("button", name="读取并加入").click()
    expect(page.get_by_text("先选要加入的文件")).to_be_visible()
    page.locator("input[type=file]").set_input_files(tmp_path / "某县水库.docx")
    expect(page.get_by_text("某县水库.docx")).to_be_visible()
    page.get_by_role("button", name="读取并加入").click()
    expect(page.locator("mark", has_text="县水利局对水库安全负主体责任")).to_be_visible()
    expect(page.get_by_text("已加入：某县水库")).to_be_visible()
    page.get_by_role("link", name="问答").click()
    page.get_by_label("问题", exact=True).fill("谁对水库安全负主体责任？")
    page.get_by_label("问题", exact=True).press("Enter")
    expect(page.locator(".answer")).to_contain_text("县水利局")
    watched.done()


def test_a_highlight_tells_why_by_mouse_and_by_keyboard(watched: Watched, address: str) -> None:  # noqa: F811
    page = open_link(watched, f"{address}/documents?document=suzhou-2022")
    mark = page.locator("mark", has_text="扶贫项目资产后续管护运营负监管责任")
    mark.click()
    facts = page.locator(".card.primary")
    expect(facts).to_contain_text("responsibility.bears")
    expect(facts).to_contain_text("乡镇党委")
    expect(mark).to_have_class("chosen")
    assert quote(FRAME, safe="") in page.url
    mark.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(facts).to_contain_text("第十九条")
    assert page.locator("mark[tabindex='0']").count() == 1
    watched.done()


def test_a_link_shows_its_frame_in_view(watched: Watched, address: str) -> None:  # noqa: F811
    page = open_link(watched, f"{address}/documents?document=suzhou-2022&frame={quote(FRAME)}")
    expect(page.locator("mark.chosen").first).to_be_in_viewport()
    expect(page.locator(".card.primary")).to_contain_text("为什么")
    assert page.evaluate("document.scrollingElement.scrollTop") == 0
    watched.done()


def test_kinds_are_hidden_and_shown(watched: Watched, address: str) -> None:  # noqa: F811
    page = open_link(watched, f"{address}/documents?document=suzhou-2022")
    reachable = page.locator("mark[role=button]")
    expect(reachable.first).to_be_visible()
    before = reachable.count()
    duties = page.locator(".legend button", has_text="义务")
    duties.click()
    expect(duties).to_have_attribute("aria-pressed", "false")
    assert 0 < reachable.count() < before
    duties.press("Enter")
    assert reachable.count() == before
    watched.done()


def test_a_hostile_document_is_text_on_both_screens(watched: Watched, address: str) -> None:  # noqa: F811
    page = open_link(watched, f"{address}/documents?document=hostile")
    mark = page.locator("mark", has_text="山塘")
    expect(mark).to_contain_text("<script>")
    mark.click()
    expect(page.locator(".card.primary")).to_contain_text("<script>")
    expect(page.locator(".facts", has_text="来源")).to_contain_text("![x](http://example.org/x.png)")
    page.get_by_role("button", name="移除").click()
    expect(page.get_by_text("移出图谱")).to_contain_text("<script>")
    page.keyboard.press("Escape")
    page.get_by_text("逐条规范").click()
    expect(page.locator(".reader")).to_contain_text("<script>")
    page.get_by_role("link", name="数据").click()
    expect(page.get_by_test_id("stVegaLiteChart")).to_have_count(4)
    page.get_by_text("下载", exact=True).click()
    page.get_by_role("button", name="生成").click()
    expect(page.get_by_test_id("stDownloadButton")).to_be_visible()
    assert page.title() != "taken"
    assert page.locator("img[src='x'], img[src*='example']").count() == 0
    watched.done()


def test_a_link_cannot_bring_pictures_from_elsewhere(watched: Watched, address: str) -> None:  # noqa: F811
    page = open_link(watched, f"{address}/documents?document={quote('![x](http://example.org/x.png)')}")
    expect(page.get_by_text("库中没有“![x](http://example.org/x.png)”")).to_be_visible()
    watched.done()


def test_a_named_query_runs_and_an_update_is_refused(watched: Watched, address: str) -> None:  # noqa: F811
    page = watched.page
    open_page(page, address)
    page.get_by_role("link", name="数据").click()
    page.get_by_text("SPARQL 查询").click()
    page.get_by_role("button", name="运行").click()
    expect(page.get_by_text("7 行").or_(page.get_by_text("8 行"))).to_be_visible()
    with page.expect_download() as downloaded:
        page.get_by_role("button", name="下载 .csv").click()
    rows = downloaded.value.path().read_text("utf-8-sig").splitlines()
    assert rows[0].startswith("id,title,")
    assert any(row.startswith("suzhou-2022,") for row in rows)
    page.get_by_role("textbox", name="SPARQL").fill("INSERT DATA { <a:a> <a:b> <a:c> }")
    page.get_by_role("button", name="运行").click()
    expect(page.get_by_text("这里只能读取")).to_be_visible()
    watched.done()


def test_a_frame_reads_in_english(watched: Watched, address: str) -> None:  # noqa: F811
    page = open_link(watched, f"{address}/documents?lang=en&document=suzhou-2022&frame={quote(FRAME)}")
    expect(page.locator(".card.primary")).to_contain_text("supervisory responsibility")
    expect(page.get_by_role("button", name="Add documents")).to_be_visible()
    watched.done()
