"""A library's taste: gathers what the user starred, saw and searches for, and learns from it in steps.

What is learnt, and how, is in taste/. Nothing is kept on disk.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from arxtui.config import Settings
from arxtui.model import Mark, Paper
from arxtui.query import subject_of
from arxtui.store import Library
from arxtui.taste import LEARNT_FROM, Steps, Taste, learn

_NEWEST_SEEN = 3_000
"""Papers among which those seen and not starred are drawn: as good as all of them."""
_FEW_SEEN = 50
"""Below this many papers seen, any papers of the library stand in for them."""
_NEWEST_STARS = 500
_DAYS = 20
_FIRST = 15
_PAST_DAYS = 40
_PAPERS_A_STEP = 5  # each may open the file of a day
_MARKS_A_STEP = 2_000
_SEED = 20261127


def wishes(library: Library, settings: Settings) -> tuple[str, ...]:
    """Return the words of watch rules, saved searches and tags: what the user said that he looks for."""
    rules = [*settings.watch.values(), *settings.searches.values()]
    found = [subject_of(rule) for rule in rules]
    return tuple(dict.fromkeys([*filter(None, found), *library.tags()]))


def learn_taste(
    library: Library, settings: Settings, listing: Sequence[Paper] = ()
) -> Steps[Taste | None]:
    """Learn from the stars of a library, in steps; None if there is neither a star nor a wish."""
    starred = yield from _papers(library, library.starred()[-_NEWEST_STARS:])
    others = yield from seen(library)
    return (yield from learn(starred, others, wishes(library, settings), listing))


def seen(library: Library, without: frozenset[str] = frozenset()) -> Steps[list[Paper]]:
    """Return at most 300 papers that were read and not marked in another way, always the same.

    Where fewer than fifty were read, unmarked papers of the newest days are taken instead.
    """
    ids: list[str] = []
    for number, (paper_id, mark) in enumerate(library.marked(), 1):
        if _only_read(mark) and paper_id not in without:
            ids.append(paper_id)
        if number % _MARKS_A_STEP == 0:
            yield
    if len(ids) < _FEW_SEEN:
        ids = [
            paper_id
            for paper_id in _of_newest_days(library)
            if not _is_wanted(library.mark(paper_id)) and paper_id not in without
        ]
    newest = sorted(ids, key=_age)[-_NEWEST_SEEN:]
    drawn = random.Random(_SEED).sample(newest, min(LEARNT_FROM, len(newest)))
    return (yield from _papers(library, sorted(drawn)))


def _only_read(mark: Mark) -> bool:
    return mark.pile == "read" and not _is_wanted(mark)


def _is_wanted(mark: Mark) -> bool:
    return mark.star or bool(mark.tags) or mark.pile == "later" or mark.note is not None


def _of_newest_days(library: Library) -> Iterator[str]:
    for day in library.days()[:_DAYS]:
        yield from library.day_ids(day)


def _age(paper_id: str) -> tuple[bool, str]:
    """Sort ids by their month: those of before April 2007 (`cs/0007026`) first."""
    return "/" not in paper_id, paper_id


def _papers(library: Library, ids: Sequence[str]) -> Steps[list[Paper]]:
    found: list[Paper] = []
    for start in range(0, len(ids), _PAPERS_A_STEP):
        found += library.papers_of(ids[start : start + _PAPERS_A_STEP]).values()
        yield
    return found


@dataclass(frozen=True, slots=True)
class Trial:
    """How well a taste would have served on past days."""

    days: int
    """Past days that were ranked, each by what had been starred before."""
    starred: int
    """Starred papers of those days."""
    first: float
    """The share of them among the first fifteen of their day in the order of the taste."""
    listed: float
    """The same share in listing order."""


def try_on_past_days(library: Library, settings: Settings) -> Steps[Trial]:
    """Rank the newest forty past days with stars, each by what was starred before it."""
    starred = library.starred()
    place = {paper_id: number for number, paper_id in enumerate(starred)}
    others = yield from seen(library)
    count = 0
    hits = 0
    first = 0
    listed = 0
    for ids in _days_with_stars(library, place):
        chosen = {row for row, paper_id in enumerate(ids) if paper_id in place}
        before = starred[: min(place[ids[row]] for row in chosen)]
        stars = yield from _papers(library, before[-_NEWEST_STARS:])
        papers = yield from _papers(library, ids)
        unseen = [paper for paper in others if paper.id not in set(ids)]
        taste = yield from learn(stars, unseen, wishes(library, settings), papers)
        if taste is None or len(papers) < len(ids):
            continue
        ranking = yield from taste.rank(papers)
        count += 1
        hits += len(chosen)
        first += len(chosen.intersection(ranking.order[:_FIRST]))
        listed += sum(row < _FIRST for row in chosen)
    if not hits:
        return Trial(0, 0, 0.0, 0.0)
    return Trial(count, hits, first / hits, listed / hits)


def _days_with_stars(library: Library, place: dict[str, int]) -> Iterable[tuple[str, ...]]:
    """Yield the ids of the newest days that have a starred paper and more papers than fifteen."""
    found = 0
    for day in library.days():
        ids = library.day_ids(day)
        if len(ids) <= _FIRST or place.keys().isdisjoint(ids):
            continue
        yield ids
        found += 1
        if found == _PAST_DAYS:
            return
