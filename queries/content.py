"""Reads from a question the words that a provision has to say: terms, synonyms, and what else tells something."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from queries import dictionary
from queries.known import Known
from queries.parties import Mention, Placed
from queries.question import BLANK, Question
from queries.reading import Word

_ENGLISH: Final = re.compile(r"[A-Za-z]{3,}")
_NUMBER: Final = re.compile(r"\d+(?:\.\d+)?(?:%|天|日|年|个月|元|万元|人|次|岁|名)")
_GENERAL: Final = re.compile(r"^(?:有关|相关|各级|各|其他|全体)")
_SHARES: Final = {"n": 1.0, "j": 1.0, "l": 0.8, "i": 0.8, "s": 0.8, "v": 0.6, "a": 0.5, "b": 0.6, "t": 0.4, "z": 0.3}
"""How much a word tells, by the first letter of jieba's part of speech; all others tell nothing."""
_UNLISTED: Final = 0.7
_SINGLE: Final = 0.35
_LONGEST_PHRASE: Final = 3
_MOST_ALIKE: Final = 8


def read_words(
    question: Question,
    known: Known,
    mentions: Iterable[Mention],
    bearer: Placed | None,
    objects: Iterable[Placed],
    cue_spans: Iterable[tuple[int, int]],
) -> tuple[Word, ...]:
    """Return the words of a question that are to be found in a provision.

    Parties that are not the bearer, terms for matters and measures, words of words.yaml, and of what remains the words
    that the extraction's segmenter cuts, each with what its part of speech says that it tells.
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
    words.extend(_chinese(question.text, rest, known))
    if question.language == "en":
        words.extend(_english(rest, known))
    unique = {word.asked: word for word in words}
    return tuple(
        replace(word, known=any(known.catalogue.stands(form) for form in word.forms)) for word in unique.values()
    )


def with_alike(words: Iterable[Word], known: Known) -> tuple[Word, ...]:
    """Return the words with those of the texts that CC-CEDICT gives a meaning in common."""
    return tuple(replace(word, alike=_in_texts(dictionary.alike(word.asked), known)) for word in words)


def _chinese(text: str, rest: str, known: Known) -> Iterator[Word]:
    """Yield the words of what is left; a word that was read in part tells nothing by its other part alone."""
    for match in _NUMBER.finditer(rest):
        yield Word(match.group(), (match.group(),), share=_SINGLE)
        rest = _blanked(rest, *match.span())
    left = known.stop_pattern.sub("", rest)
    if all(character in known.stops for run in known.han.findall(left) for character in run):
        return  # cutting needs jieba's dictionary, which takes most of a second to load
    for start, word in known.tokens(text):
        left = rest[start : start + len(word)].strip(BLANK)
        if left != word and (BLANK in left or len(left) < 2):
            continue
        share = _share(left, known)
        if share:
            yield Word(left, (left,), share=share)


def _share(word: str, known: Known) -> float:
    """Return how much a word tells, nothing for words that any question may have."""
    if not known.han.fullmatch(word) or word in known.stops:
        return 0.0
    tag = known.tag(word)
    share = _SHARES.get(tag[:1], 0.0) if tag else _UNLISTED
    return min(share, _SINGLE) if len(word) == 1 else share


def _english(rest: str, known: Known) -> Iterator[Word]:
    """Yield the words of what is left, the longest phrases first that the dictionary knows and the texts have."""
    words = [
        (match.start(), match.group()) for match in _ENGLISH.finditer(rest) if match.group().lower() not in known.stops
    ]
    place = 0
    while place < len(words):
        for length in range(min(_LONGEST_PHRASE, len(words) - place), 0, -1):
            first, last = words[place], words[place + length - 1]
            phrase = rest[first[0] : last[0] + len(last[1])]
            meant = dictionary.from_english(phrase)
            forms = _in_texts(meant, known)
            if meant and not forms and length > 1:
                yield Word(phrase, meant[:1])  # economic growth: it is not what economic and growth are alone
            if forms or length == 1:
                yield Word(phrase, forms, share=1.0 if forms else _SINGLE)
                place += length
                break


def _in_texts(words: Iterable[str], known: Known) -> tuple[str, ...]:
    return tuple(word for word in words if known.catalogue.stands(word))[:_MOST_ALIKE]


def _labels(mention: Mention, known: Known) -> tuple[str, ...]:
    """Return the Chinese forms of the concepts that a mention names, its own words first."""
    own = () if mention.text.isascii() else (mention.text,)
    labels = (form for concept in mention.concepts for form in known.labels.get((mention.scheme, concept), ()))
    return tuple(dict.fromkeys((*own, *labels, *known.synonyms.get(mention.text.lower(), ()))))


def _blanked(text: str, start: int, end: int) -> str:
    return text[:start] + BLANK * (end - start) + text[end:]
