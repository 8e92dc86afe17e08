"""Work in steps of a few milliseconds, and Epoch, which ends work on data that has changed."""

from __future__ import annotations

import heapq
import sys
from collections.abc import Callable, Generator, Iterator, Sequence
from importlib import import_module
from itertools import islice
from typing import Any, TypeVar

T = TypeVar("T")
S = TypeVar("S")
Steps = Generator[None, None, T]
"""Work that is done a few milliseconds at a time; its value is returned at the end."""
Progress = Generator[int | None, None, T]
"""The same; it yields how many per cent are done, or None."""
_FREED_A_STEP = 500  # items of a collection


def finish(steps: Generator[object, None, T]) -> T:
    """Take all steps at once and return their value."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]


def each_as(steps: Generator[object, None, T], make: Callable[[], S]) -> Generator[S, None, T]:
    """Yield make() after each step, and return the value of the steps."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]
        yield make()


def imported(modules: Sequence[str]) -> Steps[None]:
    """Import modules by their full names, a module a step; give them lowest first.

    A room whose `__init__` imports its other modules is imported in a single step.
    """
    for name in modules:
        if name not in sys.modules:
            import_module(name)
            yield


def in_parts(items: Sequence[T], size: Callable[[T], int], most: int) -> Iterator[Sequence[T]]:
    """Yield the items in parts of about equal work: neighbours whose sizes sum to `most` or so.

    A part has at least one item, and ends with the first item that makes its sum reach `most`.
    """
    start = 0
    total = 0
    for number, item in enumerate(items, 1):
        total += size(item)
        if total >= most:
            yield items[start:number]
            start = number
            total = 0
    if start < len(items):
        yield items[start:]


def in_order(
    items: Sequence[T], key: Callable[[T], Any], *, reverse: bool = False, at_once: int = 1_000
) -> Steps[list[T]]:
    """Return the items sorted as sorted() does, `at_once` of them a step."""
    parts: list[list[tuple[Any, T]]] = []
    for start in range(0, len(items), at_once):
        part = [(key(item), item) for item in items[start : start + at_once]]
        part.sort(key=_first, reverse=reverse)
        parts.append(part)
        yield
    merged = heapq.merge(*map(_emptied, parts), key=_first, reverse=reverse)
    found: list[T] = []
    while some := list(islice(merged, at_once)):
        found += [item for _, item in some]
        yield
    return found


def _emptied(part: list[T]) -> Iterator[T]:
    """Yield the items of a list, which are removed from it, so that no step frees all of them."""
    part.reverse()
    while part:
        yield part.pop()


def let_go(*collections: object) -> Steps[None]:
    """Empty long lists and dicts that are needed no more, in steps; anything else stays.

    To free the objects of 139,428 papers at once takes a tenth of a second.
    """
    for each in collections:
        while isinstance(each, list) and len(each) > _FREED_A_STEP:
            del each[-_FREED_A_STEP:]
            yield
        while isinstance(each, dict) and len(each) > _FREED_A_STEP:
            for _ in range(_FREED_A_STEP):
                each.popitem()
            yield


def _first(pair: tuple[Any, object]) -> Any:
    return pair[0]


class Epoch:
    """A count of the changes to data that generators read in several steps.

    A generator that was paused while the data changed has rows, iterators or caches of the old
    state. To continue with them would give wrong results or an exception, so the generator is
    closed.
    """

    def __init__(self) -> None:
        self.number = 0
        """Number of changes so far."""

    def change(self) -> None:
        """Count a change: guarded generators begun before it end at their next step."""
        self.number += 1

    def guard(self, steps: Generator[S, None, T]) -> Generator[S, None, T | None]:
        """Yield the steps and return their value; return None as soon as the epoch has changed."""
        began = self.number
        while True:
            try:
                step = next(steps)
            except StopIteration as end:
                return end.value  # type: ignore[no-any-return]
            yield step
            if self.number != began:
                steps.close()
                return None
