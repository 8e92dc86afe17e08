"""Search quality and cost: MRR@10 and recall@10 per kind, CPU per key, build time, memory.

    python tests/bench/search.py [--queries FILE] [--library DIR | --corpus DIR] [--sample N]
    [--no-fzf] python tests/bench/search.py --full-text [--queries FILE] --library DIR

The second form measures the search of abstracts alone, each query beside `LC_ALL=C grep -cF` of its
rarest word on the same text files and SQLite FTS5 of the same abstracts; it makes the text files of
DIR anew.

FILE holds {"q", "id", "kind", "pool"} a line (default: the queries on the seed day); --corpus is a
folder of listings, --library a loaded library. Pools: the seed day, the 10,000 papers up to and
including it, and all papers. fzf, if it is installed, searches the same lines.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import shutil
import sqlite3
import statistics
import subprocess
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from arxtui.finder import Finder
from arxtui.loader import load
from arxtui.query import QueryError, parse
from arxtui.search import in_text, terms
from arxtui.search_result import SearchResult
from arxtui.store import Library

ROOT = Path(__file__).parent.parent.parent
Queries = list[dict[str, str]]


def made(paths: list[Path]) -> Library:
    """Return a library of these listings."""
    library = Library(Path(tempfile.mkdtemp()) / "library", "bench-0000")
    load(library, map(str, paths))
    return library


def resident() -> float:
    """Return the megabytes of memory of this process."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 1e6


def fzf_first(query: str, text: str) -> list[str]:
    """Return the ids that fzf lists first."""
    done = subprocess.run(
        ["fzf", "--filter", query], input=text, capture_output=True, text=True, check=False
    )
    return [line.partition("\t")[0] for line in done.stdout.split("\n")[:10]]


def typed(finder: Finder, text: str) -> tuple[float, float, float, SearchResult | None]:
    """Return (ms to first hits, ms to the end, longest step, hits) of a key, in CPU time."""
    began = time.thread_time()
    first = 0.0
    longest = 0.0
    last = None
    try:
        steps = finder.steps(parse(text))
    except QueryError:
        return 0.0, 0.0, 0.0, None
    while True:
        start = time.thread_time()
        try:
            found = next(steps)
        except StopIteration:
            break
        now = time.thread_time()
        longest = max(longest, now - start)
        if found is not None:
            first, last = first or now - began, found
    return first * 1e3, (time.thread_time() - began) * 1e3, longest * 1e3, last


def spread(values: list[float]) -> str:
    """Return median, 95th percentile and largest value."""
    values = sorted(values)
    return (
        f"p50 {values[len(values) // 2]:.2f}, p95 {values[len(values) * 95 // 100]:.2f}, max"
        f" {values[-1]:.1f} ms"
    )


def rank(ids: list[str], query: dict[str, str]) -> float:
    """Return 1 / the place of the wanted paper, 0 beyond the tenth."""
    return 1 / (ids.index(query["id"]) + 1) if query["id"] in ids[:10] else 0.0


def quality(ranks: list[float]) -> str:
    """Return MRR@10 / recall@10."""
    return f"{statistics.mean(ranks):.3f} / {sum(map(bool, ranks)) / len(ranks):.3f}"


