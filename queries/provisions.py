"""Answers what a numbered provision says: its words, the norms in it, or that there is no such provision."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from corpus.types import UNFINISHED
from ontology.namespace import document_iri
from queries import compose
from queries.catalogue import Catalogue
from queries.frames import Norm, Norms
from queries.graph import Graph, iri, literal
from queries.named import named
from queries.reading import Reading
from queries.reply import Reply
from queries.types import Citation
from queries.wording import Wording, excerpt

Row = Mapping[str, str]


class Provisions:
    """The provisions of a graph by their labels."""

    def __init__(self, graph: Graph, catalogue: Catalogue, norms: Norms) -> None:
        """Keep the graph and what is loaded of it."""
        self._graph: Final = graph
        self._catalogue: Final = catalogue
        self._norms: Final = norms

    def holding(self, labels: Iterable[str]) -> tuple[str, ...]:
        """Return the ids of the documents that have a provision of one of these labels."""
        wanted = set(labels)
        return tuple(dict.fromkeys(p.document for p in self._catalogue.provisions if p.label in wanted))

    def reply(self, reading: Reading, documents: Sequence[str], wording: Wording) -> Reply:
        """Answer with the words of the provisions; refuse where a document has none of that number."""
        documents_terms = [iri(document_iri(document)) for document in documents]
        ran: list[str] = []
        lines: list[str] = []
        citations: list[Citation] = []
        actors: list[str] = []
        missing: list[str] = []
        for label in reading.slots.provision:
            chapter = label.endswith("章")
            name, key = ("chapter", "mark") if chapter else ("provision", "label")
            query = named(name).bind(document=documents_terms, **{key: [literal(label)]})
            ran.append(query)
            rows = list(self._graph.select(query))
            if not rows:
                digest = self._digest(label, documents, wording, ran, lines, citations)
                if not digest:
                    missing.append(label)
                continue
            if chapter:
                self._chapter(rows, wording, lines, citations)
                continue
            for row in rows:
                document = self._document(row)
                words = row["words"].rstrip()
                colon = ": " if wording.language == "en" else "："
                lines.append(wording.place(document, label) + colon + wording.say["quoted"].format(quote=words.strip()))
                start = int(row["start"])
                citations.append(Citation(document, label, "", words, start, start + len(words), "", True))
            found = self._norms.complete(
                self._norms.find(compose.Norms(documents=tuple(documents), labels=(label,)), ran), ran
            )
            actors.extend(name for norm in found for name, _ in norm.actors)
        if not lines:
            return self._absent(missing, documents, wording, tuple(ran))
        text = wording.say["clause"].join(lines) + wording.say["stop"]
        text += self._lacking(reading.slots.provision, documents, wording)
        if missing:
            text += self._absent(missing, documents, wording, ()).text
        return Reply(text, actors=tuple(dict.fromkeys(actors)), citations=tuple(citations), sparql=tuple(ran))

    def _document(self, row: Row) -> str:
        return next(entry.id for entry in self._catalogue.documents if entry.iri == row["document"])

    def _chapter(self, rows: Sequence[Row], wording: Wording, lines: list[str], citations: list[Citation]) -> None:
        first = rows[0]
        document = self._document(first)
        parts = [f"{row['label']}“{excerpt(row['words'])[:24]}…”" for row in rows]
        head = f"《{wording.title(document)}》{first['mark']} {first['heading']}"
        lines.append(f"{head}（{rows[0]['label']}–{rows[-1]['label']}）：{wording.say['list'].join(parts)}")
        for row in rows:
            words, start = row["words"].rstrip(), int(row["start"])
            citations.append(Citation(document, row["label"], "", words, start, start + len(words), "", True))

    def _digest(
        self,
        label: str,
        documents: Sequence[str],
        wording: Wording,
        ran: list[str],
        lines: list[str],
        citations: list[Citation],
    ) -> bool:
        """Add what a digest says of the provision, where one does; return whether it does."""
        query = named("statements").bind(
            document=[iri(document_iri(document)) for document in documents], label=[literal(label)]
        )
        ran.append(query)
        said = [(self._document(row), row["gist"], "") for row in self._graph.select(query)]
        norms: list[Norm] = self._norms.find(compose.Norms(documents=tuple(documents), labels=(label,)), ran)
        said.extend((norm.document, norm.gist, norm.id) for norm in norms if norm.digest and norm.gist)
        for document, gist, frame in said:
            colon = ": " if wording.language == "en" else "："
            place = wording.place(document, label).removesuffix(wording.say["digest"])
            lines.append(f"{place}{colon}{gist}{wording.say['digest']}")
            citations.append(Citation(document, label, "", "", 0, 0, frame, True))
        return bool(said)

    def _lacking(self, labels: Sequence[str], documents: Sequence[str], wording: Wording) -> str:
        """Say which parts of the provisions, of which there are words, the copies lack (第五条(一)–(三))."""
        said = []
        for document in documents:
            parts = [part for part in self._catalogue.by_id[document].missing if part.startswith(_inside(labels))]
            if parts:
                part = wording.say["list"].join(parts)
                said.append(wording.say["lacks_part"].format(document=wording.titles([document]), part=part))
        return "".join(said)

    def _absent(self, labels: Sequence[str], documents: Sequence[str], wording: Wording, ran: tuple[str, ...]) -> Reply:
        say = wording.say
        label = say["list"].join(labels)
        partial = [d for d in documents if set(labels) & set(self._catalogue.by_id[d].missing)]
        if partial:
            text = say["missing_provision"].format(document=wording.titles(partial), label=label)
            return Reply(text, reason="not_stated", sparql=ran)
        for document in documents:
            broken = [part for part in self._catalogue.by_id[document].missing if part.endswith(UNFINISHED)]
            if broken:
                text = say["breaks_off"].format(
                    document=wording.titles([document]), place=broken[0].removesuffix(UNFINISHED), label=label
                )
                return Reply(text, reason="not_stated", sparql=ran)
        extent = ""
        if len(documents) == 1 and self._catalogue.by_id[documents[0]].articles:
            extent = say["refused"]["extent"].format(articles=self._catalogue.by_id[documents[0]].articles)
        text = say["refused"]["no_such_provision"].format(
            document=wording.titles(documents), label=label, extent=extent
        )
        return Reply(text, reason="no_such_provision", sparql=ran)


def _inside(labels: Sequence[str]) -> tuple[str, ...]:
    """Return how the names of parts of provisions begin: 第五条(一), 第五条（一）."""
    return tuple(f"{label}{bracket}" for label in labels for bracket in "(（")
