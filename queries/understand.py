"""Reads a question: what is asked, of which documents, levels, actors, roles and matters, and in which other words.

Accepted forms are the cues of `intents.yaml`, the vocabulary's terms, the names of the loaded documents and of the actors
in their norms, and the words of `words.yaml`; what remains is looked for in the texts as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Final, Literal

from extract.types import Lexicon
from queries import phrasebook, text
from queries.catalogue import Catalogue, DocumentEntry
from queries.terms import TermFinder
from queries.types import Slots

_BLANK: Final = "\ue000"  # stands for what has been read, so that later patterns do not read it again
_CONNECTOR: Final = re.compile(r"\s*(?:[、,和与及或/&+]|以及|还有|and|or|as well as)?(?:各|其|the|its|their|of|'s|的)?\s*", re.IGNORECASE)
_DIGITS: Final = "〇零一二两三四五六七八九十百千"
_ARTICLE: Final = re.compile(rf"第\s*([{_DIGITS}\d]+)\s*条(?:之([{_DIGITS}]+))?|\barticles?\s+(\d+)", re.IGNORECASE)
_CHAPTER: Final = re.compile(rf"第\s*([{_DIGITS}\d]+)\s*章|\bchapters?\s+(\d+)", re.IGNORECASE)
_SECTION_ITEM: Final = re.compile(rf"([{_DIGITS}]{{1,3}})\s*\(([{_DIGITS}]{{1,3}})\)|第([{_DIGITS}]{{1,3}})部分第?\(?([{_DIGITS}]{{1,3}})\)?(?:项|点|条)?")
_DAY: Final = re.compile(r"(?:每(?:年|月|季度|周))?\d{1,2}(?:月\d{1,2})?[日号](?:之?前|以前)?|before the (\d{1,2})(?:st|nd|rd|th)\b|by the (\d{1,2})(?:st|nd|rd|th)\b", re.IGNORECASE)
_QUOTED_TITLE: Final = re.compile(r"《([^《》]{3,80})》")
_HAN_RUN: Final = re.compile(r"[\u3400-\u9fff\d%“”]{2,}")
_REGION_LIKE: Final = re.compile(r"(?:^|[,、和与在比较及的])([\u4e00-\u9fff]{2,3}(?:省|市|县|自治区|自治州|自治县|新区))(?=的|有|规定|谁|乡|县|市|[,、和与]|办法|细则|$)")
_EDGE: Final = "的在对向于由被把将与和及或了着过是要应能会里上下中时为有个从按以之所其各各级并且等而"
_GENERAL: Final = re.compile(r"^(?:有关|相关|各级|各|其他|全体)")
_INTERROGATIVE: Final = re.compile(r"什么|哪些|怎么|如何|何种|形式|\bwhat\b|\bhow\b", re.IGNORECASE)
_SPECIFIC: Final = ("sanction", "reward", "criterion", "prohibition", "permission", "encouragement")

@dataclass(frozen=True, slots=True)
class Party:
    """A body or office that a question names, or several of one kind together (县区党委、政府主要负责人)."""

    text: str
    levels: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    positions: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Word:
    """Words of the question that are to be found in a provision, in any of these forms of the texts."""

    asked: str
    forms: tuple[str, ...]
    matter: str = ""  # the concept that the word names, where it names one
    known: bool = True  # whether any form stands in the texts


@dataclass(frozen=True, slots=True)
class Reading:
    """How a question is read."""

    question: str
    text: str
    language: Literal["zh", "en"]
    intent: str
    slots: Slots
    asks: frozenset[str] = frozenset()
    bearer: Party | None = None
    objects: tuple[Party, ...] = ()
    words: tuple[Word, ...] = ()
    unknown_documents: tuple[str, ...] = ()
    named_documents: bool = False
    off_topic: bool = False

    @property
    def empty(self) -> bool:
        """Whether nothing was read that a provision could be found by."""
        slots = self.slots
        return not (self.words or self.bearer or slots.role or slots.matter or slots.measure or slots.provision or slots.time)


@dataclass(frozen=True, slots=True)
class _Mention:
    start: int
    end: int
    scheme: str
    concepts: tuple[str, ...]
    text: str


class Understanding:
    """Question understanding over one vocabulary and one loaded graph."""

    def __init__(self, lexicon: Lexicon, catalogue: Catalogue) -> None:
        """Compile the vocabulary and the names that the graph brings."""
        self._lexicon: Final = lexicon
        self._catalogue: Final = catalogue
        self._cues: Final = phrasebook.cues()
        self._words: Final = phrasebook.words()
        self._finder: Final = TermFinder(lexicon, ("role", "position", "actor", "level", "matter", "measure"))
        self._regions: Final = TermFinder(lexicon, ("region",))

    def read(self, question: str) -> Reading:
        """Read a question. Raises QuestionError for an empty or overlong one."""
        normal = text.normalise(question)
        return _Reader(self, question, normal, text.language(normal)).read()

    @cached_property
    def actor_names(self) -> re.Pattern[str]:
        """A pattern for the names of actors in the graph, with and without 各, 省 and the like."""
        return re.compile(phrasebook.alternation([name for name in self._catalogue.actor_forms if len(name) > 2], "zh"))

    @lru_cache(maxsize=4096)  # noqa: B019  (lives as long as its session)
    def composed(self, name: str) -> bool:
        """Return whether terms for levels, bodies and positions make up the whole name (县级|党委|主要负责人)."""
        place = 0
        while place < len(name):
            found = self._finder.find_terms(name[place:])
            ends = [f.end for f in found if f.start == 0 and f.term.scheme in ("level", "actor", "position")]
            if not ends:
                return False
            place += max(ends)
        return True

    @cached_property
    def titles(self) -> tuple[tuple[str, str], ...]:
        """Names of documents with their ids, longest first: titles, short titles, aliases, and titles without the region."""
        names: dict[str, set[str]] = {}
        for entry in self._catalogue.documents:
            for name in entry.names:
                for form in _title_forms(name, entry):
                    names.setdefault(form, set()).add(entry.id)
        return tuple(
            (name, document)
            for name in sorted(names, key=lambda name: (-len(name), name))
            for document in sorted(names[name])
        )

    @cached_property
    def synonyms(self) -> dict[str, dict[str, tuple[str, ...]]]:
        """By language, what questions say and the forms of the texts."""
        table: dict[str, dict[str, set[str]]] = {"zh": {}, "en": {}}
        for group in self._words.groups:
            for asked in group.asked:
                table["en" if asked.isascii() else "zh"].setdefault(asked.lower(), set()).update(group.text)
            for form in group.text:
                table["zh"].setdefault(form, set()).update(group.text)
        return {language: {asked: tuple(sorted(forms)) for asked, forms in entries.items()} for language, entries in table.items()}

    @cached_property
    def synonym_pattern(self) -> re.Pattern[str]:
        """A pattern for all that `synonyms` knows."""
        return re.compile(
            phrasebook.alternation(self.synonyms["zh"], "zh") + "|" + phrasebook.alternation(self.synonyms["en"], "en"),
            re.IGNORECASE,
        )

    @cached_property
    def stop_pattern(self) -> re.Pattern[str]:
        """A pattern for words of two and more characters that say nothing about the matter."""
        chinese = [word for word in self._words.stop["zh"] if len(word) > 1]
        return re.compile(
            phrasebook.alternation(chinese, "zh") + "|" + phrasebook.alternation(self._words.stop["en"], "en"), re.IGNORECASE
        )


class _Reader:
    """The reading of one question; `rest` is the text with what has been read blanked out."""

    def __init__(self, understanding: Understanding, question: str, normal: str, language: Literal["zh", "en"]) -> None:
        self.u = understanding
        self.lexicon = understanding._lexicon
        self.catalogue = understanding._catalogue
        self.lists = understanding._words
        self.question = question
        self.text = normal
        self.language: Literal["zh", "en"] = language
        self.rest = normal
        self.documents: list[str] = []
        self.regions: list[str] = []
        self.unknown: list[str] = []

    def read(self) -> Reading:
        self._titles()
        provisions = self._provisions()
        self._regions()
        self._jurisdictions()
        times = self._times()
        off_topic = self._off_topic()
        roles = self._roles()
        document_intent = "" if roles else self._document_intent()
        asks = self._asks()
        kind_intents, kinds = self._kinds()
        mentions = list(self._mentions())
        bearer, objects = self._parties(mentions, asks, roles)
        # What a cue asks for openly (有什么奖励) is no word to be found.
        mentions = [m for m in mentions if m.scheme not in ("matter", "measure") or not self._open(m)]
        matters = tuple(dict.fromkeys(c for m in mentions if m.scheme == "matter" for c in m.concepts))
        measures = tuple(dict.fromkeys(c for m in mentions if m.scheme == "measure" for c in m.concepts))
        words = self._content(mentions, bearer, objects)
        if roles:
            kinds, kind_intents = ("responsibility",), ["responsibility"]
        elif kinds == ("sanction",) and bearer is not None and self._handles():
            kinds, kind_intents = ("responsibility", "duty"), ["duty"]
        elif kinds == ("sanction",) and "who" in asks and re.search("负责|responsible|in charge", self.text):
            kinds = ("responsibility", "duty", "sanction")
        slots = Slots(
            document=tuple(dict.fromkeys(self.documents)),
            region=tuple(dict.fromkeys(self.regions)),
            level=bearer.levels if bearer else (),
            actor=bearer.types if bearer else (),
            position=bearer.positions if bearer else (),
            role=roles,
            kind=kinds,
            matter=matters,
            measure=measures,
            time=times,
            provision=provisions,
        )
        return Reading(
            question=self.question,
            text=self.text,
            language=self.language,
            intent=_intent(document_intent, asks, kind_intents, slots),
            slots=slots,
            asks=frozenset(asks),
            bearer=bearer,
            objects=objects,
            words=words,
            unknown_documents=tuple(dict.fromkeys(self.unknown)),
            named_documents=bool(self.documents),
            off_topic=off_topic,
        )

    def _blank(self, start: int, end: int) -> None:
        self.rest = self.rest[:start] + _BLANK * (end - start) + self.rest[end:]

    def _titles(self) -> None:
        folded = self.text.lower()
        for name, document in self.u.titles:
            place = folded.find(name.lower())
            if place >= 0 and (_BLANK not in self.rest[place : place + len(name)] or document in self.documents):
                self.documents.append(document)
                same = [other for title, other in self.u.titles if title == name and other != document]
                self.documents.extend(same)
                self._blank(place, place + len(name))
        for match in _QUOTED_TITLE.finditer(self.rest):
            title = match.group(1)
            if _BLANK in title:
                continue
            near = [entry.id for entry in self.catalogue.documents if any(title in name for name in entry.names)]
            if near:
                self.documents.extend(near)
                self._blank(match.start(), match.end())
            elif title not in self.catalogue.all_words:
                self.unknown.append(f"《{title}》")
                self._blank(match.start(), match.end())

    def _provisions(self) -> tuple[str, ...]:
        found: list[str] = []
        for pattern, unit in ((_ARTICLE, "条"), (_CHAPTER, "章")):
            for match in pattern.finditer(self.rest):
                number = next(group for group in match.groups() if group)
                extra = f"之{match.group(2)}" if unit == "条" and match.group(2) else ""
                found.append(f"第{_chinese(number)}{unit}{extra}")
                self._blank(match.start(), match.end())
        for match in _SECTION_ITEM.finditer(self.rest):
            section, item = match.group(1) or match.group(3), match.group(2) or match.group(4)
            found.append(f"{section}({item})")
            self._blank(match.start(), match.end())
        return tuple(dict.fromkeys(found))

    def _regions(self) -> None:
        found = self.u._regions.find_terms(self.rest)
        for span in dict.fromkeys((one.start, one.end) for one in found):
            concepts = [one.term.concept for one in found if (one.start, one.end) == span]
            start, end = span[0], self._before_body(*span)
            name = self.rest[start:end]
            if _BLANK in name or end - start < 2:
                continue
            held = {concept: documents for concept in concepts if (documents := self._of_region(concept, name))}
            if held:  # of several regions of one name, those that have documents
                self.documents.extend(sorted({document for documents in held.values() for document in documents}))
                self.regions.extend(held)
                self._blank(start, end)
            elif name not in self.catalogue.all_words:
                self.regions.extend(concepts[:1])
                self.unknown.append(name)
                self._blank(start, end)
        for entry in self.catalogue.documents:
            for name in _region_names(entry.region):
                place = self.rest.find(name)
                if place >= 0:
                    self.documents.append(entry.id)
                    self._blank(place, self._before_body(place, place + len(name)))
        for match in _REGION_LIKE.finditer(self.rest):
            name = match.group(1)
            if name[:-1] not in self.catalogue.all_words and _BLANK not in name:
                self.unknown.append(name)
                self._blank(match.start(1), match.end(1))

    def _of_region(self, concept: str, name: str) -> list[str]:
        labels = {t.text for t in self.lexicon.of("region") if t.concept == concept and not t.text.isascii()}
        names = labels if name.isascii() else labels | {name}
        return [document for label in sorted(names) for document in self.catalogue.of_region(label)]

    def _before_body(self, start: int, end: int) -> int:
        """Return the end of a region's name without a last character that begins a body: 宿州|市委, 湖南|省教育厅."""
        if end - start > 2 and self.rest[end - 1] in "省市县区州" and self.rest[end : end + 1]:
            body = self.rest[end - 1 :]
            known = self.u.actor_names.match(body)
            term = next((found for found in self.u._finder.find_terms(body) if found.start == 0 and found.end > 1), None)
            if known or term:
                return end - 1
        return end

    def _jurisdictions(self) -> None:
        nouns = phrasebook.alternation(self.lists.document_nouns["zh"], "zh"), phrasebook.alternation(self.lists.document_nouns["en"], "en")
        for found in self.u._finder.find_terms(self.rest):
            if found.term.scheme != "level" or found.term.concept in ("any", "none"):
                continue
            after = self.rest[found.end :]
            if re.match(rf"(?:的|层面的?)?{nouns[0]}|[\s-]*(?:level\s+)?{nouns[1]}", after, re.IGNORECASE):
                documents = self.catalogue.of_level(found.term.concept)
                if documents and found.term.concept in ("central", "province", "city", "county"):
                    self.documents.extend(documents)
                    self._blank(found.start, found.end)

    def _times(self) -> tuple[str, ...]:
        found: list[str] = []
        for match in _DAY.finditer(self.rest):
            day = next((group for group in match.groups() if group), "")
            found.append(f"{day}日前" if day else match.group().replace("号", "日").replace("之前", "前").replace("以前", "前"))
            self._blank(match.start(), match.end())
        for group in self.lists.times:
            chinese = [form for form in group.asked if not form.isascii()]
            english = [form for form in group.asked if form.isascii()]
            pattern = phrasebook.alternation(chinese, "zh") + "(?!几)|" + phrasebook.alternation(english, "en")
            match = re.search(pattern, self.rest, re.IGNORECASE)
            if match:
                found.extend(group.text)
                self._blank(match.start(), match.end())
        return tuple(dict.fromkeys(found))

    def _roles(self) -> tuple[str, ...]:
        roles: list[str] = []
        covered = 0
        terms = [found for found in self.u._finder.find_terms(self.rest)]
        for found in terms:
            if found.term.scheme != "role" or found.start < covered:
                continue
            # A longer term of another scheme wins: 直接责任人员 as those who are punished, 责任单位 stays a role.
            if any(other.start <= found.start and other.end >= found.end and other.end - other.start > found.end - found.start for other in terms if other.term.scheme != "role"):
                continue
            if self.u._cues.kind[0].patterns[self.language].search(self.rest):
                continue  # 对直接责任人怎么处理: who bears the sanction, not a role asked for
            roles.append(found.term.concept)
            covered = found.end
        for found in terms:
            if found.term.scheme == "role" and found.term.concept in roles:
                self._blank(found.start, found.end)
        return tuple(dict.fromkeys(roles))

    def _off_topic(self) -> bool:
        """Return whether the question is on a topic that no provision of the loaded texts mentions."""
        matches = self.u._cues.out_of_scope.patterns[self.language].finditer(self.rest)
        return any(not self.catalogue.frequency(match.group()) for match in matches)

    def _document_intent(self) -> str:
        for cue in self.u._cues.document:
            match = cue.patterns[self.language].search(self.rest)
            if match:
                self._blank(match.start(), match.end())
                return cue.intent
        return ""

    def _asks(self) -> list[str]:
        asks: list[str] = []
        for cue in self.u._cues.ask:
            for match in cue.patterns[self.language].finditer(self.rest):
                if match.group():
                    asks.append(cue.intent)
                    self._blank(match.start(), match.end())
        return list(dict.fromkeys(asks))

    def _kinds(self) -> tuple[list[str], tuple[str, ...]]:
        intents: list[str] = []
        kinds: list[str] = []
        spans: list[tuple[int, int]] = []
        for cue in self.u._cues.kind:
            matches = [match for match in cue.patterns[self.language].finditer(self.rest) if match.group()]
            if matches:
                intents.append(cue.intent)
                kinds.extend(cue.kinds)
                spans.extend(match.span() for match in matches)
        specific = [intent for intent in intents if intent in _SPECIFIC]
        if specific:
            intents, kinds = specific, list(specific)
        elif "responsibility" in intents:
            intents, kinds = ["responsibility"], ["responsibility"]
        self.cue_spans = spans
        self.open_cues = [span for span in spans if _INTERROGATIVE.search(self.rest[span[0] : span[1]])]
        return intents, tuple(dict.fromkeys(kinds))

    def _open(self, mention: _Mention) -> bool:
        return any(start <= mention.start and mention.end <= end for start, end in self.open_cues)

    def _handles(self) -> bool:
        """Return whether the bearer deals with something (乡镇怎么处理信访), so that 处理 is no sanction."""
        end = self.bearer_span[1]
        return bool(re.match(r"(?:应当|应该|应|要|该|需要)?(?:怎么|如何|怎样)处理", self.text[end:]))

    def _mentions(self) -> Iterator[_Mention]:
        """Yield terms and actor names, the longest first choice, none inside another."""
        found = [
            _Mention(f.start, f.end, f.term.scheme, (f.term.concept,), self.rest[f.start : f.end])
            for f in self.u._finder.find_terms(self.rest)
            if f.term.scheme != "role"
        ]
        found.extend(self._split_positions(found))
        found.extend(
            _Mention(match.start(), match.end(), "name", self.catalogue.actor_forms[match.group()], match.group())
            for match in self.u.actor_names.finditer(self.rest)
            if not self.u.composed(match.group())
        )
        rank = {"level": 0, "position": 1, "actor": 2, "matter": 3, "measure": 4, "name": 5}
        if self.language == "en":
            rank["matter"] = 1  # English labels of departments are their fields (rural revitalisation)
        found.sort(key=lambda m: (m.start, -(m.end - m.start), rank[m.scheme], m.concepts))
        covered = 0
        for mention in found:
            if mention.start >= covered:
                same = [m for m in found if (m.start, m.end, m.scheme) == (mention.start, mention.end, mention.scheme)]
                yield replace(mention, concepts=tuple(dict.fromkeys(c for m in same for c in m.concepts)))
                covered = mention.end

    def _split_positions(self, found: list[_Mention]) -> list[_Mention]:
        """Take positions apart that name their body (政府|主要负责人), so that 党委、政府主要负责人 are two offices of one kind."""
        halves: list[_Mention] = []
        for mention in [m for m in found if m.scheme == "position"]:
            parts = [f for f in self.u._finder.find_terms(mention.text) if f.term.scheme == "actor" and f.start == 0]
            for part in parts:
                tail = mention.text[part.end :]
                ends = [f for f in self.u._finder.find_terms(tail) if f.term.scheme == "position" and (f.start, f.end) == (0, len(tail))]
                if ends and mention in found:
                    found.remove(mention)
                    middle = mention.start + part.end
                    halves.append(_Mention(mention.start, middle, "actor", (part.term.concept,), mention.text[: part.end]))
                    concepts = (*(end.term.concept for end in ends), *mention.concepts)
                    halves.append(_Mention(middle, mention.end, "position", tuple(dict.fromkeys(concepts)), tail))
        return halves

    def _parties(self, mentions: list[_Mention], asks: list[str], roles: tuple[str, ...]) -> tuple[Party | None, tuple[Party, ...]]:
        groups: list[tuple[int, int, Party]] = []
        for mention in mentions:
            if mention.scheme not in ("actor", "level", "position", "name"):
                continue
            party = self._party(mention)
            if party is None:
                continue
            if groups:
                start, end, before = groups[-1]
                if _CONNECTOR.fullmatch(self.text[end : mention.start]):
                    groups[-1] = (start, mention.end, _joined(before, party, self.text[start : mention.end]))
                    continue
            groups.append((mention.start, mention.end, party))
        self.party_spans = [(start, end) for start, end, _ in groups]
        bearer: Party | None = None
        objects: list[Party] = []
        for start, end, party in groups:
            if bearer is None and not self._is_object(start, end, asks, roles):
                bearer = party
                self.bearer_span = (start, end)
            elif bearer is not None and not bearer.levels and party.levels and re.search("级|level", party.text):
                bearer = replace(bearer, levels=party.levels)  # 党委主要负责人在县级…
            elif bearer is not None and "compare" in asks and party.levels and not party.types:
                bearer = replace(bearer, levels=tuple(dict.fromkeys((*bearer.levels, *party.levels))))
            else:
                objects.append(party)
        return bearer, tuple(objects)

    def _party(self, mention: _Mention) -> Party | None:
        if mention.scheme == "level":
            levels = tuple(level for level in mention.concepts if level not in ("any", "none"))
            return Party(mention.text, levels=levels) if levels else None
        if mention.scheme == "position":
            return Party(mention.text, levels=self._levels_in(mention.text), positions=mention.concepts)
        if mention.scheme == "name":
            return Party(mention.text, names=mention.concepts)
        if set(mention.concepts) <= {"body"}:
            return None  # 单位, 组织: anybody
        types = tuple(t for c in mention.concepts for t in self.lists.together.get(c, (c,)))
        names = self.catalogue.actor_forms.get(mention.text, ())
        return Party(mention.text, levels=self._levels_in(mention.text), types=types, names=names)

    def _levels_in(self, form: str) -> tuple[str, ...]:
        for prefix, level in sorted(self.lists.level_of_prefix.items(), key=lambda item: -len(item[0])):
            if form.startswith(prefix):
                return (level,)
        if form.isascii():
            levels = [f.term.concept for f in self.u._finder.find_terms(form) if f.term.scheme == "level"]
            return tuple(dict.fromkeys(level for level in levels if level not in ("any", "none")))
        return ()

    def _is_object(self, start: int, end: int, asks: list[str], roles: tuple[str, ...]) -> bool:
        before, after = self.text[:start], self.text[end:]
        if self.language == "en":
            if re.search(r"\b(?:at|of)\s+(?:the\s+)?$", before, re.IGNORECASE) and "level" in after[:8] + self.text[start:end]:
                return False
            return bool(re.search(phrasebook.alternation(self.lists.before_object["en"], "en") + r"\s*(?:the|its|their|a|an)?\s*$", before, re.IGNORECASE))
        if re.search(rf"(?:谁|哪个|哪些|什么)[^,、]*$", before) and not roles and not after.startswith(("的", "有", "应", "要")):
            if re.search(r"(?:负责|监督|考核|约谈|管理|督查|指导|检查|培训|选派|追究|评估|支持|帮扶|对|向|给)[^,、]{0,12}$", before):
                return True
        return bool(re.search(phrasebook.alternation(self.lists.before_object["zh"], "zh") + r"(?:各|有关|全体|其|全省|全市|本地区)?$", before))

    def _content(self, mentions: list[_Mention], bearer: Party | None, objects: tuple[Party, ...]) -> tuple[Word, ...]:
        words: list[Word] = []
        spoken = list(self.rest)
        for party in objects:
            if not party.text.isascii():
                words.append(Word(party.text, tuple(dict.fromkeys((party.text, _GENERAL.sub("", party.text))))))
                place = self.rest.find(party.text)
                for index in range(max(place, 0), max(place, 0) + len(party.text) if place >= 0 else 0):
                    spoken[index] = _BLANK
        if bearer is not None:
            for place in range(*self.bearer_span):
                spoken[place] = _BLANK
        for mention in mentions:
            if mention.scheme in ("matter", "measure"):
                forms = self._labels(mention)
                words.append(Word(mention.text, forms, mention.concepts[0] if mention.scheme == "matter" else ""))
                for place in range(mention.start, mention.end):
                    spoken[place] = _BLANK
        rest = "".join(spoken)
        for match in self.u.synonym_pattern.finditer(rest):
            if any(start <= match.start() and match.end() <= end for start, end in self.cue_spans):
                continue
            asked = match.group()
            table = self.u.synonyms["en" if asked.isascii() else "zh"]
            words.append(Word(asked, tuple(dict.fromkeys((*(() if asked.isascii() else (asked,)), *table[asked.lower()])))))
            rest = rest[: match.start()] + _BLANK * len(asked) + rest[match.end() :]
        for start, end in self.cue_spans:
            rest = rest[:start] + _BLANK * (end - start) + rest[end:]
        rest = self.u.stop_pattern.sub(lambda match: _BLANK * len(match.group()), rest)
        for match in _HAN_RUN.finditer(rest):
            words.extend(self._pieces(match.group()))
        if self.language == "en":
            words.extend(
                Word(match.group(), (), known=False) for match in re.finditer(r"[A-Za-z][A-Za-z-]{2,}", rest)
            )
        unique = {word.asked: word for word in words}
        return tuple(
            replace(word, known=any(self.catalogue.frequency(form) for form in word.forms)) for word in unique.values()
        )

    def _pieces(self, run: str) -> Iterator[Word]:
        """Yield the longest pieces of a run that stand in the texts, and what stands nowhere as one unknown word."""
        place, unknown = 0, ""
        while place < len(run):
            end = next(
                (
                    e
                    for e in range(min(len(run), place + 12), place + 1, -1)
                    if run[place] not in _EDGE and run[e - 1] not in _EDGE and self.catalogue.frequency(run[place:e])
                ),
                0,
            )
            if not end:
                unknown += run[place]
            if end or place + 1 == len(run):
                rest = unknown.strip(_EDGE)
                if len(rest) > 1:
                    yield Word(rest, (rest,))
                unknown = ""
            if end:
                yield Word(run[place:end], (run[place:end],))
            place = end or place + 1

    def _labels(self, mention: _Mention) -> tuple[str, ...]:
        """Return the Chinese forms of the concepts that a mention names."""
        forms = [] if mention.text.isascii() else [mention.text]
        for term in self.lexicon.of(mention.scheme):
            if term.concept in mention.concepts and term.language == "zh":
                forms.append(term.text)
        return tuple(dict.fromkeys(forms))


