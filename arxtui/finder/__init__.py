"""A query put to the library: the predicate of query.py, the ranking of search/, abstracts last.

All in steps: search_result.py has what was found, rows.py a state of the library that is searched.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from arxtui.cases import Cases
from arxtui.finder.full_text import FullText
from arxtui.finder.heads_and_text import Both, Wanted
from arxtui.finder.marked_rows import take_over
from arxtui.finder.rows import Rows
from arxtui.model import Head, Paper
from arxtui.query import Query
from arxtui.search import Epoch, Hits, Steps, in_text, needle, terms
from arxtui.search_result import Finding, Lacking, SearchResult
from arxtui.store import Library
from arxtui.store.heads import split
from arxtui.text import fold, words

if TYPE_CHECKING:
    from arxtui.finder.alike import Alike

__all__ = ["Finder", "Finding", "Found"]

_SHORT = 3
"""Letters of a word from which on the abstracts are searched too."""
_MENDED = 4
"""Words of a query that are corrected by the abstracts at most."""
_KNOWN = 10_000
"""Papers with corrected words that are known not to be counted again when their abstract fits."""
_ASKED = 2_000  # newest papers whose authors, classes and venues are offered
_SHOWN_GROWING = 500  # papers found up to which each step shows what it added
_HEADS_AT_ONCE = 200
_AT_ONCE = 1_000  # heads read in one step
_PAPERS_AT_ONCE = 20  # where a predicate opens day files


class Finder:
    """Find in the library. All that grows with it is done in steps.

    retag() and renew() tell of changes. A generator that was begun before one ends (its value is
    None, or its last Found has `more`): whoever still wants the answer begins anew.
    """

    def __init__(
        self, library: Library, watched: Callable[[Head], tuple[str, ...]] = lambda _: ()
    ) -> None:
        """`watched` returns the names of the watch rules that match a paper."""
        self._library = library
        self._watched = watched
        self._epoch = Epoch()
        self._papers = Rows((), (), Cases(library, watched=watched))
        self.partial = False
        """True when days that are not indexed yet are left out."""
        self._read = False
        self._reading: Steps[None] | None = None  # the first reading; all searches wait for the same one
        self._renewals = Epoch()
        self._retagged: set[str] = set()  # papers whose marks the index may lack
        self._tagging: Steps[None] | None = None
        self._text = FullText(library)
        self._starred: Counter[str] | None = None  # starred papers by folded author
        self._alike: tuple[Rows, Alike] | None = None

    def _read_all(self) -> Steps[None]:
        """Read all heads, and search these from now on."""
        misses = self._library.indexing.misses
        batch = self._library.papers.newest_batch()
        marked = set()
        for number, paper_id in enumerate(self._library.marks.ids()):
            marked.add(paper_id)
            if number % _AT_ONCE == 0:
                yield
        heads: list[bytes] = []
        lines: list[str] = []
        for year in self._library.papers.head_lines():
            for number, line in enumerate(year):
                head, text = split(line)
                heads.append(head)
                lines.append(text)
                if number % _AT_ONCE == 0:
                    yield
        yield
        heads.reverse()
        lines.reverse()
        self._papers = Rows(heads, lines, Cases(self._library, batch.loaded if batch else "", self._watched))
        self.partial = self._library.indexing.misses > misses
        self._read = True
        self._tagging = None
        self._retagged |= marked

    @property
    def has_read(self) -> bool:
        """True when the heads are in memory, so that to look through them costs little."""
        return self._read

    def ready(self) -> Steps[object]:
        """Read what has to be read before anything is found."""
        return self._epoch.guard(self._ready())

    def _ready(self) -> Steps[Rows]:
        if not self._read:
            if self._reading is None:
                self._reading = self._read_all()
            for _ in self._reading:
                yield
        if self._retagged and self._tagging is None:
            self._tagging = self._tag(self._papers, frozenset(self._retagged))
        for _ in self._tagging or ():
            yield
        return self._papers

    def warm(self) -> Steps[object]:
        """Make ready for typos too; the value is None when a change ended it."""
        return self._epoch.guard(self._warm())

    def _warm(self) -> Steps[object]:
        papers = yield from self._ready()
        yield from self._text.ready(papers)
        return (yield from papers.index.warm())

    def renew(self) -> Steps[bool | None]:
        """Take over papers that arrived, changed or were removed; the value is True when that is done.

        Until the last step searches find in the old state; that step ends those under way. A later
        renew() ends an earlier one.
        """
        self._renewals.change()
        if not self._read:
            self._reading = None
            self._epoch.change()
        return self._renewals.guard(self._renew())

    def _renew(self) -> Steps[bool]:
        if self._read:
            yield from self._read_all()
            self._epoch.change()
        return True

    def retag(self, ids: set[str]) -> None:
        """Note that the marks of these papers changed; searches under way end."""
        self._epoch.change()
        self._starred = None
        self._text.forget()
        self._retagged |= ids
        self._tagging = None

    def _tag(self, papers: Rows, ids: frozenset[str]) -> Steps[None]:
        """Give the rows of these papers their present marks."""
        yield from take_over(self._library, papers, ids)
        self._retagged -= ids

    def starred_by(self, names: Sequence[str]) -> Steps[dict[str, tuple[int, int]] | None]:
        """Return (starred, all) papers of those of these authors who have several, and any starred."""
        return self._epoch.guard(self._starred_by(names))

    def _starred_by(self, names: Sequence[str]) -> Steps[dict[str, tuple[int, int]]]:
        starred = self._starred
        if starred is None:
            starred = yield from self._count_starred()
            self._starred = starred
        found = {}
        for name in names:
            folded = words(fold(name))
            if not folded or not starred[folded]:
                continue
            papers = yield from self._ready()
            if folded not in papers.written:
                rows = yield from papers.index.with_name(folded)
                if rows is None:
                    return {}
                papers.written[folded] = len(rows)
            if papers.written[folded] > 1:
                found[name] = (starred[folded], papers.written[folded])
        return found

    def written_by(self, names: Sequence[str]) -> Steps[dict[str, tuple[int, int]] | None]:
        """Return (starred, all) papers of each of these authors."""
        return self._epoch.guard(self._written_by(names))

    def _written_by(self, names: Sequence[str]) -> Steps[dict[str, tuple[int, int]]]:
        starred = self._starred
        if starred is None:
            starred = yield from self._count_starred()
            self._starred = starred
        papers = yield from self._ready()
        found = {}
        for name in names:
            folded = words(fold(name))
            if folded and folded not in papers.written:
                rows = yield from papers.index.with_name(folded)
                if rows is None:
                    return {}
                papers.written[folded] = len(rows)
            found[name] = (starred[folded], papers.written.get(folded, 0))
        return found

    def _count_starred(self) -> Steps[Counter[str]]:
        """Return how many starred papers each folded author has."""
        starred = Counter[str]()
        for number, paper_id in enumerate(self._library.marks.ids()):
            if self._library.marks.has_star(paper_id):
                copy = self._library.marks.of(paper_id).cite
                starred.update(words(fold(name)) for name in set(copy.authors if copy else ()))
            if number % _AT_ONCE == 0:
                yield
        return starred

    def find(self, query: Query, limit: int = 200) -> SearchResult:
        """Return the papers of a query, all steps at once; nothing for an empty one."""
        return [found for found in self.steps(query, limit) if found is not None][-1]

    def steps(self, query: Query, limit: int = 200) -> Finding:
        """Yield the papers of a query as they are found."""
        return self._epoch.guard(self._steps(query, limit))

    def _steps(self, query: Query, limit: int) -> Finding:
        papers = yield from self._ready()
        if query.needs_abstract:
            for _ in self._text.ready(papers):
                yield None
        if query.ids:
            yield from self._named(query.ids)
        elif query.like:
            fits = partial(self._has_all, papers, query)
            yield from self._alike_in(papers).ranked(query.like, fits, limit)
        elif query.words:
            yield from self._ranked(papers, query, limit)
        elif query.plain:
            yield SearchResult((), 0)
        else:
            yield from self._fitting(papers, query)

    def _alike_in(self, papers: Rows) -> Alike:
        """Return what compares the papers of this state of the library."""
        from arxtui.finder.alike import Alike

        if self._alike is None or self._alike[0] is not papers:
            self._alike = (papers, Alike(self._library, papers))
        return self._alike[1]

    def _has_all(self, papers: Rows, query: Query, row: int) -> bool:
        """Return whether a paper has the words of a query and all else that must hold."""
        line = papers.index.line(row)
        if not all(needle(term) in line for term in terms(query.words)):
            return False
        return self._fits(papers, query, row)

    def companion(self, paper: Paper) -> Steps[tuple[Head | None] | None]:
        """Return (the paper that goes with a paper, None if there is none,); None if a change ended it."""
        return self._epoch.guard(self._companion(paper))

    def _companion(self, paper: Paper) -> Steps[tuple[Head | None]]:
        papers = yield from self._ready()
        found = yield from self._alike_in(papers).companion(paper)
        return (found,)

    def _named(self, ids: Sequence[str]) -> Finding:
        """Yield the papers of these ids, newest day first, and then which of the ids have none."""
        wanted = set(ids)
        found = SearchResult((), 0)
        for step in self._every(wanted.__contains__):
            found = step or found
            yield None
        there = {head.id for head in found.heads}
        yield replace(found, missing=tuple(paper_id for paper_id in ids if paper_id not in there))

    def _fitting(self, papers: Rows, query: Query) -> Finding:
        """Yield all papers that fit, newest day first."""
        found: list[int] = []
        for part in self._candidates(papers, query):
            fitting = [row for row in part if self._fits(papers, query, row)]
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
        needed = [word for word in query.in_abstract if len(word) >= _SHORT]
        parts: Iterable[Sequence[int]] = (papers.rows(),)
        if needed:
            parts = self._text.rows_with(papers, needed)
        for rows in parts:
            for start in range(0, max(len(rows), 1), at_once):
                yield rows[start : start + at_once]

    def values(self, field: str, typed: str) -> Steps[list[str] | None]:
        """Return authors, classes or venues with a word that begins as typed, the most frequent ones
        of the newest papers first."""
        return self._epoch.guard(self._values(field, typed))

    def _values(self, field: str, typed: str) -> Steps[list[str]]:
        values_of: dict[str, Callable[[Head], Iterable[str]]] = {
            "au": lambda head: head.authors.split(", "),
            "cat": lambda head: head.categories.split(),
            "primary": lambda head: [head.primary],
            "venue": lambda head: [head.venue] if head.venue else [],
        }
        if field not in values_of:
            return []
        papers = yield from self._ready()
        sought = f" {words(fold(typed))}"
        counted = Counter[str]()
        asked = 0
        for number, row in enumerate(papers.rows()):
            if field != "au" or sought in papers.index.line(row):
                counted.update(values_of[field](papers.head(row)))
                asked += 1
            if asked == _ASKED:
                break
            if number % _HEADS_AT_ONCE == 0:
                yield
        return [value for value, _ in counted.most_common() if sought in f" {words(fold(value))}"]

    def _ranked(self, papers: Rows, query: Query, limit: int) -> Finding:
        """Yield papers found by their heads, then also those that need their abstracts.

        Papers that have all but one of the words come last.
        """
        passes = None
        if not query.plain:
            passes = partial(self._fits, papers, query)
        hits = yield from papers.index.search(query.words, passes, max(limit, _KNOWN))
        if hits is None:
            return
        rows = hits.rows[:limit]
        found = SearchResult(papers.some(rows), hits.total, hits.tier, hits.corrected)
        asked = in_text(terms(query.words))
        if all(len(term) < _SHORT for term in asked):
            yield found
            return
        yield replace(found, more=True, share=0.0)
        first: Sequence[int] = ()
        last: Sequence[int] = rows
        if hits.tier == "exact":
            first = rows
            last = ()
        wanted = Wanted(papers, tuple(map(needle, asked)), frozenset(hits.rows), passes)
        wanted.also_known = hits.tier == "part"
        both = Both(papers, found, (first, last), wanted, limit)
        for step in self._text.find(papers, asked, wanted.passes, limit):
            yield both.found(step)
        if hits.tier == "exact" or both.now.by_abstract:
            yield both.now
            return
        meant = yield from self._meant(papers, asked, hits)
        if meant:
            other = tuple(meant.get(term, term) for term in asked)
            both.correct(meant, tuple(map(needle, other)))
            for step in self._text.find(papers, other, wanted.passes, limit):
                yield both.found(step)
        if both.now.by_abstract:
            found = both.now
        elif hits.lacking:
            found = replace(found, lacking=(yield from self._lacking(papers, hits, asked)))
        yield found

    def _meant(
        self, papers: Rows, asked: Sequence[str], hits: Hits
    ) -> Generator[None, None, dict[str, str]]:
        """Return typed -> meant for words that no paper has, by the heads, else by the abstracts."""
        meant: dict[str, str] = {}
        if hits.tier == "close":
            meant.update(hits.corrected)
        for term in dict.fromkeys(asked[:_MENDED]):
            if term not in meant and len(term) > _SHORT:
                word = yield from self._text.meant(papers, term)
                if word:
                    meant[term] = word
        return meant

    def _lacking(
        self, papers: Rows, hits: Hits, asked: Sequence[str]
    ) -> Generator[None, None, Lacking]:
        """Return which words no hit has; looks into the abstracts whether any paper has them."""
        unknown = hits.unknown
        for word in hits.lacking:
            if not unknown:
                break
            for step in self._text.find(papers, in_text((word,)), None, 1):
                if step is not None and step.total:
                    unknown = False
                    break
                yield None
        meant = dict(hits.corrected)
        shown = [meant.get(word, word) for word in asked if word not in hits.lacking]
        return Lacking(hits.lacking, tuple(dict.fromkeys(shown)), unknown)

    def every(self, keep: Callable[[str], bool]) -> Finding:
        """Yield all papers whose id is to be kept, newest day first."""
        return self._epoch.guard(self._every(keep))

    def _every(self, keep: Callable[[str], bool]) -> Finding:
        papers = yield from self._ready()
        rows: list[int] = []
        for number, row in enumerate(papers.rows()):
            if keep(papers.id_at(row)):
                rows.append(row)
            if number % _AT_ONCE == 0:
                yield None
        yield SearchResult(papers.some(rows), len(rows))

    def _fits(self, papers: Rows, query: Query, row: int) -> bool:
        case = papers.cases.of(papers.head(row))
        if query.needs_abstract:
            case = case._replace(abstract=partial(self._text.abstract, papers, row))
        return query.matches(case)
