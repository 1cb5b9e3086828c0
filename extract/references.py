"""Find references to provisions and documents, and resolve them to the keys of the structure tree."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.marks import NUMERAL, arabic, chinese, squeezed
from corpus.types import Document, Metadata, Provision
from extract.patterns import rule
from extract.places import path_at
from extract.types import Reference

_STEP = re.compile(
    rf"(?P<join>以及|或者|[、，,和与及或至到—－]+)? ?(?:第 ?)?[（(]? ?(?P<number>{NUMERAL}{{1,9}}) ?[)）]? ?"
    r"(?P<unit>[编章节条款项目]?)(?:之(?P<branch>[一二三四五六七八九十]{1,3}))?"
)
_BEFORE = re.compile(rf"(?P<here>本[条款项])?(?:(?:前|上)[（(]?(?P<count>{NUMERAL}{{0,2}})[)）]?(?P<unit>[条款项]))?")
_RANGES = re.compile(r"[至到—－]")
_KINDS = {
    "编": "part",
    "章": "chapter",
    "节": "section",
    "条": "article",
    "款": "paragraph",
    "项": "item",
    "目": "point",
}
_NAMES = {"编": "part", "章": "chp", "节": "sec", "条": "art", "款": "para", "项": "item", "目": "point"}
_UNITS = "编章节条款项目"
_SAID = re.compile(r"\s?(?:规定|所列|所称|所指|情形|的|中|、|和|或|至)")
_LOOK_BACK = 120
_WIDEST = 200  # 第一条至第二百条: no wider range is expanded


def references(document: Document) -> tuple[Reference, ...]:
    r"""Return the references of a document in reading order; never fails.

    Forms (`patterns/references.jsonl`): 第二十条; 第三条第一款第（二）项; 第三条、第四条和第六条; 第三条至第五条;
    第十五条第一、三款; 本条例第三条; 前款; 前两款; 前条; 本条第一款; 前款第（一）项; 上述规定; 《…条例》;
    《…法》第五条; 刑法第二百条; 该法第五条.
    前款 is the paragraph before in the same article. 第二款 and 第（三）项 are of the article that the same
    paragraph named last, else of their own. 上述规定 has no target: it may mean any of the words before.
    A number at the beginning of an article is its label and no reference; nor is the document's own title.

    >>> from corpus.read import read_text
    >>> from corpus.types import Metadata
    >>> text = "第一条 甲应当报告。\n乙依照前款规定办理。\n第二条 违反本条例第一条第一款，依照刑法第三条处理。"
    >>> found = references(read_text(text, Metadata("a")))
    >>> [(one.quote, one.title, one.targets, one.resolved) for one in found]  # doctest: +NORMALIZE_WHITESPACE
    [('前款', '', ('art_1__para_1',), True), ('本条例第一条第一款', '', ('art_1__para_1',), True),
     ('刑法第三条', '刑法', ('art_3',), False)]
    """
    reader = _Reader(document)
    return tuple(reader.read())


@dataclass(frozen=True, slots=True)
class _Place:
    """A place that steps lead to: numbers by unit, in the order of the hierarchy."""

    steps: tuple[tuple[str, str], ...]

    def at(self, unit: str, number: str) -> _Place:
        """Return the place one step further; what stood at this depth or deeper is replaced."""
        kept = (step for step in self.steps if _UNITS.index(step[0]) < _UNITS.index(unit))
        return _Place((*kept, (unit, number)))

    @property
    def label(self) -> str:
        """The place in one spelling.

        >>> _Place((("条", "5-1"), ("款", "2"), ("项", "3"))).label
        '第五条之一第二款第（三）项'
        """
        return "".join(_label(unit, number) for unit, number in self.steps)

    @property
    def key(self) -> str:
        """The key that a provision at this place most likely has, in a document that is not at hand."""
        below = "条" in (unit for unit, _ in self.steps)
        steps = [step for step in self.steps if not below or step[0] in "条款项目"]
        if any(unit == "项" for unit, _ in steps):
            steps = [step for step in steps if step[0] != "款"]
        return "__".join(f"{_NAMES[unit]}_{number}" for unit, number in steps)


def _label(unit: str, number: str) -> str:
    numeral, _, branch = number.partition("-")
    words = chinese(int(numeral))
    return (f"第（{words}）项" if unit == "项" else f"第{words}{unit}") + (
        f"之{chinese(int(branch))}" if branch else ""
    )


class _Reader:
    """Reads the references of one document."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = document.clean.text
        self.tree = _Tree(document.root)
        self.own = _own_titles(document.metadata)
        self.last: tuple[str, _Place, str] = ("", _Place(()), "")  # the paragraph, place and title of the last chain
        self.full: dict[str, str] = {}  # titles by the short forms that the document gives them
        for match in rule("references", "reference.short").finditer(self.text):
            self.full.setdefault(squeezed(match["short"]), match["title"])

    def read(self) -> Iterator[Reference]:
        found = [*self._chains(), *self._vague()]
        cited = {place for start, end, _ in found for place in range(start, end)}
        found += [title for title in self._titles() if title[0] not in cited]
        for _, _, reference in sorted(found, key=lambda item: item[:2]):
            yield reference

    def _titles(self) -> Iterator[tuple[int, int, Reference]]:
        heads = rule("references", "reference.document_name")
        for match in rule("references", "reference.title").finditer(self.text):
            title = self._title(match.group()[1:-1])
            if title and heads.search(title):
                yield match.start(), match.end(), self._reference(match.start(), match.end(), title, (), (), False)

    def _vague(self) -> Iterator[tuple[int, int, Reference]]:
        for match in rule("references", "reference.vague").finditer(self.text):
            start, end = match.span()
            yield start, end, self._reference(start, end, "", (match.group(),), (), False)

    def _chains(self) -> Iterator[tuple[int, int, Reference]]:
        pattern = rule("references", "reference.provision")
        place = 0
        while match := pattern.search(self.text, place):
            start, end = match.span()
            label = self._label_end(start)
            if label > start:
                place = label
                continue
            place = end
            begin, title = self._whose(start)
            path = path_at(self.document.root, self.document.clean.source(start))
            title, base = self._antecedent(match.group(), path) if begin == start else (title, _Place(()))
            found = self._chain(start, end, title, base, path, begin < start)
            if found is not None:
                yield begin, end, self._reference(begin, end, title, *found)

    def _antecedent(self, words: str, path: Sequence[Provision]) -> tuple[str, _Place]:
        """Return title and article of 第二款 or 第（三）项 after a reference in the same paragraph, else nothing.

        违反第三十条第一款规定的，处罚款；违反第二款规定的，责令改正: the second is of 第三十条 as well.
        """
        step, (paragraph, place, title) = _STEP.match(words), self.last
        unit = _places(words, _Place(()))[:1]
        if not step or not unit or unit[0].steps[0][0] not in "款项" or paragraph != _paragraph(path):
            return "", _Place(())
        depth = _UNITS.index(unit[0].steps[0][0])
        kept = tuple(known for known in place.steps if _UNITS.index(known[0]) < depth)
        own = title and self.tree.find(unit[0], path)  # another document's items are less near than the list at hand
        return (title, _Place(kept)) if kept and not own else ("", _Place(()))

    def _label_end(self, start: int) -> int:
        """Return where the label of a division or article ends that begins here, or the place itself."""
        source = self.document.clean.source(start)
        match = _STEP.match(self.text, start)
        for node in path_at(self.document.root, source):
            before = self.document.text[node.start : source]
            if (
                match
                and node.label
                and not before.strip(" \t\r\n　#*")
                and squeezed(match.group()).startswith(node.label)
            ):
                return match.end()
        return start

    def _whose(self, start: int) -> tuple[int, str]:
        """Return where the reference begins and the title of the document it names, empty for the document itself."""
        floor = max(0, start - _LOOK_BACK)
        before = self.text[floor:start]
        for name in ("reference.own", "reference.part"):
            if match := rule("references", name).search(before):
                return floor + match.start(), ""
        if match := rule("references", "reference.cited").search(before):
            return floor + match.start(), self._title(match["title"])
        if match := rule("references", "reference.law").search(before):
            return floor + match.start("title"), self._title(match["title"])
        if match := rule("references", "reference.same").search(before):
            last = list(
                rule("references", "reference.title").finditer(self.text, max(0, start - 4 * _LOOK_BACK), start)
            )
            return floor + match.start(), self._title(last[-1].group()[1:-1]) if last else ""
        return start, ""

    def _title(self, title: str) -> str:
        """Return the full title of a document, empty for the one that is being read."""
        full = self.full.get(squeezed(title), title)
        return "" if _plain(full) in self.own else full

    def _chain(
        self, start: int, end: int, title: str, base: _Place, path: Sequence[Provision], named: bool
    ) -> tuple[tuple[str, ...], tuple[str, ...], bool] | None:
        """Return labels, targets and whether they exist, or None where the words are no reference."""
        head = _BEFORE.match(self.text, start, end)
        stop = head.end() if head else start
        words = self.text[stop:end]
        bases = self._before(head, path) if head and stop > start else []
        places = _places(words, bases[-1] if bases else base)
        if head and head["unit"]:
            if not bases:  # there is nothing before that it could mean
                return tuple(squeezed(self.text[start:end]).split("、")), (), False
            leads = bool(places) and not _joined(words)  # 前款第（一）项 leads on from 前款, 前款、第三款 does not
            labels: tuple[str, ...] = () if places else (squeezed(head.group()),)
            places = [*(bases[:-1] if leads else bases), *places]
        else:
            if not places or not (stop > start or named or self._stands_alone(start, end, places)):
                return None
            labels = ()
        if places[-1].steps[0][0] in "条款":
            self.last = (_paragraph(path), places[-1], title)
        labels = labels or tuple(dict.fromkeys(place.label for place in places))
        if title:
            return labels, tuple(dict.fromkeys(place.key for place in places)), False
        nodes = [self.tree.find(place, path) for place in places]
        keys = (node.key if node else place.key for node, place in zip(nodes, places, strict=True))
        return labels, tuple(dict.fromkeys(keys)), all(nodes)

    def _stands_alone(self, start: int, end: int, places: Sequence[_Place]) -> bool:
        """Say whether steps without 本条例 or a title before are a reference; 第一项 of a list of works is none."""
        first = places[0].steps[0][0]
        if first in "编章节":
            return False
        if first == "条" and len(places) == 1 and self.text[start - 1 : start] in ("", "\n", "。", " "):
            return bool(_SAID.match(self.text, end))  # else it is a label that the structure does not know
        if first in "项目":
            said = bool(_SAID.match(self.text, end)) and self.text[end : end + 1] != "的"
            return said or self.text[start + 1 : start + 2] in ("（", "(")
        return True

    def _before(self, head: re.Match[str], path: Sequence[Provision]) -> list[_Place]:
        """Return the places that 前款, 前两条, 本条 … mean from where they stand; nothing where there are none."""
        here = self.tree.place(path)
        units = dict(here.steps)
        if head["here"]:
            depth = _UNITS.index(head["here"][1])
            here = _Place(tuple(step for step in here.steps if _UNITS.index(step[0]) <= depth))
        unit = head["unit"]
        if not unit:
            return [here] if here.steps else []
        numeral = head["count"]
        count = arabic(numeral.replace("两", "二")) if numeral else 1
        if unit == "条":
            articles = self.tree.articles_before(path, count)
            return [_Place((("条", article.number),)) for article in articles]
        if "条" not in units or unit not in units or not units[unit].isdecimal():
            return []
        number = int(units[unit])
        return [here.at(unit, str(before)) for before in range(number - count, number)] if number > count else []

    def _reference(
        self, start: int, end: int, title: str, labels: tuple[str, ...], targets: tuple[str, ...], resolved: bool
    ) -> Reference:
        span = self.document.clean.source_span(start, end)
        quote = self.document.text[span.start : span.end]
        holder = path_at(self.document.root, span.start)[-1].key
        return Reference(holder, title, labels, targets, resolved, quote, span.start, span.end)


