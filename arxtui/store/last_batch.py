"""The batch: the new papers of the last load or fetch, in catalogue/batch.json.

If the file is deleted, the newest day is shown instead.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

import orjson

from arxtui.model import is_day
from arxtui.store import files

_FILE = "batch.json"


class Batch(NamedTuple):
    """The papers that a load or fetch added to the library."""

    loaded: str
    """The time of the load, ISO 8601 in UTC; `loaded` of its papers."""
    days: tuple[str, ...]
    """Their days, newest first."""
    papers: int
    """Number of papers."""
    examples: bool
    """True for the shipped papers, which the first load of other papers removes."""


class NewestBatch:
    """The newest batch of a catalogue. Its file is read again only if it has changed.

    The screen asks for it each second, and a batch may have more than a thousand days.
    """

    def __init__(self, catalogue: Path) -> None:
        self._catalogue = catalogue
        self._file = os.fspath(catalogue / _FILE)
        self._seen: tuple[int, int, int] | None = None
        self._batch: Batch | None = None

    def now(self) -> Batch | None:
        """Return the newest batch; None if it is not known."""
        try:
            seen = files.identity(os.stat(self._file))
        except OSError:
            return None
        if seen != self._seen or self._batch is None:
            self._batch = read_batch(self._catalogue)
            self._seen = seen
        return self._batch


def read_batch(catalogue: Path) -> Batch | None:
    """Return the newest batch; None if it is not known."""
    try:
        record = orjson.loads((catalogue / _FILE).read_bytes())["batch"]["1"]
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
    data = orjson.dumps({"batch": {"1": batch._asdict()}})
    files.write_atomic(catalogue / _FILE, data, durable=False)
