"""The detail: one paper's text, painted as strips. Scrolls; says how much is hidden below. Knows no paper."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.content import Content
from textual.strip import Strip
from textual.visual import Visual
from textual.widget import Widget

from arxtui.ui.render import UNICODE, Signs, style_of

WIDEST = 100
"""Cells; longer lines are hard to read."""
_WHEEL = 2


class Detail(Widget):
    """Shows one Content; a plain Widget, because a ScrollView lays everything out anew for each paper."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "detail--title", "detail--quiet", "detail--venue", "detail--alarm", "detail--star", "detail--tag",
        "detail--later", "detail--key", "detail--more", "detail--match", "detail--changed",
    }  # fmt: skip
    ALLOW_SELECT = False

    def __init__(self, signs: Signs = UNICODE, more: str = "J", *, id: str | None = None) -> None:
        """`more` is the key that scrolls down."""
        super().__init__(id=id)
        self._signs = signs
        self._more = more
        self._content: Content | None = None
        self._top = 0
        self._lines: list[Strip] | None = None  # None = to be made for the present width

    def show(self, content: Content | None, stay: bool = False) -> None:
        """Show this from its first line, or from where it is scrolled to (`stay`: a mark of the same paper changed)."""
        self._content, self._lines = content, None
        self._top = min(self._top, self._last_top()) if stay else 0
        self.refresh()

    @property
    def below(self) -> int:
        """Lines hidden below."""
        return max(0, len(self._strips()) - self._top - self.size.height)

    def scroll_page(self, direction: int) -> bool:
        """Scroll a page down (1) or up (-1), one line less than the height; False when nothing more is that way."""
        return self._scroll(direction * max(1, self.size.height - 1))

    def _scroll(self, by: int) -> bool:
        top = max(0, min(self._top + by, self._last_top()))
        if top == self._top:
            return False
        self._top = top
        self.refresh()
        return True

    def _last_top(self) -> int:
        return max(0, len(self._strips()) - self.size.height)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll."""
        event.stop()
        self._scroll(_WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll."""
        event.stop()
        self._scroll(-_WHEEL)

    def on_resize(self) -> None:
        """Other width, other lines; stay within them."""
        self._lines = None
        self._top = min(self._top, self._last_top())

    def notify_style_update(self) -> None:
        """Theme or CSS changed."""
        self._lines = None
        super().notify_style_update()

    @property
    def _width(self) -> int:
        return min(WIDEST, self.size.width)

    def _strips(self) -> list[Strip]:
        if self._lines is None:
            content = self._content or Content("")
            self._lines = Visual.to_strips(self, content, self._width, None, self.visual_style)
        return self._lines

    def render_line(self, y: int) -> Strip:
        """Line y of the screen; the last one tells how many are hidden below."""
        base, lines = self.visual_style.rich_style, self._strips()
        at = self._top + y
        strip = lines[at] if at < len(lines) else Strip([])
        if y == self.size.height - 1 and self.below:
            strip = self._with_more(strip)
        return strip.adjust_cell_length(self.size.width, base)

    def _with_more(self, strip: Strip) -> Strip:
        """The line up to a word, then at its right how many lines follow and the key."""
        text = f"{self._signs.more} {self.below} more ({self._more})"
        start = self._width - cell_len(text)
        if start < 0:
            return strip
        kept = strip if strip.cell_length < start - 1 else strip.crop(0, _word_end(strip.text, start - 2))
        base = self.visual_style.rich_style
        return Strip([*kept.adjust_cell_length(start, base), Segment(text, style_of(self, "detail--more"))])


def _word_end(text: str, cells: int) -> int:
    """Where the last word ends that fits into so many cells."""
    words, end = text.split(" "), 0
    for word in words:
        if end + cell_len(word) > cells:
            break
        end += cell_len(word) + 1
    return max(0, end - 1)
