"""Writes a comparison in one of the formats of `dutygraph compare`; the same comparison gives the same bytes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, get_args

import click

from app.reports.words import Language, Words
from corpus.types import Metadata
from extract.types import Lexicon
from queries.comparison.types import Comparison

Form = Literal["table", "json", "xlsx", "docx", "html", "csv"]
FORMS: Final[tuple[Form, ...]] = get_args(Form)
WIDTH: Final = 100
"""Columns of a terminal, where nothing else is known."""


def write(
    comparison: Comparison,
    form: Form,
    documents: Mapping[str, Metadata],
    lexicon: Lexicon,
    language: Language = "zh",
    *,
    width: int = WIDTH,
    colour: bool = False,
) -> bytes:
    """Return a comparison as a file of this form, text in UTF-8.

    `documents` is the metadata of the documents by id; `width` the columns that a table may take, `colour` whether it
    has the colours of a terminal. Each writer is loaded when it is wanted: those of Office files take time.
    """
    words = Words(language, lexicon, documents)
    if form == "json":
        from app.reports.json_file import json_file

        return json_file(comparison)
    if form == "csv":
        from app.reports.csv_file import csv_file

        return csv_file(comparison, words)
    from app.reports.content import report

    said = report(comparison, words)
    if form == "table":
        from app.reports.table import table

        text = table(said, width)
        return f"{text if colour else click.unstyle(text)}\n".encode()
    if form == "html":
        from app.reports.html_page import html_page

        return html_page(said)
    if form == "xlsx":
        from app.reports.excel import excel

        return excel(said)
    from app.reports.word import word

    return word(said)
