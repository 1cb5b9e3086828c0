"""What an answer takes from elsewhere: the sanction that names a provision, who stands at the end of an item."""

from __future__ import annotations

import pytest

from ontology.lexicon import read_lexicon
from queries.answer import Session

# Where something is forbidden or ordered, and where it is punished; 甲市 article 8 punishes what breaks article 3.
BROKEN = [
    ("甲市的县政府不对本行政区域的河湖保护负起主体责任，会受什么处罚？", "第八条"),
    ("违反甲市河湖管理保护办法第三条怎么处罚？", "第八条"),
    ("What are the consequences of breaking Article 3 of 甲市河湖管理保护办法?", "第八条"),
]


@pytest.fixture(scope="module")
def of_rivers(rivers):
    return Session(rivers, read_lexicon())


@pytest.mark.parametrize(("question", "label"), BROKEN)
def test_the_sanction_is_where_its_provision_is_named(of_rivers, question, label):
    answer = of_rivers.ask(question)
    assert ("jia-2020", label) in {(c.document, c.provision) for c in answer.citations if c.primary}, answer.answer
    assert "通报批评" in answer.answer


def test_another_provision_is_not_punished_with_it(of_rivers):
    answer = of_rivers.ask("违反甲市河湖管理保护办法第四条怎么处罚？")
    assert "第八条" not in {c.provision for c in answer.citations if c.primary}


@pytest.mark.parametrize(
    ("question", "label", "actors"),
    [
        ("白银方案里金融服务政策的责任单位是哪些", "四(二)", {"区金融办", "区财政局"}),
        ("Which bodies are the responsible units for financial service policies in the Baiyin plan?",
         "四(二)", {"区金融办"}),
    ],
)  # fmt: skip
def test_who_stands_at_the_end_of_an_item(session, question, label, actors):
    answer = session.ask(question)
    assert answer.interpretation.relaxed == ()
    assert {c.provision for c in answer.citations if c.primary} == {label}
    assert actors <= set(answer.actors)


def test_what_a_digest_says_of_a_missing_article_is_proof(session):
    answer = session.ask("中央农村工作领导小组按2022年中央办法牵头什么")
    assert ("central-2022", "第四条") in {(c.document, c.provision) for c in answer.citations if c.primary}


def test_a_digest_of_a_whole_document_is_none_beside_a_text(session):
    answer = session.ask("比较2016年的办法和湖南细则中县级党委和政府的责任")
    primary = {c.document for c in answer.citations if c.primary}
    assert "hunan-2017" in primary
    assert "central-2016" in {c.document for c in answer.citations} - primary
