"""Scores answers against a file of questions: right or wrong by citation, actor and value."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from corpus.errors import ReadError
from extract.evaluate import fold, gold_files, read_lines
from queries.types import Answer

# An answer to a question about a gap says in words that nothing is provided.
NEGATIVE = re.compile(
    r"没有|未(?:作|规定|见|明确|设|提)|不存在|无(?:此|相关|明确)|no provision|does not|not (?:stated|provide|assign)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question and what a right answer holds.

    `must` are (document, provision) pairs to cite, `ok` pairs that may be cited besides; `actors` and `values`
    are to be named. `type` is the kind of question in the report; a `gap` is right when it is recognised.
    """

    id: str
    type: str
    question: str
    answerable: bool
    must: frozenset[tuple[str, str]] = frozenset()
    ok: frozenset[tuple[str, str]] = frozenset()
    actors: tuple[str, ...] = ()
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """How one answer fared; `recall` and `precision` of citations are None where none were asked for."""

    question: Question
    problems: tuple[str, ...] = ()
    recall: float | None = None
    precision: float | None = None

    @property
    def right(self) -> bool:
        """Whether nothing is wrong with the answer."""
        return not self.problems


@dataclass(frozen=True, slots=True)
class AnswerScores:
    """The judgements of one set of questions, in their order."""

    judgements: tuple[Judgement, ...]

    @property
    def right(self) -> int:
        """How many answers are right."""
        return sum(judgement.right for judgement in self.judgements)

    @property
    def recall(self) -> float | None:
        """Mean recall of citations, or None where no question asks for any."""
        return _mean(judgement.recall for judgement in self.judgements)

    @property
    def precision(self) -> float | None:
        """Mean precision of citations, or None where no question asks for any."""
        return _mean(judgement.precision for judgement in self.judgements)

    @property
    def by_type(self) -> dict[str, tuple[int, int]]:
        """Right answers and questions of each type, by name."""
        right = Counter(judgement.question.type for judgement in self.judgements if judgement.right)
        asked = Counter(judgement.question.type for judgement in self.judgements)
        return {name: (right[name], asked[name]) for name in sorted(asked)}


def read_questions(paths: Iterable[Path]) -> tuple[Question, ...]:
    """Read the files `questions*.jsonl` among `paths` and directly in the folders among them, in order.

    Raises ReadError for a path that does not exist and for a line that is not a question.
    """
    return tuple(question for path in gold_files(paths, "questions*.jsonl") for question in _read_file(path))


def evaluate_answers(questions: Sequence[Question], answers: Iterable[Answer]) -> AnswerScores:
    """Judge one answer for each question, in the same order; a ValueError says that the numbers differ."""
    return AnswerScores(tuple(judge(question, answer) for question, answer in zip(questions, answers, strict=True)))


def judge(question: Question, answer: Answer) -> Judgement:
    """Judge one answer.

    Unanswerable: right when refused. Gap: right when refused as not stated, or when the answer says so. Else
    every `must` citation is given as primary, at least half of the primary citations are in `must` or `ok`, every
    actor is among the answer's actors or in its text, and every value in its text, actors or quotes.
    """
    refused = answer.status == "refused"
    if not question.answerable:
        return Judgement(question, () if refused else ("answered the unanswerable",))
    if question.type == "gap":
        seen = (refused and answer.reason == "not_stated") or NEGATIVE.search(answer.answer)
        return Judgement(question, () if seen else ("gap not recognised",))
    if refused:
        return Judgement(question, (f"refused: {answer.reason}",), 0.0, 0.0)
    given = {(citation.document, citation.provision) for citation in answer.citations if citation.primary}
    allowed = question.must | question.ok
    recall = len(question.must & given) / len(question.must) if question.must else 1.0
    precision = len(allowed & given) / len(given) if given else float(not question.must)
    problems = []
    if recall < 1:
        problems.append(f"missing {_pairs(question.must - given)}")
    if given and precision < 0.5:
        problems.append(f"off target {_pairs(given - allowed)}")
    text, actors = fold(answer.answer), [fold(actor) for actor in answer.actors]
    gone = [actor for actor in question.actors if fold(actor) not in actors and fold(actor) not in text]
    if gone:
        problems.append(f"actors not named: {'、'.join(gone)}")
    said = "".join((text, *actors, *(fold(citation.quote) for citation in answer.citations)))
    lost = [value for value in question.values if fold(value) not in said]
    if lost:
        problems.append(f"values not given: {'、'.join(lost)}")
    return Judgement(question, tuple(problems), recall, precision)


def render_answers(scores: AnswerScores) -> str:
    """Return the scores for the terminal, with every wrong answer and what is wrong with it."""
    asked = len(scores.judgements)
    figures = [f"right {scores.right}/{asked}" + (f" = {scores.right / asked:.3f}" if asked else "")]
    for name, value in (("citation recall", scores.recall), ("precision", scores.precision)):
        figures.append(f"{name} {'-' if value is None else f'{value:.3f}'}")
    types = "  ".join(f"{name} {right}/{all_}" for name, (right, all_) in scores.by_type.items())
    wrong = [
        f"{judgement.question.id} {judgement.question.question}\n    {'; '.join(judgement.problems)}"
        for judgement in scores.judgements
        if not judgement.right
    ]
    return "\n".join([*wrong, "   ".join(figures), types])


def _read_file(path: Path) -> Iterable[Question]:
    for number, row in enumerate(read_lines(path), start=1):
        try:
            yield Question(
                id=str(row["id"]),
                type=str(row["type"]),
                question=str(row["question"]),
                answerable=bool(row["answerable"]),
                must=frozenset((document, provision) for document, provision in row.get("must", ())),
                ok=frozenset((document, provision) for document, provision in row.get("ok", ())),
                actors=tuple(row.get("actors", ())),
                values=tuple(row.get("value", ())),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise ReadError(f"{path}, question {number}: not a question with its answer ({error!r}).") from error


def _mean(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return fmean(known) if known else None


def _pairs(pairs: Iterable[tuple[str, str]]) -> str:
    return "、".join(f"{document} {provision}" for document, provision in sorted(pairs))
