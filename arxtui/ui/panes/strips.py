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
    Blanks behind a text in the same style become a part of it: each segment is filtered, sent and
    compared with the screen singly.
    """
    line = list(segments)
    free = width - sum(cells(segment.text) for segment in line)
    if free < 0:
        return Strip(line).adjust_cell_length(width, style)
    blanks = " " * free
    if line and line[-1].style is style:
        line[-1] = Segment(line[-1].text + blanks, style)
    elif free:
        line.append(Segment(blanks, style))
    return Strip(line, width)
