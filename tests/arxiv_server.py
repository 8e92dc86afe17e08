"""A server on loopback that plays arXiv in tests; by hand `python -m tests.arxiv_server`.

It gives the API's Atom feeds and the RSS feeds in arXiv's own layout, and fails in the ways of
networks.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import random
import re
import socket
import socketserver
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import format_datetime, formatdate, parsedate_to_datetime
from fnmatch import fnmatchcase
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import parse_qs, quote, urlsplit
from xml.sax.saxutils import escape

from arxtui.arxiv_id import parse_id
from arxtui.categories import classes
from arxtui.model import Paper

ANSWERS = (
    *(
        "ok",
        "403",
        "429",
        "429 date",
        "500",
        "503",
        "cut",
        "cut quietly",
        "close",
        "nonsense",
        "binary",
        "empty",
    ),
    *("redirect foreign", "redirect file", "redirect home", "huge", "hang", "drip"),
    *("drip body", "drip head", "nothing", "no total", "shuffled", "shifted"),
)
"""The ways to answer a request.

The last four are feeds with a wrong content: no papers and a total of 0, no total, any order, and a
page that begins with four papers of the previous page.
"""
SHIFT = 4
"""Papers by which `shifted` begins too early."""
PAGE_LIMIT = 2000
"""The most entries of a page."""
RESULT_LIMIT = 30_000
"""The most entries that a request may ask for."""
HUGE = 200_000_000
"""Bytes of an endless body."""

_ATOM, _RSS, _HTML, _PLAIN = (
    f"{kind}; charset=utf-8"
    for kind in ("application/atom+xml", "application/rss+xml", "text/html", "text/plain")
)
_FEED = """<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" \
xmlns:arxiv="http://arxiv.org/schemas/atom" \
xmlns="http://www.w3.org/2005/Atom">
"""
_CHANNEL = """<?xml version='1.0' encoding='UTF-8'?>
<rss xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/" \
xmlns:atom="http://www.w3.org/2005/Atom" \
xmlns:content="http://purl.org/rss/1.0/modules/content/" version="2.0">
<channel>
"""
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TOKEN = re.compile(
    r'\s*(?:(?P<sign>[()]|(?:AND|OR)(?=[\s()]))|(?P<field>cat|ti|all|submittedDate):(?P<value>\[[^]]*\]|"[^"]*"|[^][\s()"]+))'
)
_DATES = re.compile(r"\[(\d{12}) TO (\d{12})\]", re.ASCII)
_RSS_PATH = re.compile(
    r"/rss/([A-Za-z-]+(?:\.[A-Za-z-]+)?(?:\+[A-Za-z-]+(?:\.[A-Za-z-]+)?)*)", re.ASCII
)
_STATUS = {
    "403": "Forbidden.",
    "429": "Rate exceeded.",
    "429 date": "Rate exceeded.",
    "500": "Internal server error.",
    "503": "Service unavailable.",
}

Test = Callable[[Paper], bool]


class BadRequest(Exception):
    """A request that arXiv answers with HTTP 400 and an error entry; the text is its summary."""


class ArxivServer:
    """The server: `with ArxivServer(papers) as server:` then ask server.address."""

    today: str = "Mon, 23 Nov 2026 00:00:00 -0500"
    """The day of the RSS feed; its UTC time is the `updated` of Atom feeds."""

    def __init__(self, papers: Iterable[Paper] = (), port: int = 0, loud: bool = False) -> None:
        self.papers = list(papers)
        """Its papers; they may be changed between requests."""
        self.asked: list[str] = []
        """Path and query of every GET, in order."""
        self.answers: list[str] = []
        """How the next requests are answered, from the front; empty = "ok"."""
        self.pdfs: dict[str, bytes] = {}
        """Id with version, in the form of requests -> its PDF."""
        self.etag = '"one"'
        """The ETag of PDFs."""
        self.ranges = True
        """Whether a part of a PDF can be asked for."""
        self.dates: tuple[str, ...] = ("header", "feed")
        """The places of the time of an answer: the HTTP header `Date`, the `updated` of an Atom
        feed."""
        self.rewrite: tuple[bytes, bytes] = (b"", b"")
        """Bytes of an answer, and the bytes that replace them."""
        self.gate: threading.Barrier | None = None
        """Holds answers back until as many requests have come as it has parties."""
        self.address = ""
        """`http://127.0.0.1:PORT` once it runs."""
        self._port = port
        self._loud = loud
        self._lock = threading.Lock()
        self._unknown: list[str] = []

    def __enter__(self) -> Self:
        self._http = _Http(self, self._port, self._loud)
        self.address = f"http://127.0.0.1:{self._http.server_address[1]}"
        self._thread = threading.Thread(
            target=self._http.serve_forever, args=(0.01,), name="arxiv", daemon=True
        )
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop and end all connections. An unknown answer that was used is an error here."""
        self._http.shutdown()
        self._http.server_close()
        self._http.drop()
        unknown, self._unknown = self._unknown, []
        if unknown and not error:
            raise ValueError(f"no such answers: {unknown}")

    def next_answer(self, path: str) -> str:
        """Store a request and take its answer; `ok` behind a `redirect home`."""
        with self._lock:
            self.asked.append(path)
            if "again=1" in urlsplit(path).query.split("&"):
                return "ok"
            answer = self.answers.pop(0) if self.answers else "ok"
            if answer not in ANSWERS:
                self._unknown.append(answer)
            return answer

    def page(self, path: str, how: str = "ok") -> tuple[int, str, bytes]:
        """Return (status, content type, body) for a path; `how` is one of ANSWERS."""
        parts = urlsplit(path)
        now = parsedate_to_datetime(self.today)
        papers = list(self.papers)
        if parts.path == "/api/query":
            asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
            try:
                if how == "nothing":
                    papers = []
                if how == "shuffled":
                    asked["sortBy"] = "relevance"
                    random.Random(str(asked.get("start"))).shuffle(papers)
                if how == "shifted":
                    asked["start"] = str(max(0, _number(asked, "start", 0) - SHIFT))
                text = atom(papers, asked, now, how == "empty")
                status = 200
                if how == "no total":
                    text = re.sub(r" *<opensearch:totalResults>.*\n", "", text)
                if "feed" not in self.dates:
                    text = re.sub(r" *<updated>.*\n", "", text, count=1)
            except BadRequest as why:
                text = atom_error(str(why), now)
                status = 400
            return status, _ATOM, text.encode()
        pdf = self.pdfs.get(parts.path.removeprefix("/pdf/"))
        if pdf is not None:
            return 200, "application/pdf", pdf
        if found := _RSS_PATH.fullmatch(parts.path):
            return 200, _RSS, rss([] if how == "empty" else papers, found[1], self.today).encode()
        return 404, _PLAIN, b"Not found."


