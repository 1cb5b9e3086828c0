"""Find the body that a plan sets up, and the clauses that only fill it with people.

Accepted forms: 成立A领导小组,由镇长任组长,…为成员,统筹协调…: the body is bound by what follows; 办公室设在B,负责…: the
office is bound, and where it sits binds nobody.
"""

from __future__ import annotations

import re
from typing import Final

from extract.clauses import Clause
from extract.drafts import Found

_BODY: Final = r"(?:领导小组|工作小组|工作组|协调小组|专项小组|专班|指挥部|委员会|联席会议)"
_SETS_UP: Final = re.compile(rf"(?:成立|组建|设立)(?:了)?(?P<body>[^，,。；的由]{{2,40}}?{_BODY})$")
_MEMBERS: Final = re.compile(
    r"(?:任|担任|为|兼任)(?:第一|常务|执行)?(?:副?组长|副?主任|副?总?指挥长?|副?总?召集人|成员|成员单位|第一责任人)$"
    r"|(?:等|组成|参加)$"
)
_SEAT: Final = re.compile(r"办公室(?:设在|设于|挂靠在?)")


def body(text: str, clause: Clause) -> Found | None:
    """Return the body that a clause sets up, or None.

    >>> body("成立全镇农业工作领导小组", Clause(0, 12)).value
    '全镇农业工作领导小组'
    """
    match = _SETS_UP.search(text, clause.start, clause.end)
    return Found(match["body"], match.start("body"), match.end("body")) if match else None


def fills(text: str, clause: Clause) -> bool:
    """Say whether a clause only names members and offices of a body.

    >>> [fills(words, Clause(0, len(words))) for words in ("由镇长任组长", "相关部门负责人为成员", "统筹协调工作")]
    [True, True, False]
    """
    return bool(_MEMBERS.search(text, clause.start, clause.end))


def is_seat(text: str, clause: Clause) -> bool:
    """Say whether a clause says where an office sits.

    >>> is_seat("办公室设在县农业农村局", Clause(0, 11))
    True
    """
    return bool(_SEAT.search(text, clause.start, clause.end))
