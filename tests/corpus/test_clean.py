"""Cleaning drops furniture by its form, never words, and every kept character can be traced."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.clean import REWRITES, STEPS, clean, clean_offset
from corpus.read import read_text
from corpus.types import Document, Metadata, Span

# What stands in a file, and what is left of it. None of the lines are from the shipped texts.
CASES = {
    "label lines": ("索 引 号：01/2020 | 主题分类：农业 |\n发文机关：某局\n阅读量:\n正文一句。", "正文一句。"),
    "a label inside a sentence stays": ("资金来源：由财政承担。", "资金来源：由财政承担。"),
    "bars of a page table": ("某某办法 | |\n|\n| |\n正文一句。 |", "某某办法\n正文一句。"),
    "a table in the text stays": ("标准如下：\n甲 | 一元\n乙 | 二元", "标准如下：\n甲 | 一元\n乙 | 二元"),
    "buttons": ("正文一句。\n打印本页 关闭窗口\n分享到：微信 微博", "正文一句。"),
    "a sentence about sharing stays": ("将信息分享到各部门。", "将信息分享到各部门。"),
    "page numbers": ("第一句。\n- 12 -\n第 3 页 共 9 页\n第二句。", "第一句。\n第二句。"),
    "jump lines": ("第一句。\n（下转第三版）\n第二句。", "第一句。\n第二句。"),
    "a moment, not a date": ("2020-01-02 09:30:00\n2020年1月2日\n正文一句。", "2020年1月2日\n正文一句。"),
    "imprint": ("第一条 自公布之日起施行。\n一句口号\n社址：某街1号 邮编：100000", "第一条 自公布之日起施行。"),
    "signature at the end stays": ("第一条 自公布之日起施行。\n某局\n2020年1月2日", None),
    "headline in a sentence": (
        "（一）发展产业，把收益\n某市出台《某某办法》\n留给农民。",
        "（一）发展产业，把收益留给农民。",
    ),
    "repeated title in a sentence": (
        "某某办法\n第一条 甲应当，并\n某某办法\n报告乙。",
        "某某办法\n第一条 甲应当，并报告乙。",
    ),
    "broken sentence": ("第一条 甲应当，会同\n乙办理。", "第一条 甲应当，会同乙办理。"),
    "broken title": ("关于印发《某某\n办法》的通知", "关于印发《某某办法》的通知"),
    "a new item is not a continuation": ("甲应当，会同：\n（一）乙，丙\n（二）丁。", None),
    "a heading is not continued": ("第一章 总则\n甲应当做乙。", None),
    "a greeting is not continued": ("各县人民政府，市直各单位\n一、甲应当做乙。", None),
    "stray blanks": ("优化资源，落实 政策， 扶 持农户。", "优化资源，落实政策，扶持农户。"),
    "separating blanks stay": ("第一条 甲应当，依照《中共某省委 某省人民政府关于乙的意见》办理。", None),
    "no-break blanks": ("第一条\xa0\xa0 \u3000甲应当做。", "第一条 甲应当做。"),
    "line ends of other systems": ("第一句。\r\n\r\n第二句。\r第三句。", "第一句。\n第二句。\n第三句。"),
    "Markdown": ("# 某某条例\n\n<!-- INFO END -->\n\n## 第一章 总则", "某某条例\n第一章 总则"),
    "full-width forms": ("第２条 在２０２２年前，由Ａ市做（１）。", "第2条 在2022年前，由A市做（1）。"),
    "traditional characters": (
        "第三條 縣級人民政府應當對本區域內的工作負責。",
        "第三条 县级人民政府应当对本区域内的工作负责。",
    ),
    "a traditional form in a simplified text stays": ("第一条 乾县人民政府应当做。", None),
    "characters without width": ("第一\u200b句。\ufeff", "第一句。"),
}


@pytest.mark.parametrize("name", CASES)
def test_furniture(name: str) -> None:
    text, left = CASES[name]
    assert clean(text).text == (text if left is None else left)


def test_all_cases_were_collected() -> None:
    assert len(CASES) == 27
    assert (len(REWRITES), len(STEPS)) == (4, 10)


def test_shipped_texts(documents: dict[str, Document]) -> None:
    words = {name: document.clean.text for name, document in documents.items()}
    assert "把产业发展的增值收益更多留给农民" in words["central-2022"]
    assert "统筹协调等作用" in words["central-2022"]
    assert words["central-2022"].endswith("自发布之日起施行。")
    assert words["hunan-2017"].endswith("起施行。")
    assert "各项政策措施" in words["hunan-2017"]
    assert "由到村到户为主" in words["baiyin-2021"]
    assert "五、工作保障举措 区委区政府将" in words["baiyin-2021"]
    assert "全面落实巩固拓展脱贫攻坚成果" in words["suzhou-2022"].splitlines()[0]
    assert not any(mark in text for text in words.values() for mark in ("|", "\xa0", "扫一扫", "浏览次数", "邮编"))


def _check(text: str) -> None:
    view = clean(text)
    places = [view.source(place) for place in range(len(view.text))]
    assert places == sorted(set(places))
    for kept, place in zip(view.text, places, strict=True):
        old = text[place]
        rewritten = unicodedata.normalize("NFKC", old) == kept or "\u3400" <= old <= "\u9fff"
        assert kept == old or (kept in " \n" and old.isspace()) or rewritten
    assert [clean_offset(view, place) for place in places] == list(range(len(places)))
    assert [run[0] for run in view.runs] == sorted({run[0] for run in view.runs})


@given(
    st.text(st.sampled_from("第一二条章（）(1)、。；，《》印发办法|#- \n\r\t\xa0\u3000\u200b甲乙a:：邮编"), max_size=80)
)
def test_every_character_can_be_traced(text: str) -> None:
    _check(text)


@given(st.text(max_size=60))
def test_any_text_can_be_cleaned(text: str) -> None:
    _check(text)


def test_shipped_characters_can_be_traced(documents: dict[str, Document]) -> None:
    for document in documents.values():
        _check(document.text)


def test_a_span_across_a_gap_comes_in_two_pieces(documents: dict[str, Document]) -> None:
    document = documents["central-2022"]
    start = document.clean.text.index("更多留在乡村,把产业发展的增值")
    spans = document.clean.source_spans(start, start + 15)
    assert [document.text[span.start : span.end] for span in spans] == ["更多留在乡村,把", "产业发展的增值"]
    assert document.clean.source_span(start, start + 15) == Span(spans[0].start, spans[-1].end)


def test_the_source_stays_in_its_own_characters() -> None:
    text = "某縣辦法\n第一條 縣級人民政府應當對本區域內的工作負責。"
    document = read_text(text, Metadata("a"))
    assert document.text == text
    (article,) = [node for node in document.root.walk() if node.kind == "article"]
    assert text[article.start : article.end] == "第一條 縣級人民政府應當對本區域內的工作負責。"
    assert document.clean.text.startswith("某县办法\n第一条 县级")
