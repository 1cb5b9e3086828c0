"""Frames made from the gold, a small vocabulary, and a store that holds them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pyoxigraph
import pytest

from corpus.clean import clean
from corpus.structure import parse
from corpus.types import Document, Metadata, Provision
from extract.types import KINDS, Actor, Evidence, Extraction, Frame, Lexicon, Matter, Term
from ontology.build import Builder
from ontology.provisions import places
from ontology.store import EmbeddedStore

GOLD_DOCUMENTS = ("suzhou-2022", "hunan-2017", "baiyin-2021", "panjin-2015", "central-2022")

_TERMS = {
    ("matter", "bridging"): ("巩固拓展脱贫攻坚成果",),
    ("matter", "project-assets"): ("扶贫项目资产", "扶贫资产"),
    ("actor", "party-committee"): ("党委", "市委", "省委", "区委"),
    ("actor", "government"): ("政府",),
    ("actor", "body"): ("组织",),
    ("position", "principal-leader"): ("主要负责人",),
    ("measure", "accountability"): ("追究责任",),
    ("measure", "discipline"): ("处分", "组织处理"),
    ("measure", "circulated-criticism"): ("通报批评", "通报"),
}
_BROADER = {
    ("matter", "project-assets"): ("bridging",),
    ("actor", "party-committee"): ("body",),
    ("actor", "government"): ("body",),
    ("measure", "discipline"): ("accountability",),
}


def document_of(text: str, metadata: Metadata) -> Document:
    """Return a document with its structure and just this metadata."""
    view = clean(text)
    return Document(metadata, text, view, parse(text, view), "checksum")


@pytest.fixture(scope="session")
def make() -> Callable[[str, Metadata], Document]:
    """Return `document_of`."""
    return document_of


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    """A vocabulary of a few concepts, so that these tests do not change with the real one."""
    terms = (
        Term(scheme, concept, text, "zh", "alternative" if order else "preferred")
        for (scheme, concept), texts in _TERMS.items()
        for order, text in enumerate(texts)
    )
    return Lexicon(tuple(terms), _BROADER)


@pytest.fixture(scope="session")
def golden(root: Path, lexicon: Lexicon) -> Callable[[str], tuple[Document, Extraction]]:
    """Return a shipped text and its gold segments as frames."""

    def read(name: str) -> tuple[Document, Extraction]:
        text = (root / "corpus" / "texts" / f"{name}.txt").read_text("utf-8")
        document = document_of(text, Metadata(name, title=f"《{name}》", issuers=("乙", "甲"), aliases=("别名",)))
        lines = (root / "tests" / "gold" / f"{name}.gold.jsonl").read_text("utf-8").splitlines()
        return document, Extraction(name, tuple(_Frames(document, lexicon).of(map(json.loads, lines))))

    return read


@pytest.fixture
def golden_store(golden: Callable[[str], tuple[Document, Extraction]], lexicon: Lexicon) -> EmbeddedStore:
    """Return a store in memory with the frames of all gold documents."""
    store = EmbeddedStore(pyoxigraph.Store())
    store.load(Builder(lexicon).document(*golden(name)) for name in GOLD_DOCUMENTS)
    return store


class _Frames:
    """Gold segments as frames; a value that stands nowhere before its segment's end is proved by the segment."""

    def __init__(self, document: Document, lexicon: Lexicon) -> None:
        self.document = document
        self.lexicon = lexicon
        self.places = places(document.root)

    def of(self, segments: Iterator[dict[str, Any]]) -> Iterator[Frame]:
        numbers = count(1)
        for segment in segments:
            for gold in segment["frames"]:
                if gold["kind"] in KINDS:
                    yield self.frame(segment, gold, next(numbers))

    def frame(self, segment: dict[str, Any], gold: dict[str, Any], number: int) -> Frame:
        start, end = segment["start"], segment["end"]
        key = self.deepest(self.document.root, start, end).key

        def proofs(field: str) -> tuple[Evidence, ...]:
            return tuple(Evidence(value, *self.words(value, start, end)) for value in _listed(gold.get(field)))

        levels = _listed(gold.get("level"))
        matter = gold.get("matter")
        concepts = [term.concept for term in self.lexicon.of("matter") if term.text in (matter or "")]
        middle = (start + end) // 2
        return Frame(
            id=f"{self.document.id}/{key}/{gold['kind']}-{number}",
            document=self.document.id,
            provision=segment["provision"],
            item=segment["item"],
            key=key,
            article=self.places[key].article,
            kind=gold["kind"],
            role=gold.get("role", ""),
            start=start,
            end=end,
            quote=self.document.text[start:end],
            spans=((start, end),) if number % 5 else ((start, middle), (middle + 1, end)),
            actors=tuple(
                Actor(
                    name,
                    levels[min(order, len(levels) - 1)] if levels else "",
                    *self.words(name, start, end),
                    types=tuple(term.concept for term in self.lexicon.of("actor") if term.text in name),
                    position="principal-leader" if name.endswith("主要负责人") else "",
                    place="宿州" if "市" in name else "",
                )
                for order, name in enumerate(_listed(gold.get("actors")))
            ),
            matter=Matter(matter, *self.words(matter, start, end)[:3], tuple(dict.fromkeys(concepts)))
            if matter
            else None,
            recipients=proofs("recipient"),
            time=proofs("time"),
            quantity=proofs("quantity"),
            conduct=proofs("conduct"),
            targets=proofs("targets"),
            measures=proofs("measures"),
            enforcers=proofs("enforcers"),
            rule="gold",
            confidence=1 / number,
        )

    def deepest(self, node: Provision, start: int, end: int) -> Provision:
        inside = (child for child in node.children if child.start <= start and end <= child.end)
        return next((self.deepest(child, start, end) for child in inside), node)

    def words(self, value: str, start: int, end: int) -> tuple[str, int, int, bool]:
        text = self.document.text
        place = text.rfind(value, 0, end)
        if place < 0:
            return text[start:end], start, end, False
        return value, place, place + len(value), place < start


def _listed(value: str | list[str] | None) -> list[str]:
    return [value] if isinstance(value, str) else value or []
