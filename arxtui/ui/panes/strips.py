"""Lines of a pane as strips whose width is known. No state."""

from __future__ import annotations

from collections.abc import Iterable

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from arxtui.ui.panes.render import cells


def filled(segments: Iterable[Segment], width: int, style: Style) -> Strip:
    """Return segments as a strip of `width` cells: blanks are added, or cells cut off.

    Textual measures the segments of a strip of unknown width, and makes a second strip to fill it.
    """
    line = list(segments)
    free = width - sum(cells(segment.text) for segment in line)
    if free < 0:
        return Strip(line).adjust_cell_length(width, style)
    if free:
        line.append(Segment(" " * free, style))
    return Strip(line, width)
