"""IRIs hold whatever an id or a name is, and terms are closed."""

from __future__ import annotations

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology import namespace

HOSTILE = (
    "宿州 2022", "a/b", "a> <https://evil.example/p> <x", '"', "a#b?c", "%2F", "..", ".", "a\\u003Eb", "a\nb", "[x]",
    "\ue000", "\u200b", "\U0001f600", "{甲}", "办法(2024-01-01)", "a|b^c`d",
)  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_stays_one_segment_and_comes_back(name: str) -> None:
    iri = namespace.actor_iri(namespace.document_iri(name), name)
    assert pyoxigraph.NamedNode(iri).value == iri
    [quad] = pyoxigraph.parse(f"<{iri}> <{iri}> <{iri}> .", pyoxigraph.RdfFormat.TURTLE, base_iri="https://x.example/")
    assert quad.subject == pyoxigraph.NamedNode(iri)
    assert iri.removeprefix(namespace.BASE).count("/") == 3
    assert namespace.local_name(iri) == name
    assert namespace.document_id(iri) == name


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), st.text(st.characters(exclude_categories=["Cs"])))
def test_two_ids_never_share_an_iri(left: str, right: str) -> None:
    pyoxigraph.NamedNode(namespace.document_iri(left))
    assert (namespace.document_iri(left) == namespace.document_iri(right)) == (left == right)


def test_frames_of_other_documents_are_refused() -> None:
    with pytest.raises(ValueError, match="not of document"):
        namespace.frame_iri("a", "b/art_1/duty-1")


def test_misspelt_terms_are_errors() -> None:
    with pytest.raises(AttributeError, match="no term Responsibilty"):
        _ = namespace.DG.Responsibilty
