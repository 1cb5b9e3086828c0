"""The benchmark of rules measures each of them and tells shares of the build."""

from __future__ import annotations

from ontology.check import CHECKS
from ontology.rules import Derived, rules
from tests.bench.reasoning import Reasoned, measure, table


def test_each_rule_is_measured(tmp_path):
    (tmp_path / "texts").mkdir()
    text = "某县办法\n第一条 县委对巩固拓展脱贫攻坚成果负总责。\n第二条 县政府对扶贫项目资产负监管责任。\n"
    (tmp_path / "texts" / "plan.txt").write_text(text, "utf-8")
    seen = measure(str(tmp_path / "store"), tmp_path / "texts")
    assert [one.rule for one in seen.rules] == [rule.name for rule in rules()]
    assert {one.rule: one.inferences for one in seen.rules}["reaches"] == 1
    assert seen.build > sum(one.seconds for one in seen.rules) > 0
    assert tuple(seen.checks) == tuple(CHECKS)


def test_the_table_tells_shares():
    shown = table([("made", Reasoned(2.0, (Derived("reaches", 1200, 0.5),), {"spans": 1.0, "shapes": 3.0}))])
    assert "| made | `reaches` | 1,200 | 0.50 | 0.25 |\n" in shown
    assert shown.endswith("| made | check: shapes | – | 3.00 | 1.50 |\n| made | `check` | – | 4.00 | 2.00 |\n")
