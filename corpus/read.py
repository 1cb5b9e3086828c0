"""Reading: a file, a folder or a string becomes a document."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from charset_normalizer import from_bytes

from corpus.clean import clean
from corpus.errors import ReadError
from corpus.metadata import describe
from corpus.structure import parse
from corpus.types import LEVELS, Document, Metadata

SUFFIXES = (".txt", ".md")
MANIFEST = "manifest.yaml"
# The encodings of Chinese texts, besides UTF-8; the judge may not guess others.
_ENCODINGS = ["gb18030", "gbk", "gb2312", "big5", "utf_16", "utf_16_le", "utf_16_be"]
_LISTS = {item.name for item in fields(Metadata) if str(item.type).startswith("tuple")}
_FIELDS = {item.name for item in fields(Metadata)}


def read_text(text: str, metadata: Metadata) -> Document:
    """Return a document made from a string.

    Takes the text and what is known about it; `id` must be given, and a field that is not empty overrides
    what the text says.
    """
    given = {name: getattr(metadata, name) for name in _FIELDS if getattr(metadata, name)}
    if metadata.completeness == "complete" and not metadata.missing:
        del given["completeness"]  # the default says nothing
    return _document(text, given)


def read_document(path: Path | str, given: Mapping[str, Any] | None = None) -> Document:
    """Return the document in one .txt or .md file.

    Takes the path and, optionally, metadata that overrides the manifest, the sidecar and the text.
    Raises ReadError where the file cannot be read as a text.
    """
    path = Path(path)
    text = _decoded(path)
    return _document(text, {"id": path.stem, **_beside(path), **(given or {})})


def read_folder(folder: Path | str) -> tuple[Document, ...]:
    """Return the documents of a folder's .txt and .md files, sorted by file name.

    README.md and names that begin with a dot are left out. Raises ReadError where the folder has no
    document, a manifest names a file that is not there, or two files have the same id.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise ReadError(f"{folder}: no such folder.")
    paths = sorted(
        path
        for path in folder.iterdir()
        if path.suffix.lower() in SUFFIXES and not path.name.startswith(".") and path.name != "README.md"
    )
    if not paths:
        raise ReadError(f"{folder}: the folder has no .txt or .md document.")
    absent = sorted(set(_manifest(folder)) - {path.stem for path in paths})
    if absent:
        raise ReadError(f"{folder / MANIFEST}: it describes {absent[0]}, but there is no such .txt or .md file.")
    documents: dict[str, Document] = {}
    for path in paths:
        document = read_document(path)
        if document.id in documents:
            raise ReadError(f"{path}: its id {document.id} belongs to another file of the folder as well.")
        documents[document.id] = document
    return tuple(documents.values())


def read(path: Path | str) -> tuple[Document, ...]:
    """Return the documents of a file or a folder."""
    return read_folder(path) if Path(path).is_dir() else (read_document(path),)


def _document(text: str, given: Mapping[str, Any]) -> Document:
    """Return the document of a text and the metadata that is given for it."""
    view = clean(text)
    root = parse(text, view)
    checksum = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Document(describe(text, view, root, given), text, view, root, checksum)


def _decoded(path: Path) -> str:
    """Return a file's text, newlines as they are and without a byte order mark."""
    if path.suffix.lower() not in SUFFIXES:
        raise ReadError(
            f"{path}: files of type {path.suffix or 'without suffix'} are not supported, only .txt and .md."
        )
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise ReadError(f"{path}: no such file.") from None
    except OSError as error:
        raise ReadError(f"{path}: it cannot be read ({error.strerror}).") from None
    text = _decode(data)
    if text is None:
        raise ReadError(f"{path}: its encoding is not known; save it as UTF-8.")
    if "\0" in text or sum(text.count(chr(code)) for code in range(1, 9)) > len(text) // 100:
        raise ReadError(f"{path}: it is a binary file, not a text.")
    if not re.search(r"\w", text):
        raise ReadError(f"{path}: the file is empty.")
    return text


def _decode(data: bytes) -> str | None:
    """Return the text of bytes: UTF-8 where they are, else what the judge finds, else None."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        best = from_bytes(data, cp_isolation=_ENCODINGS).best()
    if best is None:
        return None
    encoding = "gb18030" if best.encoding.startswith("gb") else best.encoding
    try:
        return data.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError:
        return None


def _beside(path: Path) -> dict[str, Any]:
    """Return the metadata that a manifest or a sidecar ({name}.yaml) gives for a file."""
    sidecar = path.with_suffix(".yaml")
    given = dict(_manifest(path.parent).get(path.stem, {}))
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
