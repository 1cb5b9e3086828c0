"""The duty network: what opening shows, caps that count, ways between actors, files, and the screen that draws it."""

from __future__ import annotations

import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from streamlit.testing.v1 import AppTest

from app.explore import OPENED_AT_ONCE, Explorer, parted
from app.explore_files import graphml, page
from app.library import Library
from app.network import Node
from queries.duties import Selection
from tests.app.test_screens import seen

ALL = Selection()
PATIENCE = 60


@pytest.fixture(scope="module")
def library(shipped: str) -> Library:
    return Library(shipped)


@pytest.fixture(scope="module")
def explorer(library: Library) -> Explorer:
    def label(scheme: str, concept: str) -> str:
        return library.label(scheme, concept, "zh")

    return Explorer(library.duties, library.frame, library.titles, label)


def keys(nodes: tuple[Node, ...]) -> list[str]:
    return [node.key for node in nodes]


def test_the_overview_joins_levels_with_roles_and_kinds(explorer: Explorer, library: Library) -> None:
    scene = explorer.scene((), ALL, 100)
    found = keys(scene.nodes)
    assert found[:6] == [f"level:{level}" for level in ("central", "province", "city", "county", "township", "village")]
    assert "role:first" in found
    assert "kind:sanction" in found
    assert ("level:township", "role:first") in scene.edges
    total = library.duties.counts(ALL)
    township = sum(count for (level, _), count in total.items() if level == "township")
    assert next(node.text for node in scene.nodes if node.key == "level:township") == f"乡镇级 {township}"


@pytest.mark.parametrize(
    ("opened", "shown"),
    [
        (("level:township",), "actor:乡镇党委"),
        (("role:first",), "actor:乡镇党委主要负责人"),
        (("actor:乡镇党委",), "frame:central-2022/art_12/duty-1"),
        (("matter:project-assets",), "frame:suzhou-2022/art_18/responsibility-1"),
        (("frame:suzhou-2022/art_18/responsibility-1",), "actor:乡镇政府"),
        (("frame:hunan-2017/art_9/duty-4",), "actor:省委"),  # to whom it is reported
    ],
)
def test_opening_shows_neighbours(explorer: Explorer, opened: tuple[str, ...], shown: str) -> None:
    scene = explorer.scene(opened, ALL, 200)
    assert opened[0] in keys(scene.nodes)
    assert shown in keys(scene.nodes)
    assert all({source, target} <= set(keys(scene.nodes)) for source, target in scene.edges)


def test_what_is_left_out_is_counted(explorer: Explorer, library: Library) -> None:
    scene = explorer.scene(("level:county",), ALL, 100)
    at_county = library.duties.actors(ALL, level="county")
    assert scene.hidden == {"level:county": len(at_county) - OPENED_AT_ONCE}
    few = explorer.scene(("level:county",), ALL, 5)
    assert (len(few.nodes), few.left_out) == (5, OPENED_AT_ONCE - 4)


@pytest.mark.parametrize(
    ("selection", "absent"),
    [
        (Selection(documents=("hunan-2017",)), "actor:区扶贫办"),
        (Selection(levels=("township",)), "level:county"),
        (Selection(kinds=("sanction",)), "role:first"),
        (Selection(roles=("first",)), "kind:duty"),
    ],
)
def test_filters_restrict(explorer: Explorer, selection: Selection, absent: str) -> None:
    everything = {*keys(explorer.scene((), ALL, 500).nodes), *keys(explorer.scene(("level:county",), ALL, 500).nodes)}
    assert absent in everything | {"actor:区扶贫办"}
    for opened in ((), ("level:county",) if absent != "level:county" else ()):
        scene = explorer.scene(opened, selection, 500)
        assert absent not in keys(scene.nodes)


def test_a_way_leads_from_actor_to_actor_over_norms(explorer: Explorer, library: Library) -> None:
    way = library.duties.path("省委", "乡镇党委", ALL)
    assert way
    assert {way[0].actor, way[0].other} & {"省委"}
    assert {way[-1].actor, way[-1].other} & {"乡镇党委"}
    for one, following in pairwise(way):
        assert {one.actor, one.other} & {following.actor, following.other}
    scene = explorer.path(way)
    assert {"actor:省委", "actor:乡镇党委"} <= set(keys(scene.nodes))
    assert {f"frame:{relation.frame}" for relation in way if relation.frame} <= set(keys(scene.nodes))
    assert library.duties.path("省委", "火星人", ALL) == ()


def test_the_same_scene_is_drawn_the_same(explorer: Explorer) -> None:
    opened = ("actor:乡镇党委", "matter:project-assets")
    first, second = (explorer.scene(opened, ALL, 200).network.get_network_data() for _ in range(2))
    assert first[:2] == second[:2]


