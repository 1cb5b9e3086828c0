"""The index of words ranks as the package bm25s does, to the last bit."""

from __future__ import annotations

import bm25s
from hypothesis import assume, given
from hypothesis import strategies as st

from queries.bm25 import BM25

LETTERS = "责任人a1\U00020000，、 \n\ud800\0"
TEXTS = st.lists(st.text(LETTERS, max_size=12), min_size=1, max_size=6)


def grams(text: str) -> list[str]:
    kept = "".join(character for character in text if character.isalnum())
    return [*kept, *(kept[place : place + 2] for place in range(len(kept) - 1))]


@given(TEXTS, st.text(LETTERS, max_size=8), st.integers(1, 8))
def test_ranks_as_the_reference_does(texts: list[str], words: str, count: int) -> None:
    assume(any(map(grams, texts)) and grams(words))
    reference = bm25s.BM25()
    reference.index([grams(text) for text in texts], show_progress=False)
    index = BM25(texts)
    assert index.scores(words).tolist() == reference.get_scores(grams(words)).tolist()
    numbers, scores = reference.retrieve([grams(words)], k=min(count, len(texts)), show_progress=False)
    ranked = zip(numbers[0].tolist(), scores[0].tolist(), strict=True)
    assert index.nearest(words, count) == [(number, score) for number, score in ranked if score > 0]


def test_the_rarer_and_the_fuller_match_is_nearer() -> None:
    index = BM25(["扶贫项目资产后续管护", "衔接资金项目", "项目资产，资产", "村级组织"])
    assert [number for number, _ in index.nearest("项目资产", 4)] == [2, 0, 1]


def test_nothing_is_near_to_nothing() -> None:
    for texts in ([], [""], ["，。"], ["责任"]):
        index = BM25(texts)
        assert index.nearest("，", 3) == []
        assert index.nearest("人", 3) == []
        assert index.scores("人").tolist() == [0.0] * len(texts)
