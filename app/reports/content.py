"""Says a comparison in words, alike for all formats: views of rows and cells whose statements lead to quotes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from app.reports.words import Words
from corpus.types import Metadata
from queries.comparison import types
from queries.comparison.types import (
    Blank,
    BlankKind,
    Change,
    Comparison,
    Correlation,
    Entry,
    LabelKind,
    Matrix,
    Observation,
    Piece,
    Place,
    Row,
)

BLANKS: Final[tuple[BlankKind, ...]] = ("uncertain", "missing_text", "elsewhere", "delegated", "not_stated")
LABELS: Final[tuple[LabelKind, ...]] = ("same", "finer", "stricter", "looser", "only_left", "only_right")

UNNAMED: Final = frozenset({"other", "unit", "assist", ""})
"""Roles that a glance leaves out: they name no rank among those responsible."""

_EXCERPT: Final = 40  # characters of words that differ

# What XML, and so a Word or Excel file, cannot hold: controls other than tab and line feed, half pairs, non-characters.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a document that prove something, as the report numbers them from 1.

    Of a digest, which has no words, `words` is the gist and `digest` is true; offsets are code points. `unmarked` are
    the words without the label that they begin with, for where it stands before them anyway.
    """

    number: int
    document: str
    title: str
    place: str
    words: str
    unmarked: str
    start: int
    end: int
    digest: bool


@dataclass(frozen=True, slots=True)
class Proof:
    """A citation inside a statement: the quote and its name there. `spelled` asks for the quote's words in place."""

    quote: Quote
    name: str
    spelled: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that a report says: a run of words, citations and values of 甲 (delete) or 乙 (insert).

    `tone` is the kind of a blank, the label of a pair, the kind of an observation, "general", "nested", or empty.
    A norm is `minor` where it gives no role, sets no deadline and no number.
    """

    parts: tuple[str | Proof | Piece, ...]
    tone: str = ""
    minor: bool = False

    @property
    def proofs(self) -> tuple[Proof, ...]:
        """The citations in it."""
        return tuple(part for part in self.parts if isinstance(part, Proof))

    @property
    def plain(self) -> str:
        """Its words, citations by their names."""
        return "".join(_plain(part) for part in self.parts)


Cell = tuple[Statement, ...]
"""What stands in a cell, each statement on a line of its own."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a view. `depth` counts how far it is nested below the last row of depth 0."""

    cells: tuple[Cell, ...]
    depth: int = 0


@dataclass(frozen=True, slots=True)
class View:
    """A table of a report: `weights` are relative widths of its columns, the first `fixed` columns name the row.

    `listed` says that it reads as a list: after the columns that name the row, who says something and what.
    """

    id: str
    title: str
    lead: tuple[str, ...]
    headers: tuple[str, ...]
    weights: tuple[int, ...]
    lines: tuple[Line, ...]
    fixed: int = 1
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """A comparison in words of one language, and the words themselves for what a format adds."""

    title: str
    method: tuple[str, ...]
    documents: View
    words: View
    matrices: tuple[View, ...]
    correlations: tuple[View, ...]
    observations: View
    quotes: tuple[Quote, ...]
    sparql: tuple[str, ...]
    say: Words

    @property
    def findings(self) -> tuple[View, ...]:
        """All views that say what was found, in order."""
        return (*self.matrices, *self.correlations, self.observations)


def printable(text: str) -> str:
    r"""Return a text with the replacement character for each character that no report can show.

    >>> printable("a\x00b\n")
    'a�b\n'
    """
    return _UNPRINTABLE.sub("\ufffd", text)


def say(*parts: str | Proof | Piece, tone: str = "", minor: bool = False) -> Statement:
    """Return a statement of these parts, the words among them printable and the empty ones left out."""
    shown = (printable(part) if isinstance(part, str) else part for part in parts)
    return Statement(tuple(part for part in shown if part), tone, minor)


