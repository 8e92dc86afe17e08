"""PDFs of arXiv, fetched whole or not at all.

A PDF is written as it arrives into a hidden file beside its target, and takes the target's name
when it is complete. A broken download continues where it stopped, if arXiv has the same file (RFC
9110, sections 13.1.5 and 14.2). arXiv asks for one request in three seconds
(https://info.arxiv.org/help/api/tou.html).
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import requests

import arxtui
from arxtui.network import arxiv_client, arxiv_session
from arxtui.network.arxiv_session import SILENCE, Refused

LIMIT = 200 << 20
"""Bytes of a PDF; a larger PDF is refused."""
LONGEST = 1800.0
"""Seconds that a request may take; the next try continues where a slow download was stopped."""
_GOES_ON = "the same key or command continues"
_PIECE = 1 << 16
_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+)")
_BEGINS = 1024
"""Bytes in which the mark of a PDF must stand (ISO 32000-1, annex H, note 13)."""

Progress = Callable[[int, int], None]
"""Called with the bytes that arrived and the bytes of the file, 0 if its size is not known."""


@dataclass(frozen=True, slots=True)
class Part:
    """The part of a PDF that has arrived."""

    path: Path
    """The hidden file that holds it."""
    etag: str
    """The ETag of the file at arXiv when the part arrived; `` if it had no ETag."""

    @property
    def size(self) -> int:
        """Return how many bytes have arrived."""
        try:
            return self.path.stat().st_size
        except FileNotFoundError:
            return 0


class Files:
    """Downloads PDFs, a file at a time."""

    def __init__(self) -> None:
        self._base = os.environ.get("ARXTUI_ARXIV", "") or "https://arxiv.org"
        self._session = _Session(self._base)
        self._next = 0.0
        """The time from which on the next request may be sent, by time.monotonic()."""
        self._answers: list[requests.Response] = []
        """The answer that is being received."""

    def stop(self) -> None:
        """End the download, from another thread: it fails as if arXiv had cut it off."""
        arxiv_session.end(self._answers)

    def fetch_pdf(self, paper_id: str, target: Path, progress: Progress) -> None:
        """Write the PDF of a paper, `2310.19210` or `2310.19210v2`, to a new file.

        Raises Refused with a reason, and OSError if the file cannot be written. Exceptions of
        `progress` pass through; the part that arrived stays for the next try.
        """
        with _held(target) as (file, part):
            try:
                self._fetch(paper_id, file, part, progress)
            except OSError as why:
                if isinstance(why, requests.RequestException):
                    raise Refused(f"{arxiv_session.reason(why)}, {_GOES_ON}") from None
                _remove(part.path)  # the disk is full, and the part would keep it full
                raise
            os.fsync(file.fileno())
            os.replace(part.path, target)
            _remove(_notes(target))

    def _fetch(self, paper_id: str, file: IO[bytes], part: Part, progress: Progress) -> None:
        answer = self._ask(paper_id, part)
        if answer.status_code == 416:  # the part is already whole, or of another file
            answer.close()
            file.truncate(0)
            answer = self._ask(paper_id, part)
        self._answers[:] = [answer]
        with answer:
            _check_status(answer, paper_id)
            there, total = _extent(answer, part.size)
            if total > LIMIT:
                raise Refused(f"the PDF of {paper_id} is larger than {LIMIT >> 20} MiB")
            file.truncate(there)
            file.seek(there)
            _note_etag(part.path, answer.headers.get("ETag", ""))
            there = _receive(answer, file, there, total, progress, paper_id)
            if total and there != total:
                raise Refused(f"the PDF was cut off, {_GOES_ON}")
            _check_pdf(file, part, paper_id, whole=bool(total))

    def _ask(self, paper_id: str, part: Part) -> requests.Response:
        time.sleep(max(0.0, self._next - time.monotonic()))
        self._next = time.monotonic() + arxiv_client.COURTESY
        headers = {}
        if part.size and part.etag:
            headers = {"Range": f"bytes={part.size}-", "If-Range": part.etag}
        return self._session.get(f"{self._base}/pdf/{paper_id}", headers=headers)


class _Session(requests.Session):
    """Requests to hosts of arXiv only; each redirect comes through send(), too."""

    def __init__(self, base: str) -> None:
        super().__init__()
        self._base = base

    def send(self, request: requests.PreparedRequest, **how: Any) -> requests.Response:
        """Send a request and return the head of the answer. Raises Refused for another host."""
        url = str(request.url)
        if not arxiv_session.at_arxiv(url) and not url.startswith(f"{self._base}/"):
            raise Refused(f"arXiv sends on to {url[:80]}, which is not arXiv")
        request.headers["User-Agent"] = f"arxtui/{arxtui.__version__}"
        request.headers["Accept-Encoding"] = "identity"  # sizes and ranges are of the file itself
        return super().send(request, **{**how, "stream": True, "timeout": SILENCE})


@contextmanager
def _held(target: Path) -> Iterator[tuple[IO[bytes], Part]]:
    """Open and lock the hidden file of a download, which may have a part of it already.

    Raises Refused while another process has locked it, OSError if it cannot be made.
    """
    path = target.with_name(f".{target.name}.part")
    with open(path, "a+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refused("another arxtui is fetching this PDF") from None
        part = Part(path, _etag(target))
        try:
            yield file, part
        finally:
            if not part.size:
                _remove(path)
                _remove(_notes(target))


def _notes(target: Path) -> Path:
    return target.with_name(f".{target.name}.part.json")


def _etag(target: Path) -> str:
    """Return the ETag of the part of a target, `` if there is no ETag or it cannot be read."""
    try:
        found = json.loads(_notes(target).read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return ""
    if isinstance(found, dict) and isinstance(found.get("etag"), str):
        return str(found["etag"])
    return ""


def _note_etag(part: Path, etag: str) -> None:
    """Store the ETag of a part, unless it is weak.

    A weak ETag does not identify bytes (RFC 9110, section 13.1.5).
    """
    if etag.startswith("W/"):
        etag = ""
    part.with_name(f"{part.name}.json").write_text(json.dumps({"etag": etag}), "utf-8")


def _extent(answer: requests.Response, there: int) -> tuple[int, int]:
    """Return (the offset of the first byte of an answer, the size of the file; 0 = not known)."""
    if answer.status_code == 206:
        found = _RANGE.fullmatch(answer.headers.get("Content-Range", ""))
        if not found or int(found[1]) != there:
            raise Refused("arXiv answered with another part of the PDF than was asked for")
        return there, int(found[2])
    length = answer.headers.get("Content-Length", "")
    if length.isdigit():
        return 0, int(length)
    return 0, 0


def _check_status(answer: requests.Response, paper_id: str) -> None:
    """Raise Refused for an answer that is no PDF."""
    if answer.status_code == 404:
        raise Refused(f"arXiv has no PDF of {paper_id}")
    arxiv_session.check_status(answer)
    if answer.status_code not in (200, 206):
        raise arxiv_session.trouble(answer.status_code)
    kind = answer.headers.get("Content-Type", "").partition(";")[0].strip()
    if kind == "text/html":
        raise Refused(
            f"arXiv sent a web page in the place of the PDF of {paper_id}: try again later"
        )


def _receive(
    answer: requests.Response,
    file: IO[bytes],
    there: int,
    total: int,
    progress: Progress,
    paper_id: str,
) -> int:
    """Write the bytes of an answer as they arrive; return how many are there then."""
    too_long = threading.Timer(LONGEST, arxiv_session.end, ([answer],))
    too_long.daemon = True
    too_long.start()
    try:
        progress(there, total)
        for piece in answer.iter_content(_PIECE):
            file.write(piece)
            there += len(piece)
            if there > LIMIT:
                file.truncate(0)
                raise Refused(f"the PDF of {paper_id} is larger than {LIMIT >> 20} MiB")
            progress(there, total)
        return there
    finally:
        too_long.cancel()
        file.flush()


def _check_pdf(file: IO[bytes], part: Part, paper_id: str, *, whole: bool) -> None:
    """Raise Refused, and remove the part, if it is no PDF.

    If arXiv did not send its size (`whole` is False), it must also end like a PDF.
    """
    file.seek(0)
    is_pdf = b"%PDF-" in file.read(_BEGINS)
    if is_pdf and not whole:
        file.seek(max(0, part.size - 2 * _BEGINS))
        is_pdf = b"%%EOF" in file.read()
    if not is_pdf:
        _remove(part.path)
        raise Refused(f"arXiv sent something that is not a PDF for {paper_id}: try again later")


def _remove(path: Path) -> None:
    with suppress(FileNotFoundError):
        path.unlink()
