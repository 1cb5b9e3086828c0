"""Readings changed by hand: a slot gets other values, and what hangs on it follows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from queries.known import Known
from queries.reading import Party, Reading, Word

SLOTS: Final = ("document", "level", "actor", "position", "role", "kind", "matter")
"""The slots that may be changed; their values are ids of documents, or notations."""
_OF_PARTIES: Final = {"level": "levels", "actor": "types", "position": "positions"}


def amend(reading: Reading, changes: Mapping[str, tuple[str, ...]], known: Known) -> Reading:
    """Return a reading whose slots have other values; a slot that is no key of `changes` stays.

    The party that is asked about, the words to be found and the kind of norm follow. Raises ValueError for a slot that
    cannot be changed.
    """
    if not set(changes) <= set(SLOTS):
        raise ValueError(f"only {', '.join(SLOTS)} can be changed")
    given: dict[str, Any] = dict(changes)
    if changes.get("role"):
        given["kind"] = ("responsibility",)
    elif "kind" in changes and changes["kind"] != ("responsibility",):
        given.setdefault("role", ())
    slots = replace(reading.slots, **given)
    bearer = reading.bearer
    parties = {name: changes[name] for name in _OF_PARTIES if name in changes}
    if parties:
        bearer = _party(bearer or Party(""), parties, known)
    words = reading.words
    if "matter" in changes:
        kept = [word for word in words if not word.matter or word.matter in slots.matter]
        named = {word.matter for word in kept}
        words = (*kept, *(_word(matter, known) for matter in slots.matter if matter not in named))
    intent = slots.kind[0] if {"role", "kind"} & changes.keys() and slots.kind else reading.intent
    unknown = () if "document" in changes else reading.unknown_documents
    return replace(reading, slots=slots, bearer=bearer, words=words, intent=intent, unknown_documents=unknown)


def _party(before: Party, changes: Mapping[str, tuple[str, ...]], known: Known) -> Party | None:
    """Return a party with other levels, bodies or offices; a body that is changed is no longer called by its name."""
    fields: dict[str, Any] = {_OF_PARTIES[name]: values for name, values in changes.items()}
    if "actor" in changes or "position" in changes:
        fields["names"] = ()
    party = replace(before, **fields)
    if not (party.levels or party.types or party.positions or party.names):
        return None
    slots = (("level", party.levels), ("actor", party.types), ("position", party.positions))
    text = "".join("、".join(_label(scheme, one, known) for one in values) for scheme, values in slots)
    return replace(party, text=text or before.text)


def _label(scheme: str, concept: str, known: Known) -> str:
    return known.labels.get((scheme, concept), (concept,))[0]


def _word(matter: str, known: Known) -> Word:
    forms = known.labels.get(("matter", matter), (matter,))
    return Word(forms[0], forms, matter, any(known.catalogue.stands(form) for form in forms))
