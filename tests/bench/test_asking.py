"""The benchmark of answers measures what it says."""

from __future__ import annotations

import pytest

from tests.bench.asking import COLD, WARMING, Asked, cold, questions, report, warm


def test_percentiles():
    asked = Asked(tuple(float(number) for number in range(101)))
    assert (asked.median, asked.p95) == (50.0, 95.0)


def test_questions_are_many_and_different():
    assert len(questions()) > 300


def test_warm_and_cold(shipped_store):
    took = warm(shipped_store, questions()[: WARMING + 20])
    assert len(took.milliseconds) == 20
    assert 0 < took.median <= took.p95 <= took.milliseconds[-1]
    assert cold(shipped_store, COLD[0]) > took.median / 1000


@pytest.mark.slow
def test_report(tmp_path, monkeypatch):
    monkeypatch.setattr("tests.bench.asking.questions", lambda: COLD * 3)
    text = report([], tmp_path)
    assert "| shipped texts |" in text
    assert "Cold, the whole command" in text
