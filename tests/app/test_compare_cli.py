"""`dutygraph compare`: what it writes, and that input at fault costs one clear line and nothing else."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

import pytest
from click.testing import Result
from docx import Document
from openpyxl import load_workbook

import dutygraph as dg
from app import cli
from app.reports import FORMS
from app.reports.provisions import DIFFERENCE_FORMS

THREE = "central-2016+hunan-2017,suzhou-2022,central-2022"
COUNTY = ("--documents", THREE, "--level", "县级", "--role", "first")
TWO = ("suzhou-2022", "第十六条", "central-2022", "12")

Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Run in an empty folder, where files without a name of their own go."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_formats_are_those_of_the_reports() -> None:
    assert cli.REPORTS == FORMS
    assert cli.DIFFERENCES == DIFFERENCE_FORMS


def test_a_table_says_who_is_responsible(dutygraph: Run) -> None:
    result = dutygraph("compare", "--documents", THREE)
    assert result.exit_code == 0
    assert result.stderr == ""
    assert "\x1b" not in result.stdout
    for words in ("责任矩阵（按角色）", "条文对照", "空白与冲突", "第一责任人", "《宿州市衔接责任制实施办法》"):
        assert words in result.stdout


def test_json_is_nothing_but_json(dutygraph: Run) -> None:
    read = json.loads(dutygraph("compare", "--documents", THREE, "--format", "json").stdout)
    assert [column["name"] for column in read["columns"]] == THREE.split(",")
    assert {matrix["rows_are"] for matrix in read["matrices"]} == {"role", "matter"}
    assert read["correlations"]
    assert read["observations"]
    assert read["sparql"]


def test_all_documents_are_compared_by_default(dutygraph: Run) -> None:
    read = json.loads(dutygraph("compare", "--format", "json").stdout)
    assert {document for column in read["columns"] for document in column["documents"]} == {
        "baiyin-2021", "central-2016", "central-2022", "hunan-2017", "panjin-2015", "suzhou-2022",
    }  # fmt: skip


def test_level_and_role_narrow_the_matrix(dutygraph: Run) -> None:
    arguments = ["--documents", THREE, "--level", "county", "--role", "first", "--format", "json"]
    read = json.loads(dutygraph("compare", *arguments).stdout)
    (roles,) = (matrix for matrix in read["matrices"] if matrix["rows_are"] == "role")
    assert [(row["level"], row["role"]) for row in roles["rows"]] == [("county", "first")]


def test_places_quote_the_texts(dutygraph: Run, shipped: str) -> None:
    rows = csv.DictReader(io.StringIO(dutygraph("compare", "--documents", THREE, "--format", "csv").stdout[1:]))
    with dg.open(shipped) as graph:
        texts = {record.metadata.id: graph.text(record.metadata.id) for record in graph.documents()}
    checked = 0
    for row in rows:
        for side in ("", "right_"):
            if row[f"{side}quote"]:
                start, end = int(row[f"{side}start"]), int(row[f"{side}end"])
                assert texts[row[f"{side}document"]][start:end] == row[f"{side}quote"]
                checked += 1
    assert checked > 100


def test_the_name_of_the_file_tells_the_format(dutygraph: Run, elsewhere: Path) -> None:
    for name in ("比较.docx", "比较.xlsx", "比较.HTML", "比较.csv", "比较.json"):
        result = dutygraph("compare", *COUNTY, "-o", name)
        assert result.exit_code == 0
        assert result.stdout == ""
        assert name in result.stderr
    assert "条文" in load_workbook(elsewhere / "比较.xlsx").sheetnames
    assert Document(str(elsewhere / "比较.docx")).tables
    assert (elsewhere / "比较.HTML").read_text("utf-8").startswith("<!doctype html>")
    assert json.loads((elsewhere / "比较.json").read_text("utf-8"))


@pytest.mark.parametrize("form", cli.OFFICE)
def test_office_files_get_a_name_and_overwrite_nothing(dutygraph: Run, elsewhere: Path, form: str) -> None:
    result = dutygraph("compare", *COUNTY, "--format", form)
    assert result.exit_code == 0
    assert f"comparison.{form}" in result.stderr
    written = (elsewhere / f"comparison.{form}").read_bytes()
    assert dutygraph("compare", *COUNTY, "--format", form).exit_code == 1
    assert (elsewhere / f"comparison.{form}").read_bytes() == written
    dutygraph("compare", *COUNTY, "-o", f"again.{form}")
    assert (elsewhere / f"again.{form}").read_bytes() == written


def test_two_provisions_are_compared_clause_by_clause(dutygraph: Run) -> None:
    result = dutygraph("compare", "--provisions", *TWO)
    assert result.exit_code == 0
    assert "- 甲：《宿州市衔接责任制实施办法》第十六条" in result.stdout
    assert "+ 乙：《乡村振兴责任制实施办法》第十二条" in result.stdout
    assert any(line.startswith("~ ") and "第一责任人" in line for line in result.stdout.splitlines())
    assert "\x1b" not in result.stdout


def test_the_difference_has_all_words_of_both(dutygraph: Run, shipped: str) -> None:
    read = json.loads(dutygraph("compare", "--provisions", *TWO, "--format", "json").stdout)
    with dg.open(shipped) as graph:
        assert json.loads(json.dumps([asdict(one) for one in graph.difference(TWO[:2], TWO[2:])])) == read["clauses"]
        for side in ("left", "right"):
            one = read[side]
            assert graph.text(one["document"])[one["start"] : one["end"]] == one["text"]
            assert sorted("".join(clause[side] for clause in read["clauses"])) == sorted(one["text"])
    assert "<ins>" in dutygraph("compare", "--provisions", *TWO, "--format", "html").stdout


BAD_INPUT: list[tuple[str, Sequence[str], str]] = [
    ("an unknown document", ["--documents", "suzhou-2022,nowhere-1999"], "nowhere-1999"),
    ("an unknown document in a column", ["--documents", "suzhou-2022,hunan-2017+nowhere-1999"], "nowhere-1999"),
    ("one document only", ["--documents", "suzhou-2022"], "two"),
    ("no document", ["--documents", ","], "document"),
    ("an empty column", ["--documents", "suzhou-2022,+"], "document"),
    ("an unknown level", ["--documents", THREE, "--level", "galaxy"], "galaxy"),
    ("an unknown matter", ["--documents", THREE, "--matter", "nothing-at-all"], "nothing-at-all"),
    ("an unknown role", ["--documents", THREE, "--role", "bystander"], "bystander"),
    ("a matter of formulas", ["--documents", THREE, "--matter", '" } DROP ALL #'], "DROP"),
    ("an output that cannot be written", ["--documents", THREE, "-o", "missing/x.docx"], "missing"),
    ("a store that is not there", ["--documents", THREE, "--store", "none"], "none"),
    ("a provision of an unknown document", ["--provisions", "nowhere", "1", "suzhou-2022", "1"], "nowhere"),
    ("an unknown provision", ["--provisions", "suzhou-2022", "第九十九条", "suzhou-2022", "1"], "第九十九条"),
    ("a provision of a digest", ["--provisions", "central-2016", "1", "suzhou-2022", "1"], "central-2016"),
]  # fmt: skip


def test_the_table_of_bad_input_is_whole() -> None:
    assert len(BAD_INPUT) == 14


@pytest.mark.parametrize(("arguments", "named"), [row[1:] for row in BAD_INPUT], ids=[row[0] for row in BAD_INPUT])
def test_bad_input_costs_one_line(dutygraph: Run, elsewhere: Path, arguments: Sequence[str], named: str) -> None:
    result = dutygraph("compare", *arguments)
    assert result.exit_code == 1, result.output
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    assert line.startswith("dutygraph: ")
    assert named in line
    assert list(elsewhere.iterdir()) == []


WRONG_USAGE: list[Sequence[str]] = [
    ["--format", "odt"],
    ["--lang", "fr"],
    ["--documents"],
    ["--provisions", "suzhou-2022", "1"],
    ["--provisions", *TWO, "--documents", THREE],
    ["--provisions", *TWO, "--level", "county"],
    ["--provisions", *TWO, "--format", "xlsx"],
    ["--provisions", *TWO, "-o", "x.docx"],
    ["suzhou-2022", "central-2022"],
]


@pytest.mark.parametrize("arguments", WRONG_USAGE, ids=" ".join)
def test_wrong_usage_is_told_apart_from_bad_input(dutygraph: Run, arguments: Sequence[str]) -> None:
    result = dutygraph("compare", *arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Error: " in result.stderr


@pytest.mark.parametrize("form", FORMS)
def test_the_front_door_gives_the_same_report(dutygraph: Run, shipped: str, elsewhere: Path, form: str) -> None:
    dutygraph("compare", *COUNTY, "--format", form, "-o", "file")
    with dg.open(shipped) as graph:
        data = graph.report(graph.compare(THREE, level="county", role="first"), form)
    assert (elsewhere / "file").read_bytes() == data
