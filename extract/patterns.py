"""Read the pattern files under extract/patterns: word classes and rules, each with its examples."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from corpus.errors import VocabularyError


@dataclass(frozen=True, slots=True)
class Rule:
    """One pattern: its name, the regular expression, what it stands for, and sentences that it accepts."""

    id: str
    regex: re.Pattern[str]
    value: str
    examples: tuple[str, ...]


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
                )
            )
        except (KeyError, re.error) as error:
            raise VocabularyError(f"extract/patterns/{name}.jsonl, rule {row.get('id')}: {error}") from error
    return tuple(found)


@cache
def rule(name: str, rule_id: str) -> re.Pattern[str]:
    """Return the regular expression of one rule of a file by its id."""
    return next(rule.regex for rule in rules(name) if rule.id == rule_id)


def alternation(words: frozenset[str] | list[str]) -> str:
    """Return a regular expression that matches any of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))
