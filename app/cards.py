"""Writes citations as HTML cards: the quote highlighted inside its provision's words, everything escaped."""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

CONTEXT = 60


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

    >>> around(Words("一二三四五六七八九十", 100), 104, 106, context=2)
    (Words(text='三四五六七八', start=102), True, True)
    """
    first = max(start - words.start - context, 0)
    last = min(end - words.start + context, len(words.text))
    return Words(words.text[first:last], words.start + first), first > 0, last < len(words.text)


def citation_card(
    document: str,
    place: str,
    badges: Iterable[tuple[str, str]],
    words: Words,
    spans: tuple[tuple[int, int], ...],
    *,
    primary: bool,
    whole: str,
    note: str = "",
) -> str:
    """Return one citation as HTML.

    `document` is its title, `place` the provision with its item, `badges` (text, background colour) pairs, `words`
    the provision's words and `spans` the places of the quote in document offsets. `whole` labels the
    disclosure of the whole provision, `note` is said instead of words where there are none (a digest).
    """
    head = "".join(
        f'<span class="badge" style="background:{escape(colour)}">{escape(text)}</span>' for text, colour in badges
    )
    if spans and words.text:
        near, before, after = around(words, spans[0][0], spans[-1][1])
        body = f"<p>{'…' if before else ''}{highlight(near, spans)}{'…' if after else ''}</p>"
        if before or after:
            body += f"<details><summary>{escape(whole)}</summary><p>{highlight(words, spans)}</p></details>"
    else:
        body = f'<p class="note">{escape(note)}</p>'
    return (
        f'<article class="card{" primary" if primary else ""}">'
        f"<header><b>{escape(place)}</b> <cite>{escape(document)}</cite>{head}</header>{body}</article>"
    )
