"""The benchmark of answers measures what it says."""

from __future__ import annotations

import re
import subprocess
from types import SimpleNamespace

import pytest

from tests.bench import asking
from tests.bench.asking import COLD, WARMING, Asked, cold, questions, report, warm


def test_percentiles():
    asked = Asked(tuple(float(number) for number in range(101)))
    assert (asked.median, asked.p95) == (50.0, 95.0)


def test_questions_are_many_and_different():
    assert len(questions()) == len(set(questions())) == 450


def test_warm(shipped_store):
    took = warm(shipped_store, questions()[: WARMING + 20])
    assert len(took.milliseconds) == 20
    assert 0 < took.median <= took.p95 <= took.milliseconds[-1]


def test_cold_is_a_whole_command_that_answers(shipped_store, tmp_path, monkeypatch):
    ran = []

    def run(*arguments, **options):
        ran.append(subprocess.run(*arguments, **options))

    monkeypatch.setattr(asking, "subprocess", SimpleNamespace(run=run))
    monkeypatch.setattr(asking, "time", SimpleNamespace(perf_counter=iter([10.0, 12.5, 20.0]).__next__))
    assert cold(shipped_store, COLD[0]) == 2.5
    (done,) = ran
    assert "第十六条" in done.stdout.decode()
    with pytest.raises(subprocess.CalledProcessError):
        cold(tmp_path / "none", COLD[0])


@pytest.mark.slow
def test_report(tmp_path, monkeypatch):
    monkeypatch.setattr(asking, "questions", lambda: COLD * 3)
    text = tmp_path / "law.txt"
    text.write_text("某县办法\n第一条 县政府对水库安全负主体责任。\n", "utf-8")
    lines = report([text], tmp_path).splitlines()
    assert f"{3 * len(COLD) - WARMING} different questions, each asked once in one session, after 5 others." in lines
    rows = [line.split(" | ") for line in lines if line.startswith("| ")]
    assert [row[0] for row in rows] == ["| graph", "| shipped texts", "| and 1 statutes"]
    assert {len(row) for row in rows} == {4}
    cold_times = next(line for line in lines if line.startswith("Cold, the whole command"))
    assert len(re.findall(r"\d+\.\d\d s\b", cold_times)) == len(COLD)
