"""Shows a pyvis network inside a Streamlit page without any network access, and tells which node was clicked."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pyvis
import streamlit as st
from pyvis.network import Network

HERE = Path(__file__).parent
VIS_NETWORK = Path(pyvis.__file__).parent / "lib" / "vis-9.1.2" / "vis-network.min.js"
HTML = """
<div class="frame">
  <div class="canvas" role="img" tabindex="0"></div>
  <div class="buttons">
    <button type="button" class="closer" aria-label="放大 Zoom in">＋</button>
    <button type="button" class="farther" aria-label="缩小 Zoom out">－</button>
    <button type="button" class="whole" aria-label="全图 Fit">⤢</button>
    <button type="button" class="picture" aria-label="下载图片 Download as PNG">PNG</button>
  </div>
</div>
"""


@st.cache_resource
def _component() -> Any:
    """Return the component, registered once for the whole server."""
    return st.components.v2.component(
        "dutygraph_canvas",
        html=HTML,
        css=(HERE / "canvas.css").read_text(encoding="utf-8"),
        js="\n".join(path.read_text(encoding="utf-8") for path in (VIS_NETWORK, HERE / "canvas.js")),
    )


def canvas(network: Network, description: str, key: str, height: int) -> str | None:
    """Draw a network (`height` in pixels) and return the key of the node that was just clicked, else None.

    `description` is what a screen reader says of the picture.
    """
    nodes, edges, *_ = network.get_network_data()
    signature = hashlib.sha256(json.dumps([nodes, edges, height], sort_keys=True).encode()).hexdigest()
    result = _component()(
        key=key,
        data={"nodes": nodes, "edges": edges, "description": description, "signature": signature, "height": height},
        on_clicked_change=lambda: None,
    )
    return result.clicked
