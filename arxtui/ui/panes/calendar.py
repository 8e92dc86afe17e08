"""The calendar of days: a year of unread papers as a heat map, or its months as a list where there is no room."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.widget import Widget

from arxtui.ui.panes.dialog import Dialog
from arxtui.view import day_name

Counts = Mapping[str, tuple[int, int]]
"""Day -> (its papers, unread ones)."""
_WEEKS, _LABEL = 54, 4
_LEVELS = {True: " ·░▒▓█", False: " .-+*#"}
_HERE = "@"  # the day of the cursor, also without colour; the line below the map has its counts


class Calendar(Widget):
    """One year, the cursor on a day."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "calendar--cursor",
        "calendar--unread",
        "calendar--quiet",
        "calendar--title",
    }

    def __init__(self, year_of: Callable[[str], Counts], days: Sequence[str], day: str, *, ascii_: bool) -> None:
        super().__init__()
        self._year_of = year_of
        self._days = sorted(days)
        self._levels = _LEVELS[not ascii_]
        self.day = date.fromisoformat(day)
        """The day of the cursor."""

    @property
    def counts(self) -> Counts:
        """Return those of the year of the cursor; none while they are being counted."""
        return self._year_of(str(self.day.year))

    def move(self, days: int) -> None:
        """Move the cursor by days, in the list of months by months, as far as there are papers."""
        first, last = map(date.fromisoformat, (self._days[0], self._days[-1]))
        if self._roomy:
            self.day = min(max(self.day + timedelta(days), first), last)
        else:
            month = f"{self.day:%Y-%m}"
            others = [day for day in self._days if (day[:7] > month if days > 0 else day[:7] < month)]
            if others:
                self.day = date.fromisoformat(others[0] if days > 0 else others[-1])
        self.refresh()

    def chosen(self) -> str | None:
        """Return the day to open: that of the cursor; of a month the newest one with unread papers,
        else the newest. None if there are no papers: the only day file of a month may be damaged.
        """
        if self._roomy:
            return str(self.day) if str(self.day) in self._days else None
        month = f"{self.day:%Y-%m}"
        of_month = [day for day in reversed(self._days) if day[:7] == month]
        unread = [day for day in of_month if self.counts.get(day, (0, 0))[1]]
        return next(iter(unread or of_month), None)

    @property
    def _roomy(self) -> bool:
        return self.size.width >= _LABEL + _WEEKS and self.size.height >= 14

    def render(self) -> Content:
        """All lines."""
        papers, unread = (sum(count[at] for count in self.counts.values()) for at in (0, 1))
        told = f"{unread} of {papers} unread" if papers else "counting…"
        title = Content.assemble(
            (f"{self.day.year}", ".calendar--title"), f"   {told}",
            ("   PgUp PgDn other years", ".calendar--quiet"),
        )  # fmt: skip
        return Content("\n").join([title, *(self._map() if self._roomy else self._months())])

    def _map(self) -> list[Content]:
        cell = min(2, (self.size.width - _LABEL) // _WEEKS)
        monday = date(self.day.year, 1, 1) - timedelta(date(self.day.year, 1, 1).weekday())
        weeks = [monday + timedelta(7 * week) for week in range(_WEEKS)]
        names = [f"{week:%b}" if week.day <= 7 and week.year == self.day.year else "" for week in weeks]
        head, at = "", 0
        for at, name in enumerate(names):
            head = head.ljust(at * cell) + name if name else head
        most = max([unread for _, unread in self.counts.values()], default=0)
        lines = [Content(""), Content.assemble(("\u00a0" * _LABEL + head, ".calendar--quiet"))]
        for weekday in range(7):
            days = [week + timedelta(weekday) for week in weeks]
            cells = [self._cell(day, most, cell) for day in days]
            lines.append(Content.assemble((f"{days[0]:%a}".ljust(_LABEL), ".calendar--quiet"), *cells))
        papers, unread = self.counts.get(str(self.day), (0, 0))
        told = f"{unread} of {papers} unread" if papers else "no papers"
        lines += [Content(""), Content.assemble((day_name(str(self.day)), ".calendar--title"), f"   {told}")]
        legend = f"{self._levels[1]} read  {self._levels[2:]} few to many unread   arrows move  Enter opens  Esc back"
        return [*lines, Content.assemble((legend, ".calendar--quiet"))]

    def _cell(self, day: date, most: int, width: int) -> tuple[str, str]:
        """Return what stands for a day, `width` cells wide, and its style."""
        if day == self.day:
            return _HERE.ljust(width), ".calendar--cursor"
        papers, unread = self.counts.get(str(day), (0, 0)) if day.year == self.day.year else (0, 0)
        if not papers:
            return " " * width, ".calendar--quiet"
        if not unread:
            return self._levels[1].ljust(width), ".calendar--quiet"
        level = 2 + min(3, unread * 4 // (most + 1))
        return self._levels[level] * width, ".calendar--unread"

    def _months(self) -> list[Content]:
        """Return a line for each month with papers, newest first, around that of the cursor."""
        months: dict[str, list[tuple[int, int]]] = {}
        for day, count in sorted(self.counts.items(), reverse=True):
            months.setdefault(day[:7], []).append(count)
        here = f"{self.day:%Y-%m}"
        lines = []
        for month, counts in months.items():
            papers = sum(count[0] for count in counts)
            unread = sum(count[1] for count in counts)
            line = f" {month}  {unread:>5} of {papers} unread"
            if month == here:
                lines.append(Content.assemble((_HERE + line[1:], ".calendar--cursor")))
            else:
                lines.append(Content(line))
        top = max(0, list(months).index(here) - self.size.height + 3) if here in months else 0
        return lines[top : top + self.size.height - 2]


class CalendarScreen(Dialog):
    """The calendar; ends with the day to open, or None."""

    def __init__(self, calendar: Calendar, keys: Mapping[str, str]) -> None:
        """Take the calendar, and its keys with the action of each."""
        super().__init__()
        self._calendar = calendar
        self._keys = keys

    def compose(self) -> ComposeResult:
        """The year."""
        yield self._calendar

    async def on_key(self, event: events.Key) -> None:
        """Run the action of a key."""
        if event.key in self._keys:
            event.stop()
            await self.run_action(self._keys[event.key])

    def action_move(self, days: int) -> None:
        """Move the cursor."""
        self._calendar.move(days)

    def action_open(self) -> None:
        """End with the day of the cursor, if it has papers."""
        if day := self._calendar.chosen():
            self.end(day)
