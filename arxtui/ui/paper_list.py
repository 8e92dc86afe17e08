"""The list of papers: any number of rows, work only for those on the screen. Knows neither library, app nor sibling.

On Textual's Line API. Marks are read anew at every repaint; a strip is kept only as long as
its entry, its place and its look are the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.content import Content
from textual.geometry import Offset, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from arxtui.model import Entry, Head
from arxtui.text import visible
from arxtui.ui.render import UNICODE, Signs, Spans, one_line, row_text, style_of

_WHEEL = 3  # rows a turn
_KEPT = 512  # strips; more than any screen has rows


class _Look(NamedTuple):
    """All that a strip depends on; equal looks have equal strips."""

    entry: Entry[Head]
    spans: tuple[tuple[int, int], ...]
    cursor: bool
    selected: bool
    watched: bool


class PaperList(ScrollView, can_focus=True, inherit_bindings=False):
    """Shows entries, one row each; the cursor is on one of them while there are any."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "paper-list--cursor", "paper-list--unread", "paper-list--later", "paper-list--read", "paper-list--star",
        "paper-list--tag", "paper-list--news", "paper-list--authors", "paper-list--match", "paper-list--selected",
        "paper-list--empty",
    }  # fmt: skip
    ALLOW_SELECT = False

    cursor: reactive[int] = reactive(0, repaint=False, init=False)
    """The row of the cursor, 0 in an empty list."""
    selected: reactive[frozenset[int]] = reactive(frozenset(), repaint=False, init=False)
    """The rows that are selected; empty after show()."""
    empty: reactive[str] = reactive("No papers here")
    """What is said in place of rows when there are none."""
    quick: reactive[Mapping[str, int]] = reactive(dict, init=False)
    """The digit of each quick tag."""

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

    def __init__(self, signs: Signs = UNICODE, columns: Sequence[str] = ("authors",), *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.columns = columns
        """Names of render.COLUMNS that stand beside the title."""
        self.watched: Callable[[Head], bool] | None = None
        """Whether a watch rule holds for a paper."""
        self._anchor = 0
        self.built = 0
        """How many strips were made so far."""
        self._signs = signs
        self._entries: Sequence[Entry[Head]] = ()
        self._spans: Spans | None = None
        self._strips: dict[int, tuple[_Look, Strip]] = {}  # by row, least lately painted first
        self._styles: dict[tuple[str, ...], Style] = {}
        self._wanted_top: int | None = None  # shown before there was a size

    # What is shown, and where

    def show(
        self, entries: Sequence[Entry[Head]], keep: int = 0, top: int | None = None, spans: Spans | None = None
    ) -> None:
        """Show other entries, the cursor on row `keep`, row `top` first (None: as it was, if that shows the cursor).

        Only rows on the screen are taken from `entries`, at each repaint anew. Sends no message.
        """
        self._entries, self._spans = entries, spans
        self._strips.clear()
        self.set_reactive(PaperList.selected, frozenset())
        self.virtual_size = Size(self.size.width, len(entries))
        self.set_reactive(PaperList.cursor, self.validate_cursor(keep))
        self._wanted_top = self.top if top is None else top
        self._place()
        self.refresh()

    @property
    def current(self) -> Entry[Head] | None:
        """The entry under the cursor, with its present mark; None in an empty list."""
        return self._entries[self.cursor] if self._entries else None

    @property
    def top(self) -> int:
        """The first row on the screen, for show()."""
        return self.scroll_offset.y

    @property
    def rows(self) -> int:
        """How many rows the screen holds, at least 1."""
        return max(1, self.size.height)

    def move(self, by: int) -> None:
        """Move the cursor by so many rows, as far as there are any."""
        self.cursor += by

    def go(self, index: int) -> None:
        """Move the cursor to a row; -1 is the last."""
        self.cursor = index if index >= 0 else len(self._entries) + index

    def select(self) -> None:
        """Select the row of the cursor, or no longer, and go to the next one."""
        if self._entries:
            self.selected, self._anchor = self.selected ^ {self.cursor}, self.cursor
            self.move(1)

    def select_range(self) -> None:
        """Select all rows from the one last selected to the cursor."""
        if self._entries:
            start = self._anchor if self.selected else self.cursor
            rows = range(min(start, self.cursor), max(start, self.cursor) + 1)
            self.selected, self._anchor = self.selected.union(rows), self.cursor

    def page(self, fraction: float) -> None:
        """Move cursor and screen by a part of the screen: 1 a page down, -0.5 half a page up."""
        rows = max(1, self.rows - 1) if abs(fraction) >= 1 else self.rows
        by = max(1, round(rows * abs(fraction))) * (1 if fraction > 0 else -1)
        self._scroll(self.top + by)
        self.move(by)

    def changed(self, rows: Iterable[int]) -> None:
        """The marks of these rows changed: repaint those on the screen."""
        for row in rows:
            if self.top <= row < self.top + self.rows:
                self.refresh_line(row)

    def changed_all(self) -> None:
        """Any mark may have changed: repaint."""
        self.refresh()

    # Cursor and selection

    def validate_cursor(self, cursor: int) -> int:
        """Keep it on a row."""
        return max(0, min(cursor, len(self._entries) - 1))

    def watch_cursor(self, old: int, new: int) -> None:
        """Repaint the two rows and tell."""
        self.refresh_line(old)
        self.refresh_line(new)
        self._follow()
        self.post_message(self.Moved(new))

    def watch_selected(self, old: frozenset[int], new: frozenset[int]) -> None:
        """Repaint what differs."""
        self.changed(old ^ new)

    def watch_quick(self) -> None:
        """Other digits, other strips."""
        self._strips.clear()

    def _place(self) -> None:
        """Scroll to the wanted first row; if the cursor is not seen from there, have it a third down."""
        if not self.size.height or self._wanted_top is None:
            return
        top, self._wanted_top = self._wanted_top, None
        seen = top <= self.cursor < top + self.rows
        self._scroll(top if seen else self.cursor - self.rows // 3)
        self._point()

    def _follow(self) -> None:
        """Scroll as little as shows the cursor."""
        if self.cursor < self.top:
            self._scroll(self.cursor)
        elif self.cursor >= self.top + self.rows:
            self._scroll(self.cursor - self.rows + 1)
        self._point()

    def _scroll(self, top: int) -> None:
        self.scroll_to(y=max(0, top), animate=False, force=True)

    def _point(self) -> None:
        """Put the terminal's cursor on the row, for screen readers and braille."""
        if self.has_focus:
            x, y = self.content_region.offset
            self.app.cursor_position = Offset(x, y + self.cursor - self.top)

    # Mouse, size and style

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor; on the row of the cursor it chooses it."""
        row = self.top + event.y
        if row == self.cursor and self._entries:
            self.post_message(self.Chosen(row))
        elif row < len(self._entries):
            self.cursor = row

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll, and take the cursor along where it would leave the screen."""
        self._turn(event, _WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Likewise."""
        self._turn(event, -_WHEEL)

    def _turn(self, event: events.MouseEvent, by: int) -> None:
        event.stop()
        event.prevent_default()
        self._scroll(self.top + by)
        self.cursor = max(self.top, min(self.cursor, self.top + self.rows - 1))

    def on_focus(self) -> None:
        """The terminal's cursor comes with the focus."""
        self._point()

    def on_resize(self) -> None:
        """Other width, other strips; the cursor stays in sight."""
        self._strips.clear()
        self.virtual_size = Size(self.size.width, len(self._entries))
        if self._wanted_top is None:
            self._follow()
        else:
            self._place()

    def notify_style_update(self) -> None:
        """Theme, focus or CSS changed."""
        self._strips.clear()
        self._styles.clear()
        super().notify_style_update()

    # Paint

    def render_line(self, y: int) -> Strip:
        """The row at line y of the screen."""
        row = self.top + y
        if not self._entries:
            return self._empty_line(y)
        if row >= len(self._entries):
            return Strip.blank(self.size.width, self._style())
        entry = self._entries[row]
        spans = self._spans(one_line(entry.paper.plain or entry.paper.title)) if self._spans else ()
        look = _Look(entry, spans, row == self.cursor, row in self.selected, self._hit(entry.paper))
        kept = self._strips.pop(row, None)
        if kept is None or kept[0] != look:
            kept = (look, self._build(look))
        self._strips[row] = kept
        if len(self._strips) > _KEPT:
            del self._strips[next(iter(self._strips))]
        return kept[1]

    def _hit(self, head: Head) -> bool:
        return self.watched is not None and self.watched(head)

    def _build(self, look: _Look) -> Strip:
        self.built += 1
        signs, width = self._signs, self.size.width
        row = row_text(look.entry, width, signs, self.quick, self.columns, look.watched)
        over = ("cursor",) if look.cursor else ()
        pile = look.entry.mark.pile
        title, chosen = self._style(pile, *over), self._style("selected", *over)
        segments = [
            Segment(signs.cursor if look.cursor else " ", chosen),
            Segment(signs.selected if look.selected else " ", chosen),
            Segment(row.pile, title),
            Segment(row.star, self._style("star", *over)),
            Segment(row.tag, self._style("tag", *over)),
            Segment(row.news, self._style("news", *over)),
            Segment(" ", title),
            *_parts(row.title, look.spans, title, self._style(pile, "match", *over)),
            Segment(row.beside, self._style("authors", *over)),
        ]
        return Strip(segments).adjust_cell_length(width, title)

    def _style(self, *names: str) -> Style:
        """The style of component classes laid over each other, over the list's own."""
        style = self._styles.get(names)
        if style is None:
            style = self._styles[names] = style_of(self, *[f"paper-list--{name}" for name in names])
        return style

    def _empty_line(self, y: int) -> Strip:
        width = self.size.width
        lines = Content(visible(self.empty)).wrap(max(1, width - 4))
        at = y - max(0, (self.size.height - len(lines)) // 3)
        if not 0 <= at < len(lines):
            return Strip.blank(width, self._style())
        text = lines[at].plain.rstrip()
        style = self._style("empty")
        left = " " * ((width - lines[at].cell_length) // 2)
        return Strip([Segment(left + text, style)]).adjust_cell_length(width, style)


def _parts(text: str, spans: Iterable[tuple[int, int]], plain: Style, match: Style) -> list[Segment]:
    """The text with its matched parts in another style; spans beyond its end are left out."""
    segments, at = [], 0
    for start, stop in spans:
        if at <= start < stop and start < len(text):
            segments += [Segment(text[at:start], plain), Segment(text[start:stop], match)]
            at = stop
    return [segment for segment in [*segments, Segment(text[at:], plain)] if segment.text]
