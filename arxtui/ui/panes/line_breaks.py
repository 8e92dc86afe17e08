"""The places where the lines of a text break, as in Textual, but found faster. No state."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

from rich.cells import cell_len, chop_cells

from arxtui.lazy_pattern import lazy_pattern

_NARROW = "\x21-\x7e\xa1-\xac\xae-\u02ff\u2010-\u2027"
_SIMPLE = lazy_pattern(f"[{_NARROW}][ {_NARROW}]*")
"""A text that does not begin with a blank, whose characters are all one cell wide."""
_WORD = lazy_pattern(r"\s*\S+\s*")


@lru_cache(maxsize=32)  # each mark shows its paper anew
def lines_of(text: str, width: int) -> tuple[tuple[int, int], ...]:
    """Return (first, behind the last) offset of each line of a text broken to `width` cells.

    Blanks at the end of a line are left out.
    """
    lines: list[tuple[int, int]] = []
    begin = 0
    for paragraph in text.split("\n"):
        starts = [0, *line_breaks(paragraph, width), len(paragraph)]
        for start, stop in pairwise(starts):
            lines.append((begin + start, begin + start + len(paragraph[start:stop].rstrip())))
        begin += len(paragraph) + 1
    return tuple(lines)


def line_breaks(paragraph: str, width: int) -> list[int]:
    """Return the offsets at which a text without line ends is broken to lines of `width` cells."""
    if len(paragraph) <= width and paragraph.isascii():
        return []
    if not _SIMPLE.fullmatch(paragraph):
        return _breaks_by_word(paragraph, width, 0, len(paragraph))
    breaks: list[int] = []
    size = len(paragraph.rstrip())
    start = 0
    while size - start > width:
        blank = paragraph.rfind(" ", start, start + width + 1)
        if blank < 0:  # a word that is longer than the line
            return [*breaks, *_breaks_by_word(paragraph, width, start, len(paragraph))]
        start = blank + 1
        while paragraph[start] == " ":
            start += 1
        breaks.append(start)
    return breaks


def _breaks_by_word(text: str, width: int, start: int, stop: int) -> list[int]:
    """Return the offsets of the breaks in a part of a text that begins on a new line.

    A word that is longer than a line is broken where the line is full.
    """
    breaks: list[int] = []
    used = 0
    for found in _WORD.finditer(text, start, stop):
        word = found.group()
        at = found.start()
        size = cell_len(word.rstrip())
        if size <= width - used:
            used += cell_len(word)
        elif size > width:
            for piece in chop_cells(word, width):
                if at > start:
                    breaks.append(at)
                at += len(piece)
                used = cell_len(piece)
        elif used and at > start:
            breaks.append(at)
            used = cell_len(word)
    return breaks
