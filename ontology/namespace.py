"""Names the terms of the graph: closed namespaces, prefixes, and the IRIs of what the data holds.

A data IRI is made of ids by percent-encoding: what RFC 3987 does not allow in a path segment, `/` and `%` included,
is escaped, so an IRI cannot be left by a strange document id or actor name, and two ids never share an IRI.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final
from urllib.parse import unquote

BASE: Final = "https://w3id.org/dutygraph/"


class Namespace:
    """A closed set of terms under one IRI; asking for any other term is an AttributeError.

    >>> DG.Frame
    Traceback (most recent call last):
    AttributeError: https://w3id.org/dutygraph/ontology# has no term Frame
    """

    def __init__(self, iri: str, terms: str) -> None:
        """Name the namespace's IRI and its terms, separated by white space."""
        self.iri: Final = iri
        self.terms: Final = frozenset(terms.split())
        vars(self).update((term, iri + term) for term in self.terms)

    def __getattr__(self, term: str) -> str:
        """Refuse what is no term; those that are stand in the instance."""
        raise AttributeError(f"{self.iri} has no term {term}")


DG = Namespace(
    BASE + "ontology#",
    """
    Document Provision Version Norm Statement Actor Office Evidence Amount Reference Definition
    Responsibility Duty Prohibition Permission Encouragement Sanction Reward Criterion
    id shortTitle number effectiveText regionName jurisdiction completeness missing appliesTo basedOnTitle
    versionOf versionNumber versionText versionRecord
    implementsTitle implements repealsTitle interpreter index subject
    text checksum chapterCount articleCount note record
    document provision article eid provisionKind label item mark heading start end order words
    kind role level bearer matterText matter about mention recipientText timeText quantityText conductText targetText
    measureText measure enforcerText gist rule confidence status
    evidence field value inherited sequence plan
    name actorType directType position place
    amount low high unit base
    citedTitle citedLabel citedKey resolved term meaning
    Inference reaches answersFor inherits supervises supervisesIndirectly
    """,
)
ELI = Namespace(
    "http://data.europa.eu/eli/ontology#",
    """
    LegalResource LegalResourceSubdivision is_part_of number based_on cites
    date_document date_publication first_date_entry_in_force
    """,
)
OA = Namespace("http://www.w3.org/ns/oa#", "TextPositionSelector start end exact")
ORG = Namespace("http://www.w3.org/ns/org#", "Organization")
PROV = Namespace(
    "http://www.w3.org/ns/prov#",
    "Activity SoftwareAgent used wasAssociatedWith wasDerivedFrom wasGeneratedBy",
)
SH = Namespace("http://www.w3.org/ns/shacl#", "result focusNode resultPath resultMessage resultSeverity value")
SKOS = Namespace(
    "http://www.w3.org/2004/02/skos/core#",
    """
    Concept ConceptScheme inScheme notation prefLabel altLabel hiddenLabel definition broader broaderTransitive
    closeMatch relatedMatch
    """,
)
DCTERMS = Namespace("http://purl.org/dc/terms/", "title description publisher source hasVersion")
RDF = Namespace("http://www.w3.org/1999/02/22-rdf-syntax-ns#", "type JSON subject predicate object first")
RDFS = Namespace(
    "http://www.w3.org/2000/01/rdf-schema#", "Class label comment domain range seeAlso subClassOf subPropertyOf"
)
OWL = Namespace(
    "http://www.w3.org/2002/07/owl#",
    """
    Class DatatypeProperty NamedIndividual ObjectProperty AnnotationProperty Ontology Restriction imports
    AllDisjointClasses AllDifferent disjointWith differentFrom equivalentClass inverseOf
    FunctionalProperty hasValue onProperty
    """,
)
XSD = Namespace("http://www.w3.org/2001/XMLSchema#", "integer boolean decimal double date")

PREFIXES: Final[dict[str, str]] = {
    "dcterms": DCTERMS.iri,
    "dg": DG.iri,
    "eli": ELI.iri,
    "oa": OA.iri,
    "org": ORG.iri,
    "owl": OWL.iri,
    "prov": PROV.iri,
    "rdf": RDF.iri,
    "rdfs": RDFS.iri,
    "skos": SKOS.iri,
    "xsd": XSD.iri,
}
"""The prefixes that exports bind and that queries may use without declaring them."""

VOCABULARY_GRAPH: Final = BASE + "graph/vocabulary"
LINKS_GRAPH: Final = BASE + "graph/links"
INFERRED_GRAPH: Final = BASE + "graph/inferred"
_DOCUMENTS: Final = BASE + "document/"

