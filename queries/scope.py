"""Reads from a question which documents and provisions it is about, by title, region, level or number."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz

from queries import dictionary
from queries.known import Known, region_names
from queries.question import BLANK, Question

_NUMERAL: Final = "〇零一二两三四五六七八九十百千"
_ARTICLE: Final = re.compile(
    rf"第\s*([{_NUMERAL}\d]+)\s*条(?:之([{_NUMERAL}]+))?|\bart(?:icle)?s?\.?\s*(\d+)", re.IGNORECASE
)
_CHAPTER: Final = re.compile(rf"第\s*([{_NUMERAL}\d]+)\s*章|\bchapters?\s+(\d+)", re.IGNORECASE)
_ITEM_OF_PLAN: Final = re.compile(rf"([{_NUMERAL}]{{1,3}})(?:部分)?\s*\(([{_NUMERAL}]{{1,3}})\)")
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?:年(?:版|的)?)?(?!\d)")
_ENGLISH_TITLE: Final = re.compile(
    r"(?:(?:[A-Z][\w-]+|on|of|and|for|the|in)\s+)*(?:Laws?|Regulations?|Measures|Rules|Provisions|Act|Ordinance)"
    r"(?:\s+(?:on|of|for)(?:\s+(?:[A-Z][\w-]+|on|of|and|for|the|in))+)?"
)
_ENGLISH_WORD: Final = re.compile(r"[A-Za-z]{3,}")
_BRACKETS: Final = re.compile(r"[(（][^)）]*[)）]")
_KINDS_OF_DOCUMENT: Final = {"办法", "细则", "条例", "规定", "方案", "意见", "实施", "实施办法", "实施条例", "若干"}
_MOST_OF_TITLE: Final = 0.6
_STATUTE: Final = re.compile(r"[\u4e00-\u9fff]{2,12}?(?:法|条例|细则|规定|办法|方案|要点|意见)(?![\u4e00-\u9fff]?院)")
_KIND_AT_END: Final = re.compile(r"(?:工作|实施|管理|若干|暂行)*(?:法|条例|细则|规定|办法|方案|要点|意见)$")
_OWN_PART: Final = 2
_SHORT_TITLE: Final = 3
_MOST_OF_ONE_NAME: Final = 3
_LONG_TITLE: Final = 7
_ALMOST: Final = 80
_DOCUMENT_NOUN: Final = re.compile(r"(?:办法|细则|条例|规定|方案|法|意见|文件)$")
_ISSUED: Final = re.compile(
    r"(?:(?:19|20)\d\d年?)?(?:这|那)?(?:[一二两三四五六几]份)?(?:新|最新|层面)?(?:出台|印发|发布|颁布|制定|公布|出)?(?:的|那个|这个|那份|这份|那部|这部|那一份)*"
)
_ISSUED_BY: Final = re.compile(
    r"(?:国务院|中央|全国人大(?:常委会)?|[\u4e00-\u9fff]{1,6}(?:政府|人大(?:常委会)?|省委|市委|县委|区委))*"
    r"(?:(?:19|20)\d\d年?)?(?:新|最新|重新|联合)?(?:修订|修正|发布|公布|印发|出台|颁布|制定|下发|通过)的$"
)
_QUOTED_TITLE: Final = re.compile(r"《([^《》]{3,80})》")
_OF: Final = re.compile(
    r"(?:那边|这边|那里)?(?:的|那份|这份|那个|这个|那部|这部)*(?:(?:19|20)\d\d年?)?(?:版|出台|印发)?的?"
)
_CAPITALISED: Final = re.compile(r"\b([A-Z][a-z]+)(?:'s)?\b")
_ENGLISH_NOUN: Final = re.compile(rf"{BLANK} (measures?|plan|rules?|regulations?|provisions|document)\b")
_LIKE_A_REGION: Final = re.compile(
    r"(?:^|[,、和与在比较及的])([\u4e00-\u9fff]{2,3}(?:省|市|县|自治区|自治州|自治县|新区))"
    r"(?=的|有|规定|谁|乡|县|市|[,、和与]|办法|细则|$)"
)


@dataclass(frozen=True, slots=True)
class Scope:
    """Ids of documents, notations of regions, labels of provisions, and names of what is not loaded."""

    documents: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    provisions: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def read_scope(question: Question, known: Known) -> Scope:
    """Return what a question is about, and take it from the question's rest.

    Sentence forms: 《title》…, 宿州办法…, 湖南的…, 中央文件…, 第十八条…, 第四章…, 二(五)…, Article 9 of ….
    """
    reader = _Reader(question, known)
    reader.titles()
    provisions = reader.provisions()
    reader.regions_()
    reader.english_titles()
    reader.jurisdictions()
    reader.years()
    return Scope(
        tuple(dict.fromkeys(reader.documents)),
        tuple(dict.fromkeys(reader.regions)),
        provisions,
        tuple(dict.fromkeys(reader.unknown)),
    )


class _Reader:
    def __init__(self, question: Question, known: Known) -> None:
        self.question = question
        self.known = known
        self.catalogue = known.catalogue
        self.documents: list[str] = []
        self.regions: list[str] = []
        self.unknown: list[str] = []

    def titles(self) -> None:
        for name, documents in self.known.titles:
            place = self.question.rest.lower().find(name)
            if place >= 0:
                self.documents.extend(self._of_year(documents))
                self.question.take(self._with_jurisdiction(place, documents), place + len(name))
        self._almost_titles()
        for match in _QUOTED_TITLE.finditer(self.question.rest):
            title = match.group(1)
            near = [entry.id for entry in self.catalogue.documents if any(title in name for name in entry.names)]
            if BLANK in title or (not near and title in self.catalogue.all_words):
                continue
            if near:
                self.documents.extend(near)
            else:
                self.unknown.append(f"《{title}》")
            self.question.take(*match.span())

    def _almost_titles(self) -> None:
        """Find titles that are given almost in full: 脱贫攻坚责任制办法 for 脱贫攻坚责任制实施办法."""
        for name, documents in self.known.titles if not self.documents else ():
            if len(name) < _LONG_TITLE or name.isascii():
                continue
            found = fuzz.partial_ratio_alignment(name, self.question.rest, score_cutoff=_ALMOST)
            if found and found.dest_end - found.dest_start >= _LONG_TITLE:
                self.documents.extend(self._of_year(documents))
                self.question.take(found.dest_start, found.dest_end)
                return
        if not self.documents:
            self._ends_of_titles()

    def _ends_of_titles(self) -> None:
        """Find titles by how they end: 代表法 for 全国人民代表大会和地方各级人民代表大会代表法."""
        for match in _STATUTE.finditer(self.question.rest):
            for start in range(match.start(), match.end() - _SHORT_TITLE + 1):
                end = self.question.rest[start : match.end()]
                if (
                    len(_KIND_AT_END.sub("", end)) < _OWN_PART
                    or self.question.rest[match.end() : match.end() + 1] == "》"
                ):
                    break
                found = {
                    d
                    for name, documents in self.known.titles
                    for d in documents
                    if name.endswith(end) and len(end) < len(name)
                }
                if 0 < len(found) <= _MOST_OF_ONE_NAME:
                    self.documents.extend(self._of_year(sorted(found)))
                    self.question.take(start, match.end())
                    return

    def _with_jurisdiction(self, place: int, documents: Iterable[str]) -> int:
        """Return where a title begins with its issuer or its level before it (中央乡村振兴责任制办法, 中央的…)."""
        issued = _ISSUED_BY.search(self.question.rest[:place])
        if issued:
            return issued.start()  # 国务院2021年修订的|土地管理法实施条例
        before = self.question.rest[:place].removesuffix("的")
        levels = {self.catalogue.by_id[document].level for document in documents}
        for found in self.known.terms.find_terms(before):
            if found.term.scheme == "level" and found.end == len(before) and found.term.concept in levels:
                return found.start
        return place

    def provisions(self) -> tuple[str, ...]:
        found: list[str] = []
        for pattern, unit in ((_ARTICLE, "条"), (_CHAPTER, "章")):
            for match in pattern.finditer(self.question.rest):
                number = match.group(1) or match.group(match.lastindex or 1)
                extra = f"之{match.group(2)}" if unit == "条" and match.group(2) else ""
                found.append(f"第{chinese_number(number)}{unit}{extra}")
                self.question.take(*match.span())
        for match in _ITEM_OF_PLAN.finditer(self.question.rest):
            found.append(f"{match.group(1)}({match.group(2)})")
            self.question.take(*match.span())
        return tuple(dict.fromkeys(found))

    def regions_(self) -> None:
        self._beginnings()
        terms = self.known.regions.find_terms(self.question.rest)
        for span in dict.fromkeys((found.start, found.end) for found in terms):
            start, end = span[0], self._before_body(*span)
            name = self.question.rest[start:end]
            if BLANK in name or end - start < 2:
                continue
            concepts = [found.term.concept for found in terms if (found.start, found.end) == span]
            held = {concept: documents for concept in concepts if (documents := self._of_region(concept, name))}
            if held:  # of several regions of one name, those that have documents
                of_region = sorted({document for documents in held.values() for document in documents})
                named, end = self._named_after(end, of_region)
                self.documents.extend(named)
                self.regions.extend(held)
            elif name not in self.catalogue.all_words:
                if not self._begins_a_word(start):
                    continue  # 管护经|费县
                self.regions.extend(concepts[:1])
                self.unknown.append(name)
            else:
                continue  # a place that the texts speak of, as 长沙市 in the rules of Hunan
            self.question.take(start, end)
        self._regions_of_documents()
        for match in _LIKE_A_REGION.finditer(self.question.rest):
            name = match.group(1)
            if name[:-1] not in self.catalogue.all_words and not self.known.terms.find_terms(name):
                self.unknown.append(name)
                self.question.take(*match.span(1))

    def _begins_a_word(self, place: int) -> bool:
        return any(start == place for start, _ in self.known.tokens(self.question.text))

    def english_titles(self) -> None:
        """Find Chinese titles by what their words are in English: the Surveying and Mapping Law."""
        match = _ENGLISH_TITLE.search(self.question.rest)
        if match is None:
            return
        said = {form for word in _ENGLISH_WORD.findall(match.group()) for form in dictionary.from_english(word)}
        among = self.documents or [entry.id for entry in self.catalogue.documents]
        shares = {document: self._share(document, said) for document in among}
        best = max(shares.values(), default=0.0)
        chosen = [document for document, share in shares.items() if share == best]
        if best >= _MOST_OF_TITLE and len(chosen) <= _MOST_OF_ONE_NAME:
            self.documents[:] = self._of_year(chosen)
            self.question.take(*match.span())

    def _share(self, document: str, said: set[str]) -> float:
        """Return which share of the words of a title is among what was said in English."""
        entry = self.catalogue.by_id[document]
        title = _BRACKETS.sub("", entry.title).removeprefix("中华人民共和国")
        for region in region_names(entry.region):
            title = title.removeprefix(region)
        words = [word for _, word in self.known.tokens(title) if len(word) > 1 and word not in _KINDS_OF_DOCUMENT]
        met = [word for word in words if word in said or any(form in word for form in said)]
        return sum(map(len, met)) / sum(map(len, words)) if words else 0.0

    def jurisdictions(self) -> None:
        """Find documents by their level (中央文件, 2022年中央出的办法), or drop it beside a title."""
        for found in self.known.terms.find_terms(self.question.rest):
            if found.term.scheme != "level":
                continue
            issued = _ISSUED.match(self.question.rest, found.end)
            end = issued.end() if issued else found.end
            if self.documents and issued and issued.group() and self.question.rest[end : end + 1] == BLANK:
                self.question.take(found.start, end)  # 中央出的|乡村振兴责任制办法
            elif self.known.document_noun.match(self.question.rest, end):
                documents = self.catalogue.of_level(found.term.concept)
                if documents:
                    self.documents.extend(self._of_year(documents))
                    self.question.take(found.start, end)

    def _of_year(self, documents: Iterable[str]) -> tuple[str, ...]:
        """Return those of several documents that are of a year that the question names, all where none is."""
        years = {match.group()[:4] for match in _YEAR.finditer(self.question.text)}
        found = tuple(documents)
        return tuple(d for d in found if years & self.catalogue.by_id[d].years) or found

    def years(self) -> None:
        """Take the years beside documents; a year alone names those of the year (2016年的办法)."""
        years = {match.group()[:4] for match in _YEAR.finditer(self.question.rest)}
        if years and not self.documents and self.known.document_noun.search(self.question.rest):
            self.documents = [entry.id for entry in self.catalogue.documents if entry.years & years]
        for match in _YEAR.finditer(self.question.rest) if self.documents else ():
            noun = self.known.document_noun.match(self.question.rest, match.end())
            issued = [entry.id for entry in self.catalogue.documents if match.group()[:4] in entry.years]
            if noun and issued and not set(issued) & set(self.documents):
                self.documents.extend(issued)  # 湖南细则和|2016年的办法
                self.question.take(match.start(), noun.end())
        own = {year for document in self.documents for year in self.catalogue.by_id[document].years}
        for match in _YEAR.finditer(self.question.rest):
            if match.group()[:4] in own:
                self.question.take(*match.span())

    def _beginnings(self) -> None:
        """Find titles that are begun: 汕头市河长制 is one of several documents of 汕头市."""
        rest = self.question.rest
        begun: dict[tuple[int, int], list[str]] = {}
        for entry in self.catalogue.documents:
            for region in region_names(entry.region):
                start = rest.find(region)
                if start >= 0 and entry.title.startswith(region):
                    end = start
                    while end < len(rest) and rest[start : end + 1] == entry.title[: end + 1 - start]:
                        end += 1
                    if end - start >= len(region) + 2:
                        begun.setdefault((start, end), []).append(entry.id)
        if begun:
            start, end = max(begun, key=lambda span: span[1] - span[0])
            self.documents.extend(begun[start, end])
            self.question.take(start, end)

    def _regions_of_documents(self) -> None:
        """Find the regions of the loaded documents that the vocabulary does not have, in Chinese or in pinyin."""
        for entry in self.catalogue.documents:
            for name in region_names(entry.region):
                place = self.question.rest.find(name)
                if place >= 0:
                    named, end = self._named_after(self._before_body(place, place + len(name)), [entry.id])
                    self.documents.extend(named)
                    self.question.take(place, end)
        capitalised = _CAPITALISED.finditer(self.question.rest)
        for match in (match for match in capitalised if match.group(1).lower() not in self.known.stops):
            for name in self.known.romanised.get(match.group(1).lower(), ()):
                self.documents.extend(self.catalogue.of_region(name))
                self.question.take(*match.span())
        for match in _ENGLISH_NOUN.finditer(self.question.rest):
            self.question.take(match.start(1), match.end(1))  # the Suzhou|measure

    def _named_after(self, end: int, documents: list[str]) -> tuple[list[str], int]:
        """Return those of a region's documents that the words after its name are of, and where these words end.

        临沂|健康乡村条例, 渝北|资产办法, 安化|的责任制细则: pieces of the title, the last one its kind.
        """
        rest = self.question.rest
        best: dict[str, int] = {}
        for document in documents:
            title = "".join(self.catalogue.by_id[document].names)
            of = _OF.match(rest, end)
            place = of.end() if of else end
            while place < len(rest):
                length = next(
                    (n for n in range(12, 1, -1) if len(rest) >= place + n and rest[place : place + n] in title), 0
                )
                if not length:
                    break
                place += length
                if _DOCUMENT_NOUN.search(rest[end:place]):
                    best[document] = place
        if not best:
            return documents, end
        farthest = max(best.values())
        return [document for document in documents if best.get(document) == farthest], farthest

    def _of_region(self, concept: str, name: str) -> Iterable[str]:
        labels = set(self.known.labels.get(("region", concept), ()))
        names = labels if name.isascii() else labels | {name}
        return [document for label in sorted(names) for document in self.catalogue.of_region(label)]

    def _before_body(self, start: int, end: int) -> int:
        """Return the end of a region's name without a last character that begins a body: 宿州|市委, 湖南|省教育厅."""
        rest = self.question.rest
        if end - start > 2 and rest[end - 1] in "省市县区州" and end < len(rest):
            # 江北市|县级, not 江北|市县级
            if any(
                found.start == 0 and found.term.scheme == "level" for found in self.known.terms.find_terms(rest[end:])
            ):
                return end
            body = rest[end - 1 :]
            term = any(found.start == 0 and found.end > 1 for found in self.known.terms.find_terms(body))
            if term or self.known.actor_names.end(body):
                return end - 1
        return end


def chinese_number(number: str) -> str:
    """Return a number as provisions write it.

    >>> chinese_number("16"), chinese_number("四十")
    ('十六', '四十')
    """
    if not number.isdecimal():
        return number
    from cn2an import an2cn

    words = str(an2cn(int(number[:6]), "low"))
    return words.removeprefix("一") if words.startswith("一十") else words
