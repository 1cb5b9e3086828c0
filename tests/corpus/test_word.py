"""What Word shows is what is read: generated numbers, tables, text boxes, tracked changes."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from corpus.readers.file import read_file
from corpus.readers.numbering import numeral
from tests.corpus.made import add_list, number

NUMERALS = {
    "decimal": ("1", "10", "21", "105"),
    "chineseCounting": ("一", "十", "二十一", "一百零五"),
    "chineseCountingThousand": ("一", "十", "二十一", "一百零五"),
    "japaneseCounting": ("一", "十", "二十一", "一百零五"),
    "ideographDigital": ("一", "一〇", "二一", "一〇五"),
    "decimalEnclosedCircle": ("①", "⑩", "21", "105"),
    "decimalEnclosedParen": ("⑴", "⑽", "21", "105"),
    "decimalZero": ("01", "10", "21", "105"),
    "decimalFullWidth": ("１", "１０", "２１", "１０５"),
    "ideographTraditional": ("甲", "癸", "甲", "戊"),
    "ideographZodiac": ("子", "酉", "申", "申"),
    "chineseLegalSimplified": ("壹", "壹拾", "贰拾壹", "壹佰零伍"),
    "upperRoman": ("I", "X", "XXI", "CV"),
    "lowerLetter": ("a", "j", "u", "aaaaa"),
    "none": ("", "", "", ""),
    "unheardOf": ("1", "10", "21", "105"),
}


@pytest.mark.parametrize("form", NUMERALS)
def test_numerals(form: str) -> None:
    assert tuple(numeral(value, form) for value in (1, 10, 21, 105)) == NUMERALS[form]


CHAPTERS = (
    ("chineseCounting", "第%1章"),
    ("chineseCounting", "第%2条"),
    ("chineseCounting", "（%3）"),
    ("decimal", "%4."),
)
DECIMAL = (("decimal", "%1."), ("decimal", "%1.%2"), ("decimal", "%1.%2.%3"))
SECTIONS = (("japaneseCounting", "%1、"), ("japaneseCounting", "（%2）"), ("decimal", "%3."), ("decimal", "（%4）"))
# The levels of a list, which of them never start again, the levels of paragraphs, and their labels.
LISTS = {
    "articles count on across chapters": (
        CHAPTERS, (1,), (0, 1, 1, 0, 1), ["第一章 ", "第一条 ", "第二条 ", "第二章 ", "第三条 "]),
    "sections start again": (
        SECTIONS, (), (0, 1, 1, 0, 1, 2, 2, 1, 2),
        ["一、", "（一）", "（二）", "二、", "（一）", "1.", "2.", "（二）", "1."]),
    "numbers of several levels": (DECIMAL, (), (0, 1, 1, 2, 0, 1), ["1.", "1.1 ", "1.2 ", "1.2.1 ", "2.", "2.1 "]),
    "a deep level first": (DECIMAL, (), (1, 2), ["1.1 ", "1.1.1 "]),
    "many": (
        (("chineseCounting", "第%1条"),), (), (0,) * 101,
        [f"第{numeral(n, 'chineseCounting')}条 " for n in range(1, 102)]),
}  # fmt: skip


@pytest.mark.parametrize("name", LISTS)
def test_lists(tmp_path: Path, name: str) -> None:
    levels, never_restart, paragraphs, labels = LISTS[name]
    document = docx.Document()
    add_list(document, levels, never_restart)
    for level in paragraphs:
        number(document.add_paragraph("甲"), 40, level)
    assert _lines(document, tmp_path) == [f"{label}甲" for label in labels]


def _lines(document: object, folder: Path) -> list[str]:
    document.save(str(folder / "a.docx"))  # type: ignore[attr-defined]
    return read_file(folder / "a.docx").text.removesuffix("\n").split("\n")


def _list(document: object, name: int, content: str) -> None:
    """Add a list made from abstract list 40."""
    document.part.numbering_part.element.append(  # type: ignore[attr-defined]
        parse_xml(f'<w:num {nsdecls("w")} w:numId="{name}"><w:abstractNumId w:val="40"/>{content}</w:num>')
    )


def test_lists_of_one_kind_count_on_and_start_again_where_they_say_so(tmp_path: Path) -> None:
    document = docx.Document()
    add_list(document, (("chineseCounting", "第%1条"), ("decimal", "%2.")))
    _list(document, 41, "")
    _list(document, 42, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>')
    _list(document, 43, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride>')
    changed = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="(%1)"/></w:lvl>'
    _list(document, 44, f'<w:lvlOverride w:ilvl="0">{changed}</w:lvlOverride>')
    for name in (40, 40, 41, 42, 42, 43, 43, 40, 44):
        number(document.add_paragraph("甲"), name, 0)
    assert _lines(document, tmp_path) == [
        *("第一条 甲", "第二条 甲", "第三条 甲", "第一条 甲", "第二条 甲", "第七条 甲", "第八条 甲", "第九条 甲"),
        "(10)甲",
    ]


def test_a_start_value(tmp_path: Path) -> None:
    document = docx.Document()
    add_list(document, (("chineseCounting", "第%1条"),))
    for start in document.part.numbering_part.element.iter("{*}start"):
        if start.getparent().getparent().get(start.getparent().tag.replace("lvl", "abstractNumId")) == "40":
            start.set(start.tag.replace("start", "val"), "12")
    number(document.add_paragraph("甲"), 40, 0)
    number(document.add_paragraph(" "), 40, 0)  # nothing to see, and nothing that counts
    number(document.add_paragraph("乙"), 40, 0)
    assert [line for line in _lines(document, tmp_path) if line.strip()] == ["第十二条 甲", "第十三条 乙"]


def test_styles_number_their_paragraphs(tmp_path: Path) -> None:
    document = docx.Document()
    add_list(document, (("chineseCounting", "第%1章"), ("chineseCounting", "第%2条")), never_restart=(1,))
    chapter, article = document.styles["Heading 1"], document.styles.add_style("条", 1)
    for level, style in enumerate((chapter, article)):
        properties = style.element.get_or_add_pPr()
        at = f'<w:ilvl w:val="{level}"/>' if level else ""
        properties.append(parse_xml(f'<w:numPr {nsdecls("w")}>{at}<w:numId w:val="40"/></w:numPr>'))
    below = document.styles.add_style("条下", 1)
    below.base_style = article
    document.add_paragraph("总则", style="Heading 1")
    document.add_paragraph("甲", style="条")
    document.add_paragraph("乙", style="条下")
    number(document.add_paragraph("丙", style="条"), 0, 0)  # list 0 takes the number away
    document.add_paragraph("附则", style="Heading 1")
    assert _lines(document, tmp_path) == ["第一章 总则", "第一条 甲", "第二条 乙", "丙", "第二章 附则"]


def test_bullets_and_gaps(tmp_path: Path) -> None:
    document = docx.Document()
    add_list(document, (("bullet", "\uf0b7"), ("decimal", "%2")))
    number(document.add_paragraph("甲"), 40, 0)
    number(document.add_paragraph("乙"), 40, 1)
    number(document.add_paragraph("丙"), 99, 0)  # a list that is not there
    assert _lines(document, tmp_path) == ["•甲", "1 乙", "丙"]


def test_tables_in_reading_order(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("前")
    table = document.add_table(rows=3, cols=3)
    for at, cell in enumerate(cell for row in table.rows for cell in row.cells):
        cell.text = str(at)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "合"
    table.cell(1, 2).add_paragraph("又")
    document.add_paragraph("后")
    assert _lines(document, tmp_path) == ["前", "合\t2", "3", "4", "5", "又", "6\t7\t8", "后"]


def test_what_people_see_is_read(tmp_path: Path) -> None:
    document = docx.Document()
    runs = (
        "<w:r><w:t>甲</w:t></w:r>"
        '<w:ins w:id="1" w:author="a"><w:r><w:t>乙</w:t></w:r></w:ins>'
        '<w:del w:id="2" w:author="a"><w:r><w:delText>删</w:delText></w:r></w:del>'
        "<w:sdt><w:sdtContent><w:r><w:t>丙</w:t></w:r></w:sdtContent></w:sdt>"
        "<w:smartTag><w:r><w:t>丁</w:t><w:tab/><w:t>戊</w:t><w:br/><w:t>己</w:t></w:r></w:smartTag>"
        '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGE</w:instrText></w:r>'
        '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:t>庚</w:t></w:r>'
        "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"
    )
    document.element.body.insert(0, parse_xml(f"<w:p {nsdecls('w')}>{runs}</w:p>"))
    control = parse_xml(
        f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p><w:r><w:t>目录</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    document.element.body.insert(0, control)
    assert _lines(document, tmp_path) == ["目录", "甲乙丙丁\t戊", "己庚", "框"]


def test_all_cases_were_collected() -> None:
    assert (len(NUMERALS), len(LISTS)) == (16, 5)
