"""The batch: the new papers of the last load or fetch, in catalogue/batch.json.

If the file is deleted, the newest day is shown instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import orjson

from arxtui.model import is_day
from arxtui.store import files


@dataclass(frozen=True, slots=True)
class Batch:
    """The papers that a load or fetch added to the library."""

    loaded: str
    """The time of the load, ISO 8601 in UTC; `loaded` of its papers."""
    days: tuple[str, ...]
    """Their days, newest first."""
    papers: int
    """Number of papers."""
    examples: bool
    """True for the shipped papers, which the first load of other papers removes."""


def read_batch(catalogue: Path) -> Batch | None:
    """Return the newest batch; None if it is not known."""
    try:
        record = orjson.loads((catalogue / "batch.json").read_bytes())["batch"]["1"]
        return Batch(
            str(record["loaded"]),
            tuple(day for day in record["days"] if is_day(day)),
            int(record["papers"]),
            bool(record["examples"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_batch(catalogue: Path, batch: Batch) -> None:
    """Write a batch as the newest batch. Raises OSError."""
    data = orjson.dumps({"batch": {"1": batch}})
    files.write_atomic(catalogue / "batch.json", data, durable=False)
