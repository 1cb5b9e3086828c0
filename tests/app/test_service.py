"""The service, route by route: what it gives is what the commands give, and what it refuses it says in a sentence."""

from __future__ import annotations

import asyncio
import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph
import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient

from app.cli import main
from app.service import guard
from app.service.guard import MOST_BYTES
from app.service.metrics import Metrics
from app.service.types import Settings
from app.service.web import create_app
from corpus.library import shipped_texts
from tests.app.conftest import HEADLINE

TITLES = "SELECT ?id { ?d dg:id ?id ; dg:articleCount ?n } ORDER BY ?id"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
SUZHOU = "https://w3id.org/dutygraph/document/suzhou-2022"
HUNAN = "https://w3id.org/dutygraph/document/hunan-2017"
JSON = {"Content-Type": "application/json"}
TEXTS = ["baiyin-2021", "central-2022", "hunan-2017", "panjin-2015", "suzhou-2022"]


@pytest.fixture(scope="module")
def service(shipped: str) -> Iterator[TestClient]:
    """A service over the shipped texts in this process; its workers have processes of their own."""
    settings = Settings(shipped, workers=1, seconds=2, rows=3)
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        yield client


def printed(store: str, *arguments: str) -> Any:
    """Return the JSON that a command prints."""
    done = CliRunner().invoke(main, [*arguments, "--store", store], catch_exceptions=False)
    assert done.exit_code == 0
    return json.loads(done.stdout)


@pytest.mark.parametrize(
    ("given", "arguments"),
    [
        ({"question": HEADLINE}, [HEADLINE]),
        ({"question": HEADLINE, "lang": "en"}, ["--lang", "en", HEADLINE]),
        ({"question": "明天天气怎么样"}, ["明天天气怎么样"]),
    ],
)
def test_an_answer_is_that_of_the_command(
    service: TestClient, shipped: str, given: dict[str, str], arguments: list[str]
) -> None:
    wanted = printed(shipped, "ask", "--json", *arguments)
    for response in (service.get("/api/ask", params=given), service.post("/api/ask", json=given)):
        assert response.status_code == 200
        assert response.headers["content-type"] == "application/json"
        assert response.json() | {"milliseconds": 0} == wanted | {"milliseconds": 0}


def test_a_question_goes_on_from_those_before_it(service: TestClient) -> None:
    before = ["宿州乡镇一级谁是第一责任人？"]
    alone = service.get("/api/ask", params={"question": "那县级呢？"}).json()
    by_address = service.get("/api/ask", params={"question": "那县级呢？", "after": before}).json()
    by_body = service.post("/api/ask", json={"question": "那县级呢？", "after": before}).json()
    assert alone["reason"] == "ambiguous"
    assert by_body["interpretation"]["slots"]["level"] == ["county"]
    assert by_body["interpretation"]["slots"]["role"] == ["first"]
    assert by_address == by_body


def test_a_comparison_is_that_of_the_command(service: TestClient, shipped: str) -> None:
    given = {"documents": "central-2016+hunan-2017,suzhou-2022", "level": "county", "role": "first"}
    arguments = [part for name, value in given.items() for part in (f"--{name}", value)]
    wanted = printed(shipped, "compare", *arguments, "--format", "json")
    assert service.get("/api/compare", params=given).json() == wanted
    assert service.post("/api/compare", json=given).json() == wanted


def test_documents_are_those_of_the_command(service: TestClient, shipped: str) -> None:
    wanted = printed(shipped, "documents", "--json")
    assert service.get("/api/documents").json() == wanted
    known = service.get("/api/documents/suzhou-2022").json()
    text = known.pop("text")
    assert known in wanted
    assert text == (shipped_texts() / "suzhou-2022.txt").read_text("utf-8")


