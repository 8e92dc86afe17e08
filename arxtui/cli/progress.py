"""A line of progress on the terminal's standard error."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Generator
from typing import TypeVar

from arxtui.text import megabytes, visible

T = TypeVar("T")

_PAUSE = 0.1
"""Seconds between two updates of the line."""


class Bar:
    """A line that is written over itself; nothing is shown in a pipe or with --quiet."""

    def __init__(self, quiet: bool, clock: Callable[[], float] = time.monotonic) -> None:
        self._on = sys.stderr.isatty() and not quiet
        self._clock = clock
        self._start = clock()
        self._shown = self._start

    def show(self, done: int, of: int, line: str, papers: int, least: float = 0) -> None:
        """Show how much is done, papers per second and the time left, at least `least` seconds."""
        now = self._clock()
        if 0 < done == of:
            self.clear()
        elif self._on and (least or not done or now - self._shown > _PAUSE):
            elapsed = now - self._start
            if done:
                left = max(least, elapsed / done * (of - done))
                line += f" · {papers / elapsed:.0f} papers/s · {left:.0f} s left"
            self._write(line)

    def show_bytes(self, name: str, done: int, of: int) -> None:
        """Show how many megabytes of a file have arrived; `of` is 0 where its size is not known."""
        if self._on and self._clock() - self._shown > _PAUSE:
            self._write(f"{name}: {megabytes(done, of)}")

    def show_seconds(self, line: str) -> None:
        """Show for how many seconds some work goes on, from the first second on."""
        now = self._clock()
        elapsed = now - self._start
        if self._on and elapsed >= 1 and now - self._shown > _PAUSE:
            self._write(f"{line} · {elapsed:.0f} s")

    @property
    def is_shown(self) -> bool:
        """True once a line was written."""
        return self._shown > self._start

    def _write(self, line: str) -> None:
        self._shown = self._clock()
        print(f"\r\x1b[K{visible(line)}\r", end="", file=sys.stderr, flush=True)

    def clear(self) -> None:
        """Erase the line."""
        if self._on:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def taken(
    steps: Generator[object, None, T], does: str, clock: Callable[[], float] = time.monotonic
) -> T:
    """Take all steps and return their value; a terminal shows how long they take."""
    bar = Bar(quiet=False, clock=clock)
    try:
        while True:
            try:
                next(steps)
            except StopIteration as end:
                return end.value  # type: ignore[no-any-return]
            bar.show_seconds(does)
    finally:
        steps.close()  # after Ctrl-C no part of an action stays
        if bar.is_shown:
            bar.clear()
