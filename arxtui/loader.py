"""Paths -> sources -> library: files, folders and standard input, twice as well as once. Prints nothing."""

from __future__ import annotations

import gc
import hashlib
import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from arxtui import sources
from arxtui.export import listing
from arxtui.model import Problem
from arxtui.store import Library, Loading
from arxtui.store.catalogue import Catalogue
from arxtui.store.dayfile import day_of

LIMIT = 256 * 1024 * 1024
"""Bytes a listing may have unless told otherwise."""


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
    listings: int
    """Listings that held them."""
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
    """The papers read, each once."""


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
) -> Report:
    """Load listings; `-` is standard input. What is refused is in the report, the rest is loaded.

    NotOnDisk when the library cannot be written; what was loaded until then is kept, as with KeyboardInterrupt.
    """
    problems: list[Problem] = []
    files = list(_walk(paths, problems))
    papers = listings = 0
    collecting = gc.isenabled()
    gc.disable()  # 2.7 times faster: nothing here makes cycles
    try:
        with library.loading(examples=examples) as loading:
            for at, path in enumerate(files):
                count = _load_one(path, loading, limit, problems)
                papers += count or 0
                listings += count is not None
                progress(Progress(at + 1, len(files), papers))
    finally:
        if collecting:
            gc.enable()
    counts = loading.counts
    return Report(
        papers, listings, counts.new, counts.updated, counts.unchanged, loading.dropped, tuple(problems),
        tuple(loading.ids),
    )  # fmt: skip


def _load_one(path: str, loading: Loading, limit: int | None, problems: list[Problem]) -> int | None:
    """Papers loaded from one file; None when it is no listing."""
    name = "standard input" if path == "-" else path
    try:
        data = _read(path, limit)
        reading = sources.read(data, name)
    except (Unreadable, sources.NotAListing) as why:
        problems.append(Problem(name, 0, str(why)))
        return None
    problems.extend(reading.problems)
    source = {
        "name": os.path.basename(path).encode(errors="replace").decode(),
        "sha256": hashlib.sha256(data).hexdigest(),
        "papers": len(reading.papers),
    }
    loading.put(reading.papers, {**source, "category": reading.category, "pdf": reading.pdf})
    return len(reading.papers)


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
    """Files as they are named, folders in name order: their .md files, but no hidden ones and no linked folders."""
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
                if name.endswith(".md") and not name.startswith("."):
                    found = True
                    yield os.path.join(folder, name)
        if not found:
            problems.append(Problem(path, 0, "no listings (*.md) in this folder"))


def _read(path: str, limit: int | None) -> bytes:
    """A regular file or standard input, read once; Unreadable."""
    try:
        if path == "-":
            return sys.stdin.buffer.read()
        fd = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with open(fd, "rb") as file:
            before = os.fstat(fd)
            if not stat.S_ISREG(before.st_mode):
                raise Unreadable("not a regular file")
            if limit is not None and before.st_size > limit:
                raise Unreadable(f"larger than {limit >> 20} MiB (--no-limit reads it)")
            data = file.read()
            after = os.fstat(fd)
    except OSError as why:
        raise Unreadable((why.strerror or str(why)).lower()) from None
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise Unreadable("changed while it was read: load it again")
    return data
