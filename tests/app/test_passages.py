"""Words cut at the boundaries of frames: nested, overlapping, in several parts, and none lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cards import Words
from app.library import Library
from app.passages import passages, pieces

TEXT = "甲乙丙丁戊己"
CASES = [
    ("none", [], [(TEXT, ())]),
    ("one", [((1, 3),)], [("甲", ()), ("乙丙", (0,)), ("丁戊己", ())]),
    ("nested", [((0, 6),), ((2, 4),)], [("甲乙", (0,)), ("丙丁", (0, 1)), ("戊己", (0,))]),
    ("nested, the narrow one first", [((2, 4),), ((0, 6),)], [("甲乙", (1,)), ("丙丁", (1, 0)), ("戊己", (1,))]),
    ("overlapping", [((0, 4),), ((2, 6),)], [("甲乙", (0,)), ("丙丁", (0, 1)), ("戊己", (1,))]),
    ("touching", [((0, 3),), ((3, 6),)], [("甲乙丙", (0,)), ("丁戊己", (1,))]),
    ("the same words: the first frame is on top", [((0, 6),), ((0, 6),)], [(TEXT, (1, 0))]),
    ("in two parts", [((0, 2), (4, 6))], [("甲乙", (0,)), ("丙丁", ()), ("戊己", (0,))]),
    ("beyond the words", [((-9, 2),), ((5, 99),)], [("甲乙", (0,)), ("丙丁戊", ()), ("己", (1,))]),
    ("elsewhere or empty", [((-9, 0),), ((6, 9),), ((3, 3),)], [(TEXT, ())]),
]


def test_nothing_got_lost() -> None:
    assert len(CASES) == 10


@pytest.mark.parametrize(("name", "spans", "cut"), CASES, ids=[case[0] for case in CASES])
def test_words_are_cut_at_boundaries(
    name: str, spans: list[tuple[tuple[int, int], ...]], cut: list[tuple[str, tuple[int, ...]]]
) -> None:
    moved = [tuple((100 + start, 100 + end) for start, end in own) for own in spans]
    assert [(piece.text, piece.frames) for piece in pieces(Words(TEXT, 100), moved)] == cut, name


def test_a_label_is_a_piece_of_its_own() -> None:
    found = list(pieces(Words("第一条 甲", 0), [((0, 5),)], label=3))
    assert [(piece.text, piece.label) for piece in found] == [("第一条", True), (" 甲", False)]


@given(
    st.text(max_size=30),
    st.lists(st.lists(st.tuples(st.integers(-5, 40), st.integers(-5, 40)), max_size=3), max_size=5),
)
def test_pieces_give_the_words_back(text: str, spans: list[list[tuple[int, int]]]) -> None:
    found = list(pieces(Words(text, 3), spans))
    assert "".join(piece.text for piece in found) == text
    assert all(piece.text for piece in found)
    place = 3
    for piece in found:
        for character in range(place, place + len(piece.text)):
            covering = {n for n, own in enumerate(spans) if any(left <= character < right for left, right in own)}
            assert covering == set(piece.frames)
        place += len(piece.text)


def test_every_document_is_shown_whole_with_all_its_frames(shipped: str) -> None:
    library = Library(shipped)
    shown = 0
    for document in library.records:
        frames = [frame for frame in library.frames(document).values() if frame.quote]
        found = list(passages(library.text(document), library.units(document), [frame.spans for frame in frames]))
        words = "".join(piece.text for passage in found for piece in passage.pieces)
        assert "".join(words.split()) == "".join(library.text(document).split())
        seen: dict[int, str] = {}
        for passage in found:
            for piece in passage.pieces:
                for number in piece.frames:
                    seen[number] = seen.get(number, "") + piece.text
        for number, frame in enumerate(frames):
            own = "".join(library.text(document)[start:end] for start, end in frame.spans)
            assert "".join(seen[number].split()) == "".join(own.split()), frame.id
        shown += len(seen)
    assert shown > 400