def report(comparison: Comparison, words: Words) -> Report:
    """Return a comparison in the language of `words`; quotes are numbered in the order in which they are cited."""
    writer = _Writer(comparison, words)
    glance = [writer.glance(matrix) for matrix in comparison.matrices if _has_levels(matrix)]
    matrices = (*glance, *(writer.matrix(matrix) for matrix in comparison.matrices))
    correlations = tuple(writer.correlation(one, number) for number, one in enumerate(comparison.correlations, 1))
    observations = writer.observations(comparison.observations)
    documents = list(dict.fromkeys(document for column in comparison.columns for document in column.documents))
    return Report(
        title=printable(
            words("title_two", titles=words("and").join(map(words.title, documents)))
            if len(documents) == 2
            else words("title_many", count=words.number(len(documents)))
        ),
        method=(
            words("method_text"),
            words("reading_text"),
            *(printable(note.zh if words.language == "zh" else note.en) for note in comparison.notes),
        ),
        documents=writer.documents(),
        words=writer.meanings(),
        matrices=matrices,
        correlations=correlations,
        observations=observations,
        quotes=tuple(writer.quotes.values()),
        sparql=tuple(map(printable, comparison.sparql)),
        say=words,
    )


class _Writer:
    """Makes the views of one comparison and keeps count of the quotes."""

    def __init__(self, comparison: Comparison, words: Words) -> None:
        self.comparison = comparison
        self.words = words
        self.quotes: dict[tuple[str, str, str, int, int, str], Quote] = {}

    def proof(self, place: Place, *, gist: str = "", titled: bool = False, spelled: bool = False) -> Proof:
        """Return a citation of a place; `titled` says that its document is not plain from where it stands."""
        words = place.quote or gist
        key = (place.document, place.label, place.item, place.start, place.end, words)
        quote = self.quotes.get(key)
        if quote is None:
            shown = printable(re.sub(r"\s*\n\s*", "\n", words.strip()))
            quote = self.quotes[key] = Quote(
                number=len(self.quotes) + 1,
                document=printable(place.document),
                title=printable(self.words.title(place.document)),
                place=printable(self.words.place(place)),
                words=shown,
                unmarked=_unmarked(place, shown),
                start=place.start,
                end=place.end,
                digest=not place.quote,
            )
        name = (quote.title if titled or not quote.place else "") + quote.place
        return Proof(quote, name, spelled and bool(quote.words))

    def cited(self, places: Iterable[Place], titled: bool) -> list[str | Proof | Piece]:
        """Return （第九条、第十条）, or nothing where there are no places."""
        parts: list[str | Proof | Piece] = []
        for place in places:
            parts += [self.words("list") if parts else self.words("open"), self.proof(place, titled=titled)]
        return [*parts, self.words("close")] if parts else []

    def documents(self) -> View:
        """Return the documents that are compared, with their completeness."""
        words, lines = self.words, []
        for number, column in enumerate(self.comparison.columns, 1):
            for document in column.documents:
                metadata = words.documents.get(document) or Metadata(document)
                cells = (
                    str(number),
                    words("book", title=metadata.title or document),
                    document,
                    words.list(metadata.issuers),
                    metadata.date or metadata.effective or metadata.published,
                    words.concept("level", metadata.level) if metadata.level else "",
                    self.completeness(metadata),
                )
                lines.append(Line(tuple((say(cell),) for cell in cells)))
        names = ("column", "document", "id", "issuer", "date", "level", "completeness")
        headers = tuple(words(f"column_{name}") for name in names)
        return View("documents", words("documents"), (), headers, (6, 30, 14, 17, 13, 8, 18), tuple(lines))

    def completeness(self, metadata: Metadata) -> str:
        """Return whether a text is complete, and what it lacks."""
        if metadata.completeness == "partial" and metadata.missing:
            return self.words("partial", missing=self.words.list(metadata.missing))
        return self.words("partial_text" if metadata.completeness == "partial" else metadata.completeness)

    def meanings(self) -> View:
        """Return what the words of the report mean, those that it uses."""
        words, rows = self.words, []
        cells = (cell for matrix in self.comparison.matrices for row in matrix.cells for cell in row)
        blanks = {blank.kind for cell in cells for blank in cell.blanks}
        rows += [(words(f"blank_{kind}"), words(f"blank_{kind}_meaning")) for kind in BLANKS if kind in blanks]
        labels: dict[LabelKind, dict[str, None]] = {kind: {} for kind in LABELS}
        for one in self.comparison.correlations:
            for pair in one.pairs:
                labels[pair.label][words.label(pair, one.related)] = None
        rows += [(words.list(sorted(names)), words(f"{kind}_meaning")) for kind, names in labels.items() if names]
        lines = tuple(Line(((say(name),), (say(meaning),))) for name, meaning in rows)
        return View("words", words("words"), (), (words("column_word"), words("column_meaning")), (22, 78), lines)

    def matrix(self, matrix: Matrix) -> View:
        """Return a matrix as a view: level, role or matter, and a column for each column of documents."""
        words, lines = self.words, []
        for number, (row, cells) in enumerate(zip(matrix.rows, matrix.cells, strict=True)):
            said = []
            for place, (cell, column) in enumerate(zip(cells, matrix.columns, strict=True)):
                below = _frames_below(matrix, number, place)
                own = tuple(entry for entry in cell.entries if entry.frame not in below)
                titled = len(column.documents) > 1
                said.append(self.cell(cell, own, row, titled=titled))
            head = ((say(words.concept("level", row.level)),), (say(self.subject(row)),))
            lines.append(Line((*head, *said), row.depth))
        columns = tuple(printable(words.titles(column.documents)) for column in matrix.columns)
        headers = (words("column_level"), words(f"column_{matrix.rows_are}"), *columns)
        title = words(f"matrix_{matrix.rows_are}")
        return View(
            matrix.rows_are, title, self.counts(matrix), headers, (8, 16, *(32 for _ in columns)), tuple(lines), 2
        )

    def glance(self, matrix: Matrix) -> View:
        """Return the matrix by role on one page: a line for each level, in each cell who bears which named role."""
        words, lines = self.words, []
        for level in dict.fromkeys(row.level for row in matrix.rows):
            rows = [
                (row, cells)
                for row, cells in zip(matrix.rows, matrix.cells, strict=True)
                if row.level == level and row.role not in UNNAMED
            ]
            said = []
            for place, column in enumerate(matrix.columns):
                titled = len(column.documents) > 1
                borne = [
                    self.bearer(row, entry, titled)
                    for row, cells in rows
                    for entry in cells[place].entries
                    if not entry.general
                ]
                said.append(tuple(borne) or (say(words("no_named_role"), tone="not_stated"),))
            lines.append(Line(((say(words.concept("level", level)),), *said)))
        columns = tuple(printable(words.titles(column.documents)) for column in matrix.columns)
        headers = (words("column_level"), *columns)
        weights = (8, *(32 for _ in columns))
        return View("glance", words("glance"), (words("glance_text"),), headers, weights, tuple(lines))

    def bearer(self, row: Row, entry: Entry, titled: bool) -> Statement:
        """Return who bears a role, as in 第一责任人：县级党委主要负责人（第十条）."""
        words = self.words
        return say(
            words.concept("role", row.role) + words("colon") + (words.list(entry.actors) or words("nobody")),
            words("open"),
            self.proof(entry.place, gist=entry.gist, titled=titled),
            words("list") + words("digest_mark") if entry.status == "digest" else "",
            words("close"),
        )

    def subject(self, row: Row) -> str:
        if row.role:
            return self.words.concept("role", row.role)
        return self.words.concept("matter", row.matter) if row.matter else ""

    def counts(self, matrix: Matrix) -> tuple[str, ...]:
        """Return how many cells are filled, and how often each reason for an empty one holds."""
        words = self.words
        cells = [cell for row in matrix.cells for cell in row]
        filled = sum(bool(cell.entries) for cell in cells)
        counted = words("matrix_counts", rows=len(matrix.rows), cells=len(cells), filled=filled) + words("stop")
        blanks = Counter(blank.kind for cell in cells for blank in cell.blanks)
        named = [words("count", name=words(f"blank_{kind}"), count=blanks[kind]) for kind in BLANKS if blanks[kind]]
        return (counted, words("blank_counts", counts=words.list(named)) + words("stop")) if named else (counted,)

    def cell(self, cell: types.Cell, own: Sequence[Entry], row: Row, *, titled: bool) -> Cell:
        """Return the norms of a cell and how many more stand in nested rows, or why there are none."""
        if not cell.entries:
            return tuple(self.blank(blank, titled) for blank in cell.blanks)
        said = tuple(self.entry(entry, row, titled) for entry in own)
        nested = len(cell.entries) - len(own)
        return (*said, say(self.words("nested", count=nested), tone="nested")) if nested else said

    def entry(self, entry: Entry, row: Row, titled: bool) -> Statement:
        """Return a norm, as in 县区党委、县区政府：本辖区工作（第九条）；时限：每年."""
        words = self.words
        what = "" if row.role and entry.role == row.role else self.norm(entry)
        matter = entry.matter or entry.gist
        parts: list[str | Proof | Piece] = [
            words.list(entry.actors) or words("nobody"),
            *([words("colon"), what] if what else []),
            *([words("clause" if what else "colon"), matter] if matter else []),
            words("open"),
            self.proof(entry.place, gist=entry.gist, titled=titled),
            words("list") + words("digest_mark") if entry.status == "digest" else "",
            words("list") + words("general") if entry.general else "",
            words("close"),
        ]
        for name, values in (("time", entry.time), ("quantity", entry.quantity)):
            if values:
                parts.append(words("clause") + words(name) + words("colon") + words.list(values))
        if entry.sanctions:
            parts += [words("clause") + words("sanctions"), *self.cited(entry.sanctions, titled)]
        minor = not (entry.role or entry.time or entry.quantity)
        return say(*parts, tone="general" if entry.general else "", minor=minor)

    def norm(self, entry: Entry) -> str:
        """Return what a norm is in a word: its role, else its kind."""
        return self.words.concept("role", entry.role) if entry.role else self.words.concept("kind", entry.kind)

    def blank(self, blank: Blank, titled: bool) -> Statement:
        """Return why a document leaves a cell empty."""
        words = self.words
        levels = words.list(words.concept("level", level) for level in blank.levels)
        return say(
            words.title(blank.document) + words("colon") if titled else "",
            words(f"blank_{blank.kind}"),
            words("colon") + levels if levels else "",
            *self.cited(blank.places, titled=False),
            tone=blank.kind,
        )

    def correlation(self, correlation: Correlation, number: int) -> View:
        """Return a correlation table as a view, with the basis of its labels and their counts."""
        words = self.words
        left, right = printable(words.title(correlation.left)), printable(words.title(correlation.right))
        headers = (
            words("column_left", title=left),
            words("column_right", title=right),
            words("column_label"),
            words("column_changes"),
            words("column_confidence"),
        )
        counts = Counter(words.label(pair, correlation.related) for pair in correlation.pairs)
        counted = [words("count", name=name, count=count) for name, count in sorted(counts.items(), key=_by_count)]
        lead = [printable(correlation.basis_zh if words.language == "zh" else correlation.basis_en)]
        if counted:
            lead.append(words("pair_counts", counts=words.list(counted)) + words("stop"))
        lines = tuple(
            Line(
                (
                    self.side(pair.left),
                    self.side(pair.right),
                    (say(words.label(pair, correlation.related), tone=pair.label),),
                    tuple(map(self.change, pair.changes)),
                    (say(f"{pair.confidence:.2f}"),),
                )
            )
            for pair in correlation.pairs
        )
        title = words("correlation", left=left, right=right)
        return View(f"pair-{number}", title, tuple(filter(None, lead)), headers, (34, 34, 10, 26, 8), lines, 0)

    def side(self, places: Iterable[Place]) -> tuple[Statement, ...]:
        return tuple(say(self.proof(place, spelled=True)) for place in places)

    def change(self, change: Change) -> Statement:
        """Return what differs: 时限：每年 → 每季度."""
        words = self.words
        left, right = (printable(words.value(change.field, value)) for value in (change.left, change.right))
        if change.field == "words":  # both stand beside it in full
            left, right = _shortened(left), _shortened(right)
        return say(
            words(f"change_{change.field}") + words("colon"),
            Piece("delete", left) if left else words("none"),
            " → ",
            Piece("insert", right) if right else words("none"),
        )

    def observations(self, observations: Iterable[Observation]) -> View:
        """Return gaps and conflicts as a view."""
        words = self.words
        lines = []
        for one in observations:
            schemes = (("level", one.level), ("role", one.role), ("matter", one.matter))
            about = [words.concept(scheme, notation) for scheme, notation in schemes if notation]
            text = one.zh if words.language == "zh" else one.en
            lines.append(
                Line(
                    (
                        (say(words(f"observation_{one.kind}"), tone=one.kind),),
                        (say(words.list(map(words.title, one.documents))),),
                        (say(words.list(about)),),
                        (say(text.rstrip("。."), *self.cited(one.places, len(one.documents) > 1), words("stop")),),
                    )
                )
            )
        headers = tuple(words(f"column_{name}") for name in ("finding", "document", "about", "says"))
        lead = () if lines else (words("empty_view"),)
        return View("observations", words("observations"), lead, headers, (13, 20, 22, 45), tuple(lines))


