"""Reading: a file, a folder, an archive or a string becomes documents."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from corpus.clean import clean
from corpus.errors import ReadError
from corpus.metadata import describe
from corpus.readers.file import ARCHIVE_SUFFIX, OLD_SUFFIXES, SUFFIXES, check, read_file
from corpus.readers.types import Reading
from corpus.structure import parse
from corpus.types import LEVELS, Document, Metadata

MANIFEST = "manifest.yaml"
_LISTS = {item.name for item in fields(Metadata) if str(item.type).startswith("tuple")}
_FIELDS = {item.name for item in fields(Metadata)}
_PAGE_FOLDERS = ("_files", ".files")  # where a browser keeps the pictures of a saved page


def read_text(text: str, metadata: Metadata) -> Document:
    """Return a document made from a string.

    Takes the text and what is known about it; `id` must be given, and a field that is not empty overrides
    what the text says.
    """
    given = {name: getattr(metadata, name) for name in _FIELDS if getattr(metadata, name)}
    if metadata.completeness == "complete" and not metadata.missing:
        del given["completeness"]  # the default says nothing
    return _document(Reading(text), given)


def read_document(path: Path | str, given: Mapping[str, Any] | None = None) -> Document:
    """Return the document in one file: .txt, .md, .docx, .pdf or .html.

    Takes the path and, optionally, metadata that overrides the manifest, the sidecar, the file and the text.
    Raises ReadError where the file cannot be read as a text.
    """
    path = Path(path)
    return Source(path, {**_given(path, _manifest(path.parent)), **(given or {})}).read()


@dataclass(frozen=True, slots=True)
class Source:
    """The file of a document with the metadata that is given for it; the text is read when it is asked for."""

    path: Path
    given: Mapping[str, Any]

    def read(self) -> Document:
        """Return the document. Raises ReadError where the file cannot be read as a text."""
        return _document(read_file(self.path), self.given)


def sources(folder: Path | str) -> tuple[Source, ...]:
    """Return the files of the documents of a folder and the folders in it, sorted by path, none of them read.

    README.md, names that begin with a dot and files of other kinds are left out. Raises ReadError where there is no
    document, a manifest names a file that is not there, two files have the same id, or a document is of a kind
    that is not read (.doc) and does not lie beside one of the same name that is.
    """
    folder = Path(folder)
    found: dict[str, Source] = {}
    manifests: dict[Path, dict[str, dict[str, Any]]] = {}
    for path in documents_in(folder):
        if path.parent not in manifests:
            manifests[path.parent] = _manifest(path.parent)
        given = _given(path, manifests[path.parent])
        if given["id"] in found:
            raise ReadError(f"{path}: its id {given['id']} belongs to another file of the folder as well.")
        found[given["id"]] = Source(path, given)
    return tuple(found.values())


def read_folder(folder: Path | str) -> tuple[Document, ...]:
    """Return the documents of a folder and the folders in it, as `sources` finds them. Raises ReadError."""
    return tuple(source.read() for source in sources(folder))


def documents_in(folder: Path) -> list[Path]:
    """Return the paths of the documents in a folder and the folders in it, sorted. Raises ReadError as `sources`."""
    if not folder.is_dir():
        raise ReadError(f"{folder}: no such folder.")
    found: list[Path] = []
    for place in sorted(_folders(folder)):
        files = [path for path in place.iterdir() if not path.name.startswith(".") and path.name != "README.md"]
        here = [path for path in files if path.suffix.lower() in SUFFIXES]
        stems = {path.stem for path in here}
        if absent := sorted(set(_manifest(place)) - stems):
            raise ReadError(f"{place / MANIFEST}: it describes {absent[0]}, but there is no such document.")
        for path in sorted(files):
            if path.suffix.lower() in OLD_SUFFIXES and path.stem not in stems:
                read_file(path)  # a web page in disguise is read, an old document refused with what to do
                here.append(path)
        found += here
    if not found:
        raise ReadError(f"{folder}: the folder has no .txt or .md document, nor one of {', '.join(SUFFIXES[2:])}.")
    return sorted(found)


def read_archive(path: Path | str) -> tuple[Document, ...]:
    """Return the documents in a .zip, as if it were a folder. Raises ReadError as read_folder does."""
    with folder_of(path) as folder:
        return read_folder(folder)


@contextmanager
def folder_of(path: Path | str) -> Iterator[Path]:
    """Give a folder as it is, and for a .zip one that holds its documents until the end of the block.

    Raises ReadError where the archive cannot be read; an error of the block names the archive, not that folder.
    """
    path = Path(path)
    if path.suffix.lower() != ARCHIVE_SUFFIX:
        yield path
        return
    from corpus.readers.archive import unpack

    check(path)
    with TemporaryDirectory(prefix="dutygraph-") as name:
        try:
            unpack(path, Path(name), {*SUFFIXES, *OLD_SUFFIXES, ".yaml"})
            yield Path(name)
        except ReadError as error:
            raise ReadError(str(error).replace(name, str(path))) from None


def read(path: Path | str, given: Mapping[str, Any] | None = None) -> tuple[Document, ...]:
    """Return the documents of a file, a folder or a .zip; metadata that is given overrides all other.

    Raises ReadError.
    """
    path = Path(path)
    if path.is_dir():
        documents = read_folder(path)
    elif path.suffix.lower() == ARCHIVE_SUFFIX:
        documents = read_archive(path)
    else:
        return (read_document(path, given),)
    return tuple(replace(one, metadata=replace(one.metadata, **(given or {}))) for one in documents)


def _folders(folder: Path) -> Iterator[Path]:
    """Yield a folder and the folders in it, none twice, none hidden, none of the pictures of a saved page."""
    for name, inner, _ in os.walk(folder):
        inner[:] = [one for one in inner if not one.startswith((".", "__")) and not one.endswith(_PAGE_FOLDERS)]
        yield Path(name)


def _given(path: Path, manifest: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    """Return the metadata that stands beside a file of a folder with this manifest, its id among it."""
    return {"id": path.stem, **_beside(path, manifest)}


def _document(reading: Reading, given: Mapping[str, Any]) -> Document:
    """Return the document of what was read and the metadata that is given for it."""
    text = reading.text
    view = clean(text)
    root = parse(text, view)
    checksum = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    said = {name: value for name, value in reading.metadata.items() if name != "missing"}
    metadata = describe(text, view, root, {**said, **given})
    if "missing" in reading.metadata and "missing" not in given:
        metadata = replace(metadata, missing=(*metadata.missing, *reading.metadata["missing"]))
    return Document(metadata, text, view, root, checksum)


def _beside(path: Path, manifest: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    """Return the metadata that the manifest of its folder or a sidecar ({name}.yaml) gives for a file."""
    sidecar = path.with_suffix(".yaml")
    given = dict(manifest.get(path.stem, {}))
    if sidecar.name != MANIFEST and sidecar.is_file():
        given.update(_checked(load_yaml(sidecar), sidecar))
    return given


def _manifest(folder: Path) -> dict[str, dict[str, Any]]:
    """Return a folder's manifest: metadata by file name without the suffix."""
    path = folder / MANIFEST
    if not path.is_file():
        return {}
    content = load_yaml(path)
    return {str(name): _checked(entry, path) for name, entry in content.items()}


