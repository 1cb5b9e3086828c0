"""A graph on a SPARQL server is the same as one in a directory, and every failure is a sentence."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

from app import pipeline
from app.cli import main
from corpus.errors import StoreError
from ontology.errors import SparqlError
from ontology.export import export
from ontology.namespace import document_iri
from ontology.remote import RemoteStore, endpoints
from ontology.store import open_store, version
from ontology.types import GraphNames
from tests.app import servers

HEADLINE = "乡镇一级扶贫项目资产谁是第一责任人？"
FOREIGN = "https://elsewhere.example/graph"
NEW = "# 测试办法\n\n第一条 县级人民政府对扶贫项目资产负主体责任。\n"


def exported(location: str, form: str) -> list[bytes]:
    with open_store(location) as store:
        return sorted(b"".join(export(store, form)).splitlines())


def ask(location: str) -> dict[str, object]:
    result = CliRunner().invoke(main, ["ask", HEADLINE, "--json", "--store", location], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    answer = json.loads(result.stdout)
    return {key: value for key, value in answer.items() if key != "milliseconds"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An Oxigraph server with the shipped texts, and a graph of somebody else."""
    with servers.oxigraph(tmp_path_factory.mktemp("oxigraph")) as address:
        with open_store(address, read_only=False, fresh=True) as store:
            store.replace_graph(
                FOREIGN, f"<https://e.example/s> <https://e.example/p> <https://e.example/o> <{FOREIGN}> ."
            )
        pipeline.build(address)
        yield address


def ours(location: str) -> list[bytes]:
    return [line for line in exported(location, "nquads") if FOREIGN.encode() not in line]


def test_a_server_holds_the_same_graph_as_a_directory(server: str, shipped: str) -> None:
    assert exported(server, "frames") == exported(shipped, "frames")
    # The blank nodes of the ontology have no lasting names.
    there, here = ([line for line in ours(location) if b"_:" not in line] for location in (server, shipped))
    assert there == here
    assert len(ours(server)) == len(exported(shipped, "nquads"))
    assert ask(server) == ask(shipped)


@pytest.mark.parametrize("dataset", ["FROM <{}>", "FROM NAMED <{}>", "default", "named"])
def test_a_server_reads_the_graphs_that_are_named(server: str, shipped: str, dataset: str) -> None:
    name = document_iri("suzhou-2022")
    pattern = "{ GRAPH ?g { ?d dg:id ?id } }" if dataset in ("FROM NAMED <{}>", "named") else "{ ?d dg:id ?id }"
    graphs = {"default": GraphNames(default=(name,)), "named": GraphNames(named=(name,))}.get(dataset)
    query = f"SELECT ?id {'' if graphs else dataset.format(name)} {pattern} ORDER BY ?id"
    with open_store(server) as there, open_store(shipped) as here:
        found = [store.results(query, ["text/csv"], 9999, graphs).content for store in (there, here)]
    assert found[0] == found[1]
    assert b"suzhou-2022/art_16" in found[0]
    assert b"hunan-2017" not in found[0]


def test_the_service_answers_from_a_server(server: str) -> None:
    with servers.serving(server) as address, httpx.Client(base_url=address, timeout=60) as client:
        answer = client.get("/api/ask", params={"question": HEADLINE}).json()
        answer.pop("milliseconds")
        assert answer == ask(server)
        assert client.get("/health").json()["version"] == version(server)
        found = client.get("/sparql", params={"query": "SELECT ?s { ?s a dg:Document }"}).json()
        assert len(found["results"]["bindings"]) == 6


def test_a_server_that_has_no_union_is_told_the_graphs(server: str, shipped: str) -> None:
    with servers.without_union(server) as address:
        with open_store(address) as store:
            assert len(store.select("SELECT ?d { ?d a dg:Document }")) == 6
            assert store.graphs() == open_store(server).graphs()
        assert ask(address) == ask(shipped)


@pytest.mark.parametrize("graphs", ["store protocol", "updates"])
def test_documents_come_and_go(graphs: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "new.md").write_text(NEW)
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "old.md").write_text(NEW.replace("县级", "乡级"))
    with servers.oxigraph(tmp_path / "oxigraph") as address:
        if graphs == "updates":  # a query endpoint of another name stands for a server of one endpoint
            monkeypatch.setenv("DUTYGRAPH_GRAPHS", "")
            monkeypatch.setattr(
                "ontology.remote.endpoints",
                lambda address: endpoints(f"{address}#", {"DUTYGRAPH_UPDATE": address.replace("query", "update")}),
            )
        pipeline.build(address, tmp_path / "old")
        versions = [version(address)]
        with open_store(address, read_only=False) as store:
            store.replace_graph(
                FOREIGN, f"<https://e.example/s> <https://e.example/p> <https://e.example/o> <{FOREIGN}> ."
            )
        pipeline.add([tmp_path / "new.md"], address)
        versions.append(version(address))
        pipeline.remove("old", address)
        versions.append(version(address))
        assert len(set(versions)) == 3
        with open_store(address) as store:
            assert [row["id"] for row in store.select("SELECT ?id { ?d a dg:Document ; dg:id ?id }")] == ["new"]
            assert document_iri("old") not in store.graphs()
        pipeline.build(address, tmp_path / "old")
        with open_store(address) as store:
            assert [row["id"] for row in store.select("SELECT ?id { ?d a dg:Document ; dg:id ?id }")] == ["old"]
            assert FOREIGN in store.graphs(), "graphs of others are left alone"


