"""Whatever is offered as a question is answered."""

from __future__ import annotations

import pytest

from ontology.lexicon import read_lexicon
from queries.completion import Completion


@pytest.fixture(scope="module")
def completions(session, graph):
    lexicon = read_lexicon()
    return {language: Completion(session, graph, lexicon, language) for language in ("zh", "en")}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_examples_are_of_several_kinds_and_documents_and_are_answered(completions, session, language):
    examples = completions[language].examples(12)
    assert len(set(examples)) == 12
    answers = [session.ask(example) for example in examples]
    assert {answer.status for answer in answers} == {"answered"}
    assert {answer.language for answer in answers} == {language}
    assert len({citation.document for answer in answers for citation in answer.citations}) >= 4
    assert len({answer.interpretation.intent for answer in answers}) >= 3


@pytest.mark.parametrize(
    ("language", "begun", "holds"),
    [
        ("zh", "宿州市衔接责任制实施办法规定乡", "乡镇"),  # what begins so
        ("zh", "信访", "信访"),  # what holds it
        ("zh", "宿州乡镇第一", "第一责任人"),  # what has it in order
        ("zh", "鄉鎮級誰是第一", "第一责任人"),
        ("en", "who is", "who is"),
        ("en", "first township suzhou", "township level"),
        ("en", "petition", "petitions"),
    ],
)
def test_completed(completions, session, language, begun, holds):
    found = completions[language].complete(begun, 5)
    assert found
    for question in found:
        assert holds in question
        assert session.ask(question).status == "answered"


@pytest.mark.parametrize("begun", ["xyzzy", "第三十二条火星", "x" * 5000, '"} UNION {'])
def test_what_cannot_be_completed_gives_nothing(completions, begun):
    assert completions["zh"].complete(begun) == ()


def test_nothing_typed_gives_examples(completions):
    assert completions["zh"].complete("  ", 4) == completions["zh"].examples(4)


def test_hardly_a_question_that_is_made_is_refused(completions, session):
    """Documents that do not say when they take effect and the like; these are left out of what is offered."""
    for completion in completions.values():
        made = completion._all
        assert len(made) > 200
        refused = [question for question in made if session.ask(question).status == "refused"]
        assert len(refused) < 0.05 * len(made), refused
