"""A text without a manifest still says what it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.library import shipped_texts
from corpus.read import read_folder, read_text
from corpus.types import Document, Metadata

LETTER = """某府发〔2021〕12号
临江市人民政府关于印发《临江市乡村建设责任制
实施办法（试行）》的通知
各区人民政府：
现将《临江市乡村建设责任制实施办法（试行）》印发给你们。
临江市人民政府
2021年3月5日
临江市乡村建设责任制实施办法（试行）
第一条 为了落实责任，根据《中共东山省委关于乡村建设的意见》《乡村振兴促进法》，制定本办法。
第二条 本办法适用于本市各区和市直各部门。
第三条 本办法由市农业农村局负责解释。
第四条 本办法自2021年4月1日起施行。
"""
STATUTE = """# 南河市水源保护条例

2019年10月30日 南河市第五届人民代表大会常务委员会第二十次会议通过

2019年11月29日 广东省第十三届人民代表大会常务委员会第十五次会议批准

<!-- INFO END -->

第一条 为了保护水源，根据《中华人民共和国水法》等法律、法规，结合本市实际，制定本条例。

第二条 本市行政区域内饮用水水源的保护，适用本条例。

第三条 本条例自2020年1月1日起施行。
"""
REGULATION = """# 中华人民共和国某某条例

1998年12月27日 中华人民共和国国务院令第256号发布

2021年7月2日 中华人民共和国国务院令第743号修订

<!-- INFO END -->

第一条 根据《中华人民共和国某某法》，制定本条例。

