"""How a paper looks in the list with two rows a paper: its title, people and facts behind it.

Every text of a paper passes through render.one_line() here. No colour, no state.
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len, set_cell_size

from arxtui.model import Head
from arxtui.ui.panes.byline import Known, byline
from arxtui.ui.panes.list_row import GAP, MARKS, Line, title_of
from arxtui.ui.panes.render import Signs, cut, one_line


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
    """Return the offset at which a title is broken: behind a blank where there is one."""
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
