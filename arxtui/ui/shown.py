"""What is in the list: the view, its papers, their counts, and the places to go back to. No Textual."""

from __future__ import annotations

import time
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from arxtui.model import Entry, Head
from arxtui.store import Library
from arxtui.store.heads import Lazy
from arxtui.text import fold, words
from arxtui.ui.list_row import Known, nobody
from arxtui.view import Only, Order, View, day_name, keeps

if TYPE_CHECKING:
    from arxtui.find import Finder, Finding, Found
    from arxtui.query import Query
    from arxtui.search import Steps
    from arxtui.ui.render import Spans

_COUNTED = 5_000  # papers of a view that are counted one by one; beyond that the marks are counted instead
_LOOKED_AT = 1_000  # hits, each of which is made when it is looked at: a thousand take some milliseconds
_MOST_STARS = 2_000  # whose authors the list knows: some milliseconds of work when a view is opened
_AGAIN = 0.1  # seconds between two states of a search that goes on


@dataclass(slots=True)
class Counts:
    """How a view's papers stand."""

    unread: int = 0
    """Papers of the pile unread."""
    later: int = 0
    """Papers of the pile later."""
    starred: int = 0
    """Papers with a star."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the user was, to come back to the very row."""

    view: View
    """What was shown."""
    base: Sequence[Head]
    """The papers of its days or hits, before filter and order."""
    heads: Sequence[Head]
    """The papers that were shown, rows that no longer fit among them."""
    found: Found | None
    """The hits, when it was a search."""
    cursor: int
    """The row of the cursor."""
    top: int
    """The first row on the screen."""


