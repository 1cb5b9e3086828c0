"""Starts servers for tests: our own service, Oxigraph, Virtuoso, and SPARQL servers that misbehave."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

VIRTUOSO = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {folder}/temporary.db
TransactionFile = {folder}/temporary.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
NumberOfBuffers = 20000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {folder}
[SPARQL]
ResultSetMaxRows = 1000000
"""


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def started(store: str | Path, *options: str, token: str = "") -> tuple[subprocess.Popen[str], str]:
    """Start `dutygraph serve` on a free port; return its process and its address once it answers."""
    command = [sys.executable, "-c", "from app.cli import main; main()", "serve", "--port", "0", *options]
    environment = {**os.environ, "DUTYGRAPH_STORE": str(store), "DUTYGRAPH_TOKEN": token, "PYTHONUNBUFFERED": "1"}
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    try:
        assert server.stdout is not None
        found = re.search(r"http://\S+", server.stdout.readline())
        assert found, "the service ended"
        with urllib.request.urlopen(f"{found.group()}/health", timeout=120):
            return server, found.group()
    except BaseException:
        server.kill()
        server.wait()
        raise


@contextmanager
def serving(store: str | Path, *options: str, token: str = "") -> Iterator[str]:
    """Run `dutygraph serve` on a free port until the block ends; yield its address."""
    server, address = started(store, *options, token=token)
    try:
        yield address
    finally:
        server.send_signal(signal.SIGINT)
        try:
            server.wait(20)
        finally:
            server.kill()
            server.wait()


@contextmanager
def running(command: list[str], address: str) -> Iterator[str]:
    """Run a server until the block ends; it is ready when its address answers a query."""
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        question = f"{address}?{urllib.parse.urlencode({'query': 'ASK { ?s ?p ?o }'})}"
        for _ in range(200):
            try:
                with urllib.request.urlopen(question, timeout=5):
                    break
            except OSError:
                assert server.poll() is None, f"{command[0]} ended"
                time.sleep(0.1)
        else:
            pytest.fail(f"{command[0]} does not answer")
        yield address
    finally:
        server.terminate()
        server.wait()


@contextmanager
def oxigraph(folder: Path) -> Iterator[str]:
    """Run Oxigraph, with its default graph empty unless a query asks for the union; give its query endpoint."""
    program = shutil.which("oxigraph", path=str(Path(sys.executable).parent))
    assert program, "the package oxigraph is one of those for development"
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with running([program, "serve", "-l", str(folder), "-b", f"127.0.0.1:{port}"], f"{address}/query"):
        yield f"{address}/query"


@contextmanager
def virtuoso(folder: Path) -> Iterator[str]:
    """Run Virtuoso, open to updates by anybody; give its SPARQL endpoint. Skips the test where there is none."""
    if not (shutil.which("virtuoso-t") and shutil.which("isql-vt")):
        pytest.skip("no Virtuoso here; on Debian: apt-get install virtuoso-opensource-7")
    sql, http = free_port(), free_port()
    settings = folder / "virtuoso.ini"
    settings.write_text(VIRTUOSO.format(folder=folder, sql=sql, http=http))
    command = ["virtuoso-t", "+foreground", "+configfile", str(settings)]
    with running(command, f"http://127.0.0.1:{http}/sparql") as address:
        grant = "GRANT SPARQL_UPDATE TO \"SPARQL\"; DB.DBA.RDF_DEFAULT_USER_PERMS_SET ('nobody', 7);"
        subprocess.run(["isql-vt", f"127.0.0.1:{sql}", "dba", "dba", f"exec={grant}"], check=True, capture_output=True)
        yield address


Reply = tuple[int, dict[str, str], bytes]
"""Status, headers and body."""


@contextmanager
def answering(reply: Callable[[str, bytes, dict[str, str]], Reply]) -> Iterator[str]:
    """Run a server that answers each request by a function of its path, body and headers; give its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            status, headers, content = reply(self.path, body, dict(self.headers))
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(content))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/query"
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def without_union(address: str) -> Iterator[str]:
    """Run a server before another that knows nothing of Oxigraph's option for the union of all graphs."""

    def forward(path: str, body: bytes, headers: dict[str, str]) -> Reply:
        fields = [pair for pair in urllib.parse.parse_qsl(body.decode()) if pair[0] != "union-default-graph"]
        request = urllib.request.Request(
            address.rpartition("/")[0] + path,
            urllib.parse.urlencode(fields).encode(),
            {"Accept": headers["Accept"], "Content-Type": headers["Content-Type"]},
        )
        with urllib.request.urlopen(request) as answer:
            return answer.status, {"Content-Type": answer.headers["Content-Type"]}, answer.read()

    with answering(forward) as before:
        yield before
