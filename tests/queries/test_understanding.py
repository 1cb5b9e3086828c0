"""Questions are read as their forms say; the examples of intents.yaml are read with their intents."""

from __future__ import annotations

import pytest

from queries import phrasebook
from queries.errors import QuestionError
from queries.text import MAXIMUM_LENGTH, language, normalise

CUES = phrasebook.cues()
DOCUMENT = [(cue.intent, example) for cue in CUES.document for example in cue.examples]
ASK = [(cue.intent, example) for cue in CUES.ask for example in cue.examples]
KINDS = {cue.intent: cue.kinds for cue in CUES.kind}
KIND = [(cue.intent, example) for cue in CUES.kind for example in cue.examples]


def test_nothing_got_lost():
    assert (len(CUES.document), len(CUES.ask), len(CUES.kind)) == (10, 10, 8)
    assert (len(DOCUMENT), len(ASK), len(KIND)) == (28, 20, 19)


@pytest.mark.parametrize(("intent", "question"), DOCUMENT)
def test_fact_about_a_document(session, intent, question):
    assert session.read(question).intent == intent


@pytest.mark.parametrize(("ask", "question"), ASK)
def test_part_that_is_asked_for(session, ask, question):
    assert ask in session.read(question).asks


@pytest.mark.parametrize(("intent", "question"), KIND)
def test_kind_of_norm(session, intent, question):
    assert set(KINDS[intent]) & set(session.read(question).slots.kind)


@pytest.mark.parametrize(
    ("question", "slots"),
    [
        ("乡镇一级扶贫项目资产谁是第一责任人",
         {"level": ("township",), "matter": ("project-assets",), "role": ("first",)}),
        ("who is first responsible for project assets at township level",
         {"level": ("township",), "matter": ("project-assets",), "role": ("first",)}),
        ("宿州县区党委、政府主要负责人的责任",
         {"document": ("suzhou-2022",), "level": ("county",), "actor": ("party-committee", "government"),
          "position": ("principal-leader",)}),
        ("湖南省教育厅负责什么", {"document": ("hunan-2017",)}),
        ("省级党委和政府多久向中央报告一次", {"level": ("province",)}),
        ("每月20日前要报送什么", {"time": ("每月20日前",)}),
        ("宿州办法第16条", {"document": ("suzhou-2022",), "provision": ("第十六条",)}),
        ("中央文件里县级的第一责任人", {"document": ("central-2016", "central-2022"), "level": ("county",)}),
    ],
)  # fmt: skip
def test_slots(session, question, slots):
    found = session.read(question).slots
    assert {name: getattr(found, name) for name in slots} == slots


@pytest.mark.parametrize(
    ("asked", "same"),
    [
        ("鄉鎮一級誰是第一責任人？", "乡镇一级谁是第一责任人?"),
        ("宿州　第１８条", "宿州第18条"),
        ("who\tis  responsible", "who is responsible"),
        ("谁\u200b负\x07责", "谁负责"),
    ],
)
def test_normalised(asked, same):
    assert normalise(asked) == same


@pytest.mark.parametrize("bad", ["", "   ", "\n\t", "问" * (MAXIMUM_LENGTH + 1)])
def test_no_question(session, bad):
    with pytest.raises(QuestionError):
        session.ask(bad)


@pytest.mark.parametrize(
    ("text", "expected"), [("who 负责 project assets at township level", "en"), ("谁负责 PPP 项目", "zh")]
)
def test_language(text, expected):
    assert language(text) == expected
