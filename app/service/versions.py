"""Tells which state of the store is live, and keeps replies as long as theirs is."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from typing import Final

from app.service.types import Reply
from app.service.worker import SERVER_LOOKED_AT
from ontology.store import is_address, version

_MOST_BYTES: Final = 64 * 2**20
_MOST_REPLIES: Final = 10_000


class LiveVersion:
    """The version of the live graph. A directory tells it in microseconds; a server is asked once a second at most."""

    def __init__(self, location: str) -> None:
        self._location = location
        self._known = ""
        self._asked = 0.0

    async def now(self) -> str:
        """Return the version. Raises StoreError where there is no graph or a server does not answer."""
        if not is_address(self._location):
            return version(self._location)
        if not self._known or time.monotonic() - self._asked > SERVER_LOOKED_AT:
            self._asked = time.monotonic()
            self._known = await asyncio.to_thread(version, self._location)
        return self._known


class Kept:
    """Replies to what was asked last, of one version of the store; the same text gives the same reply."""

    def __init__(self) -> None:
        self._version = ""
        self._replies: OrderedDict[str, Reply] = OrderedDict()
        self._bytes = 0

    def get(self, live: str, asked: str) -> Reply | None:
        """Return the reply to what was asked of the live version, if it is kept."""
        if live != self._version:
            return None
        reply = self._replies.get(asked)
        if reply is not None:
            self._replies.move_to_end(asked)
        return reply

    def put(self, asked: str, reply: Reply) -> None:
        """Keep a reply; the first of another version takes the place of all others."""
        if reply.version != self._version:
            self._version, self._bytes = reply.version, 0
            self._replies.clear()
        if asked in self._replies or len(reply.content) > _MOST_BYTES // 8:
            return
        self._replies[asked] = reply
        self._bytes += len(reply.content)
        while self._bytes > _MOST_BYTES or len(self._replies) > _MOST_REPLIES:
            self._bytes -= len(self._replies.popitem(last=False)[1].content)