def _has_levels(matrix: Matrix) -> bool:
    """Say whether a matrix is by role and over several levels, so that a glance shows something."""
    return matrix.rows_are == "role" and len({row.level for row in matrix.rows}) > 1


def rows_of(line: Line, fixed: int) -> list[list[Cell]]:
    """Return a line as rows: of cells with citations each statement takes one, the first `fixed` cells repeat."""
    cited = [any(one.proofs for one in cell) for cell in line.cells]
    height = max((len(cell) for cell, cites in zip(line.cells, cited, strict=True) if cites), default=1)
    rows = []
    for number in range(height):
        row: list[Cell] = []
        for place, cell in enumerate(line.cells):
            if place < fixed or (number == 0 and not cited[place]):
                row.append(cell)
            else:
                row.append(cell[number : number + 1] if cited[place] else ())
        rows.append(row)
    return rows


def _frames_below(matrix: Matrix, number: int, column: int) -> frozenset[str]:
    """Return the frames that rows of the same level nested below a row have in a column."""
    row = matrix.rows[number]
    found: set[str] = set()
    for below, cells in zip(matrix.rows[number + 1 :], matrix.cells[number + 1 :], strict=True):
        if below.depth <= row.depth and below.matter != row.matter:
            break
        if below.depth > row.depth and below.level == row.level:
            found.update(entry.frame for entry in cells[column].entries)
    return frozenset(found)


def _unmarked(place: Place, words: str) -> str:
    """Return the words of a provision without its label (第九条) or mark (（一）, 1.) at their beginning."""
    mark = rf"[（(]?{re.escape(place.item)}[）).．、]" if place.item else re.escape(place.label)
    return re.sub(rf"^{mark}\s*", "", words)


def _by_count(counted: tuple[str, int]) -> tuple[int, str]:
    return (-counted[1], counted[0])


def _shortened(text: str) -> str:
    return text if len(text) <= _EXCERPT else f"{text[: _EXCERPT - 1]}…"


def _plain(part: str | Proof | Piece) -> str:
    if isinstance(part, Proof):
        return part.name
    return part if isinstance(part, str) else part.text
