"""Writes citations as HTML cards: the quote highlighted inside its provision's words, everything escaped."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

CONTEXT = 60
SLACK = 20
"""So few characters are not worth a cut."""


Spans = Sequence[tuple[int, int]]
"""Ranges of code points of a document, in order."""


@dataclass(frozen=True, slots=True)
class Words:
    """A provision's words: verbatim text of the document from `start` (code points) on."""

    text: str
    start: int


def highlight(words: Words, spans: Iterable[tuple[int, int]], css_class: str = "quote") -> str:
    """Return the words as escaped HTML with the given spans (document offsets) marked.

    Spans may overlap; what lies outside the words is left out.

    >>> highlight(Words("甲<乙>丙", 10), [(11, 14)])
    '甲<mark class="quote">&lt;乙&gt;</mark>丙'
    """
    pieces: list[str] = []
    place = 0
    for start, end in sorted((start - words.start, end - words.start) for start, end in spans):
        start, end = max(start, place), min(end, len(words.text))
        if start >= end:
            continue
        pieces.append(escape(words.text[place:start]))
        pieces.append(f'<mark class="{css_class}">{escape(words.text[start:end])}</mark>')
        place = end
    pieces.append(escape(words.text[place:]))
    return "".join(pieces)


def around(words: Words, start: int, end: int, context: int = CONTEXT) -> tuple[Words, bool, bool]:
    """Return the words near a span, and whether something was cut before and after.

    >>> words = Words("前" * 30 + "甲乙" + "后", 100)
    >>> around(words, 130, 132, context=2)
    (Words(text='前前甲乙后', start=128), True, False)
    """
    first = start - words.start - context
    last = end - words.start + context
    if first <= SLACK:
        first = 0
    if last >= len(words.text) - SLACK:
        last = len(words.text)
    return Words(words.text[first:last], words.start + first), first > 0, last < len(words.text)


def badge(text: str, fill: str, ink: str) -> str:
    """Return a coloured label."""
    return f'<span class="badge" style="background:{escape(fill)};color:{escape(ink)}">{escape(text)}</span>'


def card(head: str, lines: str, words: Words, spans: Spans, *, primary: bool, whole: str, note: str = "") -> str:
    """Return a card: a head and lines (HTML), the words near the quote, and the whole provision to unfold.

    `words` are the provision's, `spans` the places of the quote in document offsets. `whole` is the label of the
    unfolding; `note` is said instead of words where there are none (a digest). A quote that is the whole provision
    is not marked.
    """
    if spans and words.text:
        if spans[0][0] <= words.start and spans[-1][1] >= words.start + len(words.text):
            spans, near, before = (), Words(words.text[: 2 * CONTEXT], words.start), False
            after = len(near.text) < len(words.text)
        else:
            near, before, after = around(words, spans[0][0], spans[-1][1])
        body = f"<p>{'…' if before else ''}{highlight(near, spans)}{'…' if after else ''}</p>"
        if before or after:
            body += f"<details><summary>{escape(whole)}</summary><p>{highlight(words, spans)}</p></details>"
    else:
        body = f'<p class="note">{escape(note)}</p>'
    return f'<article class="card{" primary" if primary else ""}"><header>{head}</header>{lines}{body}</article>'
