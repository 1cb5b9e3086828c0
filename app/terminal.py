"""Renders answers, documents and provisions for the terminal; colours are dropped where it is none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

import click

from ontology.namespace import data_id
from queries.types import Answer, Citation, Step

if TYPE_CHECKING:  # most of it brings readers or whole dictionaries, which an answer does not need
    from app.derived import Derived
    from corpus.audit import Audit
    from corpus.types import Provision
    from extract.types import Definition, Evidence, Frame, Lexicon, Reference
    from ontology.frames import Record
    from ontology.provisions import Place
    from ontology.types import Check
    from queries.candidates import Candidate

HEADINGS = {
    "zh": {"read": "读作", "relaxed": "已放宽", "refused": "未作答", "more": "也可以问"},
    "en": {"read": "Read as", "relaxed": "widened", "refused": "Not answered", "more": "You may also ask"},
}
STEPS_ZH: dict[Step, str] = {
    "matter": "事项",
    "role": "角色",
    "level": "层级",
    "kind": "类型",
    "text": "字面相近",
    "words": "用词",
    "time": "时间",
    "quantity": "数量",
}
_ARTICLE_LABEL = re.compile(r"第(\S+)条")
QUOTE = 60
"""How many characters of a quote a list shows."""
NAMED = 6
"""How many of the names of an inference are shown."""
DOCUMENT_COLUMNS = (
    "id",
    "标题 title",
    "层级 level",
    "日期 date",
    "条 articles",
    "规范 frames",
    "版本 versions",
    "完整性 completeness",
)


def answer_text(answer: Answer, titles: Mapping[str, str]) -> str:
    """Return an answer with how it was read and its citations; `titles` maps document ids to titles."""
    say = HEADINGS[answer.language]
    read = f"{say['read']}: {answer.interpretation.text or '—'}"
    if answer.interpretation.relaxed:
        steps = (step if answer.language == "en" else STEPS_ZH[step] for step in answer.interpretation.relaxed)
        read += f" ({say['relaxed']}: {', '.join(steps)})"
    head = click.style(f"[{say['refused']}: {answer.reason}] ", fg="yellow") if answer.status == "refused" else ""
    lines = [head + click.style(answer.answer, bold=True), click.style(read, dim=True)]
    for same in _by_place(answer.citations):
        lines += ["", *_citation(same, titles)]
    if answer.suggestions:
        lines += ["", f"{say['more']}:", *(f"  {suggestion}" for suggestion in answer.suggestions)]
    return "\n".join(lines)


def _by_place(citations: Iterable[Citation]) -> list[list[Citation]]:
    """Return citations with those of the same words together; those of a digest, which has none, are of one place."""
    found: dict[tuple[str, str, int, int], list[Citation]] = {}
    for citation in citations:
        found.setdefault((citation.document, citation.provision, citation.start, citation.end), []).append(citation)
    return list(found.values())


def _citation(same: Sequence[Citation], titles: Mapping[str, str]) -> list[str]:
    """Return the lines of citations of the same words, which are quoted once."""
    citation = same[0]
    mark = click.style("●", fg="red") if any(one.primary for one in same) else "○"
    place = f"{citation.provision}({citation.item})" if _nested(citation) else citation.provision
    title = titles.get(citation.document, citation.document)
    where = f" {citation.document} [{citation.start}–{citation.end}]" if citation.quote else f" {citation.document}"
    lines = [f"{mark} 《{title}》{place}" + click.style(where, dim=True)]
    if citation.quote:
        lines.append(f"  {' '.join(citation.quote.split())}")
    return lines


def _nested(citation: Citation) -> bool:
    """Whether the item is not part of the provision's name already, as in 二(五)."""
    return bool(citation.item) and not citation.provision.endswith(f"({citation.item})")


