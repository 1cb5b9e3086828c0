"""The screen that walks through the duty network: an overview, what was opened, ways between two actors, a table."""

from collections.abc import Callable, Sequence
from functools import partial
from html import escape
from typing import Final

import streamlit as st

from app.canvas import canvas
from app.cards import badge
from app.explore import Explorer, Scene, key_of, parted
from app.explore_files import graphml, page
from app.labels import Labels
from app.library import Library
from app.network import palette
from app.norm_card import norm_card
from app.plain import plain
from corpus.types import LEVELS
from extract.types import ROLES
from queries.duties import Relation, Selection

CAPS: Final = (50, 150, 300, 500)
HEIGHTS: Final = (420, 940)
BUSIEST: Final = 15
SEPARATOR: Final = "|"


def explore_screen(library: Library, say: Labels) -> None:
    """Draw the screen."""
    with st.spinner(say("reading_network")):
        selection, limit = _selection(library, say)
        explorer = Explorer(library.duties, library.frame, library.titles, partial(_label, library, say))
        _search(library, say)
        way, opened = _way(library, say, selection), _opened(library)
        scene = explorer.path(way) if way else explorer.scene(opened, selection, limit)
    left, right = st.columns([1.7, 1], gap="medium")
    with left:
        _tools(scene, say)
        _picture(scene, say)
    with right:
        _beside(library, explorer, scene, selection, say)
    _tables(scene, say)


def _label(library: Library, say: Labels, scheme: str, concept: str) -> str:
    return library.label(scheme, concept, say.language)


def _selection(library: Library, say: Labels) -> tuple[Selection, int]:
    """Draw the filters and return what is selected, and how many nodes may be drawn."""
    *columns, cap = st.columns([1.6, 1, 1, 1, 0.6])
    counted = {what for _, what in library.duties.counts(Selection())}
    kinds = [kind for kind in palette()["kind"] if kind == "responsibility" or ("kind", kind) in counted]
    label = partial(_label, library, say)
    filters: tuple[tuple[str, str, Sequence[str], Callable[[str], str]], ...] = (
        ("documents", "documents", list(library.records), library.titles.__getitem__),
        ("levels", "slot_level", LEVELS, partial(label, "level")),
        ("kinds", "slot_kind", kinds, partial(label, "kind")),
        ("roles", "slot_role", ROLES, partial(label, "role")),
    )
    chosen = {
        name: tuple(
            column.multiselect(say(head), options, format_func=told, key=f"explore_{name}", placeholder=say("any"))
        )
        for column, (name, head, options, told) in zip(columns, filters, strict=True)
    }
    limit = cap.selectbox(say("most_nodes"), CAPS, index=1, key="explore_cap", bind="query-params")
    return Selection(**chosen), limit


def _search(library: Library, say: Labels) -> None:
    """Draw the search for an actor or a matter, which stands alone once it is chosen."""
    matters = sorted(library.occurring("matter"))
    options = [*(key_of("actor", name) for name in library.duties.names), *(key_of("matter", one) for one in matters)]
    find, start, end = st.columns([1.4, 1, 1])
    chosen = find.selectbox(
        say("find_node"), options, index=None, format_func=partial(_named, library, say), key="explore_find",
        placeholder=say("find_placeholder"),
    )  # fmt: skip
    if chosen and st.session_state.get("explore_found") != chosen:
        st.session_state.explore_found = chosen
        _open_only(chosen)
    for column, name, text in ((start, "explore_from", say("way_from")), (end, "explore_to", say("way_to"))):
        column.selectbox(text, library.duties.related, index=None, key=name, placeholder=say("way_placeholder"))


def _named(library: Library, say: Labels, key: str) -> str:
    scheme, name = parted(key)
    return name if scheme == "actor" else f"{_label(library, say, scheme, name)} · {say('slot_matter')}"


def _way(library: Library, say: Labels, selection: Selection) -> tuple[Relation, ...]:
    """Return the way between the two actors that were chosen, and tell it in a sentence."""
    start, end = st.session_state.get("explore_from"), st.session_state.get("explore_to")
    if not start or not end or start == end:
        return ()
    way = library.duties.path(start, end, selection)
    told = say("way_found", count=len(way), start=start, end=end) if way else say("way_none", start=start, end=end)
    st.html(f'<div class="dg"><p class="note">{escape(told)}</p></div>')
    return way


def _opened(library: Library) -> tuple[str, ...]:
    """Return the keys of what is opened, from the address at first; keys of what the graph has not are left out."""
    if "explore_opened" not in st.session_state:
        asked = st.query_params.get("open", "").split(SEPARATOR)
        st.session_state.explore_opened = tuple(key for key in asked if _known(library, key))
        st.session_state.explore_past = []
    opened = tuple(key for key in st.session_state.explore_opened if _known(library, key))
    if opened:
        st.query_params["open"] = SEPARATOR.join(opened)
    elif "open" in st.query_params:
        del st.query_params["open"]
    return opened


