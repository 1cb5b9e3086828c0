"""From every frame PROV leads to its words, its rule, its confidence, the version of its document and the program."""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from pathlib import Path

import pytest

from ontology.frames import documents, frames, text
from ontology.namespace import (
    VOCABULARY_GRAPH,
    activity_iri,
    digest_iri,
    document_iri,
    frame_iri,
    rule_iri,
    software_iri,
)
from ontology.store import Store, open_store

WALK = """
SELECT ?frame ?start ?end ?words ?rule ?plan ?activity ?confidence ?status ?checksum ?agent ?graph WHERE {
  VALUES ?document { <%s> }
  GRAPH ?graph {
    ?frame prov:wasGeneratedBy ?activity ; dg:rule ?rule ; dg:confidence ?confidence ; dg:status ?status .
    ?activity a prov:Activity ; prov:used ?document ; dg:plan ?plan ; prov:wasAssociatedWith ?agent .
  }
  OPTIONAL { ?frame oa:start ?start ; oa:end ?end ; oa:exact ?words }
  OPTIONAL { ?document dg:checksum ?checksum }
}
"""


@pytest.fixture(scope="module")
def store(shipped_store: Path):
    with open_store(shipped_store) as opened:
        yield opened


def test_every_frame_leads_to_its_origin(store: Store) -> None:
    walked = 0
    for record in documents(store):
        document = record.metadata.id
        words = text(store, document)
        rows = {row["frame"]: row for row in store.select(WALK % document_iri(document))}
        held = frames(store, document)
        assert set(rows) == {frame_iri(document, frame.id) for frame in held}
        for frame in held:
            row = rows[frame_iri(document, frame.id)]
            graph = digest_iri(document) if frame.status == "digest" else document_iri(document)
            assert (row["rule"], float(row["confidence"]), row["status"]) == (
                frame.rule,
                frame.confidence,
                frame.status,
            )
            assert (row["graph"], row["activity"]) == (graph, activity_iri(graph, frame.rule))
            assert (row["plan"], row["agent"]) == (rule_iri(frame.rule), software_iri(version("dutygraph")))
            if frame.status != "digest":
                assert row["checksum"] == hashlib.sha256(words.encode()).hexdigest()
                assert words[int(row["start"]) : int(row["end"])] == row["words"] == frame.quote
        walked += len(held)
    assert walked == 490


def test_activities_are_few(store: Store) -> None:
    """One for each rule in each document, or the graph would grow with every frame."""
    [row] = store.select("SELECT (COUNT(?a) AS ?count) { ?a a prov:Activity }")
    [pairs] = store.select(
        "SELECT (COUNT(*) AS ?count) { SELECT DISTINCT ?g ?r { GRAPH ?g { ?f a dg:Norm ; dg:rule ?r } } }"
    )
    assert row == pairs


def test_the_program_is_named(store: Store) -> None:
    rows = store.select(
        f"SELECT ?agent ?version {{ GRAPH <{VOCABULARY_GRAPH}> "
        "{ ?agent a prov:SoftwareAgent ; dcterms:hasVersion ?version } }"
    )
    assert [(row["agent"], row["version"]) for row in rows] == [
        (software_iri(version("dutygraph")), version("dutygraph"))
    ]