def test_frames_are_those_of_the_export_page_by_page(service: TestClient, shipped: str) -> None:
    arguments = ["export", "--format", "frames", "--document", "suzhou-2022", "--store", shipped]
    exported = CliRunner().invoke(main, arguments, catch_exceptions=False).stdout
    wanted = [json.loads(line) for line in exported.splitlines()]
    address = "/api/documents/suzhou-2022/frames"
    pages = [service.get(address, params={"offset": offset, "limit": 30}).json() for offset in (0, 30, 60, 90)]
    assert [frame for page in pages for frame in page["frames"]] == wanted
    assert {page["total"] for page in pages} == {len(wanted)}
    lines = service.get(address, params={"limit": 1000}, headers={"Accept": "application/x-ndjson"})
    assert lines.headers["content-type"] == "application/x-ndjson"
    assert lines.text == exported
    some = service.get(address, params={"kind": "responsibility", "role": "first"}).json()
    assert some["frames"] == [one for one in wanted if (one["kind"], one["role"]) == ("responsibility", "first")]
    assert some["frames"]
    assert service.get(f"/api/frames/{wanted[0]['id']}").json() == wanted[0]


def test_provisions_cover_the_text(service: TestClient) -> None:
    text = service.get("/api/documents/suzhou-2022").json()["text"]
    rows = service.get("/api/documents/suzhou-2022/provisions").json()
    parents = {row["parent"] for row in rows}
    leaves = [row for row in rows if row["key"] not in parents]
    assert "".join(text[row["start"] : row["end"]] for row in leaves) == text
    assert service.get("/api/documents/central-2016/provisions").json() == []


@pytest.mark.parametrize("name", ["第十六条", "16", "art_16"])
def test_a_provision_is_found_by_its_names(service: TestClient, name: str) -> None:
    found = service.get(f"/api/documents/suzhou-2022/provisions/{name}").json()
    text = service.get("/api/documents/suzhou-2022").json()["text"]
    assert found["name"] == "第十六条"
    assert found["quote"] == text[found["start"] : found["end"]]
    assert found["frames"]
    assert all(text[frame["start"] : frame["end"]] == frame["quote"] for frame in found["frames"])


def ways(query: str) -> list[tuple[str, dict[str, Any]]]:
    """Return the three ways in which the SPARQL protocol sends a query."""
    return [
        ("GET", {"params": {"query": query}}),
        ("POST", {"data": {"query": query}}),
        ("POST", {"content": query.encode(), "headers": {"Content-Type": "application/sparql-query"}}),
    ]


@pytest.mark.parametrize("way", range(3))
def test_a_query_comes_in_three_ways(service: TestClient, way: int) -> None:
    method, request = ways("ASK { ?d dg:id 'suzhou-2022' }")[way]
    response = service.request(method, "/sparql", **request)
    assert response.headers["content-type"] == "application/sparql-results+json"
    assert response.json() == {"head": {}, "boolean": True}


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("application/json", "application/sparql-results+json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv"),
        ("text/tab-separated-values", "text/tab-separated-values"),
        ("text/csv;q=0.2, application/sparql-results+xml;q=0.9", "application/sparql-results+xml"),
        ("text/html, */*;q=0.1", "application/sparql-results+json"),
    ],
)
def test_solutions_come_in_the_form_that_is_wanted(service: TestClient, accept: str, media_type: str) -> None:
    response = service.get("/sparql", params={"query": f"{TITLES} LIMIT 2"}, headers={"Accept": accept})
    assert response.headers["content-type"].partition(";")[0] == media_type
    assert "x-sparql-maxrows" not in response.headers
    form = pyoxigraph.QueryResultsFormat.from_media_type(media_type)
    assert form is not None
    if media_type == "text/csv":
        assert list(csv.reader(io.StringIO(response.text))) == [["id"], ["baiyin-2021"], ["central-2022"]]
    else:
        found = pyoxigraph.parse_query_results(response.content, form)
        assert isinstance(found, pyoxigraph.QuerySolutions)
        assert [solution["id"].value for solution in found] == ["baiyin-2021", "central-2022"]


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("", "text/turtle"),
        ("application/n-triples", "application/n-triples"),
        ("application/rdf+xml", "application/rdf+xml"),
        ("application/ld+json", "application/ld+json"),
    ],
)
def test_triples_come_in_the_form_that_is_wanted(service: TestClient, accept: str, media_type: str) -> None:
    query = "CONSTRUCT { ?d dg:id ?id } { VALUES ?id { 'suzhou-2022' } ?d dg:id ?id }"
    response = service.get("/sparql", params={"query": query}, headers={"Accept": accept})
    assert response.headers["content-type"].partition(";")[0] == media_type
    (quad,) = pyoxigraph.parse(response.content, pyoxigraph.RdfFormat.from_media_type(media_type))
    assert (quad.subject.value, quad.object.value) == (SUZHOU, "suzhou-2022")


