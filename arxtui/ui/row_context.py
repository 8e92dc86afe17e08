"""What a list shows around its papers: searched words, authors, headings. No Textual."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from arxtui.model import Head
from arxtui.search_result import SearchResult
from arxtui.text import words
from arxtui.ui.counts import COUNTED
from arxtui.ui.panes.list_row import nobody
from arxtui.view import View, day_name

if TYPE_CHECKING:
    from arxtui.ui.panes.render import Spans


def spans(view: View, found: SearchResult | None) -> Spans | None:
    """Return the function that finds the searched words in a text; None without a search."""
    if found is None:
        return None
    from arxtui.query import parse
    from arxtui.search import spans

    return partial(spans, free=parse(view.found).words, corrected=found.corrected)


def sought_authors(view: View, found: SearchResult | None) -> Callable[[str], bool]:
    """Return the function that is True for a folded name that the search asks for (`au:`)."""
    if found is None:
        return nobody
    from arxtui.query import authors_of

    asked = authors_of(view.found)
    return lambda name: any(f" {author}" in f" {words(name)}" for author in asked)


def headings(view: View, heads: Sequence[Head]) -> dict[int, str]:
    """Return the name of each day by the row of its first paper, in a list of several days."""
    days = view.days
    if days is None or len(days) < 2 or view.order != "listing" or len(heads) > COUNTED:
        return {}
    found: dict[int, str] = {}
    before = None
    for row, head in enumerate(heads):
        if head.day != before:
            found[row] = day_name(head.day)
            before = head.day
    return found
