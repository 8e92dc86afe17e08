"""The papers of a view looked for in steps, between two keys, and anew after a change."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from arxtui.model import Head
from arxtui.search_result import Finding, SearchResult
from arxtui.view import View

if TYPE_CHECKING:
    from arxtui.recommender import Recommended

_AGAIN = 0.1  # seconds between two states of a search that goes on


@dataclass(slots=True)
class Wanted:
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
    """True if papers were left out that are not indexed yet."""
    recommended: Recommended | None = None
    """The places of the papers in the order `for you`, when they are known."""
    opens: bool = False
    """True for days that are opened: the cursor goes to their first unread paper."""


class Lookup:
    """One view at a time is looked for; every other view ends the steps."""

    def __init__(self) -> None:
        self.wanted: Wanted | None = None
        """The view that was looked for last."""
        self._finding: Finding | None = None  # the steps that go on
        self._last: SearchResult | None = None  # what they found so far
        self._shown_at = 0.0  # when something of it was shown; 0 = nothing yet

    @property
    def searching(self) -> bool:
        """True while there are steps to take."""
        return self._finding is not None

    @property
    def awaited(self) -> bool:
        """True while nothing is shown yet of what was asked for."""
        return self._finding is not None and not self._shown_at

    @property
    def awaits_hits(self) -> bool:
        """True while papers are looked for and nothing of them is shown; False for a new order."""
        return self.awaited and self.wanted is not None and self.wanted.base is None

    @property
    def awaits_order(self) -> bool:
        """True while nothing is shown yet of the order `for you`."""
        return self.awaited and self.wanted is not None and self.wanted.view.order == "for you"

    @property
    def opens(self) -> bool:
        """True if days are, or were last, looked for to be opened."""
        return self.wanted is not None and self.wanted.opens

    def begin(self, wanted: Wanted) -> None:
        """Begin to look for a view."""
        self.wanted = wanted
        self._shown_at = 0.0
        self._begin_steps(wanted)

    def begin_again(self, wanted: Wanted) -> None:
        """Look for a view once more; what is shown stays until as much was found again."""
        self._begin_steps(wanted)

    def end(self) -> None:
        """Take no further steps."""
        self._finding = None

    def go_on(self, seconds: float, shown: SearchResult | None) -> SearchResult | None:
        """Take steps for so long; return what was found if it is more than what is shown."""
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
                else:  # a change of the library ended it
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
        """Return whether a search begun anew has not come as far as what is shown."""
        return bool(self._shown_at) and step.more and shown is not None and step.total < shown.total
