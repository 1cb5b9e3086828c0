"""What makes searches short finds what a plain search finds: needed words, endings, lists of places."""

from __future__ import annotations

import gc
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.library import shipped_texts
from corpus.read import read_folder
from extract.actor_types import Terms
from extract.actors import is_actor
from extract.clauses import follows_semicolon, split
from extract.extract import Extractor
from extract.literals import needed
from extract.patterns import Endings, alternation, possible, rules, word_classes
from extract.pipeline import Analyser
from extract.tokens import MODAL
from tests.extract.test_patterns import RULE_FILES

# (pattern, the words of which every match holds one)
NEEDED = [
    ("第一责任(?!人)", ("第一责任",)),
    ("罚款|没收(?:违法所得|财物)", ("没收", "罚款")),
    ("处罚决定|处罚", ("处罚",)),
    ("(?:给予|予以)?表彰", ("表彰",)),
    ("(?:给予|予以)+[^，]{2,4}", ("予以", "给予")),
    ("[一两]个|每月", ("个", "每月")),
    ("对(?P<matter>[^，]+?)(?=进行|予以)", ("予以", "进行")),
    ("(?<=联系)[^，]+", ()),
    ("(?!应当)[^，]+", ()),
    (r"\d+|十日", ()),
    ("(?:表彰)?[^，]", ()),
    ("(?:表彰|.)奖", ("奖",)),
    ("(?i)ABC", ()),
    ("", ()),
]


def _lines() -> list[str]:
    lines = [line for document in read_folder(shipped_texts()) for line in document.clean.text.split("\n")]
    clauses = [line[clause.start : clause.end] for line in lines for clause in split(line, 0, len(line))]
    return list(dict.fromkeys([*lines, *clauses]))


@pytest.fixture(scope="module")
def lines() -> list[str]:
    """Return the lines of the shipped texts and their clauses, each once."""
    found = _lines()
    assert len(found) > 1000
    return found


@pytest.mark.parametrize(("pattern", "words"), NEEDED)
def test_needed_words(pattern: str, words: tuple[str, ...]) -> None:
    assert needed(pattern) == words


def test_most_rules_need_a_word() -> None:
    without = [rule.id for name in RULE_FILES for rule in rules(name) if not rule.needs]
    assert len(without) < 5, f"rules that are tried on every clause: {without}"


