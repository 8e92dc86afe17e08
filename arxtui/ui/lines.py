"""Lines of one row: the view on top, the message line (the rule between list and detail), the key hints below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Literal

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from arxtui.ui.render import UNICODE, Signs, cut, one_line, style_of

Kind = Literal["done", "asks", "error", "quiet"]


class _Line(Widget):
    """One row of segments; what they are, the lines below say."""

    ALLOW_SELECT = False

    def __init__(self, signs: Signs = UNICODE, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._signs = signs

    def render_line(self, y: int) -> Strip:
        """The row, exactly as wide as the widget."""
        segments = self._segments(self.size.width) if y == 0 else []
        return Strip(segments).adjust_cell_length(self.size.width, self._style())

    def _segments(self, width: int) -> list[Segment]:
        raise NotImplementedError

    def _style(self, *names: str) -> Style:
        return style_of(self, *names)


class ViewLine(_Line):
    """What is shown, at the left, and in what order, at the right."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"view-line--place", "view-line--right"}
    _left = _right = ""

    def show(self, left: str, right: str) -> None:
        """Show these; of `left` what stands before three blanks is strong, `right` goes first where room is short."""
        self._left, self._right = one_line(left), one_line(right)
        self.refresh()

    def _segments(self, width: int) -> list[Segment]:
        right = self._right if cell_len(self._left) + cell_len(self._right) + 4 <= width else ""
        left = cut(self._left, width - 2, self._signs.ellipsis)
        place, gap, rest = left.partition("   ")
        blanks = " " * (width - 2 - cell_len(left) - cell_len(right))
        return [
            Segment(" " + place, self._style("view-line--place")),
            Segment(gap + rest + blanks, self._style()),
            Segment(right, self._style("view-line--right")),
        ]


class MessageLine(_Line):
    """A rule with a message on it: what was done, what is asked, what went wrong."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"message-line--{kind}" for kind in ("done", "asks", "error", "quiet", "rule")
    }
    _text = ""
    _right = ""
    _kind: Kind = "quiet"

    def say(self, text: str, kind: Kind = "done", right: str = "") -> None:
        """Say this until something else is said, `right` at the end where there is room; nothing = the bare rule."""
        self._text, self._kind, self._right = one_line(text), kind, one_line(right)
        self.refresh()

    @property
    def text(self) -> str:
        """What is said."""
        return self._text

    def _segments(self, width: int) -> list[Segment]:
        line, rule = self._signs.rule, self._style("message-line--rule")
        right = f" {self._right} " if self._right and cell_len(self._right) + 24 < width else ""
        room = width - 6 - (cell_len(right) + 2 if right else 0)
        text = f" {cut(self._text, room, self._signs.ellipsis)} " if self._text else ""
        after = 2 if right else 0
        between = width - 2 - cell_len(text) - cell_len(right) - after
        return [
            Segment(line * 2, rule),
            Segment(text, self._style(f"message-line--{self._kind}")),
            Segment(line * between, rule),
            Segment(right, self._style("message-line--quiet")),
            Segment(line * after, rule),
        ]


class Hints(_Line):
    """The keys that matter now: `d done  b later`."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"hints--key", "hints--label"}
    _pairs: tuple[tuple[str, str], ...] = ()

    def show(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Show (key, label) pairs; the last two always, of the others as many from the left as fit."""
        self._pairs = tuple((one_line(key), one_line(label)) for key, label in pairs)
        self.refresh()

    def _segments(self, width: int) -> list[Segment]:
        key_style, label_style = self._style("hints--key"), self._style("hints--label")
        segments = []
        for key, label in self._fitting(width):
            segments += [Segment(" " + key, key_style), Segment(f" {label} ", label_style)]
        return segments

    def _fitting(self, width: int) -> list[tuple[str, str]]:
        kept, always = list(self._pairs[:-2]), list(self._pairs[-2:])
        while kept and sum(_cells(pair) for pair in kept + always) > width + 1:  # the last blank may be cut
            kept.pop()
        return kept + always


def _cells(pair: tuple[str, str]) -> int:
    return cell_len(pair[0]) + cell_len(pair[1]) + 3
