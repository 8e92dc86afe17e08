"""Papers like a paper: by the vectors of taste/ without authors, the last thirty days first."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby

from arxtui.finder.rows import Rows
from arxtui.model import Head, Paper
from arxtui.search_result import Finding, SearchResult
from arxtui.store import Library
from arxtui.taste.features import Features, features_of, how_many_have, without_authors
from arxtui.taste.vectors import Space
from arxtui.text import fold, words
from arxtui.work_in_steps import Steps

_RECENT = 30
"""Days before the newest paper whose papers come first."""
_MOST_RECENT = 30
"""Papers of the last thirty days that are shown at most."""
_LEAST = 0.08
"""The least cosine of two papers that are alike."""
_SAMPLE = 300
"""Papers from which the frequency of words is estimated: more papers are no better."""
_PAPERS_A_STEP = 20
_ROWS_A_STEP = 1_000
_SHOWN_FILES = 30  # day files between two states of the list
_COMPANION = 0.5  # the least cosine of companions, papers of the same authors
_SAME_AUTHORS = 2
_MOST_COMPANIONS = 20  # papers of the same authors, newest first, that are compared

Fits = Callable[[int], bool]
"""True for a row whose paper may be shown."""


class Alike:
    """Compares the papers of one state of the library."""

    def __init__(self, library: Library, papers: Rows) -> None:
        """Begin with nothing read: words are counted when papers are first compared."""
        self._library = library
        self._papers = papers
        self._counts: Counter[str] = Counter()
        self._sampled = 0
        # by day file: (cosine, row) of the papers like the paper asked for last
        self._scores: dict[str, list[tuple[float, int]]] = {}
        self._scores_of = ""

    def ranked(self, paper_id: str, fits: Fits, limit: int) -> Finding:
        """Yield the papers like a paper: of the last thirty days, then older papers below them.

        Each part has the most alike papers first. The first part does not change while older days
        are compared, newest first.
        """
        row = yield from self._row_of(paper_id)
        paper = yield from self._read_one(paper_id, row)
        if paper is None:
            yield SearchResult((), 0, missing=(paper_id,))
            return
        wanted = yield from self._wanted(paper)
        if self._scores_of != paper_id:
            self._scores_of = paper_id
            self._scores = {}
        first: list[int] = []
        best: list[tuple[float, int]] = []
        since = self._first_recent_day()
        in_first = True
        for number, (file, rows) in enumerate(self._by_file()):
            if in_first and (file < since or not file[0].isdigit()):
                first = _in_order(heapq.nlargest(_MOST_RECENT, best))
                best = []
                in_first = False
                yield self._result(first, more=True)
            if file not in self._scores:
                others = [each for each in rows if each != row]
                self._scores[file] = yield from self._scored(wanted, file, others)
            best += [(score, each) for score, each in self._scores[file] if fits(each)]
            best = heapq.nlargest(limit, best)
            if not in_first and number % _SHOWN_FILES == 0:
                yield self._result(first, _in_order(best), more=True)
        if in_first:
            first = _in_order(heapq.nlargest(_MOST_RECENT, best))
            best = []
        yield self._result(first, _in_order(best))

    def _result(
        self, recent: Sequence[int], older: Sequence[int] = (), *, more: bool = False
    ) -> SearchResult:
        rows = [*recent, *older]
        found = self._papers.some(rows)
        return SearchResult(found, len(rows), more=more, recent=len(recent))

    def _by_file(self) -> Iterator[tuple[str, list[int]]]:
        """Yield (day file, its rows), newest day first."""
        for file, rows in groupby(self._papers.rows(), self._papers.file_at):
            yield file, list(rows)

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

    def _wanted(self, paper: Paper) -> Steps[_Wanted]:
        """Return a function that compares papers with this paper.

        The frequency of words is estimated from some hundred of the newest papers.
        """
        if not self._sampled:
            newest = self._papers.rows()[: _SAMPLE * 10]
            chosen = newest[:: max(1, len(newest) // _SAMPLE)]
            files = {self._papers.id_at(row): self._papers.file_at(row) for row in chosen}
            found = yield from self._library.papers.read_in_steps(files)
            rows = yield from _features(list(found.values()))
            self._counts = yield from how_many_have(rows)
            self._sampled = len(rows)
        features = _subject(paper)
        counts = self._counts.copy()
        counts.update(features.keys())
        yield
        return _Wanted(Space(counts, self._sampled + 1, unknown_count=True), features)

    def _scored(
        self, wanted: _Wanted, file: str, rows: Sequence[int]
    ) -> Steps[list[tuple[float, int]]]:
        """Return (cosine, row) of the papers of a day file that are like the given paper."""
        row_of = {self._papers.id_at(row): row for row in rows}
        found = yield from self._library.papers.read_in_steps(dict.fromkeys(row_of, file))
        scored = []
        for number, paper in enumerate(found.values(), 1):
            score = wanted.cosine(paper)
            if score >= _LEAST:
                scored.append((score, row_of[paper.id]))
            if number % _PAPERS_A_STEP == 0:
                yield
        return scored

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


class _Wanted:
    """The paper that others are compared with."""

    def __init__(self, space: Space, features: Features) -> None:
        self._space = space
        vector = space.vector(features)
        self._weights = dict(zip(vector.columns, vector.values, strict=True))

    def cosine(self, other: Paper) -> float:
        """Return how alike a paper is, 0 to 1."""
        vector = self._space.vector(_subject(other))
        total = 0.0
        for column, value in zip(vector.columns, vector.values, strict=True):
            weight = self._weights.get(column)
            if weight is not None:
                total += weight * value
        return total


def _subject(paper: Paper) -> Features:
    return without_authors(features_of(paper))


def _features(papers: Sequence[Paper]) -> Steps[list[Features]]:
    found = []
    for number, paper in enumerate(papers, 1):
        found.append(_subject(paper))
        if number % _PAPERS_A_STEP == 0:
            yield
    return found


def _in_order(scored: Sequence[tuple[float, int]]) -> list[int]:
    """Return the rows of (cosine, row), most alike first, of equals the newest."""
    return [row for _, row in scored]
