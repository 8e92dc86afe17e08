"""Lines of one row: the view on top, the message line between list and detail, the hints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment

from arxtui.ui.panes.line import KeysLine, Line, Pairs, paint, visible_pairs, width_of
from arxtui.ui.panes.render import cut, one_line

_GAP = "   "
_BETWEEN = " · "
_PLACE = 30
"""Cells of a place such as a long query that are shown before counts are left out; a batch of days
needs 29."""

_LEAST_NAME = 8
"""Cells of the name of a view that are worth showing."""
_SIGNS = " \u00b7-"
"""Signs between the parts of a place, which do not begin a line."""

Kind = Literal["done", "asks", "error", "quiet"]


_LOOKS: Mapping[Kind, str] = {
    "done": "text",
    "quiet": "quiet",
    "asks": "asks",
    "error": "error",
}
"""Kind of a message -> its look."""


class Place(NamedTuple):
    """The place of the user in words: a pass, the name of the view, its filter and day."""

    before: str
    """The pass in progress, with the sign behind it."""
    name: str
    """The name of the view, which may be long: the user chooses it, or it is a query."""
    behind: str = ""
    """Filter and day, with the sign before each."""

    def cut(self, room: int, ellipsis: str) -> str:
        """Return the place in at most `room` cells; the name is cut first, or left out."""
        whole = self.before + self.name + self.behind
        if cell_len(whole) <= room:
            return whole
        left = room - cell_len(self.before + self.behind)
        if left >= _LEAST_NAME:
            return self.before + cut(self.name, left, ellipsis) + self.behind
        if self.behind:
            whole = self.before + self.behind.lstrip(_SIGNS)
        return cut(whole, room, ellipsis)


class ViewLine(Line):
    """The view and its counts on the left; the order and the cursor's row on the right."""

    _place = Place("", "")
    _right = ""
    _parts: tuple[tuple[str, str], ...] = ()
    _keep = 1
    _row = ""

    def show_row(self, row: str) -> None:
        """Show the number of the cursor's row, `84 of 191`, which is never cut."""
        if row != self._row:
            self._row = row
            self.refresh()

    def show(
        self, place: Place, parts: Sequence[tuple[str, str]], right: str, *, keep: int = 1
    ) -> None:
        """Show a place and its counts, each a long and a short text, the most important first.

        If there is too little room, `right` is left out first, then counts are in their short form,
        then a long place is cut and counts are left out from the last, except `keep` of them.
        """
        self._place = Place(*map(one_line, place))
        self._parts = tuple((one_line(long), one_line(short)) for long, short in parts)
        self._right = one_line(right)
        self._keep = keep
        self.refresh()

    def _segments(self, width: int) -> list[Segment]:
        room = width - 2
        row = ""
        if self._row:
            row = _GAP + self._row
            room -= cell_len(row)
        place, counts = self._fitting(room)
        free = room - cell_len(place) - cell_len(counts)
        right = ""
        if cell_len(self._right) + 2 <= free:
            right = self._right
        blanks = " " * (free - cell_len(right))
        return [
            Segment(" " + place, self._style("title")),
            Segment(counts + blanks, self._style()),
            Segment(right + row, self._style("quiet")),
        ]

    def _fitting(self, room: int) -> tuple[str, str]:
        """Return the place and the counts, as far as they fit into `room` cells."""
        texts = [long for long, _ in self._parts]
        place = self._place.cut(room, self._signs.ellipsis)
        for at in reversed(range(len(texts))):
            if _width(place, texts) > room:
                texts[at] = self._parts[at][1]
        free = room - _width("", texts)
        place = self._place.cut(max(_PLACE, free), self._signs.ellipsis)
        left_out = []
        while len(texts) > self._keep and _width(place, texts) > room:
            left_out.append(texts.pop())
        counts = cut(_GAP + _BETWEEN.join(texts), room, self._signs.ellipsis)
        place = self._place.cut(room - cell_len(counts), self._signs.ellipsis)
        while left_out and _width(place, [*texts, left_out[-1]]) <= room:
            texts.append(left_out.pop())  # the place is so short that it fits
        return place, cut(_GAP + _BETWEEN.join(texts), room, self._signs.ellipsis)