def test_rows_are_cut_and_the_response_says_so(service: TestClient) -> None:
    response = service.get("/sparql", params={"query": TITLES}, headers={"Accept": "text/csv"})
    assert response.status_code == 200
    assert response.headers["x-sparql-maxrows"] == "3"
    assert response.text.split() == ["id", *TEXTS[:3]]
    triples = service.get("/sparql", params={"query": "DESCRIBE ?d { ?d dg:articleCount ?n }"})
    assert triples.headers["x-sparql-maxrows"] == "3"
    assert len(list(pyoxigraph.parse(triples.content, pyoxigraph.RdfFormat.TURTLE))) == 3


@pytest.mark.parametrize(
    ("parameters", "ids"),
    [
        ({"default-graph-uri": [SUZHOU]}, ["suzhou-2022"]),
        ({"default-graph-uri": [SUZHOU, HUNAN]}, ["hunan-2017", "suzhou-2022"]),
        ({"named-graph-uri": [SUZHOU]}, []),
    ],
)
def test_the_protocol_names_the_graphs(service: TestClient, parameters: dict[str, list[str]], ids: list[str]) -> None:
    for method, part in (("GET", "params"), ("POST", "data")):
        request: dict[str, Any] = {part: {"query": TITLES, **parameters}}
        found = service.request(method, "/sparql", headers={"Accept": "text/csv"}, **request)
        assert found.text.split() == ["id", *ids]


def test_the_query_names_the_graphs(service: TestClient) -> None:
    query = TITLES.replace("{", f"FROM <{SUZHOU}> {{", 1)
    assert service.get("/sparql", params={"query": query}, headers={"Accept": "text/csv"}).text.split()[1:] == TEXTS[4:]


def test_without_a_query_the_endpoint_describes_itself(service: TestClient) -> None:
    response = service.get("/sparql", headers={"Accept": "application/n-triples"})
    described = list(pyoxigraph.parse(response.content, pyoxigraph.RdfFormat.N_TRIPLES))
    assert {quad.subject.value for quad in described} == {"http://testserver/sparql"}
    assert "http://www.w3.org/ns/sparql-service-description#SPARQL11Query" in {quad.object.value for quad in described}


