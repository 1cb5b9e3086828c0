"""The network around an answer: nodes, colours, positions, cap, and plain text only."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from app.network import Drawing, colour, draw, fitted, palette
from corpus.types import LEVELS
from extract.types import KINDS, ROLES, Actor, Frame, Matter
from queries.types import Answer, Citation, Interpretation, Slots

HOSTILE = "<img src=x onerror=alert(1)>\n乡镇"


def frame(
    number: int, role: str = "supervisory", actors: tuple[str, ...] = ("乡镇党委",), document: str = "d1"
) -> Frame:
    return Frame(
        id=f"{document}/art_{number}/responsibility-1",
        document=document,
        provision=f"第{number}条",
        item="",
        key=f"art_{number}",
        article=f"art_{number}",
        kind="responsibility" if role else "duty",
        role=role,  # type: ignore[arg-type]
        start=0,
        end=4,
        quote="原文原文",
        spans=((0, 4),),
        actors=tuple(Actor(name, "township", name, 0, 4) for name in actors),
        matter=Matter("扶贫项目资产", "扶贫项目资产", 0, 4, ("project-assets",)),
    )


def answer(frames: Mapping[str, Frame], primary: int = 1) -> Answer:
    citations = tuple(
        Citation(f.document, f.provision, "", f.quote, f.start, f.end, f.id, place < primary)
        for place, f in enumerate(frames.values())
    )
    return Answer(
        "？", "zh", "answered", None, Interpretation("", "responsibility", Slots()), "。", citations=citations
    )


def drawn(*frames: Frame, limit: int = 60, primary: int = 1) -> Drawing:
    by_id = {f.id: f for f in frames}
    return draw(answer(by_id, primary), by_id, {"d1": "宿州办法"}, lambda scheme, concept: f"{scheme}:{concept}", limit)


def test_one_frame_is_drawn_with_all_its_neighbours() -> None:
    drawing = drawn(frame(18, actors=("乡镇党委", "乡镇政府")))
    labels = {node["id"]: node["label"] for node in drawing.network.nodes}
    assert labels == {
        "document:d1/": "宿州办法",
        "provision:d1/第18条": "第18条",
        "frame:d1/d1/art_18/responsibility-1": "role:supervisory",
        "actor:d1/乡镇党委": "乡镇党委",
        "actor:d1/乡镇政府": "乡镇政府",
        "matter:project-assets": fitted("matter:project-assets"),
    }
    assert {(edge["from"], edge["to"]) for edge in drawing.network.edges} == {
        ("document:d1/", "provision:d1/第18条"),
        ("provision:d1/第18条", "frame:d1/d1/art_18/responsibility-1"),
        ("frame:d1/d1/art_18/responsibility-1", "actor:d1/乡镇党委"),
        ("frame:d1/d1/art_18/responsibility-1", "actor:d1/乡镇政府"),
        ("frame:d1/d1/art_18/responsibility-1", "matter:project-assets"),
    }
    assert [(row[1], row[3]) for row in drawing.rows] == [("第18条", "乡镇党委"), ("第18条", "乡镇政府")]


def test_matters_are_shared_between_documents_and_actors_are_not() -> None:
    drawing = drawn(frame(1), frame(1, document="d2"))
    keys = [node["id"] for node in drawing.network.nodes]
    assert keys.count("matter:project-assets") == 1
    assert {"actor:d1/乡镇党委", "actor:d2/乡镇党委"} <= set(keys)


def test_columns_go_from_left_to_right_and_no_two_nodes_share_a_place() -> None:
    drawing = drawn(*(frame(number, actors=("甲", "乙", f"丙{number}")) for number in range(1, 8)))
    column = {node["id"].split(":")[0]: node["x"] for node in drawing.network.nodes}
    assert column["document"] < column["provision"] < column["frame"] < column["actor"] == column["matter"]
    places = [(node["x"], node["y"]) for node in drawing.network.nodes]
    assert len(set(places)) == len(places)
    assert not any(node["physics"] for node in drawing.network.nodes)


def test_the_same_answer_is_drawn_the_same_way() -> None:
    frames = [frame(number, actors=("甲", f"乙{number}")) for number in range(1, 8)]
    assert drawn(*frames).network.get_network_data() == drawn(*frames).network.get_network_data()


def test_the_cap_counts_what_is_hidden_and_keeps_primary_frames() -> None:
    frames = [frame(number, actors=(f"甲{number}",)) for number in range(1, 11)]
    by_id = {f.id: f for f in frames}
    reply = answer(by_id, primary=0)
    last = replace(reply.citations[-1], primary=True)
    reply = replace(reply, citations=(*reply.citations[:-1], last))
    drawing = draw(reply, by_id, {}, lambda _, concept: concept, limit=11)
    keys = {node["id"] for node in drawing.network.nodes}
    assert f"frame:d1/{frames[-1].id}" in keys
    assert len(keys) <= 11
    assert drawing.hidden == 10 - sum(key.startswith("frame:") for key in keys) > 0


def test_a_citation_without_a_frame_is_not_drawn() -> None:
    drawing = draw(answer({"x": frame(1)}), {}, {}, lambda _, concept: concept)
    assert (drawing.network.nodes, drawing.rows, drawing.hidden) == ([], (), 0)


def test_the_legend_lists_what_is_on_the_screen() -> None:
    drawing = drawn(frame(1, role="first"), frame(2, role=""))
    assert [(entry.scheme, entry.concept) for entry in drawing.legend] == [
        ("level", "township"),
        ("role", "first"),
        ("kind", "duty"),
    ]


def test_labels_and_titles_of_hostile_documents_stay_text() -> None:
    drawing = drawn(frame(1, actors=(HOSTILE,)))
    actor = next(node for node in drawing.network.nodes if node["id"].startswith("actor:"))
    assert isinstance(actor["title"], str)
    assert "multi" not in actor["font"]


@pytest.mark.parametrize(("scheme", "concepts"), [("level", LEVELS), ("role", ROLES), ("kind", KINDS)])
def test_every_concept_has_its_own_colour(scheme: str, concepts: tuple[str, ...]) -> None:
    assert tuple(sorted(palette()[scheme])) == tuple(sorted(concepts))
    assert len({colour(scheme, concept) for concept in concepts}) == len(concepts)


def luminance(value: str) -> float:
    channels = [int(value[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_every_label_reads_on_its_fill() -> None:
    """WCAG 2 asks for a contrast of 4.5 to 1."""
    colours = palette()
    pairs = [
        (colours["ink"], fill)
        for fill in (*colours["level"].values(), *(colours[n] for n in ("document", "provision", "matter")))
    ]
    pairs += [(colours["paper"], fill) for scheme in ("role", "kind") for fill in colours[scheme].values()]
    for ink, fill in pairs:
        light, dark = sorted((luminance(ink), luminance(fill)), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, (ink, fill)


def test_a_fact_without_a_provision_hangs_on_its_document() -> None:
    drawing = drawn(replace(frame(1), provision="", quote="", gist="要点"))
    assert not any(node["id"].startswith("provision:") for node in drawing.network.nodes)
    assert ("document:d1/", "frame:d1/d1/art_1/responsibility-1") in {
        (edge["from"], edge["to"]) for edge in drawing.network.edges
    }
