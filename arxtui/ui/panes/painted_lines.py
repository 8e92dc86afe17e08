"""Keep painted lines of a pane until Textual says that they changed.

Textual's own cache asks the style sheet for borders, outline, hatch, tint and opacity at each line
that it paints, and filters the colours of unchanged lines again: two thirds of the CPU of a line.
Our panes have no such style, so they put a PaintedLines in the place of that cache. The place is
the private attribute `_styles_cache`, because Textual has no public way to change how the lines of
a widget are kept. tests/test_painted_lines.py fails if Textual drops the attribute, or if a pane
would look different with Textual's own cache.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.segment import Segment
from textual._styles_cache import StylesCache
from textual.filter import LineFilter
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget


class PaintedLines(StylesCache):
    """The lines of a widget without hatch, tint, outline and opacity."""

    def __init__(self, begin: Callable[[], object] | None = None) -> None:
        """Take a function that is called before lines of the widget are painted."""
        super().__init__()
        self._begin = begin
        self._filters: Sequence[LineFilter] = ()
        self.painted = 0
        """Number of lines painted so far."""

    def render_widget(self, widget: Widget, crop: Region) -> list[Strip]:
        """Return the lines of a part of a widget, painted where they are dirty."""
        if _has_border(widget):
            if self._begin is not None:
                self._begin()
            return super().render_widget(widget, crop)
        width = widget.outer_size.width
        filters = widget.get_line_filters()
        if width != self._width or filters != self._filters:
            self.clear()
            self._width = width
            self._filters = filters
        lines = crop.line_range
        dirty = [y for y in lines if y in self._dirty_lines or y not in self._cache]
        if dirty:
            self._paint(widget, dirty)
            self._dirty_lines.difference_update(dirty)
        strips = [self._cache[y] for y in lines]
        if crop.column_span != (0, width):
            strips = [strip.crop(*crop.column_span) for strip in strips]
        return strips

    def _paint(self, widget: Widget, lines: Sequence[int]) -> None:
        """Ask the widget for lines, fill them to its width and filter their colours."""
        if self._begin is not None:
            self._begin()
        base, background = widget.background_colors
        style = self.get_inner_outer(base, background)[0].rich_style
        padding = widget.styles.padding
        left = Segment(" " * padding.left, style)
        right = Segment(" " * padding.right, style)
        width = self._width - padding.width
        for y in lines:
            strip = widget.render_line(y).adjust_cell_length(width, style)
            if padding.width:
                segments = [left, *strip, right]
                for line_filter in self._filters:
                    segments = line_filter.apply(segments, background)
                strip = Strip(segments, self._width)
            else:
                for line_filter in self._filters:
                    strip = strip.apply_filter(line_filter, background)
            self._cache[y] = strip
        self.painted += len(lines)


def _has_border(widget: Widget) -> bool:
    """Return whether a side of a widget has a border, or lines of padding stand above or below."""
    styles = widget.styles
    return bool(styles.gutter.height or styles.border_left[0] or styles.border_right[0])
