"""Mends words of one wrong, missing, doubled or swapped character: 第一责认人, 驻村工作对, responsiblity.

Only what can be no word is mended, and only into words that the vocabulary or the graph knows: 县级 and 市级, 资金 and
资产 are both words, whichever was meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from queries import dictionary

if TYPE_CHECKING:
    from queries.known import Known

_SHORTEST: Final = 3
_SHORTEST_UNHEARD: Final = 4  # a word of three characters is mended by its sound only
_LONGEST: Final = 14
_SHORTEST_ENGLISH: Final = 6
_AFTER_A_VERB: Final = frozenset("了过得着")
_TELLING: Final = frozenset("省市县区州旗镇乡村级国中央一二三四五六七八九十百千万年月日不未非无上下党政章条款项正副")
"""Characters that make another word of a word: 县级, 市级; 正职, 副职."""
_GRAMMAR: Final = frozenset("pfrcuydvmq")
"""Parts of speech of single characters that stand between words as they are."""
_ANY: Final = "*"


class Correction(NamedTuple):
    """Words of a question and what they are read as."""

    asked: str
    read: str


class _Change(NamedTuple):
    start: int
    end: int
    word: str
    rank: int


class Spelling:
    """Mending over one vocabulary and one loaded graph; its tables are made when they are first needed."""

    def __init__(self, known: Known) -> None:
        """Keep what is known."""
        self._known: Final = known

    def mend(self, text: str) -> tuple[str, tuple[Correction, ...]]:
        """Return a normalised question with its slips mended, and what was mended."""
        corrections: list[Correction] = []
        while len(corrections) < _LONGEST:
            change = next(
                iter(sorted(self._changes(text), key=lambda c: (c.rank, -len(c.word), c.start, c.word))), None
            )
            if change is None:
                break
            corrections.append(Correction(text[change.start : change.end], change.word))
            text = text[: change.start] + change.word + text[change.end :]
        return self._mend_english(text, corrections)

    def _changes(self, text: str) -> Iterator[_Change]:
        taken, words = self._taken(text), self._words
        unread = _runs([_is_han(character) and place not in taken for place, character in enumerate(text)])
        for start in range(len(text)):
            for length, halves in self._halves.items():
                window = text[start : start + length]
                if len(window) < length:
                    break
                if window in words:
                    continue
                if window[: length // 2] in halves or window[length // 2 :] in halves:
                    yield from self._replaced(text, start, window, taken)
                if start + length <= unread[start]:
                    yield from self._moved(start, window)

    def _replaced(self, text: str, start: int, window: str, taken: frozenset[int]) -> Iterator[_Change]:
        for place, character in enumerate(window):
            if character in _TELLING or not _is_han(character) or start + place in taken:
                continue
            for word in self._one_off(len(window)).get(window[:place] + _ANY + window[place + 1 :], ()):
                if word[place] in _TELLING or self._stands(window) or self._is_whole(window, place):
                    continue
                heard = _sound(character) == _sound(word[place])
                if heard and self._is_inside(text, start + place, start, start + len(window)):
                    yield _Change(start, start + len(window), word, 0)
                elif self._is_strange(text, start + place) and len(word) >= _SHORTEST_UNHEARD:
                    yield _Change(start, start + len(window), word, 2)

    def _moved(self, start: int, window: str) -> Iterator[_Change]:
        """Yield changes for a missing, a doubled or two swapped characters."""
        changes = list(self._rearranged(start, window))
        if changes and not (self._stands(window) or self._is_of_words(window)):
            yield from changes

    def _rearranged(self, start: int, window: str) -> Iterator[_Change]:
        for word in self._one_missing(len(window)).get(window, ()):
            yield _Change(start, start + len(window), word, 2)
        for place in range(len(window) - 1):
            swapped = window[:place] + window[place + 1] + window[place] + window[place + 2 :]
            doubled = window[:place] + window[place + 1 :]
            if swapped in self._words and len(window) >= _SHORTEST_UNHEARD:
                yield _Change(start, start + len(window), swapped, 1)
            elif window[place] == window[place + 1] and doubled in self._words and len(doubled) >= _SHORTEST:
                yield _Change(start, start + len(window), doubled, 1)

    def _mend_english(self, text: str, corrections: list[Correction]) -> tuple[str, tuple[Correction, ...]]:
        words = [word for word in text.split(" ") if word.isascii() and word.isalpha() and word.islower()]
        for word in words if len(words) > _SHORTEST else ():
            if len(word) < _SHORTEST_ENGLISH or word in self._english or dictionary.knows(word):
                continue
            found = process.extractOne(word, self._english, scorer=OSA.distance, score_cutoff=1)
            if found:
                corrections.append(Correction(word, found[0]))
                text = text.replace(word, found[0], 1)
        return text, tuple(corrections)

    def _taken(self, text: str) -> frozenset[int]:
        """Return the places inside words that are known as they stand."""
        places: set[int] = set()
        for start in range(len(text)):
            for length in self._lengths:
                if text[start : start + length] in self._words:
                    places.update(range(start, start + length))
        return frozenset(places)

    def _stands(self, words: str) -> bool:
        return self._known.catalogue.stands(words) or bool(self._known.tag(words))

    def _is_strange(self, text: str, place: int) -> bool:
        """Return whether a character is no word of grammar, and makes none with the one before or after it."""
        pairs = (text[max(place - 1, 0) : place + 1], text[place : place + 2])
        grammar = self._known.tag(text[place])[:1] in _GRAMMAR
        done = text[place + 1 : place + 2] in _AFTER_A_VERB  # 资金拨晚了
        return not (grammar or done or any(len(pair) > 1 and self._stands(pair) for pair in pairs))

    def _is_inside(self, text: str, place: int, start: int, end: int) -> bool:
        """Return whether the word that a character is of by the segmentation lies inside a range (not 联系|电话)."""
        return any(
            begin <= place < begin + len(word) <= end and begin >= start for begin, word in self._known.tokens(text)
        )

    def _is_whole(self, window: str, place: int) -> bool:
        """Return whether a window is a term with a word of grammar at its edge (个|单位, 驻村工作队|有)."""
        rest = window[1:] if place == 0 else window[:-1] if place == len(window) - 1 else ""
        return bool(rest) and (rest in self._words or rest in self._short)

    def _is_of_words(self, window: str) -> bool:
        """Return whether a window is two words of the dictionary side by side."""
        return any(self._known.tag(window[:cut]) and self._known.tag(window[cut:]) for cut in range(2, len(window) - 1))

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(form for form in self._forms if _SHORTEST <= len(form) <= _LONGEST)

    @cached_property
    def _short(self) -> frozenset[str]:
        return frozenset(form for form in self._forms if len(form) < _SHORTEST)

    @cached_property
    def _forms(self) -> frozenset[str]:
        known = self._known
        schemes = ("role", "position", "actor", "level", "matter", "measure")
        forms = [term.text for scheme in schemes for term in known.lexicon.of(scheme) if term.language == "zh"]
        forms += [name for name, _ in known.titles]
        forms += known.catalogue.actor_forms
        forms += known.synonyms
        return frozenset(form for form in forms if all(map(_is_han, form)))

    @cached_property
    def _lengths(self) -> tuple[int, ...]:
        return tuple(range(_SHORTEST, max(map(len, self._words), default=_SHORTEST) + 1))

    @cached_property
    def _halves(self) -> dict[int, frozenset[str]]:
        """The halves of words by length: what differs from a word in one character has one of its halves."""
        halves: dict[int, set[str]] = {length: set() for length in self._lengths}
        for word in self._words:
            half = len(word) // 2
            halves[len(word)].update((word[:half], word[half:]))
        return {length: frozenset(found) for length, found in halves.items()}

    @lru_cache(maxsize=_LONGEST)  # noqa: B019  (one table for each length, made when a question may need it)
    def _one_off(self, length: int) -> dict[str, list[str]]:
        """Return the words of a length by what they are with any one character left open."""
        words = [word for word in self._words if len(word) == length]
        return _table((word[:place] + _ANY + word[place + 1 :], word) for word in words for place in range(length))

    @lru_cache(maxsize=_LONGEST)  # noqa: B019
    def _one_missing(self, length: int) -> dict[str, list[str]]:
        """Return the words that have this length without one character inside, by what they are without it."""
        words = [word for word in self._words if len(word) == length + 1 and len(word) > _SHORTEST_UNHEARD]
        return _table((word[:place] + word[place + 1 :], word) for word in words for place in range(1, length))

    @cached_property
    def _english(self) -> list[str]:
        forms = [term.text for term in self._known.lexicon.terms if term.language == "en" and term.scheme != "region"]
        return sorted(
            {word.lower() for form in (*forms, *self._known.stops) for word in form.split() if word.isascii()}
        )


def _table(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    table: dict[str, list[str]] = {}
    for key, word in pairs:
        table.setdefault(key, []).append(word)
    return {key: sorted(words) for key, words in table.items()}


def _runs(unread: Sequence[bool]) -> list[int]:
    """Return for each place where the run of true values that it begins ends.

    >>> _runs([True, True, False, True])
    [2, 2, 2, 4]
    """
    ends, end = [], len(unread)
    for place in range(len(unread) - 1, -1, -1):
        end = end if unread[place] else place
        ends.append(end)
    return ends[::-1]


def _is_han(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff"


def _sound(character: str) -> str:
    """Return how a character sounds, without its tone."""
    from pypinyin import lazy_pinyin

    return lazy_pinyin(character)[0]
