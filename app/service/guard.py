"""Stands before the service: the token, the bound of a body, and the count of requests."""

from __future__ import annotations

import asyncio
import hmac
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final

from starlette.responses import Response

from app.service.metrics import Metrics
from app.service.worker import failure

MOST_BYTES: Final = 2**20
"""So many bytes a body may have."""
BODY_SECONDS: Final = 10.0
"""So long a client may take to send it."""
OPEN: Final = ("/health",)
"""Paths that need no token: who watches the service need not know it."""
_METHODS: Final = ("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT")

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]


class Guard:
    """Lets those requests through that may come in."""

    def __init__(self, app: App, token: str, metrics: Metrics) -> None:
        self._app = app
        self._token = token.encode()
        self._metrics = metrics

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Handle a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        status = 500

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._handle(scope, receive, noting)
        finally:
            route = getattr(scope.get("route"), "path", "none")
            method = scope["method"] if scope["method"] in _METHODS else "other"
            self._metrics.request(route, method, status, time.perf_counter() - began)

    async def _handle(self, scope: Message, receive: Receive, send: Send) -> None:
        if not self._may_enter(scope):
            challenge = {"WWW-Authenticate": "Bearer"}
            await _refuse(401, "This service wants its token: Authorization: Bearer TOKEN.", challenge)(
                scope, receive, send
            )
            return
        body = b""
        try:
            async with asyncio.timeout(BODY_SECONDS):
                more = True
                while more:
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        return
                    body += message.get("body", b"")
                    more = message.get("more_body", False)
                    if len(body) > MOST_BYTES:
                        sentence = f"A body may have {MOST_BYTES} bytes; this one has more."
                        await _refuse(413, sentence, {"Connection": "close"})(scope, receive, send)
                        return
        except TimeoutError:
            sentence = f"The body did not arrive within {BODY_SECONDS:g} s."
            await _refuse(408, sentence, {"Connection": "close"})(scope, receive, send)
            return
        whole: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

        async def again() -> Message:
            return whole.pop() if whole else await receive()

        await self._app(scope, again, send)

    def _may_enter(self, scope: Message) -> bool:
        if not self._token or scope["path"] in OPEN:
            return True
        given = next((value for name, value in scope["headers"] if name == b"authorization"), b"")
        scheme, _, token = given.partition(b" ")
        return scheme.lower() == b"bearer" and hmac.compare_digest(token.strip(), self._token)


def _refuse(status: int, sentence: str, headers: dict[str, str]) -> Response:
    reply = failure(status, sentence)
    return Response(reply.content, status, headers, reply.media_type)
