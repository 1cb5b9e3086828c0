"""Writes the structure of a document as Akoma Ntoso 3.0 (OASIS LegalDocML)."""

from __future__ import annotations

import re
from typing import Final
from xml.etree import ElementTree as ET

from corpus.types import Metadata, Provision
from ontology.namespace import BASE, segment
from ontology.quads import is_day

_NAMESPACE: Final = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
# 项 and 目 have no element of their own in the hierarchy of the standard.
_ELEMENTS: Final = ("part", "chapter", "section", "article", "paragraph")
_UNKNOWN_DAY: Final = "0001-01-01"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def akoma_ntoso(metadata: Metadata, root: Provision, text: str) -> bytes:
    """Return a document as an Akoma Ntoso `act` in UTF-8.

    `root` is the structure of `text`. Labels become `num`, headings `heading`, words `p`, one for each line. Every
    element of the hierarchy has the provision's `eid`; 项 and 目 are `hcontainer`s of the names item and point.
    """
    top = ET.Element("akomaNtoso", {"xmlns": _NAMESPACE})
    act = ET.SubElement(top, "act", {"name": "act"})
    _meta(act, metadata)
    body = ET.Element("body")
    for node in root.children:
        if node.kind in ("preface", "conclusion"):
            name = "preface" if node.kind == "preface" else "conclusions"
            parent = ET.SubElement(act, name, {"eId": node.eid})
            _paragraphs(parent, text[node.start : node.end])
        else:
            _hierarchy(body, node, text)
    if not len(body):  # a text without provisions; the standard wants a body that is not empty
        empty = ET.SubElement(body, "hcontainer", {"eId": "none", "name": "none"})
        ET.SubElement(ET.SubElement(empty, "content"), "p")
    act.insert(next((place for place, child in enumerate(act) if child.tag == "conclusions"), len(act)), body)
    ET.indent(top)
    written: bytes = ET.tostring(top, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _meta(act: ET.Element, metadata: Metadata) -> None:
    meta = ET.SubElement(act, "meta")
    identification = ET.SubElement(meta, "identification", {"source": "#dutygraph"})
    day = metadata.date if is_day(metadata.date) else _UNKNOWN_DAY
    work = f"/akn/cn/act/{day}/{segment(metadata.id)}"
    for level, iri in (("FRBRWork", work), ("FRBRExpression", f"{work}/zho"), ("FRBRManifestation", f"{work}/zho.xml")):
        element = ET.SubElement(identification, level)
        ET.SubElement(element, "FRBRthis", {"value": f"{iri}/!main"})
        ET.SubElement(element, "FRBRuri", {"value": iri})
        if level == "FRBRWork" and metadata.title:
            ET.SubElement(element, "FRBRalias", {"value": _plain(metadata.title), "name": "title"})
        ET.SubElement(element, "FRBRdate", {"date": day, "name": "date of the document"})
        ET.SubElement(element, "FRBRauthor", {"href": "#issuer"})
        if level == "FRBRWork":
            ET.SubElement(element, "FRBRcountry", {"value": "cn"})
        elif level == "FRBRExpression":
            ET.SubElement(element, "FRBRlanguage", {"language": "zho"})
    references = ET.SubElement(meta, "references", {"source": "#dutygraph"})
    issuers = "、".join(metadata.issuers) or "未载明"
    for name, href, shown in (
        ("issuer", "/ontology/organization/cn/issuer", issuers),
        ("dutygraph", BASE, "dutygraph"),
    ):
        ET.SubElement(references, "TLCOrganization", {"eId": name, "href": href, "showAs": _plain(shown)})


def _hierarchy(parent: ET.Element, node: Provision, text: str, above: tuple[str, ...] = ()) -> None:
    """Add a provision; `above` are the labels and headings of provisions that begin where it begins."""
    attributes = {"eId": node.eid} | ({} if node.kind in _ELEMENTS else {"name": node.kind})
    element = ET.SubElement(parent, node.kind if node.kind in _ELEMENTS else "hcontainer", attributes)
    if node.label:
        ET.SubElement(element, "num").text = _plain(node.label)
    if node.heading:
        ET.SubElement(element, "heading").text = _plain(node.heading)
    printed = (*above, node.label, node.heading)
    for child in node.children:
        before = printed if child.start == node.start else ()
        if child.kind == "intro":
            _paragraphs(ET.SubElement(element, "intro"), _words(text[child.start : child.end], before))
        elif child.kind != "heading":
            _hierarchy(element, child, text, before)
    if all(child.kind in ("intro", "heading") for child in node.children):
        content = ET.SubElement(element, "content")
        _paragraphs(content, "" if node.children else _words(text[node.start : node.end], printed))


def _words(text: str, printed: tuple[str, ...]) -> str:
    """Return a text without the labels and headings at its beginning; blanks may stand inside them."""
    for label in filter(None, printed):
        spaced = r"\s*".join(re.escape(letter) for letter in label if not letter.isspace())
        text = re.sub(rf"\A[\s【]*{spaced}[\s】]*", "", text)
    return text


def _paragraphs(parent: ET.Element, text: str) -> None:
    for line in [line.strip() for line in text.splitlines() if line.strip()] or [""]:
        ET.SubElement(parent, "p").text = _plain(line)


def _plain(text: str) -> str:
    return _NOT_XML.sub("", text)
