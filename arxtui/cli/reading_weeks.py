"""The papers read in each week, counted from the acts of all machines; nothing more is stored.

A week begins on Monday, in the zone of the system. A paper is seen in a week if its last move there
was to `read` or `later`, and starred if the last change of its star there set it. Acts that were
undone do not count, nor do marks that were loaded from a file. The minutes of a week are the sum of
the pauses of at most five minutes between two acts of any kind. Longer pauses, and reading without
an act, do not count.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from arxtui.cli.local_time import local_time, monday
from arxtui.store import Act

PAUSE = timedelta(minutes=5)
"""The longest time between two acts that counts as reading."""
_WEEK = timedelta(days=7)
_SEEN = ("read", "later")


@dataclass(slots=True)
class Week:
    """The counts of one week."""

    begin: date
    """Its Monday."""
    pile_set: dict[str, bool] = field(default_factory=dict)
    """Paper id -> whether the last act on its pile made it read or later."""
    star_set: dict[str, bool] = field(default_factory=dict)
    """Paper id -> whether the last act on its star set it."""
    time: timedelta = timedelta()
    """The time between acts that follow each other within PAUSE."""

    @property
    def seen(self) -> int:
        """Number of papers that were marked as read or set aside for later."""
        return sum(self.pile_set.values())

    @property
    def starred(self) -> int:
        """Number of papers that were starred."""
        return sum(self.star_set.values())

    @property
    def minutes(self) -> int:
        """Minutes of reading, rounded."""
        return round(self.time / timedelta(minutes=1))

    def take(self, act: Act) -> None:
        """Count an act; acts come newest first."""
        for paper_id in act.ids:
            fields = act.fields(paper_id)
            if "pile" in fields:
                self.pile_set.setdefault(paper_id, fields["pile"] in _SEEN)
            if "star" in fields:
                self.star_set.setdefault(paper_id, bool(fields["star"]))


def weeks(newest_first: Iterable[Act], today: date, count: int) -> list[Week]:
    """Return at most `count` weeks, newest first, back to the week of the first act.

    Of older acts only the newest is read. Acts of later weeks, by a clock that was ahead, do not
    count.
    """
    this_week = monday(today)
    first = _begin_of(this_week, count)
    found: dict[date, Week] = {}
    undone: dict[str, bool] = {}  # stamp -> True if the newest line about an act undid it
    after: datetime | None = None
    week_after: Week | None = None
    for act in newest_first:
        time = local_time(act.t)
        begin = monday(time.date())
        if after is not None and week_after is not None and after - time <= PAUSE:
            week_after.time += after - time
        if begin < first:
            break
        after = time
        week_after = None
        about = act.undo or act.redo
        if about:
            undone.setdefault(f"{about} {act.machine}", act.redo is None)
        if begin > this_week:
            continue
        week = found.setdefault(begin, Week(begin))
        week_after = week
        if not about and not undone.get(act.stamp) and not act.loaded:
            week.take(act)
    return _with_empty_ones(found, this_week)


def _begin_of(this_week: date, count: int) -> date:
    """Return the Monday of the earliest of `count` weeks."""
    if count > this_week.toordinal() // 7:
        return date.min
    return this_week - (count - 1) * _WEEK


def _with_empty_ones(found: dict[date, Week], this_week: date) -> list[Week]:
    """Return weeks newest first, from this week on, with a week of zeros where there was no act."""
    if not found:
        return []
    oldest = min(found)
    listed = []
    for number in range((this_week - oldest) // _WEEK + 1):
        begin = this_week - number * _WEEK
        listed.append(found.get(begin) or Week(begin))
    return listed
