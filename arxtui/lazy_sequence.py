"""Sequences of papers whose items are made when they are looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from arxtui.model import Head

T = TypeVar("T")


class Lazy(Sequence[T]):
    """A sequence whose items are made when they are looked at."""

    def __init__(
        self,
        size: int,
        make: Callable[[int], T],
        id_at: Callable[[int], str] | None = None,
        day_at: Callable[[int], str] | None = None,
    ) -> None:
        """Take the size, a function that makes the item at a row, and functions for its id and day.

        A function is None if id or day cost as much as the item.
        """
        self._rows = range(size)
        self._make = make
        self.id_at = id_at
        """Returns the id of the paper at a row; None if the item has to be made for that."""
        self.day_at = day_at
        """Returns the day of the paper at a row; None if the item has to be made for that."""

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, at: Any) -> Any:
        row = self._rows[at]
        if isinstance(row, range):
            return [*map(self._make, row)]
        return self._make(row)


def id_at(heads: Sequence[Head], row: int) -> str:
    """Return the id of the paper at a row, without making its head if possible."""
    if isinstance(heads, Lazy) and heads.id_at is not None:
        return heads.id_at(row)
    return heads[row].id


def ids_of(heads: Sequence[Head]) -> Iterable[str]:
    """Return the ids of all papers, without making their heads if possible."""
    if isinstance(heads, Lazy) and heads.id_at is not None:
        return map(heads.id_at, range(len(heads)))
    return [head.id for head in heads]


def day_at(heads: Sequence[Head], row: int) -> str:
    """Return the day of the paper at a row, without making its head if possible."""
    if isinstance(heads, Lazy) and heads.day_at is not None:
        return heads.day_at(row)
    return heads[row].day


def some_of(heads: Sequence[Head], rows: Sequence[int]) -> Sequence[Head]:
    """Return the papers at these rows, each made when it is looked at."""
    return Lazy(
        len(rows),
        lambda at: heads[rows[at]],
        lambda at: id_at(heads, rows[at]),
        lambda at: day_at(heads, rows[at]),
    )
