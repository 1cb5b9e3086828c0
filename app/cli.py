"""The command line: the commands of the contract, with lazy imports so that help answers at once."""

from __future__ import annotations

import gc
import json
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Literal

import click

from corpus.errors import DutygraphError, ReadError

if TYPE_CHECKING:
    from app.pipeline import Progress, Written
    from ontology.store import Store
    from queries.answer import Session
    from queries.types import Answer

LEVELS = ("central", "province", "city", "county", "township", "village")
FORMATS = ("frames", "turtle", "trig", "jsonld", "nquads", "csv", "graphml", "akn")
REPORTS = ("table", "json", "xlsx", "docx", "html", "csv")
DIFFERENCES = ("table", "json", "html")
OFFICE = ("xlsx", "docx")
"""Formats that no terminal can show, so that they always go to a file."""
COLLECTED_AFTER = 50_000
"""Objects made between two collections of garbage: what a command loads stays, and looking at it again takes a tenth
of the time of an answer."""
INTERRUPTED = 130
"""The exit status of a program that Ctrl-C ended: 128 and the number of the signal."""


class Failure(click.ClickException):
    """One line on standard error and exit status 1."""

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the message on one line."""
        click.echo(f"dutygraph: {' '.join(self.message.split())}", file=file, err=True)


class CheckFailed(DutygraphError):
    """An invariant of the store does not hold."""


class Commands(click.Group):
    """A group whose commands end with a sentence, not with a traceback, when the input is at fault."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; input at fault ends with exit status 1, Ctrl-C quietly."""
        try:
            return super().invoke(ctx)
        except DutygraphError as error:
            raise Failure(str(error)) from error
        except BrokenPipeError:
            raise  # the reader has had enough; click ends quietly
        except OSError as error:
            raise Failure(f"{error.filename or 'input or output'}: {error.strerror or error}") from error
        except KeyboardInterrupt:
            raise click.exceptions.Exit(INTERRUPTED) from None


def _examples(*lines: str) -> str:
    """Return examples as the end of a help text, each on its own line."""
    return "\n".join(["\b", *lines])


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=_examples("dutygraph build", "dutygraph ask 乡镇一级扶贫项目资产谁是第一责任人？"),
)
@click.version_option(package_name="dutygraph")
def main() -> None:
    """责任图谱: who must do what, at which level of government, in which role, with the words as proof."""
    gc.set_threshold(COLLECTED_AFTER)


def _store(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--store",
        envvar="DUTYGRAPH_STORE",
        metavar="DIR|URL",
        help="The graph (图谱位置), a directory or SPARQL server; by default DUTYGRAPH_STORE or the user's directory.",
    )(command)


@main.command(epilog=_examples("dutygraph build", "dutygraph build --corpus 政策文件/ --jobs 4"))
@click.option(
    "--corpus",
    metavar="DIR",
    help="A folder or a .zip of .txt, .md, .docx, .pdf and .html files (文本文件夹); by default the shipped texts.",
)
@click.option("--jobs", type=click.IntRange(1), metavar="N", help="How many processes read texts (进程数).")
@click.option("--engine", metavar="dask://HOST:PORT", help="A Dask cluster that reads texts (集群) in their place.")
@_store
def build(corpus: str | None, jobs: int | None, engine: str | None, store: str | None) -> None:
    """Read the texts and build the graph (建图)."""
    from app import pipeline

    began = time.monotonic()
    with _progress("读取 reading") as progress:
        written = pipeline.build(store, Path(corpus) if corpus is not None else None, jobs, progress, engine)
    frames = sum(one.frames for one in written)
    seconds = time.monotonic() - began
    click.echo(f"{len(written)} documents, {frames} frames{_warned(written)} in {seconds:.1f} s", err=True)


