"""Reads saved pages of government sites: the text with its title, and the table above it as metadata."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import lxml.html
import yaml
from lxml import etree

from corpus import limits
from corpus.errors import ReadError
from corpus.marks import LINE_MARK
from corpus.readers.plain import decode
from corpus.readers.types import Reading

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{2,20})", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_NAME = re.compile(r"[A-Za-z]?[a-z]+|[A-Z]+")
_SPACE = re.compile(r"[ \t\r\n\f]+")
_WRAPPED = re.compile(r"(?<=[\u3001-\u9fff\uff00-\uffef”’])[ \t]*[\r\n]\s*(?=[\u3001-\u9fff\uff00-\uffef“‘])")
_PRE_LINE = "\x1e"
_SENTENCE = re.compile(r"[。；;]|[：:]\s*\Z")
_DAY = re.compile(r"([12]\d{3})\s*[-年/.]\s*(\d{1,2})\s*[-月/.]\s*(\d{1,2})")
_NOTHING = re.compile(r"[\s无/\-—]*")
_BETWEEN = re.compile(r"[、，,;；\s]+")
# What belongs to a document although it stands outside of the element that holds most of it.
_OWN = re.compile(
    r"[12]\d{3}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日\Z|附\s*[件录表]|\S{2,20}[〔\[［][12]\d{3}[〕\]］]\s*\d{1,5}\s*号\Z"
)
_SITE = re.compile(r"\s*[-_—|–].*\Z", re.DOTALL)
_LINKED = 0.5  # a line of which so much is links is one of a list of links
_MAIN = 0.85  # an element with so much of the text holds the document


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a page: its words, with tabs between cells, how many of them are links, and its element."""

    words: str
    linked: int
    element: Any

    @property
    def is_link(self) -> bool:
        """Tell whether the line is there to be clicked, not read."""
        return self.linked > len(self.words) * _LINKED and not _SENTENCE.search(self.words)


@dataclass(slots=True)
class _Known:
    """What lists of words the reader knows."""

    labels: dict[str, str]
    meta: dict[str, str]
    tags: frozenset[str]
    names: frozenset[str]
    kept: frozenset[str]
    blocks: frozenset[str]
    paragraphs: frozenset[str]
    containers: frozenset[str]
    cells: frozenset[str]
    label: re.Pattern[str] = field(init=False)

    def __post_init__(self) -> None:
        longest_first = sorted(self.labels, key=len, reverse=True)
        spaced = "|".join(r"\s*".join(label) for label in longest_first)
        # a label ends with a colon, a bracket, or where its cell ends
        self.label = re.compile(rf"(?:(?<=\s)|\A)[\[【]?\s*({spaced})\s*(?:[\]】]\s*[:：]?|[:：]|(?=\t|\Z))")


@lru_cache(maxsize=1)
def _known() -> _Known:
    words = yaml.safe_load((Path(__file__).parent / "web.yaml").read_text(encoding="utf-8"))
    sets = {name: frozenset(value) for name, value in words.items() if isinstance(value, list)}
    return _Known(words["labels"], words["meta"], **sets)


def read_web(data: bytes, path: Path) -> Reading:
    """Return the text of a saved web page, and what its header says: title, issuers, number, dates, index, subject.

    The title comes first; navigation, buttons, lists of links and the imprint are left out. Raises ReadError where
    the page has no text, its encoding is not known, or it nests beyond all pages.
    """
    root = _parsed(data, path)
    found = _from_meta(root)
    named = "".join(root.xpath("string(//title)"))
    _prune(root)
    headings = [_squeezed(heading.text_content()) for heading in root.iter("h1")]
    lines, header = _without_header(list(_lines(root)))
    inside = set(_main(root, lines).iter())
    text = [
        line.words
        for line in lines
        if not line.is_link and (line.element in inside or (_OWN.match(line.words) and len(line.words) < 60))
    ]
    title = header.get("title") or _title(headings, found.get("title", ""), named)
    if title and not any(_bare(words) == _bare(title) for words in text[:12]):
        text = [title, *(words for words in text if words not in headings)]
    return Reading("\n".join([*text, ""]), {**found, **header, **({"title": title} if title else {})})


