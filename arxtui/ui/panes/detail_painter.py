"""Paints the lines of the detail: its text in styles, and the numbers of hidden lines."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style as RichStyle
from textual.content import Content, Span
from textual.geometry import Size
from textual.strip import Strip
from textual.style import Style
from textual.widget import Widget

from arxtui.ui.panes.detail_lines import DetailLines
from arxtui.ui.panes.kept_styles import KeptStyles
from arxtui.ui.panes.line import Pairs, paint

WIDEST = 100
"""Cells; longer lines are hard to read."""
PADDING = 1
"""Cells at the left of the detail, in arxtui.tcss."""


class Page(NamedTuple):
    """The part of a text that is on the screen."""

    lines: DetailLines
    """The lines of the text."""
    top: int
    """The first line on the screen."""
    above: str
    """The number of lines skipped above the claim, in words; `` if no line is skipped."""
    below: str
    """The number of lines hidden below, in words; `` if no line is hidden."""
    menu: Pairs
    """Keys and choices of a menu, for the last line; () without a menu."""


class DetailPainter:
    """Makes the lines of a page, each a strip; styles are kept until they change."""

    def __init__(self, widget: Widget) -> None:
        self._styles = KeptStyles(widget)

    def forget_styles(self) -> None:
        """Forget all styles: theme or style sheet changed."""
        self._styles.forget()

    def page(self, page: Page, size: Size) -> list[Strip]:
        """Return the lines of the pane, each as wide as the pane; a narrow text is centred."""
        left = max(0, size.width - WIDEST) // 2
        strips = []
        for y in range(size.height):
            segments = self._line(page, y, size)
            if left:
                segments.insert(0, Segment(" " * left, self._style()))
            strips.append(Strip(segments).adjust_cell_length(size.width, self._style()))
        if page.menu and strips:
            strips[-1] = self._menu(page.menu, size.width)
        return strips

    def _menu(self, pairs: Pairs, width: int) -> Strip:
        """Return the line of a menu, which begins where the last row of the screen does."""
        keys = paint(pairs, self._style("key"), self._style("quiet"))
        return Strip(keys).crop(PADDING).adjust_cell_length(width, self._style())

    def _line(self, page: Page, y: int, size: Size) -> list[Segment]:
        at = page.top + y
        start, stop = page.lines.ends(at)
        more = ""
        if page.above and at == page.lines.head - 1:
            more = page.above
        if page.below and y == size.height - 1:
            more = page.below
        if more:
            return self._with_more(page.lines.text, start, stop, more, min(WIDEST, size.width))
        return self._text(page.lines.text, start, stop)

    def _text(self, text: Content, start: int, stop: int) -> list[Segment]:
        """Return a piece of a text in its styles; later styles are laid over earlier styles."""
        plain = text.plain
        spans = [span for span in text.spans if span.start < stop and span.end > start]
        if not spans:
            return [Segment(plain[start:stop], self._style())] if start < stop else []
        cuts = {start, stop}
        for span in spans:
            cuts.add(max(start, span.start))
            cuts.add(min(stop, span.end))
        segments = []
        for begin, end in pairwise(sorted(cuts)):
            names = [span.style for span in spans if _covers(span, begin, end)]
            segments.append(Segment(plain[begin:end], self._style(*names)))
        return segments

    def _style(self, *looks: str | Style) -> RichStyle:
        """Return looks, or styles of Textual, laid in order over the style of the pane."""
        return self._styles.of(*looks)

    def _with_more(
        self, text: Content, start: int, stop: int, more: str, width: int
    ) -> list[Segment]:
        """Return a piece of a text with the number of hidden lines, and their key, at its end."""
        room = width - cell_len(more)
        if room < 0:
            return self._text(text, start, stop)
        line = text.plain[start:stop]
        if cell_len(line) >= room - 1:
            line = _words(line, room - 2)
        segments = self._text(text, start, start + len(line))
        blanks = " " * (room - cell_len(line))
        return [*segments, Segment(blanks, self._style()), Segment(more, self._style("accent"))]


def _covers(span: Span, start: int, stop: int) -> bool:
    return span.start <= start and span.end >= stop


def _words(text: str, cells: int) -> str:
    """Return the first words of a text, as many as fit into `cells` cells."""
    stop = 0
    used = 0
    for word in text.split(" "):
        used += cell_len(word)
        if used > cells:
            break
        stop += len(word) + 1
        used += 1
    return text[: max(0, stop - 1)]
