"""What the duty network shows: from an overview by level and role, whatever was opened, up to a number of nodes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar, cast

from pyvis.network import Network

from app.network import (
    LegendEntry,
    Node,
    NodeType,
    colour,
    frame_scheme,
    lay_out,
    legend_of,
    matters_of,
    palette,
    rows_of,
)
from corpus.types import LEVELS
from extract.types import Frame
from queries.duties import Duties, Relation, Selection

COLUMNS: Final[Mapping[NodeType, int]] = {"level": 0, "role": 1, "kind": 1, "actor": 2, "frame": 3, "matter": 4}
OPENED_AT_ONCE: Final = 12
"""How many neighbours the opening of one node brings at least; the rest is counted."""
_SHARE: Final = 12
"""Where many nodes may be drawn, the opening of one brings this part of them."""
SCHEMES: Final = ("level", "role", "kind", "actor", "matter", "frame")

Label = Callable[[str, str], str]
_Found = TypeVar("_Found")
FrameOf = Callable[[str], Frame]


@dataclass(frozen=True, slots=True)
class Scene:
    """A network that is ready to draw, with the same in words.

    `nodes` come in the order in which they were reached. `rows` has one (document, provision, norm, actor, matter) for
    each norm and actor that is drawn; `hidden` counts by node key what opening it left out; `left_out` counts what the
    number of nodes did not allow.
    """

    network: Network
    nodes: tuple[Node, ...]
    edges: tuple[tuple[str, str], ...]
    height: float
    legend: tuple[LegendEntry, ...]
    rows: tuple[tuple[str, str, str, str, str], ...]
    hidden: Mapping[str, int]
    left_out: int


def key_of(scheme: str, name: str) -> str:
    """Return the key of a node: `actor:乡镇党委`, `level:township`."""
    return f"{scheme}:{name}"


def parted(key: str) -> tuple[str, str]:
    """Return what a key names, as (scheme, name); ("", "") where it is no key of this network.

    >>> parted("actor:乡镇党委"), parted("nonsense")
    (('actor', '乡镇党委'), ('', ''))
    """
    scheme, colon, name = key.partition(":")
    return (scheme, name) if colon and name and scheme in SCHEMES else ("", "")


class Explorer:
    """Makes scenes over one graph in one language."""

    def __init__(self, duties: Duties, frame: FrameOf, titles: Mapping[str, str], label: Label) -> None:
        """Take the duty network, what gives a frame by its id, short titles, and what labels a concept."""
        self._duties: Final = duties
        self._frame: Final = frame
        self._titles: Final = titles
        self._label: Final = label

    def scene(self, opened: Sequence[str], selection: Selection, limit: int) -> Scene:
        """Return what is on the screen when these nodes are opened, in their order.

        Nothing opened gives the overview: levels, and the roles and kinds of norms at them, joined the more widely the
        more norms there are.
        """
        drawing = _Drawing(limit)
        if not opened:
            self._overview(drawing, selection)
        for key in opened:
            self._open(drawing, key, selection)
        return self._drawn(drawing)

    def busiest(self, selection: Selection, count: int) -> list[tuple[str, int]]:
        """Return the actors that most norms bind, with how many."""
        return self._duties.actors(selection)[:count]

    def path(self, way: Iterable[Relation]) -> Scene:
        """Return a way from actor to actor: each relation with the norm that makes it."""
        drawing = _Drawing(limit=10_000)
        for relation in way:
            self._actor(drawing, relation.actor)
            if relation.frame:
                self._norm(drawing, self._frame(relation.frame), relation.actor)
                self._actor(drawing, relation.other, of=key_of("frame", relation.frame))
            else:
                self._actor(drawing, relation.other, of=key_of("actor", relation.actor))
        return self._drawn(drawing)

    def _overview(self, drawing: _Drawing, selection: Selection) -> None:
        counts = self._duties.counts(selection)
        levels = [level for level in LEVELS if any(level == found for found, _ in counts)]
        for level in levels:
            total = sum(count for (found, _), count in counts.items() if found == level)
            text = f"{self._label('level', level)} {total}"
            drawing.add(_node("level", level, text, text, colour("level", level)))
        for scheme in ("role", "kind"):
            for concept in palette()[scheme]:
                at = {level: counts[level, (scheme, concept)] for level in levels if counts[level, (scheme, concept)]}
                if at:
                    text = f"{self._label(scheme, concept)} {sum(at.values())}"
                    node = _node(scheme, concept, text, text, colour(scheme, concept))
                    drawing.add(node, *((key_of("level", level), node.key) for level in at))
                    drawing.weights.update({(key_of("level", level), node.key): count for level, count in at.items()})

    def _open(self, drawing: _Drawing, key: str, selection: Selection) -> None:
        scheme, name = parted(key)
        if scheme in ("level", "role", "kind"):
            found = (
                self._duties.actors(selection, level=name)
                if scheme == "level"
                else self._duties.actors(selection, what=(scheme, name))
            )
            text = f"{self._label(scheme, name)} {sum(count for _, count in found)}"
            drawing.add(_node(scheme, name, text, text, colour(scheme, name)))
            for actor, count in drawing.few(key, found):
                self._actor(drawing, actor, of=key, count=count)
        elif scheme == "actor":
            self._actor(drawing, name)
            for norm in drawing.few(key, self._duties.norms(selection, actor=name)):
                self._norm(drawing, self._frame(norm), name)
        elif scheme == "matter":
            text = self._label("matter", name)
            drawing.add(_node("matter", name, text, text, palette()["matter"]))
            for norm in drawing.few(key, self._duties.norms(selection, matter=name)):
                self._norm_with_actors(drawing, self._frame(norm))
                drawing.join(key_of("frame", norm), key)
        elif scheme == "frame":
            frame = self._frame(name)
            self._norm_with_actors(drawing, frame)
            for recipient in frame.recipients:
                self._actor(drawing, recipient.value, of=key)

    def _actor(self, drawing: _Drawing, name: str, of: str = "", count: int = 0) -> None:
        levels = self._duties.levels(name)
        text = f"{name} {count}" if count else name
        fill = colour("level", levels[0] if levels else "none")
        title = " · ".join((name, *(self._label("level", level) for level in levels)))
        node = _node("actor", name, text, title, fill)
        drawing.add(node, *([(of, node.key)] if of else []))

    def _norm_with_actors(self, drawing: _Drawing, frame: Frame) -> None:
        for actor in frame.actors:
            self._actor(drawing, actor.name)
        self._norm(drawing, frame, *(actor.name for actor in frame.actors))

    def _norm(self, drawing: _Drawing, frame: Frame, *actors: str) -> None:
        scheme, concept = frame_scheme(frame)
        place = f"{self._label(scheme, concept)} {frame.provision}"
        node = Node(
            key_of("frame", frame.id), "frame", frame.document, frame.id, place, frame.quote or frame.gist,
            colour(scheme, concept),
        )  # fmt: skip
        if not drawing.add(node, *((key_of("actor", actor), node.key) for actor in actors)):
            return
        drawing.frames[frame.id] = frame
        for actor in frame.actors:
            drawing.join(key_of("actor", actor.name), node.key)  # those that are on the screen already
        for name, text in matters_of(frame, self._label):
            matter = _node("matter", name, text, frame.matter.text if frame.matter else text, palette()["matter"])
            drawing.add(matter, (node.key, matter.key))

    def _drawn(self, drawing: _Drawing) -> Scene:
        nodes, edges = tuple(drawing.nodes.values()), tuple(drawing.edges)
        network, height = lay_out(nodes, edges, COLUMNS, drawing.weights)
        frames = list(drawing.frames.values())
        rows = tuple(row for frame in frames for row in rows_of(frame, self._titles, self._label))
        return Scene(
            network, nodes, edges, height, legend_of(frames, self._label), rows, drawing.hidden, drawing.left_out
        )


class _Drawing:
    """Nodes and edges while they are collected, up to a number of nodes."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._at_once = max(OPENED_AT_ONCE, limit // _SHARE)
        self.nodes: dict[str, Node] = {}
        self.edges: dict[tuple[str, str], None] = {}
        self.frames: dict[str, Frame] = {}
        self.hidden: dict[str, int] = {}
        self.weights: dict[tuple[str, str], int] = {}
        self.left_out = 0

    def add(self, node: Node, *edges: tuple[str, str]) -> bool:
        """Add a node with edges to what is there; return whether it is on the screen."""
        if node.key not in self.nodes:
            if len(self.nodes) >= self._limit:
                self.left_out += 1
                return False
            self.nodes[node.key] = node
        for source, target in edges:
            self.join(source, target)
        return True

    def join(self, source: str, target: str) -> None:
        if source in self.nodes and target in self.nodes and source != target and (target, source) not in self.edges:
            self.edges[source, target] = None

    def few(self, key: str, found: Sequence[_Found]) -> Sequence[_Found]:
        """Return the first of the neighbours of a node; the others are counted as hidden behind it."""
        if len(found) > self._at_once:
            self.hidden[key] = len(found) - self._at_once
        return found[: self._at_once]


def _node(scheme: str, name: str, text: str, title: str, fill: str) -> Node:
    return Node(key_of(scheme, name), cast(NodeType, scheme), "", name, text, title, fill)
