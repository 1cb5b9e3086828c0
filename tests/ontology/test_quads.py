"""Statements come back as they were given, whatever a value holds."""

from __future__ import annotations

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology.quads import Quads

IRI = "https://example.org/a"
VALUES = ("说", '"', "\\", "甲\n乙", "甲\r\n", '\\"\\n', "\t", '第一条 "甲"\n\\')


def _back(value: str) -> list[str]:
    quads = Quads(IRI)
    quads.text(IRI, IRI, value)
    return [quad.object.value for quad in pyoxigraph.parse(str(quads), pyoxigraph.RdfFormat.N_QUADS)]


@pytest.mark.parametrize("value", VALUES)
def test_a_value_comes_back(value: str) -> None:
    assert _back(value) == [value]


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_value_comes_back(value: str) -> None:
    assert _back(value) == ([value] if value else [])


@given(st.integers(-(2**40), 2**40))
def test_a_number_comes_back(value: int) -> None:
    quads = Quads(IRI)
    quads.integer(IRI, IRI, value)
    [quad] = pyoxigraph.parse(str(quads), pyoxigraph.RdfFormat.N_QUADS)
    assert quad.object == pyoxigraph.Literal(value)
