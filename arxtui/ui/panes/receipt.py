"""The receipt of a morning, in lines; the cursor moves between lines that open something."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from arxtui.ui.panes.palette import style_of
from arxtui.ui.panes.render import UNICODE, Signs, cut, one_line

_WIDEST_KEY = 28
_GAP = 2  # blanks between two parts of a line


class Row(NamedTuple):
    """A line of the receipt."""

    text: str = ""
    """The text; `` = a blank line."""
    sign: str = ""
    """A sign before it, of one cell."""
    key: str = ""
    """A citation key, in the column of keys."""
    right: str = ""
    """A text at the right end, tags for example."""
    opens: tuple[str, str] | None = None
    """A kind and a value: `("paper", "2310.00001")`; None = the line opens nothing."""


class ReceiptPane(Widget):
    """Shows rows; scrolls so that the cursor is visible."""

    ALLOW_SELECT = False

    class Chosen(Message):
        """The row of the cursor was clicked."""

        def __init__(self, opens: tuple[str, str]) -> None:
            super().__init__()
            self.opens = opens
            """The papers or the command of the row."""

    def __init__(self, signs: Signs = UNICODE, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._signs = signs
        self._rows: Sequence[Row] = ()
        self._cursor = 0
        self._top = 0

    def show(self, rows: Sequence[Row]) -> None:
        """Show rows; the cursor stays on its row if a new row opens the same."""
        here = self.opens
        self._rows = rows
        places = self._places()
        self._cursor = 0
        if places:
            self._cursor = places[0]
        for place in places:
            if rows[place].opens == here:
                self._cursor = place
        self._follow()

    @property
    def opens(self) -> tuple[str, str] | None:
        """The papers or the command of the cursor's row; None if it opens nothing."""
        if self._cursor < len(self._rows):
            return self._rows[self._cursor].opens
        return None

    def _places(self) -> list[int]:
        """Return the rows on which the cursor can be."""
        return [place for place, row in enumerate(self._rows) if row.opens is not None]

    def move(self, by: int) -> None:
        """Move the cursor by rows, counting only rows that open something."""
        places = self._places()
        if places:
            wanted = places.index(self._cursor) + by
            self._cursor = places[max(0, min(wanted, len(places) - 1))]
            self._follow()

    def _follow(self) -> None:
        """Scroll as little as shows the cursor; on its first row also show the rows above."""
        height = self.size.height
        if height == 0:  # it is hidden, and on_resize() follows
            self._top = 0
            return
        places = self._places()
        if places and self._cursor == places[0]:
            self._top = 0
        elif self._cursor < self._top:
            self._top = self._cursor
        last_top = max(0, len(self._rows) - height)
        self._top = min(max(self._top, self._cursor - height + 1), last_top)
        self.refresh()

    def on_resize(self) -> None:
        """Scroll so that the cursor is visible."""
        self._follow()

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to the clicked row; a click on the cursor's row chooses it."""
        place = self._top + event.y
        if place >= len(self._rows) or self._rows[place].opens is None:
            return
        opens = self._rows[place].opens
        if place == self._cursor and opens is not None:
            self.post_message(self.Chosen(opens))
        else:
            self._cursor = place
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Return line y of the screen."""
        place = self._top + y
        width = self.size.width
        if place >= len(self._rows):
            return Strip.blank(width, style_of(self))
        row = self._rows[place]
        over = []
        if place == self._cursor and row.opens is not None:
            over = ["cursor"]
        segments = self._segments(row, place == 0, over, width)
        return Strip(segments).adjust_cell_length(width, style_of(self, "text", *over))

    def _segments(self, row: Row, is_title: bool, over: Sequence[str], width: int) -> list[Segment]:
        text_style = style_of(self, "text", *over)
        if is_title:
            text = cut(one_line(row.text), width - 1, self._signs.ellipsis)
            return [Segment(" " + text, style_of(self, "title"))]
        cursor = " "
        if over:
            cursor = self._signs.cursor
        sign = set_cell_size(one_line(row.sign), 1)
        key = ""
        if row.key:
            key = set_cell_size(one_line(row.key), self._key_width()) + " " * _GAP
        right = one_line(row.right)
        room = width - 5 - cell_len(key)
        if right:
            right = cut(right, room // 3, self._signs.ellipsis)
            room -= cell_len(right) + _GAP
            right = " " * _GAP + right + " "
        text = cut(one_line(row.text), room, self._signs.ellipsis)
        if right:
            text = set_cell_size(text, room)
        return [
            Segment(cursor, style_of(self, "accent", *over)),
            Segment(f" {sign} ", style_of(self, "star", *over)),
            Segment(key, style_of(self, "accent", *over)),
            Segment(text, text_style),
            Segment(right, style_of(self, "success", *over)),
        ]

    def _key_width(self) -> int:
        widest = max(cell_len(one_line(row.key)) for row in self._rows)
        return min(widest, _WIDEST_KEY, max(8, self.size.width // 3))
