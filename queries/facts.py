"""Answers questions about a document itself: dates, issuer, number, basis, scope, interpreter, parts, completeness."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ontology.namespace import document_iri
from queries import phrasebook
from queries.catalogue import Catalogue, ProvisionText
from queries.graph import Graph, iri
from queries.named import named
from queries.reading import Reading
from queries.reply import Reply
from queries.types import Citation
from queries.wording import Wording

_FIELDS: Final = {"date": ("date", "published"), "number": ("number",), "issuer": ("issuer",), "title": ("title",)}


class Facts:
    """What the graph knows of documents."""

    def __init__(self, graph: Graph, catalogue: Catalogue) -> None:
        """Keep the graph and what is loaded of it."""
        self._graph: Final = graph
        self._catalogue: Final = catalogue
        self._cues: Final = {cue.intent: cue for cue in phrasebook.cues().document}

    @property
    def intents(self) -> frozenset[str]:
        """The names of all that can be asked about a document."""
        return frozenset(self._cues)

    def reply(self, reading: Reading, documents: Sequence[str], wording: Wording) -> Reply:
        """Answer for one or more documents, side by side; refuse where none of them says it."""
        query = named("document-facts").bind(document=(iri(document_iri(document)) for document in documents))
        facts: dict[str, dict[str, list[str]]] = {document: {} for document in documents}
        by_iri = {self._catalogue.by_id[document].iri: document for document in documents}
        for row in self._graph.select(query):
            facts[by_iri[row["document"]]].setdefault(row["field"], []).append(row["value"])
        lines: list[str] = []
        silent: list[str] = []
        citations: list[Citation] = []
        for document in documents:
            provision = self._stated(reading.intent, document)
            said = self._said(reading.intent, facts[document], document, provision, wording)
            if not said:
                silent.append(document)
                continue
            entry = self._catalogue.by_id[document]
            place = wording.place(document, provision.label) if provision else f"《{wording.title(document)}》"
            digest = wording.say["digest"] if entry.digest and not provision else ""
            lines.append(f"{place}{': ' if wording.language == 'en' else '：'}{said}{digest}")
            if provision:
                citations.append(_citation(provision))
        wanted = wording.say["wanted"][reading.intent]
        gaps = [wording.say["no_basis"].format(document=f"《{wording.title(d)}》", what=wanted) for d in silent]
        if not lines:
            return Reply(" ".join(gaps), reason="not_stated", sparql=(query,))
        text = (
            wording.say["clause"].join(lines) + wording.say["stop"] + ("".join(gaps) if reading.named_documents else "")
        )
        return Reply(text, citations=tuple(citations), sparql=(query,))

    def _said(
        self, intent: str, facts: dict[str, list[str]], document: str, provision: ProvisionText | None, wording: Wording
    ) -> str:
        say = wording.say["facts"]
        joined = {field: wording.say["list"].join(values) for field, values in facts.items()}
        if intent == "count":
            return self._count(facts, document, wording)
        if intent == "missing":
            key = {"complete": "complete", "partial": "partial"}.get(joined.get("completeness", ""), "digest_only")
            return str(say[key].format(value=wording.missing(facts.get("missing", ()))))
        if intent == "effective":
            effective = joined.get("effective", "")
            key = "effective" if effective[:4].isdecimal() else "effective_text"
            # 自发布之日起 counts from publication, 自印发之日起 from the document's own date
            days = ("published", "date") if "布" in effective else ("date", "published")
            issued = next((joined[day] for day in days if day in joined), "")
            text = say[key].format(value=effective) if effective else ""
            if text and key == "effective_text" and issued:
                text += wording.say["clause"] + say["date"].format(value=issued)
            return str(text)
        if intent == "basis" and "basis" in facts:
            titles = [title if title.startswith("《") else f"《{title}》" for title in facts["basis"]]
            return str(say["basis"].format(value=wording.say["list"].join(titles)))
        if intent in _FIELDS:
            parts = [say[field].format(value=joined[field]) for field in _FIELDS[intent] if field in joined]
            return str(wording.say["clause"].join(parts))
        if intent in joined:
            return str(say[intent].format(value=joined[intent]))
        # The provision says it although the metadata does not.
        return wording.say["quoted"].format(quote=" ".join(provision.words.split())) if provision else ""

    def _count(self, facts: dict[str, list[str]], document: str, wording: Wording) -> str:
        say = wording.say["facts"]
        articles, chapters = int(facts.get("articles", ["0"])[0]), int(facts.get("chapters", ["0"])[0])
        if self._catalogue.by_id[document].digest:
            return ""
        if not articles:
            return str(say["count_none"])
        if facts.get("completeness") == ["partial"]:
            last = [p.label for p in self._catalogue.provisions if p.document == document][-1]
            missing = wording.say["clause"] + say["partial"].format(value=wording.missing(facts.get("missing", ())))
            return f"{say['count_partial'].format(articles=articles, last=last)}{missing}"
        key = "count" if chapters else "count_articles"
        return str(say[key].format(chapters=chapters, articles=articles))

    def _stated(self, intent: str, document: str) -> ProvisionText | None:
        """Return the provision that says what is asked, the first or the last one by the kind of question."""
        cue = self._cues[intent]
        if cue.stated is None:
            return None
        own = [p for p in self._catalogue.provisions if p.document == document]
        for provision in reversed(own) if cue.last else own:
            if cue.stated.search(provision.words):
                return provision
        return None


def _citation(provision: ProvisionText) -> Citation:
    words = provision.words.rstrip()
    return Citation(
        provision.document,
        provision.label,
        provision.item,
        words,
        provision.start,
        provision.start + len(words),
        "",
        True,
    )
