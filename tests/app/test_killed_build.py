"""A build that is killed at any moment leaves a store that opens and answers as before."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from app import pipeline
from ontology.lexicon import read_lexicon
from ontology.store import open_store, version
from queries.answer import Session
from tests.app.conftest import HEADLINE

ROUNDS = 50
SEED = 2016
MEASURED = 5
"""So many builds are killed before it is measured again how long a whole one takes."""
# Everything is loaded before the first build, so that the moments fall into the work and not into imports. A build is
# a fork of this process, which opens no store itself: the threads of an open one would not be there in the fork.
NURSERY = """
import os, sys
from pathlib import Path
from app import pipeline
from extract.extract import Extractor
from ontology.lexicon import read_lexicon
from queries import prepared
Extractor(read_lexicon())
prepared.entries()
location, corpus = sys.argv[1], Path(sys.argv[2])
print(0, flush=True)
for _ in sys.stdin:
    child = os.fork()
    if child == 0:
        os.setsid()
        print(os.getpid(), flush=True)
        pipeline.build(location, corpus)
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


TEXT = """\
某市衔接责任制实施办法
第一条 乡镇党委、政府对本辖区巩固拓展脱贫攻坚成果同乡村振兴有效衔接工作负总责，主要负责人是第一责任人。
第二条 乡镇党委、政府对扶贫项目资产后续管护运营负监管责任。
"""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A corpus of two articles that answer the headline question, so that a build is short."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "plan.txt").write_text(TEXT, "utf-8")
    return folder


@pytest.mark.slow
def test_a_build_killed_at_any_moment_leaves_the_answers(corpus: Path, root: Path, tmp_path: Path) -> None:
    location, lexicon = str(tmp_path / "store"), read_lexicon()

    def citations() -> list[tuple[str, str, str, bool]]:
        with open_store(location) as store:
            answer = Session(store, lexicon).ask(HEADLINE)
        assert answer.status == "answered"
        return [(one.document, one.provision, one.quote, one.primary) for one in answer.citations]

    pipeline.build(location, corpus)
    wanted = citations()
    assert any("第一责任人" in quote for _, _, quote, _ in wanted)
    moments = random.Random(SEED)
    outcomes: list[tuple[bool, bool]] = []
    with subprocess.Popen(
        [sys.executable, "-c", NURSERY, location, str(corpus)],
        cwd=root,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as nursery:
        assert nursery.stdin is not None
        assert nursery.stdout is not None

        def said() -> int:
            assert nursery.stdout is not None
            return int(nursery.stdout.readline())

        def begin() -> int:
            assert nursery.stdin is not None
            nursery.stdin.write("\n")
            nursery.stdin.flush()
            return said()

        def whole() -> float:
            """Let a build come to its end and return the seconds that it took."""
            begin()
            began = time.monotonic()
            assert said() == 0
            return time.monotonic() - began

        assert said() == 0
        whole()  # the next one is warm
        for number in range(ROUNDS):
            if number % MEASURED == 0:  # what else the machine does changes meanwhile
                duration = whole()
            before = version(location)
            build = begin()
            # Every second one in the last third: rules, flush, swap and what is removed after it.
            time.sleep(duration * moments.uniform(0.66 if number % 2 else 0.0, 1.2))
            with suppress(ProcessLookupError):  # it was faster
                os.killpg(build, signal.SIGKILL)
            outcomes.append((said() == -signal.SIGKILL, version(location) != before))
            assert citations() == wanted, f"round {number}"
        nursery.stdin.close()
    killed = [changed for was_killed, changed in outcomes if was_killed]
    assert len(killed) >= ROUNDS // 3, "the builds were over before they were killed"
    assert not all(killed)
    assert any(changed for _, changed in outcomes), "no build got through: the kills came too early to show anything"
    pipeline.build(location, corpus)
    assert citations() == wanted
