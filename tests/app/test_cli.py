"""The command line: what it prints, and that input at fault costs one clear line and nothing else."""

import json
import os
import pty
import re
import shutil
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import get_args

import pytest
from click.testing import CliRunner, Result

from app import cli, pipeline
from app.terminal import STEPS_ZH
from ontology import guard
from ontology.export import FORMATS, export
from ontology.store import open_store, version
from queries.text import MAXIMUM_LENGTH
from queries.types import Step

HEADLINE = "乡镇一级扶贫项目资产谁是第一责任人？"
COMMANDS = {
    "build",
    "add",
    "remove",
    "ask",
    "compare",
    "documents",
    "show",
    "export",
    "check",
    "evaluate",
    "lint",
    "questions",
    "serve",
    "vocabulary",
    "app",
}
PROGRAM = Path(sys.executable).parent / "dutygraph"
STARTS_WITHIN = 0.5
"""Seconds that `--help` may take."""

Run = Callable[..., Result]


def exported(location: str) -> bytes:
    with open_store(location) as store:
        return b"".join(export(store, "nquads"))


def test_the_commands_are_those_of_the_contract() -> None:
    assert set(cli.main.commands) == COMMANDS


@pytest.mark.parametrize("command", ["", *sorted(COMMANDS)])
def test_every_command_has_a_help_text_in_both_languages(command: str) -> None:
    result = CliRunner().invoke(cli.main, [*command.split(), "--help"])
    assert result.exit_code == 0
    assert any("\u4e00" <= character <= "\u9fff" for character in result.output)
    assert "\b" not in result.output


def test_the_formats_and_levels_are_those_of_the_rooms() -> None:
    from corpus.types import LEVELS

    assert set(cli.FORMATS) == set(FORMATS)
    assert tuple(level for level in LEVELS if level not in ("any", "none")) == cli.LEVELS


def test_help_answers_at_once() -> None:
    def seconds() -> float:
        began = time.perf_counter()
        subprocess.run([PROGRAM, "--help"], check=True, capture_output=True)
        return time.perf_counter() - began

    seconds()  # the first start reads the files from disk
    assert statistics.median(seconds() for _ in range(3)) < STARTS_WITHIN


def test_help_imports_no_room() -> None:
    program = "import sys, app.cli; print(*sorted({name.split('.')[0] for name in sys.modules}))"
    loaded = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout.split()
    assert not {"spacy", "jieba", "rjieba", "rdflib", "pyoxigraph", "streamlit", "pyvis", "ontology", "queries"} & set(
        loaded
    )


