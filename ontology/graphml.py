"""Writes the network of documents, actors and frames as GraphML."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

import igraph

from corpus.types import Metadata
from extract.types import Frame

_KEYS: Final = ("name", "type", "label", "level", "role", "provision")
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def graphml(documents: Iterable[Metadata], frames: Iterable[Frame], links: Iterable[tuple[str, str, str]]) -> bytes:
    """Return a directed network: actor → frame → document, and document → document for links.

    Links are ids of two documents and the name of the relation. Nodes have `name` (an id), `type` ("document",
    "actor" or the kind of a frame), `label`, `level`, `role` and `provision`; edges have `relation`.
    """
    nodes: dict[str, dict[str, str]] = {}
    edges: list[tuple[str, str, str]] = []

    def add(name: str, kind: str, label: str, **more: str) -> None:
        nodes.setdefault(name, {"name": name, "type": kind, "label": label, **more})

    for metadata in documents:
        add(metadata.id, "document", metadata.title or metadata.id)
    for frame in frames:
        add(frame.id, frame.kind, frame.quote or frame.gist, role=frame.role, provision=frame.provision)
        edges.append((frame.id, frame.document, "document"))
        for actor in frame.actors:
            name = f"{frame.document}/actor/{actor.name}/{actor.level}"
            add(name, "actor", actor.name, level=actor.level)
            edges.append((name, frame.id, frame.role or frame.kind))
    edges += [(source, target, relation) for source, target, relation in links if {source, target} <= nodes.keys()]

    return written(nodes, edges, _KEYS)


def written(
    nodes: Mapping[str, Mapping[str, str]], edges: Sequence[tuple[str, str, str]], keys: Sequence[str]
) -> bytes:
    """Return a directed network: nodes by name with these keys, and edges as (source, target, relation)."""
    network = igraph.Graph(directed=True)
    network.add_vertices(
        len(nodes), {key: [_NOT_XML.sub("", node.get(key, "")) for node in nodes.values()] for key in keys}
    )
    place = {name: number for number, name in enumerate(nodes)}
    network.add_edges([(place[source], place[target]) for source, target, _ in edges])
    network.es["relation"] = [relation for _, _, relation in edges]
    with tempfile.TemporaryDirectory() as folder:  # igraph writes to files only
        path = Path(folder) / "network.graphml"
        network.write_graphml(str(path))
        return path.read_bytes()
