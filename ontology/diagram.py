"""Draws the classes of the ontology and what joins them, as SVG that needs no other file."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Final

_WIDTH, _HEIGHT, _BOX, _LINE = 1180, 560, 176, 17


@dataclass(frozen=True, slots=True)
class Box:
    """A class: where its middle is, and lines below its name."""

    x: int
    y: int
    lines: tuple[str, ...] = ()

    @property
    def half(self) -> tuple[float, float]:
        """Half its width and half its height."""
        return _BOX / 2, (46 + _LINE * len(self.lines)) / 2


BOXES: Final[dict[str, Box]] = {
    "dg:Version": Box(110, 50),
    "dg:Document": Box(420, 60, ("jurisdiction → level", "implements → Document")),
    "dg:Statement": Box(110, 150),
    "dg:Provision": Box(420, 270, ("article → Provision",)),
    "dg:Reference": Box(110, 260),
    "dg:Definition": Box(110, 360),
    "dg:Norm": Box(
        730,
        260,
        (
            "Responsibility", "Duty", "Prohibition", "Permission",
            "Encouragement", "Sanction", "Reward", "Criterion",
        ),
    ),
    "dg:Actor": Box(1070, 60, ("⊃ Office",)),
    "dg:Inference": Box(1070, 400, ("reaches · answersFor", "inherits · supervises", "supervisesIndirectly")),
    "skos:Concept": Box(1070, 290, ("level · actor · position", "kind · role · measure", "matter · region")),
    "dg:Evidence": Box(420, 490, ("bearer → Actor",)),
    "dg:Amount": Box(640, 490),
    "prov:Activity": Box(850, 490, ("used → Document",)),
    "prov:Plan": Box(1070, 490),
}  # fmt: skip
"""The boxes by the class that they stand for."""

ARROWS: Final[tuple[tuple[str, str, tuple[str, ...]], ...]] = (
    ("dg:Version", "dg:Document", ("versionOf",)),
    ("dg:Statement", "dg:Document", ("document",)),
    ("dg:Provision", "dg:Document", ("document", "eli:is_part_of")),
    ("dg:Reference", "dg:Provision", ("provision", "eli:cites")),
    ("dg:Definition", "dg:Provision", ("provision",)),
    ("dg:Norm", "dg:Document", ("document",)),
    ("dg:Norm", "dg:Provision", ("provision", "article")),
    ("dg:Norm", "dg:Actor", ("bearer",)),
    ("dg:Actor", "dg:Document", ("document",)),
    ("dg:Actor", "skos:Concept", ("level", "actorType, directType", "position")),
    ("dg:Norm", "skos:Concept", ("kind, role, level", "matter, about", "mention, measure")),
    ("dg:Norm", "dg:Evidence", ("evidence",)),
    ("dg:Norm", "dg:Amount", ("amount",)),
    ("dg:Norm", "prov:Activity", ("prov:wasGeneratedBy",)),
    ("prov:Activity", "prov:Plan", ("plan",)),
    ("dg:Inference", "dg:Norm", ("prov:wasDerivedFrom",)),
)
"""From which class which properties lead to which."""


def diagram(labels: dict[str, str]) -> str:
    """Return the drawing; `labels` are Chinese names of the classes, each of which is a link to `#` and its name."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
        'aria-label="The classes and what joins them">',
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
        '<path d="M0 0 8 4 0 8z"/></marker></defs>',
    ]
    parts += [_arrow(BOXES[start], BOXES[end], names) for start, end, names in ARROWS]
    parts += [_box(name, box, labels.get(name, "")) for name, box in BOXES.items()]
    return "\n".join([*parts, "</svg>"])


def _box(name: str, box: Box, label: str) -> str:
    wide, high = box.half
    top = box.y - high
    kind = "own" if name.startswith("dg:") else "other"
    lines = [f'<rect x="{box.x - wide}" y="{top}" width="{_BOX}" height="{2 * high}" rx="6"/>']
    lines.append(_text(box.x, top + 20, name.removeprefix("dg:"), "name"))
    lines.append(_text(box.x, top + 37, label, "zh"))
    lines += [_text(box.x, top + 55 + _LINE * number, line, "line") for number, line in enumerate(box.lines)]
    drawn = "".join(lines)
    return (
        f'<g class="{kind}"><a href="#{name.removeprefix("dg:")}">{drawn}</a></g>'
        if kind == "own"
        else (f'<g class="{kind}">{drawn}</g>')
    )


def _arrow(start: Box, end: Box, names: tuple[str, ...]) -> str:
    (x1, y1), (x2, y2) = _edge(start, end), _edge(end, start)
    left, top = (x1 + x2) / 2, (y1 + y2) / 2 - 13 * (len(names) - 1) / 2 + 4
    words = "".join(_text(left, top + 13 * number, name, "property") for number, name in enumerate(names))
    return f'<path class="arrow" d="M{x1:.0f} {y1:.0f} {x2:.0f} {y2:.0f}" marker-end="url(#tip)"/>{words}'


def _edge(box: Box, other: Box) -> tuple[float, float]:
    """Return where the line from the middle of a box to that of another leaves it."""
    right, down = other.x - box.x, other.y - box.y
    wide, high = box.half
    share = min(wide / abs(right) if right else 9.0, high / abs(down) if down else 9.0)
    return box.x + right * share, box.y + down * share


def _text(x: float, y: float, words: str, kind: str) -> str:
    return f'<text class="{kind}" x="{x:.0f}" y="{y:.0f}" text-anchor="middle">{escape(words)}</text>'
