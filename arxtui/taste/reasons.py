"""The reason for a paper's place in the order.

An example is `like: HexPlane, K-Planes · gaussian splatting · by Kerbl (3 starred)`.

Only papers above the divider get a reason (below twenty stars: papers with more than a third of the
best score of their listing): all nonsensical reasons in the study of the method were below it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from arxtui import people
from arxtui.model import Paper
from arxtui.taste.features import Features
from arxtui.taste.phrases import Phrases
from arxtui.taste.short_title import short_title, signs_read
from arxtui.text import fold
from arxtui.work_in_steps import Steps

_LEAST_COSINE = 0.12  # a star with a smaller cosine is not named
_STARS_NAMED = 2
_STARS_A_STEP = 100


@dataclass(frozen=True, slots=True)
class Reason:
    """The reason for a paper; each part may be empty."""

    like: tuple[str, ...]
    """Short names of the nearest starred papers."""
    phrases: tuple[str, ...]
    """Words of the paper with a high weight."""
    author: str
    """The surname of an author with starred papers."""
    starred: int
    """Number of starred papers by that author."""

    def parts(self) -> tuple[str, ...]:
        """Return the reason in its parts, the strongest part first."""
        parts = []
        if self.like:
            parts.append(f"like: {', '.join(self.like)}")
        parts += self.phrases
        if self.author:
            parts.append(f"by {self.author} ({self.starred} starred)")
        return tuple(parts)

    def __str__(self) -> str:
        return " · ".join(self.parts())


def reasons_of(
    starred: Sequence[Paper], nearest: int, in_stars: Mapping[str, int]
) -> Steps[Reasons]:
    """Return a Reasons, in steps; it keeps ids, titles and authors of the starred papers.

    reason() then takes cosines to the last `nearest` of them. `in_stars` has feature -> number of
    starred papers, for features that several papers have.
    """
    near = [(paper.id, paper.title) for paper in starred[-nearest:]]
    yield from signs_read([title for _, title in near])
    authors: Counter[str] = Counter()
    for done, paper in enumerate(starred, 1):
        authors.update({fold(author) for author in paper.authors})
        if done % _STARS_A_STEP == 0:
            yield
    return Reasons(near, frozenset(paper.id for paper in starred), authors, in_stars)


class Reasons:
    """Finds reasons by the starred papers of a taste."""

    def __init__(
        self,
        near: Sequence[tuple[str, str]],
        ids: frozenset[str],
        authors: Mapping[str, int],
        in_stars: Mapping[str, int],
    ) -> None:
        """Take the starred papers; call reasons_of() instead.

        `near` has (id, title) of the papers with cosines, `ids` all ids, `authors` folded author ->
        number of starred papers, `in_stars` feature -> number of starred papers.
        """
        self._near = near
        self._ids = ids
        self._authors = authors
        self._in_stars = in_stars

    def reason(
        self,
        paper: Paper,
        features: Features,
        weighed: Mapping[str, float],
        cosines: Sequence[float],
    ) -> Reason:
        """Return the reason for a paper.

        `weighed` has feature -> its part of the score, `cosines` the cosine to each star.
        """
        author, starred = self._author(paper)
        phrases = Phrases(paper, features, weighed, self._in_stars).chosen()
        return Reason(self._like(paper, cosines), phrases, author, starred)

    def _like(self, paper: Paper, cosines: Sequence[float]) -> tuple[str, ...]:
        """Return the names of the nearest starred papers, the paper itself left out."""
        by_nearness = sorted(range(len(cosines)), key=lambda star: (-cosines[star], star))
        near = [star for star in by_nearness if cosines[star] >= _LEAST_COSINE]
        others = [star for star in near if self._near[star][0] != paper.id]
        named = [short_title(self._near[star][1]) for star in others[:_STARS_NAMED]]
        return tuple(dict.fromkeys(named))

    def _author(self, paper: Paper) -> tuple[str, int]:
        """Return the surname of the author with most other starred papers, and their number."""
        most = ""
        count = int(paper.id in self._ids)
        for author in paper.authors:
            starred = self._authors.get(fold(author), 0)
            if starred > count:
                most = author
                count = starred
        named = people.names([most])
        if not named:
            return "", 0
        return named[0].last, count - (paper.id in self._ids)
