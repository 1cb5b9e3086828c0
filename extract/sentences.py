"""Tell sentences apart that are not norms: the document about itself, checks (是否…), adverbial clauses."""

from __future__ import annotations

import re
from functools import lru_cache

from extract.patterns import possible

_WHETHER = re.compile(r"^[^，,。；]{0,30}是否")
_ORDERED = re.compile(r"应当|不得|可以|责令|审查|决定是否")
_ADVERBIAL = re.compile(
    r"^(?:按照|根据|依照|依据|依法|围绕|依托|结合|通过|因地制宜|以[^，,]+为|因|必要时$|同时$"
    r"|在[^，,]*(?:基础上|中|下|上|时|期间|范围内|方面)$|[^，,]*(?:后|时|时候|的同时|前提下|过程中)$"
    r"|经[^，,]+(?:后|同意|批准)$|采取[^，,]+(?:方式|形式)$|除[^，,]+外$|自[^，,]+(?:之日起|内)$)"
)


# 根据评审意见提出支持方案: the ground and then an act
_WITH_VERB = re.compile(
    r"^(?:按照|根据|依照|依据)[^，,]{2,24}?(?:规定|要求|意见|原则|需要|实际|情况|职责|程序|方案|计划|标准|分工)"
    r"(?:提出|制定|建立|开展|组织|编制|办理|设立|确定|实施|进行|完善|推进|做好|落实|采取|调整|配备|发布)[^，,]{2,}"
)


# The readers of an article, one after the other, ask this of the same sentences.
@lru_cache(maxsize=256)
def is_meta(words: str) -> bool:
    """Say whether a sentence is the document about itself (scope, effect, interpretation, definition).

    The forms are the rules of `patterns/sentences.jsonl`.

    >>> is_meta("本办法自印发之日起施行。"), is_meta("各级人民政府应当加强宣传。")
    (True, False)
    """
    return any(rule.regex.search(words) for rule in possible("sentences", words))


@lru_cache(maxsize=256)
def is_check(words: str) -> bool:
    """Say whether a sentence asks whether something was done, rather than ordering it.

    >>> is_check("是否建立贫困村驻村工作队制度。"), is_check("应当审查是否符合条件。")
    (True, False)
    """
    return bool(_WHETHER.search(words)) and not _ORDERED.search(words)


def is_adverbial(words: str) -> bool:
    """Say whether a clause only says how, when or on what ground.

    >>> is_adverbial("按照职责分工"), is_adverbial("制定年度计划"), is_adverbial("根据评审意见提出支持方案")
    (True, False, False)
    """
    return bool(_ADVERBIAL.match(words)) and not _WITH_VERB.match(words)
