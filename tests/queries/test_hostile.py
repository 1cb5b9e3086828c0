"""Whatever is asked, the answer is an Answer or a QuestionError, and nothing of the question becomes SPARQL."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from queries.errors import QuestionError
from queries.graph import iri, literal

FRAGMENTS = [
    *('"', "\\", "'", "(?:", "[", "*", "+", "{}", "?frame", "%s %d {0}", "\x00\x07\x1b", "\ue000", "\u202e", "𠀀"),
    *("} UNION { ?s ?p ?o }", 'x" . ?a ?b ?c #', "<script>alert(1)</script>", "DROP ALL", "; DELETE WHERE"),
    *(
        "SERVICE <http://example.org/>",
        "宿州",
        "湖南办法",
        "第十八条",
        "第９９９９９９条",
        "乡镇",
        "第一责任人",
        "扶贫项目资产",
    ),
    *("谁", "约谈", "多少", "每年", "《", "》"),
]
QUESTIONS = [
    *(
        "？？？！！！",
        "。",
        "(((((",
        "《》",
        "第条",
        "?s ?p ?o",
        "SELECT * WHERE { ?s ?p ?o }",
        "'; DROP TABLE frames; --",
    ),
    *("<script>alert('责任')</script>", '乡镇" } UNION { ?s ?p ?o } #谁是第一责任人', "第" + "九" * 500 + "条"),
    *("a" * 2000, "责" * 2000, "\x00宿州\x00办法", "宿州办法第0条", "宿州办法第99999999999999999999条"),
    *("{0} {title} %s 谁负责", "\ud800谁负责"),
]


def check(session, question):
    try:
        answer = session.ask(question)
    except QuestionError:
        return
    assert answer.status in ("answered", "refused")
    assert (answer.reason is None) == (answer.status == "answered")
    assert answer.answer
    for query in answer.sparql:
        # What a question brings stands in literals only: without them no word of an attack is left.
        bare = re.sub(r'"(?:[^"\\]|\\.)*"', '""', query)
        assert not re.search(r"UNION|DROP|DELETE|SERVICE|script|example\.org", bare)


@pytest.mark.parametrize("question", QUESTIONS)
def test_hostile_question(session, question):
    check(session, question)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)
@given(st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=12)), max_size=8).map("".join))
def test_any_question(session, question):
    check(session, question)


@given(st.text())
def test_a_literal_ends_where_it_should(text):
    written = literal(text)
    assert re.fullmatch(r'"(?:[^"\\\n\r]|\\["\\nrt])*"', written)


@given(st.text())
def test_an_iri_ends_where_it_should(text):
    assert re.fullmatch(r"<[^\x00-\x20<>\"{}|^`\\]*>", iri(text))
