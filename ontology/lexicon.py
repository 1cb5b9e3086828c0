"""Reads the shipped SKOS vocabularies as the `Lexicon` value that extraction and question understanding work on."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final, Literal

from pyoxigraph import Literal as RdfLiteral
from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from corpus.errors import VocabularyError
from extract.types import Lexicon, Term
from ontology.namespace import SKOS

FOLDER: Final = Path(__file__).parent / "vocabulary"

Form = Literal["preferred", "alternative", "hidden"]
FORMS: Final[dict[str, Form]] = {
    SKOS.prefLabel: "preferred",
    SKOS.altLabel: "alternative",
    SKOS.hiddenLabel: "hidden",
}
LANGUAGES: Final[dict[str, Literal["zh", "en"]]] = {"zh": "zh", "en": "en"}


def read_lexicon(schemes: Iterable[str] | None = None, *, folder: Path = FOLDER) -> Lexicon:
    """Return the terms of the named schemes, or of every scheme, in the order of the files.

    A scheme is a file `{scheme}.ttl` of `folder`; schemes come in alphabetical order, concepts and the labels of one
    form in the order of the file, preferred labels first. Reading all takes about 0.2 s, all but `region` 0.05 s.

    Raises VocabularyError, with the file and the reason, for a scheme without a file, for Turtle that does not
    parse, and for a label, notation or broader concept that is not as SKOS and the names of the schemes want it.

    >>> lexicon = read_lexicon(["role"])
    >>> lexicon.label("role", "first")
    '第一责任人'
    >>> lexicon.of("role")[1]
    Term(scheme='role', concept='overall', text='overall responsibility', language='en', form='preferred')
    """
    wanted = sorted(path.stem for path in folder.glob("*.ttl")) if schemes is None else sorted(set(schemes))
    if not wanted:
        raise VocabularyError(f"{folder}: no vocabulary file (*.ttl) is there")
    terms: list[Term] = []
    broader: dict[tuple[str, str], tuple[str, ...]] = {}
    for scheme in wanted:
        found, above = _read_scheme(folder / f"{scheme}.ttl")
        terms.extend(found)
        broader.update(above)
    return Lexicon(tuple(terms), broader)


def _read_scheme(path: Path) -> tuple[list[Term], dict[tuple[str, str], tuple[str, ...]]]:
    """Return the terms and broader concepts of one file."""
    scheme = path.stem
    notations: dict[str, str] = {}
    labels: list[tuple[str, Form, RdfLiteral]] = []
    above: list[tuple[str, str]] = []
    for triple in _triples(path):
        subject, predicate, value = triple.subject, triple.predicate.value, triple.object
        if not isinstance(subject, NamedNode):
            raise VocabularyError(f"{path}: a concept is a blank node; every concept needs an IRI")
        if predicate == SKOS.notation:
            if notations.setdefault(subject.value, _text(value)) != _text(value):
                raise VocabularyError(f"{path}: {subject.value} has two notations")
        elif predicate in FORMS:
            if not isinstance(value, RdfLiteral) or value.language not in LANGUAGES:
                raise VocabularyError(f"{path}: the label {value} of {subject.value} has no language zh or en")
            labels.append((subject.value, FORMS[predicate], value))
        elif predicate == SKOS.broader:
            above.append((subject.value, _text(value)))
    if len(set(notations.values())) != len(notations):
        raise VocabularyError(f"{path}: two concepts share a notation")
    for iri in [iri for iri, _, _ in labels] + [iri for pair in above for iri in pair]:
        if iri not in notations:
            raise VocabularyError(f"{path}: {iri} is used but has no skos:notation in this file")
    place = {iri: number for number, iri in enumerate(notations)}
    rank = {form: number for number, form in enumerate(FORMS.values())}
    labels.sort(key=lambda label: (place[label[0]], rank[label[1]]))
    terms = [
        Term(scheme, notations[iri], value.value, LANGUAGES[value.language or ""], form) for iri, form, value in labels
    ]
    broader: dict[tuple[str, str], tuple[str, ...]] = {}
    for narrow, wide in above:
        key = (scheme, notations[narrow])
        broader[key] = (*broader.get(key, ()), notations[wide])
    return terms, broader


def _triples(path: Path) -> list[Triple]:
    """Return the triples of a Turtle file in the order of the file."""
    try:
        return [quad.triple for quad in parse(path=path, format=RdfFormat.TURTLE)]
    except FileNotFoundError:
        raise VocabularyError(f"{path}: there is no such vocabulary file") from None
    except (OSError, SyntaxError, ValueError) as error:
        raise VocabularyError(f"{path}: this is no Turtle file: {error}") from None


def _text(node: object) -> str:
    """Return the IRI or literal of a node as a string."""
    return node.value if isinstance(node, NamedNode | RdfLiteral) else str(node)
