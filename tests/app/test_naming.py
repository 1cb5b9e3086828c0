"""Names of provisions as people write them."""

import pytest

from app.naming import find_provision, reading_units
from corpus.errors import UnknownProvision
from corpus.library import shipped_texts
from corpus.read import read_document
from corpus.types import Document
from ontology.provisions import places

FOUND = [
    ("suzhou-2022", "第十六条", "art_16"),
    ("suzhou-2022", "第 16 条", "art_16"),
    ("suzhou-2022", "１６", "art_16"),
    ("suzhou-2022", "十六", "art_16"),
    ("suzhou-2022", "art_16", "art_16"),
    ("suzhou-2022", "第三章", "chp_3"),
    ("central-2022", "第五条(四)", "art_5__item_4"),
    ("central-2022", "第五条第（四）项", "art_5__item_4"),
    ("panjin-2015", "第十九条(一)", "art_19__item_1"),
    ("baiyin-2021", "二(五)", "sec_2__item_5"),
    ("baiyin-2021", "二（五）", "sec_2__item_5"),
    ("baiyin-2021", "2(5)", "sec_2__item_5"),
    ("baiyin-2021", "二、", "sec_2"),
]
NOT_FOUND = ["第九十九条", "", "条", "art_99", "(", "乡镇", "1" * 5000]


def read(document: str) -> Document:
    return read_document(shipped_texts() / f"{document}.txt")


@pytest.mark.parametrize(("document", "name", "key"), FOUND)
def test_a_provision_is_found_by_its_names(document: str, name: str, key: str) -> None:
    assert find_provision(read(document).root, document, name).key == key


@pytest.mark.parametrize("name", NOT_FOUND)
def test_what_is_no_provision_is_told(name: str) -> None:
    with pytest.raises(UnknownProvision, match="suzhou-2022"):
        find_provision(read("suzhou-2022").root, "suzhou-2022", name)


@pytest.mark.parametrize("path", sorted(shipped_texts().glob("*.txt")), ids=lambda path: path.stem)
def test_reading_units_cover_the_text(path: object) -> None:
    document = read_document(str(path))
    units = list(reading_units(document.root, places(document.root)))
    assert "".join(document.text[unit.start : unit.end] for unit in units) == document.text