BAD_INPUT: list[tuple[str, Sequence[str], str]] = [
    ("a missing file", ["add", "{tmp}/missing.txt"], "missing.txt"),
    ("an empty file", ["add", "{tmp}/empty.txt"], "empty.txt"),
    ("a binary file", ["add", "{tmp}/binary.txt"], "binary.txt"),
    ("an unknown encoding", ["add", "{tmp}/encoding.txt"], "encoding.txt"),
    ("an unknown type of file", ["add", "{tmp}/picture.png"], "picture.png"),
    ("one good and one bad file", ["add", "{tmp}/good.txt", "{tmp}/empty.txt"], "empty.txt"),
    ("two files of one id", ["add", "{tmp}/good.txt", "{tmp}/other/good.txt"], "good"),
    ("a folder without documents", ["add", "{tmp}/nothing"], "nothing"),
    ("a corpus without documents", ["build", "--corpus", "{tmp}/nothing"], "nothing"),
    ("a missing corpus", ["build", "--corpus", "{tmp}/missing"], "missing"),
    ("a corpus that is a file", ["build", "--corpus", "{tmp}/good.txt"], "good.txt"),
    ("a corpus with a bad file", ["build", "--corpus", "{tmp}/mixed"], "empty.txt"),
    ("removing an unknown id", ["remove", "nobody"], "nobody"),
    ("showing an unknown id", ["show", "nobody"], "nobody"),
    ("showing an unknown provision", ["show", "suzhou-2022", "第九十九条"], "第九十九条"),
    ("a provision of a digest", ["show", "central-2016", "1"], "central-2016"),
    ("exporting an unknown id", ["export", "--format", "csv", "--document", "nobody"], "nobody"),
    ("an output that cannot be written", ["export", "--format", "csv", "-o", "{tmp}/missing/x.csv"], "missing"),
    ("an empty question", ["ask", ""], "empty"),
    ("a question of blanks", ["ask", " \u3000\n"], "empty"),
    ("a question of 10,000 characters", ["ask", "问" * 10_000], "10000"),
    ("a missing batch", ["ask", "--json", "--batch", "{tmp}/missing.jsonl"], "missing.jsonl"),
    ("a binary batch", ["ask", "--json", "--batch", "{tmp}/binary.txt"], "binary.txt"),
    ("a batch that is a folder", ["ask", "--json", "--batch", "{tmp}/nothing"], "nothing"),
    ("missing gold", ["evaluate", "--gold", "{tmp}/missing"], "missing"),
    ("no gold in a folder", ["evaluate", "--gold", "{tmp}/nothing"], "gold"),
    ("broken gold", ["evaluate", "--gold", "{tmp}/questions.jsonl"], "questions.jsonl"),
    ("a store that is not there", ["documents", "--store", "{tmp}/none"], "none"),
    ("a store that is a file", ["documents", "--store", "{tmp}/good.txt"], "good.txt"),
    ("building into a file", ["build", "--store", "{tmp}/good.txt"], "good.txt"),
    ("building below a file", ["build", "--store", "{tmp}/good.txt/below"], "good.txt"),
    ("building into something else", ["build", "--store", "{tmp}/mixed"], "mixed"),
    ("asking a store that is a file", ["ask", HEADLINE, "--store", "{tmp}/good.txt"], "good.txt"),
    ("adding to a store that is a file", ["add", "{tmp}/good.txt", "--store", "{tmp}/good.txt"], "good.txt"),
    ("a store on a server", ["documents", "--store", "http://localhost:1/"], "server"),
    ("a check of nothing", ["documents", "--check", "{tmp}/none"], "none"),
    ("an old document", ["add", "{tmp}/old.doc"], "save it as .docx"),
    ("an archive that is none", ["add", "{tmp}/none.zip"], "no such file"),
    ("a screen without a store", ["app", "--store", "{tmp}/none"], "none"),
]


