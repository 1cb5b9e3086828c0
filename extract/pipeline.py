"""The spaCy pipeline: jieba tokens, word classes that end a subject, and vocabulary terms, for one text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

import spacy
from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from extract import names
from extract.patterns import word_classes
from extract.segmentation import domain_words
from extract.tags import tags
from extract.tokenizer import create_tokenizer
from extract.tokens import MODAL, Token
from extract.types import Lexicon, Term

# a word has the same class and parts wherever it stands; 324 statutes have 19,000 words
_KNOWN_WORDS = 65_536
_BY_TAG = {"v": "verb", "d": "adverb", "p": "relation"}

if not Doc.has_extension("classes"):
    Doc.set_extension("classes", default=())


@dataclass(frozen=True, slots=True)
class TermMatch:
    """A matter of the vocabulary that the text names."""

    concept: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Analysis:
    """A text with its tokens and the matters that it names, both in text order.

    `filled` are the tokens that are no blanks. `starts`, `filled_starts`, `modals` and `term_starts` are where the
    tokens, the modals among them and the terms of matters begin: ranges are looked up in them again and again.
    """

    text: str
    tokens: tuple[Token, ...]
    starts: tuple[int, ...]
    filled: tuple[Token, ...]
    filled_starts: tuple[int, ...]
    modals: tuple[int, ...]
    terms: tuple[TermMatch, ...]
    term_starts: tuple[int, ...]

    def between(self, start: int, end: int) -> Sequence[Token]:
        """Return the tokens that begin in a range."""
        return self.tokens[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def words(self, start: int, end: int) -> list[Token]:
        """Return the tokens that begin in a range, without blanks."""
        return list(self.filled[bisect_left(self.filled_starts, start) : bisect_left(self.filled_starts, end)])

    def orders(self, start: int, end: int) -> bool:
        """Say whether a modal (应当, 不得, 可以) begins in a range."""
        place = bisect_left(self.modals, start)
        return place < len(self.modals) and self.modals[place] < end

    def matters(self, start: int, end: int) -> tuple[str, ...]:
        """Return the concepts of the matters named in a range, in text order, the longest where terms overlap."""
        low, high = bisect_left(self.term_starts, start), bisect_left(self.term_starts, end)
        inside = [term for term in self.terms[low:high] if term.end <= end]
        found: list[str] = []
        for term in inside:
            covered = any(
                other.start <= term.start and term.end <= other.end and other.end - other.start > term.end - term.start
                for other in inside
            )
            if not covered and term.concept not in found:
                found.append(term.concept)
        return tuple(found)


@Language.factory("dutygraph_word_classes")
def create_word_classes(nlp: Language, name: str) -> WordClasses:  # noqa: ARG001 — spaCy's signature
    """Make the component that gives every token its class."""
    return WordClasses()


class WordClasses:
    """Write the class of every token into `doc._.classes`."""

    def __init__(self) -> None:
        """Read `words.jsonl`; a word in several classes takes the first. `of` returns the class of a word, or ''."""
        self._classes: dict[str, str] = {}
        for kind, words in word_classes("words").items():
            for word in sorted(words):
                self._classes.setdefault(word, kind)
        self.of = lru_cache(maxsize=_KNOWN_WORDS)(self._of)

    def __call__(self, doc: Doc) -> Doc:
        """Look each word up: own lists first, then the part of speech in jieba's dictionary."""
        doc._.classes = tuple(map(self.of, doc.user_data["words"]))
        return doc

    def _of(self, word: str) -> str:
        """Return the class of a word, or an empty string."""
        return self._classes.get(word) or _BY_TAG.get(tags().get(word, "x")[0], "")


def create_pipeline(lexicon: Lexicon) -> Language:
    """Return the pipeline for a vocabulary; vocabulary terms are words of the tokeniser."""
    # Nobody asks for the shape, prefix or casing of a word, and to work them out takes longer than to cut the text.
    nlp = spacy.blank("zh", vocab=Vocab())
    nlp.tokenizer = create_tokenizer(domain_words(lexicon))(nlp)
    nlp.add_pipe("dutygraph_word_classes")
    return nlp


def _terms(lexicon: Lexicon, *schemes: str) -> list[Term]:
    found = [term for scheme in schemes for term in lexicon.of(scheme)]
    return [term for term in found if term.language == "zh" and " " not in term.text]


class Analyser:
    """Analyse texts with one pipeline and one phrase matcher over the matters of the vocabulary."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Build pipeline and matcher; about a second, most of it jieba's dictionary."""
        tags()  # read here rather than with the first text
        self._nlp = create_pipeline(lexicon)
        self._classes = WordClasses()
        self._parts = lru_cache(maxsize=_KNOWN_WORDS)(self._parts_of)
        self._matcher = PhraseMatcher(self._nlp.vocab)
        self._names = {term.text for term in _terms(lexicon, "actor", "position")}
        self._concepts: dict[int, list[str]] = {}
        for term in _terms(lexicon, "matter"):
            key = self._nlp.vocab.strings.add(term.text)
            self._concepts.setdefault(key, []).append(term.concept)
        for key in self._concepts:
            text = self._nlp.vocab.strings[key]
            self._matcher.add(text, [self._nlp.make_doc(text)])

    def __call__(self, text: str) -> Analysis:
        """Return tokens and terms of a text."""
        doc = self._nlp.make_doc(text)
        for _, component in self._nlp.pipeline:
            doc = component(doc)
        words = doc.user_data["words"]
        parts = [part for found in map(self._parts, words, doc._.classes) for part in found]
        ends = list(accumulate(len(part) for part, _ in parts))
        tokens = [
            Token(part, start, end, kind) for (part, kind), start, end in zip(parts, [0, *ends], ends, strict=False)
        ]
        tokens = names.merge(text, tokens, names.learn(text, tokens))
        places = list(accumulate(map(len, words), initial=0))
        matches = [
            TermMatch(concept, places[first], places[last])
            for key, first, last in self._matcher(doc)
            for concept in self._concepts[key]
        ]
        matches.sort(key=lambda term: (term.start, -term.end, term.concept))
        filled = [token for token in tokens if not token.text.isspace()]
        return Analysis(
            text,
            tuple(tokens),
            tuple([token.start for token in tokens]),
            tuple(filled),
            tuple([token.start for token in filled]),
            tuple([token.start for token in tokens if token.kind in MODAL]),
            tuple(matches),
            tuple([term.start for term in matches]),
        )

    def _parts_of(self, word: str, kind: str) -> tuple[tuple[str, str], ...]:
        """Return a word with its class; jieba's four-character phrases (充分发挥, 建立健全) are two words."""
        if word in self._names:
            # 审计机关, 有权机关 and the like name someone, whatever their parts are elsewhere
            return ((word, "" if kind in _BY_TAG.values() and len(word) > 2 else kind),)
        if kind or len(word) != 4 or tags().get(word, "x")[0] == "n":
            return ((word, kind),)
        left, right = self._classes.of(word[:2]), self._classes.of(word[2:])
        if not left and tags().get(word[:2], "x")[0] in "ab":
            left = "adverb"
        if left and right:
            return ((word[:2], left), (word[2:], right))
        # 具体办法: an adverb before a noun makes a noun
        return ((word, "" if left == "adverb" else left),)
