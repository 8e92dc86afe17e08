"""What is in the list: the view, its papers, their counts, and the places to go back to. No Textual."""

from __future__ import annotations

import time
from bisect import bisect_left
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from arxtui.lazy import Lazy, id_at, some_of
from arxtui.model import Entry, Head
from arxtui.search_result import SearchResult
from arxtui.steps import Steps
from arxtui.store import Library
from arxtui.store.heads import id_of
from arxtui.text import fold, words
from arxtui.ui.panes.list_row import Known, nobody
from arxtui.view import Only, Order, View, day_name, keeps

if TYPE_CHECKING:
    from arxtui.finder import Finder, Finding
    from arxtui.query import Query
    from arxtui.ui.panes.render import Spans

_COUNTED = 5_000  # papers of a view that are looked at in one turn; beyond that the marks are counted instead
_AT_ONCE = 1_000  # papers that are filtered or put in order at once; of more it is done in steps
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
    found: SearchResult | None
    """The hits, when it was a search."""
    cursor: int
    """The row of the cursor."""
    top: int
    """The first row on the screen."""

    def only(self, rows: Sequence[int], base: Sequence[int]) -> Place:
        """Return this place with no more than these rows of its papers and of its base."""
        heads = some_of(self.heads, rows)
        return replace(
            self,
            base=some_of(self.base, base),
            heads=heads,
            found=_fewer(self.found, heads),
            cursor=bisect_left(rows, self.cursor),
            top=bisect_left(rows, self.top),
        )


def _fewer(found: SearchResult | None, heads: Sequence[Head]) -> SearchResult | None:
    """Return the hits with no more than these papers of them."""
    if found is None:
        return None
    return replace(found, heads=heads, total=found.total - len(found.heads) + len(heads))


def _ids(heads: Sequence[Head]) -> list[str]:
    return [id_at(heads, row) for row in range(len(heads))]


@dataclass(slots=True)
class _Wanted:
    """A view that is being looked for, in steps."""

    view: View
    """The view."""
    begin: Callable[[], Finding]
    """Begins the steps, and begins them anew where a change ended them."""
    base: Sequence[Head] | None = None
    """The papers before filter and order; None = all that is found."""
    hits: SearchResult | None = None
    """The hits of the search that is filtered or put in order."""
    partial: bool = False
    """Papers were left out that are not indexed yet."""


