"""A taste: it is learnt from starred papers and from others, and it orders any listing."""

from __future__ import annotations

import math
import random
from collections.abc import Container, Sequence
from dataclasses import dataclass

from arxtui.model import Paper
from arxtui.taste.features import (
    Features,
    characters_of,
    features_of,
    features_of_words,
    how_many_have,
    title_pairs,
)
from arxtui.taste.learning import Weights, rocchio, share_above, support_vectors
from arxtui.taste.nearest import Nearest, nearest_of
from arxtui.taste.reasons import Reason, Reasons, reasons_of
from arxtui.taste.vectors import Space, Vector, length, space_of
from arxtui.work_in_steps import Steps, in_parts

LEARNT_FROM = 300
"""Papers without a star from which a taste is learnt, at most."""
NEWEST_STARS = 500
"""Stars from which a taste is learnt, at most, the newest: more are no better and take longer."""
_SVM_FROM = 10
_NEAREST_FROM = 20
_DIVIDER_FROM = 20
_NEAREST_STARS = 200
_NEAREST_WEIGHT = 0.25
_CHARACTERS_A_STEP = 8_000  # of titles and abstracts; six papers have as many
_FEATURES_A_STEP = 1_200
_TITLES_A_STEP = 50
_LEVELS = 7
_SHARE_OF_BEST = 1 / 3
_SEED = 20261127


@dataclass(frozen=True, slots=True)
class Ranking:
    """A listing in the order of a taste."""

    order: tuple[int, ...]
    """Rows of the listing, best first; equals in listing order."""
    levels: tuple[int, ...]
    """For each row of the listing its level, 0 (does not fit) to 7: the bar in the row."""
    yours: int | None
    """Number of papers above the divider.

    None below twenty stars, and if no paper was seen and left without a star: the scores then have
    no scale.
    """
    fitting: tuple[bool, ...]
    """For each row of the listing: True if it fits well enough for a reason."""


def sample(papers: Sequence[Paper], count: int = LEARNT_FROM) -> tuple[Paper, ...]:
    """Draw at most `count` papers; the same papers always give the same draw."""
    if len(papers) <= count:
        return tuple(papers)
    return tuple(random.Random(_SEED).sample(papers, count))


def learn(
    starred: Sequence[Paper],
    others: Sequence[Paper],
    wishes: Sequence[str] = (),
    starred_share: float | None = None,
) -> Steps[Taste | None]:
    """Learn a taste in steps; the value is None without stars and `wishes`.

    `starred` are papers in the order in which they were starred, `others` papers that were seen and
    not starred, `wishes` the words of watch rules, saved searches and tags: each counts as a
    further star. `starred_share` is the share of stars among the papers that were looked at, None
    if not known; it sets the place of the divider.
    """
    starred = starred[-NEWEST_STARS:]
    others = sample(others)
    wish_features = [wish for wish in map(features_of_words, wishes) if wish]
    if not starred and not wish_features:
        return None
    pairs = yield from _pairs([*starred, *others])
    pairs |= {name for wish in wish_features for name in wish if " " in name}
    star_features = yield from _features(starred, pairs)
    other_features = yield from _features(others, pairs)
    space = yield from space_of([*star_features, *wish_features, *other_features])
    star_vectors = yield from space.vectors(star_features)
    wish_vectors = yield from space.vectors(wish_features)
    positive = [*star_vectors, *wish_vectors]
    negative = yield from space.vectors(other_features)
    if len(starred) < _SVM_FROM or not negative:
        weights = yield from rocchio(positive, negative, len(space))
    else:
        weights = yield from support_vectors(
            positive, negative, len(space), share_above(starred_share)
        )
    nearest = yield from nearest_of(star_vectors[-_NEAREST_STARS:], negative, len(space))
    in_stars = yield from how_many_have(star_features)
    yield
    in_several = {name: count for name, count in in_stars.items() if count > 1}
    yield
    reasons = yield from reasons_of(starred, _NEAREST_STARS, in_several)
    return Taste(space, weights, len(starred), nearest, reasons)


def _pairs(papers: Sequence[Paper]) -> Steps[set[str]]:
    """Return the pairs of neighbouring words in the titles of papers."""
    found: set[str] = set()
    for done, paper in enumerate(papers, 1):
        found.update(title_pairs(paper))
        if done % _TITLES_A_STEP == 0:
            yield
    return found


def _features(papers: Sequence[Paper], pairs: Container[str]) -> Steps[list[Features]]:
    found = []
    for some in in_parts(papers, characters_of, _CHARACTERS_A_STEP):
        found += [features_of(paper, pairs) for paper in some]
        yield
    yield
    return found


