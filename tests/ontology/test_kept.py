"""What is kept beside a graph is what the graph says, and nothing that is damaged is believed."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pyoxigraph
import pytest

from ontology.kept import Kept
from ontology.namespace import document_iri
from ontology.store import EmbeddedStore, open_store

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


def test_files_are_made_once_for_all(built: Path) -> None:
    made: list[Path] = []

    def make(folder: Path) -> None:
        made.append(folder)
        (folder / "index").write_bytes(b"1")
        (folder / "words").write_bytes(b"2")

    for _ in range(2):
        with open_store(built) as store:
            folder = store.folder("words", make)
            assert folder is not None
            assert (folder / "index").read_bytes() == b"1"
    assert len(made) == 1
    assert not made[0].exists()  # written elsewhere, then put in its place


@pytest.mark.parametrize(
    "damage",
    [
        lambda folder: (folder / "index").write_bytes(b"3"),
        lambda folder: (folder / "index").unlink(),
        lambda folder: (folder / "more").write_bytes(b""),
        lambda folder: (folder / "index").rename(folder / "other"),
        lambda folder: (folder / "checksum").unlink(),
        lambda folder: (folder / "checksum").write_bytes("甲".encode()),
    ],
)
def test_damaged_files_are_made_anew(damage: Callable[[Path], object], built: Path) -> None:
    kept = Kept(built / "generations" / "1")
    whole = kept.folder("words", lambda folder: (folder / "index").write_bytes(b"1"))
    assert whole is not None
    damage(whole)
    again = kept.folder("words", lambda folder: (folder / "index").write_bytes(b"2"))
    assert again == whole
    assert sorted(path.name for path in again.iterdir()) == ["checksum", "index"]
    assert (again / "index").read_bytes() == b"2"
    assert [path.name for path in again.parent.iterdir()] == ["words"]  # nothing is left over


def test_where_nothing_can_be_written_there_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("a file in the way", "utf-8")
    assert Kept(tmp_path).folder("words", Path.touch) is None
    with EmbeddedStore(pyoxigraph.Store()) as store:
        assert store.folder("words", Path.touch) is None


def test_another_graph_has_other_files(built: Path) -> None:
    with open_store(built) as store:
        first = store.folder("words", lambda folder: (folder / "index").write_bytes(b"1"))
    with open_store(built, read_only=False) as store:
        store.replace_graph(GRAPH, quad("丁"))
    with open_store(built) as store:
        second = store.folder("words", lambda folder: (folder / "index").write_bytes(b"2"))
        assert second is not None
        assert second != first
        assert (second / "index").read_bytes() == b"2"
