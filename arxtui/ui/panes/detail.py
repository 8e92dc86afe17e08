"""The detail: a text, painted as strips.

It scrolls and shows how many lines are hidden. If a text is too long for the pane and has a claim
(the sentence that says what the paper does), the pane shows the lines above the abstract and then
the abstract from its claim on, or from an earlier line if there is room; `▲ 4 more (K)` is the
number of skipped lines, and K goes to the beginning.
"""

from __future__ import annotations

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from arxtui.ui.panes.detail_lines import DetailLines, all_lines, from_claim
from arxtui.ui.panes.detail_painter import PADDING, WIDEST, DetailPainter, Page
from arxtui.ui.panes.line import Pairs, Pressed, key_at, visible_pairs
from arxtui.ui.panes.painted_lines import PaintedLines
from arxtui.ui.panes.paper_text import PaperText
from arxtui.ui.panes.render import UNICODE, Signs

_WHEEL = 2
_EMPTY = PaperText(Content(""))


class Detail(Widget):
    """Shows a text.

    It is a plain Widget, because a ScrollView makes a new layout for each paper.
    """

    ALLOW_SELECT = False

    class Resized(Message):
        """The size of the pane changed: a text that was laid out for its width may not fit."""

    def __init__(
        self,
        signs: Signs = UNICODE,
        keys: tuple[str, str] = ("J", "K"),
        *,
        from_claim: bool = True,
        id: str | None = None,
    ) -> None:
        """`keys` scroll down and up; with `from_claim` a long abstract begins at its claim."""
        super().__init__(id=id)
        self._styles_cache = PaintedLines(self._paint_page)
        self._signs = signs
        self._keys = keys
        self._from_claim = from_claim
        self._text = _EMPTY
        self._whole = False  # True once K has scrolled to the beginning of the abstract
        self._top = 0
        self._menu: tuple[tuple[str, str], ...] = ()  # keys and choices of a menu in the last line
        self._painter = DetailPainter(self)
        self._lines: DetailLines | None = None  # the lines, or None
        self._laid_out_for: Size | None = None  # the size of the pane for which they were made
        self._strips: list[Strip] = []  # the painted lines on the screen
        self._painted_for: Size | None = None  # their size; None = they have to be painted

    def show(self, text: PaperText | None, stay: bool = False) -> None:
        """Show a text from its beginning, or with `stay` at the present scroll position."""
        self._text = text or _EMPTY
        self._lines = None
        if stay:
            self._top = min(self._top, self._last_top())
        else:
            self._top = 0
            self._whole = False
        self._repaint()

    def _repaint(self) -> None:
        """Paint the lines, and refresh the lines that look different now."""
        size = self.size
        if self._painted_for != size:
            self._painted_for = None
            self.refresh()
            return
        before = self._strips
        self._strips = self._painted(size)
        differ = [y for y, strip in enumerate(self._strips) if strip is not before[y]]
        if differ:
            left = -self.gutter.left  # Textual does not have to cut lines that are whole
            width = self.outer_size.width
            self.refresh(*[Region(left, y, width, 1) for y in differ])

    @property
    def content(self) -> Content:
        """The whole text that is shown; empty without a text."""
        return self._text.content

    @property
    def below(self) -> int:
        """Number of lines hidden below."""
        return max(0, len(self._laid_out().offsets) - self._top - self.size.height)

    @property
    def skipped(self) -> int:
        """Number of skipped lines of the abstract, which scrolling up shows."""
        if self._top > 0:
            return 0
        return self._laid_out().skipped

    def scroll_page(self, direction: int) -> bool:
        """Scroll down (1) or up (-1) by the height minus a line; return False at the end."""
        if direction < 0 and self.skipped:
            self._whole = True
            self._lines = None
            self._repaint()
            return True
        return self._scroll(direction * max(1, self.size.height - 1))

    def _scroll(self, by: int) -> bool:
        top = max(0, min(self._top + by, self._last_top()))
        if top == self._top:
            return False
        self._top = top
        self._repaint()
        return True

    def _last_top(self) -> int:
        return max(0, len(self._laid_out().offsets) - self.size.height)

    def show_keys(self, pairs: Pairs) -> None:
        """Show (key, label) pairs in the last line, for a menu; () shows the text again."""
        if visible_pairs(pairs) != self._menu:
            self._menu = visible_pairs(pairs)
            self._repaint()

    def on_click(self, event: events.Click) -> None:
        """Report a clicked key of a menu; scroll at a click on the number of hidden lines."""
        last = self.size.height - 1
        place = event.get_content_offset(self)
        if place is None:
            return
        is_last = place.y == last
        is_above_claim = place.y == self._laid_out().head - 1
        more_below = self._start_of(self._more_below(self.below))
        more_above = self._start_of(self._more_above(self.skipped))
        if self._menu and is_last:
            key = key_at(self._menu, place.x + PADDING)
            if key:
                event.stop()
                self.post_message(Pressed(key))
        elif self.below and is_last and place.x >= more_below:
            self.scroll_page(1)
        elif self.skipped and is_above_claim and place.x >= more_above:
            self.scroll_page(-1)

    def _more_below(self, hidden: int) -> str:
        """Return the number of lines hidden below, in words: `▼ 12 more (J)`."""
        return _hidden(self._signs.more, hidden, self._keys[0])

    def _more_above(self, skipped: int) -> str:
        """Return the number of lines skipped above, in words: `▲ 4 more (K)`."""
        return _hidden(self._signs.less, skipped, self._keys[1])

    def _start_of(self, text: str) -> int:
        """Return the cell where a text at the right end of a line begins."""
        width = self.size.width
        left = max(0, width - WIDEST) // 2
        return left + min(WIDEST, width) - cell_len(text)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll down."""
        event.stop()
        self._scroll(_WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll up; from the claim to the beginning."""
        event.stop()
        if self.skipped:
            self.scroll_page(-1)
        else:
            self._scroll(-_WHEEL)

    def on_resize(self) -> None:
        """Make the lines for a new width, and limit the scroll position to them."""
        self._painted_for = None
        self._top = min(self._top, self._last_top())
        self.refresh()
        self.post_message(self.Resized())

    def notify_style_update(self) -> None:
        """Paint the lines anew for a new theme or style sheet."""
        self._painted_for = None
        self._painter.forget_styles()
        super().notify_style_update()

    def _laid_out(self) -> DetailLines:
        """Return the lines of the text; of a long text without lines before the claim."""
        size = self.size
        if self._lines is None or size != self._laid_out_for:
            self._lines = self._lines_for(size)
            self._laid_out_for = size
        return self._lines

    def _lines_for(self, size: Size) -> DetailLines:
        """Return the lines of the text for a pane of this size."""
        width = min(WIDEST, size.width)
        if width <= 0:  # the pane is hidden
            return DetailLines(self._text.content)
        if self._whole or not self._from_claim:
            return all_lines(self._text, width)
        return from_claim(self._text, width, size.height, self._signs)

    def _painted(self, size: Size) -> list[Strip]:
        """Return the lines on the screen; some say how many lines are hidden above and below."""
        lines = self._laid_out()
        above = ""
        below = ""
        if lines.skipped and self._top == 0:
            above = self._more_above(lines.skipped)
        hidden = len(lines.offsets) - self._top - size.height
        if hidden > 0:
            below = self._more_below(hidden)
        return self._painter.page(Page(lines, self._top, above, below, self._menu), size)

    def _paint_page(self) -> None:
        """Paint the lines on the screen if they are not painted in its size."""
        size = self.size
        if self._painted_for != size:
            self._strips = self._painted(size)
            self._painted_for = size

    def render_line(self, y: int) -> Strip:
        """Return line y of the screen."""
        return self._strips[y]


def _hidden(sign: str, count: int, key: str) -> str:
    """Return a number of hidden lines in words, with the key that shows them if it is not ``."""
    if key:
        return f"{sign} {count} more ({key})"
    return f"{sign} {count} more"
