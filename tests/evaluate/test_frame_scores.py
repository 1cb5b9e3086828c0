"""Scores of frames are those of the reference scorer, whose figures for the same input are recorded here."""

from __future__ import annotations

import json

import pytest

from corpus.errors import ReadError
from extract.evaluate import FrameScores, evaluate_frames, gold_files, read_gold, render_frames
from extract.types import Actor, Evidence, Frame, Matter

GOLD = {
    "made": [
        {"n": 0, "start": 0, "end": 10, "frames": [{"kind": "meta"}]},
        {
            "n": 1,
            "start": 10,
            "end": 60,
            "frames": [
                {
                    "kind": "responsibility",
                    "actors": ["乡镇党委", "村“两委”"],
                    "level": ["township", "village"],
                    "role": "first",
                    "matter": "扶贫项目资产管理",
                },
                {"kind": "duty", "actors": ["县区政府"], "level": "county", "matter": "资金"},
            ],
        },
        {
            "n": 2,
            "start": 62,
            "end": 100,
            "frames": [{"kind": "sanction", "actors": [], "measures": ["追究责任", "通报批评", "约谈"]}],
        },
        {
            "n": 3,
            "start": 100,
            "end": 130,
            "frames": [
                {
                    "kind": "responsibility",
                    "actors": ["村党组织"],
                    "level": "village",
                    "role": "direct",
                    "matter": "日常监管",
                }
            ],
        },
    ],
    "other": [
        {"n": 0, "start": 0, "end": 20, "frames": [{"kind": "prohibition", "actors": ["企业"], "level": "none"}]}
    ],
}


def actor(name: str, level: str) -> Actor:
    return Actor(name, level, name, 0, len(name))


def evidence(value: str) -> Evidence:
    return Evidence(value, value, 0, len(value))


def frame(document: str, kind: str, start: int, end: int, role: str = "", matter: str = "", **fields) -> Frame:
    return Frame(
        id=f"{document}/{kind}-{start}",
        document=document,
        provision="第一条",
        item="",
        key="art_1",
        article="art_1",
        kind=kind,
        role=role,
        start=start,
        end=end,
        quote="",
        spans=((start, end),),
        matter=Matter(matter, matter, 0, len(matter)) if matter else None,
        **fields,
    )


FRAMES = (
    # In the second segment by the larger part of its span; one actor too few, the matter cut short.
    frame("made", "responsibility", 5, 40, "first", "扶贫项目资产", actors=(actor('村"两委"', "village"),)),
    frame("made", "duty", 40, 60, actors=(actor("县区政府", "county"), actor("市政府", "city"))),
    frame("made", "sanction", 62, 80, measures=(evidence("责任"), evidence("通报批评"), evidence("处分"))),
    frame("made", "reward", 80, 100),
    frame("made", "responsibility", 100, 130, "specific", "日常监管", actors=(actor("村党组织", "village"),)),
    # Outside every segment, as digests are: of no account.
    frame("made", "duty", 0, 0, actors=(actor("国务院", "central"),)),
)


@pytest.fixture
def gold(tmp_path):
    for document, segments in GOLD.items():
        lines = "\n".join(json.dumps(segment, ensure_ascii=False) for segment in segments)
        (tmp_path / f"{document}.gold.jsonl").write_text(lines + "\n", "utf-8")
    return tmp_path


# precision, recall, f1 and the number in the gold, rounded to three places, as the reference scorer prints them.
EXPECTED = {
    "made": {
        "kind": (0.8, 1.0, 0.889, 4),
        "actor": (0.75, 0.75, 0.75, 4),
        "role": (0.5, 0.333, 0.4, 3),
        "level": (0.75, 0.75, 0.75, 4),
        "measure": (0.667, 0.667, 0.667, 3),
        "matter": 0.429,
    },
    "other": {
        "kind": (0.0, 0.0, 0.0, 1),
        "actor": (0.0, 0.0, 0.0, 1),
        "role": (0.0, 0.0, 0.0, 0),
        "level": (0.0, 0.0, 0.0, 1),
        "measure": (0.0, 0.0, 0.0, 0),
        "matter": None,
    },
    "ALL": {
        "kind": (0.8, 0.8, 0.8, 5),
        "actor": (0.75, 0.6, 0.667, 5),
        "role": (0.5, 0.333, 0.4, 3),
        "level": (0.75, 0.6, 0.667, 5),
        "measure": (0.667, 0.667, 0.667, 3),
        "matter": 0.429,
    },
}


def figures(score):
    return (round(score.precision, 3), round(score.recall, 3), round(score.f1, 3), score.hit + score.missed)


@pytest.mark.parametrize(("document", "name"), [(document, name) for document, row in EXPECTED.items() for name in row])
def test_same_numbers_as_the_reference_scorer(gold, document, name):
    scores = {row.document: row for row in evaluate_frames([gold], FRAMES)}
    scores["ALL"] = sum(scores.values(), start=FrameScores("ALL"))
    value = getattr(scores[document], name)
    if name == "matter":
        assert value == pytest.approx(EXPECTED[document][name], abs=0.0005)
    else:
        assert figures(value) == EXPECTED[document][name]


def test_scores_of_chosen_documents_only(gold):
    assert [row.document for row in evaluate_frames([gold], FRAMES, {"made", "elsewhere"})] == ["made"]


def test_table_has_a_row_for_each_document_and_one_for_all(gold):
    lines = render_frames(evaluate_frames([gold], FRAMES)).splitlines()
    assert [line.split()[0] for line in lines] == ["document", "made", "other", "ALL"]
    assert len({len(line) for line in lines}) == 1
    assert lines[1].split()[1] == "0.800/1.000/0.889"


def test_gold_files_by_name(tmp_path):
    for name in ("b.gold.jsonl", "a.gold.jsonl", "questions.dev.jsonl", "GUIDE.md"):
        (tmp_path / name).touch()
    assert [path.name for path in gold_files([tmp_path])] == ["a.gold.jsonl", "b.gold.jsonl"]
    assert [path.name for path in gold_files([tmp_path / "b.gold.jsonl", tmp_path / "GUIDE.md"])] == ["b.gold.jsonl"]
    with pytest.raises(ReadError, match="no such gold"):
        gold_files([tmp_path / "missing"])


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"{not json}\n", "line 1: not JSON"),
        (b"\n[1, 2]\n", "line 2: not a JSON object"),
        (b'{"n": 0, "start": 0}\n', "segment 1: not a gold segment"),
        (b'{"n": 0, "start": "x", "end": 1, "frames": []}\n', "segment 1: not a gold segment"),
        ("责任".encode("gb18030"), "cannot be read as UTF-8"),
    ],
)
def test_bad_gold_is_one_clear_sentence(tmp_path, content, message):
    file = tmp_path / "bad.gold.jsonl"
    file.write_bytes(content)
    with pytest.raises(ReadError, match=message):
        read_gold(file)


# Segments and normative frames in them, as counted when the gold was handed over.
SHIPPED = {
    "baiyin-2021": (191, 142),
    "central-2022": (129, 120),
    "hunan-2017": (70, 67),
    "panjin-2015": (89, 76),
    "shantou-river-2023": (132, 113),
    "suzhou-2022": (75, 78),
}


def test_all_gold_is_there(gold_folder):
    read = {path.name.removesuffix(".gold.jsonl"): read_gold(path) for path in gold_files([gold_folder])}
    counts = {name: (len(rows), sum(len(row.frames) for row in rows)) for name, rows in read.items()}
    assert counts == SHIPPED
