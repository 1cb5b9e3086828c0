"""Reading takes every encoding in use and says in one sentence what is wrong with a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import ReadError
from corpus.library import shipped_texts
from corpus.read import load_yaml, read, read_document, read_folder, read_text
from corpus.types import Document, Metadata

WORDS = "某县办法\r\n第一条 县级人民政府应当加强组织领导，健全机制。\r\n第二条 本办法自印发之日起施行。\r\n"
ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "gbk", "gb2312", "utf-16", "utf-16-le", "utf-16-be")


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_encodings(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "某县办法.txt"
    path.write_bytes(WORDS.encode(encoding))
    document = read_document(path)
    assert document.text == WORDS
    assert document.id == "某县办法"
    assert [node.key for node in document.root.children] == ["preface", "art_1", "art_2"]


def test_short_gbk_text(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("第一条 甲应当。".encode("gbk"))
    assert read_document(path).text == "第一条 甲应当。"


def _write(folder: Path, name: str, content: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


BAD = {
    "missing": ("absent.txt", None, "no such file"),
    "empty": ("a.txt", "", "empty"),
    "blank": ("a.txt", " \n\ufeff", "empty"),
    "binary": ("a.txt", bytes(range(256)) * 8, "not"),
    "binary in UTF-8": ("a.txt", "第一条\0\0\1", "binary"),
    "image": ("a.md", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0\xff\xfe\xfd" * 40, "not"),
    "damaged": ("a.txt", "第一条 应当。".encode() + b"\xff\xfe\x81" * 3 + "第二条".encode(), "encoding"),
    "another type": ("a.xls", "第一条 甲。", "not supported"),
    "no suffix": ("a", "第一条 甲。", "not supported"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_files(tmp_path: Path, name: str) -> None:
    file, content, reason = BAD[name]
    path = tmp_path / file if content is None else _write(tmp_path, file, content)
    with pytest.raises(ReadError) as caught:
        read(path)
    message = str(caught.value)
    assert str(path) in message
    assert reason in message
    assert "\n" not in message


METADATA = {
    "not YAML": ("manifest.yaml", "a: [", "cannot be read"),
    "not a mapping": ("manifest.yaml", "- a", "map names"),
    "entry is not a mapping": ("manifest.yaml", "a: b", "map names"),
    "unknown field": ("manifest.yaml", "a: {titel: 某办法}", "titel"),
    "unknown level": ("manifest.yaml", "a: {level: 县}", "level"),
    "unknown completeness": ("manifest.yaml", "a: {completeness: nearly}", "completeness"),
    "list expected": ("manifest.yaml", "a: {issuers: 某局}", "issuers"),
    "text expected": ("manifest.yaml", "a: {title: [某办法]}", "title"),
    "file is not there": ("manifest.yaml", "b: {title: 某办法}", "b"),
    "sidecar": ("a.yaml", "a: [", "cannot be read"),
    "same id twice": ("a.yaml", "id: c", "c"),
}


@pytest.mark.parametrize("name", METADATA)
def test_bad_metadata(tmp_path: Path, name: str) -> None:
    file, content, reason = METADATA[name]
    _write(tmp_path, "a.txt", "第一条 甲应当。")
    _write(tmp_path, "c.txt", "第一条 甲应当。")
    path = _write(tmp_path, file, content)
    with pytest.raises(ReadError) as caught:
        read(tmp_path)
    assert reason in str(caught.value)
    assert name == "same id twice" or str(path) in str(caught.value)


def test_bad_folders(tmp_path: Path) -> None:
    _write(tmp_path, "README.md", "# 说明")
    _write(tmp_path, ".hidden.txt", "第一条 甲。")
    with pytest.raises(ReadError, match=r"no \.txt or \.md document"):
        read(tmp_path)
    with pytest.raises(ReadError, match="no such folder"):
        read_folder(tmp_path / "absent")


def test_all_bad_cases_were_collected() -> None:
    assert (len(ENCODINGS), len(BAD), len(METADATA)) == (8, 9, 11)


def test_folder(tmp_path: Path) -> None:
    _write(tmp_path, "b.md", "# 某市条例\n\n<!-- INFO END -->\n\n## 第一章 总则\n\n第一条 甲应当。\n")
    _write(tmp_path, "a.txt", "第一条 甲应当。")
    _write(tmp_path, "README.md", "# 说明")
    _write(tmp_path, "manifest.yaml", "a: {title: 某办法, date: 2020-01-02, issuers: [某局], level: county}")
    _write(tmp_path, "b.yaml", "{id: b-2020, aliases: [某条例]}")
    first, second = read(tmp_path)
    assert (first.id, first.metadata.title, first.metadata.date) == ("a", "某办法", "2020-01-02")
    assert (first.metadata.issuers, first.metadata.level) == (("某局",), "county")
    assert (second.id, second.metadata.title, second.metadata.aliases) == ("b-2020", "某市条例", ("某条例",))


def test_given_values_go_before_the_manifest() -> None:
    document = read_document(shipped_texts() / "suzhou-2022.txt", {"id": "x", "title": "某办法"})
    assert (document.id, document.metadata.title, document.metadata.level) == ("x", "某办法", "city")


def test_text() -> None:
    document = read_text("第二条 甲应当。", Metadata("a", title="某办法"))
    assert (document.id, document.metadata.title, document.metadata.missing) == ("a", "某办法", ("第一条",))
    assert document.metadata.completeness == "partial"


def test_shipped_texts(documents: dict[str, Document]) -> None:
    assert sorted(documents) == ["baiyin-2021", "central-2022", "hunan-2017", "panjin-2015", "suzhou-2022"]
    for name, document in documents.items():
        assert document.text.encode() == (shipped_texts() / f"{name}.txt").read_bytes()
        assert len(document.checksum) == 64


def test_a_manifest_is_not_read_for_every_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [f"a{number}" for number in range(20)]
    for name in names:
        _write(tmp_path, f"{name}.txt", "某办法\n\n第一条 各县负责。")
    _write(tmp_path, "manifest.yaml", "".join(f"{name}: {{title: 办法{name}}}\n" for name in names))
    loaded: list[Path] = []
    monkeypatch.setattr("corpus.read.load_yaml", lambda path: loaded.append(path) or load_yaml(path))
    assert [document.metadata.title for document in read_folder(tmp_path)] == sorted(f"办法{name}" for name in names)
    assert len(loaded) <= 2
