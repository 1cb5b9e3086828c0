"""Compares the words of two provisions, and writes their difference for the terminal, as a page and as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Final, Literal, get_args

import click

from app.naming import find_provision, provision_names
from app.reports.content import printable
from app.reports.differences import difference_text
from app.reports.html_page import difference_page
from app.reports.words import Language, Words
from corpus.errors import UnknownProvision
from corpus.types import Metadata
from extract.types import Lexicon
from ontology.frames import provisions, text
from ontology.store import Store
from queries.comparison.difference import difference
from queries.comparison.types import ClauseDifference

DifferenceForm = Literal["table", "json", "html"]
DIFFERENCE_FORMS: Final[tuple[DifferenceForm, ...]] = get_args(DifferenceForm)


@dataclass(frozen=True, slots=True)
class ProvisionWords:
    """A provision by its full name, with its words: `text[start:end]` of the document."""

    document: str
    provision: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ProvisionDifference:
    """Two provisions and how the words of the left one (甲) differ from those of the right one (乙)."""

    left: ProvisionWords
    right: ProvisionWords
    clauses: tuple[ClauseDifference, ...]


def provision_difference(store: Store, left: tuple[str, str], right: tuple[str, str]) -> ProvisionDifference:
    """Compare two provisions, each given by its document and its name (第十六条, 16, art_16, 二(五)).

    Raises UnknownDocument and UnknownProvision.
    """
    ours, theirs = (_words(store, document, name) for document, name in (left, right))
    return ProvisionDifference(ours, theirs, difference(ours.text, theirs.text))


def _words(store: Store, document: str, name: str) -> ProvisionWords:
    root = provisions(store, document)
    if root is None:
        raise UnknownProvision(f"{document} is known by a digest only, which has no provisions.")
    node = find_provision(root, document, name)
    # White space at its ends belongs to the layout of the document.
    words = text(store, document)[node.start : node.end]
    start = node.start + len(words) - len(words.lstrip())
    shown = words.strip()
    return ProvisionWords(document, provision_names(root)[node.key] or name, shown, start, start + len(shown))


def write_difference(
    found: ProvisionDifference,
    form: DifferenceForm,
    documents: Mapping[str, Metadata],
    lexicon: Lexicon,
    language: Language = "zh",
) -> bytes:
    """Return the difference of two provisions as a file of this form, text in UTF-8, the form "table" with colours."""
    words = Words(language, lexicon, documents)
    left, right = (printable(f"{words.title(one.document)}{one.provision}") for one in (found.left, found.right))
    if form == "json":
        return (json.dumps(asdict(found), ensure_ascii=False, indent=2) + "\n").encode()
    if form == "html":
        return difference_page(left, right, found.clauses, words)
    heads = [
        click.style(f"- {words('column_left', title=left)}", bold=True),
        click.style(f"+ {words('column_right', title=right)}", bold=True),
    ]
    return "\n".join([*heads, "", difference_text(found.clauses), ""]).encode()
