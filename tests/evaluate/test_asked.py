"""Answers to questions that were written without seeing the program never get fewer right than are on record."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

import dutygraph
from app import pipeline
from queries.evaluate import AnswerScores, evaluate_answers, read_questions, render_answers

ASKED = Path(__file__).parent.parent / "asked"
RECORD = yaml.safe_load((ASKED / "record.yaml").read_text("utf-8"))
STATUTES = yaml.safe_load((ASKED / "statutes.yaml").read_text("utf-8"))
Ask = Callable[[Path, str], AnswerScores]


@pytest.fixture(scope="module")
def ask() -> Ask:
    """Return what scores the answers of a store to a file of questions."""

    def score(store: Path, name: str) -> AnswerScores:
        questions = read_questions([ASKED / f"questions-{name}.jsonl"])
        with dutygraph.open(store) as graph:
            return evaluate_answers(questions, [graph.ask(question.question) for question in questions])

    return score


def hold(name: str, scores: AnswerScores) -> None:
    known = RECORD[name]
    assert len(scores.judgements) == known["asked"]
    assert scores.right >= known["right"], render_answers(scores)
    answered = [one.question.id for one in scores.judgements if not one.right and not one.question.answerable]
    assert len(answered) <= known["unanswerable_answered"], answered


def test_nothing_got_lost() -> None:
    files = {path.stem.removeprefix("questions-") for path in ASKED.glob("questions-*.jsonl")}
    assert files == set(RECORD)
    assert sum(known["asked"] for known in RECORD.values()) == 616
    assert {f"statutes-{name}" for name in STATUTES} < files


def test_shipped_texts(shipped_store: Path, ask: Ask) -> None:
    hold("shipped", ask(shipped_store, "shipped"))


def test_added_policy_texts(tmp_path: Path, ask: Ask) -> None:
    store = tmp_path / "store"
    dutygraph.build(store=store).close()
    texts = sorted((ASKED / "texts").glob("*.md"))
    assert len(texts) == 8
    pipeline.add(texts, str(store))
    hold("policy", ask(store, "policy"))


@pytest.mark.laws
@pytest.mark.parametrize("name", sorted(STATUTES))
def test_added_statutes(name: str, laws: Path, tmp_path: Path, ask: Ask) -> None:
    store = tmp_path / "store"
    dutygraph.build(store=store).close()
    pipeline.add([laws / file for file in STATUTES[name]], str(store))
    hold(f"statutes-{name}", ask(store, f"statutes-{name}"))
