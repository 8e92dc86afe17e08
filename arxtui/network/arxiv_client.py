"""The client of arXiv's API and feeds.

One request in 3 seconds (https://info.arxiv.org/help/api/tou.html), tried again with longer pauses
when arXiv has trouble.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

import arxiv
import requests
from arxiv._feed import ParsedFeed

from arxtui.network.arxiv_session import Refused, Session, trouble

COURTESY = 3.0
"""Seconds between two requests; doubled at each new try of the same request."""
TRIES = 3
"""New tries of a request that failed."""
PAGE = 500
"""Papers asked for at once; arXiv's own limit is 2,000."""


class NoPapers(Refused):
    """arXiv sent no papers although its count is not 0."""


class Results:
    """The papers of a query, page by page: iterate once, then look at the attributes."""

    def __init__(self, line: ArxivClient, query: str, most: int | None) -> None:
        order = arxiv.SortOrder.Ascending
        if most:
            order = arxiv.SortOrder.Descending
        self._line = line
        self._most = most
        self._search = arxiv.Search(query, [], most, arxiv.SortCriterion.SubmittedDate, order)
        self.total = 0
        """Papers of the query: the largest count of any page."""
        self.counted = True
        """False if there are papers but no page has their number."""
        self.skipped: list[str] = []
        """The reasons for which entries were left out."""

    def __iter__(self) -> Iterator[arxiv.Result]:
        """Yield the results, the oldest first, or the newest first if `most` limits them.

        Raises Refused.
        """
        offset = 0
        more = True
        while more:
            results, total, skipped = self._line.page(self._search, offset, offset < self.total)
            self.total = max(self.total, total)
            self.skipped += skipped
            yield from results[: self._most and self._most - offset]
            size = len(results) + len(skipped)
            offset += size
            self.counted = self.total > 0 or offset == 0
            more = offset < self.total
            if not self.counted:
                more = size >= PAGE
            if self._most and offset >= self._most:
                more = False


class ArxivClient(arxiv.Client):
    """Searches and feeds of arXiv, or of ARXTUI_ARXIV (`http://127.0.0.1:8000`) in its place."""

    def __init__(self) -> None:
        super().__init__(PAGE, COURTESY, TRIES)
        self._base = os.environ.get("ARXTUI_ARXIV", "")
        self._session = Session(self._base)
        if self._base:
            self.query_url_format = self._base + "/api/query?{}"

    @property
    def time(self) -> datetime | None:
        """The time of the newest answer by arXiv's clock; None before an answer with a time."""
        return self._session.time

    def search(self, query: str, most: int | None = None) -> Results:
        """Return the results of a query in arXiv's syntax; iterating over them asks for pages."""
        return Results(self, query, most)

    def named(self, ids: Sequence[str]) -> tuple[list[arxiv.Result], list[str]]:
        """Return (papers, reasons why entries were left out) for ids, with or without versions.

        Ids that arXiv does not have are missing from the papers. Raises Refused.
        """
        search = arxiv.Search(id_list=list(ids), max_results=None)
        try:
            results, _, skipped = self.page(search, 0, certain=False)
        except NoPapers:
            return [], []
        return results, skipped

    def page(
        self, search: arxiv.Search, offset: int, certain: bool
    ) -> tuple[list[arxiv.Result], int, list[str]]:
        """Return a page of a search: (results, number of hits, reasons why entries were left out).

        An empty page is asked for again if it is certain that there are results. Raises Refused.
        """
        url = self._format_url(search, offset, self.page_size)
        try:
            with _heard() as skipped:
                feed = self._parse_feed(url, not certain)
        except arxiv.HTTPError as why:
            raise trouble(why.status) from None
        except arxiv.UnexpectedEmptyPageError:
            raise NoPapers(
                "arXiv sent no papers where there should be some: try again later"
            ) from None
        except requests.RequestException as why:
            raise Refused(str(why)) from None
        if feed.malformed:
            raise Refused("arXiv answered with something that is not a feed: try again later")
        return feed.results, feed.header.total_results, list(dict.fromkeys(skipped))

    def feed(self, category: str) -> bytes:
        """Return the RSS feed of a category, or of several joined by `+`. Raises Refused."""
        try:
            answer = self._session.get(f"{self._base or 'https://rss.arxiv.org'}/rss/{category}")
        except requests.RequestException as why:
            raise Refused(str(why)) from None
        if not answer.ok:
            raise trouble(answer.status_code)
        return answer.content

    def _parse_feed(self, url: str, first_page: bool = True, _try_index: int = 0) -> ParsedFeed:
        self.delay_seconds = COURTESY * 2**_try_index
        feed = super()._parse_feed(url, first_page, _try_index)
        total = feed.header.total_results
        if first_page and total and not feed.results:
            return self._parse_feed(url, False)  # the first page is not tried again
        return feed


class _Listener(logging.Handler):
    """Collects the warnings of a library, which would else be printed on the terminal."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__(logging.WARNING)
        self._lines = lines

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the text of a record."""
        self._lines.append(record.getMessage())


@contextmanager
def _heard() -> Iterator[list[str]]:
    """Yield the warnings of the `arxiv` package: `Skipping entry ID missing <published>`."""
    lines: list[str] = []
    logger = logging.getLogger("arxiv")
    listener = _Listener(lines)
    propagates = logger.propagate
    logger.addHandler(listener)
    logger.propagate = False
    try:
        yield lines
    finally:
        logger.propagate = propagates
        logger.removeHandler(listener)
