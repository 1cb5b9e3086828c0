"""The front door opens on a graph built from the shipped texts."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest

import dutygraph as dg
from corpus.errors import UnknownDocument
from corpus.library import shipped_texts
from ontology.export import export
from queries.lint.lint import lint

IDS = ["baiyin-2021", "central-2016", "central-2022", "hunan-2017", "panjin-2015", "suzhou-2022"]


@pytest.fixture
def graph(shipped_store):
    with dg.open(shipped_store) as graph:
        yield graph


def test_documents(graph):
    records = graph.documents()
    assert [record.metadata.id for record in records] == IDS
    assert all(record.frames for record in records)


def test_frames_quote_the_text(graph):
    frames = graph.frames()
    assert len(frames) > 400
    texts = {name: graph.text(name) for name in IDS}
    assert all(texts[frame.document][frame.start : frame.end] == frame.quote for frame in frames)
    assert graph.frames("hunan-2017") == tuple(frame for frame in frames if frame.document == "hunan-2017")


def test_ask(graph):
    answer = graph.ask("乡镇一级扶贫项目资产谁是第一责任人？")
    assert answer.status == "answered"
    assert {(citation.document, citation.provision) for citation in answer.citations if citation.primary} >= {
        ("suzhou-2022", "第十八条"),
        ("suzhou-2022", "第十六条"),
    }


@pytest.mark.parametrize(
    "question",
    ["乡镇一级扶贫项目资产谁是第一责任人？", "who is first responsible for project assets at township level"],
)
def test_readme_shows_the_real_answer(graph, root, question):
    readme = (root / "README.md").read_text("utf-8")
    answer = graph.ask(question)
    assert answer.answer in readme
    assert all(citation.quote in readme for citation in answer.citations if citation.primary)


def shown(example, real):
    """Whether an example of the documentation is a real value, with … for more words and lists cut after the first."""
    if isinstance(example, dict):
        return all(key in real and shown(value, real[key]) for key, value in example.items())
    if isinstance(example, list):
        return len(example) <= len(real) and bool(example) == bool(real) and all(map(shown, example, real))
    if isinstance(example, str):
        return re.fullmatch(".*".join(map(re.escape, example.split("…"))), real, re.DOTALL) is not None
    return example == real


def test_contract_shows_a_real_frame_answer_and_finding(graph, root):
    contract = (root / "docs" / "contract.md").read_text("utf-8")
    frame, answer, (finding,) = (json.loads(block) for block in re.findall(r"```json\n(.*?)```", contract, re.DOTALL))
    exported = b"".join(export(graph._store, "frames", frame["document"])).decode().splitlines()
    assert [row["id"] for row in map(json.loads, exported) if shown(frame, row)] == [frame["id"]]
    real = graph.ask(answer["question"]).to_json()
    answer["milliseconds"] = real["milliseconds"]
    assert set(answer) == set(real)
    assert shown(answer, real)
    linted = [one.to_json() for one in lint(graph._store, [finding["document"]], [finding["rule"]])]
    assert any(set(one) == set(finding) and shown(finding, one) for one in linted)


def test_ask_in_another_language(graph):
    assert graph.ask("乡镇一级扶贫项目资产谁是第一责任人？", "en").language == "en"


def test_query(graph):
    rows = graph.query("SELECT ?id { ?document a dg:Document ; dg:id ?id } ORDER BY ?id")
    assert [row["id"] for row in rows] == IDS


@pytest.mark.parametrize(
    "bad",
    [
        lambda graph: graph.frames("nowhere-1999"),
        lambda graph: graph.text("nowhere-1999"),
        lambda graph: graph.query("SELECT"),
        lambda graph: graph.ask(" "),
        lambda _: dg.open(shipped_texts()),
        lambda _: dg.build(corpus="no such folder"),
    ],
    ids=["frames", "text", "query", "ask", "open", "build"],
)
def test_bad_input_is_one_sentence(graph, bad, tmp_path, monkeypatch):
    monkeypatch.setenv("DUTYGRAPH_STORE", str(tmp_path / "store"))
    with pytest.raises(dg.DutygraphError) as error:
        bad(graph)
    assert len(str(error.value).splitlines()) == 1


def test_unknown_document_by_name(graph):
    with pytest.raises(UnknownDocument, match="nowhere-1999"):
        graph.frames("nowhere-1999")


def test_import_is_light():
    code = "import sys, dutygraph; print(sorted({'rdflib', 'spacy', 'streamlit', 'pyoxigraph'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "[]"
