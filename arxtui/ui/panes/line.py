"""A widget of one row, painted as segments. status_lines.py has its subclasses."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from arxtui.ui.panes.kept_styles import KeptStyles
from arxtui.ui.panes.painted_lines import PaintedLines
from arxtui.ui.panes.render import UNICODE, Signs, one_line
from arxtui.ui.panes.strips import filled

Pairs = Sequence[tuple[str, str]]
"""Keys as a person reads them, each with its label."""


class Pressed(Message):
    """A key was clicked instead of typed."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self.key = key
        """The key in the form on the screen: `d`, `Esc`."""


class Line(Widget):
    """A row of segments, exactly as wide as the widget."""

    ALLOW_SELECT = False

    def __init__(self, signs: Signs = UNICODE, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._styles_cache = PaintedLines()
        self._signs = signs
        self._styles = KeptStyles(self)

    def render_line(self, y: int) -> Strip:
        """Return the row."""
        segments = []
        width = self.size.width
        if y == 0:
            segments = self._segments(width)
        return filled(segments, width, self._style())

    def _segments(self, width: int) -> list[Segment]:
        raise NotImplementedError

    def _style(self, *looks: str) -> Style:
        return self._styles.of(*looks)

    def notify_style_update(self) -> None:
        """Take the styles of a new theme or style sheet."""
        self._styles.forget()
        super().notify_style_update()


class KeysLine(Line):
    """A row with keys and their labels; each key can be clicked."""

    _pairs: tuple[tuple[str, str], ...] = ()

    def on_click(self, event: events.Click) -> None:
        """Report the key that is clicked."""
        key = key_at(self._fitting(self.size.width), event.x)
        if key:
            event.stop()
            self.post_message(Pressed(key))

    def _fitting(self, width: int) -> Pairs:
        """Return the pairs that are painted in `width` cells."""
        return self._pairs


def visible_pairs(pairs: Pairs) -> tuple[tuple[str, str], ...]:
    """Return pairs without control characters."""
    return tuple((one_line(key), one_line(label)) for key, label in pairs)


def width_of(pairs: Pairs) -> int:
    """Return the number of cells of painted pairs: ` d done `."""
    return sum(_cells(key, label) for key, label in pairs)


def _cells(key: str, label: str) -> int:
    return cell_len(key) + cell_len(label) + 3


def paint(pairs: Pairs, key_style: Style, label_style: Style) -> list[Segment]:
    """Return pairs as segments."""
    segments = []
    for key, label in pairs:
        segments += [Segment(" " + key, key_style), Segment(f" {label} ", label_style)]
    return segments


def key_at(pairs: Pairs, cell: int) -> str:
    """Return the key of the pair on a cell; `` if no pair is there.

    Of a pair with several keys, `d b s`, it is the key on the cell.
    """
    start = 0
    for key, label in pairs:
        stop = start + _cells(key, label)
        if start <= cell < stop:
            if " " in key and not key.endswith(":"):
                return word_at(key, cell - start - 1)
            return key
        start = stop
    return ""


def word_at(text: str, cell: int) -> str:
    """Return the word on a cell of a text of narrow signs; `` between two words."""
    if not 0 <= cell < len(text) or text[cell] == " ":
        return ""
    start = text.rfind(" ", 0, cell) + 1
    return text[start:].split(" ")[0]
