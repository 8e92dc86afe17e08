"""The files of papers to load: which files of a folder, how many bytes of each, packed files too.

The modules of sources/ turn their bytes into papers.
"""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import BinaryIO

from arxtui.arxiv_id import is_id, parse_id
from arxtui.categories import UnknownCategory, check
from arxtui.model import Problem
from arxtui.sources import NotAListing, Reading, forms, packed
from arxtui.sources.records import RECORD_LIMIT
from arxtui.text import reason_of

LIMIT = 256 * 1024 * 1024
"""Bytes a file may have, unpacked, unless the user gives another limit; not for JSON lines."""

_START = 4096
_ENDINGS = (".md", ".xml", ".atom", ".rss", ".abs", ".jsonl", ".bib")


class Unreadable(Exception):
    """A path that is not read; the message is the reason."""


def walk(paths: Iterable[str], problems: list[Problem]) -> Iterator[str]:
    """Yield the files to read: each path that is no folder, and the files of folders.

    Of a folder they are the files with a known ending, such as `x.md` or `x.md.gz`, in name order;
    hidden files and linked folders are left out. Their form is found later, by their content. A
    folder without such files is a problem.
    """
    for path in paths:
        if path == "-" or not os.path.isdir(path):
            yield path
            continue
        found = False
        for file in _files_below(path, problems):
            found = True
            yield file
        if not found:
            endings = " *".join(_ENDINGS)
            problems.append(Problem(path, 0, f"no files of papers (*{endings}) in this folder"))


def _files_below(path: str, problems: list[Problem]) -> Iterator[str]:
    """Yield the files of papers in a folder and below; an unreadable folder is a problem."""

    def refused(why: OSError) -> None:
        problems.append(Problem(str(why.filename), 0, reason_of(why)))

    for folder, inner, names in os.walk(path, onerror=refused):
        inner[:] = sorted(name for name in inner if not name.startswith("."))
        for name in sorted(names):
            if name.removesuffix(".gz").endswith(_ENDINGS) and not name.startswith("."):
                yield os.path.join(folder, name)


def readings(path: str, name: str, limit: int | None) -> Iterator[tuple[Reading, str]]:
    """Yield (reading, SHA-256 of the unpacked bytes) of a regular file, or of standard input (`-`).

    JSON lines come in parts of any size, with `` for the check sum; a zip file gives the readings
    of every file in it. `name` is the file's name in problems; `limit` is the bytes it may have,
    None for any number. Raises Unreadable, NotAListing.
    """
    try:
        if path == "-":
            yield from _readings_of(sys.stdin.buffer, name, limit, None)
            return
        fd = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with open(fd, "rb") as file:
            before = os.fstat(fd)
            if not stat.S_ISREG(before.st_mode):
                raise Unreadable("not a regular file")
            for part in _readings_of(file, name, limit, before.st_size):
                after = os.fstat(fd)
                if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
                    raise Unreadable("changed while it was read: load it again")
                yield part
    except FileNotFoundError as why:
        raise Unreadable(reason_of(why).lower() + _meant(path)) from None
    except OSError as why:
        raise Unreadable(reason_of(why).lower()) from None


def _meant(path: str) -> str:
    """Return a hint for a path that does not exist, as the end of a sentence; `` without a hint."""
    if is_id(path):
        return f"; an id is not a file: arxtui fetch {parse_id(path)[0]} fetches the paper"
    try:
        return f"; a category is not a file: arxtui fetch {check(path)} fetches its papers"
    except UnknownCategory:
        pass
    if path.startswith(("http://", "https://")):
        return "; an address is not a file: download the file first"
    return ""


def _readings_of(
    file: BinaryIO, name: str, limit: int | None, size: int | None
) -> Iterator[tuple[Reading, str]]:
    """Yield the readings of an open file; `size` is in bytes, None for a stream."""
    start = file.read(_START)
    if packed.is_gzip(start):
        stream = packed.gunzip(start, file)
        yield from _plain(stream.read(_START), stream, name, limit)
    elif packed.is_zip(start):
        if size is None:
            data = _whole(start, file, limit)
            file = BytesIO(data)
            size = len(data)
        yield from _zipped(file, name, limit, size)
    else:
        yield from _plain(start, file, name, limit, size or 0)


def _zipped(
    file: BinaryIO, name: str, limit: int | None, size: int
) -> Iterator[tuple[Reading, str]]:
    """Yield the readings of the files in a zip file; a file of no known form is a problem."""
    for inner, stream in packed.unzip(file, size):
        inner_name = f"{name}/{inner}"
        try:
            yield from _plain(stream.read(_START), stream, inner_name, limit)
        except packed.Damaged:
            raise
        except (Unreadable, NotAListing) as why:
            yield Reading((), (Problem(inner_name, 0, str(why)),), form=""), ""


def _plain(
    start: bytes, file: BinaryIO, name: str, limit: int | None, size: int = 0
) -> Iterator[tuple[Reading, str]]:
    """Yield the readings of a file that is not packed; `size` is in bytes, 0 if not known."""
    if forms.streamed(start):
        yield from ((reading, "") for reading in forms.stream(_lines(start, file), name))
        return
    data = _whole(start, file, limit, size)
    yield forms.read(data, name), hashlib.sha256(data).hexdigest()


def _whole(start: bytes, file: BinaryIO, limit: int | None, size: int = 0) -> bytes:
    """Return all bytes of a file. Raises Unreadable if there are more than the limit.

    No more than the limit is read then.
    """
    if limit is None:
        return start + file.read()
    data = start
    if size <= limit:
        data += file.read(max(limit + 1 - len(start), 0))
    if max(size, len(data)) > limit:
        raise Unreadable(f"larger than {limit >> 20} MiB (--no-limit reads it)")
    return data


def _lines(start: bytes, file: BinaryIO) -> Iterator[bytes]:
    """Yield the lines of a file that begins with `start`.

    A line over RECORD_LIMIT is cut to RECORD_LIMIT + 1 bytes, so that the reader refuses it.
    """
    *whole, begun = start.split(b"\n")
    yield from whole
    while line := begun + file.readline(RECORD_LIMIT + 1):
        begun = b""
        yield line[: RECORD_LIMIT + 1].removesuffix(b"\n")
        while len(line) > RECORD_LIMIT and not line.endswith(b"\n"):
            line = file.readline(RECORD_LIMIT + 1)
            if not line:
                break
