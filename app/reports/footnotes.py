"""Adds footnotes to a Word document: the part that python-docx lacks, its notes, and references to earlier ones."""

from __future__ import annotations

from typing import Final

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.text.paragraph import Paragraph
from docx.text.run import Run

TEXT: Final = "Footnote Text"
MARK: Final = "Footnote Reference"
"""The names under which Word knows the two styles of footnotes."""

# ECMA-376 Part 1, 17.11: the line above the notes, and the one above notes that go on from the page before.
_SEPARATORS: Final = {-1: "separator", 0: "continuationSeparator"}


class Footnotes:
    """The footnotes of one document, numbered from 1 in the order in which they are added."""

    def __init__(self, document: Document) -> None:
        """Add the part, its two separators and the two styles to a document that has none."""
        self._document = document
        self._notes = parse_xml(f"<w:footnotes {nsdecls('w')}/>")
        declared = OxmlElement("w:footnotePr")
        for number, kind in _SEPARATORS.items():
            self._notes.append(
                parse_xml(
                    f'<w:footnote {nsdecls("w")} w:type="{kind}" w:id="{number}"><w:p><w:pPr><w:spacing w:after="0" '
                    f'w:line="240" w:lineRule="auto"/></w:pPr><w:r><w:{kind}/></w:r></w:p></w:footnote>'
                )
            )
            declared.append(_element("w:footnote", id=str(number)))
        settings = document.settings.element
        settings.find(qn("w:compat")).addprevious(declared)  # the schema wants it right before
        name = PackURI("/word/footnotes.xml")
        part = XmlPart(name, CONTENT_TYPE.WML_FOOTNOTES, self._notes, document.part.package)
        document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
        styles = document.styles
        text, mark = (styles.add_style(TEXT, WD_STYLE_TYPE.PARAGRAPH), styles.add_style(MARK, WD_STYLE_TYPE.CHARACTER))
        text.base_style = styles["Normal"]
        mark.font.superscript = True
        # By their ids, since python-docx goes through all styles whenever it is given one by its name.
        self._text, self._mark = text.style_id, mark.style_id
        self._count = 0

    def add(self, paragraph: Paragraph, text: str) -> int:
        """Add a footnote behind what a paragraph holds so far and return its number; line feeds break its lines."""
        self._count += 1
        number = str(self._count)
        note = _element("w:footnote", id=number)
        line = OxmlElement("w:p")
        note.append(line)
        self._notes.append(note)
        words = Paragraph(line, self._document)
        words._p.style = self._text
        self._marked(words)._r.append(OxmlElement("w:footnoteRef"))
        words.add_run(f" {text}")
        # The bookmark is what NOTEREF fields name; Word hides those that begin with an underscore.
        paragraph._p.append(_element("w:bookmarkStart", id=number, name=_bookmark(self._count)))
        self._marked(paragraph)._r.append(_element("w:footnoteReference", id=number))
        paragraph._p.append(_element("w:bookmarkEnd", id=number))
        return self._count

    def again(self, paragraph: Paragraph, number: int) -> None:
        """Refer to an earlier footnote by its number, in a field that follows when notes are added or removed."""
        field = _element("w:fldSimple", instr=rf" NOTEREF {_bookmark(number)} \f \h ")
        self._marked(paragraph, str(number))
        field.append(paragraph._p[-1])
        paragraph._p.append(field)

    def _marked(self, paragraph: Paragraph, text: str = "") -> Run:
        run = paragraph.add_run(text)
        run._r.style = self._mark
        return run


def _bookmark(number: int) -> str:
    return f"_Ref{number:09d}"


def _element(tag: str, **attributes: str) -> BaseOxmlElement:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element
