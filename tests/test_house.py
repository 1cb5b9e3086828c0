"""The house is in order: what the documentation says exists, and what exists is documented, pinned and shipped."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
import zipfile
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("corpus", "extract", "ontology", "queries", "app")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
MODULES = sorted([ROOT / "dutygraph.py", *(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))])
PROSE = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
TARGETS = ("install", "run", "test", "bench", "extraction-diff", "reference", "format", "lock", "clean")


@cache
def tracked() -> tuple[Path, ...]:
    """Return the files of the repository, as Git knows them."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True).stdout
    return tuple(ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file())


def commands() -> list[str]:
    import click

    from app.cli import main

    return main.list_commands(click.Context(main))


def test_nothing_got_lost():
    assert {path.relative_to(ROOT).parts[0] for path in MODULES} == {*ROOMS, "dutygraph.py"}
    assert len(commands()) >= 10
    assert len(tracked()) > 50


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_module_opens_with_a_sentence_that_says_its_job(path):
    docstring = ast.get_docstring(ast.parse(path.read_text("utf-8")))
    assert docstring
    assert re.fullmatch(r"[\w`](?:[^\n]|\n(?!\n)){15,}\.", docstring.split("\n\n")[0])


@pytest.mark.parametrize("name", commands())
def test_command_is_documented(name):
    assert any(re.search(rf"dutygraph {name}\b", path.read_text("utf-8")) for path in PROSE)


@pytest.mark.parametrize("path", PROSE, ids=lambda path: path.name)
def test_documentation_names_what_exists(path):
    text = path.read_text("utf-8")
    code = "\n".join(re.findall(r"```.*?```|`[^`\n]+`", text, re.DOTALL))
    assert set(re.findall(r"(?<!import )\bdutygraph ([a-z]+)\b", code)) <= set(commands())
    assert set(re.findall(r"\bmake ([a-z-]+)", code)) <= set(TARGETS)
    for target in re.findall(r"\]\((?!https?:|#)([^)#\s]+)", text):
        assert (path.parent / target).exists(), f"{path.name} points at {target}"


@pytest.mark.parametrize("target", TARGETS)
def test_make_knows_the_target(target):
    assert re.search(rf"^{target}:.*## \w", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)


def test_ci_runs_make_test_and_nothing_else_decides():
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    assert script.rstrip().splitlines()[-1].startswith("exec make test")
    subprocess.run(["bash", "-n", ROOT / ".ci" / "run"], check=True)


def test_no_path_of_one_machine_and_no_registry():
    place = re.compile(
        rb"(?<![\w./:~-])/(?:home|root|work|Users|opt|srv|mnt|tmp)/\w|[A-Z]:\\Users|--index-url|find-links /|pypi\.org"
    )
    found = []
    for path in tracked():
        if path != Path(__file__):
            found += [f"{path.relative_to(ROOT)}: {hit.decode()}" for hit in place.findall(path.read_bytes())]
    assert found == []


def test_every_dependency_is_pinned():
    wanted = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]]
    names = {re.match(r"[\w-]+", requirement).group().lower() for requirement in wanted}
    lines = [line for line in (ROOT / "requirements.lock").read_text("utf-8").splitlines() if re.match(r"\S", line)]
    pinned = {line.split("==")[0] for line in lines if "==" in line}
    assert names <= pinned
    assert [line for line in lines if not re.match(r"#|[\w-]+==[\w.]+$", line)] == []


def test_changelog_knows_the_version():
    assert f"## [{PROJECT['version']}]" in (ROOT / "CHANGELOG.md").read_text("utf-8")


@pytest.mark.slow
def test_wheel_holds_the_rooms_and_their_data_and_no_tests(tmp_path):
    for path in tracked():
        copy = tmp_path / "source" / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*build, "--wheel-dir", tmp_path, tmp_path / "source"], check=True)
    (wheel,) = tmp_path.glob("*.whl")
    held = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    names = (path.relative_to(ROOT).as_posix() for path in tracked())
    assert held == {name for name in names if name.split("/")[0] in {*ROOMS, "dutygraph.py"}}
