"""The store is replaced as a whole or not at all, and every failure is a sentence."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph
import pytest

from corpus.errors import DutygraphError, StoreError
from ontology.embedded import EmbeddedStore
from ontology.errors import SparqlError
from ontology.namespace import VOCABULARY_GRAPH, document_iri
from ontology.store import default_location, open_store

GRAPH = document_iri("a")


def quad(value: object, graph: str = GRAPH) -> str:
    return f'<https://e.example/s> <https://e.example/p> "{value}" <{graph}> .\n'


def values(location: Path) -> list[str]:
    with open_store(location) as store:
        return sorted(row["o"] for row in store.select("SELECT ?o { ?s ?p ?o }"))


@pytest.fixture
def built(tmp_path: Path) -> Path:
    with open_store(tmp_path / "store", read_only=False, fresh=True) as store:
        store.load([quad(1), quad(2)])
    return tmp_path / "store"


def generations(location: Path) -> list[str]:
    return sorted(path.name for path in (location / "generations").iterdir())


def test_a_write_makes_the_next_generation_and_keeps_one(built: Path) -> None:
    with open_store(built) as before:
        for value in ("3", "4", "5"):
            with open_store(built, read_only=False) as store:
                store.replace_graph(document_iri(value), quad(value, document_iri(value)))
            assert value in values(built)
        assert generations(built) == ["1", "3", "4"]  # 1 is still being read
        assert len(before.select("SELECT ?o { ?s ?p ?o }")) == 2
    with open_store(built, read_only=False) as store:
        store.replace_graph(GRAPH, "")
        assert store.graphs() == tuple(map(document_iri, "345"))
    assert generations(built) == ["4", "5"]
    assert values(built) == ["3", "4", "5"]


def test_an_error_while_writing_leaves_the_old_graph(built: Path) -> None:
    def fail() -> None:
        with open_store(built, read_only=False, fresh=True) as store:
            store.load([quad(3)])
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    with pytest.raises(StoreError, match="cannot be written"), open_store(built, read_only=False) as store:
        store.replace_graph(GRAPH, "<broken> .")
    assert values(built) == ["1", "2"]
    assert generations(built) == ["1"]


def test_a_fresh_build_forgets_the_old_graph(built: Path) -> None:
    with open_store(built, read_only=False, fresh=True) as store:
        store.load([quad(3)])
    assert values(built) == ["3"]


def test_a_fresh_build_ends_sorted_however_it_was_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def files(name: str) -> int:
        with open_store(tmp_path / name, read_only=False, fresh=True) as store:
            store.load(quad(number) for number in range(300))
        return len(list((tmp_path / name / "generations" / "1").glob("*.sst")))

    at_once = files("once")
    monkeypatch.setattr("ontology.embedded._PORTION", 1000)
    assert files("portions") == at_once
    assert values(tmp_path / "portions") == values(tmp_path / "once")


def test_a_fault_in_one_of_many_portions_stops_the_load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ontology.embedded._PORTION", 100)
    with (
        pytest.raises(StoreError, match="cannot be written"),
        open_store(tmp_path / "store", read_only=False, fresh=True) as store,
    ):
        store.load([*map(quad, range(20)), "<broken> .\n", *map(quad, range(20))])
    assert not generations(tmp_path / "store")


def test_one_process_writes_at_a_time(built: Path) -> None:
    with open_store(built, read_only=False) as store:
        with pytest.raises(StoreError, match="Another process is writing"):
            open_store(built, read_only=False)
        store.load([quad(3)])
    assert values(built) == ["1", "2", "3"]


_WRITER = """
import sys
from ontology.store import open_store
from ontology.namespace import document_iri
number = int(sys.argv[2])
print("go", flush=True)
while True:
    number += 1
    with open_store(sys.argv[1], read_only=False, fresh=number % 2 == 0) as store:
        graph = document_iri("a")
        lines = (f'<https://e.example/{n}> <https://e.example/p> "{number}" <{graph}> .\\n' for n in range(3000))
        store.replace_graph(graph, "".join(lines)) if number % 2 else store.load(lines)
