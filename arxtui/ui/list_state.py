"""What is in the list: the view, its papers, their counts, and the places to go back to. No Textual."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from arxtui.config import Settings
from arxtui.lazy_sequence import Lazy, id_at, some_of
from arxtui.model import Entry, Head
from arxtui.search_result import SearchResult
from arxtui.steps import Steps, finish
from arxtui.store import Library
from arxtui.ui import row_context
from arxtui.ui.back_place import Place, all_ids, fewer, rows_left
from arxtui.ui.for_you_order import Recommending, places_of
from arxtui.ui.lookup import Lookup
from arxtui.ui.lookup_by_view import Retrieval
from arxtui.ui.panes.byline import Known
from arxtui.ui.starred_authors import StarredAuthors
from arxtui.ui.view_counts import COUNTED, Counts, count
from arxtui.ui.watched_and_muted import RuleHits
from arxtui.view import Only, Order, View

if TYPE_CHECKING:
    from arxtui.finder import Finder
    from arxtui.query import Query
    from arxtui.recommender import Recommended
    from arxtui.ui.panes.render import Spans

_AT_ONCE = 1_000  # papers that are filtered or put in order at once; of more it is done in steps
SET_ASIDE = "set aside"
"""The name of the view of the second pass: all its papers were set aside."""


class ListState:
    """The papers in the list. A row whose mark changes stays until the view is left.

    All that looks at many papers is done in steps: a Wanted says which view, go_on() takes the steps, and
    until the first papers are there (`awaited`) the view before stays.
    """

    def __init__(self, library: Library, settings: Callable[[], Settings] = Settings) -> None:
        """Show nothing yet; `settings` returns the present settings."""
        self._library = library
        self._settings = settings
        self._finder: Finder | None = None
        self.for_you = Recommending(library, settings)
        """The order `for you` of the papers shown."""
        self._lookup = Lookup()
        self._starred_authors = StarredAuthors(library)
        self._base: Sequence[Head] = ()
        self.view = View(())
        """What is shown."""
        self.heads: Sequence[Head] = ()
        """The papers, in the order of the list."""
        self.found: SearchResult | None = None
        """The hits, when the view is a search."""
        self.counts = Counts()
        """Over the papers of the view."""
        self.rules = RuleHits(library)
        """The watch rules and mute rules, and the papers that they match."""
        self.watched: int | None = None
        """How many papers of the view are watched; None while that is not counted."""
        self.muted: Sequence[Head] = ()
        """Papers of the days shown that stand below the list as a number."""
        self._retrieval = Retrieval(library, self.finder, self.rules, self.for_you)
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
        rows = range(min(len(self.heads), COUNTED))
        return next((row for row in rows if id_at(self.heads, row) == paper_id), None)

    def rows_of(self, paper_ids: Container[str]) -> frozenset[int]:
        """Return where papers stand in the list, those that are shown, as far as row_of() looks."""
        rows = range(min(len(self.heads), COUNTED))
        return frozenset(row for row in rows if id_at(self.heads, row) in paper_ids)

    # views

    def open_days(self, days: tuple[str, ...]) -> None:
        """Show the papers of these days in the order of the settings, forgetting all places.

        For the order `for you` begin to rank them; until they are ranked the view before stays, and if
        that is empty they are listed.
        """
        self.places.clear()
        view = View(days, order=View(order=self._settings().order).order)  # type: ignore[arg-type]
        if view.order == "for you" and not self.heads:
            heads = self._retrieval.papers_of(days)
            rows = finish(self.rules.unmuted(heads))
            self._show(View(days), heads, some_of(heads, rows))
        self._begin_days(view, opens=True)

    def _begin_days(self, view: View, *, opens: bool = False) -> None:
        """Show all papers of days, or begin to where they are put in order or muted."""
        heads = self._retrieval.papers_of(view.days or ())
        if view.order == "for you":
            self._lookup.begin(self._retrieval.ranked(view, heads, opens=opens))
        elif view.reads_heads or self._retrieval.folds(view):
            self._lookup.begin(self._retrieval.applied(view, heads, opens=opens))
        else:
            self._show(view, heads, heads)

    def open_muted(self) -> None:
        """Show the muted papers of these days."""
        days = self.view.days
        name = f"{View(days).describe()} · muted"
        self._show(View(days, name=name, unfolded=True), self.muted, self.muted)

    def open_all(self, only: Only) -> None:
        """Begin to look for the papers of all days with a pile or mark, or for watched ones."""
        self._lookup.begin(self._retrieval.with_mark(only))

    def open_later(self) -> bool:
        """Show the papers set aside, this view's first; return False if there are none."""
        rows = range(min(len(self.heads), COUNTED))
        here = [row for row in rows if self._library.marks.pile(id_at(self.heads, row)) == "later"]
        heads = [self.heads[row] for row in here]
        ids = {head.id for head in heads}
        heads += [head for head in self._library.papers.marked("later") if head.id not in ids]
        if heads:
            self._show(View(None, name=SET_ASIDE), heads, heads)
        return bool(heads)

    def show_papers(self, ids: Sequence[str], name: str) -> None:
        """Show these papers, which are marked, in this order; `name` is what the view is called."""
        heads = self._library.papers.heads_of(ids)
        self._show(View(None, name=name), heads, heads)

    def filter(self, only: Only) -> None:
        """Keep the papers of this view with a pile or mark; of a long one begin to look for them."""
        self._apply(replace(self.view, only=only))

    def order(self, order: Order) -> None:
        """Put the papers of this view in another order; of a long one, and for `for you`, begin to.

        The listing order of hits that words rank is that of the search.
        """
        if order == "listing" and self._is_ranked():
            order = "best"
        view = replace(self.view, order=order)
        if self._lacks_hits():
            self._apply(view)
        elif order == "for you":
            self._lookup.begin(self._retrieval.ranked(view, self._base, self.found))
        else:
            self._apply(view)

    def _is_ranked(self) -> bool:
        """Return whether words rank the papers that are shown."""
        if self.found is None:
            return False
        from arxtui.query import parse

        return parse(self.view.found).ranks

    def renew(self) -> None:
        """Apply the view anew: rows that no longer fit go, and `for you` is ranked anew."""
        self.order(self.view.order)

    def _apply(self, view: View) -> None:
        base = self._base
        found = self.found
        known = self.for_you.shown
        if view.order != "for you":
            known = None
        if found is not None and self._lacks_hits() and view != self.view:
            self._lookup.begin(self._retrieval.all_hits(view, base, found))
        elif len(base) > _AT_ONCE or view.reads_heads or self._retrieval.folds(view):
            self._lookup.begin(self._retrieval.applied(view, base, found, known))
        else:
            heads = view.apply(base, self._library.marks.of)
            self._show(view, base, heads, found, known)

    def _lacks_hits(self) -> bool:
        """Return whether a search has more hits than are shown."""
        found = self.found
        return found is not None and (found.more or found.total > len(self._base))

    def search(self, query: Query, name: str = "") -> None:
        """Begin to search all days; go_on() shows what is found. `name` is what the view is called."""
        self._lookup.begin(self._retrieval.hits(query, name))

    def spans(self) -> Spans | None:
        """Return the function that finds the words of the search in a shown text; None without a search."""
        return row_context.spans(self.view, self.found)

    def known(self) -> Known:
        """Return which authors the list names before others, and whether its rows carry the day."""
        sought = row_context.sought_authors(self.view, self.found)
        many = self.view.days is None or (len(self.view.days) > 1 and not self.headings())
        return Known(self._starred_authors.names().__contains__, sought, many)

    def headings(self) -> dict[int, str]:
        """Return the name of each day by the row of its first paper, where several days stand one below the other."""
        return row_context.headings(self.view, self.heads, self.found)

    @property
    def searching(self) -> bool:
        """True while there are steps to take."""
        return self._lookup.searching

    @property
    def awaited(self) -> bool:
        """True while nothing is shown yet of what was asked for."""
        return self._lookup.awaited

    @property
    def awaits_hits(self) -> bool:
        """True while nothing is shown yet of papers that are looked for, not only put in another order."""
        return self._lookup.awaits_hits

    @property
    def awaits_order(self) -> bool:
        """True while nothing is shown yet of the order `for you`."""
        wanted = self._lookup.wanted
        return self.awaited and wanted is not None and wanted.view.order == "for you"

    def go_on(self, seconds: float) -> bool:
        """Take steps for so long; return whether other papers are shown now."""
        news = self._lookup.go_on(seconds, self.found)
        wanted = self._lookup.wanted
        if news is None or wanted is None:
            return False
        if wanted.base is not None:
            self._set(wanted.view, wanted.base, news.heads, wanted.hits, wanted.recommended)
            return True
        hits = None
        if wanted.view.found:
            hits = news
        if self._finder is not None:
            wanted.partial = self._finder.partial
        self._set(wanted.view, news.heads, news.heads, hits)
        return True

    def look_again(self, *, emptied: bool = False) -> None:
        """Look for what is shown once more if papers were left out that are indexed now, or nothing of it
        is left; what is shown stays until as much was found again."""
        wanted = self._lookup.wanted
        if wanted is None or wanted.view is not self.view or self.searching:
            return
        if wanted.partial or emptied:
            self._lookup.begin_again(wanted)

    def end_search(self) -> None:
        """Take no further steps."""
        self._lookup.end()

    def warm(self) -> Steps[object]:
        """Make the search ready for typos, a few papers at a time."""
        return self.finder().warm()

    def finder(self) -> Finder:
        """What finds in all days."""
        if self._finder is None:
            from arxtui.finder import Finder

            self._finder = Finder(self._library, self.rules.watched)
        return self._finder

    @property
    def opens(self) -> bool:
        """True if days are, or were last, looked for to be opened."""
        return self._lookup.wanted is not None and self._lookup.wanted.opens

    @property
    def has_read_heads(self) -> bool:
        """True when a search has read the heads of all papers."""
        return self._finder is not None and self._finder.has_read

    def _show(
        self,
        view: View,
        base: Sequence[Head],
        heads: Sequence[Head],
        found: SearchResult | None = None,
        recommended: Recommended | None = None,
    ) -> None:
        """Show papers as a view, and look for no other; `base` are those before filter and order."""
        self._lookup.end()
        self._set(view, base, heads, found, recommended)

    def _set(
        self,
        view: View,
        base: Sequence[Head],
        heads: Sequence[Head],
        found: SearchResult | None,
        recommended: Recommended | None = None,
    ) -> None:
        self.for_you.shown = recommended
        self.view = view
        self.heads = heads
        self.found = found
        self._base = base
        self.watched = None
        self.muted = ()
        if self._retrieval.folds(view):
            self.muted = [head for head in base if self.rules.is_muted(head)]
        self.count()

    # places

    def remember(self, cursor: int, top: int) -> None:
        """Keep the present place for Esc."""
        place = Place(
            self.view, self._base, self.heads, self.found, self.for_you.shown, cursor, top
        )
        self.places.append(place)

    def back(self) -> Place | None:
        """Show the last place again, as it was; None when there is none."""
        if not self.places:
            return None
        place = self.places.pop()
        self._show(place.view, place.base, place.heads, place.found, place.recommended)
        return place

    # changes

    def count(self) -> None:
        """Count the view's papers anew."""
        self.counts = count(self._library, self.view, self.heads)

    def changed(self, ids: set[str]) -> None:
        """Marks of these papers changed."""
        if self._finder is not None:
            self._finder.retag(ids)
        self.for_you.changed()
        self.rules.forget(ids)
        self.count()

    def counts_by_choice(self) -> dict[str, int]:
        """Return how many papers of the view the filters keep, of those that are counted already."""
        size = len(self.heads)
        counts = self.counts
        if size > COUNTED or self.view.only != "all":
            return {}
        found = {
            "unread": counts.unread,
            "later": counts.later,
            "read": size - counts.unread - counts.later,
            "starred": counts.starred,
            "all": size,
        }
        if self.watched is not None:
            found["watched"] = self.watched
        return found

    def count_watched(self) -> Steps[int]:
        """Count the papers of the view that are watched, in steps; return their number."""
        heads = self.heads
        rows: Sequence[int] = ()
        if self.rules.watch is not None:
            rows = yield from self.rules.watch.matching(heads)
        if heads is self.heads:
            self.watched = len(rows)
        return len(rows)

    def papers_came(self) -> bool:
        """Read a list of days again when papers arrived or were removed; return whether it changed.

        Where papers are put in order or muted it is read in steps, and has not changed yet.
        """
        self.rules.forget_all()
        self.for_you.changed(papers=True)
        wanted = self._lookup.wanted
        if self.awaited and wanted is not None and wanted.opens:
            self.open_days(wanted.view.days or ())
            return False
        if self.view.days is None or self.view.only != "all" or self.view.unfolded:
            return False
        before = self.heads
        if self.view.order == "for you":
            self._read_ranked()
        else:
            self._begin_days(self.view)
        return _ids(before) != _ids(self.heads)

    def _read_ranked(self) -> None:
        """Read the days again in the order that they have: papers that arrived come last."""
        base = self._retrieval.papers_of(self.view.days or ())
        heads: Sequence[Head] = base
        if self._retrieval.folds(self.view):
            heads = [head for head in base if not self.rules.is_muted(head)]
        heads = self.view.apply(heads, self._library.marks.of, places_of(self.for_you.shown))
        self._show(self.view, base, heads, recommended=self.for_you.shown)

    def catch_up(self, *, whole: bool) -> Steps[bool | None]:
        """Search the papers that arrived too, and where the heads are `whole` take the papers that were
        removed out of this view and all places; the value is whether this view changed, None when a
        later catch_up() ended this one."""
        if self._finder is not None and not (yield from self._finder.renew()):
            return None
        if not whole:
            return False
        there = yield from all_ids(self._library)
        for place in list(self.places):
            rows = yield from rows_left(self._library, place.heads, there)
            base = yield from rows_left(self._library, place.base, there)
            if len(rows) < len(place.heads):
                self.places = [place.only(rows, base) if other is place else other for other in self.places]
        while True:
            heads = self.heads
            old_base = self._base
            rows = yield from rows_left(self._library, heads, there)
            base = yield from rows_left(self._library, old_base, there)
            if heads is self.heads and old_base is self._base:
                break
        if len(rows) == len(heads):
            return False
        left = some_of(heads, rows)
        found = fewer(self.found, left)
        self._set(self.view, some_of(old_base, base), left, found, self.for_you.shown)
        return True

    def next_unread(self, row: int, step: int, *, wrap: bool) -> int | None:
        """The next row with an unread paper, from a row on."""
        size = len(self.heads)
        steps = size if wrap else (size - row - 1 if step > 0 else row)
        for away in range(1, steps + 1):
            at = (row + step * away) % size
            if self._library.marks.pile(id_at(self.heads, at)) == "unread":
                return at
        return None

    def unread_rows(self, to: int | None = None) -> list[int]:
        """All rows with unread papers, or those up to a row."""
        rows = range(len(self.heads) if to is None else min(to + 1, len(self.heads)))
        return [row for row in rows if self._library.marks.pile(id_at(self.heads, row)) == "unread"]

    def neighbour(self, step: int) -> str | None:
        """The day before (-1) or after (1) the days shown, or the newest one from elsewhere."""
        days = self._library.papers.days()
        here = self.view.days
        if not days:
            return None
        if not here or here[0] not in days or here[-1] not in days:
            return days[0]
        at = days.index(here[-1]) + 1 if step < 0 else days.index(here[0]) - 1
        return days[at] if 0 <= at < len(days) else None


def _ids(heads: Sequence[Head]) -> list[str]:
    return [id_at(heads, row) for row in range(len(heads))]
