"""Times of sources in the form of a Paper, `2023-10-30T00:32:47Z` in UTC.

Sources have them by RFC 3339 or in the form of mails. A time that no clock can show raises Refused,
and its paper is reported.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

from arxtui.model import HOUR, is_day, is_time
from arxtui.sources.records import Refused
from arxtui.sources.values import flat
from arxtui.text import MONTHS

_ZONES = {"est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7}
"""Hours that the zones of RFC 822 are ahead of UTC.

Any other name is UTC, by RFC 5322 section 4.3.
"""
_RFC3339 = re.compile(
    rf"(\d{{4}}-\d\d-\d\d)[Tt ]({HOUR}:\d\d):(\d\d)(?:\.\d{{1,30}})?"
    r"([Zz]|[+-]\d\d:?\d\d)",
    re.ASCII,
)
_MAIL = re.compile(
    r"(?:[a-z]{3,9},? )?(\d\d?) ([a-z]{3}) ([12]\d{3}|\d\d) (\d\d):(\d\d)(?::(\d\d))?"
    r" (?:([+-](?:[01]\d|2[0-3])[0-5]\d)|([a-z]{1,5}))(?: \([^()]{0,40}\))?",
    re.ASCII | re.IGNORECASE,
)


def moment(text: str | None) -> str | None:
    """Return a time by RFC 3339 (https://www.rfc-editor.org/rfc/rfc3339) in the form of a Paper.

    Parts of a second are left out. A leap second becomes the second before it, which every clock
    has. Raises Refused for another text, and for a year before 1000 or after 2999.
    """
    text = flat(text)
    if not text:
        return None
    found = _RFC3339.fullmatch(text)
    if found:
        day, minute, second, zone = found.groups()
        try:
            read = datetime.fromisoformat(f"{day}T{minute}:{_second(second):02}{zone.upper()}")
            in_utc = _in_utc(read)
        except (ValueError, OverflowError):
            in_utc = ""
        if is_time(in_utc):
            return in_utc
    raise Refused(f"not a time: {text[:40]!r}")


def day(text: str | None) -> str | None:
    """Return a day, `2023-10-30`. Raises Refused for another text."""
    text = flat(text)
    if not text:
        return None
    try:
        if is_day(text) and date.fromisoformat(text):
            return text
    except ValueError:
        pass
    raise Refused(f"not a day: {text[:40]!r}")


def mail_time(text: str) -> datetime:
    """Return the time of a mail's date, `Mon, 2 Apr 2007 19:18:42 EST`, in its own zone.

    Raises Refused.
    """
    found = _MAIL.fullmatch(flat(text))
    if found:
        number, month, year, hour, minute, second, offset, zone = found.groups()
        century = ""
        if len(year) == 2:
            century = "20"
            if year > "90":
                century = "19"
        ahead = timedelta(hours=_ZONES.get((zone or "").lower(), 0))
        if offset:
            ahead = timedelta(hours=int(offset[:3]), minutes=int(offset[0] + offset[3:]))
        try:
            return datetime(
                int(century + year),
                MONTHS.index(month.lower()) + 1,
                int(number),
                int(hour),
                int(minute),
                _second(second or "0"),
                tzinfo=timezone(ahead),
            )
        except ValueError:
            pass
    raise Refused(f"not a date: {flat(text)[:40]!r}")


def utc(text: str | None) -> str | None:
    """Return a mail's date in the form of a Paper. Raises Refused."""
    if not text:
        return None
    return _in_utc(mail_time(text))


def _second(text: str) -> int:
    """Return the second that a clock without leap seconds shows."""
    if text == "60":
        return 59
    return int(text)


def _in_utc(time: datetime) -> str:
    return time.astimezone(UTC).isoformat()[:19] + "Z"
