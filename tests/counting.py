"""Count the work of steps in lines of code that are run, whatever the speed of the machine."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import TraceFunction


def longest_step(steps: Generator[object, None, object]) -> int:
    """Run steps to their end; return how many lines of Python the longest of them ran."""
    count = 0

    def trace(frame: FrameType, event: str, _: object) -> TraceFunction:
        nonlocal count
        count += event == "line"
        return trace

    longest = 0
    before = sys.gettrace()
    try:
        while True:
            count = 0
            sys.settrace(trace)
            try:
                next(steps)
            except StopIteration:
                return max(longest, count)
            finally:
                sys.settrace(before)
            longest = max(longest, count)
    finally:
        steps.close()


@contextmanager
def calls() -> Iterator[Counter[str]]:
    """Count the calls of Python functions in this thread by qualified name: `Widget.refresh`."""
    counted: Counter[str] = Counter()

    def count(frame: FrameType, event: str, _: object) -> None:
        if event == "call":
            counted[frame.f_code.co_qualname] += 1

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        yield counted
    finally:
        sys.setprofile(before)
