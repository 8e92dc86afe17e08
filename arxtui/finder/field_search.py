"""Searches without words: the papers for which fields hold, newest day first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from arxtui.finder.full_text import SHORT, FullText
from arxtui.finder.rows import Rows
from arxtui.query import Query
from arxtui.search_result import Finding, SearchResult

_SHOWN_GROWING = 500  # with more hits than these, only the last step shows them
_HEADS_AT_ONCE = 200
_PAPERS_AT_ONCE = 20  # if a condition opens day files


class FieldSearch:
    """Finds the papers for which the fields of a query hold."""

    def __init__(self, text: FullText) -> None:
        self._text = text

    def fits(self, papers: Rows, query: Query, row: int) -> bool:
        """Return whether the fields of a query hold for a paper."""
        case = papers.cases.of(papers.head(row))
        if query.needs_abstract:
            case = case._replace(abstract=partial(self._text.abstract, papers, row))
        return query.matches(case)

    def steps(self, papers: Rows, query: Query) -> Finding:
        """Yield all papers that fit, newest day first."""
        found: list[int] = []
        for part in self._candidates(papers, query):
            fitting = [row for row in part if self.fits(papers, query, row)]
            found += fitting
            if fitting and len(found) < _SHOWN_GROWING:
                share = 1 - found[-1] / len(papers.heads)
                yield SearchResult(papers.some(found[:]), len(found), more=True, share=share)
            else:
                yield None
        yield SearchResult(papers.some(found), len(found))

    def _candidates(self, papers: Rows, query: Query) -> Iterator[Sequence[int]]:
        """Yield the rows that may fit, newest first, as many as one step can look at."""
        at_once = _HEADS_AT_ONCE
        if query.needs_paper or query.needs_abstract:
            at_once = _PAPERS_AT_ONCE
        needed = [word for word in query.in_abstract if len(word) >= SHORT]
        parts: Iterable[Sequence[int]] = (papers.rows(),)
        if needed:
            parts = self._text.rows_with(papers, needed)
        for rows in parts:
            for start in range(0, max(len(rows), 1), at_once):
                yield rows[start : start + at_once]