def _parsed(data: bytes, path: Path) -> Any:
    """Return the tree of a page."""
    if data.count(b"<") > limits.PAGE_TAGS:
        raise ReadError(f"{path}: the page has too many elements; save its text as .txt.")
    text = _decoded(data)
    if text is None:
        raise ReadError(f"{path}: its encoding is not known; save it as UTF-8.")
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        root = lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise ReadError(f"{path}: the file is empty or no web page.") from None
    deep = any("depth" in entry.message.lower() for entry in parser.error_log)
    if deep or _depth(root) > limits.PAGE_DEPTH:
        raise ReadError(f"{path}: its elements nest more than {limits.PAGE_DEPTH} deep; save its text as .txt.")
    return root


def _decoded(data: bytes) -> str | None:
    """Return the text of a page, None where its encoding cannot be told.

    Browsers save pages as UTF-8 and leave the declaration of another encoding in them; a page in the encoding that it
    declares may have a damaged character or two.
    """
    charset = _CHARSET.search(data[:4096])
    if charset and charset[1].lower().startswith(b"gb"):
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("gb18030", "replace")
            if text.count("\ufffd") <= max(2, len(data) // 1000):
                return text
    return decode(data)


def _depth(root: Any) -> int:
    deepest = depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def _from_meta(root: Any) -> dict[str, Any]:
    """Return what the page says in its `<meta>`."""
    found: dict[str, Any] = {}
    for meta in root.iter("meta"):
        name, content = _known().meta.get(meta.get("name", ""), ""), (meta.get("content") or "").strip()
        if name:
            _fill(found, name, content)
    return found


def _prune(root: Any) -> None:
    """Take out the elements that never hold a text."""
    known = _known()
    for element in root.xpath("//*[@id or @class or @role or @style or @hidden]"):
        named = element.tag not in known.kept and not known.names.isdisjoint(_names(element))
        hidden = "hidden" in element.attrib or _HIDDEN.search(element.get("style", ""))
        if element.getparent() is not None and (hidden or (named and not _holds_text(element))):
            element.drop_tree()
    for element in list(root.iter(*known.tags)):
        if element.getparent() is not None:
            element.drop_tree()


def _names(element: Any) -> Iterator[str]:
    for attribute in ("id", "class", "role"):
        for word in _NAME.findall(element.get(attribute, "")):
            yield word.lower()


def _holds_text(element: Any) -> bool:
    """Tell whether an element holds articles, whatever its name."""
    return len(re.findall(r"第[一二三四五六七八九十百]{1,5}\s?条|[。；]", element.text_content())) > 10


def _lines(root: Any) -> Iterator[_Line]:
    """Yield the lines of a page: blocks and line breaks end one; a row of simple cells is one, with tabs between."""
    pieces: list[str] = []
    linked = links = verbatim = 0
    owner, known = root, _known()
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if element.tag in known.blocks:
            for words in filter(None, map(_squeezed, "".join(pieces).split(_PRE_LINE))):
                yield _Line(words, linked, owner)
            pieces, linked = [], 0
            owner = element if event == "start" else element.getparent()
        if event == "start" and element.tag == "tr" and _is_simple(element):
            cells = [_squeezed(cell.text_content()) for cell in element.iterchildren(*known.cells)]
            clicked = sum(len(_squeezed(link.text_content())) for link in element.iter("a"))
            if any(cells):
                yield _Line("\t".join(cells).strip("\t"), clicked, element)
            walk.skip_subtree()
            continue
        step = 1 if event == "start" else -1
        links += step * (element.tag == "a")
        verbatim += step * (element.tag == "pre")
        if words := element.text if event == "start" else element.tail:
            pieces.append(words.replace("\n", _PRE_LINE) if verbatim else words)
            linked += len(words.strip()) if links else 0
    if words := _squeezed("".join(pieces)):
        yield _Line(words, linked, owner)


def _is_simple(row: Any) -> bool:
    """Tell whether each cell of a row holds one line at most."""
    cells = list(row.iterchildren(*_known().cells))
    return len(cells) > 1 and all(sum(1 for _ in cell.iter(*_known().paragraphs)) <= 1 for cell in cells)


def _squeezed(words: str) -> str:
    """Return words as they read: blanks and line ends of the source are one blank, none between Chinese characters."""
    return _SPACE.sub(" ", _WRAPPED.sub("", words)).strip()


def _bare(words: str) -> str:
    return re.sub(r"\s", "", words)


def _without_header(lines: list[_Line]) -> tuple[list[_Line], dict[str, Any]]:
    """Return the lines that are no fields of the page, and what those that stand above the text say."""
    known = _known()
    marked = [at for at, line in enumerate(lines) if LINE_MARK.match(line.words) and not line.is_link]
    body, last = (marked[0], marked[-1]) if marked else (len(lines), len(lines))
    kept: list[_Line] = []
    found: dict[str, Any] = {}
    waiting: str | None = None  # the field of a label whose value comes next
    for at, line in enumerate(lines):
        fields = list(known.label.finditer(line.words)) if not _SENTENCE.search(line.words.rstrip("：:")) else []
        furniture = at > last and fields and fields[0].start() == 0 and not known.labels[_bare(fields[0][1])]
        if at >= body and not furniture:
            kept.append(line)
            continue
        if not fields or fields[0].start() > 0:
            if waiting is None:
                kept.append(line)
            elif waiting:
                _fill(found, waiting, line.words)
            waiting = None
            continue
        ends = [*(match.start() for match in fields[1:]), len(line.words)]
        for match, end in zip(fields, ends, strict=True):
            name, value = known.labels[_bare(match[1])], line.words[match.end() : end].strip(" \t:：")
            waiting = None if value else name
            if name and value:
                _fill(found, name, value)
        if at + 1 >= body:
            waiting = None
    return kept, found


def _fill(found: dict[str, Any], name: str, content: str) -> None:
    """Set a field to what a page gives for it, unless it has one already or the words say nothing."""
    value: Any = content
    if name in ("date", "published", "effective"):
        match = _DAY.search(content)
        value = f"{int(match[1]):04}-{int(match[2]):02}-{int(match[3]):02}" if match else ""
    elif _NOTHING.fullmatch(content):
        value = ""
    elif name == "issuers":
        value = tuple(part for part in _BETWEEN.split(content) if part)
    if value:
        found.setdefault(name, value)


def _main(root: Any, lines: list[_Line]) -> Any:
    """Return the element that holds the document: the innermost one with nearly all sentences and marks."""
    weights: dict[Any, int] = {}
    for line in lines:
        if not line.is_link and (_SENTENCE.search(line.words) or LINE_MARK.match(line.words)):
            weights[line.element] = weights.get(line.element, 0) + len(line.words)
    for _, element in etree.iterwalk(root, events=("end",)):
        parent = element.getparent()
        if element in weights and parent is not None:
            weights[parent] = weights.get(parent, 0) + weights[element]
    main = root
    while True:
        heavy = [
            child for child in main.iterchildren(etree.Element) if weights.get(child, 0) > _MAIN * weights.get(main, 0)
        ]
        if not heavy or heavy[0].tag not in _known().containers:
            return main
        main = heavy[0]


def _title(headings: list[str], given: str, named: str) -> str:
    """Return the title of a page: as its `<meta>` gives it, else the heading that its `<title>` has, else `<title>`."""
    if given:
        return given
    named = _squeezed(named)
    known = [heading for heading in headings if heading and _bare(heading) in _bare(named)]
    return max(known or headings, key=len, default="") or _SITE.sub("", named)