@pytest.mark.parametrize("name", RULE_FILES)
def test_rules_left_out_match_nowhere(name: str, lines: list[str]) -> None:
    matched = left_out = 0
    for line in lines:
        for start in {0, len(line) // 3}:
            tried = possible(name, line, start, len(line))
            assert [rule for rule in rules(name) if rule in tried] == list(tried), "not in the order of the file"
            for rule in rules(name):
                found = rule.regex.search(line, start, len(line)) is not None
                matched += found
                left_out += rule not in tried
                assert rule in tried or not found, f"{rule.id} is left out, but matches {line[start:]}"
    assert matched, f"no rule of {name} matches any line"
    assert left_out, f"no rule of {name} was ever left out"


@pytest.mark.parametrize("name", RULE_FILES)
def test_rules_are_possible_in_their_examples(name: str) -> None:
    for rule in rules(name):
        assert rule.examples
        for example in rule.examples:
            assert rule in possible(name, example), f"{rule.id} is left out of {example}"


@pytest.mark.parametrize("kind", ["head", "head.weak", "thing"])
def test_endings_are_those_of_a_plain_search(kind: str, lines: list[str]) -> None:
    known = word_classes("actors")[kind]
    plain, endings = re.compile(f"(?:{alternation(known)})$"), Endings(known)
    ended = 0
    for words in {line[:end] for line in lines for end in range(1, min(len(line), 30))}:
        match = plain.search(words)
        assert endings.of(words) == (match.group() if match else "")
        assert endings.end(words) == (match is not None)
        ended += match is not None
    assert ended > 50


def _plainly_split(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut a range character by character."""
    found, depth, begin = [], 0, start
    for place in range(start, end + 1):
        mark = text[place] if place < end else "，"
        depth = depth + 1 if mark in "（(“《〈「" else max(0, depth - 1) if mark in "）)”》〉」" else depth
        if place == end or (mark in "，," and depth == 0):
            low, high = begin, place
            while low < high and text[low] in " \u3000\n\u00a0—":
                low += 1
            while high > low and text[high - 1] in " \u3000\n\u00a0。；;：:！!":
                high -= 1
            found += [(low, high)] if low < high else []
            begin = place + 1
    return found


@given(st.text("，,（）《》“”。；：— \n甲乙应当", max_size=30), st.integers(0, 5))
def test_clauses_are_those_of_a_plain_cut(text: str, start: int) -> None:
    start = min(start, len(text))
    assert [(clause.start, clause.end) for clause in split(text, start, len(text))] == _plainly_split(
        text, start, len(text)
    )
    assert follows_semicolon(text, start) == text[:start].rstrip().endswith(("；", ";"))


def test_ranges_of_words_are_those_of_a_plain_look(analyser: Analyser) -> None:
    looked = ordered = 0
    for document in read_folder(shipped_texts()):
        analysis = analyser(document.clean.text[:3000])
        for start in range(0, len(analysis.text), 17):
            end = start + 25
            inside = [token for token in analysis.tokens if start <= token.start < end]
            assert list(analysis.between(start, end)) == inside
            assert analysis.words(start, end) == [token for token in inside if token.text.strip()]
            assert analysis.orders(start, end) == any(token.kind in MODAL for token in inside)
            looked += 1
            ordered += analysis.orders(start, end)
    assert looked > 500
    assert 0 < ordered < looked


def test_tokens_cover_the_text_without_a_gap(analyser: Analyser) -> None:
    documents = read_folder(shipped_texts())
    assert len(documents) >= 5
    for document in documents:
        tokens = analyser(document.clean.text).tokens
        assert "".join(token.text for token in tokens) == document.clean.text
        assert all(document.clean.text[token.start : token.end] == token.text for token in tokens)


@given(st.lists(st.text("甲乙丙", min_size=1, max_size=3), max_size=6), st.text("甲乙丙丁", max_size=12))
def test_terms_within_are_those_of_a_plain_look(words: list[str], name: str) -> None:
    terms = [(word, str(place)) for place, word in enumerate(words)]
    assert Terms(terms).within(name) == [term for term in terms if term[0] in name]


@pytest.mark.parametrize("enabled", [True, False])
def test_collection_is_as_it_was_after_a_document(extractor: Extractor, enabled: bool) -> None:
    document = read_folder(shipped_texts())[0]
    before = gc.isenabled()
    try:
        if not enabled:
            gc.disable()
        extractor.extract(document)
        assert gc.isenabled() == enabled
    finally:
        if before:
            gc.enable()


def test_a_document_leaves_no_cyclic_garbage(extractor: Extractor) -> None:
    document = read_folder(shipped_texts())[0]
    extractor.extract(document)
    gc.collect()
    extractor.extract(document)
    assert gc.collect() < 100, "the collector waits while a document is read, so nothing may hold itself"


def test_actors_are_those_of_a_plain_search(lines: list[str]) -> None:
    words = word_classes("actors")
    person = r"(?<=[^或]{2})(?<!或)者|(?<=..)(?<![动满全])员|(?<=..)(?<![用育选为动感惊待])人"
    head = re.compile(f"(?:{alternation(words['head'])}|{person})$")
    weak = re.compile(f"(?:{alternation(words['head.weak'])})$")
    thing = re.compile(f"(?:{alternation(words['thing'])})$")

    def plain(phrase: str, strict: bool) -> bool:
        phrase = re.sub(r"[（(](?:以下|下同|含|包括)[^（）()]*[）)]", "", phrase)
        if thing.search(phrase):
            return False
        bracketed = phrase.endswith((")", "）")) and not head.search(phrase)
        core = re.sub(r"(?:等|及其?他?)$", "", phrase.rstrip(")）") if bracketed else phrase)
        if head.search(core):
            return True
        return not strict and len(core) > 2 and bool(weak.search(core)) and not core.endswith(("农村", "社会"))

    actors = 0
    for phrase in {line[:end] for line in lines for end in range(min(len(line), 30) + 1)}:
        for strict in (True, False):
            assert is_actor(phrase, strict) == plain(phrase, strict), phrase
        actors += is_actor(phrase)
    assert actors > 500
