"""Cuts Chinese into words with jieba and a domain dictionary; spaCy's tokeniser and questions both use it.

Where the package rjieba is installed (jieba's algorithm and dictionary in Rust), it does the cutting: eight times as
fast, and its dictionary loads in a fifth of the time. Both give the same words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from importlib.util import find_spec
from typing import Final, Literal

from extract.patterns import word_classes
from extract.types import Lexicon

Engine = Literal["rjieba", "jieba"]
_Cut = Callable[[str], list[str]]

# Above every frequency of jieba's own dictionary, so that a domain word always stays whole.
DOMAIN_FREQUENCY = 2_000_000
# not roles: 承担主体责任 as one word would hide its verb
_DOMAIN_SCHEMES = ("matter", "actor", "position")
# 负责人才政策: the office 负责人 is not meant; 可向, 可由 and the like are a modal and a preposition
_SPLITS = re.compile(r"(?<=负责)(?=人才)|(?<=[^许认]可)(?=[向对按由将])")
_SURROGATES: Final = re.compile(r"[\ud800-\udfff]")


class Segmenter:
    """A tokeniser that no other program in the process shares.

    >>> Segmenter(["扶贫项目资产"]).cut("负责扶贫项目资产管理")
    ['负责', '扶贫项目资产', '管理']
    """

    def __init__(self, words: Iterable[str] = (), engine: Engine | None = None) -> None:
        """Take the words that must stay whole, in any order; without an engine rjieba cuts where it is installed."""
        engine = engine or ("rjieba" if find_spec("rjieba") else "jieba")
        self._cut: Final[_Cut] = (_rust if engine == "rjieba" else _python)(sorted(set(words)))

    def cut(self, text: str) -> list[str]:
        """Return words that concatenated are the text; white space becomes words of its own."""
        return [word for part in _SPLITS.split(text) for word in self._cut(part)]


# HMM, in either engine, joins unknown characters by guesswork and would swallow modal verbs.


def _rust(words: Iterable[str]) -> _Cut:
    import rjieba

    jieba = rjieba.Jieba()
    for word in words:
        jieba.add_word(word, DOMAIN_FREQUENCY, None)

    def cut(text: str) -> list[str]:
        try:
            return list(jieba.cut(text, False))
        except UnicodeEncodeError:  # half a character: Rust has none, and jieba leaves it alone as a word of its own
            cuts = jieba.cut(_SURROGATES.sub("\ufffd", text), False)
        pieces = iter(text)
        return ["".join(next(pieces) for _ in word) for word in cuts]

    return cut


def _python(words: Iterable[str]) -> _Cut:
    import jieba

    jieba.setLogLevel(60)  # it reports loading times on standard error
    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    for word in words:
        tokenizer.add_word(word, DOMAIN_FREQUENCY)
    return lambda text: list(tokenizer.cut(text, HMM=False))


def domain_words(lexicon: Lexicon) -> list[str]:
    """Return the words that stay whole: the vocabulary's matters, bodies and offices, and the word classes."""
    words = [
        term.text
        for scheme in _DOMAIN_SCHEMES
        for term in lexicon.of(scheme)
        if term.language == "zh" and " " not in term.text and len(term.text) > 1
    ]
    return words + [word for group in word_classes("words").values() for word in group if len(word) > 1]
