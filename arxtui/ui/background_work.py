"""Work between two keys: waiting keys are handled after every few milliseconds of work."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Generator
from functools import partial
from typing import Any, TypeVar

from textual.message_pump import MessagePump

T = TypeVar("T")
SLICE = 0.008
"""Seconds of work before waiting keys are handled."""
PAUSE = 0.002
"""Seconds between slices of work."""


def after(owner: MessagePump, seconds: float, do: Callable[[], object]) -> asyncio.TimerHandle:
    """Call `do` after a time, among the messages of `owner`; return a handle to cancel it.

    It is not called once the app has begun to end, because parts of the screen are missing then.
    Textual's set_timer is not used: it never calls back if its time has passed before its task
    first runs, as happens on a busy machine and after a suspend.
    """

    def call() -> None:
        if owner.app.is_running:
            do()

    return asyncio.get_running_loop().call_later(seconds, owner.call_next, call)


class Work:
    """Timers by the name of their work; a name has at most one timer."""

    def __init__(self, owner: MessagePump) -> None:
        """Take the widget whose messages call the work."""
        self._owner = owner
        self.waiting: dict[str, Callable[[], object]] = {}
        """Name of the work -> its next part; empty = no work waits."""
        self._timers: dict[str, asyncio.TimerHandle] = {}

    def later(self, name: str, seconds: float, do: Callable[[], object]) -> None:
        """Do a part of some work after a time, instead of a waiting part of the same name."""
        if name in self.waiting:
            self._timers[name].cancel()
        part = partial(do)  # a new object, which `_take` recognises
        self.waiting[name] = part
        self._timers[name] = after(self._owner, seconds, partial(self._take, name, part))

    def _take(self, name: str, part: Callable[[], object]) -> None:
        """Do a part unless another part has replaced it.

        A cancelled timer may have fired already: its call is then still among the owner's messages,
        and would end the new work.
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
        """Run all steps, a slice of time at a time; `then` gets their value.

        Steps that end with None were ended by a change of the library, and are begun anew.
        """
        self.later(name, wait, partial(self._slice, name, begin, begin(), then))

    def run_now(
        self,
        name: str,
        begin: Callable[[], Generator[Any, None, T | None]],
        then: Callable[[T], None],
    ) -> None:
        """Do as run(), but take the first slice of the steps in this call."""
        self._slice(name, begin, begin(), then)

    def _slice(
        self,
        name: str,
        begin: Callable[[], Generator[Any, None, T | None]],
        steps: Generator[Any, None, T | None],
        then: Callable[[T], None],
    ) -> None:
        until = time.monotonic() + SLICE
        while True:
            try:
                next(steps)
            except StopIteration as end:
                if end.value is None:
                    self.run(name, begin, then)
                else:
                    then(end.value)
                return
            if time.monotonic() >= until:
                break
        self.later(name, PAUSE, partial(self._slice, name, begin, steps, then))
