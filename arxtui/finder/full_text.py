"""Papers whose title, authors and abstract together have all the words, best first."""

from __future__ import annotations

import heapq
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass

from arxtui.finder.rows import Rows
from arxtui.finder.text_pieces import Piece, cut
from arxtui.finder.text_ranking import worth
from arxtui.finder.text_scan import Scan
from arxtui.search import closest, fragments
from arxtui.steps import Steps, finish
from arxtui.store import Library
from arxtui.store.text_line import abstract_of

SHORT = 3
"""Letters of a word from which on the abstracts are searched too."""
_ROWS_AT_ONCE = 50  # asked in one step whether they pass
_TOLD = 0.1  # share of the library after which it is told how far the search has come
_MANY = 1_000  # papers from which on that is only told when they are twice as many


@dataclass(frozen=True, slots=True)
class ByText:
    """What was found so far."""

    rows: Sequence[int]
    """The best rows, the best one first."""
    total: int
    """How many papers fit."""
    share: float
    """How much of the library was looked through, 0 to 1."""


class FullText:
    """The text of a library as it is searched: its pieces, and the last scan for the next one."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._papers: Rows | None = None
        self._pieces: Sequence[Piece] = ()
        self._cutting: Generator[None, None, list[Piece]] | None = None
        self._scan: Scan | None = None
        self._meant: dict[str, str] = {}  # mistyped words and what was found for them

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

        The nearest one is meant, of several the one that the most pieces of the library have.
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
        passes: Callable[[int], bool] | None,
        limit: int,
    ) -> Generator[ByText | None, None, None]:
        """Yield what is found, again and again; the last one is the whole answer.

        `passes` says which rows are wanted; rows beyond the best `limit` are only counted.
        """
        for _ in self.ready(papers):
            yield None
        scan = Scan(papers, self._pieces, terms, self._scan)
        self._scan = scan
        words = [term.encode("utf-8", "replace") for term in dict.fromkeys(terms)]
        best: list[tuple[float, int]] = []
        total = 0
        shown = 0
        share = 0.0
        for lines in scan.steps():
            for number, (row, line) in enumerate(lines, 1):
                if passes is None or passes(row):
                    total += 1
                    if len(best) < limit:
                        heapq.heappush(best, (worth(line, words, scan.rarity), row))
                    else:
                        value = worth(line, words, scan.rarity, best[0][0])
                        heapq.heappushpop(best, (value, row))
                if passes is not None and number % _ROWS_AT_ONCE == 0:
                    yield None
            doubled = total >= 2 * shown and total > shown
            if doubled or (scan.share >= share + _TOLD and len(best) < _MANY):
                shown = total
                share = scan.share
                yield ByText(_rows(best), total, share)
            else:
                yield None
        yield ByText(_rows(best), total, 1.0)


def _text(word: bytes) -> str:
    return word.decode()


def _last_row(piece: Piece) -> int:
    return -piece.rows[-1]


def _rows(best: Sequence[tuple[float, int]]) -> list[int]:
    return [row for _, row in sorted(best, reverse=True)]
