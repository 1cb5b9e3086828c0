"""Measures the service under load: fifty clients that ask one question after the other, with a pause or without.

`python -m tests.bench.serving` prints the figures over the shipped texts; `make bench` writes them to BENCHMARKS.md.
"""

from __future__ import annotations

import asyncio
import os
import random
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import httpx

import dutygraph
from tests.app.servers import serving
from tests.bench.asking import questions

CLIENTS = 50
SECONDS = 60.0
ALONE = 100
"""Questions that one client asks on its own, to compare with."""


@dataclass(frozen=True, slots=True)
class Load:
    """Milliseconds that requests took, sorted; how many did not end well; how many seconds it all took."""

    milliseconds: tuple[float, ...]
    errors: int
    seconds: float

    @property
    def median(self) -> float:
        """The middle of them."""
        return statistics.median(self.milliseconds)

    @property
    def p95(self) -> float:
        """What 19 of 20 stay below."""
        return self.milliseconds[int(0.95 * (len(self.milliseconds) - 1))]

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.milliseconds) / self.seconds


def some(asked: Sequence[str], seed: int) -> Iterator[str]:
    """Yield questions in an order of chance without end, the same for the same seed."""
    chance = random.Random(seed)
    while True:
        yield from chance.sample(asked, len(asked))


def anew(asked: Sequence[str], seed: int) -> Iterator[str]:
    """Yield the same, none of them twice as the service sees it: a binary number in blanks tells each from others."""
    for number, question in zip(count(), some(asked, seed)):
        yield question + f"{seed + 4 * CLIENTS * (number // len(asked)):b}".translate({48: " ", 49: "\t"})


async def _ask(
    address: str, asked: Iterator[str], end: float, most: int, pause: float, wait: float
) -> tuple[list[float], int]:
    """Ask until the clock says `end` or `most` were asked; return milliseconds, and how many did not end well.

    The first question is asked after `wait` seconds, each other after a `pause`.
    """
    took: list[float] = []
    errors = 0
    await asyncio.sleep(wait)
    # One for each client: one that all share spends more on choosing a connection than the service on an answer.
    async with httpx.AsyncClient(base_url=address, timeout=60, verify=False, trust_env=False) as client:
        while time.perf_counter() < end and len(took) + errors < most:
            began = time.perf_counter()
            try:
                answer = await client.get("/api/ask", params={"question": next(asked)})
                good = answer.status_code == 200 and answer.json()["status"] in ("answered", "refused")
            except httpx.HTTPError:
                good = False
            if good:
                took.append((time.perf_counter() - began) * 1000)
            else:
                errors += 1
            await asyncio.sleep(pause)
    return took, errors


async def _load(address: str, streams: Sequence[Iterator[str]], seconds: float, most: int, pause: float) -> Load:
    began = time.perf_counter()
    end, share = began + seconds, pause / len(streams)  # they do not all ask in the same moment
    clients = [_ask(address, asked, end, most, pause, number * share) for number, asked in enumerate(streams)]
    found = await asyncio.gather(*clients)
    took = sorted(one for part, _ in found for one in part)
    return Load(tuple(took), sum(errors for _, errors in found), time.perf_counter() - began)


def load(
    address: str, streams: Sequence[Iterator[str]], seconds: float = SECONDS, *, most: int = 10**9, pause: float = 0.0
) -> Load:
    """Let one client for each stream of questions ask at the same time; return what they saw."""
    return asyncio.run(_load(address, streams, seconds, most, pause))


def report(store: Path, clients: int = CLIENTS, seconds: float = SECONDS) -> str:
    """Measure over a store and return the figures as Markdown."""
    asked = questions()
    rows = []
    busy = os.getloadavg()[0]

    def fresh() -> list[Iterator[str]]:
        return [anew(asked, next(seeds)) for _ in range(clients)]

    seeds = count()
    with serving(store) as address:
        rows.append(("1, nothing asked twice", load(address, fresh()[:1], most=ALONE)))
        rows.append((f"{clients}, nothing asked twice, a pause of 1 s", load(address, fresh(), seconds, pause=1.0)))
        rows.append((f"{clients}, nothing asked twice, no pause", load(address, fresh(), seconds)))
    with serving(store) as address:
        mixed = [some(asked, seed) for seed in range(clients)]
        rows.append((f"{clients}, {len(asked)} questions again and again, no pause", load(address, mixed, seconds)))
        rows.append(("the same, once all were asked", load(address, mixed, seconds)))
    lines = [
        "",
        "## The service under load",
        "",
        f"`dutygraph serve` on the loopback, clients on the same machine, {seconds:g} s each. What was asked",
        "before is answered from what is kept until the graph changes. Processes that wanted a core before it began",
        f"(load average): {busy:.1f}, on {os.cpu_count()} cores; what is above 0 makes all figures worse.",
        "",
        "| clients | answers a second | median ms | p95 ms | slowest ms | errors |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    for name, one in rows:
        figures = (one.rate, one.median, one.p95, one.milliseconds[-1], one.errors)
        lines.append(f"| {name} | {' | '.join(f'{figure:.0f}' for figure in figures)} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure over the shipped texts and print the figures."""
    with tempfile.TemporaryDirectory(prefix="dutygraph-bench-") as scratch:
        store = Path(scratch, "store")
        dutygraph.build(store=store).close()
        print(report(store))


if __name__ == "__main__":
    main()
