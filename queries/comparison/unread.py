"""Finds sentences that name a role and an actor of a level together, where no norm with that role was read."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, Final

from corpus.read import load_yaml
from extract.types import Lexicon
from queries.comparison.entries import GOVERNMENT, Norm, Sanction, Source
from queries.comparison.types import Place

_DATA: Final = Path(__file__).with_name("unread.yaml")


class Unread:
    """Looks through the provisions of one document."""

    def __init__(
        self,
        source: Source,
        lexicon: Lexicon,
        actors: Iterable[tuple[str, str]],
        norms: Iterable[Norm],
        sanctions: Iterable[Sanction],
    ) -> None:
        """Keep what was read from the document, `actors` with their levels; other words come from the vocabulary."""
        self._municipality: Final = source.municipality
        self._read: Final = {(norm.entry.place.label, norm.entry.role) for norm in norms}
        self._struck: Final = [(sanction.place.start, sanction.place.end) for sanction in sanctions]
        self._roles: Final = _roles(lexicon)
        levels: dict[str, set[str]] = defaultdict(set)
        for term in _terms(lexicon, "level"):
            levels[term.text].add(self._level(term.text, term.concept))
        for name, level in actors:
            levels[name].add(level)
        clear = ((words, min(found)) for words, found in levels.items() if len(found) == 1)
        self._levels: Final = {words: level for words, level in clear if level in GOVERNMENT}
        self._actor: Final = _either(self._levels)

    def find(self, passages: Sequence[Place]) -> Mapping[tuple[str, str], tuple[Place, ...]]:
        """Return the sentences by role and level, in the order of the text.

        Left out are provisions from which a norm with the role was read, principles, which bind nobody, and the words
        of sanctions, where a role says whom they strike (其他直接责任人员).
        """
        found: dict[tuple[str, str], list[Place]] = defaultdict(list)
        for sentence, named in self._named(passages):
            role, start = self._roles[1][named.group()], sentence.start + named.start()
            if (sentence.label, role) in self._read or any(begin <= start < end for begin, end in self._struck):
                continue
            for level in self._bound(sentence.quote, named):
                found[role, level].append(sentence)
        return {key: tuple(dict.fromkeys(places)) for key, places in found.items()}

    def _named(self, passages: Sequence[Place]) -> Iterator[tuple[Place, re.Match[str]]]:
        """Yield every sentence that names a role, with the match in it."""
        for passage in passages:
            start = passage.start
            inner = [other for other in passages if other != passage and _holds(passage, other)]
            for words in _sentence().findall(passage.quote) if self._roles[0].search(passage.quote) else ():
                sentence = replace(passage, quote=words, start=start, end=start + len(words))
                start = sentence.end
                if not any(other.start < sentence.end and sentence.start < other.end for other in inner):
                    principles = [found.span() for found in _principle().finditer(words)]
                    for named in self._roles[0].finditer(words):
                        if not any(begin <= named.start() < end for begin, end in principles):
                            yield sentence, named

    def _bound(self, words: str, role: re.Match[str]) -> set[str]:
        """Return the levels that the words give a role to: the nearest actor before it, else the first one after."""
        if short := _short().search(words, 0, role.start()):
            return {self._level(char, _data()["short"][char]) for char in short["levels"]}
        before = [found.group() for found in self._actor.finditer(words, 0, role.start())]
        after = None if before else self._actor.search(words, role.end())
        return {self._levels[name] for name in (*before[-1:], *([after.group()] if after else ()))}

    def _level(self, words: str, level: str) -> str:
        """Return the level that words name in this document: 市 is the province in a municipality such as 北京市."""
        return "province" if self._municipality and words.startswith("市") else level


def _holds(outer: Place, inner: Place) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _roles(lexicon: Lexicon) -> tuple[re.Pattern[str], Mapping[str, str]]:
    """Return a pattern for the words of roles, and the role that each names."""
    roles = {term.text: term.concept for term in _terms(lexicon, "role") if term.concept not in _data()["nameless"]}
    return _either(roles), roles


def _terms(lexicon: Lexicon, scheme: str) -> Iterator[Any]:
    return (term for term in lexicon.of(scheme) if term.language == "zh" and term.form != "hidden")


def _either(words: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern for any of the words, the longest first; without words it matches nothing."""
    return re.compile("|".join(map(re.escape, sorted(words, key=lambda one: (-len(one), one)))) or r"(?!)")


@cache
def _data() -> dict[str, Any]:
    return load_yaml(_DATA)


@cache
def _sentence() -> re.Pattern[str]:
    return re.compile(rf"[^{_data()['ends']}]*[{_data()['ends']}]|[^{_data()['ends']}]+$")


@cache
def _principle() -> re.Pattern[str]:
    return re.compile(_data()["principle"])


@cache
def _short() -> re.Pattern[str]:
    characters = "".join(_data()["short"])
    return re.compile(rf"(?<![^{_data()['before']}])(?P<levels>[{characters}]+)$")
