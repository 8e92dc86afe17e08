"""The work of a command over a long list: in steps, with the keys waiting; Esc stops it."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from arxtui.ui.background_work import PAUSE, SLICE, after
from arxtui.work_in_steps import Progress

if TYPE_CHECKING:
    from arxtui.ui.workspace import Workspace

T = TypeVar("T")
_NEVER = 1_000_000_000  # collections of new objects before one of older objects
_AGAIN = 0.05  # seconds between two looks whether a command has ended
AT_ONCE = 5
"""Steps that are taken while the key itself is handled."""


class LongWork:
    """At most one command works at a time; keys typed meanwhile wait for its end."""

    def __init__(self, stage: Workspace) -> None:
        self._stage = stage
        self._does = ""
        self._steps: Progress[Any] | None = None
        self._then: Callable[[Any], object] = bool
        self._may_stop: Callable[[], bool] = bool
        self._is_action = False
        self._thresholds = gc.get_threshold()
        self.says_progress = True
        """False once another message has to stay while the work goes on."""

    @property
    def is_running(self) -> bool:
        """True while there are steps to take."""
        return self._steps is not None

    @property
    def is_action(self) -> bool:
        """True while the steps of an action on papers are taken."""
        return self._steps is not None and self._is_action

    @property
    def has_unwritten_action(self) -> bool:
        """True if the end of the program would lose the action whose steps are taken."""
        return self.is_action and self._may_stop()

    def run(
        self,
        does: str,
        steps: Progress[T],
        then: Callable[[T], object],
        at_once: int = AT_ONCE,
        may_stop: Callable[[], bool] = lambda: True,
        *,
        is_action: bool = False,
        quietly: bool = False,
    ) -> None:
        """Run all steps; `then` gets their value, `does` is the message meanwhile.

        The first `at_once` steps are taken now, which is enough for a list of usual size.
        `may_stop` returns whether Esc still stops the work. `is_action` = it is a part of an action
        on papers: quit waits for its end. `quietly` = the message of the screen stays.
        """
        for _ in range(at_once):
            try:
                next(steps)
            except StopIteration as end:
                then(end.value)
                return
        self._does = does
        self._may_stop = may_stop
        self._is_action = is_action
        self._steps = steps
        self._then = then
        self._collect_new_objects_only()
        if quietly:
            self.says_progress = False
        if self.says_progress:
            self._say(None)
        self._stage.work.later("long work", PAUSE, self._go_on)

    def when_free(self, do: Callable[[], object]) -> None:
        """Call `do` now, or if a command works, when it has ended."""
        if self.is_running:
            after(self._stage, _AGAIN, partial(self.when_free, do))
        else:
            do()

    def end(self) -> bool:
        """Stop and report it, unless it is too late. Return whether something was running."""
        if self._steps is None:
            return False
        if self._may_stop():
            self.close()
            self._stage.say("stopped · nothing was changed", "quiet")
        return True

    def close(self) -> None:
        """Stop. An action that is not in the journal yet changes nothing."""
        if self._steps is not None:
            self._steps.close()
            self._release()
            self.says_progress = True

    def _go_on(self) -> None:
        steps = self._steps
        if steps is None:
            return
        until = time.monotonic() + SLICE
        done = None
        while True:
            try:
                done = next(steps)
            except StopIteration as end:
                self._finish(end.value)
                return
            except BaseException:
                self._release()
                raise
            if time.monotonic() >= until:
                break
        if done is not None and self.says_progress:
            self._say(done)
        self._stage.work.later("long work", PAUSE, self._go_on)

    def _finish(self, value: object) -> None:
        self._release()
        if self.says_progress:
            self._stage.say("")
        self._then(value)
        if not self.is_running:  # no further part of the command
            self.says_progress = True
            self._stage.settled()

    def _release(self) -> None:
        """End the work; later collections do not look at the objects that it made and that stay.

        The new objects are collected first: cycles among frozen objects would never be freed.
        """
        self._steps = None
        gc.collect(0)
        gc.freeze()
        gc.set_threshold(*self._thresholds)

    def _collect_new_objects_only(self) -> None:
        """Let collections look at new objects only, which are some thousand: a millisecond.

        A whole collection would look at all that the work makes.
        """
        self._thresholds = gc.get_threshold()
        gc.set_threshold(self._thresholds[0], _NEVER, _NEVER)

    def _say(self, done: int | None) -> None:
        line = self._does
        if done is not None:
            line += f", {done} %"
        if self._may_stop():
            line += f" · {self._stage.key('back')} stops"
        self._stage.say(line, "asks", lasts=True)
