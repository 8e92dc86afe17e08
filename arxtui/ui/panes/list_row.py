"""A paper as a row of the list: marks, title, people and facts. No colour, no state.

two_rows.py makes two rows for a paper, byline.py its people. Every text of a paper passes through
render.one_line() here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size

from arxtui.model import Entry, Head, Mark
from arxtui.ui.panes.byline import Known, byline, finds_author, shortest_byline, whole_byline
from arxtui.ui.panes.render import Signs, cut, one_line

MARKS = 7
"""Cells before the title: cursor, selection, pile, star, tag, news and a blank."""
COLUMNS = {"authors": 0, "venue": 14, "code": 4, "pages": 6, "day": 10, "class": 8}
"""Column -> its cells beside the title; the column of authors grows with the list."""
GAP = 2
"""Blanks between title and people."""
_LEAST_TITLE = 29  # cells of the title in the narrowest list with columns
_WIDE_TITLE = 56  # cells that a title has at least beside columns that the settings do not name
_WIDE_COLUMNS = ("code", "venue")
_STEADY = ("authors", "day")  # columns that give way only to a title that would be cut
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
    """Return the line of a paper in a list of `width` cells with one line a paper.

    No title is cut while a column has cells. A column of facts whose cell is empty, or whose text
    would cut the title, gives its cells to the title; then people are named in fewer words or not
    at all, then the day becomes a year or is left out. Only an author whom the search found stays.
    Facts are next to the title, and people at the right of their column, so that the columns of
    people and days end in line.
    """
    title = title_of(head)
    needed = cell_len(title)
    steady = _steady(columns, width, known)
    room = max(0, width - MARKS - sum(GAP + _cells(name, width) for name in steady))
    if needed > room:
        always = _giving_way(head, steady, width, needed, signs, known)
    else:
        always = "".join(_column(head, name, width, signs, known) for name in steady)
    facts = [_column(head, name, width, signs, known) for name in _facts(columns, width, room)]
    while facts and (not facts[0].strip() or needed > room - cell_len("".join(facts))):
        del facts[0]
    beside = "".join([*facts, always])
    room = max(0, width - MARKS - cell_len(beside))
    return Line(set_cell_size(cut(title, room, signs.ellipsis), room), 0, beside)


def _giving_way(
    head: Head, columns: Sequence[str], width: int, needed: int, signs: Signs, known: Known
) -> str:
    """Return people and day beside a title that needs `needed` cells, in the cells that it leaves.

    People are in the longest form that is whole.
    """
    left = max(0, width - MARKS - needed)
    parts: dict[str, str] = {}
    for name in columns:
        if name != "authors":
            parts[name] = _day_in(head, name, left)
            left -= len(parts[name])
    if "authors" in columns:
        most = _cells("authors", width)
        cells = min(most, left - GAP)
        if finds_author(head, known):
            cells = max(cells, min(most, cell_len(shortest_byline(head, signs, known))))
        names = whole_byline(head, cells, signs, known)
        if names:
            parts["authors"] = _at_right(names, cells)
    return "".join(parts.get(name, "") for name in columns)


def _day_in(head: Head, name: str, room: int) -> str:
    """Return a day in at most `room` cells, with the gap before it: else its year, else ``."""
    for form in (name, "year"):
        text = _fact(head, form)
        if text and GAP + len(text) <= room:
            return " " * GAP + text
    return ""


def _steady(columns: Sequence[str], width: int, known: Known) -> list[str]:
    """Return the columns that each row has: people and, in a list of several days, the day."""
    wanted = [name for name in columns if name in _STEADY]
    if known.days and "day" not in columns:
        wanted.append("day" if width >= _ROOM_FOR_DAYS else "year")
    return _fitting(wanted, width, width - MARKS, _LEAST_TITLE)


def _facts(columns: Sequence[str], width: int, room: int) -> list[str]:
    """Return the columns of facts that fit beside a short title in `room` cells for both.

    In a wide list these are code and venue, even if the settings do not name them.
    """
    wanted = [name for name in columns if name not in _STEADY]
    least = _LEAST_TITLE
    if tuple(columns) == _DEFAULT_COLUMNS:
        wanted = list(_WIDE_COLUMNS)
        least = _WIDE_TITLE
    return _fitting(wanted, width, room, least)


def _fitting(names: Sequence[str], width: int, room: int, least: int) -> list[str]:
    """Return the first columns that leave `least` of `room` cells in a list of `width` cells."""
    found = []
    for name in names:
        room -= GAP + _cells(name, width)
        if room < least:
            break
        found.append(name)
    return found


def _cells(name: str, width: int) -> int:
    if name == "authors":
        return min(22, max(12, width // 5 - 2))
    if name == "year":
        return 4
    return COLUMNS[name]


def _column(head: Head, name: str, width: int, signs: Signs, known: Known) -> str:
    """Return a column of a paper, with the gap before it, in a list of `width` cells."""
    cells = _cells(name, width)
    if name == "authors":
        return _at_right(byline(head, cells, signs, known), cells)
    value = cut(one_line(_fact(head, name)), cells, signs.ellipsis)
    return " " * GAP + set_cell_size(value, cells)


def _at_right(people: str, cells: int) -> str:
    """Return people at the right of a column of `cells` cells, with the gap before it."""
    return " " * (GAP + cells - cell_len(people)) + people


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
