"""What a comparison finds, as values: matrix, correlation, text difference, gaps and conflicts.

Terms: 甲 is the left document of a pair, 乙 the right one. Offsets are code points: `text[start:end] == quote`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

BlankKind = Literal["uncertain", "missing_text", "elsewhere", "delegated", "not_stated"]
"""Why a cell is empty, in the order in which the reasons are tried; docs/comparison.md defines each."""

LabelKind = Literal["same", "finer", "stricter", "looser", "only_left", "only_right"]
"""How two provisions compare. Each is shown by one of two words, as `Correlation.related` says (相同 or 照搬 …)."""

Side = Literal["left", "right", ""]


@dataclass(frozen=True, slots=True)
class Place:
    """Words of a provision: `label` is 第十六条 or 二(五), `item` is 一 or empty, `key` its key in the document."""

    document: str
    label: str
    item: str
    key: str
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One norm in a cell. `frame` is its id, `kind` its modality, `levels` those of its actors.

    `time` and `quantity` are verbatim. `sanctions` are places of the document that say what follows for these bearers.
    `general` says that the norm binds all levels (各级), not this one by name. Of a digest `place` has no words.
    """

    frame: str
    kind: str
    role: str
    actors: tuple[str, ...]
    levels: tuple[str, ...]
    matter: str
    concepts: tuple[str, ...]
    time: tuple[str, ...]
    quantity: tuple[str, ...]
    sanctions: tuple[Place, ...]
    place: Place
    gist: str
    confidence: float
    status: str
    general: bool = False


@dataclass(frozen=True, slots=True)
class Blank:
    """Why one document of a column leaves a cell empty.

    `levels` are those where it does state the role or matter (of `elsewhere`); `places` are the words that delegate,
    that state it at another level, or that could not be read with confidence.
    """

    document: str
    kind: BlankKind
    levels: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """Documents that are read side by side as one: a measure and the rules that implement it."""

    name: str
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A row: a level, and a role or a matter (a concept, with its depth under the matter asked for), or neither."""

    level: str
    role: str = ""
    matter: str = ""
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """What a column says for a row; without entries there is one blank for each of its documents."""

    entries: tuple[Entry, ...]
    blanks: tuple[Blank, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """`cells[i][j]` is what column j says for row i. `rows_are` tells which rows these are."""

    rows_are: Literal["role", "matter"]
    rows: tuple[Row, ...]
    columns: tuple[Column, ...]
    cells: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One way in which two provisions differ: `field` is time, quantity, role, modality, level, actor, matter or words.

    `left` and `right` are the words or values on each side, empty where a side has none.
    """

    field: Literal["time", "quantity", "role", "modality", "level", "actor", "matter", "words"]
    left: str
    right: str


@dataclass(frozen=True, slots=True)
class Pair:
    """A provision of 甲 with its counterparts in 乙, or one that has none.

    `side` says for `finer`, `stricter` and `looser` which of the two is so. `similarity` of the texts and `confidence`
    are between 0 and 1.
    """

    left: tuple[Place, ...]
    right: tuple[Place, ...]
    label: LabelKind
    side: Side
    changes: tuple[Change, ...]
    similarity: float
    confidence: float


@dataclass(frozen=True, slots=True)
class Correlation:
    """The correlation table of two documents.

    `related` is "implements" where 甲 implements 乙 or is based on it, else "neutral"; `basis_zh` and `basis_en` are
    the sentence that says why, from the dates and legal bases in the graph.
    """

    left: str
    right: str
    related: Literal["implements", "neutral"]
    basis_zh: str
    basis_en: str
    pairs: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters of a text difference."""

    change: Literal["equal", "delete", "insert"]
    text: str


@dataclass(frozen=True, slots=True)
class ClauseDifference:
    """Two aligned clauses, either may be empty, and their difference in characters."""

    left: str
    right: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Observation:
    """A gap or a conflict: what it is about (concept, role, level: empty where it does not apply), and its proof.

    `kind`: "no_responsible" a matter with a duty but nobody responsible; "level_skipped" a level left out between two
    that are bound; "roles_differ" another role for the same matter and level; "stricter" 甲's quantity or deadline is
    stricter than 乙's, `documents` naming 甲 first.
    """

    kind: Literal["no_responsible", "level_skipped", "roles_differ", "stricter"]
    documents: tuple[str, ...]
    matter: str
    role: str
    level: str
    zh: str
    en: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """What a reader must know of a comparison: incomplete copies, what was left out."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """All views of one comparison; `sparql` are the queries that ran, in order."""

    columns: tuple[Column, ...]
    titles: tuple[tuple[str, str], ...]
    matrices: tuple[Matrix, ...]
    correlations: tuple[Correlation, ...]
    observations: tuple[Observation, ...]
    notes: tuple[Note, ...]
    sparql: tuple[str, ...]
