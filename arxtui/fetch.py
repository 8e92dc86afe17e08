"""Bring papers from arXiv into the library: by its API days and queries, by its RSS feed what is
announced today.

What came before an interruption is kept, and the next fetch goes on from there. Prints nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from arxtui import sources
from arxtui.arxiv_id import parse_id
from arxtui.categories import api_terms, check
from arxtui.loader import Report, dated, last_day
from arxtui.model import Paper, Problem, is_time
from arxtui.store import ARXIV_BEGAN, Answer, Library, NotOnDisk, ReadOnly
from arxtui.text import many

if TYPE_CHECKING:
    import arxiv

    from arxtui.arxiv_client import ArxivClient, Results

FIRST = timedelta(days=7)
"""How far a first fetch goes back."""
_VERSION = re.compile(r"v\d+$")
_DAMAGED = "catalogue/fetched.json is damaged: days may be asked for again, or need --since DAY"
_AGAIN = "these days are asked for again"
_SPAN = 30  # days of one query: arXiv gives no more than 10,000 papers of one
_MOST = 2_000  # papers of a query that is not of days
_IDS = 100  # ids of one request: an address stays short enough for every server
_AT_ONCE = 5_000  # papers that are held before they are written


@dataclass(frozen=True, slots=True)
class Request:
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
    ids: Sequence[str] = ()
    """Papers by id, with a version where that one is wanted: `2310.19210v2`."""


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
    wish: Request,
    *,
    progress: Callable[[Progress], None] = lambda _: None,
    now: datetime | None = None,
) -> Report:
    """Bring papers of arXiv into the library, and return what was done.

    Trouble of the network is a problem in the report. What came is kept, also where `progress` or
    Ctrl-C raises something, which passes through. Raises ValueError for a wish that cannot be
    asked for, NotOnDisk if the library cannot be written.
    """
    wish = replace(wish, categories=tuple(map(check, wish.categories)))
    if not wish.categories and not wish.query and not wish.ids:
        raise ValueError(
            'which category? arxtui fetch cs.CV, or in the settings categories = ["cs.CV"]'
        )
    if wish.last and wish.last < ARXIV_BEGAN:
        raise ValueError(f"arXiv has no papers of {wish.last}")
    if library.readonly:
        raise ReadOnly(library.readonly)
    from arxtui.arxiv_client import (  # a fifth of a second, only for those who fetch
        ArxivClient,
        Refused,
    )

    fetching = _Fetching(library, ArxivClient(), progress, now or datetime.now(UTC))
    try:
        try:
            fetching.ask(wish)
        except Refused as why:
            fetching.told(str(why))
        fetching.keep()
    except NotOnDisk:
        raise  # to write again what came would fail again
    except BaseException:
        fetching.keep()
        raise
    return fetching.report()


class _Fetching:
    """A fetch under way."""

    def __init__(
        self, library: Library, line: ArxivClient, progress: Callable[[Progress], None], now: datetime
    ) -> None:
        self.library = library
        self.line = line
        self.progress = progress
        self.now = now
        """By this machine's clock."""
        self.papers: list[Paper] = []
        """Papers that came and are not in the library yet."""
        self.problems: list[Problem] = []
        self.counts: Counter[str] = Counter()
        self.arrived: list[str] = []
        """Ids that were asked for by name and arrived, as they were asked for."""
        self.asked = library.fetched
        if self.asked.damaged:
            self.told(_DAMAGED)

    def told(self, reason: str) -> None:
        """Report a problem."""
        self.problems.append(Problem("fetch", 0, reason))

    @property
    def time(self) -> datetime:
        """Return the earlier of this machine's time and arXiv's: a clock ahead completes no day."""
        return min(self.now, self.line.time or self.now)

    @property
    def clock(self) -> datetime:
        """Return arXiv's time, or this machine's until an answer brings that: what day it is.

        A clock that is years behind makes no first day of its own, and no complete day doubtful.
        """
        return self.line.time or self.now

    def ask(self, wish: Request) -> None:
        """Ask arXiv for what is wished. Raises Refused, NotOnDisk."""
        if wish.ids:
            self.named(wish.ids)
        if wish.new:
            self.announced("+".join(wish.categories))
        elif wish.query:
            self.found(wish)
        else:
            for category in wish.categories:
                self.days(category, wish.first, wish.last)

    # days

    def days(self, category: str, first: date | None, last: date | None) -> None:
        """Ask for the papers of a category, of all days that are not complete or of the day named."""
        done: set[date] = set()
        while span := self._span(category, first, last, done):
            done.update(span)
            try:
                self._ask(category, span)
            finally:
                if last is None:
                    self.asked.want(category, self._begin(category, first))
            if len(self.papers) >= _AT_ONCE:
                self.keep()

    def _begin(self, category: str, first: date | None) -> date:
        """Return the first day to ask for."""
        if first is None:
            return self.asked.begin(category, self.clock) or self.clock.date() - FIRST
        return max(first, ARXIV_BEGAN)

    def _span(
        self, category: str, first: date | None, last: date | None, done: Container[date]
    ) -> tuple[date, ...]:
        """Return the next days to ask for that follow each other, at most thirty; () when all is done.

        They are looked for anew each time: the first answer brings arXiv's time, which may show
        that this machine's clock is wrong.
        """
        begin = self._begin(category, first)
        if first is not None and first == last:
            return () if begin in done else (begin,)
        latest = max(self.now, self.clock).date()
        today = min(latest, self.clock.date() + timedelta(days=_SPAN))
        span: list[date] = []
        for day in self.asked.open(category, begin, last or today, self.clock):
            if day in done:
                if span:
                    break
                continue
            if span and (day - span[-1] > timedelta(days=1) or len(span) == _SPAN):
                break
            span.append(day)
        return tuple(span)

    def _ask(self, category: str, span: tuple[date, ...]) -> None:
        """Ask for the papers of days; all of them are noted if the whole answer came."""
        query = f"{api_terms(category)} AND {_submitted(span[0], span[-1])}"
        what = f"{category} {span[0]}"
        if span[1:]:
            what += f" to {span[-1]}"
        self.progress(Progress(what, 0, 0))
        results = self.line.search(query)
        ids: set[str] = set()
        came: set[date] = set()
        refused: set[date] = set()
        for result in self._counted(results, what, None):
            ids.add(_VERSION.sub("", result.entry_id))
            day = result.published.date()
            came.add(day)
            if not self._take(result):
                refused.add(day)
        if self._is_whole(results, len(ids), what):
            newest = max(came.intersection(span), default=None)
            days = tuple(day for day in span if day not in refused)
            self.asked.add(Answer(category, days, newest, self.line.time and self.time))

    def _is_whole(self, results: Results, different: int, what: str) -> bool:
        """True if all papers came that arXiv counts; if not, that is reported."""
        for reason in results.skipped:
            self.told(f"{what}: {reason[:1].lower()}{reason[1:]}")
        if not results.counted:
            self.told(
                f"{what}: arXiv did not say how many papers there are, {different:,} arrived; {_AGAIN}"
            )
        elif different < results.total:
            self.told(f"{what}: {different:,} of {results.total:,} papers arrived; {_AGAIN}")
        return results.counted and not results.skipped and different >= results.total

    # what is not of days

    def found(self, wish: Request) -> None:
        """Ask for the newest papers of a query."""
        parts = [f"({wish.query})"]
        if wish.categories:
            parts.append(f"({' OR '.join(map(api_terms, wish.categories))})")
        if wish.first:
            parts.append(_submitted(max(wish.first, ARXIV_BEGAN), wish.last or self.now.date()))
        results = self.line.search(" AND ".join(parts), _MOST)
        for result in self._counted(results, wish.query, _MOST):
            self._take(result)
        for reason in results.skipped:
            self.told(f"{reason[:1].lower()}{reason[1:]}")
        if results.total > _MOST:
            self.told(f"has {results.total:,} such papers: the newest {_MOST:,} were fetched")

    def named(self, ids: Sequence[str]) -> None:
        """Ask for papers by their ids; each one that arXiv does not have is reported."""
        what = many(len(ids), "paper")
        step = min(_IDS, self.line.page_size)
        for begin in range(0, len(ids), step):
            asked = ids[begin : begin + step]
            self.progress(Progress(what, begin, len(ids)))
            results, skipped = self.line.named(asked)
            for reason in skipped:
                self.told(f"{reason[:1].lower()}{reason[1:]}")
            arrived = {found for result in results if self._take(result) for found in _names(result)}
            missing = [paper_id for paper_id in asked if paper_id not in arrived]
            for paper_id in missing:
                self.told(f"{paper_id}: arXiv has no such paper")
            self.arrived += [paper_id for paper_id in asked if paper_id in arrived]
        self.progress(Progress(what, len(ids), len(ids)))

    def announced(self, categories: str) -> None:
        """Ask for what the RSS feed announces: new, cross-listed and replaced papers."""
        try:
            reading = sources.read(self.line.feed(categories), f"RSS feed of {categories}")
        except sources.NotAListing as why:
            self.told(str(why))
            return
        self._add(reading.papers)
        self.problems += reading.problems

    def _counted(self, results: Results, what: str, most: int | None) -> Iterator[arxiv.Result]:
        """Yield the results, and say how many came after each page."""
        for count, result in enumerate(results, 1):
            yield result
            total = min(results.total, most or results.total)
            if count == total or count % self.line.page_size == 0:
                self.progress(Progress(what, count, total))

    def _take(self, result: arxiv.Result) -> bool:
        """Keep the paper of a result; False, and a problem, if it is none."""
        try:
            paper = _paper(result)
        except ValueError as why:
            self.told(str(why))
            return False
        return self._add([paper])

    def _add(self, papers: Iterable[Paper]) -> bool:
        """Keep papers; False, and problems, if the day of one is to come."""
        last = last_day(max(self.now, self.line.time or self.now))
        taken, wrong = dated(papers, last)
        self.papers += taken
        for reason in wrong:
            self.told(reason)
        return not wrong

    # the library

    def keep(self) -> None:
        """Bring into the library what came; once that is durable, note the days that are complete.

        Raises NotOnDisk: the papers are still held, and no day of theirs is noted.
        """
        if not self.papers and not self.asked.changed:
            return
        with self.library.loading() as loading:
            loading.put(self.papers, {"name": "arXiv"})
            loading.when_durable(partial(self.asked.save, self.clock))
        counts = loading.counts
        self.counts.update(
            papers=len(self.papers),
            new=counts.new,
            updated=counts.updated,
            unchanged=counts.unchanged,
            dropped=loading.dropped,
        )
        self.papers = []

    def report(self) -> Report:
        """Return all that was done."""
        names = ("papers", "new", "updated", "unchanged", "dropped")
        counts = {name: self.counts[name] for name in names}
        ids = tuple(dict.fromkeys(_VERSION.sub("", paper_id) for paper_id in self.arrived))
        return Report(**counts, forms={}, problems=tuple(self.problems), ids=ids)


