"""A paper in the list with two rows for each paper, three on a narrow screen: its whole title.

Every text of a paper passes through render.one_line() here. No colour, no state.
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len, set_cell_size

from arxtui.model import Head
from arxtui.ui.panes.byline import Known, byline, longest_byline, whole_byline
from arxtui.ui.panes.list_row import GAP, MARKS, Line, title_of
from arxtui.ui.panes.render import Signs, cut, one_line

_WIDEST = 100  # cells; people further to the right would be far from the title above them
_LEAST_PEOPLE = 6  # cells; people in fewer cells are left out
_NARROW = 70  # cells of a list; in a narrower list two lines cut too many titles


def lines_for(rows: int, width: int) -> int:
    """Return the lines of a paper in a list of `width` cells with one or two `rows` a paper.

    Two lines of a narrow list would cut a fifth of the titles, and leave no room for people beside
    another fifth, so it has three.
    """
    if rows == 2 and 0 < width < _NARROW:
        return 3
    return rows


def two_rows(
    head: Head,
    width: int,
    signs: Signs,
    known: Known,
    rules: Sequence[str] = (),
    reason: Sequence[str] = (),
    count: int = 2,
) -> tuple[Line, ...]:
    """Return the `count` lines of a paper in a list of `width` cells, two or more.

    The title begins on the first line and continues on the next lines. People, venue, code, the
    matching watch rules and the parts of the reason are at the right of the first line, below the
    first, that has room for all of them, else of the last line as far as they fit. A wide list
    uses all its cells only for a title that would be cut otherwise.
    """
    title = title_of(head)
    room = max(0, min(width, _WIDEST) - MARKS)
    if width > _WIDEST and cell_len(_pieces(title, room, count)[-1][1]) > room:
        room = width - MARKS
    pieces = _pieces(title, room, count)
    facts = _facts(head, signs, rules)
    because = [one_line(part) for part in reason]
    if known.days and head.day:
        facts.insert(0, head.day)
    wanted = _fitting(head, facts, because, room, signs, known)
    place = 1
    while place < count - 1 and _free(pieces[place:], room) < cell_len(wanted):
        place += 1
    lines = []
    for at, (start, piece) in enumerate(pieces):
        beside = ""
        if at == place:
            free = _free(pieces[place:], room)
            beside = _fitting(head, facts, because, free, signs, known)
        left = room - cell_len(beside)
        lines.append(Line(set_cell_size(cut(piece, left, signs.ellipsis), left), start, beside))
    return tuple(lines)


def _pieces(title: str, room: int, count: int) -> list[tuple[int, str]]:
    """Return a title in `count` pieces with their offsets: of at most `room` cells but the last."""
    pieces: list[tuple[int, str]] = []
    start = 0
    while len(pieces) < count - 1:
        stop = start + _break(title[start:], room)
        pieces.append((start, title[start:stop].rstrip()))
        start = stop
    return [*pieces, (start, title[start:])]


def _free(pieces: Sequence[tuple[int, str]], room: int) -> int:
    """Return the cells that are free behind the first of these pieces; 0 if the title continues."""
    text = pieces[0][1]
    if any(piece for _, piece in pieces[1:]):
        return 0
    if text:
        return max(0, room - cell_len(text) - GAP)
    return room


def _break(title: str, room: int) -> int:
    """Return the offset at which a title is broken: behind a blank if it has a blank."""
    if cell_len(title) <= room:
        return len(title)
    fitting = len(title)
    while fitting > 0 and cell_len(title[:fitting]) > room:
        fitting -= max(1, (cell_len(title[:fitting]) - room) // 2)
    blank = title.rfind(" ", 0, fitting + 1)
    return blank + 1 if blank > 0 else max(1, fitting)


def _facts(head: Head, signs: Signs, rules: Sequence[str]) -> list[str]:
    facts = [one_line(head.venue)]
    if "c" in head.flags:
        facts.append("code")
    facts += [signs.hit + one_line(rule) for rule in rules]
    return [fact for fact in facts if fact]


def _fitting(
    head: Head,
    facts: Sequence[str],
    reason: Sequence[str],
    room: int,
    signs: Signs,
    known: Known,
) -> str:
    """Return people, facts and the parts of the reason in at most `room` cells.

    The reason is left out first, part by part from the right, until people have their longest
    form. Then facts are left out until people have a form that is whole; without facts they are
    cut.
    """
    if not head.authors.strip(", "):
        return ""
    people = longest_byline(head, signs, known)
    for count in range(len(reason), 0, -1):
        text = signs.part.join([people, *facts, *reason[:count]])
        if cell_len(text) <= room:
            return text
    for count in range(len(facts), 0, -1):
        behind = "".join(signs.part + fact for fact in facts[:count])
        people = whole_byline(head, room - cell_len(behind), signs, known)
        if people:
            return people + behind
    if room < _LEAST_PEOPLE:
        return ""
    return byline(head, room, signs, known)