@main.command(epilog=_examples("dutygraph add 办法.txt --id anqing-2023 --region 安徽省安庆市 --level city"))
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--id", "name", metavar="ID", help="The document's id; by default its file name without the suffix.")
@click.option("--title", metavar="T", help="Its title (标题).")
@click.option("--level", type=click.Choice(LEVELS), help="The level of its issuer (层级).")
@click.option("--region", metavar="R", help="Its region (地区), e.g. 安徽省宿州市.")
@click.option("--date", type=click.DateTime(["%Y-%m-%d"]), metavar="D", help="Its date (日期), e.g. 2022-03-23.")
@_store
def add(
    paths: tuple[str, ...],
    name: str | None,
    title: str | None,
    level: str | None,
    region: str | None,
    date: datetime | None,
    store: str | None,
) -> None:
    """Add documents, or put new versions in their place (加入文件).

    PATH is a file (.txt, .md, .docx, .html, or .pdf with a text layer), a folder or a .zip of such files. What is in
    the graph already is left alone; the text before a change stays readable: show ID --version N.
    """
    if name is not None and (len(paths) > 1 or not name.strip()):
        raise click.UsageError("--id names one document; give it with one PATH and not empty.")
    if name is not None and (Path(paths[0]).is_dir() or Path(paths[0]).suffix.lower() == ".zip"):
        raise click.UsageError("--id names one document; a folder or an archive has several.")
    from app import pipeline

    day = date.date().isoformat() if date else None
    given = {"id": name, "title": title, "level": level, "region": region, "date": day}
    with _progress("读取 reading") as progress:
        written = pipeline.add(
            [Path(path) for path in paths], store, {key: value for key, value in given.items() if value}, progress
        )
    for one in written:
        news = ", unchanged" if one.unchanged else f", version {one.versions}" if one.versions > 1 else ""
        click.echo(f"{one.document}: {one.frames} frames{news}{_warned([one])}", err=True)


def _warned(written: Iterable[Written]) -> str:
    """Return how many warnings the shapes gave, or that none were looked for."""
    from ontology.guard import is_available

    if not is_available():
        return ", shapes not checked (the package shacl is not installed; see dutygraph check)"
    count = sum(one.warnings for one in written)
    return f", {count} warnings (see dutygraph check)" if count else ""


@main.command(epilog=_examples("dutygraph remove anqing-2023"))
@click.argument("document", metavar="ID")
@_store
def remove(document: str, store: str | None) -> None:
    """Remove a document (移除文件)."""
    from app import pipeline

    pipeline.remove(document, store)
    click.echo(f"{document}: removed", err=True)


