"""Slips of one character are mended into words that are known, and nothing else is."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from queries.evaluate import read_questions
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
# What is mended in the questions of tests/asked/questions-shipped.jsonl, in their order.
ASKED = [
    ("风险消徐", "风险消除"),
    ("工作对", "工作队"),
    ("过度期", "过渡期"),
    ("工作对", "工作队"),
    ("托贫攻坚", "脱贫攻坚"),
    ("第一责认人", "第一责任人"),
    ("省记委", "省纪委"),
    ("乡村振心责任制实施办法", "乡村振兴责任制实施办法"),
    ("省抉贫开发领导小组", "省扶贫开发领导小组"),
    ("责任单泣", "责任单位"),
    ("防止反贫监测帮扶", "防止返贫监测帮扶"),
    ("盘绵市精准扶贫督查追责办法", "盘锦市精准扶贫督查追责办法"),
    ("检测对象识别和风险消除", "监测对象识别和风险消除"),
    ("跟踪审记", "跟踪审计"),
    ("盘锦市督查追责办发", "盘锦市督查追责办法"),
    ("易地扶贫般迁后续扶持", "易地扶贫搬迁后续扶持"),
]
SLIPS = ("other", "missing", "doubled", "swapped")


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


def test_slips_in_questions_of_others_are_mended(spelling, root):
    questions = read_questions([root / "tests" / "asked" / "questions-shipped.jsonl"])
    assert len(questions) == 420
    mended = [pair for question in questions for pair in spelling.mend(normalise(question.question))[1]]
    assert mended == ASKED


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.text(max_size=40))
def test_any_text_is_mended_or_kept(spelling, text):
    mended, corrections = spelling.mend(text)
    assert corrections or mended == text


def slip(word: str, place: int, kind: str, other: str) -> str:
    """Return a word with one slip at a place: `other` instead, or a character missing, doubled or swapped."""
    before, here, after = word[:place], word[place], word[place + 1 :]
    if kind == "swapped":
        return before + after[:1] + here + after[1:]
    return before + {"other": other, "missing": "", "doubled": here * 2}[kind] + after


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.data())
def test_the_corrections_lead_to_what_is_read_and_leave_nothing_to_mend(spelling, data):
    words = sorted(spelling._words)
    word = data.draw(st.sampled_from(words))
    place = data.draw(st.integers(0, len(word) - 1))
    written = slip(word, place, data.draw(st.sampled_from(SLIPS)), data.draw(st.sampled_from(words))[0])
    text = data.draw(st.sampled_from(["", "宿州", "湖南的"])) + written + data.draw(st.sampled_from(["", "由谁负责"]))
    mended, corrections = spelling.mend(text)
    for asked, read in corrections:
        assert asked in text
        assert read in spelling._words
        text = text.replace(asked, read, 1)
    assert text == mended
    assert spelling.mend(mended) == (mended, ())


def test_most_swapped_characters_of_long_words_are_mended_rightly(spelling):
    words = [word for word in sorted(spelling._words) if len(word) > 3][::20]
    slips = [(word, slip(word, len(word) // 2 - 1, "swapped", "")) for word in words]
    changed = [(word, written) for word, written in slips if word != written]
    assert len(changed) > 150
    read = [(word, spelling.mend(f"宿州{written}由谁负责")[0]) for word, written in changed]
    right = [word for word, text in read if text == f"宿州{word}由谁负责"]
    assert len(right) > 0.9 * len(changed)


def test_the_answer_says_what_was_mended(session):
    answer = session.ask("驻村工作对在湖南细则里要干什么")
    assert answer.interpretation.corrected == (("工作对", "工作队"),)
    assert "“工作对”读作“工作队”" in answer.interpretation.text
    assert answer.to_json()["interpretation"]["corrected"] == [["工作对", "工作队"]]
