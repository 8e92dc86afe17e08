"""The library beside SQLite and a raw scan: load, newest day, heads, start, durable star.

    python tests/bench/store.py --corpus DIR [-n STARS]

SQLite has WAL and synchronous=FULL, one row a paper with an index on the day, one row a mark.
Medians, and ratios with their spread over the pairs (of medians of ten for the star, whose fsync is
bimodal on most disks).
"""

from __future__ import annotations

import argparse
import gc
import re
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from arxtui import loader
from arxtui.sources.forms import read
from arxtui.store import Library

QUERY = "SELECT * FROM papers LEFT JOIN marks USING (id) WHERE day = ?"
HEADS = "SELECT id, day, title, authors, rest FROM papers ORDER BY day DESC"
MARKS = (
    "id TEXT PRIMARY KEY, pile TEXT, pile_t TEXT, star INTEGER, star_t TEXT, tags TEXT, version"
    " INTEGER, cite TEXT"
)
READ = (
    "INSERT OR IGNORE INTO marks VALUES (?, 'read', '2026-11-23T08:00:00.000000Z bench-0001', 0,"
    " NULL, '', 1, NULL)"
)
UPSERT = (
    "INSERT INTO marks VALUES (?, 'unread', NULL, 1, '2026', '', 1, '') ON CONFLICT (id) DO UPDATE"
    " SET star = 1 - star"
)


def clock(work: Callable[[], object]) -> float:
    """Return the seconds that some work takes."""
    gc.collect()
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def row(name: str, ours: list[float], theirs: list[float], other: str) -> None:
    """Print a comparison."""
    ratios = sorted(one / two for one, two in zip(ours, theirs, strict=True))
    print(
        f"{name:<36} {statistics.median(ours) * 1000:9.2f} ms   {other}"
        f" {statistics.median(theirs) * 1000:9.2f} ms   ratio {statistics.median(ratios):.2f}"
        f" ({ratios[0]:.2f} to {ratios[-1]:.2f}, {len(ratios)} pairs)"
    )


def tens(values: list[float]) -> list[float]:
    """Return the medians of ten values each."""
    return [statistics.median(values[at : at + 10]) for at in range(0, len(values) - 9, 10)]


def fetched(database: sqlite3.Connection, query: str, *values: str) -> list[object]:
    """Return all rows of a query."""
    return database.execute(query, values).fetchall()


def star_on_disk(library: Library, paper_id: str, star: bool) -> None:
    """Set or remove a star, and wait until this is on disk."""
    library.act([paper_id], {"star": star}).wait()


def main() -> None:
    """Load, then compare."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("-n", type=int, default=200)
    args = parser.parse_args()
    paths = sorted(args.corpus.rglob("*.md"))
    home = Path(tempfile.mkdtemp())

    heading = re.compile(rb"^### .*\n- \*\*Arxiv ID\*\*: (\S+)", re.MULTILINE)
    loads = []
    scans = []
    for turn in range(5):
        library = Library(home / str(turn), "bench-0001")
        loads.append(clock(partial(loader.load, library, map(str, paths))))
        scans.append(clock(lambda: [heading.findall(path.read_bytes()) for path in paths]))
    row("load the corpus", loads, scans, "raw scan")

    sql = sqlite3.connect(home / "sqlite.db", isolation_level=None)
    sql.execute("PRAGMA journal_mode=WAL")
    sql.execute("PRAGMA synchronous=FULL")
    columns = "id TEXT PRIMARY KEY, day TEXT, title TEXT, authors TEXT, rest TEXT, abstract TEXT"
    sql.execute(f"CREATE TABLE papers ({columns})")
    sql.execute("CREATE INDEX by_day ON papers (day)")
    sql.execute(f"CREATE TABLE marks ({MARKS})")
    sql.execute("BEGIN")
    for path in paths:
        for one in read(path.read_bytes(), path.name).papers:
            rest = (
                f"{one.categories} {one.comment} {one.doi} {one.journal_ref} {one.version}"
                f" {one.updated}"
            )
            values = (one.id, one.day, one.title, ", ".join(one.authors), rest, one.abstract)
            sql.execute("INSERT OR REPLACE INTO papers VALUES (?, ?, ?, ?, ?, ?)", values)
    sql.execute("COMMIT")

    opened = [Library(home / "0", "bench-0001")]
    library = opened[0]
    newest = library.papers.days()[0]
    every = [head.id for head in library.papers.heads()]
    fresh = sorted(range(len(every)), key=lambda at: at % 977)  # papers of all days, each once
    days = library.papers.days()[:30]  # as when they are opened on the screen
    ids = [paper_id for day in days for paper_id in library.papers.day_ids(day)]
    library.close()

    ours = []
    theirs = []
    for _ in range(40):
        ours.append(clock(lambda: Library(home / "0", "bench-0001").papers.day_ids(newest)))
        again = sqlite3.connect(home / "sqlite.db")
        theirs.append(clock(partial(fetched, again, QUERY, newest)))
        again.close()
    row("open, newest day", ours, theirs, "SQLite join")
    ours = []
    theirs = []
    for _ in range(9):
        ours.append(clock(lambda: Library(home / "0", "bench-0001").papers.heads()))
        again = sqlite3.connect(home / "sqlite.db")
        theirs.append(clock(partial(fetched, again, HEADS)))
        again.close()
    row("all heads", ours, theirs, "SQLite")

    held = 0
    for marks in (20, 10_000, 150_000):
        if marks > len(every):
            print(f"{marks:,} marks: not measured, the corpus has {len(every):,} papers")
            break
        wanted = [every[at] for at in fresh]
        while held < marks:  # a morning at a time
            some = wanted[held : min(held + 200, marks)]
            library.act(some, {"pile": "read"})
            library.act(some[:5], {"star": True}).wait()
            with sql:
                sql.execute("BEGIN")
                sql.executemany(READ, [(one,) for one in some])
            held += len(some)
        library.checkpoint.save()
        library.close()
        library = opened[0] = Library(home / "0", "bench-0001")
        ours = []
        theirs = []
        for _ in range(9):
            ours.append(clock(lambda: Library(home / "0", "bench-0001").papers.day_ids(newest)))
            again = sqlite3.connect(home / "sqlite.db")
            theirs.append(clock(partial(fetched, again, "SELECT * FROM marks")))
            again.close()
        row(f"open, day, {marks:,} marks", ours, theirs, "SQLite marks")
        for name in ("first", "again"):
            ours = []
            theirs = []
            some = ids
            if name == "first":
                some = [paper_id for paper_id in ids if library.marks.of(paper_id).cite is None]
            for paper_id in some[: args.n]:
                star = not library.marks.of(paper_id).star
                ours.append(clock(partial(star_on_disk, opened[0], paper_id, star)))
                theirs.append(clock(partial(sql.execute, UPSERT, (paper_id,))))
            row(f"durable star {name}, {marks:,} marks", tens(ours), tens(theirs), "SQLite")
    library.close()


if __name__ == "__main__":
    main()