def measure(name: str, queries: Queries, library: Library, fzf: bool) -> None:
    """Measure a pool and print the results."""
    before = resident()
    began = time.process_time()
    finder = Finder(library)
    for _ in finder.ready():
        pass
    heads = time.process_time() - began
    for _ in finder.warm():
        pass
    build = time.process_time() - began
    memory = resident() - before
    text = "\n".join(f"{head.id}\t{head.line}" for head in library.papers.heads()) if fzf else ""
    ours = defaultdict[str, list[float]](list)
    rival = defaultdict[str, list[float]](list)
    keys: list[tuple[float, float, float]] = []
    for query in queries:
        for end in range(1, len(query["q"])):
            keys.append(typed(finder, query["q"][:end])[:3])
        *key, found = typed(finder, query["q"])
        keys.append((key[0], key[1], key[2]))
        ours[query["kind"]].append(rank([head.id for head in found.heads] if found else [], query))
        if fzf:
            rival[query["kind"]].append(rank(fzf_first(query["q"], text), query))
    every = [one for kind in ours.values() for one in kind]
    print(f"\n{name}: {len(library.papers.heads())} papers, {len(every)} queries, {len(keys)} keys")
    print(f"  MRR@10 / recall@10: {quality(every)}", end="")
    print(
        f"   fzf {quality([one for kind in rival.values() for one in kind])}"
        if fzf
        else "   (no fzf)"
    )
    print(f"  CPU per key until it is shown: {spread([key[0] for key in keys])}")
    print(f"  CPU per key, abstracts too:    {spread([key[1] for key in keys])}")
    print(f"  longest step of a key:         {spread([key[2] for key in keys])}")
    print(f"  heads read in {heads:.2f} s CPU, ready for typos {build:.2f} s, {memory:.0f} MB")
    for kind, ranks in sorted(ours.items()):
        print(
            f"    {kind:<12} {quality(ranks)}  ({len(ranks)})",
            f"  fzf {quality(rival[kind])}" if fzf else "",
        )


