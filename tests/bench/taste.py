"""Taste on real reading lists: how early a day's order shows the papers that were chosen.

    python tests/bench/taste.py --lists DIR --corpus DIR [--stars 1 5 10 20 50 100] [--only N]
    [--minority]

--lists is a folder of JSON files with `name`, `kind` and `ids_by_day` ({"20190618":
["1906.07751"]}), --corpus a folder of listings named YYYYMMDD.md. For each list and each of three
starting points (its beginning, a third, two thirds), n consecutive listed papers are stars, the
other papers of their days (at most 500) were seen and not starred, and the next 40 days that hold a
listed paper and at least 20 papers are ranked. Printed per kind of list: the share of listed papers
in the first 10, 15 and 20 of their day, average precision, and how many papers of each day must be
read to see 90 % of them; beside it the same for listing order and, where scikit-learn is installed,
LinearSVC on the same features.
"""

from __future__ import annotations

import argparse
import functools
import json
import random
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from arxtui.model import Paper
from arxtui.sources.forms import read
from arxtui.taste.features import Features, features_of
from arxtui.taste.learnt import learn, sample
from arxtui.taste.vectors import space_of
from arxtui.work_in_steps import finish

DAYS = 40
LEAST = 20
STARTS = (0.0, 1 / 3, 2 / 3)
Order = Sequence[int]


@dataclass
class List:
    """A reading list: the papers that its owner chose, by day."""

    name: str
    kind: str
    by_day: dict[str, list[str]]


