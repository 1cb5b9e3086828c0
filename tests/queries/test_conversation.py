"""A question that goes on from another keeps what it does not name itself."""

from __future__ import annotations

import pytest

from queries.asking import goes_on
from queries.conversation import Conversation, follow

# Questions of one conversation, each with the provisions that have to be cited, or the reason of a refusal.
TALKS = [
    [
        ("宿州乡镇一级谁是第一责任人？", {("suzhou-2022", "第十六条")}),
        ("那县级呢？", {("suzhou-2022", "第九条")}),
        ("湖南呢？", {("hunan-2017", "第十条")}),
        ("那村里呢？", "not_stated"),
        ("它什么时候施行？", {("hunan-2017", "第二十九条")}),
        ("那第十六条呢？", {("hunan-2017", "第十六条")}),
    ],
    [
        ("who is the first responsible person at county level in Suzhou", {("suzhou-2022", "第九条")}),
        ("what about the townships", {("suzhou-2022", "第十六条")}),
        ("and in Hunan?", "not_stated"),
        ("when does it take effect", {("hunan-2017", "第二十九条")}),
    ],
    [
        ("县级可以统筹多少中央财政衔接资金支持非贫困村？", {("suzhou-2022", "第十三条")}),
        ("哪个文件规定的？", {("suzhou-2022", "第十三条")}),
    ],
    [
        ("驻村工作队有哪些职责", {("suzhou-2022", "第二十七条")}),
        ("深圳呢？", "document_not_loaded"),
    ],
]
# A question that names everything itself, after one that would change it.
ALONE = [
    ("宿州乡镇一级谁是第一责任人？", "湖南有哪些第一责任人"),
    ("宿州的乡镇党委主要负责人负什么责任", "谁负责解释乡村振兴责任制实施办法"),
    (
        "who is the first responsible person at township level in Suzhou",
        "who are the first responsible persons in Hunan",
    ),
]


@pytest.mark.parametrize("talk", TALKS, ids=[talk[0][0] for talk in TALKS])
def test_talk(session, talk):
    conversation = Conversation(session)
    for question, expected in talk:
        answer = conversation.ask(question)
        given = {(citation.document, citation.provision) for citation in answer.citations if citation.primary}
        assert answer.question == question
        if isinstance(expected, str):
            assert answer.reason == expected, (question, answer.answer)
        else:
            assert expected <= given, (question, answer.answer)


@pytest.mark.parametrize(("before", "question"), ALONE)
def test_nothing_is_kept_for_a_question_that_names_everything(session, before, question):
    conversation = Conversation(session)
    conversation.ask(before)
    alone = session.ask(question)
    answer = conversation.ask(question)
    assert (answer.interpretation, answer.citations) == (alone.interpretation, alone.citations)
    kept = session.reply(follow(session.read(before), session.read(question)))
    assert kept.interpretation != alone.interpretation


@pytest.mark.parametrize(
    ("question", "so"),
    [
        ("那县级呢？", True),
        ("县级呢", True),
        ("它由谁解释", True),
        ("那份文件由谁解释", True),
        ("what about the counties", True),
        ("谁负责解释宿州办法", False),
        ("who interprets the Suzhou measure", False),
    ],
)
def test_goes_on(session, question, so):
    assert goes_on(session.read(question)) is so


@pytest.mark.parametrize("question", ["那县级呢？", "what about the townships?", "那湖南呢"])
def test_without_a_question_before_it_is_asked_what_for(session, question):
    answer = session.ask(question)
    assert (answer.status, answer.reason) == ("refused", "ambiguous")
    assert answer.suggestions
    assert session.ask(answer.suggestions[0]).status == "answered"
