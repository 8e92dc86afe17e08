"""The library beside SQLite and a raw scan, interleaved in one run: durable star, newest day, load.

    python tests/bench/store.py --corpus DIR [-n STARS]

SQLite has WAL and synchronous=FULL, one row a paper with an index on the day, one row a mark. Medians, and ratios with
their spread over the pairs (of medians of ten for the star, whose fsync is bimodal on most disks).
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
from pathlib import Path

from arxtui import loader
from arxtui.sources import read
from arxtui.store import Library

QUERY = "SELECT * FROM papers LEFT JOIN marks USING (id) WHERE day = ?"
UPSERT = "INSERT INTO marks VALUES (?, 'unread', 1, '') ON CONFLICT (id) DO UPDATE SET star = 1 - star"


def clock(work: Callable[[], object]) -> float:
    """Seconds that some work takes."""
    gc.collect()
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def row(name: str, ours: list[float], theirs: list[float], other: str) -> None:
    """Print a comparison."""
    ratios = sorted(one / two for one, two in zip(ours, theirs, strict=True))
    print(
        f"{name:<28} {statistics.median(ours) * 1000:9.2f} ms   {other} {statistics.median(theirs) * 1000:9.2f} ms   "
        f"ratio {statistics.median(ratios):.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f}, {len(ratios)} pairs)"
    )


def tens(values: list[float]) -> list[float]:
    """Medians of ten."""
    return [statistics.median(values[at : at + 10]) for at in range(0, len(values) - 9, 10)]


def main() -> None:
    """Load, then compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("-n", type=int, default=200)
    args = parser.parse_args()
    paths = sorted(args.corpus.rglob("*.md"))
    home = Path(tempfile.mkdtemp())

    heading = re.compile(rb"^### .*\n- \*\*Arxiv ID\*\*: (\S+)", re.MULTILINE)
    scans = [clock(lambda: [heading.findall(path.read_bytes()) for path in paths]) for _ in range(3)]
    loads = []
    for turn in range(3):
        library = Library(home / str(turn), "bench-0001")
        loads.append(clock(lambda library=library: loader.load(library, map(str, paths))))  # type: ignore[misc]
    row("load the corpus", loads, scans, "raw scan")

    sql = sqlite3.connect(home / "sqlite.db", isolation_level=None)
    sql.execute("PRAGMA journal_mode=WAL")
    sql.execute("PRAGMA synchronous=FULL")
    columns = "id TEXT PRIMARY KEY, day TEXT, title TEXT, authors TEXT, rest TEXT, abstract TEXT"
    sql.execute(f"CREATE TABLE papers ({columns})")
    sql.execute("CREATE INDEX by_day ON papers (day)")
    sql.execute("CREATE TABLE marks (id TEXT PRIMARY KEY, pile TEXT, star INTEGER, tags TEXT)")
    sql.execute("BEGIN")
    for path in paths:
        for one in read(path.read_bytes(), path.name).papers:
            rest = f"{one.categories} {one.comment} {one.doi} {one.journal_ref} {one.version} {one.updated}"
            values = (one.id, one.day, one.title, ", ".join(one.authors), rest, one.abstract)
            sql.execute("INSERT OR REPLACE INTO papers VALUES (?, ?, ?, ?, ?, ?)", values)
    sql.execute("COMMIT")

    library = Library(home / "0", "bench-0001")
    newest = library.days()[0]
    ids = [one for day in library.days()[:30] for one in library.day_ids(day)]  # days opened, as on the screen
    ours, theirs = [], []
    for _ in range(40):
        fresh = Library(home / "0", "bench-0001")
        ours.append(clock(lambda fresh=fresh: [fresh.entry(head) for head in fresh.day(newest)[:20]]))  # type: ignore[misc]
        again = sqlite3.connect(home / "sqlite.db")
        theirs.append(clock(lambda again=again: again.execute(QUERY, (newest,)).fetchall()))  # type: ignore[misc]
        again.close()
    row("newest day, a screen made", ours, theirs, "SQLite")
    ours = [clock(lambda: Library(home / "0", "bench-0001").day_ids(newest)) for _ in theirs]
    row("open and newest day", ours, theirs, "SQLite")

    for marks in (0, 10_000):
        if marks:
            library.act([head.id for head in library.heads()[9_000 : 9_000 + marks]], {"pile": "read"}).wait()
        ours, theirs = [], []
        for at in range(args.n):
            one = ids[at]
            ours.append(clock(lambda one=one: library.act([one], {"star": not library.mark(one).star}).wait()))  # type: ignore[misc]
            theirs.append(clock(lambda one=one: sql.execute(UPSERT, (one,))))  # type: ignore[misc]
        row(f"durable star, {marks + args.n} marks", tens(ours), tens(theirs), "SQLite")
    library.close()


if __name__ == "__main__":
    main()
