"""Slips of one character are mended into words that are known, and nothing else is."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from queries.spelling import Correction
from queries.text import normalise

MENDED = [
    ("乡镇一级第一责认人是谁", "第一责认人", "第一责任人"),  # another character of like shape, no word
    ("驻村工作对有哪些职责", "工作对", "工作队"),  # of the same sound
    ("白银区过度期内做什么", "过度期内", "过渡期内"),
    ("湖南省记委负责什么", "省记委", "省纪委"),
    ("县级党委主要负责任", "县级党委主要负责任", "县级党委主要负责人"),
    ("监管任责由谁负", "监管任责", "监管责任"),  # swapped
    ("乡村振心责任制实施办法第十六条", "乡村振心责任制实施办法", "乡村振兴责任制实施办法"),
    ("who bears the overal responsibility for petitions", "overal", "overall"),
    ("what responsiblity do the townships bear", "responsiblity", "responsibility"),
]
KEPT = [
    "镇级党委负什么责任",  # 县级党委 is another
    "扶贫项目资金由谁管",  # 扶贫项目资产 is another
    "哪个单位负责",  # 各单位
    "驻村工作队有哪些职责",  # 驻村工作队员
    "国家档案局的联系电话是多少",  # 联系点
    "公益设施由谁管护",
    "书记县长负什么责任",
    "what must the householders do about the machinery",
    "?",
]


@pytest.fixture(scope="module")
def spelling(session):
    return session._understanding._spelling


@pytest.mark.parametrize(("text", "asked", "read"), MENDED)
def test_mended(spelling, text, asked, read):
    assert spelling.mend(text) == (text.replace(asked, read), (Correction(asked, read),))


@pytest.mark.parametrize("text", KEPT)
def test_kept(spelling, text):
    assert spelling.mend(text) == (text, ())


def test_questions_without_slips_are_kept(spelling, root):
    cases = yaml.safe_load((root / "tests" / "questions.yaml").read_text("utf-8"))
    texts = [normalise(case["question"]) for case in cases]
    assert len(texts) > 200
    assert [text for text in texts if spelling.mend(text)[1]] == []


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.text(max_size=40))
def test_any_text_is_mended_or_kept(spelling, text):
    mended, corrections = spelling.mend(text)
    assert corrections or mended == text


def test_the_answer_says_what_was_mended(session):
    answer = session.ask("驻村工作对在湖南细则里要干什么")
    assert answer.interpretation.corrected == (("工作对", "工作队"),)
    assert "“工作对”读作“工作队”" in answer.interpretation.text
    assert answer.to_json()["interpretation"]["corrected"] == [["工作对", "工作队"]]
