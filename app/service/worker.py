"""Does the work of the service in a process of its own, one request at a time, so that it can be cut.

Requests are lines of JSON on standard input. A reply is a line of JSON, which says how long its body is, and the body.
The process ends with its standard input, in the middle of its work as well.
"""

from __future__ import annotations

import json
import os
import queue
import resource
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any, Final, Protocol

from app.apart import MEMORY
from app.service.types import Reply
from corpus.errors import DutygraphError, StoreError, UnknownDocument, UnknownProvision
from ontology.errors import ExportError, UnknownFrame
from ontology.store import is_address, open_store, version
from ontology.types import GraphNames

SERVER_LOOKED_AT: Final = 1.0
"""Seconds between two looks whether the graph on a SPARQL server has changed; a directory is looked at each time."""
POLITENESS: Final = 10
"""How much queries of others stand back where the processor is short (nice)."""
WARMING: Final = ("娃娃不念书了归谁管", "Who must keep children at school?")
"""Questions that need every dictionary, asked before the first request."""

_STATUS: Final[tuple[tuple[type[DutygraphError], int], ...]] = (
    (UnknownDocument, 404),
    (UnknownProvision, 404),
    (UnknownFrame, 404),
    (ExportError, 406),
    (StoreError, 503),
    (DutygraphError, 400),
)


class _Opened(Protocol):
    """One state of a store."""

    def run(self, task: str, given: Mapping[str, Any]) -> Reply: ...

    def close(self) -> None: ...


class _Answers:
    """A state of a store that questions are put to."""

    def __init__(self, location: str) -> None:
        from app.library import Library  # half a second that workers for queries do not need

        self._library = Library(location)

    def run(self, task: str, given: Mapping[str, Any]) -> Reply:
        from app.service.tasks import TASKS

        media_type, content, refused = TASKS[task](self._library, given)
        return Reply(200, media_type, content, refused=refused)

    def close(self) -> None:
        self._library.store.close()


class _Queries:
    """A state of a store that the SPARQL of others is put to."""

    def __init__(self, location: str) -> None:
        self._store = open_store(location)

    def run(self, _task: str, given: Mapping[str, Any]) -> Reply:
        graphs = GraphNames(tuple(given["default"]), tuple(given["named"]))
        dataset = graphs if graphs.default or graphs.named else None
        found = self._store.results(given["query"], given["forms"], given["most"], dataset)
        return Reply(200, found.media_type, found.content, more=found.more)

    def close(self) -> None:
        self._store.close()


class Worker:
    """Holds the live state of a store and opens it again when it has changed."""

    def __init__(self, location: str, opening: Callable[[str], _Opened]) -> None:
        self._location = location
        self._opening = opening
        self._version = ""
        self._opened: _Opened | None = None
        self._looked = 0.0

    def run(self, task: str, given: Mapping[str, Any]) -> Reply:
        """Do a task on the live state, all of it on the same one. What is wrong becomes a reply as well."""
        try:
            reply = self._live().run(task, given)
        except DutygraphError as error:
            reply = failure(next(status for kind, status in _STATUS if isinstance(error, kind)), str(error))
        except Exception:
            traceback.print_exc()
            reply = failure(500, "The service could not do this; its log says why.")
        return Reply(reply.status, reply.media_type, reply.content, self._version, reply.more, reply.refused)

    def _live(self) -> _Opened:
        now = time.monotonic()
        if self._opened is not None and is_address(self._location) and now - self._looked < SERVER_LOOKED_AT:
            return self._opened
        found = version(self._location)
        while self._opened is None or found != self._version:
            if self._opened is not None:
                self._opened.close()
                self._opened = None
            opened = self._opening(self._location)
            self._opened, self._version, found = opened, found, version(self._location)
        self._looked = now
        return self._opened


def failure(status: int, sentence: str) -> Reply:
    """Return the reply to what cannot be done: a sentence on one line."""
    text = " ".join(sentence.encode("utf-8", "replace").decode().split())
    return Reply(status, "application/json", json.dumps({"error": text}, ensure_ascii=False).encode())


def main() -> None:
    """Work until standard input ends; its first line says where the graph lies and which kind of worker this is."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the service, which then ends its workers
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # nothing that a library prints gets between the replies
    lines: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(lines,), daemon=True).start()
    first = lines.get()
    if first["kind"] == "queries":
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY["query"], MEMORY["query"]))
        os.nice(POLITENESS)
        worker = Worker(first["location"], _Queries)
    else:
        worker = Worker(first["location"], _Answers)
        for question in WARMING:
            worker.run("ask", {"question": question, "lang": None, "after": ()})
    _tell(out, Reply(200, "", b""))
    while True:
        request = lines.get()
        _tell(out, worker.run(request["task"], request["given"]))


def _listen(lines: queue.SimpleQueue[dict[str, Any]]) -> None:
    for line in sys.stdin.buffer:
        lines.put(json.loads(line))
    os._exit(0)


def _tell(out: Any, reply: Reply) -> None:
    head = asdict(reply) | {"content": len(reply.content)}
    out.write(json.dumps(head).encode() + b"\n" + reply.content)
    out.flush()


if __name__ == "__main__":
    main()
