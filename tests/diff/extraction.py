"""Shows the frames that a change of rules gains and loses over a folder of texts, against an earlier revision.

Run by `make extraction-diff`. The environment overrides what it compares: BASE, the revision (by default what was last
landed on origin/main, else the commit before this one), LAWS, the folder of texts, SAMPLE=n, every n-th file only.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LAWS = ROOT.parent / "shared" / "laws"
EXAMPLES = 20
"""How many gained and how many lost frames are shown in full."""
QUOTE = 60
"""How many characters of a quote are shown."""

Identity = tuple[str, str, str, str, str, tuple[str, ...], int, int]
"""What makes two frames the same: document, provision, item, kind, role, actors, start, end."""


@dataclass(frozen=True, slots=True)
class Extracted:
    """The frames of one revision by identity, with rule and quote, and the documents that failed."""

    frames: Mapping[Identity, tuple[str, str]]
    failed: Mapping[str, str] = field(default_factory=dict)


def texts(folder: Path, sample: int = 1) -> list[Path]:
    """Return every `sample`-th text of a folder in the order of their names."""
    files = (path for path in folder.iterdir() if path.suffix in {".md", ".txt"} and path.stem != "README")
    return sorted(files)[::sample]


def every_nth() -> int:
    """Return what SAMPLE says: 1 for every text, n for every n-th."""
    sample = os.environ.get("SAMPLE") or "1"
    if not sample.isdecimal() or int(sample) < 1:
        raise SystemExit(f"SAMPLE={sample} is no number above 0")
    return int(sample)


def read(lines: Iterable[str]) -> Extracted:
    """Read what `frame_keys.py` prints."""
    frames: dict[Identity, tuple[str, str]] = {}
    failed: dict[str, str] = {}
    for row in map(json.loads, lines):
        if "error" in row:
            failed[row["document"]] = row["error"]
        for frame in row.get("frames", ()):
            place = (frame["document"], frame["provision"], frame["item"])
            who = tuple(frame["actors"])
            identity = (*place, frame["kind"], frame["role"], who, frame["start"], frame["end"])
            frames[identity] = (frame["rule"], frame["quote"])
    return Extracted(frames, failed)


def report(before: Extracted, after: Extracted) -> str:
    """Return the counts by kind and rule and the first examples of frames gained and lost.

    Documents that fail on either side are named and left out of the counts.
    """
    left_out = before.failed.keys() | after.failed.keys()
    old = {identity for identity in before.frames if identity[0] not in left_out}
    new = {identity for identity in after.frames if identity[0] not in left_out}
    gained, lost = sorted(new - old), sorted(old - new)
    lines = [f"frames: {len(old)} before, {len(new)} after, {len(gained)} gained, {len(lost)} lost"]
    for when, failed in (("before", before.failed), ("after", after.failed)):
        lines += [f"left out, fails {when}: {document}: {error}" for document, error in sorted(failed.items())]
    lines += _counts("kind", _kinds(gained), _kinds(lost))
    lines += _counts("rule", _rules(gained, after), _rules(lost, before))
    for name, some, side in (("gained", gained, after), ("lost", lost, before)):
        if some:
            shown = _spread(some, EXAMPLES)
            lines += ["", f"{name}, {len(shown)} of {len(some)}:", *(_example(one, side) for one in shown)]
    return "\n".join(lines)


def _kinds(some: Iterable[Identity]) -> Counter[str]:
    return Counter(identity[3] for identity in some)


def _rules(some: Iterable[Identity], side: Extracted) -> Counter[str]:
    return Counter(side.frames[identity][0] for identity in some)


def _counts(title: str, gained: Counter[str], lost: Counter[str]) -> list[str]:
    names = sorted(gained | lost, key=lambda name: (-gained[name] - lost[name], name))
    if not names:
        return []
    width = max(map(len, [*names, title]))
    rows = [f"{name:<{width}} {f'+{gained[name]}':>7} {f'-{lost[name]}':>7}" for name in names]
    return ["", f"{title:<{width}} {'gained':>7} {'lost':>7}", *rows]


def _spread(some: Sequence[Identity], number: int) -> list[Identity]:
    """Return examples from all over a list, so that not all are of the first document."""
    step = max(1, len(some) // number)
    return list(some[::step][:number])


def _example(identity: Identity, side: Extracted) -> str:
    document, provision, item, kind, role, actors, start, end = identity
    rule, quote = side.frames[identity]
    words = " ".join(quote.split())
    shortened = words if len(words) <= QUOTE else f"{words[: QUOTE - 1]}…"
    place = f"{provision}({item})" if item else provision
    who = "、".join(actors) or "–"
    return f"  {document} {place} [{start}:{end}] {kind}{f'/{role}' if role else ''} {who} · {rule} · {shortened}"


def extracted(tree: Path, files: Sequence[Path]) -> Extracted:
    """Return the frames that the code in `tree` finds in the files, in a process of its own."""
    script = Path(__file__).with_name("frame_keys.py")
    done = subprocess.run(
        [sys.executable, "-P", script, tree],
        cwd=tree,
        env=os.environ | {"PYTHONPATH": str(tree), "PYTHONUTF8": "1"},
        input="\n".join(map(str, files)),
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return read(done.stdout.splitlines())


def base() -> str:
    """Return the revision to compare with by default: what was last landed, else the commit before this one."""
    landed = _git("merge-base", "HEAD", "origin/main", check=False)
    return landed or _git("rev-parse", "HEAD~1")


@contextmanager
def checked_out(revision: str) -> Iterator[Path]:
    """Give a folder with the files of a revision, for as long as it is needed."""
    with tempfile.TemporaryDirectory(prefix="dutygraph-base-") as folder:
        tree = Path(folder).resolve() / "tree"
        _git("worktree", "add", "--detach", "--quiet", str(tree), revision)
        try:
            yield tree
        finally:
            _git("worktree", "remove", "--force", str(tree))


def _git(*arguments: str, check: bool = True) -> str:
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    if check and done.returncode:
        raise SystemExit(f"git {' '.join(arguments)}: {done.stderr.strip()}")
    return done.stdout.strip()


def main() -> None:
    """Compare the working tree with the base and print the report."""
    folder = Path(os.environ.get("LAWS") or LAWS).resolve()
    if not folder.is_dir():
        print(f"extraction-diff: there are no texts in {folder}; name a folder with LAWS=…")
        return
    files = texts(folder, every_nth())
    revision = os.environ.get("BASE") or base()
    name = _git("log", "-1", "--format=%h %s", revision)
    print(f"{len(files)} texts; before: {name}; after: the working tree", flush=True)
    with checked_out(revision) as tree:
        before = extracted(tree, files)
    print(report(before, extracted(ROOT, files)))


if __name__ == "__main__":
    main()
