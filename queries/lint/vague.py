"""Counts words that leave open who, when or how much, where nothing beside them says it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from corpus.read import load_yaml
from queries.lint.rules import rules
from queries.lint.source import place_at
from queries.lint.types import Draft, LintFinding, Place

_FILE: Final = Path(__file__).with_name("vague.yaml")
_BREAK: Final = re.compile(r"[。；;\n]")
_LABEL: Final = re.compile(r"(?:\s*第[一二三四五六七八九十百零〇\d]{1,7}条(?:之[一二三四五六七八九十]{1,2})?)?")
_CLAUSE: Final = re.compile(r"[，,：:]")


@dataclass(frozen=True, slots=True)
class Vague:
    """A vague word: where it stands, its English, why it is vague, and next to which words it is not.

    `before` and `after` are patterns of the words up to it and from it on, `beside` of its whole sentence.
    """

    term: str
    example: str
    en: str
    why_zh: str
    why_en: str
    pattern: re.Pattern[str]
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    beside: re.Pattern[str] | None

    def places(self, words: str) -> Iterator[tuple[int, int]]:
        """Yield the clauses of words in which it stands and is vague."""
        for match in self.pattern.finditer(words):
            start, end = match.span()
            first = max((stop.end() for stop in _BREAK.finditer(words, 0, start)), default=0)
            last = found.start() if (found := _BREAK.search(words, end)) else len(words)
            if (
                (self.before and self.before.search(words[first:start]))
                or (self.after and self.after.match(words[end:last]))
                or (self.beside and self.beside.search(words[first:last]))
            ):
                continue
            left = max((stop.end() for stop in _CLAUSE.finditer(words, first, start)), default=first)
            if left == 0 and (label := _LABEL.match(words)):
                left = label.end()
            right = found.start() if (found := _CLAUSE.search(words, end, last)) else last
            yield left + len(words[left:right]) - len(words[left:right].lstrip()), right


def find(draft: Draft) -> Iterator[LintFinding]:
    """Yield one finding for each vague word of a document, with all its places."""
    rule = rules()["vague-term"]
    for term in vague_terms():
        places: list[Place] = []
        for part in draft.parts:
            for start, end in term.places(part.words):
                place = place_at(draft, part.start + start, part.start + end)
                if place is not None and place not in places:
                    places.append(place)
        if places:
            yield rule.finding(
                "term", draft, places, term=term.term, english=term.en, why_zh=term.why_zh, why_en=term.why_en
            )


@cache
def vague_terms() -> tuple[Vague, ...]:
    """Return the words of `vague.yaml`. Raises ReadError."""
    shared = load_yaml(_FILE)
    patterns = shared["patterns"]

    def compiled(row: dict[str, str], name: str) -> re.Pattern[str] | None:
        return re.compile(row[name].format(**patterns)) if name in row else None

    return tuple(
        Vague(
            row["term"],
            row["example"],
            row["en"],
            row["why"]["zh"],
            row["why"]["en"],
            re.compile(row.get("pattern", re.escape(row["term"]))),
            compiled(row, "before"),
            compiled(row, "after"),
            compiled(row, "beside"),
        )
        for row in shared["terms"]
    )
