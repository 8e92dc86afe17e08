"""The cosine to the nearest single star, for a second interest with few stars among many.

It was tried with two stars among forty.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from itertools import accumulate

from arxtui.taste.vectors import Vector, dot, length, mean
from arxtui.work_in_steps import Steps, in_parts

_FEATURES_A_STEP = 600  # each is looked for in up to 200 stars
_STARRED_FEATURES_A_STEP = 6_000


def nearest_of(starred: Sequence[Vector], others: Sequence[Vector], size: int) -> Steps[Nearest]:
    """Return a Nearest, which compares papers with each star, in steps."""
    usual = yield from mean(others, size)
    counts = array("I", bytes(4 * (size + 1)))
    for vector in starred:
        for column in vector.columns:
            counts[column + 1] += 1
    yield
    begins = array("I", accumulate(counts))
    free = begins[:]
    stars = array("H", bytes(2 * begins[-1]))
    values = array("d", bytes(8 * begins[-1]))
    star = 0
    for some in in_parts(starred, length, _STARRED_FEATURES_A_STEP):
        for vector in some:
            for column, value in zip(vector.columns, vector.values, strict=True):
                at = free[column]
                stars[at] = star
                values[at] = value
                free[column] = at + 1
            star += 1
        yield
    return Nearest(len(starred), begins, stars, values, usual)


class Nearest:
    """Starred papers, to compare other papers with; nearest_of() makes it.

    It is a matrix by columns: the stars with feature `c`, and its values in them, are in `stars`
    and `values` from index `begins[c]` to before `begins[c + 1]`. Arrays take a tenth of the memory
    of lists.
    """

    def __init__(
        self,
        count: int,
        begins: array[int],
        stars: array[int],
        values: array[float],
        usual: Sequence[float],
    ) -> None:
        self._count = count
        self._begins = begins
        self._stars = stars
        self._values = values
        self._usual = usual

    def scores(self, vectors: Sequence[Vector]) -> Steps[list[float]]:
        """Return each vector's cosine to the nearest star, minus its cosine to the mean paper."""
        found = []
        for some in in_parts(vectors, length, _FEATURES_A_STEP):
            for vector in some:
                found.append(max(self.cosines(vector), default=0.0) - dot(self._usual, vector))
            yield
        return found

    def cosines(self, vector: Vector) -> list[float]:
        """Return the cosine to each star."""
        sums = [0.0] * self._count
        stars = self._stars
        weights = self._values
        for column, value in zip(vector.columns, vector.values, strict=True):
            for at in range(self._begins[column], self._begins[column + 1]):
                sums[stars[at]] += value * weights[at]
        return sums
