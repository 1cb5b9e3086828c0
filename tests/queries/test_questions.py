"""Every question of questions.yaml is answered as it says, with its proof in the stored texts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from ontology import frames as stored

CASES = yaml.safe_load((Path(__file__).parent.parent / "questions.yaml").read_text("utf-8"))


def squeezed(text):
    return re.sub(r"[\s“”\"'‘’]", "", text)


def test_nothing_got_lost():
    assert len(CASES) == 215
    assert len({case["question"] for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=[case["question"] for case in CASES])
def test_question(session, case):
    answer = session.ask(case["question"])
    primary = {(citation.document, citation.provision) for citation in answer.citations if citation.primary}
    if "status" in case:
        assert (answer.status, answer.reason) == ("refused", case["status"]), answer.answer
        assert not primary
        return
    assert answer.status == "answered", answer.answer
    must = {tuple(pair) for pair in case.get("must", ())}
    allowed = must | {tuple(pair) for pair in case.get("ok", ())}
    assert must <= primary, answer.answer
    if "must" in case and primary:
        assert len(primary & allowed) / len(primary) >= 0.5, answer.answer
    said = squeezed("".join((answer.answer, *answer.actors, *(citation.quote for citation in answer.citations))))
    assert all(actor in answer.actors for actor in case.get("actors", ())), answer.actors
    assert all(squeezed(value) in said for value in case.get("values", ())), said
    assert all(text in answer.answer for text in case.get("text", ())), answer.answer
    if "relaxed" in case:
        assert list(answer.interpretation.relaxed) == case["relaxed"]


def test_precision_of_all_citations(session):
    shares = []
    for case in CASES:
        if case.get("must"):
            answer = session.ask(case["question"])
            primary = {(citation.document, citation.provision) for citation in answer.citations if citation.primary}
            allowed = {tuple(pair) for pair in (*case["must"], *case.get("ok", ()))}
            shares.append(len(primary & allowed) / len(primary))
    assert len(shares) > 150
    assert sum(shares) / len(shares) >= 0.95


def test_citations_quote_the_text(session, graph):
    texts = {record.metadata.id: stored.text(graph, record.metadata.id) for record in stored.documents(graph)}
    quoted = 0
    for case in CASES:
        for citation in session.ask(case["question"]).citations:
            quote = texts[citation.document][citation.start : citation.end]
            assert quote == citation.quote, (case["question"], citation)
            quoted += bool(quote)
    assert quoted > 350


def test_the_query_that_ran_gives_the_norms_that_are_cited(session, graph):
    answer = session.ask("湖南省哪个机关对扶贫资金管理监督负首要责任？")
    rows = [row for query in answer.sparql for row in graph.select(query)]
    assert {citation.frame for citation in answer.citations} <= {row.get("value") for row in rows}


def test_headline_says_both_in_order(session):
    for question in (
        "乡镇一级扶贫项目资产谁是第一责任人？",
        "who is first responsible for project assets at township level",
    ):
        answer = session.ask(question)
        places = [citation.provision for citation in answer.citations if citation.primary]
        assert places.index("第十八条") < places.index("第十六条")
        assert answer.interpretation.relaxed == ("role", "matter")
        assert answer.actors == ("乡镇党委", "乡镇政府", "乡镇党委主要负责人", "乡镇政府主要负责人")


def test_same_question_same_answer(session):
    def told(question):
        answer = session.ask(question).to_json()
        return {name: value for name, value in answer.items() if name != "milliseconds"}

    for case in CASES[::10]:
        assert told(case["question"]) == told(case["question"])


def test_language_of_the_answer_can_be_chosen(session):
    assert "Article 9" in session.ask("宿州的县区主要负责人承担什么责任", "en").answer
    assert "第九条" in session.ask("what does Article 9 of the Suzhou measure say", "zh").answer