def test_another_engine_gives_the_same(tmp_path: Path, shipped: str) -> None:
    with servers.virtuoso(tmp_path) as address:
        pipeline.build(address)
        assert exported(address, "frames") == exported(shipped, "frames")
        assert ask(address) == ask(shipped)


QUERIES = {
    "SELECT * { ?s ?p": (SparqlError, "cannot run the query"),
    "ASK { ?s ?p ?o }": (SparqlError, "SELECT query is needed"),
    "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 1": (SparqlError, "SELECT query is needed"),
    "SELECT ?s { SERVICE <http://e.example/> { ?s ?p ?o } }": (SparqlError, "SERVICE"),
    "INSERT DATA { <a:b> <a:b> <a:b> }": (SparqlError, "cannot run the query"),
}


@pytest.mark.parametrize("query", QUERIES)
def test_bad_queries_are_errors_of_one_line(server: str, query: str) -> None:
    kind, message = QUERIES[query]
    with open_store(server) as store, pytest.raises(kind, match=message) as error:
        store.select(query)
    assert "\n" not in str(error.value)


def test_every_form_of_query_is_answered(server: str) -> None:
    with open_store(server) as store:
        assert store.ask("# a comment\nPREFIX x: <urn:x> ASK { ?d a dg:Document }")
        assert not store.ask("ASK { ?d a dg:Nothing }")
        (triple,) = store.construct("CONSTRUCT { ?d a dg:Document } WHERE { ?d dg:id 'suzhou-2022' }")
        assert triple.subject.value == document_iri("suzhou-2022")
        table = store.table("SELECT ?f ?none { ?f a dg:Norm }", 10)
        assert (table.columns, len(table.rows), table.more) == (("f", "none"), 10, True)
        with pytest.raises(SparqlError, match="ASK query"):
            store.ask("SELECT ?d { ?d a dg:Document }")
    assert len(list(open_store(server).dataset().query("SELECT ?g { GRAPH ?g { ?s dg:checksum ?c } }"))) == 5


EMPTY = json.dumps({"head": {}, "boolean": True}).encode()
JSON = {"Content-Type": "application/sparql-results+json"}
ANSWERS = {
    "a page": ((200, {"Content-Type": "text/html"}, b"<h1>Hello</h1>"), "text/html, not with SPARQL results"),
    "half an answer": ((200, JSON, EMPTY[:-9]), "cannot be read"),
    "a fault of its own": ((500, {}, b"out of\nmemory"), "answers 500 .* out of memory"),
    "a closed door": ((401, {"WWW-Authenticate": "Basic realm=x"}, b""), "name or password"),
    "another place": ((302, {"Location": "http://127.0.0.1:1/"}, b""), "answers 302"),
}


@pytest.mark.parametrize("answer", ANSWERS)
def test_a_server_that_misbehaves_is_a_sentence(answer: str) -> None:
    reply, message = ANSWERS[answer]
    with servers.answering(lambda *_: reply) as address, pytest.raises(StoreError, match=message) as error:
        open_store(address.replace("http://", "http://name:secret@"))
    assert "\n" not in str(error.value)
    assert "secret" not in str(error.value)


@pytest.mark.parametrize("address", ["http://127.0.0.1:1/query", "http://[", "ftp://e.example/", "http://no.invalid/"])
def test_an_address_that_is_none_is_a_sentence(address: str) -> None:
    result = CliRunner().invoke(main, ["ask", HEADLINE, "--store", address])
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1), result.output


def test_a_server_without_our_graph_says_what_to_do(tmp_path: Path) -> None:
    with servers.oxigraph(tmp_path) as address, pytest.raises(StoreError, match="dutygraph build --store"):
        open_store(address)


def test_a_name_and_a_password_are_given_by_either_scheme() -> None:
    asked: list[str] = []

    def reply(_path: str, _body: bytes, headers: dict[str, str]) -> servers.Reply:
        asked.append(headers.get("Authorization", ""))
        if asked[-1].startswith("Digest"):
            digest = dict(part.strip().split("=", 1) for part in asked[-1][7:].split(","))
            assert digest["username"] == '"name"'
            return 200, JSON, EMPTY
        return 401, {"WWW-Authenticate": f'Digest realm="x", nonce="{sha256(b"x").hexdigest()}", qop="auth"'}, b""

    with servers.answering(reply) as address:
        with RemoteStore(address.replace("http://", "http://name:secret@")) as store:
            assert store.ask("ASK { ?s ?p ?o }")
        assert [scheme.partition(" ")[0] for scheme in asked] == ["Basic", "", "Digest", "Digest"]
