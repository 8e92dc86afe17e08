"""The rows of the list with unread papers: the next one, and all up to a row. No Textual."""

from __future__ import annotations

from collections.abc import Sequence

from arxtui.lazy_sequence import id_at
from arxtui.model import Head
from arxtui.store import Library


def next_unread(
    library: Library, heads: Sequence[Head], row: int, step: int, *, wrap: bool
) -> int | None:
    """Return the next row with an unread paper below (1) or above (-1) a row; None without any."""
    size = len(heads)
    steps = row
    if wrap:
        steps = size
    elif step > 0:
        steps = size - row - 1
    for away in range(1, steps + 1):
        at = (row + step * away) % size
        if library.marks.pile(id_at(heads, at)) == "unread":
            return at
    return None


def unread_rows(library: Library, heads: Sequence[Head], to: int | None = None) -> list[int]:
    """Return all rows with unread papers, or those up to a row."""
    stop = len(heads)
    if to is not None:
        stop = min(to + 1, stop)
    pile = library.marks.pile
    return [row for row in range(stop) if pile(id_at(heads, row)) == "unread"]
