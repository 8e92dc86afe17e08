"""The two passes: titles while papers are unread, then those put by at length, then the end. The piles say how far."""

from __future__ import annotations

import time
from collections.abc import Sequence

from textual.content import Content

from arxtui.model import Head
from arxtui.ui import words
from arxtui.ui.stage import Stage


class Passes:
    """What goes on between `T` and the end."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._began = 0.0
        self._ids: list[str] = []
        self.number = 0
        """Which of the two is under way; 0 = none."""

    def begin(self) -> None:
        """Begin, or in the middle: leave."""
        if self.number:
            self.leave()
        else:
            self._began, self._ids = time.monotonic(), [head.id for head in self._stage.shown.heads]
            self._next()

    def _next(self) -> None:
        stage, shown = self._stage, self._stage.shown
        first = shown.next_unread(-1, 1, wrap=False)
        if self.number == 0 and first is not None:
            self.number = 1
            stage.remove_class("-reader")
            stage.add_class("-zoom")
            stage.papers.go(first)
            stage.say(f"first pass, titles: {shown.counts.unread} unread · d done  b later  s star  T leaves", "asks")
            return
        stage.remember()
        stage.remove_class("-zoom")
        if self.number < 2 and shown.open_later():
            self.number = 2
            stage.add_class("-reader")
            stage.fill()
            stage.say(f"second pass: {len(shown.heads)} later · d done  b still later  s star  T leaves", "asks")
        else:
            shown.places.pop()
            told = words.passed(map(stage.library.mark, self._ids), time.monotonic() - self._began)
            self.leave()
            stage.show_panel(Content(told))

    def go_on(self, heads: Sequence[Head]) -> bool:
        """After a verdict: the next paper of this pass, or the next pass; False leaves it to the verdict."""
        stage, shown = self._stage, self._stage.shown
        if not self.number or (self.number == 1 and shown.counts.unread):
            return False
        row = shown.row_of(heads[-1].id)
        if self.number == 2 and row is not None and row + 1 < len(shown.heads):
            stage.papers.go(row + 1)
        else:
            self._next()
        return True

    def leave(self) -> None:
        """Back to the plain list."""
        self._stage.remove_class("-reader", "-zoom")
        if self.number == 2:
            self._stage.back_place()
        self.number = 0
        self._stage.set_focus(self._stage.papers)
        self._stage.say("the passes are left · T goes on where the piles are", "quiet")
