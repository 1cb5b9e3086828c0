"""Digests hold facts, not text."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.digest import load_digest, load_digests
from corpus.errors import ReadError
from corpus.library import shipped_facts


def test_shipped_digests() -> None:
    old, new = load_digests(shipped_facts())
    assert (old.metadata.id, old.metadata.completeness, old.metadata.number) == (
        "central-2016",
        "digest",
        "厅字〔2016〕33号",
    )
    assert old.metadata.published == "2016-10-17"
    assert (len(old.facts), len(old.sources), old.lead_in_actors) == (19, 4, ())
    first = next(fact for fact in old.facts if fact.role == "first")
    assert (first.level, first.actors, first.article) == ("county", ("县级党委主要负责人", "县级政府主要负责人"), "")
    yearly = next(fact for fact in old.facts if fact.time)
    assert (yearly.time, yearly.recipients) == ("每年", ("中央",))
    assert old.facts[-1].measures == ("依纪依法追究责任",)
    assert (new.metadata.id, new.metadata.completeness, new.metadata.date) == ("central-2022", "partial", "2022-11-28")
    assert new.metadata.missing[-1] == "第五条(一)–(三)"
    assert new.metadata.based_on == ("中国共产党农村工作条例", "中华人民共和国乡村振兴促进法")
    assert new.lead_in_actors == (("第五条", ("中央和国家机关有关部门",)),)


BAD = ("a: [", "- a", "facts: []", "{document: {title: a}, facts: []}", "{document: {id: a}, facts: [b]}",
       "{document: {id: a}, facts: [{gist: b}]}", "{document: {id: a}, facts: [{kind: duty, level: 县}]}")  # fmt: skip


@pytest.mark.parametrize("content", BAD)
def test_bad_digests(tmp_path: Path, content: str) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ReadError) as caught:
        load_digest(path)
    assert str(path) in str(caught.value)


def test_no_folder(tmp_path: Path) -> None:
    assert load_digests(tmp_path / "absent") == ()
