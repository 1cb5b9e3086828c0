"""References: what they cite, from where, and whether it exists in the document."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.read import read_document, read_text
from corpus.types import Metadata
from extract.references import references

STATUTE = """第一条 为了管理河道，制定本条例。
第二条 甲应当：
（一）报告；
（二）登记。
乙应当备案。
{}
第三条 丙应当清淤。
第五条之一 丁应当巡查。
"""

# (sentence in the third paragraph of 第二条, [(quote, title, targets, resolved)])
CASES = [
    ("依照第三条规定处理。", [("第三条", "", ["art_3"], True)]),
    ("违反本条例第五条之一规定的。", [("本条例第五条之一", "", ["art_5-1"], True)]),
    ("依照第四十条规定处理。", [("第四十条", "", ["art_40"], False)]),
    ("依照第2条第2款规定处理。", [("第2条第2款", "", ["art_2__para_2"], True)]),
    ("依照第二条第一款第（二）项规定处理。", [("第二条第一款第（二）项", "", ["art_2__item_2"], True)]),
    ("依照第二条第（一）、（二）项。", [("第二条第（一）、（二）项", "", ["art_2__item_1", "art_2__item_2"], True)]),
    ("依照第二条第一、二款规定处理。", [("第二条第一、二款", "", ["art_2__para_1", "art_2__para_2"], True)]),
    ("第一条、第二条第二款或三条。", [("第一条、第二条第二款或三条", "", ["art_1", "art_2__para_2", "art_3"], True)]),
    ("适用第一条至第三条的规定。", [("第一条至第三条", "", ["art_1", "art_2", "art_3"], True)]),
    ("前款规定不适用。", [("前款", "", ["art_2__para_2"], True)]),
    ("前两款规定不适用。", [("前两款", "", ["art_2__para_1", "art_2__para_2"], True)]),
    ("前三款规定不适用。", [("前三款", "", [], False)]),
    ("依照前条规定处理。", [("前条", "", ["art_1"], True)]),
    ("本条第一款第（一）项除外。", [("本条第一款第（一）项", "", ["art_2__item_1"], True)]),
    ("违反第一款规定的，罚款。", [("第一款", "", ["art_2__para_1"], True)]),
    ("违反第一款第二项规定的，罚款。", [("第一款第二项", "", ["art_2__item_2"], True)]),
    (
        "违反第二条第一款第（一）项规定的，警告；违反第（二）项规定的，罚款。",
        [("第二条第一款第（一）项", "", ["art_2__item_1"], True), ("第（二）项", "", ["art_2__item_2"], True)],
    ),
    ("违反上述规定的，罚款。", [("上述规定", "", [], False)]),
    ("依照《中华人民共和国水法》处理。", [("《中华人民共和国水法》", "中华人民共和国水法", [], False)]),
    ("依照《水法》第三条第二款、五条。", [("《水法》第三条第二款、五条", "水法", ["art_3__para_2", "art_5"], False)]),
    (
        "依照《中国水法》（以下简称水法）和水法第三条处理。",
        [("《中国水法》", "中国水法", [], False), ("水法第三条", "中国水法", ["art_3"], False)],
    ),
    ("违反安全规定的，依照刑法第三条处理。", [("刑法第三条", "刑法", ["art_3"], False)]),
    ("有劳动合同法第三十条规定情形的。", [("劳动合同法第三十条", "劳动合同法", ["art_30"], False)]),
    (
        "适用《水法》，但该法第三条除外。",
        [("《水法》", "水法", [], False), ("该法第三条", "水法", ["art_3"], False)],
    ),
    ("《河道管理条例》第三条规定的。", [("《河道管理条例》第三条", "", ["art_3"], True)]),
    ("根据《关于修改〈水法〉的决定》修正。", [("《关于修改〈水法〉的决定》", "关于修改〈水法〉的决定", [], False)]),
    ("发给《河道采砂许可证》。", []),
    ("目前条件成熟的，第一项工作可以提前款项支付，列入前项目。", []),
    ("以上条件由主任会议决定，同一条河。", []),
]  # fmt: skip


def test_all_cases_are_collected() -> None:
    assert len(CASES) == 29


@pytest.mark.parametrize(("sentence", "wanted"), CASES, ids=[sentence[:18] for sentence, _ in CASES])
def test_references_of_case(sentence: str, wanted: list[tuple[str, str, list[str], bool]]) -> None:
    document = read_text(STATUTE.format(sentence), Metadata("case", title="河道管理条例"))
    found = references(document)
    assert [(one.quote, one.title, list(one.targets), one.resolved) for one in found] == wanted
    assert {one.provision for one in found} <= {"art_2__para_3"}
    assert all(document.text[one.start : one.end] == one.quote for one in found)


LABELS = [
    ("依照第三条、第五条之一规定。", ["第三条", "第五条之一"]),
    ("前款规定不适用。", ["前款"]),
    ("依照第二条第1款第2项规定。", ["第二条第一款第（二）项"]),
    ("依照《水法》处理。", []),
]


@pytest.mark.parametrize(("sentence", "labels"), LABELS)
def test_labels_are_in_one_spelling(sentence: str, labels: list[str]) -> None:
    [reference] = references(read_text(STATUTE.format(sentence), Metadata("case")))
    assert list(reference.labels) == labels


def test_labels_and_headings_are_no_references() -> None:
    text = "第一章 总则\n第一条 甲应当报告。\n第二章 附则\n第二条 第一条规定的报告，每年一次。\n"
    [reference] = references(read_text(text, Metadata("case")))
    assert (reference.quote, reference.targets, reference.provision) == ("第一条", ("art_1",), "art_2")


def test_chapters_are_references_where_the_words_say_whose() -> None:
    text = "第一章 总则\n第一条 依照本条例第二章的规定报告。\n第二章 附则\n第二条 乙应当报告。\n"
    [reference] = references(read_text(text, Metadata("case")))
    assert (reference.quote, reference.targets, reference.resolved) == ("本条例第二章", ("chp_2",), True)


def test_statutes(laws: Path) -> None:
    files = sorted(file for file in laws.glob("*.md") if file.name != "README.md")[::12]
    assert len(files) >= 25
    own = resolved = 0
    for file in files:
        document = read_document(file)
        keys = {node.key for node in document.root.walk()}
        for one in references(document):
            assert document.text[one.start : one.end] == one.quote
            assert one.provision in keys
            assert not one.resolved or (set(one.targets) <= keys and not one.title)
            own += not one.title
            resolved += one.resolved
    assert own > 100
    assert resolved / own > 0.95


PIECES = st.sampled_from(
    [
        "第",
        "一",
        "二十",
        "条",
        "款",
        "项",
        "前",
        "两",
        "本",
        "条例",
        "、",
        "至",
        "（",
        "）",
        "《",
        "》",
        "法",
        "\n",
        "第一条 ",
        "规定",
        "之",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    document = read_text(text, Metadata("any"))
    for one in references(document):
        assert document.text[one.start : one.end] == one.quote != ""
