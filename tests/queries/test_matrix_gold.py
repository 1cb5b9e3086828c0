"""The responsibility matrix of four documents, cell by cell against tests/gold/comparison/matrix.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from ontology.lexicon import read_lexicon
from queries.comparison.entries import GOVERNMENT, Reader, read_sources
from queries.comparison.matrix import Matrices
from queries.comparison.types import Cell, Column

GOLD = Path(__file__).parent.parent / "gold" / "comparison" / "matrix.yaml"
CELLS: list[dict[str, Any]] = yaml.safe_load(GOLD.read_text("utf-8"))
DOCUMENTS = ("central-2016", "hunan-2017", "suzhou-2022", "central-2022")
ROLES = ("overall", "first", "direct_person", "direct", "principal", "supervisory", "primary")


@pytest.fixture(scope="module")
def cells(graph) -> dict[tuple[str, str, str], Cell]:
    """The cells of the matrix by document, level and role."""
    sources = read_sources(graph)
    lexicon = read_lexicon()
    reader = Reader(graph, lexicon, [sources[document] for document in DOCUMENTS])
    columns = [Column(document, (document,)) for document in DOCUMENTS]
    matrix = Matrices(reader, lexicon).by_role(columns, GOVERNMENT[1:], ROLES)
    return {
        (column.name, row.level, row.role): cell
        for row, found in zip(matrix.rows, matrix.cells, strict=True)
        for column, cell in zip(matrix.columns, found, strict=True)
    }


def test_nothing_got_lost(cells):
    assert len(CELLS) == 140
    assert {(cell["document"], cell["level"], cell["role"]) for cell in CELLS} == set(cells)


@pytest.mark.parametrize("wanted", CELLS, ids=lambda cell: f"{cell['document']} {cell['level']} {cell['role']}")
def test_cell(cells, wanted):
    cell = cells[wanted["document"], wanted["level"], wanted["role"]]
    found = sorted((entry.place.label, entry.place.item, tuple(sorted(entry.actors))) for entry in cell.entries)
    expected = sorted((one["provision"], one["item"], tuple(sorted(one["actors"]))) for one in wanted["entries"])
    assert found == expected
    (blank,) = cell.blanks or (None,)
    assert (blank.kind if blank else "") == wanted["blank"]
    assert set(blank.levels if blank else ()) == set(wanted["levels"])
