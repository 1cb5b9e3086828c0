"""The queries of rq/ run as they stand, and keep to the rules that make them fast on any store."""

from __future__ import annotations

import json
import re

import pyoxigraph
import pytest

from queries.compose import Norms, norms
from queries.errors import QueryFileError
from queries.graph import concept, literal
from queries.named import named, names
from tests.queries.rows import FOLDER, condensed

NAMES = names()


def test_nothing_got_lost():
    assert len(NAMES) == 62
    assert {path.stem for path in FOLDER.glob("*.json")} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_gives_the_rows_that_were_read(graph, name):
    query = named(name)
    assert query.purpose
    assert query.example
    rows = graph.select(query.text)
    assert rows, f"{name} finds nothing with its own example"
    assert condensed(rows) == json.loads((FOLDER / f"{name}.json").read_text("utf-8"))


def test_the_table_of_questions_has_each_once(root):
    text = (root / "docs" / "questions.md").read_text("utf-8")
    rows = [line.split(" | ") for line in text.splitlines() if line.startswith("| `")]
    assert sorted(row[0].strip("|` ") for row in rows) == sorted(NAMES)
    for row in rows:
        query = named(row[0].strip("|` "))
        assert (row[1].rstrip("?").casefold(), row[2]) == (query.example.casefold(), query.purpose)
    research = text.partition("## For research")[2].partition("## For screens")[0]
    assert research.count("\n| `") >= 25


@pytest.mark.parametrize("name", NAMES)
def test_keeps_the_rules(name):
    text = named(name).text
    body = "\n".join(line for line in text.splitlines() if not line.startswith(("#", "PREFIX")))
    patterns = re.sub(r"<[^>]*>|\"[^\"]*\"", "", body)
    assert "NOT EXISTS" not in patterns
    assert not re.search(r"[\w>][*+](?:\s|$)|\w/\w|\^", patterns), "no property paths"
    assert not re.search(r"OPTIONAL \{ \?\w+ [^{}]*;", patterns), (
        "an OPTIONAL for each property: several read all graphs"
    )
    assert "ORDER BY" in body, "the same rows in the same order"
    for parameter in named(name).parameters:
        assert f"VALUES ?{parameter} {{" in body
    if named(name).parameters:
        assert body.split("WHERE {", 1)[1].lstrip().startswith("VALUES"), "parameters lead"


@pytest.mark.parametrize("name", NAMES)
def test_runs_anywhere_as_it_is_shown(name):
    pyoxigraph.Store().query(named(name).text)  # a store that knows no prefix of the project


def test_parameters_are_bound(graph):
    query = named("provision").bind(
        document=["<https://w3id.org/dutygraph/document/hunan-2017>"], label=[literal("第九条")]
    )
    (row,) = graph.select(query)
    assert row["words"].startswith("第九条")


def test_parameters_are_bound_wherever_they_stand():
    query = named("levels-without-duty").bind(matter=[concept("matter", "funds")])
    assert query.count("matter/funds>") == 2
    assert "project-assets" not in query


def test_what_is_put_in_is_not_searched_for_parameters(graph):
    given = literal("VALUES ?label { nothing }")
    query = named("provision").bind(document=[given], label=[literal("第九条")])
    assert given in query
    assert graph.select(query) == []


def test_a_query_that_is_not_there():
    with pytest.raises(QueryFileError, match="documents"):
        named("nowhere")
    with pytest.raises(ValueError, match="nothing"):
        named("provision").bind(nothing=["1"])


@pytest.mark.parametrize(
    "wanted",
    [
        Norms(roles=("first",), levels=("township",)),
        Norms(bearers=('x" } #',), documents=("a> . ?s ?p ?o . <b",), labels=("第一条\n",)),
        Norms(about=("project-assets",), kinds=("duty",), times=("每年",), words=("项目库", '"')),
        Norms(matters=("bridging",), measures=("accountability",), levels=("county", "any"), bearers=("乡镇党委",)),
    ],
)
def test_composed_queries_run(graph, wanted):
    text = norms(wanted)
    assert graph.select(text) is not None
    assert "NOT EXISTS" not in text


def test_a_concept_cannot_leave_its_iri():
    assert concept("role", "first> ?x ?y") == "<https://w3id.org/dutygraph/vocabulary/role/first%3E%20%3Fx%20%3Fy>"
