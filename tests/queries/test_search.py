"""The nearest provisions are the same whether the index was just made or kept by the store."""

from __future__ import annotations

import shutil
from pathlib import Path

import pyoxigraph
import pytest

from ontology.export import export
from ontology.store import EmbeddedStore, open_store
from queries.catalogue import Catalogue
from queries.search import Search

WORDS = (
    "扶贫项目资产后续管理", "township", "第一责任人", "负", "，。", "", "龘", "乡镇党委负责汇总审核上报衔接资金", "a",
)  # fmt: skip


def found(store: EmbeddedStore) -> list[object]:
    catalogue = Catalogue(store)
    search = Search(catalogue, store)
    places = [(provision.document, provision.label) for provision in catalogue.provisions]
    nearest = [search.nearest(words, documents, 5) for words in WORDS for documents in ((), ("hunan-2017",))]
    return [nearest, [search.scores(words, places) for words in WORDS]]


@pytest.fixture
def copied(shipped_store: Path, tmp_path: Path) -> Path:
    shutil.copytree(shipped_store, tmp_path / "store", ignore=shutil.ignore_patterns("kept"))
    return tmp_path / "store"


def test_a_kept_index_finds_what_a_new_one_finds(copied: Path) -> None:
    memory = EmbeddedStore(pyoxigraph.Store())
    with open_store(copied) as store:
        memory.load([b"".join(export(store, "nquads")).decode()])
    fresh = found(memory)  # has no place to keep it
    assert any(fresh[0])
    for kept in (0, 1):
        assert len(list(copied.glob("generations/*/kept/words-*/data*"))) == kept
        with open_store(copied) as store:
            assert found(store) == fresh


def test_a_graph_without_provisions_has_nothing_near() -> None:
    store = EmbeddedStore(pyoxigraph.Store())
    search = Search(Catalogue(store), store)
    assert search.nearest("责任") == ()
    assert search.scores("责任", [("a", "第一条")]) == {}
