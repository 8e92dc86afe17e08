"""The list of papers: any number of rows, with work only for the rows on the screen.

On Textual's Line API: cursor, selection, scrolling, mouse. list_content.py has the content,
list_window.py the visible part; list_painter.py, row_painter.py and list_row.py paint it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from textual import events
from textual.geometry import Offset, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from arxtui.model import Entry, Head
from arxtui.ui.panes.line_map import LineMap
from arxtui.ui.panes.list_content import ListContent
from arxtui.ui.panes.list_painter import ListPage, ListPainter, Selection
from arxtui.ui.panes.list_window import ListWindow
from arxtui.ui.panes.painted_lines import PaintedLines
from arxtui.ui.panes.render import UNICODE, Signs
from arxtui.ui.panes.two_rows import lines_for

_WHEEL = 3  # lines for a turn of the wheel
_AUTHORS = ("authors",)


class PaperList(ScrollView, can_focus=True, inherit_bindings=False):
    """Shows entries, in one to three lines each, with a cursor on an entry."""

    ALLOW_SELECT = False

    cursor: reactive[int] = reactive(0, repaint=False, init=False)
    """The row of the cursor, 0 in an empty list."""
    selected: reactive[frozenset[int]] = reactive(frozenset(), repaint=False, init=False)
    """The rows that are selected; empty after show()."""
    quick: reactive[Mapping[str, int]] = reactive(dict, init=False)
    """The digit of each quick tag."""
    lines_a_paper: reactive[int] = reactive(1, repaint=False, init=False)
    """Rows for each paper that the user wants, 1 or 2; on a narrow screen 2 means three lines."""
    labels: reactive[Mapping[int, str]] = reactive(dict, init=False)
    """Row -> the letter that goes to it, while jump labels are shown."""

    class Moved(Message):
        """The cursor moved to another row, other than by show()."""

    class Chosen(Message):
        """The row of the cursor was clicked."""

    def __init__(
        self, signs: Signs = UNICODE, columns: Sequence[str] = _AUTHORS, *, id: str | None = None
    ) -> None:
        super().__init__(id=id)
        self.content = ListContent()
        """The papers, and the lines between them."""
        self.moves = 0
        """Number of moves of the cursor."""
        self._anchor = 0
        self._painter = ListPainter(signs, columns, self)
        self._styles_cache = PaintedLines(self._look)
        self._map = LineMap()
        self._still = False  # True while the cursor moves without a scroll
        self._wanted_top: int | None = None  # first line, set before there was a size
        self._look()

    @property
    def built(self) -> int:
        """Number of papers whose strips were made so far."""
        return self._painter.built

    def show(self, content: ListContent, keep: int = 0, top: int | None = None) -> None:
        """Show other papers, the cursor on row `keep`, line `top` first if the cursor is visible.

        Without `top` the first line stays. Posts no message.
        """
        self.content = content
        self.set_reactive(PaperList.selected, frozenset())
        self.set_reactive(PaperList.labels, {})
        self._lay_out()
        self.set_reactive(PaperList.cursor, self.validate_cursor(keep))
        self._wanted_top = self.top if top is None else top
        self._place()
        self.refresh()

    def _lay_out(self) -> None:
        self._painter.forget()
        lines = lines_for(self.lines_a_paper, self.size.width)
        self._map = LineMap(self.content.rows, lines, self.content.rows_below_lines())
        self.virtual_size = Size(self.size.width, self._map.lines_to_scroll(self.size.height))

    @property
    def window(self) -> ListWindow:
        """The part of the list that is on the screen."""
        return ListWindow(self._map, self.top, self.size.height)

    @property
    def on_footer(self) -> bool:
        """True if the cursor is on the last row and that row is no paper."""
        return self.content.is_footer(self.cursor)

    @property
    def current(self) -> Entry[Head] | None:
        """The entry under the cursor, with its present mark; None without a paper."""
        return self.content.entry(self.cursor)

    @property
    def top(self) -> int:
        """The first line on the screen, for show()."""
        return self.scroll_offset.y

    @property
    def page_rows(self) -> range:
        """The rows of papers that are wholly on the screen."""
        return self.window.whole_papers(len(self.content.entries))

    @property
    def heading(self) -> str:
        """The heading above the cursor's row; `` without a heading."""
        return self.content.heading(self._map.heading_of(self.cursor))

    def next_heading(self, step: int) -> int | None:
        """Return the row below the next heading down (1) or up (-1); None without a heading."""
        if not self.content.headings:
            return None
        return self._map.next_heading(self.cursor, step)

    def move(self, by: int) -> None:
        """Move the cursor by rows, at most to the first or last row."""
        self.cursor += by

    def go(self, index: int) -> None:
        """Move the cursor to a row; -1 is the last row."""
        if index < 0:
            index += len(self.content.entries)
        self.cursor = index

    def go_under_the_eye(self, index: int) -> None:
        """Move the cursor to a row, and scroll so that it is at a third of the height."""
        self.go_back_to(index, self.window.top_for_third(index))

    def go_on_page(self, index: int) -> None:
        """Move the cursor to a row without a scroll; a row beyond the page begins a new page."""
        if index in self.page_rows:
            self.go_back_to(index, self.top)
        else:
            self.go_to_top(index)

    def go_to_top(self, index: int) -> None:
        """Move the cursor to a row, and scroll the row to the top of the screen."""
        line = self._map.line_of(index)
        if self.content.line_above(index) is not None:
            line -= 1
        self.go_back_to(index, line)

    def go_back_to(self, index: int, top: int) -> None:
        """Move the cursor to a row, and scroll so that line `top` is the first."""
        self._still = True
        self.cursor = index
        self._still = False
        self._wanted_top = top
        self._place()

    def select(self) -> None:
        """Select or unselect the row of the cursor, and go to the next row."""
        if self.current is not None:
            self.selected = self.selected ^ {self.cursor}
            self._anchor = self.cursor
            self.move(1)

    def select_range(self) -> None:
        """Select all rows from the row last selected to the cursor."""
        if self.current is not None:
            start = self._anchor if self.selected else self.cursor
            rows = range(min(start, self.cursor), max(start, self.cursor) + 1)
            self.selected = self.selected.union(rows)
            self._anchor = self.cursor

    def page(self, fraction: float) -> None:
        """Move cursor and screen by a part of the screen: 1 a page down, -0.5 half a page up."""
        by = self.window.page_step(fraction)
        self._scroll(self.top + by * self._map.height)
        self.cursor = self.window.nearest_row(self.cursor + by)

    def changed(self, rows: Iterable[int]) -> None:
        """Repaint rows whose marks changed."""
        regions = self.window.regions_of({*rows}, self.size.width)
        if regions:
            self.refresh(*regions)

    def stars_changed(self, people: frozenset[str], only: str) -> None:
        """Repaint papers by people (folded names) with new stars; see forget_people()."""
        self.changed(self._painter.forget_people(people, only))

    # Cursor and selection

    def validate_cursor(self, cursor: int) -> int:
        """Return the nearest valid row."""
        return max(0, min(cursor, self.content.rows - 1))

    def watch_cursor(self, old: int, new: int) -> None:
        """Repaint both rows and post Moved."""
        self.changed((old, new))
        if not self._still:
            self._follow()
        self.moves += 1
        self.post_message(self.Moved())

    def watch_selected(self, old: frozenset[int], new: frozenset[int]) -> None:
        """Repaint the rows on the screen that differ."""
        page = self.page_rows  # a row beside it may be on the screen in part
        self.changed((old ^ new) & {*range(page.start - 1, page.stop + 1)})

    def watch_quick(self) -> None:
        """Make all strips anew."""
        self._painter.forget()

    def watch_lines_a_paper(self) -> None:
        """Lay the papers out anew, the cursor at a third of the height."""
        self._lay_out()
        self._scroll(self.window.top_for_third(self.cursor))
        self._follow()
        self.refresh()

    def _place(self) -> None:
        """Scroll to the wanted first line; if that hides the cursor, put it at a third."""
        if not self.size.height or self._wanted_top is None:
            return
        top = self._wanted_top
        self._wanted_top = None
        self._scroll(self.window.top_showing(self.cursor, top))
        self._point()

    def _follow(self) -> None:
        """Scroll as little as shows three papers above and below the cursor."""
        top = self.window.top_following(self.cursor)
        if top != self.top:
            self._scroll(top)
        self._point()

    def _scroll(self, top: int) -> None:
        self.scroll_to(y=max(0, top), animate=False, force=True)

    def _point(self) -> None:
        """Put the terminal's cursor on the row, for screen readers and braille."""
        if self.has_focus:
            x, y = self.content_region.offset
            self.app.cursor_position = Offset(x, y + self._map.line_of(self.cursor) - self.top)

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to the clicked paper; a click on the cursor's paper chooses it."""
        row = self._map.paper_at(self.top + event.y)
        if row == self.cursor:
            self.post_message(self.Chosen())
        elif row is not None:
            self.cursor = row

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll down, and move the cursor if it would leave the screen."""
        self._turn(event, _WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll up, and move the cursor if it would leave the screen."""
        self._turn(event, -_WHEEL)

    def _turn(self, event: events.MouseEvent, by: int) -> None:
        event.stop()
        event.prevent_default()
        self._scroll(self.top + by)
        self.cursor = self.window.nearest_row(self.cursor)

    def on_focus(self) -> None:
        """Put the terminal's cursor on the row, with the focus."""
        self._point()

    def on_resize(self) -> None:
        """Make the strips for a new width; a visible cursor stays on its line."""
        lines = self._map.height
        self._lay_out()
        if lines != self._map.height:
            self._wanted_top = self.window.top_for_third(self.cursor)
        elif self._wanted_top is None:
            self._wanted_top = self.top
        self._place()

    def notify_style_update(self) -> None:
        """Make the strips anew for a new theme, focus or style sheet."""
        self._painter.forget_styles()
        super().notify_style_update()

    def _look(self) -> None:
        """Look at the list once for all lines that are painted now."""
        selection = Selection(self.cursor, self.selected, self.labels, self.quick)
        self._page = ListPage.of(self.content, self.window, self.size.width, selection)

    def render_line(self, y: int) -> Strip:
        """Return line y of the screen; its last cell shows where the page is in the list."""
        return self._painter.line(y, self._page)
