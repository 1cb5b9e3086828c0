"""Answers to questions that were written without seeing the program never get fewer right than are on record."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Literal, NamedTuple

import pytest
import yaml

import dutygraph
from app import pipeline
from queries.evaluate import NEGATIVE, AnswerScores, evaluate_answers, read_questions, render_answers
from queries.phrasebook import sentences
from queries.types import Answer

ASKED = Path(__file__).parent.parent / "asked"
RECORD = yaml.safe_load((ASKED / "record.yaml").read_text("utf-8"))
STATUTES = yaml.safe_load((ASKED / "statutes.yaml").read_text("utf-8"))


class Gaps(NamedTuple):
    """How many questions ask for what is not provided, how many answers say so, and how many only by coming near."""

    asked: int
    right: int
    nearest: int


def ask(store: Path, name: str) -> tuple[AnswerScores, list[Answer]]:
    """Score the answers of a store to a file of questions."""
    questions = read_questions([ASKED / f"questions-{name}.jsonl"])
    with dutygraph.open(store) as graph:
        answers = [graph.ask(question.question) for question in questions]
    return evaluate_answers(questions, answers), answers


def gaps(scores: AnswerScores, answers: Sequence[Answer]) -> Gaps:
    """Count the gaps; whatever is answered by nearest meaning says first that no provision has the words asked for."""
    asked = [
        (one, answer) for one, answer in zip(scores.judgements, answers, strict=True) if one.question.type == "gap"
    ]
    nearest = [one for one, answer in asked if one.right and "words" in answer.interpretation.relaxed]
    return Gaps(len(asked), sum(one.right for one, _ in asked), len(nearest))


def hold(name: str, scores: AnswerScores, answers: Sequence[Answer]) -> None:
    """Fail when fewer are right than on record, and warn when more are."""
    known = RECORD[name]
    assert len(scores.judgements) == known["asked"]
    assert scores.right >= known["right"], render_answers(scores)
    answered = [one.question.id for one in scores.judgements if not one.right and not one.question.answerable]
    assert len(answered) <= known["unanswerable_answered"], answered
    found, recorded = gaps(scores, answers), Gaps(**known["gaps"])
    assert found.asked == recorded.asked
    assert found.right >= recorded.right
    assert found.right - found.nearest >= recorded.right - recorded.nearest
    if scores.right > known["right"] or len(answered) < known["unanswerable_answered"] or found != recorded:
        told = f"{scores.right} right, {len(answered)} unanswerable answered, {found}"
        warnings.warn(f"{name} rose: record in record.yaml {told}", stacklevel=2)


def test_nothing_got_lost() -> None:
    files = {path.stem.removeprefix("questions-") for path in ASKED.glob("questions-*.jsonl")}
    assert files == set(RECORD)
    assert sum(known["asked"] for known in RECORD.values()) == 891
    assert sum(known["gaps"]["asked"] for known in RECORD.values()) == 83
    assert {f"statutes-{name}" for name in STATUTES} == {name for name in RECORD if name.startswith("statutes-")}
    assert len({file for files in STATUTES.values() for file in files}) == 47


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("sentence", ["nearest_none", "nearest_none_in"])
def test_what_begins_an_answer_by_nearest_meaning_passes_for_a_gap(
    language: Literal["zh", "en"], sentence: str
) -> None:
    assert NEGATIVE.search(sentences(language)[sentence])


def test_shipped_texts(shipped_store: Path) -> None:
    hold("shipped", *ask(shipped_store, "shipped"))


def test_added_policy_texts(tmp_path: Path) -> None:
    store = tmp_path / "store"
    dutygraph.build(store=store).close()
    texts = sorted((ASKED / "texts").glob("*.md"))
    assert len(texts) == 13
    pipeline.add(texts, str(store))
    hold("policy", *ask(store, "policy"))


@pytest.mark.laws
@pytest.mark.parametrize("name", sorted(STATUTES))
def test_added_statutes(name: str, laws: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    dutygraph.build(store=store).close()
    pipeline.add([laws / file for file in STATUTES[name]], str(store))
    hold(f"statutes-{name}", *ask(store, f"statutes-{name}"))
