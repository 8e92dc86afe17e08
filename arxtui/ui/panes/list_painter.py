"""Paints the lines of the list: papers, days between them, the last row, the scroll mark."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from rich.segment import Segment
from textual.content import Content
from textual.strip import Strip
from textual.widget import Widget

from arxtui.text import visible
from arxtui.ui.panes import list_row
from arxtui.ui.panes.list_content import ListContent
from arxtui.ui.panes.list_window import ListWindow
from arxtui.ui.panes.render import Signs
from arxtui.ui.panes.row_painter import Form, Look, RowPainter
from arxtui.ui.panes.scroll_mark import marked_lines


class Selection(NamedTuple):
    """The cursor, the selected rows, and the letters and digits of keys."""

    cursor: int
    """The row of the cursor."""
    selected: frozenset[int]
    """The rows that are selected."""
    labels: Mapping[int, str]
    """Row -> the letter that goes to it, while jump labels are shown."""
    quick: Mapping[str, int]
    """The digit of each quick tag."""


class ListPainter:
    """Makes the lines of a list on the screen, each as a strip."""

    def __init__(self, signs: Signs, columns: Sequence[str], widget: Widget) -> None:
        self._signs = signs
        self._rows = RowPainter(signs, columns, widget)

    @property
    def built(self) -> int:
        """Number of papers whose strips were made so far."""
        return self._rows.built

    def forget(self) -> None:
        """Forget all strips: the rows or their form changed."""
        self._rows.forget()

    def forget_people(self, names: frozenset[str]) -> set[int]:
        """Forget the strips of papers by people with these folded names; return their rows."""
        return self._rows.forget_people(names)

    def forget_styles(self) -> None:
        """Forget all strips and styles: theme, focus or style sheet changed."""
        self._rows.forget_styles()

    def line(
        self, y: int, width: int, content: ListContent, window: ListWindow, picked: Selection
    ) -> Strip:
        """Return line y of the screen, `width` cells long; the last cell is for the scroll mark."""
        style = self._rows.style("scroll")
        sign = " "
        if y in marked_lines(window):
            sign = self._signs.thumb
        text = self._text(y, max(0, width - 1), content, window, picked)
        return Strip([*text, Segment(sign, style)]).adjust_cell_length(width, style)

    def _text(
        self, y: int, width: int, content: ListContent, window: ListWindow, picked: Selection
    ) -> Strip:
        """Return a line without the cell of the scroll mark."""
        line = window.top + y
        if not content.rows:
            return self._empty(y, width, window.height, content.empty)
        if line >= window.map.lines:
            return Strip.blank(width, self._rows.style())
        below = window.map.heading_at(line)
        if below is not None:
            return self._rows.heading(content.line_above(below) or "", width)
        row = window.map.row_at(line)
        part = line - window.map.line_of(row)
        if content.is_footer(row):
            text = ""
            if part == 0:
                text = content.footer
            return self._rows.footer(text, width, row == picked.cursor)
        look = _look(row, content, picked, window.map.height)
        form = Form(width, window.map.height, content.known, picked.quick)
        return self._rows.strips(row, look, form)[part]

    def _empty(self, y: int, width: int, height: int, text: str) -> Strip:
        """Return line y of an empty list with its text."""
        lines = Content(visible(text)).wrap(max(1, width - 4))
        at = y - max(0, (height - len(lines)) // 3)
        if not 0 <= at < len(lines):
            return Strip.blank(width, self._rows.style())
        shown = lines[at].plain.rstrip()
        style = self._rows.style("empty")
        left = " " * ((width - lines[at].cell_length) // 2)
        return Strip([Segment(left + shown, style)]).adjust_cell_length(width, style)


def _look(row: int, content: ListContent, picked: Selection, lines: int) -> Look:
    """Return all values on which the strips of a paper with `lines` lines depend."""
    entry = content.entries[row]
    head = entry.paper
    spans: tuple[tuple[int, int], ...] = ()
    if content.spans:
        spans = content.spans(list_row.title_of(head))
    rules: tuple[str, ...] = ()
    if content.rules:
        rules = content.rules(head)
    level = None
    if content.levels:
        level = content.levels.get(head.id, 0)
    reason: tuple[str, ...] = ()
    if content.reason and lines > 1:
        reason = content.reason(head.id)
    label = picked.labels.get(row, "")
    return Look(
        entry, spans, row == picked.cursor, row in picked.selected, rules, label, level, reason
    )
