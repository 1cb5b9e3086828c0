"""The shipped documents, read once."""

from __future__ import annotations

import pytest

from corpus.library import shipped_texts
from corpus.read import read_folder
from corpus.types import Document


@pytest.fixture(scope="session")
def documents() -> dict[str, Document]:
    """The five shipped documents by id."""
    return {document.id: document for document in read_folder(shipped_texts())}


@pytest.fixture(scope="session")
def hostile_store(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A graph of one small document."""
    from app import pipeline

    folder = tmp_path_factory.mktemp("small")
    (folder / "a.txt").write_text("某县办法\n第一条 县政府应当制定规划。\n", encoding="utf-8")
    location = str(tmp_path_factory.mktemp("store"))
    pipeline.build(location, folder)
    return location
