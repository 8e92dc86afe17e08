"""How many papers of a view are unread, set aside and starred. No Textual."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from arxtui.lazy_sequence import ids_of
from arxtui.model import Head
from arxtui.store import Library
from arxtui.view import View

COUNTED = 5_000
"""Papers of a view that are counted at once; for a longer view only the marks are counted."""


def findable(rows: Iterable[int]) -> list[int]:
    """Return the selected rows whose papers are looked for when the list is filled again.

    They are looked for in its first COUNTED rows, before which papers may have arrived.
    """
    return [row for row in rows if row < 2 * COUNTED]


class Counts:
    """Numbers of papers of a view, by mark."""

    def __init__(self, unread: int = 0) -> None:
        self.unread = unread
        """Papers of the pile unread."""
        self.later = 0
        """Papers of the pile later."""
        self.starred = 0
        """Papers with a star."""
        self.knows_unread = True
        """False while more papers have marks than are indexed, and in long lists of a filter.

        `unread` is 0 then.
        """


def count(library: Library, view: View, heads: Sequence[Head]) -> Counts:
    """Return the counts of a view."""
    if len(heads) > COUNTED:
        return _count_marks(library, view, len(heads))
    counts = Counts(len(heads))
    for pile, has_star in library.marks.piles_and_stars(ids_of(heads)):
        counts.unread -= pile != "unread"
        counts.later += pile == "later"
        counts.starred += has_star
    return counts


def _count_marks(library: Library, view: View, size: int) -> Counts:
    """Return the counts of a long view from the marks alone, without a look at its papers."""
    counts = Counts(size)
    if view.found:
        return counts
    counts.later = library.marks.total("later")
    counts.starred = library.marks.total("star")
    if view.only == "all":
        counts.unread -= counts.later + library.marks.total("read")
    elif view.only in ("later", "read"):
        counts.unread = 0
    elif view.only != "unread":
        counts.knows_unread = False
    if counts.unread < 0:
        counts.knows_unread = False
    if not counts.knows_unread:
        counts.unread = 0
    return counts


def by_choice(view: View, size: int, counts: Counts, watched: int | None) -> dict[str, int]:
    """Return filter -> number of the `size` papers of a view that it keeps, as far as counted."""
    if size > COUNTED or view.only != "all":
        return {}
    found = {
        "unread": counts.unread,
        "later": counts.later,
        "read": size - counts.unread - counts.later,
        "starred": counts.starred,
        "all": size,
    }
    if watched is not None:
        found["watched"] = watched
    return found
