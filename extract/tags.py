"""The parts of speech of jieba's dictionary."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path


@cache
def tags() -> dict[str, str]:
    """Return the part of speech that jieba's dictionary gives each word (`v`, `n`, `p`, `d` …).

    The tags come from jieba's `dict.txt`; they are hints about where a subject may end.
    """
    # Looked for, not imported: jieba loads more than its dictionary.
    package = find_spec("jieba")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("jieba is not installed")
    # Lines of a word, how often it is met, and its tag.
    parts = Path(package.origin).with_name("dict.txt").read_text("utf-8").split()
    return dict(zip(parts[0::3], parts[2::3], strict=True))
