"""Papers as an aligned, coloured table for people; in a pipe `list` prints lines instead."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.text import Text

from arxtui import people
from arxtui.model import Entry, Head
from arxtui.text import visible

_MARKS = 20
"""Cells that the marks take at most."""
_AUTHORS = 22
"""Cells that the authors take at most."""
_NARROW = 60
"""Cells of a terminal on which the authors are left out."""
_GAP = "  "
_SIGNS = {"star": "★"}
_STYLES = {"unread": "bold", "later": "cyan", "read": "dim"}
"""Pile -> the style of its titles."""


@dataclass(frozen=True, slots=True)
class Row:
    """A paper as the table has it."""

    paper_id: str
    marks: str
    """`later ★ #nerf !splatting`; an unread paper has no word for that."""
    title: str
    authors: str
    pile: str


def row(entry: Entry[Head], marks: Sequence[str]) -> Row:
    """Return the row of a paper; `marks` are the words that `list` prints in a pipe."""
    head = entry.paper
    words = " ".join(_SIGNS.get(word, word) for word in marks if word != "unread")
    authors = people.short(head.authors.split(", "))
    return Row(head.id, visible(words), visible(head.plain), visible(authors), entry.mark.pile)


def show(rows: Sequence[Row]) -> None:
    """Print the rows, cut to the width of the terminal, in colour where the terminal has any."""
    console = Console(file=sys.stdout, highlight=False, markup=False, emoji=False)
    ids = max((len(each.paper_id) for each in rows), default=0)
    marks = min(_MARKS, console.width // 4, max((cell_len(each.marks) for each in rows), default=0))
    authors = min(_AUTHORS, max((cell_len(each.authors) for each in rows), default=0))
    if console.width < _NARROW:
        authors = 0
    used = sum(size + len(_GAP) for size in (ids, marks, authors) if size)
    title = max(10, console.width - used)
    for each in rows:
        parts = [(_cut(each.paper_id, ids), "cyan"), (_GAP, "")]
        if marks:
            parts += [(_cut(each.marks, marks), "yellow"), (_GAP, "")]
        parts.append((_cut(each.title, title), _STYLES[each.pile]))
        if authors:
            parts += [(_GAP, ""), (_cut(each.authors, authors), "dim")]
        console.print(Text.assemble(*parts), no_wrap=True, overflow="crop", crop=True)


def _cut(text: str, width: int) -> str:
    """Return a text in so many cells: filled with blanks, or cut with an ellipsis."""
    if cell_len(text) > width:
        return set_cell_size(text, width - 1) + "…"
    return set_cell_size(text, width)