REFUSED: list[tuple[str, str, dict[str, Any], int, str]] = [
    ("GET", "/api/ask", {}, 400, "question"),
    ("GET", "/api/ask", {"params": {"question": " "}}, 400, "empty"),
    ("GET", "/api/ask", {"params": {"question": "谁" * 2001}}, 400, "2000"),
    ("GET", "/api/ask", {"params": {"question": "谁", "lang": "fr"}}, 400, "lang"),
    ("GET", "/api/ask", {"params": {"question": "谁", "after": ["谁"] * 6}}, 400, "after"),
    ("GET", "/api/ask", {"params": {"question": "谁", "after": [""]}}, 400, "empty"),
    ("POST", "/api/ask", {"content": b"{", "headers": JSON}, 400, "JSON"),
    ("POST", "/api/ask", {"content": b"[" * 100_000, "headers": JSON}, 400, "body"),
    ("POST", "/api/ask", {"content": b'{"question": "\\ud800"}', "headers": JSON}, 400, "question"),
    ("POST", "/api/ask", {"json": {"question": "谁", "other": 1}}, 400, "other"),
    ("POST", "/api/ask", {"content": b" " * (MOST_BYTES + 1)}, 413, "bytes"),
    ("PUT", "/api/ask", {}, 405, "method"),
    ("GET", "/api/compare", {"params": {"documents": "suzhou-2022"}}, 400, "two documents"),
    ("GET", "/api/compare", {"params": {"documents": "a,,b"}}, 400, "names no documents"),
    ("GET", "/api/compare", {"params": {"documents": "suzhou-2022,nobody"}}, 404, "nobody"),
    ("GET", "/api/compare", {"params": {"level": "planet"}}, 400, "planet"),
    ("GET", "/api/documents/nobody", {}, 404, "nobody"),
    ("GET", "/api/documents/nobody/frames", {}, 404, "nobody"),
    ("GET", "/api/documents/nobody/provisions", {}, 404, "nobody"),
    ("GET", "/api/documents/suzhou-2022/provisions/第九十条", {}, 404, "第九十条"),
    ("GET", "/api/documents/central-2016/provisions/第一条", {}, 404, "digest"),
    ("GET", "/api/documents/suzhou-2022/frames", {"params": {"limit": 0}}, 400, "limit"),
    ("GET", "/api/documents/suzhou-2022/frames", {"params": {"offset": -1}}, 400, "offset"),
    ("GET", "/api/documents/suzhou-2022/frames", {"params": {"kind": "poem"}}, 400, "kind"),
    ("GET", "/api/frames/suzhou-2022/art_16/poem-1", {}, 404, "poem-1"),
    ("GET", "/api/frames/nobody", {}, 404, "nobody"),
    ("GET", "/nothing", {}, 404, "openapi.json"),
    ("GET", "/docs", {}, 404, "openapi.json"),
    ("GET", "/sparql", {"params": {"query": ""}}, 400, "empty"),
    ("GET", "/sparql", {"params": {"query": "what?"}}, 400, "not SPARQL"),
    ("GET", "/sparql", {"params": {"query": ["ASK {}", "ASK {}"]}}, 400, "there are 2"),
    ("GET", "/sparql", {"params": {"query": "DROP ALL"}}, 400, "only reads"),
    ("GET", "/sparql", {"params": {"query": "ASK { SERVICE <http://e.example/> { ?s ?p ?o } }"}}, 400, "SERVICE"),
    ("GET", "/sparql", {"params": {"query": "ASK {}" + " " * 20_000}}, 400, "20000"),
    ("GET", "/sparql", {"params": {"query": "SELECT * {" + "{" * 9000 + "}" * 9001}}, 422, "ended early"),
    ("GET", "/sparql", {"params": {"query": "ASK {}", "default-graph-uri": "no iri"}}, 400, "no IRI"),
    ("GET", "/sparql", {"params": {"query": "ASK {}"}, "headers": {"Accept": "image/png"}}, 406, "Accept"),
    ("GET", "/sparql", {"params": {"query": "ASK {}"}, "headers": {"Accept": "text/turtle"}}, 406, "Accept"),
    ("GET", "/sparql?query=%ff", {}, 400, "UTF-8"),
    ("GET", "/sparql", {"params": {"query": ENDLESS}}, 422, "2 s"),
    ("POST", "/sparql", {"data": {"update": "DROP ALL"}}, 400, "only reads"),
    ("POST", "/sparql", {"data": {"other": "DROP ALL"}}, 400, "there are 0"),
    ("POST", "/sparql", {"data": {f"f{n}": "" for n in range(101)}}, 400, "100 fields"),
    (
        "POST",
        "/sparql",
        {"content": b"DROP ALL", "headers": {"Content-Type": "application/sparql-update"}},
        400,
        "only",
    ),
    ("POST", "/sparql", {"content": b"\xff", "headers": {"Content-Type": "application/sparql-query"}}, 400, "UTF-8"),
    ("POST", "/sparql", {"content": b"ASK {}", "headers": {"Content-Type": "text/plain"}}, 415, "sparql-query"),
    ("POST", "/sparql", {"content": b" " * (MOST_BYTES + 1)}, 413, "bytes"),
    ("DELETE", "/sparql", {}, 405, "method"),
]


def test_the_refusals_are_all_there() -> None:
    assert len(REFUSED) == 48


@pytest.mark.parametrize(("method", "address", "request_", "status", "word"), REFUSED)
def test_what_cannot_be_done_is_said_in_a_sentence(
    service: TestClient, method: str, address: str, request_: dict[str, Any], status: int, word: str
) -> None:
    response = service.request(method, address, **request_)
    assert (response.status_code, list(response.json())) == (status, ["error"])
    sentence = response.json()["error"]
    assert word in sentence
    assert "\n" not in sentence


def test_a_worker_that_was_stopped_is_replaced(service: TestClient) -> None:
    for _ in range(3):  # more than there are workers
        assert service.get("/sparql", params={"query": ENDLESS}).status_code == 422
    assert service.get("/sparql", params={"query": "ASK {}"}).json()["boolean"] is True


