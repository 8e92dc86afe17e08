"""The note of a paper in its detail: its first line above the abstract, all of it below."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len, set_cell_size
from textual.content import Content

from arxtui.model import Mark
from arxtui.text import visible
from arxtui.ui.panes.render import Signs
from arxtui.ui.panes.styled_text import styled


def first_line(mark: Mark, signs: Signs, width: int) -> Content | None:
    """Return the first line of a note, cut to `width` cells; None without a note."""
    typed = (mark.note or "").strip()
    if not typed:
        return None
    sign = f"{signs.note} "
    line = visible(typed.split("\n")[0])
    room = max(1, width - cell_len(sign))
    if cell_len(line) > room:
        line = set_cell_size(line, room - cell_len(signs.ellipsis)).rstrip() + signs.ellipsis
    return styled((sign, "quiet"), line)


def notes(mark: Mark, signs: Signs, width: int) -> Iterator[Content]:
    """Yield the note if it has more than a line, and the notes of other machines."""
    if mark.note:
        above = first_line(mark, signs, width)
        whole = _lines(mark.note)
        if above is None or above.plain != f"{signs.note} {whole}":
            yield labelled("Note", whole)
    for stamp, text in mark.other_notes:
        label = f"Other note, {stamp[:10]} on {stamp.partition(' ')[2]}"
        yield labelled(visible(label), _lines(text))


def _lines(text: str) -> str:
    return "\n".join(visible(line) for line in text.split("\n"))


def labelled(label: str, text: str, style: str = "quiet") -> Content:
    """Return a text behind its label, which has ten cells."""
    return styled((f"{label:10}", style), "  ", text)
