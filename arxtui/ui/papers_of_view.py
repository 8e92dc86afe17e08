"""The search for the papers of a view: in steps, between two keys, and anew after a change."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from arxtui.model import Head
from arxtui.search_result import Finding, SearchResult
from arxtui.view import View

if TYPE_CHECKING:
    from arxtui.recommender import Recommended

_AGAIN = 0.1  # seconds between two updates of a search in progress


class Wanted:
    """A view that is being looked for, in steps."""

    def __init__(
        self,
        view: View,
        begin: Callable[[], Finding],
        base: Sequence[Head] | None = None,
        hits: SearchResult | None = None,
        recommended: Recommended | None = None,
        opens: bool = False,
    ) -> None:
        self.view = view
        """The view."""
        self.begin = begin
        """Begins the steps, and begins them anew if a change ended them."""
        self.base = base
        """The papers before filter and order; None = all papers found."""
        self.hits = hits
        """The hits of the search that is filtered or sorted."""
        self.partial = False
        """True if papers that are not indexed yet were left out."""
        self.recommended = recommended
        """The ranking of the papers in the order `for you`, once it is known."""
        self.opens = opens
        """True for days that are opened: the cursor goes to their first unread paper."""


class Lookup:
    """Looks for the papers of one view at a time; a new view ends the steps of the old."""

    def __init__(self) -> None:
        self.wanted: Wanted | None = None
        """The view that was looked for last."""
        self.lists_next = False
        """True if the papers of the next wanted view are shown in listing order meanwhile."""
        self._is_listed = False  # True if the papers of the wanted view are
        self._finding: Finding | None = None  # the steps in progress
        self._last: SearchResult | None = None  # the papers that they have found so far
        self._shown_at = 0.0  # when papers of it were first shown; 0 = not yet

    @property
    def searching(self) -> bool:
        """True while there are steps to take."""
        return self._finding is not None

    @property
    def awaited(self) -> bool:
        """True while no paper of the wanted view is shown yet."""
        return self._finding is not None and not self._shown_at

    @property
    def awaits_hits(self) -> bool:
        """True while papers are looked for and not shown yet; False for a new order."""
        return self.awaited and self.wanted is not None and self.wanted.base is None

    @property
    def awaits_order(self) -> bool:
        """True while the order `for you` is not shown yet."""
        return self.awaited and self.wanted is not None and self.wanted.view.order == "for you"

    @property
    def reorders(self) -> bool:
        """True while the papers of the wanted view are shown in listing order, to be reordered."""
        return self.awaited and self._is_listed

    @property
    def opens(self) -> bool:
        """True if the wanted view, or the last wanted view, is days to be opened."""
        return self.wanted is not None and self.wanted.opens

    def begin(self, wanted: Wanted) -> None:
        """Begin to look for a view."""
        self.wanted = wanted
        self._is_listed = self.lists_next
        self.lists_next = False
        self._shown_at = 0.0
        self._begin_steps(wanted)

    def begin_again(self, wanted: Wanted) -> None:
        """Look for a view again; the shown papers stay until as many are found."""
        self._begin_steps(wanted)

    def end(self) -> None:
        """End the steps."""
        self._finding = None

    def go_on(self, seconds: float, shown: SearchResult | None) -> SearchResult | None:
        """Take steps for `seconds`; return the papers found if they are more than `shown`."""
        until = time.monotonic() + seconds
        wanted = self.wanted
        news: SearchResult | None = None
        while wanted is not None and self._finding is not None:
            now = time.monotonic()
            if now >= until:
                break
            try:
                step = next(self._finding)
            except StopIteration:
                if self._last is not None and not self._last.more:
                    self._finding = None
                else:  # a change of the library ended the steps
                    self._begin_steps(wanted)
                    news = None
                continue
            if step is None:
                is_due = False
            else:
                self._last = step
                if not self._is_less(step, shown):
                    news = step
                is_due = step is news and (not step.more or now >= self._shown_at + _AGAIN)
            if is_due:
                break
        if news is not None:
            self._shown_at = time.monotonic()
        return news

    def _begin_steps(self, wanted: Wanted) -> None:
        self._finding = wanted.begin()
        self._last = None

    def _is_less(self, step: SearchResult, shown: SearchResult | None) -> bool:
        """Return whether a search that was begun anew has found fewer papers than are shown."""
        return bool(self._shown_at) and step.more and shown is not None and step.total < shown.total
