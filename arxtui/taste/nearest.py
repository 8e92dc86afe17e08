"""The nearest single star: it serves a second interest that has two stars among forty."""

from __future__ import annotations

from collections.abc import Sequence

from arxtui.steps import Steps
from arxtui.taste.vectors import Vector, dot, mean

_PAPERS_A_STEP = 5  # each is compared with up to 200 stars
_STARS_A_STEP = 50


def nearest_of(starred: Sequence[Vector], others: Sequence[Vector], size: int) -> Steps[Nearest]:
    """Return what compares papers with each star, in steps."""
    usual = yield from mean(others, size)
    stars_with: dict[int, list[tuple[int, float]]] = {}
    for star, vector in enumerate(starred):
        for column, value in zip(vector.columns, vector.values, strict=True):
            stars_with.setdefault(column, []).append((star, value))
        if star % _STARS_A_STEP == 0:
            yield
    return Nearest(len(starred), stars_with, usual)


class Nearest:
    """Starred papers, to be compared with other papers; nearest_of() makes it."""

    def __init__(
        self,
        count: int,
        stars_with: dict[int, list[tuple[int, float]]],
        usual: Sequence[float],
    ) -> None:
        self._count = count
        self._stars_with = stars_with  # column -> (star, its value) of the stars that have it
        self._usual = usual

    def scores(self, vectors: Sequence[Vector]) -> Steps[list[float]]:
        """Return for each vector its cosine to the nearest star, less that to the mean other paper."""
        found = []
        for done, vector in enumerate(vectors, 1):
            found.append(max(self.cosines(vector), default=0.0) - dot(self._usual, vector))
            if done % _PAPERS_A_STEP == 0:
                yield
        return found

    def cosines(self, vector: Vector) -> list[float]:
        """Return the cosine to each star."""
        sums = [0.0] * self._count
        for column, value in zip(vector.columns, vector.values, strict=True):
            for star, weight in self._stars_with.get(column, ()):
                sums[star] += value * weight
        return sums