# The segment-nz of RFC 3987: iunreserved, sub-delims, ":" and "@". Percent signs are escaped as well.
_ESCAPED = re.compile(
    "[^A-Za-z0-9._~!$&'()*+,;=:@\\-"
    "\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef"
    + "".join(f"{chr(plane + 0x10000)}-{chr(plane + 0x1FFFD)}" for plane in range(0, 0xD0000, 0x10000))
    + f"{chr(0xE1000)}-{chr(0xEFFFD)}]"
)


def segment(text: str) -> str:
    """Return `text` as one path segment of an IRI; Chinese stays as it is.

    >>> segment("某市办法(2024) 草案/二")
    '某市办法(2024)%20草案%2F二'
    >>> segment("..")
    '%2E%2E'
    """
    if text in (".", ".."):
        return text.replace(".", "%2E")
    return _ESCAPED.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), text)


# a graph names its document, and the concepts of the vocabulary, in every frame
@lru_cache(maxsize=16)
def document_iri(document: str) -> str:
    """Return the IRI of a document, which is also the name of its graph."""
    return _DOCUMENTS + segment(document)


def digest_iri(document: str) -> str:
    """Return the name of the graph of facts about a document whose words are missing."""
    return document_iri(document) + "/digest"


def version_iri(document: str, number: int) -> str:
    """Return the IRI of a predecessor of a document by its number, from 1, which is also the name of its graph."""
    return f"{document_iri(document)}/version-{number}"


def provision_iri(document: str, key: str) -> str:
    """Return the IRI of a provision by its key (`art_16__item_1`)."""
    return f"{document_iri(document)}/{segment(key)}"


def frame_iri(document: str, frame: str) -> str:
    """Return the IRI of a frame by its id, which begins with the document's id.

    >>> frame_iri("a/b", "a/b/art_1/duty-1")
    'https://w3id.org/dutygraph/document/a%2Fb/art_1/duty-1'
    """
    if not frame.startswith(document + "/"):
        raise ValueError(f"frame {frame!r} is not of document {document!r}")
    return document_iri(document) + "".join("/" + segment(part) for part in frame[len(document) + 1 :].split("/"))


def evidence_iri(frame: str, field: str, number: int) -> str:
    """Return the IRI of the evidence with this number, from 1, for one field of a frame's IRI."""
    return f"{frame}/{field}-{number}"


def amount_iri(frame: str, number: int) -> str:
    """Return the IRI of the amount with this number, from 1, of a frame's IRI."""
    return f"{frame}/amount-{number}"


def reference_iri(document: str, number: int) -> str:
    """Return the IRI of the reference with this number, from 1, of a document."""
    return f"{document_iri(document)}/reference-{number}"


def definition_iri(document: str, number: int) -> str:
    """Return the IRI of the definition with this number, from 1, of a document."""
    return f"{document_iri(document)}/definition-{number}"


def actor_iri(graph: str, name: str, variant: int = 1) -> str:
    """Return the IRI of an actor of the graph of one document.

    `variant` counts actors of one name that differ in level, type, position or place.
    """
    return f"{graph}/actor/{segment(name)}" + (f"/{variant}" if variant > 1 else "")


def activity_iri(graph: str, rule: str) -> str:
    """Return the IRI of the work of a rule on the document whose graph this is."""
    return f"{graph}/activity/{segment(rule)}"


def rule_iri(rule: str) -> str:
    """Return the IRI of an extraction rule by its id.

    >>> rule_iri("duty.modal")
    'https://w3id.org/dutygraph/rule/duty.modal'
    """
    return f"{BASE}rule/{segment(rule)}"


def software_iri(version: str) -> str:
    """Return the IRI of a version of this program."""
    return f"{BASE}software/{segment(version)}"


@lru_cache(maxsize=4096)
def concept_iri(scheme: str, notation: str) -> str:
    """Return the IRI of a vocabulary concept.

    >>> concept_iri("role", "first")
    'https://w3id.org/dutygraph/vocabulary/role/first'
    """
    return f"{BASE}vocabulary/{segment(scheme)}/{segment(notation)}"


def local_name(iri: str) -> str:
    """Return the last part of an IRI as it was before escaping: a notation, a key, a name."""
    return unquote(iri.rpartition("/")[2])


def document_id(iri: str) -> str | None:
    """Return the id of the document whose graph, digest graph or part has this IRI, or None for other IRIs.

    >>> document_id(digest_iri("a/b"))
    'a/b'
    >>> document_id(INFERRED_GRAPH)
    """
    if not iri.startswith(_DOCUMENTS):
        return None
    return unquote(iri[len(_DOCUMENTS) :].partition("/")[0])


def data_id(iri: str) -> str:
    """Return a node of the data as it is called in frames: the id of a document, or of a frame.

    >>> data_id(frame_iri("a/b", "a/b/art_1/duty-1"))
    'a/b/art_1/duty-1'
    """
    return unquote(iri.removeprefix(_DOCUMENTS))