class _Http(ThreadingHTTPServer):
    """The listening socket and the open connections, each with its daemon thread."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, arxiv: ArxivServer, port: int, loud: bool) -> None:
        self.arxiv = arxiv
        self.loud = loud
        self.stopped = threading.Event()
        self.open: dict[socket.socket, threading.Thread] = {}
        self.lock = threading.Lock()
        super().__init__(("127.0.0.1", port), _Handler)

    def server_bind(self) -> None:
        """Bind without asking for this machine's name, which may take seconds."""
        socketserver.TCPServer.server_bind(self)
        self.server_name = "127.0.0.1"
        self.server_port = int(self.server_address[1])

    def drop(self) -> None:
        """End every connection, and wait for their threads, 2 s at most."""
        with self.lock:
            self.stopped.set()
            threads = list(self.open.values())
            for connection in self.open:
                _end(connection)
        end = time.monotonic() + 2
        for thread in threads:
            thread.join(max(0.0, end - time.monotonic()))


class _Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Http

    def setup(self) -> None:
        super().setup()
        with self.server.lock:
            self.server.open[self.connection] = threading.current_thread()
            if self.server.stopped.is_set():
                _end(self.connection)

    def finish(self) -> None:
        with self.server.lock:
            self.server.open.pop(self.connection, None)
        super().finish()

    def handle(self) -> None:
        """Serve requests until the client leaves, in whatever way."""
        try:
            super().handle()
        except ConnectionError:
            self.close_connection = True

    def send_header(self, keyword: str, value: str) -> None:
        """Send a header as the standard library does, except for the date."""
        if keyword != "Date" or "header" in self.server.arxiv.dates:
            super().send_header(keyword, value)

    def date_time_string(self, timestamp: float | None = None) -> str:
        """Return the `Date` of an answer, by the server's clock."""
        now = parsedate_to_datetime(self.server.arxiv.today)
        return format_datetime(now.astimezone(UTC), usegmt=True)

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Log nothing: do_GET() logs more."""

    def log_message(self, format: str, *args: object) -> None:
        """Log to stderr, when the server was started by hand."""
        if self.server.loud:
            super().log_message(format, *args)

    def do_GET(self) -> None:
        """Answer in the way that the test asked for."""
        arxiv = self.server.arxiv
        answer = arxiv.next_answer(self.path)
        if arxiv.gate:
            arxiv.gate.wait(30)
        self.log_message("%s: %s", answer, self.path)
        if answer in ("close", "hang"):
            self.close_connection = True
            if answer == "hang":
                self._hang()
            return
        if answer in _STATUS:
            pauses = {"429": "120", "429 date": formatdate(time.time() + 120, usegmt=True)}
            extra = {}
            if answer in pauses:
                extra["Retry-After"] = pauses[answer]
            self._send(int(answer[:3]), _PLAIN, _STATUS[answer].encode(), extra)
            return
        if answer.startswith("redirect"):
            again = "&again=1" if "?" in self.path else "?again=1"
            place = {
                "redirect foreign": "http://example.invalid/",
                "redirect file": "file:///etc/passwd",
                "redirect home": arxiv.address + self.path + again,
            }
            self._send(302, _PLAIN, b"", {"Location": place[answer]})
            return
        status, kind, body = arxiv.page(self.path, answer)
        headers: dict[str, str] = {}
        if kind == "application/pdf":
            headers["ETag"] = arxiv.etag
            status, body = self._part(body, headers)
        if arxiv.rewrite[0]:
            body = body.replace(*arxiv.rewrite)
        if answer in ("ok", "empty", "nothing", "no total", "shuffled", "shifted"):
            self._send(status, kind, body, headers)
        elif answer == "nonsense":
            self._send(
                200,
                _HTML,
                b"<!DOCTYPE html>\n<html><body><h1>arXiv is down for"
                b" maintenance</h1></body></html>\n",
            )
        elif answer == "binary":
            self._send(200, kind, random.Random(20261123).randbytes(5000))
        elif answer == "cut":
            headers["Content-Length"] = str(len(body))
            self._begin(status, kind, headers, close=True)
            self.wfile.write(body[: len(body) // 2])
        elif answer == "cut quietly":
            self._begin(status, kind, headers, close=True)
            self.wfile.write(body[: len(body) // 2])
        elif answer == "drip":
            self._begin(status, kind, {"Content-Length": str(len(body))}, close=True)
            self.wfile.write(body[:1])
            self._hang()
        elif answer == "drip body":
            self._begin(status, kind, {"Content-Length": str(len(body))}, close=True)
            self._drip(body)
        elif answer == "drip head":
            self.close_connection = True
            self.wfile.write(b"HTTP/1.1 200 OK\r\n")
            self._drip(b"X-Drip: " + b"drip " * 10_000)
        elif answer == "huge":
            self._endless(status, kind, body)
        else:
            self._send(501, _PLAIN, f"no such answer: {answer}".encode())

    def _part(self, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
        """Return (206, the range of a file that was asked for); (200, all) without a range."""
        asked = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        same = self.headers.get("If-Range", self.server.arxiv.etag) == self.server.arxiv.etag
        if not asked or not same or not self.server.arxiv.ranges:
            return 200, body
        start = int(asked[1])
        if start >= len(body):
            return 416, b""
        headers["Content-Range"] = f"bytes {start}-{len(body) - 1}/{len(body)}"
        return 206, body[start:]

    def _begin(
        self, status: int, kind: str, extra: dict[str, str] | None = None, close: bool = False
    ) -> None:
        """Send the head."""
        self.send_response(status)
        self.send_header("Content-Type", kind)
        for name, value in (extra or {}).items():
            self.send_header(name, value)
        if close:
            self.send_header("Connection", "close")  # it sets close_connection, too
        self.end_headers()

    def _send(
        self, status: int, kind: str, body: bytes, extra: dict[str, str] | None = None
    ) -> None:
        """Send all of an answer."""
        self._begin(status, kind, {"Content-Length": str(len(body)), **(extra or {})})
        self.wfile.write(body)

    def _hang(self) -> None:
        """Wait until the client closes the connection, or drop() ends it."""
        while not self.server.stopped.is_set() and self.connection.recv(4096):
            pass

    def _drip(self, data: bytes) -> None:
        """Send a byte at a time, for minutes, until the client leaves or drop() ends it."""
        for at in range(len(data)):
            if self.server.stopped.wait(0.02):
                return
            self.wfile.write(data[at : at + 1])

    def _endless(self, status: int, kind: str, body: bytes) -> None:
        """Send a body that is valid XML as far as it goes: comments without end follow it."""
        chunked = self.request_version != "HTTP/1.0"
        self._begin(status, kind, {"Transfer-Encoding": "chunked"} if chunked else None, close=True)
        sent = 0
        piece = body[: max(body.rfind(b"</"), 0)]
        filler = b"<!-- " + b"more " * 13_000 + b"-->\n"
        while sent < HUGE and not self.server.stopped.is_set():
            if piece:  # an empty chunk would be the last
                self.wfile.write(b"%x\r\n%b\r\n" % (len(piece), piece) if chunked else piece)
            sent, piece = sent + len(piece), filler


def _end(connection: socket.socket) -> None:
    """Shut a connection down, which wakes both sides."""
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # it had ended


def atom(papers: list[Paper], asked: dict[str, str], now: datetime, empty: bool = False) -> str:
    """Return the API's feed for the words of a request. Raises BadRequest."""
    query = asked.get("search_query", "")
    ids = asked.get("id_list", "")
    start = _number(asked, "start", 0)
    size = _number(asked, "max_results", 10)
    if size > RESULT_LIMIT:
        raise BadRequest(f"max_results must be at most {RESULT_LIMIT}")
    found = _listed(papers, ids) if ids else papers if query else []
    if query:
        test = parse_query(query)
        found = [paper for paper in found if test(paper)]
    found = _sorted(found, asked.get("sortBy", "relevance"), asked.get("sortOrder", "descending"))
    shown = [] if empty else found[start : start + min(size, PAGE_LIMIT)]
    title = f"arXiv Query: search_query={query}&id_list={ids}&start={start}&max_results={size}"
    safe_query = quote(query, safe=":")
    safe_ids = quote(ids, safe=":/,")
    link = f"https://arxiv.org/api/query?search_query={safe_query}&start={start}&max_results={size}&id_list={safe_ids}"
    key = (
        base64.b64encode(hashlib.sha1(title.encode(errors="replace")).digest()).decode().rstrip("=")
    )
    lines = [
        f"<id>https://arxiv.org/api/{key}</id>",
        f"<title>{_text(title)}</title>",
        f"<updated>{_utc(now)}</updated>",
        f'<link href="{_attribute(link)}" type="application/atom+xml"/>',
        f"<opensearch:itemsPerPage>{size}</opensearch:itemsPerPage>",
        f"<opensearch:totalResults>{len(found)}</opensearch:totalResults>",
        f"<opensearch:startIndex>{start}</opensearch:startIndex>",
    ]
    return (
        _FEED + "".join(f"  {line}\n" for line in lines) + "".join(map(_entry, shown)) + "</feed>\n"
    )


