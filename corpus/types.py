"""What a policy document is, as values: text, clean view, structure tree, metadata, segments.

Two coordinate systems exist and never mix:

* **source offsets** count Unicode code points in `Document.text`, the stored plain text. Every
  span that leaves the corpus and extract rooms is in source offsets.
* **clean offsets** count code points in `Document.clean.text`, the view that reading, cleaning
  and extraction work on. `CleanText` converts.
"""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

Level = Literal["central", "province", "city", "county", "township", "village", "any", "none"]
LEVELS: tuple[Level, ...] = ("central", "province", "city", "county", "township", "village", "any", "none")

Completeness = Literal["complete", "partial", "digest"]

UNFINISHED = "(句未完)"
"""Follows the label of the provision in which a copy breaks off, in `Metadata.missing`."""

ProvisionKind = Literal[
    "document",  # the root
    "preface",  # everything before the first chapter or article: cover letter, title, date
    "part",  # 编
    "chapter",  # 章
    "section",  # 节, and 一、 of plans without articles
    "article",  # 条
    "paragraph",  # 款
    "item",  # 项: （一）
    "point",  # 目: 1. and (1)
    "heading",  # the label and heading of a 编, 章, 节 or 一、: a leaf, so that leaves cover the text
    "intro",  # the words of an article, paragraph or item before its first item or point: a leaf
    "annex",  # 附件, 附录, 附表 with what it holds, after the provisions and the signature
    "conclusion",  # signature, imprint and page furniture after the last provision
]


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of code points, `0 <= start <= end`."""

    start: int
    end: int


_AFTER = sys.maxsize  # above every source offset: (place, _AFTER) follows the run that begins at the place


@dataclass(frozen=True, slots=True)
class CleanText:
    """A readable view of a source text with the way back to it.

    Cleaning only drops characters and substitutes one character for one. `runs` are (clean offset,
    source offset) pairs, rising in both: from each pair on, clean and source run side by side
    until the next pair. A text that cleaning left alone has the one run (0, 0).
    """

    text: str
    runs: tuple[tuple[int, int], ...]

    def source(self, place: int) -> int:
        """Return the source offset of the clean character at `place`."""
        clean, source = self.runs[bisect_right(self.runs, (place, _AFTER)) - 1]
        return source + place - clean

    def source_span(self, start: int, end: int) -> Span:
        """Return the smallest source span that holds a clean range, which must not be empty."""
        return Span(self.source(start), self.source(end - 1) + 1)

    def source_spans(self, start: int, end: int) -> tuple[Span, ...]:
        """Return the source spans of a clean range, one more for every gap that cleaning left in it.

        >>> CleanText("甲乙丙", ((0, 0), (2, 5))).source_spans(1, 3)
        (Span(start=1, end=2), Span(start=5, end=6))
        """
        first = bisect_right(self.runs, (start, _AFTER))
        last = bisect_right(self.runs, (end - 1, _AFTER))
        cuts = [start, *(clean for clean, _ in self.runs[first:last]), end]
        return tuple(self.source_span(left, right) for left, right in pairwise(cuts))


@dataclass(frozen=True, slots=True)
class Provision:
    """A node of the structure tree, in source offsets.

    `eid` follows Akoma Ntoso (`chp_4__art_16__para_2__item_1`); `key` is the short id that is
    unique in its document and that frames and links use (`art_16`, `art_16__item_1`,
    `sec_2__item_5`). `label` is verbatim Chinese (`第十六条`, `（一）`), `number` the Arabic numeral
    (`16`, `5-1` for 第五条之一). The children of a node cover it without gap: leaves concatenated
    give the source back.
    """

    eid: str
    key: str
    kind: ProvisionKind
    label: str
    number: str
    heading: str
    start: int
    end: int
    children: tuple[Provision, ...] = ()

    def walk(self) -> Iterator[Provision]:
        """Yield this node and all nodes below it in reading order."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(node.children[::-1])


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known about a document; empty strings and tuples where nothing is known.

    Dates are ISO 8601 days. `region` is a Chinese name (`安徽省宿州市`), empty for central documents.
    `jurisdiction` of the document is `level`. `missing` lists labels of provisions that the copy lacks.
    `based_on`, `implements` and `repeals` hold titles or document ids as the text gives them. `index` and `subject`
    are what the page of a site gives as 索引号 and 主题分类.
    """

    id: str
    title: str = ""
    short_title: str = ""
    aliases: tuple[str, ...] = ()
    issuers: tuple[str, ...] = ()
    number: str = ""
    date: str = ""
    published: str = ""
    effective: str = ""
    region: str = ""
    level: Level | Literal[""] = ""
    applies_to: str = ""
    based_on: tuple[str, ...] = ()
    implements: tuple[str, ...] = ()
    repeals: tuple[str, ...] = ()
    interpreter: str = ""
    completeness: Completeness = "complete"
    missing: tuple[str, ...] = ()
    note: str = ""
    source: str = ""
    index: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A policy document as read: verbatim text, clean view, structure and metadata."""

    metadata: Metadata
    text: str
    clean: CleanText
    root: Provision
    checksum: str = ""

    @property
    def id(self) -> str:
        """The document's id, unique in a store."""
        return self.metadata.id


@dataclass(frozen=True, slots=True)
class Segment:
    """A sentence or list entry in clean offsets, with the provision that it stands in.

    Segments end at 。；！？ and line ends and begin at enumeration marks （一） (1), as in
    the gold files. `label` and `item` name the provision as docs/contract.md does (`第十六条`, `二(五)`;
    item `一`, `1`); both are empty outside provisions. `key` is `Provision.key` of the deepest
    provision that holds the segment, `article` the key of its article (or of the section and item in
    plans without articles). `mark` is the length of the label or enumeration mark at the beginning of
    the segment (`第十六条 `, `（一）`), so that the words begin at `start + mark`. `role`
    says what the line is: a heading, a sentence of the text, a cover letter, page furniture.
    """

    number: int
    start: int
    end: int
    mark: int
    label: str
    item: str
    key: str
    article: str
    role: Literal["text", "heading", "preface", "furniture"]


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of a digest: our own words about a text that the corpus does not hold."""

    kind: str
    article: str = ""
    role: str = ""
    actors: tuple[str, ...] = ()
    level: Level | Literal[""] = ""
    matter: str = ""
    recipients: tuple[str, ...] = ()
    time: str = ""
    conduct: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    gist: str = ""


@dataclass(frozen=True, slots=True)
class Digest:
    """Facts about a document, or about the missing part of one, without its text.

    `lead_in_actors` maps an article label to actors known from the digest, which the items of
    that article inherit where the copy lacks the lead-in.
    """

    metadata: Metadata
    facts: tuple[Fact, ...]
    lead_in_actors: tuple[tuple[str, tuple[str, ...]], ...] = ()
    sources: tuple[str, ...] = field(default=())
