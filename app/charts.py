"""Draws the counts of a store as Altair charts: norms by kind and document, coverage, confidence."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import altair as alt

from app.labels import Labels
from app.library import Library
from app.network import colour
from extract.types import KINDS

SHOWN_DOCUMENTS: Final = 15
"""So many documents have a bar of their own; a table has the others."""
BAR: Final = 16
"""The breadth of a bar in pixels, at most."""
HEIGHT: Final = 440
_PLOT: Final = 280
"""What axes and legend leave of it, about."""
_BINS: Final = 20
_LIMIT: Final = 190
_TITLES: Final = alt.Axis(labelLimit=_LIMIT, labelOverlap=False)


def kinds_of_documents(library: Library, say: Labels, dark: bool) -> alt.Chart:
    """Return the norms of the documents that have most, by kind."""
    shown = sorted(library.records.values(), key=lambda record: -record.frames)[:SHOWN_DOCUMENTS]
    names = {record.metadata.id: _title(library, record.metadata.id) for record in shown}
    counted = [
        {"document": names[document], "kind": _label(library, "kind", kind, say), "order": KINDS.index(kind), "n": n}
        for (document, kind), n in library.figures.kinds.items()
        if document in names and kind in KINDS
    ]
    return (
        alt.Chart(alt.Data(values=counted))
        .mark_bar(size=_bar(len(names)))
        .encode(
            x=alt.X("n:Q", title=say("column_frames")),
            y=alt.Y("document:N", title=None, sort=list(names.values()), axis=_TITLES),
            color=_colours(library, say, "kind", KINDS, dark),
            order="order:Q",
            tooltip=["document:N", "kind:N", "n:Q"],
        )
        .properties(height=HEIGHT)
    )


def coverage(library: Library, say: Labels) -> alt.Chart:
    """Return the share of articles with a norm: of each document, or how many documents have which share."""
    shares = {name: share for name, share in covered_shares(library).items() if share is not None}
    accent = alt.value("#bb5443")
    if len(shares) <= SHOWN_DOCUMENTS:
        values = [{"document": _title(library, name), "share": share} for name, share in shares.items()]
        return (
            alt.Chart(alt.Data(values=values))
            .mark_bar(size=_bar(len(values)))
            .encode(
                x=alt.X("share:Q", title=say("coverage"), axis=alt.Axis(format="%"), scale=alt.Scale(domain=[0, 1])),
                y=alt.Y("document:N", title=None, sort="-x", axis=_TITLES),
                color=accent,
                tooltip=["document:N", alt.Tooltip("share:Q", format=".0%")],
            )
            .properties(height=HEIGHT)
        )
    bins = _binned((share, "", 1) for share in shares.values())
    return (
        alt.Chart(alt.Data(values=bins))
        .mark_bar()
        .encode(**_histogram(say("coverage"), say("documents"), "%"), color=accent)
        .properties(height=HEIGHT)
    )


def confidence(library: Library, say: Labels, dark: bool) -> alt.Chart:
    """Return how many norms have which confidence, by kind."""
    bins = _binned(
        (value, _label(library, "kind", kind, say), n) for (_, kind, value), n in library.figures.rules.items()
    )
    return (
        alt.Chart(alt.Data(values=bins))
        .mark_bar()
        .encode(
            **_histogram(say("confidence"), say("column_frames"), ".2f", min((one["from"] for one in bins), default=0)),
            color=_colours(library, say, "kind", KINDS, dark),
        )
        .properties(height=HEIGHT)
    )


def covered_shares(library: Library) -> dict[str, float | None]:
    """Return the share of articles with a norm by document, None for those that have no articles."""
    covered = library.figures.covered
    return {
        name: min(1.0, covered.get(name, 0) / record.articles) if record.articles else None
        for name, record in library.records.items()
    }


def _binned(values: Iterable[tuple[float, str, int]]) -> list[dict[str, Any]]:
    """Return counts by bin of a twentieth and by name; 1 belongs to the last bin."""
    found: dict[tuple[int, str], int] = {}
    for value, name, n in values:
        place = (min(int(value * _BINS + 1e-9), _BINS - 1), name)
        found[place] = found.get(place, 0) + n
    return [
        {"from": place / _BINS, "to": (place + 1) / _BINS, "kind": name, "n": n}
        for (place, name), n in sorted(found.items())
    ]


def _histogram(title: str, counted: str, form: str, low: float = 0) -> Mapping[str, Any]:
    """Return the encodings of a histogram from `low` to 1."""
    return {
        "x": alt.X("from:Q", bin="binned", title=title, axis=alt.Axis(format=form), scale=alt.Scale(domain=[low, 1])),
        "x2": "to:Q",
        "y": alt.Y("n:Q", title=counted, stack="zero"),
        "tooltip": [alt.Tooltip("from:Q", format=form), alt.Tooltip("to:Q", format=form), "kind:N", "n:Q"],
    }


def _bar(count: int) -> float:
    """Return how broad the bars of so many documents are, in pixels."""
    return min(BAR, 0.75 * _PLOT / max(count, 1))


def _colours(library: Library, say: Labels, scheme: str, concepts: Sequence[str], dark: bool) -> alt.Color:
    return alt.Color(
        f"{scheme}:N",
        title=None,
        scale=alt.Scale(
            domain=[_label(library, scheme, concept, say) for concept in concepts],
            range=[lighter(colour(scheme, concept)) if dark else colour(scheme, concept) for concept in concepts],
        ),
        legend=alt.Legend(orient="bottom", columns=4, labelLimit=_LIMIT),
    )


def lighter(hue: str) -> str:
    """Return a colour of the palette as it shows on a dark screen: mixed with white.

    >>> lighter("#000000")
    '#737373'
    """
    parts = (int(hue[place : place + 2], 16) for place in (1, 3, 5))
    return "#" + "".join(f"{round(part + (255 - part) * 0.45):02x}" for part in parts)


def _label(library: Library, scheme: str, concept: str, say: Labels) -> str:
    return library.label(scheme, concept, say.language)


def _title(library: Library, name: str) -> str:
    """Return a document's title on one line; those that share one are told apart by their ids."""
    title = library.titles[name]
    return f"{title} ({name})" if list(library.titles.values()).count(title) > 1 else title
