"""Features as vectors of length 1, weighted by how rare each feature is (tf-idf)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import mul

from arxtui.steps import Steps
from arxtui.taste.features import Features, how_many_have

_ROWS_A_STEP = 20
_SUMS_A_STEP = 100


@dataclass(frozen=True, slots=True)
class Vector:
    """A paper among others: its features that are known, each with its weight."""

    columns: tuple[int, ...]
    """Numbers of the features in a Space, in no order."""
    values: tuple[float, ...]
    """The weight of each; the sum of their squares is at most 1."""


class Space:
    """The features of some papers by number, and the inverse document frequency of each.

    idf(t) = ln((M + 1) / (df(t) + 0.5)) over M papers. A few hundred papers are enough: with 200, 500,
    2,000 and 5,000 the average precision on the reading lists is the same within .005.
    """

    def __init__(self, counts: Mapping[str, int], papers: int) -> None:
        """Give each feature a number; `counts` has in how many of the papers each of them stands."""
        self.names: tuple[str, ...] = tuple(counts)
        """The features by their number."""
        self._numbers = {name: number for number, name in enumerate(self.names)}
        more = papers + 1
        self._idf = [math.log(more / (count + 0.5)) for count in counts.values()]
        self._idf_of_unknown = math.log(more / 0.5)

    def __len__(self) -> int:
        return len(self.names)

    def vector(self, features: Features) -> Vector:
        """Return the vector of a paper. Features that this space lacks count in its length only."""
        columns = []
        values = []
        squares = 0.0
        for name, value in features.items():
            number = self._numbers.get(name)
            if number is None:
                squares += (value * self._idf_of_unknown) ** 2
                continue
            weighted = value * self._idf[number]
            squares += weighted * weighted
            columns.append(number)
            values.append(weighted)
        length = math.sqrt(squares) or 1.0
        return Vector(tuple(columns), tuple([value / length for value in values]))

    def vectors(self, rows: Sequence[Features]) -> Steps[list[Vector]]:
        """Return the vectors of papers, in steps."""
        found = []
        for number, row in enumerate(rows, 1):
            found.append(self.vector(row))
            if number % _ROWS_A_STEP == 0:
                yield
        return found


def space_of(rows: Sequence[Features]) -> Steps[Space]:
    """Return the space of the features of some papers, in steps."""
    counts = yield from how_many_have(rows)
    yield
    return Space(counts, len(rows))


def dot(weights: Sequence[float], vector: Vector) -> float:
    """Return the product of a dense row of weights with a vector."""
    return float(sum(map(mul, map(weights.__getitem__, vector.columns), vector.values)))


def mean(vectors: Sequence[Vector], size: int) -> Steps[list[float]]:
    """Return the mean of vectors as a dense row of `size` weights; zeros where there is no vector."""
    total = [0.0] * size
    for number, vector in enumerate(vectors, 1):
        for column, value in zip(vector.columns, vector.values, strict=True):
            total[column] += value
        if number % _SUMS_A_STEP == 0:
            yield
    if not vectors:
        return total
    return [value / len(vectors) for value in total]
