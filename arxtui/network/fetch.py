"""Papers from arXiv into the library: days, queries and ids by its API, announcements by RSS."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from arxtui.categories import api_terms, check
from arxtui.loader import Report
from arxtui.network.fetched_papers import VERSION, Arrivals, names_of
from arxtui.settings.config import ANNOUNCED
from arxtui.sources import NotAListing, forms
from arxtui.store import ARXIV_BEGAN, Answer, Library, NotOnDisk, ReadOnly
from arxtui.text import many

if TYPE_CHECKING:
    import arxiv

    from arxtui.network.arxiv_client import ArxivClient, Results

FIRST = timedelta(days=7)
"""How far back the first fetch of a category goes."""
_AGAIN = "these days are asked for again"
_SPAN = 30
"""Days of one query: arXiv gives no more than 10,000 papers for a query."""
_MOST = 2_000
"""Papers of a query without days."""
_IDS = 100
"""Ids of one request: an address stays short enough for every server."""
_AT_ONCE = 5_000
"""Papers that may wait in memory before they are written."""


@dataclass(frozen=True, slots=True)
class Request:
    """The papers to fetch."""

    categories: Sequence[str] = ()
    """The arXiv categories to fetch."""
    first: date | None = None
    """The first day, by submission; None = where the last fetch ended."""
    last: date | None = None
    """The last day; None = today."""
    new: bool = False
    """True for the papers announced today, by the RSS feed."""
    query: str = ""
    """A query in arXiv's syntax, within the categories and days of this request."""
    announced: Sequence[str] = ANNOUNCED
    """The kinds that `new` brings, of ANNOUNCED; it brings papers of the library with any kind."""
    ids: Sequence[str] = ()
    """Papers by id, with a version if a certain version is wanted: `2310.19210v2`."""


@dataclass(frozen=True, slots=True)
class Progress:
    """The progress of a fetch."""

    what: str
    """The category and its days, or the query."""
    done: int
    """Papers of the category or query that arrived."""
    of: int
    """Papers of the category or query at arXiv; 0 = not known yet."""


def fetch(
    library: Library,
    request: Request,
    *,
    progress: Callable[[Progress], None] = lambda _: None,
    now: datetime | None = None,
) -> Report:
    """Fetch papers from arXiv into the library, and return the report.

    Trouble of the network is a problem in the report. Papers that arrived are stored, also if
    `progress` or Ctrl-C raises something: the next fetch continues from there. Raises ValueError
    for a request that arXiv cannot answer, NotOnDisk.
    """
    request = replace(request, categories=tuple(map(check, request.categories)))
    if not request.categories and not request.query and not request.ids:
        raise ValueError(
            'which category? arxtui fetch cs.CV, or in the settings categories = ["cs.CV"]'
        )
    if request.last and request.last < ARXIV_BEGAN:
        raise ValueError(f"arXiv has no papers of {request.last}")
    if library.readonly:
        raise ReadOnly(library.readonly)
    from arxtui.network.arxiv_client import ArxivClient  # this import takes a fifth of a second
    from arxtui.network.arxiv_session import Refused

    fetching = _Fetching(library, ArxivClient(), progress, now or datetime.now(UTC))
    try:
        try:
            fetching.ask(request)
        except Refused as why:
            fetching.arrivals.report_problem(str(why))
        fetching.save()
    except NotOnDisk:
        raise  # another write would fail again
    except BaseException:
        fetching.save()
        raise
    return fetching.arrivals.report()


