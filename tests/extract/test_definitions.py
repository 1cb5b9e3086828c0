"""Definitions: the forms that explain a word, what the word is, and what it means."""

from __future__ import annotations

from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.read import read_text
from corpus.types import Metadata
from extract.definitions import definitions

# (text, [(term, meaning, key of the provision)])
CASES = [
    ("第一条 本条例所称河长制，是指设立河长的制度。", [("河长制", "设立河长的制度", "art_1")]),
    ("第一条 本办法所称的城市，是指设市城市。", [("城市", "设市城市", "art_1")]),
    ("第一条 前款所称农用地是指直接用于农业生产的土地。", [("农用地", "直接用于农业生产的土地", "art_1")]),
    ("第一条 本法所称事故，包括火灾、溃坝。", [("事故", "火灾、溃坝", "art_1")]),
    ("第一条 河道采砂是指在河道内采挖砂石的行为。", [("河道采砂", "在河道内采挖砂石的行为", "art_1")]),
    (
        "第一条 本规定所称警械，是指警棍；所称武器，是指枪支。",
        [("警械", "警棍", "art_1"), ("武器", "枪支", "art_1")],
    ),
    (
        "第一条 本条例下列用语的含义：\n（一）堤防，是指挡水的建筑物；\n（二）滩地：河道内的土地。\n第二条 略。",
        [("堤防", "挡水的建筑物", "art_1__item_1"), ("滩地", "河道内的土地", "art_1__item_2")],
    ),
    (
        "第一条 本办法所称名牌商品，是指下列商品：\n（一）获奖的；\n（二）驰名的。\n第二条 甲应当报告。",
        [("名牌商品", "下列商品：\n（一）获奖的；\n（二）驰名的。", "art_1__intro")],
    ),
    (
        "第一条 根据《中华人民共和国水法》（以下简称《水法》），制定本办法。",
        [("水法", "《中华人民共和国水法》", "art_1")],
    ),
    (
        "第一条 由县级以上人民政府水行政主管部门（以下简称水行政主管部门）负责。",
        [("水行政主管部门", "县级以上人民政府水行政主管部门", "art_1")],
    ),
    (
        "第一条 对在本市从事经营活动的单位和个人（以下统称经营者），应当监督。",
        [("经营者", "在本市从事经营活动的单位和个人", "art_1")],
    ),
    (
        "第一条 市人民政府设立西溪湿地公园管理委员会（以下简称“管委会”）。",
        [("管委会", "西溪湿地公园管理委员会", "art_1")],
    ),
    ("第一条 商业特许经营（以下简称特许经营），是指许可他人使用的活动。", [
        ("特许经营", "商业特许经营", "art_1"),
        ("商业特许经营", "许可他人使用的活动", "art_1"),
    ]),
    (
        "第一条 市人民政府应当会同有关部门编制水资源开发、利用的综合规划（以下简称综合规划）。",
        [("综合规划", "水资源开发、利用的综合规划", "art_1")],
    ),
    (
        "第一条 根据《关于打赢脱贫攻坚战的意见》（某发〔2016〕7号，以下简称《意见》），制定本办法。",
        [("意见", "《关于打赢脱贫攻坚战的意见》", "art_1")],
    ),
    ("第一条 市人民政府应当指定机构，称职的工作人员由其聘用。", []),
    ("第一条 （以下简称甲）", []),
    ("第一条 甲法》（以下简称乙法）", []),
]  # fmt: skip


def test_all_cases_are_collected() -> None:
    assert len(CASES) == 18


@pytest.mark.parametrize(("text", "wanted"), CASES, ids=[text[4:20] for text, _ in CASES])
def test_definitions_of_case(text: str, wanted: list[tuple[str, str, str]]) -> None:
    found = definitions(read_text(text, Metadata("case")))
    assert sorted((one.term, one.meaning, one.provision) for one in found) == sorted(wanted)
    assert all(text[one.start : one.end] == one.quote for one in found)


def test_long_texts_are_read_in_little_time() -> None:
    for words in ("甲（以下简称甲）", "用语的含义：\n", "所称甲，是指下列：", "甲是指"):
        began = perf_counter()
        definitions(read_text(words * 5000, Metadata("long")))
        assert perf_counter() - began < 5


PIECES = st.sampled_from(
    [
        "第一条 ",
        "本条例",
        "所称",
        "甲",
        "，",
        "是指",
        "：",
        "（以下简称",
        "）",
        "。",
        "\n",
        "《",
        "》",
        "用语的含义：",
        "（一）",
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    document = read_text(text, Metadata("any"))
    for one in definitions(document):
        assert document.text[one.start : one.end] == one.quote != ""
        assert one.term
        assert one.meaning
