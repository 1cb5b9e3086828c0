"""Digests: facts in our own words about a text, or a part of one, that the corpus does not hold."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

from corpus.errors import ReadError
from corpus.read import load_yaml
from corpus.types import LEVELS, Completeness, Digest, Fact, Level, Metadata


def load_digest(path: Path | str) -> Digest:
    """Return the digest in one facts file.

    Takes a YAML file with `document`, `facts` and optionally `sources`. Raises ReadError where it is not as
    it should be.
    """
    path = Path(path)
    content = load_yaml(path)
    document, facts = content.get("document"), content.get("facts")
    if not isinstance(document, dict) or not isinstance(facts, list) or "id" not in document:
        raise ReadError(f"{path}: a digest needs a document with an id, and a list of facts.")
    for fact in facts:
        if not isinstance(fact, dict) or "kind" not in fact or fact.get("level", "any") not in LEVELS:
            raise ReadError(f"{path}: each fact needs a kind, and a level out of {', '.join(LEVELS)} if any.")
    lead_in = tuple(
        (str(fact["article"]), _words(fact, "lead_in_actors")) for fact in facts if "lead_in_actors" in fact
    )
    return Digest(
        metadata=_metadata(document, facts),
        facts=tuple(_fact(fact) for fact in facts),
        lead_in_actors=lead_in,
        sources=_words(content, "sources"),
    )


def load_digests(folder: Path | str) -> tuple[Digest, ...]:
    """Return the digests of a folder's .yaml files, sorted by file name; none where there is no folder."""
    return tuple(load_digest(path) for path in sorted(Path(folder).glob("*.yaml")))


def _metadata(document: dict[str, Any], facts: list[dict[str, Any]]) -> Metadata:
    """Return what a digest says about its document; a legal basis may stand among the facts."""
    missing = _words(document, "missing")
    return Metadata(
        id=str(document["id"]),
        title=_word(document, "title"),
        issuers=_words(document, "issuers"),
        number=_word(document, "number"),
        date=_word(document, "approved"),
        published=_word(document, "published"),
        level=cast("Level", _word(document, "level")),
        applies_to=_word(document, "applies_to"),
        based_on=_words(document, "based_on") + tuple(title for fact in facts for title in _words(fact, "based_on")),
        completeness=cast(Completeness, _word(document, "completeness") or ("partial" if missing else "digest")),
        missing=missing,
    )


def _fact(fact: dict[str, Any]) -> Fact:
    """Return one fact."""
    return Fact(
        kind=_word(fact, "kind"),
        article=_word(fact, "article"),
        role=_word(fact, "role"),
        actors=_words(fact, "actors"),
        level=cast("Level", _word(fact, "level")),
        matter=_word(fact, "matter"),
        recipients=_words(fact, "recipient"),
        time=_word(fact, "time"),
        conduct=_words(fact, "conduct"),
        targets=_words(fact, "targets"),
        measures=_words(fact, "measures"),
        gist=_word(fact, "gist"),
    )


def _word(entry: dict[str, Any], name: str) -> str:
    """Return a value as a string, empty where there is none."""
    return "" if entry.get(name) is None else str(entry[name])


def _words(entry: dict[str, Any], name: str) -> tuple[str, ...]:
    """Return a value or a list of values as strings."""
    value = entry.get(name) or ()
    return tuple(map(str, value)) if isinstance(value, (list, tuple)) else (str(value),)
