"""Structure: the tree of 编 章 节 条 款 项 目, or of 一、（一）1.（1）, that covers a text without a gap.

The marks are found in the clean view; the tree stands in source offsets, so whatever cleaning dropped
still belongs to a node. Any text parses: one without marks becomes a tree of paragraphs.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise
from operator import attrgetter, itemgetter
from typing import NamedTuple

from corpus.marks import ITEM_NOTE, ITEM_REFERENCE, LINE_MARK, MARK, REFERENCE, arabic, chinese, squeezed
from corpus.types import CleanText, Provision, ProvisionKind

_UNITS: dict[str, ProvisionKind] = {"编": "part", "章": "chapter", "节": "section", "条": "article"}
# How deep a kind stands: opening a node closes all open nodes that do not stand above it.
_RANK: dict[ProvisionKind, int] = {"document": 0, "part": 1, "chapter": 2, "section": 3, "article": 5, "paragraph": 6}
_NUMBERED_SECTION_RANK = 4
_ANNEX_RANK = 1
_LIST_RANK = 7
_EID: dict[ProvisionKind, str] = {
    "part": "part",
    "chapter": "chp",
    "section": "sec",
    "article": "art",
    "paragraph": "para",
    "item": "item",
    "point": "point",
    "annex": "att",
}
_NEWLINE = re.compile(r"\n(?!\Z)")
_SENTENCE_END = re.compile(r"[。；;：:！？|]")
_HEADING_LINE = re.compile(r" ?([^。；;，,：:！？\n]{0,40}?)(?=\n|\Z| ?第\S{1,8}[章节条] )")
_HEADING_ALONE = re.compile(r"[^。；;，,：:！？\n]{1,40}(?:\n|\Z)")
_SECTION_HEADING = re.compile(r"[^\S\n]?([^。；;，,：:！？\n ]{1,40}?)(?:[。\n ]|\Z)\s?")
_ITEM_HEADING = re.compile(r"[^\S\n]?([^。；;，,：:！？\n ]{1,40}?)(?:[。\n]| (?=[0-9(（]))\s?")
_ANNEX = re.compile(r"附[件表图录]?[0-9一二三四五六七八九十]{0,2}[：:]")
# A line that begins an annex, not the list of annexes above a signature (附件：1.分工表).
_ANNEX_LINE = re.compile(
    r"^(附 ?[件录表图] ?[0-9一二三四五六七八九十]{0,3})(?:[：:]|(?= )(?! ?[0-9]{1,2}[.．、]))? ?"
    r"([^。；：:\n]{0,40})\n(?!\Z)",
    re.M,
)
# What an amendment puts in the place of a provision: its articles are not those of the decision.
_AMENDED = re.compile(r"[为条款项章节编下][：:] ?“((?:[^“”]|“[^“”]*”)*+)”")
_AMENDS = re.compile(r"[^\n]{0,80}?(?:修改为|删去|删除|增加|废止)")
_BLACK_BRACKETS = re.compile(r"\s?【([^】\n]{1,40})】")
# The leaf that holds a node's own words before its first child.
_LEADING: dict[ProvisionKind, ProvisionKind] = {
    "document": "preface",
    "part": "heading",
    "chapter": "heading",
    "section": "heading",
    "annex": "heading",
}


class _Mark(NamedTuple):
    """A mark in the clean text that numbers a provision: its style, value, label and place."""

    style: str  # part, chapter, section, article, cn (一、), paren (（一）), arabic ((1)), digit (1.), circle
    number: str
    value: int
    label: str
    start: int
    end: int
    at_line: bool


@dataclass(slots=True)
class _Node:
    """A provision while it is being built, in clean offsets."""

    kind: ProvisionKind
    rank: int
    start: int
    label: str = ""
    number: str = ""
    heading: str = ""
    style: str = ""
    value: int = 0
    children: list[_Node] = field(default_factory=list)


def parse(text: str, clean: CleanText) -> Provision:
    r"""Return the structure tree of a text in source offsets.

    Takes the stored text and its clean view. The children of every node cover it without a gap;
    leaves concatenated give the text back. Never fails.

    >>> from corpus.clean import clean
    >>> text = "第一章 总则\n第一条 甲负责：\n（一）乙；\n（二）丙。"
    >>> [(node.key, node.heading or node.label) for node in parse(text, clean(text)).walk()]
    ... # doctest: +NORMALIZE_WHITESPACE
    [('document', ''), ('chp_1', '总则'), ('chp_1__heading', ''), ('art_1', '第一条'), ('art_1__intro', ''),
     ('art_1__item_1', '（一）'), ('art_1__item_2', '（二）')]
    """
    root = _Builder(clean.text).build()
    return _finish(root, text, clean)


def _marks(text: str) -> list[_Mark]:
    """Return all marks that could number a provision, in order."""
    found = []
    for match in MARK.finditer(text):
        start = match.start()
        numeral, branch = match["numeral"], match["branch"]
        style: str
        if numeral:
            style, value = _UNITS[match["unit"]], arabic(numeral)
        elif match["section"]:
            style, numeral = "cn", match.group()[:-1]
            value = arabic(numeral)
        elif match["paren"]:
            style, value = ("arabic" if match["paren"].isdecimal() else "paren"), arabic(match["paren"])
        elif match["circle"] is not None:
            style, value = "circle", ord(match.group()) - ord("①") + 1
        else:
            style, value = "digit", arabic(match.group()[:-1])
        if value:
            number = f"{value}-{arabic(branch)}" if branch else str(value)
            at_line = start == 0 or text[start - 1] == "\n"
            found.append(_Mark(style, number, value, squeezed(match.group()), start, match.end(), at_line))
    for match in _AMENDED.finditer(text) if "“" in text else ():
        begin = bisect_left(found, match.start(1), key=attrgetter("start"))
        del found[begin : bisect_left(found, match.end(1), key=attrgetter("start"))]
    notes = [
        _Mark("note", "", 0, "", match.start(), match.start(), text[match.start() - 1 : match.start()] == "\n")
        for match in ITEM_NOTE.finditer(text)
    ]
    return sorted((*found, *notes), key=attrgetter("start")) if notes else found


def _articles(text: str, marks: list[_Mark]) -> set[int]:
    """Return the places of the marks that begin an article.

    Article numbers rise, so that 第三条规定的… at the beginning of a line is a reference; they may start again
    at 第一条 (an annex, a second text). Inside a line only the next number followed by a blank counts.
    """
    found: set[int] = set()
    last = 0
    for mark in marks:
        if mark.style != "article":
            continue
        blank = text[mark.end : mark.end + 1].isspace() or text[mark.end : mark.end + 1] in ("【", "")
        if mark.at_line:
            rises = mark.value > last or (mark.value == last and "-" in mark.number) or (mark.value == 1 and blank)
            good = rises and (blank or not REFERENCE.match(text, mark.end))
        else:
            good = blank and mark.value == last + 1 and text[mark.start - 1] in " 。！？"
        if good:
            found.add(mark.start)
            last = mark.value
    return found


def _heading_line(text: str, mark: _Mark) -> str | None:
    """Return the words of a heading (编 章 节) that begins at a mark, None where it is a sentence."""
    if not (mark.at_line or text[mark.start - 1] in " 。"):
        return None
    match = _HEADING_LINE.match(text, mark.end)
    if match is None or (REFERENCE.match(text, mark.end) and not mark.at_line):
        return None
    return match[1].strip()


class _Builder:
    """Reads the marks and lines of a clean text once, from front to back, into a tree of nodes."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.marks = _marks(text)
        self.articles = _articles(text, self.marks)
        self.first = min(self.articles, default=0)
        self.headings = {
            mark.start: heading
            for mark in self.marks
            if mark.style in ("part", "chapter", "section") and (heading := _heading_line(text, mark)) is not None
        }
        self.root = _Node("document", 0, 0)
        self.open = [self.root]

    def build(self) -> _Node:
        """Return the root of the tree."""
        body = self._body_start()
        annexes = self._annexes(body)
        stop = annexes[0].start if annexes else len(self.text)
        end = self._body_end(body, stop)
        if body > 0:
            self.root.children.append(_Node("preface", 1, 0))
        if body < stop:
            self._read(body, end)
        if end < stop:
            self.root.children.append(_Node("conclusion", 1, end))
        ends = [*(annex.start for annex in annexes[1:]), len(self.text)]
        for annex, after in zip(annexes, ends, strict=False):
            self._enter(annex)
            self._read(self.text.index("\n", annex.start) + 1, after)
        return self.root

    def _annexes(self, body: int) -> list[_Node]:
        """Return the annexes after the provisions, each where its heading stands alone on a line.

        A heading with a colon may be a list of annexes; one it is where sentences or many lines follow.
        """
        articles = [mark.start for mark in self.marks if mark.start in self.articles]
        begin = min((place for place in articles if place >= body), default=body)
        found: list[_Node] = []
        for match in _ANNEX_LINE.finditer(self.text, begin + 1):
            after = self.text[match.end() : match.end() + 2000]
            listed = ("：" in match.group() or ":" in match.group()) and (
                LINE_MARK.match(after) or not (re.search("[。；]", after) or after.count("\n") > 3)
            )
            if not listed:
                number = str(len(found) + 1)
                label = squeezed(match[1])
                found.append(_Node("annex", _ANNEX_RANK, match.start(), label, number, match[2].strip()))
        return found

    def _body_start(self) -> int:
        """Return where the provisions begin; a table of contents and a cover letter stand before."""
        text = self.text
        if self.articles:
            first = min(self.articles)
            for mark in self.marks:  # the points of a decision before the amended text that it publishes anew
                if mark.start >= first:
                    break
                if mark.style == "cn" and mark.value == 1 and mark.at_line and _AMENDS.match(self.text, mark.end):
                    return mark.start
            begin = next(index for index, mark in enumerate(self.marks) if mark.start == first)
            start, rank = first, _RANK["article"]
            for mark in reversed(self.marks[:begin]):  # the headings right above the first article
                if mark.start in self.headings and _RANK[_UNITS[mark.label[-1]]] < rank:
                    start, rank = mark.start, _RANK[_UNITS[mark.label[-1]]]
                elif mark.style == "cn" and mark.at_line and rank > _NUMBERED_SECTION_RANK and self._is_heading(mark):
                    start, rank = mark.start, _NUMBERED_SECTION_RANK
                else:
                    break
            if self.marks[begin].value > 1:  # the text starts in the middle: items of the article before
                items = [mark for mark in self.marks if mark.start < start and mark.at_line and mark.style == "paren"]
                if items:
                    return items[0].start
            return start
        lists = [
            mark.start
            for mark in self.marks
            if mark.start in self.headings
            or (mark.style in ("cn", "paren", "digit") and (mark.at_line or (mark.value == 1 and mark.style == "cn")))
        ]
        if lists:
            return lists[0]
        sentence = re.search(r"^.*[。；！？].*$", text, re.M)
        return sentence.start() if sentence else len(text)

    def _body_end(self, body: int, stop: int) -> int:
        """Return where the conclusion before a place begins: the last lines without a mark or a sentence.

        附件：… is no sentence.
        """
        text, end = self.text, stop
        last = max((mark.start for mark in self.marks if mark.at_line and mark.start < stop), default=0)
        while end > body and text[end - 1] == "\n":
            end -= 1
        while end > body:
            start = text.rfind("\n", 0, end) + 1
            sentence = _SENTENCE_END.search(self.text, start, end) and not _ANNEX.match(self.text, start)
            if start <= max(last, body) or sentence:
                break
            end = start - 1
        return min(end + 1, stop)

    def _is_heading(self, mark: _Mark) -> bool:
        """Tell whether the rest of a mark's line is a heading: short, without punctuation."""
        return _HEADING_ALONE.match(self.text, mark.end) is not None

    def _read(self, body: int, end: int) -> None:
        """Open a node for every mark and every unmarked line between two places."""
        marks = [mark for mark in self.marks if body <= mark.start < end]
        following = self._following(marks)
        if self.articles and body < (first := min(self.articles)) and marks[0].style == "paren":
            value = next(mark.value for mark in marks if mark.start == first) - 1
            self._enter(_Node("article", _RANK["article"], body, f"第{chinese(value)}条", str(value)))
        index = 0
        lines = [body, *(match.end() for match in _NEWLINE.finditer(self.text, body, end)), end]
        for line, line_end in pairwise(lines):
            taken = False
            if index < len(marks) and marks[index].start == line:
                taken = self._take(marks[index])
                index += 1
            if not taken:
                self._line(line, following[index])
            while index < len(marks) and marks[index].start < line_end:
                self._take(marks[index])
                index += 1

    def _following(self, marks: list[_Mark]) -> list[_Mark | None]:
        """Return, for each place in a list of marks, the next mark that begins a line or an article."""
        following: list[_Mark | None] = [None]
        for mark in reversed(marks):
            following.append(mark if mark.at_line or mark.start in self.articles else following[-1])
        return following[::-1]

    def _enter(self, node: _Node) -> None:
        """Close what does not stand above a node, and open it."""
        while self.open[-1].rank >= node.rank:
            self.open.pop()
        self.open[-1].children.append(node)
        self.open.append(node)

    def _take(self, mark: _Mark) -> bool:
        """Open the node of a mark; return False where the mark is only a reference, or stands within a heading."""
        if mark.start < self.open[-1].start:
            return False
        if mark.start in self.articles:
            self._enter(_Node("article", _RANK["article"], mark.start, mark.label, mark.number, self._title(mark)))
        elif mark.start in self.headings:
            kind = _UNITS[mark.label[-1]]
            heading = re.sub(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])", "", self.headings[mark.start])
            self._enter(_Node(kind, _RANK[kind], mark.start, mark.label, mark.number, heading))
        elif mark.style == "note":
            return self._note(mark)
        elif mark.style in ("part", "chapter", "section", "article"):
            return False
        elif mark.style == "cn" and (
            not self.articles or (mark.at_line and (mark.start < self.first or self._is_heading(mark)))
        ):
            if not mark.at_line and not self._follows(mark):
                return False
            self._section(mark)
        else:
            return self._list(mark)
        return True

    def _title(self, mark: _Mark) -> str:
        """Return the heading in black brackets that may follow an article's label (第三条 【适用范围】)."""
        match = _BLACK_BRACKETS.match(self.text, mark.end)
        return match[1] if match else ""

    def _follows(self, mark: _Mark) -> bool:
        """Tell whether a numbered section inside a line carries on the count, and is not 一、二、三产业."""
        last = next((node.value for node in reversed(self.open) if node.style == "cn"), 0)
        return mark.value == last + 1 and self.text[mark.start - 1] in " 。）)"

    def _section(self, mark: _Mark) -> None:
        """Open a section 一、 with its heading, and the paragraph that follows it on the same line."""
        node = _Node(
            "section", _NUMBERED_SECTION_RANK, mark.start, mark.label, mark.number, style="cn", value=mark.value
        )
        self._enter(node)
        node.heading, rest = self._heading(mark, _SECTION_HEADING)
        if node.heading and rest < len(self.text) and self.text[rest - 1] != "\n" and not self._mark_at(rest):
            self._enter(_Node("paragraph", _RANK["paragraph"], rest))

    def _heading(self, mark: _Mark, form: re.Pattern[str]) -> tuple[str, int]:
        """Return the heading after a mark, empty for a sentence or another mark, and where text goes on."""
        match = form.match(self.text, mark.end)
        return (match[1], match.end()) if match and not self._mark_at(match.start(1)) else ("", mark.end)

    def _list(self, mark: _Mark) -> bool:
        """Open an item or point; inside a line only where it starts a list or carries one on."""
        if not mark.at_line and not self._label_before(mark):
            last = next((node.value for node in reversed(self.open) if node.style == mark.style), None)
            before = self.text[mark.start - 1]
            starts = mark.value == 1 and before in ("。；;：:！？ ）)" if mark.style != "digit" else "。；;：: ")
            carries_on = last is not None and mark.value == last + 1
            if not (starts or carries_on) or ITEM_REFERENCE.match(self.text, mark.end):
                return False
        if self.open[-1].kind == "paragraph" and not any(node.kind == "article" for node in self.open):
            self.open.pop()  # in a plan items stand beside paragraphs, in an article below them
        depth = [node for node in self.open if node.rank >= _LIST_RANK]
        level = next((place for place, node in enumerate(depth) if node.style == mark.style), len(depth))
        kind: ProvisionKind = "item" if level == 0 else "point"
        node = _Node(kind, _LIST_RANK + level, mark.start, mark.label, mark.number, style=mark.style, value=mark.value)
        if level < len(depth):
            node.rank = depth[level].rank
        self._enter(node)
        if not self.articles and mark.style != "digit":
            heading, rest = self._heading(mark, _ITEM_HEADING)
            node.heading = heading if rest < len(self.text) and self._goes_on(rest) else ""
        return True

    def _goes_on(self, place: int) -> bool:
        """Tell whether more of the same item follows a place, so that what stands before is a heading."""
        mark = self._mark_at(place)
        return mark is None or mark.style in ("digit", "arabic", "circle")

    def _mark_at(self, place: int) -> _Mark | None:
        """Return the mark that begins at a place."""
        index = bisect_left(self.marks, place, key=attrgetter("start"))
        return self.marks[index] if index < len(self.marks) and self.marks[index].start == place else None

    def _label_before(self, mark: _Mark) -> bool:
        """Tell whether only the label of the open node stands before a mark (第五条 （一）…)."""
        last = self.open[-1]
        near = mark.start - last.start < 30
        return near and bool(last.label) and squeezed(self.text[last.start : mark.start]) == last.label

    def _note(self, mark: _Mark) -> bool:
        """Close the points before a note such as （责任单位：…）, which belongs to the item."""
        lists = [node for node in self.open if node.rank >= _LIST_RANK]
        if self.articles or len(lists) < 2:
            return False
        self._resume(lists[0], mark.start)
        return True

    def _resume(self, node: _Node, start: int) -> None:
        """Carry on an open node after what stands below it."""
        while self.open[-1] is not node:
            self.open.pop()
        if node.children:
            node.children.append(_Node("paragraph", _RANK["paragraph"], start))

    def _line(self, line: int, following: _Mark | None) -> None:
        """Place a line without a mark: more of an open item, or a new paragraph.

        More of an item where the following mark carries its list on; in a plan also after the last item.
        """
        lists = [node for node in self.open if node.rank >= _LIST_RANK]
        for node in reversed(lists):
            if following is not None and (following.style, following.value) == (node.style, node.value + 1):
                return self._resume(node, line)
        if lists and not any(node.kind == "article" for node in self.open):
            return self._resume(lists[0], line)
        return self._enter(_Node("paragraph", _RANK["paragraph"], line))


