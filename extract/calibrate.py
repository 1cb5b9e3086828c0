"""How sure each rule is: the share of its frames that gold segments confirm, kind, role and actors alike.

`patterns/confidences.jsonl` holds the shares; `python -m extract.calibrate FRAMES.jsonl tests/gold tests/gold/statutes`
prints them anew from exported frames of the documents that the gold folders annotate.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from extract.evaluate import GOLD_SUFFIX, GoldSegment, fold, gold_files, read_gold, read_lines
from extract.patterns import read_lines as read_patterns

# A rule that gold shows seldom or never is believed as if it had been right in 4 of 5 further cases.
PRIOR_RIGHT, PRIOR_SEEN = 4, 5


def confidence(right: int, seen: int) -> float:
    """Return the share of right frames, drawn towards the prior where few were seen.

    >>> confidence(0, 0), confidence(95, 95)
    (0.8, 0.99)
    """
    return round((right + PRIOR_RIGHT) / (seen + PRIOR_SEEN), 2)


_UNSEEN = confidence(0, 0)


@cache
def _shares() -> dict[str, float]:
    return {row["rule"]: confidence(row["right"], row["seen"]) for row in read_patterns("confidences")}


def confidence_of(rule: str) -> float:
    """Return how sure a rule is; one that the file does not name has the prior."""
    return _shares().get(rule, _UNSEEN)


def count(segments: Sequence[GoldSegment], frames: Iterable[dict[str, Any]]) -> dict[str, tuple[int, int]]:
    """Count the right and all frames of each rule; frames are rows as exported.

    A frame is right where a gold frame of the segment that holds most of it has its kind, role and actors.
    """
    counts: dict[str, Counter[bool]] = defaultdict(Counter)
    for frame in frames:
        held = max(segments, key=lambda s: min(frame["end"], s.end) - max(frame["start"], s.start))
        if min(frame["end"], held.end) <= max(frame["start"], held.start):
            continue  # where only some articles are annotated
        actors = frozenset(fold(actor["name"]) for actor in frame["actors"])
        right = any(
            (gold.kind, gold.role, gold.actors) == (frame["kind"], frame["role"] or "", actors) for gold in held.frames
        )
        counts[frame["rule"]][right] += 1
    return {rule: (seen[True], seen.total()) for rule, seen in counts.items()}


def main() -> None:
    """Print the rows of `patterns/confidences.jsonl` for the exported frames and the gold folders given."""
    exported, gold = Path(sys.argv[1]), [Path(folder) for folder in sys.argv[2:]]
    by_document: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in read_lines(exported):
        by_document[row["document"]].append(row)
    total: dict[str, tuple[int, int]] = {}
    for file in gold_files(gold):
        frames = by_document[file.name.removesuffix(GOLD_SUFFIX)]
        for rule, (right, seen) in count(read_gold(file), frames).items():
            before = total.get(rule, (0, 0))
            total[rule] = (before[0] + right, before[1] + seen)
    for rule, (right, seen) in sorted(total.items()):
        sys.stdout.write(json.dumps({"rule": rule, "right": right, "seen": seen}) + "\n")


if __name__ == "__main__":
    main()
