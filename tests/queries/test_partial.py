"""Questions about what a copy lacks are refused with that reason; what it has of a provision is given with a note."""

from __future__ import annotations

from pathlib import Path

import pytest

from app import pipeline
from ontology.lexicon import read_lexicon
from ontology.store import open_store
from queries.answer import Session

TEXTS = {
    "河道": "某县河道管理办法\n第一条 为了保护河道，制定本办法。\n第三条 县水利局负责河道管理。\n"
    "第四条 乡镇人民政府应当巡查河道，发现",
    "水库": "（三）组织水库检查；\n（四）报告水库情况。\n第五条 县人民政府应当建立水库制度。\n",
}
TITLES = {"河道": "某县河道管理办法", "水库": "某县水库管理办法"}
# A question, whether it is answered, and what is said.
CASES = (
    ("某县河道管理办法第二条规定了什么？", False, "有第二条，但本库中的文本缺这一部分"),
    ("某县河道管理办法第四条规定了什么？", True, "文本缺第四条(句未完)"),
    ("某县河道管理办法第五条规定了什么？", False, "在第四条中断，以后的条文缺失，第五条无从查得"),
    ("某县河道管理办法第三条规定了什么？", True, "县水利局负责河道管理"),
    ("某县水库管理办法第二条规定了什么？", False, "有第二条，但本库中的文本缺这一部分"),
    ("某县水库管理办法第四条规定了什么？", True, "文本缺第四条(一)–(二)"),
    ("某县水库管理办法第九条规定了什么？", False, "没有第九条"),
)


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    folder = tmp_path_factory.mktemp("partial")
    for name, text in TEXTS.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
        (folder / f"{name}.yaml").write_text(f"title: {TITLES[name]}", encoding="utf-8")
    location = str(tmp_path_factory.mktemp("store"))
    pipeline.build(location, Path(folder))
    return Session(open_store(location), read_lexicon())


@pytest.mark.parametrize(("question", "answered", "words"), CASES)
def test_what_a_copy_lacks(session: Session, question: str, answered: bool, words: str) -> None:
    answer = session.ask(question)
    assert (answer.status == "answered") == answered
    assert words in answer.answer
    if not answered:
        assert answer.reason == ("no_such_provision" if "没有" in words else "not_stated")


def test_all_cases_were_collected() -> None:
    assert len(CASES) == 7
