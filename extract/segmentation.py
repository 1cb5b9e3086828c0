"""Cuts Chinese into words with jieba and a domain dictionary; spaCy's tokeniser and questions both use it."""

from __future__ import annotations

import re
from collections.abc import Iterable

import jieba

from extract.patterns import word_classes
from extract.types import Lexicon

# Above every frequency of jieba's own dictionary, so that a domain word always stays whole.
DOMAIN_FREQUENCY = 2_000_000
# not roles: 承担主体责任 as one word would hide its verb
_DOMAIN_SCHEMES = ("matter", "actor", "position")
# 负责人才政策: the office 负责人 is not meant; 可向, 可由 and the like are a modal and a preposition
_SPLITS = re.compile(r"(?<=负责)(?=人才)|(?<=[^许认]可)(?=[向对按由将])")

jieba.setLogLevel(60)  # it reports loading times on standard error


class Segmenter:
    """A jieba tokeniser that no other program in the process shares.

    >>> Segmenter(["扶贫项目资产"]).cut("负责扶贫项目资产管理")
    ['负责', '扶贫项目资产', '管理']
    """

    def __init__(self, words: Iterable[str] = ()) -> None:
        """Take the words that must stay whole; their order does not matter."""
        self._jieba = jieba.Tokenizer()
        self._jieba.initialize()
        for word in sorted(set(words)):
            self._jieba.add_word(word, DOMAIN_FREQUENCY)

    def cut(self, text: str) -> list[str]:
        """Return words that concatenated are the text; white space becomes words of its own."""
        # HMM joins unknown characters by guesswork and would swallow modal verbs.
        return [word for part in _SPLITS.split(text) for word in self._jieba.cut(part, HMM=False)]


def domain_words(lexicon: Lexicon) -> list[str]:
    """Return the words that stay whole: the vocabulary's matters, bodies and offices, and the word classes."""
    words = [
        term.text
        for scheme in _DOMAIN_SCHEMES
        for term in lexicon.of(scheme)
        if term.language == "zh" and " " not in term.text and len(term.text) > 1
    ]
    return words + [word for group in word_classes("words").values() for word in group if len(word) > 1]
