"""Segments: the sentences and list entries of a document, each with the provision that it stands in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from corpus.clean import clean_offset
from corpus.marks import ITEM_NOTE, MARK, squeezed
from corpus.types import Document, Provision, Segment

# A sentence ends at 。；！？ (with the quotation marks and brackets that close there), else at a line end. A note on
# who is responsible, （责任单位：…）, is one of its own.
_SENTENCE = re.compile(
    rf"\s*{ITEM_NOTE.pattern}(?:[^（()）\n]|[（(][^（()）\n]*[）)])*[）)][。；;]?"
    r"|[^。；;！!？?\n]*(?:[。；;！!？?]+[”’」』）)》]*|\n|\Z)"
)
_BLANKS = re.compile(r"\s*")
_BRACKETS = re.compile(r"[（(、）).．\s]+")


@dataclass(frozen=True, slots=True)
class _Place:
    """What the segments of one leaf have in common; `start` is the leaf's clean offset."""

    start: int = 0
    label: str = ""
    item: str = ""
    key: str = ""
    article: str = ""
    role: Literal["text", "heading", "preface", "furniture"] = "text"
    mark: str = ""
    heading: str = ""


def segments(document: Document) -> tuple[Segment, ...]:
    r"""Return the segments of a document in reading order, in clean offsets.

    A segment ends at 。；！？, at a line end, and where the next provision begins; a label alone (第五条 before
    （一）) stays with what it numbers. What cleaning dropped has no segment.

    >>> from corpus.read import read_text
    >>> from corpus.types import Metadata
    >>> document = read_text("第一条 甲应当：\n（一）做乙；\n（二）做丙。", Metadata("a"))
    >>> [(s.label, s.item, s.key, s.mark) for s in segments(document)]
    [('第一条', '', 'art_1', 4), ('第一条', '一', 'art_1__item_1', 3), ('第一条', '二', 'art_1__item_2', 3)]
    """
    text = document.clean.text
    places = list(_places(document, document.root, _Place()))
    found: list[Segment] = []
    waiting = -1  # where a label that stands alone begins
    for index, place in enumerate(places):
        end = places[index + 1].start if index + 1 < len(places) else len(text)
        mark = place.start
        label = MARK.match(text, place.start, end) if place.mark else None
        if label and squeezed(label.group()) == place.mark:
            mark = _matched(_BLANKS, text, label.end(), end)
            if mark == end and text[end - 1 : end] != "\n" and index + 1 < len(places):
                waiting = place.start if waiting < 0 else waiting
                continue
        for start, stop in _sentences(text, place.start, end):
            begin = waiting if waiting >= 0 else start
            words = max(mark, start)
            role = place.role
            if role == "text" and place.heading and text[words:stop].rstrip("。") == place.heading:
                role = "heading"
            found.append(
                Segment(len(found), begin, stop, words - begin, place.label, place.item, place.key, place.article, role)
            )
            waiting = -1
    return tuple(found)


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the places of the sentences between two offsets, without the blanks around them."""
    while start < end:
        stop = _matched(_SENTENCE, text, start, end)
        left = _matched(_BLANKS, text, start, stop)
        right = left + len(text[left:stop].rstrip())
        if right > left:
            yield left, right
        start = stop


def _matched(pattern: re.Pattern[str], text: str, start: int, end: int) -> int:
    """Return where a pattern that always matches ends."""
    match = pattern.match(text, start, end)
    return match.end() if match else start


def _places(document: Document, node: Provision, outer: _Place) -> Iterator[_Place]:
    """Yield the leaves below a node, with the provision that each stands in."""
    place = _inside(node, outer)
    if not node.children:
        start = clean_offset(document.clean, node.start)
        if start < len(document.clean.text):
            yield replace(place, start=start)
        return
    for index, child in enumerate(node.children):
        # Only the first leaf begins with the node's label and heading.
        yield from _places(document, child, place if index == 0 else replace(place, mark="", heading=""))


def _inside(node: Provision, outer: _Place) -> _Place:
    """Return the place of a node below another one."""
    number = _BRACKETS.sub("", node.label)
    match node.kind:
        case "preface":
            return replace(outer, role="preface", key=node.key)
        case "conclusion":
            return replace(outer, role="furniture", key=node.key)
        case "heading":
            return replace(outer, role="heading")
        case "part" | "chapter":
            return _Place(key=node.key, mark=node.label, heading=node.heading)
        case "section" if node.label.startswith("第"):
            return _Place(key=node.key, mark=node.label, heading=node.heading)
        case "section":
            return _Place(0, number, "", node.key, node.key, "text", node.label, node.heading)
        case "article":
            return _Place(0, node.label, "", node.key, node.key, "text", node.label)
        case "item" if outer.label.startswith("第"):
            return replace(outer, item=number, key=node.key, mark=node.label)
        case "item":
            label = f"{outer.label}({number})" if not node.label[:1].isdigit() or outer.label else number
            return _Place(0, label, number, node.key, node.key, "text", node.label, node.heading)
        case "point":
            return replace(outer, key=node.key, mark=node.label, heading=node.heading)
        case "paragraph":
            return replace(outer, key=node.key)
    return outer
