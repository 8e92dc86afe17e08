"""Papers whose title, authors and abstract together have all the words, best first."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from arxtui.finder.rows import Rows
from arxtui.finder.text_pieces import Lines, Piece, cut
from arxtui.finder.text_ranking import Best
from arxtui.finder.text_scan import Scan
from arxtui.search import closest, fragments
from arxtui.store import Library
from arxtui.store.text_line import abstract_of
from arxtui.work_in_steps import Steps, each_as, finish

SHORT = 3
"""Letters of a word; for shorter words the abstracts are not searched."""
_ROWS_AT_ONCE = 50  # rows checked in one step by passes()
_TOLD = 0.1  # share of the library after which the progress is reported
_MANY = 1_000  # with more papers, progress is reported only when they have doubled


class Wanted(Protocol):
    """Return True if a paper is wanted."""

    is_slow: bool
    """True if passes() may open a file."""

    def passes(self, row: int, line: bytes) -> bool:
        """Return True if a paper is wanted; False if its head has all words."""
        ...


@dataclass(frozen=True, slots=True)
class ByText:
    """The papers found so far."""

    rows: Sequence[int]
    """The best rows, in order."""
    total: int
    """How many papers fit."""
    share: float
    """How much of the library was looked through, 0 to 1."""


class FullText:
    """The text of a library for searches: its pieces, and the last scan."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._papers: Rows | None = None
        self._pieces: Sequence[Piece] = ()
        self._cutting: Generator[None, None, list[Piece]] | None = None
        self._scan: Scan | None = None
        self._meant: dict[str, str] = {}  # mistyped word -> the word that it means

    def forget(self) -> None:
        """Forget the last scan: tags have changed."""
        self._scan = None

    def ready(self, papers: Rows) -> Steps[None]:
        """Open the text files for a state of the library. Several may wait for it."""
        if self._papers is not papers:
            self._papers = papers
            self._scan = None
            self._pieces = ()
            self._meant.clear()
            self._cutting = cut(self._library, papers)
        cutting = self._cutting
        while cutting is not None and cutting is self._cutting:
            try:
                next(cutting)
            except StopIteration as end:
                self._pieces = end.value
                self._cutting = None
                return
            yield

    def lines(self, papers: Rows) -> Iterator[Lines]:
        """Yield all lines of the library, newest first, a piece at a time; [] is a step without."""
        for _ in self.ready(papers):
            yield []
        for piece in self._pieces:
            yield (yield from each_as(piece.lines(piece.rows), list))

    def rows_with(self, papers: Rows, words: Sequence[str]) -> Iterator[Sequence[int]]:
        """Yield the rows that have all of these words, newest first, a piece at a time."""
        scan = Scan(papers, self._pieces, words, None)
        for lines in scan.steps():
            yield [row for row, _ in lines]

    def abstract(self, papers: Rows, row: int) -> str:
        """Return the folded words of an abstract, ` ` if it is damaged; ready() came before."""
        if self._papers is papers and self._pieces:
            at = bisect_left(self._pieces, -row, key=_last_row)
            for _, line in finish(self._pieces[at].lines((row,))):
                return line[abstract_of(line)[0] :].decode()
        return " "

    def meant(self, papers: Rows, term: str) -> Generator[None, None, str]:
        """Return the word of an abstract that a mistyped term means, `` if a line has the term.

        It is the nearest word, of several the word that most pieces of the library have.
        """
        parts = [part.encode("utf-8", "replace") for part in fragments(term)]
        if not parts:
            return ""
        for _ in self.ready(papers):
            yield
        for lines in Scan(papers, self._pieces, (term,), None).steps():
            if lines:
                return ""
            yield
        if term not in self._meant:
            far: dict[str, float] = {}
            pieces = Counter[str]()
            for piece in self._pieces:
                found = yield from piece.words(parts)
                for word, distance in (yield from closest(term, map(_text, found))):
                    far[word] = distance
                    pieces[word] += 1
            order = sorted(far, key=lambda word: (far[word], -pieces[word], word))
            self._meant[term] = next(iter(order), "")
        return self._meant[term]

    def find(
        self,
        papers: Rows,
        terms: Sequence[str],
        wanted: Wanted | None,
        limit: int,
    ) -> Generator[ByText | None, None, None]:
        """Yield the result so far, again and again; the last result is the whole answer.

        Without `wanted` all papers are; papers beyond the best `limit` are only counted.
        """
        for _ in self.ready(papers):
            yield None
        scan = Scan(papers, self._pieces, terms, self._scan)
        self._scan = scan
        in_title = len(scan.needles)
        if wanted is not None:
            in_title -= 1
        best = Best(terms, papers.index.standings(), limit=limit, in_title=in_title)
        total = 0
        shown = 0
        share = 0.0
        for lines in scan.steps():
            if lines:
                best.rarity = scan.rarity
            total += yield from _take(lines, wanted, best)
            doubled = total >= 2 * shown and total > shown
            if doubled or (scan.share >= share + _TOLD and len(best) < _MANY):
                shown = total
                share = scan.share
                yield ByText(best.rows(), total, share)
            else:
                yield None
        yield ByText(best.rows(), total, 1.0)


def _take(lines: Lines, wanted: Wanted | None, best: Best) -> Generator[ByText | None, None, int]:
    """Put the wanted lines into the best papers, and return their number."""
    count = 0
    standings = best.standings
    for number, (row, line) in enumerate(lines, 1):
        if wanted is None or wanted.passes(row, line):
            count += 1
            if standings[row] or not best.is_full:
                best.add(row, line)
        if wanted is not None and wanted.is_slow and number % _ROWS_AT_ONCE == 0:
            yield None
    return count


def _text(word: bytes) -> str:
    return word.decode()


def _last_row(piece: Piece) -> int:
    return -piece.rows[-1]
