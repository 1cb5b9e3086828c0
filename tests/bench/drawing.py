"""Measures how long Chromium takes from a click to the first picture of a network of 50 and of 500 nodes.

Run it with `python -m tests.bench.drawing STORE`, over a store with some hundred documents: the shipped texts have no
500 nodes around their busiest actors. The clock runs in the page, from the click on the number of nodes to the moment
when vis-network has drawn them for the first time; Python finds and places the nodes in between.
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import Page, sync_playwright

from app.explore_screen import CAPS, SEPARATOR
from app.library import Library
from queries.duties import Selection
from tests.bench.users import PATIENCE, served

OPENED = {50: 4, 500: 12}
"""How many of the busiest actors are opened for a network of so many nodes."""
REPEATS = 5

_DRAWN = """({nodes, since}) => performance.getEntriesByName("dutygraph-drawn")
  .map((mark) => [mark.startTime, mark.detail])
  .find(([at, count]) => at > since && count === nodes)?.[0] ?? null"""


def busiest(store: Path, count: int) -> list[str]:
    """Return the keys of the actors that most norms bind."""
    found = Library(str(store)).duties.actors(Selection())
    return [f"actor:{name}" for name, _ in found[:count]]


def drawn(page: Page, address: str, opened: Sequence[str], cap: int, nodes: int) -> float:
    """Return the milliseconds from choosing a number of nodes to their first picture.

    The page is opened with another number first, so that only the network itself is measured.
    """
    other = next(one for one in CAPS if one != cap)
    page.goto(f"{address}/explore?{urlencode({'explore_cap': other, 'open': SEPARATOR.join(opened)})}")
    page.locator(".canvas canvas").wait_for()
    page.wait_for_timeout(1500)
    page.get_by_label("最多节点").click()
    option = page.get_by_role("option", name=str(cap), exact=True)
    option.wait_for()
    since = page.evaluate("performance.now()")
    option.click()
    argument = {"nodes": nodes, "since": since}
    return float(page.wait_for_function(_DRAWN, arg=argument).json_value()) - float(since)


def report(store: Path) -> str:
    """Measure over a store and return the figures as Markdown."""
    actors = busiest(store, max(OPENED.values()))
    lines = [
        "",
        "## Networks in Chromium",
        "",
        "Over the statutes, from the click that asks for so many nodes to their first picture.",
        "",
        "| nodes | first ms | median ms of five |",
        "|--:|--:|--:|",
    ]
    with (
        served(store) as port,
        sync_playwright() as playwright,
        playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        ) as browser,
    ):
        page = browser.new_page(viewport={"width": 1280, "height": 1000})
        page.set_default_timeout(1000 * PATIENCE)
        for nodes, opened in OPENED.items():
            cap = next(one for one in CAPS if one >= nodes)
            took = [drawn(page, f"http://localhost:{port}", actors[:opened], cap, nodes) for _ in range(REPEATS)]
            lines.append(f"| {nodes} | {took[0]:.0f} | {statistics.median(took):.0f} |")
    lines += ["", f"Load of the machine at the end {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors."]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(report(Path(sys.argv[1])))
