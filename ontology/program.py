"""Names this program as the agent of PROV that made the frames."""

from __future__ import annotations

from importlib.metadata import version
from typing import Final

from ontology.namespace import DCTERMS, PROV, VOCABULARY_GRAPH, software_iri
from ontology.quads import Quads

_VERSION: Final = version("dutygraph")
PROGRAM: Final = software_iri(_VERSION)
"""The agent: the version of the program that runs."""


def program() -> str:
    """Return what the graph of the vocabulary says about the agent, as N-Quads."""
    quads = Quads(VOCABULARY_GRAPH)
    quads.type(PROGRAM, PROV.SoftwareAgent)
    quads.text(PROGRAM, DCTERMS.title, "dutygraph")
    quads.text(PROGRAM, DCTERMS.hasVersion, _VERSION)
    return str(quads)
