"""rdflib's own engine gives the same rows as the default store for every named query, and the figures say so."""

from __future__ import annotations

from pathlib import Path

import pytest

from ontology.store import open_store
from queries.named import names
from tests.bench.engines import Compared, compare, in_default, in_memory, table


@pytest.fixture(scope="module")
def both(shipped_store: Path):
    with open_store(shipped_store) as store:
        yield store, in_memory(store)


@pytest.mark.slow
@pytest.mark.parametrize("name", names())
def test_two_engines_give_the_same_rows(name, both):
    store, memory = both
    seen = compare(in_default(store, name, repeats=1), memory, name, repeats=1)
    assert seen.same
    assert seen.default > 0
    assert seen.memory > 0


def test_a_query_that_takes_too_long_is_cut(both):
    store, memory = both
    seen = compare(in_default(store, "origin"), memory, "origin", patience=0.0)
    assert (seen.same, seen.memory) == (None, 0.0)


def test_the_figures_are_ratios_of_one_run():
    seen = [Compared("a", 2, 8, True, 1), Compared("b", 1, 128, None), Compared("c", 2, 1, False, 4)]
    text = table(seen, 500_000)
    assert "The 3 queries of `queries/rq` with their examples over 500,000 triples" in text
    assert "rdflib takes 6.3 times as long (geometric mean), from 0.5 to 128 times; it is faster for 1." in text
    assert "1 took it more than 30 s, which is what they count for; without them it takes 1.4 times as long." in text
    assert "the same rows for 1 of the other 2." in text
    assert "takes 1.00 times as long for the 2 that it runs." in text
    assert "| `a` | 2.0 | 8.0 | 4.0 | 1.0 |" in text
    assert "| `b` | 1.0 | > 128.0 | 128.0 | – |" in text
