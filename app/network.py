"""Draws the graph around an answer: document, provision, frame, actor and matter as a pyvis network."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import igraph
import yaml
from pyvis.network import Network

from extract.types import Frame
from queries.types import Answer

NodeType = Literal["document", "provision", "frame", "actor", "matter"]

# Columns from left to right; actors and matters share the last one, next to the frame that binds them.
COLUMN: dict[NodeType, int] = {"document": 0, "provision": 1, "frame": 2, "actor": 3, "matter": 3}
COLUMN_WIDTH = 230
ROW_HEIGHT = 52
LABEL_LENGTH = 16


@dataclass(frozen=True, slots=True)
class Node:
    """A node before it is drawn; `key` is unique over all types, `colour` a colour of the palette."""

    key: str
    type: NodeType
    label: str
    title: str
    colour: str
    primary: bool


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """A colour that is on the screen and what it stands for (`scheme` is level, role or kind)."""

    scheme: str
    concept: str
    label: str
    colour: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A network that is ready to draw.

    `rows` says the same in words, one (document, provision, frame, actor, matter) for each line of a table; `hidden`
    counts the frames that the cap left out.
    """

    network: Network
    legend: tuple[LegendEntry, ...]
    rows: tuple[tuple[str, str, str, str, str], ...]
    hidden: int


@cache
def palette() -> Mapping[str, Any]:
    """Return the colours of `palette.yaml`."""
    return yaml.safe_load((Path(__file__).parent / "palette.yaml").read_text(encoding="utf-8"))


def frame_scheme(frame: Frame) -> tuple[str, str]:
    """Return what a frame is shown as: its role where it has one, else its kind, as (scheme, concept)."""
    return ("role", frame.role) if frame.role else ("kind", frame.kind)


def colour(scheme: str, concept: str) -> str:
    """Return the colour of a concept; an unknown one is drawn in the colour of `other` or `none`.

    >>> colour("level", "township")
    '#c3e59d'
    """
    colours = palette()[scheme]
    return str(colours.get(concept) or colours.get("other") or colours.get("none") or palette()["line"])


def short(text: str, length: int = LABEL_LENGTH) -> str:
    """Return a text that fits into a node.

    >>> short("本辖区巩固拓展脱贫攻坚成果同乡村振兴有效衔接工作", 8)
    '本辖区巩固拓展…'
    """
    return text if len(text) <= length else text[: length - 1] + "…"


def draw(
    answer: Answer,
    frames: Mapping[str, Frame],
    titles: Mapping[str, str],
    label: Callable[[str, str], str],
    limit: int = 60,
) -> Drawing:
    """Return the network around the cited frames of an answer.

    `frames` maps frame ids to frames, `titles` document ids to short titles, `label` gives the label of a
    (scheme, concept). Frames come in the order of the citations, primary ones first, until `limit` nodes are
    reached; the rest is counted as hidden. Citations without a frame (document data) are not drawn.
    """
    cited = _cited(answer, frames)
    nodes: dict[str, Node] = {}
    edges: dict[tuple[str, str], None] = {}
    rows: list[tuple[str, str, str, str, str]] = []
    shown: list[Frame] = []
    for frame, primary in cited:
        around, joins = _around(frame, primary, titles, label)
        fresh = [node for node in around if node.key not in nodes]
        if nodes and len(nodes) + len(fresh) > limit:
            break
        nodes.update((node.key, node) for node in fresh)
        edges.update(dict.fromkeys(joins))
        rows.extend(_rows(frame, titles, label))
        shown.append(frame)
    return Drawing(
        _network(list(nodes.values()), list(edges)), _legend(shown, label), tuple(rows), len(cited) - len(shown)
    )


def _cited(answer: Answer, frames: Mapping[str, Frame]) -> list[tuple[Frame, bool]]:
    """Return the cited frames once each, primary ones first, else in the order of the citations."""
    primary: dict[str, bool] = {}
    for citation in sorted(answer.citations, key=lambda citation: not citation.primary):
        if citation.frame in frames:
            primary.setdefault(citation.frame, citation.primary)
    return [(frames[key], value) for key, value in primary.items()]


