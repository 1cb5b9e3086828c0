"""The shipped texts in every format: the articles that come out are those of the .txt file.

What a format loses and the comparison therefore passes over: blanks and line ends, which no format but plain text
keeps, and what stands around the provisions (titles and pages are made ones).
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import docx
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from corpus.errors import ReadError
from corpus.read import read, read_document
from corpus.readers.file import SUFFIXES
from corpus.types import Document
from tests.corpus import made

SHIPPED = ("suzhou-2022", "hunan-2017", "baiyin-2021", "panjin-2015", "central-2022")
Maker = Callable[[Sequence[str], Path], Path]
FORMATS: dict[str, tuple[str, Maker]] = {
    "Word": (".docx", made.word),
    "Word in cells": (".docx", made.table_word),
    "PDF": (".pdf", made.pdf),
    "PDF without indents": (".pdf", lambda lines, path: made.pdf(lines, path, indent=0)),
    "PDF drawn line by line": (".pdf", made.drawn_pdf),
    "page with a table": (".html", lambda lines, path: made.page(lines, path, "table")),
    "page with a list": (".htm", lambda lines, path: made.page(lines, path, "list")),
    "page of cells": (".html", lambda lines, path: made.page(lines, path, "cells")),
}


def provisions(document: Document) -> list[tuple[str, str]]:
    """Return the articles and items of a document: key, and words without blanks."""
    clean = document.clean
    kept = {clean.source(place): character for place, character in enumerate(clean.text)}
    return [
        (node.key, "".join(kept.get(place, "") for place in range(node.start, node.end)).translate(_NO_BLANKS))
        for node in document.root.walk()
        if node.kind in ("article", "item")
    ]


_NO_BLANKS = dict.fromkeys(map(ord, " \n\t\u3000"))


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("name", SHIPPED)
def test_articles_are_those_of_the_text(documents: dict[str, Document], tmp_path: Path, name: str, form: str) -> None:
    suffix, make = FORMATS[form]
    source = documents[name]
    lines = source.clean.text.split("\n")
    found = read_document(make(lines, tmp_path / f"{name}{suffix}"))
    assert found.id == name
    wanted = provisions(source)
    if form == "Word in cells":  # the table at the end belongs to the last provision
        wanted[-1] = (wanted[-1][0], provisions(found)[-1][1])
    assert provisions(found) == wanted


def test_word_numbers_what_the_text_numbers(documents: dict[str, Document], tmp_path: Path) -> None:
    for name in ("suzhou-2022", "hunan-2017", "panjin-2015"):
        source = documents[name]
        path = made.numbered_word(source.clean.text.split("\n"), tmp_path / f"{name}.docx")
        stored = "\n".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)
        assert not re.search("^第.{1,3}条", stored, re.M)
        assert provisions(read_document(path)) == provisions(source)


@pytest.mark.parametrize("layout", ["table", "list", "cells"])
def test_pages_say_what_their_header_says(documents: dict[str, Document], tmp_path: Path, layout: str) -> None:
    path = made.page(documents["hunan-2017"].clean.text.split("\n"), tmp_path / "a.html", layout)
    document = read_document(path)
    said = {name: getattr(document.metadata, name) for name in made.SAID}
    assert said == made.SAID
    assert (document.metadata.published, document.metadata.subject) == ("2021-03-08", "农业农村")
    assert document.text.startswith(made.TITLE)
    for words in (
        "首页",
        "分享",
        "微信",
        "打印",
        "ICP",
        "标识码",
        "上一篇",
        "版权",
        "邮编",
        "相关文件",
        "索引号",
        "var a",
    ):
        assert words not in document.text, words


def test_a_page_that_a_browser_saved_in_another_encoding(tmp_path: Path) -> None:
    path = made.page(["第一条 甲应当做。", "第二条 乙应当做。"], tmp_path / "a.html", "cells")
    path.write_bytes(path.read_bytes().decode("gb18030").encode("utf-8"))
    assert "第一条 甲应当做。\n第二条 乙应当做。" in read_document(path).text
    path.write_bytes(path.read_bytes().decode("utf-8").encode("gb18030").replace("地址".encode("gb18030"), b"\xff"))
    assert "第一条 甲应当做。\n第二条 乙应当做。" in read_document(path).text


def test_fields_inside_the_text_stay(tmp_path: Path) -> None:
    lines = ["一、资金", "甲应当做。", "来源：省级财政", "名称：某某项目", "二、其他", "乙应当做。"]
    path = made.page(lines, tmp_path / "a.html", "table")
    assert "\n".join(lines) in read_document(path).text


def test_pages_that_are_pictures_are_missing(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    canvas = Canvas(str(path))
    pdfmetrics.registerFont(UnicodeCIDFont(made.FONT))
    for number in range(1, 4):
        canvas.setFont(made.FONT, 12)
        if number == 2:
            canvas.drawImage(ImageReader(Image.new("RGB", (60, 80), "white")), 0, 0, 600, 800)
        else:
            canvas.drawString(72, 700, f"第{'一二三'[number - 1]}条 甲应当做。")
        canvas.showPage()
    canvas.save()
    known = read_document(path).metadata
    assert (known.completeness, known.missing) == ("partial", ("第二条", "第2页"))


def test_a_sidecar_goes_before_the_page(tmp_path: Path) -> None:
    path = made.page(["第一条 甲应当做。", "第二条 乙应当做。"], tmp_path / "a.html", "table")
    (tmp_path / "a.yaml").write_text("{title: 真正的题目, number: ''}", encoding="utf-8")
    known = read_document(path).metadata
    assert (known.title, known.number, known.date) == ("真正的题目", "", "2021-03-05")


def test_folders_in_folders(tmp_path: Path) -> None:
    lines = ["某县办法", "第一条 甲应当做。", "第二条 乙应当做。"]
    (tmp_path / "one" / "two").mkdir(parents=True)
    (tmp_path / "page_files").mkdir()
    (tmp_path / "page_files" / "script.html").write_text("<html><p>不读。</p></html>", encoding="utf-8")
    (tmp_path / "one" / "a.txt").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "one" / "manifest.yaml").write_text("a: {title: 甲办法}", encoding="utf-8")
    made.word(lines, tmp_path / "one" / "two" / "b.docx")
    made.pdf(lines, tmp_path / "c.pdf")
    made.page(lines, tmp_path / "page.html", "table")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    found = {document.id: document for document in read(tmp_path)}
    assert sorted(found) == ["a", "b", "c", "page"]
    assert found["a"].metadata.title == "甲办法"
    keys = {tuple(key for key, _ in provisions(document)) for document in found.values()}
    assert keys == {("art_1", "art_2")}
    archive = Path(shutil.make_archive(str(tmp_path.parent / "all"), "zip", tmp_path))
    again = {document.id: document for document in read(archive)}
    assert {name: one.text for name, one in again.items()} == {name: one.text for name, one in found.items()}
    assert again["a"].metadata == found["a"].metadata
    assert {one.metadata.region for one in read(archive, {"region": "湖北省"})} == {"湖北省"}


def test_names_of_chinese_windows_in_an_archive(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xxxx.txt", "第一条 甲应当做。")
    path.write_bytes(path.read_bytes().replace(b"xxxx.txt", "办法".encode("gb18030") + b".txt"))
    assert [document.id for document in read(path)] == ["办法"]


def test_content_goes_before_the_name(tmp_path: Path) -> None:
    lines = ["某县办法", "第一条 甲应当做。", "第二条 乙应当做。"]
    page = made.page(lines, tmp_path / "page.html", "table")
    word = made.word(lines, tmp_path / "word.docx")
    for path, suffix in ((page, ".doc"), (word, ".doc"), (page, ".txt"), (word, ".pdf")):
        copy = tmp_path / f"copy{suffix}"
        shutil.copy(path, copy)
        assert [key for key, _ in provisions(read_document(copy))] == ["art_1", "art_2"]


OLD = {
    "old Word": ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "save it as .docx"),
    "WPS": ("a.wps", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "save it as .docx"),
    "rich text": ("a.rtf", b"{\\rtf1 a}", "save it as .docx"),
    "rich text named Word": ("a.doc", b"{\\rtf1 a}", "save it as .docx"),
    "OFD": ("a.ofd", "zip:OFD.xml", "save the text as .docx"),
    "spreadsheet named Word": ("a.docx", "zip:xl/workbook.xml", "spreadsheet"),
    "spreadsheet": ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "not supported"),
    "encrypted Word": (
        "a.docx",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
        "encrypted",
    ),
    "an archive named Word": ("a.docx", "zip:a.txt", "no Word file"),
    "text named Word": ("a.docx", "第一条 甲。".encode(), "no Word file"),
    "text named PDF": ("a.pdf", "第一条 甲。".encode(), "no PDF file"),
    "text named archive": ("a.zip", "第一条 甲。".encode(), "damaged archive"),
    "damaged PDF": ("a.pdf", b"%PDF-1.4\n" + b"\xff" * 300, "damaged PDF"),
    "damaged Word": ("a.docx", "zip:word/document.xml", "damaged Word"),
    "an empty archive": ("a.zip", "zip:a.png", "no .txt or .md document"),
    "an empty page": ("a.html", b"<html><body></body></html>", "empty"),
}


@pytest.mark.parametrize("name", OLD)
def test_what_is_not_read_says_what_to_do(tmp_path: Path, name: str) -> None:
    file, content, reason = OLD[name]
    path = tmp_path / file
    if isinstance(content, str):
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(content.removeprefix("zip:"), "第一条 甲。")
    else:
        path.write_bytes(content)
    with pytest.raises(ReadError) as caught:
        read(path)
    assert str(path) in str(caught.value)
    assert reason in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_old_document_in_a_folder_is_not_passed_over(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("第一条 甲。", encoding="utf-8")
    (tmp_path / "b.doc").write_bytes(OLD["old Word"][1])
    with pytest.raises(ReadError, match=r"b\.doc.*save it as \.docx"):
        read(tmp_path)
    (tmp_path / "b.txt").write_text("第一条 乙。", encoding="utf-8")
    assert [document.id for document in read(tmp_path)] == ["a", "b"]


def test_all_cases_were_collected() -> None:
    assert (len(FORMATS), len(OLD)) == (8, 16)
    assert {suffix for suffix, _ in FORMATS.values()} == set(SUFFIXES) - {".txt", ".md"}


def test_heavy_libraries_wait_for_a_file_of_their_kind(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("第一条 甲。", encoding="utf-8")
    program = (
        "import sys\nfrom corpus.read import read\n"
        f"read({str(tmp_path)!r})\n"
        "print(sorted({'docx', 'lxml', 'pypdfium2', 'zipfile', 'charset_normalizer'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
