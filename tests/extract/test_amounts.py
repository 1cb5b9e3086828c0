"""Quantities become bounds, whatever stands in them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.amounts import parse

CASES = [
    ("五百元以上二千元以下", (500, 2000, "元")),
    ("不低于百分之二十", (20, None, "%")),
    ("不得超过一百二十平方米", (None, 120, "平方米")),
    ("两名以上", (2, None, "名")),
    ("一至三倍", (1, 3, "倍")),
    ("1,200元", (1200, 1200, "元")),
    ("0.5亿元以下", (None, 50_000_000, "元")),
]


@pytest.mark.parametrize(("words", "wanted"), CASES)
def test_bounds(words: str, wanted: tuple[float | None, float | None, str]) -> None:
    parsed = parse(words)
    assert parsed is not None
    assert (parsed.low, parsed.high, parsed.unit) == wanted


@given(
    st.lists(st.sampled_from("零一二两十百千万亿元%倍名日年以上下至不超过分之0123456789.,"), max_size=16).map("".join)
)
def test_any_words_are_read(words: str) -> None:
    parsed = parse(words)
    assert parsed is None or parsed.unit
