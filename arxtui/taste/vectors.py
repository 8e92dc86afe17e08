"""Features as vectors of length 1, weighted by how rare each feature is (tf-idf)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import mul

from arxtui.taste.features import Features, how_many_have


@dataclass(frozen=True, slots=True)
class Vector:
    """A paper among others: its features that are known, each with its weight."""

    columns: tuple[int, ...]
    """Numbers of the features in a Space, in no order."""
    values: tuple[float, ...]
    """The weight of each; the sum of their squares is at most 1."""


class Space:
    """Every feature of some papers by number, and its inverse document frequency.

    idf(t) = ln((M + 1) / (df(t) + 0.5)) over the M papers given. A few hundred papers are enough: with
    200, 500, 2,000 and 5,000 the average precision on the reading lists is the same within .005.
    """

    def __init__(self, rows: Sequence[Features]) -> None:
        found = how_many_have(rows)
        self.names: tuple[str, ...] = tuple(found)
        """The features by their number."""
        self._numbers = {name: number for number, name in enumerate(self.names)}
        more = len(rows) + 1
        self._idf = [math.log(more / (count + 0.5)) for count in found.values()]
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


def dot(weights: Sequence[float], vector: Vector) -> float:
    """Return the product of a dense row of weights with a vector."""
    return float(sum(map(mul, map(weights.__getitem__, vector.columns), vector.values)))


def mean(vectors: Iterable[Vector], size: int) -> list[float]:
    """Return the mean of vectors as a dense row of `size` weights; zeros for no vector."""
    total = [0.0] * size
    count = 0
    for vector in vectors:
        count += 1
        for column, value in zip(vector.columns, vector.values, strict=True):
            total[column] += value
    if count:
        return [value / count for value in total]
    return total