class MessageLine(KeysLine):
    """A rule with a message on it: a report, a question or an error.

    If a menu needs two rows its first choices are here.
    """

    _text = ""
    _right = ""
    _kind: Kind = "quiet"

    def say(self, text: str, kind: Kind = "done", right: str = "") -> None:
        """Show a message, with `right` at the end if there is room; `` shows the bare rule."""
        self._text = one_line(text)
        self._kind = kind
        self._right = one_line(right)
        self._pairs = ()
        self.refresh()

    def show_keys(self, pairs: Pairs) -> None:
        """Show (key, label) pairs in place of a message; () removes them."""
        if pairs:
            self.say("")
        self._pairs = visible_pairs(pairs)
        self.refresh()

    @property
    def text(self) -> str:
        """The message; `` without a message."""
        return self._text

    @property
    def is_error(self) -> bool:
        """True while the message reports an error."""
        return bool(self._text) and self._kind == "error"

    def _segments(self, width: int) -> list[Segment]:
        line = self._signs.rule
        rule = self._style("rule")
        if self._pairs:
            key_style = self._style("key")
            keys = paint(self._pairs, key_style, self._style("quiet"))
            return [*keys, Segment(line * max(0, width - width_of(self._pairs)), rule)]
        right = ""
        after = 0
        room = width - 6
        if self._right and cell_len(self._right) + 24 < width:
            right = f" {self._right} "
            after = 2
            room -= cell_len(right) + 2
        text = ""
        if self._text:
            text = f" {self._cut(room)} "
        between = width - 2 - cell_len(text) - cell_len(right) - after
        return [
            Segment(line * 2, rule),
            Segment(text, self._style(_LOOKS[self._kind])),
            Segment(line * between, rule),
            Segment(right, self._style("quiet")),
            Segment(line * after, rule),
        ]


    def _cut(self, room: int) -> str:
        """Return the message in `room` cells.

        A long report ends behind its last whole part if that is not too short; an error is cut.
        """
        whole = self._text
        while cell_len(whole) > room and _BETWEEN in whole:
            whole = whole.rpartition(_BETWEEN)[0]
        if cell_len(whole) <= room <= 2 * cell_len(whole) and self._kind != "error":
            return whole
        return cut(self._text, room, self._signs.ellipsis)


class Hints(KeysLine):
    """The most useful keys now: `d done b later`; each can be clicked."""

    _lines: tuple[tuple[tuple[str, str], ...], ...] = ()
    _given: Pairs | None = None

    def show(self, pairs: Pairs) -> None:
        """Show pairs: the last two always, of the other pairs as many from the left as fit."""
        if pairs is not self._given:
            self._show((), pairs)
            self._given = pairs

    def show_first(self, lines: Sequence[Pairs]) -> None:
        """Show the first of several lines of pairs that fits, else the last line."""
        self._show(lines[:-1], lines[-1])

    def _show(self, lines: Sequence[Pairs], pairs: Pairs) -> None:
        self._given = None
        before = (self._lines, self._pairs)
        self._lines = tuple(visible_pairs(line) for line in lines)
        self._pairs = visible_pairs(pairs)
        if before != (self._lines, self._pairs):
            self.refresh()

    def _segments(self, width: int) -> list[Segment]:
        pairs = self._fitting(width)
        return paint(pairs, self._style("key"), self._style("quiet"))

    def _fitting(self, width: int) -> Pairs:
        for line in self._lines:
            if width_of(line) <= width + 1:  # the last blank may be cut off
                return list(line)
        kept = list(self._pairs[:-2])
        always = list(self._pairs[-2:])
        while kept and width_of(kept + always) > width + 1:
            kept.pop()
        return kept + always


def _width(place: str, texts: Sequence[str]) -> int:
    """Return the width of a place with its counts."""
    return cell_len(place) + cell_len(_GAP + _BETWEEN.join(texts))
