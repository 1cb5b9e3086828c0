"""Reads the data files of question understanding: cues of intents, and words and what they stand for in the texts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from queries.errors import QueryFileError

_HERE: Final = Path(__file__).parent
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Cue:
    """One thing that can be asked, with the patterns that ask it and questions that must be read so."""

    intent: str
    patterns: dict[str, str]
    examples: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    stated: re.Pattern[str] | None = None
    last: bool = False

    def pattern(self, language: str) -> re.Pattern[str]:
        """Return what asks it in a language. Raises QueryFileError."""
        return _compiled(self.patterns[language])


@dataclass(frozen=True, slots=True)
class Cues:
    """The cues of `intents.yaml` in the order of the file."""

    document: tuple[Cue, ...]
    ask: tuple[Cue, ...]
    kind: tuple[Cue, ...]
    out_of_scope: Cue
    follow_up: Cue


@dataclass(frozen=True, slots=True)
class Group:
    """Forms that questions use and the forms of the texts that they stand for."""

    text: tuple[str, ...]
    asked: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """The lists of `words.yaml`."""

    groups: tuple[Group, ...]
    times: tuple[Group, ...]
    stop: dict[str, tuple[str, ...]]
    level_of_prefix: dict[str, str]
    together: dict[str, tuple[str, ...]]
    before_object: dict[str, tuple[str, ...]]
    document_nouns: dict[str, tuple[str, ...]]


@cache
def cues() -> Cues:
    """Return the cues. Raises QueryFileError."""
    data = _read("intents.yaml")
    try:
        return Cues(
            document=tuple(_cue(entry["intent"], entry) for entry in data["document"]),
            ask=tuple(_cue(name, entry) for name, entry in data["ask"].items()),
            kind=tuple(_cue(entry["intent"], entry) for entry in data["kind"]),
            out_of_scope=_cue("out_of_scope", data["out_of_scope"]),
            follow_up=_cue("follow_up", data["follow_up"]),
        )
    except (KeyError, TypeError, re.error) as error:
        raise QueryFileError(f"intents.yaml is not as it should be ({error!r}).") from error


@cache
def words() -> Words:
    """Return the word lists. Raises QueryFileError."""
    data = _read("words.yaml")
    try:
        return Words(
            groups=_groups(data["groups"]),
            times=_groups(data["times"]),
            stop=_lists(data["stop"]),
            level_of_prefix=dict(data["level_of_prefix"]),
            together=_lists(data["together"]),
            before_object=_lists(data["before_object"]),
            document_nouns=_lists(data["document_nouns"]),
        )
    except (KeyError, TypeError) as error:
        raise QueryFileError(f"words.yaml is not as it should be ({error!r}).") from error


@cache
def sentences(language: str) -> dict[str, Any]:
    """Return the sentences of answers in a language. Raises QueryFileError."""
    data = _read("sentences.yaml")
    if language not in data:
        raise QueryFileError(f"sentences.yaml has no sentences in {language}.")
    return dict(data[language])


def alternation(forms: Iterable[str], language: str) -> str:
    """Return a pattern for any of the forms, longest first; English ones as whole words."""
    ordered = sorted(set(forms), key=lambda form: (-len(form), form))
    joined = "|".join(map(re.escape, ordered)) or "(?!)"
    return rf"(?<![A-Za-z0-9])(?:{joined})(?![A-Za-z0-9])" if language == "en" else f"(?:{joined})"


def bilingual(forms: Iterable[str], after: str = "") -> re.Pattern[str]:
    """Return a pattern for any of the forms, Chinese or English; `after` has to hold after a Chinese one."""
    known = list(forms)
    chinese = alternation([form for form in known if not form.isascii()], "zh")
    english = alternation([form for form in known if form.isascii()], "en")
    return re.compile(f"{chinese}{after}|{english}", re.IGNORECASE)


def _read(name: str) -> dict[str, Any]:
    data = yaml.load((_HERE / name).read_text("utf-8"), Loader=_LOADER)
    if not isinstance(data, dict):
        raise QueryFileError(f"{name} is not as it should be (no mapping).")
    return data


def _cue(intent: str, entry: dict[str, Any]) -> Cue:
    return Cue(
        intent,
        {language: _any(entry[language]) for language in ("zh", "en")},
        tuple(entry.get("examples", ())),
        tuple(entry.get("kinds", ())),
        re.compile(entry["stated"], re.DOTALL) if "stated" in entry else None,
        bool(entry.get("last", False)),
    )


def _any(patterns: list[str]) -> str:
    return "|".join(f"(?:{pattern})" for pattern in patterns)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Return a pattern of a cue; those of the language in which nobody asks need not be compiled."""
    try:
        return re.compile(pattern, re.IGNORECASE)
    except re.error as error:
        raise QueryFileError(f"intents.yaml is not as it should be ({error!r}).") from error


def _groups(entries: list[dict[str, list[str]]]) -> tuple[Group, ...]:
    return tuple(Group(tuple(map(str, entry["text"])), tuple(map(str, entry["asked"]))) for entry in entries)


def _lists(entries: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {str(name): tuple(map(str, forms)) for name, forms in entries.items()}
