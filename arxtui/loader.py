"""Paths -> sources -> library: files, folders and standard input, twice as well as once. Prints nothing."""

from __future__ import annotations

import gc
import hashlib
import os
import stat
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from arxtui import sources
from arxtui.export import listing
from arxtui.model import Paper, Problem
from arxtui.sources import Reading
from arxtui.sources.listing import RECORD_LIMIT
from arxtui.store import Library, Loading
from arxtui.store.catalogue import Catalogue
from arxtui.store.dayfile import day_of

LIMIT = 256 * 1024 * 1024
"""Bytes a listing may have unless told otherwise."""

_WRITTEN = "2026-12-01"
"""No clock that is right is before this day."""
_ENDINGS = (".md", ".xml", ".atom", ".rss", ".abs", ".jsonl", ".bib")


class Unreadable(Exception):
    """A path that is not read; the text says why."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a load has come."""

    done: int
    """Listings read."""
    of: int
    """Listings in all."""
    papers: int
    """Papers read."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a load did."""

    papers: int
    """Papers read."""
    forms: Mapping[str, int]
    """In which forms they came, and in how many files of each."""
    new: int
    """Papers that were not in the library."""
    updated: int
    """Papers of which something new is known."""
    unchanged: int
    """Papers known as they came."""
    dropped: int
    """Shipped examples that left."""
    problems: tuple[Problem, ...]
    """What was refused."""
    ids: tuple[str, ...]
    """The papers read, each once, where they were asked for."""


def seeds() -> Path:
    """The folder of the shipped listings: inside the installed package, else beside it in a checkout."""
    inside = Path(__file__).parent / "seeds"
    return inside if inside.is_dir() else Path(__file__).parent.parent / "seeds"


def load(
    library: Library,
    paths: Iterable[str],
    *,
    progress: Callable[[Progress], None] = lambda _: None,
    limit: int | None = LIMIT,
    examples: bool = False,
    ids: bool = False,
) -> Report:
    """Load files of papers; `-` is standard input. What is refused is in the report, the rest is loaded.

    NotOnDisk when the library cannot be written; what was loaded until then is kept, as with KeyboardInterrupt.
    """
    problems: list[Problem] = []
    files = list(_walk(paths, problems))
    papers = 0
    came: dict[str, None] | None = {} if ids else None
    forms: Counter[str] = Counter()
    collecting = gc.isenabled()
    gc.disable()  # 2.7 times faster: nothing here makes cycles
    try:
        with library.loading(examples=examples) as loading:
            last = last_day(datetime.now(UTC))
            for at, path in enumerate(files):
                if found := _load_one(path, loading, limit, last, problems, came):
                    papers += found[0]
                    forms[found[1]] += 1
                progress(Progress(at + 1, len(files), papers))
    finally:
        if collecting:
            gc.enable()
    counts = loading.counts
    return Report(
        papers,
        forms,
        counts.new,
        counts.updated,
        counts.unchanged,
        loading.dropped,
        tuple(problems),
        tuple(came or ()),
    )


def last_day(now: datetime) -> str:
    """Return the last day that a paper may have at a time, tomorrow; a clock that is older than this
    program is wrong, and no limit.
    """
    return max(_WRITTEN, f"{now + timedelta(days=1):%Y-%m-%d}")


def dated(papers: Iterable[Paper], last: str) -> tuple[list[Paper], list[str]]:
    """Return (papers, what is wrong with others): a paper whose day comes after `last` is left out; if
    that is only the day of its announcement, it is taken without a day. It would be the newest day
    for years.
    """
    taken: list[Paper] = []
    wrong: list[str] = []
    for paper in papers:
        if (paper.day or "") <= last:
            taken.append(paper)
        elif paper.published:
            wrong.append(f"{paper.id}: its date is to come: {paper.published}")
        else:
            taken.append(replace(paper, listed=None))
            wrong.append(f"{paper.id}: its day is to come: {paper.day}; taken without a day")
    return taken, wrong


