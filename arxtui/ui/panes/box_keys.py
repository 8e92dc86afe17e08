"""The keys of the box at the end of its row: `Tab complete  Enter stay  Esc back`."""

from __future__ import annotations

from rich.segment import Segment

from arxtui.ui.panes.line import KeysLine, Pairs, paint, visible_pairs, width_of
from arxtui.ui.panes.render import key_in

NAMES = {
    "Enter": "enter",
    "Esc": "escape",
    "Tab": "tab",
    "↑↓": "down",
    "Up/Down": "down",
    "Ctrl-p": "ctrl+p",
}
"""The keys of a box as a person reads them -> their Textual names."""


class BoxKeys(KeysLine):
    """The keys of the box, as many as fit beside the text; each can be clicked."""

    def show(self, pairs: Pairs, room: int) -> None:
        """Show pairs in `room` cells; if not all fit, the last pairs."""
        shown = [(key_in(self._signs, key), label) for key, label in visible_pairs(pairs)]
        while shown and width_of(shown) > room:
            del shown[0]
        self.display = bool(shown)
        if tuple(shown) != self._pairs:
            self._pairs = tuple(shown)
            self.styles.width = width_of(shown)
            self.refresh()

    def _segments(self, width: int) -> list[Segment]:
        return paint(self._pairs, self._style("key"), self._style("quiet"))