@main.command(
    epilog=_examples(
        "dutygraph ask 乡镇一级扶贫项目资产谁是第一责任人？",
        "dutygraph ask --lang en 谁负责解释宿州办法",
        "dutygraph ask 宿州乡镇一级谁是第一责任人？ 那县级呢？",
        "dutygraph ask --json --batch questions.jsonl",
    )
)
@click.argument("question", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
@click.option("--lang", type=click.Choice(["zh", "en"]), help="The language of the answer; by default the question's.")
@click.option("--batch", metavar="FILE", help="Answer every line of a file, JSON Lines with “question” or plain lines.")
@_store
def ask(
    question: tuple[str, ...], as_json: bool, lang: Literal["zh", "en"] | None, batch: str | None, store: str | None
) -> None:
    """Answer a question with its provisions (提问); further ones may go on from it (那县级呢？).

    In a batch a line with "follows": true goes on from the line before it.
    """
    if bool(question) == (batch is not None):
        raise click.UsageError("give a QUESTION, or --batch with a file of questions.")
    if batch is not None and not as_json:
        raise click.UsageError("--batch needs --json.")
    questions = _questions(Path(batch)) if batch is not None else None
    session = _session(store)
    if questions is not None:
        for answer in _answers(session, questions, lang):
            click.echo(_json(answer.to_json()))
        return
    from app.terminal import answer_text
    from queries.conversation import Conversation

    conversation = Conversation(session)
    titles = {entry.id: entry.short or entry.title for entry in session.catalogue.documents}
    for number, one in enumerate(question):
        answer = conversation.ask(_characters(one), lang)
        if as_json:
            click.echo(_json(answer.to_json()))
        else:
            click.echo(("\n" if number else "") + answer_text(answer, titles))


@main.command(
    epilog=_examples("dutygraph questions", "dutygraph questions 宿州乡镇", "dutygraph questions --lang en petition")
)
@click.argument("begun", required=False, default="")
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", help="The language of the questions.")
@click.option("--count", type=click.IntRange(1, 100), default=10, help="How many at most.")
@_store
def questions(begun: str, lang: Literal["zh", "en"], count: int, store: str | None) -> None:
    """List questions that the graph answers, or those that begin with what is BEGUN or hold it (可以问什么)."""
    from ontology.lexicon import read_lexicon
    from ontology.store import open_store
    from queries.answer import Session
    from queries.completion import Completion

    graph, lexicon = open_store(store), read_lexicon()
    completion = Completion(Session(graph, lexicon), graph, lexicon, lang)
    found = completion.complete(_characters(begun), count) if begun else completion.examples(count)
    for question in found:
        click.echo(question)
    if not found:
        click.echo("没有以此开头或含有它的问题 (no question begins with this or holds it).", err=True)


@main.command(epilog=_examples("dutygraph documents", "dutygraph documents --check 政策文件/"))
@click.option("--json", "as_json", is_flag=True, help="Print the list as JSON.")
@click.option(
    "--check",
    "path",
    is_flag=False,
    flag_value="",
    metavar="[PATH]",
    help="Instead, read a folder, by default the shipped texts, and check that nothing is lost (检查读取).",
)
@_store
def documents(as_json: bool, path: str | None, store: str | None) -> None:
    """List the documents, with counts and versions (文件清单).

    With --check: how many files parse, whether the leaves of their trees are the source, whether every 第X条 is an
    article, which numbers are missing, and how fast they are read.
    """
    if path is not None:
        _check_reading(Path(path) if path else None, as_json)
        return

    from app.records import record_json
    from app.terminal import documents_table
    from ontology import frames
    from ontology.store import open_store

    with open_store(store) as graph:
        records = frames.documents(graph)
    if as_json:
        click.echo(json.dumps([record_json(record) for record in records], ensure_ascii=False, indent=2))
    else:
        click.echo(documents_table(records))


@main.command(epilog=_examples("dutygraph show suzhou-2022 第十六条", "dutygraph show baiyin-2021 '二(五)'"))
@click.argument("document")
@click.argument("provision", required=False)
@click.option("--version", "number", type=click.IntRange(1), metavar="N", help="The text of an older version (旧版本).")
@_store
def show(document: str, provision: str | None, number: int | None, store: str | None) -> None:
    """Show a text with its frames, references and definitions (条文与规范).

    Each frame is shown with its kind, actors, role, matter, the rule that made it, and why; below it what rules
    derive from it, marked 推论 derived, with rule and premises.

    A provision is named as in 第十六条, 16, art_16, 第五条(四) or, in plans without articles, 二(五).
    """
    from app.derived import derived_from
    from app.naming import find_provision, provision_names
    from app.terminal import digest_text, provision_text
    from corpus.errors import UnknownProvision
    from ontology import frames, versions
    from ontology.inferences import inferences
    from ontology.lexicon import read_lexicon
    from ontology.provisions import places
    from ontology.store import open_store

    with open_store(store) as graph:
        if number is not None and number <= len(versions.numbers(graph, document)):
            click.echo(_version(graph, document, number, provision))
            return
        if number is not None and number > len(versions.numbers(graph, document)) + 1:
            versions.text_of(graph, document, number)  # says which there are
        root = frames.provisions(graph, document)
        found = frames.frames(graph, document)
        text = frames.text(graph, document)
        references = frames.references(graph, document)
        definitions = frames.definitions(graph, document)
        derived = derived_from(found, inferences(graph, document))
    lexicon = read_lexicon(["kind", "level", "matter", "role"])
    if provision is not None and root is None:
        raise UnknownProvision(f"{document} is known by a digest only, which has no provisions.")
    if root is not None:
        node = find_provision(root, document, provision) if provision is not None else root
        named = provision_names(root)
        click.echo(provision_text(text, node, places(root), found, lexicon, references, definitions, named, derived))
    digested = [frame for frame in found if frame.status == "digest"]
    if provision is None and digested:
        click.echo(digest_text(digested, lexicon, derived))


@main.command(epilog=_examples("dutygraph export --format frames --document suzhou-2022 -o frames.jsonl"))
@click.option("--format", "form", type=click.Choice(FORMATS), required=True, help="The format (格式).")
@click.option("--document", metavar="ID", help="One document only (只导出一份文件).")
@click.option("-o", "--output", metavar="FILE", help="Write to a file instead of standard output.")
@_store
def export(form: str, document: str | None, output: str | None, store: str | None) -> None:
    """Write the graph in another format (导出)."""
    from ontology import export as exporter
    from ontology.store import open_store

    with open_store(store) as graph:
        chunks = exporter.export(graph, form, document)
        with click.open_file(output or "-", "wb", atomic=output not in (None, "-")) as file:
            for chunk in chunks:
                file.write(chunk)


@main.command(
    epilog=_examples(
        "dutygraph compare --documents central-2016+hunan-2017,suzhou-2022,central-2022",
        "dutygraph compare --documents suzhou-2022,central-2022 --level county -o 比较.docx",
        "dutygraph compare --provisions suzhou-2022 第十六条 central-2022 第十二条",
    )
)
@click.option(
    "--documents",
    "named",
    metavar="A,B,…",
    help="What to compare (比较哪些文件), a + reads documents as one column; by default all.",
)
@click.option(
    "--provisions",
    nargs=4,
    metavar="A 条 B 条",
    help="Compare the words of two provisions instead (条文文字对照).",
)
@click.option("--level", default="", metavar="L", help="One level only (层级), e.g. county.")
@click.option("--matter", default="", metavar="M", help="One matter and what is narrower (事项), e.g. project-assets.")
@click.option("--role", default="", metavar="R", help="One role only (角色), e.g. first.")
@click.option(
    "--format", "form", type=click.Choice(REPORTS), help="The format (格式); by default that of FILE, else table."
)
@click.option("-o", "--output", metavar="FILE", help="Write to a file instead of standard output.")
@click.option(
    "--lang",
    type=click.Choice(["zh", "en"]),
    default="zh",
    show_default=True,
    help="The language of the report (语言).",
)
@_store
def compare(
    named: str | None,
    provisions: tuple[str, str, str, str] | None,
    level: str,
    matter: str,
    role: str,
    form: Any,
    output: str | None,
    lang: Literal["zh", "en"],
    store: str | None,
) -> None:
    """Compare who is responsible in several documents, or the words of two provisions (比较).

    Responsibility matrix, correlation of provisions, gaps and conflicts; every finding with its provision and words.
    """
    form = form or _form_of(output) or "table"
    if provisions and (named or level or matter or role):
        raise click.UsageError("--provisions goes without --documents, --level, --matter and --role.")
    if provisions and form not in DIFFERENCES:
        raise click.UsageError(f"--provisions writes {', '.join(DIFFERENCES)}.")
    if output is None and form in OFFICE:
        output = f"comparison.{form}"
        if Path(output).exists():
            raise ReadError(f"{output} is there already; name another file with -o.")
    from ontology import frames
    from ontology.lexicon import read_lexicon
    from ontology.store import open_store

    lexicon = read_lexicon()
    with open_store(store) as graph:
        titles = {record.metadata.id: record.metadata for record in frames.documents(graph)}
        if provisions:
            from app.reports.provisions import provision_difference, write_difference

            left, right = provisions[:2], provisions[2:]
            data = write_difference(provision_difference(graph, left, right), form, titles, lexicon, lang)
        else:
            from app.reports import write
            from queries.comparison.compare import columns
            from queries.comparison.compare import compare as run

            chosen = columns(named) if named is not None else ()
            compared = run(graph, lexicon, chosen, level=level, matter=matter, role=role)
            if len(compared.columns) < 2:
                raise ReadError("a comparison needs two documents; name them as in --documents A,B.")
            data = write(compared, form, titles, lexicon, lang, width=_width(output), colour=True)
    _write(data, form, output)


@main.command()
@_store
def check(store: str | None) -> None:
    """Check every invariant (检查).

    Quotes against texts, structure, SHACL shapes, OWL consistency, vocabulary.
    """
    from app.terminal import check_text
    from ontology.check import checks
    from ontology.store import open_store

    failed = []
    with open_store(store) as graph:
        for outcome in checks(graph):
            click.echo(check_text(outcome))
            if outcome.outcome == "failed":
                failed.append(outcome.name)
    if failed:
        raise CheckFailed(f"failed: {', '.join(failed)}.")


@main.command(
    epilog=_examples(
        "dutygraph lint suzhou-2022", "dutygraph lint --rule vague-term", "dutygraph lint baiyin-2021 --json"
    )
)
@click.argument("document", required=False)
@click.option(
    "--rule", "rule", multiple=True, metavar="ID", help="One rule only (规则), e.g. no-bearer; may be repeated."
)
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True, help="The language (语言).")
@_store
def lint(
    document: str | None, rule: tuple[str, ...], as_json: bool, lang: Literal["zh", "en"], store: str | None
) -> None:
    """Look for gaps, contradictions and vague words, as advice to drafters (起草检查).

    Norms without a bearer or an enforcer, duties that nobody watches, two first-responsible persons, references that
    lead nowhere, contradicting times, words that are vague or never used; each with its words and how sure it is.
    """
    from app.lint_report import lint_text
    from ontology import frames
    from ontology.store import open_store
    from queries.lint.lint import lint as run

    with open_store(store) as graph:
        found = run(graph, [document] if document is not None else [], rule)
        titles = {record.metadata.id: record.metadata for record in frames.documents(graph)} if not as_json else {}
    if as_json:
        click.echo(_json([finding.to_json() for finding in found]))
    else:
        click.echo(lint_text(found, {name: one.short_title or one.title for name, one in titles.items()}, lang))


