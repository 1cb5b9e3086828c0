"""All that question understanding knows: the vocabulary, the word lists, and the names that a loaded graph brings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Final

from extract.tags import tags
from extract.types import Lexicon
from queries import phrasebook, text
from queries.catalogue import Catalogue, DocumentEntry
from queries.terms import NameFinder, TermFinder

if TYPE_CHECKING:
    from extract.segmentation import Segmenter

_VERSION: Final = re.compile(r"\((?:试行|暂行|草案)\)$")
_REGION: Final = re.compile(
    r".+?(?:自治区|自治州|自治县|特别行政区|省|市|盟|地区|县|区|旗|街道|镇|(?<!城)乡(?!村))(?!治)"
)
_KIND_OF_REGION: Final = re.compile(
    r"(?:壮族|回族|维吾尔)?(?:自治区|自治州|自治县|特别行政区|省|市|县|区|旗|街道|镇|乡)$"
)


class Known:
    """Finders and patterns over one vocabulary and one loaded graph, made once."""

    def __init__(self, lexicon: Lexicon, catalogue: Catalogue) -> None:
        """Make the finders; patterns are made when they are first needed."""
        self.lexicon: Final = lexicon
        self.catalogue: Final = catalogue
        self.cues: Final = phrasebook.cues()
        self.lists: Final = phrasebook.words()
        self.terms: Final = TermFinder(lexicon, ("role", "position", "actor", "level", "matter", "measure"))
        self.regions: Final = TermFinder(lexicon, ("region",))
        self.han: Final = re.compile(r"[\u3400-\u9fff]+")

    @cached_property
    def actor_names(self) -> NameFinder:
        """The names of actors in the graph, with and without 各, 省 and the like."""
        return NameFinder(name for name in self.catalogue.actor_forms if len(name) > 2)

    @lru_cache(maxsize=4096)  # noqa: B019  (lives as long as its session)
    def composed(self, name: str) -> bool:
        """Return whether terms for levels, bodies and positions make up the whole name (县级|党委|主要负责人)."""
        place = 0
        while place < len(name):
            found = self.terms.find_terms(name[place:])
            ends = [f.end for f in found if f.start == 0 and f.term.scheme in ("level", "actor", "position")]
            if not ends:
                return False
            place += max(ends)
        return True

    @cached_property
    def labels(self) -> dict[tuple[str, str], tuple[str, ...]]:
        """The Chinese forms of all concepts by scheme and notation, preferred ones first."""
        forms: dict[tuple[str, str], list[str]] = {}
        for term in self.lexicon.terms:
            if term.language == "zh":
                forms.setdefault((term.scheme, term.concept), []).append(term.text)
        return {concept: tuple(found) for concept, found in forms.items()}

    @cached_property
    def romanised(self) -> dict[str, tuple[str, ...]]:
        """The regions of the documents by their names in pinyin, without tones and kinds: anhua for 安化县."""
        from pypinyin import lazy_pinyin

        names: dict[str, set[str]] = {}
        for entry in self.catalogue.documents:
            for name in region_names(entry.region):
                names.setdefault("".join(lazy_pinyin(_KIND_OF_REGION.sub("", name))), set()).add(name)
        return {romanised: tuple(sorted(found)) for romanised, found in names.items()}

    @cached_property
    def titles(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Names of documents with the ids of the documents, longest first: titles, short titles, aliases."""
        names: dict[str, set[str]] = {}
        for entry in self.catalogue.documents:
            for name in entry.names:
                for form in _title_forms(name, entry):
                    names.setdefault(form.lower(), set()).add(entry.id)
        return tuple((name, tuple(sorted(names[name]))) for name in sorted(names, key=lambda name: (-len(name), name)))

    @cached_property
    def synonyms(self) -> dict[str, tuple[str, ...]]:
        """What questions say, in lower case, and the forms of the texts that it stands for."""
        table: dict[str, dict[str, None]] = {}
        for group in self.lists.groups:
            for asked in (*group.asked, *group.text):
                table.setdefault(asked.lower(), {}).update(dict.fromkeys(group.text))
        return {asked: tuple(forms) for asked, forms in table.items()}

    @cached_property
    def synonym_pattern(self) -> re.Pattern[str]:
        """A pattern for all that `synonyms` knows."""
        return phrasebook.bilingual(self.synonyms)

    @cached_property
    def stop_pattern(self) -> re.Pattern[str]:
        """A pattern for words of two and more characters that say nothing about the matter."""
        return phrasebook.bilingual([word for words in self.lists.stop.values() for word in words if len(word) > 1])

    @cached_property
    def stops(self) -> frozenset[str]:
        """Words that say nothing about the matter, Chinese and English."""
        return frozenset(word for words in self.lists.stop.values() for word in words)

    def tokens(self, words: str) -> Iterator[tuple[int, str]]:
        """Yield the words that the extraction's segmenter cuts, with their places."""
        place = 0
        for word in self._segmenter.cut(words):
            yield place, word
            place += len(word)

    @staticmethod
    def tag(word: str) -> str:
        """Return the part of speech that jieba's dictionary gives a word, or an empty string."""
        return tags().get(word, "")

    @cached_property
    def _segmenter(self) -> Segmenter:
        from extract.segmentation import Segmenter, domain_words

        return Segmenter(domain_words(self.lexicon))

    @cached_property
    def document_noun(self) -> re.Pattern[str]:
        """A pattern for what makes a level before it name documents: 中央|文件, central |measure."""
        chinese = phrasebook.alternation(self.lists.document_nouns["zh"], "zh")
        english = phrasebook.alternation(self.lists.document_nouns["en"], "en")
        return re.compile(rf"(?:的|层面的?)?{chinese}|[\s-]*(?:level\s+)?{english}", re.IGNORECASE)

    @cached_property
    def before_object(self) -> dict[str, re.Pattern[str]]:
        """By language, a pattern for what stands before a party that is not the bearer, to be met at its end."""
        chinese = phrasebook.alternation(self.lists.before_object["zh"], "zh")
        english = phrasebook.alternation(self.lists.before_object["en"], "en")
        return {
            "zh": re.compile(rf"{chinese}(?:各|有关|全体|其|全省|全市|本地区)?$"),
            "en": re.compile(rf"{english}\s*(?:the|its|their|a|an)?\s*$", re.IGNORECASE),
        }

    @cached_property
    def times(self) -> tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]:
        """Patterns for expressions of time, with the words of provisions that they stand for."""
        return tuple((phrasebook.bilingual(group.asked, "(?!几)"), group.text) for group in self.lists.times)


