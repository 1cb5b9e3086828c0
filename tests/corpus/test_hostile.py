"""Hostile files are refused in one line, in 5 seconds and 500 MB at most, and the graph stays as it was."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from ontology.store import version
from tests.corpus import made

SECONDS = 5.0
MEGABYTES = 500
WAITED = 60.0
"""Seconds after which a command is ended, so that a failure is one and not a standstill."""

LAUGHS = "<!DOCTYPE w:document [<!ENTITY a0 '哈哈'>" + "".join(
    f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12)
)


def _zipped(path: Path, members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def _archive_bomb(folder: Path) -> Path:
    path = folder / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("a.txt", "w") as member:
        for _ in range(1200):
            member.write(b"\0" * 1_000_000)
    return path


def _many_bombs(folder: Path) -> Path:
    """Return an archive of many members that each stay below the bound of one."""
    content = bytes(range(250)) * 4000  # 1 MB
    return _zipped(folder / "a.zip", {f"{n}.txt": content for n in range(600)})


def _nested_bomb(folder: Path) -> Path:
    inner = _archive_bomb(folder).read_bytes()
    for depth in range(3):
        inner = _zipped(folder / f"{depth}.zip", {f"{n}.zip": inner for n in range(5)}).read_bytes()
    return folder / "2.zip"


def _lying_bomb(folder: Path) -> Path:
    """Return an archive whose list says that its member is small."""
    path = _archive_bomb(folder)
    data = bytearray(path.read_bytes())
    at = data.rfind(b"PK\x01\x02")
    data[at + 24 : at + 28] = (500).to_bytes(4, "little")
    path.write_bytes(data)
    return path


def _many_files(folder: Path) -> Path:
    path = folder / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(150_000):
            archive.writestr(zipfile.ZipInfo(f"{number}.txt"), b"")
    return path


def _word_bomb(folder: Path) -> Path:
    made.word(["第一条 甲。"], folder / "a.docx")
    path = folder / "a.docx"
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("word/media/a.png", "w") as member:
        for _ in range(1000):
            member.write(b"\0" * 1_000_000)
    return folder / "a.docx"


def _word_with(folder: Path, replaced: Callable[[bytes], bytes]) -> Path:
    """Return a Word file whose text part is changed."""
    made.word(["第一条 甲。"], folder / "plain.docx")
    with zipfile.ZipFile(folder / "plain.docx") as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members["word/document.xml"] = replaced(members["word/document.xml"])
    return _zipped(folder / "a.docx", members)


def _laughing_word(folder: Path) -> Path:
    def replaced(part: bytes) -> bytes:
        text = part.decode().replace("<w:document", f"{LAUGHS}]>\n<w:document", 1)
        return text.replace("甲。", "&a11;").encode()

    return _word_with(folder, replaced)


def _laughing_word_in_utf_16(folder: Path) -> Path:
    def replaced(part: bytes) -> bytes:
        text = part.decode().replace("UTF-8", "UTF-16").replace("<w:document", f"{LAUGHS}]>\n<w:document", 1)
        return text.replace("甲。", "&a11;").encode("utf-16")

    return _word_with(folder, replaced)


def _outside_word(folder: Path) -> Path:
    """Return a Word file that would have another file read into it."""

    def replaced(part: bytes) -> bytes:
        entity = '<!DOCTYPE w:document [<!ENTITY x SYSTEM "file:///etc/hostname">]>\n<w:document'
        return part.replace(b"<w:document", entity.encode(), 1).replace("甲。".encode(), b"&x;")

    return _word_with(folder, replaced)


def _swollen_word(folder: Path) -> Path:
    """Return a Word file of two million paragraphs, which compression does not give away by its ratio alone."""
    return _word_with(folder, lambda part: part.replace(b"<w:sectPr", b"<w:p/>" * 5_000_000 + b"<w:sectPr", 1))


def _deep_word(folder: Path) -> Path:
    nest, end = b"<w:sdt><w:sdtContent>", b"</w:sdtContent></w:sdt>"
    return _word_with(folder, lambda part: part.replace(b"<w:sectPr", nest * 90_000 + end * 90_000 + b"<w:sectPr", 1))


def _leading_out(name: str) -> Callable[[Path], Path]:
    return lambda folder: _zipped(folder / "a.zip", {"b.txt": "第一条 甲。".encode(), name: "第一条 乙。".encode()})


def _link(folder: Path) -> Path:
    info = zipfile.ZipInfo("a.txt")
    info.external_attr = (0o120777) << 16
    with zipfile.ZipFile(folder / "a.zip", "w") as archive:
        archive.writestr(info, "/etc/hostname")
    return folder / "a.zip"


def _locked_archive(folder: Path) -> Path:
    path = _zipped(folder / "a.zip", {"a.txt": "第一条 甲。".encode()})
    data = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(mark) + offset] |= 1
    path.write_bytes(data)
    return path


def _sparse(suffix: str) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        path = folder / f"a{suffix}"
        with path.open("wb") as file:
            file.truncate(1 << 30)
        return path

    return make


def _fifo(folder: Path) -> Path:
    os.mkfifo(folder / "a.txt")
    return folder / "a.txt"


def _pdf(folder: Path, *objects: bytes, catalogue: bytes = b"", pages: bytes = b"") -> Path:
    """Return a PDF with one page, further objects (from number 5 on) and further entries of its first two."""
    parts = [
        b"<</Type/Catalog/Pages 2 0 R " + catalogue + b">>",
        pages or b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 6 0 R>>>>>>",
        *(objects or (b"<</Length 0>>stream\n\nendstream",)),
    ]
    data, places = b"%PDF-1.7\n", []
    for at, part in enumerate(parts, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (at, part)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1) + b"".join(b"%010d 00000 n \n" % p for p in places)
    data += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(parts) + 1, start)
    (folder / "a.pdf").write_bytes(data)
    return folder / "a.pdf"


def _script(catalogue: bytes) -> Callable[[Path], Path]:
    return lambda folder: _pdf(folder, catalogue=catalogue)


def _hidden_script(folder: Path) -> Path:
    """Return a PDF whose script stands in a compressed stream of objects."""
    content = b"9 0 <</S/JavaScript/JS(app.alert\\(1\\))>>"
    packed = zlib.compress(content)
    stream = b"<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(packed), packed)
    return _pdf(folder, b"<</Length 0>>stream\n\nendstream", stream, catalogue=b"/OpenAction 9 0 R")


def _pdf_bomb(folder: Path) -> Path:
    """Return a PDF whose page unfolds to 2 GB, compressed twice."""
    once = zlib.compressobj()
    line = b"BT /F 9 Tf (a) Tj ET\n" * 50_000
    packed = b"".join(once.compress(line) for _ in range(2000)) + once.flush()
    twice = zlib.compress(packed)
    stream = b"<</Filter[/FlateDecode/FlateDecode]/Length %d>>stream\n%s\nendstream" % (len(twice), twice)
    return _pdf(folder, stream, b"null", b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")


def _pdf_of_many_pages(folder: Path) -> Path:
    kids = b" ".join([b"3 0 R"] * 500_000)
    return _pdf(folder, pages=b"<</Type/Pages/Kids[%s]/Count 500000>>" % kids)


def _pdf_that_counts_many(folder: Path) -> Path:
    return _pdf(folder, pages=b"<</Type/Pages/Kids[3 0 R]/Count 2147483000>>")


def _pdf_in_circles(folder: Path) -> Path:
    return _pdf(folder, pages=b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 9>>")


def _locked_pdf(folder: Path) -> Path:
    canvas = Canvas(str(folder / "a.pdf"), encrypt="secret")
    canvas.drawString(72, 700, "Article 1")
    canvas.save()
    return folder / "a.pdf"


def _pictures(folder: Path) -> Path:
    from PIL import Image

    Image.new("RGB", (600, 800), "white").save(folder / "a.pdf")
    return folder / "a.pdf"


def _nested_page(folder: Path) -> Path:
    (folder / "a.html").write_bytes(b"<html><body>" + b"<div>" * 20_000_000)
    return folder / "a.html"


def _deep_page(folder: Path) -> Path:
    (folder / "a.html").write_bytes(b"<html><body>" + b"<div>" * 100_000 + "第一条 甲。".encode())
    return folder / "a.html"


def _page_of_attributes(folder: Path) -> Path:
    attributes = b" ".join(b"a%d=1" % number for number in range(1_000_000))
    (folder / "a.html").write_bytes(b"<html><body><p " + attributes + b"></p></body>")
    return folder / "a.html"


# What a hostile file is, and what the refusal says.
HOSTILE: dict[str, tuple[Callable[[Path], Path], str]] = {
    "archive bomb": (_archive_bomb, "decompression bomb"),
    "archive of many bombs": (_many_bombs, "decompression bomb"),
    "nested archive bomb": (_nested_bomb, "archive in an archive"),
    "archive bomb that lies": (_lying_bomb, "damaged"),
    "archive of 150,000 files": (_many_files, "more than"),
    "path that climbs": (_leading_out("../../b.txt"), "leads out"),
    "path that climbs by the other stroke": (_leading_out("..\\b.txt"), "leads out"),
    "absolute path": (_leading_out("/var/b.txt"), "leads out"),
    "drive": (_leading_out("C:/b.txt"), "leads out"),
    "link in an archive": (_link, "link"),
    "locked archive": (_locked_archive, "encrypted"),
    "1 GB text of nothing": (_sparse(".txt"), "too large"),
    "1 GB Word of nothing": (_sparse(".docx"), "too large"),
    "1 GB PDF of nothing": (_sparse(".pdf"), "too large"),
    "1 GB archive of nothing": (_sparse(".zip"), "too large"),
    "a pipe": (_fifo, "not a file"),
    "Word bomb": (_word_bomb, "decompression bomb"),
    "billion laughs": (_laughing_word, "entities"),
    "billion laughs in UTF-16": (_laughing_word_in_utf_16, "entities"),
    "outside entity": (_outside_word, "entities"),
    "Word of five million paragraphs": (_swollen_word, ""),
    "Word of deep nesting": (_deep_word, ""),
    "PDF that opens with a script": (_script(b"/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>"), "script"),
    "PDF with a named script": (_script(b"/Names<</JavaScript<</Names[(a)<</S/JavaScript/JS(a)>>]>>>>"), "script"),
    "PDF with a script in other letters": (_script(b"/OpenAction<</S/J#61vaScript/J#53(a)>>"), "script"),
    "PDF that starts a program": (_script(b"/OpenAction<</S/Launch/F(a.exe)>>"), "script"),
    "PDF with a hidden script": (_hidden_script, "script"),
    "PDF bomb": (_pdf_bomb, "refused"),
    "PDF of many pages": (_pdf_of_many_pages, "pages"),
    "PDF that counts many pages": (_pdf_that_counts_many, ""),
    "PDF in circles": (_pdf_in_circles, ""),
    "locked PDF": (_locked_pdf, "encrypted"),
    "PDF of pictures": (_pictures, "without a text layer"),
    "100 MB of nesting": (_nested_page, "too large"),
    "deep page": (_deep_page, "deep"),
    "page of a million attributes": (_page_of_attributes, ""),
}


def _peak(process: subprocess.Popen[str]) -> tuple[float, str]:
    """Return the largest memory that a process and its children had at once, in MB, and what it wrote to its errors."""
    import psutil

    peak = 0.0
    began = time.monotonic()
    watched = psutil.Process(process.pid)
    while process.poll() is None:
        try:
            family = [watched, *watched.children(recursive=True)]
            peak = max(peak, sum(one.memory_info().rss for one in family) / 1e6)
        except psutil.NoSuchProcess:
            continue
        if time.monotonic() - began > WAITED:
            process.kill()
        time.sleep(0.01)
    assert process.stderr is not None
    return peak, process.stderr.read()


def _processor() -> float:
    """Return the processor time of ended children, which other work of the machine does not lengthen."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@pytest.mark.parametrize("name", HOSTILE)
def test_refused(name: str, tmp_path: Path, hostile_store: str) -> None:
    make, reason = HOSTILE[name]
    path = make(tmp_path)
    before = version(hostile_store)
    began = _processor()
    program = Path(sys.executable).parent / "dutygraph"
    process = subprocess.Popen(
        [program, "add", path, "--store", hostile_store], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    peak, errors = _peak(process)
    seconds = _processor() - began
    assert process.returncode == 1, errors
    (line,) = errors.splitlines()
    assert line.startswith(f"dutygraph: {path}")
    assert reason in line
    assert len(line) < 400
    assert seconds < SECONDS
    assert peak < MEGABYTES
    assert version(hostile_store) == before
    assert not (tmp_path.parent / "b.txt").exists()


def test_all_cases_were_collected() -> None:
    assert len(HOSTILE) == 36
