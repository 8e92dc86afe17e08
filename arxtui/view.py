"""View: which papers are shown, in which order. It knows neither the library nor the screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Literal, NamedTuple

from arxtui import people
from arxtui.lazy_sequence import id_at, some_of
from arxtui.model import Head, Mark
from arxtui.text import fold
from arxtui.work_in_steps import Steps, finish, in_order, let_go

Only = Literal["all", "unread", "later", "read", "starred", "tagged", "noted", "watched", "code"]
Order = Literal[
    "listing", "for you", "newest", "title", "author", "stars", "marked", "watched", "best",
    "given",
]
Watched = Callable[[Head], object]
"""A paper -> true if a watch rule matches it."""

_ORDERS: dict[Order, str] = {
    "listing": "listing order",
    "for you": "for you",
    "newest": "newest first",
    "title": "by title",
    "author": "by first author",
    "stars": "starred first",
    "marked": "newest mark first",
    "watched": "watched first",
    "best": "best first",
    "given": "",
}
_DOWNWARD = ("newest", "marked")
"""Orders that begin with the latest paper."""


def _never(_: str) -> str:
    return ""


_FILTERS = {"code": "with code"}
_ORDERED: tuple[Order, ...] = ("listing", "best", "given")
"""Orders that the papers of a view have already before it is applied."""
_NO_PLACES: Mapping[str, int] = {}
_AT_ONCE = 1_000  # papers whose marks are read in one step
_HEADS_AT_ONCE = 10  # papers that are read in one step


def _not_watched(_: Head) -> bool:
    """Return False: there are no watch rules."""
    return False


class View(NamedTuple):
    """The papers of a list: their days or search, filter and order."""

    days: tuple[str, ...] | None = None
    """The days shown, newest first; None = all days."""
    only: Only = "all"
    """The pile or mark that papers must have."""
    order: Order = "listing"
    """`best` is the order of the search, `for you` the order of the recommender, `given` an order
    without a name, such as the order of the second pass."""
    found: str = ""
    """The query whose hits are shown; `` = no search."""
    name: str = ""
    """The name of the view; `` = its days or its query are its name."""
    unfolded: bool = False
    """True if the list shows muted papers too."""

    @property
    def is_one_day(self) -> bool:
        """True for the papers of one day, neither filtered nor muted."""
        is_plain = self.only == "all" and not self.found and not self.name
        return is_plain and self.days is not None and len(self.days) < 2

    @property
    def reads_heads(self) -> bool:
        """True if filter or order read the papers themselves, not only their marks."""
        return self.only in ("watched", "code") or self.order not in _ORDERED

    def apply(
        self,
        heads: Sequence[Head],
        mark: Callable[[str], Mark],
        places: Mapping[str, int] = _NO_PLACES,
        marked_at: Callable[[str], str] = _never,
        watched: Watched = _not_watched,
    ) -> Sequence[Head]:
        """Do all steps of applied() at once, and return its result."""
        return finish(self.applied(heads, mark, places, marked_at, watched))

    def applied(
        self,
        heads: Sequence[Head],
        mark: Callable[[str], Mark],
        places: Mapping[str, int] = _NO_PLACES,
        marked_at: Callable[[str], str] = _never,
        watched: Watched = _not_watched,
    ) -> Steps[Sequence[Head]]:
        """Return the heads of this view, out of the heads of its days or hits, in steps.

        `mark` returns the mark of an id, `marked_at` the time of its newest mark. `places` has id
        -> place in the order `for you`; papers without a place come last, in listing order. Without
        a filter and an order `heads` itself is returned.
        """
        if self.only == "all" and self.order in _ORDERED:
            return heads
        at_once = _AT_ONCE
        if self.only in ("watched", "code"):
            at_once = _HEADS_AT_ONCE
        rows: list[int] = []
        for row in range(len(heads)):
            if self._keeps(heads, row, mark, watched):
                rows.append(row)
            if row % at_once == at_once - 1:
                yield
        if self.order not in _ORDERED:
            key = self._key(mark, places, marked_at, watched)
            rows = yield from self._ordered(heads, rows, key)
        return some_of(heads, rows)

    def _ordered(
        self, heads: Sequence[Head], rows: Sequence[int], key: Callable[[Head], Any]
    ) -> Steps[list[int]]:
        """Return rows in the order of this view."""
        keys = []
        for number, row in enumerate(rows):
            keys.append(key(heads[row]))
            if number % _HEADS_AT_ONCE == _HEADS_AT_ONCE - 1:
                yield
        downward = self.order in _DOWNWARD
        order = yield from in_order(range(len(rows)), keys.__getitem__, reverse=downward)
        ordered: list[int] = []
        for start in range(0, len(order), _AT_ONCE):
            ordered += [rows[at] for at in order[start : start + _AT_ONCE]]
            yield
        yield from let_go(keys, order)
        return ordered

    def _keeps(
        self, heads: Sequence[Head], row: int, mark: Callable[[str], Mark], watched: Watched
    ) -> bool:
        """Return whether the paper of a row passes the filter."""
        match self.only:
            case "all":
                return True
            case "watched":
                return bool(watched(heads[row]))
            case "code":
                return "c" in heads[row].flags
            case only:
                return keeps(only, mark(id_at(heads, row)))

    def _key(
        self,
        mark: Callable[[str], Mark],
        places: Mapping[str, int],
        marked_at: Callable[[str], str],
        watched: Watched,
    ) -> Callable[[Head], object]:
        """Return the function whose value sorts the papers of this view."""
        match self.order:
            case "for you":
                return lambda head: places.get(head.id, len(places))
            case "newest":
                return lambda head: head.day
            case "title":
                return lambda head: fold(head.plain)
            case "author":
                return lambda head: _first_author(head.authors)
            case "marked":
                return lambda head: marked_at(head.id)
            case "watched":
                return lambda head: not watched(head)
            case _:
                return lambda head: not mark(head.id).star

    def describe(self) -> str:
        """Return the view in a few words: `Mon 2023-10-30 · unread`."""
        return " · ".join(filter(None, (self.describe_place(), self.describe_filter())))

    def describe_place(self) -> str:
        """Return the view without its filter: `Mon 2023-10-30`."""
        if self.name or self.found:
            return self.name or f"search: {self.found}"
        if self.days is None:
            return "all days"
        if not self.days:
            return "no papers yet"
        if len(self.days) > 1:
            return f"new · {len(self.days)} days"
        return day_name(self.days[0])

    def describe_filter(self) -> str:
        """Return the filter in words: `unread`, `` without a filter."""
        if self.only == "all":
            return ""
        return _FILTERS.get(self.only, self.only)

    def describe_order(self) -> str:
        """Return the order in words: `listing order`; `` if it has no name."""
        return _ORDERS[self.order]


def _first_author(authors: str) -> tuple[str, str]:
    """Return (surname, given names) of the first author, folded: rows show surnames.

    A team is sorted by its whole name, and papers without authors come first.
    """
    first, _, others = authors.partition(", ")
    listed = [first]
    if others.startswith(people.TEAM_SIGN):
        listed.append(people.TEAM_SIGN)
    for name in people.names(listed):
        return fold(name.last), fold(name.first)
    return "", ""


def keeps(only: Only, mark: Mark) -> bool:
    """Return whether a filter keeps a paper with this mark."""
    match only:
        case "starred":
            return mark.star
        case "tagged":
            return bool(mark.tags)
        case "noted":
            return mark.note is not None
        case "all":
            return True
        case pile:
            return mark.pile == pile


def day_name(day: str) -> str:
    """Return `Mon 2023-10-30`; `no day` for papers whose day is not known."""
    try:
        return f"{date.fromisoformat(day):%a} {day}"
    except ValueError:
        return day or "no day"
