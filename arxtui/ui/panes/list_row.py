"""How a paper looks in the list: its marks, its title on one line or two, its people and facts. No colour, no state.

Every text of a paper passes through render.one_line() here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size

from arxtui import people
from arxtui.model import Entry, Head, Mark
from arxtui.text import fold
from arxtui.ui.panes.render import Signs, cut, one_line

MARKS = 7
"""Cells before the title: cursor, selected, pile, star, tag, news and a blank."""
COLUMNS = {"authors": 0, "venue": 14, "code": 4, "pages": 6, "day": 10, "class": 8}
"""Cells of the columns that may stand beside the title; that of authors grows with the list."""
GAP = 2
"""Blanks between title and people."""
_LEAST_TITLE = 29  # cells of the title in the narrowest list with columns
_TITLE_SHARE = 0.55  # of the list that the title keeps whatever the columns are
_WIDE_TITLE = 56  # cells that the title keeps beside columns that were not asked for
_WIDE_COLUMNS = ("venue", "code")
_ROOM_FOR_DAYS = 96  # cells of a list from which rows carry the day, else the year
_DEFAULT_COLUMNS = ("authors",)


def nobody(_: str) -> bool:
    """Return False: no author is known."""
    return False


@dataclass(frozen=True, slots=True)
class Known:
    """What the list shows of a paper beside the paper and its mark."""

    starred: Callable[[str], bool] = nobody
    """True for a folded author's name with a starred paper."""
    sought: Callable[[str], bool] = nobody
    """True for a folded author's name that the search found."""
    days: bool = False
    """True where the list holds papers of several days, so that each row names its own."""


class Marks(NamedTuple):
    """The cells of the marks, without cursor and selection."""

    pile: str
    """Unread, later or a blank."""
    star: str
    """The star or a blank."""
    tag: str
    """The digit of its first quick tag, the tag sign or a blank."""
    news: str
    """A watch hit, a newer version, a note or a blank."""


class Line(NamedTuple):
    """The text of a line behind the marks."""

    title: str
    """The title or its rest, filled up to its column."""
    start: int
    """Offset of this piece in the title as it is shown."""
    beside: str
    """People and facts, with the gap before them; the two fill the line."""


def marks_of(
    entry: Entry[Head], signs: Signs, quick: Mapping[str, int], watched: bool
) -> Marks:
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
    """Return the title as the list shows it."""
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


def _columns(
    head: Head, columns: Sequence[str], width: int, signs: Signs, known: Known
) -> str:
    """Return the columns beside the title, as many as leave the title its share of the list.

    In a list of several days the day stands there too, in a wide list venue and code, without being
    asked for.
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
    """Return the cells that the title keeps beside a column, of `room` that title and columns share."""
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
        value = byline(head.authors, cells, signs, known)
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
            pages = head.flags.lstrip("djcw")
            return f"{pages:>3} pp" if pages else ""
        case "day":
            return head.day
        case "year":
            return head.day[:4]
        case _:
            return head.primary


# Two lines


def two_rows(
    head: Head,
    width: int,
    signs: Signs,
    known: Known,
    rules: Sequence[str] = (),
    reason: Sequence[str] = (),
) -> tuple[Line, Line]:
    """Return both lines of a paper in a list of `width` cells with two lines a paper.

    The title stands whole on the first line and goes on on the second; at the right of the second
    stand people, venue, code, the watch rules that match and the parts of the reason for its place,
    as far as the title leaves room.
    """
    room = max(0, width - MARKS)
    title = title_of(head)
    place = _break(title, room)
    first = title[:place].rstrip()
    rest = title[place:]
    facts = [*_facts(head, signs, rules), *map(one_line, reason)]
    least = cell_len(rest) + GAP if rest else 0
    beside = _fitting(head.authors, facts, room - least, signs, known)
    left = room - cell_len(beside)
    if cell_len(rest) > left:
        rest = cut(rest, left, signs.ellipsis)
    return (
        Line(set_cell_size(first, room), 0, ""),
        Line(set_cell_size(rest, left), place, beside),
    )


def _break(title: str, room: int) -> int:
    """Return the offset at which a title goes on on the next line: behind a blank where there is one."""
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
    authors: str, facts: Sequence[str], room: int, signs: Signs, known: Known
) -> str:
    """Return people and facts in at most `room` cells: facts leave from the right, people last."""
    for count in range(len(facts), -1, -1):
        behind = "".join(signs.part + fact for fact in facts[:count])
        left = room - cell_len(behind)
        names = byline(authors, left, signs, known) if left >= 6 else ""
        if names and (count == 0 or not names.endswith(signs.ellipsis)):
            return names + behind
    return ""


# People


def byline(authors: str, width: int, signs: Signs, known: Known) -> str:
    """Return the people of a paper in at most `width` cells: `Kim … ★Ye (4)`.

    First and last author and how many there are. An author with a starred paper, or found by the
    search, takes the place of the first if he is neither. Where that is too wide: without the number,
    then the first and how many more, then cut.
    """
    full = [name for name in authors.split(", ") if name]
    if not full:
        return ""
    names = _First(full, signs, known)
    for text in names.from_long_to_short():
        if cell_len(text) <= width:
            return text
    return cut(names.first, width, signs.ellipsis)


class _First:
    """The people of a paper in a few words."""

    def __init__(self, full: Sequence[str], signs: Signs, known: Known) -> None:
        self._signs = signs
        self._known = known
        self._count = len(full) - (people.TEAM_SIGN in full)
        self._last_name = full[-1]
        self.first = self._named(self._foremost(full))

    def _foremost(self, full: Sequence[str]) -> str:
        """Return the author to be named first."""
        for is_wanted in (self._known.sought, self._known.starred):
            wanted = [name for name in full if is_wanted(fold(name))]
            if wanted and full[-1] not in wanted:
                return wanted[0]
        return full[0]

    def _named(self, name: str) -> str:
        parts = people.names([name])
        surname = one_line(parts[0].last if parts else name)
        if self._known.starred(fold(name)):
            return self._signs.star + surname
        return surname

    def from_long_to_short(self) -> Sequence[str]:
        """Return the forms, the best one first."""
        if self._count < 2:
            return (self.first,)
        last = self._named(self._last_name)
        if self._count == 2:
            return (f"{self.first}, {last}", f"{self.first} +1")
        both = f"{self.first} {self._signs.ellipsis} {last}"
        return (f"{both} ({self._count})", both, f"{self.first} +{self._count - 1}")
