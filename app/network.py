"""Draws the graph around an answer: document, provision, frame, actor and matter as a pyvis network."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import ceil
from pathlib import Path
from typing import Any, Literal
from unicodedata import east_asian_width

import igraph
import yaml
from pyvis.network import Network

from extract.types import Frame
from queries.types import Answer

NodeType = Literal["document", "provision", "frame", "actor", "matter", "level", "role", "kind"]

# Columns from left to right; actors and matters share the last one, next to the frame that binds them.
COLUMN: Mapping[NodeType, int] = {"document": 0, "provision": 1, "frame": 2, "actor": 3, "matter": 3}
# Pixels at scale 1. A narrow character is half as wide as a Chinese one;
GAP = 56
ROW_HEIGHT = 54
MARGIN = 8
FONT_SIZE = 15
LINE = 18
LINES = 2


@dataclass(frozen=True, slots=True)
class Node:
    """A node before it is drawn.

    `key` is unique over all types; `document` and `name` say what it stands for: a document's id, a provision's
    label, a frame's id, an actor's name, a matter's notation or words. `text` is the whole text of the label.
    """

    key: str
    type: NodeType
    document: str
    name: str
    text: str
    title: str
    colour: str
    primary: bool = False


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
    counts the frames that the cap left out. `height` is the drawing's in pixels at scale 1.
    """

    network: Network
    nodes: tuple[Node, ...]
    height: float
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


def fitted(text: str, columns: int = LINE) -> str:
    """Return a text in lines that fit into a node, of like length; a Chinese character takes two columns.

    What does not fit into two lines, or three of English, is cut.

    >>> fitted("本辖区巩固拓展脱贫攻坚成果同乡村振兴有效衔接工作").splitlines()
    ['本辖区巩固拓展脱贫', '攻坚成果同乡村振…']
    >>> fitted("宿州市衔接责任制实施办法").splitlines()
    ['宿州市衔接责', '任制实施办法']
    >>> fitted("supervisory responsibility").splitlines()
    ['supervisory', 'responsibility']
    """
    lines = LINES + text.isascii()
    if columns < width(text) <= columns * lines:
        columns = min(columns, ceil(width(text) / ceil(width(text) / columns)) + 1)
    rows = [""]
    for match in re.finditer(r"(?P<space>\s*)(?P<piece>[!-~]+|\S)", text):
        longer = rows[-1] + (" " if match["space"] else "") + match["piece"]
        if rows[-1] and width(longer) > columns:
            rows.append(match["piece"])
        else:
            rows[-1] = longer.lstrip()
    if len(rows) > lines:
        last = rows[lines - 1]
        rows = [*rows[: lines - 1], (last[:-1] if width(last) + 2 > columns else last) + "…"]
    return "\n".join(rows)


def width(text: str) -> int:
    """Return how many columns a text takes: two for a Chinese character, one for a Latin one."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


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
        rows.extend(rows_of(frame, titles, label))
        shown.append(frame)
    network, height = lay_out(list(nodes.values()), list(edges))
    return Drawing(
        network, tuple(nodes.values()), height, legend_of(shown, label), tuple(rows), len(cited) - len(shown)
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
    colours, name = palette(), titles.get(frame.document, frame.document)
    scheme, concept = frame_scheme(frame)

    def node(type_: NodeType, name: str, text: str, title: str, fill: str, *, shared: bool = False) -> Node:
        key = f"{type_}:{name}" if shared else f"{type_}:{frame.document}/{name}"
        return Node(key, type_, frame.document, name, text, title, fill, primary)

    # A fact of a digest may be known without its provision.
    above = [node("document", "", name, name, colours["document"])]
    if frame.provision:
        above.append(node("provision", frame.provision, frame.provision, frame.provision, colours["provision"]))
    words = frame.quote or frame.gist
    centre = node("frame", frame.id, label(scheme, concept), words, colour(scheme, concept))
    ends = [
        node("actor", actor.name, actor.name, " · ".join(filter(None, (actor.name, label("level", actor.level)))),
             colour("level", actor.level))
        for actor in frame.actors
    ]  # fmt: skip
    if frame.matter:
        shared = bool(frame.matter.concepts)
        ends += [
            node("matter", name, text, frame.matter.text, colours["matter"], shared=shared)
            for name, text in matters_of(frame, label)
        ]
    chain = [*above, centre]
    edges = [(left.key, right.key) for left, right in pairwise(chain)] + [(centre.key, end.key) for end in ends]
    return [*chain, *ends], edges


def matters_of(frame: Frame, label: Callable[[str, str], str]) -> list[tuple[str, str]]:
    """Return the (name, label) of a frame's matters: its concepts, or its words where it names no concept."""
    if frame.matter is None:
        return []
    if frame.matter.concepts:
        return [(concept, label("matter", concept)) for concept in frame.matter.concepts]
    return [(frame.matter.text, frame.matter.text)]


