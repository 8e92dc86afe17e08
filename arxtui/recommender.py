"""The order `for you` of a library: what it is learnt from, and the papers of a view put into it.

How a taste is learnt is in taste/. All work is done in steps of a few milliseconds, a day file or some
papers each. Nothing is kept on disk.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from zlib import crc32

from arxtui.config import Settings
from arxtui.lazy import some_of
from arxtui.model import Head, Mark, Paper
from arxtui.query import subject_of
from arxtui.steps import Epoch, Steps
from arxtui.store import Library
from arxtui.taste import LEARNT_FROM, NEWEST_STARS, Ranking, Reason, Taste, learn
from arxtui.taste.features import Features, features_of

_NEWEST_SEEN = 3_000
"""Papers among which those seen and not starred are drawn: as good as all of them."""
_FEW_SEEN = 50
"""Below this many papers seen, unmarked papers of the newest days stand in for them."""
_MOST_RANKED = 2_000
"""Papers of a view that are ranked; the others follow as they were listed."""
_MOST_REASONS = 200
"""Papers of a view, the best ones, that get a reason."""
_DAYS = 20
_FIRST = 15
_PAST_DAYS = 40
_PAPERS_A_STEP = 10
_MARKS_A_STEP = 2_000


@dataclass(frozen=True, slots=True)
class Recommended:
    """The papers of a view in the order `for you`."""

    heads: Sequence[Head]
    """The papers, best first."""
    learnt: bool = False
    """False if there was neither a star nor a wish to learn from: the papers stand as they were listed."""
    levels: Mapping[str, int] = field(default_factory=dict)
    """How well each paper fits, 0 to 7, by its id."""
    reasons: Mapping[str, Reason] = field(default_factory=dict)
    """Why papers stand where they stand, by id: only of papers that fit."""
    above: frozenset[str] | None = None
    """The ids of the papers above the divider; None below twenty stars, where there is no divider."""

    def divider(self, heads: Sequence[Head]) -> int | None:
        """Return above which row of these papers, all or some of the view's, the divider stands.

        None if there is no divider, or no paper below it.
        """
        if self.above is None:
            return None
        row = 0
        while row < len(heads) and heads[row].id in self.above:
            row += 1
        if row == len(heads):
            return None
        return row


@dataclass(frozen=True, slots=True)
class _Studied:
    """A paper that was learnt from."""

    paper: Paper
    """The paper without its abstract, which takes most of the memory."""
    features: Features
    """Its features."""


def wishes(library: Library, settings: Settings) -> tuple[str, ...]:
    """Return the words of watch rules, saved searches and tags: the user's own names for his subjects."""
    rules = [*settings.watch.values(), *settings.searches.values()]
    found = [subject_of(rule) for rule in rules]
    return tuple(dict.fromkeys([*filter(None, found), *library.tags()]))


