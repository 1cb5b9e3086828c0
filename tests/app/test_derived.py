"""What rules derive is joined into few lines, and the card of a norm marks it as derived."""

from __future__ import annotations

from app.derived import derived_from
from app.labels import Labels
from app.library import Library
from app.norm_card import norm_card


def test_a_card_marks_what_is_derived(shipped: str) -> None:
    library = Library(shipped)
    name = "suzhou-2022/art_10/duty-1"
    card = norm_card(library, library.frame(name), Labels("zh"))
    assert "∴ 推论（不是原文）: 县区党委、县区政府 监督 乡镇党委 · 推理规则 supervises · 前提 第十条" in card
    english = norm_card(library, library.frame(name), Labels("en"))
    assert (
        "∴ Derived (not stated): 县区党委、县区政府 supervises 乡镇党委 · rule supervises · premises 第十条" in english
    )


def test_statements_of_one_subject_are_one_line_in_the_order_of_the_text(shipped: str) -> None:
    library = Library(shipped)
    frames = library.frames("suzhou-2022")
    (line,) = (one for one in library.derived("suzhou-2022")["suzhou-2022/art_16/responsibility-2"])
    assert [one.zh for one in line.subjects] == ["第十六条"]
    assert "扶贫项目资产" in [one.zh for one in line.objects]
    assert [one.iri.rpartition("/art_")[2] for one in line.premises][:2] == ["4/duty-1", "7/duty-1"]
    assert derived_from(frames.values(), ()) == dict.fromkeys(frames, ())
