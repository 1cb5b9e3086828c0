"""Terms and names are found leftmost and longest, as a pattern of all of them finds them."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from extract.types import Lexicon, Term
from queries import phrasebook
from queries.terms import NameFinder, TermFinder

LETTERS = "县委书记省"
FORMS = st.lists(st.text(LETTERS, min_size=1, max_size=4), max_size=6, unique=True)


@given(FORMS, st.text(LETTERS, max_size=10))
def test_terms_of_one_character_and_of_more(forms: list[str], text: str) -> None:
    finder = TermFinder(Lexicon(tuple(Term("actor", form, form, "zh", "preferred") for form in forms)), ["actor"])
    pattern = re.compile(phrasebook.alternation(forms, "zh"))
    found = [(one.start, one.end, one.term.concept) for one in finder.find_terms(text)]
    assert found == [(*match.span(), match.group()) for match in pattern.finditer(text)]


@given(FORMS, st.text(LETTERS, max_size=10))
def test_names_of_two_characters_and_more(forms: list[str], text: str) -> None:
    names = [form for form in forms if len(form) > 1]
    finder = NameFinder(names)
    pattern = re.compile(phrasebook.alternation(names, "zh"))
    assert list(finder.find(text)) == [match.span() for match in pattern.finditer(text)]
    first = pattern.match(text)
    assert finder.end(text) == (first.end() if first else 0)


def test_english_terms_are_whole_words_in_any_case() -> None:
    finder = TermFinder(Lexicon((Term("actor", "county", "county", "en", "preferred"),)), ["actor"])
    assert [(one.start, one.end) for one in finder.find_terms("Counties, the County, countywide")] == [(0, 8), (14, 20)]