def atom_error(reason: str, now: datetime) -> str:
    """Return the feed that reports a bad request."""
    place = "https://arxiv.org/api/errors#" + reason.replace(" ", "_")
    return f"""{_FEED}  <id>https://arxiv.org/</id>
  <title>arXiv Search Results</title>
  <updated>{_utc(now)}</updated>
  <opensearch:itemsPerPage>1</opensearch:itemsPerPage>
  <opensearch:totalResults>1</opensearch:totalResults>
  <opensearch:startIndex>0</opensearch:startIndex>
  <entry>
    <id>{_text(place)}</id>
    <title>Error</title>
    <updated>{_utc(now)}</updated>
    <link href="{_attribute(place)}" rel="alternate" type="text/html"/>
    <summary>{_text(reason)}</summary>
    <author>
      <name>arXiv api core</name>
    </author>
  </entry>
</feed>
"""


def _entry(paper: Paper) -> str:
    name = _versioned(paper)
    terms = [term.strip() for term in paper.categories.split(", ")]
    dois = (paper.doi or "").split()
    lines = [
        f"<id>http://arxiv.org/abs/{name}</id>",
        f"<title>{_text(paper.title)}</title>",
        *_element("updated", paper.updated),
        f'<link href="https://arxiv.org/abs/{name}" rel="alternate" type="text/html"/>',
        (
            f'<link href="https://arxiv.org/pdf/{name}" rel="related" type="application/pdf"'
            ' title="pdf"/>'
        ),
        f"<summary>{_text(paper.abstract)}</summary>",
        *(
            f'<category term="{_attribute(t)}" scheme="http://arxiv.org/schemas/atom"/>'
            for t in terms
            if t
        ),
        *_element("published", paper.published),
        *_element("arxiv:comment", paper.comment),
        f'<arxiv:primary_category term="{_attribute(paper.primary)}"/>',
        *_element("arxiv:journal_ref", paper.journal_ref),
        *(
            f"<author>\n      <name>{_text(author)}</name>\n    </author>"
            for author in paper.authors
        ),
        *_element("arxiv:doi", paper.doi),
        *(
            f'<link rel="related" href="https://doi.org/{_attribute(doi)}" title="doi"/>'
            for doi in dois
        ),
    ]
    return "  <entry>\n" + "".join(f"    {line}\n" for line in lines) + "  </entry>\n"


