"""catalogue/fetched.json: the days of each category that were fetched.

    {"fetched": {category: {"begin": day, "complete": [day, …], "empty": {day: day of the answer}}}}

It is a TinyDB file. If it is deleted, days are fetched again. Days that are not complete are
fetched again, so that no paper is missed.

A day is complete when all of these conditions hold:
- the last page of an answer about it arrived, with all papers that arXiv counts, and they are on
  disk;
- the day ended 7 days ago by arXiv's clock: until then arXiv may still announce papers of it;
- a paper of that day or of a later day arrived in the same fetch;
- if the answer was empty, and not only about a weekend: an answer on another day was empty too.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import orjson

from arxtui.model import is_day
from arxtui.store import files

ARXIV_BEGAN = date(1986, 1, 1)
"""No paper of arXiv is older (the oldest were added after 1991)."""
_SETTLED = timedelta(days=1 + 7)  # from the beginning of a day
_SATURDAY = 5


class Answer(NamedTuple):
    """A complete answer of arXiv about some days of a category."""

    category: str
    """The arXiv category."""
    days: tuple[date, ...]
    """The days of the answer; it has all their papers."""
    newest: date | None
    """The newest day of a paper in it; None = the answer was empty."""
    time: datetime | None
    """Time of the answer by arXiv's clock; None = it had no time, and no day is complete."""


class _Days:
    """The days of a category."""

    def __init__(self, begin: date | None = None) -> None:
        self.begin = begin
        """The first day that is wanted; None = only days that the user named were fetched."""
        self.complete: set[date] = set()
        """Days that need not be asked for again."""
        self.empty: dict[date, date] = {}
        """Day -> the day on which an answer about it was empty."""

    def note(self, answer: Answer, newest: date) -> None:
        """Add the days that an answer completes; `newest` is the newest day of the whole fetch."""
        if answer.time is None:
            return
        today = answer.time.date()
        doubtful = answer.newest is None and any(day.weekday() < _SATURDAY for day in answer.days)
        for day in answer.days:
            if day > newest or not _settled(day, answer.time):
                continue
            if doubtful and self.empty.setdefault(day, today) >= today:
                self.empty[day] = today
                continue
            self.complete.add(day)
            self.empty.pop(day, None)


class Fetched:
    """The days that were fetched according to the file, and the answers of this fetch."""

    def __init__(self, catalogue: Path) -> None:
        self._path = catalogue / "fetched.json"
        self._known, self.damaged = _read(self._path)
        """True if part of the file could not be read: its days are asked for again."""
        self._wanted: dict[str, date] = {}
        self._answers: list[Answer] = []

    @property
    def categories(self) -> tuple[str, ...]:
        """The categories that were fetched."""
        return tuple(self._known)

    @property
    def changed(self) -> bool:
        """True if there are answers that the file may lack."""
        return bool(self._answers)

    def begin(self, category: str, now: datetime) -> date | None:
        """Return the first day that is wanted; None if the category was never fetched."""
        days = self._known.get(category)
        if days is None or days.begin is None or days.begin > now.date():
            return self._wanted.get(category)
        return days.begin

    def open(self, category: str, first: date, last: date, now: datetime) -> Iterator[date]:
        """Yield the days from `first` to `last` that are not complete, or too recent to be."""
        days = self._known.get(category, _Days())
        for at in range((last - first).days + 1):
            day = first + timedelta(days=at)
            if day not in days.complete or not _settled(day, now):
                yield day

    def want(self, category: str, first: date) -> None:
        """Mark all days from `first` on as wanted, for this fetch and later fetches."""
        self._wanted[category] = min(first, self._wanted.get(category, first))

    def add(self, answer: Answer) -> None:
        """Note an answer, for save()."""
        self._answers.append(answer)

    def save(self, now: datetime) -> None:
        """Add the answers of this fetch to the file, durably. Raises OSError.

        The caller holds the lock of the catalogue, because another fetch may have written since,
        and has made the papers of all answers durable.
        """
        known, _ = _read(self._path)
        for category, first in self._wanted.items():
            days = known.setdefault(category, _Days())
            if days.begin is None or days.begin > now.date() or first < days.begin:
                days.begin = first
        for answer in self._answers:
            if newest := self._newest(answer.category):
                known.setdefault(answer.category, _Days()).note(answer, newest)
        table = {category: _to_json(days, now) for category, days in sorted(known.items())}
        files.make_folder(self._path.parent)
        files.write_atomic(self._path, orjson.dumps({"fetched": table}), durable=True)
        self._known = known

    def _newest(self, category: str) -> date | None:
        """Return the newest day of a category whose papers came in this fetch."""
        found = [
            answer.newest
            for answer in self._answers
            if answer.category == category and answer.newest
        ]
        return max(found, default=None)


def _settled(day: date, now: datetime) -> bool:
    """Return whether all papers of a day were announced at a time."""
    return now - datetime(day.year, day.month, day.day, tzinfo=UTC) >= _SETTLED


def _to_json(days: _Days, now: datetime) -> dict[str, object]:
    """Return the entry of a category; days that cannot be complete at this time are left out."""
    complete = sorted(str(day) for day in days.complete if _settled(day, now))
    entry: dict[str, object] = {"begin": str(days.begin or ""), "complete": complete}
    if days.empty:
        entry["empty"] = {str(day): str(on) for day, on in sorted(days.empty.items())}
    return entry


def _read(path: Path) -> tuple[dict[str, _Days], bool]:
    """Return (category -> its days, whether some of the file is damaged)."""
    try:
        table = orjson.loads(path.read_bytes())["fetched"]
    except FileNotFoundError:
        return {}, False
    except (OSError, ValueError, KeyError, TypeError):
        return {}, True
    if not isinstance(table, dict):
        return {}, True
    known: dict[str, _Days] = {}
    damaged = False
    for category, entry in table.items():
        known[category], sound = _from_json(entry)
        damaged = damaged or not sound
    return known, damaged


def _from_json(entry: object) -> tuple[_Days, bool]:
    """Return (the days of an entry, whether it is undamaged).

    If its begin is damaged, its first complete day takes its place.
    """
    if not isinstance(entry, dict):
        return _Days(), False
    begin = entry.get("begin")
    complete = entry.get("complete")
    empty = entry.get("empty", {})
    if not isinstance(complete, list) or not isinstance(empty, dict):
        return _Days(_day(begin)), False
    sound = [day for text in complete if (day := _day(text))]
    pairs: dict[date, date] = {}
    for text, answered in empty.items():
        day = _day(text)
        on = _day(answered)
        if day and on:
            pairs[day] = on
    first = _day(begin)
    is_lost = begin != "" and first is None
    if is_lost:
        first = min(sound, default=None)
    is_whole = not is_lost and len(sound) == len(complete) and len(pairs) == len(empty)
    days = _Days(first)
    days.complete.update(sound)
    days.empty.update(pairs)
    return days, is_whole


def _day(text: object) -> date | None:
    """Return the day of a text; None if it is no day, or a day before arXiv's papers."""
    if not isinstance(text, str) or not is_day(text):
        return None
    day = date.fromisoformat(text)
    if day < ARXIV_BEGAN:
        return None
    return day
