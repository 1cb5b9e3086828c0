"""Shows a document with its frames highlighted, lets kinds be hidden, and tells which frame was clicked."""

import hashlib
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from app.labels import Labels
from app.library import Library
from app.network import colour, frame_scheme
from app.passages import passages
from extract.types import KINDS, ROLES, Frame

HERE = Path(__file__).parent
HTML = '<div class="legend" role="group"></div><div class="pane"></div>'


@cache
def _component() -> Any:
    """Return the component, registered once for the whole server."""
    return st.components.v2.component(
        "dutygraph_reader",
        html=HTML,
        css=(HERE / "reader.css").read_text(encoding="utf-8"),
        js=(HERE / "reader.js").read_text(encoding="utf-8"),
    )


def reader(content: dict[str, Any], chosen: str, key: str, on_click: Callable[[], None]) -> None:
    """Draw what `content` gave, with the frame `chosen` (an id or empty) outlined and in view.

    A click calls `on_click`, which finds the frame's id in `st.session_state[key].clicked`.
    """
    _component()(key=key, data=content | {"chosen": chosen}, on_clicked_change=on_click)


def content(library: Library, document: str, say: Labels) -> dict[str, Any]:
    """Return a document as the component takes it; all of it is put on the screen as text.

    A passage is [look, pieces], a piece [words, numbers of frames, 1 for a label], a frame its id, the filters that it
    belongs to, its colour and what a screen reader says of it; a filter is its key, label, colour and count.
    """
    frames = [frame for frame in library.frames(document).values() if frame.quote]
    found = passages(library.text(document), library.units(document), [frame.spans for frame in frames])
    drawn: dict[str, Any] = {
        "passages": [
            [passage.look, [[piece.text, piece.frames, int(piece.label)] for piece in passage.pieces]]
            for passage in found
        ],
        "frames": [
            {
                "id": frame.id,
                "keys": _keys(frame),
                "colour": colour(*frame_scheme(frame)),
                "name": _name(library, frame, say),
            }
            for frame in frames
        ],
        "filters": _filters(library, frames, say),
        "label": say("legend"),
        "title": library.titles[document],
    }
    signature = hashlib.sha256(json.dumps(drawn, sort_keys=True).encode()).hexdigest()
    return drawn | {"signature": signature}


def _keys(frame: Frame) -> list[str]:
    return [f"kind:{frame.kind}", *([f"role:{frame.role}"] if frame.role else [])]


def _name(library: Library, frame: Frame, say: Labels) -> str:
    """Return what a frame is, and whom it binds, in a few words."""
    who = "、".join(dict.fromkeys(actor.name for actor in frame.actors))
    return f"{library.label(*frame_scheme(frame), say.language)} {who}".strip()


def _filters(library: Library, frames: list[Frame], say: Labels) -> list[dict[str, Any]]:
    """Return the kinds that there are, those of responsibility followed by its roles, with their counts."""
    counts: dict[str, int] = {}
    for frame in frames:
        for key in _keys(frame):
            counts[key] = counts.get(key, 0) + 1
    order = [("kind", KINDS[0]), *(("role", role) for role in ROLES), *(("kind", kind) for kind in KINDS[1:])]
    return [
        {
            "key": f"{scheme}:{concept}",
            "label": library.label(scheme, concept, say.language),
            "colour": colour(scheme, concept),
            "count": counts[f"{scheme}:{concept}"],
        }
        for scheme, concept in order
        if f"{scheme}:{concept}" in counts
    ]