"""


def test_a_killed_write_leaves_the_graph_whole(built: Path, root: Path) -> None:
    whole = 0
    for moment in range(60):
        if moment > 9 and whole:  # on a busy machine a write takes longer
            break
        writer = subprocess.Popen(
            [sys.executable, "-c", _WRITER, str(built), str(whole)], cwd=root, stdout=subprocess.PIPE
        )
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(0.04 * moment + 0.013 * (moment % 3))
        os.kill(writer.pid, signal.SIGKILL)
        writer.wait()
        writer.stdout.close()
        found = values(built)
        if found != ["1", "2"]:
            assert len(found) == 3000
            assert len(set(found)) == 1
            whole = max(whole, int(found[0]))
    assert whole > 0, "no write got through: the kills came too early to show anything"
    with open_store(built, read_only=False) as store:
        store.replace_graph(GRAPH, quad("after"))
    assert values(built) == ["after"]
    assert len(generations(built)) == 2


def damaged_pointer(store: Path) -> None:
    (store / "current").write_text("seven")


def missing_generation(store: Path) -> None:
    (store / "current").write_text("7\n")


def damaged_database(store: Path) -> None:
    (store / "generations" / "1" / "CURRENT").write_text("")


DAMAGES = [damaged_pointer, missing_generation, damaged_database]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_store_says_so_and_can_be_built_again(built: Path, damage: Callable[[Path], None]) -> None:
    damage(built)
    for read_only in (True, False):
        with pytest.raises(StoreError, match=r"damaged.*") as error:
            open_store(built, read_only=read_only)
        assert "\n" not in str(error.value)
    with open_store(built, read_only=False, fresh=True) as store:
        store.load([quad(3)])
    assert values(built) == ["3"]


@pytest.mark.parametrize("read_only", [True, False])
def test_places_that_hold_no_store_are_errors(tmp_path: Path, read_only: bool) -> None:
    file = tmp_path / "file"
    file.write_text("x")
    cases = {
        tmp_path / "nothing": "no graph yet",
        file: "not a directory",
        file / "below": "no graph yet" if read_only else "cannot be written",
        Path("/proc/store"): "no graph yet" if read_only else "cannot be written",
    }
    for place, message in cases.items():
        with pytest.raises(StoreError, match=message):
            open_store(place, read_only=read_only)
    assert file.read_text() == "x"


def test_a_directory_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_text("x")
    with pytest.raises(StoreError, match="something else"):
        open_store(tmp_path, read_only=False, fresh=True)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.docx"]


BAD_QUERIES = {
    "SELECT * WHERE { ?s ?p }": "not SPARQL: error at 1:25",
    "SELECT * { ?s ?p ?o } LIMIT many": "not SPARQL: error at 1:29",
    "INSERT DATA { <a:b> <a:b> <a:b> }": "not SPARQL",
    "ASK { ?s ?p ?o }": "SELECT query is needed",
    "SELECT * { ?s ?p ?o } #\\u000a\n \\u0053ERVICE ?x { }": "not SPARQL",
    "SELECT ?s { SERVICE <http://e.example/> { ?s ?p ?o } }": "SERVICE",
    "SELECT ?s {\n#x\nserviCe SILENT?x{ ?s ?p ?o } }": "SERVICE",
    "SELECT ?s { ?s ?p '''a'b''' .SERVICE?x{ ?s ?p ?o } }": "SERVICE",
    "SELECT ?s { ?s ?p 1 FILTER(1<2)SERVICE?x#>\n{?s ?p 1} FILTER(1>2)}": "SERVICE",
    "SELECT ?s { ?s <http://e.example/'> ?o SERVICE ?x {} ?s <http://e.example/'> ?o }": "SERVICE",
    "PREFIX : <http://e.example/> SELECT ?s { ?s ?p trueSERVICE:x{ ?s ?p ?o } }": "SERVICE",
    "PREFIX : <http://e.example/> SELECT ?s { ?s ?p 1SERVICE#x\n silent:x{ ?s ?p ?o } }": "SERVICE",
}


@pytest.mark.parametrize("query", BAD_QUERIES)
def test_bad_queries_are_errors_of_one_line(built: Path, query: str) -> None:
    with open_store(built) as store, pytest.raises(SparqlError, match=BAD_QUERIES[query]) as error:
        store.select(query)
    assert isinstance(error.value, DutygraphError)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    "words", ["service" * 20_000, "service " * 20_000, "service#\n" * 20_000, "?service:" * 20_000]
)
def test_long_queries_are_read_in_no_time(built: Path, words: str) -> None:
    before = time.process_time()
    with open_store(built) as store, pytest.raises(SparqlError):
        store.select(f"SELECT * {{ {words} }}")
    assert time.process_time() - before < 2


def test_the_word_service_is_no_call(built: Path) -> None:
    query = 'SELECT ?service { ?service dg:id "a \\" service {", "service quality" } # at your service'
    with open_store(built) as store:
        assert store.select(query) == []


def test_queries_see_all_graphs_as_one_and_leave_out_what_is_unbound(built: Path) -> None:
    with open_store(built, read_only=False) as store:
        store.replace_graph(VOCABULARY_GRAPH, quad("甲", VOCABULARY_GRAPH))
    with open_store(built) as store:
        rows = store.select("SELECT ?none ?o { ?s ?p ?o OPTIONAL { ?s dg:id ?none } } ORDER BY ?o")
        assert rows == [{"o": "1"}, {"o": "2"}, {"o": "甲"}]
        assert store.ask("ASK { ?s ?p '甲' }")
        assert len(store.construct("CONSTRUCT WHERE { ?s ?p ?o }")) == 3
        assert store.graphs() == (GRAPH, VOCABULARY_GRAPH)
        dataset = store.dataset()
        assert sorted(str(o) for o in dataset.objects()) == ["1", "2", "甲"]
        assert dataset.namespace_manager.expand_curie("dg:id").endswith("ontology#id")


def test_the_environment_names_the_default_store(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUTYGRAPH_STORE", "/elsewhere")
    assert default_location() == "/elsewhere"
    monkeypatch.setenv("DUTYGRAPH_STORE", "")
    assert Path(default_location()).name == "dutygraph"


def test_a_fault_in_what_is_written_is_not_the_stores() -> None:
    def chunks() -> Iterator[str]:
        yield ""
        raise ValueError("a rule is at fault")

    with pytest.raises(ValueError, match="a rule is at fault"):
        EmbeddedStore(pyoxigraph.Store()).load(chunks())