def _finish(root: _Node, text: str, clean: CleanText) -> Provision:
    """Turn nodes into provisions: source offsets, ids, and leaves for headings and introductions."""
    eids, keys = _Unique(), _Unique()

    def place(start: int) -> int:
        """Return the source offset of a clean one, moved back over what cleaning dropped on its line (## )."""
        if start == 0:
            before, source = 0, clean.source(0)
        else:  # both ends of the gap before it: one look-up, for most gaps stand between two runs
            index = bisect_left(clean.runs, start, key=itemgetter(0))
            offset, origin = clean.runs[index - 1]
            before = origin + start - offset
            gap = index < len(clean.runs) and clean.runs[index][0] == start
            source = clean.runs[index][1] if gap else before
        line = max(before, text.rfind("\n", before, source) + 1)
        return source - len(text[line:source].lstrip())

    def make(node: _Node, start: int, end: int, eid: str, key: str) -> Provision:
        if not node.children:
            return Provision(eid, key, node.kind, node.label, node.number, node.heading, start, end)
        kids = _numbered(node)
        starts = [0 if kid.kind == "preface" else place(kid.start) for kid in kids]
        children = []
        if kids and starts[0] > start:
            kind = _LEADING.get(node.kind, "intro")
            ids = (kind, kind) if kind == "preface" else (eids.of(f"{eid}__{kind}"), keys.of(f"{key}__{kind}"))
            children.append(Provision(*ids, kind, "", "", "", start, starts[0]))
        for kid, (left, right) in zip(kids, pairwise([*starts, end]), strict=True):
            children.append(make(kid, left, right, *name(node, kid, eid, key)))
        return Provision(eid, key, node.kind, node.label, node.number, node.heading, start, end, tuple(children))

    def name(parent: _Node, node: _Node, eid: str, key: str) -> tuple[str, str]:
        """Return a child's eid, its path in the tree, and its key, which leaves out what need not be said."""
        if node.kind in ("preface", "conclusion"):
            return node.kind, node.kind
        step = f"{_EID[node.kind]}_{node.number}"
        path = step if parent.kind == "document" else f"{eid}__{step}"
        if node.kind == "article":
            return eids.of(path), keys.of(step)
        if parent.kind == "paragraph":
            key = key.rpartition("__para_")[0]
        return eids.of(path), keys.of(step if parent.kind == "document" or not key else f"{key}__{step}")

    tail = clean.source(len(clean.text) - 1) + 1 if clean.text else 0
    tree = make(root, 0, len(text), "document", "document")
    ends = any(child.kind in ("conclusion", "annex") for child in root.children)
    if root.children and not ends and text[tail:].strip():
        return _with_conclusion(tree, text.find("\n", tail) + 1 or tail)
    return tree


