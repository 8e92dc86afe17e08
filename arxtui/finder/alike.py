"""Papers like a paper: by the vectors of taste/ without authors, the last thirty days first."""

from __future__ import annotations

import heapq
from array import array
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import groupby

from arxtui.finder.full_text import FullText
from arxtui.finder.rows import Rows
from arxtui.finder.wanted_paper import WantedPaper, subject
from arxtui.model import Head, Paper
from arxtui.search_result import Finding, SearchResult
from arxtui.store import Library
from arxtui.taste.features import Features, characters_of, how_many_have
from arxtui.taste.vectors import Space
from arxtui.text import fold, words
from arxtui.work_in_steps import Steps, in_parts

_RECENT = 30
"""Days before the newest paper whose papers come first."""
_MOST_RECENT = 30
"""Papers of the last thirty days that are shown at most."""
_LEAST = 0.08
"""The least cosine of two papers that are alike."""
_SAMPLE = 300
"""Papers from which the frequency of words is estimated: more papers are no better."""
_COMPARED = 8
"""Older papers that are compared, as a multiple of those shown.

Of the 200 most alike of 139,428 papers 193 to 197 are among the 1,600 that are compared (means of 5
and of 20 searches), and of the ten most alike all but one paper in 200.
"""
_CHARACTERS_A_STEP = 8_000  # of titles and abstracts; six papers have as many
_ROWS_A_STEP = 1_000
_LINES_A_STEP = 100
_FITS_A_STEP = 50
_SHOWN = 200  # older papers that are compared between two states of the list
_COMPANION = 0.5  # the least cosine of companions, papers of the same authors
_SAME_AUTHORS = 2
_MOST_COMPANIONS = 20  # papers of the same authors, newest first, that are compared

Fits = Callable[[int], bool]
"""True for a row whose paper may be shown."""


