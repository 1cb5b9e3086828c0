"""A reading that is changed by hand is answered as if the question had said so."""

from __future__ import annotations

import pytest

HEADLINE = "乡镇一级扶贫项目资产谁是第一责任人？"

CHANGED = [
    ({"level": ("county",)}, "县级扶贫项目资产谁是第一责任人？"),
    ({"document": ("hunan-2017",)}, "湖南细则中乡镇一级扶贫项目资产谁是第一责任人？"),
    ({"role": ("supervisory",)}, "乡镇一级扶贫项目资产谁负监管责任？"),
    ({"matter": ("funds",), "level": ("county",), "role": ("primary",)}, "县级资金投入与管理谁负首要责任？"),
]


def primary(answer):
    return {(c.document, c.provision) for c in answer.citations if c.primary}


@pytest.mark.parametrize(("changes", "said"), CHANGED)
def test_it_is_answered_as_if_it_had_been_asked(session, changes, said):
    amended = session.reply(session.amend(session.read(HEADLINE), changes))
    asked = session.ask(said)
    assert primary(amended) == primary(asked)
    assert amended.status == asked.status


def test_no_change_is_no_change(session):
    reading = session.read(HEADLINE)
    assert session.amend(reading, {}) == reading


def test_an_emptied_slot_restricts_no_more(session):
    reading = session.amend(session.read("湖南细则中县级党委负什么责任"), {"document": (), "actor": (), "level": ()})
    assert (reading.slots.document, reading.bearer) == ((), None)


def test_a_document_that_is_chosen_stands_for_one_that_is_not_loaded(session):
    reading = session.read("费县的办法里县级谁是第一责任人")
    assert reading.unknown_documents
    assert session.reply(session.amend(reading, {"document": ("suzhou-2022",)})).status == "answered"


def test_only_some_slots_can_be_changed(session):
    with pytest.raises(ValueError, match="document"):
        session.amend(session.read(HEADLINE), {"provision": ("第一条",)})
