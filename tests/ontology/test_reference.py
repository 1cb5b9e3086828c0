"""The HTML reference is what the Turtle gives now, names every term, and asks nothing of the network."""

from __future__ import annotations

from lxml import html

from ontology.diagram import ARROWS, BOXES
from ontology.files import quads_of, schema_files
from ontology.namespace import DG, OWL, RDF
from ontology.reference import page

PAGE = page()
TREE = html.document_fromstring(PAGE)


def test_the_shipped_page_is_up_to_date(root) -> None:
    shipped = root / "docs" / "ontology" / "index.html"
    assert shipped.read_text("utf-8") == PAGE, "make reference"
    assert shipped.stat().st_size < 500_000


def test_the_page_asks_nothing_of_the_network() -> None:
    assert not TREE.xpath("//script | //img | //link | //iframe | //@src | //@style")
    assert "url(" not in PAGE.replace("url(#tip)", "")
    assert "@import" not in PAGE
    assert all(str(link).startswith(("#", "../../ontology/")) for link in TREE.xpath("//@href"))


def test_every_link_leads_somewhere(root) -> None:
    ids = [str(name) for name in TREE.xpath("//@id")]
    assert len(ids) == len(set(ids)) > 400
    targets = {str(link) for link in TREE.xpath("//@href")}
    assert {link[1:] for link in targets if link.startswith("#")} <= set(ids)
    folder = root / "docs" / "ontology"
    assert all((folder / link).is_file() for link in targets if not link.startswith("#"))


def test_every_term_is_there() -> None:
    ids = {str(name) for name in TREE.xpath("//@id")}
    assert ids >= DG.terms


def test_the_diagram_shows_every_class_and_what_joins_them() -> None:
    triples = [quad for file in schema_files() for quad in quads_of(file) if quad.predicate.value == RDF.type]
    shown = " ".join(
        [*BOXES, *(line for box in BOXES.values() for line in box.lines), *(n for *_, names in ARROWS for n in names)]
    )
    for kind in (OWL.Class, OWL.ObjectProperty):
        names = [quad.subject.value.removeprefix(DG.iri) for quad in triples if quad.object.value == kind]
        own = [name for name in names if ":" not in name]
        assert len(own) > 15
        assert [name for name in own if name not in shown] == []
