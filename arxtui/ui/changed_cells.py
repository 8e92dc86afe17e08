"""Send only the cells of the screen that changed, so that a slow line has less to send.

No Textual. Textual sends whole lines of a widget that changed. Its output is read here as a
terminal reads it, into a copy of the screen, and only cells that differ from the copy are sent on.
Output that is not understood is sent unchanged and the copy is forgotten, so that the next frame is
sent whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import compress, groupby
from operator import sub

from rich.cells import cell_len

from arxtui.ui.terminal_cells import (
    PLAIN,
    UNKNOWN,
    Row,
    Style,
    change,
    is_simple,
    of_blank,
    style_of_codes,
)

_TOKEN = re.compile(
    r"\x1b\[(?P<codes>[\d;]+)m(?P<styled>[^\x00-\x1f\x7f]+)\x1b\[0m"
    r"|\x1b\[(?P<row>\d+);(?P<column>\d+)H"
    r"|\x1b\[(?P<style>[\d;]*)m"
    r"|(?P<harmless>\x1b\[\?(?:25|2026|10(?:00|02|03|04|06|15|16)|2004|2031|2048)[hl]"
    r"|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\))"
    r"|(?P<other>\x1b\[[0-?]*[ -/]*[@-~]|\x1b[^\[\]]|[\x00-\x09\x0b-\x1a\x1c-\x1f\x7f])"
    r"|(?P<line>\n)"
    r"|(?P<text>[^\x00-\x1f\x7f]+)"
)
_GAP = 7  # unchanged cells that are sent too, because moving over them costs more bytes


class ChangedCells:
    """Turns the bytes written to a terminal into fewer bytes with the same effect."""

    def __init__(self) -> None:
        self._screen: dict[int, Row] = {}
        self._row = 1
        self._column = 1
        self._style = PLAIN
        self._place = (0, 0)  # row and column of the terminal's cursor
        self._moved = False  # True if the present write moved the cursor
        self._forget = False

    def forget(self) -> None:
        """Send the next frames whole: another program may have written.

        Any thread may call this.
        """
        self._forget = True

    def less(self, text: str) -> str:
        """Return the text to write in place of a text, with the same effect."""
        self._moved = False
        if self._forget:
            self._forget = False
            self._screen.clear()
            self._place = (0, 0)
        frame = _Frame(self._screen, self._place)
        sent: list[str] = []
        end = 0
        for found in _TOKEN.finditer(text):
            if found.start() != end:
                break
            end = found.end()
            self._take(found, frame, sent)
        if end != len(text):  # an incomplete sequence at the end
            sent += [frame.end(), text[end:]]
            self._screen.clear()
        sent.append(frame.end())
        written = "".join(sent)
        if self._moved and frame.place != (self._row, self._column):
            written += f"\x1b[{self._row};{self._column}H"
            frame.place = (self._row, self._column)
        self._place = frame.place
        return written

    def _take(self, found: re.Match[str], frame: _Frame, sent: list[str]) -> None:
        """Handle a piece of the written text."""
        kind = found.lastgroup
        if kind == "styled":
            self._add_codes(found["codes"])
            self._put(frame, found["styled"])
            self._style = PLAIN
        elif kind == "column":
            self._moved = True
            self._row = int(found["row"])
            self._column = int(found["column"])
        elif kind == "style":
            self._add_codes(found["style"])
        elif kind == "text":
            self._put(frame, found["text"])
        elif kind == "line":
            self._row += 1
            self._column = 1
        else:
            sent += [frame.end(), found.group()]
            if kind == "other":
                self._screen.clear()
                frame.place = (0, 0)

    def _add_codes(self, codes: str) -> None:
        """Add SGR codes to the present style."""
        if self._style is not PLAIN and codes and not codes.startswith("0"):
            codes = ";".join(filter(None, (*self._style, codes)))
        self._style = style_of_codes(codes)

    def _put(self, frame: _Frame, text: str) -> None:
        """Put a text at the present place, and move the place behind it."""
        if is_simple(text):
            frame.put(self._row, self._column, text, self._style)
            self._column += len(text)
        else:
            frame.put_whole(self._row, self._column, text, self._style)
            self._column += cell_len(text)


class _Frame:
    """The cells of a write that differ from the screen, and the sequences that send them."""

    def __init__(self, screen: dict[int, Row], place: tuple[int, int]) -> None:
        self._screen = screen
        self._changed: dict[int, list[int]] = {}  # row -> columns
        self._written: list[str] = []
        self._style = PLAIN
        self.place = place
        """Row and column of the terminal's cursor; (0, 0) if it is not known."""

    def put(self, row: int, column: int, text: str, style: Style) -> None:
        """Put a text of narrow signs into the cells of a row."""
        differ = self._shown(row).put(column, text, style)
        if differ:
            self._changed.setdefault(row, []).extend(differ)

    def _shown(self, row: int) -> Row:
        """Return the known cells of a row."""
        shown = self._screen.get(row)
        if shown is None:
            shown = Row()
            self._screen[row] = shown
        return shown

    def put_whole(self, row: int, column: int, text: str, style: Style) -> None:
        """Send a text with signs of other widths; cells from its start on become unknown."""
        self._send()
        self._move(row, column)
        self._written += [change(self._style, style), text]
        self._style = style
        self.place = (0, 0)
        shown = self._shown(row)
        shown.widen(column - 1)
        shown.forget_from(column)

    def end(self) -> str:
        """Return the sequences for all cells put since the last call, and for a plain style."""
        self._send()
        self._written.append(change(self._style, PLAIN))
        self._style = PLAIN
        written = "".join(self._written)
        self._written.clear()
        return written

    def _send(self) -> None:
        for row, columns in self._changed.items():
            shown = self._screen[row]
            for start, stop in _runs(sorted(columns), shown.signs):
                self._move(row, start)
                self._send_run(shown, start, stop)
                self.place = (row, stop)
        self._changed.clear()

    def _move(self, row: int, column: int) -> None:
        if self.place != (row, column):
            self._written.append(f"\x1b[{row};{column}H")
            self.place = (row, column)

    def _send_run(self, shown: Row, start: int, stop: int) -> None:
        """Send the columns of a row from `start` to before `stop`."""
        styles = shown.styles[start:stop]
        begin = start
        for style, group in groupby(styles):
            end = begin + len(list(group))
            self._send_text(shown.signs[begin:end], style)
            begin = end

    def _send_text(self, text: str, style: Style) -> None:
        """Send a text; blanks at its start keep the style before them where they look the same."""
        if of_blank(self._style) == of_blank(style):
            rest = text.lstrip(" ")
            self._written.append(text[: len(text) - len(rest)])
            text = rest
        if text:
            if not text.strip(" "):
                style = of_blank(style)
            self._written += [change(self._style, style), text]
            self._style = style


def _runs(columns: Sequence[int], signs: str) -> list[tuple[int, int]]:
    """Return (first column, column behind the last) of cells to send, with short gaps."""
    runs: list[tuple[int, int]] = []
    start = columns[0]
    steps = map(sub, columns[1:], columns)
    is_gap = map((1).__lt__, steps)
    for at in compress(range(1, len(columns)), is_gap):
        stop = columns[at - 1] + 1
        after = columns[at]
        if after - stop > _GAP or UNKNOWN in signs[stop:after]:
            runs.append((start, stop))
            start = after
    runs.append((start, columns[-1] + 1))
    return runs