def rss(papers: list[Paper], category: str, today: str) -> str:
    """Return the RSS feed of a class, of an archive (`cs`) or of several joined by `+`."""
    wanted = category.split("+")
    place = f"http://rss.arxiv.org/rss/{category}"
    built = format_datetime(parsedate_to_datetime(today).astimezone(UTC))
    items = [
        _item(paper, cross=not _among([paper.primary], wanted), today=today)
        for paper in papers
        if _among(classes(paper.categories), wanted)
    ]
    return f"""{_CHANNEL}<title>{category} updates on arXiv.org</title>
<link>{place}</link>
<description>{category} updates on the arXiv.org e-print archive.</description>
<atom:link href="{place}" rel="self" type="application/rss+xml"/>
<docs>http://www.rssboard.org/rss-specification</docs>
<language>en-us</language>
<lastBuildDate>{built}</lastBuildDate>
<managingEditor>rss-help@arxiv.org</managingEditor>
<pubDate>{_text(today)}</pubDate>
<skipDays>
<day>Saturday</day>
<day>Sunday</day>
</skipDays>
{"".join(items)}</channel>
</rss>
"""


def _item(paper: Paper, cross: bool, today: str) -> str:
    name = _versioned(paper)
    if paper.version < 2:
        announced = "cross" if cross else "new"
    else:
        announced = "replace-cross" if cross else "replace"
    lines = [
        f"<title>{_text(paper.title)}</title>",
        f"<link>https://arxiv.org/abs/{paper.id}</link>",
        (
            f"<description>arXiv:{name} Announce Type: {announced} \nAbstract:"
            f" {_text(paper.abstract)}</description>"
        ),
        f'<guid isPermaLink="false">oai:arXiv.org:{name}</guid>',
        *(f"<category>{term}</category>" for term in classes(paper.categories)),
        f"<pubDate>{_text(today)}</pubDate>",
        f"<arxiv:announce_type>{announced}</arxiv:announce_type>",
        "<dc:rights>http://arxiv.org/licenses/nonexclusive-distrib/1.0/</dc:rights>",
        *_element("arxiv:DOI", paper.doi),
        *_element("arxiv:journal_reference", paper.journal_ref),
        f"<dc:creator>{_text(', '.join(paper.authors))}</dc:creator>",
    ]
    return "<item>\n" + "".join(f"{line}\n" for line in lines) + "</item>\n"