def test_health_and_figures(service: TestClient) -> None:
    assert service.get("/health").json() == {"status": "ok", "version": "1"}
    service.get("/api/ask", params={"question": "明天天气怎么样"})
    service.get("/api/ask", params={"question": "明天天气怎么样"})
    response = service.get("/metrics")
    assert response.headers["content-type"].startswith("text/plain")
    for line in (
        r'dutygraph_requests_total{method="GET",route="/api/ask",status="200"}',
        r'dutygraph_request_seconds_bucket{le="0.5",route="/api/ask"}',
        r'dutygraph_refusals_total{reason="out_of_scope"}',
        r'dutygraph_waiting{kind="answers"} 0.0',
        r'dutygraph_store{version="1"} 1.0',
        "dutygraph_replies_kept_total",
    ):
        assert line in response.text


def test_the_first_page_asks_for_nothing_from_elsewhere(service: TestClient) -> None:
    response = service.get("/")
    assert response.headers["content-security-policy"].startswith("default-src 'none'")
    assert "://" not in response.text


def test_the_description_knows_every_route_and_its_responses(service: TestClient) -> None:
    described = service.get("/openapi.json").json()
    operations = [(path, method) for path, methods in described["paths"].items() for method in methods]
    assert len(operations) == 14
    for path, method in operations:
        operation = described["paths"][path][method]
        assert operation["summary"]
        assert "200" in operation["responses"]
        if path.startswith(("/api", "/sparql")):
            assert {"400", "413", "422", "503"} <= set(operation["responses"])
    assert "securitySchemes" not in described["components"]


def test_other_sites_may_not_ask_unless_they_are_named(shipped: str) -> None:
    asking = {"Origin": "https://a.example", "Access-Control-Request-Method": "GET"}
    allowed = []
    for origins in ((), ("https://a.example",), ("https://b.example",)):
        client = TestClient(create_app(Settings(shipped, origins=origins)))  # its workers are not needed
        allowed.append(client.get("/health", headers=asking).headers.get("access-control-allow-origin"))
        if not origins:
            assert client.options("/api/ask", headers=asking).status_code == 405
    assert allowed == [None, "https://a.example", None]


@pytest.mark.parametrize(
    ("header", "status"),
    [
        ({}, 401),
        ({"Authorization": "Bearer wrong"}, 401),
        ({"Authorization": "Basic secret-秘".encode()}, 401),
        ({"Authorization": "Bearer secret-秘2".encode()}, 401),
        ({"Authorization": "Bearer secret-秘".encode()}, 200),
        ({"Authorization": "bearer secret-秘".encode()}, 200),
    ],
)
def test_the_token_is_wanted_but_for_health(shipped: str, header: dict[str, str | bytes], status: int) -> None:
    client = TestClient(create_app(Settings(shipped, token="secret-秘")))  # its workers are not needed
    response = client.get("/openapi.json", headers=header)
    assert response.status_code == status
    if status == 401:
        assert response.headers["www-authenticate"] == "Bearer"
    else:
        assert list(response.json()["components"]["securitySchemes"]) == ["HTTPBearer"]
    assert client.get("/health").status_code == 200


def test_a_body_that_does_not_arrive_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "BODY_SECONDS", 0.1)
    sent: list[Any] = []

    async def never() -> Any:
        await asyncio.sleep(60)

    async def send(message: Any) -> None:
        sent.append(message)

    async def unreached(*_: Any) -> None:
        raise AssertionError

    scope = {"type": "http", "method": "POST", "path": "/api/ask", "headers": []}
    asyncio.run(guard.Guard(unreached, "", Metrics())(scope, never, send))
    assert sent[0]["status"] == 408
    assert "0.1 s" in json.loads(sent[1]["body"])["error"]


def test_without_a_graph_it_says_so(tmp_path: Path) -> None:
    client = TestClient(create_app(Settings(str(tmp_path / "none"))))
    for address in ("/health", "/api/documents"):
        response = client.get(address)
        assert response.status_code == 503
        assert "dutygraph build" in response.json()["error"]
    assert "dutygraph_store{" not in client.get("/metrics").text
