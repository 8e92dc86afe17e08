"""Details beside the papers of a list: matches of the search, authors, headings. No Textual."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from arxtui.lazy_sequence import day_at
from arxtui.model import Head
from arxtui.search_result import SearchResult
from arxtui.text import words
from arxtui.ui import messages
from arxtui.ui.panes.byline import Known, nobody
from arxtui.ui.panes.list_content import ListContent
from arxtui.ui.view_counts import COUNTED
from arxtui.view import View, day_name

if TYPE_CHECKING:
    from arxtui.ui.list_state import ListState
    from arxtui.ui.panes.render import Spans


Reason = Callable[[str], tuple[str, ...]]
"""Returns the reason for a paper's place in the order `for you` by its id, in parts."""


def content(shown: ListState, key: Callable[[str], str], reason: Reason) -> ListContent:
    """Return all that the list shows; `key` returns the present key of a command."""
    names = headings(shown.view, shown.heads, shown.found)
    return ListContent(
        entries=shown.entries(),
        spans=spans(shown.view, shown.found),
        headings=names,
        divider=shown.for_you.divider(shown.heads),
        levels=shown.for_you.levels(),
        reason=reason,
        rules=shown.rules.watched,
        known=_known(shown, has_days=bool(names) and shown.found is None),
        footer=messages.muted(shown, key),
        empty=messages.nothing(shown, key),
    )


def _known(shown: ListState, *, has_days: bool) -> Known:
    """Return the authors to name first, and whether rows show the day."""
    sought = sought_authors(shown.view, shown.found)
    days = shown.view.days
    carry_day = (days is None or len(days) > 1) and not has_days
    return Known(shown.starred_authors.has_star, sought, carry_day)


def spans(view: View, found: SearchResult | None) -> Spans | None:
    """Return the function that finds the searched words in a text; None without a search."""
    if found is None:
        return None
    from arxtui.query import words_to_show
    from arxtui.search import spans

    return partial(spans, free=words_to_show(view.found), corrected=found.corrected)


def sought_authors(view: View, found: SearchResult | None) -> Callable[[str], bool]:
    """Return the function that is True for the folded name of an author in the query (`au:`)."""
    if found is None:
        return nobody
    from arxtui.query import authors_of

    asked = authors_of(view.found)
    return lambda name: any(f" {author}" in f" {words(name)}" for author in asked)


def headings(
    view: View, heads: Sequence[Head], found: SearchResult | None = None
) -> dict[int, str]:
    """Return row -> heading: in a list of several days the name of the day above its first paper.

    For `more like this` they are the names of the two parts: the last thirty days, and earlier.
    """
    if found is not None and found.recent is not None:
        return _parts(view, heads, found.recent)
    if not _lists_days(view) or view.order != "listing" or len(heads) > COUNTED:
        return {}
    names: dict[int, str] = {}
    before = ""
    for row in range(len(heads)):
        day = day_at(heads, row)
        if row == 0 or day != before:
            names[row] = day_name(day)
        if row and day > before:
            return {}  # the days are not in order
        before = day
    return names


def _lists_days(view: View) -> bool:
    """Return whether a view lists the papers of several days, newest day first."""
    if view.days is None:
        return not view.found and not view.name
    return len(view.days) > 1


def _parts(view: View, heads: Sequence[Head], recent: int) -> dict[int, str]:
    """Return the headings of `more like this`; empty in another order or with a filter."""
    if view.order != "best" or view.only != "all":
        return {}
    found = {}
    if recent:
        found[0] = "newest 30 days"
    if recent < len(heads):
        found[recent] = "earlier"
    return found
