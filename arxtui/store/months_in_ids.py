"""The months that the ids of a day's papers begin with."""

from __future__ import annotations

_LAST_DAYS = "26"  # from this day of a month on, papers may have ids of the next month


def months(day: str) -> tuple[str, ...]:
    """Return the beginnings of ids of a day, `2311`; near a month's end of the next month too."""
    year = day[2:4]
    month = day[5:7]
    if not month:
        return ()
    if day[8:] < _LAST_DAYS:
        return (year + month,)
    if month == "12":
        return (year + month, f"{int(year) + 1:02d}01")
    return (year + month, f"{year}{int(month) + 1:02d}")