第二条 本条例自公布之日起施行。
"""
OPINION = """关于加强农村环境整治的实施意见
各县人民政府：
为落实《某某行动方案》，现提出如下意见。
一、任务
甲应当。
附件：分工表
青川市人民政府办公室
2022年6月1日
"""
PLAN = """索引号：1 | 发布日期：2020-05-06 |
中共青山县委办公室 青山县人民政府办公室
关于加强驻村帮扶的实施方案
为贯彻落实《中共白水市委关于帮扶的意见》，结合我县实际，制定本方案。
一、总体要求
甲应当。
"""
CASES = {
    "letter": (
        LETTER,
        {
            "title": "临江市乡村建设责任制实施办法（试行）",
            "issuers": ("临江市人民政府",),
            "number": "某府发〔2021〕12号",
            "date": "2021-03-05",
            "effective": "2021-04-01",
            "region": "临江市",
            "level": "city",
            "applies_to": "本市各区和市直各部门",
            "based_on": ("中共东山省委关于乡村建设的意见", "乡村振兴促进法"),
            "interpreter": "市农业农村局",
            "completeness": "complete",
        },
    ),
    "statute": (
        STATUTE,
        {
            "title": "南河市水源保护条例",
            "issuers": ("南河市人民代表大会常务委员会",),
            "date": "2019-11-29",
            "effective": "2020-01-01",
            "region": "广东省南河市",
            "level": "city",
            "applies_to": "本市行政区域内饮用水水源的保护",
            "based_on": ("中华人民共和国水法",),
        },
    ),
    "regulation": (
        REGULATION,
        {
            "issuers": ("国务院",),
            "number": "中华人民共和国国务院令第743号",
            "date": "2021-07-02",
            "effective": "自公布之日起施行",
            "region": "",
            "level": "central",
            "based_on": ("中华人民共和国某某法",),
        },
    ),
    "plan": (
        PLAN,
        {
            "title": "关于加强驻村帮扶的实施方案",
            "published": "2020-05-06",
            "level": "",
            "based_on": ("中共白水市委关于帮扶的意见",),
        },
    ),
    "opinion signed at its end": (
        OPINION,
        {
            "issuers": ("青川市人民政府办公室",),
            "date": "2022-06-01",
            "region": "青川市",
            "level": "city",
            "based_on": ("某某行动方案",),
        },
    ),
    "starts in the middle": (
        "（三）甲。\n第四条 乙。",
        {"completeness": "partial", "missing": ("第一条", "第二条", "第三条(一)–(二)")},
    ),
    "leaps over an article": ("第一条 甲。\n第三条 乙。", {"completeness": "partial", "missing": ("第二条",)}),
    "breaks off": ("第一条 甲应当，乙应", {"completeness": "partial", "missing": ("第一条(句未完)",)}),
    "breaks off in an item": (
        "第一条 甲。\n第三条 乙：\n（一）丙；\n（二）丁，由戊",
        {"completeness": "partial", "missing": ("第二条", "第三条（二）(句未完)")},
    ),
    "what it carries out and repeals": (
        "关于印发《某省〈乡村振兴责任制实施办法〉实施细则（试行）》的通知\n"
        "第一条 为了贯彻落实《甲意见》，根据《乙法》，制定本细则。\n"
        "第二条 本细则自2021年4月1日起施行。"
        "2015年5月1日某府公布的《丙办法》（某政发〔2015〕1号）、《丁规定》同时废止。",
        {
            "short_title": "某省〈乡村振兴责任制实施办法〉实施细则",
            "implements": ("乡村振兴责任制实施办法", "甲意见"),
            "based_on": ("乙法",),
            "repeals": ("丙办法", "丁规定"),
        },
    ),
    "an annex starts again": ("第一条 甲。\n第二条 乙。\n附件\n第一条 丙。", {"completeness": "complete"}),
    "empty": ("", {"title": "", "level": "", "completeness": "complete"}),
}


@pytest.mark.parametrize("name", CASES)
def test_metadata(name: str) -> None:
    text, fields = CASES[name]
    metadata = read_text(text, Metadata("a")).metadata
    assert {field: getattr(metadata, field) for field in fields} == fields


REGIONS = {
    "上海市供水管理条例": ("上海市", "province"),
    "内蒙古自治区草原条例": ("内蒙古自治区", "province"),
    "恩施土家族苗族自治州酉水河保护条例": ("恩施土家族苗族自治州", "city"),
    "长阳土家族自治县水资源条例": ("长阳土家族自治县", "county"),
    "杭州市西湖区人民政府工作规则": ("杭州市西湖区", "county"),
    "江苏省昆山市花桥镇人民政府工作方案": ("江苏省昆山市花桥镇", "township"),
    "中华人民共和国土地管理法": ("", "central"),
    "城市绿化条例": ("", ""),
    "市场监督管理办法": ("", ""),
    "优化营商环境条例": ("", ""),
    "县级以上人民政府办法": ("", ""),
    "高新技术产业开发区条例": ("", ""),
    "南河市居民住宅区消防条例": ("南河市", "city"),
}


@pytest.mark.parametrize("title", REGIONS)
def test_region_and_level(title: str) -> None:
    metadata = read_text(f"{title}\n第一条 甲。", Metadata("a")).metadata
    assert (metadata.region, metadata.level) == REGIONS[title]


def test_all_cases_were_collected() -> None:
    assert (len(CASES), len(REGIONS)) == (12, 13)


def test_manifest_agrees_with_the_texts(documents: dict[str, Document]) -> None:
    """What the texts say by themselves is what the manifest says, where they say it."""
    for name, document in documents.items():
        found = read_text(document.text, Metadata(name)).metadata
        given = document.metadata
        for field in ("issuers", "date", "effective", "level", "applies_to", "interpreter", "completeness", "missing"):
            value = getattr(found, field)
            assert not value or value == getattr(given, field), (name, field)
        assert given.region.endswith(found.region)


def test_manifest_is_complete() -> None:
    found = {document.id: document.metadata for document in read_folder(shipped_texts())}
    assert {name: (data.level, data.completeness) for name, data in found.items()} == {
        "suzhou-2022": ("city", "complete"),
        "hunan-2017": ("province", "complete"),
        "baiyin-2021": ("county", "complete"),
        "panjin-2015": ("city", "complete"),
        "central-2022": ("central", "partial"),
    }
    aliases = [alias for data in found.values() for alias in data.aliases]
    assert len(aliases) == len(set(aliases))
    assert {"宿州办法", "湖南细则", "白银方案", "盘锦办法"} <= set(aliases)
    assert all(data.source and data.title and data.short_title for data in found.values())


def test_paths_are_in_the_package(root: Path) -> None:
    assert shipped_texts() == root / "corpus" / "texts"
