"""A Dask cluster of real processes makes the same graph as this process, though a worker is killed in the middle."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from app import cluster, engines, pipeline
from app.cli import main
from ontology.export import export
from ontology.store import open_store
from tests.app.servers import free_port

DOCUMENTS = 24


def exported(location: str) -> bytes:
    with open_store(location) as store:
        return b"".join(export(store, "nquads"))


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """A folder of a text many times over, each under a name of its own."""
    folder = tmp_path_factory.mktemp("cluster") / "corpus"
    folder.mkdir()
    for number in range(DOCUMENTS):
        shutil.copy(root / "corpus" / "texts" / "panjin-2015.txt", folder / f"copy-{number:02}.txt")
    return folder


@contextmanager
def process(*arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "dask", *arguments]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield running
    finally:
        running.kill()
        running.wait()


@contextmanager
def scheduler() -> Iterator[str]:
    port = free_port()
    with process("scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"):
        yield f"127.0.0.1:{port}"


def worker(at: str, folder: Path, threads: int) -> AbstractContextManager[subprocess.Popen[bytes]]:
    options = ("--no-nanny", "--no-dashboard", "--nthreads", str(threads), "--local-directory", str(folder))
    return process("worker", f"tcp://{at}", *options)


@pytest.mark.slow
def test_a_worker_that_is_killed_loses_and_doubles_nothing(corpus: Path, tmp_path: Path) -> None:
    there, here = str(tmp_path / "there"), str(tmp_path / "here")
    with scheduler() as at, worker(at, tmp_path, 1) as first, worker(at, tmp_path, 2):
        both(at)

        def kill(_document: str, done: int, _total: int) -> None:
            if done == DOCUMENTS // 3:
                os.kill(first.pid, signal.SIGKILL)

        written = pipeline.build(there, corpus, progress=kill, engine=f"dask://{at}")
        assert first.wait() == -signal.SIGKILL
    assert [one.document for one in written] == sorted(path.stem for path in corpus.iterdir())
    pipeline.build(here, corpus, jobs=1)
    assert exported(there) == exported(here)


def both(at: str) -> None:
    """Wait until both workers are there."""
    from distributed import Client

    with Client(f"tcp://{at}", timeout=30, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=30)


def test_a_cluster_that_cannot_be_used_is_a_sentence(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "_PATIENCE", 1.0)

    def build(engine: str) -> str:
        started = time.monotonic()
        command = ["build", "--corpus", str(corpus), "--store", str(tmp_path / "s"), "--engine", engine]
        result = CliRunner().invoke(main, command)
        assert (result.exit_code, result.stderr.count("\n")) == (1, 1), result.output
        assert time.monotonic() - started < 20
        return result.stderr

    assert "is no engine" in build("spark://h:1")
    assert "No Dask scheduler" in build(f"dask://127.0.0.1:{free_port()}")
    monkeypatch.setattr(cluster, "_PATIENCE", 5.0)  # one that is there may be slow to answer
    with scheduler() as at:
        assert "has no workers" in build(f"dask://{at}")
        with worker(at, tmp_path, 1):
            monkeypatch.setattr(cluster, "_PATIENCE", 30.0)
            monkeypatch.setattr(cluster, "_LIBRARIES", ("jieba",))  # this machine, not the worker's
            assert "not the same dutygraph" in build(f"dask://{at}")
    assert not (tmp_path / "s" / "current").exists()


def test_all_that_graphs_depend_on_has_a_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    before = cluster.fingerprint()
    assert cluster.fingerprint() == before
    copied = tmp_path / "extract"
    shutil.copytree(Path(str(cluster.extract.__file__)).parent, copied)
    monkeypatch.setattr(cluster.extract, "__file__", str(copied / "__init__.py"))
    assert cluster.fingerprint() == before
    words = copied / "patterns" / "words.jsonl"
    words.write_text(words.read_text("utf-8") + "\n", encoding="utf-8")
    assert cluster.fingerprint() != before


def test_without_the_package_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(engines.EngineError, match=r"pip install 'dutygraph\[cluster\]'"):
        next(cluster.graphs("dask://127.0.0.1:1", ()))