class ListState:
    """The papers in the list. A row whose mark changes stays until the view is left.

    All that looks at many papers is done in steps: _begin() says what is wanted, go_on() takes the
    steps, and until the first papers are there (`awaited`) the view before stays.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._finder: Finder | None = None
        self._finding: Finding | None = None  # the steps that go on; every other view ends them
        self._wanted: _Wanted | None = None
        self._last: SearchResult | None = None  # what the present steps found so far
        self._told = 0.0  # when something of it was shown; 0 = nothing yet
        self._people: tuple[int, frozenset[str]] = (0, frozenset())  # stars, folded names of their authors
        self._base: Sequence[Head] = ()
        self.view = View(())
        """What is shown."""
        self.heads: Sequence[Head] = ()
        """The papers, in the order of the list."""
        self.found: SearchResult | None = None
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
        """Return the papers with their present marks, each made when it is looked at."""
        heads = self.heads
        return Lazy(len(heads), lambda row: self._library.entry(heads[row]))

    def row_of(self, paper_id: str) -> int | None:
        """Return where a paper stands among the first rows of the list; None when it is not there."""
        rows = range(min(len(self.heads), _COUNTED))
        return next((row for row in rows if id_at(self.heads, row) == paper_id), None)

    def rows_of(self, paper_ids: Container[str]) -> frozenset[int]:
        """Return where papers stand in the list, those that are shown, as far as row_of() looks."""
        rows = range(min(len(self.heads), _COUNTED))
        return frozenset(row for row in rows if id_at(self.heads, row) in paper_ids)

    # views

    def open_days(self, days: tuple[str, ...]) -> None:
        """Show the papers of these days, forgetting all places."""
        self.places.clear()
        heads = self._heads_of(days)
        self._show(View(days), heads, heads)

    def _heads_of(self, days: tuple[str, ...]) -> Sequence[Head]:
        if len(days) == 1:
            return self._library.day(days[0])
        return [head for day in days for head in self._library.day(day)]

    def open_all(self, only: Only) -> None:
        """Begin to look for the papers of all days with a pile or mark."""
        view = View(None, only)
        if only in ("all", "unread", "read"):
            finder = self.finder()
            wanted = _Wanted(view, lambda: finder.every(lambda one: keeps(only, self._library.mark(one))))
            self._begin(wanted)
        else:
            wanted = _Wanted(view, lambda: self._marked(wanted))
            self._begin(wanted)

    def _marked(self, wanted: _Wanted) -> Finding:
        """Yield the marked papers of a view in the end."""
        misses = self._library.misses
        wanted.base = yield from self._library.marked_in_steps()
        wanted.partial = self._library.misses > misses
        yield from self._applied(wanted.view, wanted.base)

    def _applied(self, view: View, base: Sequence[Head]) -> Finding:
        """Yield the papers of a view out of a base in the end."""
        heads = yield from view.applied(base, self._library.mark)
        yield SearchResult(heads, len(heads))

    def open_later(self) -> bool:
        """Show the papers put by for later, this view's first; False when there are none."""
        here = [head for head in self.heads if self._library.mark(head.id).pile == "later"]
        ids = {head.id for head in here}
        rest = [head for head in self._library.marked_heads() if self._library.mark(head.id).pile == "later"]
        heads = [*here, *(head for head in rest if head.id not in ids)]
        if heads:
            self._show(View(None, name="second pass"), heads, heads)
        return bool(heads)

    def watching(self, head: Head) -> tuple[str, ...]:
        """Return the names of the watch rules that hold for a paper."""
        from arxtui.query import Case

        paper = partial(self._library.paper, head.id, head.file)
        case = Case(head, self._library.mark(head.id), paper, "")
        return tuple(name for name, rule in self.rules.items() if rule.matches(case))

    def filter(self, only: Only) -> None:
        """Keep the papers of this view with a pile or mark; of a long one begin to look for them."""
        self._apply(replace(self.view, only=only))

    def order(self, order: Order) -> None:
        """Put the papers of this view in another order; of a long one begin to."""
        self._apply(replace(self.view, order=order))

    def renew(self) -> None:
        """Apply the view anew: rows that no longer fit go."""
        self._apply(self.view)

    def _apply(self, view: View) -> None:
        base = self._base
        if len(base) > _AT_ONCE:
            self._begin(_Wanted(view, lambda: self._applied(view, base), base, self.found))
        else:
            self._show(view, base, view.apply(base, self._library.mark), self.found)

    def search(self, query: Query, name: str = "") -> None:
        """Begin to search all days; go_on() shows what is found. `name` is what the view is called."""
        view = View(None, order="best", found=query.text, name=name)
        finder = self.finder()
        self._begin(_Wanted(view, lambda: finder.steps(query)))

    def _begin(self, wanted: _Wanted) -> None:
        self._wanted = wanted
        self._finding = wanted.begin()
        self._last = None
        self._told = 0.0

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
        """True while there are steps to take."""
        return self._finding is not None

    @property
    def awaited(self) -> bool:
        """True while nothing is shown yet of what was asked for."""
        return self._finding is not None and not self._told

    @property
    def awaits_hits(self) -> bool:
        """True while nothing is shown yet of papers that are looked for, not only put in another order."""
        return self.awaited and self._wanted is not None and self._wanted.base is None

    def go_on(self, seconds: float) -> bool:
        """Take steps for so long; return whether other papers are shown now."""
        until = time.monotonic() + seconds
        finding = self._finding
        wanted = self._wanted
        if wanted is None:
            return False
        news: SearchResult | None = None
        while finding is not None and (now := time.monotonic()) < until:
            try:
                step = next(finding)
            except StopIteration:
                if self._last is not None and not self._last.more:
                    finding = None
                else:  # a change of the library ended it: what is wanted is looked for anew
                    finding = wanted.begin()
                    self._last = news = None
                continue
            if step is not None:
                self._last = step
                if not self._is_less(step):
                    news = step
            if news is not None and news is step and (not news.more or now >= self._told + _AGAIN):
                break
        if news is not None:
            self._told = time.monotonic()
            hits = news if wanted.view.found else None
            base = news.heads
            if wanted.base is not None:
                base = wanted.base
                hits = wanted.hits
            elif self._finder is not None:
                wanted.partial = self._finder.partial
            self._show(wanted.view, base, news.heads, hits)
        self._finding = finding
        return news is not None

    def _is_less(self, step: SearchResult) -> bool:
        """True for a state of a search begun anew that has not come as far as the one that is shown."""
        return bool(self._told) and step.more and self.found is not None and step.total < self.found.total

    def look_again(self, *, emptied: bool = False) -> None:
        """Look for what is shown once more if papers were left out that are indexed now, or nothing of it
        is left; what is shown stays until as much was found again."""
        wanted = self._wanted
        if wanted is None or wanted.view is not self.view or self.searching:
            return
        if wanted.partial or emptied:
            self._finding = wanted.begin()
            self._last = None

    def end_search(self) -> None:
        """Take no further steps."""
        self._finding = None

    def warm(self) -> Steps[object]:
        """Make the search ready for typos, a few papers at a time."""
        return self.finder().warm()

    def finder(self) -> Finder:
        """What finds in all days."""
        if self._finder is None:
            from arxtui.finder import Finder

            self._finder = Finder(self._library)
        return self._finder

    def _show(
        self, view: View, base: Sequence[Head], heads: Sequence[Head], found: SearchResult | None = None
    ) -> None:
        """Show papers as a view; `base` are those before filter and order."""
        self._finding = None
        self.view = view
        self.heads = heads
        self.found = found
        self._base = base
        self.count()

    # places

    def remember(self, cursor: int, top: int) -> None:
        """Keep the present place for Esc."""
        self.places.append(Place(self.view, self._base, self.heads, self.found, cursor, top))

    def back(self) -> Place | None:
        """Show the last place again, as it was; None when there is none."""
        if not self.places:
            return None
        place = self.places.pop()
        self._show(place.view, place.base, place.heads, place.found)
        return place

    # changes

    def count(self) -> None:
        """Count the view's papers anew."""
        size = len(self.heads)
        if size > _COUNTED:
            self.counts = Counts(size)
            if self.found is None:
                self.counts.later = self._library.count("later")
                self.counts.starred = self._library.count("star")
                if self.view.only == "all":
                    self.counts.unread -= self.counts.later + self._library.count("read")
            return
        self.counts = Counts()
        for row in range(size):
            paper_id = id_at(self.heads, row)
            pile = self._library.pile(paper_id)
            self.counts.unread += pile == "unread"
            self.counts.later += pile == "later"
            self.counts.starred += self._library.has_star(paper_id)

    def changed(self, ids: set[str]) -> None:
        """Marks of these papers changed."""
        if self._finder is not None:
            self._finder.retag(ids)
        self.count()

    def papers_came(self) -> bool:
        """Read a list of days again when papers arrived or were removed; return whether it changed."""
        if self.view.days is None or self.view.only != "all":
            return False
        before = self.heads
        heads = self._heads_of(self.view.days)
        self._show(self.view, heads, heads)
        return _ids(before) != _ids(heads)

    def catch_up(self, *, whole: bool) -> Steps[bool | None]:
        """Search the papers that arrived too, and where the heads are `whole` take the papers that were
        removed out of this view and all places; the value is whether this view changed, None when a
        later catch_up() ended this one."""
        if self._finder is not None and not (yield from self._finder.renew()):
            return None
        if not whole:
            return False
        there: set[str] = set()
        for year in self._library.head_lines():
            for number, line in enumerate(year):
                there.add(id_of(line))
                if number % _AT_ONCE == 0:
                    yield
        for place in list(self.places):
            rows = yield from self._rows_left(place.heads, there)
            base = yield from self._rows_left(place.base, there)
            if len(rows) < len(place.heads):
                self.places = [place.only(rows, base) if other is place else other for other in self.places]
        while True:
            heads = self.heads
            old_base = self._base
            rows = yield from self._rows_left(heads, there)
            base = yield from self._rows_left(old_base, there)
            if heads is self.heads and old_base is self._base:
                break
        if len(rows) == len(heads):
            return False
        finding = self._finding
        found = _fewer(self.found, some_of(heads, rows))
        self._show(self.view, some_of(old_base, base), some_of(heads, rows), found)
        self._finding = finding
        return True

    def _rows_left(self, heads: Sequence[Head], there: Container[str]) -> Steps[list[int]]:
        """Return the rows of those papers that are there, or whose citation is kept with a mark."""
        rows: list[int] = []
        for row in range(len(heads)):
            paper_id = id_at(heads, row)
            if paper_id in there or self._library.is_cited(paper_id):
                rows.append(row)
            if row % _AT_ONCE == _AT_ONCE - 1:
                yield
        return rows

    def next_unread(self, row: int, step: int, *, wrap: bool) -> int | None:
        """The next row with an unread paper, from a row on."""
        size = len(self.heads)
        steps = size if wrap else (size - row - 1 if step > 0 else row)
        for away in range(1, steps + 1):
            at = (row + step * away) % size
            if self._library.pile(id_at(self.heads, at)) == "unread":
                return at
        return None

    def unread_rows(self, to: int | None = None) -> list[int]:
        """All rows with unread papers, or those up to a row."""
        rows = range(len(self.heads) if to is None else min(to + 1, len(self.heads)))
        return [row for row in rows if self._library.pile(id_at(self.heads, row)) == "unread"]

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
