"""Sends the service requests of every kind, most of them malformed, made from its own OpenAPI description.

`python -m tests.bench.malformed` sends ten thousand over the shipped texts and prints how they were answered.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import hypothesis
import requests
import schemathesis
from schemathesis import APIOperation, Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

import dutygraph
from tests.app.servers import serving

REQUESTS = 10_000
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
"""No 5xx; status, media type and body are among those that the description names."""


def bombard(address: str, wanted: int) -> Counter[int]:
    """Send so many requests or a few more, most of them malformed, the same each time; count them by status.

    Raises what schemathesis raises, with the request to send again, where a response is not as it should be.
    """
    schema = schemathesis.openapi.from_url(f"{address}/openapi.json")
    operations = [result.ok() for result in schema.get_all_operations()]
    each = -(-wanted // (2 * len(operations)))
    statuses: Counter[int] = Counter()
    with requests.Session() as session:

        def send(case: Case) -> None:
            response = case.call(base_url=address, session=session, timeout=120)
            statuses[response.status_code] += 1
            case.validate_response(response, checks=CHECKS)

        for round_ in range(100):
            for operation in operations:
                _send_some(operation, GenerationMode.NEGATIVE, each, round_, send)
                if statuses.total() >= wanted:
                    return statuses
                if round_ == 0:
                    _send_some(operation, GenerationMode.POSITIVE, each // 2, round_, send)
    return statuses


def _send_some(
    operation: APIOperation, mode: GenerationMode, most: int, seed: int, send: Callable[[Case], None]
) -> None:
    settings = hypothesis.settings(
        max_examples=most,
        database=None,
        deadline=None,
        phases=[hypothesis.Phase.generate],
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    # An operation without parameters cannot be called wrongly.
    with suppress(hypothesis.errors.Unsatisfiable):
        hypothesis.seed(seed)(settings(hypothesis.given(case=operation.as_strategy(generation_mode=mode))(send)))()


def main() -> None:
    """Send the requests over the shipped texts and print the statuses; end with 1 where there are too few or a 5xx."""
    with tempfile.TemporaryDirectory(prefix="dutygraph-bench-") as scratch:
        store = Path(scratch, "store")
        dutygraph.build(store=store).close()
        statuses: Counter[int] = Counter()
        with serving(store, "--seconds", "2") as address:
            statuses += bombard(address, REQUESTS)
    print(f"{statuses.total()} requests:", ", ".join(f"{status}: {statuses[status]}" for status in sorted(statuses)))
    sys.exit(statuses.total() < REQUESTS or max(statuses) >= 500)


if __name__ == "__main__":
    main()
