"""Makes a question comparable with the texts: width, script, white space, language."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Literal

from queries.errors import QuestionError

if TYPE_CHECKING:
    from opencc import OpenCC

MAXIMUM_LENGTH = 2000

_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003134f]")
_LATIN = re.compile(r"[A-Za-z]+")
# Typographic variants that the texts write one way; NFKC has made the others ASCII.
_VARIANTS = str.maketrans(
    {"《": "《", "〈": "《", "〉": "》", "「": "“", "」": "”", "『": "“", "』": "”", "﹑": "、", "·": "·"}
)


def normalise(question: str) -> str:
    """Return a question in simplified characters and half-width forms, without control characters.

    Raises QuestionError for a question that is empty or longer than MAXIMUM_LENGTH characters.

    >>> normalise("鄉鎮１級　　誰是第一責任人？")
    '乡镇1级谁是第一责任人?'
    """
    if len(question) > MAXIMUM_LENGTH:
        raise QuestionError(
            f"The question has {len(question)} characters; ask in {MAXIMUM_LENGTH} or fewer (问题过长，请缩短)."
        )
    folded = unicodedata.normalize("NFKC", question).translate(_VARIANTS)
    kept = "".join(" " if unicodedata.category(character)[0] in "CZ" else character for character in folded)
    text = " ".join(kept.split())
    if not text:
        raise QuestionError("The question is empty (问题为空).")
    # Chinese is written without spaces; the ones inside it come from typesetting.
    text = re.sub(rf"(?<={_HAN.pattern}) (?={_HAN.pattern})", "", text)
    return _simplifier().convert(text) if _HAN.search(text) else text


def language(text: str) -> Literal["zh", "en"]:
    """Return the language that a normalised question is mostly in.

    >>> language("who is responsible for 项目资产 at township level"), language("第3条的 deadline 是什么")
    ('en', 'zh')
    """
    return "en" if len(_LATIN.findall(text)) > len(_HAN.findall(text)) else "zh"


@cache
def _simplifier() -> OpenCC:
    from opencc import OpenCC

    return OpenCC("t2s")
