"""Spans quote themselves: on the shipped texts, on statutes, and on any text at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.read import read_document, read_folder, read_text
from corpus.types import Document, Metadata
from extract.extract import Extractor
from extract.types import Frame

ROOT = Path(__file__).resolve().parents[2]
LAWS = ROOT.parent / "shared" / "laws"


def assert_exact(document: Document, frame: Frame) -> None:
    """Every frame, actor, matter and evidence quotes the document's own words."""
    text = document.text
    assert text[frame.start : frame.end] == frame.quote
    assert frame.spans[0][0] == frame.start
    assert frame.spans[-1][1] == frame.end
    lists = (
        frame.actors, frame.recipients, frame.time, frame.quantity, frame.conduct, frame.targets,
        frame.measures, frame.enforcers, frame.conditions, frame.exceptions,
    )  # fmt: skip
    for item in (part for parts in lists for part in parts):
        assert text[item.start : item.end] == item.quote
    if frame.matter:
        assert text[frame.matter.start : frame.matter.end] == frame.matter.quote


def test_shipped_texts(extractor: Extractor) -> None:
    documents = read_folder(ROOT / "corpus" / "texts")
    assert len(documents) == 5
    for document in documents:
        frames = extractor.extract(document).frames
        assert len(frames) > 50
        assert len({frame.id for frame in frames}) == len(frames)
        for frame in frames:
            assert_exact(document, frame)


def test_statutes(extractor: Extractor) -> None:
    if not LAWS.is_dir():
        pytest.skip("shared/laws is not here: the statutes are tested where it is")
    files = sorted(file for file in LAWS.glob("*.md") if file.name != "README.md")[::12]
    assert len(files) >= 25
    for file in files:
        document = read_document(file)
        for frame in extractor.extract(document).frames:
            assert_exact(document, frame)


def test_extraction_is_repeatable(extractor: Extractor) -> None:
    document = read_folder(ROOT / "corpus" / "texts")[0]
    assert extractor.extract(document) == extractor.extract(document)


PIECES = st.sampled_from(
    [
        *"市县委党政府应当由对的负责，。；：、（）一二第条章\n “”《》",
        "第一条 ",
        "（一）",
        "责任单位:",
        "负总责",
        "是否",
        "追究",
        "罚款",
    ]
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(PIECES, max_size=60).map("".join) | st.text(max_size=80))
def test_any_text_extracts(extractor: Extractor, text: str) -> None:
    document = read_text(text, Metadata("any"))
    for frame in extractor.extract(document).frames:
        assert_exact(document, frame)
