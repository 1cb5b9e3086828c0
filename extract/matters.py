"""Find what a clause is about: the object of its first substantive verb, or what 对 / 将 / 把 brings forward.

Accepted forms: 对M进行监督检查; 将M纳入规划; 把M作为中心任务; 制定M; 负责组织实施M; 加强对M的监管.
"""

from __future__ import annotations

import re

from extract.clauses import Clause
from extract.drafts import Found
from extract.particulars import quantities, times
from extract.pipeline import Analysis
from extract.sentences import is_adverbial
from extract.tokens import Token

_FRONTED = re.compile(
    r"(?:^|(?<=[^面针]))(?:对(?![外口象])|将|把)(?P<matter>[^，,。；;]{2,60}?)(?:的情况)?(?=进行|开展|实施|作为|纳入|放在|摆在|落实|制定|予以|给予|列为|列入|做到|履行|适时|依法|承担|负|如实|及时|转化|提供|全面|加强|交由|移交|向)"
)
_OBJECT_KINDS = frozenset({"act", "verb", "charge", "invite", "duty", "adverb", "may", "ban"})
# a modal before an adverbial: 应当根据实际需要,建立…
_NAMING = frozenset({"act", "verb", "inside", "charge"})
_LEAD = re.compile(r"^(?:应当|可以|必须|不得|要|应|可)")
_VERB_AFTER = re.compile(
    r"(?:制定|建立|开展|组织|编制|做好|提供|办理|提出|进行|设立|设置|加强|实施|确定|采取|报|负责|履行)"
)
# words before a modal inside the clause are its subject or condition, not its object
_INNER_MODAL = re.compile(r"[^，,。；]{2,}?(?:应当|不得|可以|必须)(?=[^的]*$)")
# 不得少于220天 has an amount, not an object
_NUMBER = re.compile(r"(?:少于|低于|超过|高于)?(?:\d|[一二两三四五六七八九十百千万]+(?:个|名|次|天|日|元|倍|年))")
_TRIM = re.compile(r"^(?:好|了|起|对(?![外口象])|的|其(?!他)|并|和|、|各项|相应的?|有关)+")


def object_of(analysis: Analysis, start: int, end: int) -> Found | None:
    """Return the object in a predicate, in text offsets, or None where it has none.

    The words between a verb and the end of the clause, without leading verbs and particles.
    """
    text = analysis.text
    fronted = _FRONTED.search(text, start, end)
    if fronted is None and (inner := _INNER_MODAL.match(text, start, end)):
        return object_of(analysis, inner.end(), end)
    if fronted:
        return Found(fronted["matter"], fronted.start("matter"), fronted.end("matter"))
    when = [*times(text, start, end), *quantities(text, start, end)]
    tokens = [
        token
        for token in analysis.words(start, end)
        if not any(found.start <= token.start < found.end for found in when)
    ]
    index = 0
    seen_verb = False
    while index < len(tokens) - 1:
        token = tokens[index]
        if token.kind in _OBJECT_KINDS or (token.kind == "inside" and not seen_verb):
            seen_verb = seen_verb or token.kind in {"act", "verb", "charge", "invite"}
            index += 1
        elif token.text in "、好了起和并对其":
            index += 1
        elif token.kind == "relation" and not seen_verb:
            index = _after_phrase(tokens, index)
        else:
            break
    if index >= len(tokens):
        return None
    # 提出复查意见: a short noun alone keeps the verb-like word that names it
    if index == len(tokens) - 1 and index > 1 and len(tokens[index].text) <= 2:
        index -= tokens[index - 1].kind in _NAMING
    low = tokens[index].start
    words = text[low:end]
    trimmed = _TRIM.sub("", words)
    low += len(words) - len(trimmed)
    value = trimmed.rstrip("。；;：: ")
    return Found(value, low, low + len(value)) if len(value) > 1 and not _NUMBER.match(value) else None


def _after_phrase(tokens: list[Token], index: int) -> int:
    """Skip a prepositional phrase: to the next verb after it."""
    index += 1
    while index < len(tokens) - 1 and tokens[index].kind not in {"act", "charge", "adverb", "duty"}:
        index += 1
    return index


def first_object(analysis: Analysis, clauses: list[Clause]) -> Found | None:
    """Return the object of the first clause that names the work rather than a principle."""
    fallback: Found | None = None
    for clause in clauses:
        words = _LEAD.sub("", analysis.text[clause.start : clause.end])
        if clause is not clauses[-1] and is_adverbial(words) and not _VERB_AFTER.search(words):
            continue
        found = object_of(analysis, clause.start, clause.end)
        if found is None:
            continue
        light = analysis.text[clause.start : clause.end].startswith(
            ("坚持", "认真贯彻", "全面贯彻", "学习", "深入学习")
        )
        if not light:
            return found
        fallback = fallback or found
    return fallback
