"""What the workers of the service can do with one state of a store: each task takes JSON values and makes a reply."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from app.library import Library
from app.naming import find_provision, provision_names
from app.records import record_json
from app.reports import write
from corpus.errors import ReadError, UnknownProvision
from ontology import frames as graph
from ontology.errors import UnknownFrame
from ontology.frame_json import frame_json, json_line
from queries.comparison.compare import columns, compare
from queries.conversation import Conversation

JSON: Final = "application/json"
JSON_LINES: Final = "application/x-ndjson"

Made = tuple[str, bytes, str]
"""A media type, a body, and the reason where it is a refusal to answer."""


def _ask(library: Library, given: Mapping[str, Any]) -> Made:
    """Answer a `question` in `lang`, in the light of those that were asked `after` each other before it."""
    conversation = Conversation(library.session)
    for before in given["after"]:
        conversation.read(before)
    answer = conversation.ask(given["question"], given["lang"])
    return JSON, _json(answer.to_json()), answer.reason or ""


def _compare(library: Library, given: Mapping[str, Any]) -> Made:
    """Compare `documents`, by default all, narrowed by `level`, `matter` and `role`."""
    chosen = columns(given["documents"]) if given["documents"] else ()
    narrowed = {name: given[name] for name in ("level", "matter", "role")}
    compared = compare(library.store, library.lexicon, chosen, **narrowed)
    if len(compared.columns) < 2:
        raise ReadError("A comparison needs two documents; name them as in documents=A,B.")
    known = {name: record.metadata for name, record in library.records.items()}
    return JSON, write(compared, "json", known, library.lexicon), ""


def _documents(library: Library, _given: Mapping[str, Any]) -> Made:
    return JSON, _json([record_json(record) for record in library.records.values()]), ""


def _document(library: Library, given: Mapping[str, Any]) -> Made:
    """Return what is known of a `document`, and its text."""
    text = library.text(given["document"])
    return JSON, _json(record_json(library.records[given["document"]]) | {"text": text}), ""


def _provisions(library: Library, given: Mapping[str, Any]) -> Made:
    """Return the structure tree of a `document` in reading order, each provision with its key and its parent's."""
    root = graph.provisions(library.store, given["document"])
    if root is None:
        return JSON, _json([]), ""
    names = provision_names(root)
    above = {child.key: node.key for node in root.walk() for child in node.children}
    rows = [
        {
            "key": node.key,
            "parent": above.get(node.key),
            "kind": node.kind,
            "name": names[node.key],
            "label": node.label,
            "heading": node.heading,
            "start": node.start,
            "end": node.end,
        }
        for node in root.walk()
    ]
    return JSON, _json(rows), ""


def _provision(library: Library, given: Mapping[str, Any]) -> Made:
    """Return the words of the `provision` of a `document` that has this name or key, and its frames."""
    document = given["document"]
    root = graph.provisions(library.store, document)
    if root is None:
        raise UnknownProvision(f"{document} is known by a digest only, which has no provisions.")
    node = find_provision(root, document, given["provision"])
    inside = [frame for frame in library.frames(document).values() if frame.quote]
    row = {
        "document": document,
        "key": node.key,
        "name": provision_names(root)[node.key],
        "start": node.start,
        "end": node.end,
        "quote": library.text(document)[node.start : node.end],
        "frames": [frame_json(frame) for frame in inside if node.start <= frame.start < node.end],
    }
    return JSON, _json(row), ""


def _frames(library: Library, given: Mapping[str, Any]) -> Made:
    """Return the frames of a `document` of one `kind` and `role`, or of all: a page, or in `lines` one a line."""
    wanted = [
        frame
        for frame in library.frames(given["document"]).values()
        if given["kind"] in ("", frame.kind) and given["role"] in ("", frame.role)
    ]
    offset = given["offset"]
    page = wanted[offset : offset + given["limit"]]
    if given["lines"]:
        return JSON_LINES, "".join(map(json_line, page)).encode(), ""
    return JSON, _json({"total": len(wanted), "offset": offset, "frames": [frame_json(frame) for frame in page]}), ""


def _frame(library: Library, given: Mapping[str, Any]) -> Made:
    """Return a `frame` by its id."""
    name = given["frame"]
    document = name.partition("/")[0]
    found = library.frames(document).get(name) if document in library.records else None
    if found is None:
        raise UnknownFrame(f"The store holds no frame {name}.")
    return JSON, _json(frame_json(found)), ""


TASKS: Final[dict[str, Callable[[Library, Mapping[str, Any]], Made]]] = {
    "ask": _ask,
    "compare": _compare,
    "documents": _documents,
    "document": _document,
    "provisions": _provisions,
    "provision": _provision,
    "frames": _frames,
    "frame": _frame,
}
"""The tasks by name; each raises a DutygraphError for what cannot be done."""


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")
