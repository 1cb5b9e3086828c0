"""Segments: the sentences and list entries of a document, each with the provision that it stands in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

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


class _Place(NamedTuple):
    """What the segments of a provision have in common."""

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
    leaves = list(_leaves(document, document.root, _Place(), True))
    found: list[Segment] = []
    waiting = -1  # where a label that stands alone begins
    for index, (first, place, begins) in enumerate(leaves):
        end = leaves[index + 1][0] if index + 1 < len(leaves) else len(text)
        mark = first
        label = MARK.match(text, first, end) if begins and place.mark else None
        if label and squeezed(label.group()) == place.mark:
            mark = _matched(_BLANKS, text, label.end(), end)
            if mark == end and text[end - 1] != "\n" and index + 1 < len(leaves):
                waiting = first if waiting < 0 else waiting
                continue
        for start, stop in _sentences(text, first, end):
            begin = waiting if waiting >= 0 else start
            words = max(mark, start)
            role = place.role
            if role == "text" and begins and place.heading and text[words:stop].rstrip("。") == place.heading:
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


def _leaves(document: Document, node: Provision, outer: _Place, begins: bool) -> Iterator[tuple[int, _Place, bool]]:
    """Yield the leaves below a node: clean offset, provision, and whether the leaf begins with its label."""
    place = _inside(node, outer)
    for index, child in enumerate(node.children):
        own = child.kind in ("heading", "intro", "paragraph")  # these have no label but their parent's
        yield from _leaves(document, child, place, index == 0 and begins if own else True)
    if not node.children:
        start = clean_offset(document.clean, node.start)
        if start < len(document.clean.text):
            yield start, place, begins


def _inside(node: Provision, outer: _Place) -> _Place:
    """Return the place of a node below another one."""
    number = _BRACKETS.sub("", node.label) if node.label else ""
    match node.kind:
        case "preface":
            return outer._replace(role="preface", key=node.key)
        case "conclusion":
            return outer._replace(role="furniture", key=node.key)
        case "heading":
            return outer._replace(role="heading")
        case "part" | "chapter":
            return _Place(key=node.key, mark=node.label, heading=node.heading)
        case "section" if node.label.startswith("第"):
            return _Place(key=node.key, mark=node.label, heading=node.heading)
        case "section":
            return _Place(number, "", node.key, node.key, "text", node.label, node.heading)
        case "article" | "annex":
            return _Place(node.label, "", node.key, node.key, "text", node.label)
        case "item" if outer.label.startswith("第"):
            return outer._replace(item=number, key=node.key, mark=node.label)
        case "item":
            label = f"{outer.label}({number})" if not node.label[:1].isdigit() or outer.label else number
            return _Place(label, number, node.key, node.key, "text", node.label, node.heading)
        case "point":
            return outer._replace(key=node.key, mark=node.label, heading=node.heading)
        case "paragraph":
            return outer._replace(key=node.key)
    return outer
