"""The searches for the papers of each kind of view, in steps. No Textual."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from arxtui.lazy_sequence import some_of
from arxtui.model import Head
from arxtui.search_result import SearchResult
from arxtui.store import Library
from arxtui.ui.for_you_order import Recommending, places_of
from arxtui.ui.papers_of_view import Wanted
from arxtui.ui.rule_hits import RuleHits
from arxtui.view import Only, Order, View, keeps
from arxtui.work_in_steps import each_as, imported

if TYPE_CHECKING:
    from arxtui.finder import Finder, Finding
    from arxtui.query import Query
    from arxtui.recommender import Recommended


_MODULES = ("arxtui.query", "arxtui.query_cases", "arxtui.search", "arxtui.finder")
"""The modules of a search, lowest first."""


class Retrieval:
    """Makes a Wanted for a view, with the function that begins the steps to its papers."""

    def __init__(
        self,
        library: Library,
        finder: Callable[[], Finder],
        rules: RuleHits,
        for_you: Recommending,
    ) -> None:
        """`finder` returns the Finder over all days, which is made at its first use."""
        self._library = library
        self._finder = finder
        self._rules = rules
        self._for_you = for_you

    # days

    def papers_of(self, days: tuple[str, ...]) -> Sequence[Head]:
        """Return all papers of days."""
        if len(days) == 1:
            return self._library.papers.day(days[0])
        return [head for day in days for head in self._library.papers.day(day)]

    def opening_days(self) -> tuple[str, ...]:
        """Return the days to open on, by the papers that are not muted."""
        return self._library.papers.opening_days(self._rules.is_muted)

    def folds(self, view: View) -> bool:
        """Return whether muted papers are left out of a view: in lists of days."""
        return self._rules.mute is not None and view.days is not None and not view.unfolded

    # all days

    def with_mark(self, only: Only) -> Wanted:
        """Return the Wanted of papers of all days with a pile or mark, or of watched papers."""
        view = View(None, only)
        if only == "watched":
            return self._watched()
        if only in ("all", "unread", "read"):
            return Wanted(view, partial(self._every, only))
        wanted = Wanted(view, lambda: self._marked(wanted))
        return wanted

    def _watched(self) -> Wanted:
        from arxtui.query import parse

        query = parse("is:watched")
        return Wanted(View(None, name="watched"), lambda: self._search(query))

    def _every(self, only: Only) -> Finding:
        """Yield all papers in a pile, found by their ids alone."""
        mark_of = self._library.marks.of
        yield from each_as(imported(_MODULES), lambda: None)
        finder = self._finder()
        return (yield from finder.every(lambda paper_id: keeps(only, mark_of(paper_id))))

    def _search(self, query: Query) -> Finding:
        """Yield the papers of a query, as Finder.steps() does."""
        yield from each_as(imported(_MODULES), lambda: None)
        return (yield from self._finder().steps(query))

    def _marked(self, wanted: Wanted) -> Finding:
        """Yield the marked papers of a view, in the last step."""
        misses = self._library.indexing.misses
        wanted.base = yield from self._library.papers.marked_in_steps()
        wanted.partial = self._library.indexing.misses > misses
        yield from self._applied(wanted.view, wanted.base)

    # hits

    def hits(self, query: Query, name: str) -> Wanted:
        """Return the Wanted of a query; `name` is the name of the view."""
        order: Order = "listing"
        if query.ranks:
            order = "best"
        view = View(None, order=order, found=query.text, name=name)
        return Wanted(view, lambda: self._search(query))

    def all_hits(self, view: View, base: Sequence[Head], found: SearchResult) -> Wanted:
        """Return the Wanted of all hits of a search, of which only the best (`base`) are shown."""
        from arxtui.query import parse

        query = parse(view.found)
        wanted = Wanted(view, lambda: self._of_all_hits(wanted, query), base, found)
        return wanted

    def _of_all_hits(self, wanted: Wanted, query: Query) -> Finding:
        """Yield the papers of a view out of all hits of a query, in the last step."""
        found: SearchResult | None = None
        finder = self._finder()
        for step in finder.steps(query, sys.maxsize):
            yield None
            found = step or found
        if found is None or found.more:
            return  # a change of the library ended the steps
        wanted.base = found.heads
        wanted.hits = found
        wanted.partial = finder.partial
        if wanted.view.order == "for you":
            yield from self._ranked(wanted)
        else:
            yield from self._applied(wanted.view, found.heads)

    # filters and orders

    def applied(
        self,
        view: View,
        base: Sequence[Head],
        hits: SearchResult | None = None,
        recommended: Recommended | None = None,
        *,
        opens: bool = False,
    ) -> Wanted:
        """Return the Wanted of papers in memory that have to be filtered, muted and sorted."""
        begin = partial(self._applied, view, base, recommended)
        return Wanted(view, begin, base, hits, recommended=recommended, opens=opens)

    def _applied(
        self, view: View, base: Sequence[Head], recommended: Recommended | None = None
    ) -> Finding:
        """Yield the papers of a view out of a base, in the last step."""
        heads = base
        if self.folds(view):
            rows = yield from self._rules.unmuted(base)
            heads = some_of(base, rows)
        marks = self._library.marks
        heads = yield from view.applied(
            heads, marks.of, places_of(recommended), marks.marked_at, self._rules.watched
        )
        yield SearchResult(heads, len(heads))

    def ranked(
        self,
        view: View,
        base: Sequence[Head],
        hits: SearchResult | None = None,
        *,
        opens: bool = False,
    ) -> Wanted:
        """Return the Wanted of the order `for you`; without a taste it is the listing order."""
        wanted = Wanted(view, lambda: self._ranked(wanted), base, hits, opens=opens)
        return wanted

    def _ranked(self, wanted: Wanted) -> Finding:
        """Yield the papers in the order `for you`, in the last step; nothing after a change."""
        yield None  # the ranking is imported by the first step, not while the key is handled
        base = wanted.base or ()
        recommender = yield from self._for_you.prepared()
        recommended = yield from recommender.rank(base)
        if recommended is None:
            return
        if not recommended.learnt:
            wanted.view = wanted.view._replace(order="listing")
        wanted.recommended = recommended
        yield from self._applied(wanted.view, base, recommended)
