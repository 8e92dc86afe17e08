"""The cursor after a mark: to the next unread paper, to the next pass, or to the end of the day.

It also decides where `d` and `b` go on the last row, and has the keys that go to the next unread
paper.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from arxtui.model import Head
from arxtui.ui import messages
from arxtui.ui.controllers.days import Days
from arxtui.ui.controllers.two_passes import Passes
from arxtui.ui.unread_rows import next_unread
from arxtui.ui.workspace import Workspace


class CursorAfterMark:
    """Moves the cursor to unread papers, and reports if no row below is unread."""

    def __init__(self, stage: Workspace, passes: Passes, days: Days) -> None:
        self._stage = stage
        self._passes = passes
        self._days = days

    def go_on(self, heads: Sequence[Head]) -> None:
        """Go to the next unread paper after a mark, or in a pass to the next pass."""
        stage = self._stage
        unread = stage.shown.counts.unread
        if self._passes.go_on(heads) or stage.settings.after == "stay":
            return
        # the cursor's row too, which may not be selected
        self._find(stage.papers.cursor - 1, 1, partial(self._go_to, unread), wrap=False)

    def _go_to(self, unread: int, row: int | None) -> None:
        """Go to a row; if it is None report whether papers above are unread."""
        stage = self._stage
        if row is not None:
            self._passes.go(row)
        elif unread:
            stage.say(f"Last row · {unread:,} unread above ({stage.key('next_unread')})")
        else:
            self.say_finished()

    def go_on_from(self, row: int, go: Callable[[int], None]) -> None:
        """Go to the next unread paper from a row on, or to the next pass; `go` moves the cursor."""
        if self._passes.emptied():
            return
        stage = self._stage
        again = bool(stage.shown.counts.unread and self._passes.number)
        self._find(row - 1, 1, partial(self._go_on_page, go, again), wrap=False)

    def _go_on_page(self, go: Callable[[int], None], again: bool, row: int | None) -> None:
        """Go to a row; if it is None look `again` from the top, or report unread papers."""
        stage = self._stage
        unread = stage.shown.counts.unread
        if row is not None:
            go(row)
        elif again:
            self._find(-1, 1, partial(self._go_on_page, go, False), wrap=False)
        elif unread:
            stage.say(f"Last page · {unread:,} unread above ({stage.key('next_unread')})")

    def next_unread(self) -> None:
        """Go to the next unread paper; below the last row continue at the first."""
        self._go_unread(1)

    def previous_unread(self) -> None:
        """Go to the previous unread paper; above the first row continue at the last."""
        self._go_unread(-1)

    def _go_unread(self, step: int) -> None:
        self._find(self._stage.papers.cursor, step, self._go_unread_row, wrap=True)

    def _go_unread_row(self, row: int | None) -> None:
        if row is not None:
            self._stage.papers.go(row)
        elif not self._passes.emptied():
            self._days.go_on(self._finished())

    def _find(
        self, row: int, step: int, then: Callable[[int | None], None], *, wrap: bool
    ) -> None:
        """Look for the next unread paper; in a long list later keys wait until it is found."""
        stage = self._stage
        steps = next_unread(stage.library, stage.shown.heads, row, step, wrap=wrap)
        stage.long_work.run("looking for unread papers", steps, then)

    def say_finished(self) -> None:
        """Report that no paper is unread here; in the first pass begin the second instead."""
        if not self._passes.emptied():
            self._days.offer(self._finished())

    def _finished(self) -> str:
        """Return the message for a list without unread papers."""
        passes = ""
        if not self._passes.number:
            passes = self._stage.key("passes")
        return messages.finished(self._stage.shown, passes)
