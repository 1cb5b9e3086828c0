"""The tree names every provision as the text does and loses no character."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpus.clean import clean
from corpus.structure import leaves, parse
from corpus.types import Document, Provision

GOLDEN = Path(__file__).parent / "golden"
SHIPPED = ("suzhou-2022", "hunan-2017", "baiyin-2021", "panjin-2015", "central-2022")


def _parse(text: str) -> Provision:
    root = parse(text, clean(text))
    assert "".join(text[leaf.start : leaf.end] for leaf in leaves(root)) == text
    nodes = list(root.walk())
    assert (root.start, root.end) == (0, len(text))
    assert len({node.key for node in nodes}) == len({node.eid for node in nodes}) == len(nodes)
    for node in nodes:
        ends = [node.start, *(child.end for child in node.children)]
        assert not node.children or [child.start for child in node.children] == ends[:-1]
        assert not node.children or ends[-1] == node.end
    return root


def _keys(text: str) -> list[str]:
    return [node.key for node in _parse(text).walk() if node.kind not in ("document", "heading", "intro", "preface")]


# A text, and the keys of its provisions in order.
CASES = {
    "articles": ("第一条 甲应当。\n第二条 乙应当。", ["art_1", "art_2"]),
    "articles without a blank": ("第一条甲应当。\n第二条乙应当。\n第三条中央应当。", ["art_1", "art_2", "art_3"]),
    "articles of 条之一": ("第五条 甲。\n第五条之一 乙。\n第六条 丙。", ["art_5", "art_5-1", "art_6"]),
    "articles in Arabic numerals": ("第1条 甲。\n第2条 乙。", ["art_1", "art_2"]),
    "a label with a blank inside": ("第一 条 甲。\n第二 条乙。", ["art_1", "art_2"]),
    "part, chapter, section": (
        "第一编 总则\n第一章 甲\n第一节 乙\n第一条 丙。\n第二编 分则\n第一章 丁\n第二条 戊。",
        ["part_1", "part_1__chp_1", "part_1__chp_1__sec_1", "art_1", "part_2", "part_2__chp_1", "art_2"],
    ),
    "a chapter without a blank": ("第一章总 则\n第一条甲。", ["chp_1", "art_1"]),
    "a table of contents": ("目录\n第一章 甲\n第二章 乙\n第一章 甲\n第一条 丙。\n第二章 乙\n第二条 丁。",
                            ["chp_1", "art_1", "chp_2", "art_2"]),
    "items": ("第一条 甲应当：\n（一）乙；\n（二）丙。", ["art_1", "art_1__item_1", "art_1__item_2"]),
    "items inside a line": ("第一条 甲应当：（一）乙；（二）丙。", ["art_1", "art_1__item_1", "art_1__item_2"]),
    "items (1) inside a line": ("第一条 情况。(1)是否乙。(2)是否丙。", ["art_1", "art_1__item_1", "art_1__item_2"]),
    "points": (
        "第一条 甲应当：\n（一）乙：\n1.丙；\n2.丁。\n（二）戊。",
        ["art_1", "art_1__item_1", "art_1__item_1__point_1", "art_1__item_1__point_2", "art_1__item_2"],
    ),
    "circled points": (
        "第一条 甲：\n（一）乙：①丙；②丁。",
        ["art_1", "art_1__item_1", "art_1__item_1__point_1", "art_1__item_1__point_2"],
    ),
    "items of 一、 in an article": ("第一条 甲：\n一、乙；\n二、丙。\n第二条 丁。",
                                   ["art_1", "art_1__item_1", "art_1__item_2", "art_2"]),
    "paragraphs": ("第一条 甲。\n乙。\n丙。", ["art_1", "art_1__para_1", "art_1__para_2", "art_1__para_3"]),
    "items between paragraphs": (
        "第一条 甲：\n（一）乙；\n（二）丙。\n丁。",
        ["art_1", "art_1__para_1", "art_1__item_1", "art_1__item_2", "art_1__para_2"],
    ),
    "two lists in an article": (
        "第一条 甲：\n（一）乙。\n丙：\n（一）丁。",
        ["art_1", "art_1__para_1", "art_1__item_1", "art_1__para_2", "art_1__item_1_2"],
    ),
    "a second line of an item": (
        "第一条 甲：\n（一）乙。\n还有丙。\n（二）丁。", ["art_1", "art_1__item_1", "art_1__item_2"]),
    "a reference at the beginning of a line": ("第五条 甲。\n第三条规定的乙。\n第六条 丙。",
                                              ["art_5", "art_5__para_1", "art_5__para_2", "art_6"]),
    "a reference to the next article": ("第三条 甲。\n第四条第二款规定的乙。\n第四条 丙。",
                                       ["art_3", "art_3__para_1", "art_3__para_2", "art_4"]),
    "references inside a sentence": ("第一条 违反本法第二条 、第三条第（一）项、（二）项的，处罚。", ["art_1"]),
    "numbers inside a sentence": ("第一条 增长1.5个百分点，第2项3、4款。", ["art_1"]),
    "headings 一、 between articles": (
        "一、一般规定\n第一条 甲。\n二、其他\n第二条 乙。", ["sec_1", "art_1", "sec_2", "art_2"]),
    "a text that starts in the middle": ("（三）甲。\n（四）乙。\n第三条 丙。",
                                        ["art_2", "art_2__item_3", "art_2__item_4", "art_3"]),
    "a plan": (
        "某方案\n一、总体要求\n甲应当。\n二、任务\n（一）乙。丙应当：\n1.丁。\n2.戊。\n（二）己。",
        ["sec_1", "sec_1__para_1", "sec_2", "sec_2__item_1", "sec_2__item_1__point_1", "sec_2__item_1__point_2",
         "sec_2__item_2"],
    ),
    "a plan on one line": (
        "为落实甲,制定本方案。 一、要求 乙应当。 (一)丙。(责任单位:戊局) (二)己。 二、促进一、二、三产业融合 (一)庚。",
        ["sec_1", "sec_1__para_1", "sec_1__item_1", "sec_1__item_2", "sec_2", "sec_2__item_1"],
    ),
    "a plan whose sections are sentences": ("通知如下：\n一、甲应当做乙，并报丙。\n二、丁应当。", ["sec_1", "sec_2"]),
    "a note after points": (
        "一、甲\n（一）乙 1.丙。 2.丁。 （责任单位：戊局）",
        ["sec_1", "sec_1__item_1", "sec_1__item_1__point_1", "sec_1__item_1__point_2", "sec_1__item_1__para_1"],
    ),
    "a plan in chapters": ("第一章 甲\n一、乙\n丙。", ["chp_1", "chp_1__sec_1", "chp_1__sec_1__para_1"]),
    "articles on one line": ("某办法 第一条 甲应当。 第二条 乙应当。", ["art_1", "art_2"]),
    "no marks": ("某通知\n甲应当。\n乙应当。", ["para_1", "para_2"]),
    "an annex with its own articles": ("第一条 甲。\n第二条 乙。\n附件\n第一条 丙。",
                                      ["art_1", "art_2", "att_1", "art_1_2"]),
    "annexes after the signature": (
        "第一条 甲。\n某局\n2020年1月2日\n附件1\n分工表\n事项\t单位\n资产\t某局\n"
        "附件2 收费标准\n（一）乙。\n（二）丙。",
        ["art_1", "conclusion", "att_1", "att_1__para_1", "att_1__para_2", "att_1__para_3",
         "att_2", "att_2__item_1", "att_2__item_2"],
    ),
    "an annex of a plan": ("一、甲\n乙应当。\n附件：\n收费表\n丙\n丁\n戊\n己\n",
                           ["sec_1", "sec_1__para_1", "att_1", *(f"att_1__para_{n}" for n in range(1, 6))]),
    "a list of annexes": ("第一条 甲。\n附件：\n1.乙\n2.丙", ["art_1", "art_1__para_1", "art_1__para_2",
                          "art_1__item_1", "art_1__item_2"]),
    "an amendment decision": (
        "某某会关于修改《某某条例》的决定\n某某会决定对《某某条例》作如下修改：\n"
        "一、将第三条修改为：“第三条 甲应当做乙。\n第四条 丙应当做丁。”\n"
        "二、第五条增加一款，作为第二款：“（一）戊；\n（二）己。”\n三、删去第六条。\n本决定自公布之日起施行。",
        ["sec_1", "sec_1__para_1", "sec_2", "sec_2__para_1", "sec_3", "sec_3__para_1"],
    ),
    "a decision with the amended text": (
        "关于修改《某某条例》的决定\n一、第二条修改为：“第二条 甲应当做乙。”\n二、删去第三条。\n"
        "本决定自公布之日起施行。\n某某条例\n第一章 总则\n第一条 丙。\n第二条 甲应当做乙。",
        ["sec_1", "sec_2", "sec_2__para_1", "sec_2__para_2", "chp_1", "art_1", "art_2"],
    ),
    "a law of one article": ("某某决定\n第一条 甲应当做乙。", ["art_1"]),
    "a signature": ("第一条 甲。\n某局\n2020年1月2日", ["art_1", "conclusion"]),
    "an annex named at the end": ("第一条 甲。\n附件：1.乙", ["art_1", "conclusion"]),
    "blank": (" \n ", []),
    "empty": ("", []),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_provisions(name: str) -> None:
    text, keys = CASES[name]
    assert _keys(text) == keys


def test_all_cases_were_collected() -> None:
    assert len(CASES) == 42


def test_labels_and_headings() -> None:
    root = _parse("第七章 附 则\n第五条之一 【适用】 甲。\n（二）乙。")
    found = {node.key: (node.eid, node.label, node.number, node.heading) for node in root.walk()}
    assert found["chp_7"] == ("chp_7", "第七章", "7", "附则")
    assert found["art_5-1"] == ("chp_7__art_5-1", "第五条之一", "5-1", "适用")
    assert found["art_5-1__item_2"] == ("chp_7__art_5-1__item_2", "（二）", "2", "")


def _listing(root: Provision, depth: int = 0) -> list[str]:
    line = " ".join(filter(None, (root.eid, root.label, f"{root.start}-{root.end}")))
    return ["  " * depth + line, *(line for child in root.children for line in _listing(child, depth + 1))]


@pytest.mark.parametrize("name", SHIPPED)
def test_golden(documents: dict[str, Document], name: str) -> None:
    golden = (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")
    assert "\n".join(_listing(documents[name].root)) + "\n" == golden


def test_shipped_counts(documents: dict[str, Document]) -> None:
    counts = {
        name: [sum(node.kind == kind for node in document.root.walk()) for kind in ("chapter", "article", "item")]
        for name, document in documents.items()
    }
    assert counts == {
        "suzhou-2022": [7, 36, 0],
        "hunan-2017": [7, 29, 0],
        "baiyin-2021": [0, 0, 24],
        "panjin-2015": [6, 22, 39],
        "central-2022": [5, 25, 33],
    }


_MARKS = st.sampled_from(
    ["第一章 总则",
     "第一条", "第二条 ", "第三条规定", "一、", "（一）", "(2)", "1.", "2、", "①", "甲应当", "。", "；", "，",
     "\n", "\r\n", " ", "\xa0", "# ", "《", "》", "|", "(责任单位:乙)", "某办法", "自印发之日起施行", "邮编：1"]
)  # fmt: skip


@given(st.lists(_MARKS, max_size=40).map("".join))
@example("一、\n第一章 总则")
@example("一、 第一章 总则\n（一）甲应当")
@example("一、《（一）（一）第一章 总则")
@example("一、\n甲应当第一章 总则")
def test_any_sequence_of_marks_parses(text: str) -> None:
    _parse(text)


@given(st.text(max_size=80))
def test_any_text_parses(text: str) -> None:
    _parse(text)
