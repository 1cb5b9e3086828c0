"""What has not all that was asked comes near by sense: other words, sentences that bind nobody, what stands beside."""

from __future__ import annotations

import re

import pytest

from queries import dictionary, widen

# Questions in words that the provision does not have, and the provision.
NEAR = [
    ("白银方案里卖地的收益要拿出几成投到农业农村", "baiyin-2021", "四(三)"),
    ("白银区娃娃不念书了、住房不安全，这些归哪几家局管", "baiyin-2021", "二(一)"),
    ("到2024年，白银区要达到什么目标", "baiyin-2021", "一(二)"),
    ("宿州说村里扶贫资产的收益情况要给群众看吗", "suzhou-2022", "第二十五条"),
    ("In the Suzhou measure, what happens to officials who cheat in provincial assessments", "suzhou-2022", "第三十条"),
]


@pytest.mark.parametrize(("question", "document", "label"), NEAR)
def test_near(session, question, document, label):
    answer = session.ask(question)
    assert (document, label) in {(c.document, c.provision) for c in answer.citations if c.primary}, answer.answer


def test_what_only_comes_near_is_said_to(session):
    answer = session.ask("到2024年，白银区要达到什么目标")
    assert answer.interpretation.relaxed == ("words",)
    assert "没有条文与所问逐字相符。意思最近的规定是：" in answer.answer


def test_the_query_that_gives_a_sentence_is_told(session, graph):
    answer = session.ask("到2024年，白银区要达到什么目标")
    sentence = next(c for c in answer.citations if c.primary and not c.frame)
    words = [row["words"] for query in answer.sparql for row in graph.select(query) if "words" in row]
    assert any(sentence.quote in said for said in words)


def test_a_role_is_never_guessed(session):
    answer = session.ask("盘锦规定县级的首要责任由谁负")
    assert (answer.status, answer.reason) == ("refused", "not_stated")


def test_who_is_asked_for_is_taken_from_the_same_provision(session):
    answer = session.ask("白银区易地搬迁群众的后续扶持归哪几个单位管？")
    assert {"区发改局", "区民政局"} <= set(answer.actors)


def test_a_missing_time_is_said_to_be_missing(session):
    answer = session.ask("宿州办法规定驻村第一书记一届干几年？")
    assert answer.interpretation.relaxed == ("time",)
    assert "没有直接规定" in answer.answer


def test_the_rest_of_the_provision_stands_beside(session):
    answer = session.ask("盘锦督促检查采取什么方式")
    beside = [citation for citation in answer.citations if not citation.primary]
    assert len(beside) >= 3
    assert {citation.provision for citation in beside} == {"第十五条"}


@pytest.mark.parametrize(
    ("question", "premise"),
    [
        ("乡镇一级扶贫项目资产谁是第一责任人？", "推断（“扶贫项目资产”属于“"),
        (
            "who is first responsible for project assets at township level",
            "Inferred (“poverty-alleviation project assets”",
        ),
        ("宿州办法规定乡镇级谁是第一责任人？", ""),  # said as it stands
        ("宿州乡镇一级的首要责任由谁负？", ""),  # another role of the same level is none
        ("到2024年，白银区要达到什么目标", ""),  # nor is what comes near by its words
    ],
)
def test_inferences_name_their_premise(session, question, premise):
    text = session.ask(question).answer
    assert premise in text if premise else not re.search("推断|Inferred", text)


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("fireworks", "烟花"),
        ("Wholesalers", "批发"),
        ("subsidies", "补贴"),
        ("organisation", "组织"),
        ("planned", "计划"),
    ],
)
def test_english_words(word, meant):
    assert meant in dictionary.from_english(word)


@pytest.mark.parametrize(("word", "like"), [("卖", "出售"), ("报复", "打击报复"), ("拨", "划拨")])
def test_like_words(word, like):
    assert like in dictionary.alike(word)


@pytest.mark.parametrize(("word", "unlike"), [("罚款", "优良"), ("责任", "电荷")])
def test_one_word_of_several_meanings_does_not_join_them(word, unlike):
    assert unlike not in dictionary.alike(word)


def test_unknown_words_mean_nothing():
    assert dictionary.from_english("xyzzy") == dictionary.alike("龘龘") == ()


def test_what_a_provision_does_not_have_is_said(session):
    answer = session.ask("宿州办法第三十二条是不是规定责任追究由公安局负责实施？")
    assert answer.answer.startswith("该条没有提到“公安局”。")
    assert session.ask("宿州办法第三十二条是不是规定责任追究由纪检监察机关实施？").answer.startswith("《宿州市")


def test_words_are_counted_by_provision(session):
    catalogue = session.catalogue
    for words in (("乡镇",), ("约谈", "责任追究"), ("火星",), ("",), ("", "信访"), ("制",)):
        naive = sum(any(word and word in provision.words for word in words) for provision in catalogue.provisions)
        assert catalogue.spread(words) == naive


def test_a_general_provision_is_found_among_many_documents(session, monkeypatch):
    # Among many documents only the provisions that share the words are looked at; the general one shares none.
    monkeypatch.setattr(widen, "_MANY", 1)
    monkeypatch.setattr(widen, "_NEARBY", 8)
    answer = session.ask("乡镇一级扶贫项目资产谁是第一责任人？")
    assert [citation.provision for citation in answer.citations if citation.primary] == ["第十八条", "第十六条"]
