"""What the tests of this room need: a store of the shipped texts, built once, and the fixed points around it."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app import pipeline
from app.cli import main

HEADLINE = "乡镇一级扶贫项目资产谁是第一责任人？"

Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def main_module() -> Iterator[None]:
    """Put `__main__` back: Streamlit's AppTest leaves its script there, and spawned processes would run it."""
    before = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = before


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The location of a store of the shipped texts; tests do not change it."""
    location = str(tmp_path_factory.mktemp("store") / "graph")
    pipeline.build(location)
    return location


@pytest.fixture
def dutygraph(shipped: str, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command over the store of the shipped texts."""
    monkeypatch.setenv("DUTYGRAPH_STORE", shipped)

    def run(*arguments: str | Path) -> Result:
        return CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)

    return run
