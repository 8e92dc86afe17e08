"""The lines of a list: some lines for each paper, and lines between days. Arithmetic only."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import NamedTuple


class LineMap(NamedTuple):
    """The lines of a list, counted from 0 at its top; all methods take constant or log time."""

    papers: int = 0
    """Number of papers of the list."""
    height: int = 1
    """Lines of a paper, 1 to 3."""
    headings: tuple[int, ...] = ()
    """Rows with a heading above them, ascending; a row is the number of a paper, from 0."""

    @property
    def lines(self) -> int:
        """Number of all lines."""
        return self.papers * self.height + len(self.headings)

    def line_of(self, row: int) -> int:
        """Return the first line of a paper."""
        return row * self.height + bisect_right(self.headings, row)

    def heading_at(self, line: int) -> int | None:
        """Return the row below a heading's line; None for a line of a paper."""
        before = self._headings_above(line)
        if before and self._line_of_heading(before - 1) == line:
            return self.headings[before - 1]
        return None

    def row_at(self, line: int) -> int:
        """Return the row of the paper on a line; for a heading the row below it."""
        below = self.heading_at(line)
        if below is not None:
            return below
        return (line - self._headings_above(line)) // self.height

    def paper_at(self, line: int) -> int | None:
        """Return the row of the paper on a line; None for a heading, and below the last paper."""
        if line >= self.lines or self.heading_at(line) is not None:
            return None
        return self.row_at(line)

    def part_of(self, line: int) -> int:
        """Return the number of a line inside its paper, from 0."""
        return line - self.line_of(self.row_at(line))

    def whole_rows(self, top: int, size: int) -> range:
        """Return the rows that are wholly on a screen of `size` lines with line `top` first."""
        first = self.row_at(top)
        if self.line_of(first) < top:
            first += 1
        last = self.row_at(top + size - 1)
        if self.line_of(last) + self.height > top + size:
            last -= 1
        return range(min(first, self.papers), min(last + 1, self.papers))

    def lines_to_scroll(self, size: int) -> int:
        """Return the lines of the list, with blank lines at its end if a screen needs some.

        With them the last screen of `size` lines begins with a whole paper.
        """
        top = max(0, self.lines - size)
        if self.papers and self.heading_at(top) is None and self.part_of(top):
            return self.lines + self.height - self.part_of(top)
        return self.lines

    def _line_of_heading(self, number: int) -> int:
        return self.headings[number] * self.height + number

    def _headings_above(self, line: int) -> int:
        """Return how many headings are on this line or above it."""
        return bisect_right(range(len(self.headings)), line, key=self._line_of_heading)

    def heading_of(self, row: int) -> int | None:
        """Return the row of the nearest heading at or above a row; None without a heading."""
        before = bisect_right(self.headings, row)
        return self.headings[before - 1] if before else None

    def next_heading(self, row: int, step: int) -> int | None:
        """Return the row of the next heading below (step 1) or above (-1) the heading of a row."""
        here = self.heading_of(row)
        place = bisect_left(self.headings, here if here is not None else row)
        wanted = place + step
        if here is None and step > 0:
            wanted = place
        if 0 <= wanted < len(self.headings):
            return self.headings[wanted]
        return None
