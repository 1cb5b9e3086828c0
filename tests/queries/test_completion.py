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


def rank(typed: str, question: str) -> str:
    return "begins" if question.startswith(typed) else "holds" if typed in question else "in order"


@pytest.mark.parametrize(
    ("language", "begun", "ranks"),
    [
        ("zh", "脱贫攻坚", ["begins", "holds"]),
        ("en", "to", ["begins", "holds"]),
        ("zh", "宿州市衔接责任制实施办法规定乡", ["begins", "in order"]),
        ("zh", "信访", ["holds"]),
        ("zh", "宿州乡镇第一", ["in order"]),
    ],
)
def test_what_begins_so_comes_before_what_holds_it_and_that_before_what_has_it_in_order(
    completions, language, begun, ranks
):
    found = [rank(begun, question) for question in completions[language].complete(begun, 100)]
    assert found == sorted(found, key=ranks.index)
    assert list(dict.fromkeys(found)) == ranks


@pytest.mark.parametrize("language", ["zh", "en"])
def test_as_many_as_are_wanted_are_given(completions, language):
    assert len(completions[language].examples(100)) == 100
    assert len(completions[language].complete("", 100)) == 100


@pytest.mark.parametrize("begun", ["xyzzy", "第三十二条火星", "x" * 5000, '"} UNION {'])
def test_what_cannot_be_completed_gives_nothing(completions, begun):
    assert completions["zh"].complete(begun) == ()


def test_nothing_typed_gives_examples(completions):
    assert completions["zh"].complete("  ", 4) == completions["zh"].examples(4)


def test_no_question_about_norms_that_is_made_is_refused(completions, session):
    """Only documents that do not say when they take effect and the like; these are left out of what is offered."""
    for completion in completions.values():
        made = completion._all
        assert len(made) > 200
        refused = {question for question in made if session.ask(question).status == "refused"}
        assert refused <= set(completion._questions["facts"])
        assert len(refused) < 0.05 * len(made), refused
        assert not refused & set(completion.examples(100))