def _among(names: Iterable[str], wanted: list[str]) -> bool:
    """Return True if any of the classes is wanted, itself or by its archive."""
    return any(name in wanted or name.partition(".")[0] in wanted for name in names)


def parse_query(text: str) -> Test:
    """Return the test of a search_query. Raises BadRequest.

    AND binds closer than OR, which arXiv leaves open.
    """
    tokens: list[tuple[str, str]] = []  # a sign and ``, or a field and its value
    at = 0
    whole = text.rstrip()
    while at < len(whole):
        found = _TOKEN.match(whole, at)
        if not found:
            raise BadRequest(f"unknown search_query at {whole[at : at + 80].strip()}")
        tokens.append((found["sign"] or found["field"], found["value"] or ""))
        at = found.end()
    try:
        test = _either(tokens)
    except RecursionError:
        raise BadRequest("search_query has too many parentheses") from None
    if tokens:
        raise BadRequest(f"search_query goes on with {':'.join(filter(None, tokens[0]))}")
    return test


def _either(tokens: list[tuple[str, str]]) -> Test:
    """Return the test for groups joined by OR, taken from the front."""
    tests = [_both(tokens)]
    while tokens and tokens[0][0] == "OR":
        tokens.pop(0)
        tests.append(_both(tokens))
    return tests[0] if len(tests) == 1 else lambda paper: any(test(paper) for test in tests)


