"""A place to go back to: a view as it was left, with the row of its cursor. No Textual."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Container, Sequence
from typing import TYPE_CHECKING, NamedTuple

from arxtui.lazy_sequence import id_at, some_of
from arxtui.model import Head
from arxtui.search_result import SearchResult
from arxtui.store import Library
from arxtui.store.heads import id_of
from arxtui.view import View
from arxtui.work_in_steps import Steps

if TYPE_CHECKING:
    from arxtui.recommender import Recommended

_AT_ONCE = 1_000  # papers that are looked at in one step


class Place(NamedTuple):
    """Where the user was, to come back to the very row."""

    view: View
    """The view that was shown."""
    base: Sequence[Head]
    """The papers of its days or hits, before filter and order."""
    heads: Sequence[Head]
    """The papers that were shown, rows that no longer fit among them."""
    found: SearchResult | None
    """The hits, when it was a search."""
    recommended: Recommended | None
    """The places of its papers in the order `for you`, when it was in that order."""
    cursor: int
    """The row of the cursor."""
    top: int
    """The first line on the screen."""

    def only(self, rows: Sequence[int], base: Sequence[int]) -> Place:
        """Return this place with no more than these rows of its papers and of its base."""
        heads = some_of(self.heads, rows)
        return self._replace(
            base=some_of(self.base, base),
            heads=heads,
            found=fewer(self.found, heads),
            cursor=bisect_left(rows, self.cursor),
            top=bisect_left(rows, self.top),
        )


def fewer(found: SearchResult | None, heads: Sequence[Head]) -> SearchResult | None:
    """Return the hits with no more than these papers of them."""
    if found is None:
        return None
    return found._replace(heads=heads, total=found.total - len(found.heads) + len(heads))


def all_ids(library: Library) -> Steps[set[str]]:
    """Return the ids of all papers of the library, in steps."""
    found: set[str] = set()
    for lines in library.papers.head_lines():
        for line in lines:
            found.add(id_of(line))
        yield
    return found


def rows_left(library: Library, heads: Sequence[Head], there: Container[str]) -> Steps[list[int]]:
    """Return the rows of those papers that are there, or whose citation is kept with a mark."""
    rows: list[int] = []
    for row in range(len(heads)):
        paper_id = id_at(heads, row)
        if paper_id in there or library.marks.is_cited(paper_id):
            rows.append(row)
        if row % _AT_ONCE == _AT_ONCE - 1:
            yield
    return rows


def take_removed_out(
    library: Library, places: list[Place], there: Container[str]
) -> Steps[None]:
    """Take the papers that are no longer there out of the places, in steps."""
    for place in list(places):
        rows = yield from rows_left(library, place.heads, there)
        base = yield from rows_left(library, place.base, there)
        if len(rows) < len(place.heads):
            left = place.only(rows, base)
            places[:] = [left if other is place else other for other in places]
