"""The order `for you` of the papers of a library.

A taste is learnt from its marks by taste/. All work is done in steps of a few milliseconds, a day
file or some papers each. Nothing is kept on disk.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from arxtui.lazy_sequence import id_at
from arxtui.model import Head, Paper
from arxtui.recommender.papers_learnt_from import PapersLearntFrom
from arxtui.recommender.seen_papers import FEW_SEEN, Seen, seen, unmarked, wishes
from arxtui.settings.config import Settings
from arxtui.store import Library
from arxtui.taste.features import Features, features_of_words
from arxtui.taste.learnt import NEWEST_STARS, Ranking, Taste
from arxtui.taste.reasons import Reason
from arxtui.work_in_steps import Epoch, Steps

_MOST_RANKED = 2_000
"""Papers of a view that are ranked; further papers follow in listing order."""
_MOST_REASONS = 200
"""Papers of a view, best first, that get a reason."""
_REASONS_A_STEP = 4
_HEADS_A_STEP = 20


@dataclass(frozen=True, slots=True)
class Recommended:
    """The papers of a view in the order `for you`."""

    learnt: bool = False
    """False if there was nothing to learn from: then no paper has a place."""
    places: Mapping[str, int] = field(default_factory=dict)
    """Id -> the place of a ranked paper, from 0."""
    levels: Mapping[str, int] = field(default_factory=dict)
    """Id -> how well a ranked paper fits, 0 to 7."""
    reasons: Mapping[str, Reason] = field(default_factory=dict)
    """Id -> the reason for the place of a paper, for papers that fit."""
    yours: int | None = None
    """Number of places above the divider; None below twenty stars, where there is no divider."""

    def divider(self, heads: Sequence[Head]) -> int | None:
        """Return the row of the first paper below the divider; `heads` may be some of the papers.

        None if there is no divider, or no paper below it.
        """
        if self.yours is None:
            return None
        last = len(self.places)
        for row in range(min(len(heads), self.yours + 1)):
            if self.places.get(id_at(heads, row), last) >= self.yours:
                return row
        return None


class Recommender:
    """Ranks papers in the order `for you`.

    The taste is learnt at its first use, and again after changed() reports a change of marks or
    papers. Steps that were begun before a change end with None; the caller begins them anew. The
    papers learnt from stay in memory, so that learning again reads only the files of new stars.
    """

    def __init__(self, library: Library, settings: Callable[[], Settings]) -> None:
        """Begin with nothing learnt; `settings` returns the present settings."""
        self._library = library
        self._settings = settings
        self._epoch = Epoch()
        self._taste: Taste | None = None
        self.is_fresh = False
        """True while the taste was learnt from the present marks."""
        self._papers_learnt_from = PapersLearntFrom(library)

    def can_learn(self) -> bool:
        """Return whether there is a star, a watch rule, a saved search or a tag to learn from."""
        if self._library.marks.total("star"):
            return True
        return any(map(features_of_words, wishes(self._library, self._settings())))

    def changed(self, *, papers: bool = False) -> None:
        """Report that marks, or the `papers` of the library, changed.

        The taste is learnt anew at its next use.
        """
        self._epoch.change()
        self.is_fresh = False
        if papers:
            self._papers_learnt_from.forget()

    def learnt(self) -> Steps[bool | None]:
        """Learn ahead of time; the value is True when that is done, None if a change ended it."""
        return self._epoch.guard(self._learn())

    def _learn(self) -> Steps[bool]:
        yield from self.taste()
        return True

    def taste(self) -> Steps[Taste | None]:
        """Return the taste of the present marks; None if there is nothing to learn from."""
        if self.is_fresh:
            return self._taste
        starred = yield from self._library.marks.newest_starred(NEWEST_STARS)
        others = yield from seen(self._library)
        yield from self._papers_learnt_from.read(starred, others.days)
        if self._papers_learnt_from.count(others.days) < FEW_SEEN:  # the papers were removed since
            others = Seen((yield from unmarked(self._library)))
            yield from self._papers_learnt_from.read(starred, others.days)
        words = wishes(self._library, self._settings())
        self._taste = yield from self._papers_learnt_from.learn(
            starred, list(others.days), words, others.starred_share
        )
        self.is_fresh = True
        return self._taste

    # a view in order

    def rank(self, heads: Sequence[Head]) -> Steps[Recommended | None]:
        """Rank the papers of a view, the first 2,000 of it; None if a change ended the steps."""
        return self._epoch.guard(self._rank(heads))

    def _rank(self, heads: Sequence[Head]) -> Steps[Recommended]:
        taste = yield from self.taste()
        if taste is None:
            return Recommended()
        files = {}
        for row in range(min(len(heads), _MOST_RANKED)):
            files[heads[row].id] = heads[row].file
            if row % _HEADS_A_STEP == 0:
                yield
        papers = yield from self._library.papers.read_in_steps(files)
        features = yield from taste.features(list(papers.values()))
        ranking = yield from taste.rank_features(features)
        reasons = yield from self._reasons(taste, list(papers.values()), features, ranking)
        ids = list(papers)
        return Recommended(
            learnt=True,
            places={ids[at]: place for place, at in enumerate(ranking.order)},
            levels=dict(zip(ids, ranking.levels, strict=True)),
            reasons=reasons,
            yours=ranking.yours,
        )

    def _reasons(
        self,
        taste: Taste,
        papers: Sequence[Paper],
        features: Sequence[Features],
        ranking: Ranking,
    ) -> Steps[dict[str, Reason]]:
        """Return the reasons for the best papers that fit; a star is its own reason."""
        found = {}
        has_star = self._library.marks.has_star
        fitting = [
            at for at in ranking.order if ranking.fitting[at] and not has_star(papers[at].id)
        ]
        for number, at in enumerate(fitting[:_MOST_REASONS], 1):
            found[papers[at].id] = taste.why_features(papers[at], features[at])
            if number % _REASONS_A_STEP == 0:
                yield
        return found
