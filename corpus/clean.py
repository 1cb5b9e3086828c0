"""Cleaning: a readable view of a text, made by dropping characters, with the way back to the source.

First some characters are rewritten, one for one: blanks and line ends, full-width letters and digits, traditional
characters. Then each step looks at the text as the steps before left it and yields the ranges to drop. So every
offset can be traced. The stored text is never touched.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from operator import itemgetter
from pathlib import Path

import yaml

from corpus.marks import LINE_MARK
from corpus.types import CleanText

Range = tuple[int, int]
Step = Callable[[str], Iterable[Range]]

# Line ends and blanks of other conventions: CR, vertical tab, form feed, NEL, line and paragraph
# separator; no-break, ideographic and typographic spaces, tab.
_LINE_ENDS = "\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_BLANKS = "\t\x1f\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_FULL_WIDTH = re.compile("[０-９Ａ-Ｚａ-ｚ]")
_WIDTH = ord("０") - ord("0")
# Common characters that no simplified text has; a text is in traditional characters where one in 200 is of them.
_TRADITIONAL = "條規為國實責縣應當發會關區黨級務與"
_TRADITIONAL_SHARE = 0.005
# Each begins with a literal, to which `re` can skip.
_HEADING_MARK = re.compile(r"##{0,5} +")
_COMMENT = re.compile(r"<!--(?:[^<-]|<(?!!--)|-(?!->))*-->")
_NO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff"
_WIDTHLESS = re.compile(f"[{_NO_WIDTH}]+")
_BLANK_RUN = re.compile(r"\s+")
_PAUSE = re.compile(r"[，,。；]")
_ENDLESS = re.compile(r"[\u4e00-\u9fff，,、]")
_SENTENCE_END = re.compile(r"[。；;！？：:]")
_CLAUSE_ENDS = "。；;！!？?)）"
_COMMA = re.compile(r"[，,]")
_STRAY = re.compile(
    r" (?:(?<=[，,、] )(?<!\d, ) *(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff] )(?<![条章节编] )(?=[\u4e00-\u9fff]))"
)


@lru_cache(maxsize=1)
def _furniture() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], tuple[str, ...]]:
    """Return the patterns of label lines, button lines and imprint words made from furniture.yaml, and the buttons."""
    words = yaml.safe_load((Path(__file__).parent / "furniture.yaml").read_text(encoding="utf-8"))
    spaced = "|".join(r"\s?".join(map(re.escape, label)) for label in words["labels"])
    return (
        re.compile(rf"^ *(?:{spaced}) *[:：][^。；;！？\n]{{0,120}}$", re.M),
        re.compile(
            rf"^[^。；;！？\n]{{0,40}}(?:{'|'.join(map(re.escape, words['buttons']))})[^。；;！？\n]{{0,40}}$", re.M
        ),
        re.compile("|".join(map(re.escape, words["imprint"]))),
        tuple(words["buttons"]),
    )


def line_ends(text: str) -> str:
    r"""Write the line ends of all conventions as one.

    >>> line_ends("甲\r乙\u2028丙")
    '甲\n乙\n丙'
    """
    for old in _LINE_ENDS:
        text = text.replace(old, "\n")
    return text


def plain_blanks(text: str) -> str:
    r"""Write blanks of every width as the common one.

    >>> plain_blanks("第一条\u3000甲\xa0乙\t丙")
    '第一条 甲 乙 丙'
    """
    for old in _BLANKS:
        text = text.replace(old, " ")
    return text


def full_width_forms(text: str) -> str:
    """Write full-width letters and digits as the common ones; punctuation stays, for it is Chinese.

    >>> full_width_forms("第５条：２０２２年，ＣＯＤ（１）")
    '第5条：2022年，COD（1）'
    """
    return _FULL_WIDTH.sub(lambda match: chr(ord(match[0]) - _WIDTH), text)


def traditional_characters(text: str) -> str:
    """Write a text in traditional characters in simplified ones, as the vocabulary has them.

    A text in simplified characters stays as it is: some of them (乾, 著) are themselves traditional forms of others.

    >>> traditional_characters("第三條 縣級人民政府應當負責。"), traditional_characters("乾隆年间的著作")
    ('第三条 县级人民政府应当负责。', '乾隆年间的著作')
    """
    sample = text[:20_000]
    if sum(map(sample.count, _TRADITIONAL)) <= len(sample) * _TRADITIONAL_SHARE:
        return text
    from opencc import OpenCC

    convert = OpenCC("t2s").convert
    simplified = {ord(old): new for old in set(text) if "\u3400" <= old <= "\u9fff" and len(new := convert(old)) == 1}
    return text.translate(simplified)


def marks_and_comments(text: str) -> Iterator[Range]:
    r"""Drop Markdown heading marks, HTML comments and characters without width.

    >>> dropped("# 某条例\n<!-- INFO END -->\n## 第一章 总则", marks_and_comments)
    '某条例\n\n第一章 总则'
    """
    marks = (
        match.span()
        for match in _HEADING_MARK.finditer(text)
        if not text[text.rfind("\n", 0, match.start()) + 1 : match.start()].strip(" ")
    )
    comments = (match.span() for match in _COMMENT.finditer(text))
    widthless = (match.span() for match in _WIDTHLESS.finditer(text)) if any(map(text.count, _NO_WIDTH)) else ()
    last = 0
    for start, end in sorted((*marks, *comments, *widthless)):
        if start >= last:  # not inside a comment
            yield start, end
            last = end


def page_table(text: str) -> Iterator[Range]:
    r"""Drop lines that hold only table bars, and the bars at the beginning or end of a line.

    >>> dropped("某某方案 | |\n|\n正文。 |", page_table)
    '某某方案\n\n正文。'
    """
    if "|" in text:
        for match in re.finditer(r"^(?=[ :\-]*\|)[ |:\-]*$|^ *\|[ |]*|(?<![ |]) *\|[ |]*$", text, re.M):
            yield match.span()


def label_lines(text: str) -> Iterator[Range]:
    r"""Drop the fields of a web page: a known label, a colon, and no sentence.

    >>> dropped("索 引 号: | /2021-1 |\n浏览次数:\n来源于实践。", label_lines)
    '\n\n来源于实践。'
    """
    for match in _furniture()[0].finditer(text):
        yield match.span()


def button_lines(text: str) -> Iterator[Range]:
    r"""Drop lines that offer something to click.

    >>> dropped("正文。\n使用“扫一扫”即可将网页分享至朋友圈", button_lines)
    '正文。\n'
    """
    _, line, _, words = _furniture()
    if any(word in text for word in words):
        for match in line.finditer(text):
            yield match.span()


def page_lines(text: str) -> Iterator[Range]:
    r"""Drop page numbers, moments of publication and the jump lines of newspapers.

    >>> dropped("(上接第一版)\n- 3 -\n2015.10.08  14:00\n2015年10月8日", page_lines)
    '\n\n\n2015年10月8日'
    """
    pattern = (
        r"^ *[（(](?:上接|下转|紧接|转)[^（()）\n]{0,12}版[)）] *$"
        r"|^ *(?:[-—–·] ?\d{1,4} ?[-—–·]|第 ?\d{1,4} ?页(?:[，, ]{0,2}共 ?\d{1,4} ?页)?) *$"
        r"|^ *[0-9][0-9./\-年月日 ]{5,14} +\d{1,2}[:：]\d{2}(?:[:：]\d{2})? *$"
    )
    for match in re.finditer(pattern, text, re.M):
        yield match.span()


def imprint(text: str) -> Iterator[Range]:
    r"""Drop what follows the last sentence where it holds the words of an imprint; keep dates.

    >>> dropped("本办法自发布之日起施行。\n某某日报\n邮政编码：036000\n", imprint)
    '本办法自发布之日起施行。\n\n\n'
    """
    start = max(map(text.rfind, "。；！？")) + 1
    if start and _furniture()[2].search(text, start):
        for match in re.compile(r"^(?!\d{4}年\d{1,2}月\d{1,2}日\s*$).+$", re.M).finditer(text, start):
            yield match.span()


def blanks(text: str) -> Iterator[Range]:
    r"""Drop blank lines, blanks at the ends of lines and all but one of several blanks.

    >>> dropped("  第一条   为了\n \n  第二条 \n", blanks)
    '第一条 为了\n第二条'
    """
    for match in _BLANK_RUN.finditer(text):
        start, end = match.span()
        if start == 0 or end == len(text):
            yield start, end
        elif end - start > 1:
            kept = text.find("\n", start, end)
            kept = start if kept < 0 else kept
            if start < kept:
                yield start, kept
            if kept + 1 < end:
                yield kept + 1, end


def headline_inside_sentence(text: str) -> Iterator[Range]:
    r"""Drop a headline that the printed page set in the middle of a sentence.

    A headline announces a document (中办国办印发《…》) or repeats a line that stood before; the line above
    it ends in mid sentence.

    >>> dropped("第五条 要发展产业,把\n某办印发《某办法》\n增值收益留给农民。", headline_inside_sentence)
    '第五条 要发展产业,把\n增值收益留给农民。'
    """
    seen: set[str] = set()
    for match in re.finditer(r"^(?=.{4,60}$)[^。；;！？：:，,\n]*$", text, re.M):
        line = match.group()
        announces = re.fullmatch(r".{0,30}(?:印发|发布|公布|出台|下发)《[^《》]+》", line)
        above = text[text.rfind("\n", 0, max(match.start() - 1, 0)) + 1 : max(match.start() - 1, 0)]
        if (announces or line in seen) and _unfinished(above):
            yield match.start(), match.end() + 1
        seen.add(line)


def _unfinished(line: str) -> bool:
    """Tell whether a line of running text (it has a comma or a full stop inside) ends in mid sentence.

    >>> _unfinished("把产业链留在乡村,把"), _unfinished("第一章 总则"), _unfinished("……实施。")
    (True, False, False)
    """
    return _ENDLESS.search(line[-1:]) is not None and _PAUSE.search(line) is not None


def broken_lines(text: str) -> Iterator[Range]:
    r"""Drop the line end inside a sentence or a title.

    A title goes on where a bracket is open (《…\n…》). A sentence goes on where a line of running text
    has no end and the next line, which bears no mark of its own, has one.

    >>> dropped("某某关于印发《某市巩固\n拓展成果办法》的通知", broken_lines)
    '某某关于印发《某市巩固拓展成果办法》的通知'
    >>> dropped("加强领导,统筹协调\n等作用,推进工作。", broken_lines)
    '加强领导,统筹协调等作用,推进工作。'
    >>> dropped("第一章 总则\n第一条 为了实施。", broken_lines)
    '第一章 总则\n第一条 为了实施。'
    """
    for match in re.finditer(r"(?<=[\u4e00-\u9fff，,、])\n(?=[\u4e00-\u9fff《“（(])", text):
        place = match.start()
        above = text[text.rfind("\n", 0, place) + 1 : place]
        end = text.find("\n", place + 1)
        below = text[place + 1 : end if end >= 0 else len(text)]
        if LINE_MARK.match(below):
            continue
        open_title = above.count("《") > above.count("》") and below.find("》") >= 0
        if open_title or (_unfinished(above) and _SENTENCE_END.search(below)):
            yield match.span()


def stray_blanks(text: str) -> Iterator[Range]:
    """Drop a blank inside a word or after a comma; keep those that separate (第一条 为了, 中共中央 国务院).

    A blank between two Chinese characters is stray where its clause began before it: a comma stands
    between the last sentence end and the blank, and no title is open.

    >>> dropped("优化资源,落实各项 政策, 扶 持农户。 五、保障 各地要落实。", stray_blanks)
    '优化资源,落实各项政策,扶持农户。 五、保障 各地要落实。'
    """
    for match in _STRAY.finditer(text):
        start = match.start()
        if text[start - 1] not in "，,、":
            # the clause so far; sentences are shorter than 400 characters
            clause = text[max(text.rfind("\n", start - 400, start) + 1, start - 400, 0) : start]
            clause = clause[max(map(clause.rfind, _CLAUSE_ENDS)) + 1 :]
            if not _COMMA.search(clause) or clause.count("《") > clause.count("》"):
                continue
        yield match.span()


REWRITES: tuple[Callable[[str], str], ...] = (line_ends, plain_blanks, full_width_forms, traditional_characters)
STEPS: tuple[Step, ...] = (
    marks_and_comments,
    label_lines,
    page_table,
    button_lines,
    page_lines,
    imprint,
    blanks,
    headline_inside_sentence,
    broken_lines,
    stray_blanks,
)


def clean(text: str) -> CleanText:
    """Return the readable view of a text.

    Takes the stored plain text. The view has one line end between paragraphs, none at its ends, and
    none of the furniture that the steps know by its form.
    """
    for rewrite in REWRITES:
        text = rewrite(text)
    view = CleanText(text, ((0, 0),))
    for step in STEPS:
        view = _without(view, step(view.text))
    return view


def clean_offset(view: CleanText, source: int) -> int:
    """Return the clean offset of the first kept character at or after a source offset.

    >>> clean_offset(CleanText("甲乙丙", ((0, 0), (2, 5))), 3)
    2
    """
    index = bisect_right(view.runs, source, key=itemgetter(1)) - 1
    if index < 0:
        return 0
    start, origin = view.runs[index]
    limit = view.runs[index + 1][0] if index + 1 < len(view.runs) else len(view.text)
    return min(start + source - origin, limit)


def dropped(text: str, step: Step) -> str:
    """Return what one step leaves of a text."""
    return _without(CleanText(text, ((0, 0),)), step(text)).text


def _without(view: CleanText, ranges: Iterable[Range]) -> CleanText:
    """Return a view without some ranges of its text, which must rise and not overlap."""
    ranges = list(ranges)
    if not ranges:
        return view
    pieces: list[str] = []
    runs: list[tuple[int, int]] = []
    old = 0  # index of the run that holds `place`
    place = length = 0
    for start, end in (*ranges, (len(view.text), len(view.text))):
        if start > place:
            pieces.append(view.text[place:start])
            while old + 1 < len(view.runs) and view.runs[old + 1][0] <= place:
                old += 1
            origin = view.runs[old][1] + place - view.runs[old][0]
            if not runs or runs[-1][1] - runs[-1][0] != origin - length:
                runs.append((length, origin))
            while old + 1 < len(view.runs) and view.runs[old + 1][0] < start:
                old += 1
                runs.append((length + view.runs[old][0] - place, view.runs[old][1]))
            length += start - place
        place = end
    return CleanText("".join(pieces), tuple(runs) or ((0, 0),))