def _load_one(
    path: str,
    loading: Loading,
    limit: int | None,
    last: str,
    problems: list[Problem],
    came: dict[str, None] | None,
) -> tuple[int, str] | None:
    """(papers loaded from one file, its form); None when it is none that we read."""
    name = "standard input" if path == "-" else path
    count, form = 0, ""
    try:
        for reading, digest in _readings(path, name, limit):
            problems.extend(reading.problems)
            source = {
                "name": os.path.basename(path).encode(errors="replace").decode(), "sha256": digest,
                "papers": len(reading.papers), "category": reading.category, "pdf": reading.pdf,
            }  # fmt: skip
            papers, wrong = dated(reading.papers, last)
            problems.extend(Problem(name, 0, reason) for reason in wrong)
            loading.put(papers, source)
            if came is not None:
                came |= dict.fromkeys(paper.id for paper in papers)
            count += len(papers)
            form = reading.form
    except (Unreadable, sources.NotAListing) as why:
        problems.append(Problem(name, 0, str(why)))
    return (count, form) if form else None


def verify(library: Library) -> tuple[int, int]:
    """(day files whose papers give back the very bytes of the one listing they came from, day files in all)."""
    found = list(library.catalogue.all_files())
    return sum(_as_listed(library.catalogue, file) for file in found), len(found)


def _as_listed(catalogue: Catalogue, file: str) -> bool:
    source, *more = catalogue.tables(file)["_meta"]["1"]["sources"] or [{}]
    category, pdf, digest = (str(source.get(name)) for name in ("category", "pdf", "sha256"))
    papers = (paper for one in catalogue.records(file) if (paper := catalogue.paper(one, file)))
    data = listing.write(papers, category, day_of(file), pdf).encode(errors="replace")
    return not more and hashlib.sha256(data).hexdigest() == digest


def _walk(paths: Iterable[str], problems: list[Problem]) -> Iterator[str]:
    """Files as they are named, folders in name order: their files of papers by name, but no hidden ones and no linked
    folders; what a file is tells its content."""
    for path in paths:
        if path == "-" or not os.path.isdir(path):
            yield path
            continue
        found = False
        for folder, inner, names in os.walk(
            path, onerror=lambda why: problems.append(Problem(str(why.filename), 0, why.strerror or str(why)))
        ):
            inner[:] = sorted(name for name in inner if not name.startswith("."))
            for name in sorted(names):
                if name.endswith(_ENDINGS) and not name.startswith("."):
                    found = True
                    yield os.path.join(folder, name)
        if not found:
            problems.append(Problem(path, 0, f"no files of papers (*{' *'.join(_ENDINGS)}) in this folder"))


def _readings(path: str, name: str, limit: int | None) -> Iterator[tuple[Reading, str]]:
    """What a regular file or standard input holds, read once, and its check sum; JSON lines come in parts, without one,
    however large they are. Unreadable, NotAListing."""
    try:
        if path == "-":
            yield from _parts(sys.stdin.buffer, name, limit)
            return
        fd = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with open(fd, "rb") as file:
            before = os.fstat(fd)
            if not stat.S_ISREG(before.st_mode):
                raise Unreadable("not a regular file")
            parts = _parts(file, name, limit, before.st_size)
            for part in parts:
                after = os.fstat(fd)
                if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
                    raise Unreadable("changed while it was read: load it again")
                yield part
    except OSError as why:
        raise Unreadable((why.strerror or str(why)).lower()) from None


def _parts(
    file: BinaryIO, name: str, limit: int | None, size: int = 0
) -> Iterator[tuple[Reading, str]]:
    """Yield (what was read, check sum of the bytes or ``) of a file of `size` bytes (0 = not known).

    Raises Unreadable for more than `limit` bytes, of which no more is read; NotAListing.
    """
    start = file.read(4096)
    if sources.streamed(start):
        yield from ((reading, "") for reading in sources.stream(_lines(start, file), name))
        return
    data = start
    if limit is None:
        data += file.read()
    elif size <= limit:
        data += file.read(max(0, limit + 1 - len(start)))
    if limit is not None and max(size, len(data)) > limit:
        raise Unreadable(f"larger than {limit >> 20} MiB (--no-limit reads it)")
    yield sources.read(data, name), hashlib.sha256(data).hexdigest()


def _lines(start: bytes, file: BinaryIO) -> Iterator[bytes]:
    """The lines of a file that begins with `start`; of one that is too long for any record only as much as shows it."""
    *whole, begun = start.split(b"\n")
    yield from whole
    while line := begun + file.readline(RECORD_LIMIT + 1):
        begun = b""
        yield line[: RECORD_LIMIT + 1].removesuffix(b"\n")
        while len(line) > RECORD_LIMIT and not line.endswith(b"\n") and (line := file.readline(RECORD_LIMIT + 1)):
            pass
