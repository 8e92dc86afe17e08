"""The signs of a paper, and its texts in the form for a row.

No colour, no state. Every text of a paper passes through visible() here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size

from arxtui.text import visible


class Signs(NamedTuple):
    """The signs that are not letters, each one cell wide except `ellipsis` and `part`."""

    cursor: str
    """The row of the cursor."""
    selected: str
    """A selected row."""
    unread: str
    """A paper in the pile unread."""
    later: str
    """A paper in the pile later."""
    star: str
    """A starred paper."""
    tag: str
    """A tagged paper, if no tag has a digit."""
    hit: str
    """News: a hit of a watch rule."""
    updated: str
    """News: a newer version than the version read."""
    note: str
    """News: the user's note."""
    ellipsis: str
    """The end of a text that was cut."""
    rule: str
    """The sign of which lines are drawn."""
    more: str
    """The text continues below."""
    less: str
    """Text was skipped above."""
    thumb: str
    """The scroll mark, at the right end of some lines of the list."""
    part: str
    """Between two parts of a line, with its blanks."""


UNICODE = Signs("▌", "+", "·", "~", "★", "#", "!", "^", '"', "…", "─", "▼", "▲", "▐", " · ")
ASCII = Signs(">", "+", ".", "~", "*", "#", "!", "^", '"', "..", "-", "v", "^", "|", " - ")

_ARROWS = {"↑↓": "Up/Down", "↑": "Up", "↓": "Down", "←": "Left", "→": "Right"}
"""Arrow keys -> their names, for a terminal without arrows."""

_LONG = 20_000  # characters of a text that is compared word by word
_JOINERS: dict[int, str | None] = {
    0x200D: None,
    0xFE0F: None,
    **{0x1F1E6 + at: chr(65 + at) for at in range(26)},
}
"""Signs that join emoji, and letters of flags: terminals differ in the width of the result."""


Spans = Callable[[str], tuple[tuple[int, int], ...]]
"""A function from a shown text to the places of matches, as (start, stop) in characters."""


def one_line(text: str) -> str:
    """Return a text of a paper in one row, with a width that all terminals agree on."""
    text = visible(text)
    return text if text.isascii() else text.translate(_JOINERS)


def key_in(signs: Signs, key: str) -> str:
    """Return a key as a person reads it; with signs of ASCII an arrow has its name: `j Down`."""
    if signs.ellipsis.isascii() and not key.isascii():
        for arrow, name in _ARROWS.items():
            key = key.replace(arrow, name)
    return key


def cells(text: str) -> int:
    """Return the cells of a text without control characters, as Rich does, but at once for ASCII.

    Rich looks at each letter of a text with an ellipsis, which is one cell wide.
    """
    if text.isascii():
        return len(text)
    return cell_len(text.replace("…", "."))


def cut(text: str, width: int, ellipsis: str = UNICODE.ellipsis) -> str:
    """Return a text of at most `width` cells; a longer text is cut and ends in the ellipsis."""
    if cell_len(text) <= width:
        return text
    room = width - cell_len(ellipsis)
    return set_cell_size(text, room).rstrip() + ellipsis if room > 0 else set_cell_size(text, width)
