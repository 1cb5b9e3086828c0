"""Finds the provision that a person names (第十六条, 16, art_16, 第五条(四), 二(五)), and what is read as one."""

import re
import unicodedata
from collections.abc import Iterator, Mapping

from corpus.errors import UnknownProvision
from corpus.marks import arabic, chinese
from corpus.types import Provision
from ontology.provisions import Place, places

_NUMERAL = re.compile(r"[零〇○一二三四五六七八九十百千两]+")
_INSIDE = re.compile(r"[（(）)、.．\s]")
_NEEDLESS = re.compile(r"[\s第条、,，.]")


def plain_name(name: str) -> str:
    """Return the name of a provision in one spelling: Arabic numerals, narrow brackets, without 第 and 条.

    >>> [plain_name(name) for name in ("第十六条", "16", "二（五）", "第五条第（四）项", "第五条之一", "第三章")]
    ['16', '16', '2(5)', '5(4)项', '5之1', '3章']
    """
    bare = _NEEDLESS.sub("", unicodedata.normalize("NFKC", name))
    return _NUMERAL.sub(lambda numeral: str(arabic(numeral.group())), bare)


def find_provision(root: Provision, document: str, name: str) -> Provision:
    """Return the provision of a document's tree with this name or key.

    Of several that share a name the first in reading order. Raises UnknownProvision.
    """
    wanted = plain_name(name).removesuffix("项")
    named = places(root)
    for node in root.walk():
        if node.key == name:
            return node
        place = named[node.key]
        labels = {place.label} if place.article in ("", node.key) else {f"{place.label}({place.item})"}
        if wanted and node.kind not in ("document", "preface", "conclusion") and wanted in map(plain_name, labels):
            return node
    raise UnknownProvision(f"{document} has no provision {name}.")


def provision_names(root: Provision) -> dict[str, str]:
    """Return the full names of the provisions of a document by key.

    >>> paragraph = Provision("art_3__para_2", "art_3__para_2", "paragraph", "", "2", "", 0, 9, (
    ...     Provision("art_3__para_2__item_1", "art_3__item_1", "item", "（一）", "1", "", 3, 9),))
    >>> article = Provision("art_3", "art_3", "article", "第三条", "3", "", 0, 9, (paragraph,))
    >>> provision_names(article)["art_3__item_1"]
    '第三条第二款第（一）项'
    """
    names: dict[str, str] = {}

    def visit(node: Provision, above: str) -> None:
        number = _INSIDE.sub("", node.label)
        name = {
            "paragraph": f"{above}第{chinese(int(node.number))}款" if node.number.isdecimal() else above,
            "item": f"{above}第（{number}）项",
            "point": f"{above}第{number}目",
        }.get(node.kind, node.label or above)
        names[node.key] = name
        for child in node.children:
            visit(child, name if node.kind in ("article", "paragraph", "item") else "")

    visit(root, "")
    return names


def reading_units(node: Provision, named: Mapping[str, Place]) -> Iterator[Provision]:
    """Yield what is read as one below a provision, without gap: articles, items of plans, headings, a cover letter.

    `named` are the places of the document's provisions.
    """
    if any(named[below.key].article == below.key for below in node.walk() if below is not node):
        for child in node.children:
            yield from reading_units(child, named)
    else:
        yield node
