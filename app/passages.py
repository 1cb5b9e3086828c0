"""Cuts the words of a document at the boundaries of its frames, so that nested and overlapping frames can be shown."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from app.cards import Spans, Words
from corpus.types import Provision

Look = Literal["heading", "text", "aside"]
_LOOKS: dict[str, Look] = {
    **dict.fromkeys(("part", "chapter", "section", "heading"), "heading"),
    **dict.fromkeys(("preface", "conclusion"), "aside"),
}


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that the same frames cover: numbers of frames, the widest first, and whether they are a label (第三条)."""

    text: str
    frames: tuple[int, ...] = ()
    label: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """What is read as one, an article or a heading, in pieces; together they give its words back."""

    look: Look
    pieces: tuple[Piece, ...]


def passages(text: str, units: Iterable[Provision], spans: Sequence[Spans]) -> Iterator[Passage]:
    """Yield the units of a text, without the blanks around them, cut at the spans (code points) of every frame."""
    for unit in units:
        words = text[unit.start : unit.end]
        start = unit.start + len(words) - len(words.lstrip())
        if words := words.strip():
            label = len(unit.label) if unit.label and words.startswith(unit.label) else 0
            yield Passage(_LOOKS.get(unit.kind, "text"), tuple(pieces(Words(words, start), spans, label)))


def pieces(words: Words, spans: Sequence[Spans], label: int = 0) -> Iterator[Piece]:
    """Yield the words, whose first `label` characters are a label, cut at the spans of every frame.

    >>> list(pieces(Words("甲乙丙丁", 10), [((10, 12),), ((11, 13),), ((10, 14),)]))
    [Piece(text='甲', frames=(2, 0), label=False), Piece(text='乙', frames=(2, 0, 1), label=False), \
Piece(text='丙', frames=(2, 1), label=False), Piece(text='丁', frames=(2,), label=False)]
    """
    end = words.start + len(words.text)
    here = [
        (max(left, words.start), min(right, end), number, right - left)
        for number, own in enumerate(spans)
        for left, right in own
        if left < end and right > words.start and left < right
    ]
    # Of frames of the same words the first comes last, which is on top.
    here.sort(key=lambda one: (-one[3], one[0], -one[2]))
    cuts = sorted({words.start, end, words.start + label, *(one[0] for one in here), *(one[1] for one in here)})
    for left, right in pairwise(cuts):
        covering = tuple(dict.fromkeys(number for start, stop, number, _ in here if start <= left and right <= stop))
        yield Piece(words.text[left - words.start : right - words.start], covering, right <= words.start + label)
