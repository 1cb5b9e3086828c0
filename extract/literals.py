"""Find words that must stand in a text before a regular expression can match, so that most searches need not begin."""

from __future__ import annotations

import re
from collections.abc import Iterable
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

_REPEATS = (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT)
# More words than these are no longer faster to look for than the pattern.
_MANY = 24


def needed(pattern: str) -> tuple[str, ...]:
    r"""Return words of which every match holds at least one, sorted; none where the pattern does not tell.

    A word that a lookahead asks for counts as well: it stands before the end of what is searched.

    >>> needed("(?:给予|予以)?(?:表彰|通报表扬)"), needed("第一责任(?!人)"), needed(r"\d+日")
    (('表彰', '通报表扬'), ('第一责任',), ('日',))
    >>> needed("[^，]*$")
    ()
    """
    tree = parser.parse(pattern)
    if tree.state.flags & (re.IGNORECASE | re.VERBOSE):
        return ()
    return tuple(sorted(_shortest(_of_sequence(tree))))


def _of_sequence(steps: Iterable[tuple[Any, Any]]) -> frozenset[str]:
    """Return what one of the steps needs: the longest words, and of these the fewest."""
    choices: list[frozenset[str]] = []
    run = ""  # characters that follow each other are one word
    for step, detail in steps:
        if step is codes.LITERAL:
            run += chr(detail)
            continue
        choices.append(frozenset({run} if run else ()))
        choices.append(_of_step(step, detail))
        run = ""
    choices.append(frozenset({run} if run else ()))
    known = [words for words in choices if 0 < len(words) <= _MANY]
    return max(known, key=lambda words: (min(map(len, words)), -len(words)), default=frozenset())


def _of_step(step: Any, detail: Any) -> frozenset[str]:
    if step is codes.SUBPATTERN:
        return _of_sequence(detail[-1])
    if step is codes.ATOMIC_GROUP:
        return _of_sequence(detail)
    if step is codes.ASSERT and detail[0] > 0:  # ahead; what stands behind may be outside of what is searched
        return _of_sequence(detail[1])
    if step in _REPEATS and detail[0] > 0:
        return _of_sequence(detail[2])
    if step is codes.BRANCH:
        ways = [_of_sequence(way) for way in detail[1]]
        return frozenset().union(*ways) if all(ways) else frozenset()
    if step is codes.IN and all(kind is codes.LITERAL for kind, _ in detail):
        return frozenset(chr(code) for _, code in detail)
    return frozenset()


def _shortest(words: frozenset[str]) -> Iterable[str]:
    """Return the words without those that hold another: where 处罚决定 stands, 处罚 does too."""
    return (word for word in words if not any(other in word for other in words - {word}))
