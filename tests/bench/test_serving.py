"""The benchmark of the service measures what it says."""

from __future__ import annotations

from itertools import islice

import pytest

from tests.bench import serving
from tests.bench.serving import anew, report, some


def test_questions_are_mixed_the_same_way_each_time():
    asked = [f"问{number}" for number in range(20)]
    assert sorted(islice(some(asked, 1), 20)) == sorted(asked)
    assert list(islice(some(asked, 1), 40)) == list(islice(some(asked, 1), 40))
    assert list(islice(some(asked, 1), 20)) != list(islice(some(asked, 2), 20))


def test_nothing_is_asked_twice():
    asked = [f"问{number}" for number in range(20)]
    sent = [question for seed in range(50) for question in islice(anew(asked, seed), 100)]
    assert len(set(sent)) == len(sent)
    assert {question.strip() for question in sent} == set(asked)


@pytest.mark.slow
def test_report(shipped_store, monkeypatch):
    monkeypatch.setattr(serving, "ALONE", 3)
    monkeypatch.setattr(serving, "questions", lambda: ("谁负责解释宿州办法", "Who interprets the Suzhou measure?"))
    rows = [line.strip("| ").split(" | ") for line in report(shipped_store, 2, 2.0).splitlines() if " | " in line]
    assert [len(row) for row in rows] == [6] * 6
    assert [row[0][0] for row in rows[1:]] == ["1", "2", "2", "2", "t"]
    assert [row[-1] for row in rows[1:]] == ["0"] * 5
