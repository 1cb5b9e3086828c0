"""Scores frames against gold segments: how much of what an annotator found the rules find too."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import ReadError
from extract.types import KINDS, Frame

GOLD_SUFFIX = ".gold.jsonl"


@dataclass(frozen=True, slots=True)
class GoldFrame:
    """What an annotator saw in a segment; names, matter and measures folded by `fold`."""

    kind: str
    actors: frozenset[str] = frozenset()
    levels: frozenset[str] = frozenset()
    role: str = ""
    matter: str = ""
    measures: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class GoldSegment:
    """One line of a gold file: a range of code points of the source text and the frames in it."""

    number: int
    start: int
    end: int
    frames: tuple[GoldFrame, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of a comparison of two sets: found in both, only in ours, only in the gold."""

    hit: int = 0
    extra: int = 0
    missed: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(self.hit + other.hit, self.extra + other.extra, self.missed + other.missed)

    @property
    def precision(self) -> float:
        """The share of ours that is right, 0 where we have nothing."""
        return self.hit / (self.hit + self.extra) if self.hit + self.extra else 0.0

    @property
    def recall(self) -> float:
        """The share of the gold that we have, 0 where the gold has nothing."""
        return self.hit / (self.hit + self.missed) if self.hit + self.missed else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall.

        >>> round(Score(hit=3, extra=1, missed=2).f1, 3)
        0.667
        """
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class FrameScores:
    """The scores of one document, or of several added up.

    `kind` counts (segment, kind), `actor` (segment, kind, actor), `role` (segment, role, actor) of
    responsibilities, `level` (segment, kind, level) and `measure` (segment, measure) of sanctions, a measure
    matching when one string contains the other. `matters` has one overlap between 0 and 1 for every gold
    responsibility with a matter.
    """

    document: str
    kind: Score = Score()
    actor: Score = Score()
    role: Score = Score()
    level: Score = Score()
    measure: Score = Score()
    matters: tuple[float, ...] = ()

    def __add__(self, other: FrameScores) -> FrameScores:
        return FrameScores(
            self.document,
            self.kind + other.kind,
            self.actor + other.actor,
            self.role + other.role,
            self.level + other.level,
            self.measure + other.measure,
            self.matters + other.matters,
        )

    @property
    def matter(self) -> float | None:
        """The mean overlap of matters, or None where the gold names none."""
        return sum(self.matters) / len(self.matters) if self.matters else None


def fold(text: str) -> str:
    """Fold quotes, brackets and white space, so that variants of one name compare equal.

    >>> fold("村“两委” （居委会）")
    '村两委(居委会)'
    """
    return re.sub(r"[\s“”\"'‘’]", "", text).replace("（", "(").replace("）", ")")


def gold_files(paths: Iterable[Path], pattern: str = f"*{GOLD_SUFFIX}") -> tuple[Path, ...]:
    """Return the files among `paths`, and directly in the folders among them, whose names match `pattern`.

    Raises ReadError for a path that does not exist.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found.extend(sorted(path.glob(pattern)))
        elif not path.exists():
            raise ReadError(f"{path}: no such gold file or folder.")
        elif path.match(pattern):
            found.append(path)
    return tuple(found)


def read_lines(path: Path) -> list[dict[str, Any]]:
    """Read a JSON Lines file of objects; raises ReadError that names the first bad line."""
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ReadError(f"{path}: cannot be read as UTF-8 text ({error}).") from error
    rows: list[dict[str, Any]] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise ReadError(f"{path}, line {number}: not JSON ({error.msg}).") from error
        if not isinstance(row, dict):
            raise ReadError(f"{path}, line {number}: not a JSON object.")
        rows.append(row)
    return rows


def read_gold(path: Path) -> tuple[GoldSegment, ...]:
    """Read one gold file, as tests/gold/GUIDE.md describes it; raises ReadError where a field is missing."""
    segments = []
    for number, row in enumerate(read_lines(path), start=1):
        try:
            frames = tuple(_gold_frame(frame) for frame in row["frames"] if frame["kind"] in KINDS)
            segments.append(GoldSegment(int(row["n"]), int(row["start"]), int(row["end"]), frames))
        except (KeyError, TypeError, ValueError) as error:
            raise ReadError(f"{path}, segment {number}: not a gold segment ({error!r}).") from error
    return tuple(segments)


def evaluate_frames(
    paths: Iterable[Path], frames: Iterable[Frame], documents: Collection[str] | None = None
) -> tuple[FrameScores, ...]:
    """Score frames of any number of documents against the gold files among `paths`, in the order of the files.

    A gold file is named after its document (`suzhou-2022.gold.jsonl`). `documents` restricts the scores to some
    ids; by default a gold document without frames counts as missed. Raises ReadError for unreadable gold.
    """
    by_document: defaultdict[str, list[Frame]] = defaultdict(list)
    for frame in frames:
        by_document[frame.document].append(frame)
    gold = {path.name.removesuffix(GOLD_SUFFIX): path for path in gold_files(paths)}
    return tuple(
        score_document(document, read_gold(path), by_document[document])
        for document, path in gold.items()
        if documents is None or document in documents
    )


