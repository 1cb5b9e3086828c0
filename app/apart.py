"""Runs long work on a store in a process of its own, which can be killed: a query, the checks, an export."""

from __future__ import annotations

import json
import queue
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Generator, Iterator
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final, Literal

from corpus.errors import DutygraphError

Task = Literal["query", "check", "export"]
HEARTBEAT: Final = 0.25
"""Seconds between two looks whether there is something to tell."""
MEMORY: Final[dict[Task, int]] = {"query": 3 * 2**30}
"""Bytes that a task may take; what a person writes into a box may ask for more than there is."""


class OutOfTime(DutygraphError):
    """The work took longer than it may."""


class Died(DutygraphError):
    """The process ended early, mostly for want of memory."""


class Refused(DutygraphError):
    """The work cannot be done; the message is the room's own."""


def run(task: Task, location: str, seconds: float | None = None, **given: Any) -> Generator[Any, None, None]:
    """Yield what a task on the store at `location` tells, and None every `HEARTBEAT` seconds until it ends.

    `query` takes `query` and `most` and tells a Table as a dictionary; `check` tells every check as one; `export` takes
    `form`, `document` and the path `output` and tells how many bytes it wrote. Closing the iterator kills the
    process. Raises OutOfTime after so many `seconds`, Died, and Refused with the sentence of the room at work.
    """
    # Without the working directory on the path, in which other things may be called `app`.
    command = [sys.executable, "-P", "-m", "app.apart", task]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert process.stdin is not None
    lines: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(process, lines), daemon=True).start()
    end = time.monotonic() + seconds if seconds is not None else None
    try:
        with suppress(BrokenPipeError):
            process.stdin.write(json.dumps({"location": location, **given}).encode())
            process.stdin.close()
        while True:
            try:
                line = lines.get(timeout=HEARTBEAT)
            except queue.Empty:
                if end is not None and time.monotonic() > end:
                    raise OutOfTime(f"It took longer than {seconds:g} s and was stopped.") from None
                yield None
                continue
            if line is None:
                break
            kind, value = json.loads(line)
            if kind == "refused":
                raise Refused(value)
            yield value
        if process.wait() != 0:
            raise Died("The process ended early, perhaps for want of memory; ask for less.")
    finally:
        process.kill()
        process.wait()


def _listen(process: subprocess.Popen[bytes], lines: queue.SimpleQueue[bytes | None]) -> None:
    assert process.stdout is not None
    for line in process.stdout:
        lines.put(line)
    lines.put(None)


def _work(task: str, location: str, given: dict[str, Any]) -> Iterator[Any]:
    """Yield what a task tells. Raises DutygraphError."""
    from ontology.store import open_store

    with open_store(location) as store:
        if task == "query":
            yield asdict(store.table(given["query"], given["most"]))
        elif task == "check":
            from ontology.check import checks

            yield from map(asdict, checks(store))
        else:
            from ontology.export import export

            with Path(given["output"]).open("wb") as file:
                yield sum(file.write(chunk) for chunk in export(store, given["form"], given["document"]))


def main() -> None:
    """Do the task that the command line names and standard input describes; tell lines of JSON."""
    task, given = sys.argv[1], json.load(sys.stdin)
    if task == "query":
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY["query"], MEMORY["query"]))
    try:
        for value in _work(task, given.pop("location"), given):
            print(json.dumps(["told", value]), flush=True)
    except DutygraphError as error:
        print(json.dumps(["refused", " ".join(str(error).split())]), flush=True)


if __name__ == "__main__":
    main()
