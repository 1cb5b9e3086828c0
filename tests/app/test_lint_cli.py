"""`dutygraph lint` as people and programs call it."""

import json

import pytest

from queries.lint.rules import rules
from tests.app.conftest import Run

FIELDS = {
    "rule",
    "variant",
    "severity",
    "message",
    "sure",
    "why",
    "document",
    "provision",
    "item",
    "quote",
    "start",
    "end",
    "frame",
    "count",
    "also",
}


def test_json_is_a_list_of_findings(dutygraph: Run) -> None:
    result = dutygraph("lint", "--json")
    assert result.exit_code == 0
    found = json.loads(result.stdout)
    assert len(found) > 30
    assert {frozenset(one) for one in found} == {frozenset(FIELDS)}
    assert {one["document"] for one in found} == {
        "suzhou-2022",
        "hunan-2017",
        "baiyin-2021",
        "panjin-2015",
        "central-2022",
    }
    for one in found:
        assert set(one["message"]) == set(one["why"]) == {"zh", "en"}
        assert all(set(place) == {"document", "provision", "item", "quote", "start", "end"} for place in one["also"])
    assert json.loads(dutygraph("lint", "hunan-2017", "--json").stdout) == [
        one for one in found if one["document"] == "hunan-2017"
    ]


def test_a_rule_is_a_filter(dutygraph: Run) -> None:
    found = json.loads(dutygraph("lint", "--json").stdout)
    for rule in rules():
        only = json.loads(dutygraph("lint", "--json", "--rule", rule).stdout)
        assert only == [one for one in found if one["rule"] == rule]
    two = json.loads(dutygraph("lint", "--json", "--rule", "vague-term", "--rule", "no-enforcer").stdout)
    assert [one["rule"] for one in two] == sorted(one["rule"] for one in two)
    assert len({one["rule"] for one in two}) == 2


@pytest.mark.parametrize(("language", "words"), [("zh", "没有写明由谁作出"), ("en", "does not say who imposes")])
def test_the_list_groups_by_rule(dutygraph: Run, language: str, words: str) -> None:
    shown = dutygraph("lint", "panjin-2015", "--lang", language).output
    assert words in shown
    assert "no-enforcer  2\n" in shown
    assert shown.index("no-enforcer") < shown.index("vague-term")
    assert "… +6" in shown
    assert "panjin-2015 [" in shown


def test_a_text_without_findings_says_so(dutygraph: Run) -> None:
    result = dutygraph("lint", "hunan-2017", "--rule", "no-bearer")
    assert (result.exit_code, result.output) == (0, "没有发现。\n")
    assert dutygraph("lint", "central-2016", "--json").stdout == "[]\n"


@pytest.mark.parametrize(
    ("arguments", "told"), [(["nowhere-1999"], "nowhere-1999"), (["--rule", "nothing"], "no-bearer, two-first")]
)
def test_what_is_not_there_is_one_line(dutygraph: Run, arguments: list[str], told: str) -> None:
    result = dutygraph("lint", *arguments)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1
    assert told in result.stderr