@main.command(epilog=_examples("dutygraph evaluate --gold tests/gold"))
@click.option("--gold", multiple=True, required=True, metavar="PATH...", help="Gold files, or folders of them.")
@click.argument("more", nargs=-1, metavar="")
@_store
def evaluate(gold: tuple[str, ...], more: tuple[str, ...], store: str | None) -> None:
    """Score frames and answers against gold (评测)."""
    from extract.evaluate import GOLD_SUFFIX, evaluate_frames, gold_files, render_frames
    from ontology import frames
    from ontology.store import open_store
    from queries.evaluate import evaluate_answers, read_questions, render_answers

    paths = [Path(path) for path in (*gold, *more)]
    questions = read_questions(paths)
    with open_store(store) as graph:
        held = [record.metadata.id for record in frames.documents(graph)]
        found = [frame for document in held for frame in frames.frames(graph, document)]
    wanted = [path.name.removesuffix(GOLD_SUFFIX) for path in gold_files(paths)]
    if not wanted and not questions:
        raise ReadError("there is no file *.gold.jsonl or questions*.jsonl in what --gold names.")
    for name in wanted:
        if name not in held:
            click.echo(f"{name}: gold without a document in the store, left out", err=True)
    if scores := evaluate_frames(paths, found, held):
        click.echo(render_frames(scores))
    if questions:
        session = _session(store)
        answers = _answers(session, ((one.question, False) for one in questions), None)
        click.echo(render_answers(evaluate_answers(questions, answers)))


