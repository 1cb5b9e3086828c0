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
        ("湖南2017年的细则里县级党委负什么责任", {"document": ("hunan-2017",), "level": ("county",)}),
        ("村这一级谁是第一责任人", {"level": ("village",), "role": ("first",)}),
        ("中央办法对市级和县级党政主要负责人有什么要求",
         {"level": ("city", "county"), "position": ("principal-leader",)}),
        ("What must the trade unions, the Youth League and the women's federation do?",
         {"actor": ("mass-organization",)}),
        ("湖南细则和2016年的办法有何区别", {"document": ("hunan-2017", "central-2016")}),
        ("How many poor counties must a provincial head visit?", {"level": ("province",)}),
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


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("湖南2017年的细则里县级党委负什么责任", set()),  # 细则 is the end of the title
        ("村支书要干的事全列给我", set()),
        ("What must the trade unions, the Youth League and the women's federation do?", set()),
    ],
)
def test_what_tells_nothing_is_no_word(session, question, words):
    assert {word.asked for word in session.read(question).words} == words


@pytest.mark.parametrize(
    ("question", "unknown"),
    [("管护经费县乡村三级怎么分摊", ()), ("费县的管护办法怎么规定", ("费县",)), ("国务院2021年修订的测绘法", ())],
)
def test_a_region_begins_where_a_word_does(session, question, unknown):
    assert session.read(question).unknown_documents == unknown


@pytest.mark.parametrize(
    "question",
    [
        "Who is the current head of the Suzhou education bureau?",
        "宿州市现任教育局局长是谁",
        "How many people live in Baiyin?",
    ],
)
def test_persons_in_office_and_counts_of_people_are_no_provisions(session, question):
    assert session.ask(question).status == "refused"
