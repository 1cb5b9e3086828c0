"""Measures how long ten people wait for answers when all of them ask at once on the screen of a running app.

Each of them is a client that speaks Streamlit's own protocol over a WebSocket, as its page in a browser does: ten real
browsers would take the processors from the server that is measured. The clock runs from the moment a question is sent
until the last part of the answer's page is there; what a browser then needs to draw it is not in the figures. Run it
alone with `python -m tests.bench.users [STORE]`; without a store it builds one of the shipped texts.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

import dutygraph
from app.launch import free_port
from tests.bench.asking import Asked, questions

USERS = 10
ROUNDS = 20
PATIENCE = 120
"""Seconds that the server may take to start, or to answer anything at all."""


@contextmanager
def served(store: Path) -> Iterator[int]:
    """Run the app over a store, and give its port once it answers."""
    port = free_port()
    command = [sys.executable, "-c", "from app.cli import main; main()", "app", "--store", str(store)]
    quiet = subprocess.DEVNULL
    with subprocess.Popen([*command, "--port", str(port)], stdout=quiet, stderr=quiet) as server:
        try:
            _wait_for(f"http://localhost:{port}/_stcore/health")
            yield port
        finally:
            server.terminate()


def _wait_for(address: str) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            urlopen(address, timeout=5).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("bench: the app did not start")


class User:
    """One visit to the screen: a connection, and the state of its question box."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection
        self._box = ""

    async def visit(self) -> None:
        """Load the page."""
        await self._run(BackMsg())
        if not self._box:
            raise SystemExit("bench: the page has no box for a question")

    async def ask(self, question: str) -> float:
        """Ask a question and return the milliseconds until the whole page of the answer is there."""
        message = BackMsg()
        state = message.rerun_script.widget_states.widgets.add()
        state.id, state.string_value = self._box, question
        began = time.perf_counter()
        answered = await self._run(message)
        took = (time.perf_counter() - began) * 1000
        if not answered:
            raise SystemExit(f"bench: no answer came to {question}")
        return took

    async def _run(self, message: BackMsg) -> bool:
        """Let the server draw the page and return whether there was an answer on it."""
        message.rerun_script.query_string = "lang=zh"
        await self._connection.send(message.SerializeToString())
        answered = False
        async with asyncio.timeout(PATIENCE):
            while True:
                received = ForwardMsg.FromString(await self._connection.recv(decode=False))
                element = received.delta.new_element
                if element.HasField("text_input"):
                    self._box = element.text_input.id
                answered = answered or 'class="answer' in element.html.body
                if received.WhichOneof("type") == "script_finished":
                    if received.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                        return answered
                    if received.script_finished != ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY:
                        raise SystemExit("bench: the page could not be drawn")


async def measure(port: int, asked: Sequence[str], users: int = USERS, rounds: int = ROUNDS) -> Asked:
    """Return how long each answer took; in each round all users ask different questions at the same moment."""
    address = f"ws://localhost:{port}/_stcore/stream"
    connections = [
        await connect(address, subprotocols=["streamlit"], origin=f"http://localhost:{port}", max_size=None)  # type: ignore[list-item, arg-type]
        for _ in range(users)
    ]
    try:
        people = [User(connection) for connection in connections]
        await asyncio.gather(*(user.visit() for user in people))
        took = []
        for turn in range(rounds + 1):
            mine = [asked[(turn * users + number) % len(asked)] for number in range(users)]
            together = await asyncio.gather(*(user.ask(q) for user, q in zip(people, mine, strict=True)))
            took += together if turn else []  # the first round loads dictionaries
    finally:
        await asyncio.gather(*(connection.close() for connection in connections))
    return Asked(tuple(sorted(took)))


def report(store: Path) -> str:
    """Measure over a store and return the figures as Markdown."""
    with served(store) as port:
        took = asyncio.run(measure(port, questions()))
    return (
        "\n## Ten users at once\n\n"
        f"{USERS} clients over Streamlit's own protocol, {ROUNDS} rounds in which all of them ask at the same moment,\n"
        "each another question, on the shipped texts; until the whole page of the answer has been sent.\n\n"
        f"median {took.median:.0f} ms, p95 {took.p95:.0f} ms, slowest {took.milliseconds[-1]:.0f} ms "
        f"({len(took.milliseconds)} answers, mean {statistics.mean(took.milliseconds):.0f} ms); "
        f"load of the machine at the end {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors.\n"
    )


def main() -> None:
    """Measure over the store that is named, else over one of the shipped texts, and print the figures."""
    with tempfile.TemporaryDirectory(prefix="dutygraph-bench-") as scratch:
        store = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(scratch, "store")
        if len(sys.argv) == 1:
            dutygraph.build(store=store).close()
        print(report(store))


if __name__ == "__main__":
    main()