def _joined(left: Party, right: Party, form: str) -> Party:
    return Party(
        form,
        levels=tuple(dict.fromkeys((*left.levels, *right.levels))),
        types=tuple(dict.fromkeys((*left.types, *right.types))),
        positions=tuple(dict.fromkeys((*left.positions, *right.positions))),
        names=tuple(dict.fromkeys((*left.names, *right.names))),
    )


def _intent(document: str, asks: Iterable[str], kinds: list[str], slots: Slots) -> str:
    if document:
        return document
    asked = set(asks)
    if "compare" in asked:
        return "compare"
    if slots.provision and not (asked & {"quantity", "time"} or slots.role):
        return "provision"
    if "whether" in asked:
        return "gap"
    if asked & {"which", "where"}:
        return "which"
    for name in ("quantity", "time"):
        if name in asked:
            return name
    if kinds:
        return kinds[0]
    return "responsibility" if "who" in asked else "duty"


def _title_forms(name: str, entry: DocumentEntry) -> Iterator[str]:
    normal = text.normalise(name)
    bare = re.sub(r"\((?:试行|暂行|草案)\)$", "", normal)
    yield normal
    yield bare
    for region in _region_names(entry.region):
        if bare.startswith(region) and len(bare) - len(region) > 6:
            yield bare[len(region) :].removeprefix("关于")


def _region_names(region: str) -> tuple[str, ...]:
    """Return the names in a region with and without their kind, longest first.

    >>> _region_names("安徽省宿州市")
    ('安徽省', '宿州市', '安徽', '宿州')
    """
    parts = re.findall(r".+?(?:自治区|自治州|自治县|特别行政区|省|市|州|盟|地区|县|区|旗)(?!治)", region)
    bare = [re.sub(r"(?:壮族|回族|维吾尔)?(?:自治区|自治州|自治县|特别行政区|省|市|县|区|旗)$", "", part) for part in parts]
    return tuple(dict.fromkeys([*parts, *(name for name in bare if len(name) > 1)]))


def _chinese(number: str) -> str:
    """Return a number as provisions write it.

    >>> _chinese("16"), _chinese("四十")
    ('十六', '四十')
    """
    if not number.isdecimal():
        return number
    from cn2an import an2cn

    words = str(an2cn(int(number[:6]), "low"))
    return words.removeprefix("一") if words.startswith("一十") else words
