"""Writes the shipped texts in other formats, as people have them: Word, PDF, pages of government sites."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate

FONT = "STSong-Light"
TITLE = "某市责任制实施办法"
HEADER = {
    "索引号": "11341300/2021-00012",
    "主题分类": "农业农村",
    "发文机关": "某市人民政府办公室",
    "成文日期": "2021年03月05日",
    "发文字号": "某政办〔2021〕3号",
    "发布日期": "2021-03-08 10:20",
}
SAID = {
    "title": TITLE,
    "index": "11341300/2021-00012",
    "issuers": ("某市人民政府办公室",),
    "date": "2021-03-05",
    "number": "某政办〔2021〕3号",
}
"""What the header of every made page says."""

# The levels of Word's list, from the outermost: format of the numbers and words around them.
LEVELS = (
    ("chineseCounting", "第%1章"),
    ("chineseCountingThousand", "第%2条"),
    ("japaneseCounting", "（%3）"),
    ("decimal", "%4."),
)
_LABELS = (
    re.compile(r"第[一二三四五六七八九十]+章 ?"),
    re.compile(r"第[一二三四五六七八九十]+ ?条 ?"),
    re.compile(r"[（(][一二三四五六七八九十]+[)）] ?"),
    re.compile(r"\d+\. ?"),
)


def word(lines: Iterable[str], path: Path) -> Path:
    """Write a Word file with a paragraph for each line, a header and a footer."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "某某市人民政府公报"
    document.sections[0].footer.paragraphs[0].text = "- 1 -"
    for line in lines:
        document.add_paragraph(line)
    document.save(str(path))
    return path


def numbered_word(lines: Sequence[str], path: Path) -> Path:
    """Write a Word file in which Word numbers the chapters, articles and items, which count on as the text does."""
    document = docx.Document()
    half = any(line.startswith("(一)") for line in lines)
    add_list(document, [(form, "(%3)" if half and "（" in text else text) for form, text in LEVELS], never_restart=(1,))
    for line in lines:
        for level, label in enumerate(_LABELS):
            match = label.match(line)
            if match:
                number(document.add_paragraph(line[match.end() :]), 40, level)
                break
        else:
            document.add_paragraph(line)
    document.save(str(path))
    return path


def add_list(document: object, levels: Sequence[tuple[str, str]], never_restart: Sequence[int] = ()) -> None:
    """Add a list to a Word file: abstract 40 and list 40."""
    parts = [
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        + ('<w:lvlRestart w:val="0"/>' if at in never_restart else "")
        + f'<w:lvlText w:val="{text}"/></w:lvl>'
        for at, (form, text) in enumerate(levels)
    ]
    numbering = document.part.numbering_part.element  # type: ignore[attr-defined]
    abstract = f'<w:abstractNum {nsdecls("w")} w:abstractNumId="40">{"".join(parts)}</w:abstractNum>'
    numbering.insert(0, parse_xml(abstract))
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="40"><w:abstractNumId w:val="40"/></w:num>'))


def number(paragraph: object, name: int, level: int) -> None:
    """Put a paragraph into a list."""
    properties = paragraph._p.get_or_add_pPr()  # type: ignore[attr-defined]
    properties.append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{name}"/></w:numPr>')
    )
    assert properties.find(qn("w:numPr")) is not None


def table_word(lines: Sequence[str], path: Path) -> Path:
    """Write a Word file that has its text in a table: one cell for each line, and a table of two columns at the end."""
    document = docx.Document()
    table = document.add_table(rows=0, cols=1)
    for line in lines:
        table.add_row().cells[0].text = line
    pairs = document.add_table(rows=2, cols=2)
    for row, words in zip(pairs.rows, (("事项", "单位"), ("资产", "某局")), strict=True):
        for cell, text in zip(row.cells, words, strict=True):
            cell.text = text
    document.save(str(path))
    return path


def pdf(lines: Iterable[str], path: Path, indent: int = 24, per_page: bool = False) -> Path:
    """Write a PDF of paragraphs broken by the width of the page, with a header, a footer and page numbers."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    style = ParagraphStyle("text", fontName=FONT, fontSize=12, leading=20, firstLineIndent=indent, wordWrap="CJK")

    def furniture(canvas: Canvas, page: SimpleDocTemplate) -> None:
        canvas.setFont(FONT, 9)
        canvas.drawCentredString(A4[0] / 2, A4[1] - 30, "某某市人民政府公报 二〇二一年第三期")
        canvas.drawCentredString(A4[0] / 2, 30, f"— {page.page} —")

    flow: list[object] = []
    for line in lines:
        flow.append(Paragraph(escape(line, quote=False), style))
        if per_page:
            flow.append(PageBreak())
    SimpleDocTemplate(str(path), pagesize=A4).build(flow, onFirstPage=furniture, onLaterPages=furniture)
    return path


def drawn_pdf(lines: Iterable[str], path: Path, width: int = 36) -> Path:
    """Write a PDF line by line, each broken after so many characters, without indents; the footer is drawn first."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    canvas = Canvas(str(path), pagesize=A4)
    pieces = [line[at : at + width] for line in lines for at in range(0, len(line), width)]
    size = 34
    for page, first in enumerate(range(0, len(pieces), size), 1):
        canvas.setFont(FONT, 9)
        canvas.drawRightString(A4[0] - 60, 30, f"第 {page} 页 共 {-(-len(pieces) // size)} 页")
        canvas.drawString(60, A4[1] - 30, TITLE)
        canvas.setFont(FONT, 12)
        for at, piece in enumerate(pieces[first : first + size]):
            canvas.drawString(60, A4[1] - 70 - at * 20, piece)
        canvas.showPage()
    canvas.save()
    return path


