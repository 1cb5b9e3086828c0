"""Correlation tables: every provision once, labels by rules that tables of small provisions show, and the basis."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import dutygraph
from corpus.errors import UnknownDocument
from ontology import frames
from ontology.concepts import Concepts
from ontology.lexicon import read_lexicon
from ontology.store import EmbeddedStore, open_store
from queries.comparison.correlation import correlate
from queries.comparison.passages import Equal, Source, read_passages, read_source
from queries.comparison.types import Correlation, Pair

LEXICON = read_lexicon()
SHIPPED = ("suzhou-2022", "hunan-2017", "baiyin-2021", "panjin-2015", "central-2022", "central-2016")

# Provisions of 某省某市乡村振兴责任制实施细则 with their counterparts in 乡村振兴责任制暂行规定, numbered alike, and
# the label and side that must come of them. None of these sentences is from a real document.
PROVISIONS = [
    ("为了落实乡村振兴责任制,根据《乡村振兴责任制暂行规定》,制定本细则。",
     "为了压实乡村振兴责任,制定本规定。", "finer", "left"),
    ("县级人民政府应当建立乡村振兴项目库,公开资金使用情况。",
     "县级人民政府应当建立乡村振兴项目库,公开资金使用情况。", "same", ""),
    ("市水利局应当每月检查农村饮水安全设施,及时维修损坏的管网。",
     "水利部门应当每季度检查农村饮水安全设施,及时维修损坏的管网。", "stricter", "left"),
    ("乡镇人民政府应当在三十日内答复村民的信访事项。",
     "乡镇人民政府应当在十五日内答复村民的信访事项。", "looser", "left"),
    ("财政部门应当安排产业发展资金,占衔接资金的比例不低于60%。",
     "财政部门应当安排产业发展资金,占衔接资金的比例不低于50%。", "stricter", "left"),
    ("县级人民政府应当把符合条件的脱贫户纳入低保范围。",
     "县级人民政府可以把符合条件的脱贫户纳入低保范围。", "stricter", "left"),
    ("鼓励农业龙头企业吸纳脱贫人口就业。",
     "农业龙头企业应当吸纳脱贫人口就业。", "looser", "left"),
    ("县级党委和政府对农村人居环境整治负总责,制定年度整治方案。",
     "县级党委和政府负责农村人居环境整治,制定年度整治方案。", "stricter", "left"),
    ("村民委员会应当组织村民清理沟渠,修缮道路,管护路灯,登记破损设施并报乡镇人民政府。",
     "村民委员会应当组织村民清理沟渠,修缮道路。", "finer", "left"),
    ("卫生健康部门应当组织签约医生随访慢性病患者。",
     "卫生健康部门应当组织签约医生随访慢性病患者,建立健康档案,免费体检,协调转诊。", "finer", "right"),
    ("本细则由市委农村工作领导小组办公室负责解释。", "本规定由中央农村工作领导小组办公室负责解释。", "same", ""),
    ("本细则自2024年1月1日起施行。", "本规定自发布之日起施行。", "same", ""),
]  # fmt: skip
ONLY_LEFT = "体育部门应当在行政村建设健身广场。"
ONLY_RIGHT = "气象部门应当向农户发布暴雨预警。"
NUMERALS = "一二三四五六七八九十"


def statute(title: str, date: str, provisions: list[str]) -> str:
    numbers = [NUMERALS[n] if n < 10 else "十" + NUMERALS[n - 10] for n in range(len(provisions))]
    lines = [f"第{number}条 {words}" for number, words in zip(numbers, provisions, strict=True)]
    return f"# {title}\n\n({date}发布)\n\n" + "\n\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def pair_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedStore]:
    """A graph of the two documents of PROVISIONS, with one provision more each."""
    corpus = tmp_path_factory.mktemp("pair")
    left = [left for left, _, _, _ in PROVISIONS]
    right = [right for _, right, _, _ in PROVISIONS]
    (corpus / "rules.md").write_text(
        statute("某市乡村振兴责任制实施细则", "2023年12月1日", [*left[:-2], ONLY_LEFT, *left[-2:]]), encoding="utf-8"
    )
    (corpus / "measure.md").write_text(
        statute("乡村振兴责任制暂行规定", "2022年11月28日", [*right[:-2], ONLY_RIGHT, *right[-2:]]), encoding="utf-8"
    )
    store = tmp_path_factory.mktemp("pair-store") / "store"
    dutygraph.build(corpus, store).close()
    with open_store(store) as opened:
        yield opened


@pytest.fixture(scope="module")
def rules(pair_store) -> Correlation:
    """The correlation of the two documents of PROVISIONS."""
    return correlate(pair_store, "rules", "measure", LEXICON)


def with_words(pairs: tuple[Pair, ...], words: str) -> Pair:
    return next(pair for pair in pairs for place in (*pair.left, *pair.right) if words in place.quote)


def test_all_labels_are_in_the_table():
    assert len(PROVISIONS) == 12
    assert {label for _, _, label, _ in PROVISIONS} == {"same", "finer", "stricter", "looser"}


@pytest.mark.parametrize(("left", "right", "label", "side"), PROVISIONS, ids=[left[:8] for left, *_ in PROVISIONS])
def test_label(rules, left, right, label, side):
    pair = with_words(rules.pairs, left)
    assert right in pair.right[0].quote
    assert (pair.label, pair.side) == (label, side)


def test_without_counterpart(rules):
    left, right = with_words(rules.pairs, ONLY_LEFT), with_words(rules.pairs, ONLY_RIGHT)
    assert (left.label, left.right, left.side) == ("only_left", (), "")
    assert (right.label, right.left, right.side) == ("only_right", (), "")


@pytest.mark.parametrize(
    ("words", "field", "left", "right"),
    [
        ("饮水安全", "time", "每月", "每季度"),
        ("信访事项", "time", "三十日内", "十五日内"),
        ("产业发展资金", "quantity", "不低于60%", "不低于50%"),
        ("低保", "modality", "duty", "permission"),
        ("人居环境", "role", "overall", ""),
    ],
)
def test_changes_justify_the_label(rules, words, field, left, right):
    found = {(change.field, change.left, change.right) for change in with_words(rules.pairs, words).changes}
    assert (field, left, right) in found


def test_the_other_way_round(pair_store, rules):
    back = correlate(pair_store, "measure", "rules", LEXICON)
    turned = {"stricter": "looser", "looser": "stricter", "only_left": "only_right", "only_right": "only_left"}
    side = {"left": "right", "right": "left", "": ""}
    for pair in rules.pairs:
        words = (*pair.left, *pair.right)[0].quote
        other = with_words(back.pairs, words)
        assert other.label == turned.get(pair.label, pair.label)
        assert other.side == (side[pair.side] if pair.label == "finer" else pair.side)


def test_a_rule_that_names_its_basis_implements_it(pair_store, rules):
    assert rules.related == "implements"
    assert "某市乡村振兴责任制实施细则" in rules.basis_zh
    assert "is based on" in rules.basis_en
    back = correlate(pair_store, "measure", "rules", LEXICON)
    assert back.related == "neutral"
    assert "反过来" in back.basis_zh


@pytest.mark.parametrize(
    ("left", "right", "related", "zh", "en"),
    [
        ("hunan-2017", "central-2016", "implements", "标签按落实关系使用", "carries it out"),
        ("central-2016", "hunan-2017", "neutral", "反过来，《湖南省脱贫攻坚责任制实施细则》", "The other way round"),
        ("suzhou-2022", "central-2022", "neutral", "早于《乡村振兴责任制实施办法》（2022年11月28日）", "is older than"),
        ("central-2022", "suzhou-2022", "neutral", "所列依据中没有", "does not name"),
        ("suzhou-2022", "central-2016", "neutral", "只有摘要、没有原文", "by a digest only"),
        ("hunan-2017", "central-2022", "neutral", "缺第一条、第二条、第三条、第四条", "incomplete"),
    ],
)
def test_basis(graph, left, right, related, zh, en):
    found = correlate(graph, left, right, LEXICON)
    assert found.related == related
    assert zh in found.basis_zh
    assert en in found.basis_en


@pytest.mark.parametrize(
    ("left", "right"),
    [("suzhou-2022", "central-2022"), ("hunan-2017", "central-2016"), ("baiyin-2021", "panjin-2015")],
)
def test_every_provision_is_there_with_its_words(graph, left, right):
    found = correlate(graph, left, right, LEXICON)
    texts = {document: frames.text(graph, document) for document in (left, right)}
    ours = [place for pair in found.pairs for place in pair.left]
    theirs = [place for pair in found.pairs for place in pair.right]
    assert len(ours) == len(set(ours)), "a provision of 甲 comes once"
    for document, places in ((left, ours), (right, theirs)):
        source = read_source(graph, document)
        read = read_passages(graph, source, Concepts(LEXICON), Equal(LEXICON, source))
        assert set(places) == {passage.place for passage in read}
        for place in places:
            assert texts[document][place.start : place.end] == place.quote
    for pair in found.pairs:
        assert 0 <= pair.similarity <= 1
        assert 0 < pair.confidence <= 1
        assert (pair.label == "only_left") == (not pair.right)
        assert (pair.label == "only_right") == (not pair.left)
        assert bool(pair.side) == (pair.label in ("finer", "stricter", "looser"))


def test_a_digest_is_never_more_than_half_sure(graph):
    found = correlate(graph, "hunan-2017", "central-2016", LEXICON)
    assert all(pair.confidence <= 0.5 for pair in found.pairs)
    assert {pair.label for pair in found.pairs} <= {"finer", "only_left", "only_right"}
    told = [change for pair in found.pairs if pair.right for change in pair.changes if change.field == "words"]
    assert len(told) >= 15
    assert all(change.right for change in told)


def test_plans_are_compared_by_their_items(graph):
    found = correlate(graph, "baiyin-2021", "suzhou-2022", LEXICON)
    pair = next(pair for pair in found.pairs if pair.left and pair.left[0].label == "二(五)")
    assert "第十三条" in [place.label for place in pair.right] or "第十八条" in [place.label for place in pair.right]


def test_the_same_every_time(graph):
    assert correlate(graph, "suzhou-2022", "central-2022", LEXICON) == correlate(
        graph, "suzhou-2022", "central-2022", LEXICON
    )


def test_an_unknown_document(graph):
    with pytest.raises(UnknownDocument, match="nowhere"):
        correlate(graph, "suzhou-2022", "nowhere", LEXICON)


@pytest.mark.parametrize(
    ("region", "level", "words", "plain"),
    [
        ("安徽省宿州市", "city", "第四条 市委、市政府", "市级党委市级政府"),
        ("", "central", "第十条 市级党委和政府", "市级党委和政府"),
        ("北京市", "province", "市人民政府", "省级政府"),
        ("湖南省", "province", "省委和省人民政府", "省级党委和省级政府"),
        ("安徽省宿州市", "city", "县区党委、政府", "县级党委政府"),
        ("安徽省宿州市", "city", "县委、县政府", "县级党委县级政府"),
        ("安徽省宿州市", "city", "本实施办法自印发之日起施行。", "本文自印发之日起施行"),
        ("湖南省", "province", "（一）本行政区域内", "本地"),
        ("", "central", "党委农村工作委员会", "党委农村工作委员会"),
    ],
)
def test_names_are_made_equal(region, level, words, plain):
    source = Source("a", "", "", level, region, "complete", (), (), (), "")
    assert Equal(LEXICON, source).plain(words) == plain


@pytest.mark.laws
def test_two_long_statutes_take_under_a_second_and_a_half(laws: Path, tmp_path_factory):
    names = ["北京市优化营商环境条例(2024-11-29)", "上海市优化营商环境条例(2024-09-27)"]
    corpus = tmp_path_factory.mktemp("long")
    for name in names:
        (corpus / f"{name}.md").write_bytes((laws / f"{name}.md").read_bytes())
    store = tmp_path_factory.mktemp("long-store") / "store"
    dutygraph.build(corpus, store).close()
    with open_store(store) as opened:
        correlate(opened, *names, LEXICON)  # reads the store from disk
        took = []
        for _ in range(3):  # the quickest: the others are slowed by what else the machine does
            started = time.process_time()
            found = correlate(opened, *names, LEXICON)
            took.append(time.process_time() - started)
        assert min(took) < 1.5
    assert len(found.pairs) > 120
