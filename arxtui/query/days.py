"""Days, months, years and spans of them, as values of fields."""

from __future__ import annotations

import re
from collections.abc import Callable

_DAY = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", re.ASCII)
_A_DAY = "takes a day 2023-10-30, month 2023-10 or year 2023"
_A_SPAN = "takes a day 2023-10-30, month 2023-10, year 2023 or span 2023..2024"


class WrongValue(ValueError):
    """A value that a field does not take; the message has the accepted values."""


def span(value: str) -> Callable[[str], bool]:
    """Return a function that is True for the days of a span.

    Spans are `2023-10`, `2023-10-30`, `2023-10..2024-01`, `2023..`.
    """
    first, dots, last = value.partition("..")
    if not dots:
        last = first
    given = [end for end in (first, last) if end]
    if not given or not all(map(_DAY.fullmatch, given)):
        raise WrongValue(_A_SPAN)
    if first and last and last < first[: len(last)]:
        raise WrongValue(f"takes the earlier day first: {last}..{first}")

    def holds(day: str) -> bool:
        return bool(day) and first <= day and (not last or day[: len(last)] <= last)

    return holds


def refuse_no_day(value: str) -> None:
    """Raise WrongValue if a value is no day, month or year."""
    if not _DAY.fullmatch(value):
        raise WrongValue(_A_DAY)
