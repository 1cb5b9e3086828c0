"""Reads `rules.yaml`, the rules of the linter, and words their findings in both languages."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from corpus.errors import VocabularyError
from corpus.read import load_yaml
from queries.lint.types import Draft, LintFinding, Place, Said, Severity

_FILE: Final = Path(__file__).with_name("rules.yaml")
SHOWN: Final = 20
"""The most further places that a finding lists; `count` tells how many there are."""


@dataclass(frozen=True, slots=True)
class Variant:
    """A case of a rule: its message, how often it was right when people read its findings, and why it may be wrong.

    `absence` says that the finding is about what a document lacks, which an incomplete copy cannot prove.
    """

    severity: Severity
    message: Said
    sure: float
    why: Said
    absence: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule with its title, what it looks for, its cases and the words and patterns that it knows.

    `tasks` says that it looks at who has to do what, which is not asked of all documents.
    """

    id: str
    tasks: bool
    title: Said
    explanation: Said
    variants: Mapping[str, Variant]
    data: Mapping[str, Any]

    def pattern(self, name: str) -> re.Pattern[str]:
        """Return one of its patterns."""
        return re.compile(self.data[name])

    def finding(
        self,
        variant: str,
        draft: Draft,
        places: Sequence[Place],
        *,
        confidence: float = 1.0,
        frame: str = "",
        **values: object,
    ) -> LintFinding:
        """Return a finding about places of a document, the first of which is quoted; `values` go into the message.

        It is as sure as the weakest of: the case of the rule, the reading of the norms (`confidence`), the copy.
        """
        case = self.variants[variant]
        grounds = [(case.sure, case.why)]
        if confidence < 1:
            grounds.append((confidence, _said("reading", value=f"{confidence:.2f}")))
        if case.absence and draft.partial:
            grounds.append((_general()["copy"]["sure"], _said("copy")))
        values["count"] = len(places)
        message = Said(case.message.zh.format(**values), case.message.en.format(**values))
        why = Said("；".join(said.zh for _, said in grounds) + "。", "; ".join(said.en for _, said in grounds) + ".")
        sure = min(ground for ground, _ in grounds)
        return LintFinding(
            self.id,
            variant,
            case.severity,
            message,
            sure,
            why,
            places[0],
            tuple(places[1 : SHOWN + 1]),
            len(places),
            frame,
        )


def sets_no_tasks(draft: Draft) -> bool:
    """Return whether a document is of a kind that sets no tasks: for courts, of private law, on organs of state."""
    return re.search(_general()["no_tasks"], draft.title) is not None


@cache
def rules() -> Mapping[str, Rule]:
    """Return the rules by id, in the order of the file. Raises VocabularyError."""
    try:
        return {row["id"]: _rule(row) for row in _general()["rules"]}
    except (KeyError, TypeError) as error:
        raise VocabularyError(f"{_FILE.name}: a rule is incomplete or malformed ({error}).") from error


def _rule(row: Mapping[str, Any]) -> Rule:
    return Rule(
        row["id"],
        bool(row.get("tasks", False)),
        Said(**row["title"]),
        Said(**row["explanation"]),
        {
            name: Variant(
                case.get("severity", row["severity"]),
                Said(**case["message"]),
                float(case["sure"]),
                Said(**case["why"]),
                bool(case.get("absence", False)),
            )
            for name, case in row["variants"].items()
        },
        row.get("data", {}),
    )


def _said(name: str, **values: object) -> Said:
    text = _general()[name]
    return Said(text["zh"].format(**values), text["en"].format(**values))


@cache
def _general() -> dict[str, Any]:
    return load_yaml(_FILE)
