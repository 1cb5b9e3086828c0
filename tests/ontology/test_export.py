"""Exports say what the graph says, the same bytes for every build, and only of the document that was named."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from xml.etree import ElementTree

import igraph
import pyoxigraph
import pytest
import rdflib

from corpus.errors import UnknownDocument
from corpus.types import Digest, Document, Fact, Metadata
from extract.types import Extraction, Lexicon
from ontology.build import Builder
from ontology.errors import ExportError
from ontology.export import FORMATS, export
from ontology.frames import frames
from ontology.namespace import PREFIXES, document_id
from ontology.store import EmbeddedStore
from ontology.write import write_all

Golden = Callable[[str], tuple[Document, Extraction]]
RDF_FORMATS = {
    "turtle": pyoxigraph.RdfFormat.TURTLE,
    "trig": pyoxigraph.RdfFormat.TRIG,
    "jsonld": pyoxigraph.RdfFormat.JSON_LD,
    "nquads": pyoxigraph.RdfFormat.N_QUADS,
}
DIGEST = Digest(
    Metadata("central-2016", title="办法", completeness="digest"),
    (Fact("duty", "第一条", actors=("省委",), level="province", matter="扶贫资产", time="每年", gist="做"),),
)
FRAMES = 78 + 67 + 1
FIELDS = [
    "id", "document", "provision", "item", "kind", "role", "start", "end", "quote", "actors", "matter", "recipients",
    "time", "quantity", "conduct", "targets", "measures", "enforcers", "amounts", "rule", "confidence", "status",
    "gist", "evidence",
]  # fmt: skip


@pytest.fixture(scope="module")
def stores(golden: Golden, lexicon: Lexicon) -> tuple[EmbeddedStore, EmbeddedStore]:
    """Two builds of the same documents, given in another order."""

    def build(names: tuple[str, ...]) -> EmbeddedStore:
        builder, store = Builder(lexicon), EmbeddedStore(pyoxigraph.Store())
        documents = []
        for document, extraction in map(golden, names):
            metadata = replace(document.metadata, implements=("central-2016",), title='甲\x0b & <乙> "丙"')
            documents.append((replace(document, metadata=metadata), extraction))
        graphs = [(document.metadata, builder.document(document, extraction)) for document, extraction in documents]
        write_all(store, graphs, [DIGEST], builder)
        return store

    return build(("suzhou-2022", "hunan-2017")), build(("hunan-2017", "suzhou-2022"))


def written(store: EmbeddedStore, form: str, document: str | None = None) -> bytes:
    return b"".join(export(store, form, document))


@pytest.mark.parametrize("form", FORMATS)
def test_two_builds_are_the_same_bytes(form: str, stores: tuple[EmbeddedStore, EmbeddedStore]) -> None:
    document = "suzhou-2022" if form == "akn" else None
    first, again = (written(store, form, document) for store in stores)
    assert first == again
    assert len(first) > 10_000


@pytest.mark.parametrize("form", RDF_FORMATS)
def test_rdf_holds_every_statement(form: str, stores: tuple[EmbeddedStore, EmbeddedStore]) -> None:
    store = stores[0]
    wanted = {str(triple) for triple in store.construct("CONSTRUCT WHERE { ?s ?p ?o }")}
    quads = list(pyoxigraph.parse(written(store, form), RDF_FORMATS[form]))
    assert {str(quad.triple) for quad in quads} == wanted
    graphs = {quad.graph_name.value for quad in quads if isinstance(quad.graph_name, pyoxigraph.NamedNode)}
    assert graphs == (set() if form == "turtle" else set(store.graphs()))


@pytest.mark.parametrize("form", RDF_FORMATS)
def test_rdf_of_one_document_names_no_other(form: str, stores: tuple[EmbeddedStore, EmbeddedStore]) -> None:
    quads = list(pyoxigraph.parse(written(stores[0], form, "suzhou-2022"), RDF_FORMATS[form]))
    subjects = {quad.subject.value for quad in quads if isinstance(quad.subject, pyoxigraph.NamedNode)}
    assert {document_id(subject) for subject in subjects} == {"suzhou-2022"}
    assert any(quad.predicate.value.endswith("#implements") for quad in quads)


def test_prefixes_are_bound_for_readers_of_turtle(stores: tuple[EmbeddedStore, EmbeddedStore]) -> None:
    for form in ("turtle", "trig"):
        data = written(stores[0], form, "suzhou-2022").decode()
        assert data.startswith("".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in sorted(PREFIXES.items())))
        assert "a dg:Norm" in data
        dataset = rdflib.Dataset()
        dataset.parse(data=data, format=form)
        assert len(dataset.namespace_manager.expand_curie("dg:Norm")) > 10


def test_frames_are_the_json_of_the_contract(stores: tuple[EmbeddedStore, EmbeddedStore]) -> None:
    lines = [json.loads(line) for line in written(stores[0], "frames").splitlines()]
    assert len(lines) == FRAMES
    first = next(line for line in lines if line["document"] == "suzhou-2022")
    assert list(first) == FIELDS
    assert list(first["actors"][0]) == ["name", "level", "start", "end", "quote", "inherited"]
    assert first["matter"] == {"text": "巩固拓展脱贫攻坚成果同乡村振兴有效衔接工作", "concepts": ["bridging"]}
    for line in lines:
        for name in ("recipients", "time", "quantity", "conduct", "targets", "measures", "enforcers"):
            assert all(isinstance(value, str) for value in line[name])
            assert line[name] == [proof["value"] for proof in line["evidence"].get(name, ())]
    [digest] = [line for line in lines if line["status"] == "digest"]
    assert (digest["start"], digest["end"], digest["quote"], digest["gist"]) == (0, 0, "", "做")
    assert digest["evidence"]["time"] == [{"value": "每年", "quote": "", "start": 0, "end": 0, "inherited": False}]


def test_the_table_has_a_row_for_every_frame_and_no_formulas(stores: tuple[EmbeddedStore, EmbeddedStore]) -> None:
    data = written(stores[0], "csv")
    assert data.startswith("\ufeff".encode())
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert len(rows) == FRAMES
    row = next(row for row in rows if row["document"] == "suzhou-2022")
    assert (row["actors"], row["levels"], row["concepts"]) == ("市委；市政府", "city", "bridging")
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())


def test_the_network_joins_actors_frames_and_documents(
    stores: tuple[EmbeddedStore, EmbeddedStore], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("network") / "x.graphml"
    path.write_bytes(written(stores[0], "graphml"))
    network = igraph.Graph.Read_GraphML(str(path))
    bearers = sum(len(frame.actors) for name in ("suzhou-2022", "hunan-2017") for frame in frames(stores[0], name)) + 1
    assert network.vs["type"].count("document") == 3
    assert sum(kind not in ("document", "actor") for kind in network.vs["type"]) == FRAMES
    assert network.ecount() == FRAMES + bearers + 2
    assert network.es["relation"].count("implements") == 2
    assert '甲 & <乙> "丙"' in network.vs["label"]


AKN = "{http://docs.oasis-open.org/legaldocml/ns/akn/3.0}"


# The label of the article in whose middle the copy begins is not printed.
IMPLIED = {"suzhou-2022": "", "hunan-2017": "", "baiyin-2021": "", "panjin-2015": "", "central-2022": "第五条"}


@pytest.mark.parametrize("name", IMPLIED)
def test_akoma_ntoso_holds_the_structure_and_all_words(name: str, golden: Golden, golden_store: EmbeddedStore) -> None:
    document, _ = golden(name)
    root = ElementTree.fromstring(written(golden_store, "akn", name))
    ids = [element.get("eId") for element in root.iter() if element.get("eId")]
    assert len(ids) == len(set(ids))
    kept = [node for node in document.root.walk() if node.kind not in ("document", "heading", "intro")]
    assert {node.eid for node in kept} <= set(ids)
    articles = [node for node in kept if node.kind == "article"]
    assert len(list(root.iter(f"{AKN}article"))) == len(articles)
    shown = "".join("".join(element.itertext()) for element in root if element.tag == f"{AKN}act")
    assert squeezed(shown).replace(IMPLIED[name], "", 1) == squeezed(document.text)


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize(
    ("form", "document", "error", "message"),
    [
        ("pdf", None, ExportError, "no format pdf; choose one of frames, turtle"),
        ("turtle", "nowhere", UnknownDocument, "nowhere"),
        ("akn", None, ExportError, "--document"),
        ("akn", "central-2016", ExportError, "only a digest"),
    ],
)
def test_what_cannot_be_written_is_an_error(
    form: str, document: str | None, error: type[Exception], message: str, stores: tuple[EmbeddedStore, EmbeddedStore]
) -> None:
    with pytest.raises(error, match=message):
        written(stores[0], form, document)