def rows_of(
    frame: Frame, titles: Mapping[str, str], label: Callable[[str, str], str]
) -> list[tuple[str, str, str, str, str]]:
    """Return a frame as table rows, one for each actor."""
    matter = "、".join(text for _, text in matters_of(frame, label))
    names = [actor.name for actor in frame.actors] or [""]
    document = titles.get(frame.document, frame.document)
    return [(document, frame.provision, label(*frame_scheme(frame)), name, matter) for name in names]


def legend_of(frames: Iterable[Frame], label: Callable[[str, str], str]) -> tuple[LegendEntry, ...]:
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


def lay_out(
    nodes: Sequence[Node],
    edges: Sequence[tuple[str, str]],
    columns: Mapping[NodeType, int] = COLUMN,
    weights: Mapping[tuple[str, str], int] | None = None,
) -> tuple[Network, float]:
    """Return the pyvis network, with positions from igraph and physics off so that it draws at once, and its height.

    `edges` are pairs of keys of nodes; `columns` says in which column, counted from the left, each type stands. With
    `weights`, edges are the wider the more they weigh, and nodes keep their order.
    """
    network = Network(directed=True, height="100%", width="100%")
    network.set_options('{"physics": {"enabled": false}}')
    numbers = [columns[node.type] for node in nodes]
    rows = _in_order(numbers) if weights else _few_crossings(nodes, edges, numbers)
    along = _column_centres(nodes, numbers)
    for node, number, row in zip(nodes, numbers, rows, strict=True):
        network.add_node(node.key, label=fitted(node.text), x=along[number], y=row, physics=False, **_look(node))
    most = max((weights or {}).values(), default=1)
    for source, target in edges:
        weight = (weights or {}).get((source, target), 0)
        wide = {"width": 1 + 7 * weight / most, "title": str(weight)} if weight else {}
        network.add_edge(source, target, color=palette()["line"], arrowStrikethrough=False, physics=False, **wide)
    return network, max(rows, default=0.0) - min(rows, default=0.0) + ROW_HEIGHT


def _in_order(columns: Sequence[int]) -> list[float]:
    """Return y for each node: those of a column one below the other, columns centred on each other."""
    many = Counter(columns)
    place: Counter[int] = Counter()
    rows = []
    for column in columns:
        rows.append((place[column] - (many[column] - 1) / 2) * ROW_HEIGHT)
        place[column] += 1
    return rows


def _few_crossings(nodes: Sequence[Node], edges: Sequence[tuple[str, str]], columns: Sequence[int]) -> list[float]:
    """Return y for each node, so that few edges cross (Sugiyama's layered layout)."""
    if not nodes:
        return []
    index = {node.key: number for number, node in enumerate(nodes)}
    graph = igraph.Graph(
        n=len(nodes), edges=[(index[source], index[target]) for source, target in edges], directed=True
    )
    layout = graph.layout_sugiyama(layers=list(columns), hgap=ROW_HEIGHT, vgap=1)
    return [y for y, _ in layout.coords[: len(nodes)]]


def _column_centres(nodes: Sequence[Node], columns: Sequence[int]) -> dict[int, float]:
    """Return where the columns stand, so that the widest labels of neighbours leave a gap between them."""
    widths: dict[int, float] = {}
    for node, column in zip(nodes, columns, strict=True):
        text = max(width(line) for line in fitted(node.text).split("\n")) * FONT_SIZE / 2 + 2 * MARGIN
        widths[column] = max(widths.get(column, 0), text)
    centres, edge = {}, 0.0
    for column in sorted(widths):
        centres[column] = edge + widths[column] / 2
        edge += widths[column] + GAP
    return centres


def _look(node: Node) -> dict[str, Any]:
    """Return how vis-network draws a node; titles and labels are plain text there, never HTML."""
    ink = palette()["paper"] if node.type in ("frame", "role", "kind") else palette()["ink"]
    return {
        "title": node.title,
        "shape": "box",
        "shapeProperties": {
            "borderRadius": 16 if node.type == "actor" else 4,
            "borderDashes": [4, 3] if node.type == "matter" else False,
        },
        "color": {
            "background": node.colour,
            "border": palette()["line"],
            "highlight": {"background": node.colour, "border": palette()["chosen"]},
            "hover": {"background": node.colour, "border": palette()["chosen"]},
        },
        "borderWidth": 3 if node.primary and node.type == "frame" else 1,
        "font": {"color": ink, "size": FONT_SIZE},
    }
