"""The calendar of days: a year of unread papers as a map, or on a small screen its months."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import ClassVar

from textual import events
from textual.content import Content
from textual.widget import Widget

from arxtui.ui.panes.calendar_map import (
    CLICKED,
    LABEL,
    WEEKS,
    cells_of_week,
    compact,
    day_at,
    weeks_of,
)
from arxtui.ui.panes.line import Pressed, word_at
from arxtui.ui.panes.render import Signs, cut, one_line
from arxtui.view import day_name

Counts = Mapping[str, tuple[int, int]]
"""Day -> (its papers, its unread papers)."""
Titles = Sequence[tuple[bool, str]]
"""For each paper of a day, in listing order: whether it is unread, and its title."""
_LEAST_HEIGHT = 14  # lines; a lower screen shows months instead of the map
_LEVELS = {True: " ·░▒▓█", False: " .-+*#"}
_HERE = "@"  # the sign of the cursor's day, for screens without colour
_BLANK = "\u00a0"  # a blank that is not cut at the beginning of a line


class Calendar(Widget):
    """Shows a year, with the cursor on a day."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "calendar--cursor",
        "calendar--unread",
        "calendar--quiet",
        "calendar--title",
    }
    DEFAULT_CSS = """
    Calendar {
        width: 100%; height: 100%; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis;
    }
    Calendar > .calendar--title { text-style: bold; }
    Calendar > .calendar--quiet { color: $foreground-muted; }
    Calendar > .calendar--unread { color: $text-success; }
    Calendar > .calendar--cursor { color: $text-accent; text-style: bold reverse; }
    """

    def __init__(
        self,
        year_of: Callable[[str], tuple[Counts, bool]],
        titles_of: Callable[[str], Titles],
        days: Sequence[str],
        day: str,
        signs: Signs,
    ) -> None:
        """Show `days`, the cursor on `day`.

        `year_of` returns the counts of a year so far, and whether all of its days are counted.
        `titles_of` returns the papers of a day; it returns () while they are read.
        """
        super().__init__()
        self._year_of = year_of
        self._titles_of = titles_of
        self._days = sorted(days)
        self._signs = signs
        self._levels = _LEVELS[not signs.ellipsis.isascii()]
        self.day = date.fromisoformat(day)
        """The day of the cursor."""

    @property
    def counts(self) -> Counts:
        """Return the counts of the cursor's year so far."""
        return self._year_of(str(self.day.year))[0]

    @property
    def _is_counted(self) -> bool:
        """True when all days of the cursor's year are counted."""
        return self._year_of(str(self.day.year))[1]

    def move(self, days: int) -> None:
        """Move the cursor by days, or in the list of months by months, between days with papers."""
        if self._roomy:
            first = date.fromisoformat(self._days[0])
            last = date.fromisoformat(self._days[-1])
            self.day = min(max(self.day + timedelta(days), first), last)
        else:
            self._move_by_month(days > 0)
        self.refresh()

    def _move_by_month(self, forward: bool) -> None:
        month = f"{self.day:%Y-%m}"
        later = [day for day in self._days if day[:7] > month]
        earlier = [day for day in self._days if day[:7] < month]
        if forward and later:
            self.day = date.fromisoformat(later[0])
        elif earlier and not forward:
            self.day = date.fromisoformat(earlier[-1])

    def chosen(self) -> str | None:
        """Return the day to open: the cursor's day, or the month's newest day with unread papers.

        Without an unread paper it is the newest day of the month. Returns None for a day or month
        without papers, whose day file may be damaged.
        """
        if self._roomy:
            return str(self.day) if str(self.day) in self._days else None
        month = f"{self.day:%Y-%m}"
        of_month = [day for day in reversed(self._days) if day[:7] == month]
        unread = [day for day in of_month if self._count(day)[1]]
        return next(iter(unread or of_month), None)

    def _count(self, day: str) -> tuple[int, int]:
        return self.counts.get(day, (0, 0))

    @property
    def _roomy(self) -> bool:
        return self.size.width >= LABEL + WEEKS and self.size.height >= _LEAST_HEIGHT

    def on_click(self, event: events.Click) -> None:
        """Press the key that is clicked, or move the cursor to a day; a second click opens it."""
        place = event.get_content_offset(self)
        if place is None:
            return
        key = ""
        if place.y == 0 or (self._roomy and place.y == self.size.height - 1):
            line = self.render().plain.split("\n")[place.y]
            key = CLICKED.get(word_at(line, place.x), "")
        if key:
            self.post_message(Pressed(key))
        else:
            self._click_day(place.x, place.y)

    def _click_day(self, column: int, line: int) -> None:
        """Move the cursor to the day or month on a cell; open the day of the cursor."""
        day = None
        if self._roomy:
            day = day_at(self.day.year, column, line, self.size.width)
        elif 0 < line <= len(self._shown_months()):
            month = self._shown_months()[line - 1]
            day = date.fromisoformat([day for day in self._days if day.startswith(month)][-1])
            if month == f"{self.day:%Y-%m}":
                day = self.day
        if day == self.day:
            self.post_message(Pressed("enter"))
        elif day is not None and self._days[0] <= str(day) <= self._days[-1]:
            self.day = day
            self.refresh()

    # Paint

    def render(self) -> Content:
        """Return the whole calendar."""
        papers = sum(count[0] for count in self.counts.values())
        unread = sum(count[1] for count in self.counts.values())
        told = "counting…"
        if self._is_counted:
            told = f"{unread:,} of {papers:,} unread"
        title = Content.assemble(
            (f"{self.day.year}", ".calendar--title"),
            f"   {told}",
            ("   PgUp PgDn other years", ".calendar--quiet"),
        )
        if not self._roomy:
            return Content("\n").join([title, *self._months()])
        lines = [title, Content(""), *self._map(), Content(""), self._day_line()]
        lines += self._title_lines(self.size.height - len(lines) - 1)
        return Content("\n").join([*lines, self._legend()])

    def _map(self) -> list[Content]:
        """Return the names of the months, seven lines of days, and the unread papers by month."""
        cell = cells_of_week(self.size.width)
        weeks = weeks_of(self.day.year)
        starts = [
            (at * cell, week)
            for at, week in enumerate(weeks)
            if week.day <= 7 and week.year == self.day.year
        ]
        names = self._under_months(starts, [f"{week:%b}" for _, week in starts])
        most = max([unread for _, unread in self.counts.values()], default=0)
        lines = [names]
        for weekday in range(7):
            days = [week + timedelta(weekday) for week in weeks]
            cells = [self._cell(day, most, cell) for day in days]
            label = f"{days[0]:%a}".ljust(LABEL)
            lines.append(Content.assemble((label, ".calendar--quiet"), *cells))
        room = 4 * cell - 1
        numbers = [compact(self._unread_in(f"{week:%Y-%m}"), room) for _, week in starts]
        return [*lines, self._under_months(starts, numbers)]

    def _under_months(self, starts: Sequence[tuple[int, date]], texts: Sequence[str]) -> Content:
        """Return a line with a text in the column of each month."""
        line = ""
        for (column, _), text in zip(starts, texts, strict=True):
            line = line.ljust(column) + text
        return Content.assemble((_BLANK * LABEL + line, ".calendar--quiet"))

    def _unread_in(self, month: str) -> int:
        return sum(unread for day, (_, unread) in self.counts.items() if day.startswith(month))

    def _cell(self, day: date, most: int, width: int) -> tuple[str, str]:
        """Return the text of a day, `width` cells wide, and its style."""
        if day == self.day:
            return _HERE.ljust(width), ".calendar--cursor"
        count = (0, 0)
        if day.year == self.day.year:
            count = self._count(str(day))
        papers, unread = count
        if not papers:
            return " " * width, ".calendar--quiet"
        if not unread:
            return self._levels[1].ljust(width), ".calendar--quiet"
        level = 2 + min(3, unread * 4 // (most + 1))
        return self._levels[level] * width, ".calendar--unread"

    def _day_line(self) -> Content:
        """Return the day of the cursor with its counts."""
        papers, unread = self._count(str(self.day))
        told = "no papers"
        if papers:
            told = f"{unread:,} of {papers:,} unread"
        elif str(self.day) in self.counts:
            told = "only muted papers"
        elif str(self.day) in self._days and not self._is_counted:
            told = "counting…"
        return Content.assemble((day_name(str(self.day)), ".calendar--title"), f"   {told}")

    def _title_lines(self, room: int) -> list[Content]:
        """Return `room` lines with the titles of the cursor's day, blank lines at the end."""
        titles: Titles = ()
        if str(self.day) in self._days:
            titles = self._titles_of(str(self.day))
        more = len(titles) - room
        if more > 0:
            titles = titles[: max(0, room - 1)]
        lines = [self._title_line(is_unread, title) for is_unread, title in titles]
        if more > 0 and room > 0:
            count = f"  {self._signs.ellipsis} {more + 1} more"
            lines.append(Content.assemble((count, ".calendar--quiet")))
        return lines + [Content("")] * (room - len(lines))

    def _title_line(self, is_unread: bool, title: str) -> Content:
        shown = cut(one_line(title), self.size.width - 2, self._signs.ellipsis)
        if is_unread:
            return Content(f"{self._signs.unread} {shown}")
        return Content.assemble((f"{_BLANK} {shown}", ".calendar--quiet"))

    def _legend(self) -> Content:
        """Return the meaning of the signs and the keys, as far as there is room."""
        read = f"{self._levels[1]} read  "
        few = f"{self._levels[2:]} few to many unread   "
        keys = "Enter opens  Esc back"
        forms = (f"{read}{few}arrows move  {keys}", f"{read}{few}{keys}", keys)
        legend = next((form for form in forms if len(form) <= self.size.width), keys)
        return Content.assemble((legend, ".calendar--quiet"))

    def _months(self) -> list[Content]:
        """Return a line for each month on the screen."""
        lines = []
        for month in self._shown_months():
            counts = [count for day, count in self.counts.items() if day.startswith(month)]
            papers = sum(count[0] for count in counts)
            unread = sum(count[1] for count in counts)
            line = f" {month}  {unread:>6,} of {papers:,} unread"
            if month == f"{self.day:%Y-%m}":
                lines.append(Content.assemble((_HERE + line[1:], ".calendar--cursor")))
            else:
                lines.append(Content(line))
        return lines

    def _shown_months(self) -> list[str]:
        """Return the months with papers around the cursor's month, newest first: `2023-10`."""
        months = sorted({day[:7] for day in self.counts}, reverse=True)
        here = f"{self.day:%Y-%m}"
        top = 0
        if here in months:
            top = max(0, months.index(here) - self.size.height + 3)
        return months[top : top + self.size.height - 2]
