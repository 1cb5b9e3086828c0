"""The prepared dictionary: made once, and answers even where its file cannot be written or is damaged."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from queries import prepared

SIZE_OF_A_PAGE = 4096


@pytest.fixture
def fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A cache of its own that is empty."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    prepared.entries.cache_clear()
    yield tmp_path / "dutygraph"
    prepared.entries.cache_clear()


def looks_things_up() -> bool:
    """Whether what is open now gives all three kinds of answers."""
    entries = prepared.entries()
    alike = {word for words in entries.meanings("卖") for word in words}
    return "烟花" in entries.words("fireworks") and "出售" in alike and entries.has_english("fireworks")


def again() -> bool:
    """The same as another process would see it."""
    prepared.entries.cache_clear()
    return looks_things_up()


def test_it_is_made_once(fresh: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert looks_things_up()
    assert [path.suffix for path in fresh.iterdir()] == [".sqlite"]
    monkeypatch.setattr(prepared, "_fill", lambda _: pytest.fail("it was made anew"))
    assert again()


def without_a_beginning(data: bytes) -> bytes:
    return b"x" * SIZE_OF_A_PAGE + data[SIZE_OF_A_PAGE:]


def without_an_inside(data: bytes) -> bytes:
    return data[:SIZE_OF_A_PAGE] + b"x" * (len(data) - SIZE_OF_A_PAGE)


def cut_short(data: bytes) -> bytes:
    return data[: 3 * SIZE_OF_A_PAGE]


@pytest.mark.parametrize("damage", [without_a_beginning, without_an_inside, cut_short])
def test_a_damaged_file_does_no_harm(fresh: Path, damage: Callable[[bytes], bytes]) -> None:
    assert looks_things_up()
    (path,) = fresh.iterdir()
    path.write_bytes(damage(path.read_bytes()))
    assert again()


def test_a_cache_that_cannot_be_written_does_no_harm(fresh: Path) -> None:
    fresh.parent.mkdir(exist_ok=True)
    fresh.write_text("a file in the place of the folder")
    assert looks_things_up()
