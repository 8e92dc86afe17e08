"""The line to arXiv: one request in 3 seconds (https://info.arxiv.org/help/api/tou.html), tried again with back-off
when arXiv has trouble, https to hosts of arXiv only, and every answer whole, of bounded size, in bounded time."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
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
_REASON = re.compile(r"\[Errno -?\d+\] ([\w ]+)")


class Refused(Exception):
    """arXiv gave nothing that is of use; the text says why, in one sentence without full stop."""


class Line(arxiv.Client):
    """Searches and feeds of arXiv, or of ARXTUI_ARXIV (`http://127.0.0.1:8000`) in its place."""

    total = 0
    """Papers that the search under way has."""

    def __init__(self) -> None:
        super().__init__(PAGE, COURTESY, TRIES)
        self._base = os.environ.get("ARXTUI_ARXIV", "")
        self._session = _Session(self._base)
        if self._base:
            self.query_url_format = self._base + "/api/query?{}"

    def search(self, query: str, most: int | None = None) -> Iterator[arxiv.Result]:
        """The results of a query of arXiv's own, oldest submission first; the newest, where `most` limits them."""
        order = arxiv.SortOrder.Descending if most else arxiv.SortOrder.Ascending
        try:
            yield from self.results(arxiv.Search(query, [], most, arxiv.SortCriterion.SubmittedDate, order))
        except arxiv.HTTPError as why:
            raise _trouble(why.status) from None
        except arxiv.UnexpectedEmptyPageError:
            raise Refused("arXiv sent no papers where there should be some: try again later") from None
        except requests.RequestException as why:
            raise Refused(str(why)) from None
        except ValueError as why:
            raise Refused(f"arXiv sent a date that is none: {why}") from None

    def feed(self, category: str) -> bytes:
        """The RSS feed of a category, or of several joined by `+`."""
        try:
            answer = self._session.get(f"{self._base or 'https://rss.arxiv.org'}/rss/{category}")
        except requests.RequestException as why:
            raise Refused(str(why)) from None
        if not answer.ok:
            raise _trouble(answer.status_code)
        return answer.content

    def _parse_feed(self, url: str, first_page: bool = True, _try_index: int = 0) -> ParsedFeed:
        self.delay_seconds = COURTESY * 2**_try_index
        feed = super()._parse_feed(url, first_page, _try_index)
        self.total = feed.header.total_results
        if first_page and self.total and not feed.results:  # only later pages are tried again when they are empty
            return self._parse_feed(url, False)
        return feed


class _Session(requests.Session):
    """Whole answers of arXiv: Refused, or ConnectionError where another try may help."""

    def __init__(self, base: str) -> None:
        super().__init__()
        self._base = base

    def send(self, request: requests.PreparedRequest, **how: Any) -> requests.Response:
        """As requests; each redirect comes here too."""
        where = urlsplit(str(request.url))
        at_home = where.scheme == "https" and _HOST.fullmatch(where.hostname or "") and not where.port
        if not at_home and not (self._base and str(request.url).startswith(self._base + "/")):
            raise Refused(f"arXiv sends on to {where.scheme}://{where.netloc}, which is not arXiv")
        request.headers["User-Agent"] = f"arxtui/{arxtui.__version__}"
        try:
            answer = super().send(request, **{**how, "stream": True, "timeout": SILENCE})
            answer._content = _whole(answer)
        except requests.RequestException as why:
            raise requests.ConnectionError(_reason(why)) from None
        _look_at(answer)
        return answer


def _whole(answer: requests.Response) -> bytes:
    end, data = time.monotonic() + LONGEST, bytearray()
    for chunk in answer.iter_content(1 << 16):
        data += chunk
        if len(data) > LIMIT:
            raise Refused(f"arXiv's answer is larger than {LIMIT >> 20} MiB")
        if time.monotonic() > end:
            raise Refused(f"arXiv's answer took more than {LONGEST:g} s")
    return bytes(data)


def _look_at(answer: requests.Response) -> None:
    """Refused, or ConnectionError, for an answer that is no feed."""
    match answer.status_code:
        case 403:
            raise Refused("arXiv refuses this machine (403): it asks for fewer requests, try again in an hour")
        case 429:
            raise Refused(f"arXiv asks for a pause (429): try again {_pause(answer.headers.get('Retry-After', ''))}")
        case 400 | 404:
            raise Refused(f"arXiv does not know what was asked for ({answer.status_code})")
        case 200:
            start, end = answer.content[:4096], answer.content[-100:].rstrip()
            if not re.search(rb"<(?:feed|rss)\b", start) or b"<!DOCTYPE" in start:
                raise Refused("arXiv answered with something that is no feed")
            if not end.endswith((b"</feed>", b"</rss>")):
                raise requests.ConnectionError("arXiv's answer was cut off")


def _trouble(status: int) -> Refused:
    return Refused(f"arXiv has trouble ({status}): try again later")


def _pause(told: str) -> str:
    """`in 120 s`, from a Retry-After of seconds or a time (RFC 9110, 10.2.3)."""
    try:
        seconds = int(told) if told.isdigit() else (parsedate_to_datetime(told) - datetime.now(UTC)).total_seconds()
    except (ValueError, TypeError):
        return "later"
    return f"in {max(1, round(seconds))} s"


def _reason(why: requests.RequestException) -> str:
    if isinstance(why, requests.exceptions.ChunkedEncodingError):
        return "arXiv's answer was cut off"
    if "timed out" in str(why):  # between two pieces of an answer it is no Timeout
        return f"arXiv said nothing for {SILENCE:g} s"
    found = _REASON.search(str(why))
    return f"arXiv cannot be reached{': ' + found[1].lower() if found else ''}"
