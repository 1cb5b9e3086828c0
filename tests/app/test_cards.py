"""Cards: quotes marked where they stand, hostile words shown as words."""

import pytest

from app.cards import Words, badge, card, highlight
from tests.app.page import Seen

HOSTILE = '<script>alert(1)</script><img src=x onerror="alert(2)">&amp;'

MARKED = [
    (Words("甲乙丙丁", 0), [(1, 3)], "甲[乙丙]丁"),
    (Words("甲乙丙丁", 100), [(101, 102), (103, 104)], "甲[乙]丙[丁]"),
    (Words("甲乙丙丁", 100), [(0, 101), (103, 200)], "[甲]乙丙[丁]"),
    (Words("甲乙丙丁", 0), [(0, 3), (1, 4)], "[甲乙丙][丁]"),
    (Words("甲乙丙丁", 0), [(2, 2)], "甲乙丙丁"),
    (Words("甲乙丙丁", 0), [], "甲乙丙丁"),
    (Words("", 0), [(0, 3)], ""),
]


@pytest.mark.parametrize(("words", "spans", "marked"), MARKED)
def test_quotes_are_marked(words: Words, spans: list[tuple[int, int]], marked: str) -> None:
    html = highlight(words, spans)
    assert html.replace('<mark class="quote">', "[").replace("</mark>", "]") == marked


def test_nothing_of_a_document_becomes_html() -> None:
    words = Words(HOSTILE * 3, 7)
    html = card(
        badge(HOSTILE, HOSTILE, HOSTILE),
        "",
        words,
        [(7 + len(HOSTILE), 7 + 2 * len(HOSTILE))],
        primary=True,
        whole=HOSTILE,
    )
    html += card("", "", Words("", 0), [], primary=False, whole="", note=HOSTILE)
    seen = Seen(html)
    assert seen.tags == {"article", "header", "span", "p", "mark"}
    assert seen.attributes == {"class", "style"}
    assert HOSTILE in seen.text


def test_a_long_provision_is_cut_around_the_quote_and_unfolds() -> None:
    words = Words("前" * 300 + "引文" + "后" * 300, 0)
    html = card("", "", words, [(300, 302)], primary=True, whole="全文")
    near, _, rest = html.partition("<details>")
    assert near.count("前") < 100 > near.count("后")
    assert near.count("…") == 2
    assert rest.count("前") == rest.count("后") == 300


def test_a_quote_that_is_the_whole_provision_is_not_marked() -> None:
    html = card("", "", Words("文" * 500, 10), [(10, 510)], primary=False, whole="全文")
    assert "<mark" not in html
    assert "<details>" in html
