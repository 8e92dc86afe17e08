"""A test of the order `for you` on past days."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from arxtui.recommender.papers_learnt_from import PapersLearntFrom
from arxtui.recommender.seen_papers import seen
from arxtui.store import Library
from arxtui.taste.learnt import NEWEST_STARS, Ranking
from arxtui.work_in_steps import Steps

_FIRST = 15
_PAST_DAYS = 40


@dataclass(frozen=True, slots=True)
class Trial:
    """The result of ordering past days as `for you` would have ordered them."""

    days: int = 0
    """Past days that were ordered, each by the stars that were given before it."""
    starred: int = 0
    """Starred papers of those days."""
    first: int = 0
    """How many of them are among the first fifteen of their day in the order `for you`."""
    listed: int = 0
    """How many of them are among the first fifteen of their day in listing order."""

    def with_day(self, chosen: Collection[int], ranking: Ranking) -> Trial:
        """Return the trial with a further day; `chosen` are the rows of its starred papers."""
        return Trial(
            self.days + 1,
            self.starred + len(chosen),
            self.first + sum(row in chosen for row in ranking.order[:_FIRST]),
            self.listed + sum(row < _FIRST for row in chosen),
        )


def try_on_past_days(library: Library) -> Steps[Trial]:
    """Order the newest forty past days with a star, each by the stars that were given before it.

    Watch rules, searches and tags are not used: the library does not know since when they exist.
    """
    learnt_from = PapersLearntFrom(library)
    starred = library.marks.starred()
    place = {paper_id: number for number, paper_id in enumerate(starred)}
    others = yield from seen(library)
    trial = Trial()
    for ids in _days_with_stars(library, place):
        chosen = frozenset(row for row, paper_id in enumerate(ids) if paper_id in place)
        before = starred[: min(place[ids[row]] for row in chosen)][-NEWEST_STARS:]
        of_day = frozenset(ids)
        unseen = {paper_id: day for paper_id, day in others.days.items() if paper_id not in of_day}
        yield from learnt_from.read(before, unseen)
        taste = yield from learnt_from.learn(before, list(unseen))
        papers = library.papers.find(ids)
        yield
        if taste is None or len(papers) < len(ids):
            continue
        ranking = yield from taste.rank(list(papers.values()))
        trial = trial.with_day(chosen, ranking)
    return trial


def _days_with_stars(library: Library, place: Collection[str]) -> Iterator[tuple[str, ...]]:
    """Yield the ids of the newest days that have a starred paper and more papers than fifteen."""
    found = 0
    for day in library.papers.days():
        ids = library.papers.day_ids(day)
        if len(ids) <= _FIRST or not any(paper_id in place for paper_id in ids):
            continue
        yield ids
        found += 1
        if found == _PAST_DAYS:
            return
