"""A session over the graph of the shipped texts, built once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ontology.lexicon import read_lexicon
from ontology.store import EmbeddedStore, open_store
from queries.answer import Session


@pytest.fixture(scope="session")
def graph(shipped_store: Path) -> Iterator[EmbeddedStore]:
    """The graph of the shipped texts, for reading."""
    store = open_store(shipped_store)
    yield store
    store.close()


@pytest.fixture(scope="session")
def session(graph: EmbeddedStore) -> Session:
    """One session for all questions."""
    return Session(graph, read_lexicon())
