"""What the parts of the service hand to each other: its settings, and what a worker replies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["answers", "queries"]
"""Workers that answer questions and look things up, and workers that run the SPARQL of others."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the graph lies, who may ask, and the bounds.

    Without a `token` everybody may ask; `origins` are web pages whose scripts may (CORS). `workers` is how many
    processes answer, `seconds` and `rows` bound a SPARQL query.
    """

    location: str
    token: str = ""
    origins: tuple[str, ...] = ()
    workers: int = 2
    seconds: float = 10.0
    rows: int = 10_000


@dataclass(frozen=True, slots=True)
class Reply:
    """What a worker replies: an HTTP status and body, and the version of the store that it was made from.

    `more` says that rows were cut, `refused` is the reason of an answer that is a refusal.
    """

    status: int
    media_type: str
    content: bytes
    version: str = ""
    more: bool = False
    refused: str = ""