def cpu_of(command: list[str]) -> float:
    """Run a program and return the seconds of CPU that it took; its output goes through a pipe."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, env={**os.environ, "LC_ALL": "C"}, capture_output=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def of_text(finder: Finder, asked: tuple[str, ...]) -> tuple[float, float, int]:
    """Return (CPU in seconds, longest step in seconds, papers found) of one scan of the text."""
    text = finder._text
    text.forget()
    began = time.thread_time()
    longest = 0.0
    total = 0
    steps = text.find(finder._current.now, asked, None, 200)
    while True:
        start = time.thread_time()
        try:
            found = next(steps)
        except StopIteration:
            break
        longest = max(longest, time.thread_time() - start)
        if found is not None:
            total = found.total
    return time.thread_time() - began, longest, total


def fts5(library: Library, path: Path) -> sqlite3.Connection:
    """Return a full-text index of SQLite with the title, authors and abstract of every paper."""
    base = sqlite3.connect(path)
    base.execute("CREATE VIRTUAL TABLE text USING fts5(line, content='', detail=full)")
    row = 0
    for year, _ in library.texts.years():
        with year.path.open("rb") as file:
            for line in file:
                paper_id, tab, words = line.partition(b"\t")
                if tab and paper_id[:1].isdigit():
                    row += 1
                    base.execute(
                        "INSERT INTO text (rowid, line) VALUES (?, ?)", (row, words.decode())
                    )
    base.commit()
    return base


def seconds(began: float) -> str:
    """Return the seconds of CPU of this process since a time."""
    return f"{time.process_time() - began:.1f} s CPU"


def full_text(queries: Queries, library: Library) -> None:
    """Measure the search of abstracts beside grep and SQLite, and print it."""
    for path in library.path.glob("text/*.txt"):
        path.unlink()
    began = time.process_time()
    library.indexing.run()
    print(f"text files made from the day files in {seconds(began)}")
    files = [str(year.path) for year, _ in library.texts.years()]
    size = sum(Path(file).stat().st_size for file in files)
    papers = len(library.papers.heads())
    print(f"{size / 1e6:.0f} MB for {papers} papers, {size / papers:.0f} bytes a paper")
    with tempfile.TemporaryDirectory() as folder:
        began = time.process_time()
        base = fts5(library, Path(folder) / "fts5.db")
        size = (Path(folder) / "fts5.db").stat().st_size
        print(f"SQLite FTS5: made in {seconds(began)}, {size / 1e6:.0f} MB")
        before = resident()
        finder = Finder(library)
        began = time.process_time()
        for _ in finder.ready():
            pass
        print(f"heads read in {seconds(began)}, {resident() - before:.0f} MB")
        began = time.process_time()
        of_text(finder, ("zqxjkvb",))
        print(f"text opened, checked and searched once in {seconds(began)}", end="")
        print(f", {resident() - before:.0f} MB")
        ours: list[float] = []
        steps: list[float] = []
        ratios: list[float] = []
        theirs: list[float] = []
        greps: list[float] = []
        for query in queries:
            try:
                asked = in_text(terms(parse(query["q"]).words))
            except QueryError:
                continue
            asked = tuple(term for term in asked if len(term) > 2)
            if not asked:
                continue
            counts = {term: of_text(finder, (term,))[2] for term in asked}
            rarest = min(asked, key=lambda term: counts[term])
            took, longest, _ = of_text(finder, asked)
            grep = cpu_of(["grep", "-cF", "--", rarest, *files])
            began = time.thread_time()
            match = " ".join(f'"{term}"' for term in asked[:-1]) + f' "{asked[-1]}" *'
            rows = base.execute(
                "SELECT rowid FROM text WHERE text MATCH ? ORDER BY rank LIMIT 200", (match,)
            )
            rows.fetchall()
            theirs.append((time.thread_time() - began) * 1e3)
            ours.append(took * 1e3)
            steps.append(longest * 1e3)
            greps.append(grep * 1e3)
            ratios.append(took / grep)
        print(f"{len(ours)} queries, CPU of all abstracts: {spread(ours)}")
        print(f"  grep of the rarest word:         {spread(greps)}")
        print(f"  SQLite FTS5, the best 200:       {spread(theirs)}")
        print(f"  longest step:                    {spread(steps)}")
        ratios.sort()
        print(
            f"  times grep: p50 {ratios[len(ratios) // 2]:.2f}, p95"
            f" {ratios[len(ratios) * 95 // 100]:.2f}",
            end="",
        )
        print(f", max {ratios[-1]:.2f}; all queries together {sum(ours) / sum(greps):.2f}")


def main() -> None:
    """Read the arguments, measure each pool."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--queries", type=Path, default=ROOT / "tests" / "data" / "queries_seed_day.jsonl"
    )
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--library", type=Path)
    parser.add_argument(
        "--sample", type=int, default=150, help="queries over the whole corpus (they take long)"
    )
    parser.add_argument("--no-fzf", action="store_true")
    parser.add_argument("--full-text", action="store_true", help="abstracts beside grep and FTS5")
    args = parser.parse_args()
    queries: Queries = [json.loads(line) for line in args.queries.read_text("utf-8").splitlines()]
    fzf = not args.no_fzf and shutil.which("fzf") is not None
    rest = [query for query in queries if query["pool"] != "p90"]
    if args.full_text:
        library = Library(args.library, "bench-0000")
        known = {head.id for head in library.papers.heads()}
        some = [query for query in rest or queries if query["id"] in known]
        full_text(random.Random(1).sample(some, min(len(some), args.sample)), library)
        return
    if args.library is None:
        seeds = made(sorted((ROOT / "seeds").glob("*.md")))
        measure("seed day", [query for query in queries if query["pool"] == "p90"], seeds, fzf)
    if args.corpus:
        days = [
            path
            for path in sorted(args.corpus.rglob("*.md"), reverse=True)
            if path.stem <= "20231030"
        ]
        sizes = [path.read_bytes().count(b"\n### ") for path in days]
        upto = next((at for at in range(len(days)) if sum(sizes[:at]) >= 10_000), len(days))
        library = made(days[:upto])
        known = {head.id for head in library.papers.heads()}
        some = [query for query in rest if query["id"] in known and query["pool"] != "all"]
        measure("10,000", some, library, fzf)
    if args.corpus or args.library:
        library = (
            Library(args.library, "bench-0000")
            if args.library
            else made(sorted(args.corpus.rglob("*.md")))
        )
        known = {head.id for head in library.papers.heads()}
        some = [query for query in rest or queries if query["id"] in known]
        measure("corpus", random.Random(1).sample(some, min(len(some), args.sample)), library, fzf)


if __name__ == "__main__":
    main()
