"""Find what a document says its words mean: 本条例所称X，是指Y; lists of 用语的含义; （以下简称X）."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.marks import MARK
from corpus.types import Document, Provision
from extract.patterns import rule
from extract.places import path_at
from extract.types import Definition

_STOPS = "，,。；;：:\n！？"
_WRAPPED = re.compile(r"[《“\"「](?P<inside>[^《》“”\"「」]+)[》”\"」]")
_CLAUSE = 200  # no clause before an abbreviation is longer
_LISTED = re.compile(r"(?:下列|以下|如下)[^。；]{0,20}[：:]$|[：:]$")
_SHORT = re.compile(r"[（(](?:以下|下)[^（）()]*[)）]$")


def definitions(document: Document) -> tuple[Definition, ...]:
    """Return the definitions of a document in reading order; never fails.

    Forms (`patterns/definitions.jsonl`): 本条例所称X，是指Y; 前款所称X包括Y; X是指Y; entries of 下列用语的含义：;
    Y（以下简称X）; Y（以下统称X）. The meaning of an abbreviation is the words that it stands for.

    >>> from corpus.read import read_text
    >>> from corpus.types import Metadata
    >>> text = "第一条 本办法所称河长制，是指设立河长的制度。由市人民政府水行政主管部门（以下简称水行政主管部门）负责。"
    >>> [(found.term, found.meaning) for found in definitions(read_text(text, Metadata("a")))]
    [('河长制', '设立河长的制度'), ('水行政主管部门', '市人民政府水行政主管部门')]
    """
    reader = _Reader(document)
    found = (definition for definition in reader.read() if definition.term and definition.meaning)
    return tuple(sorted(found, key=lambda definition: (definition.start, definition.end)))


class _Reader:
    """Reads the definitions of one document."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = document.clean.text

    def read(self) -> Iterator[Definition]:
        taken = bytearray(len(self.text))  # 1 where a definition stands already
        for name in ("definition.so_called", "definition.means"):
            for match in rule("definitions", name).finditer(self.text):
                start, end = match.span()
                if not any(taken[match.start("term") : match.end("term")]):
                    end = self._list_end(end)
                    taken[start:end] = b"\1" * (end - start)
                    yield self._definition(start, end, match["term"], self.text[match.start("meaning") : end])
        for start, end in self._entries():
            words = self.text[start:end]
            entry = rule("definitions", "definition.entry").match(words)
            if entry and not any(taken[start:end]):
                yield self._definition(start, start + entry.end(), entry["term"], entry["meaning"])
        for match in rule("definitions", "definition.short").finditer(self.text):
            begin = self._stands_for(match.start(), _bare(match["term"]))
            if begin < match.start():
                yield self._definition(begin, match.end(), match["term"], self.text[begin : match.start()])

    def _list_end(self, end: int) -> int:
        """Return the end of a meaning: a list that follows 下列… belongs to it."""
        if not _LISTED.search(self.text[max(0, end - 30) : end]):
            return end
        holder = self._holder(end - 1)
        stop = end
        while stop < len(self.text) and self.document.clean.source(stop) < holder.end:
            stop += 1
        return end + len(self.text[end:stop].rstrip())

    def _entries(self) -> Iterator[tuple[int, int]]:
        """Yield the lines of lists that explain terms, without their marks."""
        read = 0
        for match in rule("definitions", "definition.list").finditer(self.text):
            if match.start() < read:
                continue
            holder = self._holder(match.start())
            place = self.text.find("\n", match.end())
            while 0 <= place < len(self.text) - 1 and self.document.clean.source(place + 1) < holder.end:
                end = self.text.find("\n", place + 1)
                end = len(self.text) if end < 0 else end
                mark = MARK.match(self.text, place + 1)
                yield mark.end() if mark else place + 1, end
                place = read = end

    def _stands_for(self, end: int, term: str) -> int:
        """Return where the words begin that an abbreviation right after them stands for.

        They are a title, or what stands after 应当 and its verb, from the last preposition or verb on after which they
        still hold all characters of the abbreviation; words with 的 keep their verbs, because these may belong to what
        modifies the noun.
        """
        if self.text[end - 1] == "》":
            begin = self.text.rfind("《", max(0, end - _CLAUSE), end)
            return begin if begin >= 0 else end
        floor = max(0, end - _CLAUSE)
        start = max(floor - 1, *(self.text.rfind(stop, floor, end) for stop in _STOPS)) + 1
        mark = MARK.match(self.text, start)
        start = mark.end() if mark and mark.end() < end else start
        if predicate := rule("definitions", "definition.predicate").match(self.text[start : end - 1]):
            start += predicate.end()
        words = self.text[start:end]
        verbs = [match.end() for match in rule("definitions", "definition.verb").finditer(words)]
        if "的" not in words:
            for cut in reversed(verbs):
                if _abbreviates(term, words[cut:]):
                    return start + cut
        head = rule("definitions", "definition.head").match(words)
        return start + (head.end() if head else len(words) - len(words.lstrip()))

    def _holder(self, place: int) -> Provision:
        """Return the provision that holds a place and the list that the place leads in."""
        path = path_at(self.document.root, self.document.clean.source(place))
        return next(node for node in reversed(path) if node.kind not in ("intro", "heading"))

    def _definition(self, start: int, end: int, term: str, meaning: str) -> Definition:
        span = self.document.clean.source_span(start, end)
        quote = self.document.text[span.start : span.end]
        holder = path_at(self.document.root, span.start)[-1].key
        meaning = meaning.strip().strip("：:，,；;").strip()
        return Definition(holder, _bare(_SHORT.sub("", term)), meaning, quote, span.start, span.end)


def _bare(term: str) -> str:
    """Return a term without the marks that wrap it whole.

    >>> _bare("《安全生产法》"), _bare("“一网通办”平台")
    ('安全生产法', '“一网通办”平台')
    """
    wrapped = _WRAPPED.fullmatch(term.strip())
    return wrapped["inside"] if wrapped else term.strip()


def _abbreviates(term: str, words: str) -> bool:
    """Say whether the characters of a term stand in the words, in their order.

    >>> _abbreviates("水行政主管部门", "市人民政府水行政主管部门"), _abbreviates("农村", "城市规划区以外区域")
    (True, False)
    """
    left = iter(words)
    return all(character in left for character in term)
