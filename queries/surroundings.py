"""What stands around an answer: who is bound, which measures follow, what else its provision says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from queries import compose
from queries.frames import Norm, Norms
from queries.units import Units

_BESIDE: Final = 5
_ITEMS: Final = 20  # … where a list is led in
_PLACES_BESIDE: Final = 3
_CONSEQUENCES: Final = ("sanction", "reward")
_NO_MEASURES: Final = {"责任追究", "追究责任", "问责", "追责", "处理", "追究"}
_FORMS: Final = re.compile(r"(?:形式|方式|种类)(?:为|是|有|包括|如下)")


class Surroundings:
    """The surroundings of norms in one graph."""

    def __init__(self, norms: Norms, units: Units) -> None:
        """Keep where norms and units come from."""
        self._norms: Final = norms
        self._units: Final = units

    def norms(self, document: str, label: str) -> tuple[Norm, ...]:
        """Return the norms of a provision in order."""
        return self._units.norms(document, label)

    def beside(self, chosen: Sequence[Norm]) -> tuple[Norm, ...]:
        """Return what else the provisions of the chosen units say, in order: items of a list, conditions, amounts."""
        places = dict.fromkeys((norm.document, norm.label) for norm in chosen)
        taken = {(norm.document, norm.start, norm.end) for norm in chosen}
        found = []
        for document, label in list(places)[:_PLACES_BESIDE]:
            units = self._units.all(document, label)
            own = [unit for unit in units if (unit.document, unit.start, unit.end) not in taken and unit.quote]
            unique = {(unit.start, unit.end): unit for unit in own}
            lead_in = any(norm.quote.rstrip().endswith(("：", ":")) for norm in chosen if norm.label == label)
            near = min(norm.start for norm in chosen if (norm.document, norm.label) == (document, label))
            after = sorted(unique.values(), key=lambda unit: (unit.start < near, unit.start))
            found.extend(after[: _ITEMS if lead_in else _BESIDE])
        return tuple(found)

    def with_bearers(self, norms: Sequence[Norm]) -> tuple[Norm, ...]:
        """Return norms that bind nobody with those of the same provisions that say who is responsible (责任单位：…)."""
        if any(norm.actors for norm in norms):
            return tuple(norms)
        places = dict.fromkeys((norm.document, norm.label) for norm in norms)
        bound = [norm for document, label in places for norm in self._units.norms(document, label) if norm.actors]
        return (*norms, *([norm for norm in bound if norm.kind == "responsibility"] or bound))

    def with_measures(self, norms: Sequence[Norm]) -> tuple[Norm, ...]:
        """Return sanctions with what their documents have as the measures for any conduct, where they name none."""
        told = {norm.document for norm in norms if set(norm.of("measure")) - _NO_MEASURES}
        bare = {norm.document for norm in norms if norm.kind in _CONSEQUENCES}
        return (*norms, *(form for document in sorted(bare - told) for form in self._forms(document)))

    def with_consequences(self, norms: Sequence[Norm]) -> tuple[Norm, ...]:
        """Return norms, if none is a sanction, with those that punish breaking their provisions (违反第十七条……)."""
        if any(norm.kind in _CONSEQUENCES for norm in norms):
            return tuple(norms)
        places = dict.fromkeys((norm.document, norm.label) for norm in norms)
        return (*norms, *(sanction for place in places for sanction in self.consequences(*place)))

    @lru_cache(maxsize=4096)  # noqa: B019  (lives as long as its session)
    def consequences(self, document: str, label: str) -> tuple[Norm, ...]:
        """Return the sanctions of a document that name a provision as the one that is broken."""
        if not label:
            return ()
        broken = re.compile(rf"违反[^。；;]{{0,40}}?{re.escape(label)}(?!之)")
        return tuple(norm for norm in self._sanctions(document) if broken.search(norm.quote))

    @lru_cache(maxsize=1024)  # noqa: B019  (lives as long as its session)
    def _sanctions(self, document: str) -> tuple[Norm, ...]:
        found = self._norms.find(compose.Norms(documents=(document,), kinds=("sanction",)), [])
        return tuple(self._norms.complete(found))

    @lru_cache(maxsize=1024)  # noqa: B019  (lives as long as its session)
    def _forms(self, document: str) -> tuple[Norm, ...]:
        """Return the sanctions of a document that list the measures for any conduct (责任追究的主要形式为……)."""
        found = self._norms.complete(self._norms.find(compose.Norms(documents=(document,), kinds=_CONSEQUENCES), []))
        return tuple(norm for norm in found if not norm.of("conduct") and _FORMS.search(norm.quote))
