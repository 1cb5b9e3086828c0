"""What this room needs of a store, and safe writing of values into SPARQL."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final, Protocol
from urllib.parse import quote, unquote

from ontology.namespace import PREFIXES as _ALL
from ontology.namespace import concept_iri

_USUAL: Final = ("dg", "eli", "oa", "dcterms", "skos")


def prefixes(query: str = "") -> str:
    """Return the PREFIX lines of a query: the usual ones, and those of the project's others that it uses.

    >>> prefixes("ASK { ?s prov:used ?o }").splitlines()[-1]
    'PREFIX prov: <http://www.w3.org/ns/prov#>'
    """
    used = [name for name in _ALL if name not in _USUAL and re.search(rf"\b{name}:", query)]
    return "".join(f"PREFIX {name}: <{_ALL[name]}>\n" for name in (*_USUAL, *used))


PREFIXES: Final = prefixes()

_ESCAPES: Final = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


class Graph(Protocol):
    """A store as this room sees it: SELECT over the union of all named graphs."""

    def select(self, query: str) -> Iterable[Mapping[str, str]]:
        """Return one mapping of variable names to lexical forms per solution; unbound variables are absent."""
        ...

    def folder(self, name: str, make: Callable[[Path], object]) -> Path | None:
        """Return a folder with the files that `make` writes, kept while the graph stays as it is, None for nowhere."""
        ...

    def kept(self, query: str) -> Iterable[Mapping[str, str]]:
        """Return the same for a query over the whole graph; a store may keep what it found for the next process."""
        ...


def literal(value: str) -> str:
    r"""Return a string as a SPARQL literal; nothing in it can end the literal.

    >>> literal('a" } #')
    '"a\\" } #"'
    """
    kept = "".join(character for character in value if character >= " " or character in "\n\r\t")
    return f'"{kept.translate(_ESCAPES)}"'


@lru_cache(maxsize=8192)  # the same norms are named in many queries
def iri(value: str) -> str:
    """Return an IRI as a SPARQL term, with all that could end it percent-encoded.

    >>> iri("https://w3id.org/dutygraph/document/a> b")
    '<https://w3id.org/dutygraph/document/a%3E%20b>'
    """
    return "<" + re.sub(r"[\x00-\x20<>\"{}|^`\\]", lambda match: quote(match.group()), value) + ">"


def notation(value: str) -> str:
    """Return the notation of a concept, given its IRI.

    >>> notation("https://w3id.org/dutygraph/vocabulary/role/first")
    'first'
    """
    return unquote(value.rpartition("/")[2])


def concept(scheme: str, notation: str) -> str:
    """Return the IRI of a vocabulary concept as a SPARQL term.

    >>> concept("role", "first")
    '<https://w3id.org/dutygraph/vocabulary/role/first>'
    """
    return iri(concept_iri(scheme, notation))


def values(variable: str, terms: Iterable[str]) -> str:
    """Return a VALUES line that binds a variable to SPARQL terms.

    >>> values("role", [concept("role", "first")])
    'VALUES ?role { <https://w3id.org/dutygraph/vocabulary/role/first> }'
    """
    return f"VALUES ?{variable} {{ {' '.join(terms)} }}"
