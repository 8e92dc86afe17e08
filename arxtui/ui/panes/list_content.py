"""The content of a list: its papers, and the lines between and beside them. No colours."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from arxtui.model import Entry, Head
from arxtui.ui.panes.byline import Known
from arxtui.ui.panes.render import Spans


class ListContent(NamedTuple):
    """Papers by row, from 0; at each repaint the visible papers are taken from `entries` anew."""

    entries: Sequence[Entry[Head]] = ()
    """The papers with their marks."""
    spans: Spans | None = None
    """Returns where the search matched in a title; None without a search."""
    headings: Mapping[int, str] = MappingProxyType({})
    """Row of a day's first paper -> the name of the day above it."""
    divider: tuple[int, str] | None = None
    """Row and text of a line above a row that is no heading."""
    levels: Mapping[str, int] = MappingProxyType({})
    """Id -> how well a paper fits the user's taste, 0 to 7; empty in other orders."""
    reason: Callable[[str], tuple[str, ...]] | None = None
    """Returns the reason for a paper's place by its id, in parts; shown with two lines a paper."""
    rules: Callable[[Head], tuple[str, ...]] | None = None
    """Returns the names of the watch rules that match a paper."""
    known: Known = Known()
    """The authors to name first, and whether rows show the day."""
    footer: str = ""
    """The text of a last row that is no paper."""
    empty: str = "No papers here"
    """The text in an empty list."""

    @property
    def rows(self) -> int:
        """Number of rows to which the cursor can go, with the footer."""
        return len(self.entries) + bool(self.footer)

    def rows_below_lines(self) -> tuple[int, ...]:
        """Return the rows that have a heading or the divider above them, ascending."""
        rows = set(self.headings)
        if self.divider is not None:
            rows.add(self.divider[0])
        return tuple(sorted(rows))

    def line_above(self, row: int) -> str | None:
        """Return the text of the heading or divider above a row; None if neither is there."""
        if self.divider is not None and self.divider[0] == row:
            return self.divider[1]
        return self.headings.get(row)

    def heading(self, row: int | None) -> str:
        """Return the name of the day above a row; `` without a day or a row."""
        if row is None:
            return ""
        return self.headings.get(row, "")

    def is_footer(self, row: int) -> bool:
        """Return True for a last row that is no paper."""
        return bool(self.footer) and row == len(self.entries)

    def ids(self, rows: Iterable[int]) -> frozenset[str]:
        """Return the ids of the papers of some rows."""
        return frozenset(self.entries[row].paper.id for row in rows)

    def entry(self, row: int) -> Entry[Head] | None:
        """Return the paper of a row with its present mark; None for a row without a paper."""
        if row < len(self.entries):
            return self.entries[row]
        return None
