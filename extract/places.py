"""Find the provisions that hold a place in the text."""

from __future__ import annotations

from bisect import bisect_right

from corpus.types import Provision


def path_at(root: Provision, offset: int) -> list[Provision]:
    """Return the nodes that hold a source offset, from the root to the deepest."""
    path = [root]
    while path[-1].children:
        children = path[-1].children
        index = bisect_right(children, offset, key=lambda child: child.start) - 1
        if index < 0 or offset >= children[index].end:
            break
        path.append(children[index])
    return path
