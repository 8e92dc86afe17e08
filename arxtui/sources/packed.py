"""Files packed with gzip or zip: the files in them as streams, with a limit for zip bombs.

Nothing is written, and no path is opened. Reading ends if the unpacked bytes are more than MOST_OUT
and more than MOST_RATIO times the packed bytes, for then they are no text; listings shrink to a
third or a tenth.
"""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import IO, BinaryIO

from arxtui.sources import NotAListing


class Damaged(NotAListing):
    """A packed file that cannot be read to its end; the text has the reason."""


MOST_OUT = 64 << 20
"""Unpacked bytes that any packed file may have."""
MOST_RATIO = 100
"""Beyond MOST_OUT: how many times larger than the packed file its content may be."""
MOST_FILES = 10_000
"""Files of one zip file that are looked at."""

_ENDINGS = (".md", ".xml", ".atom", ".rss", ".abs", ".json", ".jsonl", ".bib", ".txt")
_BROKEN = (zlib.error, EOFError, gzip.BadGzipFile, zipfile.BadZipFile, NotImplementedError)


def is_gzip(start: bytes) -> bool:
    """Return True if a file that begins with these bytes is packed with gzip."""
    return start.startswith(b"\x1f\x8b")


def is_zip(start: bytes) -> bool:
    """Return True if a file that begins with these bytes is a zip file."""
    return start.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def gunzip(start: bytes, file: BinaryIO) -> BinaryIO:
    """Return the unpacked stream of a gzip stream, of which `start` was read before.

    Reading it may raise Damaged.
    """
    packed = _Counted(start, file)
    return _watched(gzip.GzipFile(fileobj=packed, mode="rb"), "gzip file", lambda: packed.count)


def unzip(file: BinaryIO, size: int) -> Iterator[tuple[str, BinaryIO]]:
    """Yield (name, stream) of the files of papers in a zip file of a size in bytes, in name order.

    A single file may have any name; of several, only files with the ending of a form are yielded.
    Hidden files are left out. Raises Damaged if the zip file is damaged, encrypted, a bomb, or
    without files of papers.
    """
    try:
        archive = zipfile.ZipFile(file)
    except _BROKEN as why:
        raise Damaged(f"damaged zip file: {why}") from None
    with archive:
        files = [info for info in archive.infolist()[:MOST_FILES] if not info.is_dir()]
        names = {info.filename for info in files}
        if names & {"[Content_Types].xml", "mimetype", "META-INF/MANIFEST.MF"}:
            raise Damaged("a document or program (Office, EPUB, Java), not a zip file of papers")
        files = [info for info in files if not _is_hidden(info.filename)]
        if len(files) > 1:
            files = [info for info in files if info.filename.lower().endswith(_ENDINGS)]
        if not files:
            raise Damaged(f"a zip file without files of papers (*{' *'.join(_ENDINGS)})")
        came = _Total()
        for info in sorted(files, key=lambda info: info.filename):
            if info.flag_bits & 1:
                raise Damaged("an encrypted zip file: unpack it first")
            try:
                member = archive.open(info)
            except _BROKEN as why:
                raise Damaged(f"damaged zip file: {why}") from None
            with member:
                yield info.filename, _watched(member, "zip file", lambda: size, came)


def _is_hidden(name: str) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in name.split("/"))


class _Total:
    """Bytes that came out so far."""

    def __init__(self) -> None:
        self.count = 0


class _Counted(io.RawIOBase):
    """A stream, with the bytes read of it before, that counts the bytes read from it."""

    def __init__(self, start: bytes, file: BinaryIO) -> None:
        self.count = 0
        self._start = io.BytesIO(start)
        self._file = file

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        data = self._start.read(size) or self._file.read(size)
        self.count += len(data)
        return data


class _Watched(io.RawIOBase):
    """The unpacked bytes of a stream; reading raises Damaged when they are too many."""

    def __init__(
        self,
        inner: IO[bytes] | gzip.GzipFile,
        kind: str,
        went_in: Callable[[], int],
        came: _Total,
    ) -> None:
        self._inner = inner
        self._kind = kind
        self._went_in = went_in
        self._came = came

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        try:
            data = self._inner.read(len(buffer))
        except _BROKEN as why:
            raise Damaged(f"damaged {self._kind}: {why}") from None
        self._came.count += len(data)
        if self._came.count > max(MOST_OUT, MOST_RATIO * self._went_in()):
            growth = f"unpacks to more than {MOST_RATIO} times its size: reading stopped"
            raise Damaged(f"a {self._kind} that {growth}")
        buffer[: len(data)] = data
        return len(data)


def _watched(
    inner: IO[bytes] | gzip.GzipFile,
    kind: str,
    went_in: Callable[[], int],
    came: _Total | None = None,
) -> BinaryIO:
    raw: io.RawIOBase = _Watched(inner, kind, went_in, came or _Total())
    return io.BufferedReader(raw, 1 << 16)
