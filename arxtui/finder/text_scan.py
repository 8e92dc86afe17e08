"""A scan of a library's text for words, in steps; a scan for more words may reuse it."""

from __future__ import annotations

import math
from array import array
from collections.abc import Generator, Sequence

from arxtui.finder.rows import Rows
from arxtui.finder.text_pieces import Lines, Piece
from arxtui.search import needle
from arxtui.work_in_steps import Steps

_TAGGED_AT_ONCE = 1_000  # tagged papers looked at in one step
_SAMPLED = 8
"""The rarest needle is looked for among so many of the longest needles."""


class Scan:
    """Finds the papers whose lines in text/, with the tags, have all of some words.

    Where each word of an earlier scan is part of a word of this scan, the pieces that it finished
    are not read again: only the papers that it found can have the words.
    """

    def __init__(
        self, papers: Rows, pieces: Sequence[Piece], terms: Sequence[str], before: Scan | None
    ) -> None:
        """Prepare a scan; `before` is an earlier scan of the same pieces and tags."""
        self.needles = tuple(dict.fromkeys(map(needle, terms)))
        """The condition for a line."""
        self._papers = papers
        self._pieces = pieces
        self._sought = [sought.encode("utf-8", "replace") for sought in self.needles]
        self.rarity: tuple[float, ...] = ()
        """How rare each of the needles is, 0 = in all papers; known when the steps have begun."""
        self.share = 0.0
        """How much of the library was looked through, 0 to 1."""
        self._tagged = frozenset(papers.index.retagged())
        self._done = 0  # pieces that were scanned
        self._rows: dict[int, array[int]] = {}  # by piece that has the needles
        self._before: Scan | None = None
        if before is not None and before._is_wider(self.needles):
            self._before = before

    def _is_wider(self, needles: Sequence[str]) -> bool:
        """Return whether all papers that have these needles have the needles of this scan."""
        return all(any(mine in other for other in needles) for mine in self.needles)

    def _known(self, number: int) -> Sequence[int] | None:
        """Return the rows of a piece that had the needles; None if it was not looked through."""
        if number < self._done:
            return self._rows.get(number, ())
        if self._before is not None:
            return self._before._known(number)
        return None

    def steps(self) -> Generator[Lines, None, None]:
        """Yield the lines found, newest first, a piece of the library at a time."""
        rarest = yield from self._rarest()
        tagged: list[int] = []
        for number, row in enumerate(self._tagged, 1):
            if self._has(rarest, row):
                tagged.append(row)
            if number % _TAGGED_AT_ONCE == 0:
                yield []
        tagged.sort(reverse=True)
        for number, piece in enumerate(self._pieces):
            known = self._known(number)
            if known is None:
                finding = piece.having(rarest, tagged)
            else:
                finding = piece.lines(known)
            while True:
                try:
                    next(finding)
                except StopIteration as end:
                    lines = end.value
                    break
                yield []
            sought = self._sought
            if known is None:
                sought = [other for other in sought if other != rarest]
            found = self._fitting(lines, sought)
            if found:
                self._rows[number] = array("I", [row for row, _ in found])
            self._done = number + 1
            self.share = 1 - piece.rows[-1] / len(self._papers.heads)
            if found or known is None:
                yield found
        self._before = None

    def _rarest(self) -> Generator[Lines, None, bytes]:
        """Return the needle that is in the fewest of the newest papers, the longest of equals."""
        some = sorted(self._sought, key=len, reverse=True)[:_SAMPLED]
        lines: Lines = []
        if len(some) > 1:
            lines = yield from _of_first(self._pieces)
        counts = {sought: sum(sought in line for _, line in lines) for sought in some}
        all_of_them = len(lines) + 1
        self.rarity = tuple(
            math.log(all_of_them / (counts.get(sought, 0) + 1)) for sought in self._sought
        )
        yield []
        return min(some, key=counts.__getitem__)

    def _has(self, sought: bytes, row: int) -> bool:
        return sought in self._papers.index.line(row).encode()

    def _fitting(self, lines: Lines, needles: Sequence[bytes]) -> Lines:
        """Return the lines that have all needles, with the tags of their papers."""
        fitting = lines
        for sought in needles:
            if self._tagged:
                fitting = [
                    (row, line)
                    for row, line in fitting
                    if sought in line or (row in self._tagged and self._has(sought, row))
                ]
            else:
                fitting = [pair for pair in fitting if sought in pair[1]]
        return fitting


def _of_first(pieces: Sequence[Piece]) -> Generator[Lines, None, Lines]:
    """Return the lines of the first rows."""
    if not pieces:
        return []
    finding: Steps[Lines] = pieces[0].lines(pieces[0].rows[:300])
    while True:
        try:
            next(finding)
        except StopIteration as end:
            found: Lines = end.value
            return found
        yield []
