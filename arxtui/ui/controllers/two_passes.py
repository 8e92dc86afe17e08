"""The two passes: titles while papers are unread, then those set aside, at length, then the end."""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual.content import Content

from arxtui.model import Entry, Head, Paper
from arxtui.text import plain, visible
from arxtui.ui import messages
from arxtui.ui.my_bib import MyBib, key_of
from arxtui.ui.workspace import Workspace

if TYPE_CHECKING:
    from arxtui.bib_file import Contents


class Passes:
    """What goes on between `T` and the end."""

    def __init__(self, stage: Workspace, mine: MyBib) -> None:
        self._stage = stage
        self._mine = mine
        self._began = 0.0
        self._ids: dict[str, None] = {}  # of all papers gone through, those of other days too
        self.number = 0
        """Which of the two is under way; 0 = none."""

    def begin(self) -> None:
        """Begin; if a pass is under way, stop it."""
        if self.number:
            self.stop()
            return
        self._began = time.monotonic()
        self._ids = dict.fromkeys(head.id for head in self._stage.shown.heads)
        first = self._stage.shown.next_unread(-1, 1, wrap=False)
        if first is None:
            self._begin_second()
        else:
            self._begin_first(first)

    def _begin_first(self, row: int) -> None:
        stage = self._stage
        self.number = 1
        stage.remove_class("-reader")
        stage.add_class("-zoom")
        stage.papers.go(row)
        self._guide(f"first pass, titles: {stage.shown.counts.unread} unread", "later")

    def _begin_second(self) -> None:
        """Show the papers set aside, those of this view first; without any, end."""
        stage = self._stage
        stage.remember()
        stage.remove_class("-zoom")
        if not stage.shown.open_later():
            stage.shown.places.pop()
            self._end()
            return
        self.number = 2
        self._ids |= dict.fromkeys(head.id for head in stage.shown.heads)
        stage.add_class("-reader")
        stage.fill()
        self._guide(f"second pass: {len(stage.shown.heads)} later", "still later")

    def _guide(self, where: str, later: str) -> None:
        """Say which pass begins, with the keys of the moment; the last row has most of them too."""
        words = {"passes": "stops", "later": later, "done": "done", "star": "star"}
        keys = "  ".join(f"{self._stage.key(command)} {word}" for command, word in words.items())
        self._stage.say(f"{where} · {keys}", "asks", lasts=True)

    def go_on(self, heads: Sequence[Head]) -> bool:
        """Go to the next paper of this pass, or to the next pass, after a verdict.

        Return False where that is left to the verdict.
        """
        if self.number != 2:
            return self.emptied()
        stage = self._stage
        row = stage.shown.row_of(heads[-1].id)
        if row is not None and row + 1 < len(stage.shown.heads):
            stage.papers.go(row + 1)
        else:
            self._end()
        return True

    def emptied(self) -> bool:
        """Go on to the second pass if nothing is unread in the first; return whether that is so."""
        if self.number != 1 or self._stage.shown.counts.unread:
            return False
        self._begin_second()
        return True

    def _end(self) -> None:
        """Show how the passes went, over the list where they began."""
        marks = map(self._stage.library.marks.of, self._ids)
        key = self._stage.key("export")
        summary = messages.passed(marks, time.monotonic() - self._began, key)
        starred = [one for one in self._ids if self._stage.library.marks.of(one).star]
        self._leave()
        panel = Content(summary)
        self._stage.reading.show_panel(panel)
        if starred:
            entries = self._stage.library.entries(starred)
            self._mine.ask(self._mine.path(), partial(self._add_keys, panel, entries))

    def _add_keys(self, panel: Content, entries: Sequence[Entry[Paper]], contents: Contents) -> None:
        """Show below the summary the starred papers with the keys that they have in my .bib, or will have."""
        library = self._stage.library
        library.note_export()
        taken = library.marks.bib_keys()
        keys = [key_of(entry, contents, taken) for entry in entries]
        titles = [plain(entry.paper.title) for entry in entries]
        lines = [visible(f"{key}  {title}") for key, title in zip(keys, titles, strict=True)]
        self._stage.reading.renew_panel(panel, Content("\n".join([panel.plain, "", *lines])))

    def stop(self) -> None:
        """Stop in the middle of a pass."""
        self._leave()
        self._stage.say(f"two-pass mode off · {self._stage.key('passes')} resumes", "quiet")

    def _leave(self) -> None:
        """Go back to the plain list."""
        self._stage.remove_class("-reader", "-zoom")
        if self.number == 2:
            self._stage.back_place()
        self.number = 0
        self._stage.set_focus(self._stage.papers)
