"""The rows with unread papers, found in steps: the next such row, or all up to a row.

No Textual.
"""

from __future__ import annotations

from collections.abc import Sequence

from arxtui.lazy_sequence import id_at
from arxtui.model import Head
from arxtui.store import Library
from arxtui.work_in_steps import Steps

_AT_ONCE = 1_000  # rows compared in a step


def next_unread(
    library: Library, heads: Sequence[Head], row: int, step: int, *, wrap: bool
) -> Steps[int | None]:
    """Return the next row with an unread paper below (1) or above (-1) a row, or None."""
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
        if away % _AT_ONCE == 0:
            yield
    return None


def unread_rows(
    library: Library, heads: Sequence[Head], to: int | None = None
) -> Steps[list[int]]:
    """Return the rows with unread papers, up to row `to` (None = all rows)."""
    stop = len(heads)
    if to is not None:
        stop = min(to + 1, stop)
    pile = library.marks.pile
    rows: list[int] = []
    for start in range(0, stop, _AT_ONCE):
        part = range(start, min(start + _AT_ONCE, stop))
        rows += [row for row in part if pile(id_at(heads, row)) == "unread"]
        yield
    return rows
