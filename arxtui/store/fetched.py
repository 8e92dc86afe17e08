"""catalogue/fetched.json: which days of a category were asked for, so that nothing falls between two mornings.

{"fetched": {category: {"begin": day, "complete": [day, …]}}}, a TinyDB file; where it is deleted, days are asked for
again. A day is complete when it was asked for 7 days after its end: until then arXiv may still announce papers of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import orjson

from arxtui.model import is_day
from arxtui.store import files

_SETTLED = timedelta(days=1 + 7)  # from a day's begin


class Fetched:
    """The days asked for."""

    def __init__(self, catalogue: Path) -> None:
        self._path = catalogue / "fetched.json"
        self._begin: dict[str, str] = {}
        self._complete: dict[str, set[str]] = {}
        self.changed = False
        """There are days that have come."""
        try:
            for category, told in orjson.loads(self._path.read_bytes())["fetched"].items():
                self._complete[category] = {day for day in told["complete"] if is_day(day)}
                if is_day(told["begin"]):
                    self._begin[category] = told["begin"]
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            pass  # it only spares questions

    def begin(self, category: str) -> date | None:
        """The first day that is wanted; None when the category was never fetched."""
        return date.fromisoformat(self._begin[category]) if category in self._begin else None

    def open(self, category: str, first: date, last: date) -> Iterator[date]:
        """The days from first to last that are not complete."""
        done = self._complete.get(category, ())
        days = (first + timedelta(days=at) for at in range((last - first).days + 1))
        return (day for day in days if str(day) not in done)

    def want(self, category: str, first: date) -> None:
        """From this day on all days are wanted."""
        self._begin[category] = min(str(first), self._begin.get(category) or str(first))

    def add(self, category: str, day: date, now: datetime) -> None:
        """All papers that there were of a day have come."""
        if now - datetime(day.year, day.month, day.day, tzinfo=UTC) >= _SETTLED:
            self._complete.setdefault(category, set()).add(str(day))
            self.changed = True

    def save(self) -> None:
        """Write it; OSError."""
        names = self._begin.keys() | self._complete.keys()
        told = {
            one: {"begin": self._begin.get(one, ""), "complete": sorted(self._complete.get(one, ()))} for one in names
        }
        files.make_folder(self._path.parent)
        files.write_atomic(self._path, orjson.dumps({"fetched": told}), durable=False)
        self.changed = False
