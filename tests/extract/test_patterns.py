"""Every pattern file's examples run: a rule matches its examples, a word class holds in its example sentence."""

from __future__ import annotations

import pytest

from extract.actors import is_actor
from extract.patterns import read_lines, rules
from extract.pipeline import Analyser

RULE_FILES = (
    "responsibilities",
    "consequences",
    "times",
    "quantities",
    "recipients",
    "sentences",
    "references",
    "definitions",
)


def _rule_examples() -> list[tuple[str, str, str]]:
    return [(name, rule.id, example) for name in RULE_FILES for rule in rules(name) for example in rule.examples]


def test_every_rule_has_an_example() -> None:
    collected = {rule_id for _, rule_id, _ in _rule_examples()}
    assert collected == {row["id"] for name in RULE_FILES for row in read_lines(name)}
    assert len(_rule_examples()) >= 65


@pytest.mark.parametrize(("name", "rule_id", "example"), _rule_examples())
def test_rule_matches_its_example(name: str, rule_id: str, example: str) -> None:
    rule = next(rule for rule in rules(name) if rule.id == rule_id)
    assert rule.regex.search(example), f"{rule_id} does not match {example}"


@pytest.mark.parametrize("row", read_lines("words"), ids=lambda row: row["class"])
def test_word_class_holds_in_its_examples(analyser: Analyser, row: dict[str, list[str]]) -> None:
    for example in row["examples"]:
        kinds = {token.kind for token in analyser(example).tokens}
        assert row["class"] in kinds, f"no word of class {row['class']} in {example}"


def test_actor_heads_end_actors() -> None:
    heads = next(row for row in read_lines("actors") if row["class"] == "head")["words"]
    assert len(heads) > 150
    assert all(is_actor("某" + head) for head in heads)
