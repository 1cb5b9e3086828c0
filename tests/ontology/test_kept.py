"""What is kept beside a graph is what the graph says, and nothing that is damaged is believed."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from ontology.kept import Kept
from ontology.namespace import document_iri
from ontology.store import open_store

QUERY = "SELECT ?o ?other { ?s <https://e.example/p> ?o OPTIONAL { ?s <https://e.example/q> ?other } } ORDER BY ?o"
GRAPH = document_iri("a")


def quad(value: str, predicate: str = "p") -> str:
    return f'<https://e.example/{value[0]}> <https://e.example/{predicate}> "{value}" <{GRAPH}> .\n'


@pytest.fixture
def built(tmp_path: Path) -> Path:
    with open_store(tmp_path / "store", read_only=False, fresh=True) as store:
        store.load([quad("甲"), quad("乙\\n𠮷"), quad("甲之", "q")])
    return tmp_path / "store"


def files(store: Path) -> list[Path]:
    return sorted(store.glob("generations/*/kept/*"))


def rows(store: Path) -> list[dict[str, str]]:
    with open_store(store) as opened:
        return opened.kept(QUERY)


def test_the_rows_are_those_of_the_query(built: Path) -> None:
    with open_store(built) as store:
        wanted = store.select(QUERY)
    assert wanted == [{"o": "乙\n𠮷"}, {"o": "甲", "other": "甲之"}]
    assert rows(built) == wanted
    assert len(files(built)) == 1
    assert rows(built) == wanted


def test_what_is_kept_is_not_asked_again(built: Path) -> None:
    rows(built)
    with open_store(built) as store:
        Kept(built / "generations" / "1").write(QUERY, [{"o": "丙"}])
        assert store.kept(QUERY) == [{"o": "丙"}]
        assert len(store.select(QUERY)) == 2


def test_a_query_without_rows_is_kept_too(built: Path) -> None:
    kept = Kept(built / "generations" / "1")
    kept.write(QUERY, [])
    assert kept.read(QUERY) == []
    assert kept.read(QUERY + " ") is None


def cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def changed(data: bytes) -> bytes:
    return data.replace("甲".encode(), "丁".encode())


def of_another_query(_: bytes) -> bytes:
    return signed({"form": 1, "query": "SELECT", "columns": ["o"], "values": [["丙"]]})


def of_another_form(_: bytes) -> bytes:
    return signed({"form": 0, "query": QUERY, "columns": ["o"], "values": [["丙"]]})


def without_rows(_: bytes) -> bytes:
    return signed({"form": 1, "query": QUERY, "columns": ["o"]})


def uneven(_: bytes) -> bytes:
    return signed({"form": 1, "query": QUERY, "columns": ["o", "other"], "values": [["丙"], []]})


def no_object(_: bytes) -> bytes:
    return signed([])


def empty(_: bytes) -> bytes:
    return b""


def no_text(_: bytes) -> bytes:
    return b"\xff\n{}"


def signed(held: object) -> bytes:
    body = json.dumps(held).encode()
    return sha256(body).hexdigest().encode() + b"\n" + body


DAMAGES = [cut, changed, of_another_query, of_another_form, without_rows, uneven, no_object, empty, no_text]


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_is_damaged_is_made_anew(built: Path, damage: Callable[[bytes], bytes]) -> None:
    wanted = rows(built)
    (file,) = files(built)
    whole = file.read_bytes()
    file.write_bytes(damage(whole))
    assert rows(built) == wanted
    assert file.read_bytes() == whole


def test_where_nothing_can_be_written_the_query_is_asked(built: Path) -> None:
    (built / "generations" / "1" / "kept").write_text("no folder")
    assert len(rows(built)) == 2
    assert files(built) == []


def test_a_write_to_the_store_forgets_what_was_kept(built: Path) -> None:
    rows(built)
    with open_store(built, read_only=False) as store:
        assert len(store.kept(QUERY)) == 2
        store.replace_graph(GRAPH, quad("丙"))
        assert store.kept(QUERY) == [{"o": "丙"}]
    assert rows(built) == [{"o": "丙"}]
