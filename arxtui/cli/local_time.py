"""Times of actions in the user's zone: people see local times, scripts get UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta


def local_time(t: str) -> datetime:
    """Return the `t` of an act, to the second, in the zone of the system (TZ) on that day.

    A time at the edge of the calendar, which only a line written by hand has, stays in UTC.
    """
    time = datetime.fromisoformat(t[:19]).replace(tzinfo=UTC)
    try:
        return time.astimezone()
    except (OverflowError, ValueError, OSError):
        return time


def monday(day: date) -> date:
    """Return the Monday of the week of a day: weeks begin on Monday, as in ISO 8601."""
    return day - timedelta(days=min(day.weekday(), day.toordinal() - 1))


def today() -> date:
    """Return today's date in the zone of the system."""
    return datetime.now().astimezone().date()
