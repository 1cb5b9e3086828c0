"""The numbers that Word generates for paragraphs (第%1条, （%1）, %1.%2), which its text does not hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import cn2an
from docx.oxml.ns import qn

_PLACEHOLDER = re.compile(r"%([1-9])")
_LEVELS = 9
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_DIGITS = str.maketrans("0123456789", "〇一二三四五六七八九")
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_PRIVATE = re.compile("[\ue000-\uf8ff]")  # where symbol fonts keep their bullets
_LABEL_ENDS_WITH_WORD = re.compile(r"\w\Z")


@dataclass(frozen=True, slots=True)
class _Level:
    """One level of a list: first number, format of the numbers, words around them, what resets it."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    restart: int | None = None  # None: after any higher level; 0: never; n: after level n or higher
    legal: bool = False
    suffix: str = "tab"
    style: str = ""


@dataclass(slots=True)
class _List:
    """The levels of an abstract list and how far each is counted; lists of one kind count on together."""

    levels: dict[int, _Level] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Gives paragraphs their labels, in reading order."""

    def __init__(self, numbering: Any, styles: Any) -> None:
        """Take the root elements of numbering.xml and styles.xml, or None where a file has none."""
        self._abstract: dict[str, _List] = {}
        self._concrete: dict[str, tuple[_List, dict[int, _Level], dict[int, int]]] = {}
        self._started: set[tuple[str, int]] = set()
        self._styles = _numbered_styles(styles)
        if numbering is not None:
            self._read(numbering)

    def label(self, properties: Any) -> str:
        """Return the label of the paragraph with these properties (w:pPr or None), empty where it has none.

        The label ends with a blank where Word sets a gap that plain text needs (第一条 为了, not （一）为了).
        """
        number, level = self._place(properties)
        if number not in self._concrete:
            return ""
        kind, changed, restarts = self._concrete[number]
        own = changed.get(level) or kind.levels.get(level)
        if own is None or (own.form == "none" and not own.text):
            return ""
        self._count(number, level, own, kind, restarts)

        def value(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            shown = changed.get(at) or kind.levels.get(at) or _Level()
            form = "decimal" if own.legal else shown.form
            return numeral(kind.counts.get(at, shown.start), form)

        label = _PRIVATE.sub("•", own.text) if own.form == "bullet" else _PLACEHOLDER.sub(value, own.text)
        gap = own.suffix != "nothing" and _LABEL_ENDS_WITH_WORD.search(label) is not None
        return f"{label} " if gap else label

    def _count(self, number: str, level: int, own: _Level, kind: _List, restarts: dict[int, int]) -> None:
        """Count one on at a level and start the deeper ones again."""
        if level in restarts and (number, level) not in self._started:
            self._started.add((number, level))
            kind.counts[level] = restarts[level]
        else:
            kind.counts[level] = kind.counts.get(level, own.start - 1) + 1
        for deeper in [at for at in kind.counts if at > level]:
            restart = kind.levels.get(deeper, _Level()).restart
            if restart is None or (restart != 0 and level < restart):
                del kind.counts[deeper]

    def _place(self, properties: Any) -> tuple[str, int]:
        """Return the list and level that a paragraph stands in, by itself or by its style."""
        number = level = None
        style = ""
        if properties is not None:
            number, level = _numbered(properties)
            style = _value(properties, "w:pStyle")
        if number is None:
            own, styled = self._styles.get(style or self._styles["default"][0], ("", None))
            number = own
            level = level if level is not None else styled
            if level is None and number in self._concrete:
                kind, changed, _ = self._concrete[number]
                named = (at for at, one in (*changed.items(), *kind.levels.items()) if one.style and one.style == style)
                level = next(named, 0)
        return number or "", level or 0

    def _read(self, numbering: Any) -> None:
        """Read the abstract lists and the lists made from them."""
        links: dict[str, str] = {}
        for abstract in numbering.iterchildren(qn("w:abstractNum")):
            name = abstract.get(qn("w:abstractNumId"), "")
            self._abstract[name] = _List(dict(_levels(abstract)))
            if link := _value(abstract, "w:numStyleLink"):
                links[name] = link
        concrete = {
            num.get(qn("w:numId"), ""): (num, _value(num, "w:abstractNumId"))
            for num in numbering.iterchildren(qn("w:num"))
        }
        for name, style in links.items():  # a list that has its levels from a style has them from that style's list
            linked = concrete.get(self._styles.get(style, ("", None))[0])
            if linked and linked[1] in self._abstract and not self._abstract[name].levels:
                self._abstract[name] = self._abstract[linked[1]]
        for number, (num, name) in concrete.items():
            kind = self._abstract.get(name)
            if kind is None:
                continue
            changed: dict[int, _Level] = {}
            restarts: dict[int, int] = {}
            for override in num.iterchildren(qn("w:lvlOverride")):
                at = _integer(override.get(qn("w:ilvl")), 0)
                changed.update(_levels(override))
                if start := _value(override, "w:startOverride"):
                    restarts[at] = _integer(start, 1)
                    if at in changed:
                        changed[at] = replace(changed[at], start=restarts[at])
            if number != "0":  # takes the numbering away
                self._concrete[number] = (kind, changed, restarts)


def numeral(value: int, form: str) -> str:
    """Return a number in one of Word's formats.

    >>> [numeral(12, form) for form in ("chineseCounting", "ideographDigital", "decimal", "upperRoman", "lowerLetter")]
    ['十二', '一二', '12', 'XII', 'l']
    >>> numeral(105, "chineseCountingThousand"), numeral(3, "decimalEnclosedCircle"), numeral(2, "ideographTraditional")
    ('一百零五', '③', '乙')
    """
    make = _FORMS.get(form)
    return make(value) if make and 0 <= value < 10_000 else str(value)


def _counted(value: int) -> str:
    return str(cn2an.an2cn(value)) if value else "〇"


def _letters(value: int) -> str:
    return chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1) if value else "0"


def _roman(value: int) -> str:
    letters = ""
    for size, letter in _ROMAN:
        count, value = divmod(value, size)
        letters += letter * count
    return letters


def _enclosed(first: str, last: int) -> Callable[[int], str]:
    """Return a format of single characters that begin with one for 1; beyond the last plain numbers."""
    return lambda value: chr(ord(first) + value - 1) if 1 <= value <= last else str(value)


_FORMS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "none": lambda _: "",
    "decimalZero": lambda value: f"{value:02}",
    "decimalFullWidth": lambda value: str(value).translate(_FULL_WIDTH),
    "decimalFullWidth2": lambda value: str(value).translate(_FULL_WIDTH),
    "decimalEnclosedCircle": _enclosed("①", 20),
    "decimalEnclosedCircleChinese": _enclosed("①", 20),
    "decimalEnclosedParen": _enclosed("⑴", 20),
    "decimalEnclosedFullstop": _enclosed("⒈", 20),
    "chineseCounting": _counted,
    "chineseCountingThousand": _counted,
    "taiwaneseCounting": _counted,
    "taiwaneseCountingThousand": _counted,
    "japaneseCounting": _counted,
    "ideographEnclosedCircle": _enclosed("㊀", 10),
    "ideographDigital": lambda value: str(value).translate(_DIGITS),
    "taiwaneseDigital": lambda value: str(value).translate(_DIGITS),
    "japaneseDigitalTenThousand": lambda value: str(value).translate(_DIGITS),
    "chineseLegalSimplified": lambda value: str(cn2an.an2cn(value, "up")),
    "ideographLegalTraditional": lambda value: str(cn2an.an2cn(value, "up")),
    "japaneseLegal": lambda value: str(cn2an.an2cn(value, "up")),
    "ideographTraditional": lambda value: _STEMS[(value - 1) % 10],
    "ideographZodiac": lambda value: _BRANCHES[(value - 1) % 12],
    "upperRoman": lambda value: _roman(value).upper(),
    "lowerRoman": _roman,
    "upperLetter": lambda value: _letters(value).upper(),
    "lowerLetter": _letters,
}


def _levels(parent: Any) -> Iterator[tuple[int, _Level]]:
    """Yield the levels that an abstract list, or a change to one, defines."""
    for level in parent.iterchildren(qn("w:lvl")):
        restart = _value(level, "w:lvlRestart")
        yield (
            _integer(level.get(qn("w:ilvl")), 0) % _LEVELS,
            _Level(
                start=_integer(_value(level, "w:start"), 1),
                form=_format(level),
                text=_value(level, "w:lvlText"),
                restart=_integer(restart, 0) if restart else None,
                legal=level.find(qn("w:isLgl")) is not None,
                suffix=_value(level, "w:suff") or "tab",
                style=_value(level, "w:pStyle"),
            ),
        )


def _format(level: Any) -> str:
    """Return the format of a level's numbers; newer ones stand inside mc:AlternateContent."""
    return next((form.get(qn("w:val"), "decimal") for form in level.iter(qn("w:numFmt"))), "decimal")


