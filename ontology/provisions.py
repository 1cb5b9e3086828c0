"""Says of every provision how people name it: 第十六条 or 二(五), its item, and the article that it belongs to."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.types import Provision

_DIVISIONS = ("part", "chapter", "section")
_BRACKETS = re.compile(r"[（(、）).．\s]+")


@dataclass(frozen=True, slots=True)
class Place:
    """A provision as docs/contract.md names it, and the key of its article; empty strings where it has none.

    In plans without articles, sections and their items (二(五), item 五) take the article's part.
    """

    label: str = ""
    item: str = ""
    article: str = ""


def places(root: Provision) -> dict[str, Place]:
    """Return the place of every provision of a document by key.

    >>> item = Provision("sec_2__item_5", "sec_2__item_5", "item", "（五）", "5", "", 3, 9)
    >>> root = Provision("document", "document", "document", "", "", "", 0, 9, (
    ...     Provision("sec_2", "sec_2", "section", "二、", "2", "", 0, 9, (item,)),))
    >>> places(root)["sec_2__item_5"]
    Place(label='二(五)', item='五', article='sec_2__item_5')
    """
    found: dict[str, Place] = {}

    def visit(node: Provision, above: Place) -> None:
        found[node.key] = place = _inside(node, above)
        below = Place() if node.kind in _DIVISIONS and not place.article else place
        for child in node.children:
            visit(child, below)

    visit(root, Place())
    return found


def _inside(node: Provision, above: Place) -> Place:
    """Return the place of a provision below another one, as `corpus.segments` names those that hold text."""
    number = _BRACKETS.sub("", node.label)
    match node.kind:
        case "part" | "chapter":
            return Place(node.label)
        case "section":
            return Place(node.label) if node.label.startswith("第") else Place(number, "", node.key)
        case "article" | "annex":
            return Place(node.label, "", node.key)
        case "item" if above.label.startswith("第"):
            return Place(above.label, number, above.article)
        case "item":
            bare = node.label[:1].isdigit() and not above.label
            return Place(number if bare else f"{above.label}({number})", number, node.key)
    return above
