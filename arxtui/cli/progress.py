"""A line of progress on the terminal's standard error."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from arxtui.text import megabytes, visible

_PAUSE = 0.1
"""Seconds between two updates of the line."""


class Bar:
    """A line that is written over itself; nothing is shown in a pipe or with --quiet."""

    def __init__(self, quiet: bool) -> None:
        self._on = sys.stderr.isatty() and not quiet
        self._clock: Callable[[], float] = time.monotonic
        self._start = self._clock()
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

    def _write(self, line: str) -> None:
        self._shown = self._clock()
        print(f"\r\x1b[K{visible(line)}\r", end="", file=sys.stderr, flush=True)

    def clear(self) -> None:
        """Erase the line."""
        if self._on:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
