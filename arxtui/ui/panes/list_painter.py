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


class ListPage(NamedTuple):
    """The part of a list that is on the screen, with all that its lines depend on."""

    content: ListContent
    """The papers."""
    window: ListWindow
    """The lines that are seen."""
    width: int
    """Cells of a line, the cell of the scroll mark included."""
    picked: Selection
    """The rows that the user points at."""
    marked: range
    """The lines of the screen with the scroll mark."""
    form: Form
    """How the list shows its papers."""

    @classmethod
    def of(
        cls, content: ListContent, window: ListWindow, width: int, picked: Selection
    ) -> ListPage:
        """Return the page of a list in a window."""
        form = Form(max(0, width - 1), window.map.height, content.known, picked.quick)
        return cls(content, window, width, picked, marked_lines(window), form)

    def row_at(self, y: int) -> int | None:
        """Return the row of the paper on line y of the screen; None where there is no paper."""
        row = self.window.map.paper_at(self.window.top + y)
        if row is None or row >= len(self.content.entries):
            return None
        return row


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

    def forget_people(self, names: frozenset[str], only: str) -> set[int]:
        """Forget the strips of papers by people with these folded names; return their rows.

        `only` is the id of the paper whose star changed, if it is a single paper.
        """
        return self._rows.forget_people(names, only)

    def forget_styles(self) -> None:
        """Forget all strips and styles: theme, focus or style sheet changed."""
        self._rows.forget_styles()

    def line(self, y: int, page: ListPage) -> Strip:
        """Return line y of the screen; its last cell is for the scroll mark."""
        sign = " "
        if y in page.marked:
            sign = self._signs.thumb
        row = page.row_at(y)
        if row is not None:
            line = page.window.top + y
            part = line - page.window.map.line_of(row)
            look = _look(row, page.content, page.picked, page.form.lines)
            return self._rows.strip(row, part, look, page.form, sign)
        style = self._rows.style("scroll")
        text = self._text(y, page)
        return Strip([*text, Segment(sign, style)]).adjust_cell_length(page.width, style)

    def _text(self, y: int, page: ListPage) -> Strip:
        """Return a line without a paper and without the cell of the scroll mark."""
        content = page.content
        width = page.form.width
        if not content.rows:
            return self._empty(y, width, page.window.height, content.empty)
        line = page.window.top + y
        lines = page.window.map
        if line >= lines.lines:
            return Strip.blank(width, self._rows.style())
        below = lines.heading_at(line)
        if below is not None:
            return self._rows.heading(content.line_above(below) or "", width)
        row = lines.row_at(line)
        text = ""
        if line == lines.line_of(row):
            text = content.footer
        is_current = row == page.picked.cursor
        return self._rows.footer(text, width, is_current, bool(content.levels))

    def _empty(self, y: int, width: int, height: int, text: str) -> Strip:
        """Return line y of an empty list with its text."""
        lines = Content(visible(text)).wrap(max(1, width - 4))
        at = y - max(0, (height - len(lines)) // 3)
        if not 0 <= at < len(lines):
            return Strip.blank(width, self._rows.style())
        shown = lines[at].plain.rstrip()
        style = self._rows.style("quiet")
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