@pytest.fixture
def files(tmp_path: Path) -> Path:
    text = "某县扶贫办法\n第一条 县政府对扶贫工作负总责。\n"
    for name in ("good.txt", "other/good.txt", "mixed/good.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "mixed/empty.txt").write_text("")
    (tmp_path / "binary.txt").write_bytes(b"\x7fELF\0\0\xff\xfe" * 200)
    (tmp_path / "encoding.txt").write_bytes(bytes(range(255, 127, -1)) * 40)
    (tmp_path / "old.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n")
    (tmp_path / "questions.jsonl").write_text("{not json\n")
    (tmp_path / "nothing").mkdir()
    return tmp_path


def test_the_table_of_bad_input_is_whole() -> None:
    assert len(BAD_INPUT) == 39


@pytest.mark.parametrize(("arguments", "named"), [row[1:] for row in BAD_INPUT], ids=[row[0] for row in BAD_INPUT])
def test_bad_input_costs_one_line_and_leaves_the_graph(
    dutygraph: Run, files: Path, shipped: str, arguments: Sequence[str], named: str
) -> None:
    before = version(shipped)
    result = dutygraph(*(argument.format(tmp=files) for argument in arguments))
    assert result.exit_code == 1, result.output
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    assert line.startswith("dutygraph: ")
    assert named in line
    assert "Traceback" not in line
    assert version(shipped) == before


WRONG_USAGE: list[Sequence[str]] = [
    [],
    ["serve", "--port", "99999"],
    ["no-such-command"],
    ["ask"],
    ["ask", "问", "--json", "--batch", "x"],
    ["ask", "--batch", "x"],
    ["ask", "问", "--lang", "fr"],
    ["build", "--jobs", "0"],
    ["build", "extra"],
    ["add"],
    ["add", "a.txt", "--level", "galaxy"],
    ["add", "a.txt", "--date", "2022-13-01"],
    ["add", "a.txt", "b.txt", "--id", "one"],
    ["add", "a.txt", "--id", ""],
    ["remove"],
    ["show"],
    ["export"],
    ["export", "--format", "word"],
    ["evaluate"],
    ["app", "--port", "99999"],
    ["show", "suzhou-2022", "--version", "0"],
    ["add", "a.zip", "--id", "one"],
    ["vocabulary"],
    ["vocabulary", "candidates", "--limit", "0"],
]


@pytest.mark.parametrize("arguments", WRONG_USAGE, ids=" ".join)
def test_wrong_usage_is_told_apart_from_bad_input(dutygraph: Run, arguments: Sequence[str]) -> None:
    result = dutygraph(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Usage:" in result.stderr


def test_an_answer_names_its_provisions(dutygraph: Run) -> None:
    result = dutygraph("ask", HEADLINE)
    assert result.exit_code == 0
    assert "第十八条" in result.stdout
    assert "第十六条" in result.stdout
    assert result.stderr == ""


@pytest.mark.parametrize(
    ("question", "norms", "places"),
    [
        ("宿州办法对信访工作有什么要求？", 2, 1),
        ("宿州规定乡镇党委有哪些职责？", 13, 8),
        ("2016年的脱贫攻坚责任制实施办法规定省级党委和政府有哪些职责", 3, 1),  # a digest, without words
    ],
)
def test_words_that_prove_several_norms_are_quoted_once(dutygraph: Run, question: str, norms: int, places: int) -> None:
    cited = json.loads(dutygraph("ask", "--json", question).stdout)["citations"]
    assert len(cited) == norms
    by_place = {(one["document"], one["provision"], one["start"], one["end"]): one["quote"] for one in cited}
    assert len(by_place) == places
    lines = dutygraph("ask", question).stdout.splitlines()
    assert sum(line.startswith("● 《") for line in lines) == places
    quotes = [f"  {' '.join(quote.split())}" for quote in by_place.values() if quote]
    assert [line for line in lines if line in quotes] == quotes


def test_an_answer_as_json_is_nothing_but_json(dutygraph: Run) -> None:
    answer = json.loads(dutygraph("ask", "--json", HEADLINE).stdout)
    assert answer["question"] == HEADLINE
    primary = {(c["document"], c["provision"]) for c in answer["citations"] if c["primary"]}
    assert primary == {("suzhou-2022", "第十八条"), ("suzhou-2022", "第十六条")}
    assert json.loads(dutygraph("ask", "--json", "--lang", "en", HEADLINE).stdout)["language"] == "en"


def test_a_refusal_is_an_answer(dutygraph: Run) -> None:
    result = dutygraph("ask", "今天天气怎么样？")
    assert result.exit_code == 0
    assert "未作答" in result.stdout


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("到2024年，白银区要达到什么目标", " (已放宽: 用词)"),
        ("宿州办法规定驻村第一书记一届干几年？", " (已放宽: 时间)"),
        (HEADLINE, " (已放宽: 角色, 事项)"),
        ("驻村工作对有哪些职责", " · “工作对”读作“工作队”"),
    ],
)
def test_how_a_question_was_widened_or_mended_is_told(dutygraph: Run, question: str, told: str) -> None:
    result = dutygraph("ask", question)
    assert result.exit_code == 0
    assert "未作答" not in result.stdout
    (read,) = (line for line in result.stdout.splitlines() if line.startswith("读作: "))
    assert read.endswith(told)


