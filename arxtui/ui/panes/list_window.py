"""The part of a list that is on the screen: rows seen, where to scroll. Pure arithmetic."""

from __future__ import annotations

from typing import NamedTuple

from arxtui.ui.panes.line_map import LineMap

_MARGIN = 3  # papers that stay in sight above and below the cursor


class ListWindow(NamedTuple):
    """A screen of `height` lines over the lines of a list."""

    map: LineMap
    """Which line of the list holds which paper."""
    top: int
    """The line of the list that is the first on the screen."""
    height: int
    """Lines of the screen."""

    @property
    def rows(self) -> int:
        """How many papers the screen holds, at least 1."""
        return max(1, self.height // self.map.height)

    def page_step(self, fraction: float) -> int:
        """Return how many rows a part of the screen is: 1 a page down, -0.5 half a page up.

        A whole page is a row less than the screen, so that one row is seen on both pages.
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

    def lines_of(self, row: int) -> range:
        """Return the lines of a row that are on the screen, counted in the list."""
        first = self.map.line_of(row)
        last = first + self.map.height
        return range(max(first, self.top), min(last, self.top + self.height))

    def top_showing(self, row: int, top: int) -> int:
        """Return the first line `top` if a row is wholly seen from there, else that for a third."""
        line = self.map.line_of(row)
        if top <= line and line + self.map.height <= top + self.height:
            return top
        return self.top_for_third(row)

    def top_for_third(self, row: int) -> int:
        """Return the first line that puts a row at a third of the height; it may be below 0."""
        return self.map.line_of(row) - self.height // 3

    def top_following(self, row: int) -> int:
        """Return the nearest first line with three papers in sight above and below a row."""
        margin = self._margin * self.map.height
        line = self.map.line_of(row)
        highest = line - margin
        lowest = line + self.map.height + margin - self.height
        if highest < self.top:
            return highest
        return max(self.top, lowest)

    def nearest_row(self, row: int) -> int:
        """Return the nearest row that keeps the screen where it is."""
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
        """Papers in sight above and below the cursor; fewer on a low screen."""
        return min(_MARGIN, (self.rows - 1) // 2)
