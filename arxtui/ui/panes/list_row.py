"""A paper as a row of the list: marks, title, people and facts. No colour, no state.

two_rows.py makes two rows for a paper, byline.py its people. Every text of a paper passes through
render.one_line() here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size

from arxtui.model import Entry, Head, Mark
from arxtui.ui.panes.byline import Known, byline
from arxtui.ui.panes.render import Signs, cut, one_line

MARKS = 7
"""Cells before the title: cursor, selection, pile, star, tag, news and a blank."""
COLUMNS = {"authors": 0, "venue": 14, "code": 4, "pages": 6, "day": 10, "class": 8}
"""Column -> its cells beside the title; the column of authors grows with the list."""
GAP = 2
"""Blanks between title and people."""
_LEAST_TITLE = 29  # cells of the title in the narrowest list with columns
_TITLE_SHARE = 0.55  # share of the list that the title has at least, whatever the columns
_WIDE_TITLE = 56  # cells that the title has at least beside columns that the settings do not name
_WIDE_COLUMNS = ("venue", "code")
_ROOM_FOR_DAYS = 96  # cells; in a wider list rows show the day, else the year
_DEFAULT_COLUMNS = ("authors",)


class Marks(NamedTuple):
    """The cells of the marks, without cursor and selection."""

    pile: str
    """The sign of unread or later, or a blank."""
    star: str
    """The star or a blank."""
    tag: str
    """The digit of its first quick tag, the tag sign or a blank."""
    news: str
    """A watch hit, a newer version, a note or a blank."""


class Line(NamedTuple):
    """The text of a line behind the marks."""

    title: str
    """The title or a piece of it, filled up to its column."""
    start: int
    """Offset of this piece in the shown title."""
    beside: str
    """People and facts, with the gap before them; the two fill the line."""


def marks_of(entry: Entry[Head], signs: Signs, quick: Mapping[str, int], watched: bool) -> Marks:
    """Return the marks of a paper as signs."""
    head = entry.paper
    mark = entry.mark
    piles = {"unread": signs.unread, "later": signs.later, "read": " "}
    return Marks(
        piles[mark.pile],
        signs.star if mark.star else " ",
        _tag_sign(mark, signs, quick),
        _news_sign(head, mark, signs, watched),
    )


def _tag_sign(mark: Mark, signs: Signs, quick: Mapping[str, int]) -> str:
    digits = [quick[tag] for tag in mark.tags if tag in quick]
    if digits:
        return str(min(digits))
    return signs.tag if mark.tags else " "


def _news_sign(head: Head, mark: Mark, signs: Signs, watched: bool) -> str:
    if watched:
        return signs.hit
    if mark.outdated(head.version):
        return signs.updated
    return signs.note if mark.note else " "


def title_of(head: Head) -> str:
    """Return the title in the form for the list."""
    return one_line(head.plain or head.title)


def one_row(
    head: Head,
    width: int,
    signs: Signs,
    known: Known,
    columns: Sequence[str] = _DEFAULT_COLUMNS,
) -> Line:
    """Return the line of a paper in a list of `width` cells with one line a paper."""
    beside = _columns(head, columns, width, signs, known)
    room = max(0, width - MARKS - cell_len(beside))
    return Line(set_cell_size(cut(title_of(head), room, signs.ellipsis), room), 0, beside)


def _columns(head: Head, columns: Sequence[str], width: int, signs: Signs, known: Known) -> str:
    """Return the columns beside the title, as many as leave the title its share of the list.

    In a list of several days they include the day, in a wide list venue and code, even if the
    settings do not name them.
    """
    text = ""
    room = width - MARKS
    for name in _wanted(columns, width, known):
        cells = _cells(name, width)
        if room - GAP - cells < _least_title(name, columns, width - MARKS):
            break
        text += _column(head, name, cells, signs, known)
        room -= GAP + cells
    return text


def _wanted(columns: Sequence[str], width: int, known: Known) -> list[str]:
    wanted = list(columns)
    if known.days and "day" not in columns:
        wanted.insert(1, "day" if width >= _ROOM_FOR_DAYS else "year")
    if tuple(columns) == _DEFAULT_COLUMNS:
        wanted += _WIDE_COLUMNS
    return wanted


def _least_title(name: str, columns: Sequence[str], room: int) -> int:
    """Return the least cells of the title beside a column, of `room` cells for both."""
    if name in ("authors", "year"):
        return _LEAST_TITLE
    if name not in columns:
        return _WIDE_TITLE
    return max(_LEAST_TITLE, round(room * _TITLE_SHARE))


def _cells(name: str, width: int) -> int:
    if name == "authors":
        return min(22, max(12, width // 5 - 2))
    if name == "year":
        return 4
    return COLUMNS[name]


def _column(head: Head, name: str, cells: int, signs: Signs, known: Known) -> str:
    if name == "authors":
        value = byline(head, cells, signs, known)
    else:
        value = cut(one_line(_fact(head, name)), cells, signs.ellipsis)
    return " " * GAP + set_cell_size(value, cells)


def _fact(head: Head, name: str) -> str:
    match name:
        case "venue":
            return head.venue
        case "code":
            return "code" if "c" in head.flags else ""
        case "pages":
            pages = head.pages
            return f"{pages:>3} pp" if pages else ""
        case "day":
            return head.day
        case "year":
            return head.day[:4]
        case _:
            return head.primary
