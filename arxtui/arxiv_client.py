"""The line to arXiv: one request in 3 seconds (https://info.arxiv.org/help/api/tou.html), tried again
with back-off when arXiv has trouble, https to hosts of arXiv only, and every answer whole, of bounded
size, in bounded time."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import arxiv
import requests
from arxiv._feed import ParsedFeed

import arxtui

COURTESY = 3.0
"""Seconds between two requests; doubled at each new try of the same one."""
TRIES = 3
"""New tries of a request that failed."""
SILENCE = 30.0
"""Seconds that arXiv may say nothing."""
LONGEST = 300.0
"""Seconds that an answer may take in all."""
LIMIT = 64 << 20
"""Bytes of an answer."""
PAGE = 500
"""Papers asked for at once; arXiv's own limit is 2,000."""
_HOST = re.compile(r"(?:[a-z-]+\.)?arxiv\.org")
_UPDATED = re.compile(rb"<updated>\s*([0-9T:.+Z-]{10,40})\s*</updated>")
_TIMES = re.compile(rb"(<(?:published|updated)>)([^<]*)")
_REASON = re.compile(r"\[Errno -?\d+\] ([\w ]+)")


class Refused(Exception):
    """arXiv gave nothing that is of use; the text says why, in one sentence without full stop."""


class NoPapers(Refused):
    """arXiv sent no paper where it counted some."""


class Results:
    """The papers of one query, page by page: iterate once, then look at how they were told."""

    def __init__(self, line: ArxivClient, query: str, most: int | None) -> None:
        order = arxiv.SortOrder.Descending if most else arxiv.SortOrder.Ascending
        self._line = line
        self._most = most
        self._search = arxiv.Search(query, [], most, arxiv.SortCriterion.SubmittedDate, order)
        self.total = 0
        """Papers that the query has: the most that any page says."""
        self.counted = True
        """False if there are papers and no page says how many."""
        self.skipped: list[str] = []
        """Why entries were left out that cannot be read."""

    def __iter__(self) -> Iterator[arxiv.Result]:
        """Yield the results, the oldest first; the newest first where `most` limits them.

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
        self._session = _Session(self._base)
        if self._base:
            self.query_url_format = self._base + "/api/query?{}"

    @property
    def time(self) -> datetime | None:
        """The time by arXiv's clock, as the newest answer has it; None = it has none."""
        return self._session.time

    def search(self, query: str, most: int | None = None) -> Results:
        """Return the results of a query of arXiv's own, of which nothing was asked for yet."""
        return Results(self, query, most)

    def named(self, ids: Sequence[str]) -> tuple[list[arxiv.Result], list[str]]:
        """Return (papers, why entries were left out) for ids, with or without versions.

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
        """Return a page of a search: (results, how many there are in all, why entries were left out).

        An empty one is asked for again where it is certain that there are results. Raises Refused.
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
            raise Refused("arXiv answered with something that is no feed")
        return feed.results, feed.header.total_results, list(dict.fromkeys(skipped))

    def feed(self, category: str) -> bytes:
        """The RSS feed of a category, or of several joined by `+`."""
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
        if (
            first_page and total and not feed.results
        ):  # only later pages are tried again when they are empty
            return self._parse_feed(url, False)
        return feed


class _Listener(logging.Handler):
    """Collects the warnings of a library, which would go to the terminal as they are."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__(logging.WARNING)
        self._lines = lines

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the text of a record."""
        self._lines.append(record.getMessage())


@contextmanager
def _heard() -> Iterator[list[str]]:
    """Yield what the `arxiv` package warns of: `Skipping entry ID missing <published>`."""
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


class _Session(requests.Session):
    """Whole answers of arXiv: Refused, or ConnectionError where another try may help."""

    def __init__(self, base: str) -> None:
        super().__init__()
        self._base = base
        self.time: datetime | None = None
        """As Line.time."""

    def send(self, request: requests.PreparedRequest, **how: Any) -> requests.Response:
        """As requests; each redirect comes here too."""
        where = urlsplit(str(request.url))
        at_home = self._base and str(request.url).startswith(self._base + "/")
        if not at_home and not at_arxiv(str(request.url)):
            raise Refused(f"arXiv sends on to {where.scheme}://{where.netloc}, which is not arXiv")
        request.headers["User-Agent"] = f"arxtui/{arxtui.__version__}"
        try:
            answer = _in_time(lambda begun: self._answer(request, how, begun))
        except requests.RequestException as why:
            raise requests.ConnectionError(reason(why)) from None
        _look_at(answer)
        self.time = _time_of(answer) or self.time
        answer._content = _TIMES.sub(_sound_time, answer.content)
        return answer

    def _answer(
        self,
        request: requests.PreparedRequest,
        how: dict[str, Any],
        begun: list[requests.Response],
    ) -> requests.Response:
        """Return the whole answer, which stands in `begun` as soon as its head came."""
        answer = super().send(request, **{**how, "stream": True, "timeout": SILENCE})
        begun.append(answer)
        answer._content = _whole(answer)
        return answer


def at_arxiv(url: str) -> bool:
    """Return whether an address is one of arXiv's, by https."""
    where = urlsplit(url)
    return bool(
        where.scheme == "https" and _HOST.fullmatch(where.hostname or "") and not where.port
    )


