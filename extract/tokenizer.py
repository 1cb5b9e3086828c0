"""A spaCy tokeniser that cuts Chinese with jieba and a domain dictionary of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

import jieba
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

# Above every frequency of jieba's own dictionary, so that a domain word always stays whole.
DOMAIN_FREQUENCY = 2_000_000

# 负责人才政策: the office 负责人 is not meant; 可向, 可由 and the like are a modal and a preposition
_SPLITS = re.compile(r"(?<=负责)(?=人才)|(?<=[^许认]可)(?=[向对按由将])")

jieba.setLogLevel(60)  # it reports loading times on standard error


class JiebaTokenizer:
    """Cut text into words with a jieba tokeniser that no other program in the process shares.

    White space becomes tokens of its own, so that token offsets are text offsets.

    >>> [token.text for token in JiebaTokenizer(Vocab(), ["扶贫项目资产"])("负责扶贫项目资产管理")]
    ['负责', '扶贫项目资产', '管理']
    """

    def __init__(self, vocab: Vocab, words: Iterable[str] = ()) -> None:
        """Take the words that must stay whole; their order does not matter."""
        self.vocab = vocab
        self._jieba = jieba.Tokenizer()
        self._jieba.initialize()
        for word in sorted(set(words)):
            self._jieba.add_word(word, DOMAIN_FREQUENCY)

    def __call__(self, text: str) -> Doc:
        """Return a Doc whose tokens concatenated are the text; `doc.user_data["words"]` lists them."""
        # HMM joins unknown characters by guesswork and would swallow modal verbs.
        words = [word for part in _SPLITS.split(text) for word in self._jieba.cut(part, HMM=False)]
        return Doc(self.vocab, words=words, spaces=[False] * len(words), user_data={"words": words})


@registry.tokenizers("dutygraph.jieba.v1")  # type: ignore[untyped-decorator]
def create_tokenizer(words: list[str]) -> Callable[[Language], JiebaTokenizer]:
    """Return the factory that a spaCy config names."""
    return lambda nlp: JiebaTokenizer(nlp.vocab, words)
