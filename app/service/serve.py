"""Runs the service on an address of this machine until Ctrl-C."""

from __future__ import annotations

import socket

import click
import uvicorn

from app.launch import PortTaken
from app.service.types import Settings
from app.service.web import create_app

MOST_CONNECTIONS = 1000
GOODBYE = 5
"""Seconds in which requests under way may end."""


def serve(settings: Settings, host: str, port: int) -> None:
    """Serve the store of the settings; port 0 is any free one, and the address is printed. Raises PortTaken."""
    with _bound(host, port) as bound:
        shown = f"[{host}]" if ":" in host else host
        click.echo(f"责任图谱 dutygraph: http://{shown}:{bound.getsockname()[1]}  (Ctrl-C 结束 ends)")
        config = uvicorn.Config(
            create_app(settings),
            lifespan="on",
            log_level="warning",
            access_log=False,
            server_header=False,
            limit_concurrency=MOST_CONNECTIONS,
            timeout_graceful_shutdown=GOODBYE,
        )
        uvicorn.Server(config).run([bound])


def _bound(host: str, port: int) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        bound = socket.socket(family, kind, protocol)
    except OSError as error:
        raise PortTaken(f"{host} is no address of this machine; choose another with --host") from error
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind(address)
        bound.listen()
    except OSError as error:
        bound.close()
        raise PortTaken(f"{host}:{port} cannot be used ({error.strerror}); choose another with --port") from error
    return bound
