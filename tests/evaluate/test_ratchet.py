"""The scores on gold never fall: `ratchet.json` records the best so far, and a rise is to be recorded there."""

from __future__ import annotations

import json
import warnings
from pathlib import Path

import pytest

import dutygraph
from corpus.digest import load_digests
from corpus.library import shipped_facts, shipped_texts
from corpus.read import read_document, read_folder
from extract.evaluate import GOLD_SUFFIX, FrameScores, evaluate_frames, gold_files
from extract.extract import Extractor
from ontology.lexicon import read_lexicon
from queries.evaluate import evaluate_answers, read_questions, render_answers

RECORD = json.loads(Path(__file__).with_name("ratchet.json").read_text("utf-8"))
SCORES = ("kind", "actor", "role", "level", "measure", "matter")
TOLERANCE = 0.0005
OUTSIDE = "shantou-river-2023"


def hold(name: str, found: float, recorded: float) -> None:
    """Fail when a score fell below the record, and warn when it rose above."""
    assert found >= recorded - TOLERANCE, f"{name} fell from {recorded} to {found:.3f}"
    if found > recorded + TOLERANCE:
        warnings.warn(f"{name} rose from {recorded} to {found:.3f}: record it in ratchet.json", stacklevel=2)


@pytest.fixture(scope="session")
def extractor():
    return Extractor(read_lexicon())


@pytest.fixture(scope="session")
def shipped_scores(extractor, gold_folder):
    lead_ins = {digest.metadata.id: digest.lead_in_actors for digest in load_digests(shipped_facts())}
    frames = [
        frame
        for document in read_folder(shipped_texts())
        for frame in extractor.extract(document, lead_ins.get(document.id, ())).frames
    ]
    return {row.document: row for row in evaluate_frames([gold_folder], frames)}


@pytest.fixture(scope="session")
def outside_scores(extractor, gold_folder, shantou_river):
    document = read_document(shantou_river, {"id": OUTSIDE})
    (row,) = evaluate_frames([gold_folder / f"{OUTSIDE}.gold.jsonl"], extractor.extract(document).frames)
    return row


def value(row, score):
    return row.matter if score == "matter" else getattr(row, score).f1


def test_record_is_complete(gold_folder):
    assert set(RECORD["frames"]) == {path.name.removesuffix(".gold.jsonl") for path in gold_folder.glob("*.gold.jsonl")}
    assert all(tuple(row) == SCORES for row in RECORD["frames"].values())


@pytest.mark.parametrize(
    ("document", "score"),
    [
        (document, score)
        for document, row in RECORD["frames"].items()
        for score, recorded in row.items()
        if document != OUTSIDE and recorded is not None
    ],
)
def test_frames_of_shipped_texts(shipped_scores, document, score):
    hold(f"{document} {score}", value(shipped_scores[document], score), RECORD["frames"][document][score])


@pytest.mark.laws
@pytest.mark.parametrize("score", SCORES)
def test_frames_of_a_statute_that_is_not_shipped(outside_scores, score):
    hold(f"{OUTSIDE} {score}", value(outside_scores, score), RECORD["frames"][OUTSIDE][score])


@pytest.fixture(scope="session")
def statutes(laws, gold_folder):
    """The annotated statutes that stand beside the repository, by name."""
    names = [path.name.removesuffix(GOLD_SUFFIX) for path in gold_files([gold_folder / "statutes"])]
    found = [laws / f"{name}.md" for name in names]
    assert len(names) == RECORD["statutes"]["documents"]
    assert all(path.is_file() for path in found)
    return found


@pytest.mark.laws
def test_frames_of_annotated_statutes(extractor, gold_folder, statutes):
    frames = [frame for path in statutes for frame in extractor.extract(read_document(path)).frames]
    total = sum(evaluate_frames([gold_folder / "statutes"], frames), start=FrameScores("statutes"))
    for score in SCORES:
        hold(f"statutes {score}", value(total, score), RECORD["statutes"][score])


def test_development_questions(shipped_store, gold_folder):
    questions = read_questions([gold_folder])
    with dutygraph.open(shipped_store) as graph:
        scores = evaluate_answers(questions, [graph.ask(question.question) for question in questions])
    assert scores.right >= RECORD["questions"], render_answers(scores)
    hold("development questions", scores.right, RECORD["questions"])
