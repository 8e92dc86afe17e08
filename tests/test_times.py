"""Times of sources: RFC 3339, dates of mails, leap seconds; other texts are refused."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arxtui.model import is_time
from arxtui.sources.forms import read
from arxtui.sources.records import Refused
from arxtui.sources.times import day, mail_time, moment, utc


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("2023-10-30T00:32:47Z", "2023-10-30T00:32:47Z"),
        ("2023-10-30t00:32:47z", "2023-10-30T00:32:47Z"),
        ("2023-10-30 00:32:47+00:00", "2023-10-30T00:32:47Z"),
        ("2023-10-30T00:32:47-00:00", "2023-10-30T00:32:47Z"),
        ("2003-07-07T13:46:39-04:00", "2003-07-07T17:46:39Z"),
        ("2023-10-30T01:15:00+05:30", "2023-10-29T19:45:00Z"),
        ("2023-12-31T20:00:00-0500", "2024-01-01T01:00:00Z"),
        ("2023-10-30T00:32:47.123456789Z", "2023-10-30T00:32:47Z"),
        ("2023-10-30T00:32:59.999+00:00", "2023-10-30T00:32:59Z"),
        ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z"),
        ("1990-12-31T15:59:60-08:00", "1990-12-31T23:59:59Z"),
        (" 2024-02-29T00:00:00Z\n", "2024-02-29T00:00:00Z"),
        ("", None),
        (None, None),
    ],
)
def test_a_time_by_rfc_3339_is_the_same_time_in_utc(text: str | None, time: str | None) -> None:
    assert moment(text) == time


@pytest.mark.parametrize(
    "text",
    ["2023-10-30", "2023-10-30T00:32:47", "2023-10-30T00:32Z", "2023-02-29T00:00:00Z",
     "2023-13-01T00:00:00Z",
     "2023-10-30T24:00:00Z", "2023-10-30T00:60:00Z", "2023-10-30T00:00:61Z",
     "2023-10-30T00:00:00+24:00",
     "2023-10-30T00:00:00+5:30", "0001-01-01T00:00:00+01:00", "9999-12-31T23:59:59-01:00",
     "0999-01-01T00:00:00Z",
     "２023-10-30T00:00:00Z", "2023-10-30T00:00:00.Z", "now", "2023-10-30T00:00:00Z;x",
     "1" * 10_000],
)  # fmt: skip
def test_an_invalid_time_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="not a time") as refused:
        moment(text)
    assert len(str(refused.value)) < 70


OFFSETS = st.integers(-23 * 60, 23 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(st.datetimes(datetime(1001, 1, 1), datetime(2998, 12, 31), timezones=OFFSETS))
def test_any_time_at_any_offset_is_converted(time: datetime) -> None:
    assert moment(time.isoformat()) == f"{time.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


@given(st.text(st.sampled_from("0123456789-T:Z+. tz"), max_size=30))
def test_any_text_is_a_moment_or_is_refused(text: str) -> None:
    try:
        read_time = moment(text)
    except Refused:
        return
    assert read_time is None or is_time(read_time)


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("Mon, 2 Apr 2007 19:18:42 GMT", "2007-04-02T19:18:42Z"),
        ("Tue, 29 Feb 2000 12:00:00 EST", "2000-02-29T17:00:00Z"),
        ("Tue, 29 Feb 2000 12:00:00 EDT", "2000-02-29T16:00:00Z"),
        ("1 Jul 99 12:00 PST", "1999-07-01T20:00:00Z"),
        ("1 Jul 99 12:00 pdt", "1999-07-01T19:00:00Z"),
        ("1 Jul 1999 12:00:00 CST", "1999-07-01T18:00:00Z"),
        ("1 Jul 1999 12:00:00 CDT", "1999-07-01T17:00:00Z"),
        ("1 Jul 1999 12:00:00 MST", "1999-07-01T19:00:00Z"),
        ("1 Jul 1999 12:00:00 MDT", "1999-07-01T18:00:00Z"),
        ("1 Jul 1999 12:00:00 UT", "1999-07-01T12:00:00Z"),
        ("1 Jul 1999 12:00:00 Z", "1999-07-01T12:00:00Z"),
        ("1 Jul 1999 12:00:00 A", "1999-07-01T12:00:00Z"),
        ("1 Jul 1999 12:00:00 CEST", "1999-07-01T12:00:00Z"),
        ("thursday, 1 jul 1999 12:00:00 +0200 (MET DST)", "1999-07-01T10:00:00Z"),
        ("Sat, 31 Dec 2016 23:59:60 GMT", "2016-12-31T23:59:59Z"),
        ("Sat, 31 Dec 2016 18:59:60 -0500", "2016-12-31T23:59:59Z"),
    ],
)
def test_a_date_of_a_mail_is_read_in_any_zone(text: str, time: str) -> None:
    assert utc(text) == time


@pytest.mark.parametrize(
    "text",
    ["Mon, 2 Apr 2007 19:18:42", "Mon, 2 Apr 2007", "31 Feb 2007 00:00:00 GMT",
     "2 Foo 2007 00:00:00 GMT",
     "2 Apr 2007 25:00:00 GMT", "2 Apr 2007 00:00:61 GMT", "2 Apr 2007 00:00:00 +9999",
     "2 Apr 2007 00:00:00 TOOLONG",
     "x" * 10_000, "2 Apr 2007 00:00:00 GMT (" + "(" * 10_000],
)  # fmt: skip
def test_an_invalid_date_of_a_mail_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="not a date"):
        mail_time(text)


def test_a_day_must_exist() -> None:
    assert day(" 2024-02-29 ") == "2024-02-29"
    for text in ("2023-02-29", "2024-2-9", "29.02.2024", "2024-02-29T00:00:00Z"):
        with pytest.raises(Refused, match="not a day"):
            day(text)


FEED = """<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom"><id>x</id><entry>
<id>http://arxiv.org/abs/hep-ex/0307015</id><published>2003-07-07T23:46:39-04:00</published>
<updated>2003-07-08T00:00:00.5+02:00</updated>
<title>An invented old paper</title><summary>Little.</summary>
<author><name>An Author</name></author><arxiv:primary_category term="hep-ex"/>
<category term="hep-ex"/></entry>
</feed>"""


def test_the_sample_answer_of_the_api_is_read() -> None:
    reading = read(FEED.encode(), "feed")
    assert reading.problems == ()
    (one,) = reading.papers
    assert (one.published, one.updated, one.day) == (
        "2003-07-08T03:46:39Z",
        "2003-07-07T22:00:00Z",
        "2003-07-08",
    )


MAIL = r"""------------------------------------------------------------------------------
\\
arXiv:1701.00001
Date: Sat, 31 Dec 2016 23:59:60 GMT   (10kb)
Date (revised v2): Sun, 1 Jan 2017 01:00:00 EST   (10kb)

Title: Sent in the leap second
Authors: An Author
Categories: cs.CV
\\
  An abstract.
\\ ( https://arxiv.org/abs/1701.00001 ,  10kb)
"""


def test_dates_of_mails_with_a_leap_second_or_a_named_zone_are_read() -> None:
    reading = read(MAIL.encode(), "mail")
    assert reading.problems == ()
    (one,) = reading.papers
    assert (one.published, one.updated, one.version) == (
        "2016-12-31T23:59:59Z",
        "2017-01-01T06:00:00Z",
        2,
    )
