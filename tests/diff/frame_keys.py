"""Prints the frames of texts as JSON Lines, a line for each document, with the code that PYTHONPATH names.

It runs inside older revisions too, so it uses no more of the rooms than every revision has: reading, the vocabulary and
the extractor.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path


def main(tree: Path, files: list[Path]) -> None:
    """Extract each file with the code of `tree`; a file that fails has its error in the place of its frames."""
    import extract.extract
    from corpus.read import read_document
    from extract.extract import Extractor
    from ontology.lexicon import read_lexicon

    if not Path(extract.extract.__file__).is_relative_to(tree):
        raise SystemExit(f"the rooms come from {Path(extract.extract.__file__).parent.parent}, not from {tree}")
    extractor = Extractor(read_lexicon())
    for file in files:
        try:
            frames = extractor.extract(read_document(file)).frames
        except Exception as error:  # whatever an unfinished rule raises; the other files still count
            row: dict[str, object] = {"document": file.stem, "error": f"{type(error).__name__}: {error}"}
        else:
            row = {"document": file.stem, "frames": [key(frame) for frame in frames]}
        print(json.dumps(row, ensure_ascii=False), flush=True)


def key(frame) -> dict[str, object]:
    """Return what frames are compared by, and what shows them: rule and quote."""
    return {
        "document": frame.document,
        "provision": frame.provision,
        "item": frame.item,
        "kind": frame.kind,
        "role": frame.role,
        "actors": [actor.name for actor in frame.actors],
        "start": frame.start,
        "end": frame.end,
        "rule": frame.rule,
        "quote": frame.quote,
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), [Path(line) for line in sys.stdin.read().splitlines()])
