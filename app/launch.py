"""Starts the Streamlit screen on this machine only, with telemetry off, and prints its address."""

import os
import socket
import sys
from contextlib import redirect_stdout, suppress
from pathlib import Path
from threading import Thread

import click

from app.uploads import MEGABYTES
from corpus.errors import DutygraphError

HOST = "localhost"
FIRST_PORT = 8501
SCREEN = Path(__file__).parent / "screen.py"

OPTIONS = {
    "server.address": HOST,
    "server.headless": True,
    "server.maxUploadSize": MEGABYTES,
    "server.fileWatcherType": "none",
    # A full collection after each drawing walks through the whole vocabulary; Python's own comes when it is due.
    "runner.postScriptGC": False,
    "browser.gatherUsageStats": False,
    "client.toolbarMode": "viewer",
    "client.showErrorDetails": "none",
    "client.showErrorLinks": False,
    "logger.hideWelcomeMessage": True,
    # Streamlit's own font has no Chinese; these come with the common systems.
    "theme.font": "'Noto Sans CJK SC', 'Source Han Sans SC', 'PingFang SC', 'Microsoft YaHei', "
    "'WenQuanYi Micro Hei', sans-serif",
    "theme.baseFontSize": 15,
    "theme.baseRadius": "4px",
    "theme.light.primaryColor": "#8f2f23",
    "theme.light.backgroundColor": "#fdfcfa",
    "theme.light.secondaryBackgroundColor": "#f3f0ea",
    "theme.light.textColor": "#22262b",
    "theme.light.borderColor": "#ddd8ce",
    "theme.dark.primaryColor": "#c8604c",
    "theme.dark.backgroundColor": "#17191c",
    "theme.dark.secondaryBackgroundColor": "#22262a",
    "theme.dark.textColor": "#e6e3dd",
    "theme.dark.borderColor": "#3a3f45",
}


class PortTaken(DutygraphError):
    """The port that was asked for is in use or may not be used."""


def free_port(port: int | None = None) -> int:
    """Return `port` if it is free on this machine, or without one the first free port from 8501 on.

    Raises PortTaken.
    """
    ports = [port] if port is not None else range(FIRST_PORT, FIRST_PORT + 100)
    for candidate in ports:
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, candidate))
            except OSError:
                continue
            return candidate
    raise PortTaken(f"port {ports[0]} is in use; choose another with --port")


def launch(store: str, port: int | None = None) -> None:
    """Serve the screen over the store at `store` until Ctrl-C. Raises PortTaken."""
    port = free_port(port)
    # Streamlit reads its settings from files, the environment and here; the last wins.
    from streamlit.web import bootstrap

    os.environ["DUTYGRAPH_STORE"] = store
    options = OPTIONS | {"server.port": port}
    click.echo(f"责任图谱 dutygraph: http://{HOST}:{port}  (Ctrl-C 结束 ends)")
    bootstrap.load_config_options(options)
    Thread(target=_warm, args=(store,), daemon=True).start()
    # Streamlit's own messages are no result; where nobody reads them it could not even be stopped.
    with redirect_stdout(sys.stderr):
        bootstrap.run(str(SCREEN), False, [], options)


def _warm(store: str) -> None:
    """Load the first screen and what the store holds while the server starts, so that the first visit waits less."""
    from app import ask_screen  # noqa: F401
    from app.library import current

    with suppress(DutygraphError):  # the screen tells it
        _ = current(store).responsibilities
