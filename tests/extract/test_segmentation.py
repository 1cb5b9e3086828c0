"""jieba and its twin in Rust cut the same words, whatever the text."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.library import shipped_texts
from extract.segmentation import Engine, Segmenter, domain_words
from ontology.lexicon import read_lexicon

pytest.importorskip("rjieba", reason="rjieba is not installed: jieba alone does the cutting")

TEXTS = sorted(shipped_texts().glob("*.txt"))
# Han of all blocks, letters, marks that join words, white space of every kind, half a character
ODD = "责任縣㐀𠀀豈〇 \u3000\t\r\n\x1c\x85\u2028a1Ａ－-+#&._%·（）。\x00\ud800\U0001f600"


@cache
def segmenter(engine: Engine) -> Segmenter:
    return Segmenter(domain_words(read_lexicon()), engine)


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_both_cut_a_text_into_the_same_words(path: Path) -> None:
    text = path.read_text("utf-8")
    assert segmenter("rjieba").cut(text) == segmenter("jieba").cut(text)


def test_all_texts_are_cut() -> None:
    assert len(TEXTS) == 5


@given(
    st.lists(st.one_of(st.text(ODD, max_size=6), st.sampled_from(["扶贫项目资产", "负责", "第十六条"]))).map("".join)
)
def test_both_cut_anything_into_the_same_words_and_lose_nothing(text: str) -> None:
    words = segmenter("rjieba").cut(text)
    assert words == segmenter("jieba").cut(text)
    assert "".join(words) == text