def _paragraph(path: Sequence[Provision]) -> str:
    """Return the key of the paragraph of a path, or of its article where it has no paragraphs."""
    return next((node.key for node in reversed(path) if node.kind in ("paragraph", "article")), "")


def _joined(words: str) -> bool:
    match = _STEP.match(words)
    return bool(match and match["join"])


def _places(words: str, base: _Place) -> list[_Place]:
    """Return the places that a chain of steps names, from a base.

    >>> [place.label for place in _places("第三条第一款、第三款和第五条至第七条", _Place(()))]
    ['第三条第一款', '第三条第三款', '第五条', '第六条', '第七条']
    >>> [place.label for place in _places("第十五条第一、三款", _Place(()))]
    ['第十五条第一款', '第十五条第三款']
    """
    steps = [match for match in _STEP.finditer(words) if match["number"]]
    units = [match["unit"] for match in steps]
    for index in range(len(units) - 2, -1, -1):  # 第一、三款: the unit stands once, at the end
        units[index] = units[index] or units[index + 1]
    found: list[_Place] = []
    current = base
    for index, (match, unit) in enumerate(zip(steps, units, strict=True)):
        value = arabic(match["number"])
        if not unit or not value:
            continue
        number = f"{value}-{arabic(match['branch'])}" if match["branch"] else str(value)
        deeper = bool(current.steps) and _UNITS.index(unit) > _UNITS.index(current.steps[-1][0])
        if index and found and not match["join"] and deeper:
            found.pop()  # 第三条第一款: the article was on the way
        elif match["join"] and _RANGES.search(match["join"]) and found:
            last = found[-1].steps[-1]
            low = int(last[1]) if last[0] == unit and last[1].isdecimal() else value
            found += [current.at(unit, str(between)) for between in range(low + 1, min(value, low + _WIDEST))]
        current = current.at(unit, number)
        found.append(current)
    return found