def _both(tokens: list[tuple[str, str]]) -> Test:
    """Return the test for terms joined by AND."""
    tests = [_condition(tokens)]
    while tokens and tokens[0][0] == "AND":
        tokens.pop(0)
        tests.append(_condition(tokens))
    return tests[0] if len(tests) == 1 else lambda paper: all(test(paper) for test in tests)


def _condition(tokens: list[tuple[str, str]]) -> Test:
    """Return the test for a term, or for a group in parentheses."""
    name, value = tokens.pop(0) if tokens else ("its end", "")
    if name == "(":
        test = _either(tokens)
        if not tokens or tokens.pop(0)[0] != ")":
            raise BadRequest("search_query has an open parenthesis")
        return test
    if not value:
        raise BadRequest(f"search_query has no term before {name}")
    return _term(name, value)


def _term(name: str, value: str) -> Test:
    """Return the test for a field: a class (`cat:cs.*` too), an interval to the minute, words."""
    if name == "submittedDate":
        found = _DATES.fullmatch(value)
        if not found:
            raise BadRequest(
                f"submittedDate must be [YYYYMMDDHHMM TO YYYYMMDDHHMM] and not {value}"
            )
        first, last = (_minute(text) for text in found.groups())
        return lambda paper: first <= (paper.published or "")[:16] <= last
    plain = value.strip('"')
    if name == "cat":
        return lambda paper: any(fnmatchcase(one, plain) for one in classes(paper.categories))
    wanted = " ".join(_words(plain))
    if not wanted:
        raise BadRequest(f"{name} must have a word and not {value}")
    if name == "ti":
        return lambda paper: f" {wanted} " in f" {' '.join(_words(paper.title))} "
    return lambda paper: any(
        f" {wanted} " in f" {' '.join(_words(text))} " for text in _fields(paper)
    )


