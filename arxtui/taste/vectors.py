"""Features as vectors of length 1, weighted by how rare each feature is (tf-idf)."""

from __future__ import annotations

import math
from array import array
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import mul

from arxtui.taste.features import Features, how_many_have
from arxtui.work_in_steps import Steps, in_parts

_FEATURES_A_STEP = 2_500
_SUMS_A_STEP = 12_000


@dataclass(frozen=True, slots=True)
class Vector:
    """The vector of a paper: its known features, each with its weight."""

    columns: tuple[int, ...]
    """Numbers of the features in a Space, in no order."""
    values: tuple[float, ...]
    """The weight of each feature; the sum of their squares is at most 1."""


def length(vector: Vector) -> int:
    """Return the number of features of a vector."""
    return len(vector.columns)


class Space:
    """The features of some papers by number, and the inverse document frequency of each.

    idf(t) = ln((M + 1) / (df(t) + 0.5)) over M papers. A few hundred papers are enough: with 200,
    500, 2,000 and 5,000 the average precision on the reading lists is the same within .005.
    """

    def __init__(
        self, counts: Mapping[str, int], papers: int, *, unknown_count: bool = False
    ) -> None:
        """Give each feature a number; `counts` has the number of its papers.

        Features that the space lacks are left out of a vector; with `unknown_count` they count in
        its length, as features of no other paper.
        """
        self._numbers = {name: number for number, name in enumerate(counts)}
        self._idf = array("d", _idfs(counts.values(), papers))
        self._idf_of_unknown = 0.0
        if unknown_count:
            self._idf_of_unknown = _idf(0, papers)

    def __len__(self) -> int:
        return len(self._numbers)

    def __contains__(self, feature: object) -> bool:
        return feature in self._numbers

    def names(self) -> tuple[str, ...]:
        """Return the features in the order of their numbers."""
        return tuple(self._numbers)

    def rarity(self, feature: str) -> float:
        """Return the inverse document frequency of a feature that is known."""
        return self._idf[self._numbers[feature]]

    def vector(self, features: Features) -> Vector:
        """Return the vector of a paper."""
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
        found: list[Vector] = []
        for some in in_parts(rows, len, _FEATURES_A_STEP):
            found += map(self.vector, some)
            yield
        return found


def _idf(count: int, papers: int) -> float:
    return math.log((papers + 1) / (count + 0.5))


def _idfs(counts: Collection[int], papers: int) -> Iterable[float]:
    """Return the idf of features; `counts` has the number of papers with each feature."""
    known = {count: _idf(count, papers) for count in frozenset(counts)}
    return map(known.__getitem__, counts)


def space_of(rows: Sequence[Features]) -> Steps[Space]:
    """Return the space of the features of some papers, in steps."""
    counts = yield from how_many_have(rows)
    yield
    space = Space(counts, len(rows))
    yield
    return space


def dot(weights: Sequence[float], vector: Vector) -> float:
    """Return the product of a dense row of weights with a vector."""
    return float(sum(map(mul, map(weights.__getitem__, vector.columns), vector.values)))


def mean(vectors: Sequence[Vector], size: int) -> Steps[array[float]]:
    """Return the mean of vectors as a dense row of `size` weights; zeros without vectors."""
    total = array("d", bytes(8 * size))
    for some in in_parts(vectors, length, _SUMS_A_STEP):
        for vector in some:
            for column, value in zip(vector.columns, vector.values, strict=True):
                total[column] += value
        yield
    yield
    if not vectors:
        return total
    return array("d", [value / len(vectors) for value in total])