def _in_time(ask: Callable[[list[requests.Response]], requests.Response]) -> requests.Response:
    """Return the answer to a request; Refused when it takes longer than LONGEST.

    The request runs in a thread of its own, for an answer that drips, a byte every few seconds, is
    never silent for long: neither while its head comes nor between two bytes of its body. `ask`
    puts the answer into its list once the head came; the connection is ended there. One whose head
    drips on is left to its thread, which ends with the program.
    """
    begun: list[requests.Response] = []
    outcome: SimpleQueue[requests.Response | Exception | None] = SimpleQueue()

    def run() -> None:
        answer: requests.Response | Exception | None = None
        try:
            answer = ask(begun)
        except (requests.RequestException, Refused, OSError, ValueError) as why:
            answer = why
        finally:
            outcome.put(answer)

    Thread(target=run, name="arxiv", daemon=True).start()
    try:
        answer = outcome.get(timeout=LONGEST)
    except Empty:
        end(begun)
        raise Refused(f"arXiv's answer took more than {LONGEST:g} s") from None
    except BaseException:  # Ctrl-C: nobody waits for the answer
        end(begun)
        raise
    if isinstance(answer, requests.Response):
        return answer
    raise answer or RuntimeError("the request ended by a fault of its thread")


def end(begun: Sequence[requests.Response]) -> None:
    """Shut the connections down on which an answer still comes."""
    for answer in begun:
        with suppress(OSError, RuntimeError, ValueError):  # it has ended meanwhile
            answer.raw.shutdown()


def _whole(answer: requests.Response) -> bytes:
    """Return the body of an answer. Raises Refused where it is larger than LIMIT."""
    data = bytearray()
    for chunk in answer.iter_content(1 << 16):
        data += chunk
        if len(data) > LIMIT:
            raise Refused(f"arXiv's answer is larger than {LIMIT >> 20} MiB")
    return bytes(data)


def _look_at(answer: requests.Response) -> None:
    """Raise Refused, or ConnectionError where another try may help, for an answer that is no feed."""
    check_status(answer)
    if answer.status_code == 200:
        start = answer.content[:4096]
        end = answer.content[-100:].rstrip()
        if not re.search(rb"<(?:feed|rss)\b", start) or b"<!DOCTYPE" in start:
            raise Refused("arXiv answered with something that is no feed")
        if not end.endswith((b"</feed>", b"</rss>")):
            raise requests.ConnectionError("arXiv's answer was cut off")


def check_status(answer: requests.Response) -> None:
    """Raise Refused with what to do for a status that says so; others, such as 500, may be tried again."""
    match answer.status_code:
        case 403:
            raise Refused(
                "arXiv refuses this machine (403): it asks for fewer requests, try again in an hour"
            )
        case 429:
            pause = _pause(answer.headers.get("Retry-After", ""))
            raise Refused(f"arXiv asks for a pause (429): try again {pause}")
        case 400 | 404:
            raise Refused(f"arXiv does not know what was asked for ({answer.status_code})")


def _time_of(answer: requests.Response) -> datetime | None:
    """Return the time of an answer by arXiv's clock, None if it has none: the earlier of its HTTP date
    and of the `updated` of its feed (https://info.arxiv.org/help/api/user-manual.html, 3.3)."""
    times = []
    updated = _UPDATED.search(answer.content.partition(b"<entry")[0])
    with suppress(ValueError, TypeError, OverflowError):
        if date := answer.headers.get("Date"):
            times.append(_in_utc(parsedate_to_datetime(date)))
    with suppress(ValueError, OverflowError):
        if updated:
            times.append(_in_utc(datetime.fromisoformat(updated[1].decode())))
    return min(times, default=None)


def _sound_time(found: re.Match[bytes]) -> bytes:
    """Return the time of an entry as it stands; if it is no time, without it, which costs the entry."""
    try:
        _in_utc(datetime.fromisoformat(found[2].decode().strip()))
    except (ValueError, OverflowError):
        return found[1]
    return found[0]


def _in_utc(time: datetime) -> datetime:
    return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)


def trouble(status: int) -> Refused:
    """Return the refusal for a status that says nothing of use."""
    return Refused(f"arXiv has trouble ({status}): try again later")


def _pause(told: str) -> str:
    """`in 120 s`, from a Retry-After of seconds or a time (RFC 9110, 10.2.3)."""
    try:
        seconds = (
            int(told)
            if told.isdigit()
            else (parsedate_to_datetime(told) - datetime.now(UTC)).total_seconds()
        )
    except (ValueError, TypeError):
        return "later"
    return f"in {max(1, round(seconds))} s"


def reason(why: requests.RequestException) -> str:
    """Return in words why a request failed."""
    if isinstance(why, requests.exceptions.ChunkedEncodingError):
        return "arXiv's answer was cut off"
    if "timed out" in str(why):  # between two pieces of an answer it is no Timeout
        return f"arXiv did not answer for {SILENCE:g} s"
    found = _REASON.search(str(why))
    return f"arXiv cannot be reached{': ' + found[1].lower() if found else ''}"
