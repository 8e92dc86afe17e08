"""Paints the lines of the detail: its text in styles, and the numbers of hidden lines."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style as RichStyle
from textual.content import Span
from textual.geometry import Size
from textual.strip import Strip
from textual.style import Style
from textual.widget import Widget

from arxtui.ui.panes.detail_lines import DetailLines
from arxtui.ui.panes.kept_styles import KeptStyles
from arxtui.ui.panes.line import Pairs, paint
from arxtui.ui.panes.render import cells
from arxtui.ui.panes.strips import filled

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


class _Line(NamedTuple):
    """All that a painted line depends on, beside the styles."""

    text: str
    spans: tuple[Span, ...]
    """The spans of its styles, counted from its beginning, in the order in which they are laid."""
    more: str
    """The number of hidden lines at its end, in words; `` without such a number."""
    width: int
    """Cells of the pane."""


class DetailPainter:
    """Makes the lines of a page, each a strip.

    The strips of the last page are kept: a mark shows its paper anew, but changes a single line.
    """

    def __init__(self, widget: Widget) -> None:
        self.painted = 0
        """Number of lines that were painted; kept lines do not count."""
        self._styles = KeptStyles(widget)
        self._kept: dict[_Line, Strip] = {}

    def forget_styles(self) -> None:
        """Forget all lines and styles: theme or style sheet changed."""
        self._kept = {}
        self._styles.forget()

    def page(self, page: Page, size: Size) -> list[Strip]:
        """Return the lines of the pane, each as wide as the pane; a narrow text is centred."""
        kept: dict[_Line, Strip] = {}
        strips = []
        for y in range(size.height):
            line = _line(page, y, size)
            if line not in kept:
                kept[line] = self._kept.get(line) or self._strip(line)
            strips.append(kept[line])
        self._kept = kept
        if page.menu and strips:
            strips[-1] = self._menu(page.menu, size.width)
        return strips

    def _menu(self, pairs: Pairs, width: int) -> Strip:
        """Return the line of a menu, which begins where the last row of the screen does."""
        keys = paint(pairs, self._style("key"), self._style("quiet"))
        return Strip(keys).crop(PADDING).adjust_cell_length(width, self._style())

    def _strip(self, line: _Line) -> Strip:
        """Paint a line, as wide as the pane."""
        self.painted += 1
        segments = []
        left = max(0, line.width - WIDEST) // 2
        if left:
            segments.append(Segment(" " * left, self._style()))
        if line.more:
            segments += self._with_more(line, min(WIDEST, line.width))
        else:
            segments += self._text(line, len(line.text))
        return filled(segments, line.width, self._style())

    def _text(self, line: _Line, stop: int) -> list[Segment]:
        """Return a line up to an offset in its styles, a later style over earlier styles."""
        cuts = {0, stop}
        for span in line.spans:
            cuts.add(min(stop, span.start))
            cuts.add(min(stop, span.end))
        segments = []
        for begin, end in pairwise(sorted(cuts)):
            names = [span.style for span in line.spans if span.start <= begin and span.end >= end]
            segments.append(Segment(line.text[begin:end], self._style(*names)))
        return segments

    def _style(self, *looks: str | Style) -> RichStyle:
        """Return looks, or styles of Textual, laid in order over the style of the pane."""
        return self._styles.of(*looks)

    def _with_more(self, line: _Line, width: int) -> list[Segment]:
        """Return a line with the number of hidden lines, and their key, at its end."""
        room = width - cells(line.more)
        if room < 0:
            return self._text(line, len(line.text))
        text = line.text
        if cells(text) >= room - 1:
            text = _words(text, room - 2)
        segments = self._text(line, len(text))
        blanks = " " * (room - cells(text))
        more = Segment(line.more, self._style("accent"))
        return [*segments, Segment(blanks, self._style()), more]


def _line(page: Page, y: int, size: Size) -> _Line:
    """Return line y of the pane."""
    at = page.top + y
    start, stop = page.lines.ends(at)
    more = ""
    if page.above and at == page.lines.head - 1:
        more = page.above
    if page.below and y == size.height - 1:
        more = page.below
    text = page.lines.text
    spans = [
        Span(max(0, span.start - start), min(stop, span.end) - start, span.style)
        for span in text.spans
        if span.start < stop and span.end > start
    ]
    return _Line(text.plain[start:stop], tuple(spans), more, size.width)


def _words(text: str, room: int) -> str:
    """Return the first words of a text, as many as fit into `room` cells."""
    stop = 0
    used = 0
    for word in text.split(" "):
        used += cells(word)
        if used > room:
            break
        stop += len(word) + 1
        used += 1
    return text[: max(0, stop - 1)]
