"""What a query finds is written in the standard formats, cut where it is too much, from the graphs that it names."""

from __future__ import annotations

import json

import pyoxigraph
import pytest

from ontology import results
from ontology.embedded import EmbeddedStore
from ontology.errors import ExportError, SparqlError
from ontology.results import ROWS, TRIPLES
from ontology.sparql import is_update, names_graphs
from ontology.types import GraphNames

DATA = b"""
<a:s> <a:p> "one" <a:g> .
<a:s> <a:p> "\xe4\xb8\x80"@zh <a:g> .
<a:s> <a:p> "1"^^<http://www.w3.org/2001/XMLSchema#integer> <a:h> .
<a:s> <a:q> <a:o> <a:h> .
_:b <a:q> <<( <a:s> <a:p> "one" )>> <a:h> .
"""
ALL = "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?p ?o"


@pytest.fixture
def store() -> EmbeddedStore:
    inner = pyoxigraph.Store()
    inner.load(DATA, pyoxigraph.RdfFormat.N_QUADS)
    return EmbeddedStore(inner, "memory")


@pytest.mark.parametrize("form", ROWS)
def test_solutions_and_yes_or_no_are_as_pyoxigraph_writes_them(store: EmbeddedStore, form: str) -> None:
    ours = store.results(ALL, [form], 99)
    found = store._inner.query(ALL, use_default_graph_as_union=True)
    assert isinstance(found, pyoxigraph.QuerySolutions)
    theirs = found.serialize(format=ROWS[form])
    assert (ours.media_type, ours.more) == (form, False)
    if form.endswith("json"):
        assert json.loads(ours.content) == json.loads(theirs or b"")
    else:
        assert ours.content == theirs
    assert b"true" in store.results("ASK { ?s ?p 1 }", [form], 99).content


@pytest.mark.parametrize("form", TRIPLES)
def test_triples_are_read_back(store: EmbeddedStore, form: str) -> None:
    written = store.results("CONSTRUCT { <a:x> ?p ?o } { <a:s> ?p ?o }", [form], 99)
    assert written.media_type == form
    assert len(list(pyoxigraph.parse(written.content, TRIPLES[form]))) == 4


@pytest.mark.parametrize(("most", "count", "more"), [(0, 0, True), (4, 4, True), (5, 5, False), (6, 5, False)])
def test_what_is_too_much_is_cut(store: EmbeddedStore, most: int, count: int, more: bool) -> None:
    found = store.results(ALL, list(ROWS), most)
    assert (len(json.loads(found.content)["results"]["bindings"]), found.more) == (count, more)


def test_long_values_are_cut_as_well(store: EmbeddedStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(results, "_MOST_CHARACTERS", 10)
    found = store.results(ALL, list(ROWS), 99)
    assert (len(json.loads(found.content)["results"]["bindings"]) < 5, found.more) == (True, True)


@pytest.mark.parametrize(
    ("query", "graphs", "count"),
    [
        ("{ ?s ?p ?o }", None, 5),
        ("FROM <a:g> { ?s ?p ?o }", None, 2),
        ("FROM NAMED <a:g> { ?s ?p ?o }", None, 0),
        ("FROM NAMED <a:g> { GRAPH ?g { ?s ?p ?o } }", None, 2),
        ("{ ?s ?p ?o }", GraphNames(default=("a:h",)), 3),
        ("FROM <a:g> { ?s ?p ?o }", GraphNames(default=("a:h",)), 3),
        ("{ GRAPH ?g { ?s ?p ?o } }", GraphNames(named=("a:g",)), 2),
    ],
)
def test_a_query_reads_the_graphs_that_are_named(
    store: EmbeddedStore, query: str, graphs: GraphNames | None, count: int
) -> None:
    found = json.loads(store.results(f"SELECT * {query}", list(ROWS), 99, graphs).content)
    assert len(found["results"]["bindings"]) == count
    if graphs is None:
        assert len(store.select(f"SELECT * {query}")) == count


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("SELECT * FROM <a:g> {}", True),
        ("select*from named<a:g>{}", True),
        ("SELECT * FROM # here\n a:g {}", True),
        ("SELECT * FROM a:g {}", True),
        ("SELECT * FROM :g {}", True),
        ("SELECT * { ?s ?from <a:g> }", False),
        ("SELECT * { ?s a:from <a:g> }", False),
        ('SELECT * { ?s ?p "FROM <a:g>" }', False),
        ("SELECT * { ?s ?p 'it\\'s FROM <a:g>' }", False),
        ('SELECT * { ?s ?p """a "quote" FROM <a:g>""" }', False),
        ("SELECT * { ?s ?p '''FROM\n<a:g>''' }", False),
        ("SELECT * { } # FROM <a:g>", False),
        ("SELECT * { ?s <a:FROM> <a:g> }", False),
    ],
)
def test_from_counts_only_where_it_is_a_word_of_the_query(query: str, named: bool) -> None:
    assert names_graphs(query) is named


@pytest.mark.parametrize("word", ["INSERT DATA {}", "# why\nDROP ALL", "prefix a: <a:>\nWITH a:g DELETE {} WHERE {}"])
def test_updates_are_told_by_their_first_word(word: str) -> None:
    assert is_update(word)
    assert not is_update(f"SELECT * {{ }} # {word}")


def test_what_fits_no_form_or_names_no_graph_is_refused(store: EmbeddedStore) -> None:
    with pytest.raises(ExportError, match="text/turtle"):
        store.results("CONSTRUCT WHERE { ?s ?p ?o }", list(ROWS), 9)
    with pytest.raises(ExportError, match="text/csv"):
        store.results("ASK {}", list(TRIPLES), 9)
    with pytest.raises(SparqlError, match="no IRI"):
        store.results("ASK {}", list(ROWS), 9, GraphNames(default=("no iri",)))