class Recommender:
    """Puts papers into the order `for you`.

    The taste is learnt when it is first asked for, and kept until changed() says that marks or papers
    changed. Steps that were begun before a change end with None: begin them anew. The features of the
    papers learnt from are kept, so that learning again opens no file but those of new stars.
    """

    def __init__(self, library: Library, settings: Callable[[], Settings]) -> None:
        """Begin with nothing learnt; `settings` returns the present settings."""
        self._library = library
        self._settings = settings
        self._epoch = Epoch()
        self._taste: Taste | None = None
        self._fresh = False
        self._studied: dict[str, _Studied] = {}

    def has_ground(self) -> bool:
        """Return whether there is a star, a watch rule, a saved search or a tag to learn from."""
        return self._library.count("star") > 0 or bool(wishes(self._library, self._settings()))

    def changed(self, *, papers: bool = False) -> None:
        """Note that marks, or the `papers` of the library, changed: the taste is learnt anew when asked for."""
        self._epoch.change()
        self._fresh = False
        if papers:
            self._studied = {}

    def learnt(self) -> Steps[bool | None]:
        """Learn ahead of time; the value is True when that is done, None if a change ended it."""
        return self._epoch.guard(self._learn())

    def _learn(self) -> Steps[bool]:
        yield from self.taste()
        return True

    def taste(self) -> Steps[Taste | None]:
        """Return the taste of the present marks; None if there is neither a star nor a wish."""
        if self._fresh:
            return self._taste
        starred = yield from self._library.newest_starred(NEWEST_STARS)
        others = yield from seen(self._library)
        yield from self._study({**others, **dict.fromkeys(starred, "")})
        found = wishes(self._library, self._settings())
        self._taste = yield from self._learnt_from(starred, list(others), found)
        self._fresh = True
        return self._taste

    def _study(self, files: Mapping[str, str]) -> Steps[None]:
        """Read the papers of these ids that are not studied yet, and forget all others.

        `files` has the day file of each, `` where it is not known.
        """
        studied = {}
        missing = {}
        for paper_id, file in files.items():
            if paper_id in self._studied:
                studied[paper_id] = self._studied[paper_id]
            else:
                missing[paper_id] = file
        papers = yield from self._library.read_in_steps(missing)
        for number, paper in enumerate(papers.values(), 1):
            studied[paper.id] = _Studied(replace(paper, abstract=""), features_of(paper))
            if number % _PAPERS_A_STEP == 0:
                yield
        self._studied = studied

    def _learnt_from(
        self, starred: Sequence[str], others: Sequence[str], found: Sequence[str] = ()
    ) -> Steps[Taste | None]:
        """Learn from papers that are studied; `found` are wishes."""
        studied = self._studied
        return (
            yield from learn(
                [studied[paper_id].paper for paper_id in starred if paper_id in studied],
                [studied[paper_id].paper for paper_id in others if paper_id in studied],
                found,
                lambda paper: studied[paper.id].features,
            )
        )

    # a view in order

    def rank(self, heads: Sequence[Head]) -> Steps[Recommended | None]:
        """Return the papers of a view in the order `for you`; None if a change ended the steps."""
        return self._epoch.guard(self._rank(heads))

    def _rank(self, heads: Sequence[Head]) -> Steps[Recommended]:
        taste = yield from self.taste()
        if taste is None:
            return Recommended(heads)
        files = {}
        for row in range(min(len(heads), _MOST_RANKED)):
            files[heads[row].id] = heads[row].file
            if row % _MARKS_A_STEP == 0:
                yield
        papers = yield from self._library.read_in_steps(files)
        features = []
        for number, paper in enumerate(papers.values(), 1):
            features.append(features_of(paper))
            if number % _PAPERS_A_STEP == 0:
                yield
        ranking = yield from taste.rank_features(features)
        ids = list(papers)
        best = [ids[at] for at in ranking.order]
        reasons = yield from self._reasons(taste, list(papers.values()), features, ranking)
        above = None
        if ranking.yours is not None:
            above = frozenset(best[: ranking.yours])
        return Recommended(
            _in_this_order(heads, best),
            learnt=True,
            levels=dict(zip(ids, ranking.levels, strict=True)),
            reasons=reasons,
            above=above,
        )

    def _reasons(
        self,
        taste: Taste,
        papers: Sequence[Paper],
        features: Sequence[Features],
        ranking: Ranking,
    ) -> Steps[dict[str, Reason]]:
        """Return the reasons for the best papers that fit."""
        found = {}
        fitting = [at for at in ranking.order if ranking.fitting[at]]
        for number, at in enumerate(fitting[:_MOST_REASONS], 1):
            found[papers[at].id] = taste.why_features(papers[at], features[at])
            if number % _PAPERS_A_STEP == 0:
                yield
        return found

    # how well it would have served

    def try_on_past_days(self) -> Steps[Trial]:
        """Order the newest forty past days with a star, each by the stars that were given before it.

        Watch rules, searches and tags are left out: nobody knows since when they are there.
        """
        library = self._library
        starred = library.starred()
        place = {paper_id: number for number, paper_id in enumerate(starred)}
        others = yield from seen(library)
        trial = Trial()
        for ids in _days_with_stars(library, place):
            chosen = frozenset(row for row, paper_id in enumerate(ids) if paper_id in place)
            before = starred[: min(place[ids[row]] for row in chosen)][-NEWEST_STARS:]
            unseen = {paper_id: file for paper_id, file in others.items() if paper_id not in ids}
            yield from self._study({**unseen, **dict.fromkeys(before, "")})
            taste = yield from self._learnt_from(before, list(unseen))
            papers = library.papers_of(ids)
            yield
            if taste is None or len(papers) < len(ids):
                continue
            ranking = yield from taste.rank(list(papers.values()))
            trial = trial.with_day(chosen, ranking)
        return trial


