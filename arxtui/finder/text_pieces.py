"""The text of one state of the library, in pieces that a step can search.

A piece is some rows in order, whose lines come from a text file, or from day files if the text file
is missing or stale. Both give the same lines (store/text_line.py).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Generator, Iterator, Mapping, Sequence
from itertools import groupby

from arxtui.finder.rows import Rows
from arxtui.store import Library, Opened, Unusable
from arxtui.store.heads import file_of, joined
from arxtui.store.text_line import is_of, to_line
from arxtui.work_in_steps import Steps

Lines = list[tuple[int, bytes]]
"""(row, line of text/), the newest paper first."""
_BYTES_AT_ONCE = 1 << 19
_PAPERS_AT_ONCE = 20  # papers of day files read in one step
_ROWS_AT_ONCE = 1_000
_FEW = 30  # rows of a block that are read singly


class Days:
    """Rows whose lines are made from their day files."""

    def __init__(self, library: Library, papers: Rows, rows: range) -> None:
        self.rows = rows
        """The rows, newest first."""
        self._library = library
        self._papers = papers

    def having(self, needle: bytes, extra: Sequence[int]) -> Steps[Lines]:
        """Return the lines that have a needle; they have the tags too, so `extra` is not needed."""
        found: Lines = []
        for some in self._lines(self.rows):
            found += [(row, line) for row, line in some if needle in line]
            yield
        return found

    def lines(self, rows: Sequence[int]) -> Steps[Lines]:
        """Return the lines of some of the rows; the day file of a single row is kept in memory."""
        found: Lines = []
        if len(rows) == 1:
            paper_id = self._papers.id_at(rows[0])
            paper = self._library.papers.read(paper_id, file_of(self._papers.heads[rows[0]]))
            if paper is not None:
                found = [(rows[0], self._line(rows[0], paper.abstract))]
            yield
            return found
        for some in self._lines(rows):
            found += some
            yield
        return found

    def words(self, fragments: Sequence[bytes]) -> Steps[set[bytes]]:
        """Return the words of the lines that have one of these fragments."""
        found: set[bytes] = set()
        for some in self._lines(self.rows):
            for _, line in some:
                found |= _words_with(line, fragments)
            yield
        return found

    def _line(self, row: int, abstract: str) -> bytes:
        return to_line(joined(self._papers.heads[row], self._papers.index.line(row)), abstract)

    def _lines(self, rows: Sequence[int]) -> Iterator[Lines]:
        papers = self._papers
        some: Lines = []
        for file, of_day in groupby(rows, key=lambda row: file_of(papers.heads[row])):
            abstracts = dict(self._library.papers.abstracts(file))
            for row in of_day:
                abstract = abstracts.get(papers.id_at(row))
                if abstract is not None:
                    some.append((row, self._line(row, abstract)))
                if len(some) == _PAPERS_AT_ONCE:
                    yield some
                    some = []
            yield some
            some = []


class Block:
    """Rows whose lines stand next to each other in a text file."""

    def __init__(
        self, library: Library, papers: Rows, text: Opened, first: int, rows: range
    ) -> None:
        """`first` is the number of the line of the first row."""
        self.rows = rows
        """The rows, newest first."""
        self._library = library
        self._papers = papers
        self._text = text
        self._first = first
        self._agrees: bool | None = None  # whether the lines belong to the rows, once compared

    def having(self, needle: bytes, extra: Sequence[int]) -> Steps[Lines]:
        """Return the lines that have a needle, and the lines of `extra` rows, in one step."""
        yield
        starts = self._text.starts
        last = self._first + len(self.rows)
        begin = starts[self._first]
        try:
            data = self._text.read(begin, starts[last])
        except Unusable as why:
            self._library.texts.failed(why)
            return (yield from self._instead().having(needle, extra))
        if self._agrees is None:
            self._agrees = self._compared(data)
        if not self._agrees:
            return (yield from self._instead().having(needle, extra))
        found: Lines = []
        at = data.find(needle)
        while at >= 0:
            number = bisect_right(starts, begin + at, self._first, last) - 1
            end = starts[number + 1] - begin
            line = data[starts[number] - begin : end]
            found.append((self.rows[number - self._first], line))
            at = data.find(needle, end)
        if extra:
            known = {row for row, _ in found}
            more = [row for row in extra if row in self.rows and row not in known]
            found += yield from self.lines(more)
            found.sort(reverse=True)
        return found

    def _compared(self, data: bytes) -> bool:
        """Return whether each of the lines is of the paper of its row."""
        lines = data.split(b"\n")[:-1]
        heads = self._papers.heads
        return all(is_of(line, heads[row]) for line, row in zip(lines, self.rows, strict=True))

    def lines(self, rows: Sequence[int]) -> Steps[Lines]:
        """Return the lines of some of the rows."""
        if not rows:
            return []
        yield
        try:
            return self._read(rows)
        except Unusable as why:
            self._library.texts.failed(why)
            return (yield from self._instead().lines(rows))

    def words(self, fragments: Sequence[bytes]) -> Steps[set[bytes]]:
        """Return the words of the lines that have one of these fragments, in one step."""
        yield
        starts = self._text.starts
        try:
            data = self._text.read(starts[self._first], starts[self._first + len(self.rows)])
        except Unusable as why:
            self._library.texts.failed(why)
            return (yield from self._instead().words(fragments))
        return _words_with(data, fragments)

    def _read(self, rows: Sequence[int]) -> Lines:
        """Return the lines of some of the rows. Raises Unusable."""
        starts = self._text.starts
        numbers = [self._first + self.rows.index(row) for row in rows]
        begin = 0
        data = b""
        if len(rows) > _FEW:
            begin = starts[numbers[0]]
            data = self._text.read(begin, starts[numbers[-1] + 1])
        found: Lines = []
        for row, number in zip(rows, numbers, strict=True):
            start = starts[number]
            end = starts[number + 1]
            line = data[start - begin : end - begin] or self._text.read(start, end)
            if self._agrees or is_of(line, self._papers.heads[row]):
                found.append((row, line))
        return found

    def _instead(self) -> Days:
        return Days(self._library, self._papers, self.rows)


def _words_with(text: bytes, fragments: Sequence[bytes]) -> set[bytes]:
    """Return the words of a text that have one of these fragments."""
    found: set[bytes] = set()
    for fragment in fragments:
        at = text.find(fragment)
        while at >= 0:
            inside = at + 1  # a fragment may begin with the blank before its word
            start = text.rfind(b" ", 0, inside) + 1
            end = text.find(b" ", inside)
            if end < 0:
                end = len(text)
            found.add(text[start:end])
            at = text.find(fragment, max(end, inside))
    return found


Piece = Days | Block


def cut(library: Library, papers: Rows) -> Generator[None, None, list[Piece]]:
    """Return the pieces of all rows, newest first; the text files are opened for that."""
    days = yield from _days(papers)
    places = yield from _places(library, days)
    pieces: list[Piece] = []
    text: Opened | None = None
    first = 0
    rows = range(0)
    for file, more in days.items():
        if file not in places:
            pieces += _blocks(library, papers, text, first, rows)
            pieces.append(Days(library, papers, more))
            text = None
            rows = range(0)
        elif places[file] == (text, first + len(rows)):  # continues the block of the day before
            rows = range(rows.start, more.stop, -1)
        else:
            pieces += _blocks(library, papers, text, first, rows)
            text, first = places[file]
            rows = more
        yield
    pieces += _blocks(library, papers, text, first, rows)
    return pieces


def _days(papers: Rows) -> Steps[dict[str, range]]:
    """Return the rows of each day file, newest first."""
    days: dict[str, range] = {}
    top = len(papers.heads) - 1
    for file, rows in groupby(papers.files()):
        count = 0
        for _ in rows:
            count += 1
            if count % _ROWS_AT_ONCE == 0:
                yield
        days[file] = range(top, top - count, -1)
        top -= count
        yield
    return days


def _places(library: Library, days: Mapping[str, range]) -> Steps[dict[str, tuple[Opened, int]]]:
    """Return day file -> (text, first line), for day files whose text is up to date."""
    places: dict[str, tuple[Opened, int]] = {}
    for year, stamps in library.texts.years():
        try:
            text = yield from year.opened_in_steps()
        except Unusable as why:
            library.texts.failed(why)
            continue
        if text is None:
            continue
        first = 0
        for file, part in text.parts.items():
            if stamps.get(file) == part.stamp and len(days.get(file, ())) == part.lines:
                places[file] = (text, first)
            first += part.lines
        yield
    return places


def _blocks(
    library: Library, papers: Rows, text: Opened | None, first: int, rows: range
) -> Iterator[Block]:
    """Yield rows in blocks of at most _BYTES_AT_ONCE; a block has at least one row."""
    done = 0
    while text is not None and done < len(rows):
        starts = text.starts
        end = starts[first + done] + _BYTES_AT_ONCE
        count = bisect_right(starts, end, first + done, first + len(rows) + 1) - 1 - first - done
        count = max(1, count)
        yield Block(library, papers, text, first + done, rows[done : done + count])
        done += count
