"""The marks that number Chinese provisions (第三章, 第五条, 一、, （一）, 1., (1), ①) and their numerals."""

from __future__ import annotations

import re
from functools import lru_cache

NUMERAL = "[零〇○一二三四五六七八九十百千两0-9０-９]"
CHINESE = "[一二三四五六七八九十]"

# A mark stands at the beginning of a line, after a blank, or after punctuation; references inside a sentence
# (前款第（一）项) do not. The pattern begins with all that a mark begins with, so that `re` skips the rest.
_OPEN = r"(?<![^。；;：:！？!?，,、\s)）]"
MARK = re.compile(
    rf"[第{CHINESE[1:-1]}（(0-9①-⑳](?:"
    rf"(?<=第){_OPEN}第)\s?(?P<numeral>{NUMERAL}{{1,9}})\s?(?P<unit>[编章节条])(?:之(?P<branch>{CHINESE}{{1,3}}))?"
    rf"|(?<={CHINESE}){_OPEN}{CHINESE}){CHINESE}{{0,3}}(?P<section>、)(?!{CHINESE}{{1,3}}、)"
    rf"|(?<=[（(]){_OPEN}[（(])\s?(?P<paren>{CHINESE}{{1,4}}|[0-9０-９]{{1,3}})\s?[)）]"
    rf"|(?<=[0-9]){_OPEN}[0-9])[0-9]?(?:[.．](?![0-9])|[、)）])"
    rf"|(?P<circle>(?<=[①-⑳]){_OPEN}[①-⑳])))"
)
LINE_MARK = re.compile(
    rf"第{NUMERAL}{{1,9}}[编章节条]|{CHINESE}{{1,4}}、|[（(](?:{CHINESE}{{1,4}}|[0-9]{{1,3}})[)）]|[0-9]{{1,2}}[.．、]|[①-⑳]"
)
# Words that follow a reference, not a label: 第三条规定的…, 第三条第二款…, 第三条和第四条….
REFERENCE = re.compile(
    rf"(?:[和与及至或、]|以及|或者)?第{NUMERAL}{{1,9}}[款项条目]|规定|所列|所称|所指|[、，,的之]|中(?![央国共小])"
)
# The same inside a line for （一）项, （一）、（二）…, （一）和（三）….
ITEM_REFERENCE = re.compile(r"项(?!目)|款(?!项)|目(?![标录的前])|[、，,]|[和至及或与][（(第]")
# A note on who is responsible (（责任单位：…）) closes the points before it and belongs to the item.
ITEM_NOTE = re.compile(r"[（(](?:责任|牵头|主办|配合|协办|承办)(?:单位|部门|领导)?[:：]")


@lru_cache(maxsize=4096)
def arabic(numeral: str) -> int:
    """Return the value of a Chinese or Arabic numeral, 0 where it is none.

    >>> arabic("二十二"), arabic("一百〇三"), arabic("7"), arabic("十十")
    (22, 103, 7, 0)
    """
    if numeral.isdecimal():
        return int(numeral)
    import cn2an  # takes longer to load than an answer may wait

    try:
        return int(cn2an.cn2an(numeral.replace("○", "〇"), "smart"))
    except (ValueError, KeyError):
        return 0


@lru_cache(maxsize=512)
def chinese(number: int) -> str:
    """Return the Chinese numeral of a positive number.

    >>> chinese(5), chinese(15)
    ('五', '十五')
    """
    import cn2an

    return str(cn2an.an2cn(number))


def squeezed(words: str) -> str:
    """Return words without blanks.

    >>> squeezed("第十八 条")
    '第十八条'
    """
    return "".join(words.split())