def test_every_step_has_a_name() -> None:
    assert set(STEPS_ZH) == set(get_args(Step))


def test_a_question_may_go_on_from_the_one_before(dutygraph: Run, tmp_path: Path) -> None:
    talk = ("宿州乡镇一级谁是第一责任人？", "那县级呢？")
    assert "《宿州市衔接责任制实施办法》第九条" in dutygraph("ask", *talk).stdout
    file = tmp_path / "questions.jsonl"
    lines = [{"question": talk[0]}, {"question": talk[1], "follows": True}, {"question": talk[1]}]
    file.write_text("\n".join(json.dumps(line) for line in lines), "utf-8")
    answers = [json.loads(line) for line in dutygraph("ask", "--json", "--batch", str(file)).stdout.splitlines()]
    assert [answer["interpretation"]["slots"]["document"] for answer in answers[:2]] == [["suzhou-2022"]] * 2
    assert answers[2]["interpretation"]["slots"]["document"] == []


def test_questions_that_can_be_asked(dutygraph: Run) -> None:
    found = dutygraph("questions", "--count", "3").stdout.splitlines()
    assert len(found) == 3
    assert all("已放宽" not in dutygraph("ask", question).stdout for question in found)
    english = dutygraph("questions", "--lang", "en", "petition").stdout.splitlines()
    assert english
    assert all("petition" in question for question in english)
    nothing = dutygraph("questions", "火星")
    assert (nothing.exit_code, nothing.stdout) == (0, "")
    assert "没有以此开头或含有它的问题" in nothing.stderr


def test_candidates_are_listed_and_limited(dutygraph: Run) -> None:
    result = dutygraph("vocabulary", "candidates", "--limit", "3")
    assert result.exit_code == 0
    rows = json.loads(dutygraph("vocabulary", "candidates", "--limit", "3", "--json").stdout)
    assert len(rows) == 3
    for row in rows:
        assert row["text"] in result.stdout
        assert {"text", "count", "documents", "places", "nearest", "similarity"} == set(row)
        assert row["places"][0]["provision"] in result.stdout


def test_bytes_that_are_no_characters_are_no_traceback(dutygraph: Run) -> None:
    assert dutygraph("ask", "\udcff\udcfe谁是第一责任人？").exit_code == 0


