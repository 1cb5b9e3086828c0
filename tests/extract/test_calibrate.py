"""The confidences on file are those that the gold gives."""

from __future__ import annotations

from pathlib import Path

from corpus.digest import load_digests
from corpus.library import shipped_facts, shipped_texts
from corpus.read import read_folder
from extract.calibrate import confidence_of, count
from extract.evaluate import read_gold
from extract.extract import Extractor
from extract.patterns import read_lines


def test_confidence_is_the_share_that_gold_confirms(extractor: Extractor, gold_folder: Path) -> None:
    lead_ins = {digest.metadata.id: digest.lead_in_actors for digest in load_digests(shipped_facts())}
    on_file = {row["rule"]: (row["right"], row["seen"]) for row in read_lines("confidences")}
    total: dict[str, list[int]] = {}
    for document in read_folder(shipped_texts()):
        frames = extractor.extract(document, lead_ins.get(document.id, ())).frames
        rows = [
            {
                "rule": frame.rule,
                "start": frame.start,
                "end": frame.end,
                "kind": frame.kind,
                "role": frame.role,
                "actors": [{"name": actor.name} for actor in frame.actors],
            }
            for frame in frames
        ]
        for rule, (right, seen) in count(read_gold(gold_folder / f"{document.id}.gold.jsonl"), rows).items():
            counted = total.setdefault(rule, [0, 0])
            counted[0] += right
            counted[1] += seen
    assert len(total) > 35
    # the file also counts a statute that is not shipped, so it has at least as many
    for rule, (right, seen) in total.items():
        assert on_file[rule][0] >= right, rule
        assert on_file[rule][1] >= seen, rule


def test_frames_carry_it() -> None:
    assert confidence_of("duty.listed") > 0.9
    assert confidence_of("duty.inherited") < 0.8
    assert confidence_of("a rule that no gold shows") == 0.8