@main.group()
def vocabulary() -> None:
    """Work on the vocabulary (词表)."""


@vocabulary.command(
    epilog=_examples("dutygraph vocabulary candidates --limit 20", "dutygraph vocabulary candidates --json")
)
@click.option("--json", "as_json", is_flag=True, help="Print the list as JSON.")
@click.option(
    "--limit", type=click.IntRange(1), default=50, show_default=True, metavar="N", help="The most to list (最多条数)."
)
@_store
def candidates(as_json: bool, limit: int, store: str | None) -> None:
    """List matters that no concept names, most frequent first (候选事项).

    They are proposals only: an expert who accepts one adds its concept to ontology/vocabulary/matter.ttl.
    """
    from app.terminal import candidates_text
    from ontology.lexicon import read_lexicon
    from ontology.store import open_store
    from queries.candidates import candidates as find

    lexicon = read_lexicon(["matter"])
    with open_store(store) as graph:
        found = find(graph, lexicon, limit)
    if as_json:
        click.echo(json.dumps([one.to_json() for one in found], ensure_ascii=False, indent=2))
    elif found:
        click.echo(candidates_text(found, lexicon))
    else:
        click.echo("every matter names a concept", err=True)


@main.command()
@click.option(
    "--port", type=click.IntRange(1, 65535), help="The port on this machine; by default a free one from 8501."
)
@_store
def app(port: int | None, store: str | None) -> None:
    """Open the screens in a browser (界面)."""
    from app.launch import launch
    from ontology.store import default_location, open_store

    location = store or default_location()
    open_store(location).close()  # a missing graph is told here rather than on the screen
    launch(location, port)


