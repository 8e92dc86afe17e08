"""Send only the cells of the screen that changed, so that a slow line has less to send.

No Textual. Textual sends whole lines of a widget that changed. Its output is read here as a
terminal reads it, into a copy of the screen, and only cells that differ from the copy are sent on.
Output that is not understood is sent unchanged and the copy is forgotten, so that the next frame is
sent whole.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from rich.cells import cell_len

_TOKEN = re.compile(
    r"\x1b\[(?P<row>\d+);(?P<column>\d+)H"
    r"|\x1b\[(?P<style>[\d;]*)m"
    r"|(?P<harmless>\x1b\[\?(?:25|2026|10(?:00|02|03|04|06|15|16)|2004|2031|2048)[hl]"
    r"|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\))"
    r"|(?P<other>\x1b\[[0-?]*[ -/]*[@-~]|\x1b[^\[\]]|[\x00-\x09\x0b-\x1a\x1c-\x1f\x7f])"
    r"|(?P<line>\n)"
    r"|(?P<text>[^\x00-\x1f\x7f]+)"
)
_GAP = 7  # unchanged cells that are sent too, because moving over them costs more bytes
_SIMPLE = re.compile(r"[\x20-\x7e]*")
_COLOURS = {"3": 2, "4": 3, "9": 2}  # first digit of a colour -> field of Style


class Style(NamedTuple):
    """The style of a cell as SGR codes: `1;4`, `38;2;9;9;9`, `48;5;17`; `` = the default."""

    attributes: str = ""
    colour: str = ""
    background: str = ""


_PLAIN = Style()
_Cell = tuple[str, Style]


@lru_cache(maxsize=4096)
def _style(codes: str) -> Style:
    """Return the style that SGR codes set."""
    numbers = codes.split(";")
    attributes: list[str] = []
    colour = ""
    background = ""
    at = 0
    while at < len(numbers):
        code = numbers[at]
        size = 1
        if code in ("38", "48") and at + 1 < len(numbers):
            size = 3
            if numbers[at + 1] == "2":
                size = 5
        part = ";".join(numbers[at : at + size])
        at += size
        if code in ("", "0"):
            attributes.clear()
            colour = ""
            background = ""
        elif code == "39":
            colour = ""
        elif code == "49":
            background = ""
        elif len(code) == 2 and code[0] in "39":
            colour = part
        elif (len(code) == 2 and code[0] == "4") or len(code) == 3:
            background = part
        else:
            attributes.append(code)
    return Style(";".join(attributes), colour, background)


@lru_cache(maxsize=4096)
def _of_blank(style: Style) -> Style:
    """Return the style of a blank: without lines and reverse only its background is visible."""
    if {"4", "7", "9", "21", "53"} & set(style.attributes.split(";")):
        return style
    return Style("", "", style.background)


@lru_cache(maxsize=4096)
def _change(before: Style, after: Style) -> str:
    """Return the sequence that changes one style into another."""
    codes = []
    if before.attributes != after.attributes:
        codes.append("0")
        codes += filter(None, after)
    else:
        if before.colour != after.colour:
            codes.append(after.colour or "39")
        if before.background != after.background:
            codes.append(after.background or "49")
    if not codes:
        return ""
    if codes == ["0"]:
        return "\x1b[m"
    return f"\x1b[{';'.join(codes)}m"


@lru_cache(maxsize=4096)
def _is_simple(text: str) -> bool:
    """Return whether every sign of a text is one cell wide in all terminals of Textual."""
    if _SIMPLE.fullmatch(text):
        return True
    return all(cell_len(sign) == 1 for sign in text) and cell_len(text) == len(text)


class ChangedCells:
    """Turns the bytes written to a terminal into fewer bytes with the same effect."""

    def __init__(self) -> None:
        self._screen: dict[int, dict[int, _Cell]] = {}  # row -> column -> the cell on the terminal
        self._row = 1
        self._column = 1
        self._style = _PLAIN
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
        if kind == "column":
            self._moved = True
            self._row = int(found["row"])
            self._column = int(found["column"])
        elif kind == "style":
            codes = found["style"]
            if not codes.startswith("0") and codes:
                codes = ";".join(filter(None, (*self._style, codes)))
            self._style = _style(codes)
        elif kind == "text":
            frame.put(self._row, self._column, found["text"], self._style)
            self._column += cell_len(found["text"])
        elif kind == "line":
            self._row += 1
            self._column = 1
        else:
            sent += [frame.end(), found.group()]
            if kind == "other":
                self._screen.clear()
                frame.place = (0, 0)


class _Frame:
    """The cells of a write that differ from the screen, and the sequences that send them."""

    def __init__(self, screen: dict[int, dict[int, _Cell]], place: tuple[int, int]) -> None:
        self._screen = screen
        self._changed: dict[int, dict[int, _Cell]] = {}
        self._written: list[str] = []
        self._style = _PLAIN
        self.place = place
        """Row and column of the terminal's cursor; (0, 0) if it is not known."""

    def put(self, row: int, column: int, text: str, style: Style) -> None:
        """Put a text into the cells of a row."""
        if not _is_simple(text):
            self._put_whole(row, column, text, style)
            return
        shown = self._screen.setdefault(row, {})
        changed = self._changed.setdefault(row, {})
        blank = _of_blank(style)
        for at, sign in enumerate(text, column):
            cell = (sign, style)
            if sign == " ":
                cell = (sign, blank)
            if shown.get(at) != cell:
                shown[at] = cell
                changed[at] = cell
            elif at in changed:
                changed[at] = cell

    def _put_whole(self, row: int, column: int, text: str, style: Style) -> None:
        """Send a text with signs of other widths; cells from its start on become unknown."""
        self._send()
        self._move(row, column)
        self._written += [_change(self._style, style), text]
        self._style = style
        self.place = (0, 0)
        shown = self._screen.setdefault(row, {})
        for at in [at for at in shown if at >= column]:
            del shown[at]

    def end(self) -> str:
        """Return the sequences for all cells put since the last call, and for a plain style."""
        self._send()
        self._written.append(_change(self._style, _PLAIN))
        self._style = _PLAIN
        written = "".join(self._written)
        self._written.clear()
        return written

    def _send(self) -> None:
        for row, cells in self._changed.items():
            for start, stop in self._runs(row, cells):
                self._move(row, start)
                self._send_run(row, start, stop)
        self._changed.clear()

    def _runs(self, row: int, cells: dict[int, _Cell]) -> list[tuple[int, int]]:
        """Return (first column, column behind the last) of cells to send, with short gaps."""
        runs: list[tuple[int, int]] = []
        for at in sorted(cells):
            known = self._screen[row]
            if (
                runs
                and at - runs[-1][1] <= _GAP
                and all(between in known for between in range(runs[-1][1], at))
            ):
                runs[-1] = (runs[-1][0], at + 1)
            else:
                runs.append((at, at + 1))
        return runs

    def _move(self, row: int, column: int) -> None:
        if self.place != (row, column):
            self._written.append(f"\x1b[{row};{column}H")
            self.place = (row, column)

    def _send_run(self, row: int, start: int, stop: int) -> None:
        shown = self._screen[row]
        for at in range(start, stop):
            sign, style = shown[at]
            if sign != " " or _of_blank(self._style) != style:
                self._written.append(_change(self._style, style))
                self._style = style
            self._written.append(sign)
        self.place = (row, stop)