class Alike:
    """Compares the papers of one state of the library."""

    def __init__(self, library: Library, papers: Rows, text: FullText) -> None:
        """Begin with nothing read: words are counted when papers are first compared."""
        self._library = library
        self._papers = papers
        self._text = text
        self._counts: Counter[str] = Counter()
        self._sampled = 0
        self._asked = _Asked("")

    def ranked(self, paper_id: str, fits: Fits, limit: int) -> Finding:
        """Yield the papers like a paper: of the last thirty days, and older papers below them.

        Each part has the most alike papers first. All papers of the last thirty days are compared;
        they do not change afterwards. Eight times `limit` of the older papers are compared: the
        papers whose lines of text/ have most of the heavy words.
        """
        row = yield from self._row_of(paper_id)
        paper = yield from self._read_one(paper_id, row)
        if paper is None:
            yield SearchResult((), 0, missing=(paper_id,))
            return
        wanted = yield from self._wanted(paper)
        if self._asked.paper_id != paper_id:
            self._asked = _Asked(paper_id)
        older = yield from self._first_older_row()
        recent = [each for each in range(len(self._papers.heads) - 1, older, -1) if each != row]
        yield from self._compare(wanted, recent)
        first = yield from self._best(recent, fits, _MOST_RECENT)
        yield self._result(first, more=True)
        likely = yield from self._likely(wanted, older, row, fits, limit * _COMPARED)
        best: list[int] = []
        for start in range(0, len(likely), _SHOWN):
            some = likely[start : start + _SHOWN]
            yield from self._compare(wanted, some)
            best = yield from self._best([*best, *some], None, limit)
            yield self._result(first, best, more=True)
        yield self._result(first, best)

    def _result(
        self, recent: Sequence[int], older: Sequence[int] = (), *, more: bool = False
    ) -> SearchResult:
        rows = [*recent, *older]
        found = self._papers.some(rows)
        return SearchResult(found, len(rows), more=more, recent=len(recent))

    def _compare(self, wanted: WantedPaper, rows: Sequence[int]) -> Steps[None]:
        """Note the cosine of the papers of these rows, newest first, a day file a step."""
        cosines = self._asked.cosines
        unknown = sorted((row for row in rows if row not in cosines), reverse=True)
        yield
        for file, of_day in groupby(unknown, self._papers.file_at):
            row_of = {self._papers.id_at(row): row for row in of_day}
            found = yield from self._library.papers.read_in_steps(dict.fromkeys(row_of, file))
            cosines.update(dict.fromkeys(row_of.values(), 0.0))
            for some in in_parts([*found.values()], characters_of, _CHARACTERS_A_STEP):
                for other in some:
                    cosines[row_of[other.id]] = wanted.cosine(other)
                yield

    def _best(self, rows: Sequence[int], fits: Fits | None, count: int) -> Steps[list[int]]:
        """Return the rows most alike, of equals the newest; without `fits` all may be shown."""
        best: list[tuple[float, int]] = []
        for number, row in enumerate(rows, 1):
            cosine = self._asked.cosines[row]
            if cosine >= _LEAST and (fits is None or fits(row)):
                best.append((cosine, row))
            if number % _FITS_A_STEP == 0:
                yield
        return [row for _, row in heapq.nlargest(count, best)]

    def _likely(
        self, wanted: WantedPaper, older: int, asked: int | None, fits: Fits, count: int
    ) -> Steps[list[int]]:
        """Return the rows up to `older` that look most alike by their lines, at most `count`."""
        yield from self._guess(wanted)
        guesses = self._asked.guesses
        likely: list[tuple[float, int]] = []
        for row in range(older, -1, -1):
            if guesses[row] and row != asked:
                guess = (guesses[row], row)
                full = len(likely) == count
                if (not full or guess > likely[0]) and fits(row):
                    if full:
                        heapq.heapreplace(likely, guess)
                    else:
                        heapq.heappush(likely, guess)
            if row % _FITS_A_STEP == 0:
                yield
        likely.sort(reverse=True)
        return [row for _, row in likely]

    def _guess(self, wanted: WantedPaper) -> Steps[None]:
        """Guess how alike all papers are, by their lines."""
        if self._asked.guesses:
            return
        guesses = array("f", bytes(4 * len(self._papers.heads)))
        for lines in self._text.lines(self._papers):
            for number, (row, line) in enumerate(lines, 1):
                guesses[row] = wanted.guess(line)
                if number % _LINES_A_STEP == 0:
                    yield
            yield
        self._asked.guesses = guesses

    def _first_older_row(self) -> Steps[int]:
        """Return the newest row older than the last thirty days; -1 if all rows are newer."""
        since = self._first_recent_day()
        rows = self._papers.rows()
        for number, (row, file) in enumerate(zip(rows, self._papers.files(), strict=True)):
            if file < since or not file[0].isdigit():
                return row
            if number % _ROWS_A_STEP == 0:
                yield
        return -1

    def _first_recent_day(self) -> str:
        """Return a name: in the alphabet the day files of the last thirty days are behind it."""
        for row in self._papers.rows():
            day = self._papers.head(row).day
            if day:
                first = date.fromisoformat(day) - timedelta(days=_RECENT)
                return f"{first:%Y/%Y%m%d}"
        return ""

    def _row_of(self, paper_id: str) -> Steps[int | None]:
        for number, row in enumerate(self._papers.rows()):
            if self._papers.id_at(row) == paper_id:
                return row
            if number % _ROWS_A_STEP == 0:
                yield
        return None

    def _read_one(self, paper_id: str, row: int | None) -> Steps[Paper | None]:
        """Return a paper whole; a removed paper has the fields of its citation."""
        file = ""
        if row is not None:
            file = self._papers.file_at(row)
        found = yield from self._library.papers.read_in_steps({paper_id: file})
        return found.get(paper_id)

    def _wanted(self, paper: Paper) -> Steps[WantedPaper]:
        """Return the paper as others are compared with it.

        Some hundred of the newest papers, spread over a month or so, tell how common words are.
        """
        if not self._sampled:
            newest = self._papers.rows()[: _SAMPLE * 10]
            chosen = newest[:: max(1, len(newest) // _SAMPLE)]
            files = {self._papers.id_at(row): self._papers.file_at(row) for row in chosen}
            found = yield from self._library.papers.read_in_steps(files)
            rows = yield from _subjects(list(found.values()))
            self._counts = yield from how_many_have(rows)
            self._sampled = len(rows)
        counts = self._counts.copy()
        counts.update(subject(paper).keys())
        yield
        space = Space(counts, self._sampled + 1, unknown_count=True)
        yield
        wanted = WantedPaper(space, paper)
        yield
        return wanted

    # companions

    def companion(self, paper: Paper) -> Steps[Head | None]:
        """Return the companion of a paper: an earlier or later part or form of it.

        Returns None if there is no companion. A companion has the same folded title, or two of its
        authors and a cosine of words over .5. Of several companions the most alike is returned.
        """
        candidates = yield from self._by_same_people(paper)
        title = words(fold(paper.title))
        files = {head.id: head.file for head in candidates}
        found = yield from self._library.papers.read_in_steps(files)
        wanted = yield from self._wanted(paper)
        best = None
        most = _COMPANION
        for head in candidates:
            other = found.get(head.id)
            if other is None:
                continue
            near = wanted.cosine(other)
            if words(fold(other.title)) == title:
                near += 1
            if near > most:
                best = head
                most = near
            yield
        return best

    def _by_same_people(self, paper: Paper) -> Steps[list[Head]]:
        """Return the newest other papers with the same title, or with two of the same authors.

        Only papers that have its first or its last author are compared.
        """
        title = words(fold(paper.title))
        authors = {fold(name) for name in paper.authors}
        ends = {words(fold(name)) for name in (*paper.authors[:1], *paper.authors[-1:])}
        found: list[Head] = []
        for number, row in enumerate(self._papers.rows()):
            if number % _ROWS_A_STEP == _ROWS_A_STEP - 1:
                yield
            line = self._papers.index.line(row)
            if not any(name in line for name in ends) and not (title and title in line):
                continue
            head = self._papers.head(row)
            shared = authors.intersection(fold(head.authors).split(", "))
            same_title = bool(title) and words(fold(head.title)) == title
            if head.id != paper.id and (same_title or len(shared) >= _SAME_AUTHORS):
                found.append(head)
                if len(found) == _MOST_COMPANIONS:
                    break
        return found


class _Asked:
    """How alike papers are to the paper that was asked for last: typing on needs no comparison."""

    def __init__(self, paper_id: str) -> None:
        self.paper_id = paper_id
        """The paper that was asked for."""
        self.cosines: dict[int, float] = {}
        """Of the papers that were compared, by row."""
        self.guesses: array[float] = array("f")
        """Of all papers, by row; empty until their lines were looked through."""


def _subjects(papers: Sequence[Paper]) -> Steps[list[Features]]:
    found: list[Features] = []
    for some in in_parts(papers, characters_of, _CHARACTERS_A_STEP):
        found += map(subject, some)
        yield
    return found