def _minute(digits: str) -> str:
    try:
        return datetime.strptime(digits, "%Y%m%d%H%M").strftime("%Y-%m-%dT%H:%M")
    except ValueError:
        raise BadRequest(f"submittedDate must be a date and not {digits}") from None


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _fields(paper: Paper) -> tuple[str, ...]:
    rest = (paper.comment or "", paper.journal_ref or "", paper.categories, paper.id)
    return (paper.title, paper.abstract, *paper.authors, *rest)


def _listed(papers: list[Paper], ids: str) -> list[Paper]:
    """Return the papers of an id_list in its order; papers in other versions are not found."""
    known = {paper.id: paper for paper in papers}
    found: list[Paper] = []
    for text in ids.split(","):
        try:
            name, version = parse_id(text)
        except ValueError:
            raise BadRequest(f"incorrect id format for {text}") from None
        paper = known.get(name)
        if paper and version in (None, max(paper.version, 1)):
            found.append(paper)
    return found


def _sorted(papers: list[Paper], by: str, order: str) -> list[Paper]:
    """Return papers in order of time, then id; by relevance in their present order."""
    if by not in ("relevance", "submittedDate", "lastUpdatedDate"):
        raise BadRequest("sortBy must be in: relevance, lastUpdatedDate, submittedDate")
    if order not in ("ascending", "descending"):
        raise BadRequest("sortOrder must be in: ascending, descending")
    if by == "relevance":
        return papers

    def key(paper: Paper) -> tuple[str, str]:
        return (paper.published if by == "submittedDate" else paper.updated) or "", paper.id

    return sorted(papers, key=key, reverse=order == "descending")


def _number(asked: dict[str, str], name: str, default: int) -> int:
    text = asked.get(name, str(default))
    if not re.fullmatch(r"-?\d{1,9}", text, re.ASCII):
        raise BadRequest(f"{name} must be an integer")
    if int(text) < 0:
        raise BadRequest(f"{name} must be non-negative")
    return int(text)


def _versioned(paper: Paper) -> str:
    """Return the id with a version, which arXiv always has."""
    return f"{paper.id}v{max(paper.version, 1)}"


def _element(name: str, text: str | None) -> list[str]:
    return [f"<{name}>{_text(text)}</{name}>"] if text else []


def _text(text: str) -> str:
    """Return the text of an element, without characters that XML 1.0 cannot have; CR is escaped."""
    return escape(_NOT_XML.sub("", text), {"\r": "&#13;"})


def _attribute(text: str) -> str:
    """Return the text of an attribute, with its line breaks escaped."""
    return escape(
        _NOT_XML.sub("", text), {'"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}
    )


def _utc(time: datetime) -> str:
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def main() -> None:
    """Serve the papers of listings until Ctrl-C."""
    from arxtui.sources import listing

    seeds = Path(__file__).parent.parent / "seeds"
    parser = argparse.ArgumentParser(
        prog="python -m tests.arxiv_server", description="Play arXiv on loopback."
    )
    parser.add_argument(
        "listings",
        nargs="*",
        type=Path,
        metavar="LISTING.md",
        help="what it knows (default: seeds/)",
    )
    parser.add_argument("--port", type=int, default=0, help="0, the default, takes a free one")
    parser.add_argument(
        "--answers", default="", help=f"for the next requests, with commas: {', '.join(ANSWERS)}"
    )
    options = parser.parse_args()
    answers = [answer.strip() for answer in options.answers.split(",") if answer.strip()]
    for answer in answers:
        if answer not in ANSWERS:
            parser.error(f"no such answer: {answer}")
    papers: dict[str, Paper] = {}
    for file in options.listings or sorted(seeds.glob("*.md")):
        for paper in listing.read(file.read_bytes(), str(file)).papers:
            if paper.id not in papers or papers[paper.id].version <= paper.version:
                papers[paper.id] = paper
    with (
        suppress(KeyboardInterrupt),
        ArxivServer(papers.values(), options.port, loud=True) as server,
    ):
        server.answers += answers
        print(server.address, flush=True)
        threading.Event().wait()


if __name__ == "__main__":
    main()
