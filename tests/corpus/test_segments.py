"""Segments stand in the provisions that the gold names."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from corpus.read import read_document, read_text
from corpus.segments import segments
from corpus.types import Document, Metadata, Segment

# Gold segments in provisions, and gold segments of page furniture, by document.
GOLD = {
    "suzhou-2022": (61, 0),
    "hunan-2017": (61, 1),
    "baiyin-2021": (173, 12),
    "panjin-2015": (81, 1),
    "central-2022": (108, 16),
}


def _gold(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _holder(document: Document, found: tuple[Segment, ...], place: int) -> Segment | None:
    """The segment that holds a source offset; None where cleaning dropped what stands there."""
    for segment in found:
        spans = document.clean.source_spans(segment.start, segment.end)
        if any(span.start <= place < span.end for span in spans):
            return segment
    return None


def _compare(document: Document, gold: list[dict[str, Any]]) -> tuple[int, int]:
    found = segments(document)
    placed = noise = 0
    for line in gold:
        segment = _holder(document, found, line["start"])
        if line["provision"]:
            assert segment is not None, line
            assert (segment.label, segment.item) == (line["provision"], line["item"]), line
            placed += 1
        elif any(frame["kind"] == "noise" for frame in line["frames"]):
            assert segment is None or segment.role == "furniture", line
            noise += 1
    return placed, noise


@pytest.mark.parametrize("name", GOLD)
def test_gold(documents: dict[str, Document], gold_folder: Path, name: str) -> None:
    assert _compare(documents[name], _gold(gold_folder / f"{name}.gold.jsonl")) == GOLD[name]


def test_gold_of_a_statute(shantou_river: Path, gold_folder: Path) -> None:
    gold = _gold(gold_folder / "shantou-river-2023.gold.jsonl")
    assert _compare(read_document(shantou_river), gold) == (121, 2)


@pytest.mark.parametrize("name", GOLD)
def test_segments_are_sound(documents: dict[str, Document], name: str) -> None:
    document = documents[name]
    text = document.clean.text
    keys = {node.key for node in document.root.walk()}
    end = 0
    for number, segment in enumerate(segments(document)):
        assert segment.number == number
        assert text[end : segment.start].strip() == ""
        assert segment.start + segment.mark <= segment.end
        assert segment.key in keys
        assert segment.article in keys | {""}
        words = text[segment.start : segment.end]
        assert words == words.strip() != ""
        assert "\n" not in words
        end = segment.end
    assert text[end:] == ""


def _table(text: str) -> list[tuple[str, str, str, str, str]]:
    document = read_text(text, Metadata("a"))
    return [(document.clean.text[s.start + s.mark : s.end], s.label, s.item, s.key, s.role) for s in segments(document)]


CASES = {
    "a statute": (
        "某条例\n第一章 总则\n第一条 甲应当：\n（一）乙；“丙。”\n（二）丁。\n戊应当。",
        [
            ("某条例", "", "", "preface", "preface"),
            ("总则", "", "", "chp_1", "heading"),
            ("甲应当：", "第一条", "", "art_1__para_1", "text"),
            ("乙；", "第一条", "一", "art_1__item_1", "text"),
            ("“丙。”", "第一条", "一", "art_1__item_1", "text"),
            ("丁。", "第一条", "二", "art_1__item_2", "text"),
            ("戊应当。", "第一条", "", "art_1__para_2", "text"),
        ],
    ),
    "a label alone": (
        "第一条 （一）甲。（二）乙。",
        [("甲。", "第一条", "一", "art_1__item_1", "text"), ("乙。", "第一条", "二", "art_1__item_2", "text")],
    ),
    "points": (
        "第一条 甲：\n（一）乙：\n1.丙；",
        [
            ("甲：", "第一条", "", "art_1", "text"),
            ("乙：", "第一条", "一", "art_1__item_1", "text"),
            ("丙；", "第一条", "一", "art_1__item_1__point_1", "text"),
        ],
    ),
    "a plan": (
        "二、甲\n（五）乙。丙应当！（牵头单位：丁局（戊科））己应当。",
        [
            ("甲", "二", "", "sec_2", "heading"),
            ("乙。", "二(五)", "五", "sec_2__item_5", "heading"),
            ("丙应当！", "二(五)", "五", "sec_2__item_5", "text"),
            ("（牵头单位：丁局（戊科））", "二(五)", "五", "sec_2__item_5", "text"),
            ("己应当。", "二(五)", "五", "sec_2__item_5", "text"),
        ],
    ),
    "a plan of one level": ("（一）甲应当，乙。", [("甲应当，乙。", "(一)", "一", "item_1", "text")]),
    "no marks": (
        "某通知\n甲应当。\n某局",
        [
            ("某通知", "", "", "preface", "preface"),
            ("甲应当。", "", "", "para_1", "text"),
            ("某局", "", "", "conclusion", "furniture"),
        ],
    ),
    "blank": (" ", []),
}


@pytest.mark.parametrize("name", CASES)
def test_segments(name: str) -> None:
    text, table = CASES[name]
    assert _table(text) == table


def test_all_cases_were_collected() -> None:
    assert (len(CASES), len(GOLD)) == (7, 5)


def test_articles_of_segments(documents: dict[str, Document]) -> None:
    articles = {s.key: s.article for name in ("baiyin-2021", "central-2022") for s in segments(documents[name])}
    assert articles["sec_4__item_5__point_2"] == "sec_4__item_5"
    assert articles["sec_5__para_1"] == "sec_5"
    assert articles["art_8__item_14"] == "art_8"
    assert articles["art_7__para_2"] == "art_7"
    assert articles["preface"] == articles["chp_3"] == ""
