"""Search the library: rank papers by words, choose them by fields, search abstracts too.

The rest of the program uses Finder alone. current_rows.py reads the papers into rows.py, with their
marks (marked_rows.py). word_search.py finds by words, field_search.py by fields, alike.py by
likeness to a paper. full_text.py searches the abstracts: text_pieces.py cuts the text files,
text_scan.py looks through the pieces, text_ranking.py ranks, and heads_and_text.py joins these
papers with the papers found by their heads.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from arxtui.finder.author_counts import AuthorCounts
from arxtui.finder.completions import completions, has_values
from arxtui.finder.current_rows import CurrentRows
from arxtui.finder.field_search import FieldSearch
from arxtui.finder.full_text import FullText
from arxtui.finder.rows import Rows
from arxtui.finder.word_search import WordSearch
from arxtui.model import Head, Paper
from arxtui.query import Query
from arxtui.search import Epoch, Steps, needle, terms
from arxtui.search_result import Finding, SearchResult
from arxtui.store import Library

if TYPE_CHECKING:
    from arxtui.finder.alike import Alike

__all__ = ["Finder", "Finding"]

_AT_ONCE = 1_000  # papers whose id is looked at in one step


class Finder:
    """Find papers of a library. Work that grows with the library is done in steps.

    retag() and renew() report changes. A generator that was begun before such a change ends early:
    its value is None, or its last result has `more`. A caller who still wants the answer begins
    anew.
    """

    def __init__(
        self, library: Library, watched: Callable[[Head], tuple[str, ...]] = lambda _: ()
    ) -> None:
        """`watched` returns the names of the watch rules that match a paper."""
        self._library = library
        self._epoch = Epoch()
        self._renewals = Epoch()
        self._current = CurrentRows(library, watched)
        self._text = FullText(library)
        self._by_fields = FieldSearch(self._text)
        self._by_words = WordSearch(self._text)
        self._authors = AuthorCounts(library, self._current)
        self._alike: tuple[Rows, Alike] | None = None

    # states of the library

    @property
    def has_read(self) -> bool:
        """True when the heads are in memory, so that to look through them costs little."""
        return self._current.has_read

    @property
    def partial(self) -> bool:
        """True when days that are not indexed yet are left out."""
        return self._current.partial

    def ready(self) -> Steps[object]:
        """Read the heads, without which nothing is found."""
        return self._epoch.guard(self._current.ready())

    def warm(self) -> Steps[object]:
        """Prepare the correction of typos; the value is None when a change ended it."""
        return self._epoch.guard(self._warm())

    def _warm(self) -> Steps[object]:
        papers = yield from self._current.ready()
        yield from self._text.ready(papers)
        return (yield from papers.index.warm())

    def renew(self) -> Steps[bool | None]:
        """Take over papers that arrived, changed or were removed; the value is True at the end.

        Until the last step searches find in the old state; that step ends the searches under way. A
        later renew() ends an earlier renew().
        """
        self._renewals.change()
        if not self.has_read:
            self._current.forget_reading()
            self._epoch.change()
        return self._renewals.guard(self._renew())

    def _renew(self) -> Steps[bool]:
        if self.has_read:
            yield from self._current.read_again()
            self._epoch.change()
        return True

    def retag(self, ids: set[str]) -> None:
        """Note that the marks of these papers changed; searches under way end."""
        self._epoch.change()
        self._authors.forget()
        self._text.forget()
        self._current.retag(ids)

    # queries

    def find(self, query: Query, limit: int = 200) -> SearchResult:
        """Return the papers of a query, all steps at once; no papers for an empty query."""
        return [found for found in self.steps(query, limit) if found is not None][-1]

    def steps(self, query: Query, limit: int = 200) -> Finding:
        """Yield the papers found so far, again and again, or None where a step found no more."""
        return self._epoch.guard(self._steps(query, limit))

    def _steps(self, query: Query, limit: int) -> Finding:
        papers = yield from self._current.ready()
        if query.needs_abstract:
            for _ in self._text.ready(papers):
                yield None
        if query.ids:
            yield from self._named(query.ids)
        elif query.like:
            has_all = partial(self._has_all, papers, query)
            yield from self._alike_in(papers).ranked(query.like, has_all, limit)
        elif query.words:
            passes = None
            if not query.plain:
                passes = partial(self._by_fields.fits, papers, query)
            yield from self._by_words.steps(papers, query.words, passes, limit)
        elif query.plain:
            yield SearchResult((), 0)
        else:
            yield from self._by_fields.steps(papers, query)

    def _has_all(self, papers: Rows, query: Query, row: int) -> bool:
        """Return whether a paper has the words of a query and its fields hold."""
        line = papers.index.line(row)
        if not all(needle(term) in line for term in terms(query.words)):
            return False
        return self._by_fields.fits(papers, query, row)

    def every(self, keep: Callable[[str], bool]) -> Finding:
        """Yield all papers whose id is to be kept, newest day first."""
        return self._epoch.guard(self._every(keep))

    def _every(self, keep: Callable[[str], bool]) -> Finding:
        papers = yield from self._current.ready()
        rows: list[int] = []
        for row, paper_id in zip(papers.rows(), papers.ids(), strict=True):
            if keep(paper_id):
                rows.append(row)
            if row % _AT_ONCE == 0:
                yield None
        yield SearchResult(papers.some(rows), len(rows))

    def _named(self, ids: Sequence[str]) -> Finding:
        """Yield the papers of these ids, newest day first.

        The last result has the ids without a paper.
        """
        wanted = set(ids)
        found = SearchResult((), 0)
        for step in self._every(wanted.__contains__):
            found = step or found
            yield None
        there = {head.id for head in found.heads}
        yield found._replace(missing=tuple(paper_id for paper_id in ids if paper_id not in there))

    # about papers and authors

    def starred_by(self, names: Sequence[str]) -> Steps[dict[str, tuple[int, int]] | None]:
        """Return name -> (starred, all) papers, for authors with several papers and a star."""
        return self._epoch.guard(self._authors.starred_by(names))

    def written_by(self, names: Sequence[str]) -> Steps[dict[str, tuple[int, int]] | None]:
        """Return name -> (starred, all) papers for each of these authors."""
        return self._epoch.guard(self._authors.written_by(names))

    def values(self, field: str, typed: str) -> Steps[list[str] | None]:
        """Return authors, categories or venues with a word that begins as typed.

        The most frequent values of the newest papers come first.
        """
        return self._epoch.guard(self._values(field, typed))

    def _values(self, field: str, typed: str) -> Steps[list[str]]:
        if not has_values(field):
            return []
        papers = yield from self._current.ready()
        return (yield from completions(papers, field, typed))

    def companion(self, paper: Paper) -> Steps[tuple[Head | None] | None]:
        """Return (the companion of a paper, or None,); None if a change ended the search."""
        return self._epoch.guard(self._companion(paper))

    def _companion(self, paper: Paper) -> Steps[tuple[Head | None]]:
        papers = yield from self._current.ready()
        found = yield from self._alike_in(papers).companion(paper)
        return (found,)

    def _alike_in(self, papers: Rows) -> Alike:
        """Return an Alike for the papers of this state of the library."""
        from arxtui.finder.alike import Alike

        if self._alike is None or self._alike[0] is not papers:
            self._alike = (papers, Alike(self._library, papers, self._text))
        return self._alike[1]
