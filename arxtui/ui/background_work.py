"""Work between two keys: a few milliseconds of it, then the keys have their turn, and again."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Generator
from functools import partial
from typing import Any, TypeVar

from textual.message_pump import MessagePump

T = TypeVar("T")
SLICE = 0.008
"""Seconds of work between two looks at the keys."""
PAUSE = 0.002
"""Seconds between slices of work."""


def after(owner: MessagePump, seconds: float, do: Callable[[], object]) -> asyncio.TimerHandle:
    """Call `do` once after a time, among the messages of `owner`; return a handle to cancel it.

    Nothing is called once the app has begun to end, for the parts of the screen go one by one then.
    Textual's set_timer is not used: it never calls back where its moment has passed before its
    task first runs, which happens on a busy machine and after a suspend.
    """

    def call() -> None:
        if owner.app.is_running:
            do()

    return asyncio.get_running_loop().call_later(seconds, owner.call_next, call)


class Work:
    """Timers by the name of their work; of each name there is one at a time."""

    def __init__(self, owner: MessagePump) -> None:
        """Take the widget among whose messages the work is done."""
        self._owner = owner
        self.waiting: dict[str, Callable[[], object]] = {}
        """By the name of their work, the parts whose turn has not come: empty = all is done."""
        self._timers: dict[str, asyncio.TimerHandle] = {}

    def later(self, name: str, seconds: float, do: Callable[[], object]) -> None:
        """Go on with some work after a moment, in place of what waits under the same name."""
        if name in self.waiting:
            self._timers[name].cancel()
        part = partial(do)  # an object of its own, which `_take` knows again
        self.waiting[name] = part
        self._timers[name] = after(self._owner, seconds, partial(self._take, name, part))

    def _take(self, name: str, part: Callable[[], object]) -> None:
        """Do a part unless another one has taken its place.

        A timer that is cancelled may have fired already: its call is then still among the owner's
        messages, and would end the work that came in its place.
        """
        if self.waiting.get(name) is part:
            del self.waiting[name]
            part()

    def run(
        self,
        name: str,
        begin: Callable[[], Generator[Any, None, T | None]],
        then: Callable[[T], None],
        wait: float = PAUSE,
    ) -> None:
        """Take steps to their end, a slice of work at a time; `then` gets their value.

        Steps that end with None were ended by a change of the library: they are begun anew.
        """
        self.later(name, wait, partial(self._slice, name, begin, begin(), then))

    def _slice(
        self,
        name: str,
        begin: Callable[[], Generator[Any, None, T | None]],
        steps: Generator[Any, None, T | None],
        then: Callable[[T], None],
    ) -> None:
        until = time.monotonic() + SLICE
        while time.monotonic() < until:
            try:
                next(steps)
            except StopIteration as end:
                if end.value is None:
                    self.run(name, begin, then)
                else:
                    then(end.value)
                return
        self.later(name, PAUSE, partial(self._slice, name, begin, steps, then))
