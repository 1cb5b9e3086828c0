"""The units of a provision: its norms, and the sentences that no norm covers (definitions, goals, conditions)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from queries import compose
from queries.catalogue import Catalogue, ProvisionText
from queries.frames import Norm, Norms

STATEMENT: Final = "statement"
"""The kind of a unit that is a sentence of a provision and no norm."""
_SENTENCE: Final = re.compile(r"[^。；;\n]+[。；;]?")
_SHORTEST: Final = 6


class Units:
    """The units of all provisions of a graph, cut when they are first needed."""

    def __init__(self, catalogue: Catalogue, norms: Norms) -> None:
        """Keep what units are made of."""
        self._catalogue: Final = catalogue
        self._norms: Final = norms

    @lru_cache(maxsize=4096)  # noqa: B019  (lives as long as its session)
    def norms(self, document: str, label: str) -> tuple[Norm, ...]:
        """Return the norms of a provision with all that they say, in order."""
        wanted = compose.Norms(documents=(document,), labels=(label,))
        return tuple(self._norms.complete(self._norms.find(wanted, [])))

    def statements(self, document: str, label: str, norms: Iterable[Norm]) -> list[Norm]:
        """Return the sentences of a provision that lie in none of these norms."""
        taken = [(norm.start, norm.end) for norm in norms]
        return [
            statement
            for provision in self._catalogue.leaves_of.get((document, label), ())
            for statement in _sentences(provision)
            if not any(start < statement.end and statement.start < end for start, end in taken)
        ]

    def all(self, document: str, label: str) -> list[Norm]:
        """Return all units of a provision, norms first."""
        norms = self.norms(document, label)
        return [*norms, *self.statements(document, label, norms)]


@lru_cache(maxsize=8192)
def _sentences(provision: ProvisionText) -> tuple[Norm, ...]:
    return tuple(_cut(provision))


def _cut(provision: ProvisionText) -> Iterator[Norm]:
    for match in _SENTENCE.finditer(provision.words):
        words = match.group()
        lead = len(words) - len(words.lstrip())
        quote = words.strip()
        if len(quote) >= _SHORTEST:
            start = provision.start + match.start() + lead
            yield Norm(
                iri="", id="", document=provision.document, label=provision.label, item=provision.item, kind=STATEMENT,
                role="", status="extracted", order=0, start=start, end=start + len(quote), quote=quote, gist="",
            )  # fmt: skip