@main.command(epilog=_examples("dutygraph serve", "DUTYGRAPH_TOKEN=… dutygraph serve --host 0.0.0.0 --port 8000"))
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS", help="Where to listen (监听地址).")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="The port; 0: a free one.")
@click.option("--token", envvar="DUTYGRAPH_TOKEN", metavar="TOKEN", help="What clients must send (令牌), see below.")
@click.option("--cors", multiple=True, metavar="ORIGIN", help="A web site whose pages may ask (允许的网站).")
@click.option(
    "--workers", type=click.IntRange(1, 64), metavar="N", help="How many processes answer; by default one a core."
)
@click.option(
    "--seconds", type=click.FloatRange(0.1, 3600), default=10.0, show_default=True, help="Of one SPARQL query."
)
@click.option(
    "--rows", type=click.IntRange(1, 1_000_000), default=10_000, show_default=True, help="Of one SPARQL query."
)
@_store
def serve(
    host: str,
    port: int,
    token: str | None,
    cors: tuple[str, ...],
    workers: int | None,
    seconds: float,
    rows: int,
    store: str | None,
) -> None:
    """Serve SPARQL 1.1 and a JSON API, for reading only (服务).

    Clients send the token as “Authorization: Bearer TOKEN”; give it by DUTYGRAPH_TOKEN, since others on this machine
    can see options. The graph may be built anew meanwhile: each answer is from the old or from the new one.
    """
    from app.service.serve import serve as run
    from app.service.types import Settings
    from ontology.store import default_location, open_store

    location = store or default_location()
    open_store(location).close()  # a missing graph is told here
    run(Settings(location, token or "", cors, workers or os.cpu_count() or 1, seconds, rows), host, port)


def _check_reading(path: Path | None, as_json: bool) -> None:
    """Print what reading the files of a folder comes to; fail where a file cannot be parsed or loses characters."""
    from dataclasses import asdict

    from app.terminal import audit_text
    from corpus.audit import audit, is_sound
    from corpus.library import shipped_texts

    found = audit(path or shipped_texts())
    if as_json:
        click.echo(json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=2))
    else:
        click.echo(audit_text(found))
    if not is_sound(found):
        raise CheckFailed("some files could not be parsed, or lost characters.")


