"""Adds documents that were given to a screen, as `dutygraph add` would."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final, Protocol

from app.labels import Labels
from corpus.errors import DutygraphError, ReadError
from corpus.readers.file import ARCHIVE_SUFFIX, OLD_SUFFIXES, SUFFIXES

if TYPE_CHECKING:
    from app.pipeline import Progress, Written

READ: Final = (*SUFFIXES, ARCHIVE_SUFFIX)
ACCEPTED: Final = sorted(suffix.removeprefix(".") for suffix in (*READ, *OLD_SUFFIXES))
"""What may be chosen; old documents may, so that the reader can say what to do with them."""
MEGABYTES: Final = 20
MOST: Final = 20
"""So many files at a time: more belong in a folder and to `dutygraph add`, which reads them in several processes."""
_LONGEST: Final = 80
_LONGEST_SUFFIX: Final = 8
# What may stand in a file name here: letters of any script, digits and common marks, no separators or controls.
_STRANGE: Final = re.compile(r"[^\w()（）《》〔〕\[\]·.,，、+ -]")


class Upload(Protocol):
    """A file as a browser sends it."""

    name: str
    size: int

    def getvalue(self) -> bytes:
        """Return its bytes."""
        ...


def add_uploads(
    files: Sequence[Upload], location: str, given: Mapping[str, str], progress: Progress, say: Labels
) -> tuple[Written, ...]:
    """Add files to a store and return what was written; `given` is metadata that overrides what they say.

    The names of the files are not trusted. Raises DutygraphError, whose message names the files by them.
    """
    from app import pipeline  # brings spaCy, which the screens do not need

    if not files:
        raise ReadError(say("no_file"))
    if len(files) > MOST:
        raise ReadError(say("too_many_files", count=MOST))
    with TemporaryDirectory(prefix="dutygraph-") as folder:
        paths: list[Path] = []
        for file in files:
            path = Path(folder) / file_name(file.name)
            if file.size > MEGABYTES * 2**20:
                raise ReadError(say("too_large", name=path.name, megabytes=MEGABYTES))
            if path in paths:
                raise ReadError(say("same_name", name=path.name))
            path.write_bytes(file.getvalue())
            paths.append(path)
        try:
            return pipeline.add(paths, location, given, progress)
        except DutygraphError as error:
            raise ReadError(str(error).replace(f"{folder}/", "")) from None


def told(written: Sequence[Written], say: Labels) -> str:
    """Return what came of it in words: each document with its norms and version, or that it was there already."""
    documents = (
        say(
            "unchanged_one" if one.unchanged else "added_one",
            document=one.document,
            frames=one.frames,
            version=one.versions,
        )
        for one in written
    )
    return say("added", documents="、".join(documents))


def file_name(name: str) -> str:
    r"""Return the name of an uploaded file as it is safe to write: no folders, no strange characters, not too long.

    >>> [file_name(name) for name in ("../../某县办法.txt", "C:\\a\\b.MD", "<b>甲</b>.txt", ".txt", "..")]
    ['某县办法.txt', 'b.md', 'b_.txt', 'document.txt', 'document']
    """
    bare = name.replace("\\", "/").rpartition("/")[2]
    stem, dot, suffix = bare.rpartition(".")
    if not dot:
        stem, suffix = suffix, ""
    stem = _STRANGE.sub("_", stem)[:_LONGEST].strip(" .") or "document"
    suffix = re.sub(r"\W", "", suffix)[:_LONGEST_SUFFIX].lower()
    return f"{stem}.{suffix}" if suffix else stem