class Shown:
    """The papers in the list. A row whose mark changes stays until the view is left."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._finder: Finder | None = None
        self._finding: Finding | None = None  # the search that goes on; every other view ends it
        self._asked = View()
        self._people: tuple[int, frozenset[str]] = (0, frozenset())  # stars, folded names of their authors
        self._told = 0.0
        self._base: Sequence[Head] = ()
        self.view = View(())
        """What is shown."""
        self.heads: Sequence[Head] = ()
        """The papers, in the order of the list."""
        self.found: Found | None = None
        """The hits, when the view is a search."""
        self.counts = Counts()
        """Over the papers of the view."""
        self.rules: dict[str, Query] = {}
        """The watch rules by name."""
        self.kept = ""
        """The paper that the cursor keeps while hits change; `` = the best one."""
        self.places: list[Place] = []
        """Where Esc leads, the last one first to go."""

    def entries(self) -> Sequence[Entry[Head]]:
        """The papers with their present marks, each made when it is looked at."""
        heads = self.heads
        return Lazy(len(heads), lambda row: self._library.entry(heads[row]))

    def row_of(self, paper_id: str) -> int | None:
        """Where a paper stands in the list; None when it is not shown."""
        return next((row for row, head in enumerate(self._near()) if head.id == paper_id), None)

    def rows_of(self, paper_ids: Container[str]) -> frozenset[int]:
        """Return where papers stand in the list, those that are shown, as far as row_of() looks."""
        return frozenset(row for row, head in enumerate(self._near()) if head.id in paper_ids)

    def _near(self) -> Sequence[Head]:
        """Return the papers of the list that may be gone through for a key."""
        return self.heads if len(self.heads) < _COUNTED and self.found is None else self.heads[:_LOOKED_AT]

    # views

    def open_days(self, days: tuple[str, ...]) -> None:
        """Show the papers of these days, forgetting all places."""
        self.places.clear()
        self._show(View(days), self._heads_of(days))

    def _heads_of(self, days: tuple[str, ...]) -> Sequence[Head]:
        if len(days) == 1:
            return self._library.day(days[0])
        return [head for day in days for head in self._library.day(day)]

    def open_all(self, only: Only) -> None:
        """Show papers of all days with a pile or mark; go_on() shows those that are not looked up in the marks."""
        view = View(None, only)
        if only in ("all", "unread", "read"):
            self._begin(view, self.finder().every(lambda one: keeps(only, self._library.mark(one))))
        else:
            self._show(view, self._library.marked_heads())

    def open_later(self) -> bool:
        """Show the papers put by for later, this view's first; False when there are none."""
        here = [head for head in self.heads if self._library.mark(head.id).pile == "later"]
        ids = {head.id for head in here}
        rest = [head for head in self._library.marked_heads() if self._library.mark(head.id).pile == "later"]
        heads = [*here, *(head for head in rest if head.id not in ids)]
        if heads:
            self._show(View(None, name="second pass"), heads)
        return bool(heads)

    def watching(self, head: Head) -> tuple[str, ...]:
        """The names of the watch rules that hold for a paper."""
        from arxtui.query import Case

        paper = partial(self._library.catalogue.paper, head.id, head.file)
        case = Case(head, self._library.mark(head.id), paper, "")
        return tuple(name for name, rule in self.rules.items() if rule.matches(case))

    def filter(self, only: Only) -> None:
        """Keep the papers of this view with a pile or mark."""
        self._show(replace(self.view, only=only), self._base, self.found)

    def order(self, order: Order) -> None:
        """Put the papers of this view in another order."""
        self._show(replace(self.view, order=order), self._base, self.found)

    def renew(self) -> None:
        """Apply the view anew: rows that no longer fit go."""
        self._show(self.view, self._base, self.found)

    def search(self, query: Query, name: str = "") -> None:
        """Begin to search all days; go_on() shows what is found. `name` is what the view is called."""
        self._begin(View(None, order="best", found=query.text, name=name), self.finder().steps(query))

    def _begin(self, view: View, finding: Finding) -> None:
        self._asked, self._finding, self._told = view, finding, 0.0

    def spans(self) -> Spans | None:
        """What finds the words of the search in a shown text; None when nothing is searched."""
        if self.found is None:
            return None
        from arxtui.query import parse
        from arxtui.search import spans

        return partial(spans, free=parse(self.view.found).words, corrected=self.found.corrected)

    def known(self) -> Known:
        """Return which authors the list names before others, and whether its rows carry the day."""
        many = self.view.days is None or (len(self.view.days) > 1 and not self.headings())
        return Known(self._starred_authors().__contains__, self._sought(), many)

    def _sought(self) -> Callable[[str], bool]:
        """Return what recognises a folded author's name that the search asks for (`au:`)."""
        if self.found is None:
            return nobody
        from arxtui.query import authors_of

        asked = authors_of(self.view.found)
        return lambda name: any(f" {author}" in f" {words(name)}" for author in asked)

    def _starred_authors(self) -> frozenset[str]:
        """Return the folded names of all authors with a starred paper; nobody where that would take long."""
        count = self._library.count("star")
        if count != self._people[0]:
            found: set[str] = set()
            for paper_id in self._library.starred() if count <= _MOST_STARS else ():
                copy = self._library.mark(paper_id).cite
                if copy is not None:
                    found.update(map(fold, copy.authors))
            self._people = (count, frozenset(found))
        return self._people[1]

    def headings(self) -> dict[int, str]:
        """Return the name of each day by the row of its first paper, where several days stand one below the other."""
        days = self.view.days
        if days is None or len(days) < 2 or self.view.order != "listing" or len(self.heads) > _COUNTED:
            return {}
        found: dict[int, str] = {}
        before = None
        for row, head in enumerate(self.heads):
            if head.day != before:
                found[row] = day_name(head.day)
                before = head.day
        return found

    @property
    def searching(self) -> bool:
        """Whether a search goes on."""
        return self._finding is not None

    @property
    def awaited(self) -> bool:
        """Whether nothing is shown yet of what was asked for."""
        return self._finding is not None and not self._told

    def go_on(self, seconds: float) -> bool:
        """Search on for so long; whether other papers are shown now."""
        until, news = time.monotonic() + seconds, None
        finding, view = self._finding, self._asked
        while finding is not None and (now := time.monotonic()) < until:
            try:
                news = next(finding) or news
            except StopIteration:
                finding = None
            if news and (finding is None or now >= self._told + _AGAIN):
                break
        if news is not None:
            self._show(view, news.heads, news if view.found else None, whole=True)
            self._told = time.monotonic()
        self._finding = finding
        return news is not None

    def end_search(self) -> None:
        """Look no further."""
        self._finding = None

    def warm(self) -> Steps[None]:
        """Make the search ready for typos, a few papers at a time."""
        return self.finder().warm()

    def finder(self) -> Finder:
        """What finds in all days."""
        if self._finder is None:
            from arxtui.find import Finder

            self._finder = Finder(self._library)
        return self._finder

    def _show(self, view: View, base: Sequence[Head], found: Found | None = None, *, whole: bool = False) -> None:
        """Show a view; `whole`: the base holds what fits and nothing else."""
        self._finding = None
        self.view, self._base, self.found = view, base, found
        self.heads = base if whole else view.apply(base, self._library.mark)
        self.count()

    # places

    def remember(self, cursor: int, top: int) -> None:
        """Keep the present place for Esc."""
        self.places.append(Place(self.view, self._base, self.heads, self.found, cursor, top))

    def back(self) -> Place | None:
        """Show the last place again, as it was; None when there is none."""
        if not self.places:
            return None
        place, self._finding = self.places.pop(), None
        self.view, self._base, self.heads, self.found = place.view, place.base, place.heads, place.found
        self.count()
        return place

    # changes

    def count(self) -> None:
        """Count the view's papers anew."""
        if self.found is not None and len(self.heads) > _LOOKED_AT:
            self.counts = Counts(len(self.heads))
            return
        if len(self.heads) > _COUNTED:
            later, starred = self._library.count("later"), self._library.count("star")
            unread = len(self.heads) - later - self._library.count("read")
            self.counts = Counts(unread if self.view.only == "all" else len(self.heads), later, starred)
            return
        marks = [self._library.mark(head.id) for head in self.heads]
        self.counts = Counts(
            sum(mark.pile == "unread" for mark in marks),
            sum(mark.pile == "later" for mark in marks),
            sum(mark.star for mark in marks),
        )

    def changed(self, ids: set[str]) -> None:
        """Marks of these papers changed."""
        if self._finder is not None:
            self._finder.retag(ids)
        self.count()

    def papers_came(self) -> bool:
        """The library has papers that it had not; whether the list changed.

        A list of days is read again; a filtered one stays until it is left, as its rows do.
        """
        if self._finder is not None:
            self._finder.renew()
        if self.view.days is None or self.view.only != "all":
            return False
        ids = [head.id for head in self.heads]
        self._show(self.view, self._heads_of(self.view.days))
        return ids != [head.id for head in self.heads]

    def next_unread(self, row: int, step: int, *, wrap: bool) -> int | None:
        """The next row with an unread paper, from a row on."""
        size = len(self.heads)
        steps = size if wrap else (size - row - 1 if step > 0 else row)
        for away in range(1, steps + 1):
            at = (row + step * away) % size
            if self._library.mark(self.heads[at].id).pile == "unread":
                return at
        return None

    def unread_rows(self, to: int | None = None) -> list[int]:
        """All rows with unread papers, or those up to a row."""
        rows = range(len(self.heads) if to is None else min(to + 1, len(self.heads)))
        return [row for row in rows if self._library.mark(self.heads[row].id).pile == "unread"]

    def neighbour(self, step: int) -> str | None:
        """The day before (-1) or after (1) the days shown, or the newest one from elsewhere."""
        days = self._library.days()
        here = self.view.days
        if not days:
            return None
        if not here or here[0] not in days or here[-1] not in days:
            return days[0]
        at = days.index(here[-1]) + 1 if step < 0 else days.index(here[0]) - 1
        return days[at] if 0 <= at < len(days) else None
