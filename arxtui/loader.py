"""Paths -> sources -> library: files, folders and standard input, twice as well as once. Prints nothing."""

from __future__ import annotations

import gc
import hashlib
import os
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from arxtui import input_files
from arxtui.export import listing
from arxtui.model import Paper, Problem
from arxtui.sources import NotAListing
from arxtui.store import Intake, Library

_THIS_VERSION = "2026-11-28"
"""The day of this version of arxtui: a clock that shows an earlier day is wrong."""


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
    limit: int | None = input_files.LIMIT,
    examples: bool = False,
    ids: bool = False,
) -> Report:
    """Load files of papers; `-` is standard input. What is refused is in the report, the rest is loaded.

    `examples` come only into a library that is still new once this has its lock.

    NotOnDisk when the library cannot be written; what was loaded until then is kept, as with KeyboardInterrupt.
    """
    problems: list[Problem] = []
    files = list(input_files.walk(paths, problems))
    papers = 0
    came: dict[str, None] | None = {} if ids else None
    forms: Counter[str] = Counter()
    collecting = gc.isenabled()
    gc.disable()  # 2.7 times faster: nothing here makes cycles
    try:
        with library.loading(examples=examples) as loading:
            if examples and not library.is_new():
                files = []  # another process began the library meanwhile
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
    return max(_THIS_VERSION, f"{now + timedelta(days=1):%Y-%m-%d}")


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
            wrong.append(f"{paper.id}: its date is in the future: {paper.published}")
        else:
            taken.append(replace(paper, listed=None))
            wrong.append(f"{paper.id}: its day is in the future: {paper.day}; taken without a day")
    return taken, wrong


def _load_one(
    path: str,
    loading: Intake,
    limit: int | None,
    last: str,
    problems: list[Problem],
    came: dict[str, None] | None,
) -> tuple[int, str] | None:
    """(papers loaded from one file, its form); None when it is none that we read."""
    name = "standard input" if path == "-" else path
    count, form = 0, ""
    try:
        for reading, digest in input_files.readings(path, name, limit):
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
            form = reading.form or form
    except (input_files.Unreadable, NotAListing) as why:
        problems.append(Problem(name, 0, str(why)))
    return (count, form) if form else None


def verify(library: Library) -> tuple[int, int]:
    """Return (identical, total): day files that export to the SHA-256 of their one listing, and day files in all."""
    days = library.papers.days()
    identical = 0
    for day in days:
        identical += _as_listed(library, day)
    return identical, len(days)


def _as_listed(library: Library, day: str) -> bool:
    """Return whether the papers of a day are written as the very bytes of the one listing they came from."""
    sources = library.papers.sources(day)
    if len(sources) != 1:
        return False
    source = sources[0]
    papers = library.papers.whole_day(day)
    text = listing.write(papers, str(source.get("category")), day, str(source.get("pdf")))
    digest = hashlib.sha256(text.encode(errors="replace")).hexdigest()
    return digest == str(source.get("sha256"))