def documents_table(records: Iterable[Record]) -> str:
    """Return the documents of a store as a table."""
    rows = [DOCUMENT_COLUMNS]
    for record in records:
        known = record.metadata
        missing = f" (缺 missing: {'、'.join(known.missing)})" if known.missing else ""
        rows.append(
            (
                known.id,
                known.short_title or known.title,
                known.level,
                known.date or known.published,
                str(record.articles),
                str(record.frames),
                str(record.versions),
                known.completeness + missing,
            )
        )
    return "\n".join(_aligned(rows))


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return the rows of a table with their cells in columns."""
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def audit_text(audits: Sequence[Audit]) -> str:
    """Return what reading some files came to: a table of counts, then every file that has something to tell."""
    read = [one for one in audits if not one.refused and not one.failed]
    equal = [one for one in read if one.articles == one.written]
    size, seconds = sum(one.size for one in read) / 1e6, sum(one.seconds for one in read)
    rows = [
        ("文件 documents", str(len(audits))),
        ("解析无异常 parsed without exception", _share(len(audits) - sum(bool(one.failed) for one in audits), audits)),
        ("拒读 refused", str(sum(bool(one.refused) for one in audits))),
        ("叶节点等于原文 leaves equal source", _share(sum(one.lossless for one in read), read)),
        ("条数等于“第X条”段数 articles equal paragraphs 第X条", _share(len(equal), read)),
        ("条 articles", str(sum(one.articles for one in read))),
        ("有缺号或不全 numbering gaps or partial", str(sum(one.partial for one in read))),
        ("原文 text", f"{size:.2f} MB"),
        ("读取与结构 reading and structuring", f"{size / max(seconds, 1e-9):.1f} MB/s"),
    ]
    told = [f"{one.name}: {one.refused or one.failed}" for one in audits if one.refused or one.failed]
    told += [f"{one.name}: 叶节点不等于原文 leaves differ from the source" for one in read if not one.lossless]
    told += [f"{one.name}: 条 articles {one.articles}, 第X条 {one.written}" for one in read if one not in equal]
    told += [f"{one.name}: 缺 missing {'、'.join(_runs(one.missing))}" for one in read if one.partial]
    return "\n".join([*_aligned(rows), *told])


def _runs(labels: Sequence[str]) -> list[str]:
    """Return labels with what follows on each other shortened to its ends: 第一条–第四条.

    >>> _runs(("第一条", "第二条", "第三条", "第七条", "第八条(一)–(二)"))
    ['第一条–第三条', '第七条', '第八条(一)–(二)']
    """
    from corpus.marks import arabic

    runs: list[tuple[str, str, int]] = []
    for label in labels:
        match = _ARTICLE_LABEL.fullmatch(label)
        value = arabic(match[1]) if match else 0
        if runs and value and value == runs[-1][2] + 1:
            runs[-1] = (runs[-1][0], label, value)
        else:
            runs.append((label, label, value))
    return [first if first == last else f"{first}–{last}" for first, last, _ in runs]


def _share(count: int, audits: Sequence[Audit]) -> str:
    return f"{count} ({count / max(len(audits), 1):.1%})"


def candidates_text(candidates: Iterable[Candidate], lexicon: Lexicon) -> str:
    """Return candidates for the vocabulary, each with its count, the nearest concept as a hint, and its places."""
    lines = []
    for one in candidates:
        label = lexicon.label("matter", one.nearest)
        hint = f"  ≈ {label} ({one.nearest}, {one.similarity:.2f})" if one.nearest else ""
        counts = f"  {one.count} 条规范 frames, {len(one.documents)} 份文件 documents"
        lines.append(click.style(one.text, bold=True) + counts + click.style(hint, dim=True))
        for place in one.places:
            item = "" if not place.item or place.provision.endswith(f"({place.item})") else f"({place.item})"
            quote = " ".join(place.quote.split())
            shown = quote if len(quote) <= QUOTE else f"{quote[: QUOTE - 1]}…"
            lines.append(f"  {place.document} {place.provision}{item}: {shown}")
    return "\n".join(lines)


def _width(text: str) -> int:
    """Return how many columns a text takes; Chinese characters take two."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def provision_text(
    text: str,
    node: Provision,
    places: Mapping[str, Place],
    frames: Iterable[Frame],
    lexicon: Lexicon,
    citations: Iterable[Reference] = (),
    definitions: Iterable[Definition] = (),
    names: Mapping[str, str] | None = None,
    derived: Mapping[str, Sequence[Derived]] | None = None,
) -> str:
    """Return the words of a provision, every article followed by its frames, references and definitions.

    `text` is the document's; frames, references and definitions are those of the document in reading order. `names`
    are the names of provisions by key, by which references say what they lead to. `derived` is what follows from
    frames, by their ids.
    """
    from app.naming import reading_units

    frames = [frame for frame in frames if frame.quote]
    lines: list[str] = []
    for unit in reading_units(node, places):
        lines.extend(_words(text[unit.start : unit.end]))
        for frame in frames:
            if unit.start <= frame.start < unit.end:
                lines.extend(frame_lines(frame, lexicon))
                lines.extend(_derived(one) for one in (derived or {}).get(frame.id, ()))
        lines.extend(_reference(one, names or {}) for one in citations if unit.start <= one.start < unit.end)
        lines.extend(_definition(one) for one in definitions if unit.start <= one.start < unit.end)
    return "\n".join(lines)


