"""The nearest single star: what serves an interest with two stars among forty."""

from __future__ import annotations

from collections.abc import Sequence

from arxtui.taste.learning import Steps
from arxtui.taste.vectors import Vector, dot, mean

_PAPERS_A_STEP = 5  # each is compared with up to 200 stars


class Nearest:
    """Starred papers, to be compared with others one by one."""

    def __init__(self, starred: Sequence[Vector], others: Sequence[Vector], size: int) -> None:
        self._count = len(starred)
        self._usual = mean(others, size)
        self._having: dict[int, list[tuple[int, float]]] = {}
        for star, vector in enumerate(starred):
            for column, value in zip(vector.columns, vector.values, strict=True):
                self._having.setdefault(column, []).append((star, value))

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
            for star, weight in self._having.get(column, ()):
                sums[star] += value * weight
        return sums
