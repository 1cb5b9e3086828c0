"""Says of every provision how people name it: 第十六条 or 二(五), its item, and the article that it belongs to."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.marks import chinese
from corpus.types import Provision


@dataclass(frozen=True, slots=True)
class Place:
    """A provision as CONTRACT.md names it, and the key of its article; empty strings where it has none.

    In plans without articles, the items of sections (二(五)) and sections without items take the article's part.
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
    Place(label='二(五)', item='', article='sec_2__item_5')
    """
    found: dict[str, Place] = {}
    plan = not any(node.kind == "article" for node in root.walk())

    def visit(node: Provision, above: Place, section: str) -> None:
        place = above
        if node.kind == "article" or (not node.label.endswith("、") and node.kind in ("part", "chapter", "section")):
            place = Place(node.label.strip(), "", node.key if node.kind == "article" else "")
        elif plan and node.kind == "section":
            section = _numeral(node)
            place = Place(section, "", node.key)
        elif plan and node.kind == "item" and not above.item and section and above.label == section:
            place = Place(f"{section}({_numeral(node)})", "", node.key)
        elif node.kind in ("item", "point"):
            place = Place(above.label, _numeral(node), above.article)
        found[node.key] = place
        for child in node.children:
            visit(child, place, section)

    visit(root, Place(), "")
    return found


def _numeral(node: Provision) -> str:
    """Return the numeral of an item in the script of its mark: 一 of （一） and 一、, 1 of (1) and 1."""
    return node.number if any("0" <= letter <= "9" for letter in node.label) else chinese(int(node.number))
