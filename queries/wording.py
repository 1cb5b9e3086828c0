"""Says norms, places and readings in words, by the sentences of `sentences.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any, Final, Literal

from extract.types import Lexicon
from queries import phrasebook
from queries.catalogue import Catalogue, DocumentEntry, number
from queries.frames import Norm
from queries.reading import Reading
from queries.terms import TermFinder

_EXCERPT: Final = 110  # characters of a quote inside a sentence; citations have all of it
_EXCERPT_OF_MANY: Final = 48
_MANY: Final = 3  # norms, from which on their quotes are cut shorter
_PLACES: Final = 8  # provisions that an answer spells out
_EACH: Final = 4  # norms of one provision that an answer spells out
_MARK: Final = re.compile(
    r"^\s*(?:第[〇零一二两三四五六七八九十百千]+条(?:之[一二三四五六七八九十]+)?|[(（][一二三四五六七八九十\d]+[)）]|\d+[.、])\s*"
)


class Wording:
    """Words in one language over one vocabulary and one loaded graph."""

    def __init__(self, language: Literal["zh", "en"], lexicon: Lexicon, catalogue: Catalogue) -> None:
        """Load the sentences of the language."""
        self.language: Final = language
        self.say: Final[dict[str, Any]] = phrasebook.sentences(language)
        self._labels: Final = {
            (term.scheme, term.concept): term.text
            for term in lexicon.terms
            if term.language == language and term.form == "preferred"
        }
        self._catalogue: Final = catalogue
        self._lexicon: Final = lexicon

    @cached_property
    def _finder(self) -> TermFinder:
        """What names of actors are said by in English."""
        return TermFinder(self._lexicon, ("level", "actor", "position"))

    @cached_property
    def _matters(self) -> TermFinder:
        return TermFinder(self._lexicon, ("matter",))

    def label(self, scheme: str, concept: str) -> str:
        """Return a concept's label in the language."""
        return self._labels.get((scheme, concept), concept)

    def title(self, document: str) -> str:
        """Return the short title of a document."""
        entry = self._catalogue.by_id.get(document) or DocumentEntry(document, "")
        if self.language == "en":
            return next(filter(str.isascii, entry.names), "") or entry.short or entry.title or document
        return entry.short or entry.title or document

    def missing(self, labels: Iterable[str]) -> str:
        """Return the labels of the provisions that a copy lacks, or that it lacks some."""
        return str(self.say["list"].join(labels) or self.say["some_part"])

    def titles(self, documents: Iterable[str]) -> str:
        """Return several short titles."""
        return str(self.say["list"].join(f"《{self.title(document)}》" for document in documents))

    def place(self, document: str, label: str, item: str = "") -> str:
        """Return where something stands: 《宿州办法》第十六条."""
        values = {"title": self.title(document), "label": label, "item": item, "article": article(label)}
        text = str(self.say["place_item" if item and label else "place"]).format(**values)
        entry = self._catalogue.by_id.get(document)
        return text + (self.say["digest"] if entry and entry.digest else "")

    def actor(self, name: str) -> str:
        """Return an actor's name; in English with what the vocabulary can say of it."""
        if self.language == "zh":
            return name
        found = self._finder.find_terms(name)
        levels = [f.term.concept for f in found if f.term.scheme == "level" and f.term.concept not in ("any", "none")]
        entry = self._catalogue.actors.get(name)
        if not levels and entry and len(entry.levels) == 1:
            levels = [level for level in entry.levels if level not in ("any", "none")]
        kinds = [self.label("actor", f.term.concept) for f in found if f.term.scheme == "actor"]
        positions = [self.label("position", f.term.concept) for f in found if f.term.scheme == "position"]
        if not kinds and not positions:
            return name
        level = self.label("level", levels[0]).removesuffix(" level") if levels else ""
        body = " ".join(part for part in (level, kinds[0] if kinds else "") if part)
        gloss = f"{positions[-1]} of the {body}" if positions and body else positions[-1] if positions else body
        return f"{gloss} ({name})"

    def matter(self, words: Sequence[str]) -> str:
        """Return what a norm is about; in English by the concepts that the words name."""
        if not words:
            return str(self.say["no_matter"])
        if self.language == "zh":
            return "、".join(words)
        found = [self.label("matter", f.term.concept) for f in self._matters.find_terms("".join(words))]
        return f"{', '.join(dict.fromkeys(found))} ({'、'.join(words)})" if found else "、".join(words)

    def norm(
        self, norm: Norm, actors: Sequence[str], asks: frozenset[str] = frozenset(), longest: int = _EXCERPT
    ) -> str:
        """Return one sentence, without its stop, for what a norm says."""
        say = self.say
        names = say["list"].join(self.actor(name) for name in actors)
        quote = say["quoted"].format(quote=excerpt(norm.quote, longest)) if norm.quote else norm.gist
        if norm.kind == "responsibility" and norm.role:
            text = say["role"][norm.role].format(actors=names, matter=self.matter(norm.of("matter")), quote=quote)
        elif norm.kind in ("sanction", "reward"):
            text = self._consequence(norm) or quote
        elif not names and norm.kind == "duty":
            text = say["kind"]["duty_nobody"].format(quote=quote)
        else:
            text = say["kind"].get(norm.kind, "{quote}").format(actors=names, quote=quote)
        for ask in ("time", "quantity"):
            if ask in asks and norm.of(ask):
                text += say[ask].format(**{ask: say["list"].join(norm.of(ask))})
        if "recipient" in asks and norm.of("recipient"):
            text += say["recipient"].format(recipient=say["list"].join(norm.of("recipient")))
        return str(text) + (say["digest"] if norm.digest else "")

    def norms(self, norms: Sequence[Norm], actors: dict[str, tuple[str, ...]], asks: frozenset[str]) -> str:
        """Return all norms as one run of sentences, by provision, the stop left out."""
        groups: dict[tuple[str, str], list[Norm]] = {}
        for norm in norms:
            groups.setdefault((norm.document, norm.label), []).append(norm)
        lines = []
        longest = _EXCERPT if len(norms) <= _MANY else _EXCERPT_OF_MANY
        for (document, label), members in list(groups.items())[:_PLACES]:
            said: dict[str, None] = {}
            quoted: set[str] = set()
            for norm in members:
                words = self.norm(norm, actors.get(norm.iri, ()), asks, longest)
                # What is a responsibility and a duty in one sentence is quoted once.
                if excerpt(norm.quote, longest) not in words or norm.quote not in quoted:
                    said[words] = None
                quoted.add(norm.quote)
            joined = self.say["clause"].join(list(said)[:_EACH])
            lines.append(f"{self.place(document, label)}{': ' if self.language == 'en' else '：'}{joined}")
        if len(groups) > _PLACES:
            lines.append(self.say["more"].format(count=len(groups) - _PLACES))
        return str(self.say["clause"].join(lines))

    def asked(self, reading: Reading) -> str:
        """Return what a question asks for as a noun phrase."""
        slots, party = reading.slots, reading.bearer
        matters = [self.label("matter", matter) for matter in slots.matter]
        others = [word.asked for word in reading.words if not word.matter]
        measures = [self.label("measure", measure) for measure in slots.measure]
        who = party.text if party else ""
        what = self.say["list"].join(dict.fromkeys([*matters, *measures, *([] if slots.role and matters else others)]))
        role = self.say["list"].join(self.label("role", role) for role in slots.role)
        intent = self.say["interpretation"]["intents"].get(
            reading.intent if reading.intent not in ("gap", "which", "compare") else (slots.kind or ("duty",))[0], ""
        )
        if self.language == "zh":
            if role:
                return f"{who}{what}的{role}"
            return f"{who}{f'关于“{what}”' if what else ''}的{intent}"
        at = " at " + " and ".join(self.label("level", level) for level in slots.level) if slots.level else ""
        if role:
            return f"the {role}{f' for {what}' if what else ''}{at}"
        return f"{intent}{f' of {who}' if who and not at else ''}{f' on “{what}”' if what else ''}{at}"

    def interpretation(self, reading: Reading) -> str:
        """Return the one line that shows how a question was read."""
        slots, say = reading.slots, self.say["interpretation"]
        parts = [self.title(document) for document in slots.document]
        parts += list(slots.provision)
        for scheme in ("level", "actor", "position", "matter", "measure"):
            parts += [self.label(scheme, concept) for concept in getattr(slots, scheme)]
        if reading.bearer and not (slots.actor or slots.position or slots.level):
            parts.append(reading.bearer.text)
        parts += list(slots.time)
        parts += [self.label("role", role) for role in slots.role]
        words = [word.asked for word in reading.words if not word.matter]
        if words:
            parts.append(say["words"].format(words=" ".join(words)))
        if not slots.role or reading.intent != "responsibility":
            parts.append(say["intents"].get(reading.intent, reading.intent))
        parts += [say["corrected"].format(asked=one.asked, read=one.read) for one in reading.corrections]
        return str(say["separator"]).join(dict.fromkeys(parts))

    def _consequence(self, norm: Norm) -> str:
        say = self.say
        if not norm.of("measure"):
            return ""
        values = {
            "conduct": norm.of("conduct"),
            "enforcers": tuple(self.actor(name) for name in norm.of("enforcer")),
            "targets": norm.of("target"),
            "measures": norm.of("measure"),
        }
        parts = {
            name: say[name].format(**{name: say["list"].join(found)}) if found else "" for name, found in values.items()
        }
        return str(say["kind"][norm.kind].format(**parts))


def excerpt(quote: str, longest: int = _EXCERPT) -> str:
    """Return the beginning of a quote without its mark, fit for a sentence; at most so many characters.

    >>> excerpt("第三条 坚持统筹。")
    '坚持统筹'
    """
    text = " ".join(_MARK.sub("", quote).split()).rstrip("。;；,，")
    return text if len(text) <= longest else text[:longest] + "…"


def article(label: str) -> str:
    """Return the English name of a provision.

    >>> article("第十六条"), article("第一百零三条之二"), article("二(五)")
    ('Article 16', 'Article 103-2', 'section 二(五)')
    """
    match = re.fullmatch(r"第([零一二两三四五六七八九十百千]+)条(?:之([一二三四五六七八九十]+))?", label)
    if match is None:
        return f"section {label}" if label else "a provision"
    return f"Article {number(match[1])}" + (f"-{number(match[2])}" if match[2] else "")