def _around(
    frame: Frame, primary: bool, titles: Mapping[str, str], label: Callable[[str, str], str]
) -> tuple[list[Node], list[tuple[str, str]]]:
    """Return a frame's node with its neighbours, and the edges between them."""
    scheme, concept = frame_scheme(frame)
    document = Node(
        f"document:{frame.document}", "document", titles.get(frame.document, frame.document),
        titles.get(frame.document, frame.document), palette()["document"], primary,
    )  # fmt: skip
    place = frame.provision or frame.key
    provision = Node(f"provision:{frame.document}/{place}", "provision", place, place, palette()["provision"], primary)
    centre = Node(
        f"frame:{frame.id}",
        "frame",
        label(scheme, concept),
        frame.quote or frame.gist,
        colour(scheme, concept),
        primary,
    )
    nodes = [document, provision, centre]
    edges = [(document.key, provision.key), (provision.key, centre.key)]
    for actor in frame.actors:
        title = f"{actor.name} · {label('level', actor.level)}" if actor.level else actor.name
        key = f"actor:{frame.document}/{actor.name}"
        nodes.append(Node(key, "actor", actor.name, title, colour("level", actor.level), primary))
        edges.append((centre.key, key))
    for key, text in _matters(frame, label):
        nodes.append(
            Node(key, "matter", text, frame.matter.text if frame.matter else text, palette()["matter"], primary)
        )
        edges.append((centre.key, key))
    return nodes, edges


def _matters(frame: Frame, label: Callable[[str, str], str]) -> list[tuple[str, str]]:
    """Return the (key, label) of a frame's matters: its concepts, or its words where it names no concept."""
    if frame.matter is None:
        return []
    if frame.matter.concepts:
        return [(f"matter:{concept}", label("matter", concept)) for concept in frame.matter.concepts]
    return [(f"matter:{frame.document}/{frame.matter.text}", frame.matter.text)]


def _rows(
    frame: Frame, titles: Mapping[str, str], label: Callable[[str, str], str]
) -> list[tuple[str, str, str, str, str]]:
    """Return a frame as table rows, one for each actor."""
    matter = "、".join(text for _, text in _matters(frame, label))
    names = [actor.name for actor in frame.actors] or [""]
    document = titles.get(frame.document, frame.document)
    return [(document, frame.provision or frame.key, label(*frame_scheme(frame)), name, matter) for name in names]


def _legend(frames: Iterable[Frame], label: Callable[[str, str], str]) -> tuple[LegendEntry, ...]:
    """Return the levels, roles and kinds that are on the screen, in the order of the palette."""
    present: set[tuple[str, str]] = set()
    for frame in frames:
        present.add(frame_scheme(frame))
        present.update(("level", actor.level) for actor in frame.actors if actor.level)
    return tuple(
        LegendEntry(scheme, concept, label(scheme, concept), colour(scheme, concept))
        for scheme in ("level", "role", "kind")
        for concept in palette()[scheme]
        if (scheme, concept) in present
    )


def _network(nodes: list[Node], edges: list[tuple[str, str]]) -> Network:
    """Return the pyvis network with positions from igraph and physics off, so that it draws at once."""
    network = Network(directed=True, height="100%", width="100%")
    network.set_options('{"physics": {"enabled": false}}')
    places = _places(nodes, edges)
    for node, (x, y) in zip(nodes, places, strict=True):
        network.add_node(node.key, label=short(node.label), x=x, y=y, physics=False, **_look(node))
    for source, target in edges:
        network.add_edge(source, target, color=palette()["line"], arrowStrikethrough=False, physics=False)
    return network


def _places(nodes: list[Node], edges: list[tuple[str, str]]) -> list[tuple[float, float]]:
    """Return (x, y) for each node: one column for each type, few crossings (Sugiyama's layered layout)."""
    if not nodes:
        return []
    index = {node.key: number for number, node in enumerate(nodes)}
    graph = igraph.Graph(
        n=len(nodes), edges=[(index[source], index[target]) for source, target in edges], directed=True
    )
    layout = graph.layout_sugiyama(layers=[COLUMN[node.type] for node in nodes], hgap=ROW_HEIGHT, vgap=COLUMN_WIDTH)
    return [(down, along) for along, down in layout.coords[: len(nodes)]]


def _look(node: Node) -> dict[str, Any]:
    """Return how vis-network draws a node; titles and labels are plain text there, never HTML."""
    ink = palette()["paper"] if node.type == "frame" else palette()["ink"]
    return {
        "title": node.title,
        "shape": "ellipse" if node.type == "actor" else "box",
        "shapeProperties": {"borderDashes": [4, 3] if node.type == "matter" else False},
        "color": {"background": node.colour, "border": palette()["line"]},
        "borderWidth": 3 if node.primary and node.type == "frame" else 1,
        "font": {"color": ink, "size": 15},
    }
