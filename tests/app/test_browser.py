"""The screen in Chromium: the headline question from the address bar to the drawn graph, and nothing outside."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from openpyxl import load_workbook
from playwright.sync_api import ConsoleMessage, Page, expect, sync_playwright

from app import pipeline
from app.launch import free_port

HEADLINE = "乡镇一级扶贫项目资产谁是第一责任人？"
HOSTILE = '<script>document.title="taken"</script><img src=x onerror="document.title=\'taken\'">'
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: nobody looks at the screens"),
]
PROGRAM = Path(sys.executable).parent / "dutygraph"
PATIENCE = 60_000
"""Milliseconds that a busy machine may take."""


class Watched:
    """A page with what it asked for and complained of."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.hosts: set[str | None] = set()
        self.complaints: list[str] = []
        page.on("request", lambda request: self.hosts.add(urlsplit(request.url).hostname))
        page.on("websocket", lambda socket: self.hosts.add(urlsplit(socket.url).hostname))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._hear)

    def _hear(self, said: ConsoleMessage) -> None:
        if said.type == "error":
            missing = "404" in said.text
            self.complaints.append(f"404 {urlsplit(said.location['url']).path}" if missing else said.text)

    def done(self, *known: str) -> None:
        """Assert that no other host was asked and nothing went wrong but what is known, by its path."""
        assert self.hosts <= {"localhost", None}
        assert sorted(self.complaints) == sorted(known)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store of the shipped texts and a document whose title and words hold HTML and script."""
    folder = tmp_path_factory.mktemp("hostile")
    store = str(folder / "store")
    pipeline.build(store)
    text = f"某县办法\n第一条 县政府对{HOSTILE}水库安全负主体责任。\n"
    (folder / "hostile.txt").write_text(text, encoding="utf-8")
    pipeline.add([folder / "hostile.txt"], store, {"title": f"{HOSTILE}水库办法", "region": "某县"})
    return store


@contextmanager
def served(store: str) -> Iterator[str]:
    """Run the screen over a store, and give its address."""
    port = free_port()
    arguments = [PROGRAM, "app", "--store", store, "--port", str(port)]
    with subprocess.Popen(
        arguments, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"}
    ) as server:
        assert server.stdout is not None
        assert f"http://localhost:{port}" in server.stdout.readline()
        yield f"http://localhost:{port}"
        server.terminate()


@pytest.fixture(scope="module")
def address(hostile: str) -> Iterator[str]:
    """The address of a running screen."""
    with served(hostile) as url:
        yield url


@pytest.fixture
def watched() -> Iterator[Watched]:
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=CHROMIUM, args=arguments) as browser,
    ):
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(PATIENCE)
        expect.set_options(timeout=PATIENCE)
        yield Watched(page)


def open_page(page: Page, url: str) -> None:
    """Open a page, as soon as the server that was just started answers."""
    for _ in range(60):
        try:
            page.goto(url)
            return
        except Exception as error:
            if "ERR_CONNECTION_REFUSED" not in str(error):
                raise
            page.wait_for_timeout(500)
    page.goto(url)


def drawn_colours(page: Page) -> int:
    """Return how many colours the first canvas shows; an empty one has one."""
    return page.locator(".canvas canvas").first.evaluate(
        """canvas => {
             const {data} = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
             return new Set(new Uint32Array(data.buffer)).size;
           }"""
    )


def wait_for_node(page: Page, key: str) -> None:
    """Wait until the canvas draws a node."""
    drawn: list[str] = []
    for _ in range(PATIENCE // 500):
        drawn = page.locator(".canvas").evaluate("element => element.network?.body.data.nodes.getIds() ?? []")
        if key in drawn:
            return
        page.wait_for_timeout(500)
    pytest.fail(f"{key} is not among {drawn}")


def test_the_headline_question_from_question_to_graph(watched: Watched, address: str) -> None:
    page = watched.page
    open_page(page, address)
    page.get_by_label("问题", exact=True).fill(HEADLINE)
    page.get_by_label("问题", exact=True).press("Enter")
    expect(page.locator(".card.primary header b")).to_have_text(["第十八条", "第十六条"])
    expect(page.locator(".card.primary mark").nth(1)).to_contain_text("主要负责人是第一责任人")
    expect(page.locator(".answer")).to_contain_text("监管责任")
    expect(page.locator(".canvas canvas")).to_be_visible()
    page.wait_for_timeout(500)
    assert drawn_colours(page) > 50
    assert quote(HEADLINE) in page.url
    page.locator("summary", has_text="SPARQL").click()
    expect(page.locator("code").first).to_contain_text("SELECT")
    watched.done()


def test_a_click_in_the_canvas_reaches_python(watched: Watched, address: str) -> None:
    page = watched.page
    open_page(page, f"{address}/?q={quote(HEADLINE)}")
    canvas = page.locator(".canvas canvas")
    expect(canvas).to_be_visible()
    page.wait_for_timeout(500)
    place = page.locator(".canvas").evaluate(
        """element => {
             const node = "actor:suzhou-2022/乡镇党委";
             return element.network.canvasToDOM(element.network.getPosition(node));
           }"""
    )
    canvas.click(position=place)
    expect(page.get_by_text("乡镇党委在这份文件中的规范")).to_be_visible()
    watched.done()


def test_the_language_switch_keeps_the_question(watched: Watched, address: str) -> None:
    page = watched.page
    open_page(page, f"{address}/?q={quote(HEADLINE)}")
    expect(page.locator(".answer")).to_contain_text("监管责任")
    page.get_by_text("English").click()
    expect(page.locator(".answer")).to_contain_text("supervisory responsibility")
    expect(page.get_by_label("Question", exact=True)).to_have_value(HEADLINE)
    assert "lang=en" in page.url
    watched.done()


def test_a_hostile_document_is_shown_as_text_everywhere(watched: Watched, address: str) -> None:
    page = watched.page
    open_page(page, f"{address}/?q={quote('水库安全谁负责？')}")
    expect(page.locator(".card.primary").first).to_contain_text("<script>")
    expect(page.locator(".canvas canvas")).to_be_visible()
    page.get_by_text("文献").first.click()
    expect(page.get_by_test_id("stDataFrame")).to_be_visible()
    page.wait_for_timeout(500)
    assert page.title() != "taken"
    assert page.locator("img[src='x']").count() == 0
    watched.done()


def test_documents_are_compared_and_the_workbook_opens(watched: Watched, address: str) -> None:
    page = watched.page
    open_page(page, address)
    page.get_by_role("link", name="对比").click()
    report = page.frame_locator("iframe")
    expect(report.locator("h1")).to_contain_text("四份文件")
    report.locator('td a[href^="#q"]').first.click()
    expect(report.locator("tr:target")).to_be_visible()
    with page.expect_download() as downloaded:
        page.get_by_role("button", name="下载 .xlsx").click()
    book = load_workbook(BytesIO(downloaded.value.path().read_bytes()))
    assert len(book.sheetnames) >= 5
    watched.done()


def test_the_network_opens_by_a_click_is_undone_and_downloaded(watched: Watched, address: str) -> None:
    page = watched.page
    page.set_viewport_size({"width": 1280, "height": 1400})  # all of the picture, so that nothing scrolls under a click
    open_page(page, address)
    page.get_by_role("link", name="图谱").click()
    canvas = page.locator(".canvas canvas")
    expect(canvas).to_be_visible()
    page.wait_for_timeout(500)
    place = page.locator(".canvas").evaluate(
        'element => element.network.canvasToDOM(element.network.getPosition("level:township"))'
    )
    canvas.click(position=place)
    wait_for_node(page, "actor:乡镇党委")
    assert quote("level:township", safe="") in page.url
    page.get_by_role("button", name="撤销").click()
    wait_for_node(page, "role:first")
    with page.expect_download() as downloaded:
        page.get_by_role("button", name="下载图片 Download as PNG").click()
    assert downloaded.value.path().read_bytes().startswith(b"\x89PNG")
    with page.expect_download() as downloaded:
        page.get_by_role("button", name="下载 .html").click()
    assert "new vis.Network" in downloaded.value.path().read_text("utf-8")
    watched.done()


def test_a_slot_is_changed_and_the_question_asked_again(watched: Watched, address: str) -> None:
    page = watched.page
    open_page(page, f"{address}/?q={quote(HEADLINE)}")
    expect(page.locator(".answer")).to_contain_text("第十八条")
    page.get_by_text("改读法").click()
    page.get_by_label("层级").first.click()
    page.get_by_role("option", name="县级").click()
    expect(page.locator(".answer")).to_contain_text("第十三条")
    assert quote("slots=", safe="=") in page.url
    again = page.url
    page.goto(again)
    expect(page.locator(".answer")).to_contain_text("第十三条")
    watched.done()


def test_questions_are_offered_while_one_is_typed_and_the_keyboard_is_enough(watched: Watched, address: str) -> None:
    page = watched.page
    open_page(page, address)
    box = page.get_by_label("问题", exact=True)
    expect(box).to_be_visible()
    page.wait_for_function("() => document.querySelectorAll('#dutygraph-questions option').length > 10")
    offered = page.locator("#dutygraph-questions option").evaluate_all("all => all.map((one) => one.value)")
    for _ in range(12):
        if box.evaluate("element => element === document.activeElement"):
            break
        page.keyboard.press("Tab")
    page.keyboard.type(offered[0])
    page.keyboard.press("Enter")
    expect(page.locator(".answer")).to_be_visible()
    expect(page.locator(".answer.refused")).to_have_count(0)
    watched.done()


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("compare", "iframe"),
        ("explore?open=level:township", ".canvas canvas"),
        ("documents", "[data-testid=stDataFrame]"),
        ("data?section=sparql", "textarea"),
    ],
)
def test_a_link_to_a_screen_opens_it(watched: Watched, address: str, path: str, shown: str) -> None:
    """Streamlit's page looks for its server below its own path before it looks at the root; nothing else is missing."""
    page = watched.page
    open_page(page, f"{address}/{path}")
    expect(page.locator(shown).first).to_be_visible()
    page.wait_for_timeout(500)
    screen = path.partition("?")[0]
    watched.done(f"404 /{screen}/_stcore/health", f"404 /{screen}/_stcore/host-config")


def test_a_network_says_when_it_is_drawn(watched: Watched, address: str) -> None:
    page = watched.page
    open_page(page, address)
    page.get_by_role("link", name="图谱").click()
    expect(page.locator(".canvas canvas")).to_be_visible()
    page.wait_for_function("() => performance.getEntriesByName('dutygraph-drawn').some((mark) => mark.detail > 10)")
    watched.done()


def test_what_is_compared_has_a_heat_map(watched: Watched, address: str) -> None:
    page = watched.page
    open_page(page, address)
    page.get_by_role("link", name="对比").click()
    chart = page.get_by_test_id("stVegaLiteChart")
    expect(chart.locator("canvas, svg").first).to_be_visible()
    room = page.evaluate("getComputedStyle(document.querySelector('.st-key-compared_roles')).minHeight")
    # room is kept for it, so that nothing below moves when it comes
    assert abs(chart.bounding_box()["height"] - float(room.removesuffix("px"))) < 12
    watched.done()
