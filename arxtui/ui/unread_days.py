"""Unread papers by day: earlier days, the next day, a year. No Textual."""

from __future__ import annotations

from collections.abc import Callable, Iterable, MutableMapping, Sequence
from datetime import date, timedelta

from arxtui.store import Library
from arxtui.ui.rule_hits import RuleHits
from arxtui.work_in_steps import Steps

_LATELY = 30
"""Days before the shown days whose unread papers are counted: a library may have decades."""


NEWEST = 3
"""Days with unread papers that are shown before all days are counted."""
Counts = MutableMapping[str, tuple[int, int]]
"""Day -> (its papers, its unread papers), without muted papers."""


class UnreadDays:
    """Counts papers of days that are not shown; muted papers are not counted, as in the list."""

    def __init__(self, library: Library, rules: RuleHits) -> None:
        self._library = library
        self._rules = rules

    def earlier(self, days: tuple[str, ...]) -> Steps[tuple[int, int]]:
        """Return how many of the 30 days before `days` have unread papers, and how many papers."""
        try:
            oldest = date.fromisoformat(min(days, default=""))
        except ValueError:  # papers without a day
            return (0, 0)
        first = oldest - timedelta(_LATELY)
        wanted = [str(first + timedelta(number)) for number in range(_LATELY)]
        counts = yield from self._counts({day[:4] for day in wanted})
        unread_days = 0
        papers = 0
        for day in wanted:
            unread = 0
            if counts.get(day):
                unread = yield from self._unmuted(day, counts[day])
            if unread:
                unread_days += 1
                papers += unread
        return (unread_days, papers)

    def next(self, days: tuple[str, ...]) -> Steps[tuple[str, int]]:
        """Return (the nearest older day with unread papers, or else newer, their number).

        `days` are the shown days. Returns (``, 0) if no other day has unread papers.
        """
        known = [day for day in self._library.papers.days() if day]
        oldest = min(days, default="9")
        newest = max(days, default="9")
        older = [day for day in known if day < oldest]
        newer = [day for day in reversed(known) if day > newest]
        counts: dict[str, int] = {}
        years: set[str] = set()
        for day in [*older, *newer]:
            if day[:4] not in years:
                years.add(day[:4])
                counts |= yield from self._counts([day[:4]])
            if counts.get(day):
                unread = yield from self._unmuted(day, counts[day])
                if unread:
                    return (day, unread)
        return ("", 0)

    def all(
        self, newest: Callable[[Sequence[tuple[str, int]]], object] = bool
    ) -> Steps[list[tuple[str, int]]]:
        """Return (day, unread papers) of all days with unread papers, newest first.

        The mute rules are compared with each paper once, which takes 8 s of CPU for 139,428 papers.
        `newest` is called with the newest of these days when they are counted.
        """
        years = {day[:4] for day in self._library.papers.days() if day}
        counts = yield from self._counts(sorted(years))
        found = []
        for day in sorted(counts, reverse=True):
            unread = 0
            if counts[day]:
                unread = yield from self._unmuted(day, counts[day])
            if unread:
                found.append((day, unread))
            if unread and len(found) == NEWEST:
                newest(tuple(found))
        return found

    def of_year(self, year: str, counts: Counts, arrived: Callable[[], object]) -> Steps[bool]:
        """Add the papers of the days of a year to `counts`, newest day first.

        Mute rules make this slow: `arrived` is called after each month. The value is True at the
        end, when all days of the year are there.
        """
        by_day = yield from self._library.papers.unread_by_day(year)
        month = ""
        for day in sorted(by_day, reverse=True):
            if self._rules.mute is not None and day[:7] != month:
                month = day[:7]
                arrived()
            papers, unread = by_day[day]
            muted = yield from self._rules.muted_on(day)
            counts[day] = (papers - len(muted), unread - self._unread_of(muted))
        return True

    def _counts(self, years: Iterable[str]) -> Steps[dict[str, int]]:
        """Return day -> number of unread papers, muted papers included."""
        counts: dict[str, int] = {}
        for year in years:
            by_day = yield from self._library.papers.unread_by_day(year)
            counts |= {day: unread for day, (_, unread) in by_day.items()}
        return counts

    def _unmuted(self, day: str, unread: int) -> Steps[int]:
        """Return how many of the unread papers of a day are not muted."""
        muted = yield from self._rules.muted_on(day)
        return unread - self._unread_of(muted)

    def _unread_of(self, ids: Iterable[str]) -> int:
        pile = self._library.marks.pile
        return sum(pile(paper_id) == "unread" for paper_id in ids)
