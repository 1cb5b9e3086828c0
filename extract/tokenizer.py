"""A spaCy tokeniser that cuts Chinese with the segmenter of the house."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

from extract.segmentation import Segmenter


class JiebaTokenizer:
    """Cut text into a Doc; white space becomes tokens of its own, so that token offsets are text offsets.

    >>> [token.text for token in JiebaTokenizer(Vocab(), ["扶贫项目资产"])("负责扶贫项目资产管理")]
    ['负责', '扶贫项目资产', '管理']
    """

    def __init__(self, vocab: Vocab, words: Iterable[str] = ()) -> None:
        """Take the words that must stay whole; their order does not matter."""
        self.vocab = vocab
        self._segmenter = Segmenter(words)

    def __call__(self, text: str) -> Doc:
        """Return a Doc whose tokens concatenated are the text; `doc.user_data["words"]` lists them."""
        words = self._segmenter.cut(text)
        return Doc(self.vocab, words=words, spaces=[False] * len(words), user_data={"words": words})


@registry.tokenizers("dutygraph.jieba.v1")  # type: ignore[untyped-decorator]
def create_tokenizer(words: list[str]) -> Callable[[Language], JiebaTokenizer]:
    """Return the factory that a spaCy config names."""
    return lambda nlp: JiebaTokenizer(nlp.vocab, words)
