"""Any text at all is read: no exception, no lost character, no time beyond reason."""

from __future__ import annotations

import time
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.read import read_text
from corpus.segments import segments
from corpus.structure import leaves
from corpus.types import Document, Metadata

SECONDS = 30.0
"""What reading a text of 10 MB may take on a machine that does other things beside; it takes 1 to 5 s alone."""


def _read(text: str) -> Document:
    """Read a text and check that it is whole: leaves, offsets, metadata, segments."""
    document = read_text(text, Metadata("a"))
    assert document.text == text
    assert "".join(text[leaf.start : leaf.end] for leaf in leaves(document.root)) == text
    assert len(document.checksum) == 64
    return document


# Lone surrogates, controls, unassigned code points: nothing is left out.
_ANY = st.text(st.characters(exclude_categories=()), max_size=200)
_MARKS = st.sampled_from(
    ["第一条", "第十条之一 ", "第一章 总则", "第二编", "一、", "（一）", "(2)", "1.", "①", "附件1", "附件：",
     "修改为：“", "“第三条 ", "”", "\ud800", "\udfff", "\0", "\x1b", "\x85", "\u2028", "\ufeff", "\r", "\n", "\t",
     "　", " ", "。", "，", "根据《", "》制定", "同时废止", "适用本办法。", "由甲负责解释", "自2020年1月1日起施行",
     "2020年13月99日", "|", "# ", "<!--", "-->"]
)  # fmt: skip


@given(_ANY)
def test_any_text(text: str) -> None:
    document = _read(text)
    for segment in segments(document):
        assert 0 <= segment.start < segment.end <= len(document.clean.text)


@given(st.lists(st.one_of(_MARKS, st.text(st.characters(exclude_categories=()), max_size=3)), max_size=60).map("".join))
def test_any_sequence_of_marks_and_characters(text: str) -> None:
    segments(_read(text))


LARGE = {
    "10 MB without a mark on one line": "甲应当会同乙办理，并报丙。" * 262_000,
    "10 MB without a full stop": "甲应当会同乙办理，" * 400_000,
    "10 MB of marks on one line": "（一）甲应当。第一条 乙。" * 260_000,
    "10 MB of sections on one line": "一、甲应当。二、乙。" * 300_000,
    "100,000 articles": "".join(f"第{number}条 甲。\n" for number in range(1, 100_001)),
    "100,000 chapters": "第一章 总则\n" * 100_000,
    "100,000 headings of Markdown": "## 第一章 甲\n\n" * 100_000,
    "100,000 marks of six kinds": "第一编 甲\n第一章 甲\n第一节 乙\n第一条 丙\n（一）丁\n1.戊\n" * 17_000,
    "3 million blanks": " " * 3_000_000,
    "3 million line ends": "\n" * 3_000_000,
    "open titles": "《" * 1_000_000,
    "comments without an end": "<!--" * 500_000,
    "stray blanks": "，甲 乙" * 300_000,
    "broken lines": "甲，\n乙" * 500_000,
    "amendments without an end": "修改为：“" * 300_000,
    "amendments with quotations": "修改为：“甲“乙”" * 200_000,
    "annexes": "第一条 甲\n" + "附件：\n" * 200_000,
    "titles that are repealed": "《甲》废止" * 300_000,
    "surrogates": "".join(chain.from_iterable(("\ud800", "第一条 "))) * 100_000,
}


@pytest.mark.slow
@pytest.mark.parametrize("name", LARGE)
def test_large_texts(name: str) -> None:
    began = time.process_time()
    _read(LARGE[name])
    assert time.process_time() - began < SECONDS


def test_all_cases_were_collected() -> None:
    assert len(LARGE) == 19
