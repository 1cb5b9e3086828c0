"""The named queries of `rq/`: each one question with a header, runnable as it stands with its example values."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from queries.errors import QueryFileError
from queries.graph import prefixes, values

FOLDER: Final = Path(__file__).parent / "rq"
_HEADER: Final = re.compile(
    r"# purpose: (?P<purpose>.+)\n# parameters: (?P<parameters>.+)\n# example: (?P<example>.+)\n"
)

_EXAMPLES: Final = re.compile(r"VALUES \?(?P<parameter>\w+) \{[^}]*\}")


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query of `rq/`: its header and its text, prefixes included."""

    name: str
    purpose: str
    parameters: tuple[str, ...]
    example: str
    text: str

    def bind(self, **given: Iterable[str]) -> str:
        """Return the text with the example values of parameters replaced by SPARQL terms (see `queries.graph`).

        A parameter that stands also in a MINUS, which sees nothing of the outside, is replaced there as well.
        """
        for parameter in given:
            if parameter not in self.parameters:
                raise ValueError(f"{self.name} has no parameter {parameter}")
        bound = {parameter: values(parameter, terms) for parameter, terms in given.items()}
        # In one pass: what was put in is never searched for parameters.
        return _EXAMPLES.sub(lambda found: bound.get(found["parameter"], found[0]), self.text)


@cache
def named(name: str) -> NamedQuery:
    """Return the query of a file by its name without the suffix. Raises QueryFileError."""
    path = FOLDER / f"{name}.rq"
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        raise QueryFileError(f"There is no query {name}; there are: {', '.join(names())}.") from None
    header = _HEADER.match(text)
    if header is None:
        raise QueryFileError(f"{path.name} does not begin with its purpose, parameters and example.")
    parameters = header["parameters"]
    return NamedQuery(
        name,
        header["purpose"],
        () if parameters == "none" else tuple(parameters.split(", ")),
        header["example"],
        text[: header.end()] + prefixes(text[header.end() :]) + text[header.end() :],
    )


def names() -> tuple[str, ...]:
    """Return the names of all queries, sorted."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.rq")))
