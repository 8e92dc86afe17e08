"""The state of the list: view, papers, counts, and places to go back to. No Textual."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from typing import TYPE_CHECKING

from arxtui.lazy_sequence import Lazy, id_at, some_of
from arxtui.model import Entry, Head
from arxtui.search_result import SearchResult
from arxtui.settings.config import Settings
from arxtui.store import Library
from arxtui.ui.back_place import Place
from arxtui.ui.for_you_order import Recommending
from arxtui.ui.papers_of_view import Lookup
from arxtui.ui.rule_hits import RuleHits
from arxtui.ui.searches_by_view import Retrieval
from arxtui.ui.starred_authors import StarredAuthors
from arxtui.ui.view_counts import COUNTED, Counts, count
from arxtui.view import Only, Order, View
from arxtui.work_in_steps import Steps, finish

if TYPE_CHECKING:
    from arxtui.finder import Finder
    from arxtui.query import Query
    from arxtui.recommender import Recommended

_AT_ONCE = 1_000  # papers that are filtered or sorted at once; more papers in steps


class ListState:
    """The papers in the list.

    A row whose mark changes stays until the user leaves the view. Work on many papers is done in
    steps: a Wanted names the view, go_on() takes the steps, and until the first papers are found
    (`awaited`) the previous view is shown.
    """

    def __init__(self, library: Library, settings: Callable[[], Settings] = Settings) -> None:
        """Begin with an empty list; `settings` returns the present settings."""
        self._library = library
        self._settings = settings
        self._finder: Finder | None = None
        self.for_you = Recommending(library, settings)
        """The order `for you` of the shown papers."""
        self.lookup = Lookup()
        """The view that is looked for."""
        self.starred_authors = StarredAuthors(library)
        """The authors with a star."""
        self.view = View(())
        """The view that is shown."""
        self.heads: Sequence[Head] = ()
        """The papers, in the order of the list."""
        self.base: Sequence[Head] = ()
        """The papers before filter and order."""
        self.found: SearchResult | None = None
        """The hits, if the view is a search."""
        self.counts = Counts()
        """The counts of the view's papers."""
        self.rules = RuleHits(library)
        """The watch rules and mute rules, and the papers that they match."""
        self.watched: int | None = None
        """How many papers of the view are watched; None while they are not counted."""
        self.muted: Sequence[Head] = ()
        """Muted papers of the shown days; the list has only their number, in its last row."""
        self.retrieval = Retrieval(library, self.finder, self.rules, self.for_you)
        """Reads the papers of views."""
        self.kept = ""
        """The id of the paper on which the cursor stays while hits change; `` = the best hit."""
        self.places: list[Place] = []
        """The places to which Esc goes back, the next place last."""

    def entries(self) -> Sequence[Entry[Head]]:
        """Return the papers with their present marks, each made when it is looked at."""
        heads = self.heads
        return Lazy(len(heads), lambda row: self._library.entry(heads[row]))

    def row_of(self, paper_id: str) -> int | None:
        """Return the row of a paper among the first rows of the list; None if it is not there."""
        rows = range(min(len(self.heads), COUNTED))
        return next((row for row in rows if id_at(self.heads, row) == paper_id), None)

    def rows_of(self, paper_ids: Container[str]) -> frozenset[int]:
        """Return the rows of papers in the list, as far as row_of() looks."""
        rows = range(min(len(self.heads), COUNTED))
        return frozenset(row for row in rows if id_at(self.heads, row) in paper_ids)

    # views

    def open_days(self, days: tuple[str, ...]) -> None:
        """Show the papers of these days in the order of the settings, forgetting all places.

        Until papers in the order `for you` are ranked the previous view stays, or they are listed.
        """
        self.places.clear()
        view = View(days, order=View(order=self._settings().order).order)  # type: ignore[arg-type]
        if view.order == "for you" and not self.heads:
            heads = self.retrieval.papers_of(days)
            rows = finish(self.rules.unmuted(heads))
            self.show(View(days), heads, some_of(heads, rows))
            self.lookup.lists_next = True
        self.begin_days(view, opens=True)

    def begin_days(self, view: View, *, opens: bool = False) -> None:
        """Show all papers of days; a list that is ranked or muted is made in steps."""
        heads = self.retrieval.papers_of(view.days or ())
        if view.order == "for you":
            self.lookup.begin(self.retrieval.ranked(view, heads, opens=opens))
        elif view.reads_heads or self.retrieval.folds(view):
            self.lookup.begin(self.retrieval.applied(view, heads, opens=opens))
        else:
            self.show(view, heads, heads)

    def open_muted(self) -> None:
        """Show the muted papers of these days."""
        days = self.view.days
        name = f"{View(days).describe()} · muted"
        self.show(View(days, name=name, unfolded=True), self.muted, self.muted)

    def open_all(self, only: Only) -> None:
        """Begin to look for the papers of all days with a pile or mark, or for watched papers."""
        self.lookup.begin(self.retrieval.with_mark(only))

    def show_papers(self, heads: Sequence[Head], name: str) -> None:
        """Show these papers in this order; `name` is the name of the view."""
        self.show(View(None, order="given", name=name), heads, heads)

    def filter(self, only: Only) -> None:
        """Show only the papers of this view with a pile or mark; in steps if the view is long."""
        self._apply(self.view._replace(only=only))

    def order(self, order: Order) -> None:
        """Put the papers of this view in another order, in steps if it is long or for `for you`.

        If words rank the hits, their listing order is the order of the search.
        """
        if order == "listing" and self._is_ranked():
            order = "best"
        view = self.view._replace(order=order)
        if self._lacks_hits():
            self._apply(view)
        elif order == "for you":
            self.lookup.begin(self.retrieval.ranked(view, self.base, self.found))
        else:
            self._apply(view)

    def _is_ranked(self) -> bool:
        """Return whether words rank the shown papers."""
        if self.found is None:
            return False
        from arxtui.query import parse

        return parse(self.view.found).ranks

    def renew(self) -> None:
        """Apply the view anew: remove rows that no longer fit, and rank `for you` anew."""
        self.order(self.view.order)

    def _apply(self, view: View) -> None:
        base = self.base
        found = self.found
        known = self.for_you.shown
        if view.order != "for you":
            known = None
        if found is not None and self._lacks_hits() and view != self.view:
            self.lookup.begin(self.retrieval.all_hits(view, base, found))
        elif len(base) > _AT_ONCE or view.reads_heads or self.retrieval.folds(view):
            self.lookup.begin(self.retrieval.applied(view, base, found, known))
        else:
            heads = view.apply(base, self._library.marks.of)
            self.show(view, base, heads, found, known)

    def _lacks_hits(self) -> bool:
        """Return whether a search has more hits than are shown."""
        found = self.found
        return found is not None and (found.more or found.total > len(self.base))

    def search(self, query: Query, name: str = "") -> None:
        """Begin to search all days; go_on() shows the hits. `name` is the name of the view."""
        self.lookup.begin(self.retrieval.hits(query, name))

    def go_on(self, seconds: float) -> bool:
        """Take steps for `seconds`; return whether other papers are shown now."""
        news = self.lookup.go_on(seconds, self.found)
        wanted = self.lookup.wanted
        if news is None or wanted is None:
            return False
        if wanted.base is not None:
            self.set_shown(wanted.view, wanted.base, news.heads, wanted.hits, wanted.recommended)
            return True
        hits = None
        if wanted.view.found:
            hits = news
        if self._finder is not None:
            wanted.partial = self._finder.partial
        self.set_shown(wanted.view, news.heads, news.heads, hits)
        return True

    def look_again(self, *, emptied: bool = False) -> None:
        """Look for the view's papers again; the old papers stay until as many were found."""
        wanted = self.lookup.wanted
        if wanted is None or wanted.view is not self.view or self.lookup.searching:
            return
        if wanted.partial or emptied:
            self.lookup.begin_again(wanted)

    def finder(self) -> Finder:
        """Return the finder of all days."""
        if self._finder is None:
            from arxtui.finder import Finder

            self._finder = Finder(self._library, self.rules.watched)
        return self._finder

    def renew_finder(self) -> Steps[bool | None]:
        """Search the papers that arrived too; the value is None if a later call ended this call."""
        if self._finder is None:
            return True
        return (yield from self._finder.renew())

    @property
    def has_read_heads(self) -> bool:
        """True when a search has read the heads of all papers."""
        return self._finder is not None and self._finder.has_read

    def show(
        self,
        view: View,
        base: Sequence[Head],
        heads: Sequence[Head],
        found: SearchResult | None = None,
        recommended: Recommended | None = None,
    ) -> None:
        """Show papers as a view, and end the search for others; `base` is unfiltered."""
        self.lookup.end()
        self.set_shown(view, base, heads, found, recommended)

    def set_shown(
        self,
        view: View,
        base: Sequence[Head],
        heads: Sequence[Head],
        found: SearchResult | None,
        recommended: Recommended | None = None,
    ) -> None:
        """Show other papers, and continue the search in progress."""
        self.for_you.shown = recommended
        self.view = view
        self.heads = heads
        self.found = found
        self.base = base
        self.watched = None
        self.muted = ()
        if self.retrieval.folds(view):
            self.muted = [head for head in base if self.rules.is_muted(head)]
        self.count()

    # places

    def remember(self, cursor: int, top: int) -> None:
        """Store the present place, to which Esc goes back."""
        place = Place(self.view, self.base, self.heads, self.found, self.for_you.shown, cursor, top)
        self.places.append(place)

    def back(self) -> Place | None:
        """Show the last place again and return it; None without a place."""
        if not self.places:
            return None
        place = self.places.pop()
        self.show(place.view, place.base, place.heads, place.found, place.recommended)
        return place

    # changes

    def count(self) -> None:
        """Count the view's papers anew."""
        self.counts = count(self._library, self.view, self.heads)

    def changed(self, ids: set[str]) -> frozenset[str]:
        """Take over changed marks of these papers.

        Return the folded names of the authors who got their first star, or lost their last star.
        """
        if self._finder is not None:
            self._finder.retag(ids)
        self.for_you.changed()
        self.rules.forget(ids)
        self.count()
        return self.starred_authors.changed(ids)

    def count_watched(self) -> Steps[int]:
        """Count the papers of the view that are watched, in steps; return their number."""
        heads = self.heads
        rows: Sequence[int] = ()
        if self.rules.watch is not None:
            rows = yield from self.rules.watch.matching(heads)
        if heads is self.heads:
            self.watched = len(rows)
        return len(rows)