def _names(result: arxiv.Result) -> tuple[str, str]:
    """Return the id of a result without and with its version."""
    paper_id, version = parse_id(result.entry_id)
    return paper_id, f"{paper_id}v{version}"


def _submitted(first: date, last: date) -> str:
    """Return the part of a query that limits it to days of submission."""
    return f"submittedDate:[{first:%Y%m%d}0000 TO {last:%Y%m%d}2359]"


def _paper(result: arxiv.Result) -> Paper:
    """Return a result as the paper that a listing would have. Raises ValueError if it is no paper."""
    one, version = parse_id(result.entry_id)
    names = tuple(" ".join(author.name.split()) for author in result.authors)
    if not result.title.strip() or not names or not all(names):
        raise ValueError(f"{one}: no title or an author without a name")
    published = f"{result.published:%Y-%m-%dT%H:%M:%SZ}"
    updated = f"{result.updated:%Y-%m-%dT%H:%M:%SZ}"
    if not is_time(published) or not is_time(updated):
        raise ValueError(f"{one}: no time: {published}, {updated}")
    return Paper(
        one, version or 0, result.title.strip(), names, ", ".join(result.categories),
        result.primary_category, published, updated, result.doi, result.comment,
        result.journal_ref, result.summary.strip().replace("\n", " "),
    )  # fmt: skip
