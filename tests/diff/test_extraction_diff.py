"""The report of frames gained and lost: on made frames, and on the code of this repository."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.diff import extraction
from tests.diff.extraction import EXAMPLES, Extracted, checked_out, extracted, read, report, texts


def frame(document="a", start=0, rule="duty.shall", **changed):
    made = {"document": document, "provision": "第一条", "item": "", "kind": "duty", "role": "", "actors": ["县政府"]}
    return made | {"start": start, "end": start + 9, "rule": rule, "quote": "县政府应当修路。"} | changed


def side(folder: Path, *frames, failed=()) -> Extracted:
    """Write made frames to a folder, a file for each document, and read them as what a revision printed."""
    folder.mkdir()
    for name in {one["document"] for one in frames}:
        row = {"document": name, "frames": [one for one in frames if one["document"] == name]}
        (folder / f"{name}.jsonl").write_text(json.dumps(row, ensure_ascii=False), "utf-8")
    for name in failed:
        (folder / f"{name}.jsonl").write_text(json.dumps({"document": name, "error": "ValueError: 百"}), "utf-8")
    return read(path.read_text("utf-8") for path in sorted(folder.iterdir()))


@pytest.mark.parametrize(
    ("changed", "gained"),
    [
        ({}, 0),
        ({"rule": "duty.must"}, 0),
        ({"quote": "…"}, 0),
        ({"provision": "第二条"}, 1),
        ({"item": "一"}, 1),
        ({"kind": "permission"}, 1),
        ({"role": "lead"}, 1),
        ({"actors": []}, 1),
        ({"start": 1}, 1),
        ({"end": 8}, 1),
    ],
)
def test_frames_are_compared_by_place_kind_role_and_actors(tmp_path, changed, gained):
    text = report(side(tmp_path / "old", frame()), side(tmp_path / "new", frame(**changed)))
    assert f"frames: 1 before, 1 after, {gained} gained, {gained} lost" in text


def test_the_report_counts_by_kind_and_rule_and_shows_examples(tmp_path):
    before = side(tmp_path / "old", frame(), frame("b", 7, kind="permission", rule="permission.may"))
    after = side(tmp_path / "new", frame(), *(frame("c", start) for start in range(EXAMPLES + 5)))
    lines = report(before, after).splitlines()
    assert lines[0] == "frames: 2 before, 26 after, 25 gained, 1 lost"
    table = [line.split() for line in lines]
    for row in (["duty", "+25", "-0"], ["permission", "+0", "-1"], ["duty.shall", "+25", "-0"]):
        assert row in table
    assert f"gained, {EXAMPLES} of 25:" in lines
    assert lines[lines.index("lost, 1 of 1:") + 1] == (
        "  b 第一条 [7:16] permission 县政府 · permission.may · 县政府应当修路。"
    )


def test_a_document_that_fails_is_named_and_left_out(tmp_path):
    before = side(tmp_path / "old", frame(), frame("b"))
    after = side(tmp_path / "new", frame(), failed=["b"])
    text = report(before, after)
    assert "frames: 1 before, 1 after, 0 gained, 0 lost" in text
    assert "left out, fails after: b: ValueError: 百" in text


def test_every_nth_text_is_taken(tmp_path):
    for name in ("d.md", "a.md", "README.md", "b.txt", "c.md", "MANIFEST.tsv"):
        (tmp_path / name).touch()
    assert [path.name for path in texts(tmp_path)] == ["a.md", "b.txt", "c.md", "d.md"]
    assert [path.name for path in texts(tmp_path, 2)] == ["a.md", "c.md"]


def test_without_texts_it_says_so_and_stops(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("LAWS", str(tmp_path / "nowhere"))
    extraction.main()
    assert "there are no texts" in capsys.readouterr().out


@pytest.mark.slow
def test_a_revision_extracts_with_its_own_code(tmp_path):
    text = tmp_path / "办法.txt"
    text.write_text("某县道路办法\n第一条 县人民政府应当每年组织修路。\n", "utf-8")
    with checked_out("HEAD") as tree:
        assert (tree / "extract").is_dir()
        # Only the code of the tree ends so; that of the working tree goes on.
        (tree / "extract" / "extract.py").write_text("raise SystemExit(7)\n", "utf-8")
        with pytest.raises(subprocess.CalledProcessError) as failure:
            extracted(tree, [text])
        assert failure.value.returncode == 7
    assert not tree.exists()
    (identity,) = extracted(extraction.ROOT, [text]).frames
    assert identity[:6] == ("办法", "第一条", "", "duty", "", ("县人民政府",))


@pytest.mark.parametrize(("value", "wanted"), [("", 1), ("1", 1), ("12", 12), ("0", None), ("-3", None), ("x", None)])
def test_a_sample_is_a_number_above_0(monkeypatch, value, wanted):
    monkeypatch.setenv("SAMPLE", value)
    if wanted is None:
        with pytest.raises(SystemExit, match="SAMPLE"):
            extraction.every_nth()
    else:
        assert extraction.every_nth() == wanted
