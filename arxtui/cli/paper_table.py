"""Papers as an aligned, coloured table for people; in a pipe `list` prints lines instead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from arxtui import people
from arxtui.cli.page import GAP, Page, Part
from arxtui.model import Entry, Head

_MARKS = 20
"""Cells that the marks take at most."""
_IDS = 20
"""Cells that the ids take at most."""
_AUTHORS = 22
"""Cells that the authors take at most."""
_STYLES = {"unread": "bold", "later": "cyan", "read": "dim"}
"""Pile -> the style of its titles."""


@dataclass(frozen=True, slots=True)
class Row:
    """A paper as the table has it."""

    paper_id: str
    marks: tuple[str, ...]
    """`later`, `star`, `#nerf`, `!splatting`; an unread paper has no word for that."""
    title: str
    authors: str
    pile: str


def row(entry: Entry[Head], marks: Sequence[str]) -> Row:
    """Return the row of a paper; `marks` are the words that `list` prints in a pipe."""
    head = entry.paper
    words = tuple(word for word in marks if word != "unread")
    authors = people.short(head.authors.split(", "))
    return Row(head.id, words, head.plain, authors, entry.mark.pile)


def show(rows: Sequence[Row], page: Page) -> None:
    """Print the rows, cut to the width of the terminal."""
    marks_of = [_marks(each, page) for each in rows]
    ids = page.widest([each.paper_id for each in rows], _IDS)
    marks = min(page.width // 4, page.widest(marks_of, _MARKS))
    authors = page.widest([each.authors for each in rows], _AUTHORS)
    if page.is_narrow:
        authors = 0
    used = sum(size + len(GAP) for size in (ids, marks, authors) if size)
    title = max(10, page.width - used)
    for each, words in zip(rows, marks_of, strict=True):
        parts: list[Part] = [(page.fill(each.paper_id, ids), "cyan"), (GAP, "")]
        if marks:
            parts += [(page.fill(words, marks), "yellow"), (GAP, "")]
        if authors:
            parts.append((page.fill(each.title, title), _STYLES[each.pile]))
            parts += [(GAP, ""), (page.cut(each.authors, authors), "dim")]
        else:
            parts.append((page.cut(each.title, title), _STYLES[each.pile]))
        page.line(*parts)


def _marks(each: Row, page: Page) -> str:
    """Return the marks of a row as the page shows them: `later ★ #nerf`."""
    return " ".join(page.star if word == "star" else word for word in each.marks)
