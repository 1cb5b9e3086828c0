"""Keeps warm workers in processes of their own, each killed and replaced when its work takes too long."""

from __future__ import annotations

import asyncio
import json
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final

from app.apart import Died, OutOfTime
from app.service.types import Kind, Reply
from corpus.errors import DutygraphError

STARTING: Final = 120.0
"""Seconds that a worker may take until it is ready."""
PAUSE: Final = 1.0
"""Seconds before a worker that could not start is started again."""
PATIENCE: Final = 10.0
"""Seconds that a request may wait for a worker."""


class Busy(DutygraphError):
    """Too much is asked at once."""


class Pool:
    """Workers of one kind over one store."""

    def __init__(self, kind: Kind, location: str, size: int, most_waiting: int, replaced: Callable[[], None]) -> None:
        """Keep what workers are started with; `replaced` is called whenever one is replaced."""
        self._first = json.dumps({"kind": kind, "location": location}).encode() + b"\n"
        self._size = size
        self._most_waiting = most_waiting
        self._replaced = replaced
        self._idle: asyncio.Queue[Process] = asyncio.Queue()
        self._all: set[Process] = set()
        self._starting: set[asyncio.Task[None]] = set()
        self.waiting = 0
        """How many requests wait for a worker."""

    async def open(self) -> None:
        """Start the workers and wait until they are ready."""
        await asyncio.gather(*(self._start() for _ in range(self._size)))

    async def close(self) -> None:
        """End the workers, whatever they do."""
        for task in self._starting:
            task.cancel()
        await asyncio.gather(*self._starting, return_exceptions=True)
        for process in list(self._all):
            await self._end(process)

    async def run(self, seconds: float, task: str, **given: Any) -> Reply:
        """Return the reply of a worker to a task.

        Raises Busy where too many wait already or no worker becomes free, OutOfTime after so many `seconds`, and Died
        where the worker ended, mostly for want of memory.
        """
        process = await self._free()
        kept = False
        try:
            async with asyncio.timeout(seconds):
                reply = await _reply(process, json.dumps({"task": task, "given": given}).encode() + b"\n")
            kept = True
            return reply
        except TimeoutError:
            raise OutOfTime(f"It took longer than {seconds:g} s and was stopped; ask for less.") from None
        except (EOFError, OSError):
            raise Died("It ended early, perhaps for want of memory; ask for less.") from None
        finally:
            if kept:
                self._idle.put_nowait(process)
            else:
                self._replace(process)

    async def _free(self) -> Process:
        if self.waiting >= self._most_waiting:
            raise Busy("Too much is asked at once; try again in a moment.")
        self.waiting += 1
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._idle.get()
        except TimeoutError:
            raise Busy("All workers are at work; try again in a moment.") from None
        finally:
            self.waiting -= 1

    def _replace(self, process: Process) -> None:
        self._replaced()
        with suppress(ProcessLookupError):
            process.kill()
        task = asyncio.create_task(self._start_instead(process))
        self._starting.add(task)
        task.add_done_callback(self._starting.discard)

    async def _start_instead(self, process: Process) -> None:
        await self._end(process)
        await self._start()

    async def _start(self) -> None:
        """Start a worker, again and again until one is ready."""
        # Without the working directory on the path, in which other things may be called `app`.
        command = (sys.executable, "-P", "-m", "app.service.worker")
        while True:
            process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE)
            self._all.add(process)
            try:
                async with asyncio.timeout(STARTING):
                    await _reply(process, self._first)
            except (TimeoutError, EOFError, OSError):
                await self._end(process)
                await asyncio.sleep(PAUSE)
                continue
            self._idle.put_nowait(process)
            return

    async def _end(self, process: Process) -> None:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        self._all.discard(process)


async def _reply(process: Process, request: bytes) -> Reply:
    """Send a request to a worker and return what it replies. Raises EOFError and OSError where it ends."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(request)
    await process.stdin.drain()
    head = await process.stdout.readline()
    if not head.endswith(b"\n"):
        raise EOFError
    reply = json.loads(head)
    return Reply(**(reply | {"content": await process.stdout.readexactly(reply["content"])}))