def _with_conclusion(root: Provision, start: int) -> Provision:
    """Return a tree whose last nodes end at a place, and a conclusion from there on."""

    def cut(node: Provision) -> Provision:
        children = (*node.children[:-1], cut(node.children[-1])) if node.children else ()
        return replace(node, end=start, children=children)

    end = Provision("conclusion", "conclusion", "conclusion", "", "", "", start, root.end)
    return replace(root, children=(*cut(root).children, end))


class _Unique:
    """Gives out ids, with _2, _3 … on repeats."""

    def __init__(self) -> None:
        self.used: dict[str, int] = {}

    def of(self, name: str) -> str:
        """Return the name, or the next free name made from it."""
        free = name
        while free in self.used:
            self.used[name] += 1
            free = f"{name}_{self.used[name]}"
        self.used[free] = 1
        return free


def _numbered(node: _Node) -> list[_Node]:
    """Return a node's children with paragraphs numbered; an article of several gets one for its beginning."""
    kids = node.children
    cut = next((index for index, kid in enumerate(kids) if kid.kind == "paragraph"), None)
    if node.kind == "article" and cut is not None:
        kids = [_Node("paragraph", _RANK["paragraph"], node.start, children=kids[:cut]), *kids[cut:]]
    for count, kid in enumerate((kid for kid in kids if kid.kind == "paragraph"), 1):
        kid.number = str(count)
    return kids


def leaves(root: Provision) -> Iterator[Provision]:
    """Yield the nodes without children in reading order; they cover the text."""
    return (node for node in root.walk() if not node.children)
