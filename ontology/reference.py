"""Writes the reference of the ontology and its vocabularies as one HTML page: `python -m ontology.reference FILE`."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from typing import Any, Final

from pyoxigraph import Literal, NamedNode

from ontology.diagram import BOXES, diagram
from ontology.files import ontology_files, quads_of, schema_files
from ontology.namespace import BASE, DCTERMS, DG, OWL, PREFIXES, RDF, RDFS, SKOS, local_name

_PREFIXES: Final = PREFIXES | {
    "lkif": "http://www.estrellaproject.org/lkif-core/norm.owl#",
    "lrmlmm": "http://docs.oasis-open.org/legalruleml/ns/v1.0/metamodel#",
}
_KINDS: Final = {OWL.ObjectProperty: "→", OWL.DatatypeProperty: "“ ”", OWL.AnnotationProperty: "ⓘ"}
_MATCHES: Final = (RDFS.subClassOf, RDFS.subPropertyOf, SKOS.closeMatch, SKOS.relatedMatch, RDFS.seeAlso)
_TOO_MANY: Final = 1000
"""A scheme with more concepts than this is counted, not listed."""


class _Terms:
    """What the Turtle says, subject by subject, in the order of the files."""

    def __init__(self) -> None:
        self._said: dict[str, dict[str, list[Any]]] = {}
        for file in ontology_files():
            for quad in quads_of(file):
                if not isinstance(quad.subject, NamedNode):
                    continue
                values = self._said.setdefault(quad.subject.value, {}).setdefault(quad.predicate.value, [])
                values.append(quad.object)

    def of_type(self, kind: str) -> list[str]:
        """Return the terms of this project that are of a type."""
        return [node for node in self._said if kind in self.iris(node, RDF.type) and node.startswith(BASE)]

    def iris(self, node: str, predicate: str) -> list[str]:
        """Return the IRIs that a property of a term has."""
        values = self._said.get(node, {}).get(predicate, [])
        return [value.value for value in values if isinstance(value, NamedNode)]

    def words(self, node: str, predicate: str, language: str) -> list[str]:
        """Return the texts that a property of a term has in a language."""
        values = self._said.get(node, {}).get(predicate, [])
        return [value.value for value in values if isinstance(value, Literal) and value.language == language]

    def word(self, node: str, predicate: str, language: str) -> str:
        """Return the first of them, or nothing."""
        return next(iter(self.words(node, predicate, language)), "")


def page() -> str:
    """Return the page, the same for the same Turtle. Raises VocabularyError."""
    terms = _Terms()
    head = BASE + "ontology"
    title = f"{terms.word(head, DCTERMS.title, 'zh')} · {terms.word(head, DCTERMS.title, 'en')}"
    schemes = terms.of_type(SKOS.ConceptScheme)
    links = " ".join(
        f'<a href="#{name}">{escape(text)}</a>'
        for name, text in [
            ("diagram", "图 Diagram"), ("classes", "类 Classes"), ("properties", "属性 Properties"),
            *((f"scheme-{local_name(scheme)}", terms.word(scheme, DCTERMS.title, "zh")) for scheme in schemes),
            ("alignments", "对照 Alignments"),
        ]
    )  # fmt: skip
    labels = {"skos:Concept": "概念", "prov:Activity": "活动", "prov:Plan": "规则"}
    labels |= {name: terms.word(DG.iri + name[3:], RDFS.label, "zh") for name in BOXES if name.startswith("dg:")}
    body = [
        f"<h1>{escape(title)}</h1>",
        f"<p>{escape(terms.word(head, DCTERMS.description, 'zh'))}<br>"
        f'<span class="soft">{escape(terms.word(head, DCTERMS.description, "en"))}</span></p>',
        f'<p class="iri">IRI <code>{escape(DG.iri)}</code> · Apache-2.0 · {_file("README.md")} · '
        f"{', '.join(_file(file.name) for file in schema_files())}</p>",
        f"<nav>{links}</nav>",
        '<h2 id="diagram">图 Diagram</h2>',
        f'<div class="diagram">{diagram(labels)}</div>',
        '<h2 id="classes">类 Classes</h2>',
        *(_class(terms, node) for node in sorted(terms.of_type(OWL.Class))),
        '<h2 id="properties">属性 Properties</h2>',
        '<p class="soft">→ leads to a thing, “ ” holds a value, ⓘ is a remark</p>',
        *_properties(terms),
        *(part for scheme in schemes for part in _scheme(terms, scheme)),
        '<h2 id="alignments">对照 Alignments</h2>',
        *_alignments(terms),
    ]
    style = Path(__file__).with_suffix(".css").read_text("utf-8")
    return (
        '<!doctype html>\n<html lang="zh">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{escape(title)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n<main>\n"
        + "\n".join(body)
        + "\n</main>\n</body>\n</html>\n"
    )


def _file(name: str) -> str:
    return f'<a href="../../ontology/{name}">{name}</a>'


def _short(iri: str) -> str:
    for prefix, start in _PREFIXES.items():
        if iri.startswith(start):
            return f"{prefix}:{iri[len(start) :]}"
    return iri.removeprefix(BASE + "vocabulary/")


def _link(iri: str) -> str:
    if iri.startswith(DG.iri):
        return f'<a href="#{escape(iri[len(DG.iri) :])}">{escape(_short(iri))}</a>'
    return f"<code>{escape(_short(iri))}</code>"


def _links(iris: Iterable[str]) -> str:
    return ", ".join(map(_link, iris))


def _facts(rows: Iterable[tuple[str, str]]) -> str:
    return "<dl>" + "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in rows if value) + "</dl>"


def _both(terms: _Terms, node: str, predicate: str) -> str:
    chinese, english = (escape(terms.word(node, predicate, language)) for language in ("zh", "en"))
    return f'{chinese}<br><span class="soft">{english}</span>' if chinese or english else ""


def _heading(*names: str) -> str:
    return f"<table><thead><tr>{''.join(f'<th>{name}</th>' for name in names)}</tr></thead>"


def _class(terms: _Terms, node: str) -> str:
    name = node[len(DG.iri) :]
    kinds = (OWL.ObjectProperty, OWL.DatatypeProperty)
    properties = [term for kind in kinds for term in terms.of_type(kind) if node in terms.iris(term, RDFS.domain)]
    facts = [
        ("上位 above", _links(terms.iris(node, RDFS.subClassOf))),
        ("下位 below", _links(term for term in terms.of_type(OWL.Class) if node in terms.iris(term, RDFS.subClassOf))),
        ("属性 properties", _links(sorted(properties))),
        ("参见 see also", _links(terms.iris(node, RDFS.seeAlso))),
    ]
    label = f"{terms.word(node, RDFS.label, 'zh')} · {terms.word(node, RDFS.label, 'en')}"
    return (
        f'<article id="{escape(name)}"><h3>{escape(label)}</h3><p class="iri"><code>dg:{escape(name)}</code></p>'
        f"<p>{_both(terms, node, RDFS.comment)}</p>{_facts(facts)}</article>"
    )


def _properties(terms: _Terms) -> Iterable[str]:
    yield _heading("属性 property", "名称 label", "说明 meaning", "从 of → 到 to")
    found = {node: mark for kind, mark in _KINDS.items() for node in terms.of_type(kind)}
    for node in sorted(found, key=str.casefold):
        name = node[len(DG.iri) :]
        ends = [_links(terms.iris(node, predicate)) for predicate in (RDFS.domain, RDFS.range)]
        yield (
            f'<tr id="{escape(name)}"><td><code>{escape(name)}</code></td><td>{_both(terms, node, RDFS.label)}</td>'
            f"<td>{_both(terms, node, RDFS.comment)}</td><td>{ends[0]} {found[node]} {ends[1]}</td></tr>"
        )
    yield "</table>"


def _scheme(terms: _Terms, scheme: str) -> Iterable[str]:
    name = local_name(scheme)
    concepts = [node for node in terms.of_type(SKOS.Concept) if scheme in terms.iris(node, SKOS.inScheme)]
    chinese, english = (terms.word(scheme, DCTERMS.title, language) for language in ("zh", "en"))
    yield f'<h2 id="scheme-{name}">{escape(chinese)} · {escape(english)}</h2>'
    yield f"<p>{_both(terms, scheme, DCTERMS.description)}</p>"
    yield (
        f'<p class="iri"><code>{escape(scheme)}/…</code> · {len(concepts):,} concepts · '
        f"{_file(f'vocabulary/{name}.ttl')}</p>"
    )
    if len(concepts) > _TOO_MANY:
        return
    below: dict[str, list[str]] = {}
    for node in concepts:
        for wide in terms.iris(node, SKOS.broader):
            below.setdefault(wide, []).append(node)
    if below:
        top = [node for node in concepts if not terms.iris(node, SKOS.broader)]
        tree = _tree(terms, top, below, set())
        yield f'<details><summary>层次 hierarchy</summary><div class="tree">{tree}</div></details>'
    yield _heading("概念 concept", "定义 definition", "又称 other words", "上位 broader")
    for node in concepts:
        others = [
            "、".join(escape(word) for word in terms.words(node, predicate, "zh"))
            + (' <span class="soft">' + escape(", ".join(terms.words(node, predicate, "en"))) + "</span>")
            for predicate in (SKOS.altLabel, SKOS.hiddenLabel)
        ]
        yield (
            f'<tr id="{name}/{local_name(node)}"><td>{_both(terms, node, SKOS.prefLabel)}<br>'
            f"<code>{local_name(node)}</code></td><td>{_both(terms, node, SKOS.definition)}</td>"
            f"<td>{'<br>'.join(other for other in others if other)}</td>"
            f"<td>{', '.join(_concept(terms, wide) for wide in terms.iris(node, SKOS.broader))}</td></tr>"
        )
    yield "</table>"


def _concept(terms: _Terms, node: str) -> str:
    return f'<a href="#{_short(node)}">{escape(terms.word(node, SKOS.prefLabel, "zh"))}</a>'


def _tree(terms: _Terms, nodes: Sequence[str], below: dict[str, list[str]], shown: set[str]) -> str:
    """Return a list of lists; what stands under two concepts is written out under the first of them."""
    items = []
    for node in nodes:
        more = "" if node in shown else _tree(terms, below.get(node, ()), below, shown)
        again = ' <span class="soft">↑</span>' if node in shown and node in below else ""
        shown.add(node)
        english = escape(terms.word(node, SKOS.prefLabel, "en"))
        items.append(f'<li>{_concept(terms, node)} <span class="soft">{english}</span>{again}{more}</li>')
    return f"<ul>{''.join(items)}</ul>" if items else ""


def _alignments(terms: _Terms) -> Iterable[str]:
    yield _heading("本体 here", "关系 relation", "其他 elsewhere")
    kinds = (OWL.Class, *_KINDS, SKOS.Concept)
    for node in sorted({node for kind in kinds for node in terms.of_type(kind)}):
        for predicate in _MATCHES:
            others = [iri for iri in terms.iris(node, predicate) if not iri.startswith(BASE)]
            if others:
                yield (
                    f"<tr><td>{_link(node)}</td><td><code>{_short(predicate)}</code></td><td>{_links(others)}</td></tr>"
                )
    yield "</table>"


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(page(), "utf-8")
