"""Search quality and cost: MRR@10 and recall@10 per kind, CPU per key typed letter by letter, build time.

    python tests/bench/search.py --queries FILE [--corpus DIR] [--fzf]

FILE holds {"q", "id", "kind", "pool"} a line (default: the seed day's); DIR is a folder of listings. Pools: the seed
day, the 10,000 papers up to and including it, and all of DIR.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import statistics
import subprocess
import time
from collections import defaultdict
from pathlib import Path

from arxtui.query import parse
from arxtui.search import Index
from arxtui.sources import read
from arxtui.store.heads import head_of

ROOT = Path(__file__).parent.parent.parent


def lines_of(paths: list[Path]) -> tuple[list[str], list[str]]:
    """(ids, lines) of the listings, newest first."""
    papers = {paper.id: paper for path in paths for paper in read(path.read_bytes(), path.name).papers}
    newest = list(papers.values())[::-1]
    return [paper.id for paper in newest], [head_of(paper, "", "").line for paper in newest]


def fzf_rank(query: str, ids: list[str], lines: list[str]) -> list[str]:
    """The ids that fzf lists first."""
    text = "\n".join(f"{one}\t{line}" for one, line in zip(ids, lines, strict=True))
    done = subprocess.run(["fzf", "--filter", query], input=text, capture_output=True, text=True, check=False)
    return [line.partition("\t")[0] for line in done.stdout.split("\n")[:10]]


def measure(name: str, queries: list[dict[str, str]], ids: list[str], lines: list[str], fzf: bool) -> None:
    """One pool, printed."""
    began = time.process_time()
    index = Index(lines, {})
    index.search(["zqxjkvb"])  # builds the vocabulary
    build = time.process_time() - began
    found: dict[str, list[float]] = defaultdict(list)
    rival: list[float] = []
    keys: list[float] = []
    for query in queries:
        words = parse(query["q"]).words
        rows = index.search(words, limit=10).rows
        rank = next((at for at, row in enumerate(rows, 1) if ids[row] == query["id"]), 0)
        found[query["kind"]].append(1 / rank if rank else 0.0)
        if fzf:
            best = fzf_rank(query["q"], ids, lines)
            rival.append(1 / (best.index(query["id"]) + 1) if query["id"] in best else 0.0)
        for end in range(1, len(query["q"]) + 1):
            words = parse(query["q"][:end].replace('"', "")).words
            start = time.thread_time()
            index.search(words)
            keys.append((time.thread_time() - start) * 1000)
    every = [one for kind in found.values() for one in kind]
    keys.sort()
    print(f"\n{name}: {len(lines)} papers, {len(every)} queries, index and vocabulary {build:.2f} s CPU")
    print(f"  MRR@10 {statistics.mean(every):.3f}  recall@10 {sum(map(bool, every)) / len(every):.3f}", end="")
    print(f"  fzf {statistics.mean(rival):.3f} / {sum(map(bool, rival)) / len(rival):.3f}" if rival else "  (no fzf)")
    p50, p95 = keys[len(keys) // 2], keys[len(keys) * 95 // 100]
    print(f"  CPU per key: p50 {p50:.2f} ms, p95 {p95:.2f} ms, max {keys[-1]:.1f} ms")
    for kind, ranks in sorted(found.items()):
        print(f"    {kind:<12} {statistics.mean(ranks):.3f} / {sum(map(bool, ranks)) / len(ranks):.3f}  ({len(ranks)})")


def main() -> None:
    """Read the arguments, measure each pool."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--queries", type=Path, default=ROOT / "tests" / "data" / "queries_seed_day.jsonl")
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--fzf", action="store_true", help="ask fzf too (slow)")
    args = parser.parse_args()
    queries = [json.loads(line) for line in args.queries.read_text("utf-8").splitlines()]
    fzf = args.fzf and shutil.which("fzf") is not None
    seeds = sorted((ROOT / "seeds").glob("*.md"))
    measure("seed day", [q for q in queries if q["pool"] == "p90"], *lines_of(seeds), fzf)
    if args.corpus:
        paths = sorted(args.corpus.rglob("*.md"))
        rest = [q for q in queries if q["pool"] != "p90"]
        ids, lines = lines_of([path for path in paths if path.stem <= "20231030"])
        known = set(ids[:10_000])
        some = [q for q in rest if q["id"] in known and q["pool"] != "all"]
        measure("10,000", some, ids[:10_000], lines[:10_000], fzf)
        ids, lines = lines_of(paths)
        known = set(ids)
        some = [q for q in rest if q["id"] in known]
        measure("corpus", random.Random(1).sample(some, min(len(some), 150)), ids, lines, fzf)


if __name__ == "__main__":
    main()
