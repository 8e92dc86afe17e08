"""A place to go back to: a view with its papers and the row of the cursor. No Textual."""

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
    """The place where the user was, with all that is needed to show it again."""

    view: View
    """The view that was shown."""
    base: Sequence[Head]
    """The papers of its days or hits, before filter and order."""
    heads: Sequence[Head]
    """The papers that were shown, also papers that do not fit the filter any more."""
    found: SearchResult | None
    """The hits, if the view was a search."""
    recommended: Recommended | None
    """The ranking `for you` of its papers, if they were in that order."""
    cursor: int
    """The row of the cursor."""
    top: int
    """The first line on the screen."""

    def only(self, rows: Sequence[int], base: Sequence[int]) -> Place:
        """Return this place with only these rows of its papers and of its base."""
        heads = some_of(self.heads, rows)
        return self._replace(
            base=some_of(self.base, base),
            heads=heads,
            found=fewer(self.found, heads),
            cursor=bisect_left(rows, self.cursor),
            top=bisect_left(rows, self.top),
        )


def fewer(found: SearchResult | None, heads: Sequence[Head]) -> SearchResult | None:
    """Return the hits with only these papers."""
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
    """Return the rows of the papers that are in `there` or have a citation in the marks."""
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
    """Remove the papers that are not in `there` from the places, in steps."""
    for place in list(places):
        rows = yield from rows_left(library, place.heads, there)
        base = yield from rows_left(library, place.base, there)
        if len(rows) < len(place.heads):
            left = place.only(rows, base)
            places[:] = [left if other is place else other for other in places]
