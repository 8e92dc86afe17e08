"""The part of a list that is on the screen: its rows, and where to scroll. Arithmetic only."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from textual.geometry import Region

from arxtui.ui.panes.line_map import LineMap

_MARGIN = 3  # papers that stay visible above and below the cursor


class ListWindow(NamedTuple):
    """A screen of `height` lines over the lines of a list."""

    map: LineMap
    """The lines of the list."""
    top: int
    """The line of the list that is the first on the screen."""
    height: int
    """Lines of the screen."""

    @property
    def rows(self) -> int:
        """Number of papers that fit on the screen, at least 1."""
        return max(1, self.height // self.map.height)

    def page_step(self, fraction: float) -> int:
        """Return the number of rows of a part of the screen: 1 a page down, -0.5 half a page up.

        A whole page is a row less than the screen, so that a row is on both pages.
        """
        rows = self.rows
        if abs(fraction) >= 1:
            rows = max(1, rows - 1)
        step = max(1, round(rows * abs(fraction)))
        if fraction < 0:
            return -step
        return step

    @property
    def whole_rows(self) -> range:
        """The rows that are wholly on the screen."""
        return self.map.whole_rows(self.top, self.height)

    def whole_papers(self, papers: int) -> range:
        """Return the rows that are wholly on the screen, of a list that begins with the papers."""
        rows = self.whole_rows
        return range(min(rows.start, papers), min(rows.stop, papers))

    def lines_of(self, row: int) -> range:
        """Return the lines of a row that are on the screen, counted in the list."""
        first = self.map.line_of(row)
        last = first + self.map.height
        return range(max(first, self.top), min(last, self.top + self.height))

    def regions_of(self, rows: Iterable[int], width: int) -> list[Region]:
        """Return the lines of rows that are on the screen, each as a region of `width` cells."""
        lines = [line for row in rows for line in self.lines_of(row)]
        return [Region(0, line - self.top, width, 1) for line in lines]

    def top_showing(self, row: int, top: int) -> int:
        """Return the first line `top` if a row is then wholly visible, else top_for_third()."""
        line = self.map.line_of(row)
        if top <= line and line + self.map.height <= top + self.height:
            return top
        return self.top_for_third(row)

    def top_for_third(self, row: int) -> int:
        """Return the first line that puts a row at a third of the height; it may be below 0."""
        return self.map.line_of(row) - self.height // 3

    def top_following(self, row: int) -> int:
        """Return the nearest first line with three visible papers above and below a row."""
        margin = self._margin * self.map.height
        line = self.map.line_of(row)
        highest = line - margin
        lowest = line + self.map.height + margin - self.height
        if highest < self.top:
            return highest
        return max(self.top, lowest)

    def nearest_row(self, row: int) -> int:
        """Return the visible row nearest to a row, so that the list need not scroll."""
        seen = self.whole_rows
        lowest = 0
        if seen.start > 0:
            lowest = seen.start + self._margin
        last = self.map.papers
        highest = last - 1
        if seen.stop != last:
            highest = seen.stop - 1 - self._margin
        return max(lowest, min(row, highest))

    @property
    def _margin(self) -> int:
        """The number of papers visible above and below the cursor; fewer on a low screen."""
        return min(_MARGIN, (self.rows - 1) // 2)
