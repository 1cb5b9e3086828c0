"""What several tests need: where the gold is, and the statute that stands beside the repository."""

from __future__ import annotations

from pathlib import Path

import pytest

import dutygraph

ROOT = Path(__file__).parent.parent
LAWS = ROOT.parent / "shared" / "laws"
# Its gold is in tests/gold; the text itself is test material from elsewhere and never part of the repository.
SHANTOU = "汕头市河长制条例(2023-01-11).md"


@pytest.fixture(scope="session")
def root() -> Path:
    """The root of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def gold_folder() -> Path:
    """The folder of gold segments and development questions."""
    return ROOT / "tests" / "gold"


@pytest.fixture(scope="session")
def laws() -> Path:
    """The folder of real statutes beside the repository; the test is skipped where it is absent."""
    if not LAWS.is_dir():
        pytest.skip("no statutes in ../shared/laws")
    return LAWS


@pytest.fixture(scope="session")
def shantou_river(laws: Path) -> Path:
    """The statute whose gold is `shantou-river-2023`; the test is skipped where it is absent."""
    path = laws / SHANTOU
    if not path.is_file():
        pytest.skip(f"{SHANTOU} is not in ../shared/laws")
    return path


@pytest.fixture(scope="session")
def shipped_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The directory of a graph built once from the shipped texts; not to be written to."""
    folder = tmp_path_factory.mktemp("shipped") / "store"
    dutygraph.build(store=folder).close()
    return folder
