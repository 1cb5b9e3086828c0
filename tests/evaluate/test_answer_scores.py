"""Scores of answers are those of the reference scorer, whose verdicts on the same input are recorded here."""

from __future__ import annotations

import json

import pytest

from corpus.errors import ReadError
from queries.evaluate import Question, evaluate_answers, judge, read_questions, render_answers
from queries.types import Answer, Citation, Interpretation, Slots

ASSETS = Question(
    id="q1",
    type="responsibility",
    question="乡镇一级扶贫项目资产谁是第一责任人？",
    answerable=True,
    must=frozenset({("suzhou-2022", "第十六条"), ("suzhou-2022", "第十八条")}),
    ok=frozenset({("suzhou-2022", "第十三条")}),
    actors=("乡镇党委", "村“两委”"),
    values=("监管责任",),
)
GAP = Question("q2", "gap", "宿州规定了村级的第一责任人吗？", answerable=True)
WEATHER = Question("q3", "unanswerable", "今天天气怎么样？", answerable=False)
FREE = Question("q4", "meta", "有哪些文件？", answerable=True, values=("宿州",))


def answer(text="", actors=(), cited=(), besides=(), status="answered", reason=None, quote=""):
    citations = [
        Citation(document, provision, "", quote, 0, len(quote), "", primary)
        for pairs, primary in ((cited, True), (besides, False))
        for document, provision in pairs
    ]
    read = Interpretation("", "responsibility", Slots())
    return Answer("", "zh", status, reason, read, text, tuple(actors), tuple(citations))


BOTH = [("suzhou-2022", "第十六条"), ("suzhou-2022", "第十八条")]
OFF = [("hunan-2017", "第一条"), ("hunan-2017", "第二条"), ("hunan-2017", "第三条")]
NAMED = ["乡镇党委", '村"两委"']

# question, answer, right, citation recall and precision as the reference scorer gives them
CASES = {
    "complete": (ASSETS, answer("负监管责任", NAMED, BOTH), True, 1.0, 1.0),
    "allowed besides": (ASSETS, answer("负监管责任", NAMED, [*BOTH, ("suzhou-2022", "第十三条")]), True, 1.0, 1.0),
    "half off target": (ASSETS, answer("负监管责任", NAMED, BOTH + OFF[:2]), True, 1.0, 0.5),
    "mostly off target": (ASSETS, answer("负监管责任", NAMED, BOTH + OFF), False, 1.0, 0.4),
    "one missing": (ASSETS, answer("负监管责任", NAMED, BOTH[:1]), False, 0.5, 1.0),
    "missing is only secondary": (ASSETS, answer("负监管责任", NAMED, BOTH[:1], BOTH[1:]), False, 0.5, 1.0),
    "no citation": (ASSETS, answer("负监管责任", NAMED), False, 0.0, 0.0),
    "actor in the text": (ASSETS, answer("乡镇党委、村 两委负监管责任", cited=BOTH), True, 1.0, 1.0),
    "actor only in a quote": (ASSETS, answer("", NAMED[:1], BOTH, quote="村“两委”负监管责任"), False, 1.0, 1.0),
    "value in a quote": (ASSETS, answer("", NAMED, BOTH, quote="负监管责任"), True, 1.0, 1.0),
    "value missing": (ASSETS, answer("", NAMED, BOTH), False, 1.0, 1.0),
    "refused": (ASSETS, answer(status="refused", reason="not_understood"), False, 0.0, 0.0),
    "gap refused": (GAP, answer(status="refused", reason="not_stated"), True, None, None),
    "gap refused for another reason": (GAP, answer(status="refused", reason="out_of_scope"), False, None, None),
    "gap told": (GAP, answer("宿州的办法未规定村级第一责任人。"), True, None, None),
    "gap told in English": (GAP, answer("There is No Provision on it."), True, None, None),
    "gap overlooked": (GAP, answer("村党组织是第一责任人。"), False, None, None),
    "unanswerable refused": (WEATHER, answer(status="refused", reason="out_of_scope"), True, None, None),
    "unanswerable answered": (WEATHER, answer("晴"), False, None, None),
    "nothing to cite": (FREE, answer("宿州、湖南"), True, 1.0, 1.0),
    "nothing to cite, cited": (FREE, answer("宿州", cited=BOTH), False, 1.0, 0.0),
}


@pytest.mark.parametrize(("question", "given", "right", "recall", "precision"), CASES.values(), ids=CASES)
def test_same_verdict_as_the_reference_scorer(question, given, right, recall, precision):
    judgement = judge(question, given)
    assert (judgement.right, judgement.recall, judgement.precision) == (right, recall, precision)


def test_totals_are_those_of_the_reference_scorer():
    scores = evaluate_answers([case[0] for case in CASES.values()], [case[1] for case in CASES.values()])
    assert (scores.right, len(scores.judgements)) == (10, 21)
    assert scores.recall == pytest.approx(0.786, abs=0.0005)
    assert scores.precision == pytest.approx(0.707, abs=0.0005)
    assert scores.by_type == {"gap": (3, 5), "meta": (1, 2), "responsibility": (5, 12), "unanswerable": (1, 2)}


def test_report_names_wrong_answers_and_why():
    questions = [ASSETS, WEATHER, GAP]
    report = render_answers(evaluate_answers(questions, [answer("", NAMED[:1], OFF), answer("晴"), answer("未规定")]))
    assert "missing suzhou-2022 第十八条、suzhou-2022 第十六条" in report
    assert "actors not named: 村“两委”" in report
    assert "values not given: 监管责任" in report
    assert "answered the unanswerable" in report
    assert GAP.question not in report
    assert report.endswith("gap 1/1  responsibility 0/1  unanswerable 0/1")
    assert "right 1/3 = 0.333" in report


def test_no_questions_no_figures():
    assert render_answers(evaluate_answers([], [])).startswith("right 0/0   citation recall -   precision -")


def test_one_answer_for_each_question():
    with pytest.raises(ValueError, match="zip"):
        evaluate_answers([GAP, FREE], [answer()])


def test_development_questions_are_all_there(gold_folder):
    questions = read_questions([gold_folder])
    assert len(questions) == 30
    assert sum(question.answerable for question in questions) == 27
    headline = questions[0]
    assert headline.question == ASSETS.question
    assert headline.must == ASSETS.must


@pytest.mark.parametrize(
    "row", [{"id": "q1"}, {"id": "q1", "type": "gap", "question": "？", "answerable": True, "must": ["suzhou-2022"]}]
)
def test_bad_question_is_one_clear_sentence(tmp_path, row):
    file = tmp_path / "questions.bad.jsonl"
    file.write_text(json.dumps(row), "utf-8")
    with pytest.raises(ReadError, match="question 1: not a question"):
        read_questions([file])
