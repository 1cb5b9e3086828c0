"""Two texts side by side: nothing is lost, moved clauses are found, and long texts take bounded time."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queries.comparison.difference import MAXIMUM_CLAUSES, align, clauses, difference
from queries.comparison.types import ClauseDifference

POLICY = st.lists(
    st.sampled_from(
        [
            "县级党委",
            "负总责",
            "每年",
            "应当",
            "不得",
            "1,000",
            "30%",
            "，",
            "。",
            "；",
            "：",
            ",",
            ":",
            "“",
            "”",
            "\n",
            " ",
        ]
    ),
    max_size=40,
).map("".join)
TEXTS = st.one_of(POLICY, st.text(max_size=120))


def joined(found: tuple[ClauseDifference, ...], *changes: str) -> str:
    return "".join(piece.text for row in found for piece in row.pieces if piece.change in changes)


@settings(max_examples=300, deadline=None)
@given(TEXTS, TEXTS)
def test_nothing_is_lost(left, right):
    found = difference(left, right)
    assert joined(found, "equal", "delete") == left
    assert "".join(row.left for row in found) == left
    for row in found:
        assert "".join(piece.text for piece in row.pieces if piece.change != "insert") == row.left
        assert "".join(piece.text for piece in row.pieces if piece.change != "delete") == row.right
        assert all(piece.text for piece in row.pieces)
    # None of these texts has a clause so long that it is cut, or so many that they are joined.
    assert sorted(row.right for row in found if row.right) == sorted(clauses(right))


@given(TEXTS)
def test_clauses_are_the_text(text):
    assert "".join(clauses(text)) == text


@given(TEXTS)
def test_a_text_does_not_differ_from_itself(text):
    assert {piece.change for row in difference(text, text) for piece in row.pieces} <= {"equal"}


CASES = {
    "a number": (
        "每年预算安排不少于30%的资金。",
        "每年预算安排不少于40%的资金。",
        [("equal", "每年预算安排不少于"), ("delete", "3"), ("insert", "4"), ("equal", "0%的资金。")],
    ),
    "a clause more": (
        "负总责，督促检查。",
        "负总责，每年报告，督促检查。",
        [("equal", "负总责，"), ("insert", "每年报告，"), ("equal", "督促检查。")],
    ),
    "a clause less at the beginning": (
        "每年报告，负总责。",
        "负总责。",
        [("delete", "每年报告，"), ("equal", "负总责。")],
    ),
    "a clause that moved": (
        "加强组织领导；完善监测机制；公开资金使用情况；",
        "公开资金使用情况；加强组织领导；完善监测机制；",
        [("equal", "加强组织领导；"), ("equal", "完善监测机制；"), ("equal", "公开资金使用情况；")],
    ),
    "nothing in common": ("应当报告。", "鼓励捐赠", [("insert", "鼓励捐赠"), ("delete", "应当报告。")]),
    "one side empty": ("", "应当报告。", [("insert", "应当报告。")]),
    "both empty": ("", "", []),
}


@pytest.mark.parametrize("name", CASES)
def test_pieces(name):
    left, right, expected = CASES[name]
    assert [(piece.change, piece.text) for row in difference(left, right) for piece in row.pieces] == expected


def test_each_clause_is_in_one_pair_at_most():
    assert align(["应当报告", "应当报告"], ["应当报告"]) == [(0, 0)]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("应当每年报告，" * 3000, "应当每半年报告；" * 3000),  # many clauses
        ("县" * 20000, "县区" * 10000),  # no clause ends
        ("甲乙丙丁" * 5000, "丁丙乙甲" * 5000),  # as many changes as characters
    ],
)
def test_long_texts_take_bounded_time(left, right):
    started = time.process_time()
    found = difference(left, right)
    assert time.process_time() - started < 3
    assert joined(found, "equal", "delete") == left
    assert len(found) <= 2 * MAXIMUM_CLAUSES


def test_the_same_every_time():
    left, right = "省委负总责，每年报告。" * 30, "省级党委负总责；定期报告。" * 30
    assert difference(left, right) == difference(left, right)
