"""Counts what the service does, for Prometheus."""

from __future__ import annotations

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from app.service.types import Kind, Reply

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)


class Metrics:
    """The figures of one service."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "dutygraph_requests",
            "Requests by route and status.",
            ("route", "method", "status"),
            registry=self._registry,
        )
        self._seconds = Histogram(
            "dutygraph_request_seconds",
            "How long requests took.",
            ("route",),
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._refusals = Counter(
            "dutygraph_refusals", "Questions that were refused, by reason.", ("reason",), registry=self._registry
        )
        self._cut = Counter("dutygraph_results_cut", "SPARQL results of which rows were cut.", registry=self._registry)
        self._kept = Counter("dutygraph_replies_kept", "Replies given again as they were.", registry=self._registry)
        self._replaced = Counter(
            "dutygraph_workers_replaced", "Workers that were stopped or died.", ("kind",), registry=self._registry
        )
        self._waiting = Gauge(
            "dutygraph_waiting", "Requests that wait for a worker.", ("kind",), registry=self._registry
        )
        self._version = Gauge(
            "dutygraph_store", "The version of the graph, as a label.", ("version",), registry=self._registry
        )

    def request(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count a request."""
        self._requests.labels(route, method, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def reply(self, reply: Reply, kept: bool) -> None:
        """Count what a worker replied, now or before."""
        if reply.refused:
            self._refusals.labels(reply.refused).inc()
        if reply.more:
            self._cut.inc()
        if kept:
            self._kept.inc()

    def replaced(self, kind: Kind) -> Callable[[], None]:
        """Return what counts a worker of this kind that is replaced."""
        return self._replaced.labels(kind).inc

    def waiting(self, kind: Kind, count: Callable[[], int]) -> None:
        """Show how many requests wait for a worker of this kind."""
        self._waiting.labels(kind).set_function(count)

    def text(self, version: str) -> bytes:
        """Return the figures in the text format of Prometheus; an empty version is that of no graph."""
        self._version.clear()
        if version:
            self._version.labels(version).set(1)
        return generate_latest(self._registry)
