"""The benchmark of several users measures answers that came."""

from __future__ import annotations

import asyncio

import pytest

from tests.bench.users import measure, served

QUESTIONS = (
    "乡镇一级扶贫项目资产谁是第一责任人？",
    "盘锦市对有关责任人的责任追究形式有哪些？",
    "深圳的第一责任人是谁？",
)


@pytest.mark.slow
def test_each_user_gets_each_answer(shipped_store):
    with served(shipped_store) as port:
        took = asyncio.run(measure(port, QUESTIONS, users=2, rounds=2))
        assert len(took.milliseconds) == 4
        assert 0 < took.milliseconds[0] <= took.p95 <= took.milliseconds[-1]
        with pytest.raises(SystemExit, match="no answer"):
            asyncio.run(measure(port, (" ",), users=1, rounds=1))
