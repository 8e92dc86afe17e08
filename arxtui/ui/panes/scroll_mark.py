"""The scroll mark: a thumb at the right of the list, which shows where the page is in it."""

from __future__ import annotations

from arxtui.ui.panes.list_window import ListWindow


def marked_lines(window: ListWindow) -> range:
    """Return the lines of the screen with the mark, from 0; none where the whole list is seen."""
    lines = window.map.lines
    hidden = lines - window.height
    if hidden <= 0:
        return range(0)
    size = max(1, window.height * window.height // lines)
    start = round(window.top * (window.height - size) / hidden)
    return range(start, start + size)
