"""Tell what a clause does: order, forbid, describe conduct."""

from __future__ import annotations

from extract import consequences
from extract.clauses import Clause
from extract.pipeline import Analysis


def orders(analysis: Analysis, clause: Clause) -> bool:
    """Say whether a clause holds a modal (应当, 不得, 可以)."""
    return analysis.orders(clause.start, clause.end)


def bans(analysis: Analysis, clause: Clause) -> bool:
    """Say whether a clause forbids."""
    return any(token.kind == "ban" for token in analysis.between(clause.start, clause.end))


def is_conduct(analysis: Analysis, clause: Clause, opens_list: bool) -> bool:
    """Say whether a clause only describes conduct (违反规定的); `opens_list` says that its sentence ends with a colon.

    不得有下列…的行为： and 不得实施妨碍安全的行为 order, although they end like conduct.
    """
    words = analysis.text[clause.start : clause.end]
    if opens_list and bans(analysis, clause):
        return False
    if words.endswith("行为") and orders(analysis, clause):
        return False
    return consequences.is_conduct(words)
