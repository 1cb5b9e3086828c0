"""Work in a process of its own: what it tells, what it refuses, and that it can be stopped."""

import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from app import apart
from corpus.errors import DutygraphError
from ontology.check import CHECKS


def told(task: apart.Task, location: str, seconds: float | None = 60, **given: Any) -> list[Any]:
    return [value for value in apart.run(task, location, seconds, **given) if value is not None]


@pytest.mark.parametrize(
    ("query", "columns", "rows", "more"),
    [
        ("SELECT ?id { ?d dg:id ?id ; dg:articleCount ?n } ORDER BY ?id LIMIT 1", ["id"], [["baiyin-2021"]], False),
        ("SELECT ?id { ?d dg:id ?id ; dg:record ?r } ORDER BY ?id", ["id"], [["baiyin-2021"], ["central-2016"]], True),
        ('SELECT ?a ?b { VALUES ?a { "=1" } OPTIONAL { ?a dg:id ?b } }', ["a", "b"], [["=1", ""]], False),
        ("ASK { ?d dg:id ?id }", ["ASK"], [["true"]], False),
        ("ASK { ?d dg:id 7 }", ["ASK"], [["false"]], False),
        (
            'CONSTRUCT { ?d dg:id ?id } { ?d dg:id ?id FILTER(?id = "suzhou-2022") }',
            ["subject", "predicate", "object"],
            [
                [
                    "https://w3id.org/dutygraph/document/suzhou-2022",
                    "https://w3id.org/dutygraph/ontology#id",
                    "suzhou-2022",
                ]
            ],
            False,
        ),
    ],
)
def test_a_query_of_any_form_is_a_table(
    shipped: str, query: str, columns: list[str], rows: list[list[str]], more: bool
) -> None:
    assert told("query", shipped, query=query, most=2) == [{"columns": columns, "rows": rows, "more": more}]


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("INSERT DATA { <a:a> <a:b> <a:c> }", "not SPARQL"),
        ("DROP ALL", "not SPARQL"),
        ("SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }", "SERVICE is not allowed"),
        ("what?", "not SPARQL"),
        ("SELECT \ud800", "cannot be read"),
    ],
)
def test_what_is_no_query_is_refused_in_a_sentence(shipped: str, query: str, reason: str) -> None:
    with pytest.raises(apart.Refused, match=reason) as caught:
        told("query", shipped, query=query, most=2)
    assert isinstance(caught.value, DutygraphError)
    assert "\n" not in str(caught.value)


def test_a_query_without_end_is_stopped(shipped: str) -> None:
    began = time.monotonic()
    with pytest.raises(apart.OutOfTime, match="1 s"):
        told("query", shipped, 1, query="SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", most=1)
    assert time.monotonic() - began < 20


def test_a_query_that_eats_memory_does_not_take_the_screen_with_it(shipped: str) -> None:
    # Rows are held only so far as they are asked for: only a sorting query holds them all.
    query = "SELECT ?a ?c ?d ?f { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f ?a ?d"
    with pytest.raises((apart.Died, apart.OutOfTime)):
        told("query", shipped, 30, query=query, most=1)


def test_leaving_ends_the_process(shipped: str, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[subprocess.Popen[bytes]] = []

    class Noted(subprocess.Popen):  # type: ignore[type-arg]
        def __init__(self, *arguments: Any, **given: Any) -> None:
            super().__init__(*arguments, **given)
            started.append(self)

    monkeypatch.setattr(subprocess, "Popen", Noted)
    work = apart.run("query", shipped, query="SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", most=1)
    assert next(work) is None
    work.close()
    (process,) = started
    assert process.poll() is not None


def test_a_process_that_dies_is_told(shipped: str) -> None:
    with pytest.raises(apart.Died):
        told("nothing", shipped, query=None, most="many")  # type: ignore[arg-type]


def test_a_missing_store_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(apart.Refused, match="dutygraph build"):
        told("query", str(tmp_path / "none"), query="ASK {}", most=1)


@pytest.mark.slow
def test_the_checks_are_told_one_by_one(shipped: str) -> None:
    outcomes = told("check", shipped, 300)
    assert [outcome["name"] for outcome in outcomes] == list(CHECKS)
    assert {outcome["outcome"] for outcome in outcomes} <= {"passed", "skipped"}


def test_an_export_is_a_file(shipped: str, tmp_path: Path) -> None:
    output = tmp_path / "file"
    (size,) = told("export", shipped, form="frames", document="suzhou-2022", output=str(output))
    assert output.stat().st_size == size > 1000
    with pytest.raises(apart.Refused, match="nobody"):
        told("export", shipped, form="frames", document="nobody", output=str(output))
