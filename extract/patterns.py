"""Read the pattern files under extract/patterns: word classes and rules, each with its examples."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from corpus.errors import VocabularyError
from extract.literals import needed


@dataclass(frozen=True, slots=True)
class Rule:
    """One pattern: its name, the regular expression, what it stands for, and sentences that it accepts.

    Of the words that it `needs` one stands in whatever it matches; where it needs none, any text may match.
    """

    id: str
    regex: re.Pattern[str]
    value: str
    examples: tuple[str, ...]
    needs: tuple[str, ...]


def read_lines(name: str) -> list[dict[str, Any]]:
    """Return the rows of `patterns/{name}.jsonl`; a `VocabularyError` names a file that is not as it should be."""
    path = resources.files("extract").joinpath(f"patterns/{name}.jsonl")
    try:
        return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    except (OSError, ValueError) as error:
        raise VocabularyError(f"extract/patterns/{name}.jsonl cannot be read: {error}") from error


@cache
def word_classes(name: str) -> dict[str, frozenset[str]]:
    """Return the words of each class of a file of word lists."""
    return {row["class"]: frozenset(row["words"]) for row in read_lines(name)}


@cache
def rules(name: str) -> tuple[Rule, ...]:
    """Return the rules of a file, in order: the first that fits wins."""
    found = []
    for row in read_lines(name):
        try:
            found.append(
                Rule(
                    row["id"],
                    re.compile(row["regex"]),
                    row.get("value", ""),
                    tuple(row["examples"]),
                    needed(row["regex"]),
                )
            )
        except (KeyError, re.error) as error:
            raise VocabularyError(f"extract/patterns/{name}.jsonl, rule {row.get('id')}: {error}") from error
    return tuple(found)


def possible(name: str, text: str, start: int = 0, end: int = sys.maxsize) -> Sequence[Rule]:
    """Return the rules of a file, in order, that may match in a range of the text.

    The others lack a word there that they need. To look for a word is many times as fast as to search for a pattern,
    and most clauses hold none of the words that the rules of a file need.
    """
    if _any_need(name).search(text, start, end):
        return [found for found in rules(name) if not found.needs or _holds(text, start, end, found.needs)]
    return _without_needs(name)


def _holds(text: str, start: int, end: int, words: tuple[str, ...]) -> bool:
    for word in words:  # noqa: SIM110 — a generator for each rule would take longer than the looking
        if text.find(word, start, end) >= 0:
            return True
    return False


@cache
def _any_need(name: str) -> re.Pattern[str]:
    return re.compile(alternation({word for found in rules(name) for word in found.needs}) or "(?!)")


@cache
def _without_needs(name: str) -> tuple[Rule, ...]:
    return tuple(found for found in rules(name) if not found.needs)


@cache
def rule(name: str, rule_id: str) -> re.Pattern[str]:
    """Return the regular expression of one rule of a file by its id."""
    return next(rule.regex for rule in rules(name) if rule.id == rule_id)


class Endings:
    """Words of which one may end a text, looked up by their last character instead of searched from the first on."""

    def __init__(self, words: Iterable[str]) -> None:
        """Take the words in any order."""
        by_last: dict[str, list[str]] = {}
        for word in sorted(words, key=lambda word: (-len(word), word)):
            by_last.setdefault(word[-1], []).append(word)
        self._by_last = {last: tuple(found) for last, found in by_last.items()}

    def end(self, text: str) -> bool:
        """Say whether one of the words ends the text.

        >>> Endings(["市委", "委员会"]).end("中共长沙市委"), Endings(["市委", "委员会"]).end("市委书记")
        (True, False)
        """
        return text.endswith(self._by_last.get(text[-1:], ()))

    def of(self, text: str) -> str:
        """Return the longest of the words that ends the text, or nothing.

        >>> Endings(["会", "委员会"]).of("村民委员会")
        '委员会'
        """
        return next((word for word in self._by_last.get(text[-1:], ()) if text.endswith(word)), "")


def alternation(words: Iterable[str]) -> str:
    """Return a regular expression that matches any of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))
