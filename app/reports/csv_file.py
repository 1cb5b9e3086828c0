"""Writes a comparison as one long CSV table: a line for every norm, empty cell, pair, difference and observation."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Final

from app.reports.words import Words
from ontology.frame_json import csv_line
from queries.comparison.types import Cell, Column, Comparison, Correlation, Matrix, Observation, Place, Row

COLUMNS: Final = (
    "view", "column", "document", "level", "role", "matter", "finding", "label", "actors", "text", "time", "quantity",
    "provision", "item", "quote", "start", "end", "right_document", "right_provision", "right_item", "right_quote",
    "right_start", "right_end", "confidence", "status", "general", "frame",
)  # fmt: skip
"""The columns. `finding` is a notation of the types, `label` says it in words; `right_…` is the place in 乙."""

Values = dict[str, object]


def csv_file(comparison: Comparison, words: Words) -> bytes:
    """Return the table in UTF-8, with the mark that lets spreadsheets know it.

    A finding that several places prove has one line for each of them. Text that would run as a formula begins with '.
    """
    lines = [csv_line(COLUMNS)]
    for values in _values(comparison, words):
        lines.append(csv_line(values.get(column, "") for column in COLUMNS))
    return "".join(["\ufeff", *lines]).encode("utf-8", "replace")


def _values(comparison: Comparison, words: Words) -> Iterator[Values]:
    for matrix in comparison.matrices:
        yield from _matrix(matrix, words)
    for correlation in comparison.correlations:
        yield from _correlation(correlation, words)
    for observation in comparison.observations:
        yield from _observation(observation, words)


def _matrix(matrix: Matrix, words: Words) -> Iterator[Values]:
    for row, cells in zip(matrix.rows, matrix.cells, strict=True):
        for column, cell in zip(matrix.columns, cells, strict=True):
            yield from _cell(matrix, row, column, cell, words)


def _cell(matrix: Matrix, row: Row, column: Column, cell: Cell, words: Words) -> Iterator[Values]:
    named: Values = {
        "view": f"matrix_{matrix.rows_are}",
        "column": column.name,
        "level": row.level,
        "role": row.role,
        "matter": row.matter,
    }
    for entry in cell.entries:
        norm = words.concept("role", entry.role) if entry.role else words.concept("kind", entry.kind)
        yield (
            named
            | _place(entry.place)
            | {
                "finding": entry.kind,
                "label": norm,
                "actors": entry.actors,
                "text": entry.matter or entry.gist,
                "time": entry.time,
                "quantity": entry.quantity,
                "confidence": entry.confidence,
                "status": entry.status,
                "general": entry.general,
                "frame": entry.frame,
            }
        )
        for place in entry.sanctions:
            yield (
                named
                | _place(place)
                | {
                    "finding": "sanctions",
                    "label": words("sanctions"),
                    "actors": entry.actors,
                    "frame": entry.frame,
                }
            )
    for blank in cell.blanks:
        levels = [words.concept("level", level) for level in blank.levels]
        named |= {"document": blank.document, "finding": blank.kind, "label": words(f"blank_{blank.kind}")}
        for words_of_blank in blank.places or (None,):
            yield named | {"text": levels} | _place(words_of_blank)


def _correlation(correlation: Correlation, words: Words) -> Iterator[Values]:
    for pair in correlation.pairs:
        named: Values = {
            "view": "correlation",
            "column": f"{correlation.left} | {correlation.right}",
            "document": correlation.left,
            "finding": pair.label,
            "label": words.label(pair, correlation.related),
            "text": [words.change(change) for change in pair.changes],
            "confidence": pair.confidence,
            "right_document": correlation.right,
        }
        for left, right in product(pair.left or (None,), pair.right or (None,)):
            yield named | _place(left) | {f"right_{name}": value for name, value in _place(right).items()}


def _observation(observation: Observation, words: Words) -> Iterator[Values]:
    named: Values = {
        "view": "observations",
        "column": observation.documents,
        "level": observation.level,
        "role": observation.role,
        "matter": observation.matter,
        "finding": observation.kind,
        "label": words(f"observation_{observation.kind}"),
        "text": observation.zh if words.language == "zh" else observation.en,
    }
    for place in observation.places or (None,):
        yield named | _place(place)


def _place(place: Place | None) -> Values:
    if place is None:
        return {}
    return {
        "document": place.document,
        "provision": place.label,
        "item": place.item,
        "quote": place.quote,
        "start": place.start,
        "end": place.end,
    }
