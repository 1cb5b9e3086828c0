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
