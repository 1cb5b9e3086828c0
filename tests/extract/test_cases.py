"""Sentence forms and the frames that they make, on texts outside the gold files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from corpus.read import read_text
from corpus.types import Metadata
from extract.extract import Extractor

CASES = yaml.safe_load(Path(__file__).with_name("cases.yaml").read_text("utf-8"))


def test_all_cases_are_collected() -> None:
    assert len(CASES) == 81


@pytest.mark.parametrize("case", CASES, ids=[case["text"][4:16] for case in CASES])
def test_frames_of_case(extractor: Extractor, case: dict[str, Any]) -> None:
    document = read_text(case["text"], Metadata("case"))
    frames = extractor.extract(document).frames
    got = [
        [
            frame.kind,
            frame.role,
            [actor.name for actor in frame.actors],
            sorted({actor.level for actor in frame.actors}),
        ]
        for frame in frames
    ]
    wanted = [[kind, role, actors, sorted(levels)] for kind, role, actors, levels in case["frames"]]
    assert got == wanted


def test_particulars(extractor: Extractor) -> None:
    document = read_text(
        "第一条 县级人民政府应当每年3月31日前向市人民政府报告资金使用情况，配备2名以上专职人员。", Metadata("a")
    )
    (frame,) = extractor.extract(document).frames
    assert [item.value for item in frame.time] == ["每年3月31日前"]
    assert [item.value for item in frame.quantity] == ["2名以上"]
    assert [item.value for item in frame.recipients] == ["市人民政府"]


def test_penalty(extractor: Extractor) -> None:
    document = read_text(
        "第一条 违反本办法规定，占用消防通道的，由公安机关责令改正，处五百元以上二千元以下罚款。", Metadata("a")
    )
    (frame,) = extractor.extract(document).frames
    assert [item.value for item in frame.measures] == ["责令改正", "罚款"]
    assert [item.value for item in frame.quantity] == ["五百元以上二千元以下"]
    assert [item.value for item in frame.conduct] == ["违反本办法规定，占用消防通道"]
    assert [item.value for item in frame.enforcers] == ["公安机关"]


def test_penalty_is_a_range(extractor: Extractor) -> None:
    document = read_text(
        "第一条 违反本办法规定的，由市场监督管理部门没收违法所得，并处违法所得一倍以上五倍以下罚款；"
        "情节严重的，处二万元以上二十万元以下罚款。",
        Metadata("a"),
    )
    amounts = [amount for frame in extractor.extract(document).frames for amount in frame.amounts]
    assert [(amount.low, amount.high, amount.unit) for amount in amounts] == [(1, 5, "倍"), (20000, 200000, "元")]
    assert amounts[0].base == "违法所得"
    assert all(document.text[amount.start : amount.end] == amount.quote for amount in amounts)