def page(lines: Iterable[str], path: Path, layout: str) -> Path:
    """Write a saved page of a government site, in one of the layouts "table", "list" and "cells"."""
    text, encoding = _LAYOUTS[layout](list(lines))
    path.write_bytes(text.encode(encoding))
    return path


def _head(charset: str) -> str:
    return (
        f'<!DOCTYPE html>\n<html><head><meta charset="{charset}"><title>{TITLE}_某市人民政府</title>'
        "<script>var a = '第一条 甲。';</script><style>p{margin:0}</style></head><body>\n"
    )


def _table_page(lines: list[str]) -> tuple[str, str]:
    """Return a page with a table of fields, divisions by class, each paragraph in a p."""
    cells = [f"<td>{label}：</td><td>{value}</td>" for label, value in HEADER.items()]
    rows = "".join(f"<tr>{left}{right}</tr>" for left, right in zip(cells[::2], cells[1::2], strict=True))
    return (
        _head("utf-8")
        + '<div class="header"><div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/zw">政务公开</a></li>'
        '</ul></div></div><div class="crumbs">当前位置：<a href="/">首页</a> &gt; <a href="/f">文件</a></div>'
        f"<table>{rows}</table><h1>{TITLE}</h1>"
        '<div class="share">分享到：<a href="#">微信</a><a href="#">微博</a></div><div class="TRS_Editor">'
        + "\n".join(f"<p>{escape(line)}</p>" for line in lines)
        + '</div><div class="attach">【<a href="#">打印本页</a>】【<a href="#">关闭窗口</a>】</div>'
        '<div><p>上一篇：<a href="/1">某市林长制办法</a></p><p>下一篇：<a href="/2">某市河长制办法</a></p></div>'
        '<div class="footer"><p>主办：某市人民政府办公室。承办：某市数据资源管理局。</p>'
        "<p>皖ICP备123号 网站标识码：34</p></div>"
        "</body></html>",
        "utf-8",
    )


def _list_page(lines: list[str]) -> tuple[str, str]:
    """Return a page with a list of fields, everything in a form, the text in one division with line breaks."""
    fields = "".join(
        f"<li><b>{'　'.join(label) if len(label) < 4 else label}：</b><span>{value}</span></li>"
        for label, value in HEADER.items()
    )
    return (
        _head("UTF-8") + '<form id="aspnetForm"><div id="top"><a href="/">首页</a>|<a href="/a">机构职能</a></div>'
        f'<div class="xxgk"><ul>{fields}<li><b>标　题：</b><span>{TITLE}</span></li></ul></div>'
        '<div class="con"><div id="zoom">'
        + "<br>\n".join(f"&nbsp;&nbsp;&emsp;{escape(line)}" for line in lines)
        + '</div><div class="bdsharebuttonbox"><a>QQ空间</a></div></div>'
        '<div class="relatedList"><h2>相关文件</h2><ul><li><a href="/x">某办法解读</a></li></ul></div></form>'
        "<div>版权所有：某市人民政府 主办：某市人民政府办公室<br>网站标识码：3413000001 公网安备 34130202000123号</div>"
        "</body></html>",
        "utf-8",
    )


def _cells_page(lines: list[str]) -> tuple[str, str]:
    """Return a page of the old kind: tables in tables, in GB2312, fields as a list of terms."""
    fields = "".join(f"<dt>{label}</dt><dd>{value}</dd>" for label, value in HEADER.items())
    return (
        _head("gb2312")
        + '<table width="100%"><tr><td><table><tr><td><a href="/">首页</a></td><td><a href="/b">公开</a></td></tr>'
        f"</table></td></tr><tr><td><dl>{fields}</dl></td></tr><tr><td><h1>{TITLE}</h1></td></tr><tr><td>"
        + "\n".join(f'<p><span style="font-size:16pt">{escape(line)}</span></p>' for line in lines)
        + '</td></tr><tr><td>【<a href="#">打印</a>】【<a href="#">关闭</a>】</td></tr>'
        "<tr><td>地址：某市某路1号　邮编：234000　电话：0557-1234567</td></tr></table></body></html>",
        "gb18030",
    )


_LAYOUTS = {"table": _table_page, "list": _list_page, "cells": _cells_page}
