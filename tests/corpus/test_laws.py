"""Statutes that nobody here wrote: no failure, no lost character, every article found."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from corpus.read import read_folder
from corpus.segments import segments
from corpus.structure import leaves

pytestmark = [pytest.mark.laws, pytest.mark.slow]
_ARTICLE = re.compile(r"^第[零〇一二三四五六七八九十百千]+ ?条(?:之[一二三四五六七八九十]+)?", re.M)


def test_statutes(laws: Path) -> None:
    documents = read_folder(laws)
    assert len(documents) >= 300
    unequal = []
    for document in documents:
        text = document.text
        assert "".join(text[leaf.start : leaf.end] for leaf in leaves(document.root)) == text, document.id
        nodes = list(document.root.walk())
        assert len({node.key for node in nodes}) == len(nodes), document.id
        articles = [node.label for node in nodes if node.kind == "article"]
        if articles != [label.replace(" ", "") for label in _ARTICLE.findall(text)]:
            unequal.append(document.id)
        places = [segment.start for segment in segments(document)]
        assert places == sorted(places), document.id
    assert len(unequal) <= len(documents) // 100, unequal
