"""Runs a reader in a process of its own, whose memory and processor time are bounded.

The libraries that parse PDF, XML and HTML are native code made for honest files. A file that breaks one of them, or
costs beyond all bounds, ends that process only.
"""

from __future__ import annotations

import json
import math
import resource
import subprocess
import sys
from importlib import import_module
from pathlib import Path

from corpus import limits
from corpus.errors import ReadError
from corpus.readers.types import Reading

_LONGEST = int(limits.READING_SECONDS + limits.PDF_PAGES * limits.PDF_PAGE_SECONDS)
_READERS = {"pdf": "read_pdf", "web": "read_web", "word": "read_word"}


def read_guarded(kind: str, data: bytes, path: Path) -> Reading:
    """Return what the reader of a kind makes of the bytes of a file. Raises ReadError as it does, and on its end."""
    child = [sys.executable, "-P", "-m", __name__, kind, str(path)]  # -P: nothing from the working directory
    try:
        done = subprocess.run(child, input=data, capture_output=True, timeout=2 * _LONGEST, check=False)
    except subprocess.TimeoutExpired:
        done = None
    if done is None or done.returncode:
        raise ReadError(
            f"{path}: reading it takes more than {limits.READING_MEMORY // limits.MB} MB or too long; it is refused."
        )
    answer = json.loads(done.stdout)
    if "error" in answer:
        raise ReadError(answer["error"])
    said = {name: tuple(value) if isinstance(value, list) else value for name, value in answer["metadata"].items()}
    return Reading(answer["text"], said)


def allow_page(number: int) -> None:
    """Let the process that reads go on for one page more; does nothing outside of such a process."""
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    if hard != resource.RLIM_INFINITY:
        seconds = limits.READING_SECONDS + number * limits.PDF_PAGE_SECONDS
        resource.setrlimit(resource.RLIMIT_CPU, (min(math.ceil(seconds), hard), hard))


def main(kind: str, path: str) -> None:
    """Read from standard input and print the reading, or the error, as JSON."""
    resource.setrlimit(resource.RLIMIT_AS, (limits.READING_MEMORY, limits.READING_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.READING_SECONDS, _LONGEST))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    reader = getattr(import_module(f"corpus.readers.{kind}"), _READERS[kind])
    try:
        reading = reader(sys.stdin.buffer.read(), Path(path))
    except ReadError as error:
        print(json.dumps({"error": str(error)}))
    else:
        print(json.dumps({"text": reading.text, "metadata": dict(reading.metadata)}))


if __name__ == "__main__":
    main(*sys.argv[1:])
