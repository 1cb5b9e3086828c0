"""A session over the graph of the shipped texts, built once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import dutygraph
from ontology.lexicon import read_lexicon
from ontology.store import EmbeddedStore, open_store
from queries.answer import Session

RIVERS = {
    "jia-2020": """\
甲市河湖管理保护办法
第一条 市人民政府对全市河湖管理保护工作负总责，市人民政府主要负责人是河湖管理保护第一责任人。
第二条 市人民政府应当每季度听取河湖管理保护工作汇报，对不按时报告的县（区）人民政府予以通报批评。
第三条 县（区）人民政府对本行政区域河湖管理保护负主体责任。
第四条 村民委员会应当每月组织清理河道垃圾，发现违法行为的，应当在三日内向乡镇人民政府报告。
第五条 各级人民政府应当加强河湖管理保护宣传教育。
第六条 县级以上地方人民政府应当将水环境治理经费列入预算，不低于本级财政支出的3%。
第七条 县（区）人民政府可以结合实际制定实施细则。
第八条 违反本办法第三条规定的，由上级机关给予通报批评。
第九条 县（区）人民政府应当加强应急管理。
""",
    "yi-2021": """\
乙市河湖管理保护办法
第一条 市人民政府对全市河湖管理保护工作负总责，市人民政府主要负责人是河湖管理保护第一责任人。
第二条 市人民政府应当每月听取河湖管理保护工作汇报。
第三条 县（区）人民政府对本行政区域河湖管理保护负总责。
第四条 乡镇人民政府对辖区内河道保洁负直接责任。
第五条 村民委员会应当每周组织清理河道垃圾，发现违法行为的，应当在一日内向乡镇人民政府报告。
第六条 消防救援机构应当每年开展消防安全检查。
第七条 乡镇人民政府应当组织编制村庄规划，加强应急管理。
""",
}
RIVERS_KNOWN = """\
jia-2020: {title: 甲市河湖管理保护办法, level: city, region: 安徽省甲市}
yi-2021: {title: 乙市河湖管理保护办法, level: city, region: 安徽省乙市, completeness: partial, missing: [第八条]}
"""


@pytest.fixture(scope="session")
def graph(shipped_store: Path) -> Iterator[EmbeddedStore]:
    """The graph of the shipped texts, for reading."""
    store = open_store(shipped_store)
    yield store
    store.close()


@pytest.fixture(scope="session")
def rivers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedStore]:
    """The graph of two small measures on rivers, made for comparison; the copy of the second one is incomplete."""
    folder = tmp_path_factory.mktemp("rivers")
    for name, text in RIVERS.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")
    (folder / "manifest.yaml").write_text(RIVERS_KNOWN, "utf-8")
    (folder / "facts").mkdir()
    dutygraph.build(folder, folder / "store").close()
    store = open_store(folder / "store")
    yield store
    store.close()


@pytest.fixture(scope="session")
def session(graph: EmbeddedStore) -> Session:
    """One session for all questions."""
    return Session(graph, read_lexicon())
