"""The scroll mark: a thumb at the right of the list, at the place of the page in the list."""

from __future__ import annotations

from arxtui.ui.panes.list_window import ListWindow


def marked_lines(window: ListWindow) -> range:
    """Return the lines of the screen with the mark, from 0; empty if the whole list is visible."""
    lines = window.map.lines
    hidden = lines - window.height
    if hidden <= 0:
        return range(0)
    size = max(1, window.height * window.height // lines)
    start = round(window.top * (window.height - size) / hidden)
    return range(start, start + size)
