"""Requests to arXiv: https to its hosts only, whole answers of bounded size in bounded time."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import requests

import arxtui

SILENCE = 30.0
"""Seconds that arXiv may send nothing."""
LONGEST = 300.0
"""Seconds that a request and its whole answer may take."""
LIMIT = 64 << 20
"""Bytes that an answer may have."""
_HOST = re.compile(r"(?:[a-z-]+\.)?arxiv\.org")
_UPDATED = re.compile(rb"<updated>\s*([0-9T:.+Z-]{10,40})\s*</updated>")
_TIMES = re.compile(rb"(<(?:published|updated)>)([^<]*)")
_REASON = re.compile(r"\[Errno -?\d+\] ([\w ]+)")


class Refused(Exception):
    """arXiv sent no usable answer; the text says why, in a sentence without full stop."""


class Session(requests.Session):
    """A session whose answers are whole.

    Raises Refused, or ConnectionError if another try may help.
    """

    def __init__(self, base: str) -> None:
        super().__init__()
        self._base = base
        self.time: datetime | None = None
        """The time of the newest answer by arXiv's clock; None before an answer with a time."""

    def send(self, request: requests.PreparedRequest, **how: Any) -> requests.Response:
        """Send a request, also of a redirect, and return the whole answer."""
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
        """Return the whole answer, which is put into `begun` as soon as its head arrived."""
        answer = super().send(request, **{**how, "stream": True, "timeout": SILENCE})
        begun.append(answer)
        answer._content = _whole(answer)
        return answer


def at_arxiv(url: str) -> bool:
    """Return True if an address is https and its host belongs to arXiv."""
    where = urlsplit(url)
    if where.scheme != "https" or where.port:
        return False
    return _HOST.fullmatch(where.hostname or "") is not None


def _in_time(ask: Callable[[list[requests.Response]], requests.Response]) -> requests.Response:
    """Return the answer to a request. Raises Refused if it takes longer than LONGEST.

    The request runs in a thread: an answer that sends a byte every few seconds never exceeds the
    time-out of a socket. `ask` puts the answer into its list once the head arrived, so that the
    connection can be shut down. If the head never arrives whole, the thread runs until the program
    ends.
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
    except BaseException:  # Ctrl-C: the answer is not needed any more
        end(begun)
        raise
    if isinstance(answer, requests.Response):
        return answer
    raise answer or RuntimeError("the request failed inside arxtui: try again")


def end(begun: Sequence[requests.Response]) -> None:
    """Shut down the connections of answers that are still arriving."""
    for answer in begun:
        with suppress(OSError, RuntimeError, ValueError):  # the connection has ended meanwhile
            answer.raw.shutdown()


def _whole(answer: requests.Response) -> bytes:
    """Return the body of an answer. Raises Refused if it is larger than LIMIT."""
    data = bytearray()
    for chunk in answer.iter_content(1 << 16):
        data += chunk
        if len(data) > LIMIT:
            raise Refused(f"arXiv's answer is larger than {LIMIT >> 20} MiB")
    return bytes(data)


def _look_at(answer: requests.Response) -> None:
    """Check that an answer is a whole feed.

    Raises Refused, or ConnectionError if another try may help.
    """
    check_status(answer)
    if answer.status_code != 200:
        return
    start = answer.content[:4096]
    if not re.search(rb"<(?:feed|rss)\b", start) or b"<!DOCTYPE" in start:
        raise Refused("arXiv answered with something that is not a feed: try again later")
    if not answer.content[-100:].rstrip().endswith((b"</feed>", b"</rss>")):
        raise requests.ConnectionError("arXiv's answer was cut off")


def check_status(answer: requests.Response) -> None:
    """Raise Refused, with advice, for a status such as 403 that an immediate new try cannot change.

    Other statuses, such as 500, may be tried again.
    """
    match answer.status_code:
        case 403:
            raise Refused(
                "arXiv refuses this machine (403): it asks for fewer requests, try again in an hour"
            )
        case 429:
            pause = _pause(answer.headers.get("Retry-After", ""))
            raise Refused(f"arXiv asks for a pause (429): try again {pause}")
        case 400 | 404:
            raise Refused(f"arXiv has no such page ({answer.status_code})")


def _time_of(answer: requests.Response) -> datetime | None:
    """Return the time of an answer by arXiv's clock; None if the answer has no time.

    It is the earlier of its HTTP date and of the `updated` of its feed
    (https://info.arxiv.org/help/api/user-manual.html, 3.3).
    """
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
    """Return the time element of an entry unchanged, or an empty element if it is no time.

    The reader of the `arxiv` package refuses an entry without a time.
    """
    try:
        _in_utc(datetime.fromisoformat(found[2].decode().strip()))
    except (ValueError, OverflowError):
        return found[1]
    return found[0]


def _in_utc(time: datetime) -> datetime:
    if time.tzinfo is None:
        return time.replace(tzinfo=UTC)
    return time.astimezone(UTC)


def trouble(status: int) -> Refused:
    """Return the refusal for a status that is not a success."""
    return Refused(f"arXiv has trouble ({status}): try again later")


def _pause(retry_after: str) -> str:
    """Return `in 120 s` for a Retry-After of seconds or a time (RFC 9110, 10.2.3)."""
    try:
        if retry_after.isdigit():
            seconds = float(int(retry_after))
        else:
            until = parsedate_to_datetime(retry_after)
            seconds = (until - datetime.now(UTC)).total_seconds()
    except (ValueError, TypeError):
        return "later"
    return f"in {max(1, round(seconds))} s"


def reason(why: requests.RequestException) -> str:
    """Return the reason for which a request failed, in words."""
    if isinstance(why, requests.exceptions.ChunkedEncodingError):
        return "arXiv's answer was cut off"
    if isinstance(why, requests.exceptions.ContentDecodingError):
        return "arXiv's answer cannot be read: its encoding is broken"
    if "timed out" in str(why):  # requests raises no Timeout between two pieces of an answer
        return f"arXiv did not answer for {SILENCE:g} s"
    found = _REASON.search(str(why))
    if found:
        return f"arXiv cannot be reached: {found[1].lower()}"
    return "arXiv cannot be reached"