def _known(library: Library, key: str) -> bool:
    scheme, name = parted(key)
    if scheme == "frame":
        return library.found_frame(name) is not None
    if scheme == "actor":
        return name in library.session.catalogue.actors or name in library.duties.related
    return bool(scheme) and name in {"level": LEVELS, "matter": library.occurring("matter")}.get(
        scheme, palette().get(scheme, ())
    )


def _remember(opened: tuple[str, ...]) -> None:
    st.session_state.explore_past = [
        *st.session_state.get("explore_past", []),
        st.session_state.get("explore_opened", ()),
    ]
    st.session_state.explore_opened = opened


def _open_only(key: str) -> None:
    _remember((key,))


def _toggle(key: str) -> None:
    opened = st.session_state.get("explore_opened", ())
    _remember(tuple(one for one in opened if one != key) if key in opened else (*opened, key))


def _undo() -> None:
    past = st.session_state.get("explore_past", [])
    if past:
        st.session_state.explore_opened = past[-1]
        st.session_state.explore_past = past[:-1]


def _begin_again() -> None:
    _remember(())
    for name in ("explore_find", "explore_found", "explore_from", "explore_to"):
        st.session_state[name] = None


def _tools(scene: Scene, say: Labels) -> None:
    with st.container(horizontal=True, gap="small"):
        st.button(say("begin_again"), on_click=_begin_again, key="explore_again")
        st.button(say("undo"), on_click=_undo, disabled=not st.session_state.get("explore_past"), key="explore_undo")
        for form, write, kind in (("graphml", graphml, "application/graphml+xml"), ("html", page, "text/html")):
            st.download_button(
                say("download", form=form), partial(write, scene), file_name=f"dutygraph.{form}", mime=kind,
                key=f"explore_{form}", on_click="ignore",
            )  # fmt: skip


def _picture(scene: Scene, say: Labels) -> None:
    colours = palette()
    legend = "".join(
        badge(entry.label, entry.colour, colours["ink" if entry.scheme == "level" else "paper"])
        for entry in scene.legend
    )
    st.html(f'<div class="dg"><div class="legend">{legend}</div></div>')
    if not scene.nodes:
        st.html(f'<div class="dg"><p class="note">{escape(say("nothing_here"))}</p></div>')
        return
    height = round(min(max(scene.height, HEIGHTS[0]), HEIGHTS[1]))
    clicked = canvas(scene.network, say("explore_alt", count=len(scene.nodes)), key="explore", height=height)
    if clicked:
        st.session_state.explore_chosen = clicked
        _toggle(clicked)
        st.rerun()
    notes = [say("explore_help")]
    if scene.left_out:
        notes.append(say("left_out", count=scene.left_out))
    st.html(f'<div class="dg"><p class="note">{escape(" ".join(notes))}</p></div>')


def _beside(library: Library, explorer: Explorer, scene: Scene, selection: Selection, say: Labels) -> None:
    """Draw the norm that was chosen last, what is hidden behind what is opened, and at first where to begin."""
    chosen = st.session_state.get("explore_chosen", "")
    scheme, name = parted(chosen)
    if scheme == "frame" and _known(library, chosen):
        st.html(f'<div class="dg">{norm_card(library, library.frame(name), say)}</div>')
    hidden = [
        f"<li>{escape(node.text)}: {escape(say('more', count=scene.hidden[node.key]))}</li>"
        for node in scene.nodes
        if node.key in scene.hidden
    ]
    if hidden:
        st.html(f'<div class="dg"><h2>{escape(say("hidden_behind"))}</h2><ul>{"".join(hidden)}</ul></div>')
    if not (scene.rows or hidden):
        st.html(f'<div class="dg"><h2>{escape(say("busiest"))}</h2></div>')
        for actor, count in explorer.busiest(selection, BUSIEST):
            key = key_of("actor", actor)
            st.button(
                plain(f"{actor} · {count}"), key=f"explore {key}", type="tertiary", on_click=_open_only, args=(key,)
            )


def _tables(scene: Scene, say: Labels) -> None:
    """Draw the twins of the picture: its nodes, which a selected row opens and closes, and its norms."""
    nodes, norms = st.tabs([say("table_nodes", count=len(scene.nodes)), say("table_norms", count=len(scene.rows))])
    with nodes:
        links = {node.key: 0 for node in scene.nodes}
        for source, target in scene.edges:
            links[source] += 1
            links[target] += 1
        st.dataframe(
            [
                {say("column_type"): say(f"slot_{node.type}") if node.type != "frame" else say("column_norm"),
                 say("column_name"): node.text, say("column_links"): links[node.key]}
                for node in scene.nodes
            ],
            hide_index=True, on_select=partial(_chosen_in_table, [node.key for node in scene.nodes]),
            selection_mode="single-row", key="explore_nodes",
        )  # fmt: skip
    with norms:
        names = [say(f"column_{name}") for name in ("document", "provision", "norm", "actor", "matter")]
        st.dataframe([dict(zip(names, row, strict=True)) for row in scene.rows], hide_index=True)


def _chosen_in_table(keys: list[str]) -> None:
    rows = st.session_state.explore_nodes.selection.rows
    if rows and rows[0] < len(keys):
        st.session_state.explore_chosen = keys[rows[0]]
        _toggle(keys[rows[0]])
