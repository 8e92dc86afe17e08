"""The work of a command over a long list: in steps, with the keys waiting; Esc stops it."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, Any, TypeVar

from arxtui.ui.background_work import PAUSE, SLICE

if TYPE_CHECKING:
    from arxtui.ui.workspace import Workspace

T = TypeVar("T")
AT_ONCE = 5
"""Steps that are taken while the key itself is handled."""
Progress = Generator[int | None, None, T]
"""Steps that yield the per cent that are done, or None."""


class LongWork:
    """At most one command works at a time; keys typed meanwhile wait for its end."""

    def __init__(self, stage: Workspace) -> None:
        self._stage = stage
        self._does = ""
        self._steps: Progress[Any] | None = None
        self._then: Callable[[Any], object] = bool
        self._may_stop: Callable[[], bool] = bool

    @property
    def is_running(self) -> bool:
        """True while there are steps to take."""
        return self._steps is not None

    def run(
        self,
        does: str,
        steps: Progress[T],
        then: Callable[[T], object],
        at_once: int = AT_ONCE,
        may_stop: Callable[[], bool] = lambda: True,
    ) -> None:
        """Run all steps; `then` gets their value, `does` is the message meanwhile.

        The first `at_once` steps are taken now, which is enough for a list of usual size.
        `may_stop` returns whether Esc still stops the work.
        """
        for _ in range(at_once):
            try:
                next(steps)
            except StopIteration as end:
                then(end.value)
                return
        self._does = does
        self._may_stop = may_stop
        self._steps = steps
        self._then = then
        gc.disable()  # each collection would look at all that is made meanwhile
        self._say(None)
        self._stage.work.later("long work", PAUSE, self._go_on)

    def end(self) -> bool:
        """Stop, unless it is too late for that. Return whether something was running."""
        if self._steps is None:
            return False
        if not self._may_stop():
            return True
        self._steps.close()
        self._release()
        self._stage.say("stopped · nothing was changed", "quiet")
        return True

    def _go_on(self) -> None:
        steps = self._steps
        if steps is None:
            return
        until = time.monotonic() + SLICE
        done = None
        while time.monotonic() < until:
            try:
                done = next(steps)
            except StopIteration as end:
                self._finish(end.value)
                return
            except BaseException:
                self._release()
                raise
        if done is not None:
            self._say(done)
        self._stage.work.later("long work", PAUSE, self._go_on)

    def _finish(self, value: object) -> None:
        self._release()
        self._stage.say("")
        self._then(value)
        if not self.is_running:
            self._stage.settled()

    def _release(self) -> None:
        """End the work; the objects that it made and that stay are not looked at by collections."""
        self._steps = None
        gc.freeze()
        gc.enable()

    def _say(self, done: int | None) -> None:
        part = ""
        if done is not None:
            part = f", {done} %"
        self._stage.say(f"{self._does}{part} · {self._stage.key('back')} stops", "asks", lasts=True)
