"""What there is to ask about, before a question is asked: responsibilities by role and level."""

from html import escape

from app.labels import Labels
from app.library import Library
from app.network import colour, palette
from corpus.types import LEVELS
from extract.types import ROLES


def overview(library: Library, say: Labels) -> str:
    """Return how much the store holds, and a table of its responsibilities by role and level, as HTML."""
    counts = library.responsibilities
    levels = [level for level in LEVELS if any(level == found for _, found in counts)]
    roles = [role for role in ROLES if any(role == found for found, _ in counts)]
    most = max(counts.values(), default=1)
    head = "".join(
        f'<th style="background:{colour("level", level)};color:{palette()["ink"]}">'
        f"{escape(library.label('level', level, say.language))}</th>"
        for level in levels
    )
    rows = "".join(
        f"<tr><th>{escape(library.label('role', role, say.language))}</th>"
        + "".join(_cell(counts.get((role, level), 0), most) for level in levels)
        + "</tr>"
        for role in roles
    )
    frames = sum(record.frames for record in library.records.values())
    held = say("held", documents=len(library.records), frames=frames)
    return (
        f'<div class="dg"><p class="note">{escape(held)}</p>'
        f"<table><caption>{escape(say('overview'))}</caption><thead><tr><td></td>{head}</tr></thead>"
        f"<tbody>{rows}</tbody></table></div>"
    )


def _cell(count: int, most: int) -> str:
    """Return a cell, the darker the higher its count."""
    if not count:
        return "<td></td>"
    share = round(8 + 42 * count / most)
    return f'<td style="background:color-mix(in srgb, var(--accent) {share}%, transparent)">{count}</td>'
