"""Paints the papers of the list as strips, and keeps strips that have not changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from arxtui.model import Entry, Head, Pile
from arxtui.text import fold
from arxtui.ui.panes import list_row
from arxtui.ui.panes.byline import Known
from arxtui.ui.panes.kept_styles import KeptStyles
from arxtui.ui.panes.list_row import Line
from arxtui.ui.panes.render import Signs, cut, one_line
from arxtui.ui.panes.strips import filled
from arxtui.ui.panes.two_rows import two_rows

_KEPT = 512  # papers whose strips are kept; more than any screen has lines
_BARS = " ▁▂▃▄▅▆▇"
_DIGITS = " 1234567"
_PILES: Mapping[Pile, str] = {"unread": "text", "later": "warning", "read": "quiet"}
"""Pile -> the look of its papers."""


class Look(NamedTuple):
    """All values on which the strips of a paper depend, besides the Form of the list."""

    entry: Entry[Head]
    """The paper and its mark."""
    spans: tuple[tuple[int, int], ...]
    """Where the search matched in its title."""
    cursor: bool
    """True for the row of the cursor."""
    selected: bool
    """True for a selected row."""
    rules: tuple[str, ...]
    """The watch rules that match it."""
    label: str
    """The letter that goes to the row; `` without jump labels."""
    level: int | None
    """How well it fits the user's taste, 0 to 7; None in other orders."""
    reason: tuple[str, ...] = ()
    """The reason for its place, in parts; shown on its second line."""


class Form(NamedTuple):
    """The form in which the list shows its papers."""

    width: int
    """Cells of a line."""
    lines: int
    """Lines of a paper, 1 to 3."""
    known: Known
    """The authors to name first, and whether rows show the day."""
    quick: Mapping[str, int]
    """The digit of each quick tag."""


class _Painted(NamedTuple):
    """The painted lines of a paper."""

    look: Look
    texts: tuple[Line, ...]
    """The texts of its lines."""
    strips: tuple[Strip, ...]
    """Its lines without the cell of the scroll mark."""
    marked: dict[tuple[int, str], Strip]
    """Its lines with the scroll mark or a blank, by line and sign."""


