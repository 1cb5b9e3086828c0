"""What reports say, in one language: their own labels, those of the vocabulary, titles and names of provisions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Literal

import yaml

from corpus.marks import chinese
from corpus.types import Metadata
from extract.types import Lexicon
from queries.comparison.types import Change, Pair, Place
from queries.wording import article

Language = Literal["zh", "en"]


@cache
def _labels() -> dict[str, dict[str, str]]:
    loaded: dict[str, dict[str, str]] = yaml.safe_load((Path(__file__).parent / "labels.yaml").read_text("utf-8"))
    return loaded


class Words:
    """The words of one language over a vocabulary and the metadata of documents by id."""

    def __init__(self, language: Language, lexicon: Lexicon, documents: Mapping[str, Metadata]) -> None:
        self.language = language
        self.documents = documents
        titles = Counter(metadata.short_title or metadata.title for metadata in documents.values())
        self._shared = {title for title, count in titles.items() if count > 1}
        dated = Counter((metadata.short_title or metadata.title, metadata.date) for metadata in documents.values())
        self._same_day = {one for one, count in dated.items() if count > 1}
        self._concepts = {
            (term.scheme, term.concept): term.text
            for term in lexicon.terms
            if term.language == language and term.form == "preferred"
        }

    def __call__(self, name: str, /, **values: object) -> str:
        """Return a label of labels.yaml with its values put in; KeyError where there is no such label."""
        return _labels()[name][self.language].format(**values)

    def list(self, parts: Iterable[str]) -> str:
        """Return several words as a list: 甲、乙."""
        return self("list").join(parts)

    def number(self, count: int) -> str:
        """Return a number as prose has it: 四, 4."""
        return chinese(count) if self.language == "zh" else str(count)

    def concept(self, scheme: str, notation: str) -> str:
        """Return the label of a concept, or its notation where it has none in the language."""
        return self._concepts.get((scheme, notation), notation)

    def value(self, field: str, value: str) -> str:
        """Return a value of a change: roles, kinds, levels and matters by their labels, other words as they are.

        A value may list several notations, separated by 、.
        """
        scheme = {"role": "role", "modality": "kind", "level": "level", "matter": "matter"}.get(field)
        return self.list(self.concept(scheme, part) for part in value.split("、")) if scheme else value

    def title(self, document: str) -> str:
        """Return a document's short title in 《》: the one that is English where that is wanted and known.

        Where several documents share it (an amended text and the one before), it is followed by the date, or the id
        where that is the same, too.
        """
        metadata = self.documents.get(document) or Metadata(document)
        english = next(filter(str.isascii, metadata.aliases), "") if self.language == "en" else ""
        title = metadata.short_title or metadata.title
        named = self("book", title=english or title or document)
        if title not in self._shared:
            return named
        told = document if (title, metadata.date) in self._same_day else metadata.date or document
        return f"{named}{self('open')}{told}{self('close')}"

    def titles(self, documents: Iterable[str]) -> str:
        """Return the titles of documents that are read as one."""
        return self("plus").join(map(self.title, documents))

    def place(self, place: Place) -> str:
        """Return the name of a provision: 第五条（四）, Article 5(四); 二(五) holds its item already."""
        label = article(place.label) if self.language == "en" else place.label
        item = place.item and f"({place.item})" not in place.label
        if not item:
            return label
        return f"{label}({place.item})" if self.language == "en" else f"{label}（{place.item}）"

    def label(self, pair: Pair, related: str) -> str:
        """Return the word for how a pair compares; where 甲 implements 乙 but 乙 says more, the neutral word."""
        shown = "neutral" if pair.side == "right" else related
        return self(f"{shown}_{pair.label}", side=self(pair.side or "left"))

    def change(self, change: Change) -> str:
        """Return what differs in a pair, as in 时限：每年 → 每季度."""
        left, right = (self.value(change.field, value) or self("none") for value in (change.left, change.right))
        return f"{self(f'change_{change.field}')}{self('colon')}{left} → {right}"
