"""The check of reading counts what is so, and says what is wrong with each file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.terminal import audit_text
from corpus.audit import Audit, audit, is_sound
from corpus.library import shipped_texts

RUNS = 6
"""How often each statute is read: its quickest time is what reading takes, the rest is what else the machine did."""


def test_shipped_texts() -> None:
    found = audit(shipped_texts())
    assert is_sound(found)
    assert all(one.lossless and not one.refused and not one.failed and one.size for one in found)
    # the first article of the newspaper page begins in its middle, without its label
    assert {one.name: one.articles - one.written for one in found if one.articles != one.written} == {"central-2022": 1}
    assert [one.name for one in found if one.partial] == ["central-2022"]


def test_what_is_wrong_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("第一条 甲。\n第四条 乙。\n第五条 丙。\n第十条 丁，戊", encoding="utf-8")
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.4")
    (tmp_path / "c.txt").write_text("第一条 甲。\n第三条规定的乙。\n", encoding="utf-8")
    found = audit(tmp_path)
    text = audit_text(found)
    assert "文件 documents" in text
    assert "b.pdf: " in text
    assert "damaged PDF" in text
    assert "a: 缺 missing 第二条–第三条、第六条–第九条、第十条(句未完)" in text
    assert [(one.articles, one.written) for one in found if not one.refused] == [(4, 4), (1, 1)]
    assert is_sound(found)
    assert not is_sound([*found, Audit("d", failed="ValueError: x")])
    lost = replace(found[0], lossless=False)
    assert not is_sound([lost])
    assert "leaves differ" in audit_text([lost])


@pytest.mark.laws
@pytest.mark.slow
def test_statutes_are_read_whole_and_fast(laws: Path) -> None:
    found = audit(laws)
    assert len(found) >= 300
    assert is_sound(found)
    assert not [one.name for one in found if one.refused]
    assert sum(one.articles == one.written for one in found) >= 0.99 * len(found)
    assert {one.name for one in found if "第五十四条" in one.missing} >= {"农民专业合作社法(2017-12-27)"}
    size = sum(one.size for one in found) / 1e6
    runs = [found, *(audit(laws) for _ in range(RUNS - 1))]
    seconds = sum(min(one.seconds for one in same) for same in zip(*runs, strict=True))
    assert size / seconds >= 5, f"{size / seconds:.1f} MB/s"
