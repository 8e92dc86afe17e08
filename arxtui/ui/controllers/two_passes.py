"""The two passes: the titles of unread papers, then the papers set aside in full, then the receipt.

The piles are the state: `T` continues wherever papers are unread or set aside, after a restart too.
Passes stores only the look of the screen before the passes, and the time when they began.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

from arxtui.lazy_sequence import id_at
from arxtui.model import Head
from arxtui.text import many
from arxtui.ui.controllers.receipt_keys import Receipt
from arxtui.ui.hint_lines import Mode
from arxtui.ui.papers_set_aside import SET_ASIDE, set_aside
from arxtui.ui.receipt_content import Morning
from arxtui.ui.unread_rows import next_unread
from arxtui.ui.view_counts import COUNTED
from arxtui.ui.workspace import Workspace
from arxtui.work_in_steps import finish


class Passes:
    """The two passes, from `T` to the receipt."""

    def __init__(self, stage: Workspace, receipt: Receipt) -> None:
        self._stage = stage
        self._receipt = receipt
        self._began = 0.0
        self._place = ""
        self._days: tuple[str, ...] | None = None
        self._listed: tuple[str, ...] = ()  # papers of the list in which the passes began
        self._gone_through: set[str] = set()
        self._unread = 0  # unread papers at the start of the first pass
        self._rows = 1  # rows of a paper before the first pass
        self._depth = 0  # places to go back to before the second pass
        self._resumes = False
        self.number = 0
        """The number of the pass in progress, 1 or 2; 0 = no pass."""

    def mode(self, without_passes: Mode) -> Mode:
        """Return the mode of the user, for the hints; a panel or the receipt hides a pass."""
        if without_passes in ("panel", "receipt"):
            return without_passes
        if self.number == 1:
            return "first pass"
        if self.number == 2:
            return "second pass"
        return without_passes

    # from pass to pass

    def begin(self) -> None:
        """Begin the passes, or stop the pass in progress."""
        if self.number:
            self.stop()
            return
        if not self._stage.shown.heads and not self._stage.library.marks.total("later"):
            self._stage.no_paper()
            return
        self._began = time.monotonic()
        self._take_list()
        self._go_to_pass()

    def list_changed(self) -> None:
        """Use the days that were opened in the first pass, instead of the days before."""
        days = self._stage.shown.view.days
        if self.number == 1 and days is not None and days != self._days:
            self._take_list()

    def _take_list(self) -> None:
        """Take the papers of the shown list as the papers of the passes."""
        shown = self._stage.shown
        self._days = shown.view.days
        self._place = shown.view.describe()
        self._unread = shown.counts.unread
        self._listed = ()
        if len(shown.heads) <= COUNTED:
            self._listed = tuple(id_at(shown.heads, row) for row in range(len(shown.heads)))
        pile = self._stage.library.marks.pile
        self._gone_through = {each for each in self._listed if pile(each) == "unread"}

    def _go_to_pass(self) -> None:
        """Begin the first pass if a paper is unread, else the second."""
        steps = next_unread(self._stage.library, self._stage.shown.heads, -1, 1, wrap=False)
        first = finish(steps)
        if first is None:
            self._begin_second()
        else:
            self._begin_first()
            self._stage.papers.go_to_top(first)

    def _begin_first(self) -> None:
        stage = self._stage
        self.number = 1
        self._rows = stage.papers.lines_a_paper
        stage.first_row.pass_name = "pass 1 of 2"
        stage.screen_layers.show_titles()
        stage.papers.lines_a_paper = 2
        stage.first_row.show()
        unread = many(stage.shown.counts.unread, "title")
        stage.say(f"{unread} to go · then those set aside, in full", "asks", lasts=True)

    def _begin_second(self) -> None:
        """Show the papers set aside, this view's papers first; end if there are no such papers."""
        stage = self._stage
        self._leave_first()
        self._depth = len(stage.shown.places)
        stage.remember()
        papers = set_aside(stage.library, stage.shown.heads)
        if not papers:
            stage.shown.places.pop()
            self._end()
            return
        stage.shown.show_papers(papers, SET_ASIDE)
        self.number = 2
        stage.first_row.pass_name = "pass 2 of 2"
        heads = stage.shown.heads
        self._gone_through |= {head.id for head in heads}
        stage.screen_layers.change(add="-reader")
        stage.fill()
        stage.say(f"{many(len(heads), 'paper')} set aside, in full", "asks", lasts=True)

    # after a mark

    def go_on(self, heads: Sequence[Head]) -> bool:
        """Go to the next paper of this pass, or to the next pass, after a mark.

        Return False if the caller has to move the cursor.
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

    def go(self, row: int) -> None:
        """Move the cursor to the next unread paper after a mark.

        The list scrolls, but in the first pass never so far that an unread paper leaves the page at
        its top, because `C` marks all unread papers of the page as read.
        """
        stage = self._stage
        papers = stage.papers
        if self.number == 1 and self._unread_above(row):
            papers.go_on_page(row)
        else:
            papers.go_under_the_eye(row)

    def _unread_above(self, row: int) -> bool:
        """Return whether a paper of the page above a row is unread."""
        stage = self._stage
        above = range(stage.papers.page_rows.start, row)
        heads = stage.shown.heads
        return any(stage.library.marks.pile(id_at(heads, each)) == "unread" for each in above)

    def emptied(self) -> bool:
        """Begin the second pass if no paper of the first is unread; return whether it began."""
        if self.number != 1 or self._stage.shown.counts.unread:
            return False
        self._begin_second()
        return True

    def undone(self) -> bool:
        """Go to the pass that an undone or redone mark leads to; return True if it changed."""
        resumes = self._resumes
        self._resumes = False
        if self.number == 1:
            return self.emptied()
        if self.number == 2 and self._unread_before():
            self._leave_second()
            self._begin_first()
            return True
        if self.number == 0 and resumes:
            self._go_to_pass()
            return True
        return False

    def resume_after_undo(self) -> None:
        """Let the undo that follows lead back into the passes: the receipt came too early."""
        self._resumes = True

    def _unread_before(self) -> bool:
        """Return whether a paper of the first pass is unread again."""
        places = self._stage.shown.places
        if len(places) <= self._depth:
            return False
        heads = places[self._depth].heads
        rows = range(min(len(heads), COUNTED))
        pile = self._stage.library.marks.pile
        return any(pile(id_at(heads, row)) == "unread" for row in rows)

    # the end

    def _end(self) -> None:
        """Show the receipt of the passes, over the list in which they began."""
        self._leave()
        papers = max(len(self._gone_through), self._unread)
        ids = dict.fromkeys((*self._listed, *self._gone_through))
        seconds = time.monotonic() - self._began
        self._receipt.open(Morning(self._place, papers, seconds, tuple(ids)))

    def stop(self) -> None:
        """Stop in the middle of a pass."""
        self._leave()
        self._stage.say(f"two-pass mode off · {self._stage.key('passes')} resumes", "quiet")

    def _leave(self) -> None:
        """Go back to the plain list."""
        self._leave_first()
        self._leave_second()
        self._stage.first_row.show()
        self._stage.set_focus(self._stage.papers)

    def _leave_first(self) -> None:
        if self.number == 1:
            self.number = 0
            self._stage.first_row.pass_name = ""
            self._stage.screen_layers.change(remove=["-reader", "-zoom"])
            self._stage.papers.lines_a_paper = self._rows

    def _leave_second(self) -> None:
        if self.number == 2:
            self.number = 0
            self._stage.first_row.pass_name = ""
            self._stage.screen_layers.change(remove=["-reader", "-zoom"])
            while len(self._stage.shown.places) > self._depth:
                self._stage.back_place()
