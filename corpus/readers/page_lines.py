"""Lines of printed pages become paragraphs: headers, footers and page numbers out, broken lines rejoined."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from corpus.marks import LINE_MARK

_PAGE_NUMBER = re.compile(
    r"[-—–―·•\s]*\d{1,4}[-—–―·•\s]*|第\s*\d{1,4}\s*页(?:\s*[,，/]?\s*共\s*\d{1,4}\s*页)?|\d{1,4}\s*/\s*\d{1,4}"
    r"|[Pp]age\s*\d{1,4}(?:\s*of\s*\d{1,4})?"
)
_DIGITS = re.compile(r"\d+")
_SENTENCE_END = re.compile(r"[。；;：:！？!?”’」』》）)]\Z")
_WESTERN = re.compile(r"[A-Za-z0-9,.;:!?)]\Z")
_WORD = re.compile(r"\w")
_HEADER_LETTERS = 4  # the last letters of a broken line may come back by chance
_MANY_PAGES = 6
_EDGE_LINES = 3  # a page has at most so many lines of header, and of footer
_SAME_HEIGHT = 4.0  # points


class PageLine(NamedTuple):
    """A line of a page: words, left and right edge, height above the lower edge of the page, and size, in points."""

    words: str
    left: float
    right: float
    height: float
    size: float


def text_of(pages: Sequence[Sequence[PageLine]]) -> str:
    r"""Return the text of pages, a line for each paragraph.

    >>> page = [PageLine("第一条 甲应当会同乙", 0, 100, 90, 10), PageLine("办理。", 0, 30, 70, 10)]
    >>> text_of([[*page, PageLine("- 1 -", 45, 55, 5, 10)]])
    '第一条 甲应当会同乙办理。\n'
    """
    lines = [line for page in _without_furniture(pages) for line in _visual_lines(page)]
    if not lines:
        return ""
    goes_on = _Margins(lines)
    parts = [lines[0].words]
    for above, below in pairwise(lines):
        if goes_on(above, below):
            parts.append(" " if _WESTERN.search(above.words) and below.words[:1].isascii() else "")
        else:
            parts.append("\n")
        parts.append(below.words)
    return "".join([*parts, "\n"])


def _without_furniture(pages: Sequence[Sequence[PageLine]]) -> list[list[PageLine]]:
    """Return pages without the lines at their edges that come back at the same height, and without page numbers.

    Numbers in a line that comes back may differ. Places count, not the order in which the file draws the lines.
    """
    # a sentence may come back once by chance; a header stands on every page, or on every second one
    often = 2 if len(pages) < _MANY_PAGES else max(3, len(pages) // 5)
    heights: dict[str, list[float]] = {}
    edges = [_edge(page) for page in pages]
    for edge in edges:
        for words, height in {(_DIGITS.sub("0", line.words), line.height) for line in edge}:
            heights.setdefault(words, []).append(height)

    def repeated(line: PageLine) -> bool:
        if len(_WORD.findall(line.words)) < _HEADER_LETTERS:
            return False
        places = heights.get(_DIGITS.sub("0", line.words), ())
        return sum(abs(place - line.height) < _SAME_HEIGHT for place in places) >= often

    kept = []
    for page, edge in zip(pages, edges, strict=True):
        left = [line for line in page if not (line in edge and repeated(line))]
        while left and (numbers := [line for line in _edge(left, 1) if _PAGE_NUMBER.fullmatch(line.words)]):
            left = [line for line in left if line not in numbers]
        kept.append(left)
    return kept


def _edge(page: Sequence[PageLine], count: int = _EDGE_LINES) -> list[PageLine]:
    """Return the uppermost and lowermost lines of a page, of so many heights each."""
    places = sorted({round(line.height) for line in page})
    outer = {*places[:count], *places[-count:]}
    return [line for line in page if round(line.height) in outer]


def _visual_lines(page: Sequence[PageLine]) -> list[PageLine]:
    """Return the lines of a page with the pieces of one line put together, a tab where they stand apart."""
    found: list[PageLine] = []
    for line in page:
        last = found[-1] if found else None
        if last and abs(last.height - line.height) < last.size * 0.3 and line.left >= last.right - last.size * 0.5:
            gap = line.left - last.right
            between = "\t" if gap > last.size * 1.5 else ""
            found[-1] = last._replace(words=f"{last.words}{between}{line.words}", right=line.right)
        else:
            found.append(line)
    return found


class _Margins:
    """Tells where a paragraph goes on in the next line: where its line is full and the next begins no other."""

    def __init__(self, lines: Sequence[PageLine]) -> None:
        running = [line for line in lines if len(line.words) > 8] or list(lines)
        self.size = median(line.size for line in running)
        self.right = sorted(line.right for line in running)[int(len(running) * 0.95)]
        self.left = sorted(line.left for line in running)[int(len(running) * 0.05)]
        lengths = Counter(len(line.words) for line in running)
        length, count = max(lengths.items(), key=lambda item: (item[1], item[0]))
        self.length = length if count > len(running) / 4 else 0  # lines cut after so many characters
        marked = [line for line in running if LINE_MARK.match(line.words)]
        self.indented = len([line for line in marked if self._is_indented(line)]) > len(marked) / 2

    def __call__(self, above: PageLine, below: PageLine) -> bool:
        """Tell whether the paragraph of one line goes on in the next."""
        if self._is_title(above) and self._is_title(below) and above.size == below.size:
            return not LINE_MARK.match(below.words) and not _SENTENCE_END.search(above.words)
        if abs(above.size - below.size) > self.size * 0.25:
            return False
        ended = _SENTENCE_END.search(above.words) is not None
        # without indents the end of a sentence near the margin may be that of a paragraph as well
        slack = self.size * (0.8 if ended and not self.indented else 2)
        full = above.right > self.right - slack or (self.length and len(above.words) >= self.length)
        if not full or (self.indented and self._is_indented(below)):
            return False
        return self.indented or not (ended and LINE_MARK.match(below.words))

    def _is_indented(self, line: PageLine) -> bool:
        return self.left + self.size * 1.2 < line.left < self.left + self.size * 5

    def _is_title(self, line: PageLine) -> bool:
        """Tell whether a line is set larger than the text and in the middle."""
        middle = abs((line.left - self.left) - (self.right - line.right)) < self.size * 2
        return line.size > self.size * 1.15 and middle
