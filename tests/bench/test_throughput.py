"""The benchmark measures every stage, says what it measured, and makes copies where there are no statutes."""

from __future__ import annotations

import re

import pytest

from corpus.library import shipped_texts
from corpus.read import read_document
from ontology.frames import documents
from ontology.store import open_store
from tests.bench.throughput import REPEATS, copies, machine, measure, table

ROWS = ["`jieba.lcut` alone", "read, structure, segment, extract", "the same", "triples from frames"]


@pytest.mark.slow
def test_two_texts_are_measured(tmp_path):
    files = [shipped_texts() / "panjin-2015.txt", shipped_texts() / "hunan-2017.txt"]
    seen = measure(files, tmp_path)
    assert seen.documents == 2
    assert seen.characters == sum(len(read_document(file).text) for file in files)
    assert seen.frames > 100
    assert seen.triples > 10 * seen.frames
    stages = (seen.jieba, seen.loading, seen.one, seen.several, seen.building, seen.storing)
    assert all(took.clock > 0 and took.processor > 0 for took in stages)
    with open_store(tmp_path / "store") as store:
        assert sum(record.frames for record in documents(store)) == seen.frames
    text = table(seen, "two texts")
    assert f"{seen.characters:,} characters" in text
    assert machine() in text
    cells = [line.split(" | ") for line in text.splitlines() if line.startswith("| ")]
    assert [row[0].removeprefix("| ") for row in cells[1:5]] == ROWS
    assert {len(row) for row in cells} == {6}
    assert cells[1][-1] == "1.00 |"
    assert not re.search(r"20\d\d-\d\d", text), "no date, so that reruns differ in figures only"


def test_copies_have_names_of_their_own(tmp_path):
    (tmp_path / "a.txt").write_text("甲", "utf-8")
    (tmp_path / "b.txt").write_text("乙", "utf-8")
    made = copies([tmp_path / "a.txt", tmp_path / "b.txt"], tmp_path / "copies")
    assert len(set(made)) == 2 * REPEATS
    assert {path.read_text("utf-8") for path in made if path.name.startswith("b-")} == {"乙"}