@dataclass
class Scores:
    """The results of an order on the days of a list."""

    ranks: list[int] = field(default_factory=list)
    precisions: list[float] = field(default_factory=list)

    def add(self, order: Order, chosen: set[int]) -> None:
        """Count one ranked day."""
        places = sorted(place for place, row in enumerate(order, 1) if row in chosen)
        self.ranks += places
        self.precisions.append(
            statistics.fmean(number / place for number, place in enumerate(places, 1))
        )

    def first(self, count: int) -> float:
        """Return the share of the chosen papers among the first `count` of their day."""
        return sum(rank <= count for rank in self.ranks) / len(self.ranks)

    def depth(self) -> int:
        """Return how many papers of each day must be read to see 90 % of the chosen papers."""
        return sorted(self.ranks)[-(-9 * len(self.ranks) // 10) - 1]


class Corpus:
    """Listings by day, read when they are asked for."""

    def __init__(self, folder: Path) -> None:
        self._paths = {path.stem: path for path in folder.rglob("*.md")}
        self._features: dict[str, Features] = {}

    def __contains__(self, day: str) -> bool:
        return day in self._paths

    @functools.lru_cache(maxsize=3000)  # noqa: B019
    def day(self, day: str) -> tuple[Paper, ...]:
        """Return the papers of a day, each once."""
        path = self._paths[day]
        papers = read(path.read_bytes(), path.name).papers
        return tuple({paper.id: paper for paper in papers}.values())

    def features(self, paper: Paper) -> Features:
        """Return the features of a paper, made once."""
        if paper.id not in self._features:
            self._features[paper.id] = features_of(paper)
        return self._features[paper.id]


def lists_in(folder: Path) -> list[List]:
    """Read every list of a folder."""
    found = []
    for path in sorted(folder.glob("*.json")):
        raw = json.loads(path.read_text("utf-8"))
        found.append(List(raw["name"], raw["kind"], raw["ids_by_day"]))
    return found


@dataclass
class Trial:
    """A start of a list: the starred papers, the papers only seen, and the days to be ranked."""

    starred: list[Paper]
    others: list[Paper]
    days: list[tuple[tuple[Paper, ...], set[int]]]


def trial(chosen: List, corpus: Corpus, start: float, stars: int) -> Trial | None:
    """Return the trial of a starting point, or None where the list or the corpus is too short."""
    listed = [
        (day, paper)
        for day in sorted(chosen.by_day)
        if day in corpus
        for paper in corpus.day(day)
        if paper.id in set(chosen.by_day[day])
    ]
    begin = int(len(listed) * start)
    taken = listed[begin : begin + stars]
    if len(taken) < stars:
        return None
    ids = {paper.id for _, paper in taken}
    last = taken[-1][0]
    seen = [
        paper
        for day in sorted({day for day, _ in taken})
        for paper in corpus.day(day)
        if paper.id not in ids
    ]
    others = random.Random(1).sample(seen, min(500, len(seen)))
    days = []
    for day in sorted({day for day, _ in listed if day > last}):
        papers = corpus.day(day)
        hits = {row for row, paper in enumerate(papers) if paper.id in set(chosen.by_day[day])}
        if len(papers) >= LEAST and hits:
            days.append((papers, hits))
        if len(days) == DAYS:
            break
    if not days:
        return None
    return Trial([paper for _, paper in taken], others, days)


def by_taste(one: Trial, corpus: Corpus) -> tuple[Callable[[tuple[Paper, ...]], Order], float]:
    """Return (function that orders a day, CPU seconds of learning)."""
    began = time.thread_time()
    taste = finish(learn(one.starred, one.others))
    cost = time.thread_time() - began
    assert taste is not None

    def order(papers: tuple[Paper, ...]) -> Order:
        return finish(taste.rank(papers)).order

    return order, cost


def by_linear_svc(one: Trial, corpus: Corpus) -> tuple[Callable[[tuple[Paper, ...]], Order], float]:
    """Return the same for scikit-learn's LinearSVC on the same features."""
    from scipy.sparse import csr_matrix
    from sklearn.svm import LinearSVC

    began = time.thread_time()
    starred = [corpus.features(paper) for paper in one.starred]
    others = [corpus.features(paper) for paper in sample(one.others)]
    space = finish(space_of([*starred, *others]))

    def matrix(rows: Sequence[Features]) -> csr_matrix:
        vectors = [space.vector(row) for row in rows]
        places = [0]
        for vector in vectors:
            places.append(places[-1] + len(vector.columns))
        columns = [column for vector in vectors for column in vector.columns]
        values = [value for vector in vectors for value in vector.values]
        return csr_matrix((values, columns, places), shape=(len(rows), len(space)))

    machine = LinearSVC(C=1.0, class_weight="balanced", max_iter=10_000)
    machine.fit(matrix([*starred, *others]), [1] * len(starred) + [-1] * len(others))
    cost = time.thread_time() - began

    def order(papers: tuple[Paper, ...]) -> Order:
        scores = machine.decision_function(matrix([corpus.features(paper) for paper in papers]))
        return sorted(range(len(papers)), key=lambda row: (-scores[row], row))

    return order, cost


def has_sklearn() -> bool:
    """True if the yardstick is installed."""
    try:
        import sklearn  # noqa: F401
    except ImportError:
        return False
    return True


def measure(lists: Sequence[List], corpus: Corpus, stars: Sequence[int], sklearn: bool) -> None:
    """Print the table."""
    for count in stars:
        results: dict[tuple[str, str], list[Scores]] = defaultdict(list)
        costs: dict[str, list[float]] = defaultdict(list)
        for chosen in lists:
            per_list: dict[str, list[Scores]] = defaultdict(list)
            for start in STARTS:
                one = trial(chosen, corpus, start, count)
                if one is None:
                    continue
                ways: dict[str, tuple[Callable[[tuple[Paper, ...]], Order], float]] = {
                    "listing": (lambda papers: range(len(papers)), 0.0),
                    "taste": by_taste(one, corpus),
                }
                if sklearn:
                    ways["LinearSVC"] = by_linear_svc(one, corpus)
                for way, (order, cost) in ways.items():
                    scores = Scores()
                    for papers, hits in one.days:
                        scores.add(order(papers), hits)
                    per_list[way].append(scores)
                    costs[way].append(cost)
            for way, found in per_list.items():
                results[way, chosen.kind] += found
                results[way, "all"] += found
        report(count, results, costs)


def report(
    stars: int, results: dict[tuple[str, str], list[Scores]], costs: dict[str, list[float]]
) -> None:
    """Print the lines of one number of stars."""
    print(f"\n{stars} stars            runs   first 10   15     20     AP     papers for 90 %")
    for way, kind in sorted(results, key=lambda pair: (pair[1], pair[0])):
        found = results[way, kind]
        firsts = [statistics.fmean(one.first(count) for one in found) for count in (10, 15, 20)]
        precision = statistics.fmean(statistics.fmean(one.precisions) for one in found)
        depth = statistics.median(one.depth() for one in found)
        shares = "   ".join(f"{share:.3f}" for share in firsts)
        print(f"  {kind:<9}{way:<10}{len(found):>4}   {shares}   {precision:.3f}  {depth:>4.0f}")
    for way, seconds in costs.items():
        if any(seconds):
            print(f"  learning by {way}: median {1000 * statistics.median(seconds):.0f} ms of CPU")


def minority(lists: Sequence[List], corpus: Corpus) -> None:
    """Print how early a second interest appears: 38 stars of a narrow list, 2 of another list."""
    narrow = [one for one in lists if one.kind == "narrow"]
    scores = {"taste": Scores(), "listing": Scores()}
    pairs = 0
    for number, large in enumerate(narrow):
        small = narrow[(number + 1) % len(narrow)]
        much = trial(large, corpus, 1 / 3, 38)
        little = trial(small, corpus, 1 / 3, 2)
        if much is None or little is None:
            continue
        pairs += 1
        both = Trial([*little.starred, *much.starred], [*much.others, *little.others], little.days)
        order, _ = by_taste(both, corpus)
        for papers, hits in little.days:
            scores["taste"].add(order(papers), hits)
            scores["listing"].add(range(len(papers)), hits)
    print(f"\nsecond interest, 2 of 40 stars, {pairs} pairs of narrow lists")
    for way, one in scores.items():
        shares = "   ".join(f"{one.first(count):.3f}" for count in (10, 15, 20))
        print(f"  {way:<10} first 10, 15, 20: {shares}   AP {statistics.fmean(one.precisions):.3f}")


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--lists", type=Path, required=True)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--stars", type=int, nargs="*", default=[1, 5, 10, 20, 50, 100])
    parser.add_argument("--only", type=int, default=0, help="the first N lists only")
    parser.add_argument("--no-sklearn", action="store_true")
    args = parser.parse_args()
    lists = lists_in(args.lists)[: args.only or None]
    corpus = Corpus(args.corpus)
    measure(lists, corpus, args.stars, sklearn=not args.no_sklearn and has_sklearn())
    minority(lists, corpus)


if __name__ == "__main__":
    main()