class _Fetching:
    """A fetch that is being done."""

    def __init__(
        self,
        library: Library,
        client: ArxivClient,
        progress: Callable[[Progress], None],
        now: datetime,
    ) -> None:
        self.client = client
        self.progress = progress
        self.now = now
        """The time at the start, by this machine's clock."""
        self.arrivals = Arrivals(library, self.latest)

    @property
    def time(self) -> datetime:
        """The earlier time by arXiv's clock and this machine's clock."""
        return min(self.now, self.clock)

    @property
    def clock(self) -> datetime:
        """The time by arXiv's clock, or by this machine's clock before the first answer.

        With it a machine whose clock is years behind begins at the right first day and leaves no
        complete day in doubt.
        """
        return self.client.time or self.now

    def latest(self) -> datetime:
        """Return the later time of arXiv's clock and this machine's clock."""
        return max(self.now, self.clock)

    def save(self) -> None:
        """Write the papers that arrived into the library. Raises NotOnDisk."""
        self.arrivals.save(self.clock)

    def ask(self, request: Request) -> None:
        """Ask arXiv for the papers of a request. Raises Refused, NotOnDisk."""
        if request.ids:
            self.named(request.ids)
        if request.new:
            self.announced("+".join(request.categories), request.announced)
        elif request.query:
            self.found(request)
        else:
            for category in request.categories:
                self.days(category, request.first, request.last)

    # days

    def days(self, category: str, first: date | None, last: date | None) -> None:
        """Ask for the papers of a category: of a day, or of all days that are not complete."""
        done: set[date] = set()
        while span := self._span(category, first, last, done):
            done.update(span)
            try:
                self._ask(category, span)
            finally:
                if last is None:
                    self.arrivals.log.want(category, self._begin(category, first))
            if self.arrivals.waiting >= _AT_ONCE:
                self.save()

    def _begin(self, category: str, first: date | None) -> date:
        """Return the first day to ask for."""
        if first is not None:
            return max(first, ARXIV_BEGAN)
        return self.arrivals.log.begin(category, self.clock) or self.clock.date() - FIRST

    def _span(
        self, category: str, first: date | None, last: date | None, done: Container[date]
    ) -> tuple[date, ...]:
        """Return the next days to ask for, at most thirty in a row; () at the end.

        They are worked out anew for each request: the first answer brings arXiv's time, which may
        show that this machine's clock is wrong.
        """
        begin = self._begin(category, first)
        if first is not None and first == last:
            if begin in done:
                return ()
            return (begin,)
        today = min(self.latest().date(), self.clock.date() + timedelta(days=_SPAN))
        span: list[date] = []
        for day in self.arrivals.log.open(category, begin, last or today, self.clock):
            if day in done:
                if span:
                    break
                continue
            if span and (day - span[-1] > timedelta(days=1) or len(span) == _SPAN):
                break
            span.append(day)
        return tuple(span)

    def _ask(self, category: str, span: tuple[date, ...]) -> None:
        """Ask for the papers of days, and note the days if the whole answer arrived."""
        query = f"{api_terms(category)} AND {_submitted(span[0], span[-1])}"
        what = f"{category} {span[0]}"
        if span[1:]:
            what += f" to {span[-1]}"
        self.progress(Progress(what, 0, 0))
        results = self.client.search(query)
        ids: set[str] = set()
        with_papers: set[date] = set()
        refused: set[date] = set()
        for result in self._counted(results, what, None):
            ids.add(VERSION.sub("", result.entry_id))
            day = result.published.date()
            with_papers.add(day)
            if not self.arrivals.take(result):
                refused.add(day)
        if self._is_whole(results, len(ids), what):
            newest = max(with_papers.intersection(span), default=None)
            days = tuple(day for day in span if day not in refused)
            time = self.client.time and self.time
            self.arrivals.log.add(Answer(category, days, newest, time))

    def _is_whole(self, results: Results, different: int, what: str) -> bool:
        """Return True if as many papers arrived as arXiv counts; report the difference if not."""
        for reason in results.skipped:
            self.arrivals.skipped(reason, what)
        arrived = ""
        if not results.counted:
            arrived = f"arXiv did not say how many papers there are, {different:,} arrived"
        elif different < results.total:
            arrived = f"{different:,} of {results.total:,} papers arrived"
        if arrived:
            self.arrivals.report_problem(f"{what}: {arrived}; {_AGAIN}")
        return results.counted and not results.skipped and different >= results.total

    # queries, ids, announcements

    def found(self, request: Request) -> None:
        """Ask for the newest papers of a query."""
        parts = [f"({request.query})"]
        if request.categories:
            parts.append(f"({' OR '.join(map(api_terms, request.categories))})")
        if request.first:
            last = request.last or self.now.date()
            parts.append(_submitted(max(request.first, ARXIV_BEGAN), last))
        results = self.client.search(" AND ".join(parts), _MOST)
        for result in self._counted(results, request.query, _MOST):
            self.arrivals.take(result)
        for reason in results.skipped:
            self.arrivals.skipped(reason)
        if results.total > _MOST:
            fetched = f"the newest {_MOST:,} were fetched"
            self.arrivals.report_problem(f"has {results.total:,} such papers: {fetched}")

    def named(self, ids: Sequence[str]) -> None:
        """Ask for papers by their ids; report each id that arXiv does not have."""
        what = many(len(ids), "paper")
        step = min(_IDS, self.client.page_size)
        for begin in range(0, len(ids), step):
            asked = ids[begin : begin + step]
            self.progress(Progress(what, begin, len(ids)))
            results, skipped = self.client.named(asked)
            for reason in skipped:
                self.arrivals.skipped(reason)
            arrived: set[str] = set()
            for result in results:
                if self.arrivals.take(result):
                    arrived.update(names_of(result))
            for paper_id in asked:
                if paper_id not in arrived:
                    self.arrivals.report_problem(f"{paper_id}: arXiv has no such paper")
            self.arrivals.arrived([paper_id for paper_id in asked if paper_id in arrived])
        self.progress(Progress(what, len(ids), len(ids)))

    def announced(self, categories: str, wanted: Sequence[str]) -> None:
        """Ask for the papers in the RSS feed whose announcement is wanted; see Arrivals.add()."""
        try:
            reading = forms.read(self.client.feed(categories), f"RSS feed of {categories}")
        except NotAListing as why:
            self.arrivals.report_problem(str(why))
            return
        self.arrivals.add(reading.papers, reading.problems, wanted)

    def _counted(self, results: Results, what: str, most: int | None) -> Iterator[arxiv.Result]:
        """Yield the results, and report the progress after each page."""
        for count, result in enumerate(results, 1):
            yield result
            total = min(results.total, most or results.total)
            if count == total or count % self.client.page_size == 0:
                self.progress(Progress(what, count, total))


def _submitted(first: date, last: date) -> str:
    """Return the part of a query that limits it to days of submission."""
    return f"submittedDate:[{first:%Y%m%d}0000 TO {last:%Y%m%d}2359]"
