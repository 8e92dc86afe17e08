"""The map of a year in the calendar: a column for each week, a line for each weekday. No state."""

from __future__ import annotations

from datetime import date, timedelta

WEEKS = 54
LABEL = 4
"""Cells of the names of weekdays, left of the map."""
FIRST_LINE = 3
"""The line of the calendar with the Mondays."""
CLICKED = {
    "PgUp": "pageup",
    "PgDn": "pagedown",
    "Enter": "enter",
    "opens": "enter",
    "Esc": "escape",
    "back": "escape",
}
"""Words on the calendar that can be clicked -> the key that does the same."""


def weeks_of(year: int) -> list[date]:
    """Return the Mondays of the columns of a year; the first may be in the year before."""
    first = date(year, 1, 1)
    monday = first - timedelta(first.weekday())
    return [monday + timedelta(7 * week) for week in range(WEEKS)]


def cells_of_week(width: int) -> int:
    """Return the cells of a column in a calendar of `width` cells: 1 or 2."""
    return min(2, (width - LABEL) // WEEKS)


def day_at(year: int, column: int, line: int, width: int) -> date | None:
    """Return the day on a cell of a calendar of `width` cells; None beside the map."""
    week = (column - LABEL) // cells_of_week(width)
    weekday = line - FIRST_LINE
    if not (0 <= week < WEEKS and 0 <= weekday < 7):
        return None
    day = weeks_of(year)[week] + timedelta(weekday)
    if day.year != year:
        return None
    return day


def compact(number: int, room: int) -> str:
    """Return a number in at most `room` cells, `` for 0: `873`, `2.9k`, `13k`."""
    if not number:
        return ""
    for text in (str(number), f"{number / 1_000:.1f}k"):
        if len(text) <= room:
            return text
    return f"{round(number / 1_000)}k"