@lru_cache(maxsize=4096)  # every question asks for those of all documents
def region_names(region: str) -> tuple[str, ...]:
    """Return the names in a region with and without their kind, longest first.

    >>> region_names("安徽省宿州市")
    ('安徽省', '宿州市', '安徽', '宿州')
    >>> region_names("来凤县旧司镇")
    ('来凤县', '旧司镇', '来凤', '旧司')
    """
    parts = _REGION.findall(region)
    bare = [_KIND_OF_REGION.sub("", part) for part in parts]
    return tuple(dict.fromkeys([*parts, *(name for name in bare if len(name) > 1)]))


def _title_forms(name: str, entry: DocumentEntry) -> Iterator[str]:
    """Yield a name as given, without (试行), with a shorter region, and without one where enough remains."""
    normal = text.normalise(name)
    bare = _VERSION.sub("", normal)
    yield normal
    yield bare
    if len(bare) > 9:
        yield bare.removeprefix("中华人民共和国")
    regions = region_names(entry.region)
    for region in regions:
        short = _KIND_OF_REGION.sub("", region)
        if bare.startswith(region) and short in regions:
            yield short + bare[len(region) :]  # 汕头河长制条例
        if bare.startswith(region) and len(bare) - len(region) > 6:
            yield bare[len(region) :].removeprefix("关于")
