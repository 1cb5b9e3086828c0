"""Lays out a Word document as Chinese official documents are (GB/T 9704-2012): page, fonts, headings, page numbers."""

from __future__ import annotations

from typing import Final

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.oxml import serialize_part_xml
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section, _Footer
from docx.shared import Cm, Length, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from app.reports.footnotes import TEXT as FOOTNOTE

LATIN: Final = "Times New Roman"
TITLE_FONT: Final = "方正小标宋简体"
FONTS: Final = {TITLE_FONT: "宋体", "仿宋": "仿宋_GB2312", "楷体": "楷体_GB2312", "黑体": "SimHei", "宋体": "SimSun"}
"""The fonts in use, each with the one that takes its place where it is missing."""
CELL: Final = "表格文字"
LIST: Final = "列表文字"
PAGE: Final = (Cm(21), Cm(29.7))
MARGINS: Final = {"top": Cm(3.7), "right": Cm(2.6), "bottom": Cm(3.5), "left": Cm(2.8)}
"""天头 37 mm and 订口 28 mm as the standard has them; the type area is 156 × 225 mm."""
_LINE: Final = Pt(28)  # 22 lines on the type area


def official_document(title: str) -> Document:
    """Return an empty document in the layout, with the styles Title, Heading 1 to 3, Normal, 表格文字 and 列表文字."""
    document = docx.Document()
    _style(document, "Normal", "仿宋", 16, line=_LINE, indent=True)
    _style(document, "Title", TITLE_FONT, 22, line=Pt(36)).paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _style(document, "Heading 1", "黑体", 16, line=_LINE, indent=True)
    _style(document, "Heading 2", "楷体", 16, line=_LINE, indent=True)
    _style(document, "Heading 3", "仿宋", 16, line=_LINE, indent=True).font.bold = True
    document.styles.add_style(CELL, WD_STYLE_TYPE.PARAGRAPH)
    _style(document, CELL, "宋体", 9)
    document.styles.add_style(LIST, WD_STYLE_TYPE.PARAGRAPH)
    _style(document, LIST, "仿宋", 12, line=Pt(20), indent=True)
    _style(document, "Footer", "宋体", 14)
    settings = document.settings
    settings.odd_and_even_pages_header_footer = True
    settings.element.find(qn("w:characterSpacingControl")).set(qn("w:val"), "compressPunctuation")
    settings.element.find(qn("w:themeFontLang")).set(qn("w:eastAsia"), "zh-CN")
    section = document.sections[0]
    _page(section, across=False)
    _page_number(section.footer, WD_ALIGN_PARAGRAPH.RIGHT)
    _page_number(section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT)
    _metadata(document, title)
    return document


def footnote_style(document: Document) -> None:
    """Give footnotes their font: 小五 宋体."""
    _style(document, FOOTNOTE, "宋体", 9)


def turn(document: Document, *, across: bool) -> Length:
    """Go on on a page that lies across or stands, a new one unless it does so already; return the width of the text."""
    section = document.sections[-1]
    if (section.orientation == WD_ORIENT.LANDSCAPE) != across:
        section = document.add_section(WD_SECTION.NEW_PAGE)
        _page(section, across=across)
    width, height = PAGE
    return Length(
        (height - MARGINS["top"] - MARGINS["bottom"]) if across else (width - MARGINS["left"] - MARGINS["right"])
    )


def font_table() -> bytes:
    """Return word/fontTable.xml: the fonts in use, and what stands in for them where they are missing."""
    table = parse_xml(f"<w:fonts {nsdecls('w')}/>")
    for name, instead in sorted({**FONTS, LATIN: "Times"}.items()):
        font = OxmlElement("w:font")
        font.set(qn("w:name"), name)
        other = OxmlElement("w:altName")
        other.set(qn("w:val"), instead)
        font.append(other)
        table.append(font)
    return serialize_part_xml(table)


def core_properties(document: Document) -> bytes:
    """Return docProps/core.xml without dates, which would differ from run to run."""
    element = document.core_properties._element
    for name in ("dcterms:created", "dcterms:modified"):
        for found in element.findall(qn(name)):
            element.remove(found)
    return serialize_part_xml(element)


def _style(
    document: Document, name: str, font: str, size: float, *, line: Length | None = None, indent: bool = False
) -> ParagraphStyle:
    """Set the fonts and spacing of a style; `size` in points, `line` an exact height, `indent` by two characters."""
    style = document.styles[name]
    style.font.size = Pt(size)
    style.font.bold = False
    style.font.italic = False
    style.font.color.rgb = RGBColor(0, 0, 0)
    properties = style.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for attribute in list(fonts.attrib):
        del fonts.attrib[attribute]  # those of the template name fonts of its theme, which would win
    for script, value in (("ascii", LATIN), ("hAnsi", LATIN), ("cs", LATIN), ("eastAsia", font)):
        fonts.set(qn(f"w:{script}"), value)
    for left in properties.findall(qn("w:spacing")) + properties.findall(qn("w:kern")):
        properties.remove(left)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-US")
    language.set(qn("w:eastAsia"), "zh-CN")
    for left in properties.findall(qn("w:lang")):
        properties.remove(left)
    properties.append(language)
    layout = style.paragraph_format
    layout.space_before = layout.space_after = Pt(0)
    layout.line_spacing_rule = WD_LINE_SPACING.EXACTLY if line else WD_LINE_SPACING.SINGLE
    if line:
        layout.line_spacing = line
    layout.first_line_indent = Pt(2 * size) if indent else Pt(0)
    if indent:
        layout.element.pPr.ind.set(qn("w:firstLineChars"), "200")
    borders = style.element.pPr.find(qn("w:pBdr"))
    if borders is not None:
        style.element.pPr.remove(borders)
    return style


def _page(section: Section, *, across: bool) -> None:
    """Set A4 and the margins; on a page that lies across, they turn with it."""
    width, height = PAGE
    section.orientation = WD_ORIENT.LANDSCAPE if across else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (height, width) if across else (width, height)
    sides = ("left", "top", "right", "bottom") if across else ("top", "right", "bottom", "left")
    for side, margin in zip(sides, ("top", "right", "bottom", "left"), strict=True):
        setattr(section, f"{side}_margin", MARGINS[margin])
    section.header_distance = Cm(1.5)
    section.footer_distance = Cm(1.6) if across else Cm(2.3)


def _page_number(footer: _Footer, side: WD_ALIGN_PARAGRAPH) -> None:
    """Write — 1 — one character from the outer edge, as the standard has it."""
    paragraph = footer.paragraphs[0]
    paragraph.alignment = side
    indent = "right_indent" if side == WD_ALIGN_PARAGRAPH.RIGHT else "left_indent"
    setattr(paragraph.paragraph_format, indent, Pt(14))
    paragraph.add_run("— ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), " PAGE ")
    paragraph._p.append(field)
    paragraph.add_run("1")
    field.append(paragraph._p[-1])
    paragraph.add_run(" —")


def _metadata(document: Document, title: str) -> None:
    properties = document.core_properties
    properties.title = title[:255]  # what the library takes
    properties.author = "dutygraph"
    properties.comments = ""
    properties.language = "zh-CN"
