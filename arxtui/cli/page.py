"""A page of a terminal: lines of columns, cut to its width, in colour on a terminal with colours.

The columns of `list`, `log` and `stats` are in paper_table.py, log_table.py and statistics.py. In a
pipe they print plain lines, which scripts rely on, without this module and without rich.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.text import Text

from arxtui import terminal_text
from arxtui.text import visible

GAP = "  "
"""Blanks between two columns."""
NARROW = 60
"""Cells of a terminal on which columns are left out."""
_EIGHTHS = " ▏▎▍▌▋▊▉█"

Part = tuple[str, str]
"""A text and the style of rich that it is shown in."""


class Page:
    """Standard output as a terminal; `signs` is the setting."""

    def __init__(self, *, signs: str = "auto") -> None:
        self.width = shutil.get_terminal_size().columns
        """Cells of a line."""
        self.star = "★"
        """The sign of a starred paper."""
        self._ellipsis = "…"
        self._text = terminal_text.of_terminal(signs, sys.stdout)
        if self._text.ascii_signs:
            self.star = "*"
            self._ellipsis = "~"
        self._console = Console(
            file=sys.stdout, width=self.width, highlight=False, markup=False, emoji=False
        )

    @property
    def is_narrow(self) -> bool:
        """True where columns have to be left out."""
        return self.width < NARROW

    def line(self, *parts: Part) -> None:
        """Print a line, cut off at the width of the terminal."""
        text = Text.assemble(*parts)
        self._console.print(text, no_wrap=True, overflow="crop", crop=True)

    def cut(self, text: str, width: int) -> str:
        """Return a text without control characters, cut to at most `width` cells."""
        text = self._text.of(visible(text))
        if cell_len(text) > width:
            return set_cell_size(text, max(0, width - 1)) + self._ellipsis
        return text

    def fill(self, text: str, width: int) -> str:
        """Return a text of exactly `width` cells: cut, or followed by blanks."""
        return set_cell_size(self.cut(text, width), width)

    def widest(self, texts: Iterable[str], most: int) -> int:
        """Return the number of cells of the longest text, at most `most`."""
        return max((cell_len(self.cut(text, most)) for text in texts), default=0)

    def bar(self, count: int, most: int, width: int) -> str:
        """Return a bar for a count, which has `width` cells where the count is `most`.

        A count that is not 0 has a bar that can be seen.
        """
        if not count or width < 1:
            return ""
        eighths = max(1, round(8 * width * count / most))
        if self._text.ascii_signs:
            return "#" * max(1, eighths // 8)
        whole, rest = divmod(eighths, 8)
        return "█" * whole + _EIGHTHS[rest].strip()