class Taste:
    """A learnt taste; learn() makes it."""

    def __init__(
        self,
        space: Space,
        weights: Weights,
        stars: int,
        nearest: Nearest,
        reasons: Reasons,
    ) -> None:
        self.space = space
        """The known features."""
        self.weights = weights
        """The weight of each feature, for (positive) or against (negative) a paper."""
        self.stars = stars
        """Number of starred papers from which it was learnt."""
        self._nearest = nearest
        self._reasons = reasons
        self._scale = weights.scale if stars >= _DIVIDER_FROM else None

    def rank(self, papers: Sequence[Paper]) -> Steps[Ranking]:
        """Order the papers of a listing, in steps."""
        rows = yield from self.features(papers)
        return (yield from self.rank_features(rows))

    def features(self, papers: Sequence[Paper]) -> Steps[list[Features]]:
        """Return the features of papers, also of papers that this taste knows, in steps."""
        return _features(papers, self.space)

    def rank_features(self, rows: Sequence[Features]) -> Steps[Ranking]:
        """Order papers whose features are known already, in steps."""
        vectors = yield from self.space.vectors(rows)
        scores = yield from self._scores(vectors)
        final = scores
        if self.stars >= _NEAREST_FROM:
            near = yield from self._nearest.scores(vectors)
            final = _sums(_standard(scores), _standard(near))
        order = sorted(range(len(rows)), key=lambda row: (-round(final[row], 6), row))
        yours = None
        if self._scale is not None:
            divider = self._scale.divider
            yours = sum(score > divider for score in scores)
            above = frozenset(order[:yours])
            fitting = tuple([row in above for row in range(len(rows))])
        else:
            fitting = self._near_the_best(scores)
        return Ranking(tuple(order), self._levels(scores), yours, fitting)

    def _scores(self, vectors: Sequence[Vector]) -> Steps[list[float]]:
        found: list[float] = []
        for some in in_parts(vectors, length, _FEATURES_A_STEP):
            found += map(self.weights.score, some)
            yield
        return found

    def _near_the_best(self, scores: Sequence[float]) -> tuple[bool, ...]:
        """Return for each score whether it is more than a third of the highest score."""
        best = max(scores, default=0.0) - self.weights.bias
        least = self.weights.bias + max(best * _SHARE_OF_BEST, 1e-9)
        return tuple([score > least for score in scores])

    def _levels(self, scores: Sequence[float]) -> tuple[int, ...]:
        """Return the scores scaled to levels 0 to 7.

        From twenty stars on the divider is in the middle; below twenty stars the best paper of the
        listing has level 7.
        """
        if self._scale is not None:
            empty = self._scale.usual
            full = 2 * self._scale.divider - empty
        else:
            empty = self.weights.bias
            full = max(scores, default=0.0)
        if full <= empty:
            return (0,) * len(scores)
        shares = [(score - empty) / (full - empty) for score in scores]
        return tuple([max(0, min(_LEVELS, round(share * _LEVELS))) for share in shares])

    def why(self, paper: Paper) -> Reason:
        """Return the reasons for a paper that fits (see Ranking.fitting)."""
        return self.why_features(paper, features_of(paper, self.space))

    def why_features(self, paper: Paper, features: Features) -> Reason:
        """Return the reasons for a paper whose features are known already."""
        vector = self.space.vector(features)
        known = [name for name in features if name in self.space]
        weighed = {
            name: self.weights.row[column] * value
            for name, column, value in zip(known, vector.columns, vector.values, strict=True)
        }
        return self._reasons.reason(paper, features, weighed, self._nearest.cosines(vector))

    def heaviest(self, count: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return (for, against): the features with the largest weights, each the heaviest first."""
        by_weight = sorted(zip(self.weights.row, self.space.names(), strict=True))
        against = [name for weight, name in by_weight[:count] if weight < 0]
        favour = [name for weight, name in reversed(by_weight[-count:]) if weight > 0]
        return tuple(favour), tuple(against)


def _sums(scores: Sequence[float], near: Sequence[float]) -> list[float]:
    return [score + _NEAREST_WEIGHT * close for score, close in zip(scores, near, strict=True)]


def _standard(values: Sequence[float]) -> list[float]:
    """Return values with mean 0 and standard deviation 1; all 0 if they are equal."""
    if not values:
        return []
    middle = sum(values) / len(values)
    spread = math.sqrt(sum((value - middle) ** 2 for value in values) / len(values))
    if spread < 1e-12:
        return [0.0] * len(values)
    return [(value - middle) / spread for value in values]