def _numbered_styles(styles: Any) -> dict[str, tuple[str, int | None]]:
    """Return the list and level of each paragraph style, with what it inherits, and the name of the default style."""
    own: dict[str, tuple[str | None, int | None, str]] = {}
    default = ""
    for style in styles.iterchildren(qn("w:style")) if styles is not None else ():
        name = style.get(qn("w:styleId"), "")
        properties = style.find(qn("w:pPr"))
        number, level = _numbered(properties) if properties is not None else (None, None)
        own[name] = (number, level, _value(style, "w:basedOn"))
        if style.get(qn("w:type")) == "paragraph" and style.get(qn("w:default")) in ("1", "true", "on"):
            default = name
    found: dict[str, tuple[str, int | None]] = {}
    for name in own:
        at, number, level, seen = name, None, None, set()
        while at in own and at not in seen and number is None:
            seen.add(at)
            number, here, above = own[at]
            level = level if level is not None else here
            at = above
        found[name] = (number or "", level)
    return {**found, "default": (default, None)}


def _numbered(properties: Any) -> tuple[str | None, int | None]:
    """Return the list and the level that properties of a paragraph or style name."""
    numbered = properties.find(qn("w:numPr"))
    if numbered is None:
        return None, None
    level = _value(numbered, "w:ilvl")
    return _value(numbered, "w:numId") or None, _integer(level, 0) if level else None


def _value(parent: Any, name: str) -> str:
    child = parent.find(qn(name))
    return "" if child is None else str(child.get(qn("w:val"), ""))


def _integer(text: str | None, default: int) -> int:
    return int(text) if text and re.fullmatch(r"\d{1,6}", text) else default