def load_yaml(path: Path) -> dict[str, Any]:
    """Return the mapping that a YAML file holds; raises ReadError where it holds none."""
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise ReadError(f"{path}: the metadata cannot be read ({' '.join(str(error).split())}).") from None
    if not isinstance(content, dict):
        raise ReadError(f"{path}: it must map names to values.")
    return content


def _checked(entry: object, path: Path) -> dict[str, Any]:
    """Return one document's metadata with dates as ISO days and lists as tuples.

    Raises ReadError on a name that Metadata does not have and on a value of the wrong kind.
    """
    if not isinstance(entry, dict):
        raise ReadError(f"{path}: each entry must map names to values.")
    values: dict[str, Any] = {}
    for name, value in entry.items():
        if name not in _FIELDS:
            raise ReadError(
                f"{path}: {name} is not a field of a document; the fields are {', '.join(sorted(_FIELDS))}."
            )
        if name in _LISTS:
            if not isinstance(value, list):
                raise ReadError(f"{path}: {name} must be a list.")
            values[name] = tuple(str(item) for item in value)
        elif isinstance(value, date):
            values[name] = value.isoformat()
        elif isinstance(value, (str, int)):
            values[name] = str(value)
        else:
            raise ReadError(f"{path}: {name} must be a text.")
    if values.get("level", "") not in ("", *LEVELS):
        raise ReadError(f"{path}: {values['level']} is not a level; the levels are {', '.join(LEVELS)}.")
    if values.get("completeness", "complete") not in ("complete", "partial", "digest"):
        raise ReadError(f"{path}: completeness must be complete, partial or digest.")
    return values
