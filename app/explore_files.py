"""Writes what the duty network shows as files: GraphML for other programs, a page that pyvis makes for any browser."""

from __future__ import annotations

import re
from typing import Final

from app.explore import Scene

_KEYS: Final = ("name", "type", "label", "text")
# pyvis asks for Bootstrap from outside even where all is to be in the page; nothing of what it draws needs it.
_OUTSIDE: Final = re.compile(r'\s*<(?:link|script)[^>]*?(?:href|src)="https?://[^"]*"[^>]*?(?:/>|>\s*</script>)')


def graphml(scene: Scene) -> bytes:
    """Return the network as GraphML; nodes have `name`, `type`, `label` and `text`, edges `relation`."""
    from ontology.graphml import written  # igraph is slow to load

    nodes = {
        node.key: {"name": node.key, "type": node.type, "label": node.text, "text": node.title} for node in scene.nodes
    }
    kinds = {node.key: node.type for node in scene.nodes}
    edges = [(source, target, f"{kinds[source]}-{kinds[target]}") for source, target in scene.edges]
    return written(nodes, edges, _KEYS)


def page(scene: Scene) -> bytes:
    """Return the network as an HTML page that needs nothing from outside."""
    scene.network.cdn_resources = "in_line"
    return _OUTSIDE.sub("", scene.network.generate_html(notebook=False)).encode("utf-8")
