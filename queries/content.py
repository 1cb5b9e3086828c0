"""Reads from a question the words that a provision has to say: terms, synonyms, and what else stands in the texts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from queries.catalogue import Catalogue
from queries.known import Known
from queries.parties import Mention, Placed
from queries.question import BLANK, Question
from queries.reading import Word

_HAN_RUN: Final = re.compile(r"[\u3400-\u9fff\d%“”]{2,}")
_ENGLISH: Final = re.compile(r"[A-Za-z][A-Za-z-]{2,}")
_GENERAL: Final = re.compile(r"^(?:有关|相关|各级|各|其他|全体)")
_EDGE: Final = "的在对向于由被把将与和及或了着过是要应能会里上下中时为有个从按以之所其各级并且等而"
_LONGEST: Final = 12


def read_words(
    question: Question,
    known: Known,
    mentions: Iterable[Mention],
    bearer: Placed | None,
    objects: Iterable[Placed],
    cue_spans: Iterable[tuple[int, int]],
) -> tuple[Word, ...]:
    """Return the words of a question that are to be found in a provision.

    Parties that are not the bearer, terms for matters and measures, words of words.yaml, and of what remains the
    longest pieces that stand in the texts; what stands nowhere is a word that is not known.
    """
    cues = list(cue_spans)
    rest = question.rest
    words: list[Word] = []
    for placed in (*objects, *([bearer] if bearer else ())):
        party = placed.party
        if placed is not bearer and not party.text.isascii():
            words.append(Word(party.text, tuple(dict.fromkeys((party.text, _GENERAL.sub("", party.text))))))
        if placed is bearer or not party.text.isascii():
            rest = _blanked(rest, placed.start, placed.end)
    for mention in mentions:
        if mention.scheme in ("matter", "measure"):
            matter = mention.concepts[0] if mention.scheme == "matter" else ""
            words.append(Word(mention.text, _labels(mention, known), matter))
            rest = _blanked(rest, mention.start, mention.end)
    for match in known.synonym_pattern.finditer(rest):
        if not any(start <= match.start() and match.end() <= end for start, end in cues):
            asked = match.group()
            own = () if asked.isascii() else (asked,)
            words.append(Word(asked, tuple(dict.fromkeys((*own, *known.synonyms[asked.lower()])))))
            rest = _blanked(rest, *match.span())
    for mention in mentions:
        if mention.scheme == "actor" and BLANK not in rest[mention.start : mention.end] and len(mention.text) > 2:
            words.append(Word(mention.text, (mention.text,)))  # 贫困县: a word, for it tells no bearer
            rest = _blanked(rest, mention.start, mention.end)
    for span in cues:
        rest = _blanked(rest, *span)
    rest = known.stop_pattern.sub(lambda match: BLANK * len(match.group()), rest)
    for match in _HAN_RUN.finditer(rest):
        words.extend(_pieces(match.group(), known.catalogue))
    if question.language == "en":
        words.extend(Word(match.group(), ()) for match in _ENGLISH.finditer(rest))
    unique = {word.asked: word for word in words}
    return tuple(
        replace(word, known=any(known.catalogue.frequency(form) for form in word.forms)) for word in unique.values()
    )


def _pieces(run: str, catalogue: Catalogue) -> Iterator[Word]:
    place, unknown = 0, ""
    while place < len(run):
        end = 0
        if run[place] not in _EDGE:
            ends = range(min(len(run), place + _LONGEST), place + 1, -1)
            end = next((e for e in ends if run[e - 1] not in _EDGE and catalogue.frequency(run[place:e])), 0)
        if not end:
            unknown += run[place]
        if end or place + 1 == len(run):
            rest = unknown.strip(_EDGE)
            if len(rest) > 1:
                yield Word(rest, (rest,))
            unknown = ""
        if end:
            yield Word(run[place:end], (run[place:end],))
        place = end or place + 1


def _labels(mention: Mention, known: Known) -> tuple[str, ...]:
    """Return the Chinese forms of the concepts that a mention names, its own words first."""
    own = () if mention.text.isascii() else (mention.text,)
    labels = (form for concept in mention.concepts for form in known.labels.get((mention.scheme, concept), ()))
    return tuple(dict.fromkeys((*own, *labels, *known.synonyms.get(mention.text.lower(), ()))))


def _blanked(text: str, start: int, end: int) -> str:
    return text[:start] + BLANK * (end - start) + text[end:]
