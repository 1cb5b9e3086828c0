"""The analyser and the extractor over the shipped vocabulary, built once."""

from __future__ import annotations

import pytest

from extract.extract import Extractor
from extract.pipeline import Analyser
from ontology.lexicon import read_lexicon


@pytest.fixture(scope="session")
def analyser() -> Analyser:
    """Return the analyser of the shipped vocabulary."""
    return Analyser(read_lexicon())


@pytest.fixture(scope="session")
def extractor() -> Extractor:
    """Return the extractor of the shipped vocabulary."""
    return Extractor(read_lexicon())
