"""Cells of a terminal: their signs and styles, by row. No Textual."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import compress
from operator import ne
from typing import NamedTuple

from rich.cells import cell_len

UNKNOWN = "\0"
"""The sign of a cell whose content is not known."""


class Style(NamedTuple):
    """The style of a cell as SGR codes: `1;4`, `38;2;9;9;9`, `48;5;17`; `` = the default."""

    attributes: str = ""
    colour: str = ""
    background: str = ""


PLAIN = Style()
"""The default style of the terminal."""


class Row:
    """The known cells of a row of the terminal."""

    __slots__ = ("signs", "styles")

    def __init__(self) -> None:
        self.signs = UNKNOWN
        """A sign for each column; columns count from 1, so the first sign has no column."""
        self.styles = [PLAIN]
        """The style of each sign."""

    def widen(self, columns: int) -> None:
        """Add unknown cells, so that the row has at least `columns` columns."""
        missing = columns + 1 - len(self.signs)
        if missing > 0:
            self.signs += UNKNOWN * missing
            self.styles += [PLAIN] * missing

    def put(self, start: int, text: str, style: Style) -> Sequence[int]:
        """Put a text of narrow signs from a column on; return the columns that look different.

        Cells usually have this style already: then only signs are compared, and no line
        of Python runs for a cell.
        """
        stop = start + len(text)
        if stop > len(self.signs):
            self.widen(stop - 1)
        signs = self.signs[start:stop]
        styles = self.styles[start:stop]
        if styles.count(style) < len(styles):
            differ = _different(start, signs, styles, text, style)
            self.styles[start:stop] = [style] * len(text)
        elif signs == text:
            return ()
        else:
            differ = [*compress(range(start, stop), map(ne, signs, text))]
        self.signs = self.signs[:start] + text + self.signs[stop:]
        return differ

    def forget_from(self, column: int) -> None:
        """Forget the cells from a column on."""
        self.signs = self.signs[:column]
        del self.styles[column:]


@lru_cache(maxsize=4096)
def style_of_codes(codes: str) -> Style:
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
def of_blank(style: Style) -> Style:
    """Return the style of a blank: without lines and reverse only its background is visible."""
    if {"4", "7", "9", "21", "53"} & set(style.attributes.split(";")):
        return style
    return Style("", "", style.background)


def _different(
    start: int, signs: str, styles: Sequence[Style], text: str, style: Style
) -> list[int]:
    """Return the columns, the first is `start`, whose cells look different with a text in a style.

    A blank looks the same in all styles with the same background.
    """
    blank = of_blank(style)
    differ = []
    for at, (sign, worn, new) in enumerate(zip(signs, styles, text, strict=True), start):
        if sign != new:
            differ.append(at)
        elif worn is style or worn == style:
            continue
        elif new != " " or of_blank(worn) != blank:
            differ.append(at)
    return differ


@lru_cache(maxsize=4096)
def change(before: Style, after: Style) -> str:
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
def is_simple(text: str) -> bool:
    """Return whether every sign of a text is one cell wide in all terminals of Textual."""
    if text.isascii():
        return True
    return all(cell_len(sign) == 1 for sign in text) and cell_len(text) == len(text)
