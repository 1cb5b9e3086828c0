"""The index of places gives what looking into every text gives."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from queries.places import Places

LETTERS = "责任人a \U00020000\ud800\0"
TEXTS = st.lists(st.text(LETTERS, max_size=12), max_size=6)


@given(TEXTS, st.text(LETTERS, max_size=5))
def test_any_word_is_found_where_it_stands(texts: list[str], word: str) -> None:
    places = Places(texts)
    where = {number for number, text in enumerate(texts) if word and word in text}
    assert places.texts(word) == where
    assert places.stands(word) is bool(where)


def test_no_word_stands_across_texts() -> None:
    places = Places(["责", "任", ""])
    assert not places.stands("责任")
    assert not places.stands("责\n任")
    assert not places.stands("")