def _in_this_order(heads: Sequence[Head], best: Sequence[str]) -> Sequence[Head]:
    """Return the papers with these ids first, in that order, and the others as they were listed."""
    row_of = {heads[row].id: row for row in range(min(len(heads), _MOST_RANKED))}
    ranked = [row_of.pop(paper_id) for paper_id in best]
    unknown = list(row_of.values())  # their day file is damaged
    rest = range(min(len(heads), _MOST_RANKED), len(heads))
    return some_of(heads, [*ranked, *unknown, *rest])


# Papers that were seen and not starred


def seen(library: Library) -> Steps[dict[str, str]]:
    """Return (id -> day file, `` where it is not known) of at most 300 papers that were seen and not starred.

    These are papers that were read and not marked in another way; where fewer than fifty were read,
    unmarked papers of the newest days. The draw goes by a checksum of the id: reading one paper more
    changes at most one of the three hundred.
    """
    read: list[tuple[bool, str]] = []
    for number, paper_id in enumerate(library.marked_ids(), 1):
        if library.pile(paper_id) == "read" and not _is_wanted(library.mark(paper_id)):
            read.append(_age(paper_id))
        if number % _MARKS_A_STEP == 0:
            read = heapq.nlargest(_NEWEST_SEEN, read)
            yield
    files = {paper_id: "" for _, paper_id in heapq.nlargest(_NEWEST_SEEN, read)}
    yield
    if len(files) < _FEW_SEEN:
        files = yield from _unmarked(library)
    drawn = heapq.nsmallest(LEARNT_FROM, files, key=lambda paper_id: crc32(paper_id.encode()))
    return {paper_id: files[paper_id] for paper_id in sorted(drawn)}


def _unmarked(library: Library) -> Steps[dict[str, str]]:
    """Return (id -> day file) of the papers of the newest days that were not wanted."""
    found = {}
    for day in library.days()[:_DAYS]:
        for head in library.day(day):
            if not _is_wanted(library.mark(head.id)):
                found[head.id] = head.file
        yield
    return found


def _is_wanted(mark: Mark) -> bool:
    return mark.star or bool(mark.tags) or mark.pile == "later" or mark.note is not None


def _age(paper_id: str) -> tuple[bool, str]:
    """Return what sorts ids by their month: those of before April 2007 (`cs/0007026`) come first."""
    return "/" not in paper_id, paper_id


# Past days


@dataclass(frozen=True, slots=True)
class Trial:
    """How well the order would have served on past days."""

    days: int = 0
    """Past days that were ordered, each by what had been starred before."""
    starred: int = 0
    """Starred papers of those days."""
    first: int = 0
    """How many of them are among the first fifteen of their day in the order `for you`."""
    listed: int = 0
    """The same number in listing order."""

    def with_day(self, chosen: Collection[int], ranking: Ranking) -> Trial:
        """Return the trial with one day more; `chosen` are the rows of its starred papers."""
        return Trial(
            self.days + 1,
            self.starred + len(chosen),
            self.first + sum(row in chosen for row in ranking.order[:_FIRST]),
            self.listed + sum(row < _FIRST for row in chosen),
        )


def _days_with_stars(library: Library, place: Collection[str]) -> Iterator[tuple[str, ...]]:
    """Yield the ids of the newest days that have a starred paper and more papers than fifteen."""
    found = 0
    for day in library.days():
        ids = library.day_ids(day)
        if len(ids) <= _FIRST or not any(paper_id in place for paper_id in ids):
            continue
        yield ids
        found += 1
        if found == _PAST_DAYS:
            return
