"""The index of places, and looking through few texts, give what looking into every text gives."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queries.lines import Lines
from queries.places import Places

LETTERS = "责任人a \U00020000\ud800\0"
TEXTS = st.lists(st.text(LETTERS, max_size=12), max_size=6)


@pytest.mark.parametrize("kind", [Places, Lines])
@given(TEXTS, st.text(LETTERS, max_size=5))
def test_any_word_is_found_where_it_stands(kind: type[Places | Lines], texts: list[str], word: str) -> None:
    places = kind(texts)
    where = {number for number, text in enumerate(texts) if word and word in text}
    assert places.texts(word) == where
    assert places.stands(word) is bool(where)


@pytest.mark.parametrize("kind", [Places, Lines])
def test_no_word_stands_across_texts(kind: type[Places | Lines]) -> None:
    places = kind(["责", "任", ""])
    assert not places.stands("责任")
    assert not places.stands("责\n任")
    assert not places.stands("")