class _Tree:
    """The structure tree, to be asked where an offset stands and which node a place is."""

    def __init__(self, root: Provision) -> None:
        self.root = root
        nodes = list(root.walk())
        self.articles = [node for node in nodes if node.kind == "article"]
        self.divisions = [node for node in nodes if node.kind in ("part", "chapter", "section")]
        self.order = {article.key: index for index, article in enumerate(self.articles)}
        self.runs: list[int] = []  # numbers may begin again at 第一条, in an annex or a second text
        run = 0
        for before, after in pairwise([self.articles[0], *self.articles] if self.articles else []):
            run += arabic(after.number.partition("-")[0]) < arabic(before.number.partition("-")[0])
            self.runs.append(run)

    def place(self, path: Sequence[Provision]) -> _Place:
        """Return the place of a path: article, paragraph, item, point."""
        units = {kind: unit for unit, kind in _KINDS.items()}
        below = False
        steps = []
        for node in path:
            below = below or node.kind == "article"
            if below and node.kind in units and node.number:
                steps.append((units[node.kind], node.number))
        return _Place(tuple(steps))

    def articles_before(self, path: Sequence[Provision], count: int) -> list[Provision]:
        """Return so many articles right before the one of a path; nothing where there are fewer."""
        index = next((self.order[node.key] for node in path if node.kind == "article"), 0)
        found = self.articles[max(0, index - count) : index]
        same = len(found) == count > 0 and self.runs[index - count] == self.runs[index]
        return found if same else []

    def find(self, place: _Place, path: Sequence[Provision]) -> Provision | None:
        """Return the node at a place, counted from the article of a path where the place names none."""
        node = next((node for node in path if node.kind == "article"), None)
        run = self.runs[self.order[node.key]] if node else 0
        inside = [part for part in path if part.kind == "paragraph"]
        units = [unit for unit, _ in place.steps]
        for unit, number in place.steps:
            if unit in "编章节":
                found = [part for part in self.divisions if part.kind == _KINDS[unit] and part.number == number]
                node = next((part for part in found if node is None or _holds(node, part)), None)
                node = node or (found[0] if found and units[0] == unit else None)
            elif unit == "条":
                numbered = [article for article in self.articles if article.number == number]
                node = min(numbered, key=lambda article: self.runs[self.order[article.key]] != run, default=None)
            elif node is None:
                return None
            elif unit == "款":
                paragraphs = [child for child in node.children if child.kind == "paragraph"]
                if paragraphs or number != "1":  # an article of one paragraph has no node for it
                    node = next((child for child in paragraphs if child.number == number), None)
            else:
                own = inside if "条" not in units and "款" not in units else []
                node = _listed(node, number, own)
            if node is None:
                return None
        return node if place.steps else None


def _holds(outer: Provision, inner: Provision) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _listed(node: Provision, number: str, first: Sequence[Provision]) -> Provision | None:
    """Return the list entry of a number below a node or its paragraphs, those of some paragraphs first."""
    below = [child for part in (*first, node) for child in part.children]
    below += [child for part in node.children if part.kind == "paragraph" for child in part.children]
    return next((child for child in below if child.kind in ("item", "point") and child.number == number), None)


def _own_titles(metadata: Metadata) -> frozenset[str]:
    names = (metadata.title, metadata.short_title, *metadata.aliases)
    return frozenset(_plain(name) for name in names if name)


def _plain(title: str) -> str:
    """Return a title without brackets, blanks and 中华人民共和国, by which titles are compared."""
    return squeezed(title).strip("《》〈〉").removeprefix("中华人民共和国")