def _version(graph: Store, document: str, number: int, provision: str | None) -> str:
    """Return the words of an older version of a document, or of one provision of it."""
    from app.naming import find_provision
    from corpus.read import read_text
    from ontology import versions

    text, metadata = versions.text_of(graph, document, number)
    if provision is None:
        return text
    node = find_provision(read_text(text, metadata).root, document, provision)
    return text[node.start : node.end].strip()


def _form_of(output: str | None) -> Any:
    """Return the format that a file's name asks for, None where it asks for none."""
    suffix = Path(output or "").suffix.removeprefix(".").lower()
    return suffix if suffix in REPORTS else None


def _width(output: str | None) -> int:
    """Return the columns that a table takes: those of the terminal, a hundred in a file or where there is none."""
    return max(60, shutil.get_terminal_size((100, 24)).columns) if output in (None, "-") else 100


def _write(data: bytes, form: str, output: str | None) -> None:
    """Write a report to a file and say so, or to standard output, where colours are for terminals only."""
    if output in (None, "-") and form == "table":
        click.echo(data.decode(), nl=False)
        return
    if form == "table":
        data = click.unstyle(data.decode()).encode()
    with click.open_file(output or "-", "wb", atomic=output not in (None, "-")) as file:
        file.write(data)
    if output not in (None, "-"):
        click.echo(f"written to {output}", err=True)


def _session(store: str | None) -> Session:
    from ontology.lexicon import read_lexicon
    from ontology.store import open_store
    from queries.answer import Session

    return Session(open_store(store), read_lexicon())


def _answers(
    session: Session, questions: Iterable[tuple[str, bool]], lang: Literal["zh", "en"] | None
) -> Iterator[Answer]:
    """Yield the answers to questions, each of which may follow the one before it.

    A question that is empty or too long is refused as not understood.
    """
    from queries.conversation import Conversation
    from queries.errors import QuestionError
    from queries.text import language
    from queries.types import Answer, Interpretation, Slots

    conversation = Conversation(session)
    for question, follows in questions:
        if not follows:
            conversation = Conversation(session)
        try:
            yield conversation.ask(question, lang)
        except QuestionError as error:
            reading = Interpretation("", "", Slots())
            yield Answer(question, lang or language(question), "refused", "not_understood", reading, str(error))


def _questions(path: Path) -> list[tuple[str, bool]]:
    """Return the questions of a file, and whether each follows the one before it.

    Lines are JSON objects with “question”, or plain; an empty line is one too.
    """
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ReadError(f"{path}: it is not UTF-8 text; save it as UTF-8.") from error
    return [_question(line) for line in text.removesuffix("\n").split("\n")] if text else []


def _question(line: str) -> tuple[str, bool]:
    line = line.strip()
    if line.startswith("{"):
        try:
            row = json.loads(line)
        except json.JSONDecodeError:
            return line, False
        return _characters(str(row.get("question") or "")), row.get("follows") is True
    return line, False


def _characters(text: str) -> str:
    """Return a text without what is no character: bytes of another encoding on the command line, half pairs in JSON."""
    return text.encode("utf-8", "replace").decode()


# JSON leaves them as they are, but readers that split lines by Unicode's rules would split an answer at them.
_LINE_BREAKS = {ord(character): f"\\u{ord(character):04x}" for character in "\x85\u2028\u2029"}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False).translate(_LINE_BREAKS)


@contextmanager
def _progress(label: str) -> Iterator[Progress]:
    """Show a bar on standard error while work is under way, nothing where that is no terminal."""
    if not sys.stderr.isatty():
        yield lambda _document, _done, _total: None
        return
    with click.progressbar(length=1, label=label, file=sys.stderr, item_show_func=str, show_eta=False) as bar:

        def progress(document: str, _done: int, total: int) -> None:
            bar.length = total
            bar.update(1, document)

        yield progress