class RowPainter:
    """Makes strips for a widget, in the looks of the palette."""

    def __init__(self, signs: Signs, columns: Sequence[str], widget: Widget) -> None:
        self.built = 0
        """Number of papers that were painted; kept strips do not count."""
        self._signs = signs
        self._columns = columns
        # By row and whether the cursor is on it, so that the row that it leaves is not painted
        # again; least lately used first.
        self._kept: dict[tuple[int, bool], _Painted] = {}
        self._styles = KeptStyles(widget)

    def forget(self) -> None:
        """Forget all strips: the rows or their form changed."""
        self._kept.clear()

    def forget_people(self, names: frozenset[str], only: str) -> set[int]:
        """Forget the strips of papers by people with these folded names; return their rows.

        The paper whose star changed, if it is the `only` paper, is left out: its own star does not
        count in its row.
        """
        if not names:
            return set()
        found = []
        for place, kept in self._kept.items():
            paper = kept.look.entry.paper
            authors = fold(paper.authors).split(", ")
            if paper.id != only and not names.isdisjoint(authors):
                found.append(place)
        for place in found:
            del self._kept[place]
        return {row for row, _ in found}

    def forget_styles(self) -> None:
        """Forget all strips and styles: theme, focus or style sheet changed."""
        self._kept.clear()
        self._styles.forget()

    def style(self, *looks: str) -> Style:
        """Return looks laid in order over the widget's style."""
        return self._styles.of(*looks)

    def strip(self, row: int, part: int, look: Look, form: Form, mark: str) -> Strip:
        """Return a line of a paper, counted from 0, and the scroll mark or a blank at its end."""
        place = (row, look.cursor)
        kept = self._kept.pop(place, None)
        if kept is None or kept.look != look:
            texts = self._texts(look, form, kept or self._kept.get((row, not look.cursor)))
            kept = _Painted(look, texts, self._paint(look, form, texts), {})
        self._kept[place] = kept
        if len(self._kept) > _KEPT:
            del self._kept[next(iter(self._kept))]
        strip = kept.marked.get((part, mark))
        if strip is None:
            style = self.style("scroll")
            text = kept.strips[part]
            strip = Strip([*text, Segment(mark, style)], text.cell_length + 1)
            kept.marked[part, mark] = strip
        return strip

    def heading(self, text: str, width: int) -> Strip:
        """Return a line between papers: `── Mon 2023-10-30 ─────`."""
        rule = self._signs.rule
        shown = cut(f"{rule}{rule} {one_line(text)} ", width, self._signs.ellipsis)
        return Strip([Segment(shown + rule * (width - cell_len(shown)), self.style("heading"))])

    def footer(self, text: str, width: int, is_current: bool, has_levels: bool) -> Strip:
        """Return the line of a last row that is no paper: `▌ 12 muted`.

        The text is below the titles, which begin a cell later in a list with levels.
        """
        over: tuple[str, ...] = ()
        cursor = " "
        if is_current:
            over = ("cursor",)
            cursor = self._signs.cursor
        style = self.style("quiet", *over)
        indent = " " * (list_row.MARKS - 1 + has_levels)
        segments = [
            Segment(cursor, self.style("selected", *over)),
            Segment(indent + one_line(text), style),
        ]
        return filled(segments, width, style)

    def _texts(self, look: Look, form: Form, before: _Painted | None) -> tuple[Line, ...]:
        """Return the texts of a paper's lines, which cursor, mark and matches do not change.

        `before` has the lines that were painted for the row before.
        """
        if before is not None and _has_same_texts(before.look, look):
            return before.texts
        head = look.entry.paper
        room = form.width - (look.level is not None)
        if form.lines == 1:
            return (list_row.one_row(head, room, self._signs, form.known, self._columns),)
        return two_rows(head, room, self._signs, form.known, look.rules, look.reason, form.lines)

    def _paint(self, look: Look, form: Form, texts: tuple[Line, ...]) -> tuple[Strip, ...]:
        self.built += 1
        first, *others = texts
        below = [self._below(look, line, form) for line in others]
        return (self._first(look, first, form), *below)

    def _first(self, look: Look, line: Line, form: Form) -> Strip:
        signs = self._signs
        over = ("cursor",) if look.cursor else ()
        chosen = self.style("selected", *over)
        marks = list_row.marks_of(look.entry, signs, form.quick, bool(look.rules))
        segments = [
            Segment(signs.cursor if look.cursor else " ", chosen),
            self._selection(look, chosen, over),
            Segment(marks.pile, self.style(_PILES[look.entry.mark.pile], *over)),
            Segment(marks.star, self.style("star", *over)),
            Segment(marks.tag, self.style("success", *over)),
            Segment(marks.news, self.style("accent", *over)),
        ]
        if look.level is not None:
            bars = _DIGITS if signs.ellipsis.isascii() else _BARS
            segments.append(Segment(bars[look.level], self.style("success", *over)))
        segments.append(Segment(" ", chosen))
        return self._filled(segments, look, line, form.width)

    def _selection(self, look: Look, chosen: Style, over: tuple[str, ...]) -> Segment:
        if look.label:
            return Segment(look.label, self.style("label", *over))
        return Segment(self._signs.selected if look.selected else " ", chosen)

    def _below(self, look: Look, line: Line, form: Form) -> Strip:
        over = ("cursor",) if look.cursor else ()
        indent = list_row.MARKS + (look.level is not None)
        cursor = self._signs.cursor if look.cursor else " "
        segments = [
            Segment(cursor, self.style("selected", *over)),
            Segment(" " * (indent - 1), self.style(_PILES[look.entry.mark.pile], *over)),
        ]
        return self._filled(segments, look, line, form.width)

    def _filled(self, segments: list[Segment], look: Look, line: Line, width: int) -> Strip:
        """Return the strip of a line: its marks, and behind them title, people and facts."""
        over = ("cursor",) if look.cursor else ()
        pile = _PILES[look.entry.mark.pile]
        title = self.style(pile, *over)
        text = line.title.rstrip(" ")
        spans = [(start - line.start, stop - line.start) for start, stop in look.spans]
        segments += _parts(text, spans, title, self.style(pile, "match", *over))
        segments.append(Segment(line.title[len(text) :], title))
        segments.append(Segment(line.beside, self.style("quiet", *over)))
        return filled(_joined(segments, title), width, title)


def _has_same_texts(before: Look, after: Look) -> bool:
    """Return whether the lines of two looks in one form have the same texts."""
    return (
        before.entry.paper == after.entry.paper
        and before.rules == after.rules
        and before.reason == after.reason
        and (before.level is None) == (after.level is None)
    )


def _joined(segments: Iterable[Segment], plain: Style) -> list[Segment]:
    """Return the segments of a line; neighbours of the same style are joined, and blanks plain.

    All styles of a line have one background, so that a blank looks the same in each of them. The
    fewer segments, the less is measured, filtered and sent for each line.
    """
    joined: list[Segment] = []
    for text, style, _ in segments:
        worn = style
        if text == " ":
            worn = plain
        if joined and joined[-1].style == worn:
            joined[-1] = Segment(joined[-1].text + text, worn)
        elif text:
            joined.append(Segment(text, worn))
    return joined


def _parts(
    text: str, spans: Iterable[tuple[int, int]], plain: Style, match: Style
) -> list[Segment]:
    """Return a text with its matched parts in another style; spans are cut to the text."""
    segments = []
    at = 0
    for start, stop in spans:
        begin = max(start, 0)
        if at <= begin < stop and begin < len(text):
            segments += [Segment(text[at:begin], plain), Segment(text[begin:stop], match)]
            at = stop
    segments.append(Segment(text[at:], plain))
    return [segment for segment in segments if segment.text]
