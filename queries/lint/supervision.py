"""Finds bearers of duties whom no sanction and no supervising clause of the document reaches."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from queries.graph import notation
from queries.lint.rules import Rule, rules
from queries.lint.types import Bearer, Draft, LintFinding, Norm


def find(draft: Draft) -> Iterator[LintFinding]:
    """Yield one finding for bearers that nothing reaches, or one for a document that holds nobody to account.

    A general clause reaches everybody: a sanction for any breach (违反本办法规定的) or on any body (单位违反…), and
    supervision of how the document is carried out. Any word of assessment, supervision or neglect of office reaches
    all public bodies. Other sanctions and supervising clauses reach those whom their words name and the bearers of
    the articles that they cite.
    """
    rule = rules()["unsupervised-duty"]
    kinds, private = rule.data["kinds"], rule.data["private_levels"]
    duties: dict[Bearer, list[Norm]] = defaultdict(list)
    for norm in draft.norms:
        for bearer in norm.bearers if norm.kind in kinds else ():
            if bearer.level not in private or _clear(rule, bearer, norm):
                duties[bearer].append(norm)
    words = "".join(part.words for part in draft.parts)
    if not duties or rule.pattern("general").search(words):
        return
    sanctions = [norm for norm in draft.norms if norm.kind == "sanction"]
    accountable = rule.pattern("accountable").search(words)
    if not sanctions and not accountable:
        norms = _ordered([norm for found in duties.values() for norm in found])
        yield _finding(rule, "document", draft, norms, bearers=len({bearer.name for bearer in duties}))
        return
    if any(rule.pattern("any_body").search(norm.place.quote) for norm in sanctions):
        return
    cited = _cited(draft, sanctions)
    watching = [
        norm for norm in draft.norms if norm.kind in kinds and rule.pattern("watching").search(norm.place.quote)
    ]
    everyone = rule.pattern("everyone")
    unwatched: dict[tuple[str, ...], list[Bearer]] = defaultdict(list)
    for bearer, norms in duties.items():
        if bearer.level not in private:
            continue
        reaching = [norm.place.quote for norm in watching if bearer not in norm.bearers]
        reaching += [text for norm in sanctions for text in (norm.place.quote, *norm.targets)]
        if (
            everyone.search(bearer.name)
            or any(norm.article in cited for norm in norms)
            or _named(bearer.name, reaching, rule)
        ):
            continue
        unwatched[tuple(norm.frame for norm in norms)].append(bearer)
    for bearers in unwatched.values():  # those that share all their duties are told of together
        names = "、".join(dict.fromkeys(bearer.name for bearer in bearers))
        yield _finding(rule, "bearer", draft, duties[bearers[0]], bearer=names)


def _finding(rule: Rule, variant: str, draft: Draft, norms: Sequence[Norm], **values: object) -> LintFinding:
    return rule.finding(
        variant,
        draft,
        [norm.place for norm in norms],
        confidence=min(norm.confidence for norm in norms),
        frame=norms[0].frame,
        **values,
    )


def _clear(rule: Rule, bearer: Bearer, norm: Norm) -> bool:
    """Return whether a norm plainly says that a body or person outside government must do something."""
    misread = rule.pattern("misread").search(bearer.name)
    settled = rule.pattern("settled").search(norm.place.quote)
    return not (misread or settled) and bool(
        re.search(re.escape(bearer.name[-2:]) + rule.data["bound"], norm.place.quote)
    )


def _ordered(norms: Sequence[Norm]) -> list[Norm]:
    return sorted({norm.frame: norm for norm in norms}.values(), key=lambda norm: norm.place.start)


def _cited(draft: Draft, sanctions: Sequence[Norm]) -> set[str]:
    """Return the articles that the articles of sanctions cite."""
    places = {norm.article: norm for norm in sanctions}
    spans = [(p.start, p.start + len(p.words)) for p in draft.parts if p.provision in places]
    articles = {notation(norm.article): norm.article for norm in draft.norms}
    return {
        articles[key.partition("__")[0]]
        for reference in draft.references
        if any(start <= reference.start < end for start, end in spans)
        for key in reference.keys
        if key.partition("__")[0] in articles
    }


def _named(name: str, sentences: Sequence[str], rule: Rule) -> bool:
    """Return whether sentences name somebody, or the sort of body or person that the name ends with."""
    heads = re.findall(rule.data["heads"], name)
    bodies = rule.data["bodies"] if heads and heads[-1] in rule.data["bodies"] else heads[-1:]
    return any(word in sentence for word in [name, *bodies] for sentence in sentences)