def test_the_table_says_what_the_picture_shows(explorer: Explorer) -> None:
    scene = explorer.scene(("actor:乡镇党委",), ALL, 200)
    norms = {node.text.split()[-1] for node in scene.nodes if node.type == "frame"}
    assert {row[1] for row in scene.rows} == norms
    assert "乡镇党委" in {row[3] for row in scene.rows}


def test_graphml_has_all_nodes_and_edges(explorer: Explorer) -> None:
    scene = explorer.scene(("actor:乡镇党委",), ALL, 200)
    names = ElementTree.fromstring(graphml(scene))
    space = "{http://graphml.graphdrawing.org/xmlns}"
    assert len(names.findall(f".//{space}node")) == len(scene.nodes)
    assert len(names.findall(f".//{space}edge")) == len(scene.edges)


def test_the_page_needs_nothing_from_outside(explorer: Explorer) -> None:
    written = page(explorer.scene(("actor:乡镇党委",), ALL, 200)).decode()
    assert not re.search(r'(?:src|href)=\s*"https?:', written)
    assert "乡镇党委" in written or "\\u4e61\\u9547\\u515a\\u59d4" in written
    assert "new vis.Network" in written


def test_where_more_may_be_drawn_opening_brings_more(explorer: Explorer, library: Library) -> None:
    at_county = library.duties.actors(ALL, level="county")
    shown = {limit: len(explorer.scene(("level:county",), ALL, limit).nodes) - 1 for limit in (50, 150, 300, 500)}
    assert shown == {50: OPENED_AT_ONCE, 150: OPENED_AT_ONCE, 300: 25, 500: 41}
    assert explorer.scene(("level:county",), ALL, 500).hidden == {"level:county": len(at_county) - 41}


@pytest.mark.parametrize("key", ["", "actor", "actor:", ":name", "<script>:x", "document:suzhou-2022"])
def test_what_is_no_key_is_none(key: str) -> None:
    assert parted(key) == ("", "")


def script(library):  # Streamlit runs its lines alone, where no type is known
    """Draw the screen alone."""
    from app.explore_screen import explore_screen
    from app.labels import Labels

    explore_screen(library, Labels("zh"))


def test_a_norm_alone_is_the_norm_among_those_of_its_document(library: Library) -> None:
    found = [frame for document in library.records for frame in library.frames(document).values()]
    assert len(found) > 400
    for frame in found[::7]:
        assert library.found_frame(frame.id) == frame
    assert library.found_frame('suzhou-2022/art_1/"} #') is None


def draws(library: Library, address: str = "", **state: object) -> AppTest:
    """Run the screen alone, with what the address opens and what the session holds."""
    screen = AppTest.from_function(script, default_timeout=PATIENCE, kwargs={"library": library})
    if address:
        screen.query_params["open"] = address
    for name, value in state.items():
        screen.session_state[name] = value
    return screen.run()


def test_the_screen_begins_with_the_overview(library: Library) -> None:
    screen = draws(library)
    assert not screen.exception
    assert screen.get("bidi_component")
    assert "规范最多的主体" in seen(screen).text
    assert screen.dataframe[0].value["名称"].str.startswith("乡镇级").any()


def test_an_actor_is_opened_and_undone_by_buttons(library: Library) -> None:
    screen = draws(library)
    busiest = next(button for button in screen.button if button.key.startswith("explore actor:"))
    busiest.click().run()
    opened = screen.session_state.explore_opened
    assert opened == (busiest.key.removeprefix("explore "),)
    assert screen.query_params["open"] == opened[0]
    screen.button(key="explore_undo").click().run()
    assert screen.session_state.explore_opened == ()


def test_the_address_opens_what_it_names_and_leaves_out_what_is_not_there(library: Library) -> None:
    screen = draws(library, "actor:乡镇党委|actor:<script>|frame:nowhere/art_1|level:moon")
    assert not screen.exception
    assert screen.session_state.explore_opened == ("actor:乡镇党委",)


def test_two_actors_give_a_way_or_a_sentence(library: Library) -> None:
    way = draws(library, explore_from="省委", explore_to="乡镇党委")
    assert "最短的关系有" in seen(way).text
    none = draws(library, explore_from="乡镇党委", explore_to="乡镇党委")
    assert "最短的关系有" not in seen(none).text


@pytest.mark.parametrize(("asked", "most"), [("500", 500), ("7", 150), ("<script>", 150)])
def test_the_address_says_how_many_nodes_are_drawn(library: Library, asked: str, most: int) -> None:
    screen = AppTest.from_function(script, default_timeout=PATIENCE, kwargs={"library": library})
    screen.query_params["explore_cap"] = asked
    screen.run()
    assert not screen.exception
    assert screen.selectbox(key="explore_cap").value == most
