"""Papers from arXiv into the library: its API for days and queries, its RSS feed for what is announced today.

What came before an interruption is kept, and the next fetch goes on from there. Prints nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from arxtui import sources
from arxtui.arxiv_id import parse_id
from arxtui.categories import api_terms, check
from arxtui.loader import Report
from arxtui.model import Paper, Problem
from arxtui.store import Library, ReadOnly

if TYPE_CHECKING:
    import arxiv

    from arxtui.network import Line

FIRST = timedelta(days=7)
"""How far a first fetch goes back."""
_SPAN = 30  # days of one query: arXiv gives no more than 10,000 papers of one
_MOST = 2_000  # papers of a query that is not of days
_AT_ONCE = 5_000  # papers that are held before they are written


@dataclass(frozen=True, slots=True)
class Wish:
    """What to fetch."""

    categories: Sequence[str] = ()
    """arXiv classes."""
    first: date | None = None
    """The first day, by submission; None = where the last fetch left off."""
    last: date | None = None
    """The last day; None = today."""
    new: bool = False
    """What is announced today, by the RSS feed."""
    query: str = ""
    """A query of arXiv's own, in these categories and days where some are given."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a fetch has come."""

    what: str
    """The category and its days, or the query."""
    done: int
    """Papers of it that came."""
    of: int
    """Papers that there are; 0 = that is being asked."""


def fetch(
    library: Library,
    wish: Wish,
    *,
    progress: Callable[[Progress], None] = lambda _: None,
    now: datetime | None = None,
) -> Report:
    """Bring papers of arXiv into the library. ValueError for a wish that is none, NotOnDisk as loading does.

    What breaks it off is a problem of the report, after what came is kept; so does an exception of `progress`, or
    KeyboardInterrupt, which pass through.
    """
    wish = replace(wish, categories=tuple(map(check, wish.categories)))
    if not wish.categories and not wish.query:
        raise ValueError('which category? arxtui fetch cs.CV, or in the settings categories = ["cs.CV"]')
    if library.readonly:
        raise ReadOnly(library.readonly)
    from arxtui.network import Line, Refused  # a fifth of a second, only for those who fetch

    fetching = _Fetching(library, Line(), progress, now or datetime.now(UTC))
    try:
        if wish.new:
            fetching.announced("+".join(wish.categories))
        elif wish.query:
            fetching.found(wish)
        else:
            for category in wish.categories:
                fetching.days(category, wish.first, wish.last)
    except Refused as why:
        fetching.problems.append(Problem("fetch", 0, str(why)))
    finally:
        fetching.keep()
    return fetching.report()


@dataclass
class _Fetching:
    """A fetch under way."""

    library: Library
    line: Line
    progress: Callable[[Progress], None]
    now: datetime
    papers: list[Paper] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.asked = self.library.fetched

    def days(self, category: str, first: date | None, last: date | None) -> None:
        """The papers of a category, of days that are not complete; a day that is named is asked for anyway."""
        today = self.now.date()
        begin = first or self.asked.begin(category) or today - FIRST
        if last is None:
            self.asked.want(category, begin)
        open_days = [begin] if begin == last else [*self.asked.open(category, begin, last or today)]
        for span in _spans(open_days):
            query = f"{api_terms(category)} AND submittedDate:[{span[0]:%Y%m%d}0000 TO {span[-1]:%Y%m%d}2359]"
            at, what = 0, f"{category} {span[0]}" + (f" to {span[-1]}" if span[1:] else "")
            self.progress(Progress(what, 0, 0))
            for paper in self._results(query, what):
                while at < len(span) and str(span[at]) < (paper.day or ""):  # they come by day: those before are done
                    self.asked.add(category, span[at], self.now)
                    at += 1
            for day in span[at:]:
                self.asked.add(category, day, self.now)
            if len(self.papers) >= _AT_ONCE:
                self.keep()

    def found(self, wish: Wish) -> None:
        """The newest papers of a query."""
        parts = [f"({wish.query})", " OR ".join(map(api_terms, wish.categories))]
        if wish.first:
            parts.append(f"submittedDate:[{wish.first:%Y%m%d}0000 TO {wish.last or self.now.date():%Y%m%d}2359]")
        query = " AND ".join(part if part.startswith(("(", "sub")) else f"({part})" for part in parts if part)
        if sum(1 for _ in self._results(query, wish.query, _MOST)) < self.line.total:
            self.problems.append(Problem("fetch", 0, f"has {self.line.total:,} such papers: the newest {_MOST:,} came"))

    def announced(self, categories: str) -> None:
        """What the RSS feed announces: new, cross-listed and replaced papers."""
        try:
            reading = sources.read(self.line.feed(categories), f"RSS feed of {categories}")
        except sources.NotAListing as why:
            self.problems.append(Problem("fetch", 0, str(why)))
            return
        self.papers += reading.papers
        self.problems += reading.problems

    def _results(self, query: str, what: str, most: int | None = None) -> Iterator[Paper]:
        for count, result in enumerate(self.line.search(query, most), 1):
            try:
                paper = _paper(result)
                self.papers.append(paper)
                yield paper
            except ValueError as why:
                self.problems.append(Problem("fetch", 0, str(why)))
            total = min(self.line.total, most or self.line.total)
            if count == total or count % self.line.page_size == 0:
                self.progress(Progress(what, count, total))

    def keep(self) -> None:
        """Bring into the library what came, and remember which days were asked for."""
        papers, self.papers = self.papers, []
        if not papers and not self.asked.changed:
            return
        with self.library.loading() as loading:
            loading.put(papers, {"name": "arXiv"})
            self.asked.save()
        told = loading.counts
        self.counts.update(
            papers=len(papers), new=told.new, updated=told.updated, unchanged=told.unchanged, dropped=loading.dropped
        )

    def report(self) -> Report:
        """All that was done."""
        names = ("papers", "new", "updated", "unchanged", "dropped")
        counts = {name: self.counts[name] for name in names}
        return Report(**counts, forms={}, problems=tuple(self.problems), ids=())


def _spans(days: Iterable[date]) -> Iterator[list[date]]:
    """Days that follow each other, at most thirty at a time."""
    span: list[date] = []
    for day in days:
        if span and (day - span[-1] > timedelta(days=1) or len(span) == _SPAN):
            yield span
            span = []
        span.append(day)
    if span:
        yield span


def _paper(result: arxiv.Result) -> Paper:
    """A paper as a listing would have it; ValueError for a result that is none."""
    one, version = parse_id(result.entry_id)
    names = tuple(" ".join(author.name.split()) for author in result.authors)
    if not result.title.strip() or not names or not all(names):
        raise ValueError(f"{one}: no title or an author without a name")
    return Paper(
        one, version or 0, result.title.strip(), names, ", ".join(result.categories), result.primary_category,
        f"{result.published:%Y-%m-%dT%H:%M:%SZ}", f"{result.updated:%Y-%m-%dT%H:%M:%SZ}", result.doi, result.comment,
        result.journal_ref, result.summary.strip().replace("\n", " "),
    )  # fmt: skip
