"""Reports: every format is read back; what it says, where its links lead, and that nothing in it is run or lost."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
import zipfile
from dataclasses import asdict, replace
from html.parser import HTMLParser

import docx
import pytest
from docx.oxml.ns import qn
from lxml import etree
from openpyxl import load_workbook

from app.reports import FORMS, write
from app.reports.content import BLANKS, LABELS, report
from app.reports.words import Words
from corpus.library import shipped_texts
from corpus.types import Metadata
from ontology.lexicon import read_lexicon
from queries.comparison.types import (
    Blank,
    Cell,
    Change,
    Column,
    Comparison,
    Correlation,
    Entry,
    Matrix,
    Note,
    Observation,
    Pair,
    Place,
    Row,
)

DOCUMENTS = {
    "central-2016": Metadata("central-2016", "脱贫攻坚责任制实施办法", level="central", completeness="digest"),
    "hunan-2017": Metadata("hunan-2017", "湖南省脱贫攻坚责任制实施细则", level="province"),
    "suzhou-2022": Metadata(
        "suzhou-2022", "宿州市衔接责任制实施办法", issuers=("宿州市委", "领导小组"), date="2022-03-23", level="city"
    ),
    "central-2022": Metadata(
        "central-2022", "乡村振兴责任制实施办法", level="central", completeness="partial", missing=("第一条", "第二条")
    ),
}
TEXTS = {path.stem: path.read_text("utf-8") for path in sorted(shipped_texts().glob("*.txt"))}
HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x","y")']
LEXICON = read_lexicon(["level", "role", "kind", "matter"])
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def place(document: str, label: str, begin: str, end: str = "。", item: str = "") -> Place:
    """Return the words of a shipped text from one string to the next other one."""
    start = TEXTS[document].index(begin)
    stop = TEXTS[document].index(end, start) + len(end)
    return Place(document, label, item, label, TEXTS[document][start:stop], start, stop)


TOWN = place("suzhou-2022", "第十六条", "乡镇党委、政府对本辖区巩固")
COUNTY = place("suzhou-2022", "第九条", "县区党委、政府对本辖区")
CENTRAL_TOWN = place("central-2022", "第十二条", "乡镇党委和政府主要负责人是")
HUNAN = place("hunan-2017", "第四条", "第四条")
DIGEST = Place("central-2016", "第六条", "", "digest", "", 0, 0)
TASKS = place("central-2022", "第五条", "(四)", item="四")


def entry(place: Place, actors: tuple[str, ...], matter: str, **values: object) -> Entry:
    known = Entry(
        frame=f"{place.document}/{place.key}/responsibility-1", kind="responsibility", role="overall", actors=actors,
        levels=("county",), matter=matter, concepts=("bridging",), time=(), quantity=(), sanctions=(), place=place,
        gist="", confidence=0.9, status="extracted",
    )  # fmt: skip
    return replace(known, **values)


COLUMNS = (
    Column("central-2016+hunan-2017", ("central-2016", "hunan-2017")),
    Column("suzhou-2022", ("suzhou-2022",)),
    Column("central-2022", ("central-2022",)),
)
ROLES = Matrix(
    "role",
    (Row("province", role="overall"), Row("township", role="first")),
    COLUMNS,
    (
        (
            Cell(
                (
                    entry(DIGEST, ("省级党委",), "", gist="对本地区脱贫攻坚负总责", status="digest"),
                    entry(HUNAN, ("省委",), "全省脱贫攻坚"),
                ),
                (),
            ),
            Cell((), (Blank("suzhou-2022", "elsewhere", ("county", "township"), (COUNTY, TOWN)),)),
            Cell((), (Blank("central-2022", "missing_text"),)),
        ),
        (
            Cell((), (Blank("central-2016", "not_stated"), Blank("hunan-2017", "delegated", (), (HUNAN,)))),
            Cell(
                (
                    entry(
                        TOWN, ("乡镇党委主要负责人",), "本辖区工作", role="first", time=("每年",), sanctions=(COUNTY,)
                    ),
                ),
                (),
            ),
            Cell((), (Blank("central-2022", "uncertain", (), (CENTRAL_TOWN,)),)),
        ),
    ),
)
MATTERS = Matrix(
    "matter",
    (Row("county", matter="bridging"), Row("county", matter="bridging-funds", depth=1)),
    COLUMNS[1:],
    (
        (
            Cell((entry(COUNTY, ("县区党委", "县区政府"), "本辖区衔接工作", general=True),), ()),
            Cell((), (Blank("central-2022", "not_stated"),)),
        ),
        (
            Cell((), (Blank("suzhou-2022", "not_stated"),)),
            Cell((entry(TASKS, (), "任务", role="", kind="duty"),), ()),
        ),
    ),
)
CHANGES = (Change("time", "每年", "任期内"), Change("role", "first", ""))
PAIRS = (
    Pair((TOWN,), (CENTRAL_TOWN,), "stricter", "left", CHANGES, 0.4, 0.8),
    Pair((COUNTY,), (CENTRAL_TOWN, TASKS), "finer", "right", (), 0.5, 0.7),
    Pair((), (TASKS,), "only_right", "", (), 0.0, 0.9),
)
CORRELATION = Correlation("suzhou-2022", "central-2022", "implements", "甲以乙为依据。", "甲 is based on 乙.", PAIRS)
OBSERVATIONS = (
    Observation("no_responsible", ("suzhou-2022",), "bridging-funds", "", "", "有任务而无责任人", "nobody", (COUNTY,)),
    Observation(
        "roles_differ", ("suzhou-2022", "central-2022"), "bridging", "first", "township", "角色不一", "differ",
        (TOWN, CENTRAL_TOWN),
    ),
)  # fmt: skip
TITLES = tuple((name, metadata.title) for name, metadata in DOCUMENTS.items())
COMPARISON = Comparison(
    COLUMNS, TITLES, (ROLES, MATTERS), (CORRELATION,), OBSERVATIONS, (Note("注。", "A note."),), ("SELECT * {}",)
)
PLACES = (DIGEST, HUNAN, COUNTY, TOWN, CENTRAL_TOWN, TASKS)
"""All places that the comparison names."""


def hostile() -> Comparison:
    """The comparison with words that formats might run, choke on or cut: formulas, markup, controls, great length."""
    words = [*HOSTILE, "<script>alert(1)</script>", '"><img src=x>', "\x00\x08\x1b[31m\ud800\uffff", "长" * 40_000]
    entries = tuple(
        entry(replace(COUNTY, quote=word, start=number), (word,), word, time=(word,))
        for number, word in enumerate(words)
    )
    cells = ((Cell(entries, ()), Cell((), (Blank("central-2022", "not_stated"),))), MATTERS.cells[1])
    pairs = tuple(
        replace(
            PAIRS[0],
            left=(replace(TOWN, quote=word),),
            right=(replace(COUNTY, quote=word),),
            changes=(Change("words", word, word),),
        )
        for word in words
    )
    return replace(
        COMPARISON,
        matrices=(ROLES, replace(MATTERS, cells=cells)),
        correlations=(replace(CORRELATION, basis_zh=HOSTILE[0], pairs=pairs),),
        observations=tuple(replace(OBSERVATIONS[0], zh=word) for word in words),
        notes=tuple(Note(word, word) for word in words),
    )


def written(form: str, comparison: Comparison = COMPARISON, language: str = "zh") -> bytes:
    return write(comparison, form, DOCUMENTS, LEXICON, language)


def test_the_quotes_of_the_fixture_are_the_words_of_the_texts() -> None:
    assert len(PLACES) == 6
    for one in PLACES[1:]:
        assert TEXTS[one.document][one.start : one.end] == one.quote


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("form", FORMS)
def test_the_same_comparison_gives_the_same_bytes(form: str, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = written(form, language=language)
    monkeypatch.setattr("time.time", lambda: 2e9)  # what archives take the present from
    assert written(form, language=language) == before


@pytest.mark.parametrize("form", ["xlsx", "docx"])
def test_office_files_hold_no_date(form: str) -> None:
    with zipfile.ZipFile(io.BytesIO(written(form))) as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
        core = archive.read("docProps/core.xml")
    assert b"created" not in core
    assert b"modified" not in core


def test_every_word_of_the_types_has_labels() -> None:
    words = {language: Words(language, LEXICON, DOCUMENTS) for language in ("zh", "en")}
    names = [f"blank_{kind}" for kind in BLANKS] + [
        f"{one}_{kind}" for one in ("neutral", "implements") for kind in LABELS
    ]
    assert len(names) == 17
    for name in names:
        assert words["zh"](name, side="甲") != words["en"](name, side="甲")


def test_json_holds_all_of_the_comparison() -> None:
    read = json.loads(written("json"))
    assert read == json.loads(json.dumps(asdict(COMPARISON) | {"titles": dict(TITLES)}))
    assert list(read) == list(asdict(COMPARISON))


def test_csv_has_a_line_for_every_finding() -> None:
    data = written("csv")
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert next(iter(rows[0])) == "view"
    count = {view: sum(row["view"] == view for row in rows) for view in dict.fromkeys(row["view"] for row in rows)}
    assert count == {"matrix_role": 10, "matrix_matter": 4, "correlation": 4, "observations": 3}
    first = next(row for row in rows if row["role"] == "first" and row["finding"] == "responsibility")
    assert (first["label"], first["actors"], first["provision"]) == ("第一责任人", "乡镇党委主要负责人", "第十六条")
    for row in rows:
        if row["quote"]:
            assert TEXTS[row["document"]][int(row["start"]) : int(row["end"])] == row["quote"]
    stricter = next(row for row in rows if row["finding"] == "stricter" and row["view"] == "correlation")
    assert (stricter["label"], stricter["right_quote"]) == ("加严", CENTRAL_TOWN.quote)
    assert "时限：每年 → 任期内" in stricter["text"]


def test_csv_runs_nothing() -> None:
    rows = csv.reader(io.StringIO(written("csv", hostile()).decode("utf-8-sig")))
    cells = [cell for row in rows for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert {f"'{word}" for word in HOSTILE} <= set(cells)


def test_a_table_is_straight_and_fits_its_width() -> None:
    for width in (60, 100, 140):
        lines = write(COMPARISON, "table", DOCUMENTS, LEXICON, width=width).decode().splitlines()
        wide = [sum(2 if unicodedata.east_asian_width(mark) in "WF" else 1 for mark in line) for line in lines]
        assert max(wide) <= width
    assert "\x1b[" in write(COMPARISON, "table", DOCUMENTS, LEXICON, colour=True).decode()
    assert not any("\x1b" in line for line in lines)
    assert any("┼" in line for line in lines)
    for number, line in enumerate(lines):
        if "┼" in line:
            marks = {place for place, mark in enumerate(columns(line)) if mark == "┼"}
            below = columns(lines[number + 1])
            assert all(place >= len(below) or below[place] == "│" for place in marks)


def columns(line: str) -> str:
    """Return a line with a filler behind every double-width character, so that places are columns."""
    return "".join(mark + ("." if unicodedata.east_asian_width(mark) in "WF" else "") for mark in line)


def test_a_table_of_many_columns_puts_them_below_each_other() -> None:
    many = tuple(Column(f"c{number}", ("suzhou-2022",)) for number in range(12))
    cells = tuple((row[1],) * 12 for row in ROLES.cells)
    comparison = replace(
        COMPARISON, columns=many, matrices=(replace(ROLES, columns=many, cells=cells),), correlations=()
    )
    text = written("table", comparison).decode()
    assert text.count("乡镇党委主要负责人：本辖区工作") == 12
    assert "省级 · 总责" in text


def test_every_statement_leads_to_a_quote() -> None:
    said = report(COMPARISON, Words("zh", LEXICON, DOCUMENTS))
    assert {(quote.document, quote.start) for quote in said.quotes} == {(one.document, one.start) for one in PLACES}
    assert [quote.number for quote in said.quotes] == list(range(1, 7))
    cells = [cell for view in said.matrices for line in view.lines for cell in line.cells[view.fixed :]]
    statements = [one for cell in cells for one in cell]
    assert statements
    assert all(one.proofs for one in statements if one.tone not in ("not_stated", "missing_text"))
    digest = next(quote for quote in said.quotes if quote.digest)
    assert (digest.document, digest.words) == ("central-2016", "对本地区脱贫攻坚负总责")


class Page(HTMLParser):
    """Collects what a page has: ids, targets of links, addresses, tags that are open, text."""

    VOID = ("meta", "col", "input")

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.tags: list[str] = []
        self.open: list[str] = []
        self.addresses: list[str] = []
        self.words: list[str] = []
        self.feed(data.decode())
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in self.VOID:
            self.open.append(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            elif name == "href" and (value or "").startswith("#"):
                self.targets.append((value or "").removeprefix("#"))
            elif name in ("href", "src", "action", "background") or name.startswith("on"):
                self.addresses.append(f"{name}={value}")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@pytest.mark.parametrize("comparison", [COMPARISON, hostile()], ids=["plain", "hostile"])
def test_a_page_is_whole_and_asks_no_host(comparison: Comparison) -> None:
    data = written("html", comparison)
    page = Page(data)
    assert page.open == []
    assert page.addresses == []
    assert not {"script", "img", "link", "iframe", "object"} & set(page.tags)
    assert not re.search(rb"url\(|@import", data.split(b"</style>")[0])
    assert len(page.ids) == len(set(page.ids))
    assert set(page.targets) <= set(page.ids)
    assert len([target for target in page.targets if target.startswith("q")]) >= len(PLACES)


def test_a_page_says_what_was_found() -> None:
    data = written("html")
    page = Page(data)
    text = "".join(page.words)
    for words in (
        TOWN.quote,
        "规定在其他层级：县级、乡镇级",
        "授权另行规定",
        "加严",
        "更细（乙）",
        "对各级的一般规定",
        "文字对照",
    ):
        assert words in text
    assert {"del", "ins", "details", "thead"} <= set(page.tags)
    assert data.count(b"<label>") == 1
    assert b'class="in-fold-matter-0"' in data  # what is narrower folds away


def test_a_page_shows_markup_as_text() -> None:
    text = "".join(Page(written("html", hostile())).words)
    assert "<script>alert(1)</script>" in text
    assert "�" in text
    assert "\x1b" not in text


def workbook(comparison: Comparison = COMPARISON, language: str = "zh"):
    return load_workbook(io.BytesIO(written("xlsx", comparison, language)))


def test_a_workbook_has_a_sheet_for_every_view() -> None:
    book = workbook()
    assert book.sheetnames == [
        "比较对象与方法",
        "各级责任一览",
        "责任矩阵（按角色）",
        "责任矩阵（按事项）",
        "条文对照1",
        "空白与冲突",
        "条文",
        "SPARQL",
    ]
    sheet = book["责任矩阵（按角色）"]
    header = next(row for row in sheet.iter_rows() if row[0].value == "层级")
    assert [cell.value for cell in header][1:5] == [
        "角色",
        "《脱贫攻坚责任制实施办法》＋《湖南省脱贫攻坚责任制实施细则》",
        "依据",
        "《宿州市衔接责任制实施办法》",
    ]
    assert sheet.freeze_panes == f"C{header[0].row + 1}"
    assert sheet.print_title_rows == f"${header[0].row}:${header[0].row}"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (
        "landscape",
        9,
        0,
    )
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=header[0].row + 1)]
    assert [row[:2] for row in rows] == [["省级", "总责"]] * 2 + [["乡镇级", "第一责任人"]] * 2
    assert rows[2][4:6] == ["乡镇党委主要负责人：本辖区工作（第十六条[3]）；时限：每年；后果（第九条[4]）", "[3]"]
    assert all(cell.alignment.wrap_text for row in sheet.iter_rows(min_row=5) for cell in row)
    assert workbook()["责任矩阵（按事项）"].row_dimensions[6].outlineLevel == 1


def test_responsibility_at_a_glance_has_one_line_for_each_level() -> None:
    view = report(COMPARISON, Words("zh", LEXICON, DOCUMENTS)).matrices[0]
    assert view.title == "各级责任一览"
    said = [["".join(one.plain for one in cell) for cell in line.cells] for line in view.lines]
    assert [line[0] for line in said] == ["省级", "乡镇级"]
    assert any("第一责任人：乡镇党委主要负责人（第十六条）" in cell for cell in said[1])
    assert any("没有有名称的责任角色" in cell for cell in said[1])


@pytest.mark.parametrize("comparison", [COMPARISON, hostile()], ids=["plain", "hostile"])
def test_cells_of_a_workbook_lead_to_the_rows_of_their_quotes(comparison: Comparison) -> None:
    book = workbook(comparison)
    followed = 0
    for sheet in book:
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.hyperlink):
            name, _, target = cell.hyperlink.location.rpartition("!")
            found = book[name.strip("'")][target]
            assert found.value is not None
            numbers = re.findall(r"\[(\d+)\]", str(cell.value))
            if name == "'条文'" and numbers:
                assert found.value == int(numbers[0])
                followed += 1
    assert followed >= 12
    assert not any(
        cell.hyperlink.target for sheet in book for row in sheet.iter_rows() for cell in row if cell.hyperlink
    )


def test_a_workbook_holds_the_quotes_word_for_word() -> None:
    rows = list(workbook()["条文"].iter_rows(min_row=3, values_only=True))
    assert len(rows) == len(PLACES)
    for _, title, label, words, start, end in rows:
        if start is not None:
            document = next(name for name, metadata in DOCUMENTS.items() if metadata.title in title)
            assert TEXTS[document][start:end] == words
            assert label in (one.label + (f"（{one.item}）" if one.item else "") for one in PLACES)


def test_a_workbook_runs_nothing_and_loses_nothing() -> None:
    book = workbook(hostile())
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert all(cell.quotePrefix for cell in cells if str(cell.value).startswith(("=", "+", "-", "@")))
    assert {*HOSTILE} <= {cell.value for cell in cells}
    assert max(len(str(cell.value)) for cell in cells) <= 32_767
    long = "".join(row[3] for row in book["条文"].iter_rows(min_row=3, values_only=True) if set(row[3] or "") == {"长"})
    assert len(long) % 40_000 == 0
    assert long


def test_rows_of_a_workbook_are_high_enough_for_their_words() -> None:
    sheet = workbook()["条文对照1"]
    row = next(row for row in sheet.iter_rows() if TASKS.quote[5:20] in str(row[2].value))
    lines = len(str(row[2].value)) * 2 / sheet.column_dimensions["C"].width
    assert 409 >= sheet.row_dimensions[row[0].row].height >= 12 * lines


def parts(data: bytes) -> dict[str, etree._Element]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {
            name: etree.fromstring(archive.read(name))
            for name in archive.namelist()
            if name.endswith((".xml", ".rels"))
        }


@pytest.mark.parametrize("comparison", [COMPARISON, hostile()], ids=["plain", "hostile"])
def test_footnotes_of_a_document_resolve(comparison: Comparison) -> None:
    found = parts(written("docx", comparison))
    body, notes = found["word/document.xml"], found["word/footnotes.xml"]
    ids = [int(note.get(f"{W}id")) for note in notes]
    assert ids == [-1, 0, *range(1, len(ids) - 1)]
    assert [note.get(f"{W}type") for note in notes[:2]] == ["separator", "continuationSeparator"]
    cited = [int(one.get(f"{W}id")) for one in body.iter(f"{W}footnoteReference")]
    assert cited == ids[2:]
    assert len(cited) >= 4
    marks = {one.get(f"{W}name") for one in body.iter(f"{W}bookmarkStart")}
    fields = [one.get(f"{W}instr").split()[1] for one in body.iter(f"{W}fldSimple")]
    assert set(fields) <= marks
    assert fields  # a quote that is cited again has no second note
    declared = [one.get(f"{W}id") for one in found["word/settings.xml"].iter(f"{W}footnote")]
    assert declared == ["-1", "0"]
    styles = {one.get(f"{W}styleId") for one in found["word/styles.xml"].iter(f"{W}style")}
    used = [*notes.iter(f"{W}pStyle"), *notes.iter(f"{W}rStyle"), *body.iter(f"{W}pStyle"), *body.iter(f"{W}rStyle")]
    assert {one.get(f"{W}val") for one in used} <= styles
    types = {one.get("PartName"): one.get("ContentType") for one in found["[Content_Types].xml"]}
    assert types["/word/footnotes.xml"].endswith("wordprocessingml.footnotes+xml")
    targets = [
        one.get("Target") for one in found["word/_rels/document.xml.rels"] if one.get("Type").endswith("/footnotes")
    ]
    assert targets == ["footnotes.xml"]


def test_footnotes_give_place_and_words() -> None:
    notes = parts(written("docx"))["word/footnotes.xml"]
    texts = ["".join(note.itertext()).strip() for note in notes[2:]]
    assert f"《宿州市衔接责任制实施办法》第十六条：“{TOWN.quote}”" in texts
    assert "《脱贫攻坚责任制实施办法》第六条（仅有摘要，无原文）：对本地区脱贫攻坚负总责" in texts
    assert len(texts) == len(set(texts))


def test_a_document_has_the_layout_of_an_official_one() -> None:
    document = docx.Document(io.BytesIO(written("docx")))
    upright, across, last = document.sections
    assert [round(side.cm, 1) for side in (upright.page_width, upright.page_height)] == [21.0, 29.7]
    margins = (upright.top_margin, upright.bottom_margin, upright.left_margin, upright.right_margin)
    assert [round(side.cm, 1) for side in margins] == [3.7, 3.5, 2.8, 2.6]
    assert across.page_width > across.page_height
    assert last.page_width < last.page_height
    fonts = {
        name: (document.styles[name].element.rPr.rFonts.get(qn("w:eastAsia")), document.styles[name].font.size.pt)
        for name in ("Title", "Normal", "Heading 1", "Heading 2", "Footnote Text")
    }
    assert fonts == {
        "Title": ("方正小标宋简体", 22), "Normal": ("仿宋", 16), "Heading 1": ("黑体", 16), "Heading 2": ("楷体", 16),
        "Footnote Text": ("宋体", 9),
    }  # fmt: skip
    headings = [one.text for one in document.paragraphs if one.style.name.startswith("Heading")]
    assert [one for one in headings if "、" in one[:3]] == [
        "一、比较对象与方法", "二、责任矩阵", "三、条文对照", "四、空白与冲突",
    ]  # fmt: skip
    assert "（二）责任矩阵（按角色）" in headings
    assert document.paragraphs[0].text == "关于四份文件责任规定的比较报告"
    for footer in (upright.footer, upright.even_page_footer):
        assert "PAGE" in etree.tostring(footer._element).decode()


def test_tables_of_a_document_are_as_wide_as_the_page() -> None:
    document = docx.Document(io.BytesIO(written("docx")))
    sections = iter(document.sections)
    section = next(sections)
    tables = 0
    for element in document.element.body:
        if element.tag == qn("w:tbl"):
            tables += 1
            width = sum(int(column.get(qn("w:w"))) for column in element.tblGrid.gridCol_lst) * 635
            room = section.page_width - section.left_margin - section.right_margin
            assert 0.98 * room <= width <= room + 635 * len(element.tblGrid.gridCol_lst)  # a twip for each rounding
            for row in element.tr_lst:
                assert sum(cell.grid_span for cell in row.tc_lst) == len(element.tblGrid.gridCol_lst)
            assert element.tr_lst[0].trPr.find(qn("w:tblHeader")) is not None
        elif element.findall(f".//{W}sectPr"):
            section = next(sections)
    assert tables == 8


def test_a_document_says_what_was_found() -> None:
    document = docx.Document(io.BytesIO(written("docx")))
    text = "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    for words in (CENTRAL_TOWN.quote, "规定在其他层级：县级、乡镇级", "加严", "缺失", "有任务而无责任人"):
        assert words in text


def test_a_document_holds_hostile_words_as_text() -> None:
    document = docx.Document(io.BytesIO(written("docx", hostile())))
    text = "\n".join(one.text for one in document.paragraphs)
    assert "<script>alert(1)</script>" in text
    assert "�" in text


def test_a_document_lists_a_matrix_of_many_columns() -> None:
    many = tuple(Column(f"c{number}", ("suzhou-2022",)) for number in range(12))
    matrix = replace(ROLES, columns=many, cells=tuple((row[1],) * 12 for row in ROLES.cells))
    document = docx.Document(io.BytesIO(written("docx", replace(COMPARISON, columns=many, matrices=(matrix,)))))
    lines = [one.text for one in document.paragraphs if one.style.name == "列表文字"]
    assert sum(line.startswith("《宿州市衔接责任制实施办法》：乡镇党委主要负责人") for line in lines) == 12
    assert any(line.endswith("：规定在其他层级") for line in lines)
    assert max(len(table.columns) for table in document.tables) == 7


def test_a_document_says_once_what_binds_all_levels_and_counts_the_rest() -> None:
    general = Cell((entry(COUNTY, ("各级政府",), "工作", general=True),), ())
    duty = entry(TASKS, ("县级政府",), "任务", role="", kind="duty")
    own = Cell((entry(TOWN, ("县委",), "事", time=("每年",)), duty, *general.entries), ())
    rows = tuple(Row(level, matter="bridging") for level in ("province", "city", "county"))
    matrix = Matrix("matter", rows, COLUMNS[1:2], ((general,), (general,), (own,)))
    document = docx.Document(io.BytesIO(written("docx", replace(COMPARISON, matrices=(matrix,)))))
    cells = [[cell.text for cell in row.cells] for row in document.tables[2].rows]
    assert [row[0] for row in cells if row[0]] == ["层级", "各级", "县级"]
    text = "".join(cell for row in cells for cell in row)
    assert text.count("各级政府：") == 1
    assert "县委：" in text
    assert "另有一般规范 1 条" in text
    assert "任务" not in text


@pytest.mark.parametrize("form", FORMS)
def test_an_empty_comparison_is_a_report_too(form: str) -> None:
    bare = Comparison(COLUMNS[1:], TITLES, (), (), (), (), ())
    assert written(form, bare, "en")