def _reference(reference: Reference, names: Mapping[str, str]) -> str:
    """Return a reference on one line: 前款 → 第二条第一款."""
    title = f"《{reference.title.strip('《》')}》" if reference.title else ""
    labels = "、".join(names.get(key, key) for key in reference.targets) if reference.resolved else ""
    target = labels or title + "、".join(reference.labels if title else ())
    quote = " ".join(reference.quote.split())
    found = f" → {target}" if target else " (未查得 not found)"
    return click.style(f"    ↗ {quote}", fg="blue") + ("" if target == quote else found)


def _definition(definition: Definition) -> str:
    """Return a definition on one line, its meaning shortened."""
    meaning = " ".join(definition.meaning.split())
    meaning = meaning if len(meaning) <= QUOTE else f"{meaning[: QUOTE - 1]}…"
    return click.style(f"    ≔ {definition.term}", fg="blue") + f": {meaning}"


def digest_text(
    frames: Iterable[Frame], lexicon: Lexicon, derived: Mapping[str, Sequence[Derived]] | None = None
) -> str:
    """Return the facts of a digest, which has no words, with what follows from them."""
    lines = ["    (摘要，不是原文 a digest of facts, not the text)"]
    for frame in frames:
        lines.extend(frame_lines(frame, lexicon))
        lines.extend(_derived(one) for one in (derived or {}).get(frame.id, ()))
    return "\n".join(lines)


def _derived(derived: Derived) -> str:
    """Return what follows from a frame on one line: statement, rule and premises, norms by their ids."""
    subjects, objects = (
        _some(list(dict.fromkeys(one.zh for one in named)), "、") for named in (derived.subjects, derived.objects)
    )
    premises = _some([data_id(one.iri) for one in derived.premises], ", ")
    said = f"{subjects} {derived.predicate.zh} {derived.predicate.en} {objects}"
    return click.style(f"      ∴ 推论 derived: {said}", fg="magenta") + click.style(
        f" · 推理规则 inference rule: {derived.rule} · 前提 premises: {premises}", dim=True
    )


def _some(names: Sequence[str], between: str) -> str:
    """Join names, of many the first ones and how many there are."""
    if len(names) <= NAMED:
        return between.join(names)
    return f"{between.join(names[:NAMED])}…（{len(names)}）"


def _words(words: str) -> list[str]:
    return [line.strip() for line in words.splitlines() if line.strip()]


def frame_lines(frame: Frame, lexicon: Lexicon) -> list[str]:
    """Return a frame as lines: kind, role and actors; matter; particulars; the rule that made it, and why."""

    def label(scheme: str, concept: str) -> str:
        return f"{lexicon.label(scheme, concept)} {concept}"

    head = label("kind", frame.kind) + (f" · {label('role', frame.role)}" if frame.role else "")
    actors = "、".join(
        f"{actor.name}({lexicon.label('level', actor.level)})" if actor.level else actor.name for actor in frame.actors
    )
    lines = [click.style(f"    ▸ {head}", fg="cyan") + (f" · {actors}" if actors else "")]
    if frame.matter:
        concepts = "、".join(label("matter", concept) for concept in frame.matter.concepts)
        lines.append(f"      事项 matter: {frame.matter.text}" + (f" → {concepts}" if concepts else ""))
    for name, values in _particulars(frame):
        lines.append(f"      {name}: {'；'.join(value.value for value in values)}")
    if frame.gist and not frame.quote:
        lines.append(f"      要点 gist: {frame.gist}")
    inherited = [actor.name for actor in frame.actors if actor.inherited]
    why = f"规则 rule: {frame.rule} · {frame.confidence:.2f}"
    if frame.quote:
        why += f" · [{frame.start}–{frame.end}]"
    if inherited:
        why += f" · 主体承前 inherited: {'、'.join(inherited)}"
    return [*lines, click.style(f"      {why}", dim=True)]


def _particulars(frame: Frame) -> Iterable[tuple[str, tuple[Evidence, ...]]]:
    named = (
        ("对象 recipients", frame.recipients),
        ("时间 time", frame.time),
        ("数量 quantity", frame.quantity),
        ("情形 conduct", frame.conduct),
        ("对谁 targets", frame.targets),
        ("措施 measures", frame.measures),
        ("由谁 enforcers", frame.enforcers),
        ("条件 conditions", frame.conditions),
        ("例外 exceptions", frame.exceptions),
    )
    return ((name, values) for name, values in named if values)


def check_text(check: Check) -> str:
    """Return the outcome of a check on one line, and its findings below it."""
    mark, colour = {"passed": ("✓", "green"), "failed": ("✗", "red"), "skipped": ("–", "yellow")}[check.outcome]
    findings = (f"{finding.place}: {finding.zh} {finding.en}".removeprefix(": ") for finding in check.findings)
    return "\n    ".join([f"{click.style(mark, fg=colour)} {check.name} {check.counted}", *findings])