def test_a_batch_gives_one_answer_for_each_line_in_order(dutygraph: Run, tmp_path: Path) -> None:
    lines = [
        json.dumps({"question": HEADLINE}),
        "谁负责解释宿州办法",
        "",
        "问" * (MAXIMUM_LENGTH + 1),
        json.dumps({"id": 7}),
        '{"question": "\\udc00谁是第一责任人"}',
        "{broken",
        "a\u2028b\x85c",
    ]
    (tmp_path / "batch.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    result = dutygraph("ask", "--json", "--batch", tmp_path / "batch.jsonl")
    assert result.exit_code == 0
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert len(answers) == len(lines)
    assert [answer["question"] for answer in answers[:2]] == [HEADLINE, lines[1]]
    assert [answer["status"] for answer in answers[:2]] == ["answered", "answered"]
    assert [(answer["status"], answer["reason"]) for answer in answers[2:5]] == [("refused", "not_understood")] * 3
    assert set(answers[2]) == set(answers[0])


def test_an_empty_batch_has_no_answers(dutygraph: Run, tmp_path: Path) -> None:
    (tmp_path / "batch.jsonl").write_text("")
    result = dutygraph("ask", "--json", "--batch", tmp_path / "batch.jsonl")
    assert (result.exit_code, result.stdout) == (0, "")


def test_documents_are_listed_with_counts_and_completeness(dutygraph: Run) -> None:
    rows = {row["id"]: row for row in json.loads(dutygraph("documents", "--json").stdout)}
    assert sorted(rows) == ["baiyin-2021", "central-2016", "central-2022", "hunan-2017", "panjin-2015", "suzhou-2022"]
    assert rows["suzhou-2022"]["articles"] == 36
    assert (rows["central-2016"]["completeness"], rows["central-2022"]["completeness"]) == ("digest", "partial")
    assert all(row["frames"] > 10 for row in rows.values())
    table = dutygraph("documents").stdout
    assert all(name in table for name in rows)


def test_reading_can_be_checked(dutygraph: Run, files: Path) -> None:
    shown = dutygraph("documents", "--check").stdout
    assert "leaves equal source" in shown
    assert "5 (100.0%)" in shown
    rows = json.loads(dutygraph("documents", "--check", files / "mixed", "--json").stdout)
    assert [(row["name"], bool(row["refused"])) for row in rows] == [("empty.txt", True), ("good", False)]


def test_versions_are_told_and_shown(dutygraph: Run, shipped: str, tmp_path: Path) -> None:
    store = shutil.copytree(shipped, tmp_path / "store")
    path = tmp_path / "plan.txt"
    told = []
    for what in "甲甲乙":
        path.write_text(f"某县办法\n第一条 县政府应当制定{what}规划。\n", encoding="utf-8")
        told.append(dutygraph("add", path, "--store", store).stderr.strip())
    assert told == ["plan: 1 frames", "plan: 1 frames, unchanged", "plan: 1 frames, version 2"]
    rows = {row["id"]: row["versions"] for row in json.loads(dutygraph("documents", "--json", "--store", store).stdout)}
    assert rows["plan"] == 2
    assert rows["suzhou-2022"] == 1
    shown = [dutygraph("show", "plan", "第一条", *extra, "--store", store).stdout for extra in ((), ("--version", "1"))]
    assert shown[0].startswith("第一条 县政府应当制定乙规划。\n")
    assert shown[1] == "第一条 县政府应当制定甲规划。\n"
    assert dutygraph("show", "plan", "--version", "1", "--store", store).stdout.startswith("某县办法")
    missing = dutygraph("show", "plan", "--version", "7", "--store", store)
    assert missing.exit_code == 1
    assert "version 7" in missing.stderr


@pytest.mark.parametrize("name", ["第十六条", "第16条", "16", "art_16"])
def test_a_provision_is_shown_with_its_frames(dutygraph: Run, name: str) -> None:
    shown = dutygraph("show", "suzhou-2022", name).stdout
    assert shown.startswith("第十六条 乡镇党委、政府")
    for words in ("第一责任人 first", "乡镇党委主要负责人", "事项 matter", "规则 rule: responsibility."):
        assert words in shown
    assert "第十七条" not in shown
    assert "\x1b" not in shown


def test_references_and_definitions_stand_below_their_provision(dutygraph: Run, tmp_path: Path) -> None:
    folder, store = tmp_path / "texts", tmp_path / "store"
    folder.mkdir()
    (folder / "law.txt").write_text(
        "第一条 本条例所称河道，是指河流。\n第二条 甲应当：\n（一）报告；\n（二）登记。\n"
        "违反前款第（二）项规定的，依照第一条、《水法》第三条办理。违反上述规定的，警告。\n",
        "utf-8",
    )
    dutygraph("build", "--corpus", folder, "--store", store)
    first, second = (dutygraph("show", "law", name, "--store", store).stdout for name in "12")
    assert "≔ 河道: 河流" in first
    assert "↗" not in first
    wanted = ["前款第（二）项 → 第二条第一款第（二）项", "第一条", "《水法》第三条", "上述规定 (未查得 not found)"]
    assert [line.strip() for line in second.splitlines() if "↗" in line] == [f"↗ {words}" for words in wanted]
    assert "≔" not in second


@pytest.mark.parametrize("name", ["二(五)", "二（五）", "sec_2__item_5"])
def test_an_item_of_a_plan_is_shown(dutygraph: Run, name: str) -> None:
    shown = dutygraph("show", "baiyin-2021", name).stdout
    assert shown.startswith("(五)加强扶贫项目资产管理和监督")
    assert "责任单位 unit" in shown


def test_a_whole_document_is_shown_without_loss(dutygraph: Run, shipped: str) -> None:
    from ontology import frames

    with open_store(shipped) as store:
        for record in frames.documents(store):
            document = record.metadata.id
            shown = dutygraph("show", document).stdout
            assert all(frame.rule in shown for frame in frames.frames(store, document))
            assert shown.count("规则 rule:") == record.frames
            words = (line for line in shown.splitlines() if not line.startswith("    "))
            text = frames.text(store, document)
            assert "".join("".join(words).split()) == "".join(text.split()) or not text


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_every_format_goes_to_a_file_or_to_standard_output(dutygraph: Run, tmp_path: Path, form: str) -> None:
    printed = dutygraph("export", "--format", form, "--document", "hunan-2017").stdout_bytes
    result = dutygraph("export", "--format", form, "--document", "hunan-2017", "-o", tmp_path / "out")
    assert result.exit_code == 0
    assert (tmp_path / "out").read_bytes() == printed != b""


def test_frames_quote_the_texts(dutygraph: Run, root: Path) -> None:
    rows = [json.loads(line) for line in dutygraph("export", "--format", "frames").stdout.splitlines()]
    assert len(rows) > 400
    for row in rows:
        if row["status"] != "digest":
            text = (root / "corpus" / "texts" / f"{row['document']}.txt").read_bytes().decode()
            assert text[row["start"] : row["end"]] == row["quote"]


def test_evaluate_scores_frames_and_answers(dutygraph: Run, gold_folder: Path) -> None:
    result = dutygraph(
        "evaluate", "--gold", gold_folder / "suzhou-2022.gold.jsonl", gold_folder / "questions.dev.jsonl"
    )
    assert result.exit_code == 0
    assert "suzhou-2022" in result.stdout
    assert "citation recall" in result.stdout
    assert result.stderr == ""
    whole = dutygraph("evaluate", "--gold", gold_folder)
    assert "shantou-river-2023" in whole.stderr
    assert "shantou-river-2023" not in whole.stdout


def test_check_fails_with_what_failed(dutygraph: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from ontology import check
    from ontology.types import Check, Finding

    good, bad = Check("spans", "passed", 3), Check("shapes", "failed", 2, (Finding("a", "缺事项", "no matter"),))
    monkeypatch.setattr(check, "checks", lambda _store: iter([good]))
    result = dutygraph("check")
    assert (result.exit_code, result.stdout) == (0, "✓ spans 3\n")
    monkeypatch.setattr(check, "checks", lambda _store: iter([good, bad]))
    result = dutygraph("check")
    assert result.exit_code == 1
    assert "a: 缺事项 no matter" in result.stdout
    assert result.stderr == "dutygraph: failed: shapes.\n"


def test_ctrl_c_is_quiet(dutygraph: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(pipeline, "build", interrupted)
    result = dutygraph("build")
    assert (result.exit_code, result.output) == (130, "")


def many_documents(folder: Path, root: Path) -> Path:
    folder.mkdir()
    text = (root / "corpus" / "texts" / "suzhou-2022.txt").read_bytes()
    for number in range(60):
        (folder / f"d{number}.txt").write_bytes(text)
    return folder


@pytest.mark.parametrize(("sent", "status"), [(signal.SIGINT, 130), (signal.SIGKILL, -9)], ids=["Ctrl-C", "killed"])
def test_a_build_that_is_ended_leaves_the_old_graph(tmp_path: Path, root: Path, sent: int, status: int) -> None:
    store = str(tmp_path / "store")
    pipeline.build(store)
    graph = exported(store)
    corpus = many_documents(tmp_path / "corpus", root)
    generations = len(list((tmp_path / "store" / "generations").iterdir()))
    process = subprocess.Popen(
        [PROGRAM, "build", "--corpus", corpus, "--store", store, "--jobs", "2"],
        stderr=subprocess.PIPE,
        text=True,
        # a shell's background job ignores Ctrl-C, and so would its children
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    while len(list((tmp_path / "store" / "generations").iterdir())) == generations:  # not writing yet
        assert process.poll() is None
        time.sleep(0.02)
    process.send_signal(sent)
    assert process.stderr is not None
    assert "Traceback" not in process.stderr.read()
    assert process.wait() == status
    assert exported(store) == graph
    assert pipeline.build(store)


def test_progress_and_colours_are_for_terminals(shipped: str, tmp_path: Path) -> None:
    def seen(*arguments: str) -> str:
        ours, theirs = pty.openpty()
        with subprocess.Popen([PROGRAM, *arguments], stdout=theirs, stderr=theirs):
            os.close(theirs)
            chunks = []
            while chunk := _read(ours):
                chunks.append(chunk)
        os.close(ours)
        return b"".join(chunks).decode()

    assert "读取 reading" in seen("build", "--store", str(tmp_path / "store"))
    assert "\x1b[" in seen("show", "suzhou-2022", "16", "--store", shipped)


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # the other end is closed
        return b""


def test_a_message_stays_on_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    cli.Failure("two\nlines").show()
    assert capsys.readouterr().err == "dutygraph: two lines\n"


def test_an_answer_needs_no_linguistic_pipeline(shipped: str) -> None:
    # spaCy and jieba take a second to load, which the first answer of a cold start does not have
    program = (
        "import sys\n"
        "from app.cli import main\n"
        f"main(['ask', {HEADLINE!r}, '--store', {shipped!r}], standalone_mode=False)\n"
        "print(sorted({'spacy', 'jieba', 'rjieba', 'streamlit', 'rdflib', 'owlready2'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_what_follows_from_a_frame_is_shown_as_derived(dutygraph: Run) -> None:
    shown = dutygraph("show", "suzhou-2022", "第十条").stdout
    assert (
        "∴ 推论 derived: 县区党委、县区政府 监督 supervises 乡镇党委 · 推理规则 inference rule: supervises · "
        "前提 premises: suzhou-2022/art_10/duty-1\n"
    ) in shown
    assert "湖南省实施细则 沿用 inherits 第五条" in dutygraph("show", "central-2016").stdout
    assert "推论" not in dutygraph("show", "panjin-2015").stdout
    reached = dutygraph("show", "suzhou-2022", "第十六条").stdout  # many matters: some, and how many
    assert re.search(r"第十六条 及于 reaches (?:[^、\n]+、){5}[^、\n]+…（2\d）", reached)


def test_exports_hold_what_is_derived_of_their_document(dutygraph: Run) -> None:
    whole = dutygraph("export", "--format", "nquads").stdout
    one = dutygraph("export", "--format", "nquads", "--document", "hunan-2017").stdout
    inferred = [line for line in one.splitlines() if line.endswith("/graph/inferred> .")]
    assert set(inferred) < set(whole.splitlines())
    assert all(line.startswith("<https://w3id.org/dutygraph/document/hunan-2017") for line in inferred)
    for name in ("inherits", "reaches", "supervises", "answersFor", "Inference"):
        assert any(f"#{name}>" in line for line in inferred), name


def test_warnings_of_the_shapes_are_counted_or_said_to_be_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    written = [pipeline.Written("a", 3, warnings=2), pipeline.Written("b", 1)]
    assert cli._warned(written) == ", 2 warnings (see dutygraph check)"
    assert cli._warned(written[1:]) == ""
    monkeypatch.setattr(guard, "is_available", lambda: False)
    assert "shapes not checked" in cli._warned(written)
