"""The service as a program: others are answered while a query is cut or the graph is built anew, and it ends whole."""

from __future__ import annotations

import os
import signal
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
from click.testing import CliRunner

from app import pipeline
from app.cli import main
from tests.app.conftest import HEADLINE
from tests.app.servers import serving, started
from tests.bench.malformed import bombard
from tests.bench.serving import anew, load, some

pytestmark = pytest.mark.slow

ENDLESS = {"query": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"}
OLD = {"甲县": "第一条 甲县政府对水库安全负主体责任。", "乙县": "第一条 乙县政府对水库安全负主体责任。"}
NEW = {name: f"第一条 {name}应急局对水库安全负监管责任。" for name in ("丙县", "丁县", "戊县")}
BUILDS = 4


def test_others_are_answered_while_queries_without_end_are_cut(shipped: str) -> None:
    with serving(shipped, "--seconds", "3") as address, ThreadPoolExecutor(4) as others:
        endless = [others.submit(httpx.get, f"{address}/sparql", params=ENDLESS, timeout=60) for _ in range(4)]
        answered = 0
        while not all(one.done() for one in endless):
            response = httpx.get(f"{address}/api/ask", params={"question": HEADLINE + " " * answered}, timeout=60)
            assert response.json()["status"] == "answered"
            answered += 1
        assert [one.result().status_code for one in endless] == [422] * 4
        assert answered > 10
        assert httpx.get(f"{address}/sparql", params={"query": "ASK {}"}, timeout=60).json()["boolean"] is True


def built(store: Path, folder: Path, texts: dict[str, str]) -> Path:
    """Write texts into a new folder and build a graph from them; return the folder."""
    folder.mkdir()
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(f"{name}水库管理办法\n{text}\n", "utf-8")
    pipeline.build(str(store), folder)
    return folder


def seen(client: httpx.Client) -> dict[str, Any]:
    """Return what each way of asking finds now, without what differs from one time to the next."""
    query = "SELECT ?id { ?d dg:record ?r ; dg:id ?id } ORDER BY ?id"
    answers = {
        "ask": client.get("/api/ask", params={"question": "谁对水库安全负责？"}),
        "documents": client.get("/api/documents"),
        "compare": client.get("/api/compare"),
        "sparql": client.get("/sparql", params={"query": query}),
    }
    assert {response.status_code for response in answers.values()} == {200}
    return {name: response.json() | {"milliseconds": 0} if name == "ask" else response.json()
            for name, response in answers.items()}  # fmt: skip


def test_each_answer_is_from_the_old_graph_or_from_the_new_one(tmp_path: Path) -> None:
    store = tmp_path / "store"
    folders = [built(store, tmp_path / "new", NEW), built(store, tmp_path / "old", OLD)]
    with serving(store) as address, httpx.Client(base_url=address, timeout=60) as client:
        old = seen(client)
        pipeline.build(str(store), folders[0])
        new = seen(client)
        assert all(old[way] != new[way] for way in old)
        assert [document["id"] for document in new["documents"]] == sorted(NEW)

        def build() -> None:
            for number in range(BUILDS):
                pipeline.build(str(store), folders[(number + 1) % 2])

        builder = threading.Thread(target=build)
        builder.start()
        found = []
        while builder.is_alive():
            found += [(way, value) for way, value in seen(client).items()]
        builder.join()
        for way in old:
            values = [value for name, value in found if name == way]
            assert all(value in (old[way], new[way]) for value in values)
            assert old[way] in values
            assert new[way] in values


def test_clients_of_all_kinds_at_once_see_no_error(shipped: str) -> None:
    questions = ["谁负责解释宿州办法", HEADLINE, "Who interprets the Suzhou measure?"]
    with serving(shipped) as address:
        fresh = load(address, [anew(questions, seed) for seed in range(20)], 3)
        kept = load(address, [some(questions, seed) for seed in range(20)], 3)
    assert (fresh.errors, kept.errors) == (0, 0)
    assert len(fresh.milliseconds) >= 20
    assert kept.median < fresh.median


def test_malformed_requests_never_break_it(shipped: str) -> None:
    with serving(shipped, "--seconds", "2") as address:
        statuses = bombard(address, 300)
    assert statuses.total() >= 300
    assert statuses[200] > 10
    assert statuses[400] > 100
    assert max(statuses) < 500


def test_the_token_is_taken_from_the_environment(shipped: str) -> None:
    with serving(shipped, token="secret") as address:
        assert httpx.get(f"{address}/api/documents").status_code == 401
        entered = httpx.get(f"{address}/api/documents", headers={"Authorization": "Bearer secret"})
        assert entered.status_code == 200


def ask_without_end(address: str) -> None:
    with suppress(httpx.HTTPError):
        httpx.get(f"{address}/sparql", params=ENDLESS, timeout=60)


def children(process: int) -> list[int]:
    """Return the processes that a process started."""
    return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def alive(process: int) -> bool:
    """Whether a process runs, one that ended and was not waited for not counting."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_its_workers_end_with_it_even_in_the_middle_of_a_query(shipped: str, how: signal.Signals) -> None:
    server, address = started(shipped, "--seconds", "100")
    try:
        query = threading.Thread(target=ask_without_end, args=(address,))
        query.start()
        time.sleep(1)
        workers = children(server.pid)
        assert len(workers) >= 3
        os.kill(server.pid, how)
        server.wait(30)
        query.join(30)
        until = time.monotonic() + 10
        while any(map(alive, workers)) and time.monotonic() < until:
            time.sleep(0.1)
        assert not any(map(alive, workers))
    finally:
        server.kill()
        server.wait()


def test_what_cannot_be_served_is_said_at_once(shipped: str, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        cases = [
            (["--store", str(tmp_path / "none")], "dutygraph build"),
            (["--store", shipped, "--port", str(taken.getsockname()[1])], "--port"),
            (["--store", shipped, "--host", "nowhere.invalid"], "--host"),
        ]
        for arguments, words in cases:
            done = CliRunner().invoke(main, ["serve", *arguments])
            assert done.exit_code == 1
            assert words in done.stderr
