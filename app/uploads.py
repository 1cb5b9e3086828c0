"""Adds documents that were given to a screen, as `dutygraph add` would, and says what came of it."""

from collections.abc import Iterable
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory
from typing import Protocol

from app.labels import Labels
from corpus.errors import DutygraphError, ReadError
from corpus.readers.file import ARCHIVE_SUFFIX, OLD_SUFFIXES, SUFFIXES

ACCEPTED = sorted(suffix.removeprefix(".") for suffix in (*SUFFIXES, *OLD_SUFFIXES, ARCHIVE_SUFFIX))
"""What may be chosen; old documents may, so that the reader can say what to do with them."""


class Upload(Protocol):
    """A file as a browser sends it."""

    name: str

    def getvalue(self) -> bytes:
        """Return its bytes."""
        ...


def add_uploads(files: Iterable[Upload], location: str, say: Labels) -> str:
    """Add files to a store and return what to tell: the ids of the documents, each with what is new.

    Raises DutygraphError, whose message names the files as they were given.
    """
    from app import pipeline  # brings spaCy, which the screens do not need

    with TemporaryDirectory(prefix="dutygraph-") as folder:
        try:
            paths: list[Path] = []
            for file in files:
                name = PurePath(file.name.replace("\\", "/")).name
                if not name or name in (path.name for path in paths):
                    raise ReadError(f"{file.name}: two files have this name, or it is none.")
                paths.append(Path(folder) / name)
                paths[-1].write_bytes(file.getvalue())
            written = pipeline.add(paths, location)
        except DutygraphError as error:
            raise ReadError(str(error).replace(f"{folder}/", "")) from None
    return "；".join(
        say("unchanged" if one.unchanged else "added", document=one.document, frames=one.frames, version=one.versions)
        for one in written
    )
