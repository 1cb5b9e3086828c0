"""rdflib's own engine gives the same rows as the default store for every named query, and the figures say so."""

from __future__ import annotations

from pathlib import Path

import pytest

from ontology.store import open_store
from queries.named import names
from tests.bench.engines import Compared, compare, in_memory, table


@pytest.fixture(scope="module")
def both(shipped_store: Path):
    with open_store(shipped_store) as store:
        yield store, in_memory(store)


@pytest.mark.slow
@pytest.mark.parametrize("name", names())
def test_two_engines_give_the_same_rows(name, both):
    seen = compare(*both, name, repeats=1)
    assert seen.same
    assert seen.default > 0
    assert seen.memory > 0


def test_the_figures_are_ratios_of_one_run():
    text = table([Compared("a", 2, 8, True), Compared("b", 1, 100, True), Compared("c", 1, 1, False)])
    assert "The 3 queries" in text
    assert "4 times as long in the middle of them, from 1.0 to 100 times,\nand 27 times as long for all" in text
    assert "the same rows for 2." in text
    assert "| `b` | 1.0 | 100.0 | 100.0 |" in text