def score_document(document: str, segments: Sequence[GoldSegment], frames: Iterable[Frame]) -> FrameScores:
    """Score the frames of one document; a frame belongs to the segment that holds the larger part of its span."""
    placed: defaultdict[int, list[Frame]] = defaultdict(list)
    for frame in frames:
        overlaps = [min(frame.end, segment.end) - max(frame.start, segment.start) for segment in segments]
        largest = max(overlaps, default=0)
        if largest > 0:
            placed[overlaps.index(largest)].append(frame)
    return sum(
        (_score_segment(segment, placed[place]) for place, segment in enumerate(segments)),
        start=FrameScores(document),
    )


def render_frames(scores: Sequence[FrameScores]) -> str:
    """Return a table for the terminal: precision/recall/F1 of the sets, a row for each document and one for all."""
    header = ("document", "kind p/r/f1", "actor p/r/f1", "role p/r/f1", "level f1", "measure f1", "matter")
    rows: list[tuple[str, ...]] = [header]
    for row in [*scores, sum(scores, start=FrameScores("ALL"))]:
        sets = (f"{s.precision:.3f}/{s.recall:.3f}/{s.f1:.3f}" for s in (row.kind, row.actor, row.role))
        matter = "-" if row.matter is None else f"{row.matter:.3f}"
        rows.append((row.document, *sets, f"{row.level.f1:.3f}", f"{row.measure.f1:.3f}", matter))
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    lines = []
    for name, *cells in rows:
        figures = "".join(f"  {cell:>{width}}" for cell, width in zip(cells, widths[1:], strict=True))
        lines.append(f"{name:<{widths[0]}}{figures}")
    return "\n".join(lines)


def _gold_frame(frame: dict[str, Any]) -> GoldFrame:
    return GoldFrame(
        kind=frame["kind"],
        actors=frozenset(map(fold, _listed(frame.get("actors")))),
        levels=frozenset(_listed(frame.get("level"))),
        role=frame.get("role", ""),
        matter=fold(frame.get("matter", "")),
        measures=frozenset(map(fold, _listed(frame.get("measures")))),
    )


def _listed(value: str | list[str] | None) -> list[str]:
    return [] if not value else [value] if isinstance(value, str) else value


def _as_gold(frame: Frame) -> GoldFrame:
    return GoldFrame(
        kind=frame.kind,
        actors=frozenset(fold(actor.name) for actor in frame.actors),
        levels=frozenset(actor.level for actor in frame.actors if actor.level),
        role=frame.role,
        matter=fold(frame.matter.text) if frame.matter else "",
        measures=frozenset(fold(measure.value) for measure in frame.measures),
    )


def _score_segment(segment: GoldSegment, placed: Iterable[Frame]) -> FrameScores:
    gold, ours = segment.frames, [_as_gold(frame) for frame in placed]

    def compare(keys: Callable[[GoldFrame], Iterable[object]]) -> Score:
        wanted = {key for frame in gold for key in keys(frame)}
        found = {key for frame in ours for key in keys(frame)}
        return Score(len(wanted & found), len(found - wanted), len(wanted - found))

    return FrameScores(
        document="",
        kind=compare(lambda frame: [frame.kind]),
        actor=compare(lambda frame: [(frame.kind, actor) for actor in frame.actors]),
        role=compare(lambda frame: [(frame.role, actor) for actor in frame.actors if frame.kind == "responsibility"]),
        level=compare(lambda frame: [(frame.kind, level) for level in frame.levels]),
        measure=_compare_measures(gold, ours),
        matters=tuple(_matter_overlaps(gold, ours)),
    )


def _compare_measures(gold: Iterable[GoldFrame], ours: Iterable[GoldFrame]) -> Score:
    """Pair measures one to one, a pair matching when one string contains the other."""
    wanted = sorted({measure for frame in gold if frame.kind == "sanction" for measure in frame.measures})
    free = sorted({measure for frame in ours if frame.kind == "sanction" for measure in frame.measures})
    hit = 0
    for measure in wanted:
        partner = next((other for other in free if other in measure or measure in other), None)
        if partner is not None:
            free.remove(partner)
            hit += 1
    return Score(hit, len(free), len(wanted) - hit)


def _matter_overlaps(gold: Iterable[GoldFrame], ours: Sequence[GoldFrame]) -> Iterable[float]:
    """Yield for every gold matter of a responsibility the best overlap among ours of the same role."""
    for frame in gold:
        if frame.kind == "responsibility" and frame.matter:
            same = (other.matter for other in ours if (other.kind, other.role) == (frame.kind, frame.role))
            yield max((_dice(frame.matter, matter) for matter in same), default=0.0)


def _dice(left: str, right: str) -> float:
    """Return the Dice coefficient of two strings as bags of characters.

    >>> _dice("项目资产", "资产")
    0.6666666666666666
    """
    total = len(left) + len(right)
    return 2 * sum((Counter(left) & Counter(right)).values()) / total if total else 0.0
