"""Load papers from files, folders and standard input into the library; sources/ reads them.

Loading a file twice changes nothing. Nothing is printed here.
"""

from __future__ import annotations

import gc
import hashlib
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from arxtui import files_to_load
from arxtui.export import listing
from arxtui.model import GivenMark, Paper, Problem
from arxtui.sources import NotAListing, Reading
from arxtui.sources.given_marks import given_mark
from arxtui.store import Intake, Library

_AFTER_THIS_VERSION = "2026-11-29"
"""The day after the release of this version: by a right clock, tomorrow is not earlier."""


@dataclass(frozen=True, slots=True)
class Progress:
    """The progress of a load."""

    done: int
    """Number of files read so far."""
    of: int
    """Number of all files."""
    papers: int
    """Papers read."""


@dataclass(frozen=True, slots=True)
class Report:
    """The results of a load."""

    papers: int
    """Papers read."""
    forms: Mapping[str, int]
    """Form of papers -> number of files in it."""
    new: int
    """Number of papers that were not in the library."""
    updated: int
    """Number of papers whose record in the library changed."""
    unchanged: int
    """Number of papers whose record in the library was the same already."""
    dropped: int
    """Number of shipped examples that were removed."""
    problems: tuple[Problem, ...]
    """Files and records that were refused."""
    ids: tuple[str, ...]
    """Ids of the papers read, without repeats; empty unless load(ids=True)."""
    left_out: int = 0
    """Number of announced papers that the setting `announced` leaves out."""
    marks: tuple[GivenMark, ...] = ()
    """The marks of the papers, one a paper; empty unless load(marks=True)."""


def seeds() -> Path:
    """Return the folder of the shipped listings.

    It is inside the installed package, or beside the package in a checkout.
    """
    package = Path(__file__).parent
    if (package / "seeds").is_dir():
        return package / "seeds"
    return package.parent / "seeds"


def load(
    library: Library,
    paths: Iterable[str],
    *,
    progress: Callable[[Progress], None] = lambda _: None,
    limit: int | None = files_to_load.LIMIT,
    examples: bool = False,
    ids: bool = False,
    marks: bool = False,
) -> Report:
    """Load files of papers and return a report; `-` is standard input.

    Files and records that are refused are in the report; all other files and records are loaded.
    `limit` is in bytes a file, None for no limit. `examples` are loaded only if the library is
    still new once its lock is taken. Raises NotOnDisk if the library cannot be written; papers
    loaded before stay, also after KeyboardInterrupt.
    """
    tally = _Tally()
    if ids:
        tally.ids = {}
    if marks:
        tally.marks = {}
    files = list(files_to_load.walk(paths, tally.problems))
    last = last_day(datetime.now(UTC))
    with _without_collector(), library.loading(examples=examples) as loading:
        if examples and not library.is_new():
            files = []  # another process began the library meanwhile
        for number, path in enumerate(files, 1):
            _load_one(path, loading, limit, last, tally)
            progress(Progress(number, len(files), tally.papers))
    return Report(
        tally.papers,
        tally.forms,
        loading.counts.new,
        loading.counts.updated,
        loading.counts.unchanged,
        loading.dropped,
        tuple(tally.problems),
        tuple(tally.ids or ()),
        marks=tuple((tally.marks or {}).values()),
    )


@dataclass(slots=True)
class _Tally:
    """The results of the files that were read so far."""

    papers: int = 0
    """Papers read."""
    forms: Counter[str] = field(default_factory=Counter)
    """Form of papers -> number of files in it."""
    problems: list[Problem] = field(default_factory=list)
    """Files and records that were refused."""
    ids: dict[str, None] | None = None
    """Ids of the papers, in order; None if the caller does not ask for them."""
    marks: dict[str, GivenMark] | None = None
    """Id -> the last mark of a paper; None if the caller does not ask for marks."""

    def take_marks(self, reading: Reading, name: str) -> None:
        """Add the marks in a part of a file of this name, if the caller asks for marks."""
        if self.marks is None:
            return
        for line, paper_id, record in reading.marked:
            self.marks[paper_id], wrong = given_mark(paper_id, record)
            self.problems.extend(Problem(name, line, reason) for reason in wrong)


@contextmanager
def _without_collector() -> Iterator[None]:
    """Switch the garbage collector off: loading makes no cycles and is 2.7 times faster."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def last_day(now: datetime) -> str:
    """Return the last day that a paper may have at a time: tomorrow, as `YYYY-MM-DD`.

    If the clock is behind the release of this version, it is the day after the release.
    """
    return max(_AFTER_THIS_VERSION, f"{now + timedelta(days=1):%Y-%m-%d}")


def dated(papers: Iterable[Paper], last: str) -> tuple[list[Paper], list[str]]:
    """Return (papers to load, reasons why others are left out or changed).

    A paper whose day comes after `last` is left out: it would be the newest day for years. If only
    the day of its announcement does, the paper is loaded without a day.
    """
    taken: list[Paper] = []
    wrong: list[str] = []
    for paper in papers:
        if (paper.day or "") <= last:
            taken.append(paper)
        elif paper.published:
            wrong.append(f"{paper.id}: its date is in the future: {paper.published}")
        else:
            taken.append(paper._replace(listed=None))
            wrong.append(f"{paper.id}: its day is in the future: {paper.day}; taken without a day")
    return taken, wrong


def _load_one(path: str, loading: Intake, limit: int | None, last: str, tally: _Tally) -> None:
    """Load the papers of one file; a file of no known form is a problem."""
    name = path
    if path == "-":
        name = "standard input"
    count = 0
    form = ""
    try:
        for reading, digest in files_to_load.readings(path, name, limit):
            tally.problems.extend(reading.problems)
            source = {
                "name": os.path.basename(path).encode(errors="replace").decode(),
                "sha256": digest,
                "papers": len(reading.papers),
                "category": reading.category,
                "pdf": reading.pdf,
            }
            papers, wrong = dated(reading.papers, last)
            tally.problems.extend(Problem(name, 0, reason) for reason in wrong)
            loading.put(papers, source)
            tally.take_marks(reading, name)
            if tally.ids is not None:
                tally.ids |= dict.fromkeys(paper.id for paper in papers)
            count += len(papers)
            form = reading.form or form
    except (files_to_load.Unreadable, NotAListing) as why:
        tally.problems.append(Problem(name, 0, str(why)))
    if form:
        tally.papers += count
        tally.forms[form] += 1


def verify(library: Library) -> tuple[int, int]:
    """Return (day files that export to the SHA-256 of their listing, all day files).

    A day file whose papers came from several sources does not.
    """
    days = library.papers.days()
    identical = 0
    for day in days:
        identical += _as_listed(library, day)
    return identical, len(days)


def _as_listed(library: Library, day: str) -> bool:
    """Return whether the papers of a day export to the bytes of their listing."""
    sources = library.papers.sources(day)
    if len(sources) != 1:
        return False
    source = sources[0]
    papers = library.papers.whole_day(day)
    text = listing.write(papers, str(source.get("category")), day, str(source.get("pdf")))
    digest = hashlib.sha256(text.encode(errors="replace")).hexdigest()
    return digest == str(source.get("sha256"))
