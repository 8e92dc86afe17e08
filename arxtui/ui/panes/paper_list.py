"""The list of papers: any number of rows, work only for those on the screen. Knows neither library nor sibling.

On Textual's Line API. Marks are read anew at every repaint. What a paper looks like is in list_row.py and
row_painter.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.content import Content
from textual.geometry import Offset, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from arxtui.model import Entry, Head
from arxtui.text import visible
from arxtui.ui.panes import list_row
from arxtui.ui.panes.byline import Known
from arxtui.ui.panes.line_map import LineMap
from arxtui.ui.panes.render import UNICODE, Signs, Spans
from arxtui.ui.panes.row_painter import Form, Look, RowPainter

_WHEEL = 3  # lines a turn
_MARGIN = 3  # papers that stay in sight above and below the cursor


class PaperList(ScrollView, can_focus=True, inherit_bindings=False):
    """Shows entries, one or two lines each; the cursor is on one of them while there are any."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "paper-list--cursor",
        "paper-list--unread",
        "paper-list--later",
        "paper-list--read",
        "paper-list--star",
        "paper-list--tag",
        "paper-list--news",
        "paper-list--authors",
        "paper-list--match",
        "paper-list--selected",
        "paper-list--label",
        "paper-list--level",
        "paper-list--heading",
        "paper-list--empty",
        "paper-list--scroll",
    }
    ALLOW_SELECT = False

    cursor: reactive[int] = reactive(0, repaint=False, init=False)
    """The row of the cursor, 0 in an empty list."""
    selected: reactive[frozenset[int]] = reactive(frozenset(), repaint=False, init=False)
    """The rows that are selected; empty after show()."""
    empty: reactive[str] = reactive("No papers here")
    """The text in place of rows when there are none."""
    quick: reactive[Mapping[str, int]] = reactive(dict, init=False)
    """The digit of each quick tag."""
    known: reactive[Known] = reactive(Known(), init=False)
    """Authors that are shown before others, and whether rows carry the day."""
    lines_a_paper: reactive[int] = reactive(1, repaint=False, init=False)
    """1 or 2."""
    labels: reactive[Mapping[int, str]] = reactive(dict, init=False)
    """Row -> the letter that goes there, while jump labels are shown."""

    @dataclass
    class Moved(Message):
        """The cursor went to another row, by whatever way but show()."""

        index: int
        """The row."""

    @dataclass
    class Chosen(Message):
        """The row of the cursor was clicked."""

        index: int
        """The row."""

    def __init__(
        self, signs: Signs = UNICODE, columns: Sequence[str] = ("authors",), *, id: str | None = None
    ) -> None:
        super().__init__(id=id)
        self.rules: Callable[[Head], tuple[str, ...]] | None = None
        """Returns the names of the watch rules that match a paper."""
        self.reason: Callable[[str], tuple[str, ...]] | None = None
        """Returns the reason for a paper by its id, in parts; shown where a paper has two lines."""
        self._anchor = 0
        self._signs = signs
        self._painter = RowPainter(signs, columns, self)
        self._entries: Sequence[Entry[Head]] = ()
        self._spans: Spans | None = None
        self._headings: Mapping[int, str] = {}
        self._between: Mapping[int, str] = {}  # the headings and the divider
        self._levels: Mapping[str, int] = {}
        self._footer = ""
        self._map = LineMap()
        self._still = False  # the cursor moves and the list does not
        self._wanted_top: int | None = None  # shown before there was a size

    @property
    def built(self) -> int:
        """How many papers' strips were made so far."""
        return self._painter.built

    # What is shown, and where

    def show(
        self,
        entries: Sequence[Entry[Head]],
        keep: int = 0,
        top: int | None = None,
        spans: Spans | None = None,
        headings: Mapping[int, str] | None = None,
        levels: Mapping[str, int] | None = None,
        divider: tuple[int, str] | None = None,
        footer: str = "",
    ) -> None:
        """Show other entries, the cursor on row `keep`, line `top` first (None: as it was, if that shows the cursor).

        `headings` are the names of days above their first rows, `levels` how well a paper fits by its id,
        0 to 7, `divider` is (row, text) of a line above a row that is no heading, `footer` the text of a
        last row that is no paper. Only rows on the screen are taken from `entries`, at each repaint anew.
        Sends no message.
        """
        self._entries = entries
        self._spans = spans
        self._headings = headings or {}
        self._between = dict(self._headings)
        if divider is not None:
            self._between[divider[0]] = divider[1]
        self._levels = levels or {}
        self._footer = footer
        self._painter.forget()
        self.set_reactive(PaperList.selected, frozenset())
        self.set_reactive(PaperList.labels, {})
        self._lay_out()
        self.set_reactive(PaperList.cursor, self.validate_cursor(keep))
        self._wanted_top = self.top if top is None else top
        self._place()
        self.refresh()

    def _lay_out(self) -> None:
        self._map = LineMap(self._row_count, self.lines_a_paper, tuple(sorted(self._between)))
        self.virtual_size = Size(self.size.width, self._map.lines)

    @property
    def _row_count(self) -> int:
        """How many rows the cursor can go to, the footer among them."""
        return len(self._entries) + bool(self._footer)

    @property
    def on_footer(self) -> bool:
        """True if the cursor is on the last row that is no paper."""
        return bool(self._footer) and self.cursor == len(self._entries)

    @property
    def current(self) -> Entry[Head] | None:
        """The entry under the cursor, with its present mark; None where there is no paper."""
        if self.cursor < len(self._entries):
            return self._entries[self.cursor]
        return None

    def selected_ids(self) -> frozenset[str]:
        """Return the ids of the papers that are selected."""
        return frozenset(self._entries[row].paper.id for row in self.selected)

    @property
    def top(self) -> int:
        """The first line on the screen, for show()."""
        return self.scroll_offset.y

    @property
    def rows(self) -> int:
        """How many papers the screen holds, at least 1."""
        return max(1, self.size.height // self.lines_a_paper)

    @property
    def page_rows(self) -> range:
        """The rows of papers that are wholly on the screen."""
        rows = self._map.whole_rows(self.top, self.size.height)
        return range(min(rows.start, len(self._entries)), min(rows.stop, len(self._entries)))

    @property
    def heading(self) -> str:
        """The heading above the cursor's row, or `` if there is none."""
        row = self._map.heading_of(self.cursor)
        if row is None:
            return ""
        return self._headings.get(row, "")

    def next_heading(self, step: int) -> int | None:
        """Return the row below the next heading down (1) or up (-1); None if there is none."""
        if not self._headings:
            return None
        return self._map.next_heading(self.cursor, step)

    def move(self, by: int) -> None:
        """Move the cursor by so many rows, as far as there are any."""
        self.cursor += by

    def go(self, index: int) -> None:
        """Move the cursor to a row; -1 is the last."""
        self.cursor = index if index >= 0 else len(self._entries) + index

    def go_under_the_eye(self, index: int) -> None:
        """Move the cursor to a row and the list below it, so that the row stands at a third of the height."""
        self.go(index)
        self._scroll(self._map.line_of(self.cursor) - self.size.height // 3)
        self._point()

    def go_on_page(self, index: int) -> None:
        """Move the cursor to a row and leave the page as it is; a row beyond it begins another page."""
        if index in self.page_rows:
            self._go_still(index)
        else:
            self.go_to_top(index)

    def go_back_to(self, index: int, top: int) -> None:
        """Move the cursor to a row, and the list to where line `top` was the first."""
        self._go_still(index)
        self._wanted_top = top
        self._place()

    def _go_still(self, index: int) -> None:
        """Move the cursor and do not scroll."""
        self._still = True
        self.go(index)
        self._still = False
        self._point()

    def go_to_top(self, index: int) -> None:
        """Move the cursor to a row, and the row to the top of the screen."""
        self.go(index)
        self._scroll(self._map.line_of(self.cursor) - (index in self._between))
        self._point()

    def select(self) -> None:
        """Select the row of the cursor, or no longer, and go to the next one."""
        if self.current is not None:
            self.selected = self.selected ^ {self.cursor}
            self._anchor = self.cursor
            self.move(1)

    def select_range(self) -> None:
        """Select all rows from the one last selected to the cursor."""
        if self.current is not None:
            start = self._anchor if self.selected else self.cursor
            rows = range(min(start, self.cursor), max(start, self.cursor) + 1)
            self.selected = self.selected.union(rows)
            self._anchor = self.cursor

    def page(self, fraction: float) -> None:
        """Move cursor and screen by a part of the screen: 1 a page down, -0.5 half a page up."""
        rows = max(1, self.rows - 1) if abs(fraction) >= 1 else self.rows
        by = max(1, round(rows * abs(fraction)))
        if fraction < 0:
            by = -by
        self._scroll(self.top + by * self.lines_a_paper)
        self.cursor = self._in_sight(self.cursor + by)

    def changed(self, rows: Iterable[int]) -> None:
        """Repaint those of the rows that are on the screen, because their marks changed."""
        for row in rows:
            first = self._map.line_of(row)
            for line in range(first, first + self.lines_a_paper):
                if self.top <= line < self.top + self.size.height:
                    self.refresh_line(line)

    def changed_all(self) -> None:
        """Repaint, because any mark may have changed."""
        self.refresh()

    # Cursor and selection

    def validate_cursor(self, cursor: int) -> int:
        """Keep it on a row."""
        return max(0, min(cursor, self._row_count - 1))

    def watch_cursor(self, old: int, new: int) -> None:
        """Repaint both rows and post Moved."""
        self.changed((old, new))
        if not self._still:
            self._follow()
        self.post_message(self.Moved(new))

    def watch_selected(self, old: frozenset[int], new: frozenset[int]) -> None:
        """Repaint what differs."""
        self.changed(old ^ new)

    def watch_quick(self) -> None:
        """Make all strips anew."""
        self._painter.forget()

    def watch_known(self) -> None:
        """Make all strips anew."""
        self._painter.forget()

    def watch_lines_a_paper(self) -> None:
        """Lay the papers out anew, the cursor at a third of the height."""
        self._painter.forget()
        self._lay_out()
        self._scroll(self._map.line_of(self.cursor) - self.size.height // 3)
        self._follow()
        self.refresh()

    def _place(self) -> None:
        """Scroll to the wanted first line; if the cursor is not seen from there, have it a third down."""
        if not self.size.height or self._wanted_top is None:
            return
        top = self._wanted_top
        self._wanted_top = None
        line = self._map.line_of(self.cursor)
        seen = top <= line and line + self.lines_a_paper <= top + self.size.height
        self._scroll(top if seen else line - self.size.height // 3)
        self._point()

    def _follow(self) -> None:
        """Scroll as little as keeps three papers in sight above and below the cursor."""
        margin = min(_MARGIN, (self.rows - 1) // 2) * self.lines_a_paper
        line = self._map.line_of(self.cursor)
        highest = line - margin
        lowest = line + self.lines_a_paper + margin - self.size.height
        if highest < self.top:
            self._scroll(highest)
        elif lowest > self.top:
            self._scroll(lowest)
        self._point()

    def _scroll(self, top: int) -> None:
        self.scroll_to(y=max(0, top), animate=False, force=True)

    def _point(self) -> None:
        """Put the terminal's cursor on the row, for screen readers and braille."""
        if self.has_focus:
            x, y = self.content_region.offset
            self.app.cursor_position = Offset(x, y + self._map.line_of(self.cursor) - self.top)

    # Mouse, size and style

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to the paper that is clicked; on the paper of the cursor choose it."""
        line = self.top + event.y
        if line >= self._map.lines or self._map.heading_at(line) is not None:
            return
        row = self._map.row_at(line)
        if row == self.cursor:
            self.post_message(self.Chosen(row))
        else:
            self.cursor = row

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll down, and take the cursor along where it would leave the screen."""
        self._turn(event, _WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll up, and take the cursor along where it would leave the screen."""
        self._turn(event, -_WHEEL)

    def _turn(self, event: events.MouseEvent, by: int) -> None:
        event.stop()
        event.prevent_default()
        self._scroll(self.top + by)
        self.cursor = self._in_sight(self.cursor)

    def _in_sight(self, row: int) -> int:
        """Return the row nearest to this one that keeps the screen where it is."""
        margin = min(_MARGIN, (self.rows - 1) // 2)
        seen = self._map.whole_rows(self.top, self.size.height)
        lowest = 0 if seen.start == 0 else seen.start + margin
        last = self._row_count
        highest = last - 1 if seen.stop == last else seen.stop - 1 - margin
        return max(lowest, min(row, highest))

    def on_focus(self) -> None:
        """Take the terminal's cursor along with the focus."""
        self._point()

    def on_resize(self) -> None:
        """Make the strips for another width; a cursor that is in sight stays where it is."""
        self._painter.forget()
        self._lay_out()
        if self._wanted_top is None:
            self._wanted_top = self.top
        self._place()

    def notify_style_update(self) -> None:
        """Make the strips anew for another theme, focus or style sheet."""
        self._painter.forget_styles()
        super().notify_style_update()

    # Paint

    def render_line(self, y: int) -> Strip:
        """Return line y of the screen; its last cell shows where the page is in the list."""
        style = self._painter.style("scroll")
        mark = Segment(self._scroll_sign(y), style)
        return Strip([*self._line(y), mark]).adjust_cell_length(self.size.width, style)

    @property
    def _text_width(self) -> int:
        """How many cells of a line are not the scroll mark."""
        return max(0, self.size.width - 1)

    def _scroll_sign(self, y: int) -> str:
        """Return the sign at the end of line y of the screen, a blank where the whole list is seen."""
        height = self.size.height
        hidden = self._map.lines - height
        if hidden <= 0:
            return " "
        size = max(1, height * height // self._map.lines)
        start = round(self.top * (height - size) / hidden)
        if start <= y < start + size:
            return self._signs.thumb
        return " "

    def _line(self, y: int) -> Strip:
        line = self.top + y
        if not self._row_count:
            return self._empty_line(y)
        if line >= self._map.lines:
            return Strip.blank(self._text_width, self._painter.style())
        below = self._map.heading_at(line)
        if below is not None:
            return self._painter.heading(self._between[below], self._text_width)
        if self._map.row_at(line) == len(self._entries):
            return self._footer_line(self._map.part_of(line))
        return self._strips_of(self._map.row_at(line))[self._map.part_of(line)]

    def _strips_of(self, row: int) -> tuple[Strip, ...]:
        entry = self._entries[row]
        head = entry.paper
        look = Look(
            entry,
            self._spans(list_row.title_of(head)) if self._spans else (),
            row == self.cursor,
            row in self.selected,
            self.rules(head) if self.rules else (),
            self.labels.get(row, ""),
            self._levels.get(head.id, 0) if self._levels else None,
            self.reason(head.id) if self.reason and self.lines_a_paper == 2 else (),
        )
        form = Form(self._text_width, self.lines_a_paper, self.known, self.quick)
        return self._painter.strips(row, look, form)

    def _footer_line(self, part: int) -> Strip:
        """Return a line of the last row: its text on the first, blanks on others."""
        text = ""
        if part == 0:
            text = self._footer
        return self._painter.footer(text, self._text_width, self.on_footer)

    def _empty_line(self, y: int) -> Strip:
        width = self._text_width
        lines = Content(visible(self.empty)).wrap(max(1, width - 4))
        at = y - max(0, (self.size.height - len(lines)) // 3)
        if not 0 <= at < len(lines):
            return Strip.blank(width, self._painter.style())
        text = lines[at].plain.rstrip()
        style = self._painter.style("empty")
        left = " " * ((width - lines[at].cell_length) // 2)
        return Strip([Segment(left + text, style)]).adjust_cell_length(width, style)

