"""The authors of a paper in its detail: two rows at most. No state."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.content import Content

from arxtui import people
from arxtui.model import Paper
from arxtui.text import fold, visible
from arxtui.ui.panes.beside_paper import Beside
from arxtui.ui.panes.line_breaks import lines_of
from arxtui.ui.panes.render import Signs, cells
from arxtui.ui.panes.styled_text import joined, styled

_ROWS = 2


def detail_byline(paper: Paper, beside: Beside, signs: Signs, width: int) -> Content:
    """Return the authors that fit into two rows of `width` cells, and how many more there are.

    Counts of starred papers stand where they take no further row: they are looked up while the
    paper is shown, and the lines below must not move then.
    """
    authors = people.without_team_signs(paper.authors)
    names = (_named(name, paper, beside, signs) for name in authors)
    shown, line = _fitting(names, len(authors), width, signs)
    rows = len(lines_of(line.plain, width))
    for place, name in enumerate(authors[: len(shown)]):
        counted = beside.stars.get(name)
        if counted is None:
            continue
        longer = [*shown]
        longer[place] = _counted(name, counted, signs)
        line_with_count = _line(longer, len(authors), signs)
        if len(lines_of(line_with_count.plain, width)) <= rows:
            shown = longer
            line = line_with_count
    return line


def _named(name: str, paper: Paper, beside: Beside, signs: Signs) -> Content:
    """Return an author, with a star if the author has another starred paper."""
    if beside.starred(fold(name), paper.id):
        return styled((signs.star, "star"), visible(name))
    return Content(visible(name), strip_control_codes=False)


def _counted(name: str, counted: tuple[int, int], signs: Signs) -> Content:
    """Return an author with the number of starred papers and of all papers."""
    starred, written = counted
    return styled(
        (signs.star, "star"),
        visible(name),
        (f" ({starred} of {written} starred)", "quiet"),
    )


def _fitting(
    names: Iterable[Content], count: int, width: int, signs: Signs
) -> tuple[list[Content], Content]:
    """Return the first of `count` names that fit with the number of others, and their line.

    There is one name at least.
    """
    shown: list[Content] = []
    used = 0
    for name in names:
        used += cells(name.plain) + 2
        if shown and used > _ROWS * width + 2:
            break
        shown.append(name)
    line = _line(shown, count, signs)
    while len(shown) > 1 and len(lines_of(line.plain, width)) > _ROWS:
        shown.pop()
        line = _line(shown, count, signs)
    return shown, line


def _line(shown: Sequence[Content], count: int, signs: Signs) -> Content:
    line = joined(", ", shown)
    more = count - len(shown)
    if more:
        line = styled(line, (f" {signs.ellipsis} +{more}", "quiet"))
    return line
