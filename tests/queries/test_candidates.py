"""Candidates for the vocabulary: what is proposed, under which words, and with which proof."""

from __future__ import annotations

import pytest

from extract.types import Lexicon, Term
from ontology.frames import frames, text
from ontology.lexicon import read_lexicon
from queries.candidates import PLACES, candidates, nearest, normalised

NORMALISED = [
    ("河道采砂管理", "河道采砂管理"),
    ("本行政区域内的河道采砂管理等工作", "河道采砂管理"),
    ("本辖区河道采砂管理工作", "河道采砂管理"),
    ("全省的河道采砂管理", "河道采砂管理"),
    ("有关河道采砂管理的具体工作", "河道采砂管理"),
    ("电梯安全等", "电梯安全"),
    ("其他相关电梯安全事项", "电梯安全事项"),
    ("全国", "全国"),
    ("电梯维护、修理和工作", "电梯维护、修理和工作"),
    ("本科教育", "本科教育"),
    ("《规划》编制", "《规划》编制"),
    ("工作", ""),
    ("本地区有关工作", ""),
    ("制定电梯应急预案", "电梯应急预案"),
    ("采取有效措施", ""),
    ("批准", ""),
    ("电梯", "电梯"),
    ("各项措施", ""),
    ("林", ""),
    ("意见》的部署", ""),
    ("30%以上的村", ""),
    ("编制规划，组织实施", ""),
    ("长" * 31, ""),
    ("", ""),
]
assert len(NORMALISED) == 24


@pytest.mark.parametrize(("matter", "candidate"), NORMALISED)
def test_a_matter_is_normalised(matter, candidate):
    assert normalised(matter) == candidate


@pytest.mark.parametrize(
    ("words", "concept"),
    [("扶贫资产", "project-assets"), ("河长", "river"), ("电梯", ""), ("目项资产", "project-assets")],
)
def test_the_nearest_concept_is_a_hint(words, concept):
    known = {"扶贫项目资产": "project-assets", "项目资产": "project-assets", "河长制": "river"}
    found, similarity = nearest(words, known)
    assert found == concept
    assert (similarity > 0) == bool(concept)


class Made:
    """A graph of made rows: (document, matter) in reading order."""

    def __init__(self, *rows):
        self._rows = [
            {
                "document": f"https://w3id.org/dutygraph/document/{document}",
                "frame": f"https://w3id.org/dutygraph/document/{document}/art_{n}/duty-1",
                "id": document,
                "label": f"第{n}条",
                "matter": matter,
                "quote": matter,
                "start": str(n),
                "end": str(n + 1),
            }
            for n, (document, matter) in enumerate(rows, start=1)
        ]

    def select(self, query):
        return [row for row in self._rows if "VALUES ?frame" not in query or f"<{row['frame']}>" in query]


def matters(*terms):
    return Lexicon(tuple(Term("matter", notation, words, "zh", "preferred") for notation, words in terms))


def test_the_most_frequent_come_first_and_equals_in_the_order_of_their_words():
    graph = Made(("a", "电梯安全"), ("a", "河道采砂"), ("a", "本市河道采砂工作"), ("b", "船舶检验"))
    found = candidates(graph, matters())
    assert [(one.text, one.count) for one in found] == [("河道采砂", 2), ("电梯安全", 1), ("船舶检验", 1)]
    assert [one.text for one in candidates(graph, matters(), limit=1)] == ["河道采砂"]


def test_places_come_from_several_documents_first():
    (found,) = candidates(Made(*[("a", "电梯安全")] * 4, ("b", "电梯安全"), ("c", "电梯安全")), matters())
    assert found.count == 6
    assert found.documents == ("a", "b", "c")
    assert [(place.document, place.provision) for place in found.places] == [
        ("a", "第1条"),
        ("b", "第5条"),
        ("c", "第6条"),
    ]
    assert len(found.places) == PLACES


def test_what_a_term_names_is_no_candidate():
    graph = Made(("a", "本市电梯安全工作"), ("a", "电梯安全监察"))
    (found,) = candidates(graph, matters(("elevators", "电梯安全")))
    assert (found.text, found.nearest) == ("电梯安全监察", "elevators")


def test_candidates_of_the_shipped_texts_quote_their_provisions(graph):
    lexicon = read_lexicon(["matter"])
    found = candidates(graph, lexicon)
    assert len(found) >= 10
    assert found == candidates(graph, lexicon)
    assert len({one.text for one in found}) == len(found)
    assert list(found) == sorted(found, key=lambda one: (-one.count, one.text))
    terms = {term.text for term in lexicon.of("matter")}
    for one in found:
        assert one.text not in terms
        assert 0 < len(one.places) <= min(one.count, PLACES)
        for place in one.places:
            assert text(graph, place.document)[place.start : place.end] == place.quote
            spans = {
                (frame.start, frame.end)
                for frame in frames(graph, place.document)
                if frame.matter and not frame.matter.concepts and one.text in frame.matter.text
            }
            assert (place.start, place.end) in spans
