"""Assembles the responsibility matrix: rows of levels with roles or matters, a column for each group of documents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from extract.types import Lexicon
from queries.comparison.blanks import Blanks
from queries.comparison.entries import Norm, Reader
from queries.comparison.types import Blank, Cell, Column, Entry, Matrix, Row

Stated = Mapping[tuple[str, str], Mapping[str, Sequence[Entry]]]
"""Entries by document and role or matter, and then by level."""


class Matrices:
    """Makes the matrices of the documents that a reader reads."""

    def __init__(self, reader: Reader, lexicon: Lexicon) -> None:
        """Keep what cells are made of."""
        self._norms: Final = reader.norms
        self._lexicon: Final = lexicon
        self._blanks: Final = Blanks(reader, lexicon)

    def by_role(
        self, columns: Sequence[Column], levels: Sequence[str], roles: Sequence[str] = (), matter: str = ""
    ) -> Matrix:
        """Return levels × roles: `roles` or all that occur. Only norms about `matter` or what is narrower count."""
        norms = [norm for norm in self._norms if norm.entry.role and (not matter or matter in norm.about)]
        occurring = {norm.entry.role for norm in norms}
        shown = roles or [role for role in _order(self._lexicon, "role") if role in occurring]
        stated, weak = _by(norms, lambda norm: [norm.entry.role])

        def blank(document: str, row: Row) -> Blank:
            key = (document, row.role)
            return self._blanks.of_role(
                document, row.level, row.role, stated[key], weak[key].get(row.level, ()), matter
            )

        rows = tuple(Row(level, role=role) for level in levels for role in shown)
        return Matrix("role", rows, tuple(columns), _cells(rows, columns, stated, blank))

    def by_matter(self, columns: Sequence[Column], levels: Sequence[str], matter: str = "", role: str = "") -> Matrix:
        """Return matters × levels: matters that occur and what is above them, or `matter` and what is narrower.

        Only norms that give `role` count, if one is given.
        """
        norms = [norm for norm in self._norms if norm.about and (not role or norm.entry.role == role)]
        shown = tree(self._lexicon, {concept for norm in norms for concept in norm.about}, matter)
        stated, weak = _by(norms, lambda norm: norm.about)

        def blank(document: str, row: Row) -> Blank:
            key, level = (document, row.matter), row.level
            return self._blanks.of_matter(document, level, row.matter, stated[key], weak[key].get(level, ()))

        rows = tuple(Row(level, matter=concept, depth=depth) for concept, depth in shown for level in levels)
        return Matrix("matter", rows, tuple(columns), _cells(rows, columns, stated, blank))


def tree(lexicon: Lexicon, occurring: Iterable[str], root: str = "") -> list[tuple[str, int]]:
    """Return matters in the order of their hierarchy, each once, with their depth.

    They are those that occur and what is above them or, with a root, that one and what is narrower. A matter with
    several broader ones stands under the first of them that is not above another: 衔接资金 under 资金投入与管理 rather
    than right under 衔接.

    >>> from ontology.lexicon import read_lexicon
    >>> tree(read_lexicon(["matter"]), {"asset-income", "funds"}, "bridging")
    [('bridging', 0), ('project-assets', 1), ('asset-management', 2), ('asset-income', 3), ('funds', 1)]
    """
    found = {above for concept in occurring for above in (concept, *lexicon.ancestors("matter", concept))}
    if root:
        found = {root, *(concept for concept in found if root in lexicon.ancestors("matter", concept))}
    below: dict[str, list[str]] = defaultdict(list)
    for concept in _order(lexicon, "matter"):
        if concept in found:
            broader = [above for above in lexicon.broader.get(("matter", concept), ()) if above in found]
            nearest = [
                above
                for above in broader
                if not any(above in lexicon.ancestors("matter", other) for other in broader if other != above)
            ]
            below["" if concept == root or not nearest else nearest[0]].append(concept)

    def walk(concept: str, depth: int) -> Iterable[tuple[str, int]]:
        for narrower in below[concept]:
            yield narrower, depth
            yield from walk(narrower, depth + 1)

    return list(walk("", 0))


def _order(lexicon: Lexicon, scheme: str) -> list[str]:
    """Return the concepts of a scheme in the order of the vocabulary."""
    return list(dict.fromkeys(term.concept for term in lexicon.of(scheme)))


def _by(norms: Iterable[Norm], keys: Callable[[Norm], Iterable[str]]) -> tuple[Stated, Stated]:
    """Return the entries by document and key, and then by level: those that fill cells, and those in doubt."""
    stated: dict[tuple[str, str], dict[str, list[Entry]]] = defaultdict(lambda: defaultdict(list))
    weak: dict[tuple[str, str], dict[str, list[Entry]]] = defaultdict(lambda: defaultdict(list))
    for norm in norms:
        for level in norm.reach:
            entry = norm.at(level)
            for key in keys(norm):
                (stated if norm.confident else weak)[norm.document, key][level].append(entry)
    return stated, weak


def _cells(
    rows: Iterable[Row], columns: Sequence[Column], stated: Stated, blank: Callable[[str, Row], Blank]
) -> tuple[tuple[Cell, ...], ...]:
    def cell(row: Row, column: Column) -> Cell:
        key = row.role or row.matter
        entries = tuple(entry for document in column.documents for entry in stated[document, key].get(row.level, ()))
        return Cell(entries, () if entries else tuple(blank(document, row) for document in column.documents))

    return tuple(tuple(cell(row, column) for column in columns) for row in rows)
